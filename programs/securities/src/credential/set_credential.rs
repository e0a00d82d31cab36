//! `set_credential`

use super::state::{Credential, CredentialTerms};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// Accounts of `set_credential`.
#[derive(Accounts)]
pub struct SetCredential<'info> {
    /// The qualifier that issued the credential.
    pub qualifier: Signer<'info>,
    /// The credential.
    #[account(mut, has_one = qualifier @ SecuritiesError::NotQualifier)]
    pub credential: AccountLoader<'info, Credential>,
}

/// See [`crate::securities::set_credential`].
pub fn set_credential(ctx: Context<SetCredential>, args: CredentialTerms) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    ctx.accounts.credential.load_mut()?.set(&args, now);
    Ok(())
}
