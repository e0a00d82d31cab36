//! Resolutions.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{
    ID, accounts, instruction as call,
    resolution::{
        governance::{ClassVoteTerms, GovernanceTerms},
        proposal::Proposal,
        propose_resolution::ResolutionArgs,
        state::Proposer,
    },
};

/// The address of every resolution's document.
pub const DOCUMENT: &str = "https://example.org/resolution.pdf";

/// Three days of notice, seven of voting, five of timelock; two thirds consent, a little more than a third is a quorum, and a
/// tenth proposes.
#[must_use]
pub fn governance() -> GovernanceTerms {
    GovernanceTerms {
        notice_days: 3,
        voting_days: 7,
        timelock_days: 5,
        classes: vec![ClassVoteTerms {
            consent_bps: 6_667,
            quorum_bps: 3_334,
            proposal_bps: 1_000,
        }],
    }
}

/// A resolution of some proposer.
#[must_use]
pub fn args(by: Proposer, proposal: Proposal) -> ResolutionArgs {
    ResolutionArgs {
        by,
        proposal,
        document_sha256: [13; 32],
        document_uri: DOCUMENT.to_owned(),
    }
}

impl Deal {
    /// The security's resolution of a number.
    #[must_use]
    pub fn resolution(&self, number: u32) -> Pubkey {
        address::resolution(&self.security, number)
    }

    /// An owner's record in the class of a rank.
    #[must_use]
    pub fn record(&self, rank: u8, owner: &Pubkey) -> Pubkey {
        address::holder(&self.class(rank).tranche, owner)
    }

    /// An owner's ballot on a resolution.
    #[must_use]
    pub fn ballot(&self, number: u32, rank: u8, owner: &Pubkey) -> Pubkey {
        address::ballot(&self.resolution(number), &self.record(rank, owner))
    }

    /// Sets how holders decide.
    #[must_use]
    pub fn set_governance(&self, terms: GovernanceTerms) -> Instruction {
        instruction(
            &accounts::SetGovernance {
                sponsor: self.sponsor,
                security: self.security,
                governance: address::governance(&self.security),
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetGovernance { terms },
        )
    }

    /// Proposes the resolution of a number; `payer` pays the rent.
    #[must_use]
    pub fn propose_resolution(
        &self,
        number: u32,
        (proposer, payer): (&Pubkey, &Pubkey),
        args: ResolutionArgs,
    ) -> Instruction {
        let holder = match args.by {
            Proposer::Holder { rank } => Some(self.record(rank, proposer)),
            _ => None,
        };
        let mut proposal = instruction(
            &accounts::ProposeResolution {
                proposer: *proposer,
                payer: *payer,
                security: self.security,
                waterfall: self.waterfall,
                governance: address::governance(&self.security),
                resolution: self.resolution(number),
                holder,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ProposeResolution { args },
        );
        let tranches = self.classes.iter();
        proposal
            .accounts
            .extend(tranches.map(|class| AccountMeta::new(class.tranche, false)));
        let records = self.classes.iter();
        proposal.accounts.extend(
            records.map(|class| {
                AccountMeta::new(address::holder(&class.tranche, &self.sponsor), false)
            }),
        );
        proposal
    }

    /// The same, showing the records of an agent whose shares are not to count.
    #[must_use]
    pub fn propose_showing(
        &self,
        number: u32,
        by: (&Pubkey, &Pubkey),
        args: ResolutionArgs,
        agent: &Pubkey,
    ) -> Instruction {
        let mut proposal = self.propose_resolution(number, by, args);
        let records = self.classes.iter();
        proposal.accounts.extend(
            records.map(|class| AccountMeta::new(address::holder(&class.tranche, agent), false)),
        );
        proposal
    }

    /// Votes; the payer pays the rent of a new ballot.
    #[must_use]
    pub fn cast_ballot(
        &self,
        (number, rank): (u32, u8),
        (owner, payer): (&Pubkey, &Pubkey),
        in_favour: bool,
    ) -> Instruction {
        instruction(
            &accounts::CastBallot {
                owner: *owner,
                payer: *payer,
                security: self.security,
                tranche: self.class(rank).tranche,
                holder: self.record(rank, owner),
                resolution: self.resolution(number),
                ballot: self.ballot(number, rank, owner),
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CastBallot { in_favour },
        )
    }

    /// Takes a vote back; the rent goes to `payer`.
    #[must_use]
    pub fn withdraw_ballot(
        &self,
        (number, rank): (u32, u8),
        (owner, payer): (&Pubkey, &Pubkey),
    ) -> Instruction {
        instruction(
            &accounts::WithdrawBallot {
                owner: *owner,
                security: self.security,
                holder: self.record(rank, owner),
                resolution: self.resolution(number),
                ballot: self.ballot(number, rank, owner),
                rent_payer: *payer,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::WithdrawBallot {},
        )
    }

    /// Closes the account of a vote; the rent goes to `payer`.
    #[must_use]
    pub fn close_ballot(
        &self,
        (number, rank): (u32, u8),
        (owner, payer): (&Pubkey, &Pubkey),
    ) -> Instruction {
        instruction(
            &accounts::CloseBallot {
                security: self.security,
                resolution: self.resolution(number),
                ballot: self.ballot(number, rank, owner),
                rent_payer: *payer,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseBallot {},
        )
    }

    /// Stops a resolution.
    #[must_use]
    pub fn stop_resolution(&self, number: u32, authority: &Pubkey) -> Instruction {
        instruction(
            &accounts::StopResolution {
                authority: *authority,
                security: self.security,
                resolution: self.resolution(number),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::StopResolution {},
        )
    }

    /// Executes a resolution that changes a class, gives a role to a key, or neither.
    #[must_use]
    pub fn execute_resolution(
        &self,
        number: u32,
        rank: Option<u8>,
        new_holder: Option<Pubkey>,
    ) -> Instruction {
        instruction(
            &accounts::ExecuteResolution {
                security: self.security,
                waterfall: self.waterfall,
                governance: address::governance(&self.security),
                resolution: self.resolution(number),
                tranche: rank.map(|rank| self.class(rank).tranche),
                new_holder,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ExecuteResolution {},
        )
    }

    /// Executes a resolution by which lenders accelerate, or take that back.
    #[must_use]
    pub fn execute_acceleration(&self, number: u32) -> Instruction {
        let mut executes = self.execute_resolution(number, None, None);
        let tranches = self.classes.iter();
        executes
            .accounts
            .extend(tranches.map(|class| AccountMeta::new(class.tranche, false)));
        executes
    }

    /// Executes a resolution that replaces a destination, by an account and its owner.
    #[must_use]
    pub fn execute_destination(&self, number: u32, (to, owner): (&Pubkey, &Pubkey)) -> Instruction {
        let mut executes = self.execute_resolution(number, None, Some(*owner));
        executes
            .accounts
            .push(AccountMeta::new_readonly(*to, false));
        executes
    }

    /// Closes the account of a resolution; the rent goes to `payer`.
    #[must_use]
    pub fn close_resolution(&self, number: u32, payer: &Pubkey) -> Instruction {
        instruction(
            &accounts::CloseResolution {
                security: self.security,
                governance: address::governance(&self.security),
                resolution: self.resolution(number),
                rent_payer: *payer,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseResolution {},
        )
    }
}
