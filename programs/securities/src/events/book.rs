//! Events of escrow books.

use anchor_lang::prelude::*;

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
    /// Price of one whole share; the highest where it is reported.
    pub price: u64,
    /// The least that must be committed.
    pub minimum: u64,
    /// The most that is accepted.
    pub cap: u64,
    /// When the offering ends.
    pub deadline: i64,
    /// The group of books that it closes together with; 0: none.
    pub group: u8,
}

/// The security's structure changed, which is the next version of the book's offer.
#[event]
pub struct OfferFollowed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The version of the offer now; 0: there is none yet.
    pub version: u32,
    /// SHA-256 of its terms.
    pub terms_sha256: [u8; 32],
    /// From when the sponsor may lock.
    pub offer_ends: i64,
}

/// A reward by place in line was promised, or changed.
#[event]
pub struct CurveSet {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// Which of the book's curves.
    pub index: u8,
    /// 0 warrants, 1 bonus shares, 2 promote points.
    pub kind: u8,
    /// What it pays in.
    pub target: Pubkey,
    /// What all of it would pay.
    pub budget: u64,
    /// The version of the offer that it is part of; 0: there is none yet.
    pub version: u32,
}

/// A book accepts another asset.
#[event]
pub struct AssetAdded {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// Which of the book's assets.
    pub index: u8,
    /// Its mint.
    pub mint: Pubkey,
    /// 0 1:1, 1 reported, 2 stake pool.
    pub adapter: u8,
    /// The version of the offer that it is part of; 0: there is none yet.
    pub version: u32,
}

/// An offer was put to the money in line; commitments to the one before are void.
#[event]
pub struct OfferMade {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// Its version.
    pub version: u32,
    /// SHA-256 of its terms.
    pub terms_sha256: [u8; 32],
    /// 0 first come, 1 pro rata, 2 discretionary.
    pub allocation: u8,
    /// Price of one whole share; the highest where it is reported.
    pub price: u64,
    /// The lowest price where it is reported; else the price.
    pub price_min: u64,
    /// The least that must be committed.
    pub minimum: u64,
    /// The most that is accepted.
    pub cap: u64,
    /// The smallest ticket.
    pub min_ticket: u64,
    /// The largest ticket; 0: none.
    pub max_ticket: u64,
    /// The most of one owner's money; 0: no limit.
    pub owner_limit: u64,
    /// When the sponsor may lock.
    pub offer_ends: i64,
}

/// Whoever settles or refunds a ticket is paid more.
#[event]
pub struct TipRaised {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// Paid for a ticket settled or refunded, lamports.
    pub tip: u64,
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
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
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
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
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
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
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
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// How much of its money.
    pub amount: u64,
}

/// A ticket moved to an empty place ahead; nobody's order changed.
#[event]
pub struct TicketMoved {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// Its place now.
    pub place: u32,
}

/// The money in line was asked.
#[event]
pub struct PollOpened {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The poll's number in the book.
    pub poll: u32,
    /// SHA-256 of the question.
    pub subject_sha256: [u8; 32],
    /// Until when votes count.
    pub ends_at: i64,
    /// The deadline it proposes; 0: it advises only.
    pub new_deadline: i64,
    /// Money that may vote.
    pub base: u64,
}

/// A ticket voted.
#[event]
pub struct Voted {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// The poll's number in the book.
    pub poll: u32,
    /// How.
    pub yes: bool,
    /// With how much money.
    pub amount: u64,
}

/// A line got more places.
#[event]
pub struct LineGrown {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// Places now.
    pub capacity: u32,
}

/// Lamports were put aside for tips.
#[event]
pub struct TipsFunded {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// How many.
    pub amount: u64,
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
    /// The part of it that is committed.
    pub committed: u64,
    /// Price of one whole share.
    pub price: u64,
    /// Tickets to settle or refund.
    pub tickets: u32,
    /// Shares that were issued, bonus shares included, and that the book holds for its tickets.
    pub shares: u64,
}

/// A book can be locked no more, since another of its group came to nothing.
#[event]
pub struct BookFailed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// Its group.
    pub group: u8,
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
    /// The ticket's number in the book.
    pub ticket: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// Money that became proceeds.
    pub accepted: u64,
    /// Base units of its asset that were taken for it.
    pub units: u64,
    /// Base units that went back, with what they earned.
    pub refunded: u64,
    /// Base units that wait for a refund account that can be paid.
    pub waiting: u64,
    /// Shares that it became, without bonus shares.
    pub shares: u64,
    /// Rewards, curve by curve.
    pub rewards: [u64; 4],
}

/// Proceeds of a locked book left its escrow for the security's vault.
#[event]
pub struct ProceedsReleased {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The mint.
    pub mint: Pubkey,
    /// Base units of it.
    pub amount: u64,
}

/// A ticket went back: of a book that came to nothing, or because nothing of it was accepted; or what waited of it.
#[event]
pub struct TicketRefunded {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// Base units that went back.
    pub amount: u64,
    /// Base units that wait for an account of the owner that can be paid.
    pub waiting: u64,
}

/// A refund that could not be paid for its time left its book and waits for its owner in a record of its own.
#[event]
pub struct RefundOwed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The ticket's number in the book.
    pub ticket: u32,
    /// Its owner.
    pub owner: Pubkey,
    /// In what mint.
    pub mint: Pubkey,
    /// Base units.
    pub amount: u64,
}

/// An owner has the refund that waited for it.
#[event]
pub struct OwedClaimed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The record, which is closed.
    pub owed: Pubkey,
    /// Whose it was.
    pub owner: Pubkey,
    /// In what mint.
    pub mint: Pubkey,
    /// Base units, with what others sent there.
    pub amount: u64,
}

/// A book's escrow of another asset than the settlement mint was closed.
#[event]
pub struct EscrowClosed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The asset's mint.
    pub mint: Pubkey,
    /// Donations to it, moved to the treasury.
    pub donated: u64,
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
