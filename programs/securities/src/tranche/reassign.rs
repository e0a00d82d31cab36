//! Shares that a measure moves from one record to another: those of a lost key with all that its record has, or as many as
//! a court order says.

use super::{
    holder::{Earnings, Holder},
    locks::{Lock, MAX_LOCKS, day_number},
    person::Person,
    state::Tranche,
    vote_locks::{NewShares, Uncounted},
};
use crate::{
    errors::SecuritiesError,
    math::{
        fixed::{add, sub, untell},
        quantity::Shares,
    },
    security::state::MAX_VAULTS,
};
use anchor_lang::prelude::*;

/// What a record was owed and another is owed now, by vault, in base units.
pub type Owed = [u64; MAX_VAULTS];

/// Shares that are to move from one record to another, of the same tranche.
pub(crate) struct Reassignment<'a> {
    /// The record that they leave.
    pub from: &'a mut Holder,
    /// The record that receives them.
    pub to: &'a mut Holder,
    /// Shares, in share base units.
    pub shares: Shares,
    /// The current time, in Unix seconds.
    pub now: i64,
}

impl Tranche {
    /// Moves shares, with the locks of those that could not be sent. What they earned stays owed to the record that they
    /// leave. The receiver needs what any receiver needs.
    ///
    /// # Errors
    /// [`SecuritiesError::AlreadyThawed`], [`SecuritiesError::SharesVoted`], [`SecuritiesError::SharesRetained`],
    /// [`SecuritiesError::WrapperRecord`], [`SecuritiesError::NotQualified`], [`SecuritiesError::CountryRefused`],
    /// [`SecuritiesError::AboveAllotment`].
    #[inline(never)]
    pub(crate) fn reassign(&mut self, parts: &mut Reassignment<'_>) -> Result<()> {
        let Reassignment {
            from,
            to,
            shares,
            now,
        } = parts;
        let (shares, now) = (*shares, *now);
        ensure!(!from.is_thawed(), SecuritiesError::AlreadyThawed);
        self.rules.require_allotted(to, shares.get())?;
        to.require_not_wrapper()?;
        if !self.is_spent()? {
            self.require_receiver(to, now)?;
        }
        self.roll(now)?;
        from.update(self)?;
        to.update(self)?;
        let left = sub(from.shares, shares.get())?;
        // What is in ballots would count beside the next owner's.
        ensure!(left >= from.ballots_at(now), SecuritiesError::SharesVoted);
        from.give_kept(to, left, now)?;
        ensure!(
            left >= self.rules.retained_shares || from.owner != self.rules.retained_owner,
            SecuritiesError::SharesRetained
        );
        for lock in from.release_locks(from.locked_at(now)?.saturating_sub(left), now)? {
            to.lock(lock, now)?;
        }
        from.take_shares(self, shares)?;
        to.add_shares(self, shares)
    }

    /// Moves all that a record has: its shares, what it is owed and may claim of what was escheated, its part of
    /// the person's allotment if the receiver counts for the same person, and what it must retain. Returns what it was owed.
    /// Its right in a rights book stays: its owner may have used it, and what it used counts for that owner alone.
    ///
    /// # Errors
    /// Those of [`Self::reassign`].
    #[inline(never)]
    pub(crate) fn reassign_all(
        &mut self,
        parts: &mut Reassignment<'_>,
        person: Option<&mut Person>,
    ) -> Result<Owed> {
        if let Some(person) = person {
            let (from, to) = (&mut *parts.from, &mut *parts.to);
            let both = add(from.allotted, to.allotted)?;
            person.replace(from.allotted, 0)?;
            person.replace(to.allotted, both)?;
            (from.allotted, to.allotted) = (0, both);
        }
        if self.rules.retained_owner == parts.from.owner {
            self.rules.retained_owner = parts.to.owner;
        }
        self.reassign(parts)?;
        let (from, to) = (&mut *parts.from, &mut *parts.to);
        to.untipped |= from.untipped;
        from.untipped = 0;
        let mut owed = Owed::default();
        let earnings = from.earnings.iter_mut().zip(&mut to.earnings);
        for ((from, to), owed) in earnings.zip(&mut owed) {
            *owed = from.give_all(to)?;
        }
        Ok(owed)
    }
}

