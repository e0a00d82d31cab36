//! The distribution accumulator: what was funded is what holders earn, to the last fraction.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError, MathResult,
    accumulator::{self, Accumulator, Earned},
    quantity::Shares,
};
use securities_math_tests::{HISTORIES, MANY, USUAL, below_bits, cases, number, positive};

fn credit(accumulator: Accumulator, amount: u64, shares: u64) -> MathResult<Accumulator> {
    accumulator::credit(accumulator, amount, Shares(shares))
}

fn update(shares: u64, fraction: u64, then: u128, now: u128) -> MathResult<Earned> {
    accumulator::earned(Shares(shares), fraction, then, now)
}

/// A holder as the program keeps it.
#[derive(Clone, Copy, Debug, Default)]
struct Holder {
    shares: u64,
    then: u128,
    fraction: u64,
    owed: u64,
    paid: u64,
}

/// A tranche and its holders, kept by the program's own rules: update before every change of shares.
#[derive(Clone, Debug, Default)]
struct Tranche {
    accumulator: Accumulator,
    funded: u64,
    holders: Vec<Holder>,
}

/// What can happen to a tranche. Holders are named by number, modulo how many there are.
#[derive(Clone, Debug)]
enum Step {
    Credit(u64),
    Update(usize),
    Pay(usize),
    Transfer(usize, usize, u64),
    Issue(usize, u64),
    Burn(usize, u64),
}

fn step(amounts: u32, shares: u32) -> impl Strategy<Value = Step> {
    let holder = 0_usize..6;
    prop_oneof![
        3 => below_bits(amounts).prop_map(Step::Credit),
        1 => holder.clone().prop_map(Step::Update),
        1 => holder.clone().prop_map(Step::Pay),
        2 => (holder.clone(), holder.clone(), below_bits(shares))
            .prop_map(|(from, to, shares)| Step::Transfer(from, to, shares)),
        1 => (holder.clone(), below_bits(shares)).prop_map(|(holder, shares)| Step::Issue(holder, shares)),
        1 => (holder, below_bits(shares)).prop_map(|(holder, shares)| Step::Burn(holder, shares)),
    ]
}

impl Tranche {
    fn with(holders: usize) -> Self {
        Self {
            holders: vec![Holder::default(); holders],
            ..Self::default()
        }
    }

    fn shares(&self) -> u64 {
        self.holders.iter().map(|holder| holder.shares).sum()
    }

    fn credit(&mut self, amount: u64) {
        let shares = self.shares();
        if shares == 0 {
            assert_eq!(
                credit(self.accumulator, amount, 0),
                Err(MathError::DivisionByZero)
            );
            return;
        }
        self.accumulator = credit(self.accumulator, amount, shares).expect("what was funded fits");
        self.funded += amount;
    }

    fn update(&mut self, at: usize) {
        let now = self.accumulator.value;
        let holder = &mut self.holders[at];
        let Earned { earned, fraction } = update(holder.shares, holder.fraction, holder.then, now)
            .expect("nobody earns more than was funded");
        holder.owed += earned;
        holder.fraction = fraction;
        holder.then = now;
    }

    fn update_all(&mut self) {
        (0..self.holders.len()).for_each(|at| self.update(at));
    }

    fn apply(&mut self, step: &Step) {
        let count = self.holders.len();
        match *step {
            Step::Credit(amount) => self.credit(amount),
            Step::Update(at) => self.update(at % count),
            Step::Pay(at) => {
                self.update(at % count);
                let holder = &mut self.holders[at % count];
                holder.paid += holder.owed;
                holder.owed = 0;
            }
            Step::Transfer(from, to, shares) => {
                let (from, to) = (from % count, to % count);
                self.update(from);
                self.update(to);
                let moved = shares.min(self.holders[from].shares);
                self.holders[from].shares -= moved;
                self.holders[to].shares += moved;
            }
            Step::Issue(at, shares) => {
                self.update(at % count);
                self.holders[at % count].shares += shares;
            }
            Step::Burn(at, shares) => {
                self.update(at % count);
                let holder = &mut self.holders[at % count];
                holder.shares -= shares.min(holder.shares);
            }
        }
    }

    /// What holders earned, and what waits in fractions and in the remainder, in 2^-64 units.
    fn accounted(&self) -> (u64, BigUint) {
        let earned = self
            .holders
            .iter()
            .map(|holder| holder.owed + holder.paid)
            .sum();
        let waiting = self
            .holders
            .iter()
            .map(|holder| BigUint::from(holder.fraction))
            .sum::<BigUint>()
            + self.accumulator.remainder;
        (earned, waiting)
    }

