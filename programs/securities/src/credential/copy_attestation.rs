//! `copy_attestation`

use super::{
    attestation::Schema,
    state::{Credential, CredentialTerms, VERSION},
};
use crate::{
    chain::{create::New, owner, seeds},
    errors::SecuritiesError,
};
use anchor_lang::prelude::*;

/// Accounts of `copy_attestation`.
#[derive(Accounts)]
pub struct CopyAttestation<'info> {
    /// Pays the rent of a new credential.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The owner that the attestation is about.
    /// CHECK: an address; the handler checks the account at it.
    pub subject: UncheckedAccount<'info>,
    /// The schema of the Solana Attestation Service, which securities name as a qualifier.
    /// CHECK: read in the handler.
    pub schema: UncheckedAccount<'info>,
    /// The schema's attestation of the owner, or where it was.
    /// CHECK: by its address; read in the handler.
    pub attestation: UncheckedAccount<'info>,
    /// The credential, which may be there already.
    /// CHECK: by its address; created here, or read in the handler.
    #[account(
        mut,
        seeds = [seeds::CREDENTIAL, schema.key.as_ref(), subject.key.as_ref()], bump
    )]
    pub credential: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::copy_attestation`].
pub fn copy_attestation<'info>(ctx: Context<'info, CopyAttestation<'info>>) -> Result<()> {
    let accounts: &'info CopyAttestation<'info> = ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let (key, subject) = (accounts.schema.key, accounts.subject.key);
    let schema = Schema::read(&accounts.schema)?;
    ensure_keys_eq!(
        *accounts.attestation.key,
        schema.attestation(key, subject),
        SecuritiesError::WrongAttestation
    );
    let attested = schema.attested(&accounts.attestation, (key, subject))?;
    let terms = attested.map(|attested| CredentialTerms {
        category: attested.category,
        jurisdiction: attested.jurisdiction,
        expires_at: attested.expires_at,
        person: attested.person,
    });
    if *accounts.credential.owner == crate::ID {
        let loader = AccountLoader::<Credential>::try_from(accounts.credential.as_ref())?;
        let credential = &mut loader.load_mut()?;
        match terms {
            Some(terms) => credential.set(&terms, now),
            None => credential.revoke(now),
        }
        return Ok(());
    }
    let terms = terms.ok_or(SecuritiesError::AttestationMissing)?;
    ensure!(terms.expires_at > now, SecuritiesError::CredentialExpired);
    owner::require(&accounts.subject)?;
    let credential = &mut New {
        payer: &accounts.payer,
        account: &accounts.credential,
    }
    .record::<Credential>(&[
        seeds::CREDENTIAL,
        key.as_ref(),
        subject.as_ref(),
        &[ctx.bumps.credential],
    ])?;
    credential.version = VERSION;
    credential.bump = ctx.bumps.credential;
    credential.qualifier = *key;
    credential.subject = *subject;
    credential.rent_payer = accounts.payer.key();
    credential.set(&terms, now);
    Ok(())
}
