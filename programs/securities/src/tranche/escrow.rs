#![allow(dead_code)]
//! Shares in escrow: an order's or an offer's. They are in nobody's record and in nobody's token account, and go on earning,
//! for whoever put them there, until they are sold.

use super::{
    holder::{Earnings, Holder},
    issue::Accumulators,
    state::Tranche,
};
use crate::{
    chain::wide::Wide,
    errors::SecuritiesError,
    math::{accumulator, fixed, quantity::Shares},
    security::state::MAX_VAULTS,
};
use anchor_lang::prelude::*;

/// Shares that are in escrow, with where they earn from.
#[zero_copy]
#[derive(Default, Debug)]
pub struct EscrowedShares {
    /// Shares, in share base units.
    pub shares: u64,
    /// Number of rights books that the tranche had opened when they were put in.
    pub rights_books: u32,
    /// Zero.
    pub padding: [u8; 4],
    /// The tranche's accumulators then, by vault, Q64.64.
    pub since: [Wide; MAX_VAULTS],
}

const _: () = assert!(size_of::<EscrowedShares>() == 80 && align_of::<EscrowedShares>() == 8);

impl EscrowedShares {
    /// Takes shares out of a record whose owner has signed and burns the tokens. What they have earned stays owed to the record.
    ///
    /// # Errors
    /// [`SecuritiesError::ZeroAmount`], [`SecuritiesError::WrapperRecord`], [`SecuritiesError::AlreadyThawed`];
    /// [`SecuritiesError::SharesShort`], [`SecuritiesError::SharesLocked`], [`SecuritiesError::SharesVoted`],
    /// [`SecuritiesError::SharesBlocked`] and [`SecuritiesError::SharesRetained`] for shares that the record has to keep.
    pub(crate) fn put_in(
        tranche: &mut Tranche,
        holder: &mut Holder,
        shares: u64,
        now: i64,
    ) -> Result<Self> {
        ensure!(shares > 0, SecuritiesError::ZeroAmount);
        holder.require_not_wrapper()?;
        ensure!(!holder.is_thawed(), SecuritiesError::AlreadyThawed);
        tranche.require_free(holder, shares, now)?;
        tranche.roll(now)?;
        holder.update(tranche)?;
        holder.take_shares(tranche, Shares(shares))?;
        Ok(Self {
            shares,
            rights_books: tranche.rights_books,
            padding: [0; 4],
            since: tranche.accumulators(),
        })
    }

    /// Gives shares that were not sold back to the record of whoever put them in, with what they have earned since, whatever its
    /// credential says by now. The tokens are minted by the caller.
    ///
    /// # Errors
    /// [`SecuritiesError::SharesShort`] for more than there are; [`SecuritiesError::AlreadyThawed`] during a vote while its token
    /// account is thawed.
    pub(crate) fn give_back(
        &mut self,
        tranche: &mut Tranche,
        holder: &mut Holder,
        shares: u64,
        now: i64,
    ) -> Result<()> {
        self.take(shares)?;
        holder.take_over(tranche, Shares(shares), &self.since, now)?;
        self.move_right(tranche, holder, shares)?;
        // They have voted on nothing while they were here, or did before.
        holder.note_new(tranche, (shares, now), now)
    }

    /// Credits the record of whoever put them in with what shares earned until a moment, at which they were sold or redeemed.
    /// The record must be updated.
    ///
    /// # Errors
    /// [`SecuritiesError::SharesShort`] for more than there are.
    pub(crate) fn settle(
        &mut self,
        holder: &mut Holder,
        shares: u64,
        until: &Accumulators,
    ) -> Result<()> {
        self.take(shares)?;
        for ((earnings, since), until) in holder.earnings.iter_mut().zip(self.since).zip(until) {
            earnings.credit_between(Shares(shares), since.get(), until.get())?;
        }
        Ok(())
    }

    /// Gives the buyer of shares, which have been settled, what they are. The buyer earns from now; the tokens are minted by the
    /// caller, who has checked that it may have them.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`]; [`SecuritiesError::AlreadyThawed`] during a vote while its token account is thawed.
    pub(crate) fn give_to(
        &self,
        tranche: &mut Tranche,
        buyer: &mut Holder,
        shares: u64,
        now: i64,
    ) -> Result<()> {
        tranche.roll(now)?;
        buyer.update(tranche)?;
        buyer.add_shares(tranche, Shares(shares))?;
        self.move_right(tranche, buyer, shares)?;
        buyer.note_new(tranche, (shares, now), now)
    }

    fn take(&mut self, shares: u64) -> Result<()> {
        let left = self.shares.checked_sub(shares);
        self.shares = left.ok_or(SecuritiesError::SharesShort)?;
        Ok(())
    }

    /// A rights book that was opened while the shares were in escrow found them in no record.
    fn move_right(&self, tranche: &Tranche, holder: &mut Holder, shares: u64) -> Result<()> {
        if self.rights_books < tranche.rights_books {
            holder.add_right(Shares(shares))?;
        }
        Ok(())
    }
}

impl Tranche {
    /// The accumulators of this moment. It must be rolled up to now.
    pub(crate) fn accumulators(&self) -> Accumulators {
        self.payouts.map(|payout| payout.accumulator)
    }
}

impl Earnings {
    /// Adds what shares earned between two values of the tranche's accumulator.
    fn credit_between(&mut self, shares: Shares, since: u128, until: u128) -> Result<()> {
        let gained = accumulator::earned(shares, self.fraction, since, until)?;
        self.owed = fixed::add(self.owed, gained.earned)?;
        self.fraction = gained.fraction;
        Ok(())
    }
}
