//! `post_notice`

use super::{events::NoticePosted, state::Disclosure};
use crate::{
    chain::{event::emit, text},
    errors::SecuritiesError,
    security::{control::Power, state::Security},
};
use anchor_lang::prelude::*;

/// Accounts of `post_notice`.
#[event_cpi]
#[derive(Accounts)]
pub struct PostNotice<'info> {
    /// The security's sponsor, or the agent in control.
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The disclosure that the notice is about, such as one that it corrects; none: about no disclosure.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub disclosure: Option<AccountLoader<'info, Disclosure>>,
}

/// See [`crate::securities::post_notice`].
pub fn post_notice(
    ctx: Context<PostNotice>,
    kind: u8,
    sha256: [u8; 32],
    uri: String,
) -> Result<()> {
    let uri = text::padded(&uri)?;
    let sequence = {
        let security = &mut ctx.accounts.security.load_mut()?;
        security.require_power(ctx.accounts.sponsor.key, Power::Notices)?;
        security.next_event()?
    };
    emit(
        &ctx.accounts.event_authority,
        &NoticePosted {
            security: ctx.accounts.security.key(),
            sequence,
            kind,
            disclosure: ctx
                .accounts
                .disclosure
                .as_ref()
                .map_or_else(Pubkey::default, |about| about.key()),
            sha256,
            uri,
        },
    )
}
