//! What a loss does, and what lowers it again.

use super::{Model, class::Class};
use securities_math_tests::naive;

impl Model {
    /// The pool loses something.
    pub fn lose(&mut self, amount: u64, now: i64) {
        for class in &mut self.classes {
            class.accrue(now);
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
            // Of all of the loss, rounded down.
            let share = match class.terms.loss_bps {
                0 => 10_000,
                bps => u128::from(bps),
            };
            let wanted = left.min(cap).min(u128::from(amount) * share / 10_000);
            let part = wanted.min(class.owes.outstanding);
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
        for peers in self.peer_groups().into_iter().rev() {
            left -= self.divide(&peers, left, |class| class.owes.outstanding, Class::lose);
        }
        assert_eq!(left, 0);
        for peers in self.peer_groups() {
            let repay = |class: &mut Class, part| {
                class.owes.repay(part);
                class.register.pay(part);
            };
            cash -= self.divide(&peers, cash, |class| class.owes.outstanding, repay);
        }
        self.lower_shortfalls();
        self.look(now);
    }

    /// Servicer and arbitrator lower a loss.
    pub fn correct(&mut self, amount: u64, now: i64) {
        for class in &mut self.classes {
            class.accrue(now);
        }
        self.write_up(amount.into());
        self.look(now);
    }

    /// Principal that was written off is there again, from the top down.
    pub(super) fn write_up(&mut self, mut left: u128) -> Vec<u128> {
        let before: Vec<u128> = self.classes.iter().map(|class| class.loss).collect();
        for peers in self.peer_groups() {
            left -= self.divide(&peers, left, |class| class.loss, Class::regain);
        }
        self.lower_shortfalls();
        let now = self.classes.iter().map(|class| class.loss);
        before
            .into_iter()
            .zip(now)
            .map(|(before, now)| before - now)
            .collect()
    }

    /// The classes that may lose, by their peer_groups.
    pub(super) fn peer_groups(&self) -> Vec<Vec<usize>> {
        let mut peer_groups: Vec<Vec<usize>> = Vec::new();
        for (at, class) in self
            .classes
            .iter()
            .enumerate()
            .filter(|(_, class)| !class.is_cover())
        {
            if class.terms.pari_passu {
                peer_groups
                    .last_mut()
                    .expect("the first begins a group")
                    .push(at);
            } else {
                peer_groups.push(vec![at]);
            }
        }
        peer_groups
    }

    /// Divides an amount among pari passu classes, and returns how much of it they take.
    pub(super) fn divide(
        &mut self,
        peers: &[usize],
        amount: u128,
        most: impl Fn(&Class) -> u128,
        take: impl Fn(&mut Class, u128),
    ) -> u128 {
        let entitlements: Vec<i128> = peers
            .iter()
            .map(|at| most(&self.classes[*at]) as i128)
            .collect();
        let parts = naive::waterfall::share(amount as i128, &entitlements);
        for (at, part) in peers.iter().zip(&parts) {
            take(&mut self.classes[*at], *part as u128);
        }
        parts.into_iter().sum::<i128>() as u128
    }

    /// What covers would still pay is no more than what the debts still miss.
    pub(super) fn lower_shortfalls(&mut self) {
        let missed = self.missed();
        for class in &mut self.classes {
            class.short = class.short.min(missed);
        }
    }

    /// Principal of the debts that is written off.
    pub(super) fn missed(&self) -> u128 {
        let debts = self.classes.iter().filter(|class| class.is_debt());
        debts.map(|class| class.loss).sum()
    }
}
