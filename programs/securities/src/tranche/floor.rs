//! What a later issue of a tranche costs at least: whoever holds its shares is not diluted by cheaper ones.

use super::state::{Tranche, TrancheKind};
use crate::{
    errors::SecuritiesError,
    math::{calendar, curve::Knot, fixed, quantity::Shares, rate::Rate, shares, waterfall::Mode},
    rate,
};
use anchor_lang::prelude::*;

/// How old a reported value of a share may be to count for the floor, in days: a month's report and some.
pub const VALUE_DAYS: u16 = 35;
/// The least time that a rights book is its holders' alone, in days.
pub const RIGHTS_DAYS: u16 = 10;

/// The parts of a tranche's floor, settlement base units a whole share; 0 where there is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Floor {
    /// The principal that a share stands for, rounded up.
    pub principal: u64,
    /// Beside other open books of the tranche: what the dearest of all asks at least.
    pub asked: u64,
    /// Of equity: the highest of the price of the last issue and a fresh reported value of a share.
    pub market: u64,
}

impl Floor {
    /// What nobody is sold a share below.
    #[must_use]
    pub fn least(self) -> u64 {
        self.of_rights().max(self.market)
    }

    /// What a rights book asks at least: its holders agree to any price that leaves juniors and others in line unharmed,
    /// each with its own part of the book.
    #[must_use]
    pub fn of_rights(self) -> u64 {
        self.principal.max(self.asked)
    }
}

/// What a book of a tranche asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// The lowest price of a whole share.
    pub lowest: u64,
    /// The highest.
    pub highest: u64,
    /// Whether holders alone may buy at first.
    pub rights: bool,
}

/// What the security's reporter says that a share is worth, if it says so and not too long ago. The account is where
/// that stands, by its address, or nothing yet.
///
/// # Errors
/// [`SecuritiesError::WrongRateSource`].
pub(crate) fn fresh_value(
    account: &AccountInfo<'_>,
    security: &Pubkey,
    mint: &Pubkey,
    now: i64,
) -> Result<Option<Rate>> {
    if *account.owner != crate::ID {
        return Ok(None);
    }
    let age = calendar::seconds_of(VALUE_DAYS);
    Ok(rate::reported(account, security, mint)?
        .fresh(now, age)
        .ok())
}

