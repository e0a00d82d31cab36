//! The Holder account: one owner's record in one tranche.

use super::{
    blocks::{Block, MAX_BLOCKS},
    issue::Accumulators,
    locks::{Lock, MAX_LOCKS},
    payout::Payout,
    pot::Taken,
    state::Tranche,
    vote_locks::{MAX_VOTES, NewShares, Uncounted, VoteLock},
};
use crate::{
    chain::wide::Wide,
    errors::SecuritiesError,
    math::{accumulator, fixed, quantity::Shares},
    security::state::MAX_VAULTS,
};
use anchor_lang::prelude::*;

/// Layout version of a Holder.
pub const VERSION: u8 = 1;

/// Everything that the holder is owed is paid unasked.
pub const NOTHING_ON_CLAIM: u8 = 0;
/// What it is owed in another mint than the settlement mint waits until its owner claims it.
pub const OTHER_MINTS_ON_CLAIM: u8 = 1;
/// Everything that it is owed waits until its owner claims it.
pub const EVERYTHING_ON_CLAIM: u8 = 2;

/// What an owner has earned in one payout mint.
#[zero_copy]
pub struct Earnings {
    /// The tranche's accumulator when the holder was last updated, Q64.64.
    pub accumulator: Wide,
    /// The fraction of a base unit earned beyond whole units, times 2^64.
    pub fraction: u64,
    /// Earned and not yet paid, in base units.
    pub owed: u64,
    /// Total paid, or sent to the escheat account; told, as the totals of a [`Vault`](crate::security::vault::Vault).
    pub paid: u64,
    /// Sent to the escheat account and not restored: what the owner may still claim there. It stops at the largest number,
    /// as more money than that is nowhere.
    pub escheated: u64,
    /// The amount owed when a bot first found that it could not be paid, in base units. Later earnings are owed on top
    /// of it.
    pub unpayable: u64,
    /// When that was, in Unix seconds; 0: everything has been paid since, or payment never failed.
    pub unpayable_since: i64,
}

/// One owner's record in one tranche. Address: see [`crate::chain::seeds::HOLDER`].
#[account(zero_copy)]
pub struct Holder {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// The category of investors that the credential states.
    pub category: u8,
    /// Place, from 1, of the qualifier that admitted the owner; 5: the owner is a protocol that registered itself; 0: none yet.
    /// Whoever holds that place may change the statement.
    pub qualifier_place: u8,
    /// 1: the record of the tranche's wrapper, whose shares are those of all units.
    pub is_wrapper: u8,
    /// What is not paid unasked, but waits until the owner claims it; 0: nothing, 1: what it is owed in other mints than
    /// the settlement mint, 2: everything. More than 0 only for an owner without a key, an address of a program that has
    /// not shown with its signature that it takes payments, such as a wrapper. It never rises.
    pub paid_on_claim: u8,
    /// 1: some of what it is owed in the settlement mint came out of units, so that its next payment earns no tip. An
    /// owner could have it paid again and again, by wrapping what it is paid.
    pub untipped: u8,
    /// 1: of the frozen form, its token account is thawed, and says what it holds; the shares here are those before the thaw.
    pub is_thawed: u8,
    /// The tranche.
    pub tranche: Pubkey,
    /// The wallet or program address that owns the shares.
    pub owner: Pubkey,
    /// Whoever paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// The token account that receives payments.
    pub payout_account: Pubkey,
    /// Shares, in share base units.
    pub shares: u64,
    /// When the credential expires, in Unix seconds; 0: there is none, or it was revoked.
    pub credential_until: i64,
    /// When the record was opened, in Unix seconds.
    pub opened_at: i64,
    /// What it has earned, by payout mint.
    pub earnings: [Earnings; MAX_VAULTS],
    /// The qualifier that issued the credential; the security itself for a registered protocol.
    pub qualifier: Pubkey,
    /// Shares that the holder had when the rights book counted in `rights_books` was opened; see [`Holder::right_in`].
    pub right_shares: u64,
    /// Number of rights books that the tranche had opened when `right_shares` was noted.
    pub rights_books: u32,
    /// Country of the owner as the credential states it, ISO 3166-1 numeric; 0: not stated.
    pub jurisdiction: u16,
    /// The day on which it last sent or wrapped shares where the tranche limits that, by its number since 1970-01-01 (UTC),
    /// modulo 65,536.
    pub sent_day: u16,
    /// What it sent and wrapped on that day, in share base units.
    pub sent: u64,
    /// Shares that it cannot send yet.
    pub locks: [Lock; MAX_LOCKS],
    /// The person that it is counted for, where the tranche limits holders: its owner, or whom the credential states. It stays
    /// while the record has an allotment.
    pub person: Pubkey,
    /// The most shares that it may have after it receives some, where the tranche limits holders, in share base units; 0: no
    /// allotment.
    pub allotted: u64,
    /// Of the frozen form: the token account of its owner that is thawed, or was thawed last. The default address: none was.
    pub share_account: Pubkey,
    /// What that account had when it was thawed, with what was delivered to it since, in share base units; 0 while nothing is
    /// thawed.
    pub thawed_shares: u64,
    /// Shares that it has voted on resolutions.
    pub votes: [VoteLock; MAX_VOTES],
    /// Shares that were issued to it while its class could vote.
    pub new_shares: NewShares,
    /// Shares that exceptional measures block.
    pub blocks: [Block; MAX_BLOCKS],
    /// Shares that a resolution does not count.
    pub uncounted: Uncounted,
}

