//! The rules of a class for transfers.

use super::{SYSTEM, instruction};
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

    /// Sets up to how many shares an owner's record may receive, for a payer that pays the rent of the person's account.
    #[must_use]
    pub fn allot_shares(
        &self,
        rank: u8,
        (owner, person): (&Pubkey, &Pubkey),
        payer: &Pubkey,
        limit: u64,
    ) -> Instruction {
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::AllotShares {
                owner: *owner,
                payer: *payer,
                security: self.security,
                tranche,
                holder: address::holder(&tranche, owner),
                person: address::person(&tranche, person),
                rent_payer: *payer,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::AllotShares { limit },
        )
    }

    /// Frees the place of an owner's record, whose qualifier's credential is over. `rent_payer` paid for its person's account.
    #[must_use]
    pub fn free_place(
        &self,
        rank: u8,
        (owner, person): (&Pubkey, &Pubkey),
        qualifier: &Pubkey,
        rent_payer: &Pubkey,
    ) -> Instruction {
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::FreePlace {
                security: self.security,
                tranche,
                holder: address::holder(&tranche, owner),
                credential: address::credential(qualifier, owner),
                person: address::person(&tranche, person),
                rent_payer: *rent_payer,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::FreePlace {},
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
