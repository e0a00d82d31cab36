//! `can_thaw_permissionless` and `can_freeze_permissionless`: the gate of a share mint in the frozen form, which token-acl
//! asks before it thaws or freezes an account of it for whoever sent the instruction.

use super::{
    events::AccountThawed,
    freeze_shares::record_freeze,
    transfer_hook::{loader, require_of},
};
use crate::{
    chain::{event::emit, token, token_acl},
    errors::SecuritiesError,
    math::quantity::Shares,
    security::state::Security,
    tranche::{state::Tranche, thaw::Thaw},
};
use anchor_lang::prelude::*;

/// Accounts of the gate: those of sRFC 37's interface, in its order, then this program's. Nothing but the flag shows that
/// token-acl calls.
#[event_cpi]
#[derive(Accounts)]
pub struct Gate<'info> {
    /// Whoever sent the instruction to token-acl, which has its signature.
    /// CHECK: an address.
    pub caller: UncheckedAccount<'info>,
    /// The token account.
    /// CHECK: read in the handler.
    pub token_account: UncheckedAccount<'info>,
    /// The share mint.
    /// CHECK: by the tranche.
    pub mint: UncheckedAccount<'info>,
    /// The token account's owner.
    /// CHECK: compared in the handler.
    pub owner: UncheckedAccount<'info>,
    /// token-acl's flag, which is set only while it carries out a thaw or a freeze of the token account.
    /// CHECK: in the handler.
    pub flag: UncheckedAccount<'info>,
    /// The list of the accounts that follow.
    /// CHECK: token-acl has read it, and the gate trusts no account because of it.
    pub extra_accounts: UncheckedAccount<'info>,
    /// The tranche.
    #[account(
        mut,
        has_one = mint @ SecuritiesError::WrongMint,
        has_one = security @ SecuritiesError::WrongSecurity
    )]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record of the owner.
    /// CHECK: read in the handler, since it may be missing.
    #[account(mut)]
    pub holder: UncheckedAccount<'info>,
    /// The tranche's security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
}

/// See [`crate::securities::can_thaw_permissionless`].
pub fn can_thaw_permissionless<'info>(ctx: Context<'info, Gate<'info>>) -> Result<()> {
    let accounts: &'info Gate<'info> = ctx.accounts;
    accounts.require_asked()?;
    accounts.security.load()?.require_not_ended()?;
    let account = accounts.token_account.key();
    let event = {
        let record = loader(accounts.holder.as_ref())?;
        let holder = &mut record.load_mut()?;
        require_of(holder, &accounts.tranche.key(), accounts.owner.key)?;
        let tranche = &mut accounts.tranche.load_mut()?;
        let now = Clock::get()?.unix_timestamp;
        let balance = tranche.check_thaw(&Thaw {
            holder,
            state: token::state_of(&accounts.token_account, &tranche.mint).as_ref(),
            now,
        })?;
        tranche.thaw(holder, (&account, balance), now)?;
        AccountThawed {
            security: accounts.security.key(),
            sequence: accounts.security.load_mut()?.next_event()?,
            tranche: accounts.tranche.key(),
            owner: holder.owner,
            account,
            shares: balance.get(),
            until: tranche.rules.open_until,
        }
    };
    emit(&accounts.event_authority, &event)
}

/// See [`crate::securities::can_freeze_permissionless`].
pub fn can_freeze_permissionless<'info>(ctx: Context<'info, Gate<'info>>) -> Result<()> {
    let accounts: &'info Gate<'info> = ctx.accounts;
    accounts.require_asked()?;
    let account = accounts.token_account.key();
    let event = {
        let record = loader(accounts.holder.as_ref())?;
        let holder = &mut record.load_mut()?;
        require_of(holder, &accounts.tranche.key(), accounts.owner.key)?;
        let tranche = &mut accounts.tranche.load_mut()?;
        let now = Clock::get()?.unix_timestamp;
        ensure!(holder.is_thawed(), SecuritiesError::NotThawed);
        ensure_keys_eq!(
            holder.share_account,
            account,
            SecuritiesError::OtherAccountThawed
        );
        let state = token::state_of(&accounts.token_account, &tranche.mint)
            .filter(|state| state.owner == holder.owner && !state.is_frozen)
            .ok_or(SecuritiesError::ShareAccountDiffers)?;
        let balance = Shares(state.amount);
        tranche.check_freeze(holder, (accounts.caller.key, balance), now)?;
        let security = &mut accounts.security.load_mut()?;
        record_freeze(security, tranche, holder, balance, now)?
    };
    emit(&accounts.event_authority, &event)
}

impl Gate<'_> {
    /// Refuses whoever calls but token-acl: neither account nor signature would show what it is about to do.
    fn require_asked(&self) -> Result<()> {
        ensure!(
            token_acl::is_asking(&self.flag, self.token_account.key),
            SecuritiesError::NotAskedByTokenAcl
        );
        Ok(())
    }
}
