//! Events: the hand-over of roles.

use super::state::Role;
use anchor_lang::prelude::*;

/// Who holds a role named a new key for it.
#[event]
pub struct RoleProposed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The role.
    pub role: Role,
    /// Who or what would be replaced.
    pub from: Pubkey,
    /// By whom or what.
    pub to: Pubkey,
    /// From when it can be accepted.
    pub effective_at: i64,
    /// Until when.
    pub expires_at: i64,
}

/// A role changed hands.
#[event]
pub struct RoleHandedOver {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The role.
    pub role: Role,
    /// Who or what held it.
    pub from: Pubkey,
    /// Who or what holds it now.
    pub to: Pubkey,
}

/// A hand-over came to nothing.
#[event]
pub struct HandoverEnded {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The role.
    pub role: Role,
    /// Who or what was named.
    pub to: Pubkey,
    /// Whether the arbitrator refused it; else it was taken back, or expired.
    pub refused: bool,
}
