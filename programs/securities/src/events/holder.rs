//! Events of holders.

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
