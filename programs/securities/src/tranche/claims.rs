//! What later shares add to the claims of a tranche.

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
    pub(super) fn class(&self) -> Result<Class> {
        Ok(Class {
            shares: Shares(self.shares),
            unit: self.unit,
            par: self.par,
            principal: self.principal()?,
            principal_due: self.principal_due,
            interest: self.interest_due,
            streaming: if self.charges_stream() {
                self.streaming()
            } else {
                0
            },
            period_interest: self.period_interest,
            has_fraction: self.accrual_remainder > 0,
        })
    }

    /// For debt: of the interest and arrears that it is owed, how much buyers of later shares paid for. It is paid first. A
    /// test of interest does not count it, so that no issue makes one fail or hold.
    #[must_use]
    pub const fn bought_interest(&self) -> u64 {
        if self.is_debt() { self.short } else { 0 }
    }

    /// Sets what buyers paid for, which is no more than is owed; of debt alone.
    pub(super) fn set_bought_interest(&mut self, amount: u64) {
        if self.is_debt() {
            self.short = amount.min(self.interest_due.saturating_add(self.arrears));
        }
    }

    /// What streams to its holders in the settlement mint.
    fn streaming(&self) -> u64 {
        let settlement = self.payouts.first();
        settlement.map_or(0, |payout| payout.streaming)
    }

    /// Whether new shares pay for their part of what streams, and are owed as much interest: not without interest, which no
    /// tier could pay; not those of a cover, whose money is all capital; and not on a due date, when that interest
    /// would be owed by the end of the day. Interest must be accrued up to now.
    fn charges_stream(&self) -> bool {
        self.rate_ppm > 0 && !self.is_cover() && self.next_due != self.accrued_to
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
    pub(super) fn claim_more(&mut self, new: Shares) -> Result<()> {
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
