//! Whether a class takes new money, or has come to an end.

use super::state::Tranche;
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// Whether a tranche takes new money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum TrancheStatus {
    /// It takes new money.
    Open = 0,
    /// Losses took all principal that was outstanding.
    Wiped = 1,
    /// The whole class was converted.
    Converted = 2,
    /// The whole class was redeemed by a call.
    Redeemed = 3,
}

impl Tranche {
    /// Refuses new money if losses took all principal, or the class was converted or redeemed.
    pub(crate) fn require_not_wiped(&self) -> Result<()> {
        self.require_not_converted()?;
        ensure!(
            self.status == TrancheStatus::Open as u8,
            SecuritiesError::TrancheWiped
        );
        Ok(())
    }
}
