//! A distribution's way through the waterfall, and the other flows that need all tranches at once.

use super::state::Waterfall;
use crate::{
    cash::distribution::state::Nature,
    errors::SecuritiesError,
    math::{
        calendar, fixed,
        loss::{self, Bearer, Losses},
        trigger::{Picture, Standing},
        walk,
        waterfall::{Flow, Kind, MAX_TRANCHES, Mode, Outcome, Party},
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
    /// What it stands for; of another mint than the settlement mint income.
    pub nature: Nature,
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
    /// What a recovery wrote up of each tranche before, without cash.
    pub written_up: [u64; MAX_TRANCHES],
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

    /// Brings their interest up to `now` and says how they stand, to money in a vault.
    fn parties(&mut self, vault: u8, now: i64) -> Result<Vec<Party>> {
        let today = calendar::day_of(now)?;
        self.0
            .iter_mut()
            .map(|tranche| {
                tranche.accrue(today)?;
                tranche.party(vault, now)
            })
            .collect()
    }

    /// Whether a book of any of them has ever been locked.
    pub fn have_begun(&self) -> bool {
        self.0.iter().any(|tranche| tranche.starts_at > 0)
    }

    /// Refuses to let proceeds go to the sponsor while a trigger does not hold or is not known to, in accelerated mode,
    /// and while a debt is overdue. Looks at all of it now.
    ///
    /// # Errors
    /// [`SecuritiesError::TriggerFailing`], [`SecuritiesError::Accelerated`], [`SecuritiesError::DebtOverdue`].
    pub fn require_drawable(
        &mut self,
        security: &Security,
        waterfall: &mut Waterfall,
        now: i64,
    ) -> Result<()> {
        let failing = self.check(security, waterfall, now)?;
        ensure!(failing == 0, SecuritiesError::TriggerFailing);
        let mode = waterfall.mode(now);
        ensure!(mode != Mode::Accelerated, SecuritiesError::Accelerated);
        for tranche in &self.0 {
            ensure!(
                !tranche.is_overdue(mode, now)?,
                SecuritiesError::DebtOverdue
            );
        }
        Ok(())
    }

    fn look(
        &self,
        parties: &[Party],
        waterfall: &mut Waterfall,
        security: &Security,
        now: i64,
    ) -> Result<u8> {
        let standings: Vec<Standing> = self
            .0
            .iter()
            .zip(parties)
            .map(|(tranche, party)| tranche.standing(party))
            .collect();
        waterfall.look(&Picture {
            now,
            parties: &standings,
            reserve: security.vault().reserve,
            pool_value: waterfall.pool_value,
            pool_at: waterfall.pool_at,
        })
    }

    /// Looks at the triggers, and tells which do not hold: bit n is trigger n.
    pub fn check(
        &mut self,
        security: &Security,
        waterfall: &mut Waterfall,
        now: i64,
    ) -> Result<u8> {
        let parties = self.parties(0, now)?;
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
        for tranche in &mut self.0 {
            tranche.begin_points(security);
        }
        let mut parties = self.parties(inflow.vault, now)?;
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
        // Found as the losses left it, run as what they are written up to.
        let mut written_up = [0; MAX_TRANCHES];
        let mut principal = 0;
        match inflow.nature {
            Nature::Income | Nature::Unsolicited => {}
            Nature::Proceeds => principal = inflow.gross,
            Nature::Recovery => {
                written_up = self.write_up(inflow.gross)?;
                for amount in written_up {
                    principal = fixed::add(principal, amount)?;
                }
                parties = self.parties(inflow.vault, now)?;
            }
        }
        // A write-off does not lower what the reserve has to hold.
        let mut debt = 0;
        for party in parties.iter().filter(|party| party.kind == Kind::Debt) {
            debt = fixed::add(debt, fixed::add(party.outstanding, party.loss)?)?;
        }
        let tiers = waterfall.plan(debt, self.is_debt_repaid()?)?;
        let outcome = Box::new(walk::run(&Flow {
            amount: inflow.gross,
            reserve,
            mode,
            principal,
            recovery: inflow.nature == Nature::Recovery,
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
        if inflow.nature == Nature::Proceeds {
            vault.take_from_treasury(inflow.gross)?;
        }
        // What came in is what went out.
        let mut out = fixed::add(paid, fees)?;
        out = fixed::add(out, restored)?;
        out = fixed::add(out, outcome.unclaimed)?;
        ensure!(
            fixed::add(out, outcome.reserve)? == fixed::add(inflow.gross, reserve)?,
            SecuritiesError::BadStructure
        );
        vault.received = fixed::add(vault.received, inflow.gross)?;
        vault.payable = fixed::add(vault.payable, paid)?;
        vault.fees = fixed::add(vault.fees, fees)?;
        // What nobody can take back needs no record.
        ensure!(
            inflow.nature != Nature::Proceeds || outcome.unclaimed < inflow.gross,
            SecuritiesError::NotReturnable
        );
        vault.take_unclaimed(outcome.unclaimed)?;
        vault.reserve = outcome.reserve;
        vault.cover = fixed::add(vault.cover, restored)?;
        if outcome.made_good != [0; MAX_TRANCHES] {
            self.lower_shortfalls()?;
        }
        self.release_covers(security, release)?;
        security.invariant()?;
        if waterfall.tripped == 1 {
            // From the payment that heals a breach on its tests hold.
            self.check(security, waterfall, now)?;
        }
        Ok(Ran {
            outcome,
            mode,
            reserve,
            written_up,
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
        let earned = match inflow.nature {
            Nature::Income | Nature::Recovery | Nature::Unsolicited => inflow.gross,
            // Capital that goes back is nobody's revenue.
            Nature::Proceeds => 0,
        };
        waterfall.accrue(earned, principal_days, began, today)
    }

    /// What is written off of the debts, if there were debts and they are owed nothing else any more.
    fn written_off(&self) -> Result<Option<u64>> {
        let (mut issued, mut lost) = (false, 0);
        for tranche in self.0.iter().filter(|tranche| tranche.is_debt()) {
            if tranche.interest_due > 0 || tranche.arrears > 0 || tranche.principal()? > 0 {
                return Ok(None);
            }
            issued |= tranche.principal_issued > 0;
            lost = fixed::add(lost, tranche.loss)?;
        }
        Ok(issued.then_some(lost))
    }

    /// Whether there was debt, and all of it is repaid in cash.
    fn is_debt_repaid(&self) -> Result<bool> {
        Ok(self.written_off()? == Some(0))
    }

    /// Gives the covers' capital back to their holders once all debt is repaid in cash. While principal of a debt is
    /// written off, a recovery may bring it back and the covers stay, until the last such debt has matured; then they
    /// pay first what they would have paid for losses when they had run dry.
    fn release_covers(&mut self, security: &mut Security, release: Release) -> Result<()> {
        if security.vault().cover == 0 {
            return Ok(());
        }
        let Some(mut lost) = self.written_off()? else {
            return Ok(());
        };
        let waits = |tranche: &Tranche| {
            tranche.is_debt() && tranche.loss > 0 && release.now < tranche.maturity
        };
        if self.0.iter().any(|tranche| waits(tranche)) {
            return Ok(());
        }
        let mut paid = 0;
        for cover in self.0.iter_mut().rev().filter(|tranche| tranche.is_cover()) {
            let capital = cover.capital()?.min(security.vault().cover);
            let pays = capital.min(cover.short).min(lost);
            lost = fixed::sub(lost, pays)?;
            paid = fixed::add(paid, pays)?;
            cover.lose(pays)?;
            cover.repay(fixed::sub(capital, pays)?, release)?;
            cover.invariant()?;
            security.vault_mut().pay_from_cover(capital)?;
        }
        for debt in self.0.iter_mut().filter(|tranche| tranche.is_debt()) {
            let good = debt.loss.min(paid);
            paid = fixed::sub(paid, good)?;
            debt.reinstate(good, release)?;
            debt.invariant()?;
        }
        self.lower_shortfalls()
    }

    /// What covers would still pay for losses is never more than what is written off of the debts.
    fn lower_shortfalls(&mut self) -> Result<()> {
        let mut lost = 0;
        for debt in self.0.iter().filter(|tranche| tranche.is_debt()) {
            lost = fixed::add(lost, debt.loss)?;
        }
        for cover in self.0.iter_mut().filter(|tranche| tranche.is_cover()) {
            cover.short = cover.short.min(lost);
        }
        Ok(())
    }

    /// Writes up principal that was written off, without cash, the most senior first; as much as was written off at
    /// most.
    pub fn write_up(&mut self, amount: u64) -> Result<[u64; MAX_TRANCHES]> {
        let mut losses = Vec::with_capacity(self.0.len());
        for tranche in &self.0 {
            losses.push((tranche.kind()?, tranche.loss));
        }
        let written_up = loss::write_up(amount, losses.into_iter()).written_up;
        for (tranche, amount) in self.0.iter_mut().zip(written_up) {
            tranche.write_up(amount)?;
        }
        self.lower_shortfalls()?;
        Ok(written_up)
    }

    /// Writes up what a correction says was not lost, without cash, the most senior first.
    ///
    /// # Errors
    /// [`SecuritiesError::CorrectionTooLarge`] for more than is written off.
    pub fn correct(
        &mut self,
        security: &mut Security,
        waterfall: &mut Waterfall,
        amount: u64,
        now: i64,
    ) -> Result<[u64; MAX_TRANCHES]> {
        // Interest up to now is on what was outstanding.
        self.parties(0, now)?;
        let written_up = self.write_up(amount)?;
        let mut sum = 0;
        for part in written_up {
            sum = fixed::add(sum, part)?;
        }
        ensure!(sum == amount, SecuritiesError::CorrectionTooLarge);
        self.check(security, waterfall, now)?;
        Ok(written_up)
    }

    /// Records a loss of the pool, at most all principal outstanding: covers pay for it first, then principal is written
    /// off from the most junior tranche up. What covers pay repays principal, the most senior first.
    pub fn lose(
        &mut self,
        security: &mut Security,
        waterfall: &mut Waterfall,
        amount: u64,
        now: i64,
    ) -> Result<Box<Losses>> {
        let parties = self.parties(0, now)?;
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
        let borne = losses.covered.iter().zip(&losses.written_off);
        let borne = borne.zip(&losses.repaid).zip(&losses.short);
        for (tranche, (((covered, written_off), repaid), short)) in self.0.iter_mut().zip(borne) {
            tranche.lose(fixed::add(*covered, *written_off)?)?;
            tranche.short = tranche.short.saturating_add(*short);
            tranche.repay(*repaid, Release { now, seconds: 0 })?;
            tranche.invariant()?;
            security.vault_mut().pay_from_cover(*covered)?;
        }
        self.lower_shortfalls()?;
        security.invariant()?;
        self.check(security, waterfall, now)?;
        Ok(losses)
    }
}
