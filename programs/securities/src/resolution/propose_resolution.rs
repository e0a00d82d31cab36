//! `propose_resolution`

use super::{
    consent::bit,
    draft,
    electorate::Electorate,
    events::ResolutionProposed,
    governance::{Course, Governance, VERSION},
    proposal::{Basis, Proposal},
    state::{Proposer, Resolution},
};
use crate::{
    cash::waterfall::{
        state::Waterfall,
        tranches::{Tranches, tranche_accounts},
    },
    chain::{create::New, event::emit, seeds, text},
    errors::SecuritiesError,
    math::calendar,
    security::{control::Power, state::Security},
    tranche::{holder::Holder, state::Tranche},
};
use anchor_lang::prelude::*;
use core::cell::RefMut;

/// A resolution to be proposed.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct ResolutionArgs {
    /// Who proposes it.
    pub by: Proposer,
    /// What it would do.
    pub proposal: Proposal,
    /// SHA-256 of the document that explains it; where the deal's document changes, of that document.
    pub document_sha256: [u8; 32],
    /// The address of the document, at most 128 bytes.
    pub document_uri: String,
}

/// Accounts of `propose_resolution`, followed by [`crate::cash::waterfall::tranches::EVERY_TRANCHE`],
/// [`super::electorate::UNCOUNTED_RECORDS`] and [`draft::DRAFT_PROPOSED`].
#[event_cpi]
#[derive(Accounts)]
pub struct ProposeResolution<'info> {
    /// The sponsor, the arbitrator, or a holder.
    pub proposer: Signer<'info>,
    /// Pays the rent and gets it back.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The security, which has begun.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall, whose triggers are tested for an acceleration.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// Its governance.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub governance: AccountLoader<'info, Governance>,
    /// The resolution, of the governance's next number.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [
            seeds::RESOLUTION,
            security.key().as_ref(),
            &governance.load()?.next_resolution.to_le_bytes(),
        ],
        bump
    )]
    pub resolution: UncheckedAccount<'info>,
    /// For a holder: its record of the class.
    #[account(mut)]
    pub holder: Option<AccountLoader<'info, Holder>>,
    /// Creates the resolution.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::propose_resolution`].
pub fn propose_resolution<'info>(
    ctx: Context<'info, ProposeResolution<'info>>,
    args: ResolutionArgs,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let security = &mut accounts.security.load_mut()?;
    ensure!(security.began_at > 0, SecuritiesError::NotBegun);
    let governance = &mut accounts.governance.load_mut()?;
    let course = governance.course(now);
    let (classes, mut records) = ctx
        .remaining_accounts
        .split_at_checked(security.tranche_count.into())
        .ok_or(SecuritiesError::TranchesIncomplete)?;
    let loaders = tranche_accounts(classes)?;
    let key = accounts.security.key();
    let mut tranches = Tranches::load(&loaders, &key, security.tranche_count)?;
    for tranche in &mut tranches.0 {
        tranche.accrue(calendar::day_of(now)?)?;
    }
    let waterfall = &mut accounts.waterfall.load_mut()?;
    if args.proposal == (Proposal::Acceleration { declare: true }) {
        tranches.require_default(security, waterfall, now)?;
    }
    if matches!(args.proposal, Proposal::Waterfall { .. }) {
        let (draft, others) = records.split_last().unzip();
        records = others.unwrap_or_default();
        let keys = (&key, &accounts.waterfall.key());
        let names = (&args.proposal, accounts.proposer.key);
        let resolution = accounts.resolution.key();
        draft::propose(names, resolution, (keys, security, waterfall), draft)?;
    }
    let sharing = if args.proposal.ends_profit() {
        waterfall.share_profit()
    } else {
        0
    };
    let basis = basis(&args, security, waterfall, &tranches, &course)?;
    let electorate = Electorate::of(
        &args.proposal,
        (security, governance, sharing),
        (classes, &tranches),
        records,
    )?;
    ensure!(electorate.asked > 0, SecuritiesError::NobodyAsked);

    let number = governance.next_resolution;
    let voting = (number, course.closes_at);
    let decides: (&Security, &Governance) = (security, governance);
    let stake = accounts.require_proposer(&args, decides, (classes, &electorate), voting, now)?;
    let holds_up = args.proposal.holds_up();
    let held_up = (security.tranche_count, holds_up);
    // Lenders wait for nobody in an event of default.
    if !matches!(args.proposal, Proposal::Acceleration { .. }) {
        let stepped_at = security.control.stepped_at;
        governance.wait((args.by, stepped_at), course.closes_at, (held_up, now))?;
    }
    electorate.keep_uncounted((security.tranche_count, records), course.closes_at, now)?;
    governance.next_resolution = number.checked_add(1).ok_or(SecuritiesError::Overflow)?;
    if args.proposal.changes_what_is_sold() {
        security.await_change()?;
    }
    // What changes nothing does not keep anybody from raising money.
    for (rank, tranche) in (0_u8..).zip(&mut tranches.0) {
        if holds_up && electorate.asked & bit(rank) != 0 {
            tranche.voting.until = tranche.voting.until.max(course.closes_at);
        }
    }
    let resolution = &mut accounts.create(number, ctx.bumps.resolution)?;
    resolution.proposed_by = args.by.number();
    resolution.sponsor = security.sponsor;
    let agent = args.proposal.disregarded_agent(&security.control);
    resolution.agent = agent.unwrap_or_default();
    resolution.document_sha256 = args.document_sha256;
    resolution.document_uri = text::padded(&args.document_uri)?;
    resolution.proposed_at = now;
    resolution.opens_at = course.opens_at;
    resolution.closes_at = course.closes_at;
    resolution.executable_from = course.executable_from;
    resolution.executable_until = course.executable_until;
    resolution.stake = stake;
    resolution.asked = electorate.asked;
    resolution.sponsor_counts = electorate.sponsor_counts;
    resolution.agent_counts = electorate.agent_counts;
    resolution.majority = args.proposal.consent().majority as u8;
    resolution.basis = basis;
    resolution.tallies = electorate.tallies;
    resolution.keep(&args.proposal)?;

    emit(
        &accounts.event_authority,
        &ResolutionProposed {
            security: key,
            sequence: security.next_event()?,
            number,
            by: args.by,
            proposer: accounts.proposer.key(),
            proposal: args.proposal,
            document_sha256: args.document_sha256,
            asked: electorate.asked,
            opens_at: course.opens_at,
            closes_at: course.closes_at,
            executable_from: course.executable_from,
            executable_until: course.executable_until,
        },
    )
}

