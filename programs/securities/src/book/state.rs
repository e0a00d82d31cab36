//! The Book account: an offering of a tranche's shares, with money in escrow. Its operations on tickets are in
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
    tranche::rules::MAX_COUNTRIES,
};
use anchor_lang::prelude::*;
use std::cell::Ref;

/// Layout version of the Book, Line, Ticket and OwnerTotal accounts.
pub const VERSION: u8 = 1;
/// How many assets a book can accept.
pub const MAX_ASSETS: usize = 4;
/// How many reward curves a book can have.
pub const MAX_CURVES: usize = 4;
/// How many books of a security may be open at a time until one is locked: a change of structure takes all of them, and
/// one transaction has room for this many beside the longest waterfall.
pub const MAX_OPEN_BOOKS: u32 = 8;

/// Which money is accepted when more is committed than the cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum AllocationRule {
    /// The first money in line, up to the cap.
    FirstCome,
    /// The same proportion of everybody's money.
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
    /// Number of assets accepted, 1 to 4; the first is the settlement mint.
    pub asset_count: u8,
    /// Number of reward curves, 0 to 4.
    pub curve_count: u8,
    /// The book's number in its tranche; part of the address.
    pub number: u16,
    /// Version of the offer, raised by one with every change; 0 while there is no offer.
    pub offer_version: u32,
    /// Number of places in the line.
    pub line_capacity: u32,
    /// Number of the last event, from 1; a gap shows an indexer that it missed an event.
    pub event_sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The tranche whose shares are offered.
    pub tranche: Pubkey,
    /// The line account.
    pub line: Pubkey,
    /// Whoever paid the rent of the book, its line and its escrows, and gets it back.
    pub rent_payer: Pubkey,
    /// SHA-256 of the terms document.
    pub terms_sha256: [u8; 32],
    /// Price of one whole share, in settlement base units. Where the price is reported: until the lock, the highest
    /// price that the lock accepts.
    pub price: u64,
    /// The lowest price that the lock accepts, where the price is reported; the same as `price` where it is fixed.
    pub price_min: u64,
    /// How old a reported price may be, in seconds; 0: the price is fixed.
    pub price_max_age: i64,
    /// The smallest amount of money that buys a whole number of share base units; deposits are multiples of it. 1 where
    /// a share base unit is so small a part of a ticket that no lot is needed.
    pub lot: u64,
    /// The least money that must be committed, or approved where allocation is discretionary, in settlement base units.
    pub minimum: u64,
    /// The most money that is accepted, in settlement base units; the lock lowers it if too few shares are left.
    pub cap: u64,
    /// The smallest ticket, in settlement base units.
    pub min_ticket: u64,
    /// The largest ticket, in settlement base units; 0: no limit.
    pub max_ticket: u64,
    /// The most money that one owner may have in line, in settlement base units; 0: no limit.
    pub owner_limit: u64,
    /// When deposits start, in Unix seconds.
    pub opens_at: i64,
    /// From when the sponsor may lock, in Unix seconds; a change of the offer can postpone it.
    pub offer_ends: i64,
    /// When the offering ends by itself, in Unix seconds; a poll that passed can extend it, see [`Book::deadline_at`].
    pub deadline: i64,
    /// The latest time that a poll may extend the deadline to, in Unix seconds.
    pub latest_deadline: i64,
    /// How long a changed offer stays open before the book may be locked, in seconds.
    pub offer_period: i64,
    /// When the book was locked, in Unix seconds; 0: not locked.
    pub locked_at: i64,
    /// The shortest time that proceeds stay in escrow after the lock, in seconds.
    pub draw_delay: i64,
    /// Number of the next ticket; numbers are never reused.
    pub next_ticket: u32,
    /// Number of tickets that are still open: not withdrawn, and not settled or refunded in full.
    pub open_tickets: u32,
    /// Of a locked book: number of tickets whose outcome is not recorded yet.
    pub unsettled: u32,
    /// Number of the lead's tickets whose money counts as committed to the current offer.
    pub lead_tickets: u32,
    /// Live money in line, held in escrow, in value.
    pub live: u64,
    /// The part of `live` that is committed to the current offer and counts, in value.
    pub committed: u64,
    /// The part of `committed` that the sponsor approved, where allocation is discretionary, in value.
    pub approved: u64,
    /// Money in line when the book was locked, in value.
    pub locked: u64,
    /// The part of `locked` that became proceeds, in value.
    pub accepted: u64,
    /// The part of `locked` that was returned, in value.
    pub refunded: u64,
    /// Shares handed over to tickets so far, bonus shares included, in share base units.
    pub shares_issued: u64,
    /// Shares that the lock issued and that the book holds for tickets that are not settled yet, in share base units.
    pub shares_held: u64,
    /// The tranche's accumulators at the lock; the held shares earn from there on.
    pub since: [Wide; MAX_VAULTS],
    /// Shares of the tranche set aside for what the cap can buy, in share base units.
    pub shares_set_aside: u64,
    /// The lead investor; the default address: none.
    pub lead: Pubkey,
    /// Money that the lead must have in line before others may deposit, in settlement base units.
    pub lead_minimum: u64,
    /// The lead's money in line, in value.
    pub lead_live: u64,
    /// The part of `lead_live` that is committed to the current offer and counts, in value.
    pub lead_committed: u64,
    /// The version of the offer that binds the lead, because money of its own counted as committed to it: while it is
    /// current, the lead's money may not fall below its minimum. 0: none, which is so until the first such commitment
    /// and again once the lead is found without a credential.
    pub lead_bound_to: u32,
    /// A later deadline needs votes of more than this part of the money that may vote, in basis points; 0: the deadline
    /// cannot be extended.
    pub extension_bps: u16,
    /// 1: a mint with a freeze authority is accepted.
    pub accepts_freeze: u8,
    /// The group of books that this book is locked together with, 1 to 4; 0: none.
    pub group: u8,
    /// 1: the shares require a credential, and only the money of tickets that are marked as qualified counts as
    /// committed.
    pub restricted: u8,
    /// 1: whoever deposits needs a valid credential then already.
    pub gated: u8,
    /// For how many days from its lock all shares of its tickets are locked.
    pub cliff_days: u16,
    /// Over how many days after that they vest, evenly by the day.
    pub vesting_days: u16,
    /// The security's [amendments](Security::amendments) when the current version of the offer was made.
    pub amendments: u16,
    /// The tip for whoever settles or refunds a ticket, in lamports.
    pub tip: u64,
    /// Lamports in this account that are set aside for tips.
    pub tip_budget: u64,
    /// The latest poll.
    pub poll: Poll,
    /// The assets accepted.
    pub assets: [Asset; MAX_ASSETS],
    /// The reward curves.
    pub curves: [RewardCurve; MAX_CURVES],
    /// For a book of a cover: the price of a share, in settlement base units. It is the par or, for a later issue, the
    /// capital of a share; 0 for other books.
    pub cover_par: u64,
    /// Until when only holders of the tranche may deposit, each up to its part, in Unix seconds; 0: not a rights book.
    pub rights_until: i64,
    /// The tranche's shares when the book was opened, in share base units, of which each holder had its part; 0: not a
    /// rights book.
    pub rights_base: u64,
    /// Interest accrued on a whole share at the lock, and its part of what streams then, which are paid on top of the
    /// price, in settlement base units times 2^32; 0: none.
    pub accrued: Wide,
    /// The book's number among the tranche's rights books, from 1; 0: not a rights book.
    pub rights_book: u32,
    /// Number of the tranche's rights books when this book was locked. Shares of its tickets count in rights books
    /// opened later.
    pub rights_books: u32,
    /// The part of the lead's money that the sponsor approved, in value.
    pub lead_approved: u64,
    /// The part of the lead's committed money that lies within the cap whatever others commit, in value.
    pub lead_within: u64,
    /// The part of the lead's committed money that is in assets other than 1:1, in value.
    pub lead_earning: u64,
    /// Countries whose owners the tranche refuses, ISO 3166-1 numeric; 0 after the last.
    pub refused_countries: [u16; MAX_COUNTRIES],
}

