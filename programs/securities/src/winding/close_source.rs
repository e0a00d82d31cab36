//! `close_source`

use super::{events::SourceClosed, remains};
use crate::{
    cash::distribution::state::Source,
    chain::{
        event::emit,
        token::{self, TokenVault},
    },
    errors::SecuritiesError,
    security::{counters, state::Security, vaults::vault_of},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `close_source`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseSource<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The source.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = mint @ SecuritiesError::WrongMint,
        has_one = account @ SecuritiesError::WrongVault
    )]
    pub source: AccountLoader<'info, Source>,
    /// The source's token account.
    /// CHECK: by the source.
    #[account(mut)]
    pub account: UncheckedAccount<'info>,
    /// The security's vault for the mint.
    /// CHECK: by address.
    #[account(mut, address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The mint.
    /// CHECK: by the source.
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = vault_of(&security, mint.key)?.token_program
            @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
    /// Whoever created the security, who receives the rents.
    /// CHECK: by address.
    #[account(mut, address = security.load()?.origin @ SecuritiesError::WrongRentPayer)]
    pub origin: UncheckedAccount<'info>,
}

/// See [`crate::securities::close_source`].
pub fn close_source(ctx: Context<CloseSource>) -> Result<()> {
    let accounts = &ctx.accounts;
    let rest = token::balance(&accounts.account)?;
    let (decimals, signer, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        ensure!(security.is_winding(), SecuritiesError::NotWinding);
        let vault = accounts.source.load()?.vault;
        // Before the first lock nothing is collected.
        ensure!(
            security.began_at == 0 || security.require_enough(vault, rest).is_err(),
            SecuritiesError::SourceHolds
        );
        counters::lower(&mut security.winding.sources)?;
        let decimals = security.vault_at(vault)?.decimals;
        (decimals, security.signer(), security.next_event()?)
    };
    let account = TokenVault {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        vault: &accounts.account,
        owner: accounts.security.as_ref(),
        signer,
    };
    account.pay(&accounts.vault, rest)?;
    account.close(&accounts.origin)?;
    remains::close(accounts.source.as_ref(), &accounts.origin)?;

    emit(
        &ctx.accounts.event_authority,
        &SourceClosed {
            security: ctx.accounts.security.key(),
            sequence,
            source: ctx.accounts.source.key(),
            rest,
        },
    )
}
