//! The tests that a group of books can require at its lock.

use super::{state::Waterfall, tier::PlanFacts, tranches::Tranches};
use crate::{
    errors::SecuritiesError,
    math::{
        fixed::{self, BPS},
        subordination::{self, around},
        trigger::{self, Test, TrancheMetrics, TriggerInputs},
        waterfall::Tier,
    },
    security::state::Security,
};
use anchor_lang::prelude::*;

/// What a book that was just locked brings for sure: an asset that has fallen since it came in buys less than it was to.
pub(crate) struct Sale {
    /// The rank of its class.
    pub rank: u8,
    /// The money for the deal to invest, in settlement base units; 0 for a cover, which keeps its own.
    pub proceeds: u64,
    /// Of the principal that the lock has given the class, the most that settlement may take back, in settlement base units.
    pub uncertain: u64,
}

impl Tranches<'_> {
    /// Refuses a lock with which a test of the structure does not hold: a trigger of subordination, of collateral or of loan to
    /// value, or a tier that tests collateral. Covers count with what their tickets will bring, and the proceeds of all other classes
    /// with the pool. A pool that was never reported is worth nothing yet, so that a deal can begin. The log says how much
    /// there would be, and how much is required.
    ///
    /// # Errors
    /// [`SecuritiesError::SubordinationShort`], [`SecuritiesError::CollateralShort`].
    pub fn require_tests(
        &mut self,
        security: &Security,
        waterfall: &Waterfall,
        sales: &[Sale],
        now: i64,
    ) -> Result<()> {
        let mut classes = Vec::with_capacity(self.0.len());
        for (claimant, tranche) in self.claimants(0, now)?.iter().zip(&self.0) {
            classes.push(TrancheMetrics {
                outstanding: fixed::add(claimant.outstanding, tranche.unfunded)?,
                ..tranche.metrics(claimant)
            });
        }
        let mut certain: Vec<_> = classes
            .iter()
            .map(|class| (class.kind, class.outstanding))
            .collect();
        let all = security.vault().reinvestment;
        let mut principal = all.saturating_sub(waterfall.held);
        for sale in sales {
            principal = fixed::add(principal, sale.proceeds)?;
            if let Some((_, capital)) = certain.get_mut(usize::from(sale.rank)) {
                *capital = capital.saturating_sub(sale.uncertain);
            }
        }
        let (pool_value, age) = waterfall.pool(now).unwrap_or_default();
        let inputs = TriggerInputs {
            now,
            claimants: &classes,
            cash: fixed::add(security.vault().reserve, principal)?,
            pool_value,
            pool_at: now.saturating_sub(age),
            began_at: security.began_at,
        };
        // All that may be owed to those ahead, against what is certain behind them.
        let protected = |rank| {
            let most = classes.iter().map(|class| (class.kind, class.outstanding));
            around(rank, most).0
        };
        for state in waterfall.triggers() {
            match state.test(now)? {
                Test::Subordination { rank, min_bps } => {
                    let (_, below) = around(rank, certain.iter().copied());
                    let protected = protected(rank);
                    if !subordination::stands(protected, below, min_bps) {
                        log_part(rank, (below, protected.saturating_add(below)), min_bps);
                        return Err(SecuritiesError::SubordinationShort.into());
                    }
                }
                test @ Test::Collateral {
                    rank,
                    min_bps,
                    max_age,
                } if !trigger::holds(test, &inputs) => {
                    let pool = if age <= max_age { pool_value } else { 0 };
                    let value = u128::from(inputs.cash).saturating_add(pool.into());
                    log_part(rank, (value, protected(rank)), min_bps);
                    return Err(SecuritiesError::CollateralShort.into());
                }
                test @ Test::LoanToValue { rank, max_bps, .. }
                    if !trigger::holds(test, &inputs) =>
                {
                    let loan = protected(rank).saturating_sub(inputs.cash.into());
                    log_part(rank, (loan, pool_value.into()), max_bps);
                    return Err(SecuritiesError::CollateralShort.into());
                }
                // What follows from the past, and not from who pays in how much.
                _ => {}
            }
        }
        let tiers = waterfall.plan(&PlanFacts {
            pool: Some((pool_value, age)),
            ..PlanFacts::default()
        })?;
        for tier in tiers {
            if let Tier::CollateralTest(test) = tier {
                let protected = protected(test.rank);
                if !test.covers(principal.into(), protected) {
                    let pool = test.pool.unwrap_or(0);
                    let value = u128::from(principal).saturating_add(pool.into());
                    log_part(test.rank, (value, protected), test.min_bps);
                    return Err(SecuritiesError::CollateralShort.into());
                }
            }
        }
        Ok(())
    }
}

/// Logs what part of a whole there would be, rounded down, and what part a test requires or allows.
fn log_part(rank: u8, (part, whole): (u128, u128), min_bps: u32) {
    // Sums of few 64-bit numbers, times basis points.
    let bps = part
        .saturating_mul(BPS.into())
        .checked_div(whole)
        .unwrap_or(0);
    msg!(
        "rank {}: {} basis points, and the limit is {}",
        rank,
        bps,
        min_bps
    );
}
