//! What a tier is due, by the payments so far.

use super::Book;
use securities::math::waterfall::{Kind, Mode, Participation, Tier};

impl Book<'_> {
    pub(super) fn entitlement(&self, at: usize) -> i128 {
        let accelerated = self.flow.mode == Mode::Accelerated;
        let claimant = |rank: u8| self.flow.claimants[usize::from(rank)];
        let tier = self.flow.tiers[at];
        let unpaid = |entitlement: u64| i128::from(entitlement) - self.paid(|other| other == tier);
        match tier {
            Tier::Residual(_) => self.left,
            Tier::Split { bps, .. } => self.group(at, self.left) * i128::from(bps) / 10_000,
            Tier::Participation(share) => self.by_capital(share),
            _ if self.flow.in_kind => 0,
            Tier::Fee(due) => {
                let of_this = self.payments.iter().filter(|payment| payment.at == at);
                i128::from(due) - of_this.map(|payment| payment.took).sum::<i128>()
            }
            Tier::Interest(_)
            | Tier::Arrears(_)
            | Tier::Principal(_)
            | Tier::Service(_)
            | Tier::Sweep(_)
            | Tier::Capital(_)
            | Tier::Deficiency(_) => {
                unreachable!("entitlements of tranches have rules of their own")
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

    /// What a tranche keeps of what is left, by what the tranches weigh: the largest part that is no more than its
    /// proportion, found by halving, and of that what it does not give up.
    fn by_capital(&self, share: Participation) -> i128 {
        let times = |class: u8| {
            let own = self.flow.tiers.iter().find_map(|tier| match tier {
                Tier::Participation(share) if share.rank == class => Some(share.multiplier_bps),
                _ => None,
            });
            i128::from(own.unwrap_or(10_000))
        };
        let others = || (0_u8..8).filter(|class| share.with >> class & 1 == 1);
        let claimant = |class: u8| self.flow.claimants[usize::from(class)];
        let anew = others()
            .chain([share.rank])
            .all(|class| claimant(class).weight as i128 * times(class) < 10_000);
        let weight = |class: u8| {
            let own = if anew {
                claimant(class).outstanding.into()
            } else {
                claimant(class).weight as i128
            };
            own * times(class) / 10_000
        };
        let others = others();
        let mut own = weight(share.rank);
        let mut all = own + others.map(weight).sum::<i128>();
        while all > u64::MAX.into() {
            (own, all) = (own / 2, all / 2);
        }
        if all == 0 {
            return 0;
        }
        // A product of two numbers of 64 bits.
        let part = (self.left as u128 * own as u128 / all as u128) as i128;
        part * (10_000 - i128::from(share.gives_up_bps)) / 10_000
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
                    let now = self.outstanding(at) + if is_cover { back } else { 0 };
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
