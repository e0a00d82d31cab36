//! Events: what happens to a tranche.

use anchor_lang::prelude::*;

/// An owner named another account for its money: refunds of a ticket, or payments of a holder.
#[event]
pub struct AccountNamed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The ticket or holder.
    pub subject: Pubkey,
    /// The token account.
    pub account: Pubkey,
}
