//! The accounts of an escrow book: Book, Line and Ticket.

use super::phase::{Phase, Stage, phase};
use crate::{
    errors::SecuritiesError,
    math::{fixed, line},
    seeds,
};
use anchor_lang::prelude::*;

/// Layout version of a Book, a Line and a Ticket.
pub const VERSION: u8 = 1;
/// Assets a book can accept.
pub const MAX_ASSETS: usize = 4;
/// Reward curves of a book.
pub const MAX_CURVES: usize = 4;
/// Knots of a reward curve.
pub const MAX_KNOTS: usize = 8;

/// An asset that a book accepts.
#[zero_copy]
pub struct Asset {
    /// Its mint; the default address where the slot is unused.
    pub mint: Pubkey,
    /// The token account in escrow.
    pub vault: Pubkey,
    /// The token program that owns the mint.
    pub token_program: Pubkey,
    /// Where its rate is read; the default address at 1:1.
    pub rate_source: Pubkey,
    /// Base units in escrow.
    pub units: u64,
    /// 0: 1:1.
    pub adapter: u8,
    /// Decimals of the mint.
    pub decimals: u8,
    /// Bump of the vault's address.
    pub vault_bump: u8,
    /// Zero.
    pub padding: [u8; 5],
    /// Room for a rate and its limits; zero.
    pub reserved: [u64; 6],
}

/// A knot of a reward curve.
#[zero_copy]
pub struct Knot {
    /// Money in line.
    pub money: u64,
    /// Reward up to there.
    pub reward: u64,
}

/// A reward by place in line; room for it, unused in this version.
#[zero_copy]
pub struct RewardCurve {
    /// What it pays in.
    pub target: Pubkey,
    /// The cumulative curve.
    pub knots: [Knot; MAX_KNOTS],
    /// Reserved before the book opened.
    pub budget: u64,
    /// Granted so far.
    pub granted: u64,
    /// Kind of reward.
    pub kind: u8,
    /// Knots in use.
    pub knot_count: u8,
    /// Zero.
    pub padding: [u8; 6],
}

/// An offering of a tranche's shares, with money in escrow. Address: see [`crate::seeds::BOOK`].
#[account(zero_copy)]
pub struct Book {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// 1 open, 2 locked; see [`Stage`].
    pub stage: u8,
    /// 0 first come, first served.
    pub allocation: u8,
    /// Assets accepted; 1 in this version.
    pub asset_count: u8,
    /// Reward curves; 0 in this version.
    pub curve_count: u8,
    /// The tranche's number for it; part of the address.
    pub number: u16,
    /// Raised by one with every change of the offer, from 1.
    pub offer_version: u32,
    /// Places in line.
    pub line_capacity: u32,
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
    /// Price of one whole share, settlement base units.
    pub price: u64,
    /// The least money that buys a whole number of share base units; deposits are multiples of it.
    pub lot: u64,
    /// The least that must be committed.
    pub minimum: u64,
    /// The most that is accepted.
    pub cap: u64,
    /// The smallest ticket.
    pub min_ticket: u64,
    /// When deposits start, Unix time.
    pub opens_at: i64,
    /// When the sponsor may lock.
    pub offer_ends: i64,
    /// When the offering ends by itself.
    pub deadline: i64,
    /// Until when a ticket's owner may qualify; room for the rule, 0 in this version.
    pub qualify_by: i64,
    /// When it was locked; 0 before.
    pub locked_at: i64,
    /// The place the next ticket gets.
    pub next_ticket: u32,
    /// Tickets that are neither withdrawn, settled nor refunded.
    pub open_tickets: u32,
    /// Money in escrow, live in line, in value units.
    pub live: u64,
    /// The part of it that is committed to the present offer.
    pub committed: u64,
    /// Money in line when the book was locked.
    pub locked: u64,
    /// Locked money that became proceeds.
    pub accepted: u64,
    /// Locked money that went back.
    pub refunded: u64,
    /// Shares issued, share base units.
    pub shares_issued: u64,
    /// Room for a lead investor; the default address in this version.
    pub lead: Pubkey,
    /// Room for the lead's minimum; 0 in this version.
    pub lead_minimum: u64,
    /// Room for a tip to whoever settles a ticket; 0 in this version.
    pub tip: u64,
    /// The assets accepted.
    pub assets: [Asset; MAX_ASSETS],
    /// The reward curves.
    pub curves: [RewardCurve; MAX_CURVES],
    /// Zero.
    pub reserved: [u8; 256],
}

