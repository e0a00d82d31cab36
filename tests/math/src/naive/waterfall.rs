//! A waterfall by its rules and nothing else: a list of payments so far, from which every entitlement is reckoned anew, in
//! numbers that no sum or product of amounts can fill, without a division where a search will do.

pub mod carry;
mod coverage;
mod entitlements;
mod pari_passu;
mod principal;
mod reserves;
mod steps;

pub use self::{carry::overpaid, pari_passu::share};
use pari_passu::peer_groups;
use securities::math::waterfall::{Kind, Purpose, Tier, WaterfallInput};
use steps::{Step, steps};

/// What a run must do. Numbers stand for themselves; tiers and tranches are in their own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// What each tier takes.
    pub tiers: Vec<i128>,
    /// What of it is principal.
    pub of_principal: Vec<i128>,
    /// What each tranche gets as interest, as arrears, and of its principal.
    pub entitlements: Vec<[i128; 3]>,
    /// What reaches each carry; 0 for other tiers.
    pub reached: Vec<i128>,
    /// What each tranche is made good beside the tiers.
    pub made_good: Vec<i128>,
    /// What of each debt is written up as income covers it.
    pub written_up: Vec<i128>,
    /// What each tranche paid in above its principal and has back.
    pub returned: Vec<i128>,
    /// What each tranche gives back of overpaid carry.
    pub clawed_back: Vec<i128>,
    /// What each carry lets pass since nobody holds its class, 0 for other tiers.
    pub passed: Vec<i128>,
    /// What stays in the reinvestment account, and what of it is trapped by tests and deficiencies.
    pub reinvestment: i128,
    pub trapped: i128,
    /// What of that a covenant trapped.
    pub held: i128,
    /// What is left at the end since nobody holds the residual's class.
    pub undistributed: i128,
}

/// What is paid.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Interest,
    Arrears,
    Principal,
    Other,
}

/// One payment to a tier.
struct Payment {
    what: What,
    /// The place of the tier.
    at: usize,
    /// What was left before it.
    reached: i128,
    /// What it took, less than nothing when a reserve gives.
    took: i128,
    /// What it let pass.
    passed: i128,
    /// Whether it was principal.
    of_principal: bool,
}

struct Book<'a> {
    flow: &'a WaterfallInput<'a>,
    left: i128,
    /// What the reserve for everything held, once it may be spent.
    reserve: i128,
    aside: i128,
    /// Principal that waits for the tiers that draw on it.
    pot: i128,
    /// What was trapped of it before, and what income put into it in place of what debts lost: the last of it that is
    /// spent.
    covered: i128,
    /// Whether what is left is principal now.
    spends_principal: bool,
    /// What each debt may still take of the principal where it is divided; empty before it is.
    parts: Vec<i128>,
    stays: i128,
    /// Principal that became income last.
    joined: i128,
    /// What tests trapped, and what of covered losses did not repay anybody.
    trapped: i128,
    /// What of that a covenant trapped.
    held: i128,
    made_good: Vec<i128>,
    written_up: Vec<i128>,
    returned: Vec<i128>,
    /// By the tranche that gives it back: overpaid carry.
    clawed_back: Vec<i128>,
    payments: Vec<Payment>,
}

/// Runs a flow over tiers that form a structure.
#[must_use]
pub fn run(flow: &WaterfallInput) -> Expected {
    let mut book = Book::new(flow);
    if let Some(clawback) = flow.clawback {
        book.clawed_back[usize::from(clawback.rank)] += i128::from(clawback.amount);
    }
    for step in steps(flow) {
        book.take(step);
    }
    let residual = flow.tiers.iter().rev().find_map(|tier| match *tier {
        Tier::Residual(rank) => Some(rank),
        _ => None,
    });
    assert!(
        book.left == 0 || residual.is_some_and(|rank| vacant(flow, rank)),
        "the residual takes what is left, if somebody holds it"
    );

    let tiers = 0..flow.tiers.len();
    let of_tier = |at: usize| book.payments.iter().filter(move |payment| payment.at == at);
    let is_carry = |at: usize| book.begins_carry(at) && !flow.in_kind;
    let passed = |at: usize| of_tier(at).map(|payment| payment.passed).sum();
    let entitlements = (0..flow.claimants.len() as u8).map(|class| {
        [What::Interest, What::Arrears, What::Principal].map(|what| book.got(class, what))
    });
    Expected {
        entitlements: entitlements.collect(),
        passed: tiers.clone().map(passed).collect(),
        undistributed: book.left,
        reinvestment: book.stays,
        trapped: book.trapped,
        held: book.held,
        tiers: tiers
            .clone()
            .map(|at| of_tier(at).map(|payment| payment.took).sum())
            .collect(),
        of_principal: tiers
            .clone()
            .map(|at| {
                of_tier(at)
                    .filter(|payment| payment.of_principal)
                    .map(|payment| payment.took)
                    .sum()
            })
            .collect(),
        reached: tiers
            .map(|at| {
                of_tier(at)
                    .filter(|_| is_carry(at))
                    .map(|payment| payment.reached)
                    .sum()
            })
            .collect(),
        made_good: book.made_good,
        written_up: book.written_up,
        returned: book.returned,
        clawed_back: book.clawed_back,
    }
}

