//! Events of the wind-down. They are numbered by the security, also once it is closed.

use crate::security::state::MAX_VAULTS;
use anchor_lang::prelude::*;

/// Whoever is in control began the wind-down. Where a resolution did, its execution says so.
#[event]
pub struct WindDownBegan {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// From when it can end, in Unix seconds.
    pub ends_from: i64,
}

/// A security has ended.
#[event]
pub struct SecurityEnded {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// What nobody was there to take, by vault, in base units of its mint.
    pub left: [u64; MAX_VAULTS],
}

/// A revenue source was closed.
#[event]
pub struct SourceClosed {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The source.
    pub source: Pubkey,
    /// What went to the vault, in base units of its mint.
    pub rest: u64,
}

/// An account of a security that has ended was closed.
#[event]
pub struct AccountClosed {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The account.
    pub account: Pubkey,
    /// The account's discriminator, which says what it was.
    pub kind: [u8; 8],
    /// Who received its rent.
    pub rent_payer: Pubkey,
}

/// A vault was closed.
#[event]
pub struct VaultClosed {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
    /// The vault's mint.
    pub mint: Pubkey,
    /// What was left in it, in base units of the mint: what nobody was there to take, tips, donations, and what rounding kept.
    pub left: u64,
    /// Where that went.
    pub destination: Pubkey,
}

/// A security was closed.
#[event]
pub struct SecurityClosed {
    /// The security.
    pub security: Pubkey,
    /// The security's event number.
    pub sequence: u64,
}
