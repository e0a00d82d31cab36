//! What must happen, reckoned naively: interest as one growing fraction, holders by exact fractions, tiers by the rules
//! of the arithmetic's own naive waterfall.

use super::{
    NAMES,
    structures::{STAKES, Structure},
};
use securities::{
    cash::{
        distribution::state::Distribution,
        waterfall::terms::{TestTerms, TierTerms},
    },
    math::waterfall::{Carry, Claimant, Cushion, Kind, Mode, Tier, WaterfallInput},
    security::state::Security,
    structure::create_tranche::TrancheArgs,
    tranche::state::{AmortisationRule, DayCountRule, Tranche, TrancheKind},
};
use securities_math_tests::naive;
use securities_tests::{
    deal::Deal,
    lite::Lite,
    model::Register,
    read,
    world::{DAY, World},
};

/// A tranche.
struct Class {
    terms: TrancheArgs,
    starts_at: i64,
    current_at: i64,
    issued: u128,
    outstanding: u128,
    loss: u128,
    /// Of a cover: what it would have paid for what is written off of the debts.
    short: u128,
    /// Interest ever accrued, over its denominator.
    accrued: u128,
    /// Interest that is due and in arrears, and ever paid.
    due: u128,
    arrears: u128,
    paid: u128,
    periods: u64,
    day: u128,
    /// Principal times days of a debt, ever.
    principal_days: u128,
    register: Register,
}

/// Whole months between two moments: one is over on the day of the month on which it began, or on the last.
fn whole_months(from: i64, to: i64) -> u64 {
    let dates = &naive::CALENDAR.dates;
    let [from, to] = [from, to].map(|time| usize::try_from(time / DAY).expect("after 1970"));
    let ((year, month, day), (to_year, to_month, to_day)) = (dates[from], dates[to]);
    let ends = to_day >= day || dates[to + 1].2 == 1;
    (to_year * 12 + to_month) - (year * 12 + month) - u64::from(!ends)
}

/// A tier that remembers.
#[derive(Clone, Copy, Default)]
struct Memory {
    /// Ever due as a fee, over its denominator.
    due: u128,
    /// Ever taken, and ever reached.
    taken: u128,
    reached: u128,
}

