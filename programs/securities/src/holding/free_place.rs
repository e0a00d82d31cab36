//! `free_place`

use super::allot_shares::Allotting;
use crate::{
    chain::{event::emit, seeds},
    credential::state::Credential,
    errors::SecuritiesError,
    security::state::Security,
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;

/// Accounts of `free_place`.
#[event_cpi]
#[derive(Accounts)]
pub struct FreePlace<'info> {
    /// The tranche's security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche, which limits its holders and requires a credential of them.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The record, which has an allotment and no shares.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub holder: AccountLoader<'info, Holder>,
    /// The address of its owner's credential of the qualifier that admitted it; there may be none any more.
    /// CHECK: by its address; read in the handler.
    #[account(
        seeds = [
            seeds::CREDENTIAL,
            holder.load()?.qualifier.as_ref(),
            holder.load()?.owner.as_ref(),
        ], bump
    )]
    pub credential: UncheckedAccount<'info>,
    /// The account of the person that the record is counted for.
    /// CHECK: by its address; read in the handler.
    #[account(
        mut,
        seeds = [seeds::PERSON, tranche.key().as_ref(), holder.load()?.person.as_ref()], bump
    )]
    pub person: UncheckedAccount<'info>,
    /// Whoever paid the rent of the person's account, and receives it back with the last allotment.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::free_place`].
pub fn free_place<'info>(ctx: Context<'info, FreePlace<'info>>) -> Result<()> {
    let accounts: &'info FreePlace<'info> = ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let is_valid = accounts.is_valid(now)?;
    accounts
        .tranche
        .load()?
        .require_abandoned(&*accounts.holder.load()?, is_valid, now)?;
    let event = Allotting {
        security: &accounts.security,
        tranche: &accounts.tranche,
        holder: &accounts.holder,
        person: &accounts.person,
        rent_payer: &accounts.rent_payer,
    }
    .set(0, now)?;
    emit(&accounts.event_authority, &event)
}

impl<'info> FreePlace<'info> {
    /// Whether the owner's credential is valid, though the record may not have taken it over yet.
    fn is_valid(&'info self, now: i64) -> Result<bool> {
        if *self.credential.owner != crate::ID {
            return Ok(false);
        }
        let credential = AccountLoader::<Credential>::try_from(self.credential.as_ref())?;
        let credential = credential.load()?;
        let owner = self.holder.load()?.owner;
        let security = self.security.load()?;
        Ok(credential.require_valid(&security, &owner, now).is_ok())
    }
}
