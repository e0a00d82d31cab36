//! Events of tickets before the lock, and of their refund accounts.

use anchor_lang::prelude::*;

/// Money was deposited, as a new ticket.
#[event]
pub struct Deposited {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// The ticket's owner.
    pub owner: Pubkey,
    /// The asset's place in the book, from 0.
    pub asset: u8,
    /// Base units of the asset.
    pub units: u64,
    /// Value of the deposit in line.
    pub amount: u64,
    /// The offer version that the ticket is committed to; 0: none yet.
    pub offer_version: u32,
    /// Whether the ticket is marked as qualified.
    pub qualified: bool,
}

/// Money left the line.
#[event]
pub struct Withdrawn {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// The ticket's owner.
    pub owner: Pubkey,
    /// Value that left.
    pub amount: u64,
    /// Base units of the ticket's asset that were returned.
    pub units: u64,
    /// Value that stays.
    pub remaining: u64,
}

/// A ticket was committed to the current offer, or its commitment was withdrawn.
#[event]
pub struct CommitmentChanged {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// The ticket's owner.
    pub owner: Pubkey,
    /// The offer version that the ticket is committed to; 0: none.
    pub version: u32,
    /// The ticket's money, in value.
    pub amount: u64,
    /// Whether the ticket is marked as qualified.
    pub qualified: bool,
}

/// A ticket was marked as qualified, or its mark was removed.
#[event]
pub struct TicketQualified {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// The ticket's owner.
    pub owner: Pubkey,
    /// Whether the ticket is marked now.
    pub qualified: bool,
    /// The ticket's money, in value.
    pub amount: u64,
}

/// The sponsor set how much of a ticket is accepted.
#[event]
pub struct TicketApproved {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// The approved part of the ticket's money, in value.
    pub amount: u64,
}

/// A ticket's owner named another account for its refunds.
#[event]
pub struct RefundAccountNamed {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// The token account.
    pub account: Pubkey,
}
