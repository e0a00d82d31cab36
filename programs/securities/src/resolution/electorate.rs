//! Who decides on a resolution: the classes that are asked, and how many shares of each count.

use super::{
    consent::bit,
    governance::{Governance, Tally},
    proposal::Proposal,
    state::{keep_uncounted, shares_in},
};
use crate::{
    cash::waterfall::tranches::Tranches,
    chain::seeds,
    errors::SecuritiesError,
    math::waterfall::MAX_TRANCHES,
    security::{control::Stage, state::Security},
};
use anchor_lang::prelude::*;

/// The last remaining accounts of a proposal: where the shares are that may not count.
pub const UNCOUNTED_RECORDS: &str = "the address of the sponsor's holder record of each tranche, in order of rank, whether or not \
    it has one, writable; where power is given, after them the same of the agent in control or whose place is given away, if its shares \
    are to lower the bar, or to vote in classes of which others have next to none (SponsorRecord)";

/// Who is asked, and how many shares count.
#[derive(Default)]
pub(super) struct Electorate {
    /// The classes, one bit by rank.
    pub asked: u8,
    /// Those of them in which the sponsor's record counts.
    pub sponsor_counts: u8,
    /// Those in which the record of the agent that is disregarded counts all the same.
    pub agent_counts: u8,
    /// The shares that count, by rank.
    pub tallies: [Tally; MAX_TRANCHES],
    /// All shares that somebody holds, whether or not they count.
    pub held: [u64; MAX_TRANCHES],
}

/// The shares in the records of a class, by rank, of the sponsor and of the agent that is shown.
type OwnShares<'a> = dyn Fn(usize) -> Result<(u64, u64)> + 'a;

impl Electorate {
    /// Of the classes that a proposal asks, those that have something to lose. The sponsor's record does not count in a debt or
    /// a cover, where its money is at stake on the other side, nor in any class where a role is given away, nor where the sponsor would
    /// sell below the floor; but it does where it has all shares, and so nobody else to outvote. Where a role is given away, a
    /// class is not asked of which others have less than the part with which a holder proposes: a share in another key would stop it.
    /// Where none of the classes of a stage is left to ask, those of the other are: control gets stuck nowhere.
    ///
    /// An agent's shares say nothing about which classes are asked. Shown, they are not in the bar; but where those that are left are
    /// less than that part of the others', its record counts: a lender that is its own agent is not outvoted by a share in another key.
    pub fn of(
        proposal: &Proposal,
        (security, governance, sharing): (&Security, &Governance, u8),
        (keys, tranches): (&[AccountInfo<'_>], &Tranches<'_>),
        records: &[AccountInfo<'_>],
    ) -> Result<Self> {
        let stage = proposal.stage(security.control.stage);
        let lenders = stage.map(|stage| stage == Stage::Lenders as u8);
        let agent = proposal.disregarded_agent(&security.control);
        let (sponsors, agents) = records
            .split_at_checked(keys.len())
            .ok_or(SecuritiesError::SponsorRecord)?;
        // Whoever proposes shows the agent's: without that its shares stay in the bar and vote nowhere, which makes it no easier.
        let is_whole = agents.is_empty() || (agents.len() == keys.len() && agent.is_some());
        ensure!(is_whole, SecuritiesError::SponsorRecord);
        let agent = agent.unwrap_or_default();
        let own = |rank: usize| {
            let sponsors = shares_of(&security.sponsor, keys.get(rank), sponsors.get(rank))?;
            let agents = match agents.get(rank) {
                Some(record) => shares_of(&agent, keys.get(rank), Some(record))?,
                None => 0,
            };
            Ok((sponsors, agents))
        };
        let deciding = (governance, sharing);
        let of = |lenders| Self::of_side(proposal, deciding, (tranches, &own), lenders);
        let electorate = of(lenders)?;
        match lenders {
            Some(lenders) if electorate.asked == 0 => of(Some(!lenders)),
            _ => Ok(electorate),
        }
    }

    /// The same, of debts alone or of all but debts, where a side is told.
    #[inline(never)]
    fn of_side(
        proposal: &Proposal,
        (governance, sharing): (&Governance, u8),
        (tranches, own): (&Tranches<'_>, &OwnShares<'_>),
        lenders: Option<bool>,
    ) -> Result<Self> {
        let mut electorate = Self::default();
        let count = u8::try_from(tranches.0.len()).unwrap_or(u8::MAX);
        let asks = proposal.asks(count, tranches.senior_debts()?);
        let is_role = proposal.gives_power();
        let disregards = proposal.disregards_sponsor();
        let slots = electorate.tallies.iter_mut().zip(&mut electorate.held);
        for (tranche, (tally, held)) in tranches.0.iter().zip(slots) {
            let own_bit = bit(tranche.rank);
            let other_side = lenders.is_some_and(|lenders| tranche.is_debt() != lenders);
            // What is repaid may share profit, of which another waterfall may give it less, and a wind-down nothing.
            if asks & own_bit == 0 || other_side || tranche.gets_no_more(sharing)? {
                continue;
            }
            *held = tranche.held()?;
            let (sponsors, agents) = own(tranche.rank.into())?;
            let others = held.saturating_sub(sponsors);
            let votes = governance.class(tranche.rank)?;
            if is_role && others < votes.stake(*held)? {
                continue;
            }
            electorate.asked |= own_bit;
            if others == 0 || !(disregards || tranche.is_debt() || tranche.is_cover()) {
                electorate.sponsor_counts |= own_bit;
                tally.shares = *held;
            } else {
                tally.shares = others;
            }
            if agents > 0 {
                let left = others.saturating_sub(agents);
                if left < votes.stake(others)? {
                    electorate.agent_counts |= own_bit;
                } else {
                    tally.shares = left;
                }
            }
        }
        Ok(electorate)
    }

    /// Keeps the shares of the records that do not count, of so many classes, where they are until the close: in other records they
    /// would vote and not be in the count. Nothing else: what is in the bar stays free.
    #[inline(never)]
    pub fn keep_uncounted<'info>(
        &self,
        (count, records): (u8, &'info [AccountInfo<'info>]),
        closes_at: i64,
        now: i64,
    ) -> Result<()> {
        let counting = [self.sponsor_counts, self.agent_counts];
        let owners = records.chunks(usize::from(count).max(1)).zip(counting);
        for (records, counts) in owners {
            for (rank, record) in (0_u8..).zip(records) {
                if self.asked & !counts & bit(rank) != 0 {
                    keep_uncounted(record, closes_at, now)?;
                }
            }
        }
        Ok(())
    }
}

/// The shares in an owner's record of a class, whose address must be passed.
fn shares_of(
    owner: &Pubkey,
    tranche: Option<&AccountInfo<'_>>,
    record: Option<&AccountInfo<'_>>,
) -> Result<u64> {
    let both = tranche.zip(record);
    let (tranche, record) = both.ok_or(SecuritiesError::SponsorRecord)?;
    let seeds = [seeds::HOLDER, tranche.key.as_ref(), owner.as_ref()];
    let (address, _) = Pubkey::find_program_address(&seeds, &crate::ID);
    ensure_keys_eq!(address, *record.key, SecuritiesError::SponsorRecord);
    shares_in(record)
}
