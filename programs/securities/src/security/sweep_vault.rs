//! `sweep_vault`

use super::state::Security;
use crate::{errors::SecuritiesError, events::DonationSwept, token};
use anchor_lang::prelude::*;

/// Accounts of `sweep_vault`.
#[event_cpi]
#[derive(Accounts)]
pub struct SweepVault<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its settlement vault.
    /// CHECK: by address.
    #[account(address = security.load()?.vault().address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
}

/// See [`crate::securities::sweep_vault`].
pub fn sweep_vault(ctx: Context<SweepVault>) -> Result<()> {
    let held = token::balance(&ctx.accounts.vault)?;
    let (amount, sequence) = {
        let security = &mut ctx.accounts.security.load_mut()?;
        let amount = held
            .checked_sub(security.vault().obligations()?)
            .ok_or(SecuritiesError::VaultShort)?;
        require!(amount > 0, SecuritiesError::ZeroAmount);
        security.vault_mut().add_to_treasury(amount)?;
        (amount, security.next_event()?)
    };

    emit_cpi!(DonationSwept {
        security: ctx.accounts.security.key(),
        sequence,
        amount,
    });
    Ok(())
}
