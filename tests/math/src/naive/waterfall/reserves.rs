//! Reserves that pay only interest, or only fees, and where the one that pays everything comes in.

use super::{Book, Payment, What};
use securities::math::waterfall::{Purpose, Tier};

impl Book<'_> {
    /// A reserve, and not more than it shall have, is kept out of what the tiers share.
    pub(super) fn set_apart(&mut self) {
        let [interest, expenses] = self.flow.earmarked;
        for at in 0..self.flow.tiers.len() {
            let (before, target) = match self.flow.tiers[at] {
                Tier::Reserve(Purpose::Interest, target) => (interest, target),
                Tier::Reserve(Purpose::Expenses, target) => (expenses, target),
                _ => continue,
            };
            self.pay(at, before.min(target).into(), 0);
        }
    }

    /// What a reserve has by now at its place.
    pub(super) fn held(&self, at: usize) -> i128 {
        let own = self.payments.iter().filter(|payment| payment.at == at);
        own.map(|payment| payment.took).sum()
    }

    /// What may be spent last: what the reserve for everything had, and has not got back yet.
    pub(super) fn reserve_left(&self) -> i128 {
        let back = self.paid(|tier| matches!(tier, Tier::Reserve(Purpose::All, _)));
        (self.reserve - back).clamp(0, self.left)
    }

    /// What is left of what came in as income: nothing of principal, and nothing that the reserve for everything had.
    pub(super) fn income(&self) -> i128 {
        if self.spends_principal {
            0
        } else {
            self.left - self.reserve_left()
        }
    }

    /// Before an entitlement is paid, a reserve behind it that is meant for it gives what is wanting in income.
    pub(super) fn draw(&mut self, purpose: Purpose, at: usize, entitlement: i128) {
        let behind = (at..self.flow.tiers.len()).find(
            |behind| matches!(self.flow.tiers[*behind], Tier::Reserve(other, _) if other == purpose),
        );
        if let Some(behind) = behind
            && !self.spends_principal
        {
            self.left += self.move_out(behind, (entitlement - self.income()).max(0));
        }
    }

    /// What all reserves have by now.
    pub(super) fn all_held(&self) -> i128 {
        self.paid(|tier| matches!(tier, Tier::Reserve(..)))
    }

    /// So much money leaves the reserves, the first of them first.
    pub(super) fn take_of_reserves(&mut self, wanted: i128) {
        let mut rest = wanted;
        for at in 0..self.flow.tiers.len() {
            if matches!(self.flow.tiers[at], Tier::Reserve(..)) {
                rest -= self.move_out(at, rest);
            }
        }
        assert_eq!(rest, 0, "they have as much");
    }

    /// Takes what a reserve has, up to an amount.
    fn move_out(&mut self, from: usize, wanted: i128) -> i128 {
        let moved = wanted.min(self.held(from));
        self.payments.push(Payment {
            what: What::Other,
            at: from,
            reached: 0,
            took: -moved,
            passed: 0,
            of_principal: false,
        });
        moved
    }
}
