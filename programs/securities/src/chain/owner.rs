//! Who can own shares: an address that somebody can sign for.

use super::token;
use crate::errors::SecuritiesError;
use anchor_lang::{prelude::*, solana_program::bpf_loader_upgradeable, system_program};

/// The program that owns the sysvars.
const SYSVARS: Pubkey = pubkey!("Sysvar1111111111111111111111111111111111111");

/// Refuses an address whose account shows that nobody can sign for it, so that shares there would be lost: a program
/// and its data, a mint, a token account, an account of this program, a sysvar, the system program. It accepts an
/// address without an account, one that belongs to another program, which may sign for it, and a multisig of a token
/// program.
///
/// # Errors
/// [`SecuritiesError::CannotOwn`].
pub fn require(account: &AccountInfo<'_>) -> Result<()> {
    let unownable = [crate::ID, bpf_loader_upgradeable::ID, SYSVARS];
    ensure!(
        !account.executable
            && *account.key != system_program::ID
            && !unownable.contains(account.owner)
            && !token::is_mint_or_account(account),
        SecuritiesError::CannotOwn
    );
    Ok(())
}
