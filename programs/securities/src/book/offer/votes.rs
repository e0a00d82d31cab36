//! Votes of the money in line.

use crate::{
    book::{poll::Poll, state::Book, ticket::state::Ticket},
    errors::SecuritiesError,
    math::fixed,
};
use anchor_lang::prelude::*;

impl Poll {
    /// Takes out money that leaves the line while the poll runs, and its vote.
    pub(crate) fn leave(&mut self, ticket: &Ticket, value: u64, now: i64) -> Result<()> {
        if !self.is_running(now) || ticket.id >= self.tickets_before {
            return Ok(());
        }
        self.base = fixed::sub(self.base, value)?;
        if ticket.poll == self.number {
            let side = self.side_mut(ticket.vote);
            *side = fixed::sub(*side, value)?;
        }
        Ok(())
    }

    const fn side_mut(&mut self, vote: u8) -> &mut u64 {
        if vote == YES {
            &mut self.yes
        } else {
            &mut self.no
        }
    }
}

/// The shortest duration of a poll, in seconds: a day, so that one party cannot put a question and answer it before
/// anybody else has read it.
pub const MIN_POLL: i64 = 86_400;

const NO: u8 = 0;
const YES: u8 = 1;

/// The terms of a poll.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct PollArgs {
    /// SHA-256 of the question.
    pub subject_sha256: [u8; 32],
    /// When voting ends, in Unix seconds; at least a day from now and not past the deadline.
    pub ends_at: i64,
    /// The later deadline that the poll proposes, in Unix seconds; 0: the poll is only advisory.
    pub new_deadline: i64,
}

/// A vote: the question as it was read, and the answer to it.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
    /// The poll's number in the book.
    pub poll: u32,
    /// SHA-256 of the question that was read, as the book states it.
    pub subject_sha256: [u8; 32],
    /// Whether the vote is in favour.
    pub yes: bool,
}

impl Book {
    /// Puts a question to the money in line.
    ///
    /// # Errors
    /// [`SecuritiesError::BookNotOpen`], [`SecuritiesError::PollRunning`], [`SecuritiesError::BadPoll`].
    pub fn open_poll(&mut self, args: &PollArgs, now: i64) -> Result<()> {
        self.require_open(now)?;
        ensure!(!self.poll.is_running(now), SecuritiesError::PollRunning);
        // A deadline that the last poll passed stays in effect.
        self.deadline = self.deadline_at(now);
        let extends = args.new_deadline != 0;
        ensure!(
            args.ends_at >= now.saturating_add(MIN_POLL)
                && args.ends_at <= self.deadline
                && (!extends
                    || (self.extension_bps > 0
                        && args.new_deadline > self.deadline
                        && args.new_deadline <= self.latest_deadline)),
            SecuritiesError::BadPoll
        );
        self.poll = Poll {
            subject_sha256: args.subject_sha256,
            number: self
                .poll
                .number
                .checked_add(1)
                .ok_or(SecuritiesError::Overflow)?,
            tickets_before: self.next_ticket,
            ends_at: args.ends_at,
            new_deadline: args.new_deadline,
            base: self.live,
            yes: 0,
            no: 0,
        };
        Ok(())
    }

    /// Votes with all of a ticket's money; a second vote replaces the first.
    ///
    /// # Errors
    /// [`SecuritiesError::NoPoll`], [`SecuritiesError::OtherPoll`], [`SecuritiesError::NotEligible`].
    pub fn vote(&mut self, ticket: &mut Ticket, vote: &Vote, now: i64) -> Result<()> {
        self.require_open(now)?;
        ensure!(self.poll.is_running(now), SecuritiesError::NoPoll);
        ensure!(
            vote.poll == self.poll.number && vote.subject_sha256 == self.poll.subject_sha256,
            SecuritiesError::OtherPoll
        );
        ensure!(
            ticket.id < self.poll.tickets_before,
            SecuritiesError::NotEligible
        );
        let value = ticket.value;
        if ticket.poll == self.poll.number {
            let side = self.poll.side_mut(ticket.vote);
            *side = fixed::sub(*side, value)?;
        }
        ticket.poll = self.poll.number;
        ticket.vote = if vote.yes { YES } else { NO };
        let side = self.poll.side_mut(ticket.vote);
        *side = fixed::add(*side, value)?;
        Ok(())
    }
}
