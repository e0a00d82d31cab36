//! The counters of a security's vault: what the program owes from it.

use super::draws::Draws;
use crate::{errors::SecuritiesError, math::fixed};
use anchor_lang::prelude::*;

/// What the program owes from one vault of a security, in base units of the vault's mint. These counters, not the token
/// balance, are authoritative; the balance is never below their sum.
///
/// Totals since the beginning are only told: nothing that anybody is owed depends on one. Money that goes round can make
/// them pass 64 bits, so they stop at the largest number instead of refusing a payment.
#[zero_copy]
pub struct Vault {
    /// The mint; the default address if the slot is unused.
    pub mint: Pubkey,
    /// The token account.
    pub address: Pubkey,
    /// The token program that owns the mint.
    pub token_program: Pubkey,
    /// Proceeds that the sponsor may draw.
    pub treasury: u64,
    /// Credited to tranches, or paid back by wraps, and not yet paid to holders.
    pub payable: u64,
    /// Taken by fee tiers and not yet paid to their payees.
    pub fees: u64,
    /// Kept by the reserve tiers, for later distributions; each tier counts its own.
    pub reserve: u64,
    /// Principal that stays in the deal, for the sponsor to draw for new assets while it revolves. It repays the
    /// tranches afterwards. Only in the settlement vault.
    pub reinvestment: u64,
    /// Total drawn from the reinvestment account; told, see [`Vault`].
    pub reinvested: u64,
    /// The part of the reinvestment account that tests of coverage, deficiencies and covenants trapped, which nobody draws.
    pub trapped: u64,
    /// Capital of the covers, less what they paid for losses.
    pub cover: u64,
    /// Set aside for tips to bots.
    pub tips: u64,
    /// Payments that wait, with their tips: they can be corrected, count for nothing, and run later.
    pub pending: u64,
    /// Total received from distributions; told.
    pub received: u64,
    /// Total paid to holders, or to the escheat account for them; told.
    pub paid: u64,
    /// Total drawn by the sponsor; told.
    pub drawn: u64,
    /// Total of fees and expenses paid out of the treasury; told.
    pub spent: u64,
    /// Total moved to the treasury because nobody held the class that it was for; told.
    pub undistributed: u64,
    /// Decimals of the mint.
    pub decimals: u8,
    /// Bump of the vault's address.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 6],
    /// The rules for drawing proceeds from it, and the recent draws.
    pub draws: Draws,
}

