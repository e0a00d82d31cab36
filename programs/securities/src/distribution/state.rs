//! The Distribution account: one payment into a security, with its source and what became of it.

use crate::math::waterfall::MAX_TIERS;
use anchor_lang::prelude::*;

/// Layout version of a Distribution.
pub const VERSION: u8 = 1;
/// Bytes of a source note.
pub const MAX_NOTE: usize = 64;

/// Whether a distribution has run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// Its money waits.
    Posted = 0,
    /// Its money is the tranches'.
    Run = 1,
}

/// One payment into a security; kept for anyone to read later. Address: see [`crate::seeds::DISTRIBUTION`].
#[account(zero_copy)]
pub struct Distribution {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// 0 posted, 1 run.
    pub status: u8,
    /// Index of the payout mint in the security.
    pub vault: u8,
    /// The security's number for it; part of the address.
    pub number: u32,
    /// The security.
    pub security: Pubkey,
    /// Who paid.
    pub payer: Pubkey,
    /// What came in, base units of the vault's mint.
    pub gross: u64,
    /// Start of the period it is for, Unix time.
    pub period_start: i64,
    /// End of that period.
    pub period_end: i64,
    /// When it was posted; interest accrues up to here.
    pub posted_at: i64,
    /// When it was run; 0 before.
    pub run_at: i64,
    /// SHA-256 of the document behind it; zeros when there is none.
    pub document_sha256: [u8; 32],
    /// Where the money comes from, UTF-8, padded with zeros.
    pub note: [u8; MAX_NOTE],
    /// What each tier took.
    pub tiers: [u64; MAX_TIERS],
    /// Edition of the waterfall it ran through.
    pub waterfall_edition: u32,
    /// Zero.
    pub padding: [u8; 4],
    /// Room for a tip budget; 0 in this version.
    pub tip_budget: u64,
    /// Zero.
    pub reserved: [u8; 64],
}

const _: () = assert!(size_of::<Distribution>() == 384 && align_of::<Distribution>() == 8);

impl Distribution {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();
}
