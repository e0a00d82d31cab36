//! How principal is repaid: out of the pot, out of what is left, and around floors.

use super::{Book, rank_of, repays};
use securities::math::waterfall::{Kind, Mode, Tier};

impl Book<'_> {
    /// Whether a tier pays principal, in this run.
    pub(super) fn repays_at(&self, at: usize) -> bool {
        !self.flow.in_kind
            && matches!(
                self.flow.tiers[at],
                Tier::Principal(_) | Tier::Sweep(_) | Tier::Capital(_)
            )
    }

    /// A tier that pays principal: a debt takes of the pot whatever is outstanding, or its part; then of what is left
    /// what is due, or with `all` everything.
    pub(super) fn repay(&mut self, at: usize, all: bool) {
        let tier = self.flow.tiers[at];
        let rank = tier.rank().expect("it pays a tranche");
        let claimant = self.flow.claimants[usize::from(rank)];
        if !all && self.flow.mode == Mode::Revolving && !claimant.matured {
            return;
        }
        if !all && matches!(tier, Tier::Capital(_)) {
            return;
        }
        if claimant.kind == Kind::Debt && self.pot > 0 {
            let income = core::mem::take(&mut self.left);
            let pot = core::mem::take(&mut self.pot);
            self.spends_principal = true;
            self.left = pot;
            if self.flow.pro_rata && self.flow.mode != Mode::Revolving {
                let part = self.part(rank, pot);
                self.repay_up_to(at, rank, claimant.outstanding.into(), part);
                self.parts[usize::from(rank)] -= pot - self.left;
            } else {
                self.discharge(rank);
                self.repay_up_to(at, rank, claimant.outstanding.into(), i128::MAX);
            }
            self.spends_principal = false;
            self.pot = core::mem::replace(&mut self.left, income);
        }
        let sweeps = all || matches!(tier, Tier::Sweep(_));
        let scheduled = if sweeps { u64::MAX } else { claimant.scheduled };
        let claim = scheduled.min(claimant.outstanding).into();
        self.repay_up_to(at, rank, claim, i128::MAX);
    }

    /// Interest and arrears of a debt that were not found in income, out of the pot.
    pub(super) fn interest_of_principal(&mut self, at: usize) {
        let tier = self.flow.tiers[at];
        let is_debt = rank_of(tier)
            .is_some_and(|rank| self.flow.claimants[usize::from(rank)].kind == Kind::Debt);
        if !self.flow.principal_pays_interest || !is_debt || self.flow.in_kind || self.pot == 0 {
            return;
        }
        let most = self.claim(at).clamp(0, self.pot);
        let income = core::mem::replace(&mut self.left, self.pot);
        self.spends_principal = true;
        self.pay(at, most, 0);
        self.spends_principal = false;
        self.pot = core::mem::replace(&mut self.left, income);
    }

    /// Debts ahead of one, if their principal is repaid, have their interest and arrears before its principal is.
    fn discharge(&mut self, rank: u8) {
        for senior in 0..rank {
            let claimant = self.flow.claimants[usize::from(senior)];
            let repaid = self.paid(|tier| repays(tier, senior));
            if claimant.kind != Kind::Debt || repaid != i128::from(claimant.outstanding) {
                continue;
            }
            for at in 0..self.flow.tiers.len() {
                let tier = self.flow.tiers[at];
                if tier == Tier::Interest(senior) || tier == Tier::Arrears(senior) {
                    self.pay(at, self.claim(at).clamp(0, self.left), 0);
                }
            }
        }
    }

    pub(super) fn repay_up_to(&mut self, at: usize, rank: u8, claim: i128, most: i128) {
        let unpaid = claim - self.paid(|tier| repays(tier, rank));
        let mut wanted = unpaid.min(most).min(self.left).max(0);
        if wanted == 0 {
            return;
        }
        let allowed = self.most_allowed(rank, wanted);
        self.pay(at, allowed, 0);
        wanted -= allowed;
        // What a floor withholds goes to those above it, from the top.
        for above in 0..rank {
            let floors = self.flow.cushions;
            let is_protected = floors
                .iter()
                .any(|floor| floor.rank >= above && floor.rank < rank);
            let first = self.flow.tiers.iter().position(|tier| repays(*tier, above));
            if let (true, Some(first)) = (is_protected, first) {
                let owed = i128::from(self.flow.claimants[usize::from(above)].outstanding)
                    - self.paid(|tier| repays(tier, above));
                let part = self.most_allowed(above, owed.clamp(0, wanted));
                self.pay(first, part, 0);
                wanted -= part;
            }
        }
        let allowed = self.most_allowed(rank, wanted);
        self.pay(at, allowed, 0);
    }

    /// What a debt may take of a pot that is divided by what is outstanding, when the first debt takes any. Parts are rounded down; the first that is owed anything has the rest.
    fn part(&mut self, rank: u8, pot: i128) -> i128 {
        if self.parts.is_empty() {
            let owed = (0_u8..).zip(self.flow.claimants).map(|(rank, claimant)| {
                let repaid = self.paid(|tier| repays(tier, rank));
                match claimant.kind {
                    Kind::Debt => i128::from(claimant.outstanding) - repaid,
                    _ => 0,
                }
            });
            let owed: Vec<i128> = owed.collect();
            let all = owed.iter().sum::<i128>().min(u64::MAX.into());
            let pot = pot.min(all);
            self.parts = owed
                .iter()
                .map(|owed| {
                    // A product of two numbers of 64 bits.
                    let [pot, owed, all] = [pot, *owed, all.max(1)].map(|part| part as u128);
                    (pot * owed / all) as i128
                })
                .collect();
            let rest = pot - self.parts.iter().sum::<i128>();
            if let Some(first) = owed.iter().position(|owed| *owed > 0) {
                self.parts[first] += rest;
            }
        }
        self.parts[usize::from(rank)]
    }

    /// Whether principal or capital that has a tier is still out.
    pub(super) fn capital_is_out(&self) -> bool {
        (0_u8..).zip(self.flow.claimants).any(|(rank, claimant)| {
            claimant.kind != Kind::Cover
                && self.flow.tiers.iter().any(|tier| repays(*tier, rank))
                && self.paid(|tier| repays(tier, rank)) < claimant.outstanding.into()
        })
    }
}