const fn rank_of(tier: Tier) -> Option<u8> {
    match tier {
        Tier::Interest(rank)
        | Tier::Arrears(rank)
        | Tier::Principal(rank)
        | Tier::Service(rank)
        | Tier::Sweep(rank)
        | Tier::Capital(rank)
        | Tier::Deficiency(rank) => Some(rank),
        _ => None,
    }
}

/// Whether nobody holds a tranche.
fn vacant(flow: &WaterfallInput, rank: u8) -> bool {
    flow.claimants[usize::from(rank)].vacant
}

fn repays(tier: Tier, rank: u8) -> bool {
    [
        Tier::Principal(rank),
        Tier::Service(rank),
        Tier::Sweep(rank),
        Tier::Capital(rank),
    ]
    .contains(&tier)
}

impl<'a> Book<'a> {
    fn new(flow: &'a WaterfallInput<'a>) -> Self {
        Self {
            flow,
            left: 0,
            reserve: 0,
            aside: 0,
            pot: 0,
            covered: 0,
            spends_principal: false,
            parts: Vec::new(),
            stays: 0,
            joined: 0,
            trapped: 0,
            held: 0,
            made_good: vec![0; flow.claimants.len()],
            written_up: vec![0; flow.claimants.len()],
            returned: vec![0; flow.claimants.len()],
            clawed_back: vec![0; flow.claimants.len()],
            payments: Vec::new(),
        }
    }
}