impl Earnings {
    /// Notes that everything owed cannot be paid, as of `now`.
    pub(crate) const fn note_unpayable(&mut self, now: i64) {
        self.unpayable = self.owed;
        self.unpayable_since = if self.owed == 0 { 0 } else { now };
    }
}

const _: () = assert!(size_of::<Earnings>() == 64);
const _: () = assert!(size_of::<Holder>() == 712 && align_of::<Holder>() == 8);

impl Earnings {
    /// Adds what shares earned from an earlier accumulator to the tranche's current one.
    fn credit(&mut self, shares: Shares, since: u128, payout: &Payout) -> Result<()> {
        let gained = accumulator::earned(shares, self.fraction, since, payout.accumulator.get())?;
        self.owed = fixed::add(self.owed, gained.earned)?;
        self.fraction = gained.fraction;
        Ok(())
    }
}

impl Holder {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// What it has earned in a vault's mint.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`] for a vault beyond the maximum.
    pub fn earned(&self, vault: u8) -> Result<&Earnings> {
        self.earnings
            .get(usize::from(vault))
            .ok_or_else(|| SecuritiesError::UnknownValue.into())
    }

    /// What a claim would pay its owner in a vault's mint at `now`, in base units: what is owed, and what its shares have
    /// earned since the last update. It changes nothing, for programs that only read the account. A vault that the
    /// tranche was never paid in owes nothing.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`] for a vault beyond the maximum.
    pub fn owed_at(&self, tranche: &Tranche, vault: u8, now: i64) -> Result<u64> {
        let mut earnings = *self.earned(vault)?;
        let payouts = tranche.payouts_at(now)?;
        let in_use = payouts.get(..tranche.payouts().len()).unwrap_or(&[]);
        if let Some(payout) = in_use.get(usize::from(vault)) {
            let since = earnings.accumulator.get();
            earnings.credit(Shares(self.shares), since, payout)?;
        }
        Ok(earnings.owed)
    }

    pub(crate) fn earned_mut(&mut self, vault: u8) -> Result<&mut Earnings> {
        self.earnings
            .get_mut(usize::from(vault))
            .ok_or_else(|| SecuritiesError::UnknownValue.into())
    }

    /// Whether what it is owed in a vault's mint waits until its owner claims it, since nobody has shown that what is
    /// paid unasked would be anybody's.
    #[must_use]
    pub const fn waits_for_claim(&self, vault: u8) -> bool {
        match self.paid_on_claim {
            NOTHING_ON_CLAIM => false,
            OTHER_MINTS_ON_CLAIM => vault > 0,
            _ => true,
        }
    }