/// A deal.
pub struct Model {
    classes: Vec<Class>,
    tiers: Vec<TierTerms>,
    memory: Vec<Memory>,
    triggers: Vec<TestTerms>,
    revolving_until: i64,
    tripped: bool,
    /// Since when all triggers hold again, while it is accelerated.
    holds_since: Option<i64>,
    reserve: u128,
    fee_day: u128,
    /// What annual fees have been reckoned on so far.
    fee_principal_days: u128,
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
                        state.principal_days.get()
                    ),
                    (0, 0, 0),
                    "all tickets of a tranche were settled on one day"
                );
                Class {
                    terms,
                    starts_at: locked_at,
                    current_at: locked_at,
                    issued: principal,
                    outstanding: principal,
                    loss: 0,
                    short: 0,
                    accrued: 0,
                    due: 0,
                    arrears: 0,
                    paid: 0,
                    periods: 0,
                    day: day(locked_at),
                    principal_days: 0,
                    register,
                }
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
            tripped: false,
            holds_since: None,
            reserve: 0,
            fee_principal_days: 0,
        }
    }

    /// Shares of a holder.
    pub fn shares(&self, rank: u8, at: usize) -> u64 {
        small(self.classes[usize::from(rank)].register.holders[NAMES[at]].0)
    }

    /// Principal that can be lost.
    pub fn principal(&self) -> u64 {
        let classes = self.classes.iter().filter(|class| !class.is_cover());
        small(classes.map(|class| class.outstanding).sum())
    }

    /// Shares change hands.
    pub fn transfer(&mut self, rank: u8, from: usize, to: usize, shares: u64) {
        let register = &mut self.classes[usize::from(rank)].register;
        register.transfer(NAMES[from], NAMES[to], shares.into());
    }

    /// Money comes in.
    pub fn pay(&mut self, amount: u64, recovery: bool, now: i64, record: &Distribution) {
        for class in &mut self.classes {
            class.accrue(day(now));
        }
        self.look(now);
        self.accrue_fees(amount, day(now));
        let mode = if self.tripped {
            Mode::Accelerated
        } else if now < self.revolving_until {
            Mode::Revolving
        } else {
            Mode::Amortising
        };
        let written_up = if recovery {
            self.write_up(amount.into())
        } else {
            vec![0; self.classes.len()]
        };
        let claimants: Vec<Claimant> = self
            .classes
            .iter()
            .map(|class| class.claimant(now))
            .collect();
        let tiers = self.claims();
        let cushions = self.cushions();
        let expected = naive::waterfall::run(&WaterfallInput {
            amount,
            reserve: small(self.reserve),
            mode,
            principal: small(written_up.iter().sum()),
            recovery,
            in_kind: false,
            tiers: &tiers,
            claimants: &claimants,
            cushions: &cushions,
        });
        let took: Vec<u128> = expected.tiers.iter().map(|took| *took as u128).collect();
        assert_eq!(
            record.tiers.map(u128::from)[..took.len()],
            took,
            "what tiers took of {amount} in mode {mode:?}: {tiers:?} {claimants:?}"
        );
        let made_good: Vec<u128> = expected
            .made_good
            .iter()
            .map(|part| *part as u128)
            .collect();
        assert_eq!(
            record.made_good.map(u128::from)[..made_good.len()],
            made_good
        );
        assert_eq!(
            record.written_up.map(u128::from)[..written_up.len()],
            written_up
        );
        assert_eq!(u128::from(record.reserve), self.reserve);
        assert_eq!(record.mode, mode as u8);
        let sum: u128 = took.iter().sum::<u128>() + made_good.iter().sum::<u128>();
        assert_eq!(sum, u128::from(amount) + self.reserve, "in is out");
        self.book(&took, &made_good, &expected.reached, &claimants, now);
        if self.tripped {
            self.look(now);
        }
    }

    /// What is written off of all tranches.
    pub fn written_off(&self) -> u64 {
        let classes = self.classes.iter().filter(|class| !class.is_cover());
        small(classes.map(|class| class.loss).sum())
    }

    /// Servicer and arbitrator lower a loss.
    pub fn correct(&mut self, amount: u64, now: i64) {
        for class in &mut self.classes {
            class.accrue(day(now));
        }
        self.write_up(amount.into());
        self.look(now);
    }

    /// Principal that was written off is there again, from the top down.
    fn write_up(&mut self, mut left: u128) -> Vec<u128> {
        let up = self
            .classes
            .iter_mut()
            .map(|class| {
                let part = if class.is_cover() {
                    0
                } else {
                    left.min(class.loss)
                };
                class.loss -= part;
                class.outstanding += part;
                left -= part;
                part
            })
            .collect();
        self.lower_shortfalls();
        up
    }

    /// What covers would still pay is no more than what the debts still miss.
    fn lower_shortfalls(&mut self) {
        let missed = self.missed();
        for class in &mut self.classes {
            class.short = class.short.min(missed);
        }
    }

    /// Principal of the debts that is written off.
    fn missed(&self) -> u128 {
        let debts = self.classes.iter().filter(|class| class.is_debt());
        debts.map(|class| class.loss).sum()
    }

    fn book(
        &mut self,
        took: &[u128],
        made_good: &[u128],
        reached: &[i128],
        claimants: &[Claimant],
        now: i64,
    ) {
        self.reserve = 0;
        let mut income = vec![0; self.classes.len()];
        let mut principal = vec![0; self.classes.len()];
        for (at, tier) in self.tiers.iter().enumerate() {
            let amount = took[at];
            self.memory[at].taken += amount;
            self.memory[at].reached += reached[at] as u128;
            match *tier {
                TierTerms::Fee { .. } | TierTerms::AnnualFee { .. } => {}
                TierTerms::Reserve { .. } => self.reserve = amount,
                TierTerms::Cover { rank } => {
                    let class = &mut self.classes[usize::from(rank)];
                    class.loss -= amount;
                    class.outstanding += amount;
                }
                TierTerms::Interest { rank } => {
                    let class = &mut self.classes[usize::from(rank)];
                    class.due -= amount;
                    class.paid += amount;
                    income[usize::from(rank)] += amount;
                }
                TierTerms::Arrears { rank } => {
                    let class = &mut self.classes[usize::from(rank)];
                    class.arrears -= amount;
                    class.paid += amount;
                    income[usize::from(rank)] += amount;
                }
                TierTerms::Principal { rank } | TierTerms::Sweep { rank } => {
                    principal[usize::from(rank)] += amount;
                }
                TierTerms::Residual { rank }
                | TierTerms::Carry { rank, .. }
                | TierTerms::Split { rank, .. } => income[usize::from(rank)] += amount,
            }
        }
        for (at, class) in self.classes.iter_mut().enumerate() {
            class.loss -= made_good[at];
            if class.is_cover() {
                class.outstanding += made_good[at];
            } else {
                // Written-off principal, in cash.
                income[at] += made_good[at];
            }
            class.outstanding -= principal[at];
            class.register.pay(income[at] + principal[at]);
            let scheduled = u128::from(claimants[at].scheduled);
            if class.due == 0 && class.arrears == 0 && principal[at] >= scheduled {
                class.current_at = now;
            }
            class.end_period(now);
        }
        self.lower_shortfalls();
        self.release_covers(now);
    }

    /// Once debts are owed nothing but what is written off, and none of that can be recovered before its maturity,
    /// what covers have goes back, less what they would have paid for it.
    fn release_covers(&mut self, now: i64) {
        let owes = |class: &Class| class.outstanding + class.due + class.arrears > 0;
        let waits = |class: &Class| class.loss > 0 && now < class.terms.maturity;
        let mut debts = self
            .classes
            .iter()
            .filter(|class| class.is_debt())
            .peekable();
        if debts.peek().is_none() || debts.any(|class| owes(class) || waits(class)) {
            return;
        }
        let mut missed = self.missed();
        let mut cash = 0;
        for class in self
            .classes
            .iter_mut()
            .rev()
            .filter(|class| class.is_cover())
        {
            let pays = class.outstanding.min(class.short).min(missed);
            class.lose(pays);
            (missed, cash) = (missed - pays, cash + pays);
            class.register.pay(class.outstanding);
            class.outstanding = 0;
        }
        for class in self.classes.iter_mut().filter(|class| class.is_debt()) {
            let part = cash.min(class.loss);
            class.loss -= part;
            class.register.pay(part);
            cash -= part;
        }
        self.lower_shortfalls();
    }

    /// The pool loses something.
    pub fn lose(&mut self, amount: u64, now: i64) {
        for class in &mut self.classes {
            class.accrue(day(now));
        }
        let (mut left, mut cash, mut wanting) = (u128::from(amount), 0, Vec::new());
        for class in self
            .classes
            .iter_mut()
            .rev()
            .filter(|class| class.is_cover())
        {
            let cap = match class.terms.loss_cap {
                0 => u128::MAX,
                cap => cap.into(),
            };
            let wanted = left.min(cap);
            let part = wanted.min(class.outstanding);
            class.lose(part);
            wanting.push(wanted - part);
            (left, cash) = (left - part, cash + part);
        }
        let covers = self
            .classes
            .iter_mut()
            .rev()
            .filter(|class| class.is_cover());
        for (class, wanted) in covers.zip(wanting) {
            class.short += wanted.min(left);
        }
        for class in self
            .classes
            .iter_mut()
            .rev()
            .filter(|class| !class.is_cover())
        {
            let part = left.min(class.outstanding);
            class.lose(part);
            left -= part;
        }
        assert_eq!(left, 0);
        for class in self.classes.iter_mut().filter(|class| !class.is_cover()) {
            let part = cash.min(class.outstanding);
            class.outstanding -= part;
            class.register.pay(part);
            cash -= part;
        }
        self.lower_shortfalls();
        self.look(now);
    }

    fn look(&mut self, now: i64) {
        let failing = self
            .triggers
            .iter()
            .filter(|test| !self.holds(**test, now))
            .count();
        // Without a cure one that fails trips at once; when none has failed for a day it stops.
        self.tripped |= failing > 0;
        if !self.tripped || failing > 0 {
            self.holds_since = None;
            return;
        }
        let since = *self.holds_since.get_or_insert(now);
        if now - since >= DAY {
            self.tripped = false;
            self.holds_since = None;
        }
    }

    fn holds(&self, test: TestTerms, now: i64) -> bool {
        let capital = |senior: bool, rank: u8| -> u128 {
            let with_rank = self.classes.iter().enumerate();
            with_rank
                .filter(|(at, class)| (!class.is_cover() && *at <= usize::from(rank)) == senior)
                .map(|(_, class)| class.outstanding)
                .sum()
        };
        match test {
            TestTerms::Losses { max_bps } => {
                let pool = || self.classes.iter().filter(|class| !class.is_cover());
                let lost: u128 = pool().map(|class| class.loss).sum();
                let issued: u128 = pool().map(|class| class.issued).sum();
                lost * 10_000 <= issued * u128::from(max_bps)
            }
            TestTerms::Subordination { rank, min_bps } => {
                let (over, below) = (capital(true, rank), capital(false, rank));
                over == 0 || below * 10_000 >= (over + below) * u128::from(min_bps)
            }
            TestTerms::Overdue { rank, days } => {
                let class = &self.classes[usize::from(rank)];
                let owed = class.due + class.arrears + u128::from(class.claimant(now).scheduled);
                owed == 0 || now - class.current_at <= i64::from(days) * DAY
            }
            TestTerms::Collateral { .. } => panic!("no structure here has one"),
        }
    }

    fn accrue_fees(&mut self, gross: u64, today: u128) {
        let debts = self.classes.iter().filter(|class| class.is_debt());
        let all: u128 = debts.map(|class| class.principal_days).sum();
        let new = all - self.fee_principal_days;
        self.fee_principal_days = all;
        let days = today - self.fee_day;
        self.fee_day = today;
        for (tier, memory) in self.tiers.iter().zip(&mut self.memory) {
            memory.due += match *tier {
                TierTerms::Fee { bps, .. } => u128::from(gross) * u128::from(bps),
                TierTerms::AnnualFee { bps, amount, .. } => {
                    new * u128::from(bps) + u128::from(amount) * 10_000 * days
                }
                _ => 0,
            };
        }
    }

    fn claims(&self) -> Vec<Tier> {
        let debts = || self.classes.iter().filter(|class| class.is_debt());
        let debt: u128 = debts().map(|class| class.outstanding + class.loss).sum();
        let owed: u128 = debts().map(|class| class.due + class.arrears).sum();
        let repaid = debts().count() > 0 && debt + owed == 0;
        self.tiers
            .iter()
            .zip(&self.memory)
            .map(|(tier, memory)| match *tier {
                TierTerms::Interest { rank } => Tier::Interest(rank),
                TierTerms::Arrears { rank } => Tier::Arrears(rank),
                TierTerms::Principal { rank } => Tier::Principal(rank),
                TierTerms::Sweep { rank } => Tier::Sweep(rank),
                TierTerms::Residual { rank } => Tier::Residual(rank),
                TierTerms::Cover { rank } => Tier::Cover(rank),
                TierTerms::Split { rank, bps } => Tier::Split { rank, bps },
                TierTerms::Fee { .. } => Tier::Fee(small(memory.due / 10_000 - memory.taken)),
                TierTerms::AnnualFee { .. } => {
                    Tier::Fee(small(memory.due / 3_650_000 - memory.taken))
                }
                TierTerms::Reserve { .. } if repaid => Tier::Reserve(0),
                TierTerms::Reserve { amount, bps } => {
                    Tier::Reserve(amount + small(debt * u128::from(bps) / 10_000))
                }
                TierTerms::Carry {
                    rank,
                    base,
                    carry_bps,
                    catch_up_bps,
                } => Tier::Carry(Carry {
                    rank,
                    base,
                    carry_bps,
                    catch_up_bps,
                    reached: small(memory.reached),
                    paid: small(memory.taken),
                }),
            })
            .collect()
    }

    fn cushions(&self) -> Vec<Cushion> {
        let tests = self.triggers.iter();
        tests
            .filter_map(|test| match *test {
                TestTerms::Subordination { rank, min_bps } => Some(Cushion { rank, min_bps }),
                _ => None,
            })
            .collect()
    }

    /// What a tranche owes.
    pub fn require_tranche(&self, rank: u8, state: &Tranche, history: u64) {
        let class = &self.classes[usize::from(rank)];
        let owed = [
            state.principal_issued - state.principal_repaid - state.loss,
            state.loss,
            state.arrears,
            state.interest_paid,
        ];
        let expected = [class.outstanding, class.loss, class.arrears, class.paid];
        assert_eq!(
            owed.map(u128::from),
            expected,
            "history {history}, rank {rank}"
        );
        assert_eq!(
            state.current_at, class.current_at,
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

impl Class {
    fn is_debt(&self) -> bool {
        self.terms.kind == TrancheKind::Debt
    }

    fn is_cover(&self) -> bool {
        self.terms.kind == TrancheKind::Cover
    }

    fn accrue(&mut self, today: u128) {
        let days = today - self.day;
        self.day = today;
        if self.is_debt() {
            self.principal_days += self.outstanding * days;
        }
        let base = self.outstanding
            + if self.terms.compounding {
                self.arrears
            } else {
                0
            };
        let year = match self.terms.day_count {
            DayCountRule::Act365 => 365,
            DayCountRule::Act360 => 360,
            DayCountRule::Thirty360 => panic!("no structure here counts so"),
        };
        let before = self.accrued / (1_000_000 * year);
        self.accrued += base * u128::from(self.terms.rate_ppm) * days;
        self.due += self.accrued / (1_000_000 * year) - before;
    }

    fn claimant(&self, now: i64) -> Claimant {
        let matured = self.is_debt() && now >= self.terms.maturity;
        let sweeps = self.terms.amortisation == AmortisationRule::Sweep || !self.is_debt();
        let scheduled = if self.is_cover() || !(matured || sweeps) {
            0
        } else {
            self.outstanding
        };
        Claimant {
            kind: match self.terms.kind {
                TrancheKind::Debt => Kind::Debt,
                TrancheKind::Equity => Kind::Equity,
                TrancheKind::Cover => Kind::Cover,
            },
            interest: small(self.due),
            arrears: small(self.arrears),
            scheduled: small(scheduled),
            outstanding: small(self.outstanding),
            loss: small(self.loss),
            interest_paid: small(self.paid),
            matured,
            paid_in: 0,
            vacant: false,
        }
    }

    fn end_period(&mut self, now: i64) {
        let whole = whole_months(self.starts_at, now);
        if let Some(over) = whole.checked_div(self.terms.period_months.into()) {
            if over <= self.periods {
                return;
            }
            self.periods = over;
        }
        self.arrears += std::mem::take(&mut self.due);
    }

    fn lose(&mut self, amount: u128) {
        self.outstanding -= amount;
        self.loss += amount;
    }
}