const _: () = assert!(size_of::<Asset>() == 192 && size_of::<RewardCurve>() == 184);
const _: () = assert!(size_of::<Book>() == 2_120 && align_of::<Book>() == 8);

impl Book {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The asset that this version accepts: the settlement mint, 1:1.
    #[must_use]
    pub const fn asset(&self) -> &Asset {
        let [first, ..] = &self.assets;
        first
    }

    pub(super) const fn asset_mut(&mut self) -> &mut Asset {
        let [first, ..] = &mut self.assets;
        first
    }

    /// The phase at a time.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`] for an unknown stage.
    pub fn phase(&self, now: i64) -> Result<Phase> {
        let stage = match self.stage {
            1 => Stage::Open,
            2 => Stage::Locked,
            _ => return err!(SecuritiesError::UnknownValue),
        };
        Ok(phase(
            now,
            stage,
            self.opens_at,
            self.deadline,
            self.committed >= self.minimum,
        ))
    }

    /// Books a committed deposit.
    pub(crate) fn deposit(&mut self, value: u64) -> Result<()> {
        let asset = self.asset_mut();
        asset.units = fixed::add(asset.units, value)?;
        self.live = fixed::add(self.live, value)?;
        self.committed = fixed::add(self.committed, value)?;
        Ok(())
    }

    /// Books a committed ticket's money leaving the line before the lock, or refunded without one.
    pub(crate) fn leave(&mut self, value: u64) -> Result<()> {
        self.live = fixed::sub(self.live, value)?;
        self.committed = fixed::sub(self.committed, value)?;
        self.release(value)
    }

    /// Freezes the line.
    pub(crate) fn lock(&mut self, now: i64) {
        self.stage = Stage::Locked as u8;
        self.locked = self.live;
        self.locked_at = now;
    }

    /// Books a locked ticket: what is accepted and what goes back now.
    pub(crate) fn settle(&mut self, accepted: u64, refunded: u64, shares: u64) -> Result<()> {
        self.accepted = fixed::add(self.accepted, accepted)?;
        self.refunded = fixed::add(self.refunded, refunded)?;
        self.shares_issued = fixed::add(self.shares_issued, shares)?;
        self.release(fixed::add(accepted, refunded)?)
    }

    /// Counts a ticket that is gone.
    pub(crate) fn close_ticket(&mut self) -> Result<()> {
        self.open_tickets = self
            .open_tickets
            .checked_sub(1)
            .ok_or(SecuritiesError::Overflow)?;
        Ok(())
    }

    fn release(&mut self, value: u64) -> Result<()> {
        let asset = self.asset_mut();
        asset.units = fixed::sub(asset.units, value)?;
        Ok(())
    }

    /// What signs for its vault.
    #[must_use]
    pub const fn signer(&self) -> BookSigner {
        BookSigner {
            tranche: self.tranche,
            number: self.number.to_le_bytes(),
            bump: [self.bump],
            decimals: self.asset().decimals,
        }
    }

    /// What holds after every instruction that changes the account: the escrow is what is live, or of what was
    /// locked the part not yet settled; and nobody is accepted past the cap.
    pub(crate) fn invariant(&self) -> Result<()> {
        let expected = if self.stage == Stage::Locked as u8 {
            fixed::sub(self.locked, fixed::add(self.accepted, self.refunded)?)?
        } else {
            self.live
        };
        require!(
            self.asset().units == expected
                && self.committed <= self.live
                && self.accepted <= self.cap
                && (self.open_tickets > 0 || expected == 0),
            SecuritiesError::VaultShort
        );
        Ok(())
    }
}

