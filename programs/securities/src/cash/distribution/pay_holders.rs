//! `pay_holders`

use super::{
    events::{HoldersPaid, Payment},
    payout,
};
use crate::{
    chain::{
        event::emit,
        token::{self, TokenVault},
    },
    errors::SecuritiesError,
    math::fixed::{self, BPS},
    security::{state::Security, vaults::vault_of},
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// The most holders in one batch.
pub const MAX_BATCH: usize = 24;

/// The remaining accounts: the holders that a batch pays.
pub const HOLDERS: &str = "1 to 24 pairs of holder and payout account, writable (BadBatch, WrongTranche, \
    WrongPayoutAccount)";

/// Accounts of `pay_holders`, followed by [`HOLDERS`].
#[event_cpi]
#[derive(Accounts)]
pub struct PayHolders<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche of all holders in the batch.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The security's vault for the mint.
    /// CHECK: by address.
    #[account(mut, address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The mint to pay in, which must be one that the security has a vault for.
    /// CHECK: the vault is found by it.
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = vault_of(&security, mint.key)?.token_program
            @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
    /// Receives the tip: a token account for the settlement mint. If it cannot be paid, there is no tip.
    /// CHECK: the caller's choice.
    #[account(mut, dup)]
    pub tip_account: UncheckedAccount<'info>,
}

/// What all payments of the batch have in common.
struct Batch {
    vault: u8,
    tip: (u64, u32),
    now: i64,
}

/// See [`crate::securities::pay_holders`].
pub fn pay_holders<'info>(ctx: Context<'info, PayHolders<'info>>, bumps: Vec<u8>) -> Result<()> {
    let accounts = &ctx.accounts;
    let (pairs, odd) = ctx.remaining_accounts.as_chunks::<2>();
    ensure!(
        odd.is_empty() && (1..=MAX_BATCH).contains(&pairs.len()),
        SecuritiesError::BadBatch
    );
    let (batch, decimals, signer, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        let vault = security.vault_index(accounts.mint.key)?;
        let batch = Batch {
            vault,
            tip: (security.tip_flat, security.tip_bps),
            now: Clock::get()?.unix_timestamp,
        };
        ensure!(
            vault == 0 || bumps.len() == pairs.len(),
            SecuritiesError::BadBatch
        );
        (
            batch,
            security.vault_at(vault)?.decimals,
            security.signer(),
            security.next_event()?,
        )
    };
    accounts.tranche.load_mut()?.roll(batch.now)?;
    let vault = TokenVault {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        vault: &accounts.vault,
        owner: accounts.security.as_ref(),
        signer,
    };

    let (mut payments, mut skipped, mut tips) = (Vec::with_capacity(pairs.len()), 0_u8, 0_u64);
    let mut sent = Vec::with_capacity(pairs.len());
    for (at, [holder, payout_account]) in pairs.iter().enumerate() {
        let bump = bumps.get(at).copied().unwrap_or_default();
        match accounts.take(&batch, holder, payout_account, bump)? {
            Some((payment, is_tipped)) => {
                sent.push((payout_account, payment.amount));
                if is_tipped {
                    let (flat, bps) = batch.tip;
                    let part = fixed::mul_div_floor(payment.amount, bps.into(), BPS)?;
                    tips = fixed::add(tips, part.min(flat))?;
                }
                payments.push(payment);
            }
            None => skipped = skipped.saturating_add(1),
        }
    }
    vault.pay_all(&sent)?;
    let tip = accounts.take_tip(&batch, tips)?;
    vault.pay(&accounts.tip_account, tip)?;

    emit(
        &ctx.accounts.event_authority,
        &HoldersPaid {
            security: ctx.accounts.security.key(),
            sequence,
            tranche: ctx.accounts.tranche.key(),
            mint: ctx.accounts.mint.key(),
            payments,
            skipped,
            tip,
        },
    )
}

impl<'info> PayHolders<'info> {
    /// Records one holder's payment, or skips a holder whose record is closed or the wrapper's, that is owed nothing,
    /// whose owner claims what it is owed, or that cannot be paid. Also whether the payment earns a tip: what came out of
    /// units does not.
    fn take(
        &self,
        batch: &Batch,
        holder: &'info AccountInfo<'info>,
        payout_account: &AccountInfo<'info>,
        bump: u8,
    ) -> Result<Option<(Payment, bool)>> {
        if *holder.owner == anchor_lang::system_program::ID {
            return Ok(None);
        }
        let loader = AccountLoader::<Holder>::try_from(holder)?;
        let holder = &mut loader.load_mut()?;
        ensure_keys_eq!(
            holder.tranche,
            self.tranche.key(),
            SecuritiesError::WrongTranche
        );
        // What the wrapper's shares earn stays owed, for whoever unwraps them.
        if holder.is_wrapper == 1 {
            return Ok(None);
        }
        let other = (batch.vault > 0).then_some((self.mint.key, self.token_program.key, bump));
        payout::require_payout_account(holder, payout_account.key, other)?;
        let tranche = &mut self.tranche.load_mut()?;
        holder.update(tranche)?;
        // What waits to be claimed can be paid to an account that the owner names: it is not unpayable.
        if holder.earned(batch.vault)?.owed == 0 || holder.waits_for_claim(batch.vault) {
            return Ok(None);
        }
        if !token::can_receive(payout_account, self.token_program.key, self.mint.key) {
            // An account passed as read-only or at another bump cannot be paid either, but that proves nothing about
            // the holder.
            if holder.earned(batch.vault)?.unpayable_since == 0
                && payout_account.is_writable
                && (batch.vault == 0
                    || payout::is_associated(
                        holder,
                        payout_account.key,
                        (self.mint.key, self.token_program.key),
                    ))
            {
                holder.earned_mut(batch.vault)?.note_unpayable(batch.now);
            }
            return Ok(None);
        }
        let security = &mut self.security.load_mut()?;
        let is_tipped = holder.untipped == 0;
        let amount = payout::mark_paid(security, tranche, holder, batch.vault)?;
        let owner = holder.owner;
        Ok(Some((Payment { owner, amount }, is_tipped)))
    }

    /// Records the caller's tip, as far as there is a budget and the tip account can be paid. Only payments in the
    /// settlement mint are tipped, each by at most a part of its own amount, so many small batches earn no more than
    /// one.
    fn take_tip(&self, batch: &Batch, wanted: u64) -> Result<u64> {
        if batch.vault > 0
            || wanted == 0
            || self.tip_account.key == self.vault.key
            || !token::can_receive(&self.tip_account, self.token_program.key, self.mint.key)
        {
            return Ok(0);
        }
        let security = &mut self.security.load_mut()?;
        let vault = security.vault_mut();
        let tip = wanted.min(vault.tips);
        vault.tip(tip)?;
        Ok(tip)
    }
}
