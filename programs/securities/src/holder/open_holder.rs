//! `open_holder`

use super::events::HolderOpened;
use crate::{
    book::ticket::state::Ticket,
    chain::{create::New, event::emit, owner, seeds},
    errors::SecuritiesError,
    security::state::Security,
    tranche::{
        holder::{Holder, VERSION},
        state::Tranche,
    },
};
use anchor_lang::prelude::*;
use anchor_spl::associated_token::get_associated_token_address_with_program_id;

/// Accounts of `open_holder`.
#[event_cpi]
#[derive(Accounts)]
pub struct OpenHolder<'info> {
    /// Pays the rent and gets it back when the record is closed.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The record's owner: a wallet or an address of another program. It need not sign; if it does, it may choose its
    /// payout account.
    /// CHECK: an address; the handler checks the account at it.
    pub owner: UncheckedAccount<'info>,
    /// A ticket of the owner, in any book. It proves that the owner has signed, whatever account is at its address now,
    /// so that the ticket can be settled.
    #[account(constraint = ticket.load()?.owner == *owner.key @ SecuritiesError::NotOwner)]
    pub ticket: Option<AccountLoader<'info, Ticket>>,
    /// The tranche's security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::HOLDER, tranche.key().as_ref(), owner.key.as_ref()], bump
    )]
    pub holder: UncheckedAccount<'info>,
    /// The token account for payments, which may not exist yet: the owner's associated token account for the settlement
    /// mint, or any account if the owner signs.
    /// CHECK: compared in the handler; each payment checks it again.
    pub payout_account: UncheckedAccount<'info>,
    /// Creates the record.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::open_holder`].
pub fn open_holder(ctx: Context<OpenHolder>) -> Result<()> {
    if ctx.accounts.ticket.is_none() && !ctx.accounts.owner.is_signer {
        owner::require(&ctx.accounts.owner)?;
    }
    let owner = *ctx.accounts.owner.key;
    let payout_account = *ctx.accounts.payout_account.key;
    let sequence = {
        let security = &mut ctx.accounts.security.load_mut()?;
        let vault = security.vault();
        ensure!(
            ctx.accounts.owner.is_signer
                || payout_account
                    == get_associated_token_address_with_program_id(
                        &owner,
                        &vault.mint,
                        &vault.token_program
                    ),
            SecuritiesError::PayoutNotAssociated
        );
        security.next_event()?
    };
    {
        let tranche = &mut ctx.accounts.tranche.load_mut()?;
        tranche.holders = tranche
            .holders
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        let holder = &mut New {
            payer: &ctx.accounts.payer,
            account: &ctx.accounts.holder,
        }
        .record::<Holder>(&[
            seeds::HOLDER,
            ctx.accounts.tranche.as_ref().key.as_ref(),
            owner.as_ref(),
            &[ctx.bumps.holder],
        ])?;
        holder.version = VERSION;
        holder.bump = ctx.bumps.holder;
        holder.tranche = ctx.accounts.tranche.key();
        holder.owner = owner;
        holder.rent_payer = ctx.accounts.payer.key();
        holder.payout_account = payout_account;
        holder.opened_at = Clock::get()?.unix_timestamp;
        holder.begin(tranche);
    }

    emit(
        &ctx.accounts.event_authority,
        &HolderOpened {
            security: ctx.accounts.security.key(),
            sequence,
            tranche: ctx.accounts.tranche.key(),
            owner,
        },
    )?;
    Ok(())
}
