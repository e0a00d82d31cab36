//! Events of holder records.

use crate::tranche::thaw::Freeze;
use anchor_lang::prelude::*;

/// A holder record was opened.
#[event]
pub struct HolderOpened {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
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
    /// The security's event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner.
    pub owner: Pubkey,
    /// Total paid to the holder, or sent to the escheat account for it, in settlement base units.
    pub paid: u64,
}

/// A token transfer moved shares; both holders were updated first. The event is logged, without a sequence number: each
/// account of the hook adds to the cost of every transfer, and a number would require the security to be writable. The
/// token transfer itself is on the ledger.
#[event]
pub struct SharesMoved {
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner that the shares left.
    pub from: Pubkey,
    /// The owner that received the shares.
    pub to: Pubkey,
    /// Share base units.
    pub amount: u64,
}

/// The manager of a tranche with a fixed number of shares received shares from the pot, and what the pot had earned.
#[event]
pub struct PointsTaken {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The manager.
    pub owner: Pubkey,
    /// Share base units.
    pub shares: u64,
    /// What the manager is owed for the pot's earnings, in base units, for each of the security's vaults.
    pub earned: [u64; 4],
    /// The manager's account, if it was thawed and is frozen with the shares because they are locked.
    pub frozen: Vec<Freeze>,
}

/// A qualifier's statement about an owner, or the owner's registration as a protocol, was copied into its holder record.
#[event]
pub struct HolderQualified {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner.
    pub owner: Pubkey,
    /// The qualifier; the security itself for a registered protocol.
    pub qualifier: Pubkey,
    /// The category of investors that the qualifier states.
    pub category: u8,
    /// When the credential expires, in Unix seconds; 0: revoked, or suspended.
    pub until: i64,
    /// The person that the record is counted for, where the class limits holders.
    pub person: Pubkey,
}

/// An owner set up to how many shares its record may receive.
#[event]
pub struct SharesAllotted {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner.
    pub owner: Pubkey,
    /// The person that the record is counted for.
    pub person: Pubkey,
    /// The allotment, in share base units; 0: none any more.
    pub allotted: u64,
    /// Persons that have an allotment now.
    pub persons: u32,
}

/// An owner need no longer retain shares, since no debt of the security is outstanding.
#[event]
pub struct RetentionReleased {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The class's rank.
    pub rank: u8,
    /// The owner.
    pub owner: Pubkey,
    /// The shares that its record had to keep, in share base units.
    pub shares: u64,
}

/// A token account of the frozen form was thawed.
#[event]
pub struct AccountThawed {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner.
    pub owner: Pubkey,
    /// The token account.
    pub account: Pubkey,
    /// What it held, in share base units, which the record keeps until the freeze.
    pub shares: u64,
    /// The end of the window, from which on anyone can freeze it, in Unix seconds.
    pub until: i64,
}

/// A token account of the frozen form was frozen, or was found closed, and its record follows. A delivery of locked shares, which
/// freezes an account as well, says so in its own event: see `frozen` of `TicketSettled` and [`PointsTaken`].
#[event]
pub struct AccountFrozen {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner.
    pub owner: Pubkey,
    /// The token account.
    pub account: Pubkey,
    /// What the record had before, in share base units.
    pub before: u64,
    /// What it has now.
    pub shares: u64,
    /// Accounts of the class that are still thawed; with 0, what was held is credited.
    pub thawed: u32,
    /// Of the last one: what was burnt while accounts were thawed, in share base units. This record has those shares, without tokens.
    pub burnt: u64,
}
