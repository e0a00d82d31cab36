//! What wraps and unwraps leave to whom, on accounts made in memory: a million of them drain nothing.

use bytemuck::Zeroable;
use securities::{
    math::{
        accumulator::{self, Accumulator},
        quantity::Shares,
    },
    tranche::{holder::Holder, state::Tranche},
    wrapper::state::Wrapper,
};

/// Wraps, and as many unwraps.
const ROUNDS: u64 = 500_000;
/// Of a class whose parts are never whole numbers, and of those who have it.
const ALL: u64 = 3_000_000_007;
const HERS: u64 = 1_000_000_009;
const MINTS: usize = 2;

/// A class with a wrapper, of which somebody wraps and unwraps over and over while others hold units.
struct Class {
    tranche: Tranche,
    wrapper: Wrapper,
    own: Holder,
    hers: Holder,
    others: Holder,
    /// Units of hers.
    units: u64,
    /// What she paid in, by mint.
    paid_in: [u64; MINTS],
    /// What her shares and units received, by mint, times 2^64.
    received: [u128; MINTS],
    operations: u128,
}

impl Class {
    fn new() -> Self {
        let with = |shares| Holder {
            shares,
            ..Holder::zeroed()
        };
        let mut class = Self {
            tranche: Tranche {
                shares: ALL,
                shares_offered: ALL,
                authorised: ALL,
                payout_count: MINTS as u8,
                ..Tranche::zeroed()
            },
            wrapper: Wrapper::zeroed(),
            own: Holder::zeroed(),
            hers: with(HERS),
            others: with(ALL - HERS),
            units: 0,
            paid_in: [0; MINTS],
            received: [0; MINTS],
            operations: 0,
        };
        let Self {
            tranche,
            wrapper,
            own,
            others,
            ..
        } = &mut class;
        wrapper
            .wrap(tranche, (others, own), Shares(ALL / 3))
            .expect("others wrap some");
        class
    }

    /// Money comes in.
    fn receive(&mut self, mint: usize, amount: u64) {
        let payout = &mut self.tranche.payouts[mint];
        let before = Accumulator {
            value: payout.accumulator.get(),
            remainder: payout.remainder,
        };
        let after = accumulator::credit(before, amount, Shares(ALL)).expect("there are shares");
        payout.accumulator.set(after.value);
        payout.remainder = after.remainder;
        payout.payable += amount;
        self.received[mint] += u128::from(HERS) * (after.value - before.value);
    }

    fn wrap(&mut self, amount: u64) {
        let records = (&mut self.hers, &mut self.own);
        let (_, paid_in) = self
            .wrapper
            .wrap(&mut self.tranche, records, Shares(amount))
            .expect("she has the shares");
        for (total, paid_in) in self.paid_in.iter_mut().zip(paid_in) {
            *total += paid_in;
        }
        self.units += amount;
        self.operations += 1;
    }

    fn unwrap(&mut self, amount: u64) {
        let records = (&mut self.own, &mut self.hers);
        self.wrapper
            .unwrap(&mut self.tranche, records, Shares(amount))
            .expect("she has the units");
        self.units -= amount;
        self.operations += 1;
    }

    /// She has at most what her shares and units received, and short of it a base unit an operation at most; the
    /// wrapper's record is owed at least what all units hold, and over it what those operations left.
    fn check(&self) {
        for mint in 0..MINTS {
            let each = self.tranche.payouts[mint].accumulator.get();
            let earned = &self.hers.earnings[mint];
            let owed = (u128::from(earned.owed) << 64) + u128::from(earned.fraction);
            let has = owed + u128::from(self.units) * each;
            let due = self.received[mint] + (u128::from(self.paid_in[mint]) << 64);
            assert!(has <= due, "nothing is gained");
            let lost = due - has;
            assert!(lost <= self.operations << 64, "{lost} of rounding");
            let kept = &self.own.earnings[mint];
            let kept = (u128::from(kept.owed) << 64) + u128::from(kept.fraction);
            let content = u128::from(self.wrapper.units) * each;
            assert_eq!(kept.checked_sub(content), Some(lost), "the units have it");
        }
    }
}

#[test]
fn a_million_wraps_and_unwraps_drain_nothing() {
    let mut class = Class::new();
    for round in 0..ROUNDS {
        if round % 1_000 == 0 {
            class.receive((round / 1_000 % 2) as usize, 1 + round * 977 % 1_000_003);
        }
        // Amounts of which what they hold is just above, or just below, a whole number of base units; and large ones.
        let amount = match round % 5 {
            0 => 1,
            1 => 1 + round * round % 1_543,
            2 => HERS / (1 + round % 97),
            _ => 1 + round * 7_919 % HERS,
        };
        class.wrap(amount);
        class.check();
        // All of it at once, or in two.
        let first = if round % 3 == 0 {
            amount
        } else {
            1 + amount / 2
        }
        .min(amount);
        class.unwrap(first);
        if first < amount {
            class.unwrap(amount - first);
        }
        class.check();
    }
    assert!(class.operations >= 1_000_000);
    assert_eq!(class.hers.shares, HERS);
    let lost = class.own.earnings.iter().map(|earned| earned.owed);
    assert!(lost.sum::<u64>() > ROUNDS, "most rounds cost her something");
}
