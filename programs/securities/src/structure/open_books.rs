//! The open books of a security, whose offers include its structure.

use crate::{
    book::{
        phase::Phase,
        state::{Book, MAX_OPEN_BOOKS},
    },
    errors::SecuritiesError,
    security::{
        counters,
        state::{Security, Status},
    },
};
use anchor_lang::prelude::*;

/// The remaining accounts that [`Security::all_open_books`] reads.
pub const EVERY_OPEN_BOOK: &str = "every open book, writable, each once (BooksIncomplete)";

/// A tranche whose principal per share has changed.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewPar {
    /// The tranche.
    pub tranche: Pubkey,
    /// Principal of one whole share, in settlement base units.
    pub par: u64,
}

impl Security {
    /// Counts a book that opens. Until a book is locked, a change of structure must fit all open books into one
    /// transaction.
    ///
    /// # Errors
    /// [`SecuritiesError::TooManyBooks`].
    pub(crate) fn open_book(&mut self) -> Result<()> {
        ensure!(
            self.status == Status::Active as u8 || self.open_books < MAX_OPEN_BOOKS,
            SecuritiesError::TooManyBooks
        );
        self.open_books = self
            .open_books
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        counters::raise(&mut self.winding.books)
    }

    /// Counts a book that is no longer open: it is locked, or closed.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub(crate) fn end_book(&mut self) -> Result<()> {
        self.open_books = self
            .open_books
            .checked_sub(1)
            .ok_or(SecuritiesError::Overflow)?;
        Ok(())
    }

    /// Reads [`EVERY_OPEN_BOOK`], and no other account.
    ///
    /// # Errors
    /// [`SecuritiesError::BooksIncomplete`], [`SecuritiesError::WrongSecurity`]; Anchor's, for an account that is not a
    /// book.
    pub(super) fn all_open_books<'info>(
        &self,
        key: &Pubkey,
        accounts: &'info [AccountInfo<'info>],
    ) -> Result<Vec<AccountLoader<'info, Book>>> {
        ensure!(
            u32::try_from(accounts.len()) == Ok(self.open_books),
            SecuritiesError::BooksIncomplete
        );
        let mut books: Vec<AccountLoader<'info, Book>> = Vec::with_capacity(accounts.len());
        for account in accounts {
            let is_new = books.iter().all(|book| book.key() != *account.key);
            ensure!(is_new, SecuritiesError::BooksIncomplete);
            let book = AccountLoader::<Book>::try_from(account)?;
            ensure_keys_eq!(book.load()?.security, *key, SecuritiesError::WrongSecurity);
            books.push(book);
        }
        Ok(books)
    }
}

impl Book {
    /// Begins the next version of the offer, since a changed structure is part of it: commitments are void, places are
    /// kept, and the book cannot be locked before its offer period is over. If its terms are the security's document,
    /// they follow the change. A book that has failed no longer has an offer and stays as it is: returns `false`.
    ///
    /// # Errors
    /// [`SecuritiesError::BookNotOpen`] for a book that anyone may lock; [`SecuritiesError::OfferPeriodTooLong`];
    /// [`SecuritiesError::CoverAtPar`] when its shares are a cover's, which are sold at par, and the par changes.
    pub(super) fn follow(
        &mut self,
        pars: &[NewPar],
        document: (&[u8; 32], &[u8; 32]),
        now: i64,
    ) -> Result<bool> {
        if self.phase(now)? == Phase::Refunding {
            return Ok(false);
        }
        let is_sold_at_par = self.cover_par > 0;
        let keeps_par = pars
            .iter()
            .all(|new| new.tranche != self.tranche || new.par == self.cover_par);
        ensure!(!is_sold_at_par || keeps_par, SecuritiesError::CoverAtPar);
        self.change_terms(self.offer_version, now)?;
        let (before, after) = document;
        if self.terms_sha256 == *before {
            self.terms_sha256 = *after;
        }
        self.invariant()?;
        Ok(true)
    }
}
