//! The Disclosure account: that holders were told what the calendar asks for, of a kind and a period.

use crate::security::document::MAX_URI;
use anchor_lang::prelude::*;

/// Layout version of a Disclosure.
pub const VERSION: u8 = 1;

/// What holders were told of a period. It is never changed and never closed. Address: see
/// [`crate::chain::seeds::DISCLOSURE`].
#[account(zero_copy)]
pub struct Disclosure {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Its kind.
    pub kind: u8,
    /// 1: it was posted after the day by which it was due.
    pub late: u8,
    /// Number of its period, from 0.
    pub period: u32,
    /// When it was posted, in Unix seconds.
    pub posted_at: i64,
    /// Day number of the day by which it was due.
    pub due_day: u64,
    /// The security.
    pub security: Pubkey,
    /// Who made it.
    pub attestor: Pubkey,
    /// SHA-256 of the document.
    pub sha256: [u8; 32],
    /// The address of the document, UTF-8, padded with zeros.
    pub uri: [u8; MAX_URI],
}

const _: () = assert!(size_of::<Disclosure>() == 248 && align_of::<Disclosure>() == 8);
