//! Events: what happens to holders' records.

use anchor_lang::prelude::*;

/// A holder record was opened.
#[event]
pub struct HolderOpened {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner.
    pub owner: Pubkey,
}

/// A holder record was closed.
#[event]
pub struct HolderClosed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner.
    pub owner: Pubkey,
    /// Paid to it while it was open.
    pub paid: u64,
}

/// Shares moved by a token transfer; both holders were settled first. Logged, without a sequence number: each
/// account of a hook costs every transfer, and a number would need the security writable. The token transfer
/// itself is on the ledger.
#[event]
pub struct SharesMoved {
    /// The tranche.
    pub tranche: Pubkey,
    /// From.
    pub from: Pubkey,
    /// To.
    pub to: Pubkey,
    /// Share base units.
    pub amount: u64,
}

/// The manager of a tranche of a fixed number got what books did not grant, and what that had earned.
#[event]
pub struct PointsTaken {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The manager.
    pub owner: Pubkey,
    /// Share base units.
    pub shares: u64,
    /// What is owed to the manager by it, base units, by the security's vaults.
    pub earned: [u64; 4],
}

/// A holder record took over what a qualifier says of its owner.
#[event]
pub struct HolderQualified {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner.
    pub owner: Pubkey,
    /// Who says so.
    pub qualifier: Pubkey,
    /// The class.
    pub class: u8,
    /// Until when, Unix time; 0: revoked.
    pub until: i64,
}
