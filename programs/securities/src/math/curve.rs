//! Rewards by place in line: a cumulative curve over money.
//!
//! `B(s)` is the reward of the first `s` units of money together: 0 for none, a straight line from knot to knot,
//! flat after the last. A ticket's part is `B(ahead + value) - B(ahead)`, so parts sum to `B(total)` in any order of
//! settlement, never pass the budget, and splitting a stake changes nothing. The curve never gets steeper, so standing further
//! back gains nothing but what rounding `B` down may give there: one reward unit at most.

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
    /// The reward of all of it, in reward base units.
    pub reward: u64,
}

const _: () = assert!(size_of::<Knot>() == 16 && align_of::<Knot>() == 8);

/// Whether knots form a curve: one to eight, money rising from above 0, rewards not falling and not all 0, and no
/// piece, from no money on, steeper than the one before it.
///
/// # Errors
/// [`MathError::BadCurve`].
pub fn check(knots: &[Knot]) -> MathResult<()> {
    let bad = MathError::BadCurve;
    if knots.len() > MAX_KNOTS || budget(knots) == 0 {
        return Err(bad);
    }
    let mut from = Knot::default();
    let mut before: Option<(Knot, Knot)> = None;
    for to in knots {
        let rises = from.money < to.money && from.reward <= to.reward;
        if !rises || before.is_some_and(|before| is_steeper((from, *to), before)) {
            return Err(bad);
        }
        before = Some((from, *to));
        from = *to;
    }
    Ok(())
}

/// `floor(B(money))`; 0 without knots.
///
/// # Errors
/// [`MathError::Overflow`] when rewards fall from knot to knot, which no curve's do.
pub fn reward(knots: &[Knot], money: u64) -> MathResult<u64> {
    let mut from = Knot::default();
    for to in knots {
        if money < to.money {
            let part = fixed::mul_div_floor(
                fixed::sub(money, from.money)?,
                fixed::sub(to.reward, from.reward)?,
                fixed::sub(to.money, from.money)?,
            )?;
            return fixed::add(from.reward, part);
        }
        from = *to;
    }
    Ok(from.reward)
}

/// The part of a ticket: `floor(B(ahead + value)) - floor(B(ahead))`. A sum past 64 bits lies past the last knot,
/// where the curve is flat.
///
/// Further ahead a ticket gets no less than one unit below what it gets here, since `B` is concave and either floor
/// loses less than one; with one piece of slope 1/2 that unit is lost at every other place.
///
/// # Errors
/// [`MathError::Overflow`] when rewards fall from knot to knot, which no curve's do.
pub fn between(knots: &[Knot], ahead: u64, value: u64) -> MathResult<u64> {
    let after = reward(knots, ahead.saturating_add(value))?;
    fixed::sub(after, reward(knots, ahead)?)
}

/// The most the curve ever gives, in reward base units: the reward of its last knot, 0 without knots.
#[must_use]
pub fn budget(knots: &[Knot]) -> u64 {
    knots.last().map_or(0, |knot| knot.reward)
}

/// Whether one piece of a curve is steeper than another.
fn is_steeper((a, b): (Knot, Knot), (c, d): (Knot, Knot)) -> bool {
    let rise = |from: Knot, to: Knot| to.reward.saturating_sub(from.reward);
    let run = |from: Knot, to: Knot| to.money.saturating_sub(from.money);
    fixed::product(rise(a, b), run(c, d)) > fixed::product(rise(c, d), run(a, b))
}
