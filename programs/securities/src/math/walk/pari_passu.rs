//! Pari passu classes: tiers of one type in a row that pay them share what reaches the first.

use super::{Walk, clamp, debt_of};
use crate::math::{
    MathResult, fixed,
    seniority::{self, Parts},
    waterfall::{MAX_TRANCHES, Mode, Purpose, Tier},
};
use core::ops::Range;

/// What tiers of peers are still owed.
pub(super) struct Owed {
    /// The places of the tiers; usually of one.
    pub places: Range<usize>,
    /// By the rank of the tranche that they pay.
    pub unpaid: Parts,
    /// All of it.
    pub sum: u128,
}

/// Which entitlement of a tranche a tier pays.
#[derive(Clone, Copy)]
pub(super) enum Entitlement {
    /// Interest that is not in arrears.
    Interest,
    /// Arrears.
    Arrears,
    /// Principal that is due in the mode and by schedule.
    Due,
    /// All principal that may be repaid in the mode.
    Sweep,
    /// All principal, whatever the mode.
    All,
    /// The tranche's part of principal that is divided among the debts.
    Part,
}

impl Owed {
    /// Takes what a tranche is owed out.
    pub(super) fn forget(&mut self, rank: u8) {
        if let Some(unpaid) = self.unpaid.get_mut(usize::from(rank)) {
            self.sum = self.sum.saturating_sub(core::mem::take(unpaid).into());
        }
    }
}

