//! `draw_proceeds`

use super::state::Security;
use crate::{errors::SecuritiesError, events::ProceedsDrawn, token::Transfer};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `draw_proceeds`.
#[event_cpi]
#[derive(Accounts)]
pub struct DrawProceeds<'info> {
    /// The security's sponsor.
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// Its settlement vault.
    /// CHECK: by address.
    #[account(mut, address = security.load()?.vault().address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// One of the destinations the security named.
    /// CHECK: by address.
    #[account(
        mut,
        constraint = security.load()?.destinations().contains(destination.key)
            @ SecuritiesError::WrongDestination
    )]
    pub destination: UncheckedAccount<'info>,
    /// The settlement mint.
    /// CHECK: by address.
    #[account(address = security.load()?.vault().mint @ SecuritiesError::WrongMint)]
    pub settlement_mint: UncheckedAccount<'info>,
    /// The token program that owns the settlement mint.
    #[account(address = security.load()?.vault().token_program @ SecuritiesError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::draw_proceeds`].
pub fn draw_proceeds(ctx: Context<DrawProceeds>, amount: u64) -> Result<()> {
    require!(amount > 0, SecuritiesError::ZeroAmount);

    let (signer, sequence) = {
        let security = &mut ctx.accounts.security.load_mut()?;
        security.vault_mut().draw(amount)?;
        security.invariant()?;
        let sequence = security.next_event()?;
        (security.signer(), sequence)
    };
    Transfer {
        token_program: &ctx.accounts.token_program.to_account_info(),
        mint: &ctx.accounts.settlement_mint.to_account_info(),
        decimals: signer.decimals,
        from: &ctx.accounts.vault.to_account_info(),
        to: &ctx.accounts.destination.to_account_info(),
        authority: &ctx.accounts.security.to_account_info(),
    }
    .send(amount, &[&signer.seeds()])?;

    emit_cpi!(ProceedsDrawn {
        security: ctx.accounts.security.key(),
        sequence,
        destination: ctx.accounts.destination.key(),
        amount,
    });
    Ok(())
}
