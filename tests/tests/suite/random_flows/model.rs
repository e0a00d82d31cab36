//! What must happen, reckoned naively: interest as one growing fraction, holders by exact fractions, tiers by the rules
//! of the arithmetic's own naive waterfall. Here, the deal as it begins, and what is asked of it.

mod class;
mod fees;
mod losses;
mod participations;
mod payments;
mod periods;
mod triggers;

use super::{
    NAMES,
    structures::{STAKES, Structure, WHOLE},
};
use class::Class;
use securities::{
    cash::waterfall::terms::{TestTerms, TierTerms},
    security::state::Security,
    tranche::state::Tranche,
};
use securities_tests::{
    deal::Deal,
    lite::Lite,
    model::Register,
    read,
    world::{DAY, World},
};

/// A tier that remembers.
#[derive(Clone, Copy, Default)]
struct Memory {
    /// Ever due as a fee, over its denominator.
    due: u128,
    /// Ever taken, and ever reached.
    taken: u128,
    reached: u128,
    /// Of a carry: what was given back.
    clawed_back: u128,
    /// In the period of a test: what was paid of fees ahead of it, and of interest and arrears that it counts.
    fees: u128,
    paid: u128,
    /// The day on which the period of a test began, or the year of an expense.
    period: u64,
}

/// What a payment is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    Income,
    Recovery,
    /// Overpaid carry of a class.
    Clawback(u8),
}

/// A deal.
pub struct Model {
    classes: Vec<Class>,
    tiers: Vec<TierTerms>,
    memory: Vec<Memory>,
    triggers: Vec<TestTerms>,
    revolving_until: i64,
    pro_rata_from: i64,
    principal_pays_interest: bool,
    tripped: bool,
    /// Since when all triggers hold again, while it is accelerated.
    holds_since: Option<i64>,
    /// Of everything, of interest, of expenses.
    reserves: [u128; 3],
    reinvestment: u128,
    /// The part of it that tests and deficiencies trapped.
    trapped: u128,
    fee_day: u128,
    /// What annual fees have been reckoned on so far: debt, capital, and capital raised, each times days.
    fee_days: [u128; 3],
    /// The days on which payments ended participation periods.
    participation_periods: Vec<u128>,
}

const fn day(time: i64) -> u128 {
    (time / DAY) as u128
}

fn small(wide: u128) -> u64 {
    u64::try_from(wide).expect("amounts of a test are small")
}

impl Model {
    /// The deal as the sales must have left it, by what was agreed and not by what the accounts say.
    pub fn begin(world: &mut World<Lite>, deal: &Deal, structure: &Structure) -> Self {
        let classes: Vec<Class> = (0..structure.classes)
            .map(|rank| {
                let terms = structure.terms[rank].clone();
                let address = deal.class(rank as u8).tranche;
                let state = read::state::<Tranche>(&mut world.engine, &address);
                // What the sales must have made of it: everybody bought at a price of one whole, and the term and the
                // time that it is current began with the lock.
                let unit = 10_u128.pow(terms.decimals.into());
                let locked_at = structure.locked_at[rank];
                let principal = STAKES.map(u128::from).iter().sum::<u128>() * u128::from(terms.par);
                let mut register = Register::default();
                for (name, stake) in NAMES.into_iter().zip(STAKES) {
                    register.issue(name, u128::from(stake) * unit);
                }
                assert_eq!(
                    (
                        state.interest_due,
                        state.accrual_remainder,
                        state.capital_days.get()
                    ),
                    (0, 0, 0),
                    "all tickets of a tranche were settled on one day"
                );
                let price = STAKES.map(u128::from).iter().sum::<u128>() * u128::from(WHOLE);
                Class::begin(terms, locked_at, (principal, price), register)
            })
            .collect();
        let security = read::state::<Security>(&mut world.engine, &deal.security);
        assert_eq!(security.vaults[0].reserve, 0);
        Self {
            fee_day: classes
                .iter()
                .map(|class| day(class.starts_at))
                .min()
                .expect("a class"),
            classes,
            memory: vec![Memory::default(); structure.tiers.len()],
            tiers: structure.tiers.clone(),
            triggers: structure.triggers.clone(),
            revolving_until: structure.revolving_until,
            pro_rata_from: structure.pro_rata_from,
            principal_pays_interest: structure.principal_pays_interest,
            tripped: false,
            holds_since: None,
            reserves: [0; 3],
            reinvestment: 0,
            trapped: 0,
            fee_days: [0; 3],
            participation_periods: Vec::new(),
        }
    }

    /// What each reserve and the reinvestment account hold, and what covers do.
    pub fn kept(&self) -> ([u128; 4], u128) {
        let covers = self.classes.iter().filter(|class| class.is_cover());
        let [all, interest, expenses] = self.reserves;
        (
            [all, interest, expenses, self.reinvestment],
            covers.map(|class| class.owes.outstanding).sum(),
        )
    }

    /// Shares of a holder.
    pub fn shares(&self, rank: u8, at: usize) -> u64 {
        small(self.classes[usize::from(rank)].register.holders[NAMES[at]].0)
    }

    /// Principal that can be lost.
    pub fn principal(&self) -> u64 {
        let classes = self.classes.iter().filter(|class| !class.is_cover());
        small(classes.map(|class| class.owes.outstanding).sum())
    }

    /// Shares change hands.
    pub fn transfer(&mut self, rank: u8, from: usize, to: usize, shares: u64) {
        let register = &mut self.classes[usize::from(rank)].register;
        register.transfer(NAMES[from], NAMES[to], shares.into());
    }

    /// The rate of the first class's next period is fixed at a reference rate, or the reason why it cannot be.
    pub fn fix(&mut self, reference: u32, now: i64) -> Result<(), &'static str> {
        self.classes[0].fix(reference, now)
    }

    /// The second class's interest of this period is to be paid in kind, or the reason why it cannot be.
    pub fn elect(&mut self, now: i64) -> Result<(), &'static str> {
        self.classes[1].elect(now)
    }

    /// What is written off of all tranches.
    pub fn written_off(&self) -> u64 {
        let classes = self.classes.iter().filter(|class| !class.is_cover());
        small(classes.map(|class| class.loss).sum())
    }

    /// What a tranche owes.
    pub fn require_tranche(&mut self, rank: u8, state: &Tranche, now: i64, history: u64) {
        let class = &mut self.classes[usize::from(rank)];
        class.accrue(now);
        let owed = [
            state.principal_issued - state.principal_repaid - state.loss,
            state.loss,
            state.interest_due,
            state.arrears,
            state.interest_paid,
            state.principal_due,
            state.overdue_since,
            state.current_rate_ppm.into(),
        ];
        let expected = [
            class.owes.outstanding,
            class.loss,
            class.owes.interest,
            class.owes.arrears,
            class.paid,
            class.owes.principal_due,
            class.owes.overdue.unwrap_or(0).into(),
            class.owes.rate,
        ];
        assert_eq!(
            owed.map(u128::from),
            expected,
            "history {history}, rank {rank}"
        );
    }

    /// What a holder has earned.
    pub fn require_holder(&self, rank: u8, at: usize, earned: u64, history: u64) {
        let register = &self.classes[usize::from(rank)].register;
        assert!(
            register.is_earned(NAMES[at], earned),
            "history {history}, rank {rank}, {}: {earned}, not {}",
            NAMES[at],
            register.holders[NAMES[at]].1 / register.total(),
        );
    }
}
