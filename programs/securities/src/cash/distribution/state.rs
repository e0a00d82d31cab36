//! The Distribution account: one payment into a security, with its source and its use. The Source account: a revenue
//! source.

use crate::{
    errors::SecuritiesError,
    math::{
        calendar, fixed,
        waterfall::{MAX_TIERS, MAX_TRANCHES},
    },
    tranche::terms::MAX_SMOOTHING,
};
use anchor_lang::prelude::*;

/// Layout version of a Distribution.
pub const VERSION: u8 = 1;
/// Longest source note, in bytes.
pub const MAX_NOTE: usize = 64;

/// What incoming money represents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum DistributionKind {
    /// What the assets earn and pay back: income that runs through the tiers, in their order, and principal.
    Income = 0,
    /// Money recovered from recorded losses. It writes up what was written off, the most senior first, and the same
    /// amount of cash is principal. It then restores what covers paid. What exceeds all losses is income.
    Recovery = 1,
    /// Unused proceeds that go back to the holders: principal from the first unit on, see
    /// [`WaterfallInput::returns`](crate::math::waterfall::WaterfallInput::returns). They owe no fee on the gross
    /// amount.
    Proceeds = 2,
    /// Income from unsolicited transfers to the vault.
    Unsolicited = 3,
    /// Carry that a class was overpaid: all of it goes to the holders of the tranche whose profit the carry is taken
    /// from. It owes no fee.
    Clawback = 4,
}

/// One payment into a security, kept for anyone to read later. What came in and what was kept before equal what tiers
/// took, what was made good, what was returned, what was clawed back, what stays in the reinvestment account and what
/// nobody could take: `gross + reserve + reinvestment = sum(tiers) + sum(made_good) + sum(returned) + sum(clawed_back) +
/// reinvestment_after + undistributed`.
/// Address: see [`crate::chain::seeds::DISTRIBUTION`].
#[account(zero_copy)]
pub struct Distribution {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// 0 income; 1 recovery, which undid recorded losses first; 2 returned unused proceeds, all of them principal; 3
    /// income from unsolicited transfers to the vault; 4 overpaid carry, paid back.
    pub kind: u8,
    /// Place, from 0, of the vault that it came into, which determines the mint.
    pub vault: u8,
    /// The security's number for it, in the order in which distributions ran.
    pub number: u32,
    /// The security.
    pub security: Pubkey,
    /// Whoever posted it: the payer, or the caller that collected a source, returned proceeds or swept a vault.
    pub payer: Pubkey,
    /// The revenue source that it came from; the default address: none.
    pub source: Pubkey,
    /// The payer's own number for it; part of the address, with the payer.
    pub nonce: u64,
    /// The amount that came in, in base units of the vault's mint.
    pub gross: u64,
    /// The part of it that was principal: what the payer called so, what a recovery wrote up, or all unused proceeds.
    pub principal: u64,
    /// Start of the period that it is for, in Unix seconds.
    pub period_start: i64,
    /// End of that period, in Unix seconds.
    pub period_end: i64,
    /// When it ran, in Unix seconds: interest accrued up to this time. While it waits, when it was posted.
    pub posted_at: i64,
    /// SHA-256 of the document behind it; zeros if there is none.
    pub document_sha256: [u8; 32],
    /// The origin of the money, UTF-8, padded with zeros.
    pub note: [u8; MAX_NOTE],
    /// What each tier took; for a reserve: what it held afterwards.
    pub tiers: [u64; MAX_TIERS],
    /// The part of it that was principal; while accelerated, when all money is one, 0.
    pub of_principal: [u64; MAX_TIERS],
    /// What is outstanding of each tranche afterwards, by rank, in settlement base units; for a cover, its capital.
    pub outstanding: [u64; MAX_TRANCHES],
    /// What of principal the tiers repaid of each tranche, by rank: the rest of what its interest, arrears, principal,
    /// service and sweep tiers took is interest and arrears.
    pub repaid: [u64; MAX_TRANCHES],
    /// What each tranche was made good outside the tiers, by rank: written-off principal of a debt, repaid in cash; for
    /// a cover, what a recovery put back into it.
    pub made_good: [u64; MAX_TRANCHES],
    /// Principal that a recovery wrote up before the run, by rank, without cash.
    pub written_up: [u64; MAX_TRANCHES],
    /// What each tranche had paid in above its principal and got back from unused proceeds, by rank, before the rest
    /// ran through the tiers.
    pub returned: [u64; MAX_TRANCHES],
    /// What each class gave back of overpaid carry, by rank: out of its splits and residual, whose tiers took as much
    /// less, or by this payment. It went to the holders of the tranche whose profit the carry is taken from.
    pub clawed_back: [u64; MAX_TRANCHES],
    /// What the reserves held before, together, in settlement base units.
    pub reserve: u64,
    /// What the reinvestment account held before, in settlement base units.
    pub reinvestment: u64,
    /// What it held afterwards.
    pub reinvestment_after: u64,
    /// What reached the residual while nobody held its class; it went to the treasury.
    pub undistributed: u64,
    /// Amount that the payer added for tips to bots.
    pub tip_budget: u64,
    /// The structure version that it ran through.
    pub structure_version: u32,
    /// The mode in which it ran: 0 revolving, 1 amortising, 2 accelerated.
    pub mode: u8,
    /// 1: it waits and has not run, so it has no number, and nothing else is known of its run; 0: it has run.
    pub is_pending: u8,
    /// Zero.
    pub padding: [u8; 2],
    /// Of a payment that waits or waited: until when it could be corrected and from when anyone carries it out, in Unix
    /// seconds; 0: it ran when it was posted.
    pub due_at: i64,
}