impl Vault {
    /// The sum that the vault must hold.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub fn obligations(&self) -> Result<u64> {
        let mut sum = 0;
        for part in [
            self.treasury,
            self.payable,
            self.fees,
            self.reserve,
            self.reinvestment,
            self.cover,
            self.tips,
            self.pending,
        ] {
            sum = fixed::add(sum, part)?;
        }
        Ok(sum)
    }

    /// Adds proceeds or a donation to what the sponsor may draw.
    pub(crate) fn add_to_treasury(&mut self, amount: u64) -> Result<()> {
        self.treasury = fixed::add(self.treasury, amount)?;
        self.obligations().map(drop)
    }

    /// Adds money that nobody is entitled to.
    pub(crate) fn add_undistributed(&mut self, amount: u64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        self.undistributed = self.undistributed.saturating_add(amount);
        self.add_to_treasury(amount)
    }

    /// Takes out proceeds, within the rules for drawing.
    pub(crate) fn draw(&mut self, amount: u64, now: i64) -> Result<()> {
        ensure!(!self.is_draw_late(now), SecuritiesError::DrawTooLate);
        self.take_from_treasury(amount)?;
        self.draws.take(amount, now)?;
        self.drawn = self.drawn.saturating_add(amount);
        Ok(())
    }

    /// Takes out principal for new assets, within the rules for drawing; not what tests and deficiencies trapped.
    pub(crate) fn reinvest(&mut self, amount: u64, now: i64) -> Result<()> {
        let drawable = fixed::sub(self.reinvestment, self.trapped)?;
        ensure!(amount <= drawable, SecuritiesError::InsufficientFunds);
        self.reinvestment = fixed::sub(self.reinvestment, amount)?;
        self.draws.take(amount, now)?;
        self.reinvested = self.reinvested.saturating_add(amount);
        Ok(())
    }

    /// Takes unused proceeds out of the treasury, to run them through the waterfall.
    pub(crate) fn take_from_treasury(&mut self, amount: u64) -> Result<()> {
        self.treasury = self
            .treasury
            .checked_sub(amount)
            .ok_or(SecuritiesError::InsufficientFunds)?;
        Ok(())
    }

    /// Moves proceeds to what holders are owed, unless proceeds have to go back.
    ///
    /// # Errors
    /// [`SecuritiesError::DrawTooLate`], [`SecuritiesError::InsufficientFunds`].
    pub(crate) fn pay_from_treasury(&mut self, amount: u64, now: i64) -> Result<()> {
        ensure!(!self.is_draw_late(now), SecuritiesError::DrawTooLate);
        self.take_from_treasury(amount)?;
        self.payable = fixed::add(self.payable, amount)?;
        Ok(())
    }

    /// Pays a fee or an expense out of the treasury: as much of what is due as is there. Returns the amount.
    ///
    /// # Errors
    /// [`SecuritiesError::TreasuryEmpty`].
    pub(crate) fn spend(&mut self, due: u64, now: i64) -> Result<u64> {
        ensure!(!self.is_draw_late(now), SecuritiesError::DrawTooLate);
        let amount = due.min(self.treasury);
        ensure!(amount > 0, SecuritiesError::TreasuryEmpty);
        self.take_from_treasury(amount)?;
        self.spent = self.spent.saturating_add(amount);
        Ok(amount)
    }

    /// Whether drawing had to begin by a date and did not, so that unused proceeds go back.
    #[must_use]
    pub const fn is_draw_late(&self, now: i64) -> bool {
        self.draws.begin_by > 0 && now >= self.draws.begin_by && !self.has_begun()
    }

    /// Whether as much was drawn as had to be by a date. What fees took of the proceeds counts.
    #[must_use]
    pub const fn has_begun(&self) -> bool {
        self.drawn.saturating_add(self.spent) >= self.draws.begin_with
    }

    /// Adds capital of a cover.
    pub(crate) fn add_to_cover(&mut self, amount: u64) -> Result<()> {
        self.cover = fixed::add(self.cover, amount)?;
        self.obligations().map(drop)
    }

    /// Moves capital of a cover to what holders are owed, of that cover or of other tranches.
    pub(crate) fn pay_from_cover(&mut self, amount: u64) -> Result<()> {
        self.cover = fixed::sub(self.cover, amount)?;
        self.payable = fixed::add(self.payable, amount)?;
        Ok(())
    }

    /// Takes in a payment that waits.
    pub(crate) fn await_payment(&mut self, amount: u64) -> Result<()> {
        self.pending = fixed::add(self.pending, amount)?;
        self.obligations().map(drop)
    }

    /// Takes out a payment that waited, to run it or to send it back.
    pub(crate) fn end_pending(&mut self, amount: u64) -> Result<()> {
        self.pending = fixed::sub(self.pending, amount)?;
        Ok(())
    }

    /// Takes out the tip of a bot.
    pub(crate) fn tip(&mut self, amount: u64) -> Result<()> {
        self.tips = fixed::sub(self.tips, amount)?;
        Ok(())
    }

    /// Takes back what was paid to the escheat account for a holder.
    pub(crate) fn restore(&mut self, amount: u64) -> Result<()> {
        self.paid = fixed::untell(self.paid, amount);
        self.pay_back(amount)
    }

    /// Takes out a payment to a holder.
    pub(crate) fn pay(&mut self, amount: u64) -> Result<()> {
        self.payable = self
            .payable
            .checked_sub(amount)
            .ok_or(SecuritiesError::InsufficientFunds)?;
        self.paid = self.paid.saturating_add(amount);
        Ok(())
    }

    /// Takes in what a holder pays back, to be owed again.
    pub(crate) fn pay_back(&mut self, amount: u64) -> Result<()> {
        self.payable = fixed::add(self.payable, amount)?;
        self.obligations().map(drop)
    }
}
