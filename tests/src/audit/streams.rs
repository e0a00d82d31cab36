//! What has streamed by now, whoever has touched the tranche since.

use securities::{
    math::{
        accumulator::{self, Accumulator},
        quantity::Shares,
        stream::{self, Stream},
    },
    tranche::state::Tranche,
};

/// A tranche with its accumulators as of now, which stand still while accounts of it are thawed. A transfer of shares updates holders by these, and leaves the stored ones behind.
///
/// # Panics
/// Where the arithmetic refuses.
#[must_use]
pub fn released(tranche: &Tranche, now: i64) -> Tranche {
    let mut tranche = *tranche;
    if tranche.thawed > 0 {
        return tranche;
    }
    let shares = Shares(tranche.shares);
    for payout in tranche.payouts.iter_mut().filter(|one| one.streaming > 0) {
        if shares.is_zero() {
            continue;
        }
        let stream = Stream {
            left: payout.streaming,
            from: payout.stream_from,
            until: payout.stream_until,
        };
        let (released, rest) = stream::released(stream, now).expect("times are near");
        let accumulator = Accumulator {
            value: payout.accumulator.get(),
            remainder: payout.remainder,
        };
        let accumulator =
            accumulator::credit(accumulator, released, shares).expect("the accumulator fits");
        payout.accumulator.set(accumulator.value);
        payout.remainder = accumulator.remainder;
        payout.streaming = rest.left;
        (payout.stream_from, payout.stream_until) = (rest.from, rest.until);
    }
    tranche
}
