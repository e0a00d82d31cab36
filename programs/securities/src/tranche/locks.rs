//! Shares of a record that are locked, or vest.

use anchor_lang::prelude::*;

/// How many locks of different dates a record keeps.
pub const MAX_LOCKS: usize = 3;

/// Shares that cannot be sent yet. Days are by their number since 1970-01-01 (UTC).
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// Shares, in share base units; 0: the slot is free.
    pub shares: u64,
    /// The day from which the lock was counted.
    pub start: u16,
    /// Up to this day all of them are locked; from then on they vest, evenly by the day.
    pub cliff: u16,
    /// From this day on none is locked, and the slot is free.
    pub until: u16,
    /// Zero.
    pub padding: u16,
}

const _: () = assert!(size_of::<Lock>() == 16 && align_of::<Lock>() == 8);
