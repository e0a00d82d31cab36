//! What indexers read. Events come by self-CPI, so that cut logs lose none, and carry the security's sequence
//! number, so that a gap shows. The transfer hook alone logs its event, without a number: see
//! [`SharesMoved`].

use crate::math::waterfall::MAX_TIERS;
use anchor_lang::prelude::*;

/// A security was created.
#[event]
pub struct SecurityCreated {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Who created it.
    pub sponsor: Pubkey,
    /// The sponsor's number for it.
    pub id: u64,
    /// The mint it settles in.
    pub settlement_mint: Pubkey,
}

/// A tranche was created.
#[event]
pub struct TrancheCreated {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// Its rank; 0 is the most senior.
    pub rank: u8,
    /// Its share mint.
    pub mint: Pubkey,
}

/// The waterfall was set.
#[event]
pub struct WaterfallSet {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The waterfall's edition.
    pub edition: u32,
    /// Its tiers.
    pub tiers: u8,
}

/// A book was opened.
#[event]
pub struct BookOpened {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The book.
    pub book: Pubkey,
    /// Price of one whole share.
    pub price: u64,
    /// The least that must be committed.
    pub minimum: u64,
    /// The most that is accepted.
    pub cap: u64,
    /// When the offering ends.
    pub deadline: i64,
}

/// A ticket was taken.
#[event]
pub struct Deposited {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The ticket's place.
    pub place: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// Its money.
    pub amount: u64,
    /// The offer version it is committed to.
    pub offer_version: u32,
}

/// Money left the line.
#[event]
pub struct Withdrawn {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The ticket's place.
    pub place: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// What left.
    pub amount: u64,
    /// What stays.
    pub remaining: u64,
}

/// A book was locked.
#[event]
pub struct BookLocked {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// Money in line.
    pub locked: u64,
    /// Tickets to settle.
    pub tickets: u32,
}

/// A ticket of a locked book became shares.
#[event]
pub struct TicketSettled {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The ticket's place.
    pub place: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// Money that became proceeds.
    pub accepted: u64,
    /// Money that went back.
    pub refunded: u64,
    /// Money that waits for a refund account that can be paid.
    pub waiting: u64,
    /// Shares issued.
    pub shares: u64,
}

/// A ticket of a book below its minimum went back.
#[event]
pub struct TicketRefunded {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The ticket's place.
    pub place: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// What went back.
    pub amount: u64,
}

/// A book was closed and its rent returned.
#[event]
pub struct BookClosed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// Money that became proceeds.
    pub accepted: u64,
    /// Donations to its vault, moved to the treasury.
    pub donated: u64,
}

/// A holder record was opened.
#[event]
pub struct HolderOpened {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner.
    pub owner: Pubkey,
}

/// A holder record was closed.
#[event]
pub struct HolderClosed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner.
    pub owner: Pubkey,
    /// Paid to it while it was open.
    pub paid: u64,
}

/// An owner named another account for its money: refunds of a ticket, or payments of a holder.
#[event]
pub struct AccountNamed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The ticket or holder.
    pub subject: Pubkey,
    /// The token account.
    pub account: Pubkey,
}

/// The sponsor drew proceeds.
#[event]
pub struct ProceedsDrawn {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Where to.
    pub destination: Pubkey,
    /// How much.
    pub amount: u64,
}

/// A donation to the vault was moved to the treasury.
#[event]
pub struct DonationSwept {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// How much.
    pub amount: u64,
}

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

/// Shares moved by a token transfer; both holders were settled first. Logged, without a sequence number: each
/// account of a hook costs every transfer, and a number would need the security writable. The token transfer
/// itself is on the ledger.
#[event]
pub struct SharesMoved {
    /// The tranche.
    pub tranche: Pubkey,
    /// From.
    pub from: Pubkey,
    /// To.
    pub to: Pubkey,
    /// Share base units.
    pub amount: u64,
}
