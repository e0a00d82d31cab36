//! The Tranche account: one class of a security, ordered by seniority, with its own share mint.

use super::pot::Pot;
use crate::{
    chain::{
        seeds::{self, SignerSeeds},
        wide::Wide,
    },
    errors::SecuritiesError,
    math::{
        MathError,
        accrual::{self, Accrued, DayCount},
        amortisation::Amortisation,
        fixed,
        waterfall::Kind,
    },
    security::state::MAX_VAULTS,
};
use anchor_lang::prelude::*;

/// Layout version of a Tranche.
pub const VERSION: u8 = 1;

/// What a tranche is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum TrancheKind {
    /// Bears interest on its principal.
    Debt,
    /// Takes what is left. With a par it has a capital, which is paid back as cash allows and bears losses, and may
    /// bear a preferred return.
    Equity,
    /// A first-loss cover: its capital stays in the security's vault, pays for losses before any tranche bears one,
    /// and goes back when no debt is left.
    Cover,
}

/// How interest days are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum DayCountRule {
    /// Actual days over 365.
    Act365,
    /// Actual days over 360.
    Act360,
    /// 30E/360.
    Thirty360,
}

/// When principal falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum AmortisationRule {
    /// All at maturity.
    Bullet,
    /// In equal monthly parts to maturity.
    Linear,
    /// As fast as cash allows.
    Sweep,
}

/// What a tranche has earned in one payout mint, for all its shares.
#[zero_copy]
pub struct Payout {
    /// Base units a share base unit has earned since the beginning, Q64.64.
    pub index: Wide,
    /// What the last division left, times 2^-64.
    pub remainder: u64,
    /// Ever received; what streams included.
    pub funded: u64,
    /// Ever paid to holders, or to the escheat account for them.
    pub paid: u64,
    /// Received and released day by day: what is not released yet.
    pub streaming: u64,
    /// Up to when it was released, Unix time.
    pub stream_from: i64,
    /// When all of it will be, Unix time.
    pub stream_until: i64,
    /// Paid into the treasury for its shares, less what was returned above principal, base units of the mint.
    pub paid_in: u64,
}

