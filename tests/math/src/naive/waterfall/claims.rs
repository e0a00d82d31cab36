//! What a tier claims, by the payments so far.

use super::{Book, repays};
use securities::math::waterfall::{Kind, Mode, Tier};

impl Book<'_> {
    pub(super) fn claim(&self, at: usize) -> i128 {
        let accelerated = self.flow.mode == Mode::Accelerated;
        let claimant = |rank: u8| self.flow.claimants[usize::from(rank)];
        let tier = self.flow.tiers[at];
        let unpaid = |claim: u64| i128::from(claim) - self.paid(|other| other == tier);
        match tier {
            Tier::Residual(_) => self.left,
            Tier::Split { bps, .. } => self.group(at, self.left) * i128::from(bps) / 10_000,
            _ if self.flow.in_kind => 0,
            Tier::Fee(due) => {
                let of_this = self.payments.iter().filter(|payment| payment.at == at);
                i128::from(due) - of_this.map(|payment| payment.took).sum::<i128>()
            }
            Tier::Interest(rank) => unpaid(claimant(rank).interest),
            Tier::Arrears(rank) => unpaid(claimant(rank).arrears),
            Tier::Principal(_) | Tier::Sweep(_) | Tier::Capital(_) => {
                unreachable!("principal is repaid by rules of its own")
            }
            // In an acceleration or in kind.
            Tier::CollateralTest(_) | Tier::InterestTest(_) => 0,
            Tier::Reserve(..) if accelerated => 0,
            Tier::Cover(_) if accelerated && !self.debts_are_paid() => 0,
            Tier::Reserve(_, target) => i128::from(target) - self.held(at),
            Tier::Cover(rank) => unpaid(claimant(rank).loss) - self.made_good[usize::from(rank)],
            Tier::Carry(carry) => self.carry(at, carry),
        }
    }

    /// What reached the first of the splits in a row.
    fn group(&self, at: usize, left: i128) -> i128 {
        let is_split = |at: usize| matches!(self.flow.tiers[at], Tier::Split { .. });
        let first = (0..=at).rev().take_while(|at| is_split(*at)).last();
        let reached = self
            .payments
            .iter()
            .find(|payment| Some(payment.at) == first);
        reached.map_or(left, |payment| payment.reached)
    }

    /// The most of a repayment that leaves every floor standing, found by halving.
    pub(super) fn most_allowed(&self, rank: u8, wanted: i128) -> i128 {
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
