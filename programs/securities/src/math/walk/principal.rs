//! How principal flows: out of the pot of principal and out of income.

use super::{
    Order, Walk, clamp, debt_of,
    pari_passu::{Entitlement, Owed},
};
use crate::math::{
    MathResult, fixed,
    seniority::{self, Parts},
    subordination,
    waterfall::{Claimant, Kind, Mode, Tier},
};

impl Walk<'_> {
    /// Spends the pot of principal in place of income.
    pub(super) fn on_principal(
        &mut self,
        spend: impl FnOnce(&mut Self) -> MathResult<()>,
    ) -> MathResult<()> {
        let pot = core::mem::take(&mut self.principal);
        let income = core::mem::replace(&mut self.left, pot);
        self.is_principal = true;
        spend(self)?;
        self.is_principal = false;
        self.principal = core::mem::replace(&mut self.left, income);
        Ok(())
    }

    /// Repays pari passu tranches at their tiers: debts out of principal, as much as is outstanding, then out of income
    /// what is due. In a revolving deal only what has matured, unless all is.
    pub(super) fn repay(
        &mut self,
        at: usize,
        rank: u8,
        entitlement: Entitlement,
    ) -> MathResult<()> {
        if self.principal > 0 && self.is_debt(rank) && self.is_due_to_any(rank, entitlement) {
            self.on_principal(|walk| walk.repay_of_principal(at, rank, entitlement))?;
        }
        let owed = self.owed(at, entitlement)?;
        self.repay_up_to(rank, owed, entitlement, u64::MAX)
    }

    /// Whether principal of a tranche or of any peer is due in this mode: it stays in a revolving deal until it matures.
    pub(super) fn is_due_to_any(&self, rank: u8, entitlement: Entitlement) -> bool {
        self.flow.mode != Mode::Revolving
            || matches!(entitlement, Entitlement::All)
            || self.peers_of(rank).any(|rank| !self.stays(rank))
    }

    /// Repays pari passu debts out of principal: all that is left when more senior debts that are repaid have their
    /// interest and arrears too or, where debts are repaid pro rata, their parts of it by what is outstanding.
    pub(super) fn repay_of_principal(
        &mut self,
        at: usize,
        rank: u8,
        entitlement: Entitlement,
    ) -> MathResult<()> {
        if !self.flow.pro_rata || self.flow.mode == Mode::Revolving {
            self.discharge_seniors(rank)?;
            let entitlement = match entitlement {
                Entitlement::All => Entitlement::All,
                _ => Entitlement::Sweep,
            };
            let owed = self.owed(at, entitlement)?;
            return self.repay_up_to(rank, owed, entitlement, u64::MAX);
        }
        self.set_parts();
        self.repay_parts(at, rank)
    }

    /// Repays pari passu debts what they may still take of principal that is divided.
    fn repay_parts(&mut self, at: usize, rank: u8) -> MathResult<()> {
        let owed = self.owed(at, Entitlement::Part)?;
        let (entitlements, before) = (owed.unpaid, self.left);
        self.repay_up_to(rank, owed, Entitlement::Part, u64::MAX)?;
        let took = fixed::sub(before, self.left)?;
        let took = seniority::pro_rata(took, &entitlements);
        for (part, took) in self.parts.iter_mut().flatten().zip(took) {
            *part = part.saturating_sub(took);
        }
        Ok(())
    }

    /// Repays pari passu tranches, the first of which is given, what they are owed, with `most` at most of what is left.
    /// What the cushions withhold repays those that they protect, instead of whoever comes next; once these are repaid,
    /// nothing is withheld.
    pub(super) fn repay_up_to(
        &mut self,
        rank: u8,
        mut owed: Owed,
        entitlement: Entitlement,
        most: u64,
    ) -> MathResult<()> {
        let money = clamp(owed.sum).min(most).min(self.left);
        // A tranche that gets nothing anyway does not need the headroom, which costs sums over all tranches.
        if money == 0 {
            return Ok(());
        }
        let allowed = money.min(self.room(rank));
        self.spread(&mut owed, entitlement, allowed)?;
        let mut withheld = fixed::sub(money, allowed)?;
        if withheld == 0 {
            return Ok(());
        }
        let cushions = self.flow.cushions.iter().map(|cushion| cushion.rank);
        let last = cushions.filter(|protected| *protected < rank).max();
        for protected in last.map_or(0..0, |last| 0..last.wrapping_add(1)) {
            let Some(at) = self.place(protected) else {
                continue;
            };
            if self.is_joined(protected) {
                continue;
            }
            let mut owed = self.owed(at, Entitlement::All)?;
            let pays = withheld.min(clamp(owed.sum)).min(self.room(protected));
            self.spread(&mut owed, Entitlement::All, pays)?;
            withheld = fixed::sub(withheld, pays)?;
        }
        let allowed = withheld.min(self.room(rank));
        self.spread(&mut owed, entitlement, allowed)
    }

    /// Divides what is left of principal, unless that has been done.
    fn set_parts(&mut self) {
        if self.parts.is_none() {
            self.parts = Some(self.divide(self.left));
        }
    }

    /// Repays debts pro rata what deficiencies covered behind their tiers.
    fn rest_of_parts(&mut self) -> MathResult<()> {
        self.set_parts();
        for rank in (0_u8..).take(self.flow.claimants.len()) {
            if self.is_debt(rank)
                && !self.is_joined(rank)
                && let Some(at) = self.place(rank)
            {
                self.repay_parts(at, rank)?;
            }
        }
        Ok(())
    }

    pub(super) fn part_mut(&mut self, rank: u8) -> Option<&mut u64> {
        self.parts.as_mut()?.get_mut(usize::from(rank))
    }

    /// Whether principal of a tranche stays in the deal: it revolves, and the tranche has not matured.
    pub(super) fn stays(&self, rank: u8) -> bool {
        let claimant = self.flow.claimants.get(usize::from(rank));
        self.flow.mode == Mode::Revolving && claimant.is_some_and(|claimant| !claimant.matured)
    }

    /// Pays interest and arrears of the more senior debts whose principal, with that of their peers, is repaid. That of
    /// debts which have not matured in a revolving deal is not waited for, and their interest is not paid here.
    fn discharge_seniors(&mut self, rank: u8) -> MathResult<()> {
        for senior in 0..rank {
            if self.is_joined(senior) || !self.is_debt(senior) {
                continue;
            }
            let (mut repaid, mut owed) = (true, false);
            for rank in self.peers_of(senior) {
                if self.stays(rank) {
                    continue;
                }
                let claimant = self.claimant(rank)?;
                let got = *self.receipt(rank)?;
                repaid &= claimant.unpaid_principal(&got) == 0;
                owed |= claimant.interest > got.interest || claimant.arrears > got.arrears;
            }
            if repaid && owed {
                self.discharge(senior)?;
            }
        }
        Ok(())
    }

    /// Pays interest and arrears of the pari passu debts whose principal does not stay, out of principal.
    fn discharge(&mut self, senior: u8) -> MathResult<()> {
        let (tiers, claimants) = (self.flow.tiers, self.flow.claimants);
        let peers = self.peers_of(senior);
        for (at, tier) in tiers.iter().enumerate() {
            let pays = debt_of(*tier, claimants).is_some_and(|rank| peers.contains(&rank));
            if !pays || self.follows(at) {
                continue;
            }
            let entitlements: &[Entitlement] = match tier {
                Tier::Interest(_) => &[Entitlement::Interest],
                Tier::Arrears(_) => &[Entitlement::Arrears],
                Tier::Service(_) => &[Entitlement::Arrears, Entitlement::Interest],
                _ => &[],
            };
            for entitlement in entitlements {
                let mut owed = self.owed(at, *entitlement)?;
                for rank in peers.clone().filter(|rank| self.stays(*rank)) {
                    owed.forget(rank);
                }
                let paid = clamp(owed.sum).min(self.left);
                self.spread(&mut owed, *entitlement, paid)?;
            }
        }
        Ok(())
    }

    /// Divides an amount among the debts, in proportion to what is outstanding of each.
    pub(super) fn divide(&self, amount: u64) -> Parts {
        let mut owed = Parts::default();
        let debts = self.flow.claimants.iter().zip(&self.outcome.receipts);
        for (part, (claimant, got)) in owed.iter_mut().zip(debts) {
            if claimant.kind == Kind::Debt {
                *part = claimant.unpaid_principal(got);
            }
        }
        seniority::pro_rata(amount, &owed)
    }

    /// Spends what the debts' tiers left of the principal, before the tier at a place: in a revolving deal it stays in
    /// the reinvestment account.
    pub(super) fn rest_of_principal(&mut self, at: usize) -> MathResult<()> {
        if self.principal == 0 {
            return Ok(());
        }
        if self.flow.mode == Mode::Revolving {
            self.repay_matured()?;
            let stays = core::mem::take(&mut self.principal);
            return self.stay(stays);
        }
        let income = self.left;
        self.spend_principal(false)?;
        if self.left == income {
            return Ok(());
        }
        // What joined the income has not been offered to the tiers so far: entitlements that they left unpaid come first.
        for (at, tier) in self.flow.tiers.iter().enumerate().take(at) {
            let remembers = !matches!(
                tier,
                Tier::Reserve(..)
                    | Tier::Carry(_)
                    | Tier::Split { .. }
                    | Tier::Participation(_)
                    | Tier::Deficiency(_)
                    | Tier::CollateralTest(_)
                    | Tier::InterestTest(_)
                    | Tier::Residual(_)
            );
            if remembers && self.left > 0 {
                self.pay(at, *tier, false)?;
            }
        }
        Ok(())
    }

    /// Spends the principal: what debts are owed, written-off principal, then capital and, if unused proceeds return,
    /// what was paid in above it. What is left joins the income or, while principal or capital is still outstanding,
    /// stays in the reinvestment account.
    pub(super) fn spend_principal(&mut self, returns: bool) -> MathResult<()> {
        self.on_principal(|walk| {
            if walk.flow.pro_rata && !returns {
                walk.rest_of_parts()?;
            }
            walk.debts(Order::PrincipalFirst)?;
            walk.reinstate()?;
            walk.capital(u64::MAX, returns)
        })?;
        let left = core::mem::take(&mut self.principal);
        let claimants = self.flow.claimants.iter().zip(&self.outcome.receipts);
        let is_blocked = (0_u8..).zip(claimants).any(|(rank, (claimant, got))| {
            claimant.kind != Kind::Cover
                && claimant.unpaid_principal(got) > 0
                && self.place(rank).is_some()
        });
        if is_blocked {
            return self.stay(left);
        }
        self.left = fixed::add(self.left, left)?;
        Ok(())
    }

    /// Pays back the capital of equity, the most senior first, then, if unused proceeds return, what tranches paid in
    /// above their principal, in the same proportion for each; in total at most `most` of what is left.
    pub(super) fn capital(&mut self, most: u64, returns: bool) -> MathResult<()> {
        let most = most.min(self.left);
        if most == 0 {
            return Ok(());
        }
        let others = fixed::sub(self.left, most)?;
        self.left = most;
        for (rank, claimant) in (0_u8..).zip(self.flow.claimants) {
            if self.left > 0 && claimant.kind == Kind::Equity {
                self.pay_principal(rank)?;
            }
        }
        if returns {
            self.give_back()?;
        }
        self.left = fixed::add(self.left, others)?;
        Ok(())
    }

    /// Gives back what tranches paid in above their principal, in the same proportion for each. A tranche that nobody
    /// holds gets nothing.
    fn give_back(&mut self) -> MathResult<()> {
        let of = |claimant: &Claimant| {
            if claimant.vacant {
                0
            } else {
                u128::from(claimant.paid_in)
            }
        };
        let claimants = self.flow.claimants;
        let all = clamp(claimants.iter().map(of).fold(0, u128::wrapping_add));
        let pot = self.left.min(all);
        if pot == 0 {
            return Ok(());
        }
        let (mut upto, mut given) = (0_u128, 0);
        for (receipt, claimant) in self.outcome.receipts.iter_mut().zip(claimants) {
            // A sum of up to eight 64-bit numbers.
            upto = upto.wrapping_add(of(claimant));
            let part = fixed::mul_div_floor(pot, clamp(upto).min(all), all)?;
            receipt.returned = fixed::sub(part, given)?;
            given = part;
        }
        self.left = fixed::sub(self.left, given)?;
        Ok(())
    }

    /// The place of the first tier that pays principal of a tranche.
    pub(super) fn place(&self, rank: u8) -> Option<usize> {
        self.flow.tiers.iter().position(|tier| tier.repays(rank))
    }

    /// Pays all principal of a tranche, through the first tier that pays any.
    pub(super) fn pay_principal(&mut self, rank: u8) -> MathResult<()> {
        let mut tiers = self.flow.tiers.iter().enumerate();
        match tiers.find(|(_, tier)| tier.repays(rank)) {
            Some((at, tier)) => self.pay(at, *tier, true),
            None => Ok(()),
        }
    }

    /// The most principal that the cushions let a tranche receive now.
    fn room(&self, rank: u8) -> u64 {
        let mut room = u64::MAX;
        for cushion in self.flow.cushions {
            if cushion.rank >= rank {
                continue;
            }
            let claimants = self.flow.claimants.iter().zip(&self.outcome.receipts);
            let now = claimants.map(|(claimant, receipt)| {
                let outstanding = match claimant.kind {
                    Kind::Cover => claimant.outstanding.saturating_add(receipt.restored),
                    Kind::Debt | Kind::Equity => claimant.unpaid_principal(receipt),
                };
                (claimant.kind, outstanding)
            });
            let (protected, below) = subordination::around(cushion.rank, now);
            if protected > 0 {
                room = room.min(subordination::headroom(protected, below, cushion.min_bps));
            }
        }
        room
    }
}