const _: () = assert!(size_of::<Book>() == 2_816 && align_of::<Book>() == 8);

/// An asset that a book accepts. The account constraints use it, each as a single call.
///
/// # Errors
/// [`SecuritiesError::UnknownAsset`].
pub(crate) fn asset_of<'a>(book: &'a AccountLoader<'_, Book>, index: u8) -> Result<Ref<'a, Asset>> {
    let book = book.load()?;
    Ref::filter_map(book, |book| book.asset_at(index).ok())
        .map_err(|_| SecuritiesError::UnknownAsset.into())
}

impl Book {
    /// Counts the next event and returns its number.
    pub(crate) fn next_event(&mut self) -> Result<u64> {
        self.event_sequence = fixed::add(self.event_sequence, 1)?;
        Ok(self.event_sequence)
    }

    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The first asset: the settlement mint, 1:1.
    #[must_use]
    pub const fn asset(&self) -> &Asset {
        let [first, ..] = &self.assets;
        first
    }

    /// An accepted asset, by its place.
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

    /// The allocation rule.
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

    /// When the offering ends by itself: the deadline, or a later one if a poll has passed it.
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

    /// The phase at `now`.
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

    /// Whether the book is locked together with others.
    #[must_use]
    pub const fn is_grouped(&self) -> bool {
        self.group > 0
    }

    /// Refuses unless money can come in, from the opening to the deadline.
    pub(crate) fn require_open(&self, now: i64) -> Result<()> {
        ensure!(self.phase(now)?.can_enter(), SecuritiesError::BookNotOpen);
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

    /// The seeds that sign for its escrows.
    #[must_use]
    pub fn signer(&self) -> SignerSeeds {
        SignerSeeds::new(
            seeds::BOOK,
            self.tranche,
            (self.number.into(), 2),
            self.bump,
        )
    }

    /// The invariant after every instruction that changes the account: without open tickets, no ticket's money is in
    /// escrow; with the settlement mint alone, the units in escrow are the pending value; and no more than the cap is
    /// accepted.
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
            SecuritiesError::CountersInconsistent
        );
        Ok(())
    }
}
