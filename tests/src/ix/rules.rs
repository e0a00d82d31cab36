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
}
