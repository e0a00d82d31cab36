//! Whether shares may move from one record to another. Every way in which they do asks the one function here: transfers,
//! wraps and unwraps, exercises, and the manager's points. What a ticket bought moves to its owner whatever the rules say.

use super::{holder::Holder, rules::TransferRules, state::Tranche};
use crate::{
    errors::SecuritiesError,
    math::{calendar, fixed},
};
use anchor_lang::prelude::*;

/// Shares that are to move.
#[derive(Clone, Copy)]
pub struct Move<'a> {
    /// The record that they leave; none: the tranche issues them, or its wrapper gives them back.
    pub from: Option<&'a Holder>,
    /// The record that receives them; none: the wrapper takes them.
    pub to: Option<&'a Holder>,
    /// Shares, in share base units.
    pub amount: u64,
    /// The current time, in Unix seconds.
    pub now: i64,
}

impl Tranche {
    /// Refuses a move that the tranche's rules, or what it asks of credentials, do not allow.
    ///
    /// # Errors
    /// [`SecuritiesError::WrapperRecord`], [`SecuritiesError::ZeroAmount`] and [`SecuritiesError::RightsRunning`] for wraps,
    /// [`SecuritiesError::TransfersPaused`], [`SecuritiesError::WindowClosed`], [`SecuritiesError::NotQualified`], [`SecuritiesError::CountryRefused`],
    /// [`SecuritiesError::CategoryRefused`], [`SecuritiesError::CategoryTooEarly`], [`SecuritiesError::SharesShort`],
    /// [`SecuritiesError::SharesLocked`], [`SecuritiesError::SharesVoted`], [`SecuritiesError::SharesBlocked`],
    /// [`SecuritiesError::SharesRetained`], [`SecuritiesError::DailyLimit`], [`SecuritiesError::AboveAllotment`].
    pub fn check_move(&self, shares: &Move<'_>) -> Result<()> {
        let Some(from) = shares.from else {
            return self.check_receipt(shares);
        };
        if let Some(to) = shares.to {
            to.require_not_wrapper()?;
        } else {
            ensure!(shares.amount > 0, SecuritiesError::ZeroAmount);
            // Units made in a rights period would have a part of the right of those that there were.
            ensure!(
                shares.now >= self.rights_until,
                SecuritiesError::RightsRunning
            );
        }
        let rules = &self.rules;
        self.pause.require_over(shares.now)?;
        ensure!(
            !rules.window.is_rule() || shares.now < rules.open_until,
            SecuritiesError::WindowClosed
        );
        if self.restricted != 0 {
            if let Some(to) = shares.to {
                self.require_receiver(to, shares.now)?;
            }
            if rules.sender_qualified != 0 || shares.to.is_none() {
                self.require_qualified(from, shares.now)?;
            }
            if let Some(to) = shares.to {
                rules.require_category(from, to, shares.now)?;
            }
        }
        rules.require_free(from, shares.amount, shares.now)?;
        rules.require_daily(from, shares.amount, shares.now)?;
        match shares.to {
            Some(to) => rules.require_allotted(to, shares.amount),
            None => Ok(()),
        }
    }

    /// Refuses shares that nobody sends, unless the receiver may have them. No allotment is asked for: what is issued was
    /// bought before, and warrants expire. What is left of a class that was repaid or
    /// written off is cash, which no credential protects.
    fn check_receipt(&self, shares: &Move<'_>) -> Result<()> {
        match shares.to {
            Some(to) => match self.require_receiver(to, shares.now) {
                Err(_) if self.is_spent()? => Ok(()),
                checked => checked,
            },
            None => Ok(()),
        }
    }

    /// Refuses to convert shares that the record has to keep.
    ///
    /// # Errors
    /// [`SecuritiesError::SharesShort`], [`SecuritiesError::SharesLocked`], [`SecuritiesError::SharesVoted`],
    /// [`SecuritiesError::SharesRetained`].
    pub(crate) fn require_free(&self, from: &Holder, amount: u64, now: i64) -> Result<()> {
        self.rules.require_free(from, amount, now)
    }

    /// Refuses a receiver of shares that it has elected to convert into this class: they are within its allotment, where the
    /// class limits holders.
    ///
    /// # Errors
    /// [`SecuritiesError::AboveAllotment`].
    pub(crate) fn require_allotted(&self, to: &Holder, amount: u64) -> Result<()> {
        self.rules.require_allotted(to, amount)
    }

    /// Refuses a receiver without a valid credential, where the tranche requires one, or of a country that it refuses.
    #[inline(always)]
    pub(super) fn require_receiver(&self, holder: &Holder, now: i64) -> Result<()> {
        self.require_qualified(holder, now)?;
        require_country(&self.rules.refused_countries, holder.jurisdiction)
    }

