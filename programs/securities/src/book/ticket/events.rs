//! Events: what owners do with their tickets.

use anchor_lang::prelude::*;

/// A ticket was taken.
#[event]
pub struct Deposited {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// Which of the book's assets.
    pub asset: u8,
    /// Base units of it.
    pub units: u64,
    /// Their value in line.
    pub amount: u64,
    /// The offer version it is committed to; 0: none yet.
    pub offer_version: u32,
    /// Whether it is marked as qualified.
    pub qualified: bool,
}

/// Money left the line.
#[event]
pub struct Withdrawn {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// Value that left.
    pub amount: u64,
    /// Base units of its asset that went back.
    pub units: u64,
    /// Value that stays.
    pub remaining: u64,
}

/// A ticket consented to the present offer, or took its consent back.
#[event]
pub struct CommitmentChanged {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// The offer it is committed to; 0: none.
    pub version: u32,
    /// Its money.
    pub amount: u64,
    /// Whether it is marked as qualified.
    pub qualified: bool,
}

/// A ticket was marked as qualified, or its mark was taken away.
#[event]
pub struct TicketQualified {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// Whether it is marked now.
    pub qualified: bool,
    /// Its money.
    pub amount: u64,
}

/// The sponsor approved a part of a ticket.
#[event]
pub struct TicketApproved {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// How much of its money.
    pub amount: u64,
}

/// A ticket's owner named another account for its refunds.
#[event]
pub struct RefundAccountNamed {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// The token account.
    pub account: Pubkey,
}
