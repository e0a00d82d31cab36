//! From accepted money to shares, and from shares to principal.

use super::{MathError, MathResult, fixed, quantity::Shares};

/// The most decimals a share mint may have: 10^9 share base units per share.
pub const MAX_DECIMALS: u8 = 9;

/// Share base units in one whole share.
///
/// # Errors
/// [`MathError::Overflow`] above [`MAX_DECIMALS`].
pub fn unit(decimals: u8) -> MathResult<u64> {
    if decimals > MAX_DECIMALS {
        return Err(MathError::Overflow);
    }
    10_u64
        .checked_pow(u32::from(decimals))
        .ok_or(MathError::Overflow)
}

/// The least money that buys a whole number of share base units: `price / gcd(price, unit)`.
///
/// # Errors
/// [`MathError::DivisionByZero`] for a zero price or unit.
pub fn lot(price: u64, unit: u64) -> MathResult<u64> {
    let (mut divisor, mut rest) = (price, unit);
    while let Some(remainder) = divisor.checked_rem(rest) {
        (divisor, rest) = (rest, remainder);
    }
    if price == 0 || unit == 0 {
        return Err(MathError::DivisionByZero);
    }
    price.checked_div(divisor).ok_or(MathError::DivisionByZero)
}

/// Whether an amount buys a whole number of share base units.
#[must_use]
pub fn is_whole_lots(amount: u64, lot: u64) -> bool {
    amount.checked_rem(lot) == Some(0)
}

/// The whole lots in an amount, as money.
///
/// # Errors
/// [`MathError::DivisionByZero`] for a zero lot.
pub fn whole_lots(amount: u64, lot: u64) -> MathResult<u64> {
    let odd = amount.checked_rem(lot).ok_or(MathError::DivisionByZero)?;
    fixed::sub(amount, odd)
}

/// Shares for a ticket: `S(ahead + accepted) - S(ahead)` with `S(v) = floor(v * unit / price)`.
///
/// `price` is in settlement base units per whole share, `unit` in share base units per whole share. The floor is inside
/// `S`, so the shares of a book sum to `S(total accepted)` in any order of settlement.
///
/// # Errors
/// [`MathError::DivisionByZero`] for a zero price; [`MathError::Overflow`].
pub fn issued(ahead: u64, accepted: u64, price: u64, unit: u64) -> MathResult<Shares> {
    let after = fixed::mul_div_floor(fixed::add(ahead, accepted)?, unit, price)?;
    fixed::sub(after, fixed::mul_div_floor(ahead, unit, price)?).map(Shares)
}

/// Principal that new shares add: `P(before + new) - P(before)` with `P(s) = floor(s * par / unit)`.
///
/// `before` is the number of all shares ever issued by the tranche; `par` is the principal of one whole share, in
/// settlement base units.
///
/// # Errors
/// [`MathError::DivisionByZero`] for a zero unit; [`MathError::Overflow`].
pub fn principal(before: Shares, new: Shares, par: u64, unit: u64) -> MathResult<u64> {
    let after = fixed::mul_div_floor(before.plus(new)?.get(), par, unit)?;
    fixed::sub(after, fixed::mul_div_floor(before.get(), par, unit)?)
}