    /// Names the account for payments in the settlement mint, with its owner's signature. An owner that names its
    /// associated account takes payments at its associated accounts for other mints too.
    pub(crate) const fn name_payout_account(&mut self, account: Pubkey, is_associated: bool) {
        self.payout_account = account;
        let most = if is_associated {
            NOTHING_ON_CLAIM
        } else {
            OTHER_MINTS_ON_CLAIM
        };
        if self.paid_on_claim > most {
            self.paid_on_claim = most;
        }
    }

    /// Starts at the tranche's current accumulator: a new record has no part in earlier distributions.
    pub(crate) fn begin(&mut self, tranche: &Tranche) {
        for (earnings, payout) in self.earnings.iter_mut().zip(tranche.payouts.iter()) {
            earnings.accumulator = payout.accumulator;
        }
        self.rights_books = tranche.rights_books;
    }

    /// The shares that it had when a rights book was opened, which must be the tranche's latest.
    #[must_use]
    pub const fn right_in(&self, rights_book: u32) -> u64 {
        // Nothing has been noted since, so the shares have not changed since.
        if self.rights_books < rights_book {
            self.shares
        } else {
            self.right_shares
        }
    }

    /// Notes the shares that it had when the latest rights book was opened. Called before every change of its shares.
    const fn keep_right(&mut self, tranche: &Tranche) {
        self.right_shares = self.right_in(tranche.rights_books);
        self.rights_books = tranche.rights_books;
    }

    /// Credits what its shares have earned since the last update. The tranche must be rolled up to now. Called
    /// before every change of its shares.
    pub(crate) fn update(&mut self, tranche: &Tranche) -> Result<()> {
        self.update_at(tranche.payouts())
    }

    /// The same, from the payouts in use.
    pub(crate) fn update_at(&mut self, payouts: &[Payout]) -> Result<()> {
        let shares = Shares(self.shares);
        for (earnings, payout) in self.earnings.iter_mut().zip(payouts) {
            if earnings.accumulator == payout.accumulator {
                continue;
            }
            let since = earnings.accumulator.get();
            earnings.credit(shares, since, payout)?;
            earnings.accumulator = payout.accumulator;
        }
        Ok(())
    }

    /// Takes over shares that its tranche issued, with what they have earned since. What it held before must be
    /// updated. Whether its owner may have the shares was checked when they were bought. The owner paid for them with
    /// its signature, from a token account: somebody signs for it, and what it is owed is paid unasked from now on.
    #[inline(never)]
    pub(crate) fn take_over(
        &mut self,
        tranche: &mut Tranche,
        shares: Shares,
        since: &Accumulators,
        now: i64,
    ) -> Result<()> {
        tranche.roll(now)?;
        self.update(tranche)?;
        self.paid_on_claim = NOTHING_ON_CLAIM;
        for ((earnings, since), payout) in
            self.earnings.iter_mut().zip(since).zip(tranche.payouts())
        {
            earnings.credit(shares, since.get(), payout)?;
        }
        self.add_shares(tranche, shares)
    }

    /// Takes what its tranche's pot kept for it. The tranche must be rolled up to now.
    pub(crate) fn take_pot(&mut self, tranche: &Tranche, taken: &Taken) -> Result<()> {
        self.update(tranche)?;
        for (earnings, more) in self.earnings.iter_mut().zip(taken.earned) {
            // Two fractions can add up to a unit.
            let (fraction, is_unit) = earnings.fraction.overflowing_add(more.fraction);
            let more = fixed::add(more.owed, u64::from(is_unit))?;
            earnings.owed = fixed::add(earnings.owed, more)?;
            earnings.fraction = fraction;
        }
        self.add_shares(tranche, Shares(taken.shares))
    }

    /// Adds shares that it has just received to those that give it a right: they were issued before the tranche's latest
    /// rights book was opened, and give it to nobody else.
    pub(crate) fn add_right(&mut self, shares: Shares) -> Result<()> {
        self.right_shares = Shares(self.right_shares).plus(shares)?.get();
        Ok(())
    }

