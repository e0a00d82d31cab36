//! Tables and worked examples that others published, reckoned again by the program's arithmetic.
//!
//! Only numbers are taken from the sources; each says which of its numbers are published and which follow from them.

mod american;
mod coverage;
mod day_counts;
mod deal;
mod european;
mod first_loss;
mod participations;
mod sequential;

use crate::waterfall::examples::flow;

/// A fraction rounded to the nearest whole, halves up.
fn nearest(numerator: u64, denominator: u64) -> u64 {
    (2 * numerator + denominator) / (2 * denominator)
}
