//! What is reported for a trigger.

use anchor_lang::prelude::*;

/// What a trigger needs to know and nothing else on the chain says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum CovenantReport {
    /// The reporter reports a net worth.
    NetWorth {
        /// The net worth, in settlement base units.
        value: u64,
        /// SHA-256 of the report.
        document_sha256: [u8; 32],
    },
    /// The arbitrator declares the event, or takes that back.
    Event {
        /// Whether it has happened, and is not over.
        declared: bool,
        /// SHA-256 of the document that says so.
        document_sha256: [u8; 32],
    },
    /// Anyone has the program look whether the disclosure is overdue.
    Disclosure,
}