const _: () = assert!(size_of::<Distribution>() == 1_072 && align_of::<Distribution>() == 8);

impl Distribution {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// What waits of it in the vault: the payment and its tips.
    pub(super) fn waits(&self) -> Result<u64> {
        ensure!(self.is_pending == 1, SecuritiesError::DistributionHasRun);
        Ok(fixed::add(self.gross, self.tip_budget)?)
    }
}

/// Layout version of a Source.
pub const SOURCE_VERSION: u8 = 1;

/// A registered revenue source: a token account that a payer (of royalties, for instance) pays like any other. Anyone
/// can turn what has come in into a distribution. Address: see [`crate::chain::seeds::SOURCE`].
#[account(zero_copy)]
pub struct Source {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Place, from 0, of the vault that collected money goes to.
    pub vault: u8,
    /// 1: what it collects is principal (repayments of the assets, sale proceeds); 0: income.
    pub is_principal: u8,
    /// The security's number for it; part of the address.
    pub number: u32,
    /// The security.
    pub security: Pubkey,
    /// The mint that it accepts.
    pub mint: Pubkey,
    /// The token account that payers pay; the security owns it.
    pub account: Pubkey,
    /// Description of the revenue, UTF-8, padded with zeros.
    pub note: [u8; MAX_NOTE],
    /// Total collected, in base units of the mint; told, as the totals of a [`Vault`](crate::security::vault::Vault).
    pub collected: u64,
    /// When it was last collected, in Unix seconds; at first, when it was registered.
    pub collected_to: i64,
    /// The shortest time over which collected money reaches holders, in days, 1 to 366.
    pub release_days: u16,
    /// Zero.
    pub padding_2: [u8; 6],
}

const _: () = assert!(size_of::<Source>() == 192 && align_of::<Source>() == 8);

impl Source {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The time over which what is collected at `now` reaches holders, in seconds. It is the time since the last
    /// collection, during which the money may have been waiting, but at least the source's days and at most the longest
    /// smoothing of a tranche. Released at once, it would belong to whoever holds shares at the collection, and anyone
    /// may choose that moment.
    #[must_use]
    pub fn release_seconds(&self, now: i64) -> i64 {
        let least = calendar::seconds_of(self.release_days);
        let lying = now.saturating_sub(self.collected_to);
        lying.min(calendar::seconds_of(MAX_SMOOTHING)).max(least)
    }
}
