//! How principal is repaid: out of the pot, out of what is left, and around floors.

use super::{Book, What, peer_groups, rank_of, repays, share};
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

    /// Tiers that pay principal of peers: debts take of the pot whatever is outstanding, or their parts; then of what is
    /// left what is due, or with `all` everything.
    pub(super) fn repay(&mut self, at: usize, all: bool) {
        let tier = self.flow.tiers[at];
        if !all && matches!(tier, Tier::Capital(_)) {
            return;
        }
        let places = self.together(at);
        let classes = self.classes_at(&places);
        if classes.iter().all(|class| !all && self.keeps(*class)) {
            return;
        }
        self.repay_of_pot(at, all);
        let sweeps = all || matches!(tier, Tier::Sweep(_));
        let mut entitlements = Vec::new();
        for class in &classes {
            let claimant = self.flow.claimants[usize::from(*class)];
            let due = i128::from(claimant.scheduled.min(claimant.outstanding));
            let unpaid = if sweeps {
                self.outstanding(*class)
            } else {
                due - self.got(*class, What::Principal)
            };
            let stays = !all && self.keeps(*class);
            entitlements.push(if stays { 0 } else { unpaid.max(0) });
        }
        self.repay_up_to(classes[0], &places, &mut entitlements, i128::MAX);
    }

    /// The classes of tiers.
    fn classes_at(&self, places: &[usize]) -> Vec<u8> {
        let classes = places.iter().map(|at| self.flow.tiers[*at].rank());
        classes
            .map(|class| class.expect("it pays a class"))
            .collect()
    }

    /// Whether principal of a class stays in the deal.
    fn keeps(&self, class: u8) -> bool {
        self.flow.mode == Mode::Revolving && !self.flow.claimants[usize::from(class)].matured
    }

    /// Debts at a tier take of the pot.
    pub(super) fn repay_of_pot(&mut self, at: usize, all: bool) {
        let places = self.together(at);
        let classes = self.classes_at(&places);
        let first = classes[0];
        let stays = |class: &u8| !all && self.keeps(*class);
        let is_debt = self.flow.claimants[usize::from(first)].kind == Kind::Debt;
        if !is_debt || self.pot == 0 || classes.iter().all(stays) {
            return;
        }
        let pot = core::mem::take(&mut self.pot);
        let income = core::mem::replace(&mut self.left, pot);
        self.spends_principal = true;
        let divides = self.flow.pro_rata && self.flow.mode != Mode::Revolving;
        if !divides {
            self.discharge(first);
        }
        let mut entitlements = Vec::new();
        for class in &classes {
            let part = if divides {
                self.part(*class, pot)
            } else {
                i128::MAX
            };
            let owed = if !all && self.keeps(*class) {
                0
            } else {
                self.outstanding(*class)
            };
            entitlements.push(owed.min(part).max(0));
        }
        self.repay_up_to(first, &places, &mut entitlements.clone(), i128::MAX);
        if divides {
            let took = share(pot - self.left, &entitlements);
            for (class, took) in classes.iter().zip(took) {
                self.parts[usize::from(*class)] -= took;
            }
        }
        self.spends_principal = false;
        self.pot = core::mem::replace(&mut self.left, income);
    }

    /// What is left of the peers' parts of what is left.
    pub(super) fn repay_parts(&mut self, at: usize) {
        let places = self.together(at);
        let classes: Vec<u8> = places
            .iter()
            .map(|at| rank_of(self.flow.tiers[*at]).expect("it repays a class"))
            .collect();
        let mut entitlements = Vec::new();
        for class in &classes {
            let part = self.part(*class, self.left);
            entitlements.push(self.outstanding(*class).min(part).max(0));
        }
        let before = self.left;
        self.repay_up_to(classes[0], &places, &mut entitlements.clone(), i128::MAX);
        let took = share(before - self.left, &entitlements);
        for (class, took) in classes.iter().zip(took) {
            self.parts[usize::from(*class)] -= took;
        }
    }

    /// What is out of a class by now: what was, what was written up, and less what it got.
    pub(super) fn outstanding(&self, class: u8) -> i128 {
        let claimant = self.flow.claimants[usize::from(class)];
        i128::from(claimant.outstanding) + self.written_up[usize::from(class)]
            - self.got(class, What::Principal)
    }

    /// What a class has lost and has not back by now.
    pub(super) fn lost(&self, class: u8) -> i128 {
        let at = usize::from(class);
        i128::from(self.flow.claimants[at].loss) - self.made_good[at] - self.written_up[at]
    }

    /// Income stands in for what peers among the debts lost: it is principal from here on, and they are owed as much again.
    pub(super) fn cover(&mut self, at: usize) {
        if self.flow.in_kind || self.flow.mode == Mode::Accelerated {
            return;
        }
        let classes = self.together(at).into_iter();
        let classes = classes.map(|at| rank_of(self.flow.tiers[at]).expect("it is of a class"));
        let classes: Vec<u8> = classes.collect();
        let lost: Vec<i128> = classes.iter().map(|class| self.lost(*class)).collect();
        let parts = share(self.left, &lost);
        let all: i128 = parts.iter().sum();
        for (class, part) in classes.into_iter().zip(parts) {
            self.written_up[usize::from(class)] += part;
        }
        self.left -= all;
        self.pot += all;
        self.covered += all;
        if !self.parts.is_empty() {
            let more = share(all, &self.owed_by_debts());
            for (part, more) in self.parts.iter_mut().zip(more) {
                *part += more;
            }
        }
    }

    fn owed_by_debts(&self) -> Vec<i128> {
        let classes = (0_u8..).zip(self.flow.claimants);
        let owed = classes.map(|(class, claimant)| match claimant.kind {
            Kind::Debt => self.outstanding(class),
            _ => 0,
        });
        owed.collect()
    }

    /// Interest and arrears of debts that were not found in income, out of the pot: not out of what was trapped, or what
    /// stands in for losses.
    pub(super) fn interest_of_principal(
        &mut self,
        what: What,
        places: &[usize],
        entitlements: &mut [i128],
    ) {
        let class = rank_of(self.flow.tiers[places[0]]).expect("it is interest");
        let is_debt = self.flow.claimants[usize::from(class)].kind == Kind::Debt;
        if !self.flow.principal_pays_interest || !is_debt || self.flow.in_kind || self.pot == 0 {
            return;
        }
        let income = core::mem::replace(&mut self.left, self.pot);
        self.spends_principal = true;
        let own = (self.left - self.covered).max(0);
        let amount = own.min(entitlements.iter().sum());
        self.spread(what, places, entitlements, amount);
        self.spends_principal = false;
        self.pot = core::mem::replace(&mut self.left, income);
    }

    /// Debts ahead of one, if all principal of their peers is repaid, have their interest and arrears before its principal
    /// is. While the deal revolves, that asks nothing of those that have not matured, and gives them nothing.
    fn discharge(&mut self, rank: u8) {
        let seniors = peer_groups(self.flow).into_iter();
        for seniors in seniors.take_while(|seniors| seniors[0] < rank) {
            let claimant = |class: u8| self.flow.claimants[usize::from(class)];
            let takes_part =
                |class: &u8| self.flow.mode != Mode::Revolving || claimant(*class).matured;
            let due: Vec<u8> = seniors.into_iter().filter(takes_part).collect();
            let is_repaid =
                |class: &u8| claimant(*class).kind == Kind::Debt && self.outstanding(*class) == 0;
            if !due.iter().all(is_repaid) {
                continue;
            }
            for at in 0..self.flow.tiers.len() {
                let tier = self.flow.tiers[at];
                let pays = matches!(tier, Tier::Interest(class) | Tier::Arrears(class) | Tier::Service(class) if due.contains(&class));
                let places = self.together(at);
                let is_due = |at: &usize| {
                    rank_of(self.flow.tiers[*at]).is_some_and(|class| due.contains(&class))
                };
                let places: Vec<usize> = places.into_iter().filter(is_due).collect();
                if pays && places[0] == at {
                    self.pay_interest_at(&places);
                }
            }
        }
    }

    pub(super) fn repay_up_to(
        &mut self,
        rank: u8,
        places: &[usize],
        entitlements: &mut [i128],
        most: i128,
    ) {
        let mut wanted = entitlements
            .iter()
            .sum::<i128>()
            .min(most)
            .min(self.left)
            .max(0);
        if wanted == 0 {
            return;
        }
        let allowed = self.most_allowed(rank, wanted);
        self.spread(What::Principal, places, entitlements, allowed);
        wanted -= allowed;
        // What a floor withholds goes to those above it, from the top.
        for above in peer_groups(self.flow) {
            let floors = self.flow.cushions;
            let is_protected = floors
                .iter()
                .any(|floor| floor.rank >= above[0] && floor.rank < rank);
            if above[0] >= rank || !is_protected {
                continue;
            }
            if let Some((places, mut owed)) = self.principal_of(above[0]) {
                let part = self.most_allowed(above[0], owed.iter().sum::<i128>().clamp(0, wanted));
                self.spread(What::Principal, &places, &mut owed, part);
                wanted -= part;
            }
        }
        let allowed = self.most_allowed(rank, wanted);
        self.spread(What::Principal, places, entitlements, allowed);
    }

    /// The first tiers that repay peers, and what is outstanding of each.
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

    /// Each that somebody holds the same part of what it paid in, rounded so that the sum is exact.
    pub(super) fn give_back(&mut self) {
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

    /// What a debt may take of a pot that is divided by what is outstanding, when the first debt takes any.
    fn part(&mut self, rank: u8, pot: i128) -> i128 {
        if self.parts.is_empty() {
            self.parts = share(pot, &self.owed_by_debts());
        }
        self.parts[usize::from(rank)]
    }

    /// Whether principal or capital that has a tier is still out.
    pub(super) fn capital_is_out(&self) -> bool {
        (0_u8..).zip(self.flow.claimants).any(|(rank, claimant)| {
            claimant.kind != Kind::Cover
                && self.flow.tiers.iter().any(|tier| repays(*tier, rank))
                && self.outstanding(rank) > 0
        })
    }
}
