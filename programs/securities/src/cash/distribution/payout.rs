//! What is owed to a holder, and which account it may go to.

use crate::{
    errors::SecuritiesError,
    security::state::Security,
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;
use anchor_spl::associated_token::{self, get_associated_token_address_with_program_id};

/// Takes what a holder is owed in a vault's mint out of all counters; the caller sends the money.
pub(crate) fn mark_paid(
    security: &mut Security,
    tranche: &mut Tranche,
    holder: &mut Holder,
    vault: u8,
) -> Result<u64> {
    let amount = holder.take_owed(vault)?;
    deduct(security, tranche, vault, amount)?;
    Ok(amount)
}

/// Deducts an amount taken from a holder's record from the counters of its tranche and vault.
pub(crate) fn deduct(
    security: &mut Security,
    tranche: &mut Tranche,
    vault: u8,
    amount: u64,
) -> Result<()> {
    if amount > 0 {
        tranche.pay(vault, amount)?;
        security.vault_at_mut(vault)?.pay(amount)?;
    }
    Ok(())
}

/// Refuses any account but the holder's payout account: for the settlement mint the one that it named; for other mints
/// its owner's associated account, whose bump the caller passes.
pub(crate) fn require_payout_account(
    holder: &Holder,
    account: &Pubkey,
    other: Option<(&Pubkey, &Pubkey, u8)>,
) -> Result<()> {
    let right = match other {
        None => holder.payout_account == *account,
        // Nobody can create an account at another bump. It cannot be paid, which proves nothing about the holder, see
        // below.
        Some((mint, token_program, bump)) => Pubkey::create_program_address(
            &[
                holder.owner.as_ref(),
                token_program.as_ref(),
                mint.as_ref(),
                &[bump],
            ],
            &associated_token::ID,
        )
        .is_ok_and(|address| address == *account),
    };
    ensure!(right, SecuritiesError::WrongPayoutAccount);
    Ok(())
}

/// Whether an account is the owner's associated account, at the only bump at which it can be created. Only if this
/// account cannot be paid can the holder not be paid.
pub(crate) fn is_associated(
    holder: &Holder,
    account: &Pubkey,
    (mint, token_program): (&Pubkey, &Pubkey),
) -> bool {
    get_associated_token_address_with_program_id(&holder.owner, mint, token_program) == *account
}
