//! What later shares add to the entitlements of a tranche.

use super::state::Tranche;
use crate::{
    errors::SecuritiesError,
    math::{
        fixed,
        quantity::Shares,
        shares,
        tap::{self, Added, Class},
    },
};
use anchor_lang::prelude::*;

/// What streams is shared with new shares, without being paid for, while it is less than this part of the principal.
const DUST: u64 = 10_000;
/// New shares pay for what streams while it is less than this part of the principal: the deal will owe as much more
/// interest, so what a lock turns into it has a bound.
const CHARGED: u64 = 20;

impl Tranche {
    /// The tranche before a later issue, with interest accrued and what streams rolled up to now.
    fn class(&self) -> Result<Class> {
        self.class_with(self.charges_stream())
    }

    /// The tranche before shares are cancelled: the mirror of an issue that was charged for what streams, whatever the day.
    pub(super) fn class_to_cancel(&self) -> Result<Class> {
        self.class_with(self.may_charge())
    }

    fn class_with(&self, charges: bool) -> Result<Class> {
        Ok(Class {
            shares: Shares(self.shares),
            unit: self.unit,
            par: self.par,
            principal: self.principal()?,
            principal_due: self.principal_due,
            interest: self.interest_due,
            streaming: if charges { self.streaming() } else { 0 },
            period_interest: self.period_interest,
            has_fraction: self.accrual_remainder > 0,
        })
    }

    /// Of the interest that is due, how much buyers of later shares paid for; 0 of a cover. It is paid after all other
    /// interest that is due, and is never in arrears and never becomes principal. It is the buyers' own money: no test
    /// of interest counts it, and no carry has a part of it.
    #[must_use]
    pub const fn bought_interest(&self) -> u64 {
        if self.is_cover() { 0 } else { self.short }
    }

    /// Sets what buyers paid for, which is no more than the interest that is due; not of a cover.
    pub(super) fn set_bought_interest(&mut self, amount: u64) {
        if !self.is_cover() {
            self.short = amount.min(self.interest_due);
        }
    }

    /// The interest that it is owed by time, beside what buyers paid for.
    pub(super) const fn own_interest(&self) -> u64 {
        self.interest_due.saturating_sub(self.bought_interest())
    }

    /// What streams to its holders in the settlement mint, or is held for them: no record has it yet.
    fn streaming(&self) -> u64 {
        let settlement = self.payouts.first();
        settlement.map_or(0, |payout| payout.streaming.saturating_add(payout.held))
    }

    /// Whether new shares may pay for their part of what streams, and be owed as much interest: not without interest, which no
    /// tier could pay, and not those of a cover, whose money is all capital.
    const fn may_charge(&self) -> bool {
        self.rate_ppm > 0 && !self.is_cover()
    }

    /// Whether they do now: not on a due date, when what streams is what is paid for the period that ends. Interest must be
    /// accrued up to now.
    const fn charges_stream(&self) -> bool {
        self.may_charge() && self.next_due != self.accrued_to
    }

    /// Refuses an issue of shares with a par while more streams to the existing ones than buyers can be charged for: a
    /// twentieth of the principal, or where they cannot be charged at all, a ten-thousandth. Interest must be accrued and
    /// what streams rolled up to now.
    ///
    /// # Errors
    /// [`SecuritiesError::StreamRunning`].
    pub(crate) fn require_charged(&self) -> Result<()> {
        if self.shares == 0 || self.par == 0 {
            return Ok(());
        }
        let part = if self.charges_stream() { CHARGED } else { DUST };
        ensure!(
            fixed::product(self.streaming(), part) < u128::from(self.principal()?.max(1)),
            SecuritiesError::StreamRunning
        );
        Ok(())
    }

    /// Interest accrued on a whole share and its part of what streams, in settlement base units times 2^32, which a buyer
    /// now pays on top of the price. 0 while nobody holds shares. What streams must be rolled up to now.
    ///
    /// # Errors
    /// [`crate::errors::SecuritiesError::Overflow`].
    pub(crate) fn accrued(&self) -> Result<u128> {
        if self.shares == 0 || self.rate_ppm == 0 {
            return Ok(0);
        }
        Ok(tap::accrued(&self.class()?)?)
    }

    /// Raises principal and interest due for new shares: by as much per share as the existing ones have, so that all
    /// are alike. What has been repaid per existing share counts as repaid on the new ones too.
    ///
    /// # Errors
    /// [`crate::errors::SecuritiesError::Overflow`].
    pub(super) fn add_entitlements(&mut self, new: Shares) -> Result<()> {
        let added = if self.shares == 0 || self.par == 0 {
            Added {
                issued: shares::principal(Shares::ZERO, new, self.par, self.unit)?,
                ..Added::default()
            }
        } else {
            tap::added(&self.class()?, new)?
        };
        self.principal_issued = fixed::add(self.principal_issued, added.issued)?;
        self.principal_repaid = fixed::add(self.principal_repaid, added.repaid)?;
        self.principal_due = fixed::add(self.principal_due, added.principal_due)?;
        self.interest_due = fixed::add(self.interest_due, added.interest)?;
        self.set_bought_interest(self.bought_interest().saturating_add(added.interest));
        self.period_interest = self.period_interest.saturating_add(added.period_interest);
        let outstanding = fixed::sub(added.issued, added.repaid)?;
        let bought = fixed::add(outstanding, added.interest)?;
        self.bought = fixed::add(self.bought, bought)?;
        Ok(())
    }
}
