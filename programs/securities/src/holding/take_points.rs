//! `take_points`

use super::events::PointsTaken;
use crate::{
    chain::{event::emit, extra::Extra},
    errors::SecuritiesError,
    math::quantity::Shares,
    security::state::{MAX_VAULTS, Security},
    tranche::{
        delivery::Delivery, holder::Holder, moves::Move, share_mint::Minting, state::Tranche,
    },
};
use anchor_lang::prelude::*;
use anchor_spl::token_2022::{self, Token2022};

/// Accounts of `take_points`; after them [`crate::chain::token_acl::FREEZING`].
#[event_cpi]
#[derive(Accounts)]
pub struct TakePoints<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche, which has a fixed number of shares.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The manager's holder record in the tranche.
    #[account(
        mut,
        has_one = tranche @ SecuritiesError::WrongTranche,
        constraint = holder.load()?.owner == tranche.load()?.manager @ SecuritiesError::NotManager
    )]
    pub holder: AccountLoader<'info, Holder>,
    /// The manager's associated token account for the share mint.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub share_account: UncheckedAccount<'info>,
    /// The share mint.
    /// CHECK: by address.
    #[account(mut, address = tranche.load()?.mint @ SecuritiesError::WrongMint)]
    pub share_mint: UncheckedAccount<'info>,
    /// Token-2022.
    pub share_token_program: Program<'info, Token2022>,
}

/// See [`crate::securities::take_points`].
pub fn take_points<'info>(ctx: Context<'info, TakePoints<'info>>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let minting = Minting {
        token_program: &token_2022::ID,
        mint: &accounts.share_mint,
        to: &accounts.share_account,
        authority: accounts.tranche.as_ref(),
    };
    let (taken, owner, delivery, handling, signer, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        let tranche = &mut accounts.tranche.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        let delivery = Delivery::new(
            minting,
            tranche.is_frozen_form(),
            &accounts.share_token_program,
            &mut Extra::new(ctx.remaining_accounts),
        )?;
        tranche.check_move(&Move {
            from: None,
            to: Some(holder),
            amount: 0,
            now,
        })?;
        tranche.begin_points(security);
        let taken = tranche.take_pot(now)?;
        ensure!(
            taken.shares > 0 || taken.money() != [0; MAX_VAULTS],
            SecuritiesError::NoPoints
        );
        holder.take_pot(tranche, &taken)?;
        holder.note_new(tranche, (taken.shares, now), now)?;
        let lock = tranche.insider_lock(Shares(taken.shares), security.began_at)?;
        holder.lock(lock, now)?;
        let handling = delivery.record(tranche, holder, Shares(taken.shares), now)?;
        tranche.invariant()?;
        let sequence = security.next_event()?;
        let signer = tranche.signer();
        (taken, holder.owner, delivery, handling, signer, sequence)
    };
    delivery.carry_out(&handling, Shares(taken.shares), &signer)?;
    emit(
        &ctx.accounts.event_authority,
        &PointsTaken {
            security: ctx.accounts.security.key(),
            sequence,
            tranche: ctx.accounts.tranche.key(),
            owner,
            shares: taken.shares,
            earned: taken.money(),
            frozen: Vec::from_iter(handling.freeze()),
        },
    )
}
