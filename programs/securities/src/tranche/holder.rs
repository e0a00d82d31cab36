//! The Holder account: one owner's record in one tranche.

use super::{
    issue::Indices,
    pot::Taken,
    state::{Payout, Tranche},
};
use crate::{
    chain::wide::Wide,
    credential::state::Credential,
    errors::SecuritiesError,
    math::{fixed, index, quantity::Shares},
    security::state::MAX_VAULTS,
};
use anchor_lang::prelude::*;

/// Layout version of a Holder.
pub const VERSION: u8 = 1;

/// What an owner has earned in one payout mint.
#[zero_copy]
pub struct Earnings {
    /// The tranche's index when the holder was last settled, Q64.64.
    pub index: Wide,
    /// The part of a base unit earned beyond whole ones, times 2^64.
    pub fraction: u64,
    /// Earned and not yet paid, base units.
    pub owed: u64,
    /// Ever paid, or sent to the escheat account.
    pub paid: u64,
    /// Sent to the escheat account and not restored: what the owner may still ask for there.
    pub escheated: u64,
    /// What was owed when a bot first found that it cannot be paid, base units; what was earned since is owed beyond it.
    pub unpayable: u64,
    /// When that was, Unix time; 0: all was paid since, or never failed.
    pub unpayable_since: i64,
}

/// One owner's record in one tranche. Address: see [`crate::chain::seeds::HOLDER`].
#[account(zero_copy)]
pub struct Holder {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// The class that the credential gives.
    pub class: u8,
    /// Which of the security's qualifiers admitted the owner, from 1; 0: none yet. Who takes that place over may change
    /// what was said there.
    pub qualifier_place: u8,
    /// Zero.
    pub padding: [u8; 4],
    /// The tranche.
    pub tranche: Pubkey,
    /// The wallet or program address that owns the shares.
    pub owner: Pubkey,
    /// Who paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// The token account that payments go to.
    pub payout_account: Pubkey,
    /// Shares, in share base units.
    pub shares: u64,
    /// Until when the credential is good, Unix time; 0: there is none, or it was revoked.
    pub credential_until: i64,
    /// When the record was opened, Unix time.
    pub opened_at: i64,
    /// What it has earned, by payout mint.
    pub earnings: [Earnings; MAX_VAULTS],
    /// Whose credential it is.
    pub qualifier: Pubkey,
    /// Shares that it held when that rights book was opened; see [`Holder::right_in`].
    pub right_shares: u64,
    /// Rights books that its tranche had opened when those were noted.
    pub rights_books: u32,
    /// Zero.
    pub padding_2: [u8; 4],
}

impl Earnings {
    /// Notes that all that is owed cannot be paid, and that it is so since `now`.
    pub(crate) const fn note_unpayable(&mut self, now: i64) {
        self.unpayable = self.owed;
        self.unpayable_since = if self.owed == 0 { 0 } else { now };
    }
}

const _: () = assert!(size_of::<Earnings>() == 64);
const _: () = assert!(size_of::<Holder>() == 464 && align_of::<Holder>() == 8);

impl Earnings {
    /// Adds what shares earned from an index to the tranche's present one.
    fn credit(&mut self, shares: Shares, since: u128, payout: &Payout) -> Result<()> {
        let gained = index::settle(shares, self.fraction, since, payout.index.get())?;
        self.owed = fixed::add(self.owed, gained.earned)?;
        self.fraction = gained.fraction;
        Ok(())
    }
}

impl Holder {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// What it has earned in a vault's mint.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`] for a vault that no security has.
    pub fn earned(&self, vault: u8) -> Result<&Earnings> {
        self.earnings
            .get(usize::from(vault))
            .ok_or_else(|| SecuritiesError::UnknownValue.into())
    }

    pub(crate) fn earned_mut(&mut self, vault: u8) -> Result<&mut Earnings> {
        self.earnings
            .get_mut(usize::from(vault))
            .ok_or_else(|| SecuritiesError::UnknownValue.into())
    }

    /// Starts at the tranche's present index: a new record has no part in the past.
    pub(crate) fn begin(&mut self, tranche: &Tranche) {
        for (earnings, payout) in self.earnings.iter_mut().zip(tranche.payouts.iter()) {
            earnings.index = payout.index;
        }
        self.rights_books = tranche.rights_books;
    }

    /// The shares that it held when a rights book was opened, the last one of its tranche.
    #[must_use]
    pub const fn right_in(&self, rights_book: u32) -> u64 {
        // Nothing was noted since, so its shares have not changed since.
        if self.rights_books < rights_book {
            self.shares
        } else {
            self.right_shares
        }
    }

    /// Notes what it held when the last rights book was opened. Called before every change of its shares.
    const fn keep_right(&mut self, tranche: &Tranche) {
        self.right_shares = self.right_in(tranche.rights_books);
        self.rights_books = tranche.rights_books;
    }

    /// Credits what its shares earned since the last time, from a tranche rolled up to now. Called before every change
    /// of its shares.
    pub(crate) fn settle(&mut self, tranche: &Tranche) -> Result<()> {
        self.settle_at(tranche.payouts())
    }

