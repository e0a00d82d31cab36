//! How losses change tranches, and what reverses them: write-ups and corrections; also how covers go home.

use super::{Tranches, run::Inflow, state::Waterfall};
use crate::{
    cash::distribution::state::DistributionKind,
    errors::SecuritiesError,
    math::{
        fixed,
        loss::{self, Bearer, Losses},
        seniority::{self, Layer},
        waterfall::{Claimant, Kind, MAX_TRANCHES},
    },
    security::{state::Security, winding::OTHER_MINT_TIME},
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// How long covers and a reserve wait for the first book of an equity, in seconds from the first lock of the deal.
const WAITS_FOR_EQUITY: i64 = 365 * 86_400;

/// Whether a debt is owed something, or may still be sold: until its first book has failed, or its maturity.
fn stands(debt: &Tranche, now: i64) -> Result<bool> {
    let may_be_sold = debt.principal_issued == 0
        && (debt.next_book == 0 || debt.open_books > 0)
        && !debt.has_matured(now)?;
    Ok(may_be_sold || debt.interest_due > 0 || debt.arrears > 0 || debt.principal()? > 0)
}

impl Tranches<'_> {
    /// Principal written off the debts, once what covers and the reserve protect is owed nothing else any more: the
    /// debts or, in a deal that has none, the capital of equity. A debt that was never sold is waited for while it can
    /// be: until its first book has failed, or its maturity; equity while its first book is open, for a year at most.
    pub(super) fn written_off(&self, now: i64) -> Result<Option<u64>> {
        let (mut issued, mut lost) = (false, 0);
        for tranche in self.0.iter().filter(|tranche| tranche.is_debt()) {
            if stands(tranche, now)? {
                return Ok(None);
            }
            issued |= tranche.principal_issued > 0;
            lost = u64::saturating_add(lost, tranche.loss);
        }
        if !issued && self.has_capital(now)? {
            return Ok(None);
        }
        Ok(Some(lost))
    }

    /// Whether capital of equity is outstanding, or may be while its first book is open. A book can stay open for ever,
    /// so it is waited for until a year after the first class of the deal began. The debts are repaid.
    fn has_capital(&self, now: i64) -> Result<bool> {
        let first = self.begun_at().unwrap_or(now);
        let waits = now.saturating_sub(first) < WAITS_FOR_EQUITY;
        for tranche in self.0.iter().filter(|tranche| !tranche.is_cover()) {
            let is_offered = waits
                && tranche.par > 0
                && tranche.principal_issued == 0
                && tranche.open_books > 0
                && tranche.next_book <= 1;
            if is_offered || tranche.principal()? > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether everything that the reserve protects is repaid in cash.
    pub(super) fn is_repaid(&self, now: i64) -> Result<bool> {
        Ok(self.written_off(now)? == Some(0))
    }

    /// Principal written off the debts, if covers are not needed any more. While principal of a debt is written off, a
    /// recovery may restore it, so the covers stay until the last such debt has matured.
    /// Once a wind-down is over, and no loss is announced that they would pay for, they protect nothing any more.
    fn lost_once_covers_end(&self, security: &Security, now: i64) -> Result<Option<u64>> {
        if security.is_winding_over(now) && security.announced_losses == 0 {
            let debts = self.0.iter().filter(|tranche| tranche.is_debt());
            let lost = debts.fold(0, |sum: u64, debt| sum.saturating_add(debt.loss));
            return Ok(Some(lost));
        }
        for debt in self.0.iter().filter(|tranche| tranche.is_debt()) {
            if debt.loss > 0 && !debt.has_matured(now)? {
                return Ok(None);
            }
        }
        self.written_off(now)
    }

    /// Whether the debts are owed nothing any more. One that was never sold is waited for while it can be, and one of which
    /// principal is written off, which a recovery may restore, until it has matured.
    pub(crate) fn owes_no_debt(&self, now: i64) -> Result<bool> {
        for debt in self.0.iter().filter(|tranche| tranche.is_debt()) {
            if stands(debt, now)? || (debt.loss > 0 && !debt.has_matured(now)?) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Refuses money in another mint while there are debts, which it cannot pay. In a deal that is being wound down, unused proceeds go
    /// back beside debts that are owed nothing, and beside all once they have waited for a year. A debt that is repaid in
    /// settlement money gets nothing back of what it had paid in.
    ///
    /// # Errors
    /// [`SecuritiesError::DebtInOtherMint`].
    #[inline(never)]
    pub(super) fn require_in_kind(
        &self,
        security: &Security,
        claimants: &mut [Claimant],
        inflow: &Inflow,
    ) -> Result<()> {
        if !security.has_debt() {
            return Ok(());
        }
        let returns = security.is_winding() && inflow.kind == DistributionKind::Proceeds;
        let waited_until = security.winding.from.saturating_add(OTHER_MINT_TIME);
        ensure!(
            returns && (inflow.now >= waited_until || self.owes_no_debt(inflow.now)?),
            SecuritiesError::DebtInOtherMint
        );
        for debt in claimants.iter_mut().filter(|one| one.kind == Kind::Debt) {
            if debt.outstanding == 0 && debt.loss == 0 {
                debt.paid_in = 0;
            }
        }
        Ok(())
    }

    /// Whether capital of a cover would go home, or pay what the cover owes for earlier losses.
    pub(super) fn covers_may_go_home(&self, security: &Security, now: i64) -> Result<bool> {
        let Some(lost) = self.lost_once_covers_end(security, now)? else {
            return Ok(false);
        };
        let has_capital = !security.is_winding() && self.has_capital(now)?;
        for cover in self.0.iter().filter(|tranche| tranche.is_cover()) {
            let stays = cover.covers_equity == 1 && has_capital;
            if cover.capital()? > 0 && (!stays || cover.short.min(lost) > 0) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Returns the covers' capital to their holders once they are not needed any more. They first pay what they would
    /// have paid for losses had they not run dry. Those that cover equity too pay that, and stay while its capital is
    /// outstanding.
    pub(super) fn send_covers_home(&mut self, security: &mut Security, now: i64) -> Result<()> {
        if security.vault().cover == 0 {
            return Ok(());
        }
        let Some(mut lost) = self.lost_once_covers_end(security, now)? else {
            return Ok(());
        };
        let has_capital = !security.is_winding() && self.has_capital(now)?;
        let mut paid = 0;
        for cover in self.0.iter_mut().rev().filter(|tranche| tranche.is_cover()) {
            let capital = cover.capital()?.min(security.vault().cover);
            let pays = capital.min(cover.short).min(lost);
            lost = fixed::sub(lost, pays)?;
            paid = fixed::add(paid, pays)?;
            cover.lose(pays)?;
            cover.short = fixed::sub(cover.short, pays)?;
            let stays = cover.covers_equity == 1 && has_capital;
            let home = if stays { 0 } else { fixed::sub(capital, pays)? };
            cover.repay(home, now)?;
            cover.invariant()?;
            security
                .vault_mut()
                .pay_from_cover(fixed::add(pays, home)?)?;
        }
        let goods = seniority::senior_first(paid, &self.lost(|tranche| tranche.is_debt()));
        for (debt, good) in self.0.iter_mut().zip(goods).filter(|(_, good)| *good > 0) {
            debt.reinstate(good, now)?;
            debt.invariant()?;
        }
        self.lower_shortfalls()
    }

    /// What covers would still pay for losses is at most what is written off the debts.
    pub(super) fn lower_shortfalls(&mut self) -> Result<()> {
        let mut lost = 0;
        for debt in self.0.iter().filter(|tranche| tranche.is_debt()) {
            lost = u64::saturating_add(lost, debt.loss);
        }
        for cover in self.0.iter_mut().filter(|tranche| tranche.is_cover()) {
            cover.short = cover.short.min(lost);
        }
        Ok(())
    }

    /// What some tranches lost, and 0 for the others, by rank.
    fn lost(&self, counts: impl Fn(&Tranche) -> bool) -> Vec<Layer> {
        let layers = self.0.iter().map(|tranche| Layer {
            amount: if counts(tranche) { tranche.loss } else { 0 },
            pari_passu: tranche.pari_passu == 1,
        });
        layers.collect()
    }

    /// Writes up principal that was written off, without cash, the most senior first, and at most as much as was
    /// written off.
    pub fn write_up(&mut self, amount: u64) -> Result<[u64; MAX_TRANCHES]> {
        let losses = self.lost(|tranche| !tranche.is_cover());
        let written_up = loss::write_up(amount, &losses).written_up;
        for (tranche, amount) in self.0.iter_mut().zip(written_up) {
            tranche.write_up(amount)?;
        }
        self.lower_shortfalls()?;
        Ok(written_up)
    }

    /// Writes up what, according to a correction, was not lost, without cash, the most senior first.
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
        // Interest up to now accrues on the principal outstanding before the correction.
        self.claimants(0, now)?;
        let written_up = self.write_up(amount)?;
        let mut sum = 0;
        for part in written_up {
            sum = fixed::add(sum, part)?;
        }
        ensure!(sum == amount, SecuritiesError::CorrectionTooLarge);
        self.check(security, waterfall, now)?;
        Ok(written_up)
    }

    /// Records a loss of the pool, at most all principal outstanding. Covers pay for it first, then principal is
    /// written off from the most junior tranche up. What covers pay repays principal, the most senior first.
    pub fn lose(
        &mut self,
        security: &mut Security,
        waterfall: &mut Waterfall,
        amount: u64,
        now: i64,
    ) -> Result<Box<Losses>> {
        let claimants = self.claimants(0, now)?;
        let bearers: Vec<Bearer> = self
            .0
            .iter()
            .zip(&claimants)
            .map(|(tranche, claimant)| Bearer {
                kind: claimant.kind,
                pari_passu: claimant.pari_passu,
                outstanding: claimant.outstanding,
                cap: tranche.loss_cap,
                bps: tranche.loss_bps,
            })
            .collect();
        let losses = Box::new(loss::allocate(amount, &bearers)?);
        let borne = losses.covered.iter().zip(&losses.written_off);
        let borne = borne.zip(&losses.repaid).zip(&losses.short);
        for (tranche, (((covered, written_off), repaid), short)) in self.0.iter_mut().zip(borne) {
            tranche.lose(fixed::add(*covered, *written_off)?)?;
            tranche.short = tranche.short.saturating_add(*short);
            // What covers pay is nobody's payment, and anyone may record a loss.
            tranche.repay(*repaid, now)?;
            tranche.invariant()?;
            security.vault_mut().pay_from_cover(*covered)?;
        }
        self.lower_shortfalls()?;
        security.invariant()?;
        self.check(security, waterfall, now)?;
        Ok(losses)
    }
}
