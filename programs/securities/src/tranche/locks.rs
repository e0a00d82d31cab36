//! Shares of a record that cannot be sent yet: they are locked up to a day, and vest from then on. Locked shares earn and
//! give rights like others.

use super::{holder::Holder, state::Tranche};
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
fn day_number(time: i64) -> Result<u16> {
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
    const fn is_over(&self, day: u16) -> bool {
        self.shares == 0 || self.until <= day
    }

    const fn has_dates_of(&self, other: &Self) -> bool {
        self.cliff == other.cliff && self.until == other.until
    }

    /// What both still lock, up to the later of their dates.
    fn joined(&self, other: &Self, day: u16) -> Result<Self> {
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

impl Holder {
    /// The shares that cannot be sent yet at `now`.
    ///
    /// # Errors
    /// For a record with locks, before 1970 or after 2200.
    pub fn locked_at(&self, now: i64) -> Result<u64> {
        if self.locks.iter().all(|lock| lock.shares == 0) {
            return Ok(0);
        }
        let day = day_number(now)?;
        self.locks
            .iter()
            .try_fold(0, |sum, lock| Ok(add(sum, lock.locked_on(day)?)?))
    }

    /// Locks shares that it has just received. Shares of the same dates share a slot. If no slot is free, what the lock with
    /// the latest end still locks joins the new one, up to the later of their dates.
    pub(crate) fn lock(&mut self, new: Lock, now: i64) -> Result<()> {
        let day = day_number(now)?;
        if new.is_over(day) {
            return Ok(());
        }
        let locks = &mut self.locks;
        let same = locks
            .iter()
            .position(|lock| !lock.is_over(day) && lock.has_dates_of(&new));
        if let Some(slot) = same.and_then(|at| locks.get_mut(at)) {
            slot.shares = add(slot.shares, new.shares)?;
            slot.start = slot.start.max(new.start);
        } else if let Some(slot) = locks.iter_mut().find(|lock| lock.is_over(day)) {
            *slot = new;
        } else if let Some(slot) = locks.iter_mut().max_by_key(|lock| lock.until) {
            *slot = slot.joined(&new, day)?;
        }
        Ok(())
    }
}

impl Tranche {
    /// The lock of shares that nobody bought: those of rewards and the manager's. It is counted from the start of the
    /// tranche, or from when the deal began, for a tranche that no book sells.
    pub(crate) fn insider_lock(&self, shares: Shares, deal_began: i64) -> Result<Lock> {
        let start = if self.starts_at > 0 {
            self.starts_at
        } else {
            deal_began
        };
        Lock::from(start, shares, (self.rules.insider_lock_days, 0))
    }
}
