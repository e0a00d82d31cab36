//! `draw_proceeds`

use super::state::{Cushion, Security, vault_of};
use crate::{
    errors::SecuritiesError,
    events::{self, ProceedsDrawn},
    token::Purse,
};
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
    /// Its vault for the mint.
    /// CHECK: by address.
    #[account(mut, address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// One of the destinations the security named.
    /// CHECK: by address.
    #[account(
        mut,
        constraint = security.load()?.destinations().contains(destination.key)
            @ SecuritiesError::WrongDestination
    )]
    pub destination: UncheckedAccount<'info>,
    /// The mint to draw: one that the security has a vault for.
    /// CHECK: the vault is found by it.
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = vault_of(&security, mint.key)?.token_program
            @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::draw_proceeds`].
pub fn draw_proceeds(ctx: Context<DrawProceeds>, amount: u64) -> Result<()> {
    ensure!(amount > 0, SecuritiesError::ZeroAmount);

    let mint = ctx.accounts.mint.key();
    let (signer, decimals, sequence) = {
        let security = &mut ctx.accounts.security.load_mut()?;
        ensure!(
            security.cushion != Cushion::Unsure as u8,
            SecuritiesError::SubordinationShort
        );
        let vault = security.vault_of_mut(&mint)?;
        vault.draw(amount)?;
        let decimals = vault.decimals;
        security.invariant()?;
        let sequence = security.next_event()?;
        (security.signer(), decimals, sequence)
    };
    Purse {
        token_program: &ctx.accounts.token_program,
        mint: &ctx.accounts.mint,
        decimals,
        vault: &ctx.accounts.vault,
        owner: ctx.accounts.security.as_ref(),
        signer,
    }
    .pay(&ctx.accounts.destination, amount)?;

    events::emit(
        &ctx.accounts.event_authority,
        &ProceedsDrawn {
            security: ctx.accounts.security.key(),
            sequence,
            mint,
            destination: ctx.accounts.destination.key(),
            amount,
        },
    )?;
    Ok(())
}
