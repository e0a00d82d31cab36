//! When lenders may declare an acceleration, and who they are.

use super::{consequences::ACCELERATES, state::Waterfall, tranches::Tranches};
use crate::{
    errors::SecuritiesError, math::calendar, security::state::Security, tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// For how many days a debt may be overdue before that is an event of default.
pub const DEFAULT_DAYS: u64 = 30;

impl Tranches<'_> {
    /// Refuses an acceleration by lenders unless an event of default goes on: a trigger that accelerates is known to have failed for
    /// longer than its cure, or a debt is overdue for more than 30 days. All of this is tested as of now.
    ///
    /// # Errors
    /// [`SecuritiesError::NoDefault`].
    pub(crate) fn require_default(
        &mut self,
        security: &Security,
        waterfall: &mut Waterfall,
        now: i64,
    ) -> Result<()> {
        self.check(security, waterfall, now)?;
        let today = calendar::day_of(now)?;
        let is_overdue = |tranche: &Tranche| {
            let since = tranche.overdue_since;
            tranche.is_debt() && since > 0 && today.saturating_sub(since) > DEFAULT_DAYS
        };
        ensure!(
            waterfall
                .triggers()
                .iter()
                .any(|one| one.consequences & ACCELERATES != 0 && one.is_breached(0, now))
                || self.0.iter().any(|tranche| is_overdue(tranche)),
            SecuritiesError::NoDefault
        );
        Ok(())
    }

    /// The most senior debt that has something to lose, with what is pari passu with it: one bit by rank. Interest must be
    /// accrued up to now.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when an account is inconsistent.
    pub(crate) fn senior_debts(&self) -> Result<u8> {
        let mut seniors = 0_u8;
        for (bit, tranche) in (0_u32..8).map(|rank| 1_u8 << rank).zip(&self.0) {
            if seniors != 0 && tranche.pari_passu == 0 {
                break;
            }
            if tranche.is_debt() && !tranche.is_done()? {
                seniors |= bit;
            }
        }
        Ok(seniors)
    }
}
