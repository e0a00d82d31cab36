//! The Loss account: a loss of the pool from its announcement on.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// Layout version of a Loss.
pub const VERSION: u8 = 1;
/// The shortest notice of a loss, in seconds.
pub const MIN_NOTICE: i64 = 86_400;
/// The longest, in seconds.
pub const MAX_NOTICE: i64 = 366 * 86_400;

/// What became of a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum LossStatus {
    /// It is announced and changes nothing yet.
    Announced = 0,
    /// It has taken effect.
    Recorded = 1,
    /// The arbitrator struck it out before it did.
    Struck = 2,
}

/// A loss of the pool. Its address follows from its report, and the account is never closed, so that no report is used
/// twice. Address: see [`crate::chain::seeds::LOSS`].
#[account(zero_copy)]
pub struct Loss {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// 0 announced, 1 recorded, 2 struck out.
    pub status: u8,
    /// Zero.
    pub padding: [u8; 5],
    /// The security.
    pub security: Pubkey,
    /// SHA-256 of the report behind it; part of the address.
    pub report_sha256: [u8; 32],
    /// What was announced, settlement base units.
    pub amount: u64,
    /// When, Unix time.
    pub announced_at: i64,
    /// From when on anyone may record it, Unix time.
    pub due_at: i64,
    /// When it was recorded or struck out, Unix time; 0 before.
    pub ended_at: i64,
    /// What was recorded: what was announced, at most the principal that was outstanding then.
    pub recorded: u64,
    /// What of it was written off; covers paid the rest.
    pub written_off: u64,
    /// What of that was written up again by corrections.
    pub corrected: u64,
}

const _: () = assert!(size_of::<Loss>() == 128 && align_of::<Loss>() == 8);

impl Loss {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Ends an announcement, once.
    ///
    /// # Errors
    /// [`SecuritiesError::LossEnded`].
    pub(crate) fn end(&mut self, status: LossStatus, now: i64) -> Result<()> {
        ensure!(
            self.status == LossStatus::Announced as u8,
            SecuritiesError::LossEnded
        );
        self.status = status as u8;
        self.ended_at = now;
        Ok(())
    }
}
