//! `qualify_holder`

use super::events::HolderQualified;
use crate::{
    chain::event::emit,
    credential::statement::Statement,
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
    /// A credential of the record's owner from one of the security's qualifiers, or the owner's registration as a protocol.
    /// CHECK: read in the handler.
    pub credential: UncheckedAccount<'info>,
    /// The record's owner, who may choose among what qualifiers say of it.
    #[account(
        constraint = *owner.key == holder.load()?.owner @ SecuritiesError::NotOwner
    )]
    pub owner: Option<Signer<'info>>,
}

/// See [`crate::securities::qualify_holder`].
pub fn qualify_holder<'info>(ctx: Context<'info, QualifyHolder<'info>>) -> Result<()> {
    let accounts: &'info QualifyHolder<'info> = ctx.accounts;
    let (key, now) = (accounts.security.key(), Clock::get()?.unix_timestamp);
    let event = {
        let holder = &mut accounts.holder.load_mut()?;
        holder.require_not_wrapper()?;
        let security = &mut accounts.security.load_mut()?;
        let account = accounts.credential.as_ref();
        let statement = Statement::read(account, &holder.owner, (security, &key), now)?;
        holder.qualify(&statement, accounts.owner.is_some(), now)?;
        HolderQualified {
            security: key,
            sequence: security.next_event()?,
            tranche: holder.tranche,
            owner: holder.owner,
            qualifier: statement.source,
            category: holder.category,
            until: holder.credential_until,
            person: holder.person,
        }
    };
    emit(&accounts.event_authority, &event)
}
