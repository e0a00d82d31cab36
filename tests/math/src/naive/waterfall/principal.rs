//! How principal is repaid: out of the pot, out of what is left, and around floors.

use super::{Book, What, rank_of, ranks, repays, share};
use securities::math::waterfall::{Kind, Mode, Tier};

impl Book<'_> {
    /// Whether a tier pays principal, in this run.
    pub(super) fn repays_at(&self, at: usize) -> bool {
        !self.flow.in_kind
            && matches!(
                self.flow.tiers[at],
                Tier::Principal(_) | Tier::Service(_) | Tier::Sweep(_) | Tier::Capital(_)
            )
    }

    /// Tiers that pay principal of a rank: debts take of the pot whatever is outstanding, or their parts; then of what is
    /// left what is due, or with `all` everything.
    pub(super) fn repay(&mut self, at: usize, all: bool) {
        let tier = self.flow.tiers[at];
        if !all && matches!(tier, Tier::Capital(_)) {
            return;
        }
        let places = self.together(at);
        let classes: Vec<u8> = places
            .iter()
            .map(|at| self.flow.tiers[*at].rank().expect("it pays a tranche"))
            .collect();
        let claimant = |class: u8| self.flow.claimants[usize::from(class)];
        let stays =
            |class: &u8| !all && self.flow.mode == Mode::Revolving && !claimant(*class).matured;
        if classes.iter().all(stays) {
            return;
        }
        let first = classes[0];
        if claimant(first).kind == Kind::Debt && self.pot > 0 {
            let income = core::mem::take(&mut self.left);
            let pot = core::mem::take(&mut self.pot);
            self.spends_principal = true;
            self.left = pot;
            let divides = self.flow.pro_rata && self.flow.mode != Mode::Revolving;
            if !divides {
                self.discharge(first);
            }
            let mut claims = Vec::new();
            for class in &classes {
                let part = if divides {
                    self.part(*class, pot)
                } else {
                    i128::MAX
                };
                let owed = if stays(class) {
                    0
                } else {
                    self.outstanding(*class)
                };
                claims.push(owed.min(part).max(0));
            }
            self.repay_up_to(first, &places, &mut claims.clone(), i128::MAX);
            if divides {
                let took = share(pot - self.left, &claims);
                for (class, took) in classes.iter().zip(took) {
                    self.parts[usize::from(*class)] -= took;
                }
            }
            self.spends_principal = false;
            self.pot = core::mem::replace(&mut self.left, income);
        }
        let sweeps = all || matches!(tier, Tier::Sweep(_));
        let mut claims = Vec::new();
        for class in &classes {
            let claimant = claimant(*class);
            let due = if sweeps { u64::MAX } else { claimant.scheduled };
            let due = i128::from(due.min(claimant.outstanding));
            let paid = self.got(*class, What::Principal);
            claims.push(if stays(class) { 0 } else { (due - paid).max(0) });
        }
        self.repay_up_to(first, &places, &mut claims, i128::MAX);
    }

    fn outstanding(&self, class: u8) -> i128 {
        let claimant = self.flow.claimants[usize::from(class)];
        i128::from(claimant.outstanding) - self.got(class, What::Principal)
    }

    /// Interest and arrears of debts that were not found in income, out of the pot.
    pub(super) fn interest_of_principal(
        &mut self,
        what: What,
        places: &[usize],
        claims: &mut [i128],
    ) {
        let class = rank_of(self.flow.tiers[places[0]]).expect("it is interest");
        let is_debt = self.flow.claimants[usize::from(class)].kind == Kind::Debt;
        if !self.flow.principal_pays_interest || !is_debt || self.flow.in_kind || self.pot == 0 {
            return;
        }
        let income = core::mem::replace(&mut self.left, self.pot);
        self.spends_principal = true;
        let amount = self.left.min(claims.iter().sum());
        self.spread(what, places, claims, amount, 0);
        self.spends_principal = false;
        self.pot = core::mem::replace(&mut self.left, income);
    }

    /// Debts ahead of one, if all principal of their rank is repaid, have their interest and arrears before its principal
    /// is.
    fn discharge(&mut self, rank: u8) {
        let seniors = ranks(self.flow).into_iter();
        for seniors in seniors.take_while(|seniors| seniors[0] < rank) {
            let is_repaid = |class: &u8| {
                self.flow.claimants[usize::from(*class)].kind == Kind::Debt
                    && self.outstanding(*class) == 0
            };
            if !seniors.iter().all(is_repaid) {
                continue;
            }
            for at in 0..self.flow.tiers.len() {
                let tier = self.flow.tiers[at];
                let pays = matches!(tier, Tier::Interest(class) | Tier::Arrears(class) | Tier::Service(class) if seniors.contains(&class));
                if pays && self.together(at)[0] == at {
                    self.pay_interest(at);
                }
            }
        }
    }

    pub(super) fn repay_up_to(
        &mut self,
        rank: u8,
        places: &[usize],
        claims: &mut [i128],
        most: i128,
    ) {
        let mut wanted = claims.iter().sum::<i128>().min(most).min(self.left).max(0);
        if wanted == 0 {
            return;
        }
        let allowed = self.most_allowed(rank, wanted);
        self.spread(What::Principal, places, claims, allowed, 0);
        wanted -= allowed;
        // What a floor withholds goes to those above it, from the top.
        for above in ranks(self.flow) {
            let floors = self.flow.cushions;
            let is_protected = floors
                .iter()
                .any(|floor| floor.rank >= above[0] && floor.rank < rank);
            if above[0] >= rank || !is_protected {
                continue;
            }
            if let Some((places, mut owed)) = self.principal_of(above[0]) {
                let part = self.most_allowed(above[0], owed.iter().sum::<i128>().clamp(0, wanted));
                self.spread(What::Principal, &places, &mut owed, part, 0);
                wanted -= part;
            }
        }
        let allowed = self.most_allowed(rank, wanted);
        self.spread(What::Principal, places, claims, allowed, 0);
    }

    /// The first tiers that repay a rank, and what is outstanding of each.
    pub(super) fn principal_of(&self, class: u8) -> Option<(Vec<usize>, Vec<i128>)> {
        let mut tiers = self.flow.tiers.iter();
        let places = self.together(tiers.position(|tier| repays(*tier, class))?);
        let owed = places.iter().map(|at| {
            let class = rank_of(self.flow.tiers[*at]).expect("it repays a class");
            self.outstanding(class)
        });
        let owed = owed.collect();
        Some((places, owed))
    }

    /// What a debt may take of a pot that is divided by what is outstanding, when the first debt takes any. Parts are rounded down; the first that is owed anything has the rest.
    fn part(&mut self, rank: u8, pot: i128) -> i128 {
        if self.parts.is_empty() {
            let owed = (0_u8..).zip(self.flow.claimants).map(|(rank, claimant)| {
                let repaid = self.got(rank, What::Principal);
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
                && self.got(rank, What::Principal) < claimant.outstanding.into()
        })
    }
}