/// One class of a security. Address: see [`crate::chain::seeds::TRANCHE`].
#[account(zero_copy)]
pub struct Tranche {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Bump of the share mint's address.
    pub mint_bump: u8,
    /// 0 is the most senior.
    pub rank: u8,
    /// 0 debt, 1 equity, 2 cover.
    pub kind: u8,
    /// 0 Act/365, 1 Act/360, 2 30E/360.
    pub day_count: u8,
    /// 0 bullet, 1 linear, 2 sweep.
    pub amortisation: u8,
    /// 1 when arrears bear interest at the tranche's rate.
    pub compounding: u8,
    /// 0: share mint with this program's transfer hook.
    pub preset: u8,
    /// Decimals of the share mint.
    pub decimals: u8,
    /// 0 open; 1 wiped: some of its principal is written off and none is outstanding, and no new money comes in.
    pub status: u8,
    /// Payouts in use, 1 to 4; the first is of the settlement mint, the others of the security's other vaults.
    pub payout_count: u8,
    /// Interest a year, parts per million: 68,750 is 6.875 %.
    pub rate_ppm: u32,
    /// The security.
    pub security: Pubkey,
    /// The share mint.
    pub mint: Pubkey,
    /// Number the next book gets.
    pub next_book: u32,
    /// Holder records open.
    pub holders: u32,
    /// Principal of one whole share, settlement base units; 0 for equity without a capital.
    pub par: u64,
    /// Share base units in one whole share.
    pub unit: u64,
    /// When its first book was locked, Unix time; 0 before.
    pub starts_at: i64,
    /// When all principal is due, Unix time; 0 for equity and covers.
    pub maturity: i64,
    /// Principal ever issued, settlement base units.
    pub principal_issued: u64,
    /// Principal ever repaid.
    pub principal_repaid: u64,
    /// Principal outstanding and interest due that its shares came with: what their buyers paid beyond is above principal.
    pub bought: u64,
    /// Principal written off, net of recoveries; of a cover: what it paid for losses.
    pub loss: u64,
    /// Interest accrued and neither paid nor in arrears.
    pub interest_due: u64,
    /// Interest that was not paid by the end of its period.
    pub arrears: u64,
    /// Interest ever paid, arrears included.
    pub interest_paid: u64,
    /// Day number up to which interest has accrued.
    pub accrued_to: u64,
    /// What the accrual's division left.
    pub accrual_remainder: u64,
    /// Shares that carry entitlement, in share base units: those of all holders, those that locked books hold for
    /// tickets that are not settled yet, and those in the pot. Never below the mint's supply.
    pub shares: u64,
    /// Shares issued but those in the pot, and those set aside for what books, rewards and running warrants can still
    /// issue; never above the authorised number.
    pub shares_offered: u64,
    /// The most shares there may ever be, share base units.
    pub authorised: u64,
    /// Number the next warrant series gets.
    pub next_series: u32,
    /// Zero.
    pub padding: [u8; 4],
    /// What it has earned, by payout mint.
    pub payouts: [Payout; MAX_VAULTS],
    /// 1: who receives shares needs a credential from one of the security's qualifiers.
    pub restricted: u8,
    /// Months after which unpaid interest becomes arrears, counted from the start; 0: with each distribution.
    pub period_months: u8,
    /// Days over which what it receives reaches its holders; 0: at once.
    pub smoothing_days: u16,
    /// Interest periods that are over and whose unpaid interest is in arrears.
    pub periods: u32,
    /// When it was last owed nothing by a distribution or its term started, Unix time.
    pub current_at: i64,
    /// Of a cover: principal of shares whose money its books have not released to the security's vault yet.
    pub unfunded: u64,
    /// Of a cover: the most it pays for one loss, settlement base units; 0: all it has.
    pub loss_cap: u64,
    /// Of debt: principal times days since the last distribution, for fees that accrue by the day.
    pub principal_days: Wide,
    /// The highest price that a book of it was locked at, settlement base units a whole share; 0 before.
    pub last_price: u64,
    /// The highest price that an open book of it asks at least, settlement base units a whole share.
    pub asked: u64,
    /// Until when its last rights book is its holders' alone, Unix time; 0: there was none.
    pub rights_until: i64,
    /// Books of it that are neither locked nor closed.
    pub open_books: u32,
    /// Rights books that were opened: whoever held shares when the last one was has the right.
    pub rights_books: u32,
    /// Of a cover: what it would have paid for losses that are written off of the debts, had it been there.
    pub short: u64,
    /// Who takes the shares that no book grants, of a tranche whose number is fixed; the default address: it is not.
    pub manager: Pubkey,
    /// What it keeps for its manager; nothing where it has none.
    pub pot: Pot,
}

/// Whether a tranche takes new money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum TrancheStatus {
    /// It does.
    Open = 0,
    /// Losses took all principal that was outstanding.
    Wiped = 1,
}

const _: () = assert!(size_of::<Payout>() == 72);
const _: () = assert!(size_of::<Tranche>() == 768 && align_of::<Tranche>() == 8);

impl Tranche {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Whether it takes what is left and has no principal.
    #[must_use]
    pub const fn is_equity(&self) -> bool {
        self.kind == TrancheKind::Equity as u8 && self.par == 0
    }

