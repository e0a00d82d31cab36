//! Rewards by place in line: a cumulative curve over money.
//!
//! `B(s)` is the total reward of the first `s` units of money: 0 for none, then piece by piece up to each knot, flat
//! after the last. On a piece the rate is constant or falls linearly, so `B` is a straight line or a parabola. A
//! ticket's part is `B(ahead + value) - B(ahead)`, so parts sum to `B(total)` in any order of settlement, never exceed
//! the budget, and splitting a stake changes nothing. The rate never rises, so a place further back gains nothing
//! except through the rounding down of `B`: one reward unit at most.

use super::{MathError, MathResult, fixed};
use anchor_lang::prelude::{AnchorDeserialize, AnchorSerialize};
use bytemuck::{Pod, Zeroable};

/// The most knots a curve may have.
pub const MAX_KNOTS: usize = 8;

/// A point that the curve goes through.
#[repr(C)]
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable, AnchorSerialize, AnchorDeserialize,
)]
pub struct Knot {
    /// Money from the head of the line, in value units.
    pub money: u64,
    /// The total reward of that money, in reward base units.
    pub reward: u64,
    /// How the rate falls on the piece that ends here, in reward base units: from `(rise + bend) / run` at its
    /// beginning to `(rise - bend) / run` at its end, where `rise` is the reward and `run` the money of the piece. 0:
    /// the rate is constant. Equal to the rise: the rate falls to zero.
    pub bend: u64,
}

const _: () = assert!(size_of::<Knot>() == 24 && align_of::<Knot>() == 8);

/// Whether knots form a curve: one to eight knots, money rising from above 0, rewards not falling and not all 0, no
/// piece whose rate falls below zero, and no piece whose initial rate is higher than the final rate of the piece before
/// it.
///
/// # Errors
/// [`MathError::BadCurve`].
pub fn check(knots: &[Knot]) -> MathResult<()> {
    let bad = MathError::BadCurve;
    if knots.len() > MAX_KNOTS || budget(knots) == 0 {
        return Err(bad);
    }
    let mut from = Knot::default();
    // The final rate of the previous piece: reward and money.
    let mut ended: Option<(u64, u64)> = None;
    for to in knots {
        let run = to.money.checked_sub(from.money).filter(|run| *run > 0);
        let (run, rise) = run.zip(to.reward.checked_sub(from.reward)).ok_or(bad)?;
        let begins = rise.checked_add(to.bend).ok_or(bad)?;
        let ends = rise.checked_sub(to.bend).ok_or(bad)?;
        if ended.is_some_and(|(reward, money)| {
            fixed::product(begins, money) > fixed::product(reward, run)
        }) {
            return Err(bad);
        }
        ended = Some((ends, run));
        from = *to;
    }
    Ok(())
}

/// `floor(B(money))`; 0 without knots.
///
/// # Errors
/// [`MathError::Overflow`] when rewards fall from knot to knot, which never happens in a valid curve.
pub fn cumulative_reward(knots: &[Knot], money: u64) -> MathResult<u64> {
    let mut from = Knot::default();
    for to in knots {
        if money < to.money {
            let part = rise_at(
                fixed::sub(money, from.money)?,
                fixed::sub(to.money, from.money)?,
                fixed::sub(to.reward, from.reward)?,
                to.bend,
            )?;
            return fixed::add(from.reward, part);
        }
        from = *to;
    }
    Ok(from.reward)
}

/// A ticket's part: `floor(B(ahead + value)) - floor(B(ahead))`. A sum above 64 bits lies past the last knot, where the
/// curve is flat.
///
/// Further ahead, a ticket would get at most one unit less than here, since `B` is concave and each floor cuts off less
/// than one unit. With one piece of slope 1/2, that unit is lost at every other place.
///
/// # Errors
/// [`MathError::Overflow`] when rewards fall from knot to knot, which never happens in a valid curve.
pub fn reward_between(knots: &[Knot], ahead: u64, value: u64) -> MathResult<u64> {
    let after = cumulative_reward(knots, ahead.saturating_add(value))?;
    fixed::sub(after, cumulative_reward(knots, ahead)?)
}

/// The maximum total reward of the curve, in reward base units: the reward of its last knot; 0 without knots.
#[must_use]
pub fn budget(knots: &[Knot]) -> u64 {
    knots.last().map_or(0, |knot| knot.reward)
}

/// `floor(at * (rise * run + bend * (run - at)) / run^2)`: the reward of the first `at` units of a piece's money. `at`
/// is below `run`, and `rise + bend` fits 64 bits, as [`check`] ensures, so the sum in the formula stays below `2^128`.
fn rise_at(at: u64, run: u64, rise: u64, bend: u64) -> MathResult<u64> {
    if bend == 0 {
        return fixed::mul_div_floor(at, rise, run);
    }
    let sum = fixed::product(rise, run)
        .checked_add(fixed::product(bend, fixed::sub(run, at)?))
        .ok_or(MathError::Overflow)?;
    // Two floor divisions in a row equal one floor division by the product.
    let once = fixed::wide_mul_div(sum, at, run)?;
    let twice = once
        .checked_div(u128::from(run))
        .ok_or(MathError::DivisionByZero)?;
    fixed::narrow(twice)
}
