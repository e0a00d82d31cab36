//! Drafts of waterfalls, and resolutions that put them in place.

use super::{SYSTEM, instruction, resolution::args};
use crate::{address, deal::Deal};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{
    ID, accounts,
    cash::waterfall::terms::WaterfallRules,
    instruction as call,
    resolution::{
        draft::StructureDraft, draft_structure::DraftArgs, proposal::Proposal, state::Proposer,
    },
};

/// What proposes a draft, as it is in its account.
#[must_use]
pub fn proposal(address: Pubkey, draft: &StructureDraft) -> Proposal {
    Proposal::Waterfall {
        draft: address,
        sha256: draft.sha256(),
    }
}

impl Deal {
    /// An author's draft of a number.
    #[must_use]
    pub fn draft(&self, author: &Pubkey, number: u32) -> Pubkey {
        address::draft(&self.security, author, number)
    }

    /// Lays down a waterfall that replaces the structure of a version; `payer` pays the rent.
    #[must_use]
    pub fn draft_structure(
        &self,
        (author, payer): (&Pubkey, &Pubkey),
        (number, replaces): (u32, u32),
        rules: WaterfallRules,
        continues: Vec<Option<u8>>,
    ) -> Instruction {
        instruction(
            &accounts::DraftStructure {
                author: *author,
                payer: *payer,
                security: self.security,
                draft: self.draft(author, number),
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::DraftStructure {
                args: DraftArgs {
                    number,
                    replaces,
                    rules,
                    continues,
                },
            },
        )
    }

    /// Closes the account of a draft that a resolution names, or of one that none does; the rent goes to `payer`.
    #[must_use]
    pub fn close_draft(
        &self,
        (author, number): (&Pubkey, u32),
        resolution: Option<u32>,
        payer: &Pubkey,
    ) -> Instruction {
        instruction(
            &accounts::CloseDraft {
                author: resolution.is_none().then_some(*author),
                security: self.security,
                resolution: resolution
                    .map_or_else(Pubkey::default, |number| self.resolution(number)),
                draft: self.draft(author, number),
                rent_payer: *payer,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseDraft {},
        )
    }

    /// Proposes a draft as the resolution of a number.
    #[must_use]
    pub fn propose_waterfall(
        &self,
        number: u32,
        keys: (&Pubkey, &Pubkey),
        by: Proposer,
        (draft, state): (Pubkey, &StructureDraft),
    ) -> Instruction {
        let mut proposes = self.propose_resolution(number, keys, args(by, proposal(draft, state)));
        proposes.accounts.push(AccountMeta::new(draft, false));
        proposes
    }

    /// Executes a resolution that puts a draft in place of the waterfall.
    #[must_use]
    pub fn execute_waterfall(&self, number: u32, draft: &Pubkey) -> Instruction {
        let mut executes = self.execute_acceleration(number);
        executes
            .accounts
            .push(AccountMeta::new_readonly(*draft, false));
        executes
    }
}
