//! Events of credentials.

use anchor_lang::prelude::*;

/// A security's qualifiers were named.
#[event]
pub struct QualifiersSet {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The qualifiers, whose credentials admit holders; none: anyone may hold shares.
    pub qualifiers: Vec<Pubkey>,
}