impl Earnings {
    /// Gives another record of the tranche everything that is owed, and the claim to what was escheated. Returns what was owed.
    fn give_all(&mut self, to: &mut Self) -> Result<u64> {
        // Two fractions can add up to a unit.
        let (fraction, is_unit) = to.fraction.overflowing_add(self.fraction);
        let owed = core::mem::take(&mut self.owed);
        to.owed = add(add(to.owed, owed)?, u64::from(is_unit))?;
        to.fraction = fraction;
        self.fraction = 0;
        let escheated = core::mem::take(&mut self.escheated);
        self.paid = untell(self.paid, escheated);
        to.escheated = to.escheated.saturating_add(escheated);
        to.paid = to.paid.saturating_add(escheated);
        // Payments to another account may succeed.
        (self.unpayable, self.unpayable_since) = (0, 0);
        Ok(owed)
    }
}

impl Holder {
    /// Gives another record the shares that were issued to it during a vote, and those that a resolution does not count, as far as
    /// they are not among those that are left: of the new ones, those in no ballot. They vote there on no more than here, and stay
    /// there as long.
    fn give_kept(&mut self, to: &mut Self, left: u64, now: i64) -> Result<()> {
        let (new, uncounted) = (self.new_shares.at(now), self.uncounted.at(now));
        let new_left = new.min(sub(left, self.ballots_at(now))?);
        let uncounted_left = uncounted.min(sub(left, new_left)?);
        let (new, uncounted) = (sub(new, new_left)?, sub(uncounted, uncounted_left)?);
        ensure!(
            (new == 0 && uncounted == 0) || !to.is_thawed(),
            SecuritiesError::AlreadyThawed
        );
        if new > 0 {
            let (own, had) = (self.new_shares, to.new_shares);
            let is_first = had.at(now) == 0;
            to.new_shares = NewShares {
                shares: add(had.at(now), new)?,
                since: if is_first {
                    own.since
                } else {
                    own.since.max(had.since)
                },
                until: if is_first {
                    own.until
                } else {
                    own.until.max(had.until)
                },
            };
            self.new_shares.shares = new_left;
        }
        if uncounted > 0 {
            let (own, had) = (self.uncounted, to.uncounted);
            to.uncounted = Uncounted {
                shares: add(had.at(now), uncounted)?,
                until: own.until.max(had.until),
                padding: 0,
            };
            self.uncounted.shares = uncounted_left;
        }
        Ok(())
    }

    /// Takes locked shares out of its locks, those that end last first. What stays locked of a lock vests from today on.
    fn release_locks(&mut self, shares: u64, now: i64) -> Result<[Lock; MAX_LOCKS]> {
        let mut released = [Lock::default(); MAX_LOCKS];
        let (mut left, day) = (shares, day_number(now)?);
        for slot in &mut released {
            let last = self.locks.iter_mut().max_by_key(|lock| {
                let is_locked = lock.shares > 0 && !lock.is_over(day);
                (is_locked, lock.until)
            });
            let Some(lock) = last.filter(|_| left > 0) else {
                break;
            };
            let locked = lock.locked_on(day)?;
            let part = locked.min(left);
            let rest = Lock {
                shares: sub(locked, part)?,
                cliff: lock.cliff.max(day),
                ..*lock
            };
            *slot = Lock {
                shares: part,
                ..rest
            };
            *lock = if rest.shares == 0 {
                Lock::default()
            } else {
                rest
            };
            left = sub(left, part)?;
        }
        Ok(released)
    }
}
