//! Reported rates.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{ID, accounts, instruction as call};

impl Deal {
    /// Lets the reporter say what a mint is worth.
    #[must_use]
    pub fn create_rate(&self, mint: &Pubkey, daily_bps: u32) -> Instruction {
        instruction(
            &accounts::CreateRate {
                sponsor: self.sponsor,
                security: self.security,
                mint: *mint,
                rate: address::rate(&self.security, mint),
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CreateRate { daily_bps },
        )
    }

    /// Reports what units of a mint are worth.
    #[must_use]
    pub fn report_rate(&self, mint: &Pubkey, numerator: u64, denominator: u64) -> Instruction {
        instruction(
            &accounts::ReportRate {
                reporter: self.reporter,
                security: self.security,
                rate: address::rate(&self.security, mint),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ReportRate {
                numerator,
                denominator,
            },
        )
    }
}
