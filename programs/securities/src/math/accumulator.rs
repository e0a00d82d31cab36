//! The distribution accumulator: how much one share has earned since the tranche began, in Q64.64.
//!
//! A distribution raises the accumulator by `amount / shares`; a holder is owed `shares * (accumulator now - accumulator then)`. Both
//! sides carry what they cannot pay yet: the tranche carries the remainder of its division, the holder the fraction of
//! its product. So nothing is lost however often either is updated, the sum owed never exceeds what was funded, and it
//! lags by at most one unit per holder. The bound is tight: one unit over three shares of one holder is 2^64 / 3 per
//! share, rounded down, and three times that is 2^-64 short of a unit.

use super::{MathError, MathResult, fixed, quantity::Shares};

/// A tranche's accumulator for one payout mint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accumulator {
    /// Base units earned by one share base unit, Q64.64, modulo 2^64 units. Only differences count, and none of them comes
    /// to so much: what a share is owed on top is less than all the money of a mint.
    pub value: u128,
    /// The remainder of the last division, in base units times 2^-64.
    pub remainder: u64,
}

/// What a holder earned between two updates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Earned {
    /// Whole base units newly owed.
    pub earned: u64,
    /// The part of a base unit carried to the next update, times 2^64.
    pub fraction: u64,
}

/// Raises the accumulator by `amount` over `shares`, carrying the remainder.
///
/// # Errors
/// [`MathError::DivisionByZero`] without shares.
pub fn credit(accumulator: Accumulator, amount: u64, shares: Shares) -> MathResult<Accumulator> {
    // At most (2^64 - 1) * 2^64 + (2^64 - 1) = 2^128 - 1.
    let numerator = (u128::from(amount) << 64) | u128::from(accumulator.remainder);
    let divisor = u128::from(shares.get());
    let step = numerator
        .checked_div(divisor)
        .ok_or(MathError::DivisionByZero)?;
    let left = numerator.wrapping_sub(step.wrapping_mul(divisor));
    Ok(Accumulator {
        value: accumulator.value.wrapping_add(step),
        // Below the divisor.
        remainder: left as u64,
    })
}

/// What `shares` earned while the accumulator went from `then` to `now`, on top of a carried `fraction`.
///
/// # Errors
/// [`MathError::Overflow`] when the result passes 64 bits.
pub fn earned(shares: Shares, fraction: u64, then: u128, now: u128) -> MathResult<Earned> {
    let shares = shares.get();
    let step = now.wrapping_sub(then);
    if step == 0 || shares == 0 {
        return Ok(Earned {
            earned: 0,
            fraction,
        });
    }
    let (high, low) = ((step >> 64) as u64, step as u64);
    // low part: at most (2^64-1)^2 + 2^64-1 = 2^64 * (2^64 - 1), so it fits.
    let below = fixed::product(shares, low).wrapping_add(u128::from(fraction));
    // Most distributions are less than one unit per share base unit, which saves this product.
    let above = if high == 0 {
        0
    } else {
        fixed::product(shares, high)
    };
    let earned = above.checked_add(below >> 64).ok_or(MathError::Overflow)?;
    Ok(Earned {
        earned: fixed::narrow(earned)?,
        fraction: below as u64,
    })
}
