//! `set_transfer_rules`

use super::events::TransferRulesSet;
use crate::{
    chain::event::emit,
    errors::SecuritiesError,
    math::{calendar, waterfall::Kind},
    security::state::Security,
    tranche::{rules::TransferRulesTerms, state::Tranche},
};
use anchor_lang::prelude::*;

/// Accounts of `set_transfer_rules`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetTransferRules<'info> {
    /// The security's sponsor.
    pub sponsor: Signer<'info>,
    /// The security, without an open book and before the first lock.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
}

/// See [`crate::securities::set_transfer_rules`].
pub fn set_transfer_rules(ctx: Context<SetTransferRules>, rules: TransferRulesTerms) -> Result<()> {
    let sequence = {
        let security = &mut ctx.accounts.security.load_mut()?;
        // Whoever pays has read the rules.
        security.require_unoffered()?;
        // What is retained while debt is outstanding is retained for nobody where there is none.
        let shapes = security.shapes()?;
        ensure!(
            rules.retained.is_none() || shapes.iter().any(|shape| shape.kind == Kind::Debt),
            SecuritiesError::BadTransferRules
        );
        rules.require_limits_of(security)?;
        let today = calendar::day_of(Clock::get()?.unix_timestamp)?;
        ctx.accounts.tranche.load_mut()?.set_rules(&rules, today)?;
        security.next_event()?
    };
    emit(
        &ctx.accounts.event_authority,
        &TransferRulesSet {
            security: ctx.accounts.security.key(),
            sequence,
            tranche: ctx.accounts.tranche.key(),
            rules,
        },
    )
}
