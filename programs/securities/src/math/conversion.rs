//! What shares of one class become in another: by a ratio, or for what they are owed at a price.

use super::{MathError, MathResult, fixed};

/// The largest discount, in basis points.
pub const MAX_DISCOUNT_BPS: u32 = 5_000;

/// How many shares of the one class are one of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// Share base units that are received.
    pub to: u64,
    /// Share base units that are given for them; not 0.
    pub from: u64,
}

impl Ratio {
    /// What so many share base units become, rounded down. Parts of a holding never become more than the whole.
    ///
    /// # Errors
    /// [`MathError::DivisionByZero`], [`MathError::Overflow`].
    pub fn shares(self, given: u64) -> MathResult<u64> {
        fixed::mul_div_floor(given, self.to, self.from)
    }
}

/// The price of a whole share, in settlement base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    /// The least that it is; not 0.
    pub floor: u64,
    /// The most that it is; 0: whatever books sell at.
    pub cap: u64,
    /// By how much less it is than what a book has sold at, in basis points.
    pub discount_bps: u32,
}

impl Price {
    /// The price after books have sold at `sold` per whole share; 0: none has. None without a cap before that.
    ///
    /// # Errors
    /// [`MathError::Overflow`], only for a discount above the whole.
    pub fn at(self, sold: u64) -> MathResult<Option<u64>> {
        if sold == 0 {
            return Ok((self.cap > 0).then_some(self.cap.max(self.floor)));
        }
        // Rounded up, as the price of whoever converts.
        let discounted = fixed::sub(sold, fixed::bps_floor(sold, self.discount_bps)?)?;
        let most = if self.cap > 0 { self.cap } else { u64::MAX };
        Ok(Some(discounted.min(most).max(self.floor)))
    }
}

/// The most shares that so many settlement base units buy at a price of a whole share, rounded down.
///
/// # Errors
/// [`MathError::DivisionByZero`], [`MathError::Overflow`].
pub fn bought(owed: u64, price: u64, unit: u64) -> MathResult<u64> {
    fixed::mul_div_floor(owed, unit, price)
}

/// The part of an amount that goes with some of all shares, rounded down.
///
/// # Errors
/// [`MathError::DivisionByZero`] without shares; [`MathError::Overflow`] never for a part.
pub fn part(amount: u64, shares: u64, all: u64) -> MathResult<u64> {
    if shares > all {
        return Err(MathError::Overflow);
    }
    fixed::mul_div_floor(amount, shares, all)
}
