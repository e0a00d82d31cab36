//! The Ticket account, one deposit in line; and the Stake account, one owner's money in a book that limits it.

use crate::{
    book::{
        asset::Asset,
        state::{Book, asset_of},
    },
    math::quantity::Units,
};
use anchor_lang::prelude::*;
use core::cell::Ref;

/// One deposit, one place in line. Address: see [`crate::chain::seeds::TICKET`].
#[account(zero_copy)]
pub struct Ticket {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Index of the deposited asset in the book.
    pub asset: u8,
    /// Sum of: 1, it was settled or refunded after the lock, and what goes back waits for an account that can be paid; 2, its
    /// owner was shown to have a good credential.
    pub flags: u8,
    /// Its number in the book, never used twice.
    pub id: u32,
    /// The book.
    pub book: Pubkey,
    /// Who deposited and owns it.
    pub owner: Pubkey,
    /// Who paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// The token account that refunds go to.
    pub refund_account: Pubkey,
    /// The owner's number for it; part of the address.
    pub nonce: u64,
    /// Base units of the asset in escrow.
    pub units: u64,
    /// Their value in line, settlement base units, fixed at the deposit; of a settled ticket what waits.
    pub value: u64,
    /// When it was made, Unix time.
    pub deposited_at: i64,
    /// Place in line, from 0. Empty places are not counted: what matters is the money before it.
    pub place: u32,
    /// The offer version it is committed to; 0 is none.
    pub committed_to: u32,
    /// What the sponsor approved for the offer it is committed to.
    pub approved: u64,
    /// The last poll it voted in.
    pub poll: u32,
    /// How: 1 yes, 0 no.
    pub vote: u8,
    /// Zero.
    pub padding: [u8; 3],
    /// Of the lead's, committed: what of it lies within the cap of the present offer, wherever others commit.
    pub within: u64,
    /// When it was first found that its refund cannot be paid, Unix time; 0: never.
    pub unpayable_since: i64,
}

const _: () = assert!(size_of::<Ticket>() == 208 && align_of::<Ticket>() == 8);

/// The flag of a ticket that is done but for what waits to go back.
const SETTLED: u8 = 1;
/// The flag of a ticket that is marked as qualified.
const QUALIFIED: u8 = 2;

impl Ticket {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Base units of its asset in escrow.
    #[must_use]
    pub const fn units(&self) -> Units {
        Units(self.units)
    }

    /// Whether it is done but for what waits to go back.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.flags & SETTLED != 0
    }

    /// Whether it is committed to the book's present offer.
    #[must_use]
    pub const fn is_committed(&self, book: &Book) -> bool {
        book.offer_version > 0 && self.committed_to == book.offer_version
    }

    /// Whether it is marked: somebody has shown a good credential of its owner, and nobody since that there is none.
    #[must_use]
    pub const fn is_qualified(&self) -> bool {
        self.flags & QUALIFIED != 0
    }

    /// Whether its money counts as committed: in a restricted book only that of marked tickets does.
    #[must_use]
    pub const fn counts(&self, book: &Book) -> bool {
        self.is_committed(book) && (book.restricted == 0 || self.is_qualified())
    }

    /// Marks it as qualified, or takes the mark away.
    pub(crate) const fn mark(&mut self, qualified: bool) {
        if qualified {
            self.flags |= QUALIFIED;
        } else {
            self.flags &= !QUALIFIED;
        }
    }

    /// Keeps what cannot be paid now.
    pub(crate) const fn keep(&mut self, value: u64, units: Units) {
        self.flags |= SETTLED;
        self.value = value;
        self.units = units.get();
    }
}

/// One owner's money in a book that limits it. Address: see [`crate::chain::seeds::STAKE`].
#[account(zero_copy)]
pub struct Stake {
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
    /// Who paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// Value of its tickets in line, settlement base units.
    pub live: u64,
}

const _: () = assert!(size_of::<Stake>() == 112 && align_of::<Stake>() == 8);

impl Stake {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();
}

/// The asset that a ticket is of.
///
/// # Errors
/// [`SecuritiesError::UnknownAsset`].
pub(crate) fn asset_of_ticket<'a>(
    book: &'a AccountLoader<'_, Book>,
    ticket: &AccountLoader<'_, Ticket>,
) -> Result<Ref<'a, Asset>> {
    asset_of(book, ticket.load()?.asset)
}
