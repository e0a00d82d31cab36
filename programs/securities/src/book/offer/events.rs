//! Events: what a book offers.

use anchor_lang::prelude::*;

/// A book was opened.
#[event]
pub struct BookOpened {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The tranche.
    pub tranche: Pubkey,
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
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
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
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
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
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
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
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
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
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// Paid for a ticket settled or refunded, lamports.
    pub tip: u64,
}

/// The money in line was asked.
#[event]
pub struct PollOpened {
    /// The book.
    pub book: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
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
    /// The poll's number in the book.
    pub poll: u32,
    /// How.
    pub yes: bool,
    /// With how much money.
    pub amount: u64,
}