    /// Refuses an owner without a valid credential, where the tranche requires one.
    #[inline(always)]
    pub(super) fn require_qualified(&self, holder: &Holder, now: i64) -> Result<()> {
        ensure!(
            self.restricted == 0 || now < holder.credential_until,
            SecuritiesError::NotQualified
        );
        Ok(())
    }
}

/// Refuses the countries of a list and, where there is one, an owner whose country is not stated.
///
/// # Errors
/// [`SecuritiesError::CountryRefused`].
pub(crate) fn require_country(refused: &[u16], country: u16) -> Result<()> {
    let is_refused = refused.first().is_some_and(|first| *first != 0)
        && (country == 0 || refused.contains(&country));
    ensure!(!is_refused, SecuritiesError::CountryRefused);
    Ok(())
}

impl TransferRules {
    /// Refuses a move between categories that is not allowed, or not yet. A record that has taken over no credential is of no
    /// category.
    fn require_category(&self, from: &Holder, to: &Holder, now: i64) -> Result<()> {
        if self.has_moves == 0 {
            return Ok(());
        }
        let allows = |moves: &[u8]| {
            let receivers = from
                .category()
                .and_then(|category| moves.get(usize::from(category)));
            let receiver = to
                .category()
                .and_then(|category| 1_u8.checked_shl(category.into()));
            receivers
                .zip(receiver)
                .is_some_and(|(receivers, one)| receivers & one != 0)
        };
        if allows(&self.moves) {
            return Ok(());
        }
        ensure!(allows(&self.later_moves), SecuritiesError::CategoryRefused);
        ensure!(now >= self.later_from, SecuritiesError::CategoryTooEarly);
        Ok(())
    }

    /// Refuses to send more than the record has and need not keep.
    fn require_free(&self, from: &Holder, amount: u64, now: i64) -> Result<()> {
        let left = from
            .shares
            .checked_sub(amount)
            .ok_or(SecuritiesError::SharesShort)?;
        ensure!(left >= from.locked_at(now)?, SecuritiesError::SharesLocked);
        ensure!(left >= from.voted_at(now), SecuritiesError::SharesVoted);
        ensure!(left >= from.blocked_at(now), SecuritiesError::SharesBlocked);
        ensure!(
            left >= self.retained_shares || from.owner != self.retained_owner,
            SecuritiesError::SharesRetained
        );
        Ok(())
    }

    /// Refuses shares above the receiver's allotment, where the class limits holders. Whoever receives none needs no allotment;
    /// so does the manager, who asks for points before their number is known.
    pub(super) fn require_allotted(&self, to: &Holder, amount: u64) -> Result<()> {
        let room = to.allotted.checked_sub(to.shares);
        ensure!(
            !self.is_limited() || amount == 0 || room.is_some_and(|room| amount <= room),
            SecuritiesError::AboveAllotment
        );
        Ok(())
    }

    /// Refuses to send more in a day than the limit.
    fn require_daily(&self, from: &Holder, amount: u64, now: i64) -> Result<()> {
        if self.daily_shares > 0 {
            let sent = fixed::add(from.sent_on(day(now)?), amount)?;
            ensure!(sent <= self.daily_shares, SecuritiesError::DailyLimit);
        }
        Ok(())
    }
}

/// The number of the day that contains a time, as a record keeps it: modulo 65,536, which the days reach in 2149.
fn day(now: i64) -> Result<u16> {
    let [low, high, ..] = calendar::day_of(now)?.to_le_bytes();
    Ok(u16::from_le_bytes([low, high]))
}

impl Holder {
    /// Its category of investors, if moves tell it from others: one of 0 to 7, that a credential stated.
    const fn category(&self) -> Option<u8> {
        if self.qualifier_place == 0 || self.category > 7 {
            return None;
        }
        Some(self.category)
    }

    const fn sent_on(&self, day: u16) -> u64 {
        if self.sent_day == day { self.sent } else { 0 }
    }

    /// What it has sent and wrapped today, where its tranche limits that.
    ///
    /// # Errors
    /// [`SecuritiesError::DateOutOfRange`].
    pub fn sent_today(&self, now: i64) -> Result<u64> {
        if self.sent == 0 {
            return Ok(0);
        }
        Ok(self.sent_on(day(now)?))
    }

    /// Counts shares that it has sent or wrapped, where its tranche limits that.
    pub(crate) fn note_sent(&mut self, tranche: &Tranche, amount: u64, now: i64) -> Result<()> {
        if tranche.rules.daily_shares > 0 {
            let day = day(now)?;
            self.sent = fixed::add(self.sent_on(day), amount)?;
            self.sent_day = day;
        }
        Ok(())
    }
}
