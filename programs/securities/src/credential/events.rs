//! Events: credentials.

use anchor_lang::prelude::*;

/// A security named whose credentials admit holders.
#[event]
pub struct QualifiersSet {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The qualifiers; none: anyone may hold.
    pub qualifiers: Vec<Pubkey>,
}
