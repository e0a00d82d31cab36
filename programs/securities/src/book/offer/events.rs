//! Events of a book's offer.

use anchor_lang::prelude::*;

/// A book was opened.
#[event]
pub struct BookOpened {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The book.
    pub book: Pubkey,
    /// The tranche.
    pub tranche: Pubkey,
    /// Price of one whole share, in settlement base units; where the price is reported, the highest.
    pub price: u64,
    /// The least money that must be committed, in settlement base units.
    pub minimum: u64,
    /// The most money that is accepted, in settlement base units.
    pub cap: u64,
    /// When the offering ends by itself, in Unix seconds.
    pub deadline: i64,
    /// The group of books that this book is locked together with; 0: none.
    pub group: u8,
    /// For how many days from the lock the shares of its tickets are locked; 0: not at all.
    pub cliff_days: u16,
    /// Over how many days after that they vest, evenly by the day; 0: all of them at once.
    pub vesting_days: u16,
}

/// The security's structure changed, which makes the next version of the book's offer.
#[event]
pub struct OfferFollowed {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The current version of the offer; 0: there is none yet.
    pub version: u32,
    /// SHA-256 of the terms document.
    pub terms_sha256: [u8; 32],
    /// From when the sponsor may lock, in Unix seconds.
    pub offer_ends: i64,
}

/// A reward by place in line was promised, or changed.
#[event]
pub struct CurveSet {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The curve's place in the book, from 0.
    pub curve: u8,
    /// 0 warrants, 1 bonus shares, 2 promote points.
    pub kind: u8,
    /// What the curve pays in: the address of a warrant series or of a tranche.
    pub target: Pubkey,
    /// What the whole curve would pay, in base units of the reward.
    pub budget: u64,
    /// The version of the offer that it is part of; 0: there is no offer yet.
    pub version: u32,
}

/// A book accepts another asset.
#[event]
pub struct AssetAdded {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The asset's place in the book, from 0.
    pub asset: u8,
    /// The asset's mint.
    pub mint: Pubkey,
    /// Where the asset's rate comes from. 0: 1:1, 1: reported, 2: stake pool.
    pub adapter: u8,
    /// The version of the offer that it is part of; 0: there is no offer yet.
    pub version: u32,
}

/// An offer was made to the money in line; commitments to the previous version are void.
#[event]
pub struct OfferMade {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The offer's version.
    pub version: u32,
    /// SHA-256 of the terms document.
    pub terms_sha256: [u8; 32],
    /// 0 first come, 1 pro rata, 2 discretionary.
    pub allocation: u8,
    /// Price of one whole share, in settlement base units; where the price is reported, the highest.
    pub price: u64,
    /// The lowest price, where the price is reported; otherwise the same as `price`.
    pub price_min: u64,
    /// The least money that must be committed, in settlement base units.
    pub minimum: u64,
    /// The most money that is accepted, in settlement base units.
    pub cap: u64,
    /// The smallest ticket, in settlement base units.
    pub min_ticket: u64,
    /// The largest ticket, in settlement base units; 0: no limit.
    pub max_ticket: u64,
    /// The most money that one owner may have in line, in settlement base units; 0: no limit.
    pub owner_limit: u64,
    /// From when the sponsor may lock, in Unix seconds.
    pub offer_ends: i64,
}

/// The tip for whoever settles or refunds a ticket was raised.
#[event]
pub struct TipRaised {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The new tip for each ticket settled or refunded, in lamports.
    pub tip: u64,
}

/// A poll of the money in line was opened.
#[event]
pub struct PollOpened {
    /// The book.
    pub book: Pubkey,
    /// The book's event number.
    pub sequence: u64,
    /// The security.
    pub security: Pubkey,
    /// The poll's number in the book.
    pub poll: u32,
    /// SHA-256 of the question.
    pub subject_sha256: [u8; 32],
    /// When voting ends, in Unix seconds.
    pub ends_at: i64,
    /// The deadline that the poll proposes, in Unix seconds; 0: the poll is only advisory.
    pub new_deadline: i64,
    /// Money that may vote, in value.
    pub base: u64,
}

/// A ticket voted.
#[event]
pub struct Voted {
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
    /// The poll's number in the book.
    pub poll: u32,
    /// Whether the vote is in favour.
    pub yes: bool,
    /// The ticket's money, in value.
    pub amount: u64,
}
