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
    /// 0 income, 1 recovery, 2 returned unused proceeds, 3 income from unsolicited transfers, 4 overpaid carry
    /// that is paid back.
    pub kind: u8,
    /// Whoever posted it: the payer, or the caller that collected a source, returned proceeds or swept a vault.
    pub payer: Pubkey,
    /// The revenue source that it came from; the default address: none.
    pub source: Pubkey,
    /// The mint that it was paid in.
    pub mint: Pubkey,
    /// The amount, in base units of the mint.
    pub gross: u64,
    /// The part of it that was principal.
    pub principal: u64,
    /// What the reserves held before, together, in settlement base units.
    pub reserve: u64,
    /// What the reinvestment account held before, in settlement base units.
    pub reinvestment: u64,
    /// What it held afterwards.
    pub reinvestment_after: u64,
    /// Start of the period that it is for, in Unix seconds.
    pub period_start: i64,
    /// End of that period, in Unix seconds.
    pub period_end: i64,
    /// The mode in which it ran: 0 revolving, 1 amortising, 2 accelerated.
    pub mode: u8,
    /// What each tranche was made good outside the tiers, by rank: written-off principal of a debt, repaid in cash; for
    /// a cover, what a recovery put back into it.
    pub made_good: [u64; MAX_TRANCHES],
    /// Principal that a recovery wrote up before the run, by rank, without cash.
    pub written_up: [u64; MAX_TRANCHES],
    /// What each tranche had paid in above its principal and got back from unused proceeds, by rank.
    pub returned: [u64; MAX_TRANCHES],
    /// What each class gave back of overpaid carry, by rank.
    pub clawed_back: [u64; MAX_TRANCHES],
    /// What each tier took; for a reserve: what it held afterwards. The record has more: what of it was principal, and
    /// what is outstanding afterwards.
    pub tiers: [u64; MAX_TIERS],
}

/// A revenue source was registered.
#[event]
pub struct SourceRegistered {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The source.
    pub source: Pubkey,
    /// The mint that it accepts.
    pub mint: Pubkey,
    /// The source's token account, which payers pay.
    pub account: Pubkey,
    /// Whether what it collects is principal.
    pub is_principal: bool,
}

/// One holder's payment.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy)]
pub struct Payment {
    /// The owner.
    pub owner: Pubkey,
    /// The amount paid, in base units of the mint.
    pub amount: u64,
}

/// A batch of holders was paid.
#[event]
pub struct HoldersPaid {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The mint of the payments.
    pub mint: Pubkey,
    /// The payments made.
    pub payments: Vec<Payment>,
    /// Number of records skipped: nothing was owed, or the payout account cannot be paid. Their money stays owed.
    pub skipped: u8,
    /// The bot's tip, in settlement base units.
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
    /// The mint of the payment.
    pub mint: Pubkey,
    /// The amount, in base units of the mint.
    pub amount: u64,
}

/// Money that could not be paid for the escheat period went to the escheat account.
#[event]
pub struct Escheated {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner of the record.
    pub owner: Pubkey,
    /// The mint.
    pub mint: Pubkey,
    /// The amount, in base units of the mint.
    pub amount: u64,
}

/// Escheated money came back to the vault, to be paid to its holder.
#[event]
pub struct EscheatRestored {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner of the record.
    pub owner: Pubkey,
    /// The mint.
    pub mint: Pubkey,
    /// The amount, in base units of the mint.
    pub amount: u64,
}

/// A payment came in that waits, and can be corrected: it has not run.
#[event]
pub struct DistributionPending {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The distribution.
    pub distribution: Pubkey,
    /// Whoever posted it.
    pub payer: Pubkey,
    /// The mint that it was paid in.
    pub mint: Pubkey,
    /// The amount, in base units of the mint.
    pub gross: u64,
    /// The part of it that is principal.
    pub principal: u64,
    /// Amount that the payer added for tips to bots.
    pub tip_budget: u64,
    /// Until when it can be corrected, and from when anyone carries it out, in Unix seconds.
    pub due_at: i64,
}

/// A payment that waited went back to its payer.
#[event]
pub struct DistributionCorrected {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The distribution, whose account is closed.
    pub distribution: Pubkey,
    /// Whoever had posted it.
    pub payer: Pubkey,
    /// The mint that it was paid in.
    pub mint: Pubkey,
    /// The amount that went back, with what was for tips, in base units of the mint.
    pub amount: u64,
}
