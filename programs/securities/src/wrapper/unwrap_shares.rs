//! `unwrap_shares`

use super::{events::SharesUnwrapped, state::Wrapper};
use crate::{
    chain::event::emit,
    errors::SecuritiesError,
    math::quantity::Shares,
    security::state::Security,
    tranche::{
        holder::Holder,
        moves::Move,
        share_mint::{Burning, Minting},
        state::Tranche,
    },
};
use anchor_lang::prelude::*;
use anchor_spl::token_2022::Token2022;

/// Accounts of `unwrap_shares`.
#[event_cpi]
#[derive(Accounts)]
pub struct UnwrapShares<'info> {
    /// The owner of the holder record, and the owner or delegate of the units.
    pub owner: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The tranche's wrapper.
    #[account(
        mut,
        has_one = tranche @ SecuritiesError::WrongTranche,
        constraint = wrapper.load()?.mint == *unit_mint.key @ SecuritiesError::WrongMint
    )]
    pub wrapper: AccountLoader<'info, Wrapper>,
    /// The wrapper's holder record, which the shares leave.
    #[account(
        mut,
        has_one = tranche @ SecuritiesError::WrongTranche,
        constraint = wrapper_holder.load()?.owner == wrapper.key() @ SecuritiesError::NotWrapperRecord
    )]
    pub wrapper_holder: AccountLoader<'info, Holder>,
    /// The owner's holder record, which receives the shares and is owed the cash.
    #[account(
        mut,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = tranche @ SecuritiesError::WrongTranche
    )]
    pub holder: AccountLoader<'info, Holder>,
    /// The share mint.
    /// CHECK: by address.
    #[account(mut, address = tranche.load()?.mint @ SecuritiesError::WrongMint)]
    pub share_mint: UncheckedAccount<'info>,
    /// The owner's associated token account for the share mint.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub share_account: UncheckedAccount<'info>,
    /// The mint of the units.
    /// CHECK: by the wrapper.
    #[account(mut)]
    pub unit_mint: UncheckedAccount<'info>,
    /// The token account that the units leave.
    /// CHECK: the token program checks mint and owner.
    #[account(mut)]
    pub unit_account: UncheckedAccount<'info>,
    /// Token-2022, for the shares and the units.
    pub share_token_program: Program<'info, Token2022>,
}

/// See [`crate::securities::unwrap_shares`].
pub fn unwrap_shares(ctx: Context<UnwrapShares>, amount: u64) -> Result<()> {
    ensure!(amount > 0, SecuritiesError::ZeroAmount);
    let accounts = &ctx.accounts;
    let minting = Minting {
        mint: &accounts.share_mint,
        to: &accounts.share_account,
        authority: accounts.tranche.as_ref(),
    };
    minting.require_owner(accounts.owner.key)?;
    let now = Clock::get()?.unix_timestamp;
    let (cash, signer, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        let tranche = &mut accounts.tranche.load_mut()?;
        let wrapper = &mut accounts.wrapper.load_mut()?;
        let own = &mut accounts.wrapper_holder.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        tranche.check_move(&Move {
            from: None,
            to: Some(holder),
            amount,
            now,
        })?;
        tranche.roll(now)?;
        let cash = wrapper.unwrap(tranche, (own, holder), Shares(amount))?;
        (cash, tranche.signer(), security.next_event()?)
    };
    Burning {
        from: &accounts.unit_account,
        mint: &accounts.unit_mint,
        authority: &accounts.owner,
    }
    .burn(amount)?;
    minting.mint(amount, &signer)?;

    emit(
        &accounts.event_authority,
        &SharesUnwrapped {
            security: accounts.security.key(),
            sequence,
            tranche: accounts.tranche.key(),
            owner: accounts.owner.key(),
            amount,
            cash,
        },
    )
}
