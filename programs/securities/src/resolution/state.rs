//! The Resolution and Ballot accounts.

use super::{
    consent::{Majority, bit},
    governance::{ARBITRATOR, Governance, SPONSOR, Tally},
    proposal::{Basis, Proposal},
};
use crate::{
    errors::SecuritiesError, math::waterfall::MAX_TRANCHES, security::document::MAX_URI,
    tranche::holder::Holder,
};
use anchor_lang::prelude::*;

/// Room for a proposal, in bytes.
const MAX_PROPOSAL: usize = 256;

/// Who proposes a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum Proposer {
    /// The sponsor, or the agent in control.
    Sponsor,
    /// The arbitrator, which proposes another holder of a role.
    Arbitrator,
    /// A holder of a class with as large a part of it as the governance asks for.
    Holder {
        /// The class's rank.
        rank: u8,
    },
}

impl Proposer {
    /// Its number, as stored.
    #[must_use]
    pub const fn number(&self) -> u8 {
        match *self {
            Self::Sponsor => SPONSOR,
            Self::Arbitrator => ARBITRATOR,
            Self::Holder { rank } => rank.saturating_add(2),
        }
    }
}

/// What became of a resolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// It can be voted on, or waits to be executed, or failed.
    Proposed = 0,
    /// It was executed.
    Executed = 1,
    /// The arbitrator stopped it, or whoever proposed it withdrew it.
    Stopped = 2,
}

/// What holders decide. Address: see [`crate::chain::seeds::RESOLUTION`].
#[account(zero_copy)]
pub struct Resolution {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Who proposed it: 0 the sponsor, 1 the arbitrator, from 2 on a holder of the class of rank 0 and so on.
    pub proposed_by: u8,
    /// 0 proposed, 1 executed, 2 stopped.
    pub status: u8,
    /// Its number.
    pub number: u32,
    /// The security.
    pub security: Pubkey,
    /// The key that proposed it.
    pub proposer: Pubkey,
    /// The security's sponsor at that time.
    pub sponsor: Pubkey,
    /// Where power is given, the agent at that time whose record is disregarded; otherwise the default address.
    pub agent: Pubkey,
    /// Whoever paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// SHA-256 of the document that explains it; where the deal's document changes, of that document.
    pub document_sha256: [u8; 32],
    /// The address of the document, UTF-8, padded with zeros.
    pub document_uri: [u8; MAX_URI],
    /// When it was proposed, in Unix seconds.
    pub proposed_at: i64,
    /// From when it is voted on.
    pub opens_at: i64,
    /// Until when.
    pub closes_at: i64,
    /// From when it can be executed.
    pub executable_from: i64,
    /// Until when.
    pub executable_until: i64,
    /// Shares that a holder that proposed it keeps until the close, in share base units; otherwise 0.
    pub stake: u64,
    /// The classes that are asked, one bit by rank.
    pub asked: u8,
    /// The classes of these in which the sponsor's record counts, one bit by rank.
    pub sponsor_counts: u8,
    /// What a class decides by: 0 a majority of the votes, 1 a part of all shares.
    pub majority: u8,
    /// The classes of these in which the agent's record counts all the same, one bit by rank.
    pub agent_counts: u8,
    /// Zero.
    pub padding: [u8; 4],
    /// What it changes, as it was when it was proposed.
    pub basis: Basis,
    /// The votes, by rank.
    pub tallies: [Tally; MAX_TRANCHES],
    /// The [`Proposal`], serialised, and zeros after it.
    pub proposal: [u8; MAX_PROPOSAL],
}

/// How a record votes on a resolution. Address: see [`crate::chain::seeds::BALLOT`].
#[account(zero_copy)]
pub struct Ballot {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// The rank of the record's class.
    pub rank: u8,
    /// 1: it votes in favour; 0: against.
    pub in_favour: u8,
    /// Zero.
    pub padding: [u8; 4],
    /// The security.
    pub security: Pubkey,
    /// The resolution.
    pub resolution: Pubkey,
    /// The holder record.
    pub holder: Pubkey,
    /// Whoever paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// The shares that it votes with, in share base units.
    pub weight: u64,
}

const _: () = assert!(size_of::<Resolution>() == 864 && align_of::<Resolution>() == 8);
const _: () = assert!(size_of::<Ballot>() == 144 && align_of::<Ballot>() == 8);

