//! The Tranche account: one class of a security, ordered by seniority, with its own share mint.

use super::{
    allowance::Allowance, conversions::Conversions, pause::Pause, payout::Payout, pik::Pik,
    pot::Pot, rules::TransferRules, voting::Voting,
};
use crate::{
    chain::{
        seeds::{self, SignerSeeds},
        wide::Wide,
    },
    errors::SecuritiesError,
    math::{
        business::MAX_HOLIDAYS,
        custom::MAX_PARTS,
        fixed,
        step_up::{MAX_STEP_UPS, StepUp},
        waterfall::Kind,
    },
    security::state::MAX_VAULTS,
};
use anchor_lang::prelude::*;

/// Layout version of a Tranche.
pub const VERSION: u8 = 1;

/// The kind of a tranche.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum TrancheKind {
    /// Bears interest on its principal.
    Debt,
    /// Takes what is left. With a par it has a capital, which is repaid as cash allows and bears losses, and it may
    /// have a preferred return.
    Equity,
    /// A first-loss cover: its capital stays in the security's vault, pays for losses before any other tranche bears
    /// one, and goes back once it protects nothing any more.
    Cover,
}

/// How days of interest are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum DayCountRule {
    /// Actual days over 365.
    Act365,
    /// Actual days over 360.
    Act360,
    /// 30E/360.
    Thirty360,
    /// 30/360 (US, bond basis), without a rule for the end of February.
    Thirty360Us,
    /// Act/Act (ISDA): days of leap years over 366, others over 365.
    ActAct,
}

/// When principal falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum AmortisationRule {
    /// All at maturity.
    Bullet,
    /// In equal instalments, one at each due date from the first instalment up to maturity.
    Linear,
    /// As fast as cash allows; nothing is overdue before maturity.
    Sweep,
    /// In level payments of interest and principal together, one at each due date from the first instalment up to
    /// maturity.
    Level,
    /// In parts of the principal issued, on days of their own; the rest at maturity.
    Custom,
}

