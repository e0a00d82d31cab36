//! A waterfall by its rules and nothing else: a list of payments so far, from which every claim is reckoned anew, in
//! numbers that no sum or product of amounts can fill, without a division where a search will do.

use securities::math::waterfall::{Carry, Flow, Kind, Mode, Money, Tier};

/// What a run must do. Numbers stand for themselves; tiers and tranches are in their own order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// What each tier takes.
    pub tiers: Vec<i128>,
    /// What reaches each carry, 0 for other tiers.
    pub reached: Vec<i128>,
    /// What a recovery makes good for each tranche.
    pub made_good: Vec<i128>,
    /// What each carry lets pass since nobody holds its class, 0 for other tiers.
    pub passed: Vec<i128>,
    /// What is left at the end since nobody holds the residual's class.
    pub unclaimed: i128,
}

/// One payment: the place of the tier, what was left before it, what it took, and what it let pass.
type Payment = (usize, i128, i128, i128);

struct Book<'a> {
    flow: &'a Flow<'a>,
    made_good: Vec<i128>,
    payments: Vec<Payment>,
}

/// Runs a flow over tiers that form a structure.
#[must_use]
pub fn run(flow: &Flow) -> Expected {
    let ranks = 0..flow.parties.len();
    let is_cover = |rank: &usize| flow.parties[*rank].kind == Kind::Cover;
    // Whose losses are made good before whose.
    let mut line: Vec<usize> = ranks.clone().collect();
    line.sort_by_key(is_cover);
    let losses: Vec<i128> = line
        .iter()
        .map(|rank| flow.parties[*rank].loss.into())
        .collect();
    let makes_good = flow.money == Money::Recovery && !flow.in_kind;
    let parts = fill(if makes_good { flow.amount.into() } else { 0 }, &losses);
    let mut made_good = vec![0; line.len()];
    for (rank, part) in line.into_iter().zip(parts) {
        made_good[rank] = part;
    }

    let left = i128::from(flow.amount) + i128::from(flow.reserve) - made_good.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..flow.tiers.len()).collect();
    order.sort_by_key(|at| precedence(flow, *at));
    let mut book = Book {
        flow,
        made_good,
        payments: Vec::new(),
    };
    book.pay(left, &order);

    let by_tier = |of: fn(&Payment) -> i128| {
        let tiers = 0..flow.tiers.len();
        let of_tier = |at: usize| {
            book.payments
                .iter()
                .find(|payment| payment.0 == at)
                .map_or(0, of)
        };
        tiers.map(of_tier).collect::<Vec<i128>>()
    };
    let reached = by_tier(|payment| payment.1);
    let carries = flow
        .tiers
        .iter()
        .map(|tier| matches!(tier, Tier::Carry(_)) && !flow.in_kind);
    Expected {
        tiers: by_tier(|payment| payment.2),
        reached: reached
            .into_iter()
            .zip(carries)
            .map(|(left, is)| if is { left } else { 0 })
            .collect(),
        made_good: book.made_good.clone(),
        passed: by_tier(|payment| payment.3),
        unclaimed: left - by_tier(|payment| payment.2).iter().sum::<i128>(),
    }
}

/// Fills cups in their order.
fn fill(left: i128, cups: &[i128]) -> Vec<i128> {
    let Some((cup, rest)) = cups.split_first() else {
        return Vec::new();
    };
    let part = left.min(*cup);
    let mut parts = vec![part];
    parts.extend(fill(left - part, rest));
    parts
}

/// What a tier has before it: tiers run in the order of this.
fn precedence(flow: &Flow, at: usize) -> (u8, u8, bool, usize) {
    let debt = |at: usize| {
        claimant(flow.tiers[at]).filter(|rank| flow.parties[usize::from(*rank)].kind == Kind::Debt)
    };
    let rest = (2, 0, false, at);
    if flow.mode != Mode::Accelerated || flow.in_kind {
        return rest;
    }
    let first_debt = (0..flow.tiers.len()).find(|at| debt(*at).is_some());
    match (flow.tiers[at], debt(at)) {
        (Tier::Fee(_), _) if first_debt.is_some_and(|first| at < first) => (0, 0, false, at),
        (Tier::Principal(_) | Tier::Sweep(_), Some(rank)) if is_first_principal(flow, at) => {
            (1, rank, true, at)
        }
        (Tier::Interest(_) | Tier::Arrears(_), Some(rank)) => (1, rank, false, at),
        _ => rest,
    }
}

