//! A distribution's way through the waterfall, and the other flows that need all tranches at once.

use super::state::{Found, Waterfall};
use crate::{
    errors::SecuritiesError,
    math::{
        calendar, fixed,
        loss::{self, Bearer, Losses},
        trigger::{Picture, Standing},
        waterfall::{self, Flow, Kind, Mode, Outcome, Party},
    },
    security::state::Security,
    tranche::{cashflow::Release, state::Tranche},
};
use anchor_lang::prelude::*;
use std::cell::RefMut;

/// Money that comes in.
pub(crate) struct Inflow {
    /// Index of the vault it is in.
    pub vault: u8,
    /// How much, base units of the vault's mint.
    pub gross: u64,
    /// Whether it makes good losses first.
    pub recovery: bool,
    /// Seconds over which it reaches holders at least; longer where their tranche smooths over a longer time.
    pub release: i64,
    /// When, Unix time.
    pub now: i64,
}

/// What a run did.
pub(crate) struct Ran {
    /// What each tier and tranche got.
    pub outcome: Box<Outcome>,
    /// The mode it ran in.
    pub mode: Mode,
    /// What the reserve held before.
    pub reserve: u64,
}

/// The accounts of tranches that an instruction takes after those it names.
///
/// # Errors
/// Anchor's, for what is no tranche.
pub(crate) fn loaders<'info>(
    accounts: &'info [AccountInfo<'info>],
) -> Result<Vec<AccountLoader<'info, Tranche>>> {
    accounts.iter().map(AccountLoader::try_from).collect()
}

/// All tranches of a security, by rank.
pub(crate) struct Tranches<'a>(Vec<RefMut<'a, Tranche>>);

