//! The terms by which a sponsor defines a waterfall.

use super::consequences::{CONSEQUENCES, STEPS, TRAPS};
use crate::{errors::SecuritiesError, tranche::window::MAX_KINDS};
use anchor_lang::prelude::*;

/// The highest annual fee on its base: 1,000 % a year.
const MAX_FEE_BPS: u32 = 100_000;
/// The highest cover that a test may ask for: ten times what it covers.
const MAX_COVER_BPS: u32 = 100_000;

/// What an annual fee is a part of. Each is summed by the day. The capital of covers bears no fee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
#[repr(u8)]
pub enum FeeBase {
    /// The principal of all debt outstanding.
    Debt,
    /// All capital outstanding: the principal of debt and of equity with a par and, of equity without a par, what its
    /// shares were sold for, less what was returned of that out of unused proceeds.
    Capital,
    /// All capital ever raised: the principal issued and, of equity without a par, what its shares were sold for.
    Raised,
    /// The pool's reported value; nothing before the first report.
    Pool,
}

/// What a reserve may pay, of what stands ahead of its tier. While the waterfall is accelerated, all reserves join the
/// money that comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
#[repr(u8)]
pub enum ReservePurpose {
    /// Everything.
    All,
    /// Interest and arrears of debts: a liquidity reserve.
    Interest,
    /// Fees and expenses: an expense reserve.
    Expenses,
}

/// A tier; it is paid before the tiers after it. Tranches are named by rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum TierTerms {
    /// Interest of a tranche that is not in arrears.
    Interest {
        /// Rank of the tranche.
        rank: u8,
    },
    /// Interest of a tranche that was not paid by its due date.
    Arrears {
        /// Rank of the tranche.
        rank: u8,
    },
    /// Principal of a tranche that has fallen due; of swept debt and of equity all of it.
    Principal {
        /// Rank of the tranche.
        rank: u8,
    },
    /// Arrears, interest and principal of a tranche that has fallen due, in this order; of swept debt and of equity all
    /// principal. It stands for the three tiers that pay these one by one.
    Service {
        /// Rank of the tranche.
        rank: u8,
    },
    /// All principal of a tranche.
    Sweep {
        /// Rank of the tranche.
        rank: u8,
    },
    /// All principal of an equity, out of principal only: income passes it, and so is profit while capital is
    /// outstanding.
    Capital {
        /// Rank of the tranche.
        rank: u8,
    },
    /// All that is left. There is exactly one, and it is last.
    Residual {
        /// Rank of the tranche.
        rank: u8,
    },
    /// A part of what comes in, for a payee outside the tranches. What a distribution cannot pay stays due.
    Fee {
        /// Part of the amount, in basis points, 1 to 10,000.
        bps: u32,
        /// Whether it is a part of the income in it only, and so not of principal.
        income_only: bool,
        /// A wallet; its associated token account is paid.
        payee: Pubkey,
    },
    /// A fee that accrues by the day, Act/365: a flat amount a year, a part of a base, or both.
    AnnualFee {
        /// What it is a part of.
        base: FeeBase,
        /// Part of the base, per year, in basis points, at most 100,000.
        bps: u32,
        /// Flat amount per year, in settlement base units.
        amount: u64,
        /// The least that part and flat amount come to together, in settlement base units a year; 0: no minimum. Only
        /// with a part.
        min: u64,
        /// The most that they come to, at least the minimum and the flat amount; 0: no maximum. Only with a part, and
        /// required of a fee on the pool that is paid out of the treasury, since a report can raise it.
        max: u64,
        /// A wallet; its associated token account is paid.
        payee: Pubkey,
        /// Whether it may be paid out of the treasury too.
        from_treasury: bool,
    },
    /// Expenses that the sponsor submits against documents, up to an amount a year.
    Expense {
        /// The most that may be submitted in a year of 365 days since the first lock, in settlement base units, positive.
        /// What is not submitted in a year lapses.
        cap: u64,
        /// A wallet; its associated token account is paid.
        payee: Pubkey,
        /// Whether it may be paid out of the treasury too.
        from_treasury: bool,
    },
    /// Fills a reserve up to a target, which is zero once all debt, or in a deal without any the capital of equity,
    /// is repaid in cash. What it holds pays, in each distribution, entitlements of its purpose ahead of this tier that income
    /// leaves unpaid; what it holds above its target is income. There is at most one reserve of each purpose.
    Reserve {
        /// What it may pay.
        purpose: ReservePurpose,
        /// Flat part of the target, in settlement base units.
        amount: u64,
        /// Plus a part of the debt that is not repaid in cash, in basis points, at most 10,000.
        bps: u32,
    },
    /// Gives a cover back what it paid for losses.
    Cover {
        /// Rank of the cover.
        rank: u8,
    },
    /// The carry on a tranche's profit, above a hurdle and with a catch-up; cumulative. The hurdle is that tranche's
    /// interest or, if that is more, a multiple of its capital. Up to three in a row for the same tranche are steps of one
    /// carry, with rising multiples and shares that do not fall.
    Carry {
        /// Rank of the tranche that takes it.
        rank: u8,
        /// Rank of the tranche whose profit it is taken from.
        base: u8,
        /// The carry's part of the profit, in basis points, 1 to 10,000.
        carry_bps: u32,
        /// The carry's part of what is above the hurdle until it has caught up, in basis points, from `carry_bps` to
        /// 10,000.
        catch_up_bps: u32,
        /// The multiple of the capital issued that the base must earn, capital included, in basis points, above 10,000;
        /// 0: none.
        multiple_bps: u32,
        /// Whether it is paid while capital of the base is outstanding, which a capital tier then repays.
        deal_by_deal: bool,
    },
    /// Diverts what would pass it while the pool's reported value, with the principal that is in the deal, is less than
    /// a part of the principal of a debt and of those senior to it: until the test holds, it repays these debts, the
    /// most senior first, or is trapped in the reinvestment account. Without a recent report the test fails.
    CollateralTest {
        /// Rank of the most junior protected debt.
        rank: u8,
        /// The least value, in basis points of the principal, 1 to 100,000.
        min_bps: u32,
        /// Days for which a report is valid, at least 1.
        max_age: u16,
        /// Whether money is trapped, instead of repaying debts.
        traps: bool,
    },
    /// Diverts all that would pass it while the income of the period so far, less the fees before the test, is less than
    /// a part of what was paid in the period, and of what is still due, of the interest and arrears of a debt and of those
    /// senior to it, but for what buyers of later shares paid for. The period is that of the debt that it names.
    InterestTest {
        /// Rank of the most junior protected debt.
        rank: u8,
        /// The least income, in basis points of interest and arrears, 1 to 100,000.
        min_bps: u32,
        /// Whether money is trapped in the reinvestment account, instead of repaying debts.
        traps: bool,
    },
    /// A part of what reaches this tier and the splits beside it.
    Split {
        /// Rank of the tranche.
        rank: u8,
        /// The part, in basis points; consecutive splits sum to at most 10,000.
        bps: u32,
    },
    /// Covers what is written off of a debt out of income, as a principal deficiency ledger does: up to that, what reaches
    /// this tier becomes principal, which repays the debts or waits for new assets, and as much of the debt is written up.
    Deficiency {
        /// Rank of the debt.
        rank: u8,
    },
    /// A part of what reaches this tier, in proportion to capital times days, see `shares.rs`.
    Participation {
        /// Rank of the tranche; it has a par.
        rank: u8,
        /// The tranches that it shares with, each with a par and paid by a later share, split or the residual: bit n is
        /// the tranche of rank n.
        with: u8,
        /// How often capital of the tranche counts, in basis points, 1 to 1,000,000, here and in the shares of others;
        /// that of a tranche without one counts once.
        multiplier_bps: u32,
        /// The part of its share that the tranche leaves to the tiers behind, in basis points, below 10,000.
        gives_up_bps: u32,
    },
}

