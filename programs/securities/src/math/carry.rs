//! A manager's share in the profit of a fund.

use super::{MathResult, fixed};

/// A step of a carry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// Profit up to which it takes nothing, in base units.
    pub hurdle: u64,
    /// Its share in the whole profit, in basis points.
    pub carry_bps: u32,
    /// Its share in the profit above the hurdle until it has caught up, in basis points.
    pub catch_up_bps: u32,
}

/// The carry on a cumulative profit. With one step: nothing up to the hurdle, then the catch-up share of what is above
/// it until this equals the carry's share of the whole profit, then that share. Each further step goes on from what is
/// due at its hurdle in the same way, towards a larger share.
///
/// With `G0 = 0`, step `i` makes of the carry `G(i - 1)` so far
/// `Gi(p) = G(i - 1)(p)` for `p <= hurdle`, else
/// `max(G(i - 1)(p), min(G(i - 1)(hurdle) + floor((p - hurdle) * catch_up / 10_000), floor(p * carry / 10_000)))`.
/// A hurdle below the one before it counts as that. Profit and hurdles are totals since inception, in base units, and
/// so is the result: pay the part of it that is not paid yet. With constant hurdles, the result never falls as profit
/// rises, nor rises faster than it, and it never exceeds the share of the last step.
/// The caller ensures `carry_bps <= catch_up_bps <= 10_000` and that shares do not fall from step to step.
///
/// Source of the rule for one step: the whole-of-fund ("European") distribution waterfall, as in ILPA, "Model Limited
/// Partnership Agreement (Whole of Fund)", 2020, the article on distributions.
///
/// # Errors
/// [`crate::math::MathError::Overflow`], only when a share is above 10,000 basis points.
pub fn due(profit: u64, steps: &[Step]) -> MathResult<u64> {
    let Some((step, before)) = steps.split_last() else {
        return Ok(0);
    };
    // At most three steps, each of which asks for those before it twice.
    let so_far = due(profit, before)?;
    let hurdle = before
        .iter()
        .fold(step.hurdle, |most, one| most.max(one.hurdle));
    let above = profit.saturating_sub(hurdle);
    if above == 0 {
        return Ok(so_far);
    }
    // At most the shares of one number of 64 bits.
    let at_hurdle = due(hurdle, before)?;
    let catching_up = at_hurdle.saturating_add(fixed::bps_floor(above, step.catch_up_bps)?);
    let caught_up = fixed::bps_floor(profit, step.carry_bps)?;
    Ok(so_far.max(catching_up.min(caught_up)))
}

/// The hurdle that a multiple of capital sets to profit: `floor(capital * multiple / 10_000) - capital`, in base units;
/// a multiple of at most 10,000 basis points sets none. More than 64 bits is out of reach, and becomes the largest
/// number.
#[must_use]
pub fn multiple_hurdle(capital: u64, multiple_bps: u32) -> u64 {
    let all = fixed::bps_floor(capital, multiple_bps).unwrap_or(u64::MAX);
    all.saturating_sub(capital)
}
