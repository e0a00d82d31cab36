//! The rights of a tranche's holders when more of it is sold: rights books, which they enter first, and the floor of
//! all other books. Also what a book sets aside, and frees when it is closed.

use crate::{
    book::{
        reward::RewardKind,
        state::{AllocationRule, Book},
    },
    chain::extra::Extra,
    errors::SecuritiesError,
    math::{calendar, fixed},
    tranche::{
        floor::{Asked, Floor, RIGHTS_DAYS},
        holder::Holder,
        state::Tranche,
    },
    warrant::state::WarrantSeries,
};
use anchor_lang::prelude::*;

/// The remaining accounts that [`Book::free_rewards`] reads: those that still have shares set aside.
pub const SET_ASIDE: &str = "for each curve except bonus shares, in order, the series and its tranche for warrants, the \
    tranche for promote points, all writable (RewardAccountsMissing, WrongReward, WrongTranche)";

impl Book {
    /// Whether it is a rights book, which only the tranche's holders may enter at first.
    #[must_use]
    pub const fn has_rights(&self) -> bool {
        self.rights_book > 0
    }

    /// What the book asks for a share.
    pub(crate) const fn asked(&self) -> Asked {
        Asked {
            lowest: self.price_min,
            highest: self.price,
            rights: self.has_rights(),
        }
    }

    /// The most money that one owner may have in line, if there is a limit.
    pub(crate) const fn owner_limit(&self) -> Option<u64> {
        if self.owner_limit > 0 {
            Some(self.owner_limit)
        } else {
            None
        }
    }

    /// Refuses a price below the tranche's floor, bonus shares included. `lowest` is the lowest price that a share may
    /// be sold at.
    pub(crate) fn require_floor(&self, tranche: &Tranche, floor: Floor, lowest: u64) -> Result<()> {
        let asked = Asked {
            lowest,
            ..self.asked()
        };
        tranche.require_price(asked, floor)?;
        for curve in self.curves() {
            if curve.kind()? == RewardKind::BonusShares {
                let [first, ..] = &curve.knots;
                tranche.require_bonus(first, lowest, floor)?;
            }
        }
        Ok(())
    }

    /// Refuses more shares below the floor than the holders consented to; not of a rights book, which each may buy its part of.
    ///
    /// # Errors
    /// [`SecuritiesError::AboveAllowance`].
    pub(crate) fn require_allowed(&self, floor: Floor) -> Result<()> {
        if self.has_rights() {
            return Ok(());
        }
        floor.require_allowed(self.price_min, self.shares_set_aside)
    }

    /// Makes a book that is being opened a rights book: until `until`, only the tranche's holders may deposit, each by
    /// the shares it holds now. A lead or investors that the sponsor prefers would come before them, so a rights book
    /// has no lead and is first come, first served.
    ///
    /// # Errors
    /// [`SecuritiesError::BadRights`], [`SecuritiesError::SharesThawed`].
    pub(crate) fn grant_rights(
        &mut self,
        tranche: &mut Tranche,
        until: i64,
        now: i64,
    ) -> Result<()> {
        if until == 0 {
            return Ok(());
        }
        tranche.require_still()?;
        let opens = now.max(self.opens_at);
        let least = opens.saturating_add(calendar::seconds_of(RIGHTS_DAYS));
        ensure!(
            tranche.shares > 0
                && now >= tranche.rights_until
                && self.allocation()? == AllocationRule::FirstCome
                && !self.has_lead()
                && (least..=self.offer_ends).contains(&until),
            SecuritiesError::BadRights
        );
        tranche.rights_until = until;
        tranche.rights_books = tranche
            .rights_books
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        self.rights_until = until;
        self.rights_base = tranche.shares;
        self.rights_book = tranche.rights_books;
        Ok(())
    }

    /// Refuses an offer by which others could buy for less, or buy more, than the holders could by their rights, or
    /// would be preferred to them. `price` and `cap` are those before the offer.
    ///
    /// # Errors
    /// [`SecuritiesError::BadRights`].
    pub(crate) fn keep_rights(&self, price: u64, cap: u64) -> Result<()> {
        ensure!(
            !self.has_rights()
                || (self.price_min >= price
                    && self.cap <= cap
                    && self.allocation()? == AllocationRule::FirstCome),
            SecuritiesError::BadRights
        );
        Ok(())
    }

    /// What a holder may deposit by its right, in value: `floor(cap * its shares / all shares)`, with the shares as of
    /// the opening of the book. All rights together are at most the cap.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub fn right_of(&self, holder: &Holder) -> Result<u64> {
        let held = holder.right_in(self.rights_book);
        Ok(fixed::mul_div_floor(self.cap, held, self.rights_base)?)
    }

    /// Frees the shares of its tranche that the book set aside and did not issue.
    pub(crate) fn free_shares(&self, tranche: &mut Tranche) -> Result<()> {
        let mut aside = self.shares_set_aside;
        for curve in self.curves() {
            if curve.kind()? == RewardKind::BonusShares {
                aside = fixed::add(aside, curve.budget)?;
            }
        }
        if self.locked_at == 0 {
            tranche.end_book()?;
        }
        tranche.free_shares(fixed::sub(aside, self.shares_issued)?)
    }

    /// Frees the shares that the book's curves set aside and did not grant. `accounts` are [`SET_ASIDE`].
    ///
    /// # Errors
    /// [`SecuritiesError::RewardAccountsMissing`], [`SecuritiesError::WrongReward`].
    pub(crate) fn free_rewards(&self, mut accounts: Extra<'_>) -> Result<()> {
        for curve in self.curves() {
            let kind = curve.kind()?;
            if kind == RewardKind::BonusShares {
                continue;
            }
            let mut next = || accounts.next(SecuritiesError::RewardAccountsMissing);
            let target = next()?;
            ensure_keys_eq!(*target.key, curve.target, SecuritiesError::WrongReward);
            if kind == RewardKind::PromotePoints {
                let loader = AccountLoader::<Tranche>::try_from(target)?;
                let free = fixed::sub(curve.budget, curve.granted)?;
                loader.load_mut()?.free_shares(free)?;
                continue;
            }
            let tranche = next()?;
            // A series that has expired and been closed has already freed its shares.
            if *target.owner == anchor_lang::system_program::ID {
                continue;
            }
            let series = AccountLoader::<WarrantSeries>::try_from(target)?;
            let series = &mut series.load_mut()?;
            ensure_keys_eq!(*tranche.key, series.tranche, SecuritiesError::WrongTranche);
            let loader = AccountLoader::<Tranche>::try_from(tranche)?;
            loader.load_mut()?.free_shares(series.give_up()?)?;
        }
        Ok(())
    }
}
