//! `close_draft`

use super::{
    draft::{StructureDraft, is_open},
    events::DraftClosed,
};
use crate::{chain::event::emit, errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Accounts of `close_draft`.
#[event_cpi]
#[derive(Accounts)]
pub struct CloseDraft<'info> {
    /// Before it is proposed: its author.
    pub author: Option<Signer<'info>>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The resolution that names it, which may be closed itself; before it is proposed, the default address.
    /// CHECK: compared and read in the handler.
    pub resolution: UncheckedAccount<'info>,
    /// The draft.
    #[account(
        mut, close = rent_payer,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = resolution @ SecuritiesError::WrongResolution,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub draft: AccountLoader<'info, StructureDraft>,
    /// Whoever paid the draft's rent.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::close_draft`].
pub fn close_draft<'info>(ctx: Context<'info, CloseDraft<'info>>) -> Result<()> {
    let accounts: &'info CloseDraft<'info> = ctx.accounts;
    let is_proposed = accounts.resolution.key() != Pubkey::default();
    let may_close = if is_proposed {
        !is_open(accounts.resolution.as_ref())?
    } else {
        let author = accounts.author.as_ref().map(|author| author.key());
        author == Some(accounts.draft.load()?.author)
    };
    ensure!(may_close, SecuritiesError::DraftStays);
    emit(
        &accounts.event_authority,
        &DraftClosed {
            security: accounts.security.key(),
            sequence: accounts.security.load_mut()?.next_event()?,
            draft: accounts.draft.key(),
        },
    )
}
