//! `pay_holders`

use crate::{
    errors::SecuritiesError,
    events::{self, HoldersPaid, Payment},
    holder::state::Holder,
    security::state::{Security, settlement_vault},
    token::{self, Purse},
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// The most holders of one batch.
pub const MAX_BATCH: usize = 24;

/// Accounts of `pay_holders`; after them pairs of holder and its payout account, both writable.
#[event_cpi]
#[derive(Accounts)]
pub struct PayHolders<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche of all holders in the batch.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The security's settlement vault.
    /// CHECK: by address.
    #[account(mut, address = settlement_vault(&security)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The settlement mint.
    /// CHECK: by address.
    #[account(address = settlement_vault(&security)?.mint @ SecuritiesError::WrongMint)]
    pub settlement_mint: UncheckedAccount<'info>,
    /// The token program that owns the settlement mint.
    #[account(address = settlement_vault(&security)?.token_program @ SecuritiesError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::pay_holders`].
pub fn pay_holders<'info>(ctx: Context<'info, PayHolders<'info>>) -> Result<()> {
    let accounts = &ctx.accounts;
    let (pairs, odd) = ctx.remaining_accounts.as_chunks::<2>();
    ensure!(
        odd.is_empty() && (1..=MAX_BATCH).contains(&pairs.len()),
        SecuritiesError::BadBatch
    );
    let (signer, decimals, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        (
            security.signer(),
            security.vault().decimals,
            security.next_event()?,
        )
    };
    let vault = Purse {
        token_program: &accounts.token_program,
        mint: &accounts.settlement_mint,
        decimals,
        vault: &accounts.vault,
        owner: accounts.security.as_ref(),
        signer,
    };

    let mut payments = Vec::with_capacity(pairs.len());
    let mut skipped = 0_u8;
    for [holder, payout_account] in pairs {
        match take(accounts, holder, payout_account)? {
            Some(payment) => {
                vault.pay(payout_account, payment.amount)?;
                payments.push(payment);
            }
            None => skipped = skipped.saturating_add(1),
        }
    }

    events::emit(
        &ctx.accounts.event_authority,
        &HoldersPaid {
            security: ctx.accounts.security.key(),
            sequence,
            tranche: ctx.accounts.tranche.key(),
            payments,
            skipped,
        },
    )?;
    Ok(())
}

/// Books one holder's payment, or passes over a holder that is gone, is owed nothing, or cannot be paid.
fn take<'info>(
    accounts: &PayHolders<'info>,
    holder: &'info AccountInfo<'info>,
    payout_account: &AccountInfo<'info>,
) -> Result<Option<Payment>> {
    if *holder.owner == anchor_lang::system_program::ID {
        return Ok(None);
    }
    let loader = AccountLoader::<Holder>::try_from(holder)?;
    let holder = &mut loader.load_mut()?;
    ensure_keys_eq!(
        holder.tranche,
        accounts.tranche.key(),
        SecuritiesError::WrongTranche
    );
    ensure_keys_eq!(
        holder.payout_account,
        payout_account.key(),
        SecuritiesError::WrongPayoutAccount
    );
    if !token::can_receive(
        payout_account,
        accounts.token_program.key,
        accounts.settlement_mint.key,
    ) {
        return Ok(None);
    }
    let tranche = &mut accounts.tranche.load_mut()?;
    holder.settle(tranche)?;
    let amount = holder.take_owed()?;
    if amount == 0 {
        return Ok(None);
    }
    tranche.pay(amount)?;
    accounts.security.load_mut()?.vault_mut().pay(amount)?;
    Ok(Some(Payment {
        owner: holder.owner,
        amount,
    }))
}