/// What is changed, as it is now. Refuses what could not be done.
#[inline(never)]
fn basis(
    args: &ResolutionArgs,
    security: &Security,
    waterfall: &Waterfall,
    tranches: &Tranches<'_>,
    course: &Course,
) -> Result<Basis> {
    let proposal = &args.proposal;
    let class: Option<&Tranche> = match proposal.changes() {
        Some(rank) => {
            let class = tranches.0.get(usize::from(rank));
            Some(&**class.ok_or(SecuritiesError::WrongRank)?)
        }
        None => None,
    };
    proposal.require_possible(security, waterfall, class, course.executable_from)?;
    if *proposal == Proposal::Document {
        let document = (args.document_sha256, text::padded(&args.document_uri)?);
        ensure!(
            document != (security.document.sha256, security.document.uri),
            SecuritiesError::BadProposal
        );
    }
    proposal.basis((security, waterfall), class)
}

impl<'info> ProposeResolution<'info> {
    /// Refuses whoever may not propose this. A holder keeps the shares that it proposes with until the close; returns them.
    #[inline(never)]
    fn require_proposer(
        &self,
        args: &ResolutionArgs,
        (security, governance): (&Security, &Governance),
        (keys, electorate): (&[AccountInfo<'_>], &Electorate),
        voting: (u32, i64),
        now: i64,
    ) -> Result<u64> {
        let proposer = self.proposer.key();
        match args.by {
            Proposer::Sponsor => {
                security.require_power(&proposer, Power::Resolutions)?;
                Ok(0)
            }
            Proposer::Arbitrator => {
                ensure_keys_eq!(
                    proposer,
                    security.arbitrator,
                    SecuritiesError::NotArbitrator
                );
                let is_role = matches!(args.proposal, Proposal::Role { .. });
                ensure!(
                    is_role && !args.proposal.replaces_arbitrator(),
                    SecuritiesError::ProposerRefused
                );
                Ok(0)
            }
            Proposer::Holder { rank } => {
                let loader = self.holder.as_ref().ok_or(SecuritiesError::HolderMissing)?;
                let holder = &mut loader.load_mut()?;
                let tranche = keys.get(usize::from(rank));
                ensure!(
                    tranche.is_some_and(|tranche| *tranche.key == holder.tranche),
                    SecuritiesError::WrongTranche
                );
                ensure_keys_eq!(holder.owner, proposer, SecuritiesError::NotOwner);
                let held = electorate.held.get(usize::from(rank));
                let held = held.copied().unwrap_or_default();
                let stake = governance.class(rank)?.stake(held)?;
                ensure!(
                    electorate.asked & bit(rank) != 0
                        && ![security.sponsor, security.in_control()].contains(&proposer)
                        && holder.shares >= stake,
                    SecuritiesError::ProposerRefused
                );
                holder.keep_voted(voting, stake, now)?;
                Ok(stake)
            }
        }
    }

    fn create(&self, number: u32, bump: u8) -> Result<RefMut<'_, Resolution>> {
        let security = self.security.key();
        let mut resolution = New {
            payer: &self.payer,
            account: &self.resolution,
        }
        .record::<Resolution>(&[
            seeds::RESOLUTION,
            security.as_ref(),
            &number.to_le_bytes(),
            &[bump],
        ])?;
        resolution.version = VERSION;
        resolution.bump = bump;
        resolution.number = number;
        resolution.security = security;
        resolution.proposer = self.proposer.key();
        resolution.rent_payer = self.payer.key();
        Ok(resolution)
    }
}
