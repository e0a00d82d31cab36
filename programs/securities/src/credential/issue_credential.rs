//! `issue_credential`

use super::state::{Credential, CredentialTerms, VERSION};
use crate::{
    chain::{create::New, owner, seeds},
    errors::SecuritiesError,
};
use anchor_lang::prelude::*;

/// Accounts of `issue_credential`.
#[derive(Accounts)]
pub struct IssueCredential<'info> {
    /// The qualifier; pays the rent.
    #[account(mut)]
    pub qualifier: Signer<'info>,
    /// The owner that the credential is about.
    /// CHECK: an address; the handler checks the account at it.
    pub subject: UncheckedAccount<'info>,
    /// The credential.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::CREDENTIAL, qualifier.key().as_ref(), subject.key.as_ref()], bump
    )]
    pub credential: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::issue_credential`].
pub fn issue_credential(ctx: Context<IssueCredential>, args: CredentialTerms) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    ensure!(args.expires_at > now, SecuritiesError::CredentialExpired);
    owner::require(&ctx.accounts.subject)?;
    let credential = &mut New {
        payer: &ctx.accounts.qualifier,
        account: &ctx.accounts.credential,
    }
    .record::<Credential>(&[
        seeds::CREDENTIAL,
        ctx.accounts.qualifier.key.as_ref(),
        ctx.accounts.subject.key.as_ref(),
        &[ctx.bumps.credential],
    ])?;
    credential.version = VERSION;
    credential.bump = ctx.bumps.credential;
    credential.qualifier = ctx.accounts.qualifier.key();
    credential.subject = *ctx.accounts.subject.key;
    credential.rent_payer = ctx.accounts.qualifier.key();
    credential.set(&args, now);
    Ok(())
}
