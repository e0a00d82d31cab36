//! `set_qualifiers`

use super::{events::QualifiersSet, protocol::ProtocolTerms};
use crate::{
    chain::event::emit,
    errors::SecuritiesError,
    security::state::{MAX_QUALIFIERS, Security},
};
use anchor_lang::prelude::*;

/// Accounts of `set_qualifiers`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetQualifiers<'info> {
    /// The security's sponsor.
    pub sponsor: Signer<'info>,
    /// The security, which has no tranches yet.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
}

/// See [`crate::securities::set_qualifiers`].
pub fn set_qualifiers(
    ctx: Context<SetQualifiers>,
    qualifiers: Vec<Pubkey>,
    protocols: Option<ProtocolTerms>,
) -> Result<()> {
    let event = {
        let security = &mut ctx.accounts.security.load_mut()?;
        // Each tranche stores whether its holders need a credential, so that a transfer need not read the security.
        ensure!(
            security.tranche_count == 0,
            SecuritiesError::StructureClosed
        );
        let distinct = qualifiers.iter().enumerate().all(|(at, one)| {
            *one != Pubkey::default() && !qualifiers.iter().take(at).any(|other| other == one)
        });
        ensure!(
            distinct && qualifiers.len() <= MAX_QUALIFIERS,
            SecuritiesError::BadQualifiers
        );
        let key = ctx.accounts.security.key();
        qualifiers
            .iter()
            .try_for_each(|one| security.require_foreign(one, &key, &key))?;
        security.qualifiers = [Pubkey::default(); MAX_QUALIFIERS];
        for (slot, qualifier) in security.qualifiers.iter_mut().zip(&qualifiers) {
            *slot = *qualifier;
        }
        security.qualifier_count =
            u8::try_from(qualifiers.len()).map_err(|_| SecuritiesError::BadQualifiers)?;
        if let Some(terms) = &protocols {
            // Without qualifiers anyone may hold shares, and nobody needs to register.
            ensure!(!qualifiers.is_empty(), SecuritiesError::BadProtocolTerms);
            terms.check()?;
        }
        security.protocol_days = protocols.map_or(0, |terms| terms.days);
        security.protocol_category = protocols.map_or(0, |terms| terms.category);
        security.protocol_jurisdiction = protocols.map_or(0, |terms| terms.jurisdiction);
        QualifiersSet {
            security: ctx.accounts.security.key(),
            sequence: security.next_event()?,
            qualifiers,
            protocols,
        }
    };
    emit(&ctx.accounts.event_authority, &event)
}
