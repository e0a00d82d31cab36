//! Rewards by place in line: a cumulative curve over money.
//!
//! `B(s)` is the reward of the first `s` units of money together: 0 for none, then piece by piece to each knot, flat
//! after the last. On a piece the rate is even, or it falls linearly, so that `B` is a straight line or a parabola. A
//! ticket's part is `B(ahead + value) - B(ahead)`, so parts sum to `B(total)` in any order of settlement, never pass the
//! budget, and splitting a stake changes nothing. The rate never rises, so standing further back gains nothing but what
//! rounding `B` down may give there: one reward unit at most.

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
    /// How the rate falls on the piece that ends here, in reward base units: from `(rise + bend) / run` at its beginning
    /// to `(rise - bend) / run` at its end, with `rise` the reward and `run` the money of the piece. 0: it is even; as
    /// much as the rise: it falls to nothing.
    pub bend: u64,
}

const _: () = assert!(size_of::<Knot>() == 24 && align_of::<Knot>() == 8);

/// Whether knots form a curve: one to eight, money rising from above 0, rewards not falling and not all 0, no piece
/// that falls below nothing, and none that begins, from no money on, at a higher rate than the one before it ends with.
///
/// # Errors
/// [`MathError::BadCurve`].
pub fn check(knots: &[Knot]) -> MathResult<()> {
    let bad = MathError::BadCurve;
    if knots.len() > MAX_KNOTS || budget(knots) == 0 {
        return Err(bad);
    }
    let mut from = Knot::default();
    // The rate that the piece before ends with: reward for money.
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
/// [`MathError::Overflow`] when rewards fall from knot to knot, which no curve's do.
pub fn reward(knots: &[Knot], money: u64) -> MathResult<u64> {
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

/// `floor(at * (rise * run + bend * (run - at)) / run^2)`: what the first `at` units of a piece's money earn. `at` is
/// below `run`, and `rise + bend` fits 64 bits, as [`check`] has it, so that the sum in it stays below `2^128`.
fn rise_at(at: u64, run: u64, rise: u64, bend: u64) -> MathResult<u64> {
    if bend == 0 {
        return fixed::mul_div_floor(at, rise, run);
    }
    let sum = fixed::product(rise, run)
        .checked_add(fixed::product(bend, fixed::sub(run, at)?))
        .ok_or(MathError::Overflow)?;
    // A quotient rounded down and divided again is as if divided by both at once.
    let once = fixed::wide_mul_div(sum, at, run)?;
    let twice = once
        .checked_div(u128::from(run))
        .ok_or(MathError::DivisionByZero)?;
    fixed::narrow(twice)
}
