//! The election that a tranche's interest is paid in kind.

use super::{state::Waterfall, tranches::Tranches};
use crate::{
    errors::SecuritiesError,
    math::{calendar, waterfall::Mode},
    security::state::Security,
};
use anchor_lang::prelude::*;

/// What was elected.
#[derive(Clone, Copy)]
pub(crate) struct Election {
    /// Day number of the due date with which the period ends.
    pub due_day: u64,
    /// Periods that are left.
    pub left: u8,
}

impl Tranches<'_> {
    /// Elects that the interest of a tranche's current period is paid in kind, unless the debts are accelerated, by the
    /// triggers as they are now.
    ///
    /// # Errors
    /// [`SecuritiesError::Accelerated`], [`SecuritiesError::WrongRank`], [`SecuritiesError::PikUsed`],
    /// [`SecuritiesError::PikNotOpen`].
    pub fn elect_pik(
        &mut self,
        security: &Security,
        waterfall: &mut Waterfall,
        rank: u8,
        now: i64,
    ) -> Result<Election> {
        self.check(security, waterfall, now)?;
        ensure!(
            waterfall.mode(now) != Mode::Accelerated,
            SecuritiesError::Accelerated
        );
        let tranche = self.0.get_mut(usize::from(rank));
        let tranche = tranche.ok_or(SecuritiesError::WrongRank)?;
        tranche.elect_pik(calendar::day_of(now)?)?;
        Ok(Election {
            due_day: tranche.next_due,
            left: tranche.pik.left,
        })
    }
}
