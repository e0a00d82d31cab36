//! Resolutions: who is asked, how records vote, and what is executed of what was consented to.

mod amended;
mod asked;
mod attacks;
pub mod consented;
pub mod course;
mod floors;
mod kept;
mod kinds;
mod mended;
mod new_shares;
mod random;
mod redeemed;
mod refused;
mod remedies;
pub mod restructured;
mod ruled;

use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    cash::waterfall::terms::TierTerms,
    resolution::{
        governance::Governance,
        proposal::Proposal,
        state::{Ballot, Proposer, Resolution},
    },
    security::state::Security,
    structure::create_tranche::TrancheArgs,
    tranche::{holder::Holder, rules::TransferRulesTerms, state::Tranche},
};
use securities_tests::{
    address,
    deal::{Deal, junior, senior, tiers_of},
    engine::Engine,
    ix::resolution::{args, governance},
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

/// A whole token of money.
const ONE: u64 = 1_000_000;
/// The classes.
const SENIOR: u8 = 0;
const MEZZANINE: u8 = 1;
const EQUITY: u8 = 2;
/// What a share of a class that has a par is bought for.
const SHARE: u64 = 1_000;

/// A deal of three classes. Ann has six thousand shares of the senior debt and Bob four, Cid two thousand of the mezzanine,
/// Dora seven thousand of the equity and the sponsor three.
pub(super) struct Scene<E> {
    pub world: World<E>,
    pub deal: Deal,
    pub ann: Pubkey,
    pub bob: Pubkey,
    pub cid: Pubkey,
    pub dora: Pubkey,
    /// The books in which they bought.
    pub books: Vec<Offering>,
}

/// Debt with quarterly due dates.
fn debt(rank: u8, rate_ppm: u32) -> TrancheArgs {
    TrancheArgs {
        rate_ppm,
        period_months: 3,
        ..senior(rank)
    }
}

impl<E: Engine> Scene<E> {
    pub fn new() -> Self {
        Self::with(|_, _| {}, |_| vec![])
    }

    /// The same with a plan of one's own, and calls before anything is offered.
    pub fn with(
        edit: impl FnOnce(&mut World<E>, &mut Deal),
        set: impl FnOnce(&Deal) -> Vec<Instruction>,
    ) -> Self {
        Self::shaped(edit, set, tiers_of)
    }

    /// The same with tiers of one's own.
    pub fn shaped(
        edit: impl FnOnce(&mut World<E>, &mut Deal),
        set: impl FnOnce(&Deal) -> Vec<Instruction>,
        tiers: impl FnOnce(&[TrancheArgs]) -> Vec<TierTerms>,
    ) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let mut deal = Deal::plan(&mut world, "sponsor", 1);
        edit(&mut world, &mut deal);
        let classes = vec![
            debt(SENIOR, 80_000),
            debt(MEZZANINE, 120_000),
            junior(EQUITY),
        ];
        let tiers = tiers(&classes);
        let deal = deal.create(&mut world, classes, tiers);
        world.go(&[deal.set_governance(governance())]);
        let more = set(&deal);
        if !more.is_empty() {
            world.go(&more);
        }
        let [ann, bob, cid, dora] = ["ann", "bob", "cid", "dora"].map(|name| world.person(name));
        let mut scene = Self {
            world,
            deal,
            ann,
            bob,
            cid,
            dora,
            books: vec![],
        };
        let sponsor = scene.deal.sponsor;
        scene.sell(SENIOR, &[(ann, 6_000), (bob, 4_000)]);
        scene.sell(MEZZANINE, &[(cid, 2_000)]);
        scene.sell(EQUITY, &[(dora, 7_000), (sponsor, 3_000)]);
        scene
    }

    /// Sells shares of a class in its first book.
    fn sell(&mut self, rank: u8, tickets: &[(Pubkey, u64)]) {
        let line = format!("line {rank}");
        let book = Offering::standard(&mut self.world, &self.deal, rank, &line);
        let paid: Vec<_> = tickets
            .iter()
            .map(|(owner, shares)| (*owner, shares * ONE))
            .collect();
        for (owner, money) in &paid {
            self.world.give(owner, *money);
        }
        book.sell(&mut self.world, &self.deal, &paid);
        self.books.push(book);
    }

    pub fn security(&mut self) -> Security {
        read::state(&mut self.world.engine, &self.deal.security)
    }

    pub fn governance(&mut self) -> Governance {
        let governance = address::governance(&self.deal.security);
        read::state(&mut self.world.engine, &governance)
    }

    pub fn resolution(&mut self, number: u32) -> Resolution {
        read::state(&mut self.world.engine, &self.deal.resolution(number))
    }

    pub fn ballot_of(&mut self, number: u32, rank: u8, owner: &Pubkey) -> Option<Ballot> {
        let ballot = self.deal.ballot(number, rank, owner);
        read::try_state(&mut self.world.engine, &ballot)
    }

    pub fn tranche(&mut self, rank: u8) -> Tranche {
        read::state(&mut self.world.engine, &self.deal.class(rank).tranche)
    }

    pub fn holder(&mut self, rank: u8, owner: &Pubkey) -> Holder {
        read::state(&mut self.world.engine, &self.deal.record(rank, owner))
    }

    /// The call that proposes the next resolution.
    pub fn proposes(&mut self, by: Proposer, key: &Pubkey, proposal: Proposal) -> Instruction {
        let number = self.governance().next_resolution;
        self.deal
            .propose_resolution(number, (key, &self.world.payer), args(by, proposal))
    }

    /// The sponsor proposes the next resolution; its number.
    pub fn proposed(&mut self, proposal: Proposal) -> u32 {
        let sponsor = self.deal.sponsor;
        self.proposed_by(Proposer::Sponsor, &sponsor, proposal)
    }

    pub fn proposed_by(&mut self, by: Proposer, key: &Pubkey, proposal: Proposal) -> u32 {
        let number = self.governance().next_resolution;
        let call = self.proposes(by, key, proposal);
        self.world.go(&[call]);
        number
    }

    /// Lets time pass up to the opening of a vote.
    pub fn opens(&mut self, number: u32) {
        let at = self.resolution(number).opens_at;
        self.world.engine.set_now(at);
    }

    pub fn closes(&mut self, number: u32) {
        let at = self.resolution(number).closes_at;
        self.world.engine.set_now(at);
    }

    /// Lets time pass up to the end of the timelock.
    pub fn matures(&mut self, number: u32) {
        let at = self.resolution(number).executable_from;
        self.world.engine.set_now(at);
    }

    pub fn casts(&self, number: u32, (rank, owner): (u8, &Pubkey), in_favour: bool) -> Instruction {
        self.deal
            .cast_ballot((number, rank), (owner, &self.world.payer), in_favour)
    }

    pub fn votes(&mut self, number: u32, whose: (u8, &Pubkey), in_favour: bool) {
        let call = self.casts(number, whose, in_favour);
        self.world.go(&[call]);
    }

    pub fn withdraws(&self, number: u32, (rank, owner): (u8, &Pubkey)) -> Instruction {
        self.deal
            .withdraw_ballot((number, rank), (owner, &self.world.payer))
    }

    /// Whoever is asked votes in favour, from the opening on; the sponsor where it counts.
    pub fn all_consent(&mut self, number: u32) {
        self.opens(number);
        let resolution = self.resolution(number);
        let (ann, bob, cid, dora) = (self.ann, self.bob, self.cid, self.dora);
        for (rank, owner) in [
            (SENIOR, ann),
            (SENIOR, bob),
            (MEZZANINE, cid),
            (EQUITY, dora),
        ] {
            if resolution.asked >> rank & 1 == 1 {
                self.votes(number, (rank, &owner), true);
            }
        }
    }

    /// Everybody consents, and the timelock passes.
    pub fn consented(&mut self, proposal: Proposal) -> u32 {
        let number = self.proposed(proposal);
        self.all_consent(number);
        self.matures(number);
        number
    }

    pub fn refused(&mut self, call: Instruction) -> String {
        self.world.refused(&[call])
    }

    /// A maturity two years later, for a rate of 9 %.
    pub fn extension(&self) -> Proposal {
        Proposal::DebtTerms {
            rank: SENIOR,
            rate_ppm: 90_000,
            maturity: self.deal.class(SENIOR).terms.maturity + 2 * 365 * DAY,
        }
    }

    /// Other rules of transfers for the senior class, which alone is asked about them.
    pub fn rules(&self) -> Proposal {
        Proposal::TransferRules {
            rank: SENIOR,
            rules: TransferRulesTerms {
                insider_lock_days: 30,
                ..TransferRulesTerms::default()
            },
        }
    }
}
