//! Events: distributions and payments.

use crate::math::waterfall::{MAX_TIERS, MAX_TRANCHES};
use anchor_lang::prelude::*;

/// A distribution was paid in and ran through the waterfall.
#[event]
pub struct Distributed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The distribution.
    pub distribution: Pubkey,
    /// Its number.
    pub number: u32,
    /// What it is: 0 income, 1 recovery, 2 unused proceeds that went back, 3 income that came unasked.
    pub kind: u8,
    /// Who posted it: who paid, or had a revenue source collected.
    pub payer: Pubkey,
    /// The revenue source that it came through; the default address: none.
    pub source: Pubkey,
    /// In what mint.
    pub mint: Pubkey,
    /// How much.
    pub gross: u64,
    /// What the reserve held before.
    pub reserve: u64,
    /// Start of the period it is for.
    pub period_start: i64,
    /// End of that period.
    pub period_end: i64,
    /// In what mode it ran: 0 revolving, 1 amortising, 2 accelerated.
    pub mode: u8,
    /// What each tranche was made good beside the tiers, by rank: written-off principal of a debt, repaid in cash; of a
    /// cover what a recovery put back into it.
    pub made_good: [u64; MAX_TRANCHES],
    /// Principal of each tranche that a recovery wrote up before, without cash.
    pub written_up: [u64; MAX_TRANCHES],
    /// Of unused proceeds: what each tranche had paid in above its principal and got back, by rank.
    pub returned: [u64; MAX_TRANCHES],
    /// What each tier took; of a reserve: what it held afterwards.
    pub tiers: [u64; MAX_TIERS],
}

/// A source of revenue was registered.
#[event]
pub struct SourceRegistered {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The source.
    pub source: Pubkey,
    /// The mint that it takes.
    pub mint: Pubkey,
    /// The token account that is paid.
    pub account: Pubkey,
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
    /// In what mint.
    pub mint: Pubkey,
    /// Those that were paid.
    pub payments: Vec<Payment>,
    /// Records passed over: nothing owed, or a payout account that cannot be paid. Their money stays owed.
    pub skipped: u8,
    /// What the bot was tipped, settlement base units.
    pub tip: u64,
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
    /// In what mint.
    pub mint: Pubkey,
    /// How much.
    pub amount: u64,
}

/// What could not be paid for long went to the escheat account, or came back from there.
#[event]
pub struct Escheated {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// Whose it is.
    pub owner: Pubkey,
    /// In what mint.
    pub mint: Pubkey,
    /// How much.
    pub amount: u64,
    /// Whether it came back.
    pub restored: bool,
}