/// How prepaid principal counts against the instalments of linear debt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum PrepaymentRule {
    /// Against the next instalments first.
    InOrder,
    /// Against all remaining instalments alike.
    ProRata,
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
    /// Seniority; 0 is the most senior.
    pub rank: u8,
    /// 0 debt, 1 equity, 2 cover.
    pub kind: u8,
    /// 0 Act/365, 1 Act/360, 2 30E/360, 3 30/360 US, 4 Act/Act.
    pub day_count: u8,
    /// 0 bullet, 1 linear, 2 sweep, 3 level, 4 custom.
    pub amortisation: u8,
    /// 1: arrears bear interest at the tranche's rate.
    pub compounding: u8,
    /// The form of its shares: 0 with this program's transfer hook, 1 frozen outside exchange windows.
    pub form: u8,
    /// Decimals of the share mint.
    pub decimals: u8,
    /// 0: open. 1: wiped, so that no new money comes in: some of its principal is written off and none is outstanding. 2:
    /// converted: its shares are claims on those of another class. 3: redeemed: its shares were paid and are worth nothing.
    pub status: u8,
    /// Payouts in use, 1 to 4; the first is for the settlement mint, the others are for the security's other vaults.
    pub payout_count: u8,
    /// Interest a year, in parts per million: 68,750 is 6.875 %; of a floating tranche, in its first period.
    pub rate_ppm: u32,
    /// The security.
    pub security: Pubkey,
    /// The share mint.
    pub mint: Pubkey,
    /// Number of the next book.
    pub next_book: u32,
    /// Number of open holder records.
    pub holders: u32,
    /// Principal of one whole share, in settlement base units; 0 for equity without a capital.
    pub par: u64,
    /// Share base units in one whole share.
    pub unit: u64,
    /// When its first book was locked, in Unix seconds; 0 before.
    pub starts_at: i64,
    /// When all principal is due, in Unix seconds, of which the day counts (UTC); 0 for equity and covers.
    pub maturity: i64,
    /// Total principal issued, in settlement base units.
    pub principal_issued: u64,
    /// Total principal repaid, in settlement base units.
    pub principal_repaid: u64,
    /// Principal outstanding and interest due that its shares were issued with. What their buyers paid beyond this is
    /// above principal.
    pub bought: u64,
    /// Principal written off, net of recoveries; for a cover: what it paid for losses.
    pub loss: u64,
    /// Interest accrued that is neither paid nor in arrears, and what buyers of later shares paid for and have not got back.
    pub interest_due: u64,
    /// Interest that was not paid by its due date.
    pub arrears: u64,
    /// Total interest paid, including arrears, without what buyers of later shares had paid for; it stops at the largest
    /// number.
    pub interest_paid: u64,
    /// Day number up to which interest has accrued.
    pub accrued_to: u64,
    /// The remainder of the accrual's last division.
    pub accrual_remainder: u64,
    /// Shares that earn, in share base units: those of all holders, those that locked books hold for
    /// tickets not settled yet, and those in the pot. Never below the mint's supply.
    pub shares: u64,
    /// Shares issued, except those in the pot, and those set aside for what books, rewards and running warrants can
    /// still issue; never above the authorised number.
    pub shares_offered: u64,
    /// The most shares there may ever be, in share base units.
    pub authorised: u64,
    /// Number of the next warrant series.
    pub next_series: u32,
    /// Further interest a year while it is overdue, in parts per million; 0: none.
    pub default_margin_ppm: u32,
    /// What it has earned, by payout mint.
    pub payouts: [Payout; MAX_VAULTS],
    /// 1: whoever receives shares needs a credential from one of the security's qualifiers.
    pub restricted: u8,
    /// Months from one due date to the next; 0: no due dates but a debt's maturity, and unpaid interest becomes arrears
    /// with each distribution.
    pub period_months: u8,
    /// Days over which what it receives is released to its holders; 0: at once.
    pub smoothing_days: u16,
    /// For linear and level debt: number of instalments, the last of which is at maturity; for a custom schedule, of its
    /// parts before the maturity; otherwise 0.
    pub instalments: u16,
    /// For linear debt, what prepaid principal counts against: 0 the next instalments, 1 all that remain.
    pub prepayments: u8,
    /// For a floating tranche: days before a due date on which the rate of the period that begins with it can be fixed; 0:
    /// the rate does not float.
    pub fixing_days: u8,
    /// The first due date, in Unix seconds, of which the day counts (UTC); 0: a period after the start.
    pub first_due: i64,
    /// For a cover: principal of shares whose money the books have not released to the security's vault yet.
    pub unfunded: u64,
    /// For a cover: the most it pays for one loss, in settlement base units; 0: everything it has.
    pub loss_cap: u64,
    /// Capital outstanding times days since the annual fees were last brought up to date; not of a cover.
    pub capital_days: Wide,
    /// Capital ever raised times days, likewise.
    pub raised_days: Wide,
    /// For equity without a par: what its shares were sold for, in settlement base units, at the rates of their books; it
    /// stops at the largest number.
    pub sold_for: u64,
    /// The part of that which was not returned out of unused proceeds, in settlement base units; it stops likewise.
    pub invested: u64,
    /// The highest price at which one of its books was locked, in settlement base units per whole share; 0 before.
    pub last_price: u64,
    /// The highest minimum price of its open books, in settlement base units per whole share.
    pub asked: u64,
    /// The end of its latest rights period, when only holders may enter the book, in Unix seconds; 0: there was none.
    pub rights_until: i64,
    /// Number of its books that are neither locked nor closed.
    pub open_books: u32,
    /// Number of its rights books that were opened. Whoever held shares when the latest one was opened has the right.
    pub rights_books: u32,
    /// For a cover: what it would have paid for losses that are written off the debts, had it had the capital. For
    /// others: see [`Self::bought_interest`].
    pub short: u64,
    /// Who receives the shares that no book grants, if the tranche's number of shares is fixed; the default address:
    /// not fixed.
    pub manager: Pubkey,
    /// What the tranche keeps for its manager; empty without a manager.
    pub pot: Pot,
    /// For linear and level debt: the due date of the first instalment, in Unix seconds, of which the day counts (UTC);
    /// 0: the first due date. For a custom schedule, the day of its first part.
    pub first_instalment: i64,
    /// For level debt: the part of the principal that the first payment repays, times 2^64.
    pub level_part: u64,
    /// Principal that has fallen due and is unpaid.
    pub principal_due: u64,
    /// Day number of the first due date that was not met in full, or, without due dates, of the distribution that left
    /// interest unpaid; 0: nothing is overdue.
    pub overdue_since: u64,
    /// Day number of the last due date that is over, or of the start.
    pub period_start: u64,
    /// Interest accrued since then, paid or not; without due dates not what is in arrears.
    pub period_interest: u64,
    /// Day number of the first due date that is not over; the largest number if there is none, and 0 before the start.
    pub next_due: u64,
    /// For a floating tranche: the reference rate that it follows; otherwise the default address.
    pub reference: Pubkey,
    /// For a floating tranche: what is added to the reference rate, in parts per million.
    pub margin_ppm: u32,
    /// For a floating tranche: the least that its rate may be, in parts per million.
    pub floor_ppm: u32,
    /// For a floating tranche: the most that its rate may be, in parts per million; 0: as much as a tranche may bear.
    pub cap_ppm: u32,
    /// Interest a year in the current period, in parts per million; 0 before the start.
    pub current_rate_ppm: u32,
    /// Interest a year from the next due date on, in parts per million, where it has been fixed.
    pub fixed_rate_ppm: u32,
    /// 1: the rate of the next period has been fixed.
    pub is_fixed: u8,
    /// 1: it has a wrapper.
    pub is_wrapped: u8,
    /// Zero.
    pub padding: [u8; 2],
    /// Dated increases of its rate, of a floating tranche of its margin.
    pub step_ups: [StepUp; MAX_STEP_UPS],
    /// For a custom schedule: days from its first part to each.
    pub custom_days: [u16; MAX_PARTS],
    /// For a custom schedule: each part of the principal issued, in basis points.
    pub custom_bps: [u16; MAX_PARTS],
    /// For a cover: the part of each loss that it pays, in basis points; 0: all of it.
    pub loss_bps: u32,
    /// For a cover: 1 if it stays while capital of equity is outstanding, also once the debts are repaid.
    pub covers_equity: u8,
    /// How a due date moves that is no business day: 0 it stays, 1 following, 2 modified following, 3 preceding.
    pub business_days: u8,
    /// Days of the week that are no business days: bit 0 is Monday, bit 6 Sunday.
    pub weekend: u8,
    /// 1: it is pari passu with the tranche before it.
    pub pari_passu: u8,
    /// Other days that are none, in days from 2021-01-01, in order; 65,535 after the last.
    pub holidays: [u16; MAX_HOLIDAYS],
    /// Interest that is paid in kind.
    pub pik: Pik,
    /// Capital outstanding times days in the participation period, which ends with a payment after 91 days.
    pub participation_days: Wide,
    /// The same in the participation period before.
    pub last_participation_days: Wide,
    /// Its rules for transfers.
    pub rules: TransferRules,
    /// Of the frozen form: what the token accounts that are thawed hold together, with what was burnt in them since all were
    /// frozen last, in share base units.
    pub thawed_shares: u64,
    /// Of the frozen form: records whose token account is thawed.
    pub thawed: u32,
    /// Zero.
    pub reserved: [u8; 4],
    /// What resolutions need to know of it.
    pub voting: Voting,
    /// A price below the floor that its next book may ask, by a resolution.
    pub allowance: Allowance,
    /// When its transfers were paused last.
    pub pause: Pause,
    /// What it has to do with conversions.
    pub conversions: Conversions,
    /// What all its shares were paid when it was redeemed by a call, in settlement base units; 0: it was not.
    pub redeemed_for: u64,
}

