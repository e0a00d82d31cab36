//! Thawing and freezing a class in the frozen form. While a token account is frozen, its owner's record says what it holds.
//! While it is thawed, the account alone does, and the record follows with the freeze.

use super::{holder::Holder, state::Tranche};
use crate::{
    chain::token::TokenAccountState,
    errors::SecuritiesError,
    math::{fixed, quantity::Shares},
    security::state::Orphaned,
};
use anchor_lang::prelude::*;

/// A token account that is to be thawed.
#[derive(Clone, Copy)]
pub struct Thaw<'a> {
    /// The record of its owner.
    pub holder: &'a Holder,
    /// Its address.
    pub account: &'a Pubkey,
    /// What it says of itself; none: it is no token account of the share mint.
    pub state: Option<&'a TokenAccountState>,
    /// The current time, in Unix seconds.
    pub now: i64,
}

/// What a freeze brought to light.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Frozen {
    /// Shares that were burnt while accounts were thawed, which the last freeze cancels, in share base units.
    pub burnt: u64,
    /// What belongs to nobody any more, since all shares were burnt, by payout mint.
    pub orphaned: Orphaned,
}

impl Tranche {
    /// Refuses a thaw that the tranche's rules, or what it asks of credentials, do not allow, or of an account that is not the
    /// one the record counts.
    ///
    /// # Errors
    /// In this order: [`SecuritiesError::NotFrozenForm`], [`SecuritiesError::NotBegun`], [`SecuritiesError::AlreadyThawed`],
    /// [`SecuritiesError::WindowClosed`], [`SecuritiesError::NotQualified`], [`SecuritiesError::CountryRefused`],
    /// [`SecuritiesError::SharesLocked`], [`SecuritiesError::SharesVoted`], [`SecuritiesError::SharesRetained`], [`SecuritiesError::OtherAccountCounted`],
    /// [`SecuritiesError::ShareAccountDiffers`], [`SecuritiesError::ShareAccountMutable`].
    #[inline(never)]
    pub fn check_thaw(&self, thaw: &Thaw<'_>) -> Result<()> {
        let (holder, rules) = (thaw.holder, &self.rules);
        ensure!(self.is_frozen_form(), SecuritiesError::NotFrozenForm);
        // There is nothing to trade, and whoever thawed then could keep the first book from its lock.
        ensure!(self.shares > 0, SecuritiesError::NotBegun);
        ensure!(!holder.is_thawed(), SecuritiesError::AlreadyThawed);
        ensure!(thaw.now < rules.open_until, SecuritiesError::WindowClosed);
        // What is thawed sends and receives.
        self.require_receiver(holder, thaw.now)?;
        ensure!(
            holder.locked_at(thaw.now)? == 0,
            SecuritiesError::SharesLocked
        );
        ensure!(
            holder.voted_at(thaw.now) == 0,
            SecuritiesError::SharesVoted
        );
        ensure!(
            rules.retained_shares == 0 || holder.owner != rules.retained_owner,
            SecuritiesError::SharesRetained
        );
        ensure!(
            holder.may_count(thaw.account),
            SecuritiesError::OtherAccountCounted
        );
        let state = thaw.state.ok_or(SecuritiesError::ShareAccountDiffers)?;
        ensure!(
            state.owner == holder.owner && state.is_frozen && state.amount == holder.shares,
            SecuritiesError::ShareAccountDiffers
        );
        ensure!(state.keeps_owner, SecuritiesError::ShareAccountMutable);
        Ok(())
    }

    /// Notes that the account which a record counts is thawed, as [`Self::check_thaw`] allows it.
    #[inline(never)]
    pub(crate) fn thaw(&mut self, holder: &mut Holder, account: &Pubkey, now: i64) -> Result<()> {
        // What has streamed up to now belongs to those who held until now, if all was frozen.
        self.roll(now)?;
        holder.update(self)?;
        holder.share_account = *account;
        holder.is_thawed = 1;
        self.thawed_shares = fixed::add(self.thawed_shares, holder.shares)?;
        self.thawed = self
            .thawed
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        self.invariant()
    }

    /// Refuses to freeze the account of a record: whose it is may do it at any time, anyone once the window is over in which
    /// it was thawed, or once its owner may not hold shares any more. The window that was opened last is that window: none
    /// is opened while accounts are thawed.
    ///
    /// # Errors
    /// [`SecuritiesError::NotThawed`], [`SecuritiesError::FreezeTooEarly`].
    #[inline(never)]
    pub fn check_freeze(&self, holder: &Holder, caller: &Pubkey, now: i64) -> Result<()> {
        ensure!(holder.is_thawed(), SecuritiesError::NotThawed);
        ensure!(
            *caller == holder.owner
                || now >= self.rules.open_until
                || self.require_receiver(holder, now).is_err(),
            SecuritiesError::FreezeTooEarly
        );
        Ok(())
    }

    /// Notes that the account which a record counts is frozen with a balance, which is what the record has from now on. The
    /// last freeze credits what was held, to whoever has shares then, and cancels what was burnt.
    ///
    /// # Errors
    /// [`SecuritiesError::CountersInconsistent`] for more than the thawed accounts can have.
    #[inline(never)]
    pub(crate) fn freeze(
        &mut self,
        holder: &mut Holder,
        balance: Shares,
        now: i64,
    ) -> Result<Frozen> {
        // Nothing was credited since the thaw, so it does not matter to which shares.
        holder.update(self)?;
        holder.set_shares(self, balance);
        holder.is_thawed = 0;
        let rest = self.thawed_shares.checked_sub(balance.get());
        self.thawed_shares = rest.ok_or(SecuritiesError::CountersInconsistent)?;
        let mut frozen = Frozen::default();
        if self.thawed == 1 {
            frozen.burnt = core::mem::take(&mut self.thawed_shares);
            let since = self.payouts.map(|payout| payout.accumulator);
            // While it counts as thawed: whoever is left has what is held.
            frozen.orphaned = self.cancel((Shares(frozen.burnt), 0), &since, now)?;
            self.roll(now)?;
            let shares = Shares(self.shares);
            for payout in &mut self.payouts {
                payout.credit_held(shares)?;
            }
        }
        self.thawed = self
            .thawed
            .checked_sub(1)
            .ok_or(SecuritiesError::CountersInconsistent)?;
        self.invariant()?;
        Ok(frozen)
    }
}

impl Holder {
    /// Whether its token account is thawed, so that the account alone says what it holds.
    #[must_use]
    pub const fn is_thawed(&self) -> bool {
        self.is_thawed != 0
    }

    /// Whether it counts a token account, or can: another one than before while it holds nothing.
    #[must_use]
    pub fn may_count(&self, account: &Pubkey) -> bool {
        self.share_account == *account || (self.shares == 0 && !self.is_thawed())
    }
}