    /// The same, from payouts in use.
    pub(crate) fn settle_at(&mut self, payouts: &[Payout]) -> Result<()> {
        let shares = Shares(self.shares);
        for (earnings, payout) in self.earnings.iter_mut().zip(payouts) {
            if earnings.index == payout.index {
                continue;
            }
            let since = earnings.index.get();
            earnings.credit(shares, since, payout)?;
            earnings.index = payout.index;
        }
        Ok(())
    }

    /// Takes over what a qualifier says, which has a place among the security's, from 1. Who admitted the holder, or took
    /// over from it, may change it or take it back; another qualifier may only better it, so that nobody is shut out by a
    /// stranger's credential.
    ///
    /// # Errors
    /// [`SecuritiesError::CredentialExpired`] for another qualifier's that is no better.
    pub(crate) fn qualify(&mut self, credential: &Credential, place: u8, now: i64) -> Result<()> {
        ensure!(
            self.qualifier_place == place || credential.expires_at > now.max(self.credential_until),
            SecuritiesError::CredentialExpired
        );
        self.qualifier_place = place;
        self.qualifier = credential.qualifier;
        self.class = credential.class;
        self.credential_until = credential.expires_at;
        Ok(())
    }

    /// Whether it may receive shares of its tranche at `now`.
    #[must_use]
    pub const fn is_qualified(&self, tranche: &Tranche, now: i64) -> bool {
        tranche.restricted == 0 || now < self.credential_until
    }

    /// Refuses to let it receive shares without a credential, where the tranche wants one.
    pub(crate) fn require_qualified(&self, tranche: &Tranche, now: i64) -> Result<()> {
        ensure!(
            self.is_qualified(tranche, now),
            SecuritiesError::NotQualified
        );
        Ok(())
    }

    /// Takes over shares that its tranche issued, with what they earned since, settled for what it held before. Whether its
    /// owner may have them was looked at when they were bought.
    pub(crate) fn take_over(
        &mut self,
        tranche: &mut Tranche,
        shares: Shares,
        since: &Indices,
        now: i64,
    ) -> Result<()> {
        tranche.roll(now)?;
        self.settle(tranche)?;
        for ((earnings, since), payout) in
            self.earnings.iter_mut().zip(since).zip(tranche.payouts())
        {
            earnings.credit(shares, since.get(), payout)?;
        }
        self.add_shares(tranche, shares)
    }

    /// Takes what the pot of its tranche kept for it, from a tranche rolled up to now.
    pub(crate) fn take_pot(&mut self, tranche: &Tranche, taken: &Taken) -> Result<()> {
        self.settle(tranche)?;
        for (earnings, more) in self.earnings.iter_mut().zip(taken.earned) {
            // Two fractions can make a unit.
            let (fraction, is_unit) = earnings.fraction.overflowing_add(more.fraction);
            let more = fixed::add(more.owed, u64::from(is_unit))?;
            earnings.owed = fixed::add(earnings.owed, more)?;
            earnings.fraction = fraction;
        }
        self.add_shares(tranche, Shares(taken.shares))
    }

    /// Adds shares, that it just took over, to those it has a right by: they were issued before the last rights book of
    /// their tranche was opened.
    pub(crate) fn add_right(&mut self, shares: Shares) -> Result<()> {
        self.right_shares = Shares(self.right_shares).plus(shares)?.get();
        Ok(())
    }

    /// Adds shares to a settled record.
    pub(crate) fn add_shares(&mut self, tranche: &Tranche, amount: Shares) -> Result<()> {
        self.keep_right(tranche);
        self.shares = Shares(self.shares).plus(amount)?.get();
        Ok(())
    }

    /// Takes shares from a settled record.
    pub(crate) fn take_shares(&mut self, tranche: &Tranche, amount: Shares) -> Result<()> {
        self.keep_right(tranche);
        let held = Shares(self.shares);
        ensure!(amount <= held, SecuritiesError::SharesShort);
        self.shares = held.minus(amount)?.get();
        Ok(())
    }

    /// Takes all that is owed in a vault's mint, as paid.
    pub(crate) fn take_owed(&mut self, vault: u8) -> Result<u64> {
        let earnings = self.earned_mut(vault)?;
        let owed = earnings.owed;
        earnings.owed = 0;
        earnings.unpayable = 0;
        earnings.unpayable_since = 0;
        earnings.paid = fixed::add(earnings.paid, owed)?;
        Ok(owed)
    }

    /// Takes what could not be paid for its time out of what is owed in a vault's mint, as paid and escheated. What was
    /// earned meanwhile has not waited as long: its time begins at `now`.
    pub(crate) fn take_unpayable(&mut self, vault: u8, now: i64) -> Result<u64> {
        let earnings = self.earned_mut(vault)?;
        let amount = earnings.unpayable;
        earnings.owed = fixed::sub(earnings.owed, amount)?;
        earnings.paid = fixed::add(earnings.paid, amount)?;
        earnings.escheated = fixed::add(earnings.escheated, amount)?;
        earnings.note_unpayable(now);
        Ok(amount)
    }

    /// Whether nothing would be lost by closing it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shares == 0
            && self
                .earnings
                .iter()
                .all(|earnings| earnings.owed == 0 && earnings.escheated == 0)
    }
}
