//! How the holders of a security decide: its Governance account, and the terms that it keeps.

use super::consent::Majority;
use crate::{
    errors::SecuritiesError,
    math::{
        calendar,
        fixed::{self, BPS},
        waterfall::MAX_TRANCHES,
    },
};
use anchor_lang::prelude::*;

/// Layout version of the Governance, Resolution and Ballot accounts.
pub const VERSION: u8 = 1;
/// The most days of notice, of voting, or of the timelock.
pub const MAX_DAYS: u16 = 90;
/// The fewest days of voting.
pub const MIN_VOTING_DAYS: u16 = 3;
/// The least part of a class's shares that a consent may ask for, in basis points: more than half.
pub const MIN_CONSENT_BPS: u16 = 5_001;
/// The least part of a class's shares that must vote where a majority of the votes decides, in basis points: more than a
/// third.
pub const MIN_QUORUM_BPS: u16 = 3_334;
/// The largest part of a class's shares that a proposal may ask for, in basis points: half.
pub const MAX_PROPOSAL_BPS: u16 = 5_000;
/// For how long a resolution can be executed after its timelock, in seconds.
pub const EXECUTION_WINDOW: i64 = 30 * 86_400;
/// How long whoever proposed a resolution that was not executed waits after its close before the next one at the least, in
/// seconds; not the sponsor, which holds up nobody but itself.
pub const PAUSE: i64 = 30 * 86_400;
/// How long at the most, in seconds.
pub const MAX_PAUSE: i64 = 180 * 86_400;

/// The number of the sponsor among those that propose.
pub(super) const SPONSOR: u8 = 0;
/// The number of the arbitrator.
pub(super) const ARBITRATOR: u8 = 1;

/// What a class decides with. Parts are in basis points of its shares that count.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassVoteTerms {
    /// The least part that consents, 5,001 to 10,000.
    pub consent_bps: u16,
    /// The least part that votes, where a majority of the votes decides, 3,334 to 10,000.
    pub quorum_bps: u16,
    /// The least part with which a holder proposes, 1 to 5,000.
    pub proposal_bps: u16,
}

/// How the holders of a security decide, as the sponsor sends it.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct GovernanceTerms {
    /// Days from a proposal to the opening of its vote, 1 to 90.
    pub notice_days: u16,
    /// Days of voting, 3 to 90.
    pub voting_days: u16,
    /// Days from the close of the vote until a resolution can be executed, 1 to 90.
    pub timelock_days: u16,
    /// What each class decides with, by rank, 1 to 8; the last counts for all classes after it.
    pub classes: Vec<ClassVoteTerms>,
}

/// What a class decides with, as stored.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ClassVotes {
    /// The least part of its shares that consents, in basis points.
    pub consent_bps: u16,
    /// The least part that votes, where a majority of the votes decides, in basis points.
    pub quorum_bps: u16,
    /// The least part with which a holder proposes, in basis points.
    pub proposal_bps: u16,
    /// Zero.
    pub padding: u16,
}

/// How many can propose: the sponsor, the arbitrator, and the holders of each class.
pub const MAX_PROPOSERS: usize = 2 + MAX_TRANCHES;

/// How the holders of a security decide. Without it there are no resolutions. Address: see
/// [`crate::chain::seeds::GOVERNANCE`].
#[account(zero_copy)]
pub struct Governance {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Days from a proposal to the opening of its vote.
    pub notice_days: u16,
    /// Days of voting.
    pub voting_days: u16,
    /// Days from the close of a vote until its resolution can be executed.
    pub timelock_days: u16,
    /// The security.
    pub security: Pubkey,
    /// Number of the next resolution.
    pub next_resolution: u32,
    /// Zero.
    pub padding: [u8; 4],
    /// What each class decides with, by rank.
    pub classes: [ClassVotes; MAX_TRANCHES],
    /// From when the sponsor, the arbitrator and the holders of each class, by rank, may propose again, in Unix seconds.
    pub proposable_at: [i64; MAX_PROPOSERS],
}

const _: () = assert!(size_of::<Governance>() == 192 && align_of::<Governance>() == 8);

/// The days of a resolution, in Unix seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Course {
    /// From when it is voted on.
    pub opens_at: i64,
    /// Until when.
    pub closes_at: i64,
    /// From when it can be executed.
    pub executable_from: i64,
    /// Until when.
    pub executable_until: i64,
}