    /// Takes the right that goes with shares it has just given up, as far as it has one, for the record that received
    /// them.
    pub(crate) fn take_right(&mut self, shares: Shares) -> Result<Shares> {
        let moved = shares.min(Shares(self.right_shares));
        self.right_shares = Shares(self.right_shares).minus(moved)?.get();
        Ok(moved)
    }

    /// Adds shares to an updated record.
    pub(crate) fn add_shares(&mut self, tranche: &Tranche, amount: Shares) -> Result<()> {
        self.keep_right(tranche);
        self.shares = Shares(self.shares).plus(amount)?.get();
        Ok(())
    }

    /// Sets the shares of an updated record.
    pub(crate) const fn set_shares(&mut self, tranche: &Tranche, amount: Shares) {
        self.keep_right(tranche);
        self.shares = amount.get();
    }

    /// Takes shares from an updated record.
    pub(crate) fn take_shares(&mut self, tranche: &Tranche, amount: Shares) -> Result<()> {
        self.keep_right(tranche);
        let held = Shares(self.shares);
        ensure!(amount <= held, SecuritiesError::SharesShort);
        self.shares = held.minus(amount)?.get();
        Ok(())
    }

    /// Refuses the record of a wrapper: what its shares earn belongs to the units.
    pub(crate) fn require_not_wrapper(&self) -> Result<()> {
        ensure!(self.is_wrapper == 0, SecuritiesError::WrapperRecord);
        Ok(())
    }

    /// Takes a part of what is owed in a vault's mint, for another record. What could not be paid for longest goes
    /// first: its owner has just been seen.
    pub(crate) fn give_owed(&mut self, vault: u8, amount: u64) -> Result<()> {
        let earnings = self.earned_mut(vault)?;
        earnings.owed = fixed::sub(earnings.owed, amount)?;
        earnings.unpayable = earnings.unpayable.saturating_sub(amount);
        if earnings.unpayable == 0 {
            earnings.unpayable_since = 0;
        }
        if vault == 0 && earnings.owed == 0 {
            self.untipped = 0;
        }
        Ok(())
    }

    /// Adds to what is owed in a vault's mint what another record gave, or what was paid in.
    pub(crate) fn receive_owed(&mut self, vault: u8, amount: u64) -> Result<()> {
        let earnings = self.earned_mut(vault)?;
        earnings.owed = fixed::add(earnings.owed, amount)?;
        Ok(())
    }

    /// Takes everything owed in a vault's mint, counting it as paid.
    pub(crate) fn take_owed(&mut self, vault: u8) -> Result<u64> {
        let earnings = self.earned_mut(vault)?;
        let owed = earnings.owed;
        earnings.owed = 0;
        earnings.unpayable = 0;
        earnings.unpayable_since = 0;
        earnings.paid = earnings.paid.saturating_add(owed);
        if vault == 0 {
            self.untipped = 0;
        }
        Ok(owed)
    }

    /// Takes what could not be paid for the escheat period out of what is owed in a vault's mint, counting it as paid
    /// and escheated. What was earned since has not waited as long: its period begins at `now`.
    pub(crate) fn take_unpayable(&mut self, vault: u8, now: i64) -> Result<u64> {
        let earnings = self.earned_mut(vault)?;
        let amount = earnings.unpayable;
        earnings.owed = fixed::sub(earnings.owed, amount)?;
        earnings.paid = earnings.paid.saturating_add(amount);
        earnings.escheated = earnings.escheated.saturating_add(amount);
        earnings.note_unpayable(now);
        if vault == 0 && earnings.owed == 0 {
            self.untipped = 0;
        }
        Ok(amount)
    }

    /// Whether the record can be closed without losing anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.shares == 0 && self.is_thawed == 0 && self.has_nothing_due()
    }

    /// Whether it is owed nothing, and nothing of it was escheated that its owner could still claim.
    #[must_use]
    pub fn has_nothing_due(&self) -> bool {
        self.earnings
            .iter()
            .all(|earnings| earnings.owed == 0 && earnings.escheated == 0)
    }
}