impl<'a> Tranches<'a> {
    /// Loads them from accounts given in order of rank.
    ///
    /// # Errors
    /// [`SecuritiesError::TranchesIncomplete`], [`SecuritiesError::WrongSecurity`].
    pub fn load(
        loaders: &'a [AccountLoader<'_, Tranche>],
        security: &Pubkey,
        count: u8,
    ) -> Result<Self> {
        ensure!(
            loaders.len() == usize::from(count),
            SecuritiesError::TranchesIncomplete
        );
        let mut tranches = Vec::with_capacity(loaders.len());
        for (loader, rank) in loaders.iter().zip(0_u8..) {
            let tranche = loader.load_mut()?;
            ensure_keys_eq!(tranche.security, *security, SecuritiesError::WrongSecurity);
            ensure!(tranche.rank == rank, SecuritiesError::TranchesIncomplete);
            tranches.push(tranche);
        }
        Ok(Self(tranches))
    }

    /// Brings their interest up to `now` and says how they stand.
    fn parties(&mut self, now: i64) -> Result<Vec<Party>> {
        let today = calendar::day_of(now)?;
        self.0
            .iter_mut()
            .map(|tranche| {
                tranche.accrue(today)?;
                tranche.party(now)
            })
            .collect()
    }

    fn look(
        &self,
        parties: &[Party],
        waterfall: &mut Waterfall,
        security: &mut Security,
        now: i64,
    ) -> Result<Found> {
        let standings: Vec<Standing> = self
            .0
            .iter()
            .zip(parties)
            .map(|(tranche, party)| tranche.standing(party))
            .collect();
        let found = waterfall.look(&Picture {
            now,
            parties: &standings,
            reserve: security.vault().reserve,
            pool_value: waterfall.pool_value,
            pool_at: waterfall.pool_at,
        })?;
        security.note_cushion(found.cushioned);
        Ok(found)
    }

    /// Looks at the triggers.
    pub fn check(
        &mut self,
        security: &mut Security,
        waterfall: &mut Waterfall,
        now: i64,
    ) -> Result<Found> {
        let parties = self.parties(now)?;
        self.look(&parties, waterfall, security, now)
    }

    /// Runs money through the waterfall: what comes in, with the reserve, is what tiers and recoveries take.
    pub fn run(
        &mut self,
        security: &mut Security,
        waterfall: &mut Waterfall,
        inflow: &Inflow,
    ) -> Result<Ran> {
        let now = inflow.now;
        let parties = self.parties(now)?;
        let in_kind = inflow.vault > 0;
        ensure!(
            !in_kind || parties.iter().all(|party| party.kind != Kind::Debt),
            SecuritiesError::DebtInOtherMint
        );
        let mut reserve = 0;
        if !in_kind {
            self.look(&parties, waterfall, security, now)?;
            self.accrue_fees(waterfall, inflow)?;
            reserve = security.vault().reserve;
        }
        let mode = waterfall.mode(now);
        let mut debt = 0;
        for party in parties.iter().filter(|party| party.kind == Kind::Debt) {
            debt = fixed::add(debt, party.outstanding)?;
        }
        let tiers = waterfall.plan(debt, self.is_debt_repaid()?)?;
        let outcome = Box::new(waterfall::run(&Flow {
            amount: inflow.gross,
            reserve,
            mode,
            recovery: inflow.recovery,
            in_kind,
            tiers: &tiers,
            parties: &parties,
            cushions: &waterfall.cushions(),
        })?);

        let release = Release {
            now,
            seconds: inflow.release,
        };
        let (mut paid, mut restored) = (0, 0);
        for ((tranche, party), receipt) in self.0.iter_mut().zip(&parties).zip(&outcome.receipts) {
            tranche.receive(inflow.vault, receipt, party, release)?;
            tranche.invariant()?;
            paid = fixed::add(paid, receipt.total()?)?;
            restored = fixed::add(restored, receipt.restored)?;
        }
        let fees = if in_kind {
            0
        } else {
            waterfall.take(&outcome)?
        };
        let vault = security.vault_at_mut(inflow.vault)?;
        // What came in is what went out.
        let mut out = fixed::add(paid, fees)?;
        out = fixed::add(out, restored)?;
        ensure!(
            fixed::add(out, outcome.reserve)? == fixed::add(inflow.gross, reserve)?,
            SecuritiesError::BadStructure
        );
        vault.received = fixed::add(vault.received, inflow.gross)?;
        vault.payable = fixed::add(vault.payable, paid)?;
        vault.fees = fixed::add(vault.fees, fees)?;
        vault.reserve = outcome.reserve;
        vault.cover = fixed::add(vault.cover, restored)?;
        self.return_covers(security, release)?;
        security.invariant()?;
        Ok(Ran {
            outcome,
            mode,
            reserve,
        })
    }

    /// Makes fees due for a distribution.
    fn accrue_fees(&mut self, waterfall: &mut Waterfall, inflow: &Inflow) -> Result<()> {
        let today = calendar::day_of(inflow.now)?;
        let (mut principal_days, mut began) = (0_u128, today);
        for tranche in &mut self.0 {
            principal_days = principal_days.saturating_add(tranche.take_principal_days());
            if tranche.starts_at > 0 {
                began = began.min(calendar::day_of(tranche.starts_at)?);
            }
        }
        waterfall.accrue(inflow.gross, principal_days, began, today)
    }

    /// Whether there was debt, and none of it is owed any more.
    fn is_debt_repaid(&self) -> Result<bool> {
        let mut issued = false;
        for tranche in self.0.iter().filter(|tranche| tranche.is_debt()) {
            if tranche.unsettled > 0
                || tranche.interest_due > 0
                || tranche.arrears > 0
                || tranche.principal()? > 0
            {
                return Ok(false);
            }
            issued |= tranche.principal_issued > 0;
        }
        Ok(issued)
    }

    /// Gives the covers' capital back to their holders once all debt is repaid.
    fn return_covers(&mut self, security: &mut Security, release: Release) -> Result<()> {
        if security.vault().cover == 0 || !self.is_debt_repaid()? {
            return Ok(());
        }
        for tranche in self.0.iter_mut().filter(|tranche| tranche.is_cover()) {
            let capital = tranche.principal()?.min(security.vault().cover);
            security.vault_mut().pay_from_cover(capital)?;
            tranche.repay(capital, release)?;
        }
        Ok(())
    }

    /// Records a loss of the pool: covers pay for it first, then principal is written off from the most junior tranche
    /// up. What covers pay repays principal, the most senior first.
    pub fn lose(
        &mut self,
        security: &mut Security,
        waterfall: &mut Waterfall,
        amount: u64,
        now: i64,
    ) -> Result<Box<Losses>> {
        let parties = self.parties(now)?;
        let bearers: Vec<Bearer> = self
            .0
            .iter()
            .zip(&parties)
            .map(|(tranche, party)| Bearer {
                kind: party.kind,
                outstanding: party.outstanding,
                cap: tranche.loss_cap,
            })
            .collect();
        let losses = Box::new(loss::allocate(amount, &bearers)?);
        for (tranche, ((covered, written_off), repaid)) in self.0.iter_mut().zip(
            losses
                .covered
                .iter()
                .zip(&losses.written_off)
                .zip(&losses.repaid),
        ) {
            tranche.lose(fixed::add(*covered, *written_off)?)?;
            tranche.repay(*repaid, Release { now, seconds: 0 })?;
            tranche.invariant()?;
            security.vault_mut().pay_from_cover(*covered)?;
        }
        security.invariant()?;
        self.check(security, waterfall, now)?;
        Ok(losses)
    }
}
