//! Credentials.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{ID, accounts, credential::state::CredentialTerms, instruction as call};

/// Issues a credential.
#[must_use]
pub fn issue(qualifier: &Pubkey, subject: &Pubkey, args: CredentialTerms) -> Instruction {
    instruction(
        &accounts::IssueCredential {
            qualifier: *qualifier,
            subject: *subject,
            credential: address::credential(qualifier, subject),
            system_program: SYSTEM,
        },
        &call::IssueCredential { args },
    )
}

/// Changes a credential.
#[must_use]
pub fn change(qualifier: &Pubkey, subject: &Pubkey, args: CredentialTerms) -> Instruction {
    instruction(
        &accounts::SetCredential {
            qualifier: *qualifier,
            credential: address::credential(qualifier, subject),
        },
        &call::SetCredential { args },
    )
}

impl Deal {
    /// Names whose credentials admit holders.
    #[must_use]
    pub fn set_qualifiers(&self, qualifiers: Vec<Pubkey>) -> Instruction {
        instruction(
            &accounts::SetQualifiers {
                sponsor: self.sponsor,
                security: self.security,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetQualifiers { qualifiers },
        )
    }

    /// Takes what a qualifier says into a holder record.
    #[must_use]
    pub fn qualify_holder(&self, rank: u8, qualifier: &Pubkey, owner: &Pubkey) -> Instruction {
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::QualifyHolder {
                security: self.security,
                tranche,
                holder: address::holder(&tranche, owner),
                credential: address::credential(qualifier, owner),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::QualifyHolder {},
        )
    }
}
