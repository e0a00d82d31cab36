//! The Book account: an offering of a tranche's shares, with money in escrow. What it does with its tickets is in
//! [`crate::book::ledger`] until the lock, and in [`crate::book::outcome`] from then on.

use super::{
    asset::Asset,
    phase::{Phase, Progress, Stage, phase},
    poll::Poll,
    reward::RewardCurve,
};
use crate::{
    chain::{
        seeds::{self, SignerSeeds},
        wide::Wide,
    },
    errors::SecuritiesError,
    math::fixed,
    security::state::MAX_VAULTS,
};
use anchor_lang::prelude::*;
use std::cell::Ref;

/// Layout version of a Book, a Line, a Ticket and a Stake.
pub const VERSION: u8 = 1;
/// Assets a book can accept.
pub const MAX_ASSETS: usize = 4;
/// Reward curves of a book.
pub const MAX_CURVES: usize = 4;
/// Books of a security that may be open at a time until one is locked: a change of structure takes them all, and a
/// transaction has room for so many beside the longest waterfall.
pub const MAX_OPEN_BOOKS: u32 = 8;

/// Who gets in when more is committed than the cap takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum AllocationRule {
    /// In line order until the cap.
    FirstCome,
    /// Everybody the same part.
    ProRata,
    /// What the sponsor approved, ticket by ticket.
    Discretionary,
}

