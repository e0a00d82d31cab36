//! A waterfall by its rules and nothing else: a list of payments so far, from which every claim is reckoned anew, in
//! numbers that no sum or product of amounts can fill, without a division where a search will do.

use securities::math::waterfall::{Carry, Kind, Mode, Tier, WaterfallInput};

/// What a run must do. Numbers stand for themselves; tiers and tranches are in their own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// What each tier takes.
    pub tiers: Vec<i128>,
    /// What reaches each carry, 0 for other tiers.
    pub reached: Vec<i128>,
    /// What each tranche is made good beside the tiers.
    pub made_good: Vec<i128>,
    /// What each tranche paid in above its principal and has back.
    pub returned: Vec<i128>,
    /// What each carry lets pass since nobody holds its class, 0 for other tiers.
    pub passed: Vec<i128>,
    /// What is left at the end since nobody holds the residual's class.
    pub unclaimed: i128,
}

/// One payment: the place of the tier, what was left before it, what it took, less than nothing when a reserve gives, and
/// what it let pass.
type Payment = (usize, i128, i128, i128);

/// What is done with money, one thing after the other.
#[derive(Clone, Copy)]
enum Step {
    /// So much more may be spent.
    Spend(i128),
    /// A tier is paid what it claims, or with `all` all principal of its tranche.
    Pay { at: usize, all: bool },
    /// Written-off principal of the debts is repaid.
    WrittenOff,
    /// So much at most goes back into covers.
    Restore(i128),
    /// Of all this money, what is no part of these principal proceeds waits; the proceeds were spent first.
    Aside { money: i128, principal: i128 },
    /// What tranches paid in above their principal goes back.
    GiveBack,
    /// What waits may be spent.
    Together,
}

struct Book<'a> {
    flow: &'a WaterfallInput<'a>,
    left: i128,
    aside: i128,
    made_good: Vec<i128>,
    returned: Vec<i128>,
    payments: Vec<Payment>,
}

/// Runs a flow over tiers that form a structure.
#[must_use]
pub fn run(flow: &WaterfallInput) -> Expected {
    let mut book = Book {
        flow,
        left: 0,
        aside: 0,
        made_good: vec![0; flow.claimants.len()],
        returned: vec![0; flow.claimants.len()],
        payments: Vec::new(),
    };
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
    let of_tier = |at: usize| book.payments.iter().filter(move |payment| payment.0 == at);
    let is_carry = |at: usize| matches!(flow.tiers[at], Tier::Carry(_)) && !flow.in_kind;
    let passed = |at: usize| of_tier(at).map(|payment| payment.3).sum();
    Expected {
        passed: tiers.clone().map(passed).collect(),
        unclaimed: book.left,
        tiers: tiers
            .clone()
            .map(|at| of_tier(at).map(|payment| payment.2).sum())
            .collect(),
        reached: tiers
            .map(|at| {
                of_tier(at)
                    .filter(|_| is_carry(at))
                    .map(|payment| payment.1)
                    .sum()
            })
            .collect(),
        made_good: book.made_good,
        returned: book.returned,
    }
}

/// In what order money is spent: principal proceeds, what a recovery puts back, and the tiers; or what an acceleration
/// makes of it.
fn steps(flow: &WaterfallInput) -> Vec<Step> {
    let ranks_of = |kind: Kind| {
        (0_u8..)
            .zip(flow.claimants)
            .filter(move |(_, claimant)| claimant.kind == kind)
    };
    let due = |at: usize| Step::Pay { at, all: false };
    let claims = |rank: u8, principal: Option<bool>| {
        let of_rank =
            (0..flow.tiers.len()).filter(move |at| rank_of(flow.tiers[*at]) == Some(rank));
        of_rank.filter(move |at| {
            principal.is_none_or(|wanted| repays(flow.tiers[*at], rank) == wanted)
        })
    };
    let all = |rank: u8| {
        claims(rank, Some(true))
            .take(1)
            .map(|at| Step::Pay { at, all: true })
    };
    let interest = |rank: u8| claims(rank, Some(false)).map(due);
    let debts = || ranks_of(Kind::Debt).map(|(rank, _)| rank);
    let first_debt = (0..flow.tiers.len()).find(|at| debt(flow, *at));
    let ahead = |at: usize| {
        matches!(flow.tiers[at], Tier::Fee(_)) && first_debt.is_some_and(|first| at < first)
    };

    let money = i128::from(flow.amount) + i128::from(flow.reserve);
    let principal = i128::from(flow.principal);
    let lost: i128 = ranks_of(Kind::Cover)
        .map(|(_, claimant)| i128::from(claimant.loss))
        .sum();
    let back = if flow.recovery {
        lost.min(i128::from(flow.amount) - principal)
    } else {
        0
    };
    let mut steps = Vec::new();
    if flow.in_kind {
        steps.push(Step::Spend(money));
        steps.extend([
            Step::Aside { money, principal },
            Step::GiveBack,
            Step::Together,
        ]);
        steps.extend((0..flow.tiers.len()).map(due));
        return steps;
    }
    if flow.mode == Mode::Accelerated {
        steps.push(Step::Spend(money));
        steps.extend((0..flow.tiers.len()).filter(|at| ahead(*at)).map(due));
        for rank in debts() {
            steps.extend(interest(rank));
            steps.extend(all(rank));
        }
        steps.extend([Step::WrittenOff, Step::Aside { money, principal }]);
        steps.extend(ranks_of(Kind::Equity).flat_map(|(rank, _)| all(rank)));
        steps.extend([Step::GiveBack, Step::Together, Step::Restore(back)]);
    } else {
        steps.push(Step::Spend(principal));
        for rank in debts() {
            steps.extend(all(rank));
            steps.extend(interest(rank));
        }
        steps.push(Step::WrittenOff);
        steps.extend(ranks_of(Kind::Equity).flat_map(|(rank, _)| all(rank)));
        steps.extend([Step::GiveBack, Step::Spend(back)]);
        if back > 0 {
            steps.extend(debts().flat_map(|rank| claims(rank, None)).map(due));
        }
        steps.extend([Step::Restore(back), Step::Spend(money - principal - back)]);
    }
    for at in 0..flow.tiers.len() {
        if !debt(flow, at) && !ahead(at) {
            steps.push(Step::WrittenOff);
        }
        steps.push(due(at));
    }
    steps
}