impl Walk<'_> {
    /// The places of the tiers that are paid together with the tier at a place.
    pub(super) fn places(&self, at: usize) -> Range<usize> {
        let (mut from, mut to) = (at, at.wrapping_add(1));
        if self.has_peers {
            while self.is_peer(from, from.wrapping_sub(1)) {
                from = from.wrapping_sub(1);
            }
            while self.is_peer(at, to) {
                to = to.wrapping_add(1);
            }
        }
        from..to
    }

    /// Whether a tier was paid with the one before it.
    pub(super) fn follows(&self, at: usize) -> bool {
        self.has_peers && self.is_peer(at, at.wrapping_sub(1))
    }

    /// Whether two tiers are of one type and pay pari passu tranches.
    fn is_peer(&self, at: usize, other: usize) -> bool {
        let (tiers, claimants) = (self.flow.tiers, self.flow.claimants);
        let (Some(one), Some(other)) = (tiers.get(at), tiers.get(other)) else {
            return false;
        };
        let first_of = |tier: &Tier| {
            let senior = claimants.get(..=usize::from(tier.claimant()?))?;
            senior.iter().rposition(|claimant| !claimant.pari_passu)
        };
        let first = first_of(one);
        core::mem::discriminant(one) == core::mem::discriminant(other)
            && first.is_some()
            && first == first_of(other)
    }

    /// The tranches that are pari passu, of which the first is given.
    pub(super) fn peers_of(&self, first: u8) -> Range<u8> {
        let mut last = first;
        let others = self.flow.claimants.iter().skip(usize::from(first));
        for _ in others.skip(1).take_while(|claimant| claimant.pari_passu) {
            last = last.wrapping_add(1);
        }
        first..last.wrapping_add(1)
    }

    /// Whether a tranche is pari passu with the one before it, and is paid with that.
    pub(super) fn is_joined(&self, rank: u8) -> bool {
        let claimant = self.flow.claimants.get(usize::from(rank));
        claimant.is_some_and(|claimant| claimant.pari_passu)
    }

    /// What the tiers that are paid together with the tier at a place are still owed.
    pub(super) fn owed(&mut self, at: usize, entitlement: Entitlement) -> MathResult<Owed> {
        let tiers = self.flow.tiers;
        let places = self.places(at);
        let (mut unpaid, mut sum) = ([0; MAX_TRANCHES], 0_u128);
        for tier in tiers.get(places.clone()).unwrap_or(&[]) {
            let Some(rank) = tier.rank() else {
                continue;
            };
            let own = self.unpaid(rank, entitlement)?;
            // At most eight 64-bit numbers.
            sum = sum.wrapping_add(own.into());
            if let Some(entry) = unpaid.get_mut(usize::from(rank)) {
                *entry = own;
            }
        }
        Ok(Owed {
            places,
            unpaid,
            sum,
        })
    }

    fn unpaid(&mut self, rank: u8, entitlement: Entitlement) -> MathResult<u64> {
        let claimant = self.claimant(rank)?;
        let stays = self.flow.mode == Mode::Revolving && !claimant.matured;
        let part = match entitlement {
            Entitlement::Part => self.part_mut(rank).map_or(0, |part| *part),
            _ => u64::MAX,
        };
        let got = self.receipt(rank)?;
        let (entitlement, got) = match entitlement {
            Entitlement::Interest => (claimant.interest, got.interest),
            Entitlement::Arrears => (claimant.arrears, got.arrears),
            Entitlement::Due | Entitlement::Sweep if stays => (0, 0),
            Entitlement::Due => (claimant.scheduled.min(claimant.outstanding), got.principal),
            Entitlement::Sweep | Entitlement::All | Entitlement::Part => {
                return Ok(claimant.unpaid_principal(got).min(part));
            }
        };
        Ok(entitlement.saturating_sub(got).min(part))
    }

    /// Pays tiers of peers an amount, at most what they are owed together, in proportion to what each is owed. It is
    /// interest, arrears or principal, as the entitlement is.
    pub(super) fn spread(
        &mut self,
        owed: &mut Owed,
        entitlement: Entitlement,
        amount: u64,
    ) -> MathResult<()> {
        if amount == 0 {
            return Ok(());
        }
        let tiers = self.flow.tiers;
        // A single tier needs no split.
        let parts = (owed.places.len() > 1).then(|| seniority::pro_rata(amount, &owed.unpaid));
        for at in owed.places.clone() {
            let Some(rank) = tiers.get(at).and_then(|tier| tier.rank()) else {
                continue;
            };
            let part = match &parts {
                Some(parts) => parts.get(usize::from(rank)).copied().unwrap_or(0),
                None => amount,
            };
            let receipt = self.receipt(rank)?;
            let received = match entitlement {
                Entitlement::Interest => &mut receipt.interest,
                Entitlement::Arrears => &mut receipt.arrears,
                Entitlement::Due | Entitlement::Sweep | Entitlement::All | Entitlement::Part => {
                    &mut receipt.principal
                }
            };
            *received = fixed::add(*received, part)?;
            self.book(at, part)?;
            if let Some(unpaid) = owed.unpaid.get_mut(usize::from(rank)) {
                *unpaid = fixed::sub(*unpaid, part)?;
            }
        }
        owed.sum = owed.sum.saturating_sub(amount.into());
        Ok(())
    }

    /// Pays arrears and interest at a tier that pays all that a class is owed, and at those of its peers.
    pub(super) fn pay_all_interest(&mut self, at: usize) -> MathResult<()> {
        if self.follows(at) {
            return Ok(());
        }
        self.pay_interest(at, Entitlement::Arrears)?;
        self.pay_interest(at, Entitlement::Interest)
    }

    /// Pays interest or arrears at their tiers: out of income and reserves and, where the deal says so, out of principal
    /// what these leave unpaid of debts; not out of what tests trapped or what covered a deficiency. Pari passu classes draw
    /// together, for what all of them are owed.
    pub(super) fn pay_interest(&mut self, at: usize, entitlement: Entitlement) -> MathResult<()> {
        let mut owed = self.owed(at, entitlement)?;
        let is_debt = self
            .flow
            .tiers
            .get(at)
            .is_some_and(|tier| debt_of(*tier, self.flow.claimants).is_some());
        if is_debt {
            self.draw(Purpose::Interest, at, clamp(owed.sum))?;
        }
        let paid = clamp(owed.sum).min(self.left);
        self.spread(&mut owed, entitlement, paid)?;
        let more = clamp(owed.sum).min(self.principal.saturating_sub(self.covered));
        if more > 0 && is_debt && self.flow.principal_pays_interest {
            self.on_principal(|walk| walk.spread(&mut owed, entitlement, more))?;
        }
        Ok(())
    }
}
