//! The Loss account: a loss of the pool, from its announcement on.

use crate::{errors::SecuritiesError, security::state::Security};
use anchor_lang::prelude::*;

/// Layout version of a Loss.
pub const VERSION: u8 = 1;
/// The shortest notice of a loss, in seconds.
pub const MIN_NOTICE: i64 = 86_400;
/// The longest notice of a loss, in seconds.
pub const MAX_NOTICE: i64 = 366 * 86_400;

/// The status of a loss.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum LossStatus {
    /// It has been announced and changes nothing yet.
    Announced = 0,
    /// It has taken effect.
    Recorded = 1,
    /// The arbitrator struck it out before it took effect.
    Struck = 2,
}

/// A loss of the pool. Its address derives from its report and the account is never closed, so no report is used twice.
/// Address: see [`crate::chain::seeds::LOSS`].
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
    /// The amount announced, in settlement base units.
    pub amount: u64,
    /// When it was announced, in Unix seconds.
    pub announced_at: i64,
    /// From when anyone may record it, in Unix seconds.
    pub due_at: i64,
    /// When it was recorded or struck out, in Unix seconds; 0 before.
    pub ended_at: i64,
    /// The amount recorded: the amount announced, at most the principal outstanding at that time.
    pub recorded: u64,
    /// The part of it that was written off; covers paid the rest.
    pub written_off: u64,
    /// The part of the write-off that corrections have written up again.
    pub corrected: u64,
}

const _: () = assert!(size_of::<Loss>() == 128 && align_of::<Loss>() == 8);

impl Loss {
    /// Size of the account in bytes, with its discriminator.
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

impl Security {
    /// Counts a loss that is announced.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub(super) fn announce_loss(&mut self) -> Result<()> {
        let announced = self.announced_losses.checked_add(1);
        self.announced_losses = announced.ok_or(SecuritiesError::Overflow)?;
        Ok(())
    }

    /// Counts that one of them was recorded or struck out.
    ///
    /// # Errors
    /// [`SecuritiesError::CountersInconsistent`].
    pub(super) fn end_loss(&mut self) -> Result<()> {
        let announced = self.announced_losses.checked_sub(1);
        self.announced_losses = announced.ok_or(SecuritiesError::CountersInconsistent)?;
        Ok(())
    }

    /// Refuses a conversion while losses are announced: it would pass them on to those that they are not for.
    ///
    /// # Errors
    /// [`SecuritiesError::LossesAnnounced`].
    pub(crate) fn require_no_loss_announced(&self) -> Result<()> {
        ensure!(self.announced_losses == 0, SecuritiesError::LossesAnnounced);
        Ok(())
    }
}
