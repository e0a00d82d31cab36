//! What is owed to a holder, and where it may go.

use crate::{
    errors::SecuritiesError,
    security::state::Security,
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;
use anchor_spl::associated_token::{self, get_associated_token_address_with_program_id};

/// Takes what a holder is owed in a vault's mint out of all counters; the caller sends it.
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

/// Takes what was taken from a holder's record out of the counters of its tranche and its vault.
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

/// Refuses any payout account but the one of the holder: the one it named for the settlement mint, its owner's
/// associated account for others, of which the caller gives the bump.
pub(crate) fn require_payout_account(
    holder: &Holder,
    account: &Pubkey,
    other: Option<(&Pubkey, &Pubkey, u8)>,
) -> Result<()> {
    let right = match other {
        None => holder.payout_account == *account,
        // At another bump nobody can create an account: it cannot be paid, which says nothing of the holder, see below.
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

/// Whether an account is its owner's associated account, at the one bump at which it can be created: only where that
/// cannot be paid, the holder cannot.
pub(crate) fn is_associated(
    holder: &Holder,
    account: &Pubkey,
    (mint, token_program): (&Pubkey, &Pubkey),
) -> bool {
    get_associated_token_address_with_program_id(&holder.owner, mint, token_program) == *account
}
