//! The WarrantSeries account: the right to buy shares of a tranche at a strike until an expiry. Warrants are tokens;
//! one base unit of a warrant buys one share base unit.

use crate::{
    chain::seeds::{self, SignerSeeds},
    errors::SecuritiesError,
    math::fixed,
};
use anchor_lang::prelude::*;

/// Layout version of the WarrantSeries account.
pub const VERSION: u8 = 1;

/// A series of warrants. Address: see [`crate::chain::seeds::WARRANT`].
#[account(zero_copy)]
pub struct WarrantSeries {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Bump of the mint's address.
    pub mint_bump: u8,
    /// Zero.
    pub padding: u8,
    /// The series' number in its tranche; part of the address, never reused.
    pub number: u32,
    /// The security.
    pub security: Pubkey,
    /// The tranche whose shares the warrants buy.
    pub tranche: Pubkey,
    /// The book that grants the warrants; the default address: none yet.
    pub book: Pubkey,
    /// The mint of the warrants.
    pub mint: Pubkey,
    /// Whoever paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// Price of one whole share, in settlement base units.
    pub strike: u64,
    /// When the warrants expire, in Unix seconds.
    pub expires_at: i64,
    /// Warrants that may be granted, in base units; as many share base units of the tranche are set aside for them.
    pub budget: u64,
    /// Warrants granted, in base units.
    pub granted: u64,
    /// Warrants exercised, in base units.
    pub exercised: u64,
}

const _: () = assert!(size_of::<WarrantSeries>() == 208 && align_of::<WarrantSeries>() == 8);

impl WarrantSeries {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Assigns the series to a book, which alone may grant its warrants, and sets how many.
    ///
    /// # Errors
    /// [`SecuritiesError::BadSeries`] for the series of another book; [`SecuritiesError::CountersInconsistent`] for
    /// fewer than are granted.
    pub fn bind(&mut self, book: &Pubkey, budget: u64) -> Result<()> {
        ensure!(
            self.book == Pubkey::default() || self.book == *book,
            SecuritiesError::BadSeries
        );
        self.book = *book;
        self.budget = budget;
        self.invariant()
    }

    /// Counts granted warrants.
    ///
    /// # Errors
    /// [`SecuritiesError::CountersInconsistent`] past the budget.
    pub fn grant(&mut self, amount: u64) -> Result<()> {
        self.granted = fixed::add(self.granted, amount)?;
        self.invariant()
    }

    /// Gives up the warrants that its book did not grant, when that is closed. Returns how many.
    pub(crate) fn give_up(&mut self) -> Result<u64> {
        let rest = fixed::sub(self.budget, self.granted)?;
        self.budget = self.granted;
        Ok(rest)
    }

    /// Counts exercised warrants; they must not have expired.
    pub(crate) fn exercise(&mut self, amount: u64, now: i64) -> Result<()> {
        ensure!(!self.is_expired(now), SecuritiesError::SeriesExpired);
        self.exercised = fixed::add(self.exercised, amount)?;
        ensure!(
            self.exercised <= self.granted,
            SecuritiesError::InsufficientFunds
        );
        self.invariant()
    }

    /// Whether its warrants can no longer be exercised.
    #[must_use]
    pub const fn is_expired(&self, now: i64) -> bool {
        now >= self.expires_at
    }

    /// The invariant after every instruction that changes the account.
    pub(crate) fn invariant(&self) -> Result<()> {
        ensure!(
            self.exercised <= self.granted && self.granted <= self.budget,
            SecuritiesError::CountersInconsistent
        );
        Ok(())
    }

    /// The seeds that sign for its mint.
    #[must_use]
    pub fn signer(&self) -> SignerSeeds {
        SignerSeeds::new(
            seeds::WARRANT,
            self.tranche,
            (self.number.into(), 4),
            self.bump,
        )
    }
}
