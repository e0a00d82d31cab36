//! The worth of a unit of an asset in settlement money.

use super::{
    MathError, MathResult,
    calendar::DAY,
    fixed::{self, BPS},
    quantity::Units,
};
use anchor_lang::prelude::{AnchorDeserialize, AnchorSerialize};
use bytemuck::{Pod, Zeroable};

/// Settlement base units per asset base unit, as a fraction that need not be in lowest terms.
#[repr(C)]
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, AnchorSerialize, AnchorDeserialize,
)]
pub struct Rate {
    /// The number of settlement base units that
    pub numerator: u64,
    /// this number of asset base units is worth.
    pub denominator: u64,
}

const _: () = assert!(size_of::<Rate>() == 16 && align_of::<Rate>() == 8);

/// One for one.
pub const PAR: Rate = Rate {
    numerator: 1,
    denominator: 1,
};

impl Rate {
    /// Whether the rate is set.
    #[must_use]
    pub const fn is_set(self) -> bool {
        self.numerator > 0
    }

    /// Whether the fraction is a valid rate: both its parts are positive.
    ///
    /// # Errors
    /// [`MathError::DivisionByZero`].
    pub const fn check(self) -> MathResult<()> {
        if self.numerator > 0 && self.denominator > 0 {
            Ok(())
        } else {
            Err(MathError::DivisionByZero)
        }
    }

    /// Whether this rate is lower than another; a rate that is not set is lower than any other.
    #[must_use]
    pub fn is_below(self, other: Self) -> bool {
        fixed::product(self.numerator, other.denominator.max(1))
            < fixed::product(other.numerator, self.denominator.max(1))
    }

    /// The worth of asset base units, in settlement base units: `floor(units * numerator / denominator)`.
    ///
    /// # Errors
    /// [`MathError::DivisionByZero`] for a zero denominator; [`MathError::Overflow`].
    pub fn value(self, units: Units) -> MathResult<u64> {
        fixed::mul_div_floor(units.get(), self.numerator, self.denominator)
    }

    /// The most asset base units that are worth no more than `value` settlement base units:
    /// `floor(value * denominator / numerator)`.
    ///
    /// # Errors
    /// [`MathError::DivisionByZero`] for a zero numerator; [`MathError::Overflow`].
    pub fn units_within(self, value: u64) -> MathResult<Units> {
        fixed::mul_div_floor(value, self.denominator, self.numerator).map(Units)
    }

    /// The fewest asset base units that are worth at least `value` settlement base units:
    /// `ceil(value * denominator / numerator)`.
    ///
    /// # Errors
    /// [`MathError::DivisionByZero`] for a zero numerator; [`MathError::Overflow`].
    pub fn units_for(self, value: u64) -> MathResult<Units> {
        fixed::mul_div_ceil(value, self.denominator, self.numerator).map(Units)
    }
}

/// Whether a rate moved no further from an old one than is allowed: `|new / old - 1| <= daily_bps * days / BPS`, where
/// `days` is `elapsed_seconds` in days, rounded up, at least one.
///
/// The allowance is a multiple of the old rate. It does not compound over the days, and it is the same up and down:
/// from 10,000 basis points on, any fall is within it. Two reports within one second each have it in full, so a caller
/// that allows one move per day must measure from the first report of the day. False unless both are valid rates.
#[must_use]
pub fn moved_within(old: Rate, new: Rate, elapsed_seconds: u64, daily_bps: u32) -> bool {
    if old.check().is_err() || new.check().is_err() {
        return false;
    }
    let days = elapsed_seconds.div_ceil(DAY).max(1);
    // Clamped to 64 bits if larger, which allows less.
    let allowed = days.saturating_mul(u64::from(daily_bps));
    // new / old = after / before. Products of 192 bits compare exactly, without a division.
    let after = fixed::product(new.numerator, old.denominator);
    let before = fixed::product(old.numerator, new.denominator);
    times(after.abs_diff(before), BPS) <= times(before, allowed)
}

/// The product in 192 bits: its upper 128 and its lower 64 bits, which compare in this order.
fn times(wide: u128, factor: u64) -> (u128, u64) {
    let low = fixed::product(wide as u64, factor);
    // At most (2^64 - 1)^2 + 2^64 - 1 < 2^128.
    let high = fixed::product((wide >> 64) as u64, factor).wrapping_add(low >> 64);
    (high, low as u64)
}
