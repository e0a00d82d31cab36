//! Events of a security and its structure.

use crate::tranche::terms::TrancheTerms;
use anchor_lang::prelude::*;

/// A security was created.
#[event]
pub struct SecurityCreated {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Who created it.
    pub sponsor: Pubkey,
    /// The sponsor's number for it.
    pub id: u64,
    /// The mint it settles in.
    pub settlement_mint: Pubkey,
}

/// A tranche was created.
#[event]
pub struct TrancheCreated {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// Its rank; 0 is the most senior.
    pub rank: u8,
    /// Its share mint.
    pub mint: Pubkey,
    /// Who takes what books do not grant, where its number is fixed; the default address: nobody.
    pub manager: Pubkey,
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

/// The structure was set or changed: the waterfall, or terms of classes.
#[event]
pub struct StructureSet {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The waterfall's edition.
    pub edition: u32,
    /// SHA-256 of the offering document that describes it.
    pub document_sha256: [u8; 32],
    /// Tiers.
    pub tiers: u8,
    /// Triggers.
    pub triggers: u8,
}

/// The terms of a tranche were changed, before a book was locked.
#[event]
pub struct TrancheTermsSet {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// Its rank.
    pub rank: u8,
    /// Its terms now.
    pub terms: TrancheTerms,
}

/// The sponsor drew proceeds.
#[event]
pub struct ProceedsDrawn {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// In which mint.
    pub mint: Pubkey,
    /// Where to.
    pub destination: Pubkey,
    /// How much.
    pub amount: u64,
}

/// The arbitrator confirmed the delivery that proceeds waited for.
#[event]
pub struct DeliveryConfirmed {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// SHA-256 of the document that shows it.
    pub document_sha256: [u8; 32],
}

/// What came into a vault unasked before the first lock of a book was moved to the treasury.
#[event]
pub struct DonationSwept {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Of which mint.
    pub mint: Pubkey,
    /// How much.
    pub amount: u64,
}

/// A security got a vault for another mint.
#[event]
pub struct VaultAdded {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The mint.
    pub mint: Pubkey,
    /// The vault.
    pub vault: Pubkey,
}

/// A mint's rate can be reported.
#[event]
pub struct RateCreated {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The mint.
    pub mint: Pubkey,
    /// The most it may move in a day, basis points.
    pub daily_bps: u32,
}

/// A rate was reported.
#[event]
pub struct RateReported {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The mint.
    pub mint: Pubkey,
    /// So many settlement base units,
    pub numerator: u64,
    /// for so many base units of the mint.
    pub denominator: u64,
}
