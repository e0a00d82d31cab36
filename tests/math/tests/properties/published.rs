//! Tables and worked examples that others published, reckoned again by the program's arithmetic.
//!
//! Only numbers are taken from the sources; each says which of its numbers are published and which follow from them.

mod american;
mod coverage;
mod day_counts;
mod deal;
mod european;
mod first_loss;
mod sequential;
mod shares;

use securities::math::waterfall::{Claimant, Mode, Tier, WaterfallInput};

/// Income of so much, while the debts amortise.
const fn flow<'a>(amount: u64, tiers: &'a [Tier], claimants: &'a [Claimant]) -> WaterfallInput<'a> {
    WaterfallInput {
        amount,
        reserve: 0,
        earmarked: [0; 2],
        reinvestment: 0,
        mode: Mode::Amortising,
        returns: false,
        principal_pays_interest: false,
        pro_rata: false,
        principal: 0,
        recovery: false,
        clawback: None,
        in_kind: false,
        tiers,
        claimants,
        cushions: &[],
    }
}

/// A fraction rounded to the nearest whole, halves up.
fn nearest(numerator: u64, denominator: u64) -> u64 {
    (2 * numerator + denominator) / (2 * denominator)
}
