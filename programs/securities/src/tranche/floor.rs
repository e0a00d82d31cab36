//! The minimum price of a later issue of a tranche, which keeps cheaper shares from diluting the holders.

use super::state::{Tranche, TrancheKind};
use crate::{
    errors::SecuritiesError,
    math::{calendar, curve::Knot, fixed, quantity::Shares, rate::Rate, shares, waterfall::Mode},
    rate,
};
use anchor_lang::prelude::*;

/// How old the reported value of a share may be to count for the floor, in days: a monthly report, with some margin.
pub const VALUE_DAYS: u16 = 35;
/// The shortest time for which a rights book is open to holders alone, in days.
pub const RIGHTS_DAYS: u16 = 10;

/// The parts of a tranche's floor, in settlement base units per whole share; 0: none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Floor {
    /// The principal that a share represents, rounded up.
    pub principal: u64,
    /// If the tranche has other open books: the highest of all their minimum prices.
    pub asked: u64,
    /// For equity: the higher of the last issue's price and a fresh reported value of a share.
    pub market: u64,
}

impl Floor {
    /// The lowest price at which anybody may buy.
    #[must_use]
    pub fn least(self) -> u64 {
        self.of_rights().max(self.market)
    }

    /// The lowest price of a rights book. Any price is acceptable to the holders, each with its own part of the book,
    /// as long as it does not harm junior tranches or others in line.
    #[must_use]
    pub fn of_rights(self) -> u64 {
        self.principal.max(self.asked)
    }
}

/// The price that a book of a tranche asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    /// The lowest price of a whole share.
    pub lowest: u64,
    /// The highest price of a whole share.
    pub highest: u64,
    /// Whether only holders may buy at first.
    pub rights: bool,
}

/// The value of a share according to the security's reporter, if it was reported recently enough. The account must be
/// at the rate's address, where there may be nothing yet.
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
    /// The floor of a price. `value` is the reported value of a share base unit; `own` is whether the caller is one of
    /// the tranche's open books.
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

    /// Refuses a book's price below the floor and, for debt and covers of which part has been repaid, also a price
    /// above the principal that a share still represents.
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

    /// The price of a share of debt or of a cover once a part of its principal has been repaid or lost: the principal
    /// that it still represents.
    pub(crate) const fn price_left(&self, floor: Floor) -> Option<u64> {
        let is_entitled = self.kind != TrancheKind::Equity as u8;
        if is_entitled && self.shares > 0 && floor.principal < self.par {
            Some(floor.principal)
        } else {
            None
        }
    }

    /// The price of a cover's shares. As much has to come in as is promised back: the par at first, later the capital
    /// per share. 0 for other tranches.
    pub(crate) const fn cover_price(&self, floor: Floor) -> u64 {
        match (self.is_cover(), self.shares) {
            (false, _) => 0,
            (true, 0) => self.par,
            (true, _) => floor.principal,
        }
    }

    /// Refuses bonus shares with which somebody would pay less than the floor for all its shares. The head of the
    /// curve, where it is steepest, gets the most bonus shares for its money. If holders are entitled to principal or
    /// interest, any free share is below the floor.
    ///
    /// # Errors
    /// [`SecuritiesError::BelowFloor`], [`SecuritiesError::Overflow`].
    pub(crate) fn require_bonus(&self, first: &Knot, price: u64, floor: Floor) -> Result<()> {
        if first.reward == 0 {
            return Ok(());
        }
        let bought = shares::issued(0, first.money, price, self.unit)?;
        // On a piece whose rate falls, the rate begins at `(rise + bend) / run`.
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

    /// Refuses new money that would take from the tranche's holders, or that existing entitlements would take at once.
    ///
    /// # Errors
    /// [`SecuritiesError::TrancheWiped`], [`SecuritiesError::TrancheOverdue`], [`SecuritiesError::TrancheImpaired`].
    pub(crate) fn require_open(&self, rights: bool, mode: Mode, now: i64) -> Result<()> {
        self.require_not_wiped()?;
        ensure!(!self.has_matured(now)?, SecuritiesError::TrancheOverdue);
        if self.shares == 0 || self.par == 0 {
            return Ok(());
        }
        ensure!(
            self.arrears == 0
                && self.pik.outstanding == 0
                && self.pik.elected == 0
                && self.is_within_par()?
                && !self.is_overdue()
                && mode != Mode::Accelerated
                && self.principal()? > 0,
            SecuritiesError::TrancheOverdue
        );
        // All money for a cover is its capital, so there is none to pay for accrued interest.
        ensure!(
            !self.is_cover() || self.interest_due == 0,
            SecuritiesError::TrancheOverdue
        );
        ensure!(self.loss == 0 || rights, SecuritiesError::TrancheImpaired);
        Ok(())
    }

    /// Counts a book that opens, and notes its minimum price.
    pub(crate) fn open_book(&mut self, price_min: u64) -> Result<()> {
        self.open_books = self
            .open_books
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        self.ask(price_min);
        Ok(())
    }

    /// Notes the current minimum price of one of its open books.
    pub(crate) fn ask(&mut self, price_min: u64) {
        let others = if self.open_books > 1 { self.asked } else { 0 };
        self.asked = others.max(price_min);
    }

    /// Counts a book that is no longer open.
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

    /// Notes the price of an issue that takes place. The lower price of a rights book does not become the floor for
    /// others.
    pub(crate) fn sold_at(&mut self, price: u64, now: i64) {
        self.note_price(now);
        self.last_price = self.last_price.max(price);
    }
}
