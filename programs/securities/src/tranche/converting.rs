//! What a class has to do with conversions: how its shares leave it, and the price that its books have made.

use super::{state::Tranche, status::TrancheStatus};
use crate::{
    errors::SecuritiesError,
    math::{calendar, conversion::part, fixed},
    security::state::MAX_VAULTS,
};
use anchor_lang::prelude::*;

/// For how long a book's price does not count, in days: nobody converts at a price that it has just made.
const PRICE_DAYS: u16 = 1;

/// What leaves a class with shares that are converted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Leaving {
    /// Principal, in settlement base units; for equity without a par what was raised for the shares and not returned.
    pub principal: u64,
    /// Interest due and arrears.
    pub interest: u64,
    /// What they could get back of proceeds that are not used, by vault.
    pub paid_in: [u64; MAX_VAULTS],
}

impl Tranche {
    /// Whether the whole class was converted. Its shares are claims on what they became.
    #[must_use]
    pub const fn is_converted(&self) -> bool {
        self.status == TrancheStatus::Converted as u8
    }

    /// Refuses a class that was converted, or redeemed.
    ///
    /// # Errors
    /// [`SecuritiesError::ClassConverted`], [`SecuritiesError::ClassRedeemed`].
    pub(crate) fn require_not_converted(&self) -> Result<()> {
        ensure!(!self.is_converted(), SecuritiesError::ClassConverted);
        ensure!(!self.is_redeemed(), SecuritiesError::ClassRedeemed);
        Ok(())
    }

    /// Refuses other terms while conversions of its shares stand, which are reckoned by them.
    ///
    /// # Errors
    /// [`SecuritiesError::ConversionStands`].
    pub(crate) fn require_no_conversion(&self) -> Result<()> {
        ensure!(
            self.conversions.standing == 0,
            SecuritiesError::ConversionStands
        );
        Ok(())
    }

    /// Notes the price at which one of its books is locked.
    pub(crate) fn note_price(&mut self, now: i64) {
        self.conversions.price_before = self.price_a_day_ago(now);
        self.conversions.priced_at = now;
    }

    /// The highest price at which its books were locked, except for a price younger than a day; 0: there is none.
    pub(crate) fn price_a_day_ago(&self, now: i64) -> u64 {
        let age = now.saturating_sub(self.conversions.priced_at);
        if age >= calendar::seconds_of(PRICE_DAYS) {
            self.last_price
        } else {
            self.conversions.price_before
        }
    }

    /// Releases at once what still streams to its holders: nobody is there to wait for it.
    pub(crate) fn release_all(&mut self) -> Result<()> {
        let releasing = self.releasing();
        let in_use = usize::from(self.payout_count);
        for payout in self.payouts.iter_mut().take(in_use) {
            let rest = core::mem::take(&mut payout.streaming);
            payout.release(rest, releasing)?;
        }
        Ok(())
    }

    /// Takes out what shares are owed that a holder converts, and the shares: as much as is theirs, rounded down, so that all
    /// others have no less. It must be accrued and rolled up to now.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] for more shares than there are.
    pub(crate) fn convert_out(&mut self, shares: u64) -> Result<Leaving> {
        let rest = fixed::sub(self.shares, shares)?;
        let leaving = self.end_entitlements(rest)?;
        self.give(shares)?;
        Ok(leaving)
    }

    /// Takes shares out that have become those of another class.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] for more shares than there are.
    pub(crate) fn give(&mut self, shares: u64) -> Result<()> {
        self.shares = fixed::sub(self.shares, shares)?;
        self.conversions.given = fixed::add(self.conversions.given, shares)?;
        Ok(())
    }

    /// Ends all that its shares are owed, when the whole class is converted. The shares stay, as claims on what they became.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub(crate) fn end_by_conversion(&mut self) -> Result<Leaving> {
        let leaving = self.end_entitlements(0)?;
        self.status = TrancheStatus::Converted as u8;
        self.invariant()?;
        Ok(leaving)
    }

    /// Takes over what shares that became its own could get back of proceeds that are not used.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`] never, for the vaults of a security.
    pub(crate) fn take_paid_in(&mut self, leaving: &Leaving) -> Result<()> {
        for (vault, amount) in (0_u8..).zip(leaving.paid_in) {
            self.pay_in(vault, amount)?;
        }
        Ok(())
    }

    /// Ends what all but `rest` shares are owed, rounded so that those have no less.
    #[inline(never)]
    pub(super) fn end_entitlements(&mut self, rest: u64) -> Result<Leaving> {
        let all = self.shares;
        let leaves = fixed::sub(all, rest)?;
        let principal = self.principal()?;
        let ends = part(principal, leaves, all)?;
        let (raised, interest) = (
            part(self.invested, leaves, all)?,
            fixed::add(self.interest_due, self.arrears)?,
        );
        let mut leaving = Leaving {
            principal: if self.is_no_par_equity() {
                raised
            } else {
                ends
            },
            interest: part(interest, leaves, all)?,
            ..Leaving::default()
        };
        // Above principal, as money that comes back sees it; what is still outstanding goes with the shares as well.
        let bought = self.bought;
        let payouts = self.payouts.iter_mut().zip(&mut leaving.paid_in);
        let paid_in = payouts.enumerate();
        for (vault, (payout, slot)) in paid_in.filter(|(_, (payout, _))| payout.paid_in > 0) {
            let own = part(payout.paid_in, leaves, all)?;
            payout.paid_in = fixed::sub(payout.paid_in, own)?;
            *slot = if vault == 0 {
                let above = own.saturating_sub(part(bought, leaves, all)?);
                own.min(above.saturating_add(ends))
            } else {
                own
            };
        }
        self.lower_entitlements(rest, all)?;
        if !self.is_no_par_equity() {
            let stays = fixed::sub(principal, ends)?;
            let gone = fixed::add(self.principal_repaid, self.loss)?;
            self.principal_issued = fixed::add(stays, gone)?;
            self.conversions.principal = self.conversions.principal.saturating_add(ends);
        }
        let sold_for = part(self.sold_for, leaves, all)?;
        self.sold_for = fixed::untell(self.sold_for, sold_for);
        self.invested = self.invested.saturating_sub(raised);
        self.change_dues(|dues| {
            if rest == 0 {
                dues.in_kind = false;
            }
        })?;
        Ok(leaving)
    }
}
