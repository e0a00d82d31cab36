//! `open_holder`

use super::events::HolderOpened;
use crate::{
    book::ticket::state::Ticket,
    chain::{create::New, event::emit, owner, seeds},
    errors::SecuritiesError,
    security::state::Security,
    tranche::{
        holder::{EVERYTHING_ON_CLAIM, Holder, NOTHING_ON_CLAIM, OTHER_MINTS_ON_CLAIM},
        state::Tranche,
    },
};
use anchor_lang::prelude::*;
use anchor_spl::associated_token::get_associated_token_address_with_program_id;

/// Accounts of `open_holder`.
#[event_cpi]
#[derive(Accounts)]
pub struct OpenHolder<'info> {
    /// Pays the rent and gets it back when the record is closed.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The record's owner: a wallet or an address of another program. It need not sign; if it does, it may choose its
    /// payout account.
    /// CHECK: an address; the handler checks the account at it.
    pub owner: UncheckedAccount<'info>,
    /// A ticket of the owner, in any book. It proves that the owner has signed, whatever account is at its address now,
    /// so that the ticket can be settled, and what the owner is owed is paid unasked.
    #[account(constraint = ticket.load()?.owner == *owner.key @ SecuritiesError::NotOwner)]
    pub ticket: Option<AccountLoader<'info, Ticket>>,
    /// The tranche's security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record, which may be there already.
    /// CHECK: by its address; created here, or read in the handler.
    #[account(
        mut,
        seeds = [seeds::HOLDER, tranche.key().as_ref(), owner.key.as_ref()], bump
    )]
    pub holder: UncheckedAccount<'info>,
    /// The token account for payments, which may not exist yet: the owner's associated token account for the settlement
    /// mint, or any account if the owner signs.
    /// CHECK: compared in the handler; each payment checks it again.
    pub payout_account: UncheckedAccount<'info>,
    /// Creates the record.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::open_holder`].
pub fn open_holder<'info>(ctx: Context<'info, OpenHolder<'info>>) -> Result<()> {
    let accounts: &'info OpenHolder<'info> = ctx.accounts;
    if accounts.ticket.is_none() && !accounts.owner.is_signer {
        owner::require(&accounts.owner)?;
    }
    let owner = *accounts.owner.key;
    let payout_account = *accounts.payout_account.key;
    ensure!(
        accounts.owner.is_signer || accounts.is_paid_to_associated()?,
        SecuritiesError::PayoutNotAssociated
    );
    if *accounts.holder.owner == crate::ID {
        return accounts.require_record();
    }
    let paid_on_claim = accounts.paid_on_claim()?;
    let sequence = accounts.security.load_mut()?.next_event()?;
    {
        let tranche = &mut accounts.tranche.load_mut()?;
        let holder = &mut New {
            payer: &accounts.payer,
            account: &accounts.holder,
        }
        .record::<Holder>(&[
            seeds::HOLDER,
            accounts.tranche.as_ref().key.as_ref(),
            owner.as_ref(),
            &[ctx.bumps.holder],
        ])?;
        holder.bump = ctx.bumps.holder;
        holder.tranche = accounts.tranche.key();
        holder.owner = owner;
        holder.rent_payer = accounts.payer.key();
        holder.payout_account = payout_account;
        holder.paid_on_claim = paid_on_claim;
        holder.open(tranche, Clock::get()?.unix_timestamp)?;
    }

    emit(
        &accounts.event_authority,
        &HolderOpened {
            security: accounts.security.key(),
            sequence,
            tranche: accounts.tranche.key(),
            owner,
        },
    )?;
    Ok(())
}

impl<'info> OpenHolder<'info> {
    /// Proves that the record which is there already is the owner's in this tranche. Nothing of it changes, also if the
    /// owner signs and passes another payout account, which `set_payout_account` is for.
    fn require_record(&'info self) -> Result<()> {
        let loader = AccountLoader::<Holder>::try_from(self.holder.as_ref())?;
        let holder = loader.load()?;
        ensure_keys_eq!(
            holder.tranche,
            self.tranche.key(),
            SecuritiesError::WrongTranche
        );
        ensure_keys_eq!(holder.owner, *self.owner.key, SecuritiesError::NotOwner);
        Ok(())
    }

    /// What a new record's owner is paid only on its claim: nothing, if it has a key or a ticket, either of which shows that somebody
    /// signs for its token accounts. An address of a program is paid where it names the account with its signature.
    fn paid_on_claim(&self) -> Result<u8> {
        Ok(if self.ticket.is_some() || self.owner.key.is_on_curve() {
            NOTHING_ON_CLAIM
        } else if !self.owner.is_signer {
            EVERYTHING_ON_CLAIM
        } else if self.is_paid_to_associated()? {
            NOTHING_ON_CLAIM
        } else {
            OTHER_MINTS_ON_CLAIM
        })
    }

    fn is_paid_to_associated(&self) -> Result<bool> {
        let associated = payout_account_of(&*self.security.load()?, self.owner.key);
        Ok(*self.payout_account.key == associated)
    }
}

/// The token account that an owner is paid at unless it names another: its associated one for the settlement mint.
pub(super) fn payout_account_of(security: &Security, owner: &Pubkey) -> Pubkey {
    let vault = security.vault();
    get_associated_token_address_with_program_id(owner, &vault.mint, &vault.token_program)
}
