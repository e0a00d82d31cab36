//! A payment that waits: its money is in the vault, under a counter of its own, and counts for nothing until it runs.

use super::{
    events::DistributionPending, post_distribution::DistributionArgs, state::DistributionKind,
};
use crate::{
    chain::{create::New, text},
    errors::SecuritiesError,
    math::fixed,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Writes the record of a payment that waits. What could refuse its run is refused here: nobody could send it back then.
///
/// # Errors
/// [`SecuritiesError::NoSuchMeasure`], [`SecuritiesError::RunsAtOnce`], [`SecuritiesError::NotBegun`],
/// [`SecuritiesError::DebtInOtherMint`], [`SecuritiesError::TextTooLong`].
#[inline(never)]
pub(super) fn post(
    new: &New<'_, '_>,
    (key, security): (&Pubkey, &mut Security),
    (nonce, bump): (u64, u8),
    vault: u8,
    args: &DistributionArgs,
) -> Result<DistributionPending> {
    let now = Clock::get()?.unix_timestamp;
    let due_at = security.measures.corrected_until(now)?;
    ensure!(
        args.amount > 0 && args.clawback.is_none() && !args.recovery,
        SecuritiesError::RunsAtOnce
    );
    ensure!(security.began_at > 0, SecuritiesError::NotBegun);
    ensure!(
        vault == 0 || !security.has_debt(),
        SecuritiesError::DebtInOtherMint
    );
    let waits = fixed::add(args.amount, args.tip_budget)?;
    security.vault_at_mut(vault)?.await_payment(waits)?;
    let record = &mut new.distribution(key, nonce, bump)?;
    record.is_pending = 1;
    record.due_at = due_at;
    record.kind = DistributionKind::Income as u8;
    record.vault = vault;
    record.gross = args.amount;
    record.principal = args.principal;
    record.tip_budget = args.tip_budget;
    record.period_start = args.period_start;
    record.period_end = args.period_end;
    record.posted_at = now;
    record.document_sha256 = args.document_sha256;
    record.note = text::padded(&args.note)?;
    Ok(DistributionPending {
        security: *key,
        sequence: security.next_event()?,
        distribution: *new.account.key,
        payer: *new.payer.key,
        mint: security.vault_at(vault)?.mint,
        gross: args.amount,
        principal: args.principal,
        tip_budget: args.tip_budget,
        due_at,
    })
}
