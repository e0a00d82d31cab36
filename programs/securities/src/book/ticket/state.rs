//! The Ticket account, one deposit in line, and the OwnerTotal account, one owner's money in a book that limits each
//! owner.

use crate::{
    book::{
        asset::Asset,
        state::{Book, asset_of},
    },
    math::quantity::Units,
};
use anchor_lang::prelude::*;
use core::cell::Ref;

/// One deposit, with one place in line. Address: see [`crate::chain::seeds::TICKET`].
#[account(zero_copy)]
pub struct Ticket {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// The deposited asset's place in the book, from 0.
    pub asset: u8,
    /// Bit flags. 1: the ticket was settled or refunded after the lock, and what is to be returned waits until it can
    /// be paid. 2: the ticket is marked as qualified by a valid credential of its owner.
    pub flags: u8,
    /// The ticket's number in the book, never reused.
    pub id: u32,
    /// The book.
    pub book: Pubkey,
    /// Whoever made the deposit and owns the ticket.
    pub owner: Pubkey,
    /// Whoever paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// The token account that refunds go to.
    pub refund_account: Pubkey,
    /// The owner's number for the ticket; part of the address.
    pub nonce: u64,
    /// Base units of the asset in escrow.
    pub units: u64,
    /// Value of the units in line, in settlement base units, fixed at the deposit; for a settled ticket, the value that
    /// waits.
    pub value: u64,
    /// When the deposit was made, in Unix seconds.
    pub deposited_at: i64,
    /// Place in line, from 0. Empty places do not count: a ticket's position is the money in lower places.
    pub place: u32,
    /// The offer version that the ticket is committed to; 0: none.
    pub committed_to: u32,
    /// What the sponsor approved of the ticket for that offer version, in value.
    pub approved: u64,
    /// Number of the last poll that the ticket voted in; 0: none.
    pub poll: u32,
    /// Its vote in that poll: 1 yes, 0 no.
    pub vote: u8,
    /// Zero.
    pub padding: [u8; 3],
    /// For a committed ticket of the lead: the part of it that lies within the cap of the current offer whatever others
    /// commit, in value.
    pub within: u64,
    /// When its refund was first found unpayable, in Unix seconds; 0: never.
    pub unpayable_since: i64,
}

const _: () = assert!(size_of::<Ticket>() == 208 && align_of::<Ticket>() == 8);

/// The flag of a settled ticket, of which only a refund may still wait.
const SETTLED: u8 = 1;
/// The flag of a ticket that is marked as qualified.
const QUALIFIED: u8 = 2;

impl Ticket {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Base units of its asset in escrow.
    #[must_use]
    pub const fn units(&self) -> Units {
        Units(self.units)
    }

    /// Whether the ticket is settled, and only a refund may still wait.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.flags & SETTLED != 0
    }

    /// Whether it is committed to the book's current offer.
    #[must_use]
    pub const fn is_committed(&self, book: &Book) -> bool {
        book.offer_version > 0 && self.committed_to == book.offer_version
    }

    /// Whether it is marked as qualified: a valid credential of its owner was shown, and nobody has shown since that
    /// there is none.
    #[must_use]
    pub const fn is_qualified(&self) -> bool {
        self.flags & QUALIFIED != 0
    }

    /// Whether its money counts as committed: in a restricted book, only the money of marked tickets does.
    #[must_use]
    pub const fn counts(&self, book: &Book) -> bool {
        self.is_committed(book) && (book.restricted == 0 || self.is_qualified())
    }

    /// Marks it as qualified, or removes the mark.
    pub(crate) const fn set_qualified(&mut self, qualified: bool) {
        if qualified {
            self.flags |= QUALIFIED;
        } else {
            self.flags &= !QUALIFIED;
        }
    }

    /// Marks the ticket as settled, and keeps what is still to be returned.
    pub(crate) const fn mark_settled(&mut self, value: u64, units: Units) {
        self.flags |= SETTLED;
        self.value = value;
        self.units = units.get();
    }
}

/// One owner's money in a book that limits each owner. Address: see [`crate::chain::seeds::OWNER_TOTAL`].
#[account(zero_copy)]
pub struct OwnerTotal {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 6],
    /// The book.
    pub book: Pubkey,
    /// The owner.
    pub owner: Pubkey,
    /// Whoever paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// Value of the owner's tickets in line, in settlement base units.
    pub live: u64,
}

const _: () = assert!(size_of::<OwnerTotal>() == 112 && align_of::<OwnerTotal>() == 8);

impl OwnerTotal {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();
}

/// The asset of a ticket.
///
/// # Errors
/// [`SecuritiesError::UnknownAsset`].
pub(crate) fn asset_of_ticket<'a>(
    book: &'a AccountLoader<'_, Book>,
    ticket: &AccountLoader<'_, Ticket>,
) -> Result<Ref<'a, Asset>> {
    asset_of(book, ticket.load()?.asset)
}
