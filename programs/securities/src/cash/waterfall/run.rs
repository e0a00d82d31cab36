//! How a distribution runs through the waterfall, and other steps that need all tranches at once.

use super::{state::Waterfall, tier::PlanFacts, tranches::Tranches, waiting::Moved};
use crate::{
    cash::distribution::state::DistributionKind,
    errors::SecuritiesError,
    math::{
        calendar, fixed,
        trigger::{TrancheMetrics, TriggerInputs},
        walk,
        waterfall::{
            Claimant, Clawback, EARMARKED, Kind, MAX_TRANCHES, Mode, Outcome, WaterfallInput,
        },
    },
    security::state::Security,
    tranche::credit::Arrival,
};
use anchor_lang::prelude::*;

/// Money that comes in.
pub(crate) struct Inflow {
    /// Place, from 0, of the vault that it is in.
    pub vault: u8,
    /// The amount, in base units of the vault's mint.
    pub gross: u64,
    /// The part of it that the payer calls principal.
    pub principal: u64,
    /// What it represents; in a mint other than the settlement mint neither a recovery nor a clawback.
    pub kind: DistributionKind,
    /// For a clawback: the rank of the class that was overpaid.
    pub class: u8,
    /// The shortest time over which it reaches holders, in seconds; longer where their tranche smooths over a longer
    /// time. What the deal lets go with it takes a day, whatever this is.
    pub release: i64,
    /// The current time, in Unix seconds.
    pub now: i64,
}

/// The result of a run.
pub(crate) struct RunResult {
    /// What each tier and each tranche got.
    pub outcome: Box<Outcome>,
    /// The mode it ran in.
    pub mode: Mode,
    /// What all reserves held before the run.
    pub reserve: u64,
    /// What the reinvestment account held before the run.
    pub reinvestment: u64,
    /// How much of what came in was principal.
    pub principal: u64,
    /// What was written up, by tranche: by a recovery before the run, without cash, and by deficiency tiers in it.
    pub written_up: [u64; MAX_TRANCHES],
}

/// An acceleration turns all cash to the debts. While none of them is owed anything, a reserve still protects the capital of
/// equity, and tiers are paid as ever.
fn effective(mode: Mode, claimants: &[Claimant]) -> Mode {
    if mode == Mode::Accelerated && !is_owed_to_debts(claimants) {
        Mode::Amortising
    } else {
        mode
    }
}

/// Whether any debt is owed anything.
fn is_owed_to_debts(claimants: &[Claimant]) -> bool {
    let is_owed = |one: &Claimant| {
        [one.outstanding, one.interest, one.arrears, one.loss]
            .iter()
            .any(|amount| *amount > 0)
    };
    let mut debts = claimants.iter().filter(|one| one.kind == Kind::Debt);
    debts.any(is_owed)
}

