//! What a tranche has earned in one payout mint: what its shares were credited with, what still streams to them, and what
//! is held until its shares stand still.

use crate::{
    chain::wide::Wide,
    math::{
        accumulator::{self, Accumulator},
        fixed,
        quantity::Shares,
        stream::{self, Stream},
    },
};
use anchor_lang::prelude::*;

/// What a tranche has earned in one payout mint, for all its shares.
#[zero_copy]
pub struct Payout {
    /// Base units that a share base unit has earned since inception, Q64.64.
    pub accumulator: Wide,
    /// The remainder of the last division, times 2^-64.
    pub remainder: u64,
    /// Received, or paid back by wraps, and not yet paid to holders, including what still streams and what is held.
    pub payable: u64,
    /// Total paid to holders, or to the escheat account for them; told, as the totals of a
    /// [`Vault`](crate::security::vault::Vault).
    pub paid: u64,
    /// Received but not yet released: the part that is released evenly over time.
    pub streaming: u64,
    /// The time up to which it has been released, in Unix seconds.
    pub stream_from: i64,
    /// The time when all of it will be released, in Unix seconds.
    pub stream_until: i64,
    /// Total paid into the treasury for its shares, less what was returned above principal, in base units of the mint.
    pub paid_in: u64,
    /// Released, but credited to nobody yet: accounts of the class are thawed, and no record says who holds its shares. It
    /// is credited with the freeze of the last one.
    pub held: u64,
}

const _: () = assert!(size_of::<Payout>() == 80);

/// What becomes of money that is released to the holders.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Releasing {
    /// The holders are credited with it, all shares alike.
    Credits(Shares),
    /// It is held: accounts are thawed.
    Holds,
}

impl Payout {
    /// Releases an amount.
    pub(super) fn release(&mut self, amount: u64, releasing: Releasing) -> Result<()> {
        match releasing {
            Releasing::Credits(shares) => self.raise(amount, shares),
            Releasing::Holds => {
                self.held = fixed::add(self.held, amount)?;
                Ok(())
            }
        }
    }

    /// Releases what has streamed up to `now`. While there are no shares, it waits.
    pub(super) fn roll(&mut self, releasing: Releasing, now: i64) -> Result<()> {
        if self.streaming == 0 || releasing == Releasing::Credits(Shares::ZERO) {
            return Ok(());
        }
        let (released, rest) = stream::released(self.stream(), now)?;
        self.set_stream(rest);
        self.release(released, releasing)
    }

    /// Adds an amount that is released over `seconds` from `now`, up to which it must be rolled.
    pub(super) fn add_to_stream(&mut self, now: i64, amount: u64, seconds: i64) -> Result<()> {
        self.set_stream(stream::add(self.stream(), now, amount, seconds)?);
        Ok(())
    }

    /// Credits what was held to all shares.
    pub(super) fn credit_held(&mut self, shares: Shares) -> Result<()> {
        let held = core::mem::take(&mut self.held);
        self.raise(held, shares)
    }

    const fn stream(&self) -> Stream {
        Stream {
            left: self.streaming,
            from: self.stream_from,
            until: self.stream_until,
        }
    }

    const fn set_stream(&mut self, stream: Stream) {
        self.streaming = stream.left;
        self.stream_from = stream.from;
        self.stream_until = stream.until;
    }

    /// Raises the accumulator by an amount over all shares.
    fn raise(&mut self, amount: u64, shares: Shares) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let raised = accumulator::credit(
            Accumulator {
                value: self.accumulator.get(),
                remainder: self.remainder,
            },
            amount,
            shares,
        )?;
        self.accumulator.set(raised.value);
        self.remainder = raised.remainder;
        Ok(())
    }
}