const fn claimant(tier: Tier) -> Option<u8> {
    match tier {
        Tier::Interest(rank) | Tier::Arrears(rank) | Tier::Principal(rank) | Tier::Sweep(rank) => {
            Some(rank)
        }
        _ => None,
    }
}

fn repays(tier: Tier, rank: u8) -> bool {
    tier == Tier::Principal(rank) || tier == Tier::Sweep(rank)
}

fn is_first_principal(flow: &Flow, at: usize) -> bool {
    let rank = claimant(flow.tiers[at]);
    rank.is_some_and(|rank| flow.tiers.iter().position(|tier| repays(*tier, rank)) == Some(at))
}

impl Book<'_> {
    /// Pays tier after tier, and never asks what is left at the end: the caller's sums do.
    fn pay(&mut self, left: i128, order: &[usize]) {
        if let Some((at, rest)) = order.split_first() {
            let part = left.min(self.claim(*at, left));
            let tier = self.flow.tiers[*at];
            let shares_out = matches!(
                tier,
                Tier::Carry(_) | Tier::Split { .. } | Tier::Residual(_)
            );
            let vacant = tier
                .rank()
                .is_some_and(|rank| self.flow.parties[usize::from(rank)].vacant);
            // Nobody is there to take it: it goes on.
            let took = if shares_out && vacant { 0 } else { part };
            let passed = match tier {
                Tier::Carry(_) => part - took,
                _ => 0,
            };
            self.payments.push((*at, left, took, passed));
            self.pay(left - took, rest);
        }
    }

    fn paid(&self, counts: impl Fn(Tier) -> bool) -> i128 {
        let counted = self
            .payments
            .iter()
            .filter(|payment| counts(self.flow.tiers[payment.0]));
        counted.map(|payment| payment.2).sum()
    }

    fn claim(&self, at: usize, left: i128) -> i128 {
        let accelerated = self.flow.mode == Mode::Accelerated;
        let party = |rank: u8| self.flow.parties[usize::from(rank)];
        match self.flow.tiers[at] {
            Tier::Residual(_) => left,
            Tier::Split { bps, .. } => self.group(at, left) * i128::from(bps) / 10_000,
            _ if self.flow.in_kind => 0,
            Tier::Fee(due) => due.into(),
            Tier::Interest(rank) => party(rank).interest.into(),
            Tier::Arrears(rank) => party(rank).arrears.into(),
            Tier::Principal(rank) | Tier::Sweep(rank) => {
                let party = party(rank);
                let all = matches!(self.flow.tiers[at], Tier::Sweep(_))
                    || (accelerated
                        && party.kind == Kind::Debt
                        && is_first_principal(self.flow, at));
                let scheduled = if all { u64::MAX } else { party.scheduled };
                let total = i128::from(scheduled.min(party.outstanding));
                if self.flow.mode == Mode::Revolving && !party.matured {
                    0
                } else {
                    let unpaid = (total - self.paid(|tier| repays(tier, rank))).max(0);
                    self.most_allowed(rank, unpaid.min(left))
                }
            }
            Tier::Reserve(_) | Tier::Cover(_) if accelerated => 0,
            Tier::Reserve(target) => target.into(),
            Tier::Cover(rank) => i128::from(party(rank).loss) - self.made_good[usize::from(rank)],
            Tier::Carry(carry) => self.carry(carry, left),
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
        let base = self.flow.parties[usize::from(carry.base)];
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
                for (at, party) in (0_u8..).zip(self.flow.parties) {
                    let is_cover = party.kind == Kind::Cover;
                    let back =
                        self.made_good[usize::from(at)] + self.paid(|tier| tier == Tier::Cover(at));
                    let now = i128::from(party.outstanding) - self.paid(|tier| repays(tier, at))
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
