//! What remains of a security: while it has ended, its account; later what keeps its address taken.

use crate::{errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Layout version of a closed security.
pub const VERSION: u8 = 1;

/// A security that was closed. It keeps the address, so that no other deal ever has it or meets what this one left: an account
/// that was not closed yet, a share, a link, an entry of an index. It has the address of the [`Security`] that it was.
#[account(zero_copy)]
pub struct ClosedSecurity {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 6],
    /// The sponsor's own number for it; part of the address.
    pub id: u64,
    /// Number of the last event.
    pub event_sequence: u64,
    /// When it ended, in Unix seconds.
    pub ended_at: i64,
    /// The key that created it; part of the address. Rents of accounts that do not say who paid them go to it.
    pub origin: Pubkey,
}

const _: () = assert!(size_of::<ClosedSecurity>() == 64 && align_of::<ClosedSecurity>() == 8);

impl ClosedSecurity {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();
}

impl Security {
    /// Refuses a security that has not ended.
    ///
    /// # Errors
    /// [`SecuritiesError::NotEnded`].
    pub(super) fn require_ended(&self) -> Result<()> {
        ensure!(self.has_ended(), SecuritiesError::NotEnded);
        Ok(())
    }
}

/// Counts an event of a security that has ended, whether it is closed or not, and returns the number and the origin.
///
/// # Errors
/// [`SecuritiesError::NotEnded`]; Anchor's, for another account.
pub(super) fn next_event<'info>(security: &'info AccountInfo<'info>) -> Result<(u64, Pubkey)> {
    if let Ok(closed) = AccountLoader::<ClosedSecurity>::try_from(security) {
        let closed = &mut closed.load_mut()?;
        closed.event_sequence = closed.event_sequence.saturating_add(1);
        return Ok((closed.event_sequence, closed.origin));
    }
    let loader = AccountLoader::<Security>::try_from(security)?;
    let security = &mut loader.load_mut()?;
    security.require_ended()?;
    Ok((security.next_event()?, security.origin))
}

/// Closes an account of the program.
///
/// # Errors
/// [`SecuritiesError::WrongRentPayer`]; [`SecuritiesError::NotClosable`] for accounts that are not writable; those of the runtime.
pub(super) fn close(account: &AccountInfo<'_>, rent_payer: &AccountInfo<'_>) -> Result<()> {
    ensure!(
        account.key != rent_payer.key,
        SecuritiesError::WrongRentPayer
    );
    ensure!(
        account.is_writable && rent_payer.is_writable,
        SecuritiesError::NotClosable
    );
    rent_payer.add_lamports(account.lamports())?;
    account.sub_lamports(account.lamports())?;
    account.assign(&anchor_lang::system_program::ID);
    account.resize(0)?;
    Ok(())
}