/// The votes of a class on a resolution.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Shares that vote in favour, in share base units.
    pub in_favour: u64,
    /// Shares that vote against it.
    pub against: u64,
    /// Shares that count: all that somebody held at the proposal, but those of the records of the sponsor and of an agent where these
    /// do not count, which stay there until the close. 0 where the class is not asked.
    pub shares: u64,
}

impl Governance {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Sets the terms.
    ///
    /// # Errors
    /// [`SecuritiesError::BadGovernance`].
    pub(super) fn set(&mut self, terms: &GovernanceTerms) -> Result<()> {
        let (first, days) = (terms.classes.first(), 1..=MAX_DAYS);
        let sound = |class: &ClassVoteTerms| {
            (u64::from(MIN_CONSENT_BPS)..=BPS).contains(&class.consent_bps.into())
                && (u64::from(MIN_QUORUM_BPS)..=BPS).contains(&class.quorum_bps.into())
                && (1..=MAX_PROPOSAL_BPS).contains(&class.proposal_bps)
        };
        ensure!(
            days.contains(&terms.notice_days)
                && (MIN_VOTING_DAYS..=MAX_DAYS).contains(&terms.voting_days)
                && days.contains(&terms.timelock_days)
                && terms.classes.len() <= MAX_TRANCHES
                && terms.classes.iter().all(sound),
            SecuritiesError::BadGovernance
        );
        let mut last = *first.ok_or(SecuritiesError::BadGovernance)?;
        (self.notice_days, self.voting_days) = (terms.notice_days, terms.voting_days);
        self.timelock_days = terms.timelock_days;
        let mut given = terms.classes.iter();
        for slot in &mut self.classes {
            last = given.next().copied().unwrap_or(last);
            *slot = ClassVotes {
                consent_bps: last.consent_bps,
                quorum_bps: last.quorum_bps,
                proposal_bps: last.proposal_bps,
                padding: 0,
            };
        }
        Ok(())
    }

    /// The days of a resolution that is proposed at `now`.
    pub(super) fn course(&self, now: i64) -> Course {
        let opens_at = now.saturating_add(calendar::seconds_of(self.notice_days));
        let closes_at = opens_at.saturating_add(calendar::seconds_of(self.voting_days));
        let executable_from = closes_at.saturating_add(calendar::seconds_of(self.timelock_days));
        Course {
            opens_at,
            closes_at,
            executable_from,
            executable_until: executable_from.saturating_add(EXECUTION_WINDOW),
        }
    }

    /// The time from which a proposer may propose again.
    pub(super) fn proposable_at(&mut self, proposer: u8) -> Result<&mut i64> {
        self.proposable_at
            .get_mut(usize::from(proposer))
            .ok_or_else(|| SecuritiesError::UnknownValue.into())
    }

    /// How long a proposer waits after the close of a resolution that was not executed, in seconds. The holders of a class, of
    /// so many, wait so much longer than theirs was open that all classes together hold up the sponsor's books for half of
    /// the time at most; not where it holds up none.
    pub(super) fn pause(proposer: u8, open: i64, (classes, holds_up): (u8, bool)) -> i64 {
        match proposer {
            SPONSOR => 0,
            ARBITRATOR => PAUSE,
            _ if !holds_up => PAUSE,
            _ => {
                let others = i64::from(classes).saturating_mul(2).saturating_sub(1);
                open.saturating_mul(others).clamp(PAUSE, MAX_PAUSE)
            }
        }
    }

    /// What the class of a rank decides with.
    pub(super) fn class(&self, rank: u8) -> Result<&ClassVotes> {
        self.classes
            .get(usize::from(rank))
            .ok_or_else(|| SecuritiesError::WrongRank.into())
    }
}

impl ClassVotes {
    /// The shares with which a holder of a class proposes, rounded up; at least one base unit.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] for terms out of range.
    pub fn stake(&self, shares: u64) -> Result<u64> {
        Ok(fixed::mul_div_ceil(shares, self.proposal_bps.into(), BPS)?.max(1))
    }

    /// Whether a class has consented.
    #[must_use]
    pub fn consents(&self, tally: &Tally, majority: Majority) -> bool {
        let reaches =
            |votes, bps: u16| votes >= fixed::product(tally.shares, bps.into()) && votes > 0;
        match majority {
            Majority::OfShares => reaches(fixed::product(tally.in_favour, BPS), self.consent_bps),
            Majority::OfVotes => {
                let voted = fixed::product(tally.in_favour, BPS)
                    .saturating_add(fixed::product(tally.against, BPS));
                reaches(voted, self.quorum_bps) && tally.in_favour > tally.against
            }
        }
    }
}