impl TierTerms {
    /// Refuses rates out of range and fees without a payee.
    pub(crate) fn check(&self) -> Result<()> {
        let good = match *self {
            Self::Fee { bps, payee, .. } => {
                (1..=10_000).contains(&bps) && payee != Pubkey::default()
            }
            Self::AnnualFee {
                base,
                bps,
                amount,
                min,
                max,
                payee,
                from_treasury,
            } => {
                let limits = if max == 0 {
                    !(from_treasury && base == FeeBase::Pool) || bps == 0
                } else {
                    max >= min && max >= amount
                };
                bps <= MAX_FEE_BPS
                    && (bps > 0 || (amount > 0 && min == 0 && max == 0))
                    && limits
                    && payee != Pubkey::default()
            }
            Self::Expense { cap, payee, .. } => cap > 0 && payee != Pubkey::default(),
            Self::CollateralTest {
                min_bps, max_age, ..
            } => (1..=MAX_COVER_BPS).contains(&min_bps) && max_age > 0,
            Self::InterestTest { min_bps, .. } => (1..=MAX_COVER_BPS).contains(&min_bps),
            Self::Reserve { amount, bps, .. } => bps <= 10_000 && (bps > 0 || amount > 0),
            _ => true,
        };
        ensure!(good, SecuritiesError::BadStructure);
        Ok(())
    }
}