/// An offering of a tranche's shares, with money in escrow. Address: see [`crate::chain::seeds::BOOK`].
#[account(zero_copy)]
pub struct Book {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// 1 open, 2 locked, 3 failed; see [`Stage`].
    pub stage: u8,
    /// 0 first come, first served; 1 pro rata; 2 discretionary.
    pub allocation: u8,
    /// Assets accepted, 1 to 4; the first is the settlement mint.
    pub asset_count: u8,
    /// Reward curves, 0 to 4.
    pub curve_count: u8,
    /// The tranche's number for it; part of the address.
    pub number: u16,
    /// Raised by one with every change of the offer; 0 while there is none.
    pub offer_version: u32,
    /// Places in line.
    pub line_capacity: u32,
    /// Number of its last event, from 1; an indexer that sees a gap has missed one.
    pub event_sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The tranche whose shares are offered.
    pub tranche: Pubkey,
    /// The line account.
    pub line: Pubkey,
    /// Who paid the rent of book, line and vault, and gets it back.
    pub rent_payer: Pubkey,
    /// SHA-256 of the terms offered.
    pub terms_sha256: [u8; 32],
    /// Price of one whole share, settlement base units; until the lock the highest, where it is reported.
    pub price: u64,
    /// The lowest price the lock takes where it is reported; the price itself where it is fixed.
    pub price_min: u64,
    /// How old a reported price may be, seconds; 0: the price is fixed.
    pub price_max_age: i64,
    /// The least money that buys a whole number of share base units; deposits are multiples of it. 1 where one
    /// share base unit is so small a part of a ticket that none is needed.
    pub lot: u64,
    /// The least that must be committed.
    pub minimum: u64,
    /// The most that is accepted.
    pub cap: u64,
    /// The smallest ticket.
    pub min_ticket: u64,
    /// The largest ticket; 0: none.
    pub max_ticket: u64,
    /// The most of one owner's money; 0: no limit.
    pub owner_limit: u64,
    /// When deposits start, Unix time.
    pub opens_at: i64,
    /// When the sponsor may lock; moved by every change of the offer.
    pub offer_ends: i64,
    /// When the offering ends by itself; see [`Book::deadline_at`].
    pub deadline: i64,
    /// The latest that a vote may extend the deadline to.
    pub latest_deadline: i64,
    /// How long a changed offer stays open before it may be locked, seconds.
    pub offer_period: i64,
    /// When it was locked; 0 before.
    pub locked_at: i64,
    /// How long after the lock its proceeds stay in escrow, seconds.
    pub draw_delay: i64,
    /// The number the next ticket gets; never used twice.
    pub next_ticket: u32,
    /// Tickets that are neither withdrawn, settled nor refunded.
    pub open_tickets: u32,
    /// Of a locked book: tickets whose share in it is not settled yet.
    pub unsettled: u32,
    /// The lead's committed tickets.
    pub lead_tickets: u32,
    /// Money in escrow, live in line, in value units.
    pub live: u64,
    /// The part of it that is committed to the present offer, and counts.
    pub committed: u64,
    /// The part of that which the sponsor approved, where allocation is discretionary.
    pub approved: u64,
    /// Money in line when the book was locked.
    pub locked: u64,
    /// Locked money that became proceeds.
    pub accepted: u64,
    /// Locked money that went back.
    pub refunded: u64,
    /// Shares, bonus shares included, that tickets have become, share base units.
    pub shares_issued: u64,
    /// Shares that the lock issued and the book holds for tickets that are not settled yet.
    pub shares_held: u64,
    /// The tranche's indices at the lock, from when those shares earn.
    pub since: [Wide; MAX_VAULTS],
    /// Shares of the tranche set aside for what the cap can buy, share base units.
    pub shares_reserved: u64,
    /// The lead investor; the default address: none.
    pub lead: Pubkey,
    /// What the lead must have in line before others may deposit.
    pub lead_minimum: u64,
    /// The lead's money in line.
    pub lead_live: u64,
    /// The part of it that is committed to the present offer, and counts.
    pub lead_committed: u64,
    /// The offer the lead is bound by: while it is the present one, its money stays above its minimum.
    pub lead_bound_to: u32,
    /// Part of the live money in line that must vote for a later deadline, basis points; 0: none is possible.
    pub extension_bps: u16,
    /// 1: a mint with a freeze authority is accepted.
    pub accepts_freeze: u8,
    /// The group of books that it closes together with, 1 to 4; 0: none.
    pub group: u8,
    /// 1: its shares want a credential, and only the money of tickets that are marked as qualified counts as committed.
    pub restricted: u8,
    /// Zero.
    pub padding: [u8; 7],
    /// Paid to whoever settles or refunds a ticket, lamports.
    pub tip: u64,
    /// Lamports in this account that are for tips.
    pub tip_budget: u64,
    /// The last poll.
    pub poll: Poll,
    /// The assets accepted.
    pub assets: [Asset; MAX_ASSETS],
    /// The reward curves.
    pub curves: [RewardCurve; MAX_CURVES],
    /// Of a cover's book: what its shares are sold at, settlement base units: the par, of a later issue the capital of a
    /// share; 0 for others.
    pub cover_par: u64,
    /// Until when holders of the tranche alone may deposit, each up to its part, Unix time; 0: it was for everybody at
    /// once.
    pub rights_until: i64,
    /// The tranche's shares when it was opened, of which a holder's were its part; 0 without rights.
    pub rights_base: u64,
    /// Interest accrued on a whole share when it was locked, which is paid on top of the price, settlement base units times
    /// 2^32; 0 where none was.
    pub accrued: Wide,
    /// The tranche's number for it among its rights books, from 1; 0 without rights.
    pub rights_book: u32,
    /// Rights books of the tranche when it was locked: a later one goes by the shares of its tickets too.
    pub rights_books: u32,
    /// What the sponsor approved of the lead's money.
    pub lead_approved: u64,
    /// What of the lead's committed money lies within the cap, wherever others commit.
    pub lead_within: u64,
    /// What of the lead's committed money is in assets that are not worth their units.
    pub lead_earning: u64,
}

const _: () = assert!(size_of::<Book>() == 2_784 && align_of::<Book>() == 8);

/// An asset that a book accepts, for the checks of accounts: one call from each of them.
///
/// # Errors
/// [`SecuritiesError::UnknownAsset`].
pub(crate) fn asset_of<'a>(book: &'a AccountLoader<'_, Book>, index: u8) -> Result<Ref<'a, Asset>> {
    let book = book.load()?;
    Ref::filter_map(book, |book| book.asset_at(index).ok())
        .map_err(|_| SecuritiesError::UnknownAsset.into())
}

impl Book {
    /// The number of the next event.
    pub(crate) fn next_event(&mut self) -> Result<u64> {
        self.event_sequence = fixed::add(self.event_sequence, 1)?;
        Ok(self.event_sequence)
    }

    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The first asset: the settlement mint, 1:1.
    #[must_use]
    pub const fn asset(&self) -> &Asset {
        let [first, ..] = &self.assets;
        first
    }

