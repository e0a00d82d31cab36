//! Thawing and freezing a class in the frozen form. While a token account is frozen, its owner's record says what it holds.
//! While it is thawed, the account alone does, and the record follows with the freeze.

use super::{holder::Holder, state::Tranche};
use crate::{
    chain::token::TokenAccountState,
    errors::SecuritiesError,
    math::{fixed, quantity::Shares},
};
use anchor_lang::prelude::*;

/// A token account that is to be thawed.
#[derive(Clone, Copy)]
pub struct Thaw<'a> {
    /// The record of its owner.
    pub holder: &'a Holder,
    /// What it says of itself; none: it is no token account of the share mint.
    pub state: Option<&'a TokenAccountState>,
    /// The current time, in Unix seconds.
    pub now: i64,
}

/// What the freeze of a record's account made of the record, in share base units.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Freeze {
    /// The tranche.
    pub tranche: Pubkey,
    /// What the record had before.
    pub before: u64,
    /// What it has now.
    pub shares: u64,
    /// Accounts of the class that are still thawed; with 0, what was held is credited.
    pub thawed: u32,
    /// Of the last one: what was burnt while accounts were thawed. This record has those shares, without tokens.
    pub burnt: u64,
}

impl Tranche {
    /// Refuses a thaw that the tranche's rules, or what it asks of credentials, do not allow, or of an account that is not as
    /// the record says. Returns what the account holds.
    ///
    /// # Errors
    /// In this order: [`SecuritiesError::NotFrozenForm`], [`SecuritiesError::NotBegun`], [`SecuritiesError::AlreadyThawed`],
    /// [`SecuritiesError::WindowClosed`], [`SecuritiesError::TransfersPaused`], [`SecuritiesError::NotQualified`],
    /// [`SecuritiesError::CountryRefused`], [`SecuritiesError::SharesLocked`], [`SecuritiesError::SharesVoted`],
    /// [`SecuritiesError::SharesBlocked`], [`SecuritiesError::SharesRetained`],
    /// [`SecuritiesError::ShareAccountDiffers`], [`SecuritiesError::ShareAccountMutable`].
    #[inline(never)]
    pub fn check_thaw(&self, thaw: &Thaw<'_>) -> Result<Shares> {
        let (holder, rules) = (thaw.holder, &self.rules);
        ensure!(self.is_frozen_form(), SecuritiesError::NotFrozenForm);
        // There is nothing to trade, and whoever thawed then could keep the first book from its lock.
        ensure!(self.shares > 0, SecuritiesError::NotBegun);
        ensure!(!holder.is_thawed(), SecuritiesError::AlreadyThawed);
        ensure!(thaw.now < rules.open_until, SecuritiesError::WindowClosed);
        self.pause.require_over(thaw.now)?;
        // What is thawed sends and receives.
        self.require_receiver(holder, thaw.now)?;
        ensure!(
            holder.locked_at(thaw.now)? == 0,
            SecuritiesError::SharesLocked
        );
        ensure!(holder.voted_at(thaw.now) == 0, SecuritiesError::SharesVoted);
        ensure!(!holder.is_blocked(thaw.now), SecuritiesError::SharesBlocked);
        ensure!(
            rules.retained_shares == 0 || holder.owner != rules.retained_owner,
            SecuritiesError::SharesRetained
        );
        let state = thaw.state.ok_or(SecuritiesError::ShareAccountDiffers)?;
        ensure!(
            state.owner == holder.owner && state.is_frozen && state.amount <= holder.shares,
            SecuritiesError::ShareAccountDiffers
        );
        ensure!(state.keeps_owner, SecuritiesError::ShareAccountMutable);
        Ok(Shares(state.amount))
    }

    /// Notes that an account of a record's owner is thawed with a balance, as [`Self::check_thaw`] allows it.
    #[inline(never)]
    pub(crate) fn thaw(
        &mut self,
        holder: &mut Holder,
        (account, balance): (&Pubkey, Shares),
        now: i64,
    ) -> Result<()> {
        // What has streamed up to now belongs to those who held until now, if all was frozen.
        self.roll(now)?;
        holder.update(self)?;
        holder.share_account = *account;
        holder.is_thawed = 1;
        self.count_thawed(holder, balance)?;
        self.thawed = self
            .thawed
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        self.invariant()
    }

    /// Refuses to freeze the account of a record with a balance: whose it is may do it at any time, anyone once the window is over
    /// in which it was thawed, or once its owner may not hold shares any more or a measure stops them. The window that was opened last is that
    /// window: none is opened while accounts are thawed. Anyone also freezes an account that has no more than the record has in
    /// others, which may be meant to trade: a record has one thawed account at a time, and anyone thaws.
    ///
    /// # Errors
    /// [`SecuritiesError::NotThawed`], [`SecuritiesError::FreezeTooEarly`].
    #[inline(never)]
    pub fn check_freeze(
        &self,
        holder: &Holder,
        (caller, balance): (&Pubkey, Shares),
        now: i64,
    ) -> Result<()> {
        ensure!(holder.is_thawed(), SecuritiesError::NotThawed);
        let elsewhere = fixed::sub(holder.shares, holder.thawed_shares)?;
        ensure!(
            *caller == holder.owner
                || now >= self.rules.open_until
                || self.pause.require_over(now).is_err()
                || holder.is_blocked(now)
                || balance.get() <= elsewhere
                || self.require_receiver(holder, now).is_err(),
            SecuritiesError::FreezeTooEarly
        );
        Ok(())
    }

    /// Counts shares that are in the thawed account of a record.
    pub(super) fn count_thawed(&mut self, holder: &mut Holder, shares: Shares) -> Result<()> {
        holder.thawed_shares = Shares(holder.thawed_shares).plus(shares)?.get();
        self.thawed_shares = Shares(self.thawed_shares).plus(shares)?.get();
        Ok(())
    }

    /// Notes that the thawed account of a record is frozen with a balance: the record has that in place of what the account
    /// had. The last freeze credits what was held, to whoever has shares then. What is missing by then was burnt: the
    /// record of the last account keeps those shares, without tokens, so that the class is owed and pays as before.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    #[inline(never)]
    pub(crate) fn freeze(
        &mut self,
        holder: &mut Holder,
        balance: Shares,
        now: i64,
    ) -> Result<Freeze> {
        let before = holder.shares;
        // Nothing was credited since the thaw, so it does not matter to which shares.
        holder.update(self)?;
        // More than the thawed accounts can have is there only if token-acl did not do what it was asked, and would keep
        // everybody waiting.
        let balance = balance.get().min(self.thawed_shares);
        self.thawed_shares = fixed::sub(self.thawed_shares, balance)?;
        let is_last = self.thawed <= 1;
        let burnt = if is_last {
            core::mem::take(&mut self.thawed_shares)
        } else {
            0
        };
        let elsewhere = fixed::sub(holder.shares, holder.thawed_shares)?;
        let shares = fixed::add(fixed::add(elsewhere, balance)?, burnt)?;
        holder.set_shares(self, Shares(shares));
        (holder.is_thawed, holder.thawed_shares) = (0, 0);
        if is_last {
            // While it counts as thawed: what has streamed meanwhile is held as well.
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
        Ok(Freeze {
            tranche: holder.tranche,
            before,
            shares,
            thawed: self.thawed,
            burnt,
        })
    }
}

impl Holder {
    /// Whether its token account is thawed, so that the account alone says what it holds.
    #[must_use]
    pub const fn is_thawed(&self) -> bool {
        self.is_thawed != 0
    }
}
