//! The call of a class: what its shares are paid leaves the treasury, and all that they were owed ends.

use crate::{
    errors::SecuritiesError,
    security::state::Security,
    tranche::{redemption::Redeemed, state::Tranche},
};
use anchor_lang::prelude::*;

/// Redeems a class at a price of a whole share, if all shares cost no more than `most`.
///
/// # Errors
/// [`SecuritiesError::Winding`], [`SecuritiesError::DeliveryAwaited`], [`SecuritiesError::LossesAnnounced`],
/// [`SecuritiesError::BooksStand`], [`SecuritiesError::DrawTooLate`], [`SecuritiesError::InsufficientFunds`]; those of
/// [`Tranche::redeem`].
#[inline(never)]
pub(super) fn execute(
    (price, most): (u64, u64),
    security: &mut Security,
    class: Option<&mut Tranche>,
    now: i64,
) -> Result<Redeemed> {
    let class = class.ok_or(SecuritiesError::TranchesIncomplete)?;
    security.require_running()?;
    security.delivery.require_confirmed()?;
    security.require_no_loss_announced()?;
    // What locked books hold may become fewer shares, and no shares are sold that end.
    ensure!(security.winding.books == 0, SecuritiesError::BooksStand);
    let redeemed = class.redeem((price, most), now)?;
    security
        .vault_mut()
        .pay_from_treasury(redeemed.amount, now)?;
    security.invariant()?;
    Ok(redeemed)
}
