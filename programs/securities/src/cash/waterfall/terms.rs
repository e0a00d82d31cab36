//! What a sponsor writes a waterfall with.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// The highest fee of the debt outstanding: 1,000 % a year.
const MAX_FEE_BPS: u32 = 100_000;

/// A tier: what is paid before what comes after it. Tranches are named by rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum TierTerms {
    /// Interest of a tranche that is not in arrears.
    Interest {
        /// Whose.
        rank: u8,
    },
    /// Interest of a tranche that its period left unpaid.
    Arrears {
        /// Whose.
        rank: u8,
    },
    /// Principal of a tranche that is due by its schedule.
    Principal {
        /// Whose.
        rank: u8,
    },
    /// All principal of a tranche.
    Sweep {
        /// Whose.
        rank: u8,
    },
    /// All that is left. Exactly one, and the last.
    Residual {
        /// Whose.
        rank: u8,
    },
    /// A part of what comes in, to a payee outside the tranches. What a distribution cannot pay stays due.
    Fee {
        /// Of the gross amount, basis points, 1 to 10,000.
        bps: u32,
        /// A wallet; its associated token account is paid.
        payee: Pubkey,
    },
    /// A fee that accrues by the day, Act/365: a flat amount a year, a part of the principal of all debt, or both.
    AnnualFee {
        /// Of the debt outstanding, a year, basis points, at most 100,000.
        bps: u32,
        /// Settlement base units a year.
        amount: u64,
        /// A wallet; its associated token account is paid.
        payee: Pubkey,
    },
    /// Fills the reserve up to a target, which is nothing once all debt is repaid in cash. The reserve is part of each
    /// distribution: what stands before this tier may use it.
    Reserve {
        /// Settlement base units.
        amount: u64,
        /// Plus a part of the debt that is not repaid in cash, basis points, at most 10,000.
        bps: u32,
    },
    /// Gives a cover back what it paid for losses.
    Cover {
        /// Which.
        rank: u8,
    },
    /// The carry on a tranche's profit, with a hurdle of that tranche's interest and a catch-up, cumulative.
    Carry {
        /// Who takes it.
        rank: u8,
        /// On whose profit.
        base: u8,
        /// Its part of the profit, basis points, 1 to 10,000.
        carry_bps: u32,
        /// Its part of what is above the hurdle until it has its part of the profit, basis points, from `carry_bps`.
        catch_up_bps: u32,
    },
    /// A part of what reaches this tier and the splits beside it.
    Split {
        /// Whose.
        rank: u8,
        /// Basis points; those of splits beside each other are at most 10,000 together.
        bps: u32,
    },
}

impl TierTerms {
    /// Refuses rates out of range and fees to nobody.
    pub(crate) fn check(&self) -> Result<()> {
        let good = match *self {
            Self::Fee { bps, payee } => (1..=10_000).contains(&bps) && payee != Pubkey::default(),
            Self::AnnualFee { bps, amount, payee } => {
                bps <= MAX_FEE_BPS && (bps > 0 || amount > 0) && payee != Pubkey::default()
            }
            Self::Reserve { amount, bps } => bps <= 10_000 && (bps > 0 || amount > 0),
            _ => true,
        };
        ensure!(good, SecuritiesError::BadStructure);
        Ok(())
    }
}

/// What must hold of the debts. Once one has not held for longer than its cure, cash repays them in order of
/// seniority, until all have held again for the longest of the cures, a day at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum TestTerms {
    /// The capital that stands behind a tranche and those senior to it is at least a part of all capital. Principal of
    /// juniors is not repaid below it, and proceeds are not drawn while it does not hold.
    Subordination {
        /// The most junior tranche protected.
        rank: u8,
        /// Basis points, 1 to 10,000.
        min_bps: u32,
    },
    /// Losses, less recoveries, are at most a part of all principal issued.
    Losses {
        /// Basis points, at most 10,000.
        max_bps: u32,
    },
    /// A tranche has been owed something for no longer than so many days.
    Overdue {
        /// Whose.
        rank: u8,
        /// Days, from 1.
        days: u16,
    },
    /// What the reporter said the pool is worth, with the reserve, is at least a part of a tranche's principal and that
    /// of those senior to it. Without a recent report it does not hold.
    Collateral {
        /// The most junior tranche protected.
        rank: u8,
        /// Basis points, from 1.
        min_bps: u32,
        /// Days that a report is good for, from 1.
        max_age: u16,
    },
}

/// A trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct TriggerTerms {
    /// What must hold.
    pub test: TestTerms,
    /// Days that it may fail to before it has consequences.
    pub cure_days: u16,
}

impl TriggerTerms {
    /// Refuses tests of tranches that are not there, and limits that say nothing.
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
        };
        ensure!(good, SecuritiesError::BadTrigger);
        Ok(())
    }
}

/// A waterfall.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct WaterfallRules {
    /// One to twelve tiers, in the order they are paid.
    pub tiers: Vec<TierTerms>,
    /// At most four triggers.
    pub triggers: Vec<TriggerTerms>,
    /// Until when no principal is repaid but what has matured, Unix time; 0: from the beginning it is.
    pub revolving_until: i64,
    /// The most that the pool's reported worth may move in a day, basis points, at most 10,000; 0: not at all after the
    /// first report. A report that the arbitrator signs too may move further.
    pub pool_daily_bps: u32,
}
