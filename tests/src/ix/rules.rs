//! The rules of a class for transfers.

use super::instruction;
use crate::{address, deal::Deal};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{ID, accounts, instruction as call, tranche::rules::TransferRulesTerms};

impl Deal {
    /// Sets the rules of a class.
    #[must_use]
    pub fn set_transfer_rules(&self, rank: u8, rules: TransferRulesTerms) -> Instruction {
        instruction(
            &accounts::SetTransferRules {
                sponsor: self.sponsor,
                security: self.security,
                tranche: self.class(rank).tranche,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetTransferRules { rules },
        )
    }

    /// Asks whether a transfer would be refused.
    #[must_use]
    pub fn check_transfer(&self, rank: u8, from: &Pubkey, to: &Pubkey, amount: u64) -> Instruction {
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::CheckTransfer {
                tranche,
                source_holder: address::holder(&tranche, from),
                destination_holder: address::holder(&tranche, to),
            },
            &call::CheckTransfer { amount },
        )
    }

    /// Ends what an owner must retain of a class.
    #[must_use]
    pub fn release_retention(&self, rank: u8) -> Instruction {
        let mut release = instruction(
            &accounts::ReleaseRetention {
                security: self.security,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ReleaseRetention { rank },
        );
        release.accounts.extend(self.tranches());
        release
    }
}
