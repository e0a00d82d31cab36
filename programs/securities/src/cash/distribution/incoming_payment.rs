//! The common part of all ways of paying in: the money runs through the waterfall, and a record is written. But for payments
//! that can be corrected, it runs at once, so nobody can buy shares in between to take part in an earlier payment.

use super::{
    events::Distributed,
    state::{Distribution, DistributionKind, MAX_NOTE, VERSION},
};
use crate::{
    cash::waterfall::{Inflow, Tranches, state::Waterfall, tranche_accounts},
    chain::{create::New, seeds},
    errors::SecuritiesError,
    math::{fixed, waterfall::MAX_TRANCHES},
    security::state::Security,
};
use anchor_lang::prelude::*;
use core::cell::RefMut;

/// A payment and its origin.
pub(crate) struct IncomingPayment {
    /// The revenue source that it came from; the default address: none.
    pub source: Pubkey,
    /// The payer's own number for it.
    pub nonce: u64,
    /// Place, from 0, of the security's vault that it is in.
    pub vault: u8,
    /// The amount that runs through the waterfall, in base units of the vault's mint.
    pub amount: u64,
    /// The part of it that is principal, in settlement base units; of unused proceeds and of a recovery, 0, since it
    /// follows from the kind.
    pub principal: u64,
    /// What is put aside for tips on top of it, in settlement base units.
    pub tip_budget: u64,
    /// Income, a recovery, unused proceeds, or a clawback.
    pub kind: DistributionKind,
    /// For a clawback: the rank of the class that was overpaid.
    pub class: u8,
    /// The shortest time over which it reaches holders, in seconds.
    pub release: i64,
    /// When its period begins and ends, in Unix seconds.
    pub period: (i64, i64),
    /// What the payer says about it, in UTF-8, padded with zeros.
    pub note: [u8; MAX_NOTE],
    /// SHA-256 of a document about it; zeros without one.
    pub document_sha256: [u8; 32],
}

/// The record of a payment.
pub(crate) enum Record<'a, 'info> {
    /// One that is created at its payer's nonce, with the bump of its address.
    New(New<'a, 'info>, u8),
    /// That of a payment which waited.
    Pending(&'a AccountLoader<'info, Distribution>),
}

/// The accounts that a payment writes.
pub(crate) struct DistributionAccounts<'a, 'info> {
    /// The security.
    pub security: &'a AccountLoader<'info, Security>,
    /// Its waterfall.
    pub waterfall: &'a AccountLoader<'info, Waterfall>,
    /// The record.
    pub distribution: Record<'a, 'info>,
    /// Every tranche, in order of rank.
    pub tranches: &'info [AccountInfo<'info>],
}

impl<'a> New<'a, '_> {
    /// Creates the record of a payment, with what its payer says of it.
    #[inline(never)]
    pub(super) fn distribution(
        &self,
        security: &Pubkey,
        payment: &IncomingPayment,
        bump: u8,
    ) -> Result<RefMut<'a, Distribution>> {
        let mut distribution = self.record::<Distribution>(&[
            seeds::DISTRIBUTION,
            security.as_ref(),
            self.payer.key.as_ref(),
            &payment.nonce.to_le_bytes(),
            &[bump],
        ])?;
        distribution.version = VERSION;
        distribution.bump = bump;
        distribution.security = *security;
        distribution.payer = *self.payer.key;
        distribution.kind = payment.kind as u8;
        distribution.vault = payment.vault;
        distribution.source = payment.source;
        distribution.nonce = payment.nonce;
        distribution.gross = payment.amount;
        distribution.principal = payment.principal;
        (distribution.period_start, distribution.period_end) = payment.period;
        distribution.document_sha256 = payment.document_sha256;
        distribution.note = payment.note;
        distribution.tip_budget = payment.tip_budget;
        Ok(distribution)
    }
}

impl DistributionAccounts<'_, '_> {
    /// Runs a payment through the waterfall and writes its record.
    ///
    /// # Errors
    /// [`SecuritiesError::NotBegun`], [`SecuritiesError::NothingWaits`], [`SecuritiesError::ClawbackTooLarge`], [`SecuritiesError::DebtInOtherMint`], [`SecuritiesError::TranchesIncomplete`],
    /// [`SecuritiesError::Overflow`] when an amount exceeds the counters.
    #[inline(never)]
    pub fn run_and_record(self, payment: &IncomingPayment) -> Result<Distributed> {
        let (period_start, period_end) = payment.period;
        let now = Clock::get()?.unix_timestamp;
        let key = self.security.key();
        let security = &mut self.security.load_mut()?;
        let waterfall = &mut self.waterfall.load_mut()?;

        let (address, payer) = match &self.distribution {
            Record::New(new, _) => (*new.account.key, *new.payer.key),
            Record::Pending(record) => (record.key(), record.load()?.payer),
        };
        let number = security.next_distribution;
        security.next_distribution = number.checked_add(1).ok_or(SecuritiesError::Overflow)?;
        let vault = security.vault_at_mut(payment.vault)?;
        vault.tips = fixed::add(vault.tips, payment.tip_budget)?;
        let loaders = tranche_accounts(self.tranches)?;
        let mut tranches = Tranches::load(&loaders, &key, security.tranche_count)?;
        let ran = tranches.run(
            security,
            waterfall,
            &Inflow {
                vault: payment.vault,
                gross: payment.amount,
                principal: payment.principal,
                kind: payment.kind,
                class: payment.class,
                release: payment.release,
                now,
            },
        )?;

        let outstanding = tranches.outstanding()?;
        let mut returned = [0; MAX_TRANCHES];
        for (slot, receipt) in returned.iter_mut().zip(&ran.outcome.receipts) {
            *slot = receipt.returned;
        }
        let distribution = &mut match self.distribution {
            Record::New(new, bump) => new.distribution(&key, payment, bump)?,
            Record::Pending(record) => record.load_mut()?,
        };
        distribution.is_pending = 0;
        distribution.number = number;
        distribution.principal = ran.principal;
        distribution.posted_at = now;
        distribution.tiers = ran.outcome.tiers;
        distribution.of_principal = ran.outcome.of_principal;
        distribution.outstanding = outstanding;
        let receipts = distribution.repaid.iter_mut().zip(&ran.outcome.receipts);
        for (repaid, receipt) in receipts {
            *repaid = receipt.principal;
        }
        distribution.made_good = ran.outcome.made_good;
        distribution.written_up = ran.written_up;
        distribution.returned = returned;
        distribution.clawed_back = ran.outcome.clawed_back;
        distribution.reserve = ran.reserve;
        distribution.reinvestment = ran.reinvestment;
        distribution.reinvestment_after = ran.outcome.reinvestment;
        distribution.undistributed = ran.outcome.undistributed;
        distribution.structure_version = waterfall.structure_version;
        distribution.mode = ran.mode as u8;
        Ok(Distributed {
            security: key,
            sequence: security.next_event()?,
            distribution: address,
            number,
            kind: payment.kind as u8,
            payer,
            source: payment.source,
            mint: security.vault_at(payment.vault)?.mint,
            gross: payment.amount,
            principal: ran.principal,
            reserve: ran.reserve,
            reinvestment: ran.reinvestment,
            reinvestment_after: ran.outcome.reinvestment,
            period_start,
            period_end,
            mode: ran.mode as u8,
            made_good: ran.outcome.made_good,
            written_up: ran.written_up,
            returned,
            clawed_back: ran.outcome.clawed_back,
            tiers: ran.outcome.tiers,
        })
    }
}
