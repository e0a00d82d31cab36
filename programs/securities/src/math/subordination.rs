//! How much capital is below a tranche and bears losses before it.
//!
//! The subordination of a rank is `below / (protected + below)`. Protected is the principal outstanding of that rank
//! and of all senior ranks; below is that of all junior ranks. Covers bear losses before all others, so every cover
//! counts as below, whatever its rank.

use super::{fixed::BPS, waterfall::Kind};

/// Protected and below amounts around a rank, from each rank's kind and principal outstanding.
pub fn around(rank: u8, outstanding: impl Iterator<Item = (Kind, u64)>) -> (u128, u128) {
    let (mut protected, mut below) = (0_u128, 0_u128);
    for (at, (kind, amount)) in outstanding.enumerate() {
        let side = if kind != Kind::Cover && at <= usize::from(rank) {
            &mut protected
        } else {
            &mut below
        };
        *side = side.saturating_add(u128::from(amount));
    }
    (protected, below)
}

/// The largest repayment `x` to the junior ranks that leaves `(below - x) / (protected + below - x)` at `min_bps` or
/// more, at most what 64 bits hold; 0 if it is already less.
#[must_use]
pub fn headroom(protected: u128, below: u128, min_bps: u32) -> u64 {
    let clamp = |wide: u128| u64::try_from(wide).unwrap_or(u64::MAX);
    if protected == 0 || min_bps == 0 {
        return clamp(below);
    }
    // If all capital has to be below, no amount is enough.
    let rest = match BPS.checked_sub(u64::from(min_bps)) {
        None | Some(0) => return 0,
        Some(rest) => rest,
    };
    match (u64::try_from(protected), u64::try_from(below)) {
        (Ok(protected), Ok(below)) => narrow_headroom(protected, below, min_bps.into(), rest),
        _ => {
            // Sums of eight 64-bit numbers, times basis points.
            let stay = protected
                .saturating_mul(min_bps.into())
                .div_ceil(rest.into());
            clamp(below.saturating_sub(stay))
        }
    }
}

/// The same of amounts of 64 bits; `min` and `rest` are 10,000 together, and neither is zero. What must stay is
/// `ceil(protected * min / rest)`. The whole quotient of protected is handled separately, so the product with its
/// remainder fits 64 bits: 128-bit division is slow on the virtual machine.
fn narrow_headroom(protected: u64, below: u64, min: u64, rest: u64) -> u64 {
    let (Some(whole), Some(part), Some(most)) = (
        protected.checked_div(rest),
        protected.checked_rem(rest),
        below.checked_div(min),
    ) else {
        return 0;
    };
    if whole > most {
        return 0;
    }
    // whole * min <= below, and part * min < BPS * BPS.
    let stay = whole
        .wrapping_mul(min)
        .saturating_add(part.wrapping_mul(min).div_ceil(rest));
    below.saturating_sub(stay)
}

/// Whether `below / (protected + below)` is `min_bps` or more; true if there is nothing to protect.
#[must_use]
pub fn stands(protected: u128, below: u128, min_bps: u32) -> bool {
    let all = protected.saturating_add(below);
    let least = all.saturating_mul(u128::from(min_bps));
    protected == 0 || below.saturating_mul(u128::from(BPS)) >= least
}
