//! Who bears a loss, and who is made good first.

use super::{
    MathError, MathResult,
    waterfall::{Kind, MAX_TRANCHES},
};

/// A tranche that may bear a loss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bearer {
    /// What it is.
    pub kind: Kind,
    /// Principal outstanding; what is left in it, for a cover.
    pub outstanding: u64,
    /// The most that a cover pays for one loss; 0 for no cap.
    pub cap: u64,
}

/// A loss, shared out. What covers pay is repaid, and with what is written off it is the loss.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Losses {
    /// Cash that each cover pays.
    pub covered: [u64; MAX_TRANCHES],
    /// Principal of the others that is written off.
    pub written_off: [u64; MAX_TRANCHES],
    /// Principal of the others that the covers' cash repays.
    pub repaid: [u64; MAX_TRANCHES],
}

/// Shares out a loss: first the covers bear it, then the others, both from the most junior up, each with all it has
/// (a cover up to its cap). The covers' cash repays principal from the most senior down, of what is not written off.
///
/// # Errors
/// [`MathError::LossTooLarge`] when the loss is more than all principal outstanding but of covers;
/// [`MathError::BadStructure`] for more bearers than there may be tranches.
pub fn allocate(amount: u64, bearers: &[Bearer]) -> MathResult<Losses> {
    if bearers.len() > MAX_TRANCHES {
        return Err(MathError::BadStructure);
    }
    let mut losses = Losses::default();
    let mut left = amount;
    let paying = losses.covered.iter_mut().zip(bearers).rev();
    for (paid, bearer) in paying.filter(|(_, bearer)| bearer.kind == Kind::Cover) {
        let cap = if bearer.cap == 0 {
            u64::MAX
        } else {
            bearer.cap
        };
        *paid = take(&mut left, bearer.outstanding.min(cap));
    }
    let mut cash = amount.wrapping_sub(left); // not more than the amount was taken of it

    let losing = losses.written_off.iter_mut().zip(bearers).rev();
    for (lost, bearer) in losing.filter(|(_, bearer)| bearer.kind != Kind::Cover) {
        *lost = take(&mut left, bearer.outstanding);
    }
    let gone = losses.written_off;
    let repaying = losses.repaid.iter_mut().zip(bearers).zip(gone);
    for ((repaid, bearer), gone) in repaying.filter(|((_, bearer), _)| bearer.kind != Kind::Cover) {
        *repaid = take(&mut cash, bearer.outstanding.saturating_sub(gone));
    }
    // A loss above all principal is left over, or the cash of covers that bore it has nothing to repay.
    if left == 0 && cash == 0 {
        Ok(losses)
    } else {
        Err(MathError::LossTooLarge)
    }
}

/// A recovery, shared out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// What each tranche is made good.
    pub made_good: [u64; MAX_TRANCHES],
    /// What is left: income.
    pub left: u64,
}

/// Shares out a recovery over kinds and losses by rank, in the exact reverse of how losses go: first debt and equity,
/// then the covers, both from the most senior down, each up to its loss.
pub fn recover(amount: u64, losses: impl Iterator<Item = (Kind, u64)> + Clone) -> Recovery {
    let mut recovery = Recovery {
        left: amount,
        ..Recovery::default()
    };
    for covers in [false, true] {
        for (good, (kind, loss)) in recovery.made_good.iter_mut().zip(losses.clone()) {
            if (kind == Kind::Cover) == covers {
                *good = take(&mut recovery.left, loss);
            }
        }
    }
    recovery
}

fn take(left: &mut u64, most: u64) -> u64 {
    let part = most.min(*left);
    *left = left.wrapping_sub(part); // not more than is left
    part
}
