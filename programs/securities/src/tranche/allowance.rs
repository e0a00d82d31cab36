//! A price below the floor, to which the holders of a class have consented for its next book.

use anchor_lang::prelude::*;

/// A price below the floor for one book of a tranche.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    /// The lowest price of a whole share, in settlement base units; 0: there is none.
    pub price: u64,
    /// The most shares that the book may sell below the floor, in share base units.
    pub shares: u64,
    /// Until when, in Unix seconds.
    pub until: i64,
    /// Number of the book.
    pub book: u32,
    /// Zero.
    pub padding: [u8; 4],
}

const _: () = assert!(size_of::<Allowance>() == 32 && align_of::<Allowance>() == 8);
