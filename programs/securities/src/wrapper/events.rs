//! Events of wrappers.

use anchor_lang::prelude::*;

/// A tranche was given a wrapper, with its holder record.
#[event]
pub struct WrapperCreated {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The wrapper, which owns its holder record.
    pub wrapper: Pubkey,
    /// The mint of its units.
    pub mint: Pubkey,
    /// The token program of that mint.
    pub token_program: Pubkey,
    /// Whether the sponsor said that whoever holds units needs no credential.
    pub bearer: bool,
}

/// Shares became units. They moved from the owner's record to the wrapper's, with the cash that as many units hold.
#[event]
pub struct SharesWrapped {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner of the shares.
    pub owner: Pubkey,
    /// The token account that received the units.
    pub unit_account: Pubkey,
    /// Share base units, and as many base units of the wrapper's mint.
    pub amount: u64,
    /// Cash that the units took with them, in base units, for each of the security's vaults.
    pub cash: [u64; 4],
    /// The part of it that the owner's token accounts paid in. The rest came out of what the record was owed.
    pub paid_in: [u64; 4],
}

/// Units became shares. They moved from the wrapper's record to the owner's, which is owed the cash that the units held.
#[event]
pub struct SharesUnwrapped {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// The owner of the record that received the shares.
    pub owner: Pubkey,
    /// Base units of the wrapper's mint, and as many share base units.
    pub amount: u64,
    /// Cash that the record is owed for the units, in base units, for each of the security's vaults.
    pub cash: [u64; 4],
}
