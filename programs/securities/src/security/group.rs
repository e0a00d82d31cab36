//! Groups of books that close together: all of a group are locked at once, or none.

use super::state::Security;
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// Groups that the books of a security can form, each once.
pub const MAX_GROUPS: usize = 4;
/// The most books of a group. As many fit one transaction with a lookup table, whatever assets and rewards they have: with
/// eight tranches, their reported values and six sources of rates it takes under 40 of 64 accounts.
pub const MAX_GROUP: u8 = 8;

/// Books of a security that close together.
#[zero_copy]
pub struct Group {
    /// When all of them open, Unix time.
    pub opens_at: i64,
    /// The deadline of all of them, which no vote moves, Unix time.
    pub deadline: i64,
    /// How many books it has, 2 to [`MAX_GROUP`]; 0: the number is not used yet.
    pub size: u8,
    /// How many of them have been opened.
    pub opened: u8,
    /// How many of them have had an offer.
    pub offered: u8,
    /// 1: one of them came to nothing, so that none will be locked any more.
    pub failed: u8,
    /// Zero.
    pub padding: [u8; 4],
}

const _: () = assert!(size_of::<Group>() == 24);

/// The group that a book is opened in.
#[derive(Clone, Copy, Debug)]
pub struct Membership {
    /// Its number, 1 to [`MAX_GROUPS`]; 0: none.
    pub group: u8,
    /// How many books it has; 0: none.
    pub size: u8,
    /// When the book opens, Unix time.
    pub opens_at: i64,
    /// The book's deadline, Unix time.
    pub deadline: i64,
    /// The latest that a vote may extend it to.
    pub latest_deadline: i64,
}

impl Group {
    /// Whether all its books are there, each with an offer: from then on investors can consent to close with all of them.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.size > 0 && self.offered == self.size
    }
}

impl Security {
    /// A group of its books, by its number from 1.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongGroup`] when there is none.
    pub fn group(&self, number: u8) -> Result<&Group> {
        let group = self.groups.get(place(number)?);
        group
            .filter(|group| group.size > 0)
            .ok_or_else(|| SecuritiesError::WrongGroup.into())
    }

    /// Counts a book that is opened in a group, or in none. The first book of a group fixes how many it has, and when
    /// they open and end; once all are there, no other can stand in for one of them.
    ///
    /// # Errors
    /// [`SecuritiesError::BadGroup`].
    pub(crate) fn join_group(&mut self, book: &Membership) -> Result<()> {
        if book.group == 0 && book.size == 0 {
            return Ok(());
        }
        let group = place(book.group)
            .ok()
            .and_then(|place| self.groups.get_mut(place))
            .ok_or(SecuritiesError::BadGroup)?;
        if group.size == 0 {
            group.size = book.size;
            group.opens_at = book.opens_at;
            group.deadline = book.deadline;
        }
        ensure!(
            (2..=MAX_GROUP).contains(&book.size)
                && group.size == book.size
                && group.opens_at == book.opens_at
                && group.deadline == book.deadline
                && book.latest_deadline == book.deadline
                && group.opened < group.size,
            SecuritiesError::BadGroup
        );
        group.opened = group.opened.saturating_add(1);
        Ok(())
    }

    /// Counts the first offer of a book of a group, or of none.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongGroup`].
    pub(crate) fn offer_group(&mut self, number: u8) -> Result<()> {
        if number > 0 {
            let group = self.group_mut(number)?;
            group.offered = group.offered.saturating_add(1);
        }
        Ok(())
    }

    /// Whether a book, by the number of its group, is one of a group whose books are all there, each with an offer.
    #[must_use]
    pub fn is_grouped(&self, number: u8) -> bool {
        self.group(number).is_ok_and(Group::is_complete)
    }

    /// Refuses consent to an offer of a book while a book of its group is not there, or has no offer: it would be consent
    /// to something that nobody can read yet.
    ///
    /// # Errors
    /// [`SecuritiesError::GroupIncomplete`].
    pub(crate) fn require_group_complete(&self, number: u8) -> Result<()> {
        ensure!(
            number == 0 || self.is_grouped(number),
            SecuritiesError::GroupIncomplete
        );
        Ok(())
    }

    /// Notes that a book of a group came to nothing.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongGroup`].
    pub(crate) fn fail_group(&mut self, number: u8) -> Result<()> {
        self.group_mut(number)?.failed = 1;
        Ok(())
    }

    fn group_mut(&mut self, number: u8) -> Result<&mut Group> {
        let group = self.groups.get_mut(place(number)?);
        group.ok_or_else(|| SecuritiesError::WrongGroup.into())
    }
}

/// Where a group of a number from 1 is kept.
fn place(number: u8) -> Result<usize> {
    usize::from(number)
        .checked_sub(1)
        .ok_or_else(|| SecuritiesError::WrongGroup.into())
}
