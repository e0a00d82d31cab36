//! A later issue of shares that represent principal and accrue interest. The new shares are fungible with the existing
//! ones, so each share is worth the same after the issue as before.
//!
//! The buyer pays for the principal of a share and for the interest accrued on it, as the buyer of a reopened bond does
//! (31 CFR 356, appendix B), and for its part of the money that still streams to the class, which was paid on the existing
//! shares: the class is owed as much more interest as the new shares take of that money. Rounding is at the buyer's
//! expense: the issue adds no more to the entitlements of the class than the buyer pays, and no existing share represents less
//! than before.

use super::{MathResult, fixed, quantity::Shares, shares};

/// Bits of the fraction of a price.
const FRACTION: u32 = 32;
/// One base unit, as such a price.
const WHOLE: u128 = 1 << FRACTION;

/// A class before the issue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Class {
    /// Its shares, in base units; positive.
    pub shares: Shares,
    /// Share base units in one whole share.
    pub unit: u64,
    /// Principal of one whole share before any repayment.
    pub par: u64,
    /// Principal outstanding.
    pub principal: u64,
    /// The part of it that has fallen due.
    pub principal_due: u64,
    /// Interest accrued and unpaid, whole base units.
    pub interest: u64,
    /// Money that streams to its shares and that new ones pay for.
    pub streaming: u64,
    /// Interest accrued since the last due date, paid or not.
    pub period_interest: u64,
    /// Whether a further fraction of a base unit has accrued.
    pub has_fraction: bool,
}

/// What new shares add to the entitlements of their class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Principal issued, at par.
    pub issued: u64,
    /// The part of it that counts as repaid, as for the existing shares.
    pub repaid: u64,
    /// The part of what is outstanding that has fallen due, as for the existing shares.
    pub principal_due: u64,
    /// Interest due.
    pub interest: u64,
    /// Interest that counts as accrued since the last due date.
    pub period_interest: u64,
}

impl Class {
    /// What its shares have beside their principal: interest, and the money that streams to them.
    const fn beside_principal(&self) -> u64 {
        self.interest.saturating_add(self.streaming)
    }
}

/// Interest accrued on a whole share and its part of what streams, rounded up, in base units times 2^32.
///
/// # Errors
/// [`crate::math::MathError::DivisionByZero`] without shares; [`crate::math::MathError::Overflow`].
pub fn accrued(class: &Class) -> MathResult<u128> {
    let all = class
        .beside_principal()
        .saturating_add(u64::from(class.has_fraction));
    // Below 2^64 * 2^30 * 2^32.
    let wide = fixed::product(all, class.unit).wrapping_shl(FRACTION);
    if class.shares.is_zero() {
        return Err(crate::math::MathError::DivisionByZero);
    }
    Ok(wide.div_ceil(u128::from(class.shares.get())))
}

/// What a whole share costs with what is added to its price, rounded up; the largest number if that is more.
#[must_use]
pub fn dirty(price: u64, accrued: u128) -> u64 {
    let added = accrued.div_ceil(WHOLE);
    let all = added.saturating_add(u128::from(price));
    u64::try_from(all).unwrap_or(u64::MAX)
}

/// Shares for the first `money` of an issue: `floor(max(money - 1, 0) * unit / (price + accrued))`. The very first base
/// unit pays for the rounding of the class's entitlements.
///
/// # Errors
/// [`crate::math::MathError::DivisionByZero`] if the price and the accrued interest are zero;
/// [`crate::math::MathError::Overflow`].
pub fn bought(money: u64, price: u64, accrued: u128, unit: u64) -> MathResult<Shares> {
    let dirty = u128::from(price)
        .wrapping_shl(FRACTION)
        .checked_add(accrued)
        .ok_or(crate::math::MathError::Overflow)?;
    let paid = fixed::product(money.saturating_sub(1), unit).wrapping_shl(FRACTION);
    let shares = paid
        .checked_div(dirty)
        .ok_or(crate::math::MathError::DivisionByZero)?;
    fixed::narrow(shares).map(Shares)
}

/// The most money, but for the rounding of two base units, that buys no more than `shares` as the first of an issue.
///
/// # Errors
/// [`crate::math::MathError::DivisionByZero`] for a zero unit; [`crate::math::MathError::Overflow`].
pub fn cost(shares: Shares, price: u64, accrued: u128, unit: u64) -> MathResult<u64> {
    let principal = fixed::mul_div_floor(shares.get(), price, unit)?;
    let interest = fixed::wide_mul_div(accrued, shares.get(), unit)?.wrapping_shr(FRACTION);
    fixed::add(principal, fixed::narrow(interest)?)
}

/// What new shares add: as much principal outstanding, principal due and interest per share as the existing shares have,
/// rounded up, and as much interest as they take of what streams; if nothing has been repaid, exactly their par.
///
/// # Errors
/// [`crate::math::MathError::DivisionByZero`] without shares; [`crate::math::MathError::Overflow`].
pub fn added(class: &Class, new: Shares) -> MathResult<Added> {
    let issued = shares::principal(class.shares, new, class.par, class.unit)?;
    let of_class =
        |entitlement: u64| fixed::mul_div_ceil(entitlement, new.get(), class.shares.get());
    let outstanding = of_class(class.principal)?.min(issued);
    Ok(Added {
        issued,
        repaid: fixed::sub(issued, outstanding)?,
        principal_due: of_class(class.principal_due)?.min(outstanding),
        interest: of_class(class.beside_principal())?,
        period_interest: of_class(class.period_interest)?,
    })
}

/// The interest that is left when shares are cancelled, so that `rest` remain: the mirror of [`added`]. Each of them has as
/// much of interest and of what streams as before, rounded up, or more where the stream alone is more.
///
/// # Errors
/// [`crate::math::MathError::DivisionByZero`] without shares; [`crate::math::MathError::Overflow`].
pub fn interest_left(class: &Class, rest: Shares) -> MathResult<u64> {
    let all = fixed::mul_div_ceil(class.beside_principal(), rest.get(), class.shares.get())?;
    Ok(all.saturating_sub(class.streaming))
}
