//! What stands before a draw of proceeds.

use super::{state::Waterfall, tier::PlanFacts, tranches::Tranches};
use crate::{
    errors::SecuritiesError,
    math::waterfall::{Mode, Tier},
    security::state::Security,
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// A draw.
#[derive(Clone, Copy)]
pub(crate) struct Draw {
    /// Place, from 0, of the vault that it is from.
    pub vault: u8,
    /// The amount, in base units of the vault's mint.
    pub amount: u64,
    /// Whether it is from the reinvestment account, for new assets.
    pub reinvestment: bool,
}

impl Tranches<'_> {
    /// Takes a draw out of the counters, within the rules for drawing.
    ///
    /// # Errors
    /// [`SecuritiesError::NotRevolving`], [`SecuritiesError::InsufficientFunds`], [`SecuritiesError::DrawTooLate`], those
    /// of the draw limits, [`SecuritiesError::TriggerFailing`], [`SecuritiesError::Accelerated`],
    /// [`SecuritiesError::DebtOverdue`], [`SecuritiesError::CoverageFailing`].
    pub fn draw(
        &mut self,
        security: &mut Security,
        waterfall: &mut Waterfall,
        draw: Draw,
        now: i64,
    ) -> Result<()> {
        let Draw { vault, amount, .. } = draw;
        // What is drawn for new assets is no collateral any more when the draw is judged.
        if draw.reinvestment {
            ensure!(
                waterfall.mode(now) == Mode::Revolving,
                SecuritiesError::NotRevolving
            );
            security.vault_at_mut(vault)?.reinvest(amount, now)?;
        }
        self.require_drawable(security, waterfall, now)?;
        if draw.reinvestment {
            self.require_covered(security, waterfall, now)?;
        } else {
            security.vault_at_mut(vault)?.draw(amount, now)?;
        }
        security.invariant()
    }

    /// Refuses a draw of proceeds while a trigger does not hold or cannot be tested, in accelerated mode, and while a
    /// debt is overdue. All of this is tested as of now.
    ///
    /// # Errors
    /// [`SecuritiesError::TriggerFailing`], [`SecuritiesError::Accelerated`], [`SecuritiesError::DebtOverdue`].
    pub(super) fn require_drawable(
        &mut self,
        security: &Security,
        waterfall: &mut Waterfall,
        now: i64,
    ) -> Result<()> {
        let failing = self.check(security, waterfall, now)?;
        ensure!(failing == 0, SecuritiesError::TriggerFailing);
        let mode = waterfall.mode(now);
        ensure!(mode != Mode::Accelerated, SecuritiesError::Accelerated);
        let overdue = |tranche: &Tranche| tranche.is_debt() && tranche.is_overdue();
        ensure!(
            !self.0.iter().any(|tranche| overdue(tranche)),
            SecuritiesError::DebtOverdue
        );
        Ok(())
    }

    /// Refuses a draw from the reinvestment account while principal of a debt has fallen due, or a test of collateral
    /// among the tiers fails with what is left there as collateral.
    ///
    /// # Errors
    /// [`SecuritiesError::DebtOverdue`], [`SecuritiesError::CoverageFailing`].
    fn require_covered(&self, security: &Security, waterfall: &Waterfall, now: i64) -> Result<()> {
        for debt in self.0.iter().filter(|tranche| tranche.is_debt()) {
            ensure!(debt.principal_due == 0, SecuritiesError::DebtOverdue);
        }
        let cash = security.vault().reinvestment;
        let cash = cash.saturating_sub(waterfall.held).into();
        let facts = PlanFacts {
            pool: waterfall.pool(now),
            ..PlanFacts::default()
        };
        for tier in waterfall.plan(&facts)? {
            let Tier::CollateralTest(test) = tier else {
                continue;
            };
            let mut protected = 0_u128;
            let senior = usize::from(test.rank).saturating_add(1);
            for tranche in self.0.iter().take(senior).filter(|one| !one.is_cover()) {
                protected = protected.saturating_add(tranche.principal()?.into());
            }
            ensure!(
                test.covers(cash, protected),
                SecuritiesError::CoverageFailing
            );
        }
        Ok(())
    }
}
