//! Locks: shares that cannot be sent up to a day, and vest from then on. Locked shares earn and give rights like others.

use crate::math::{
    calendar,
    fixed::{add, mul_div_ceil},
    quantity::Shares,
};
use anchor_lang::prelude::*;

/// How many locks of different dates a record keeps.
pub const MAX_LOCKS: usize = 3;

/// Shares that cannot be sent yet. Days are by their number since 1970-01-01 (UTC).
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// Shares, in share base units; 0: the slot is free.
    pub shares: u64,
    /// The day from which the lock was counted.
    pub start: u16,
    /// Up to this day all of them are locked; from then on they vest, evenly by the day.
    pub cliff: u16,
    /// From this day on none is locked, and the slot is free.
    pub until: u16,
    /// Zero.
    pub padding: u16,
}

const _: () = assert!(size_of::<Lock>() == 16 && align_of::<Lock>() == 8);

/// The number of the day that contains a time; the largest number once it has no room for it, from 2149 on.
pub(super) fn day_number(time: i64) -> Result<u16> {
    Ok(u16::try_from(calendar::day_of(time)?).unwrap_or(u16::MAX))
}

impl Lock {
    /// A lock of shares from the day that contains a time.
    ///
    /// # Errors
    /// For a time before 1970 or after 2200.
    pub fn from(time: i64, shares: Shares, (cliff_days, vesting_days): (u16, u16)) -> Result<Self> {
        let start = day_number(time)?;
        let cliff = start.saturating_add(cliff_days);
        Ok(Self {
            shares: shares.get(),
            start,
            cliff,
            until: cliff.saturating_add(vesting_days),
            padding: 0,
        })
    }

    /// The shares that are locked on a day, rounded up.
    ///
    /// # Errors
    /// None for a lock whose end is not before its cliff.
    pub fn locked_on(&self, day: u16) -> Result<u64> {
        let left = self.until.saturating_sub(day);
        if left == 0 {
            return Ok(0);
        }
        let vesting = self.until.saturating_sub(self.cliff);
        if left >= vesting {
            return Ok(self.shares);
        }
        Ok(mul_div_ceil(self.shares, left.into(), vesting.into())?)
    }

    /// Whether its slot can take another lock.
    pub(super) const fn is_over(&self, day: u16) -> bool {
        self.shares == 0 || self.until <= day
    }

    pub(super) const fn has_dates_of(&self, other: &Self) -> bool {
        self.cliff == other.cliff && self.until == other.until
    }

    /// What both still lock, up to the later of their dates.
    pub(super) fn joined(&self, other: &Self, day: u16) -> Result<Self> {
        Ok(Self {
            shares: add(self.locked_on(day)?, other.locked_on(day)?)?,
            start: self.start.max(other.start),
            // Nothing of what is still locked has vested.
            cliff: self.cliff.max(other.cliff).max(day),
            until: self.until.max(other.until),
            padding: 0,
        })
    }
}
