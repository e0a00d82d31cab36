//! All tranches of a security, read from the accounts after an instruction's named ones.

use crate::{errors::SecuritiesError, tranche::state::Tranche};
use anchor_lang::prelude::*;
use std::cell::RefMut;

/// The remaining accounts of the instructions that need all tranches at once.
pub const EVERY_TRANCHE: &str = "every tranche, writable, in order of rank (TranchesIncomplete)";

/// Reads [`EVERY_TRANCHE`]; [`Tranches::load`] checks that they are complete and in order.
///
/// # Errors
/// Anchor's, for an account that is not a tranche.
pub(crate) fn tranche_accounts<'info>(
    accounts: &'info [AccountInfo<'info>],
) -> Result<Vec<AccountLoader<'info, Tranche>>> {
    let mut loaders = Vec::with_capacity(accounts.len());
    for account in accounts {
        loaders.push(AccountLoader::try_from(account)?);
    }
    Ok(loaders)
}

/// All tranches of a security, by rank.
pub(crate) struct Tranches<'a>(pub(crate) Vec<RefMut<'a, Tranche>>);

impl<'a> Tranches<'a> {
    /// Loads them from accounts given in order of rank.
    ///
    /// # Errors
    /// [`SecuritiesError::TranchesIncomplete`], [`SecuritiesError::WrongSecurity`].
    pub fn load(
        loaders: &'a [AccountLoader<'_, Tranche>],
        security: &Pubkey,
        count: u8,
    ) -> Result<Self> {
        ensure!(
            loaders.len() == usize::from(count),
            SecuritiesError::TranchesIncomplete
        );
        let mut tranches = Vec::with_capacity(loaders.len());
        for (loader, rank) in loaders.iter().zip(0_u8..) {
            let tranche = loader.load_mut()?;
            ensure_keys_eq!(tranche.security, *security, SecuritiesError::WrongSecurity);
            ensure!(tranche.rank == rank, SecuritiesError::TranchesIncomplete);
            tranches.push(tranche);
        }
        Ok(Self(tranches))
    }
}
