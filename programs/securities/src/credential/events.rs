//! Events of credentials.

use super::protocol::ProtocolTerms;
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
    /// How protocols may register; none: they may not.
    pub protocols: Option<ProtocolTerms>,
}

/// An address of a program registered itself to hold a security's shares, or renewed its registration.
#[event]
pub struct ProtocolRegistered {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The address.
    pub address: Pubkey,
    /// The program that the address is derived from.
    pub program: Pubkey,
    /// When the registration becomes or became valid, in Unix seconds.
    pub valid_from: i64,
    /// When it expires, in Unix seconds.
    pub until: i64,
}

/// A registration was vetoed or suspended, or its suspension lifted.
#[event]
pub struct ProtocolDecided {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The address that is registered.
    pub address: Pubkey,
    /// The qualifier, arbitrator or sponsor that decided.
    pub decider: Pubkey,
    /// How the registration stands now: 1 valid, 2 vetoed, 3 suspended.
    pub state: u8,
}