    /// With everyone updated: funded = earned + fractions + remainder exactly, so the gap is at most one unit a
    /// holder.
    fn holds(mut self) -> Result<(), TestCaseError> {
        self.update_all();
        let (earned, waiting) = self.accounted();
        prop_assert_eq!(
            (BigUint::from(earned) << 64_u8) + waiting,
            BigUint::from(self.funded) << 64_u8
        );
        prop_assert!(earned <= self.funded);
        prop_assert!(self.funded - earned <= self.holders.len() as u64);
        Ok(())
    }
}

fn history(steps: &[Step], holders: usize) -> Result<(), TestCaseError> {
    let mut tranche = Tranche::with(holders);
    for step in steps {
        tranche.apply(step);
        tranche.clone().holds()?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(HISTORIES))]

    #[test]
    fn holders_never_earn_more_than_was_funded_and_lag_by_at_most_a_unit_each(
        holders in 1_usize..=6, steps in prop::collection::vec(step(58, 56), 1..24),
    ) {
        history(&steps, holders)?;
    }

    #[test]
    fn tiny_distributions_over_many_shares_are_not_lost(
        holders in 1_usize..=6, steps in prop::collection::vec(step(4, 58), 1..24),
    ) {
        history(&steps, holders)?;
    }

    #[test]
    fn large_distributions_over_few_shares_are_not_lost(
        holders in 1_usize..=6, steps in prop::collection::vec(step(59, 4), 1..24),
    ) {
        history(&steps, holders)?;
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn settling_often_or_once_earns_the_same(
        mine in below_bits(63), others in positive(63),
        credits in prop::collection::vec((below_bits(59), any::<bool>()), 1..16),
    ) {
        let shares = mine + others;
        let mut accumulator = Accumulator::default();
        let (mut then, mut fraction, mut earned) = (0, 0, 0);
        for (amount, updates) in credits {
            accumulator = credit(accumulator, amount, shares).unwrap();
            if updates {
                let gained = update(mine, fraction, then, accumulator.value).unwrap();
                (then, fraction) = (accumulator.value, gained.fraction);
                earned += gained.earned;
            }
        }
        let last = update(mine, fraction, then, accumulator.value).unwrap();
        let once = update(mine, 0, 0, accumulator.value).unwrap();
        prop_assert_eq!((earned + last.earned, last.fraction), (once.earned, once.fraction));
    }

    #[test]
    fn settling_twice_earns_nothing_more(shares in number(), fraction: u64, now: u128) {
        prop_assert_eq!(update(shares, fraction, now, now), Ok(Earned { earned: 0, fraction }));
    }

    #[test]
    fn splitting_a_holding_changes_nothing(
        first in below_bits(62), second in below_bits(62), others in below_bits(62),
        credits in prop::collection::vec(below_bits(59), 1..12),
    ) {
        let shares = (first + second + others).max(1);
        let accumulator = credits.iter().fold(Accumulator::default(), |accumulator, amount| credit(accumulator, *amount, shares).unwrap());
        let exact = |shares| {
            let Earned { earned, fraction } = update(shares, 0, 0, accumulator.value).unwrap();
            (u128::from(earned) << 64) | u128::from(fraction)
        };
        prop_assert_eq!(exact(first) + exact(second), exact(first + second));
    }

    #[test]
    fn splitting_a_distribution_changes_nothing(
        parts in prop::collection::vec(below_bits(58), 1..12), shares in positive(64), remainder in number(),
    ) {
        let start = Accumulator { value: 0, remainder: remainder % shares };
        let pieces = parts.iter().fold(start, |accumulator, amount| credit(accumulator, *amount, shares).unwrap());
        prop_assert_eq!(credit(start, parts.iter().sum(), shares), Ok(pieces));
    }

    #[test]
    fn nobody_earns_more_than_its_share(
        mine in below_bits(63), others in positive(63), credits in prop::collection::vec(below_bits(59), 1..12),
    ) {
        let shares = mine + others;
        let accumulator = credits.iter().fold(Accumulator::default(), |accumulator, amount| credit(accumulator, *amount, shares).unwrap());
        let earned = update(mine, 0, 0, accumulator.value).unwrap().earned;
        let funded: u64 = credits.iter().sum();
        let exact = u128::from(funded) * u128::from(mine) / u128::from(shares);
        prop_assert!(u128::from(earned) <= exact && exact <= u128::from(earned) + 1);
    }
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn an_update_is_exact_or_refused(shares in number(), fraction in number(), a: u128, b: u128, shift in 0_u32..128, turn: u128) {
        let (then, now) = (a.min(b) >> shift, a.max(b) >> shift);
        let exact = BigUint::from(shares) * (now - then) + fraction;
        let whole = &exact >> 64_u8;
        let expected = u64::try_from(&whole).map_err(|_| MathError::Overflow).map(|earned| Earned {
            earned,
            fraction: u64::try_from(exact - (whole << 64_u8)).unwrap(),
        });
        prop_assert_eq!(update(shares, fraction, then, now), expected);
        // Only the difference counts, wherever the accumulator stands: it may have passed its end in between.
        prop_assert_eq!(update(shares, fraction, then.wrapping_add(turn), now.wrapping_add(turn)), expected);
    }

    #[test]
    fn a_credit_is_exact_modulo_all_money(value: u128, shift in 0_u32..128, remainder in number(), amount in number(), shares in number()) {
        let accumulator = Accumulator { value: value >> shift, remainder };
        let result = credit(accumulator, amount, shares);
        if shares == 0 {
            prop_assert_eq!(result, Err(MathError::DivisionByZero));
            return Ok(());
        }
        let numerator = (BigUint::from(amount) << 64_u8) + remainder;
        let value = (&numerator / shares + accumulator.value) % (BigUint::from(1_u8) << 128_u32);
        let expected = Accumulator {
            value: u128::try_from(value).unwrap(),
            remainder: u64::try_from(&numerator % shares).unwrap(),
        };
        prop_assert_eq!(result, Ok(expected));
    }
}

