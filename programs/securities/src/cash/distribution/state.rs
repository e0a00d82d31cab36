//! The Distribution account: one payment into a security, with its source and what became of it.

use crate::{
    math::{
        calendar,
        waterfall::{MAX_TIERS, MAX_TRANCHES},
    },
    tranche::terms::MAX_SMOOTHING,
};
use anchor_lang::prelude::*;

/// Layout version of a Distribution.
pub const VERSION: u8 = 1;
/// Bytes of a source note.
pub const MAX_NOTE: usize = 64;

/// What money that comes in stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum DistributionKind {
    /// What the assets earn: the tiers have it, in their order.
    Income = 0,
    /// What comes back of recorded losses. It writes up what was written off, the most senior first, and as much cash
    /// is principal proceeds; then it puts back what covers paid; what is more than all losses is income.
    Recovery = 1,
    /// Unused proceeds that go back to the holders: **principal proceeds** from the first unit on, see
    /// [`WaterfallInput::principal`](crate::math::waterfall::Flow::principal). They owe no fee on the gross amount.
    Proceeds = 2,
    /// Income that came into the vault unasked.
    Unsolicited = 3,
}

/// One payment into a security; kept for anyone to read later. What came in and what the reserve held is what tiers took,
/// what was made good, what went back and what nobody could take:
/// `gross + reserve = sum(tiers) + sum(made_good) + sum(returned) + unclaimed`. Address: see
/// [`crate::chain::seeds::DISTRIBUTION`].
#[account(zero_copy)]
pub struct Distribution {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// 0 income; 1 recovery: it undid recorded losses first; 2 unused proceeds that went back: all of it was principal;
    /// 3 income that came into the vault unasked.
    pub kind: u8,
    /// Index of the vault, and so the mint, that it came into.
    pub vault: u8,
    /// The security's number for it, in the order in which they ran.
    pub number: u32,
    /// The security.
    pub security: Pubkey,
    /// Who posted it: who paid, or had a revenue source collected.
    pub payer: Pubkey,
    /// The revenue source that it came through; the default address: none.
    pub source: Pubkey,
    /// The payer's own number for it; part of the address, with the payer.
    pub nonce: u64,
    /// What came in, base units of the vault's mint.
    pub gross: u64,
    /// Start of the period it is for, Unix time.
    pub period_start: i64,
    /// End of that period.
    pub period_end: i64,
    /// When it was posted and ran; interest accrued up to here.
    pub posted_at: i64,
    /// SHA-256 of the document behind it; zeros when there is none.
    pub document_sha256: [u8; 32],
    /// Where the money comes from, UTF-8, padded with zeros.
    pub note: [u8; MAX_NOTE],
    /// What each tier took; of a reserve: what it held afterwards.
    pub tiers: [u64; MAX_TIERS],
    /// What each tranche was made good beside the tiers, by rank: written-off principal of a debt, repaid in cash; of a
    /// cover what a recovery put back into it.
    pub made_good: [u64; MAX_TRANCHES],
    /// Principal of each tranche that a recovery wrote up before, without cash.
    pub written_up: [u64; MAX_TRANCHES],
    /// Of unused proceeds: what each tranche had paid in above its principal and got back, by rank, before what was
    /// left ran through the tiers.
    pub returned: [u64; MAX_TRANCHES],
    /// What the reserve held before.
    pub reserve: u64,
    /// What reached the residual while nobody held its class; it is in the treasury.
    pub unclaimed: u64,
    /// What the payer added for tips to bots.
    pub tip_budget: u64,
    /// Edition of the waterfall it ran through.
    pub waterfall_edition: u32,
    /// In what mode: 0 revolving, 1 amortising, 2 accelerated.
    pub mode: u8,
    /// Zero.
    pub padding: [u8; 3],
}

const _: () = assert!(size_of::<Distribution>() == 560 && align_of::<Distribution>() == 8);

impl Distribution {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();
}

/// Layout version of a Source.
pub const SOURCE_VERSION: u8 = 1;

/// A registered source of revenue: a token account that a payer, of royalties for instance, pays like any other.
/// Anyone turns what has come in into a distribution. Address: see [`crate::chain::seeds::SOURCE`].
#[account(zero_copy)]
pub struct Source {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Index of the vault that collections go to.
    pub vault: u8,
    /// Zero.
    pub padding: u8,
    /// The security's number for it; part of the address.
    pub number: u32,
    /// The security.
    pub security: Pubkey,
    /// The mint that it takes.
    pub mint: Pubkey,
    /// The token account that is paid; the security owns it.
    pub account: Pubkey,
    /// What revenue it is, UTF-8, padded with zeros.
    pub note: [u8; MAX_NOTE],
    /// Ever collected, base units of the mint.
    pub collected: u64,
    /// Up to when, Unix time; at first when it was registered.
    pub collected_to: i64,
    /// Days over which what is collected reaches holders at least, 1 to 366.
    pub release_days: u16,
    /// Zero.
    pub padding_2: [u8; 6],
}

const _: () = assert!(size_of::<Source>() == 192 && align_of::<Source>() == 8);

impl Source {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Seconds over which what is collected at `now` reaches holders: as long as it may have been lying there, since the
    /// last collection, at least the source's days and at most those that a tranche may smooth over. At once it would
    /// belong to whoever holds when it is collected, and anyone may choose that moment.
    #[must_use]
    pub fn release_seconds(&self, now: i64) -> i64 {
        let least = calendar::seconds_of(self.release_days);
        let lying = now.saturating_sub(self.collected_to);
        lying.min(calendar::seconds_of(MAX_SMOOTHING)).max(least)
    }
}
