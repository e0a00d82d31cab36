//! How much of a debt's principal is due.

use super::{MathResult, accrual::PPM, fixed};

/// How prepaid principal counts against the instalments of a linear debt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prepayments {
    /// Against the next instalments first, so that these shrink or fall away and the later ones stay as they are.
    InOrder,
    /// Against all remaining instalments alike, so that each of them shrinks.
    ProRata,
}

/// When principal falls due. At maturity everything outstanding does, whatever the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amortisation {
    /// All at maturity.
    Bullet,
    /// In equal instalments.
    Linear(Prepayments),
    /// All at maturity, and before as fast as cash allows.
    Sweep,
    /// In level payments of interest and principal together.
    Level(Level),
    /// In parts of the principal issued on days of their own; prepaid principal counts against the next ones.
    Custom,
}

/// What a level payment depends on, apart from the principal issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// The part of the principal that the first payment repays, see [`level_part`].
    pub part: u64,
    /// Interest a year, in parts per million.
    pub rate_ppm: u32,
    /// Months between payments.
    pub months: u64,
}

/// A debt's principal so far, in settlement base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Ever issued.
    pub issued: u64,
    /// Ever repaid.
    pub repaid: u64,
    /// Still outstanding: issued less repaid less losses.
    pub outstanding: u64,
    /// The part of what is outstanding that has already fallen due.
    pub due: u64,
}

/// How far a debt is on its schedule, in instalments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many had fallen due before.
    pub before: u64,
    /// How many have fallen due now.
    pub now: u64,
    /// How many there are.
    pub count: u64,
}

/// Principal that has fallen due and is unpaid after a due date that is not the maturity.
///
/// - Linear, in order, and custom, where instalments are basis points: what the instalments so far sum to, `floor(issued * now / count)`, less what was repaid. So the
///   instalments of a debtor that always pays sum to the principal exactly.
/// - Linear, pro rata: what was due, and of what was not an equal part for each instalment: `floor((outstanding - due)
///   * (now - before) / (count - before))`.
/// - Level: what was due, and what the level payments leave for principal after the `interest` accrued since the last
///   due date.
///
/// Always at most what is outstanding.
///
/// # Errors
/// [`crate::math::MathError::Overflow`].
pub fn due(
    rule: Amortisation,
    principal: Principal,
    progress: Progress,
    interest: u64,
) -> MathResult<u64> {
    let Progress { before, now, count } = progress;
    let new = now.saturating_sub(before);
    let due = match rule {
        _ if new == 0 => principal.due,
        Amortisation::Bullet | Amortisation::Sweep => principal.due,
        _ if now >= count => principal.outstanding,
        Amortisation::Linear(Prepayments::InOrder) | Amortisation::Custom => {
            fixed::mul_div_floor(principal.issued, now, count)?.saturating_sub(principal.repaid)
        }
        Amortisation::Linear(Prepayments::ProRata) => {
            let rest = principal.outstanding.saturating_sub(principal.due);
            let left = count.saturating_sub(before);
            principal
                .due
                .saturating_add(fixed::mul_div_floor(rest, new, left)?)
        }
        Amortisation::Level(level) => {
            let payments = level.payment(principal.issued).saturating_mul(new);
            let part = payments.saturating_sub(interest);
            principal.due.saturating_add(part)
        }
    };
    Ok(due.min(principal.outstanding))
}

/// The part of the principal that the first of `count` level payments repays, in units of 2^-64, where each period of
/// that many months bears `rate_ppm` a year: `1 / (1 + q + q^2 + ... + q^(count - 1))`, with `q` one plus the interest
/// of a period.
///
/// The sum is built from the digits of `count`, each of which doubles the terms, so the work is bounded by 64 steps.
/// The result is less than 2^-58 away from the exact value: `q` is rounded once, by less than 2^-64, which each of
/// `count` powers repeats, and each step rounds by less than 2^-64 of its value. A sum of 2^64 or more counts as
/// infinite. For one payment, which the maturity makes the whole principal, the result is the largest number.
#[must_use]
pub fn level_part(rate_ppm: u32, months: u64, count: u64) -> u64 {
    let year = fixed::product(PPM, 12);
    let interest = fixed::product(u64::from(rate_ppm), months)
        .wrapping_shl(64)
        .checked_div(year)
        .unwrap_or(0);
    let one = 1_u128 << 64;
    let ratio = one.saturating_add(interest);
    // `sum` is that of the first m powers, from 0, and `power` is q^m, for the m that the digits so far make up.
    let (mut sum, mut power) = (0_u128, one);
    let mut digit = 64_u32.saturating_sub(count.leading_zeros());
    while digit > 0 {
        digit = digit.saturating_sub(1);
        sum = times(sum, one.saturating_add(power));
        power = times(power, power);
        if count.wrapping_shr(digit) & 1 == 1 {
            sum = sum.saturating_add(power);
            power = times(power, ratio);
        }
    }
    if sum == u128::MAX {
        return 0;
    }
    let part = u128::MAX.checked_div(sum).unwrap_or(u128::MAX);
    u64::try_from(part).unwrap_or(u64::MAX)
}

/// `floor(a * b)` of two numbers in units of 2^-64; the largest number if it does not fit.
fn times(a: u128, b: u128) -> u128 {
    let ((a_high, a_low), (b_high, b_low)) = (halves(a), halves(b));
    let Ok(high) = u64::try_from(fixed::product(a_high, b_high)) else {
        return u128::MAX;
    };
    (u128::from(high) << 64)
        .saturating_add(fixed::product(a_high, b_low))
        .saturating_add(fixed::product(a_low, b_high))
        .saturating_add(fixed::product(a_low, b_low) >> 64)
}

const fn halves(wide: u128) -> (u64, u64) {
    ((wide >> 64) as u64, wide as u64)
}

impl Level {
    /// The payment of principal and interest together on an issue: its first principal and the interest of a period,
    /// rounded to the nearest, halves up. The largest number if it does not fit.
    #[must_use]
    pub fn payment(&self, issued: u64) -> u64 {
        let year = fixed::product(PPM, 12);
        let rate = u64::from(self.rate_ppm).saturating_mul(self.months);
        let interest = fixed::product(issued, rate);
        let (Some(whole), Some(rest)) = (interest.checked_div(year), interest.checked_rem(year))
        else {
            return u64::MAX;
        };
        // The rest is below 2^24, so it has room for 64 more bits.
        let fraction = rest.wrapping_shl(64).checked_div(year).unwrap_or(0);
        let half = 1_u128 << 63;
        let principal = fixed::product(issued, self.part)
            .saturating_add(fraction)
            .saturating_add(half);
        u64::try_from(whole.saturating_add(principal >> 64)).unwrap_or(u64::MAX)
    }
}
