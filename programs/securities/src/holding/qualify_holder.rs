//! `qualify_holder`

use super::events::HolderQualified;
use crate::{
    chain::event::emit,
    credential::state::Credential,
    errors::SecuritiesError,
    security::state::Security,
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;

/// Accounts of `qualify_holder`.
#[event_cpi]
#[derive(Accounts)]
pub struct QualifyHolder<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub holder: AccountLoader<'info, Holder>,
    /// A credential of the record's owner, from one of the security's qualifiers.
    #[account(
        constraint = credential.load()?.subject == holder.load()?.owner
            @ SecuritiesError::NotOwner
    )]
    pub credential: AccountLoader<'info, Credential>,
    /// The record's owner, who may choose among what qualifiers say of it.
    #[account(
        constraint = *owner.key == holder.load()?.owner @ SecuritiesError::NotOwner
    )]
    pub owner: Option<Signer<'info>>,
}

/// See [`crate::securities::qualify_holder`].
pub fn qualify_holder(ctx: Context<QualifyHolder>) -> Result<()> {
    let event = {
        let credential = ctx.accounts.credential.load()?;
        let holder = &mut ctx.accounts.holder.load_mut()?;
        holder.require_not_wrapper()?;
        let security = &mut ctx.accounts.security.load_mut()?;
        let place = security.qualifier_place(&credential.qualifier)?;
        let asked = (place, ctx.accounts.owner.is_some());
        holder.qualify(&credential, asked, Clock::get()?.unix_timestamp)?;
        HolderQualified {
            security: ctx.accounts.security.key(),
            sequence: security.next_event()?,
            tranche: holder.tranche,
            owner: holder.owner,
            qualifier: credential.qualifier,
            category: holder.category,
            until: holder.credential_until,
            person: holder.person,
        }
    };
    emit(&ctx.accounts.event_authority, &event)
}
