//! Which tranches bear a loss, and whose principal is written up first.

use super::{
    MathError, MathResult, fixed,
    seniority::{self, Layer},
    waterfall::{Kind, MAX_TRANCHES},
};

/// A tranche that may bear a loss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bearer {
    /// What it is.
    pub kind: Kind,
    /// Whether it is pari passu with the tranche before it.
    pub pari_passu: bool,
    /// Principal outstanding; for a cover, the capital left in it.
    pub outstanding: u64,
    /// The most that a cover pays for one loss; 0: no cap.
    pub cap: u64,
    /// The part of one loss that a cover pays, in basis points, at most 10,000; 0: all of it.
    pub bps: u32,
}

/// The allocation of a loss. What covers pay, which is repaid, and what is written off add up to the loss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// Cash that each cover pays.
    pub covered: [u64; MAX_TRANCHES],
    /// Principal of the others that is written off.
    pub written_off: [u64; MAX_TRANCHES],
    /// Principal of the others that the covers' cash repays.
    pub repaid: [u64; MAX_TRANCHES],
    /// What each cover would have paid of what is written off, had it had the capital.
    pub short: [u64; MAX_TRANCHES],
}

/// Allocates a loss. The covers bear it first, then the other tranches, both from the most junior up, each with all
/// that it has (a cover up to its part of the whole loss, rounded down, and its cap). The covers' cash repays principal from the most senior down, as far as it is
/// not written off. No more can be lost than all principal outstanding except that of covers, so any excess is ignored.
///
/// # Errors
/// [`MathError::BadStructure`] for more bearers than the maximum number of tranches; [`MathError::Overflow`], only when a
/// part is above 10,000 basis points.
pub fn allocate(amount: u64, bearers: &[Bearer]) -> MathResult<Losses> {
    if bearers.len() > MAX_TRANCHES {
        return Err(MathError::BadStructure);
    }
    let mut losses = Losses::default();
    let losing = bearers.iter().filter(|bearer| bearer.kind != Kind::Cover);
    let all = losing.fold(0_u64, |sum, bearer| sum.saturating_add(bearer.outstanding));
    let amount = amount.min(all);
    let mut left = amount;
    let covered = losses.covered.iter_mut().zip(&mut losses.short);
    let paying = covered.zip(bearers).rev();
    for ((paid, short), bearer) in paying.filter(|(_, bearer)| bearer.kind == Kind::Cover) {
        let cap = if bearer.cap == 0 {
            u64::MAX
        } else {
            bearer.cap
        };
        let part = if bearer.bps == 0 {
            amount
        } else {
            fixed::bps_floor(amount, bearer.bps)?
        };
        let wanted = cap.min(part).min(left);
        *paid = take(&mut left, wanted.min(bearer.outstanding));
        *short = wanted.saturating_sub(*paid);
    }
    // What other covers paid instead is not missing.
    for short in &mut losses.short {
        *short = left.min(*short);
    }
    let cash = amount.wrapping_sub(left); // no more than the amount was taken from it

    let mut layers = [Layer::default(); MAX_TRANCHES];
    let layers = layers.get_mut(..bearers.len()).unwrap_or(&mut []);
    for (layer, bearer) in layers.iter_mut().zip(bearers) {
        layer.pari_passu = bearer.pari_passu;
        if bearer.kind != Kind::Cover {
            layer.amount = bearer.outstanding;
        }
    }
    losses.written_off = seniority::junior_first(left, layers);
    for (layer, gone) in layers.iter_mut().zip(losses.written_off) {
        layer.amount = layer.amount.saturating_sub(gone);
    }
    losses.repaid = seniority::senior_first(cash, layers);
    Ok(losses)
}

/// Principal that is written up again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteUp {
    /// By tranche.
    pub written_up: [u64; MAX_TRANCHES],
    /// What remains once no debt or equity is written off any more.
    pub left: u64,
}

/// Allocates a write-up, by the loss of each rank, in the exact reverse of how losses are allocated: to debt and equity
/// from the most senior down, each up to its loss, and peers in proportion to their losses. Covers, whose
/// losses are given as 0, take no part: what they pay and get back is cash.
#[must_use]
pub fn write_up(amount: u64, losses: &[Layer]) -> WriteUp {
    let written_up = seniority::senior_first(amount, losses);
    // No more than the amount.
    let all = written_up.into_iter().fold(0, u64::wrapping_add);
    WriteUp {
        written_up,
        left: amount.wrapping_sub(all),
    }
}

fn take(left: &mut u64, most: u64) -> u64 {
    let part = most.min(*left);
    *left = left.wrapping_sub(part); // no more than is left
    part
}