/// What must hold. While a test fails, nothing is drawn; what follows when it has failed for its cure is in its consequences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum TestTerms {
    /// The capital behind a tranche and those senior to it is at least a part of all capital. Principal of juniors is
    /// not repaid below this, and proceeds are not drawn while it does not hold.
    Subordination {
        /// Rank of the most junior protected tranche.
        rank: u8,
        /// The part, in basis points, 1 to 10,000.
        min_bps: u32,
    },
    /// Losses, less recoveries, are at most a part of all principal issued.
    Losses {
        /// The part, in basis points, at most 10,000.
        max_bps: u32,
    },
    /// A tranche has been overdue for at most this many days: since the first due date that was not met in full. It is
    /// debt, or has a rate.
    Overdue {
        /// Rank of the tranche.
        rank: u8,
        /// Days, at least 1.
        days: u16,
    },
    /// The pool's reported value, with the reserve and the reinvestment account, is at least a part of the principal of
    /// a tranche and of those senior to it. Without a recent report it does not hold.
    Collateral {
        /// Rank of the most junior protected tranche.
        rank: u8,
        /// The part, in basis points, at least 1.
        min_bps: u32,
        /// Days for which a report is valid, at least 1.
        max_age: u16,
    },
    /// The principal of a tranche and of those senior to it, less the reserve and the reinvestment account, is at most a part of
    /// the pool's reported value. Without a recent report it does not hold.
    LoanToValue {
        /// Rank of the most junior tranche that counts.
        rank: u8,
        /// The part, in basis points, at least 1.
        max_bps: u32,
        /// Days for which a report is valid, at least 1.
        max_age: u16,
    },
    /// The pool's value was reported in the last days or, if it never was, the first book was locked in them.
    ReportOverdue {
        /// Days, at least 1.
        days: u16,
    },
    /// The latest disclosure of a kind that was due was posted in time, or in some days after that. Anyone has the program look
    /// at the calendar of disclosures.
    DisclosureOverdue {
        /// The kind, 0 to 7.
        kind: u8,
        /// Days after the day by which it was due.
        days: u16,
    },
    /// The arbitrator has not declared an event that the document describes, such as the loss of a key person.
    DeclaredEvent,
    /// The net worth of whoever the document names is at least an amount, as the reporter reports it. Without a recent report it
    /// does not hold.
    NetWorth {
        /// The amount, in settlement base units, positive.
        min: u64,
        /// Days for which a report is valid, at least 1.
        max_age: u16,
    },
}

/// A trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct TriggerTerms {
    /// What must hold.
    pub test: TestTerms,
    /// Days that the test may fail before it has consequences; at least 1 if cash is trapped or control steps.
    pub cure_days: u16,
    /// What follows then: 1 cash repays the debts in order of seniority, until all tests with this consequence have held again for
    /// the longest of their cures, at least a day; plus 2 what would be paid behind the debts waits in the reinvestment account while
    /// it is known to fail; plus 4 anyone may move control one stage on.
    pub consequences: u8,
}

impl TriggerTerms {
    /// Refuses tests of tranches that do not exist, and limits out of range.
    pub(crate) fn check(&self, tranches: u8) -> Result<()> {
        let good = match self.test {
            TestTerms::Subordination { rank, min_bps } => {
                rank < tranches && (1..=10_000).contains(&min_bps)
            }
            TestTerms::Losses { max_bps } => max_bps <= 10_000,
            TestTerms::Overdue { rank, days } => rank < tranches && days > 0,
            TestTerms::Collateral {
                rank,
                min_bps,
                max_age,
            } => rank < tranches && min_bps > 0 && max_age > 0,
            TestTerms::LoanToValue {
                rank,
                max_bps,
                max_age,
            } => rank < tranches && max_bps > 0 && max_age > 0,
            TestTerms::ReportOverdue { days } => days > 0,
            TestTerms::DisclosureOverdue { kind, .. } => kind < MAX_KINDS,
            TestTerms::DeclaredEvent => true,
            TestTerms::NetWorth { min, max_age } => min > 0 && max_age > 0,
        };
        ensure!(good, SecuritiesError::BadTrigger);
        // Neither control nor cash turns on the first day.
        let cures = self.consequences & (STEPS | TRAPS) != 0;
        ensure!(
            self.consequences <= CONSEQUENCES && (!cures || self.cure_days > 0),
            SecuritiesError::BadConsequences
        );
        Ok(())
    }
}

/// A waterfall.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct WaterfallRules {
    /// One to 24 tiers, in the order in which they are paid.
    pub tiers: Vec<TierTerms>,
    /// At most eight triggers.
    pub triggers: Vec<TriggerTerms>,
    /// The end of the revolving period, during which principal waits for new assets and repays only what has matured,
    /// in Unix seconds; 0: no such period.
    pub revolving_until: i64,
    /// From when principal repays the debts in proportion to what is outstanding while all subordination tests hold, in
    /// Unix seconds; before, and while one fails, it repays the most senior first. 0: always the most senior first.
    pub pro_rata_from: i64,
    /// Whether principal also pays interest and arrears of debts that income leaves unpaid, at their tiers.
    pub principal_pays_interest: bool,
    /// The most that the pool's reported value may move in a day, in basis points, at most 10,000; 0: not at all after
    /// the first report. A report that the arbitrator signs too may move further.
    pub pool_daily_bps: u32,
}
