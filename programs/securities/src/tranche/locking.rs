//! The locks of a record: what it cannot send yet, and how what it receives is locked.

use super::{
    holder::Holder,
    locks::{Lock, day_number},
    state::Tranche,
};
use crate::math::{fixed::add, quantity::Shares};
use anchor_lang::prelude::*;

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
        } else {
            // Whatever the order of deliveries, few shares wait longer than they would: those of the nearest later end.
            let later = |lock: &Lock| (lock.until < new.until, lock.until.abs_diff(new.until));
            if let Some(slot) = locks.iter_mut().min_by_key(|lock| later(lock)) {
                *slot = slot.joined(&new, day)?;
            }
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