const fn rank_of(tier: Tier) -> Option<u8> {
    match tier {
        Tier::Interest(rank) | Tier::Arrears(rank) | Tier::Principal(rank) | Tier::Sweep(rank) => {
            Some(rank)
        }
        _ => None,
    }
}

/// Whether a tier pays what a debt claims.
fn debt(flow: &WaterfallInput, at: usize) -> bool {
    let rank = rank_of(flow.tiers[at]);
    rank.is_some_and(|rank| flow.claimants[usize::from(rank)].kind == Kind::Debt)
}

/// Whether nobody holds a tranche.
fn vacant(flow: &WaterfallInput, rank: u8) -> bool {
    flow.claimants[usize::from(rank)].vacant
}

fn repays(tier: Tier, rank: u8) -> bool {
    tier == Tier::Principal(rank) || tier == Tier::Sweep(rank)
}

impl Book<'_> {
    fn take(&mut self, step: Step) {
        match step {
            Step::Spend(money) => self.left += money,
            Step::Pay { at, all } => {
                let part = self.left.min(self.claim(at, all)).max(0);
                let tier = self.flow.tiers[at];
                let shares_out = matches!(
                    tier,
                    Tier::Carry(_) | Tier::Split { .. } | Tier::Residual(_)
                );
                // Nobody is there to take it: it goes on.
                let passes = shares_out && tier.rank().is_some_and(|rank| vacant(self.flow, rank));
                let took = if passes { 0 } else { part };
                let passed = match tier {
                    Tier::Carry(_) => part - took,
                    _ => 0,
                };
                self.payments.push((at, self.left, took, passed));
                self.left -= took;
            }
            Step::WrittenOff if self.debts_are_paid() => {
                for (rank, claimant) in self.flow.claimants.iter().enumerate() {
                    if claimant.kind != Kind::Debt {
                        continue;
                    }
                    let unpaid = i128::from(claimant.loss) - self.made_good[rank];
                    let cash = unpaid.min(self.left);
                    self.left -= cash;
                    let is_reserve = |tier: Tier| matches!(tier, Tier::Reserve(_));
                    let kept = (unpaid - cash).min(self.paid(is_reserve));
                    if kept > 0 {
                        let at = self.flow.tiers.iter().position(|tier| is_reserve(*tier));
                        self.payments
                            .push((at.expect("it has kept something"), 0, -kept, 0));
                    }
                    self.made_good[rank] += cash + kept;
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
            Step::GiveBack => self.give_back(),
            Step::Together => {
                self.left += self.aside;
                self.aside = 0;
            }
        }
    }

    /// Each that somebody holds the same part of what it paid in, rounded so that the sum is exact.
    fn give_back(&mut self) {
        let limit = u128::from(u64::MAX);
        let paid_in = self
            .flow
            .claimants
            .iter()
            .map(|claimant| match claimant.vacant {
                true => 0,
                false => claimant.paid_in.into(),
            });
        let paid_in: Vec<u128> = paid_in.collect();
        let all = paid_in.iter().sum::<u128>().min(limit);
        let pot = u128::try_from(self.left)
            .expect("never below nothing")
            .min(all);
        let (mut upto, mut given) = (0, 0);
        for (rank, part) in paid_in.into_iter().enumerate() {
            upto = (upto + part).min(limit);
            if pot > 0 {
                let reached = pot * upto / all;
                self.returned[rank] = (reached - given) as i128;
                given = reached;
            }
        }
        self.left -= given as i128;
    }

    fn debts_are_paid(&self) -> bool {
        (0_u8..).zip(self.flow.claimants).all(|(rank, claimant)| {
            let owed = [claimant.interest, claimant.arrears, claimant.outstanding].map(i128::from);
            let owed: i128 = owed.into_iter().sum();
            claimant.kind != Kind::Debt || self.paid(|tier| rank_of(tier) == Some(rank)) == owed
        })
    }

    fn paid(&self, counts: impl Fn(Tier) -> bool) -> i128 {
        let counted = self
            .payments
            .iter()
            .filter(|payment| counts(self.flow.tiers[payment.0]));
        counted.map(|payment| payment.2).sum()
    }

    fn claim(&self, at: usize, all: bool) -> i128 {
        let accelerated = self.flow.mode == Mode::Accelerated;
        let claimant = |rank: u8| self.flow.claimants[usize::from(rank)];
        let tier = self.flow.tiers[at];
        let unpaid = |claim: u64| i128::from(claim) - self.paid(|other| other == tier);
        match tier {
            Tier::Residual(_) => self.left,
            Tier::Split { bps, .. } => self.group(at, self.left) * i128::from(bps) / 10_000,
            _ if self.flow.in_kind => 0,
            Tier::Fee(due) => {
                let of_this = self.payments.iter().filter(|payment| payment.0 == at);
                i128::from(due) - of_this.map(|payment| payment.2).sum::<i128>()
            }
            Tier::Interest(rank) => unpaid(claimant(rank).interest),
            Tier::Arrears(rank) => unpaid(claimant(rank).arrears),
            Tier::Principal(rank) | Tier::Sweep(rank) => {
                let claimant = claimant(rank);
                if !all && self.flow.mode == Mode::Revolving && !claimant.matured {
                    return 0;
                }
                let sweeps = all || matches!(tier, Tier::Sweep(_));
                let scheduled = if sweeps { u64::MAX } else { claimant.scheduled };
                let total = i128::from(scheduled.min(claimant.outstanding));
                let unpaid = (total - self.paid(|tier| repays(tier, rank))).max(0);
                self.most_allowed(rank, unpaid.min(self.left))
            }
            Tier::Reserve(_) if accelerated => 0,
            Tier::Cover(_) if accelerated && !self.debts_are_paid() => 0,
            Tier::Reserve(target) => target.into(),
            Tier::Cover(rank) => {
                i128::from(claimant(rank).loss) - self.made_good[usize::from(rank)]
            }
            Tier::Carry(carry) => self.carry(carry, self.left),
        }
    }

    /// What reached the first of the splits in a row.
    fn group(&self, at: usize, left: i128) -> i128 {
        let is_split = |at: usize| matches!(self.flow.tiers[at], Tier::Split { .. });
        let first = (0..=at).rev().take_while(|at| is_split(*at)).last();
        let reached = self
            .payments
            .iter()
            .find(|payment| Some(payment.0) == first);
        reached.map_or(left, |payment| payment.1)
    }

    fn carry(&self, carry: Carry, left: i128) -> i128 {
        let base = self.flow.claimants[usize::from(carry.base)];
        let limit = i128::from(u64::MAX);
        let interest = self
            .paid(|tier| tier == Tier::Interest(carry.base) || tier == Tier::Arrears(carry.base));
        let lost = i128::from(base.loss) - self.made_good[usize::from(carry.base)];
        let income = i128::from(base.interest_paid) + interest + i128::from(carry.reached) + left;
        let profit = (income - lost).clamp(0, limit);
        let unpaid = i128::from(base.interest) + i128::from(base.arrears) - interest;
        let hurdle = (i128::from(base.interest_paid) + interest + unpaid).min(limit);
        let due = if profit <= hurdle {
            0
        } else {
            let catching_up = (profit - hurdle) * i128::from(carry.catch_up_bps) / 10_000;
            catching_up.min(profit * i128::from(carry.carry_bps) / 10_000)
        };
        (due - i128::from(carry.paid)).max(0)
    }

    /// The most of a repayment that leaves every floor standing, found by halving.
    fn most_allowed(&self, rank: u8, wanted: i128) -> i128 {
        let allowed = |x: i128| {
            self.flow.cushions.iter().all(|cushion| {
                let mut sides = [0_i128; 2];
                for (at, claimant) in (0_u8..).zip(self.flow.claimants) {
                    let is_cover = claimant.kind == Kind::Cover;
                    let back =
                        self.made_good[usize::from(at)] + self.paid(|tier| tier == Tier::Cover(at));
                    let now = i128::from(claimant.outstanding) - self.paid(|tier| repays(tier, at))
                        + if is_cover { back } else { 0 };
                    sides[usize::from(is_cover || at > cushion.rank)] += now;
                }
                let [protected, below] = [sides[0], sides[1] - x];
                rank <= cushion.rank
                    || protected == 0
                    || below * 10_000 >= i128::from(cushion.min_bps) * (protected + below)
            })
        };
        if self.flow.cushions.is_empty() {
            return wanted;
        }
        let (mut low, mut high) = (0, wanted + 1);
        if !allowed(0) {
            return 0;
        }
        // `low` is allowed, and `high` is not or too much.
        while high - low > 1 {
            let middle = (low + high) / 2;
            if allowed(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }
}