impl Book<'_> {
    fn take(&mut self, step: Step) {
        match step {
            Step::Spend(money) => self.left += money,
            Step::SpendReserve(money) => {
                self.left += money;
                self.reserve += money;
            }
            Step::Pay { at, .. } if self.together(at)[0] != at => {}
            Step::Pay { at, all } if self.repays_at(at) => {
                if !all && matches!(self.flow.tiers[at], Tier::Service(_)) {
                    self.pay_interest(at);
                }
                self.repay(at, all);
            }
            Step::Pay { at, .. } if matches!(self.flow.tiers[at], Tier::Deficiency(_)) => {
                self.cover(at);
            }
            // Entitlements are in settlement money.
            Step::Pay { at, .. } if rank_of(self.flow.tiers[at]).is_some() && self.flow.in_kind => {
            }
            Step::Interest { at } if self.together(at)[0] != at => {}
            Step::Interest { at } => self.pay_interest(at),
            Step::Pay { at, .. } if rank_of(self.flow.tiers[at]).is_some() => self.pay_interest(at),
            Step::Pay { at, .. } if self.tests_at(at) => self.test(at),
            Step::Pay { at, .. } => {
                if matches!(self.flow.tiers[at], Tier::Fee(_)) {
                    self.draw(Purpose::Expenses, at, self.entitlement(at));
                }
                let part = self.left.min(self.entitlement(at)).max(0);
                let tier = self.flow.tiers[at];
                let shares_out = matches!(
                    tier,
                    Tier::Carry(_)
                        | Tier::Split { .. }
                        | Tier::Participation(_)
                        | Tier::Residual(_)
                );
                // Nobody is there to take it: it goes on.
                let passes = shares_out && tier.rank().is_some_and(|rank| vacant(self.flow, rank));
                let held = if passes { 0 } else { part };
                let back = self.gives_back(tier, held);
                let took = held - back;
                let passed = match tier {
                    Tier::Carry(_) => part - held,
                    _ => 0,
                };
                self.pay(at, took, passed);
                if back > 0 {
                    let rank = tier.rank().expect("it pays a tranche");
                    self.clawed_back[usize::from(rank)] += back;
                    self.left -= back;
                }
            }
            Step::WrittenOff if self.debts_are_paid() => {
                for peers in peer_groups(self.flow) {
                    let unpaid = peers.iter().map(|class| {
                        let claimant = self.flow.claimants[usize::from(*class)];
                        match claimant.kind {
                            Kind::Debt => self.lost(*class),
                            _ => 0,
                        }
                    });
                    let unpaid: Vec<i128> = unpaid.collect();
                    // Reserves come behind income.
                    let more = if self.spends_principal {
                        0
                    } else {
                        self.all_held()
                    };
                    let parts = share(self.left + more, &unpaid);
                    let all: i128 = parts.iter().sum();
                    let cash = all.min(self.left);
                    self.left -= cash;
                    self.take_of_reserves(all - cash);
                    for (class, part) in peers.into_iter().zip(parts) {
                        self.made_good[usize::from(class)] += part;
                    }
                }
            }
            Step::WrittenOff => {}
            Step::Restore(most) => {
                let mut most = most.min(self.left);
                for (rank, claimant) in self.flow.claimants.iter().enumerate() {
                    if claimant.kind == Kind::Cover {
                        let part = most.min(claimant.loss.into());
                        self.made_good[rank] += part;
                        self.left -= part;
                        most -= part;
                    }
                }
            }
            Step::Aside { money, principal } => {
                let there = (principal - (money - self.left)).max(0);
                self.aside = self.left - there;
                self.left = there;
            }
            Step::GiveBack if self.flow.returns => self.give_back(),
            Step::GiveBack => {}
            Step::Pot(money) => self.pot += money,
            Step::Trapped(money) => self.covered += money,
            Step::TrapRest => {
                self.held = self.left;
                self.trapped += self.left;
                self.stays += std::mem::take(&mut self.left);
            }
            Step::Matured { at } => self.repay_of_pot(at, false),
            Step::Stay => {
                let stays = core::mem::take(&mut self.pot);
                self.stay(stays);
            }
            Step::Again { at } if self.joined > 0 => self.take(Step::Pay { at, all: false }),
            Step::Again { .. } => {}
            Step::Turn => {
                assert!(self.aside == 0 && !self.spends_principal);
                self.aside = core::mem::replace(&mut self.left, core::mem::take(&mut self.pot));
                self.spends_principal = true;
            }
            Step::TurnBack => {
                if self.capital_is_out() {
                    let stays = core::mem::take(&mut self.left);
                    self.stay(stays);
                }
                self.joined = self.left;
                self.left += core::mem::take(&mut self.aside);
                self.spends_principal = false;
            }
            Step::Parts { at } => self.repay_parts(at),
            Step::Apart => self.set_apart(),
            Step::Together => {
                self.left += self.aside;
                self.aside = 0;
            }
        }
    }

    fn debts_are_paid(&self) -> bool {
        (0_u8..).zip(self.flow.claimants).all(|(rank, claimant)| {
            let owed = [claimant.interest, claimant.arrears, claimant.outstanding].map(i128::from);
            let owed = owed.into_iter().sum::<i128>() + self.written_up[usize::from(rank)];
            claimant.kind != Kind::Debt
                || [What::Interest, What::Arrears, What::Principal]
                    .map(|what| self.got(rank, what))
                    .iter()
                    .sum::<i128>()
                    == owed
        })
    }

    fn paid(&self, counts: impl Fn(Tier) -> bool) -> i128 {
        let counted = self
            .payments
            .iter()
            .filter(|payment| counts(self.flow.tiers[payment.at]));
        counted.map(|payment| payment.took).sum()
    }

    /// What a tranche got of a sort.
    fn got(&self, class: u8, what: What) -> i128 {
        let own = self.payments.iter().filter(|payment| {
            payment.what == what && rank_of(self.flow.tiers[payment.at]) == Some(class)
        });
        own.map(|payment| payment.took).sum()
    }

    /// Principal stays in the deal, and what was trapped of it is what was not spent of it last.
    fn stay(&mut self, money: i128) {
        self.trapped += self.covered.min(money);
        self.stays += money;
    }

    fn pay(&mut self, at: usize, took: i128, passed: i128) {
        self.pay_as(What::Other, at, took, passed);
    }

    fn pay_as(&mut self, what: What, at: usize, took: i128, passed: i128) {
        self.payments.push(Payment {
            what,
            at,
            reached: self.left,
            took,
            passed,
            of_principal: self.spends_principal,
        });
        self.left -= took;
    }
}
