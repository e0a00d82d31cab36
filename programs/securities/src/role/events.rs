//! Events: the transfer of roles.

use super::state::Role;
use anchor_lang::prelude::*;

/// The holder of a role named a new key for it.
#[event]
pub struct RoleProposed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The role.
    pub role: Role,
    /// The key or account that would be replaced.
    pub from: Pubkey,
    /// The key or account that would replace it.
    pub to: Pubkey,
    /// From when it can be accepted, in Unix seconds.
    pub effective_at: i64,
    /// Until when it can be accepted, in Unix seconds.
    pub expires_at: i64,
}

/// A role changed hands.
#[event]
pub struct RoleTransferred {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The role.
    pub role: Role,
    /// The key or account that held it before.
    pub from: Pubkey,
    /// The key or account that holds it now.
    pub to: Pubkey,
}

/// A role transfer ended without being accepted.
#[event]
pub struct RoleTransferEnded {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The role.
    pub role: Role,
    /// The key or account that was named.
    pub to: Pubkey,
    /// Whether the arbitrator refused it; otherwise it was withdrawn, or cleared after it expired.
    pub refused: bool,
}
