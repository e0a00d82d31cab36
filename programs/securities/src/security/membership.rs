//! How a security's books form groups.

use super::{
    group::{Group, MAX_GROUP, Membership},
    state::Security,
};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

impl Security {
    /// A group of the security's books, by its number from 1.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongGroup`] when there is no such group.
    pub fn group(&self, number: u8) -> Result<&Group> {
        let group = self.groups.get(place(number)?);
        group
            .filter(|group| group.size > 0)
            .ok_or_else(|| SecuritiesError::WrongGroup.into())
    }

    /// Counts a book that is opened in a group, or in none. The first book of a group fixes the number of books, when they
    /// open and end, and whether they are locked only if the tests of the structure hold. Once all are open, no other book can take the place of one of them.
    ///
    /// # Errors
    /// [`SecuritiesError::BadGroup`].
    pub(crate) fn join_group(&mut self, book: &Membership) -> Result<()> {
        if book.group == 0 && book.size == 0 && !book.requires_tests {
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
            group.requires_tests = book.requires_tests.into();
        }
        ensure!(
            (2..=MAX_GROUP).contains(&book.size)
                && group.size == book.size
                && group.opens_at == book.opens_at
                && group.deadline == book.deadline
                && group.requires_tests == u8::from(book.requires_tests)
                && book.latest_deadline == book.deadline
                && group.opened < group.size,
            SecuritiesError::BadGroup
        );
        group.opened = group.opened.saturating_add(1);
        Ok(())
    }

    /// Counts the first offer of a book in a group, or in none.
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

    /// Whether the group of this number is complete: all its books are open, each with an offer.
    #[must_use]
    pub fn is_grouped(&self, number: u8) -> bool {
        self.group(number).is_ok_and(Group::is_complete)
    }

    /// Notes that a book of a group has failed.
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

/// The place at which the group of a number from 1 is stored.
fn place(number: u8) -> Result<usize> {
    usize::from(number)
        .checked_sub(1)
        .ok_or_else(|| SecuritiesError::WrongGroup.into())
}
