//! Events of disclosures and windows.

use super::calendar::DisclosureTerms;
use crate::security::document::MAX_URI;
use anchor_lang::prelude::*;

/// A security's calendar of disclosures was set.
#[event]
pub struct DisclosuresSet {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// What is due; nothing: no disclosures.
    pub items: Vec<DisclosureTerms>,
}

/// A disclosure was posted.
#[event]
pub struct DisclosurePosted {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Its kind.
    pub kind: u8,
    /// Number of its period, from 0.
    pub period: u32,
    /// Who made it.
    pub attestor: Pubkey,
    /// SHA-256 of the document.
    pub sha256: [u8; 32],
    /// The address of the document, UTF-8, padded with zeros.
    pub uri: [u8; MAX_URI],
    /// Day number of the day by which it was due.
    pub due_day: u64,
    /// Whether it was posted after that day.
    pub late: bool,
}

/// The sponsor told a security's holders something.
#[event]
pub struct NoticePosted {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// Its kind, a number of the sponsor's choice.
    pub kind: u8,
    /// The disclosure that it is about; the default address: about none.
    pub disclosure: Pubkey,
    /// SHA-256 of the document.
    pub sha256: [u8; 32],
    /// The address of the document, UTF-8, padded with zeros.
    pub uri: [u8; MAX_URI],
}

/// Shares of a tranche can be exchanged.
#[event]
pub struct WindowOpened {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The tranche.
    pub tranche: Pubkey,
    /// When the window ends, in Unix seconds.
    pub until: i64,
}