/// What signs for a book's vault; a copy, since a borrowed account cannot be passed to a token program.
#[derive(Clone, Copy)]
pub struct BookSigner {
    /// The tranche.
    pub tranche: Pubkey,
    /// The tranche's number for the book.
    pub number: [u8; 2],
    /// Bump of its address.
    pub bump: [u8; 1],
    /// Decimals of the asset in escrow.
    pub decimals: u8,
}

impl BookSigner {
    /// The seeds.
    #[must_use]
    pub fn seeds(&self) -> [&[u8]; 4] {
        [seeds::BOOK, self.tranche.as_ref(), &self.number, &self.bump]
    }
}

/// The order of the money in a book: this header, then `capacity` nodes of [`line::Money`]. Created by the
/// client for the program, since a program cannot create an account of this size.
#[account(zero_copy)]
pub struct Line {
    /// The book.
    pub book: Pubkey,
    /// Places.
    pub capacity: u32,
    /// Layout version, 1.
    pub version: u8,
    /// Zero.
    pub padding: [u8; 3],
    /// Zero.
    pub reserved: [u8; 32],
}

const _: () = assert!(size_of::<Line>() == 72 && align_of::<Line>() == 4);
/// Bytes before a line's first node: discriminator and header.
pub const LINE_HEADER: usize = 8 + size_of::<Line>();

/// Bytes of a line account with so many places.
///
/// # Errors
/// [`SecuritiesError::BadLineSize`].
pub fn line_size(capacity: u32) -> Result<usize> {
    require!(line::is_capacity(capacity), SecuritiesError::BadLineSize);
    (capacity as usize)
        .checked_mul(size_of::<line::Money>())
        .and_then(|nodes| nodes.checked_add(LINE_HEADER))
        .ok_or_else(|| error!(SecuritiesError::BadLineSize))
}

/// The nodes in a line account's bytes.
///
/// # Errors
/// [`SecuritiesError::WrongLine`] when the bytes are not a line's.
pub fn nodes(data: &[u8]) -> Result<&[line::Money]> {
    data.get(LINE_HEADER..)
        .and_then(|tail| bytemuck::try_cast_slice(tail).ok())
        .ok_or_else(|| error!(SecuritiesError::WrongLine))
}

/// The nodes in a line account's bytes, to change.
///
/// # Errors
/// [`SecuritiesError::WrongLine`] when the bytes are not a line's.
pub fn nodes_mut(data: &mut [u8]) -> Result<&mut [line::Money]> {
    data.get_mut(LINE_HEADER..)
        .and_then(|tail| bytemuck::try_cast_slice_mut(tail).ok())
        .ok_or_else(|| error!(SecuritiesError::WrongLine))
}

/// One deposit, one place in line. Address: see [`crate::seeds::TICKET`].
#[account(zero_copy)]
pub struct Ticket {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Index of the deposited asset in the book.
    pub asset: u8,
    /// 1: settled, its refund waits for an account that can be paid; room for approvals.
    pub flags: u8,
    /// Place in line, from 0; part of the address.
    pub place: u32,
    /// The book.
    pub book: Pubkey,
    /// Who deposited and owns it.
    pub owner: Pubkey,
    /// Who paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// The token account that refunds go to.
    pub refund_account: Pubkey,
    /// Base units of the asset in escrow.
    pub units: u64,
    /// Their value in line, settlement base units; of a settled ticket its waiting refund.
    pub value: u64,
    /// When it was made, Unix time.
    pub deposited_at: i64,
    /// The offer version it is committed to; 0 is none.
    pub committed_to: u32,
    /// Zero.
    pub padding: [u8; 4],
    /// Room for the amount a sponsor approves; 0 in this version.
    pub approved: u64,
    /// Zero.
    pub reserved: [u8; 56],
}

const _: () = assert!(size_of::<Ticket>() == 232 && align_of::<Ticket>() == 8);

/// The flag of a ticket whose shares are issued and whose refund waits.
const SETTLED: u8 = 1;

impl Ticket {
    /// Whether its shares are issued already.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.flags & SETTLED != 0
    }

    /// Keeps a refund that cannot be paid now.
    pub(crate) const fn keep_refund(&mut self, amount: u64) {
        self.flags |= SETTLED;
        self.value = amount;
        self.units = amount;
    }

    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();
}
