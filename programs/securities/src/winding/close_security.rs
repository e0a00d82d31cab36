//! `close_security`

use super::{
    events::SecurityClosed,
    remains::{self, ClosedSecurity, VERSION},
};
use crate::{
    cash::waterfall::state::Waterfall, chain::event::emit, errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `close_security`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseSecurity<'info> {
    /// The security.
    /// CHECK: read and replaced in the handler.
    #[account(mut)]
    pub security: UncheckedAccount<'info>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// Whoever created the security, who receives the rents.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub origin: UncheckedAccount<'info>,
}

/// See [`crate::securities::close_security`].
pub fn close_security<'info>(ctx: Context<'info, CloseSecurity<'info>>) -> Result<()> {
    let accounts: &'info CloseSecurity<'info> = ctx.accounts;
    let closed = {
        let loader = AccountLoader::<Security>::try_from(accounts.security.as_ref())?;
        let security = &mut loader.load_mut()?;
        security.require_ended()?;
        ensure_keys_eq!(
            accounts.origin.key(),
            security.origin,
            SecuritiesError::WrongRentPayer
        );
        ensure!(
            security.vault_count == 0 && security.winding.refunds == 0,
            SecuritiesError::VaultsLeft
        );
        ClosedSecurity {
            version: VERSION,
            bump: security.bump,
            padding: [0; 6],
            id: security.id,
            event_sequence: security.next_event()?,
            ended_at: security.winding.ended_at,
            origin: security.origin,
        }
    };
    remains::close(accounts.waterfall.as_ref(), &accounts.origin)?;
    keep(accounts.security.as_ref(), &closed)?;
    let rent = Rent::get()?.minimum_balance(ClosedSecurity::SPACE);
    let info = accounts.security.as_ref();
    let back = info.lamports().saturating_sub(rent);
    info.sub_lamports(back)?;
    accounts.origin.add_lamports(back)?;

    emit(
        &ctx.accounts.event_authority,
        &SecurityClosed {
            security: ctx.accounts.security.key(),
            sequence: closed.event_sequence,
        },
    )
}

/// Reduces the account to what keeps its address taken.
fn keep(info: &AccountInfo<'_>, closed: &ClosedSecurity) -> Result<()> {
    info.resize(ClosedSecurity::SPACE)?;
    let data = &mut info.try_borrow_mut_data()?;
    let tag = ClosedSecurity::DISCRIMINATOR;
    let (head, fields) = data.split_at_mut(tag.len());
    head.copy_from_slice(tag);
    fields.copy_from_slice(bytemuck::bytes_of(closed));
    Ok(())
}
