//! `set_governance`

use super::{
    events::GovernanceSet,
    governance::{Governance, GovernanceTerms, VERSION},
};
use crate::{
    chain::{create::New, event::emit, seeds},
    errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `set_governance`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetGovernance<'info> {
    /// The security's sponsor; pays the rent, which is not returned.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security, without an open book and before the first lock.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// Its governance, which may be there already.
    /// CHECK: by its address; created here, or replaced in the handler.
    #[account(mut, seeds = [seeds::GOVERNANCE, security.key().as_ref()], bump)]
    pub governance: UncheckedAccount<'info>,
    /// Creates the governance.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::set_governance`].
pub fn set_governance<'info>(
    ctx: Context<'info, SetGovernance<'info>>,
    terms: GovernanceTerms,
) -> Result<()> {
    let accounts: &'info SetGovernance<'info> = ctx.accounts;
    let key = accounts.security.key();
    let sequence = {
        let security = &mut accounts.security.load_mut()?;
        // Whoever pays has read who decides.
        security.require_unoffered()?;
        security.stated.governed = 1;
        security.next_event()?
    };
    if *accounts.governance.owner == crate::ID {
        let loader = AccountLoader::<Governance>::try_from(accounts.governance.as_ref())?;
        loader.load_mut()?.set(&terms)?;
    } else {
        let governance = &mut New {
            payer: &accounts.sponsor,
            account: &accounts.governance,
        }
        .record::<Governance>(&[
            seeds::GOVERNANCE,
            key.as_ref(),
            &[ctx.bumps.governance],
        ])?;
        governance.version = VERSION;
        governance.bump = ctx.bumps.governance;
        governance.security = key;
        governance.set(&terms)?;
    }
    emit(
        &accounts.event_authority,
        &GovernanceSet {
            security: key,
            sequence,
            terms,
        },
    )
}
