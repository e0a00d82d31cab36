//! The call of a class: all its shares end at a price, which its holders have as they have any payment.

use super::{state::Tranche, status::TrancheStatus};
use crate::{
    errors::SecuritiesError,
    math::{calendar, fixed},
};
use anchor_lang::prelude::*;

/// What a redemption did.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Redeemed {
    /// Shares that ended, in share base units.
    pub shares: u64,
    /// What all of them are paid, in settlement base units.
    pub amount: u64,
    /// Principal that ended with them; of equity without a par what was raised for them and not returned.
    pub principal: u64,
    /// Interest due and arrears that ended with them.
    pub interest: u64,
}

impl Tranche {
    /// Whether the whole class was redeemed by a call. Its shares are worth nothing beyond what their records are owed.
    #[must_use]
    pub const fn is_redeemed(&self) -> bool {
        self.status == TrancheStatus::Redeemed as u8
    }

    /// Whether its shares are owed nothing more, since the whole class was converted or redeemed.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.is_converted() || self.is_redeemed()
    }

    /// What of its money its holders have back, and what is lost of it: a price counts for shares of which as much was returned.
    pub(crate) const fn returned_and_lost(&self) -> (u64, u64) {
        if self.is_no_par_equity() {
            // It has no principal: what was raised and is not returned.
            (self.invested, 0)
        } else {
            (self.principal_repaid, self.loss)
        }
    }

    /// Refuses a class that cannot be redeemed. Interest must be accrued up to now.
    ///
    /// # Errors
    /// [`SecuritiesError::NotRedeemable`], [`SecuritiesError::TrancheWiped`], [`SecuritiesError::ClassConverted`],
    /// [`SecuritiesError::ClassRedeemed`].
    pub(crate) fn require_redeemable(&self) -> Result<()> {
        self.require_not_wiped()?;
        ensure!(
            !self.is_cover() && !self.is_frozen_form() && !self.is_fixed() && !self.is_done()?,
            SecuritiesError::NotRedeemable
        );
        Ok(())
    }

    /// What all its shares cost at a price of a whole one, rounded up: those whose shares end lose nothing by rounding.
    ///
    /// # Errors
    /// [`SecuritiesError::BadProposal`] for a price of nothing; [`SecuritiesError::CallAboveMost`].
    pub(crate) fn cost_at(&self, price: u64, most: u64) -> Result<u64> {
        ensure!(price > 0, SecuritiesError::BadProposal);
        let cost = fixed::mul_div_ceil(self.shares, price, self.unit);
        let cost = cost.ok().filter(|cost| *cost <= most);
        cost.ok_or_else(|| SecuritiesError::CallAboveMost.into())
    }

    /// Ends all that its shares are owed, and credits them with the price at once. What they have earned stays theirs, and what
    /// streams to them is released. The shares stay where they are, worth nothing.
    ///
    /// # Errors
    /// Those of [`Self::require_redeemable`] and [`Self::cost_at`]; [`SecuritiesError::ConversionStands`],
    /// [`SecuritiesError::SharesSetAside`].
    pub(crate) fn redeem(&mut self, (price, most): (u64, u64), now: i64) -> Result<Redeemed> {
        self.accrue(calendar::day_of(now)?)?;
        self.require_redeemable()?;
        self.require_no_conversion()?;
        ensure!(!self.sets_shares_aside()?, SecuritiesError::SharesSetAside);
        let amount = self.cost_at(price, most)?;
        self.roll(now)?;
        self.release_all()?;
        let leaving = self.end_entitlements(0)?;
        let releasing = self.releasing();
        let payout = self.payout_mut(0)?;
        payout.payable = fixed::add(payout.payable, amount)?;
        payout.release(amount, releasing)?;
        self.payout_count = self.payout_count.max(1);
        self.status = TrancheStatus::Redeemed as u8;
        self.redeemed_for = amount;
        self.invariant()?;
        Ok(Redeemed {
            shares: self.shares,
            amount,
            principal: leaving.principal,
            interest: leaving.interest,
        })
    }
}
