//! Tiers and triggers that are to replace those of a waterfall which holds and owes money already.

use super::{
    state::{MAX_TRIGGERS, Waterfall},
    terms::{TierTerms, WaterfallRules},
    tier::{TierKind, TierState},
    trigger::TriggerState,
};
use crate::{
    errors::SecuritiesError,
    math::{fixed::BPS, waterfall::MAX_TIERS},
};
use anchor_lang::prelude::*;

/// In the list of what tiers continue: a tier that continues none.
pub const CONTINUES_NONE: u8 = u8::MAX;

/// All rules of a waterfall, and which tier of the one before each tier continues.
#[zero_copy]
pub struct Replacement {
    /// The structure version of the waterfall that it replaces.
    pub replaces: u32,
    /// Tiers in use, 1 to 24.
    pub tier_count: u8,
    /// Triggers in use, 0 to 8.
    pub trigger_count: u8,
    /// 1: principal also pays interest and arrears of debts that income leaves unpaid.
    pub principal_pays_interest: u8,
    /// Zero.
    pub padding: u8,
    /// The most that the pool's reported value may move in a day, in basis points.
    pub pool_daily_bps: u32,
    /// Zero.
    pub padding_2: u32,
    /// The end of the revolving period, in Unix seconds; 0: none.
    pub revolving_until: i64,
    /// From when principal repays the debts pro rata, in Unix seconds; 0: never.
    pub pro_rata_from: i64,
    /// By tier, the place of the tier before that it continues, from 0; 255: none.
    pub continues: [u8; MAX_TIERS],
    /// The tiers, in order, which have taken nothing.
    pub tiers: [TierState; MAX_TIERS],
    /// The triggers, which were never tested.
    pub triggers: [TriggerState; MAX_TRIGGERS],
}

const _: () = assert!(size_of::<Replacement>() == 4_088 && align_of::<Replacement>() == 8);

impl Replacement {
    /// Takes over rules. `continues` has an entry for each tier.
    ///
    /// # Errors
    /// [`SecuritiesError::BadStructure`], [`SecuritiesError::BadTrigger`], [`SecuritiesError::BadConsequences`] for rules out of
    /// range; [`SecuritiesError::BadContinuation`] for a list of another length, and for a fee of nothing that continues none.
    pub(crate) fn set(
        &mut self,
        (replaces, rules): (u32, &WaterfallRules),
        continues: &[Option<u8>],
        tranches: u8,
    ) -> Result<()> {
        ensure!(
            (1..=MAX_TIERS).contains(&rules.tiers.len()),
            SecuritiesError::BadStructure
        );
        ensure!(
            rules.triggers.len() <= MAX_TRIGGERS
                && rules.revolving_until >= 0
                && rules.pro_rata_from >= 0
                && u64::from(rules.pool_daily_bps) <= BPS,
            SecuritiesError::BadTrigger
        );
        ensure!(
            continues.len() == rules.tiers.len(),
            SecuritiesError::BadContinuation
        );
        self.replaces = replaces;
        self.continues.fill(CONTINUES_NONE);
        let slots = self.tiers.iter_mut().zip(&mut self.continues);
        for ((tier, from), (slot, own)) in rules.tiers.iter().zip(continues).zip(slots) {
            *slot = (*tier).into();
            if slot.runs_off() {
                ensure!(from.is_some(), SecuritiesError::BadContinuation);
                require_payee(tier)?;
            } else {
                tier.check()?;
            }
            *own = from.unwrap_or(CONTINUES_NONE);
        }
        for (slot, trigger) in self.triggers.iter_mut().zip(&rules.triggers) {
            trigger.check(tranches)?;
            *slot = (*trigger).into();
        }
        // At most 24 and 8.
        self.tier_count = u8::try_from(rules.tiers.len()).unwrap_or(u8::MAX);
        self.trigger_count = u8::try_from(rules.triggers.len()).unwrap_or(u8::MAX);
        self.revolving_until = rules.revolving_until;
        self.pro_rata_from = rules.pro_rata_from;
        self.principal_pays_interest = u8::from(rules.principal_pays_interest);
        self.pool_daily_bps = rules.pool_daily_bps;
        Ok(())
    }

    /// The tiers in use, each with the place of the tier that it continues.
    pub(super) fn continued(&self) -> impl Iterator<Item = (&TierState, u8)> {
        let tiers = self.tiers.iter().take(usize::from(self.tier_count));
        tiers.zip(self.continues)
    }
}

fn require_payee(tier: &TierTerms) -> Result<()> {
    let named = matches!(tier, TierTerms::Fee { payee, .. } if *payee != Pubkey::default());
    ensure!(named, SecuritiesError::BadStructure);
    Ok(())
}

impl TierState {
    /// Whether it is a fee of nothing, which only pays out what the tier that it continues was due.
    #[must_use]
    pub const fn runs_off(&self) -> bool {
        self.kind == TierKind::Fee as u8 && self.bps == 0
    }

    /// Whether it holds money, owes some, or counts what somebody may have to give back, so that a tier has to continue it. A fee or
    /// an expense does in any case: it may come to owe some up to the execution, and the deal's accounts count what it has taken.
    pub(super) const fn must_continue(&self) -> bool {
        let counts = self.taken > 0 || self.due > 0 || self.reached > 0 || self.clawed_back > 0;
        self.is_fee() || (self.is_reserve() && self.taken > 0) || (self.is_carry() && counts)
    }

    /// Whether it may continue another: both are fees or expenses, or of one kind and class, and of one purpose or base.
    pub(super) const fn may_continue(&self, old: &Self) -> bool {
        if self.is_fee() || old.is_fee() {
            return self.is_fee() && old.is_fee();
        }
        let of_carry = self.base == old.base && self.deal_by_deal == old.deal_by_deal;
        self.kind == old.kind
            && self.rank == old.rank
            && self.purpose == old.purpose
            && (!self.is_carry() || of_carry)
    }

    /// Takes over what the tier that it continues has counted, and its payee: a role transfer may have changed that.
    pub(super) const fn take_over(&mut self, old: &Self) {
        self.taken = old.taken;
        self.owed = old.owed;
        self.due = old.due;
        if self.kind == old.kind {
            self.remainder = old.remainder;
            self.reached = old.reached;
            self.clawed_back = old.clawed_back;
            self.year = old.year;
        }
        self.payee = old.payee;
    }
}

impl TriggerState {
    /// Whether it has the terms of another, whatever was found of either.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.terms() == other.terms()
    }

    /// What it tests, the limit, the cure and what follows, one after the other.
    fn terms(&self) -> [u8; 32] {
        let mut terms = [0; 32];
        let bytes = [self.kind, self.rank, self.consequences]
            .into_iter()
            .chain(self.cure_days.to_le_bytes())
            .chain(self.days.to_le_bytes())
            .chain(self.bps.to_le_bytes())
            .chain(self.min.to_le_bytes());
        terms
            .iter_mut()
            .zip(bytes)
            .for_each(|(slot, byte)| *slot = byte);
        terms
    }
}

impl Waterfall {
    /// The terms of the trigger at a place; zero if there is none.
    pub(crate) fn terms_at(&self, place: u8) -> [u8; 32] {
        let trigger = self.triggers().get(usize::from(place));
        trigger.map(TriggerState::terms).unwrap_or_default()
    }
}
