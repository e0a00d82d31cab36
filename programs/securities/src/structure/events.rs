//! Events: changes of the structure.

use crate::tranche::{rules::TransferRulesTerms, terms::TrancheTerms};
use anchor_lang::prelude::*;

/// The structure was set or changed: the waterfall, or terms of tranches.
#[event]
pub struct StructureSet {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The structure version that it set.
    pub structure_version: u32,
    /// SHA-256 of the offering document that describes the structure.
    pub document_sha256: [u8; 32],
    /// Number of tiers.
    pub tiers: u8,
    /// Number of triggers.
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
    /// Its new terms.
    pub terms: TrancheTerms,
}

/// The rules of a class for transfers of its shares were set, or replaced.
#[event]
pub struct TransferRulesSet {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// All its rules.
    pub rules: TransferRulesTerms,
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
    /// Who receives the shares that books do not grant, if their number is fixed; the default address: nobody.
    pub manager: Pubkey,
    /// The form of its shares: 0 with this program's transfer hook, 1 frozen outside exchange windows.
    pub form: u8,
}

/// A security was created.
#[event]
pub struct SecurityCreated {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The sponsor, who created it.
    pub sponsor: Pubkey,
    /// The sponsor's number for it.
    pub id: u64,
    /// The settlement mint.
    pub settlement_mint: Pubkey,
}
