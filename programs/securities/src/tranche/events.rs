//! Events: what happens to a tranche.

use anchor_lang::prelude::*;

/// A holder named another account for its payments.
#[event]
pub struct PayoutAccountNamed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The holder's record.
    pub holder: Pubkey,
    /// The token account.
    pub account: Pubkey,
}