    /// The day count convention.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn day_count(&self) -> Result<DayCount> {
        match self.day_count {
            0 => Ok(DayCount::Act365),
            1 => Ok(DayCount::Act360),
            2 => Ok(DayCount::Thirty360),
            _ => Err(SecuritiesError::UnknownValue.into()),
        }
    }

    pub(super) fn amortisation(&self) -> Result<Amortisation> {
        match self.amortisation {
            0 => Ok(Amortisation::Bullet),
            1 => Ok(Amortisation::Linear),
            2 => Ok(Amortisation::Sweep),
            _ => Err(SecuritiesError::UnknownValue.into()),
        }
    }

    /// Principal outstanding: issued less repaid less losses.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account contradicts itself.
    pub fn principal(&self) -> Result<u64> {
        let repaid = fixed::sub(self.principal_issued, self.principal_repaid)?;
        Ok(fixed::sub(repaid, self.loss)?)
    }

    /// What it is, for the waterfall.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn kind(&self) -> Result<Kind> {
        match self.kind {
            0 => Ok(Kind::Debt),
            1 => Ok(Kind::Equity),
            2 => Ok(Kind::Cover),
            _ => Err(SecuritiesError::UnknownValue.into()),
        }
    }

    /// Whether it is debt.
    #[must_use]
    pub const fn is_debt(&self) -> bool {
        self.kind == TrancheKind::Debt as u8
    }

    /// Whether its capital stays in the security's vault.
    #[must_use]
    pub const fn is_cover(&self) -> bool {
        self.kind == TrancheKind::Cover as u8
    }

    /// Refuses new money where losses took all principal.
    pub(crate) fn require_not_wiped(&self) -> Result<()> {
        ensure!(
            self.status == TrancheStatus::Open as u8,
            SecuritiesError::TrancheWiped
        );
        Ok(())
    }

    /// What it has earned, by payout mint in use.
    #[must_use]
    pub fn payouts(&self) -> &[Payout] {
        self.payouts
            .get(..usize::from(self.payout_count))
            .unwrap_or(&[])
    }

    pub(crate) fn payout_mut(&mut self, vault: u8) -> Result<&mut Payout> {
        self.payouts
            .get_mut(usize::from(vault))
            .ok_or_else(|| SecuritiesError::UnknownValue.into())
    }

    /// Accrues interest up to a day; a day already accrued to changes nothing.
    pub(crate) fn accrue(&mut self, day: u64) -> Result<()> {
        if day <= self.accrued_to {
            return Ok(());
        }
        let principal = self.principal()?;
        if self.is_debt() && self.accrued_to > 0 {
            let held = fixed::product(principal, day.wrapping_sub(self.accrued_to));
            let sum = self.principal_days.get().saturating_add(held);
            self.principal_days.set(sum);
        }
        let base = if self.compounding == 1 {
            principal.saturating_add(self.arrears)
        } else {
            principal
        };
        if base > 0 && self.rate_ppm > 0 {
            let rule = self.day_count()?;
            let days = rule.days(self.accrued_to, day)?;
            // A claim that outgrows 64 bits can never be paid in full; it must not stop the other tranches' money.
            let accrued =
                match accrual::accrue(base, self.rate_ppm, days, rule, self.accrual_remainder) {
                    Err(MathError::Overflow) => Accrued {
                        interest: u64::MAX,
                        remainder: 0,
                    },
                    other => other?,
                };
            self.interest_due = self.interest_due.saturating_add(accrued.interest);
            self.accrual_remainder = accrued.remainder;
        }
        self.accrued_to = day;
        Ok(())
    }

    /// Sets `all` shares aside for what a book or its rewards could issue, so that every ticket of a locked book can be
    /// settled whatever is accepted.
    ///
    /// # Errors
    /// [`SecuritiesError::AboveAuthorised`].
    pub(crate) fn offer(&mut self, all: u64) -> Result<()> {
        let offered = self.shares_offered.checked_add(all);
        self.shares_offered = offered
            .filter(|offered| *offered <= self.authorised)
            .ok_or(SecuritiesError::AboveAuthorised)?;
        Ok(())
    }

    /// Sets `now` shares aside for what had `before` set aside.
    pub(crate) fn reserve(&mut self, before: u64, now: u64) -> Result<()> {
        self.unreserve(before)?;
        self.offer(now)
    }

    /// Frees shares that were set aside and can no longer be issued.
    pub(crate) fn unreserve(&mut self, rest: u64) -> Result<()> {
        self.shares_offered = fixed::sub(self.shares_offered, rest)?;
        self.invariant()
    }

    /// Counts what a holder was paid in a vault's mint.
    pub(crate) fn pay(&mut self, vault: u8, amount: u64) -> Result<()> {
        let payout = self.payout_mut(vault)?;
        payout.paid = fixed::add(payout.paid, amount)?;
        self.invariant()
    }

    /// What signs for it.
    #[must_use]
    pub fn signer(&self) -> SignerSeeds {
        SignerSeeds::new(
            seeds::TRANCHE,
            self.security,
            (self.rank.into(), 1),
            self.bump,
        )
    }

    /// What holds after every instruction that changes the account.
    pub(crate) fn invariant(&self) -> Result<()> {
        ensure!(
            self.payouts()
                .iter()
                .all(|payout| payout.paid <= payout.funded)
                && self.issued()? <= self.shares_offered
                && self.shares_offered <= self.authorised,
            SecuritiesError::VaultShort
        );
        self.principal().map(drop)
    }
}
