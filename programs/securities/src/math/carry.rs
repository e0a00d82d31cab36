//! A manager's share in the profit of a fund.

use super::{MathResult, fixed};

/// The carry on a cumulative profit: nothing up to the hurdle, then the catch-up share of what is above it until this
/// equals the carry's share of the whole profit, then that share.
///
/// `0` for `profit <= hurdle`, else
/// `min(floor((profit - hurdle) * catch_up / 10_000), floor(profit * carry / 10_000))`.
/// Profit and hurdle are totals since inception, in base units, and so is the result: pay the part of it that is not
/// paid yet. With a constant hurdle, the result never falls as profit rises, and it never exceeds the carry's share.
/// The caller ensures `carry_bps <= catch_up_bps <= 10_000`.
///
/// Source of the rule: the whole-of-fund ("European") distribution waterfall, as in ILPA, "Model Limited Partnership
/// Agreement (Whole of Fund)", 2020, the article on distributions.
///
/// # Errors
/// [`crate::math::MathError::Overflow`], only when a share is above 10,000 basis points.
pub fn due(profit: u64, hurdle: u64, carry_bps: u32, catch_up_bps: u32) -> MathResult<u64> {
    let above = profit.saturating_sub(hurdle);
    if above == 0 {
        return Ok(0);
    }
    let catching_up = fixed::bps_floor(above, catch_up_bps)?;
    let caught_up = fixed::bps_floor(profit, carry_bps)?;
    Ok(catching_up.min(caught_up))
}
