//! The transfer hook. Token-2022 calls it after it has moved shares, and the hook moves them between the records.
//!
//! Both holders are updated to the current accumulator first, so a payment belongs to whoever held the shares at the time. A
//! token account that receives shares must keep its owner forever: otherwise its owner could separate the tokens from
//! its own record.

use super::events::SharesMoved;
use crate::{
    errors::SecuritiesError,
    math::quantity::Shares,
    tranche::{holder::Holder, moves::Move, state::Tranche},
};
use anchor_lang::prelude::*;
use anchor_spl::token_2022::{
    self,
    spl_token_2022::{
        extension::{
            BaseStateWithExtensions, PodStateWithExtensions, immutable_owner::ImmutableOwner,
            transfer_hook::TransferHookAccount,
        },
        pod::PodAccount,
    },
};

/// Accounts of the hook: those of the transfer hook interface, in its order, then this program's three.
#[derive(Accounts)]
pub struct TransferHook<'info> {
    /// The source token account, which the shares have left.
    /// CHECK: read in the handler.
    pub source: UncheckedAccount<'info>,
    /// The share mint.
    /// CHECK: by the tranche.
    pub mint: UncheckedAccount<'info>,
    /// The destination token account, which the shares have reached.
    /// CHECK: read in the handler.
    pub destination: UncheckedAccount<'info>,
    /// The authority that signed the transfer.
    /// CHECK: the token program has checked it, and the hook gives it no power.
    pub authority: UncheckedAccount<'info>,
    /// The list of the hook's extra accounts.
    /// CHECK: the token program has read it, and the hook trusts no account because of it.
    pub hook_accounts: UncheckedAccount<'info>,
    /// The tranche.
    #[account(has_one = mint @ SecuritiesError::WrongMint)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record of the source account's owner.
    /// CHECK: read in the handler, since it may be missing, or the same as the destination's.
    #[account(mut)]
    pub source_holder: UncheckedAccount<'info>,
    /// The holder record of the destination account's owner.
    /// CHECK: read in the handler.
    #[account(mut, dup)]
    pub destination_holder: UncheckedAccount<'info>,
}

/// See [`crate::securities::transfer_hook`].
pub fn transfer_hook<'info>(ctx: Context<'info, TransferHook<'info>>, amount: u64) -> Result<()> {
    let accounts: &'info TransferHook<'info> = ctx.accounts;
    let from = owner_in_transfer(&accounts.source, accounts.mint.key, false)?;
    // Checked also between two accounts of one owner: an account that is handed over later passes no hook.
    let to = owner_in_transfer(&accounts.destination, accounts.mint.key, true)?;
    if from == to {
        return Ok(());
    }
    let tranche = &*accounts.tranche.load()?;
    let key = accounts.tranche.key();

    let source = loader(accounts.source_holder.as_ref())?;
    let mut source = source.load_mut()?;
    require_of(&source, &key, &from)?;
    let destination = loader(accounts.destination_holder.as_ref())?;
    let mut destination = destination.load_mut()?;
    require_of(&destination, &key, &to)?;

    let now = Clock::get()?.unix_timestamp;
    tranche.check_move(&Move {
        from: Some(&source),
        to: Some(&destination),
        amount,
        now,
    })?;
    if tranche.is_streaming() {
        update_streaming(tranche, (&mut source, &mut destination), now)?;
    } else {
        source.update(tranche)?;
        destination.update(tranche)?;
    }
    source.note_sent(tranche, amount, now)?;
    source.take_shares(tranche, Shares(amount))?;
    destination.add_shares(tranche, Shares(amount))?;

    emit!(SharesMoved {
        tranche: key,
        from,
        to,
        amount,
    });
    Ok(())
}

/// Updates both holders as if the tranche, which the hook cannot write, were rolled forward to now.
#[inline(never)]
fn update_streaming(
    tranche: &Tranche,
    (source, destination): (&mut Holder, &mut Holder),
    now: i64,
) -> Result<()> {
    let rolled = tranche.payouts_at(now)?;
    let payouts = rolled.get(..tranche.payouts().len()).unwrap_or(&[]);
    source.update_at(payouts)?;
    destination.update_at(payouts)
}

/// The owner of a token account of this mint that is in a transfer right now. Token-2022 sets the `transferring` flag
/// on both accounts only while it calls the hook, so nobody else can call the hook with effect. If the account receives
/// shares, the token program must keep its owner forever.
fn owner_in_transfer(account: &AccountInfo<'_>, mint: &Pubkey, receives: bool) -> Result<Pubkey> {
    ensure_keys_eq!(
        *account.owner,
        token_2022::ID,
        SecuritiesError::NotTransferring
    );
    let data = account.try_borrow_data()?;
    let state = PodStateWithExtensions::<PodAccount>::unpack(&data)
        .map_err(|_| SecuritiesError::NotTransferring)?;
    let transferring = state
        .get_extension::<TransferHookAccount>()
        .is_ok_and(|extension| bool::from(extension.transferring));
    ensure!(
        transferring && state.base.mint == *mint,
        SecuritiesError::NotTransferring
    );
    ensure!(
        !receives || state.get_extension::<ImmutableOwner>().is_ok(),
        SecuritiesError::ShareAccountMutable
    );
    Ok(state.base.owner)
}

/// Reads a record, which may be missing.
#[inline(always)]
pub(super) fn loader<'info>(
    account: &'info AccountInfo<'info>,
) -> Result<AccountLoader<'info, Holder>> {
    AccountLoader::try_from(account).map_err(|_| SecuritiesError::HolderMissing.into())
}

/// Refuses a record of another tranche or owner, as one that is missing.
#[inline(always)]
pub(super) fn require_of(holder: &Holder, tranche: &Pubkey, owner: &Pubkey) -> Result<()> {
    require_tranche(holder, tranche)?;
    ensure!(holder.owner == *owner, SecuritiesError::HolderMissing);
    Ok(())
}

/// Refuses a record of another tranche, as one that is missing.
#[inline(always)]
pub(super) fn require_tranche(holder: &Holder, tranche: &Pubkey) -> Result<()> {
    ensure!(holder.tranche == *tranche, SecuritiesError::HolderMissing);
    Ok(())
}
