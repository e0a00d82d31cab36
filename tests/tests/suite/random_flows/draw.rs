//! What happens in a history.

use super::{structures::Structure, whole};
use securities_tests::rng::Rng;

/// Something that changes who is owed what.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    /// So many seconds pass.
    Pass(i64),
    /// Rank, from, to, and eighths of what the one has.
    Transfer(u8, usize, usize, u64),
    /// An amount, how many quarters of it are principal, and whether it is a recovery, which names none.
    Pay(u64, u64, bool),
    /// Ninths of what the second class was overpaid of its carry.
    GiveBack(u64),
    /// Runs what waits for new assets, once nothing is bought any more.
    Repay,
    /// Sixteenths of all principal.
    Lose(u64),
    /// So many eighths of what is left to submit of an expense.
    Expense(u64),
    /// One more than so many ninths of what the last loss wrote off, so far as it can be.
    Correct(u64),
    /// A reference rate, which is reported and at which the first class's next period is fixed.
    Fix(u32),
    /// The second class's interest of the period is to be paid in kind.
    Elect,
}

/// A history.
pub struct Play {
    /// In order.
    pub acts: Vec<Act>,
}

impl Play {
    /// Draws one that fits a structure.
    pub fn draw(rng: &mut Rng, structure: &Structure) -> Self {
        let ranks = structure.classes as u64;
        let count = 8 + rng.below(8);
        let acts = (0..count)
            .map(|_| match rng.below(15) {
                0..=2 => Act::Pass(rng.below(200 * 86_400) as i64),
                3..=4 => Act::Transfer(
                    rng.below(ranks) as u8,
                    rng.below(4) as usize,
                    rng.below(4) as usize,
                    rng.below(9),
                ),
                5 if structure.has_losses => Act::Lose(rng.below(4)),
                6 if structure.has_losses => Act::Pay(amount(rng), 0, true),
                10 | 13 if structure.has_losses => Act::Correct(rng.below(9)),
                7 | 11 | 13 if structure.overpays => Act::GiveBack(1 + rng.below(9)),
                11 => Act::Repay,
                12 if structure.terms[0].floating.is_some() => Act::Fix(rng.below(200_000) as u32),
                8 if structure.has_elections() => Act::Elect,
                14 if structure.has_expenses() => Act::Expense(rng.below(8) + 1),
                _ => Act::Pay(amount(rng), rng.below(8).saturating_sub(3), false),
            })
            .collect();
        Self { acts }
    }
}

/// From the smallest there may be to more than everything owed, odd ones too.
fn amount(rng: &mut Rng) -> u64 {
    match rng.below(8) {
        0 => 1_000 + rng.below(1_000),
        1 => whole(rng.below(30_000) + 1),
        2 => rng.below(whole(40_000)) + 1_000,
        _ => rng.below(whole(1_200)) + 1_000,
    }
}