    /// An accepted asset.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownAsset`].
    pub fn asset_at(&self, index: u8) -> Result<&Asset> {
        self.assets
            .get(..usize::from(self.asset_count))
            .and_then(|assets| assets.get(usize::from(index)))
            .ok_or_else(|| SecuritiesError::UnknownAsset.into())
    }

    pub(crate) fn asset_at_mut(&mut self, index: u8) -> Result<&mut Asset> {
        self.assets
            .get_mut(..usize::from(self.asset_count))
            .and_then(|assets| assets.get_mut(usize::from(index)))
            .ok_or_else(|| SecuritiesError::UnknownAsset.into())
    }

    /// The assets accepted.
    #[must_use]
    pub fn assets(&self) -> &[Asset] {
        self.assets
            .get(..usize::from(self.asset_count))
            .unwrap_or(&[])
    }

    /// The reward curves in use.
    #[must_use]
    pub fn curves(&self) -> &[RewardCurve] {
        self.curves
            .get(..usize::from(self.curve_count))
            .unwrap_or(&[])
    }

    /// Who gets in.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn allocation(&self) -> Result<AllocationRule> {
        match self.allocation {
            0 => Ok(AllocationRule::FirstCome),
            1 => Ok(AllocationRule::ProRata),
            2 => Ok(AllocationRule::Discretionary),
            _ => Err(SecuritiesError::UnknownValue.into()),
        }
    }

    /// When the offering ends by itself: the deadline, or the later one that a poll has passed.
    #[must_use]
    pub fn deadline_at(&self, now: i64) -> i64 {
        match self.poll.extension(now, self.extension_bps) {
            Some(later) => later.max(self.deadline),
            None => self.deadline,
        }
    }

    /// Whether a lead investor goes first.
    #[must_use]
    pub fn has_lead(&self) -> bool {
        self.lead != Pubkey::default()
    }

    /// The phase at a time.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`] for an unknown stage.
    pub fn phase(&self, now: i64) -> Result<Phase> {
        let stage = match self.stage {
            1 => Stage::Open,
            2 => Stage::Locked,
            3 => Stage::Failed,
            _ => return Err(SecuritiesError::UnknownValue.into()),
        };
        Ok(phase(
            now,
            Progress {
                stage,
                opens_at: self.opens_at,
                deadline: self.deadline_at(now),
                offered: self.offer_version > 0,
                ready: self.is_ready(),
            },
        ))
    }

    /// Whether it closes together with others.
    #[must_use]
    pub const fn is_grouped(&self) -> bool {
        self.group > 0
    }

    /// Refuses unless money can come in, which is also when terms may still change.
    pub(crate) fn require_open(&self, now: i64) -> Result<()> {
        ensure!(self.phase(now)?.can_enter(), SecuritiesError::NotOffering);
        Ok(())
    }

    /// Value in line that is not settled, refunded or withdrawn.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the counters contradict each other.
    pub fn pending(&self) -> Result<u64> {
        if self.stage == Stage::Locked as u8 {
            let done = fixed::add(self.accepted, self.refunded)?;
            Ok(fixed::sub(self.locked, done)?)
        } else {
            Ok(self.live)
        }
    }

    /// What signs for its vaults.
    #[must_use]
    pub fn signer(&self) -> SignerSeeds {
        SignerSeeds::new(
            seeds::BOOK,
            self.tranche,
            (self.number.into(), 2),
            self.bump,
        )
    }

    /// What holds after every instruction that changes the account: without tickets nothing is in escrow; with the
    /// settlement mint alone the escrow is the line's value; and nobody is accepted past the cap.
    pub(crate) fn invariant(&self) -> Result<()> {
        let pending = self.pending()?;
        let empty = pending == 0 && self.assets.iter().all(|asset| asset.units == 0);
        ensure!(
            self.committed <= self.live
                && self.approved <= self.cap
                && self.accepted <= self.cap
                && (self.open_tickets > 0 || empty)
                && self.unsettled <= self.open_tickets
                && (self.asset_count > 1 || self.asset().units == pending),
            SecuritiesError::VaultShort
        );
        Ok(())
    }
}