impl Tranches<'_> {
    /// Accrues their interest up to `now`, and describes what they are owed in a vault's mint.
    pub(super) fn claimants(&mut self, vault: u8, now: i64) -> Result<Vec<Claimant>> {
        let today = calendar::day_of(now)?;
        // A list that is collected from results grows as it is filled, which costs copies.
        let mut claimants = Vec::with_capacity(self.0.len());
        for tranche in &mut self.0 {
            tranche.accrue(today)?;
            claimants.push(tranche.claimant(vault, now)?);
        }
        Ok(claimants)
    }

    /// Whether a book of any of them has ever been locked.
    pub fn have_begun(&self) -> bool {
        self.begun_at().is_some()
    }

    /// When the first book of any of them was locked, in Unix seconds.
    pub(super) fn begun_at(&self) -> Option<i64> {
        let starts = self.0.iter().map(|tranche| tranche.starts_at);
        starts.filter(|at| *at > 0).min()
    }

    /// What is outstanding of each, by rank; of a cover, its capital.
    pub fn outstanding(&self) -> Result<[u64; MAX_TRANCHES]> {
        let mut outstanding = [0; MAX_TRANCHES];
        for (slot, tranche) in outstanding.iter_mut().zip(&self.0) {
            *slot = tranche.capital()?;
        }
        Ok(outstanding)
    }

    fn test_triggers(
        &self,
        claimants: &[Claimant],
        waterfall: &mut Waterfall,
        security: &Security,
        now: i64,
    ) -> Result<u8> {
        self.end_declared(waterfall)?;
        let standings: Vec<TrancheMetrics> = self
            .0
            .iter()
            .zip(claimants)
            .map(|(tranche, claimant)| tranche.metrics(claimant))
            .collect();
        waterfall.test_triggers(&TriggerInputs {
            now,
            claimants: &standings,
            cash: waterfall.collateral(security)?,
            pool_value: waterfall.pool_value,
            pool_at: waterfall.pool_at,
            began_at: security.began_at,
        })
    }

    /// Tests the triggers and returns which do not hold: bit n is trigger n.
    pub fn check(
        &mut self,
        security: &Security,
        waterfall: &mut Waterfall,
        now: i64,
    ) -> Result<u8> {
        let claimants = self.claimants(0, now)?;
        self.test_triggers(&claimants, waterfall, security, now)
    }

    /// Runs money through the waterfall: what comes in, with the reserves and the reinvestment account, equals what
    /// tiers and recoveries take and what stays. What comes in may be 0 if there is money waiting to be distributed.
    ///
    /// # Errors
    /// [`SecuritiesError::NotBegun`] before any tranche has begun, [`SecuritiesError::NothingWaits`],
    /// [`SecuritiesError::DebtInOtherMint`], [`SecuritiesError::ClawbackTooLarge`], [`SecuritiesError::NobodyToReturnTo`].
    // In a frame of its own, which is 4 KiB at most.
    #[inline(never)]
    pub fn run(
        &mut self,
        security: &mut Security,
        waterfall: &mut Waterfall,
        inflow: &Inflow,
    ) -> Result<RunResult> {
        let now = inflow.now;
        ensure!(self.have_begun(), SecuritiesError::NotBegun);
        security.require_not_ended()?;
        let is_winding = security.is_winding();
        for tranche in &mut self.0 {
            tranche.begin_points(security);
        }
        let mut claimants = self.claimants(inflow.vault, now)?;
        let in_kind = inflow.vault > 0;
        if in_kind {
            self.require_in_kind(security, &mut claimants, inflow)?;
        }
        let (mut reserve, mut earmarked) = (0, [0; EARMARKED]);
        let (mut reinvestment, mut trapped, mut pro_rata) = (0, 0, false);
        // In another mint they are tested afterwards alone.
        let mut breached = in_kind && waterfall.trigger_count > 0;
        if !in_kind {
            breached = self.test_triggers(&claimants, waterfall, security, now)? > 0;
            pro_rata = waterfall.is_pro_rata(now);
            if security.vault().reserve > 0 {
                (reserve, earmarked) = waterfall.reserves()?;
            }
            reinvestment = security.vault().reinvestment;
            trapped = security.vault().trapped;
        }
        // In the mode that the triggers, as tested now, leave.
        let waiting = if inflow.gross == 0 {
            Some(self.waiting(security, waterfall, now)?)
        } else {
            None
        };
        // A recovery writes principal up first, and the run sees the claimants after that.
        let mut written_up = [0; MAX_TRANCHES];
        let mut principal = inflow.principal;
        match inflow.kind {
            DistributionKind::Income
            | DistributionKind::Unsolicited
            | DistributionKind::Clawback => {}
            DistributionKind::Proceeds => principal = inflow.gross,
            DistributionKind::Recovery => {
                written_up = self.write_up(inflow.gross)?;
                for amount in written_up {
                    principal = fixed::add(principal, amount)?;
                }
                claimants = self.claimants(inflow.vault, now)?;
            }
        }
        let participating = waterfall.participating();
        self.weigh(&mut claimants, participating);
        if !in_kind {
            let earned = match inflow.kind {
                DistributionKind::Income
                | DistributionKind::Recovery
                | DistributionKind::Unsolicited => {
                    (inflow.gross, fixed::sub(inflow.gross, principal)?)
                }
                // Neither returned capital nor returned carry is revenue.
                DistributionKind::Proceeds | DistributionKind::Clawback => (0, 0),
            };
            self.accrue_fees(security, waterfall, earned, now)?;
        }
        // A write-off does not lower the target of a reserve.
        let mut debt = 0_u64;
        for claimant in claimants
            .iter()
            .filter(|claimant| claimant.kind == Kind::Debt)
        {
            // More than there can ever be in money must not stop what comes in.
            debt = debt
                .saturating_add(claimant.outstanding)
                .saturating_add(claimant.loss);
        }
        let tiers = waterfall.plan(&PlanFacts {
            debt,
            repaid: is_winding || self.is_repaid(now)?,
            spent: security.vault().spent,
            pool: waterfall.pool(now),
        })?;
        // What is in a deal that ends goes to the debts first, whether or not they are due.
        let mode = if is_winding {
            Mode::Accelerated
        } else {
            waterfall.mode(now)
        };
        let mode = effective(mode, &claimants);
        let is_clawback = inflow.kind == DistributionKind::Clawback;
        let cushions = waterfall.cushions();
        let flow = WaterfallInput {
            amount: if is_clawback { 0 } else { inflow.gross },
            reserve,
            earmarked,
            reinvestment,
            trapped,
            held: if in_kind { 0 } else { waterfall.held },
            mode,
            principal,
            returns: inflow.kind == DistributionKind::Proceeds,
            principal_pays_interest: waterfall.principal_pays_interest == 1,
            traps: !in_kind && !is_winding && waterfall.traps(now) && is_owed_to_debts(&claimants),
            pro_rata,
            recovery: inflow.kind == DistributionKind::Recovery,
            clawback: is_clawback.then_some(Clawback {
                rank: inflow.class,
                amount: inflow.gross,
            }),
            in_kind,
            tiers: &tiers,
            claimants: &claimants,
            cushions: &cushions,
        };
        ensure!(
            !is_clawback || inflow.gross <= walk::overpaid(&flow, inflow.class)?,
            SecuritiesError::ClawbackTooLarge
        );
        let outcome = Box::new(walk::run(&flow)?);

        let reserves_before = walk::all_reserves(reserve, earmarked)?;
        let reserves = walk::all_reserves(outcome.reserve, outcome.earmarked)?;
        let before = fixed::add(reserves_before, reinvestment)?;
        let kept = fixed::add(reserves, outcome.reinvestment)?;
        // Each account by itself: what one takes in hides nothing that another lets go.
        let mut let_go = reinvestment.saturating_sub(outcome.reinvestment);
        let_go = fixed::add(let_go, reserve.saturating_sub(outcome.reserve))?;
        for (before, after) in earmarked.iter().zip(outcome.earmarked) {
            let_go = fixed::add(let_go, before.saturating_sub(after))?;
        }
        let arrival = Arrival {
            now,
            seconds: inflow.release,
            let_go,
        };
        let (mut paid, mut restored, mut covered) = (0, 0, 0);
        for (tranche, receipt) in self.0.iter_mut().zip(&outcome.receipts) {
            let received = tranche.receive(inflow.vault, receipt, arrival)?;
            tranche.invariant()?;
            paid = fixed::add(paid, received)?;
            restored = fixed::add(restored, receipt.restored)?;
            covered = fixed::add(covered, receipt.written_up)?;
        }
        let fees = if in_kind {
            0
        } else {
            waterfall.take(&flow, &outcome)?
        };
        let vault = security.vault_at_mut(inflow.vault)?;
        if inflow.kind == DistributionKind::Proceeds {
            vault.take_from_treasury(inflow.gross)?;
        }
        // What comes in equals what goes out.
        let mut out = fixed::add(paid, fees)?;
        out = fixed::add(out, restored)?;
        out = fixed::add(out, outcome.undistributed)?;
        ensure!(
            fixed::add(out, kept)? == fixed::add(inflow.gross, before)?,
            SecuritiesError::BadStructure
        );
        vault.received = vault.received.saturating_add(inflow.gross);
        vault.payable = fixed::add(vault.payable, paid)?;
        vault.fees = fixed::add(vault.fees, fees)?;
        let returns = inflow.kind == DistributionKind::Proceeds;
        let is_all = returns && vault.treasury == 0;
        vault.add_undistributed(outcome.undistributed)?;
        vault.reserve = reserves;
        vault.reinvestment = outcome.reinvestment;
        vault.trapped = outcome.trapped.min(outcome.reinvestment);
        if !in_kind {
            waterfall.held = outcome.held;
        }
        vault.cover = fixed::add(vault.cover, restored)?;
        if covered > 0 {
            for (up, receipt) in written_up.iter_mut().zip(&outcome.receipts) {
                *up = fixed::add(*up, receipt.written_up)?;
            }
        }
        let is_recovery = inflow.kind == DistributionKind::Recovery;
        if covered > 0 || is_recovery || outcome.made_good != [0; MAX_TRANCHES] {
            self.lower_shortfalls()?;
        }
        let cover = vault.cover;
        if returns {
            security.note_return((inflow.vault, inflow.gross), outcome.undistributed, is_all)?;
        }
        self.end_participation_period(waterfall, participating, calendar::day_of(now)?)?;
        self.send_covers_home(security, now)?;
        if let Some(waiting) = waiting {
            waiting.require(Moved {
                reinvestment: outcome.reinvestment < reinvestment,
                more: out > 0 || security.vault().cover < cover,
            })?;
        }
        security.invariant()?;
        if waterfall.tripped == 1 || breached {
            // If this payment heals a breach, the tests hold from now on.
            self.check(security, waterfall, now)?;
        } else {
            self.end_declared(waterfall)?;
        }
        Ok(RunResult {
            outcome,
            mode,
            reserve: reserves_before,
            reinvestment,
            principal,
            written_up,
        })
    }
}
