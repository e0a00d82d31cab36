//! Credentials.

use super::{SYSTEM, instruction};
use crate::{
    address, attestation_service::Issuer, deal::Deal, offering::Offering, world::ProgramAddress,
};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{
    ID, accounts,
    credential::{protocol::ProtocolDecision, state::CredentialTerms},
    instruction as call,
};

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

/// Copies an attestation of an owner into a credential.
#[must_use]
pub fn copy_attestation(payer: &Pubkey, issuer: &Issuer, subject: &Pubkey) -> Instruction {
    instruction(
        &accounts::CopyAttestation {
            payer: *payer,
            subject: *subject,
            schema: issuer.schema,
            attestation: issuer.attestation(subject),
            credential: address::credential(&issuer.schema, subject),
            system_program: SYSTEM,
        },
        &call::CopyAttestation {},
    )
}

/// A deposit or a commitment with the security and its qualifier's credential of the owner among its accounts.
#[must_use]
pub fn shown(
    mut call: Instruction,
    (security, qualifier): (&Pubkey, &Pubkey),
    owner: &Pubkey,
) -> Instruction {
    // Of a deposit they follow the owner's record, of a commitment the ticket.
    let at = if call.accounts.len() > 10 { 7 } else { 4 };
    call.accounts[at] = AccountMeta::new_readonly(*security, false);
    call.accounts[at + 1] = AccountMeta::new_readonly(address::credential(qualifier, owner), false);
    call
}

impl Deal {
    /// Names whose credentials admit holders, and lets protocols register as the deal has it.
    #[must_use]
    pub fn set_qualifiers(&self, qualifiers: Vec<Pubkey>) -> Instruction {
        instruction(
            &accounts::SetQualifiers {
                sponsor: self.sponsor,
                security: self.security,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetQualifiers {
                qualifiers,
                protocols: self.protocols,
            },
        )
    }

    /// Registers an address of a program, or renews its registration.
    #[must_use]
    pub fn register_protocol(&self, payer: &Pubkey, of: &ProgramAddress) -> Instruction {
        instruction(
            &accounts::RegisterProtocol {
                authority: of.address,
                payer: *payer,
                security: self.security,
                protocol: address::protocol(&self.security, &of.address),
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::RegisterProtocol {
                from_program: of.program,
                seeds: of.seeds.clone(),
            },
        )
    }

    /// Decides on the registration of an address.
    #[must_use]
    pub fn decide_protocol(
        &self,
        decider: &Pubkey,
        protocol: &Pubkey,
        decision: ProtocolDecision,
    ) -> Instruction {
        instruction(
            &accounts::DecideProtocol {
                decider: *decider,
                security: self.security,
                protocol: address::protocol(&self.security, protocol),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::DecideProtocol { decision },
        )
    }

    /// Takes the registration of an address into its holder record.
    #[must_use]
    pub fn qualify_protocol(&self, rank: u8, protocol: &Pubkey) -> Instruction {
        let mut call = self.qualify_holder(rank, protocol, protocol);
        call.accounts[3].pubkey = address::protocol(&self.security, protocol);
        call
    }

    /// Takes what a qualifier says into a holder record.
    #[must_use]
    pub fn qualify_holder(&self, rank: u8, qualifier: &Pubkey, owner: &Pubkey) -> Instruction {
        self.qualify_holder_by(rank, qualifier, owner, None)
    }

    /// The same, signed by the record's owner.
    #[must_use]
    pub fn choose_credential(&self, rank: u8, qualifier: &Pubkey, owner: &Pubkey) -> Instruction {
        self.qualify_holder_by(rank, qualifier, owner, Some(*owner))
    }

    /// The same, signed by somebody.
    #[must_use]
    pub fn qualify_holder_by(
        &self,
        rank: u8,
        qualifier: &Pubkey,
        owner: &Pubkey,
        signer: Option<Pubkey>,
    ) -> Instruction {
        let tranche = self.class(rank).tranche;
        instruction(
            &accounts::QualifyHolder {
                security: self.security,
                tranche,
                holder: address::holder(&tranche, owner),
                credential: address::credential(qualifier, owner),
                owner: signer,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::QualifyHolder {},
        )
    }

    /// Marks a ticket by what a qualifier says of its owner.
    #[must_use]
    pub fn qualify_ticket(
        &self,
        offering: &Offering,
        qualifier: &Pubkey,
        owner: &Pubkey,
        id: u32,
    ) -> Instruction {
        instruction(
            &accounts::QualifyTicket {
                security: self.security,
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, owner, id),
                credential: address::credential(qualifier, owner),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::QualifyTicket { id },
        )
    }

    /// Takes a ticket's mark away, by its owner's credentials of all qualifiers.
    #[must_use]
    pub fn disqualify_ticket(&self, offering: &Offering, owner: &Pubkey, id: u32) -> Instruction {
        let mut call = instruction(
            &accounts::DisqualifyTicket {
                security: self.security,
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, owner, id),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::DisqualifyTicket { id },
        );
        let credentials = self
            .qualifiers
            .iter()
            .map(|one| AccountMeta::new_readonly(address::credential(one, owner), false));
        call.accounts.extend(credentials);
        call
    }
}
