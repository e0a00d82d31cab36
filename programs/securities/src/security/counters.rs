//! What of a security there still is when it is wound down: since when it is, and counters of what has to end before it does.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// How many vaults a security can have.
pub(super) const VAULTS: usize = 4;

/// How far a security is wound down.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Winding {
    /// When the wind-down began, in Unix seconds; 0: it has not.
    pub from: i64,
    /// When the security ended, in Unix seconds; 0: it has not.
    pub ended_at: i64,
    /// What of each vault's treasury the last return of all of it left, since nobody takes it, in base units of its mint.
    pub left: [u64; VAULTS],
    /// Books that are not closed.
    pub books: u32,
    /// Revenue sources that are not closed.
    pub sources: u32,
    /// Refunds that have left their books and wait for their owners.
    pub refunds: u32,
    /// Tranches that are closed.
    pub classes: u32,
}

const _: () = assert!(size_of::<Winding>() == 64);

/// Counts one more.
///
/// # Errors
/// [`SecuritiesError::Overflow`].
pub(crate) fn raise(count: &mut u32) -> Result<()> {
    *count = count.checked_add(1).ok_or(SecuritiesError::Overflow)?;
    Ok(())
}

/// Counts one less.
///
/// # Errors
/// [`SecuritiesError::CountersInconsistent`].
pub(crate) fn lower(count: &mut u32) -> Result<()> {
    let less = count.checked_sub(1);
    *count = less.ok_or(SecuritiesError::CountersInconsistent)?;
    Ok(())
}
