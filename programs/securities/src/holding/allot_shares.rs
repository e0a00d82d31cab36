//! `allot_shares`

use super::events::SharesAllotted;
use crate::{
    chain::{create::New, event::emit, seeds},
    errors::SecuritiesError,
    security::state::Security,
    tranche::{
        holder::Holder,
        person::{Person, VERSION},
        state::Tranche,
    },
};
use anchor_lang::{AccountsClose, prelude::*};

/// Accounts of `allot_shares`.
#[event_cpi]
#[derive(Accounts)]
pub struct AllotShares<'info> {
    /// The record's owner.
    pub owner: Signer<'info>,
    /// Pays the rent of the person's account, if that is new.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The tranche's security, which has begun: before that its rules may change.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche, whose rules limit its holders.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record.
    #[account(
        mut,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = tranche @ SecuritiesError::WrongTranche
    )]
    pub holder: AccountLoader<'info, Holder>,
    /// The account of the person that the record is counted for; there is none while no record of it has an allotment.
    /// CHECK: by its address; created here, or read in the handler.
    #[account(
        mut,
        seeds = [seeds::PERSON, tranche.key().as_ref(), holder.load()?.person.as_ref()], bump
    )]
    pub person: UncheckedAccount<'info>,
    /// Whoever paid the rent of the person's account, and receives it back with the last allotment; the payer, if it is new.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::allot_shares`].
pub fn allot_shares<'info>(ctx: Context<'info, AllotShares<'info>>, limit: u64) -> Result<()> {
    let accounts: &'info AllotShares<'info> = ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    ensure!(
        accounts.security.load()?.began_at > 0,
        SecuritiesError::NotBegun
    );
    if *accounts.person.owner != crate::ID {
        accounts.create_person(ctx.bumps.person)?;
    }
    let event = Allotting {
        security: &accounts.security,
        tranche: &accounts.tranche,
        holder: &accounts.holder,
        person: &accounts.person,
        rent_payer: &accounts.rent_payer,
    }
    .set(limit, now)?;
    emit(&accounts.event_authority, &event)
}

/// The accounts of an allotment that is set or freed.
pub(super) struct Allotting<'info> {
    /// The security.
    pub security: &'info AccountLoader<'info, Security>,
    /// The tranche.
    pub tranche: &'info AccountLoader<'info, Tranche>,
    /// The record.
    pub holder: &'info AccountLoader<'info, Holder>,
    /// The account of its person, which is there.
    pub person: &'info UncheckedAccount<'info>,
    /// Whoever is said to have paid the rent of that account.
    pub rent_payer: &'info UncheckedAccount<'info>,
}

impl Allotting<'_> {
    /// Sets the allotment; with a person's last, its account is closed.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongRentPayer`], and those of [`Tranche::allot`].
    pub fn set(&self, limit: u64, now: i64) -> Result<SharesAllotted> {
        let account = AccountLoader::<Person>::try_from(self.person.as_ref())?;
        let (event, is_over) = {
            let tranche = &mut self.tranche.load_mut()?;
            let holder = &mut self.holder.load_mut()?;
            let person = &mut account.load_mut()?;
            ensure_keys_eq!(
                person.rent_payer,
                *self.rent_payer.key,
                SecuritiesError::WrongRentPayer
            );
            tranche.allot(holder, person, limit, now)?;
            let event = SharesAllotted {
                security: self.security.key(),
                sequence: self.security.load_mut()?.next_event()?,
                tranche: self.tranche.key(),
                owner: holder.owner,
                person: person.person,
                allotted: limit,
                persons: tranche.rules.persons,
            };
            (event, person.records == 0)
        };
        if is_over {
            account.close(self.rent_payer.to_account_info())?;
        }
        Ok(event)
    }
}

impl<'info> AllotShares<'info> {
    /// Creates the account of a person, of which no record has an allotment yet.
    fn create_person(&'info self, bump: u8) -> Result<()> {
        let (tranche, named) = (self.tranche.key(), self.holder.load()?.person);
        let person = &mut New {
            payer: &self.payer,
            account: &self.person,
        }
        .record::<Person>(&[seeds::PERSON, tranche.as_ref(), named.as_ref(), &[bump]])?;
        person.version = VERSION;
        person.bump = bump;
        person.tranche = tranche;
        person.person = named;
        person.rent_payer = self.payer.key();
        Ok(())
    }
}