impl Tranche {
    /// The floor of a price. `value` is the reported worth of a share base unit; `own` is whether who asks is one of the
    /// tranche's open books.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub(crate) fn floor(&self, value: Option<Rate>, own: bool) -> Result<Floor> {
        let others = self.open_books > u32::from(own);
        let mut floor = Floor {
            asked: if others { self.asked } else { 0 },
            ..Floor::default()
        };
        if self.shares == 0 {
            return Ok(floor);
        }
        if self.par > 0 {
            floor.principal = fixed::mul_div_ceil(self.principal()?, self.unit, self.shares)?;
        }
        if self.kind == TrancheKind::Equity as u8 {
            let value = match value {
                Some(rate) => fixed::mul_div_ceil(rate.numerator, self.unit, rate.denominator)?,
                None => 0,
            };
            floor.market = self.last_price.max(value);
        }
        Ok(floor)
    }

    /// Refuses a book's price below the floor; of debt and covers also one above what a share still stands for, once
    /// part of it has been repaid.
    ///
    /// # Errors
    /// [`SecuritiesError::BelowFloor`], [`SecuritiesError::AbovePrincipal`].
    pub(crate) fn require_price(&self, asked: Asked, floor: Floor) -> Result<()> {
        let least = if asked.rights {
            floor.of_rights()
        } else {
            floor.least()
        };
        ensure!(asked.lowest >= least, SecuritiesError::BelowFloor);
        let most = self.price_left(floor).unwrap_or(u64::MAX);
        ensure!(asked.highest <= most, SecuritiesError::AbovePrincipal);
        Ok(())
    }

    /// What a share of debt or of a cover is sold for once a part of its principal has been repaid or lost: what it still
    /// stands for.
    pub(crate) const fn price_left(&self, floor: Floor) -> Option<u64> {
        let is_claim = self.kind != TrancheKind::Equity as u8;
        if is_claim && self.shares > 0 && floor.principal < self.par {
            Some(floor.principal)
        } else {
            None
        }
    }

    /// What a cover's shares are sold at: as much has to come in as is promised back, the par at first and later the
    /// capital of a share. 0 for others.
    pub(crate) const fn cover_price(&self, floor: Floor) -> u64 {
        match (self.is_cover(), self.shares) {
            (false, _) => 0,
            (true, 0) => self.par,
            (true, _) => floor.principal,
        }
    }

    /// Refuses bonus shares with which somebody pays less than the floor for all its shares: whoever is at the head of the
    /// curve, where it is steepest, gets the most of them for its money. Where holders have a claim to principal or
    /// interest, a share for which nobody pays either is below any floor.
    ///
    /// # Errors
    /// [`SecuritiesError::BelowFloor`], [`SecuritiesError::Overflow`].
    pub(crate) fn require_bonus(&self, first: &Knot, price: u64, floor: Floor) -> Result<()> {
        if first.reward == 0 {
            return Ok(());
        }
        let bought = shares::issued(0, first.money, price, self.unit)?;
        // On a piece whose rate falls it begins at `(rise + bend) / run`.
        let steepest = fixed::add(first.reward, first.bend)?;
        let all = bought.plus(Shares(steepest))?;
        ensure!(
            (self.par == 0 || self.shares == 0)
                && fixed::product(first.money, self.unit)
                    >= fixed::product(all.get(), floor.least()),
            SecuritiesError::BelowFloor
        );
        Ok(())
    }

    /// Refuses new money where it would take from those who hold the tranche's shares, or be taken from at once.
    ///
    /// # Errors
    /// [`SecuritiesError::TrancheWiped`], [`SecuritiesError::TrancheOverdue`], [`SecuritiesError::TrancheImpaired`].
    pub(crate) fn require_open(&self, rights: bool, mode: Mode, now: i64) -> Result<()> {
        self.require_not_wiped()?;
        ensure!(
            !self.is_debt() || now < self.maturity,
            SecuritiesError::TrancheOverdue
        );
        if self.shares == 0 || self.par == 0 {
            return Ok(());
        }
        ensure!(
            self.arrears == 0 && mode != Mode::Accelerated && self.principal()? > 0,
            SecuritiesError::TrancheOverdue
        );
        // Its money is capital to the last unit, which leaves nothing to pay for interest accrued.
        ensure!(
            !self.is_cover() || self.interest_due == 0,
            SecuritiesError::TrancheOverdue
        );
        ensure!(self.loss == 0 || rights, SecuritiesError::TrancheImpaired);
        Ok(())
    }

    /// Counts a book that opens, and what it asks.
    pub(crate) fn open_book(&mut self, price_min: u64) -> Result<()> {
        self.open_books = self
            .open_books
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        self.ask(price_min);
        Ok(())
    }

    /// Notes what one of its open books asks now.
    pub(crate) fn ask(&mut self, price_min: u64) {
        let others = if self.open_books > 1 { self.asked } else { 0 };
        self.asked = others.max(price_min);
    }

    /// Counts a book that is open no longer.
    pub(crate) fn end_book(&mut self) -> Result<()> {
        self.open_books = self
            .open_books
            .checked_sub(1)
            .ok_or(SecuritiesError::Overflow)?;
        if self.open_books == 0 {
            self.asked = 0;
        }
        Ok(())
    }

    /// Takes the price of an issue that comes to pass. A rights book's lower one is none that others may buy at.
    pub(crate) fn sold_at(&mut self, price: u64) {
        self.last_price = self.last_price.max(price);
    }
}
