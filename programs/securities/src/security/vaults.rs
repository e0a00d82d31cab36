//! The vaults of a security, and transfers between their counters.

use super::{
    state::{Orphaned, Security},
    vault::Vault,
};
use crate::{errors::SecuritiesError, math::fixed};
use anchor_lang::prelude::*;
use std::cell::Ref;

/// A security's vault for a mint. The account constraints use it, each as a single call.
///
/// # Errors
/// [`SecuritiesError::WrongMint`] when there is none.
pub(crate) fn vault_of<'a>(
    security: &'a AccountLoader<'_, Security>,
    mint: &Pubkey,
) -> Result<Ref<'a, Vault>> {
    Ref::filter_map(security.load()?, |security| security.vault_of(mint).ok())
        .map_err(|_| SecuritiesError::WrongMint.into())
}

/// A security's settlement vault, for the same constraints.
///
/// # Errors
/// When the account cannot be read.
pub(crate) fn settlement_vault<'a>(
    security: &'a AccountLoader<'_, Security>,
) -> Result<Ref<'a, Vault>> {
    Ok(Ref::map(security.load()?, Security::vault))
}

impl Security {
    /// The settlement vault.
    #[must_use]
    pub const fn vault(&self) -> &Vault {
        let [first, ..] = &self.vaults;
        first
    }

    pub(crate) const fn vault_mut(&mut self) -> &mut Vault {
        let [first, ..] = &mut self.vaults;
        first
    }

    /// The vaults in use.
    #[must_use]
    pub fn vaults(&self) -> &[Vault] {
        self.vaults
            .get(..usize::from(self.vault_count))
            .unwrap_or(&[])
    }

    /// The vault for a mint.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongMint`] when there is none.
    pub fn vault_of(&self, mint: &Pubkey) -> Result<&Vault> {
        self.vaults()
            .iter()
            .find(|vault| vault.mint == *mint)
            .ok_or_else(|| SecuritiesError::WrongMint.into())
    }

    /// The place, from 0, of the vault for a mint.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongMint`] when there is none.
    pub fn vault_index(&self, mint: &Pubkey) -> Result<u8> {
        self.vaults()
            .iter()
            .position(|vault| vault.mint == *mint)
            .and_then(|index| u8::try_from(index).ok())
            .ok_or_else(|| SecuritiesError::WrongMint.into())
    }

    /// A vault in use.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`] when there is none.
    pub fn vault_at(&self, index: u8) -> Result<&Vault> {
        self.vaults()
            .get(usize::from(index))
            .ok_or_else(|| SecuritiesError::UnknownValue.into())
    }

    pub(crate) fn vault_at_mut(&mut self, index: u8) -> Result<&mut Vault> {
        self.vaults
            .get_mut(..usize::from(self.vault_count))
            .and_then(|vaults| vaults.get_mut(usize::from(index)))
            .ok_or_else(|| SecuritiesError::UnknownValue.into())
    }

    /// Returns to the treasury what was credited to cancelled shares, if no other shares are left to take it.
    pub(crate) fn reclaim(&mut self, orphaned: &Orphaned) -> Result<()> {
        for (vault, amount) in self.vaults.iter_mut().zip(orphaned) {
            vault.payable = fixed::sub(vault.payable, *amount)?;
            vault.add_undistributed(*amount)?;
        }
        Ok(())
    }

    /// Refuses a payment into a vault that is below the smallest distribution; in a mint other than the settlement
    /// mint, only an empty payment.
    pub(crate) fn require_enough(&self, vault: u8, amount: u64) -> Result<()> {
        let least = if vault == 0 { self.min_distribution } else { 1 };
        ensure!(amount >= least, SecuritiesError::DistributionTooSmall);
        Ok(())
    }
}
