//! Reference rates, and the tranches that follow them.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{ID, accounts, instruction as call, rate::reference::ReferenceRateArgs};

/// A name as accounts hold it.
///
/// # Panics
/// On one that is too long.
#[must_use]
pub fn name(text: &str) -> [u8; 32] {
    let mut name = [0; 32];
    name[..text.len()].copy_from_slice(text.as_bytes());
    name
}

/// Creates a reference rate.
#[must_use]
pub fn create(reporter: &Pubkey, args: ReferenceRateArgs) -> Instruction {
    instruction(
        &accounts::CreateReferenceRate {
            reporter: *reporter,
            reference: address::reference(reporter, &args.name),
            system_program: SYSTEM,
            event_authority: address::event_authority(),
            program: ID,
        },
        &call::CreateReferenceRate { args },
    )
}

/// Reports a reference rate of a name.
#[must_use]
pub fn report(reporter: &Pubkey, text: &str, rate_ppm: u32) -> Instruction {
    instruction(
        &accounts::ReportReferenceRate {
            reporter: *reporter,
            reference: address::reference(reporter, &name(text)),
            event_authority: address::event_authority(),
            program: ID,
        },
        &call::ReportReferenceRate { rate_ppm },
    )
}

impl Deal {
    /// Fixes the rate of a class's next period at a reference rate.
    #[must_use]
    pub fn fix_rate_at(&self, rank: u8, reference: Pubkey) -> Instruction {
        instruction(
            &accounts::FixRate {
                security: self.security,
                tranche: self.class(rank).tranche,
                reference,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::FixRate {},
        )
    }

    /// Fixes the rate of a floating class's next period at the reference rate of its terms.
    ///
    /// # Panics
    /// If it does not float.
    #[must_use]
    pub fn fix_rate(&self, rank: u8) -> Instruction {
        let floating = self.class(rank).terms.floating;
        self.fix_rate_at(rank, floating.expect("a floating class").reference)
    }
}