#[test]
fn a_sole_holder_can_lag_by_a_whole_unit_and_gets_it_later() {
    let once = credit(Accumulator::default(), 1, 3).unwrap();
    assert_eq!(once.remainder, 1);
    let first = update(3, 0, 0, once.value).unwrap();
    let waiting = Earned {
        earned: 0,
        fraction: u64::MAX,
    };
    assert_eq!(first, waiting, "a third of a unit is no binary fraction");

    let thrice = credit(credit(once, 1, 3).unwrap(), 1, 3).unwrap();
    assert_eq!(thrice.remainder, 0);
    let rest = update(3, first.fraction, once.value, thrice.value).unwrap();
    let all = Earned {
        earned: 3,
        fraction: 0,
    };
    assert_eq!(rest, all);
}

#[test]
fn all_the_money_there_is_for_one_share_fits_and_may_come_again() {
    let all = credit(Accumulator::default(), u64::MAX, 1).unwrap();
    assert_eq!(all.value, u128::from(u64::MAX) << 64);
    assert_eq!(all.remainder, 0);
    assert_eq!(
        update(1, 0, 0, all.value).unwrap(),
        Earned {
            earned: u64::MAX,
            fraction: 0
        }
    );
    assert_eq!(update(2, 0, 0, all.value), Err(MathError::Overflow));
    // It goes on from zero, and whoever was updated there is owed what came since.
    let again = credit(all, 2, 1).unwrap();
    assert_eq!(again.value, 1 << 64);
    assert_eq!(update(1, 0, all.value, again.value).unwrap().earned, 2);
}

#[test]
fn all_the_shares_there_are_earn_all_the_money_there_is() {
    let accumulator = credit(Accumulator::default(), u64::MAX, u64::MAX).unwrap();
    assert_eq!(
        accumulator,
        Accumulator {
            value: 1 << 64,
            remainder: 0
        }
    );
    assert_eq!(
        update(u64::MAX, u64::MAX, 0, accumulator.value).unwrap(),
        Earned {
            earned: u64::MAX,
            fraction: u64::MAX
        }
    );
    // The last accumulator that all shares can earn from, and the first that they cannot.
    assert_eq!(
        update(u64::MAX, 0, 0, (1 << 64) + 1).unwrap(),
        Earned {
            earned: u64::MAX,
            fraction: u64::MAX
        }
    );
    assert_eq!(
        update(u64::MAX, 1, 0, (1 << 64) + 1),
        Err(MathError::Overflow)
    );
    assert_eq!(
        update(u64::MAX, u64::MAX, 0, u128::MAX),
        Err(MathError::Overflow)
    );
}

#[test]
fn without_shares_nothing_is_earned_and_the_fraction_is_kept() {
    assert_eq!(
        update(0, 7, 0, u128::MAX),
        Ok(Earned {
            earned: 0,
            fraction: 7
        })
    );
    assert_eq!(
        credit(Accumulator::default(), 1, 0),
        Err(MathError::DivisionByZero)
    );
}