impl Ballot {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();
}

impl Resolution {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Keeps a proposal.
    ///
    /// # Errors
    /// [`SecuritiesError::BadProposal`] for one that is too long.
    pub(super) fn keep(&mut self, proposal: &Proposal) -> Result<()> {
        let mut room = self.proposal.as_mut_slice();
        Ok(proposal
            .serialize(&mut room)
            .map_err(|_| SecuritiesError::BadProposal)?)
    }

    /// What it would do.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn proposal(&self) -> Result<Proposal> {
        let proposal = Proposal::deserialize(&mut self.proposal.as_slice());
        Ok(proposal.map_err(|_| SecuritiesError::UnknownValue)?)
    }

    /// Refuses a vote on it before it opens and after its close, once it was stopped, and in a class that it does not ask.
    ///
    /// # Errors
    /// [`SecuritiesError::VotingClosed`], [`SecuritiesError::ClassNotAsked`].
    pub(super) fn require_voting(&self, rank: u8, now: i64) -> Result<()> {
        ensure!(
            self.status == Status::Proposed as u8 && (self.opens_at..self.closes_at).contains(&now),
            SecuritiesError::VotingClosed
        );
        ensure!(self.asked & bit(rank) != 0, SecuritiesError::ClassNotAsked);
        Ok(())
    }

    /// The votes of a class.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongRank`] when there is no such class.
    pub(super) fn tally(&mut self, rank: u8) -> Result<&mut Tally> {
        let tally = self.tallies.get_mut(usize::from(rank));
        tally.ok_or_else(|| SecuritiesError::WrongRank.into())
    }

    /// Whether every class that it asks has consented.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongRank`] when the account is inconsistent.
    pub fn is_consented(&self, governance: &Governance) -> Result<bool> {
        let majority = if self.majority == Majority::OfVotes as u8 {
            Majority::OfVotes
        } else {
            Majority::OfShares
        };
        for (rank, tally) in (0_u8..).zip(&self.tallies) {
            if self.asked & bit(rank) == 0 {
                continue;
            }
            if !governance.class(rank)?.consents(tally, majority) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The shares of a record that stay in it while the vote is open, whatever it votes: those that it proposed with.
    pub(super) fn stake_of(&self, holder: &Holder, rank: u8) -> u64 {
        let proposed = self.proposer == holder.owner
            && self.proposed_by == (Proposer::Holder { rank }).number();
        if proposed { self.stake } else { 0 }
    }
}

impl Tally {
    /// Takes a vote out.
    pub(super) fn remove(&mut self, ballot: &Ballot) {
        let side = if ballot.in_favour == 1 {
            &mut self.in_favour
        } else {
            &mut self.against
        };
        *side = side.saturating_sub(ballot.weight);
    }

    /// Counts a vote.
    pub(super) fn add(&mut self, ballot: &Ballot) {
        let side = if ballot.in_favour == 1 {
            &mut self.in_favour
        } else {
            &mut self.against
        };
        *side = side.saturating_add(ballot.weight);
    }
}

/// The shares in a record, of which there may be none at its address: of one whose token account is thawed, those in other
/// accounts, since it may have sent what is thawed.
pub(super) fn shares_in(record: &AccountInfo<'_>) -> Result<u64> {
    if *record.owner != crate::ID {
        return Ok(0);
    }
    let data = record.try_borrow_data()?;
    let fields = data
        .get(Holder::DISCRIMINATOR.len()..Holder::SPACE)
        .ok_or(SecuritiesError::SponsorRecord)?;
    let holder: Holder = bytemuck::pod_read_unaligned(fields);
    Ok(holder.shares.saturating_sub(holder.thawed_shares))
}

/// Keeps the shares of a record, of which there may be none at its address, until the close of a vote in which they do not count.
///
/// # Errors
/// [`SecuritiesError::SponsorRecord`] for a record that is not writable.
pub(super) fn keep_uncounted<'info>(
    record: &'info AccountInfo<'info>,
    closes_at: i64,
    now: i64,
) -> Result<()> {
    if *record.owner != crate::ID {
        return Ok(());
    }
    ensure!(record.is_writable, SecuritiesError::SponsorRecord);
    let holder = AccountLoader::<Holder>::try_from(record)?;
    holder.load_mut()?.keep_uncounted(closes_at, now)
}
