//! `propose_role`

use super::{
    events::RoleProposed,
    seat::{self, Seat},
    state::{ACCEPT_WINDOW, Handover, Role, VERSION},
};
use crate::{
    cash::waterfall::state::Waterfall,
    chain::{create::New, event::emit, seeds},
    errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `propose_role`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(role: Role)]
pub struct ProposeRole<'info> {
    /// The holder of the role; for a destination, the sponsor.
    pub holder: Signer<'info>,
    /// Pays the rent and gets it back.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The hand-over; there is one of each role at a time.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::HANDOVER, security.key().as_ref(), role.code().as_ref()], bump
    )]
    pub handover: UncheckedAccount<'info>,
    /// The new key; for a destination, the token account.
    /// CHECK: read in the handler.
    pub to: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::propose_role`].
pub fn propose_role(ctx: Context<ProposeRole>, role: Role) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let key = accounts.security.key();
    let security = &mut accounts.security.load_mut()?;
    let Seat {
        holder,
        from,
        notice,
    } = seat::seat(role, security, &*accounts.waterfall.load()?)?;
    ensure_keys_eq!(accounts.holder.key(), holder, SecuritiesError::NotHolder);
    let waterfall = accounts.waterfall.key();
    let to = accounts.to.key();
    seat::require_able(role, &accounts.to, (&key, security), &waterfall)?;
    ensure!(to != from, SecuritiesError::KeyRefused);

    let code = role.code();
    let handover = &mut New {
        payer: &accounts.payer,
        account: &accounts.handover,
    }
    .record::<Handover>(&[seeds::HANDOVER, key.as_ref(), &code, &[ctx.bumps.handover]])?;
    handover.version = VERSION;
    handover.bump = ctx.bumps.handover;
    [handover.role, handover.place] = code;
    handover.security = key;
    handover.holder = holder;
    handover.from = from;
    handover.to = to;
    handover.rent_payer = accounts.payer.key();
    handover.proposed_at = now;
    handover.effective_at = now.saturating_add(notice);
    handover.expires_at = handover.effective_at.saturating_add(ACCEPT_WINDOW);

    emit(
        &accounts.event_authority,
        &RoleProposed {
            security: key,
            sequence: security.next_event()?,
            role,
            from,
            to,
            effective_at: handover.effective_at,
            expires_at: handover.expires_at,
        },
    )
}
