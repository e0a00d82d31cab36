//! `freeze_shares`

use super::events::AccountFrozen;
use crate::{
    chain::{
        event::emit,
        seeds,
        token::{self, TokenAccountState},
        token_acl::{self, Freezing},
    },
    errors::SecuritiesError,
    math::quantity::Shares,
    security::state::Security,
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;
use anchor_spl::token_2022::Token2022;

/// Accounts of `freeze_shares`.
#[event_cpi]
#[derive(Accounts)]
pub struct FreezeShares<'info> {
    /// The record's owner, at any time; anyone once the window is over, or once the owner may not hold shares any more.
    pub caller: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche, in the frozen form.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub holder: AccountLoader<'info, Holder>,
    /// The record's thawed token account, which may be closed.
    /// CHECK: by address; read in the handler.
    #[account(
        mut,
        address = holder.load()?.share_account @ SecuritiesError::OtherAccountThawed
    )]
    pub share_account: UncheckedAccount<'info>,
    /// The share mint.
    /// CHECK: by address.
    #[account(address = tranche.load()?.mint @ SecuritiesError::WrongMint)]
    pub share_mint: UncheckedAccount<'info>,
    /// token-acl's configuration of the share mint.
    /// CHECK: by address.
    #[account(
        seeds = [seeds::MINT_CONFIG, share_mint.key().as_ref()], bump, seeds::program = token_acl::ID
    )]
    pub mint_config: UncheckedAccount<'info>,
    /// token-acl.
    /// CHECK: by address.
    #[account(address = token_acl::ID @ SecuritiesError::FreezingAccountsMissing)]
    pub token_acl: UncheckedAccount<'info>,
    /// Token-2022.
    pub token_program: Program<'info, Token2022>,
}

/// Freezes the thawed account of a record on the books, with a balance.
///
/// # Errors
/// Those of [`Tranche::freeze`].
pub(super) fn record_freeze(
    security: &mut Security,
    tranche: &mut Tranche,
    holder: &mut Holder,
    balance: Shares,
    now: i64,
) -> Result<AccountFrozen> {
    let freeze = tranche.freeze(holder, balance, now)?;
    Ok(AccountFrozen {
        security: tranche.security,
        sequence: security.next_event()?,
        tranche: freeze.tranche,
        owner: holder.owner,
        account: holder.share_account,
        before: freeze.before,
        shares: freeze.shares,
        thawed: freeze.thawed,
        burnt: freeze.burnt,
    })
}

/// See [`crate::securities::freeze_shares`].
pub fn freeze_shares(ctx: Context<FreezeShares>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let (event, is_thawed, signer) = {
        let tranche = &mut accounts.tranche.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        ensure!(holder.is_thawed(), SecuritiesError::NotThawed);
        // What was closed, or is another owner's now, holds nothing of the record; what was opened there anew is frozen.
        let state = token::state_of(&accounts.share_account, &tranche.mint)
            .filter(|state| state.owner == holder.owner);
        let is_thawed = state.is_some_and(|state| !state.is_frozen);
        let balance = Shares(state.map_or(0, |state: TokenAccountState| state.amount));
        if is_thawed {
            tranche.check_freeze(holder, (accounts.caller.key, balance), now)?;
        }
        let security = &mut accounts.security.load_mut()?;
        let event = record_freeze(security, tranche, holder, balance, now)?;
        (event, is_thawed, tranche.signer())
    };
    if is_thawed {
        Freezing {
            config: &accounts.mint_config,
            mint: &accounts.share_mint,
            authority: accounts.tranche.as_ref(),
            token_program: &accounts.token_program,
        }
        .freeze(&accounts.share_account, &signer)?;
    }
    emit(&accounts.event_authority, &event)
}
