//! `post_notice`

use super::events::NoticePosted;
use crate::{
    chain::{event::emit, text},
    errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `post_notice`.
#[event_cpi]
#[derive(Accounts)]
pub struct PostNotice<'info> {
    /// The security's sponsor.
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
}

/// See [`crate::securities::post_notice`].
pub fn post_notice(
    ctx: Context<PostNotice>,
    kind: u8,
    sha256: [u8; 32],
    uri: String,
) -> Result<()> {
    let uri = text::padded(&uri)?;
    let sequence = ctx.accounts.security.load_mut()?.next_event()?;
    emit(
        &ctx.accounts.event_authority,
        &NoticePosted {
            security: ctx.accounts.security.key(),
            sequence,
            kind,
            sha256,
            uri,
        },
    )
}
