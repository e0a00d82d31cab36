//! What a payment of nothing runs: money that is in the deal already.

use super::{state::Waterfall, tier::PlanFacts, tranches::Tranches};
use crate::{
    errors::SecuritiesError,
    math::{
        calendar, subordination,
        waterfall::{Mode, Purpose, Tier},
    },
    security::state::Security,
};
use anchor_lang::prelude::*;

/// What waits to be run.
#[derive(Clone, Copy)]
pub(super) struct Waiting {
    /// The reinvestment account, which may repay something.
    reinvestment: bool,
    /// A reserve that pays what has fallen due, or a reserve or covers that protect nothing any more.
    more: bool,
}

/// What a payment of nothing moved.
#[derive(Clone, Copy)]
pub(super) struct Moved {
    /// Whether the reinvestment account holds less.
    pub reinvestment: bool,
    /// Whether anybody got anything.
    pub more: bool,
}

impl Waiting {
    /// Refuses a payment of nothing that did not do what it was accepted for.
    ///
    /// # Errors
    /// [`SecuritiesError::NothingWaits`].
    pub fn require(self, moved: Moved) -> Result<()> {
        ensure!(
            (self.reinvestment && moved.reinvestment) || (self.more && moved.more),
            SecuritiesError::NothingWaits
        );
        Ok(())
    }
}

impl Tranches<'_> {
    /// What a payment of nothing would run: principal that waited for new assets, a reserve where something has fallen
    /// due that it may pay, or a reserve or covers that protect nothing any more. Interest is accrued up to `now`.
    ///
    /// # Errors
    /// [`SecuritiesError::NothingWaits`].
    pub(super) fn waiting(
        &self,
        security: &Security,
        waterfall: &Waterfall,
        now: i64,
    ) -> Result<Waiting> {
        let vault = security.vault();
        let mut matured = false;
        for debt in self.0.iter().filter(|tranche| tranche.is_debt()) {
            matured |= debt.has_matured(now)? && debt.principal()? > 0;
        }
        let repays = matured || waterfall.mode(now) != Mode::Revolving;
        let winding = security.is_winding();
        let reserve = vault.reserve > 0
            && (winding
                || self.written_off(now)?.is_some()
                || self.reserve_pays(waterfall, vault.reserve, false, now)?);
        // What triggers trapped pays what has fallen due, and goes on once they hold.
        let held = waterfall.held > 0
            && (winding
                || !waterfall.traps(now)
                || self.owes_no_debt(now)?
                || self.reserve_pays(waterfall, waterfall.held, true, now)?);
        let waiting = Waiting {
            reinvestment: held || (vault.reinvestment > waterfall.held && repays),
            more: reserve || (vault.cover > 0 && self.covers_may_go_home(security, now)?),
        };
        ensure!(
            waiting.reinvestment || waiting.more,
            SecuritiesError::NothingWaits
        );
        Ok(waiting)
    }

    /// Whether something has fallen due that a reserve may pay, by its purpose and its place: unpaid interest on its due
    /// date, arrears, principal, and fees and expenses that earlier payments left due. While the debts are accelerated,
    /// every reserve pays all that they are due. A fee that has accrued since the last payment, interest that is to be
    /// paid in kind, and principal that a floor of subordination withholds, do not count. What is trapped pays all of it, as a
    /// reserve behind all tiers would.
    fn reserve_pays(
        &self,
        waterfall: &Waterfall,
        reserve: u64,
        trapped: bool,
        now: i64,
    ) -> Result<bool> {
        let mode = waterfall.mode(now);
        if mode == Mode::Accelerated {
            for debt in self.0.iter().filter(|tranche| tranche.is_debt()) {
                if debt.interest_due > 0 || debt.arrears > 0 || debt.principal()? > 0 {
                    return Ok(true);
                }
            }
        }
        let today = calendar::day_of(now)?;
        // Whether anything ahead has fallen due: of interest of debts, of fees, and at all.
        let (mut interest, mut fees, mut any) = (false, false, false);
        for state in waterfall.tiers() {
            let tier = state.tier(&PlanFacts::default())?;
            let Some(rank) = tier.claimant() else {
                match tier {
                    Tier::Fee(unpaid) if unpaid > 0 => (fees, any) = (true, true),
                    Tier::Reserve(purpose, _) if state.taken > 0 => {
                        let pays = match purpose {
                            Purpose::All => any,
                            Purpose::Interest => interest,
                            Purpose::Expenses => fees,
                        };
                        if pays {
                            return Ok(true);
                        }
                    }
                    _ => {}
                }
                continue;
            };
            let Some(tranche) = self.0.get(usize::from(rank)) else {
                continue;
            };
            let of_interest = tranche.has_interest_due(tier, today);
            let stays = mode == Mode::Revolving && !tranche.has_matured(now)?;
            interest |= of_interest && tranche.is_debt();
            any |= of_interest
                || (tier.repays(rank)
                    && !stays
                    && tranche.principal_due > 0
                    && !self.withholds(waterfall, rank, reserve)?);
        }
        Ok(trapped && any)
    }

    /// Whether a floor of subordination would turn some of what the reserves hold, and would repay of principal that is
    /// due of a tranche, to those that it protects: these are owed nothing yet.
    fn withholds(&self, waterfall: &Waterfall, rank: u8, reserve: u64) -> Result<bool> {
        let outstanding = self.outstanding()?;
        for cushion in waterfall.cushions().iter().filter(|one| one.rank < rank) {
            let mut now = Vec::with_capacity(self.0.len());
            let mut due = 0_u64;
            for ((at, tranche), outstanding) in (0_u8..).zip(&self.0).zip(outstanding) {
                now.push((tranche.kind()?, outstanding));
                if at > cushion.rank {
                    due = due.saturating_add(tranche.principal_due);
                }
            }
            let (protected, below) = subordination::around(cushion.rank, now.into_iter());
            let room = subordination::headroom(protected, below, cushion.min_bps);
            if protected > 0 && room < due.min(reserve) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
