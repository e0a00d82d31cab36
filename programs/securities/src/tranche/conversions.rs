//! What a class keeps for conversions: which there are, and the price that its books have made.

use anchor_lang::prelude::*;

/// What a tranche keeps for conversions.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Conversions {
    /// Number of the next conversion of its shares.
    pub next: u32,
    /// Conversions of its shares that are not closed.
    pub standing: u32,
    /// Principal that ended with conversions or with a redemption, in settlement base units; told.
    pub principal: u64,
    /// When the last of its books was locked, in Unix seconds; 0: none was.
    pub priced_at: i64,
    /// The highest price at which its books had been locked before that, or more than a day before.
    pub price_before: u64,
    /// Shares of its own that were converted, in share base units. They are issued no more, and stay counted as offered.
    pub given: u64,
}

const _: () = assert!(size_of::<Conversions>() == 40 && align_of::<Conversions>() == 8);
