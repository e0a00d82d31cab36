//! The WarrantSeries account: the right to buy shares of a tranche at a strike until an expiry. Warrants are tokens;
//! one base unit of them buys one share base unit.

use crate::{
    chain::seeds::{self, SignerSeeds},
    errors::SecuritiesError,
    math::fixed,
};
use anchor_lang::prelude::*;

/// Layout version of a WarrantSeries.
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
    /// The tranche's number for it; part of the address, never used twice.
    pub number: u32,
    /// The security.
    pub security: Pubkey,
    /// The tranche whose shares it buys.
    pub tranche: Pubkey,
    /// The book that grants it; the default address: none yet.
    pub book: Pubkey,
    /// The mint of the warrants.
    pub mint: Pubkey,
    /// Who paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// Price of one whole share, settlement base units.
    pub strike: u64,
    /// Until when it can be exercised, Unix time.
    pub expires_at: i64,
    /// Warrants that may be granted; as many shares of the tranche are set aside.
    pub budget: u64,
    /// Warrants granted.
    pub granted: u64,
    /// Warrants exercised.
    pub exercised: u64,
}

const _: () = assert!(size_of::<WarrantSeries>() == 208 && align_of::<WarrantSeries>() == 8);

impl WarrantSeries {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Gives the series to a book, which alone may grant its warrants, and sets how many.
    ///
    /// # Errors
    /// [`SecuritiesError::BadSeries`] for another book's; [`SecuritiesError::VaultShort`] for fewer than are granted.
    pub fn bind(&mut self, book: &Pubkey, budget: u64) -> Result<()> {
        ensure!(
            self.book == Pubkey::default() || self.book == *book,
            SecuritiesError::BadSeries
        );
        self.book = *book;
        self.budget = budget;
        self.invariant()
    }

    /// Counts warrants that are granted.
    ///
    /// # Errors
    /// [`SecuritiesError::VaultShort`] past the budget.
    pub fn grant(&mut self, amount: u64) -> Result<()> {
        self.granted = fixed::add(self.granted, amount)?;
        self.invariant()
    }

    /// Gives up warrants that its book, which is closed, did not grant. Returns how many.
    pub(crate) fn give_up(&mut self) -> Result<u64> {
        let rest = fixed::sub(self.budget, self.granted)?;
        self.budget = self.granted;
        Ok(rest)
    }

    /// Counts warrants that become shares; they must not have expired.
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

    /// What holds after every instruction that changes the account.
    pub(crate) fn invariant(&self) -> Result<()> {
        ensure!(
            self.exercised <= self.granted && self.granted <= self.budget,
            SecuritiesError::VaultShort
        );
        Ok(())
    }

    /// What signs for its mint.
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
