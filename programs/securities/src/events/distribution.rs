//! Events of distributions.

use crate::math::waterfall::MAX_TIERS;
use anchor_lang::prelude::*;

/// A distribution was paid in.
#[event]
pub struct DistributionPosted {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The distribution.
    pub distribution: Pubkey,
    /// Its number.
    pub number: u32,
    /// Who paid.
    pub payer: Pubkey,
    /// How much.
    pub gross: u64,
    /// Start of the period it is for.
    pub period_start: i64,
    /// End of that period.
    pub period_end: i64,
}

/// A distribution ran through the waterfall.
#[event]
pub struct DistributionRun {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The distribution.
    pub distribution: Pubkey,
    /// Its number.
    pub number: u32,
    /// How much.
    pub gross: u64,
    /// What each tier took.
    pub tiers: [u64; MAX_TIERS],
}

/// One holder's payment.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy)]
pub struct Payment {
    /// The owner.
    pub owner: Pubkey,
    /// How much.
    pub amount: u64,
}

/// Holders were paid by a batch.
#[event]
pub struct HoldersPaid {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// Those that were paid.
    pub payments: Vec<Payment>,
    /// Records passed over: nothing owed, or a payout account that cannot be paid. Their money stays owed.
    pub skipped: u8,
}

/// A holder claimed.
#[event]
pub struct Claimed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner.
    pub owner: Pubkey,
    /// How much.
    pub amount: u64,
}
