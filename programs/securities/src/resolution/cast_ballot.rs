//! `cast_ballot` and `withdraw_ballot`

use super::{
    consent::bit,
    events::{BallotCast, BallotWithdrawn},
    governance::VERSION,
    state::{Ballot, Resolution},
};
use crate::{
    chain::{create::New, event::emit, seeds},
    errors::SecuritiesError,
    security::state::Security,
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;
use core::cell::RefMut;

/// Accounts of `cast_ballot`.
#[event_cpi]
#[derive(Accounts)]
pub struct CastBallot<'info> {
    /// The record's owner.
    pub owner: Signer<'info>,
    /// Pays the rent of the ballot, if it is new, and gets it back.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche, which the resolution asks.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The holder record.
    #[account(
        mut,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = tranche @ SecuritiesError::WrongTranche
    )]
    pub holder: AccountLoader<'info, Holder>,
    /// The resolution.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub resolution: AccountLoader<'info, Resolution>,
    /// The record's ballot, which may be there already.
    /// CHECK: by its address; created here, or changed in the handler.
    #[account(
        mut,
        seeds = [seeds::BALLOT, resolution.key().as_ref(), holder.key().as_ref()], bump
    )]
    pub ballot: UncheckedAccount<'info>,
    /// Creates the ballot.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::cast_ballot`].
pub fn cast_ballot<'info>(ctx: Context<'info, CastBallot<'info>>, in_favour: bool) -> Result<()> {
    let accounts: &'info CastBallot<'info> = ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    if *accounts.ballot.owner != crate::ID {
        accounts.create(ctx.bumps.ballot)?;
    }
    let ballot = AccountLoader::<Ballot>::try_from(accounts.ballot.as_ref())?;
    let event = {
        let resolution = &mut accounts.resolution.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        let ballot = &mut ballot.load_mut()?;
        let tranche = &*accounts.tranche.load()?;
        resolution.require_voting(tranche.rank, now)?;
        let counts = resolution.sponsor_counts & bit(tranche.rank) != 0;
        ensure!(
            counts || holder.owner != resolution.sponsor,
            SecuritiesError::SponsorDisregarded
        );
        let counts = resolution.agent_counts & bit(tranche.rank) != 0;
        ensure!(
            counts || holder.owner != resolution.agent,
            SecuritiesError::AgentDisregarded
        );
        let weight = holder.voting_on(resolution.proposed_at, now);
        ensure!(weight > 0, SecuritiesError::SharesShort);
        let weight = holder.staying(weight, resolution.closes_at, now)?;
        let voting = (resolution.number, resolution.closes_at);
        let tally = resolution.tally(tranche.rank)?;
        tally.remove(ballot);
        (ballot.in_favour, ballot.weight) = (in_favour.into(), weight);
        tally.add(ballot);
        // Of an advisory resolution shares vote that a book sold since.
        let votes = tally.in_favour.saturating_add(tally.against);
        tally.shares = tally.shares.max(votes);
        holder.keep_voted(voting, ballot.weight, now)?;
        BallotCast {
            security: accounts.security.key(),
            sequence: accounts.security.load_mut()?.next_event()?,
            number: resolution.number,
            rank: tranche.rank,
            owner: holder.owner,
            in_favour,
            weight: ballot.weight,
        }
    };
    emit(&accounts.event_authority, &event)
}

impl<'info> CastBallot<'info> {
    /// Creates the ballot, which votes with nothing yet.
    fn create(&'info self, bump: u8) -> Result<()> {
        let (resolution, holder) = (self.resolution.key(), self.holder.key());
        let mut ballot: RefMut<'_, Ballot> = New {
            payer: &self.payer,
            account: &self.ballot,
        }
        .record(&[seeds::BALLOT, resolution.as_ref(), holder.as_ref(), &[bump]])?;
        ballot.version = VERSION;
        ballot.bump = bump;
        ballot.rank = self.tranche.load()?.rank;
        ballot.security = self.security.key();
        ballot.resolution = resolution;
        ballot.holder = holder;
        ballot.rent_payer = self.payer.key();
        Ok(())
    }
}

/// Accounts of `withdraw_ballot`.
#[event_cpi]
#[derive(Accounts)]
pub struct WithdrawBallot<'info> {
    /// The record's owner.
    pub owner: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The holder record.
    #[account(mut, has_one = owner @ SecuritiesError::NotOwner)]
    pub holder: AccountLoader<'info, Holder>,
    /// The resolution, whose vote has not closed.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub resolution: AccountLoader<'info, Resolution>,
    /// The record's ballot.
    #[account(
        mut, close = rent_payer,
        has_one = resolution @ SecuritiesError::WrongResolution,
        has_one = holder @ SecuritiesError::WrongResolution,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub ballot: AccountLoader<'info, Ballot>,
    /// Whoever paid the ballot's rent.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// See [`crate::securities::withdraw_ballot`].
pub fn withdraw_ballot(ctx: Context<WithdrawBallot>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let event = {
        let resolution = &mut accounts.resolution.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        let ballot = &*accounts.ballot.load()?;
        ensure!(now < resolution.closes_at, SecuritiesError::VotingClosed);
        resolution.tally(ballot.rank)?.remove(ballot);
        let stake = resolution.stake_of(holder, ballot.rank);
        holder.keep_voted((resolution.number, resolution.closes_at), stake, now)?;
        BallotWithdrawn {
            security: accounts.security.key(),
            sequence: accounts.security.load_mut()?.next_event()?,
            number: resolution.number,
            rank: ballot.rank,
            owner: holder.owner,
            weight: ballot.weight,
        }
    };
    emit(&accounts.event_authority, &event)
}
