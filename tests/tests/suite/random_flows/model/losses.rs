//! What a loss does, and what lowers it again.

use super::Model;

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
        for class in self
            .classes
            .iter_mut()
            .rev()
            .filter(|class| !class.is_cover())
        {
            let part = left.min(class.owes.outstanding);
            class.lose(part);
            left -= part;
        }
        assert_eq!(left, 0);
        for class in self.classes.iter_mut().filter(|class| !class.is_cover()) {
            let part = cash.min(class.owes.outstanding);
            class.owes.repay(part);
            class.register.pay(part);
            cash -= part;
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
        let up = self
            .classes
            .iter_mut()
            .map(|class| {
                let part = if class.is_cover() {
                    0
                } else {
                    left.min(class.loss)
                };
                class.regain(part);
                left -= part;
                part
            })
            .collect();
        self.lower_shortfalls();
        up
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
