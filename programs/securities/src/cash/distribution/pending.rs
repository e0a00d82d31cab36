//! A payment that waits: its money is in the vault, under a counter of its own, and counts for nothing until it runs.

use super::{
    events::DistributionPending, incoming_payment::IncomingPayment, state::DistributionKind,
};
use crate::{chain::create::New, errors::SecuritiesError, math::fixed, security::state::Security};
use anchor_lang::prelude::*;

/// Writes the record of a payment that waits. What could refuse its run is refused here: nobody could send it back then.
///
/// # Errors
/// [`SecuritiesError::Winding`], [`SecuritiesError::NoSuchMeasure`], [`SecuritiesError::RunsAtOnce`], [`SecuritiesError::NotBegun`],
/// [`SecuritiesError::DebtInOtherMint`].
#[inline(never)]
pub(super) fn post(
    new: &New<'_, '_>,
    security: &AccountLoader<'_, Security>,
    payment: &IncomingPayment,
    bump: u8,
) -> Result<DistributionPending> {
    let now = Clock::get()?.unix_timestamp;
    let key = security.key();
    let security = &mut security.load_mut()?;
    // One after the other would keep the deal from ending.
    security.require_running()?;
    let due_at = security.measures.corrected_until(now)?;
    ensure!(
        payment.amount > 0 && payment.kind == DistributionKind::Income,
        SecuritiesError::RunsAtOnce
    );
    ensure!(security.began_at > 0, SecuritiesError::NotBegun);
    ensure!(
        payment.vault == 0 || !security.has_debt(),
        SecuritiesError::DebtInOtherMint
    );
    let waits = fixed::add(payment.amount, payment.tip_budget)?;
    security.vault_at_mut(payment.vault)?.await_payment(waits)?;
    let record = &mut new.distribution(&key, payment, bump)?;
    record.is_pending = 1;
    record.due_at = due_at;
    record.posted_at = now;
    Ok(DistributionPending {
        security: key,
        sequence: security.next_event()?,
        distribution: *new.account.key,
        payer: *new.payer.key,
        mint: security.vault_at(payment.vault)?.mint,
        gross: payment.amount,
        principal: payment.principal,
        tip_budget: payment.tip_budget,
        due_at,
    })
}