const _: () = assert!(size_of::<Tranche>() == 1_496 && align_of::<Tranche>() == 8);

impl Tranche {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Whether it is equity without a capital, which takes what is left.
    #[must_use]
    pub const fn is_no_par_equity(&self) -> bool {
        self.kind == TrancheKind::Equity as u8 && self.par == 0
    }

    /// Principal outstanding: issued less repaid less losses.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub fn principal(&self) -> Result<u64> {
        let repaid = fixed::sub(self.principal_issued, self.principal_repaid)?;
        Ok(fixed::sub(repaid, self.loss)?)
    }

    /// Whether it has a par and no principal is outstanding: all of it was repaid or written off.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the account is inconsistent.
    pub fn is_spent(&self) -> Result<bool> {
        Ok(self.par > 0 && self.principal()? == 0)
    }

    /// Its kind, for the waterfall.
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

    /// Whether it is a cover, whose capital stays in the security's vault.
    #[must_use]
    pub const fn is_cover(&self) -> bool {
        self.kind == TrancheKind::Cover as u8
    }

    /// What it has earned, for the payout mints in use.
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

    /// The seeds that sign for it.
    #[must_use]
    pub fn signer(&self) -> SignerSeeds {
        SignerSeeds::new(
            seeds::TRANCHE,
            self.security,
            (self.rank.into(), 1),
            self.bump,
        )
    }

    /// The invariant after every instruction that changes the account.
    pub(crate) fn invariant(&self) -> Result<()> {
        ensure!(
            self.payouts()
                .iter()
                .all(|payout| fixed::add(payout.streaming, payout.held)
                    .is_ok_and(|kept| kept <= payout.payable))
                && self.issued()? <= self.shares_offered
                && self.shares_offered <= self.authorised,
            SecuritiesError::CountersInconsistent
        );
        self.principal().map(drop)
    }
}
