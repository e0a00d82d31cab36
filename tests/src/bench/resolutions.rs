//! Resolutions: from the proposal to the end.

use super::instructions::Bench;
use crate::{
    deal::{self, Deal},
    engine::Engine,
    ix::resolution::{args, governance},
    offering::Offering,
    read,
    world::DAY,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::state::Waterfall,
    resolution::{
        draft::StructureDraft,
        proposal::Proposal,
        state::{Proposer, Resolution},
    },
    role::state::Role,
    structure::create_tranche::TrancheArgs,
    tranche::rules::TransferRulesTerms,
};

const STAKE: u64 = 1_000_000_000;
/// What a vote may cost.
const VOTE: u64 = 15_000;
/// What an execution may cost.
const EXECUTION: u64 = 40_000;

/// Measures a vote, and the execution of each kind.
pub(super) fn measure(bench: &mut Bench<'_>) {
    let classes = vec![
        TrancheArgs {
            maturity: bench.world.engine.now() + 3 * 365 * DAY,
            period_months: 3,
            ..deal::senior(0)
        },
        deal::junior(1),
    ];
    let tiers = deal::tiers_of(&classes);
    let world = &mut bench.world;
    let deal = Deal::with(world, "deciding sponsor", 1, classes, tiers);
    bench.run("`set_governance`", None, &deal.set_governance(governance()));
    let world = &mut bench.world;
    let owner = world.investor("deciding owner", 2 * STAKE);
    let books = [(0, "deciding line"), (1, "other deciding line")].map(|(rank, line)| {
        let book = Offering::standard(world, &deal, rank, line);
        book.sell(world, &deal, &[(owner, STAKE)]);
        book
    });
    let heir = world.person("deciding heir");
    let maturity = deal.class(0).terms.maturity + 365 * DAY;
    let authorised = deal.class(1).terms.authorised + 1;
    let rules = TransferRulesTerms {
        insider_lock_days: 30,
        ..TransferRulesTerms::default()
    };
    let role = Proposal::Role {
        role: Role::Servicer,
        to: heir,
    };
    let terms = Proposal::DebtTerms {
        rank: 0,
        rate_ppm: 90_000,
        maturity,
    };
    let more = Proposal::Authorised {
        rank: 1,
        shares: authorised,
    };
    let ruled = Proposal::TransferRules { rank: 1, rules };
    let cheap = Proposal::Floor {
        rank: 1,
        price: 700_000,
        shares: 1_000_000,
        until: bench.world.engine.now() + 120 * DAY,
    };
    let kinds: [(&str, Proposal, Option<u8>, Option<Pubkey>); 6] = [
        ("a debt's terms", terms, Some(0), None),
        ("the document", Proposal::Document, None, None),
        ("a role", role, None, Some(heir)),
        ("an authorised number", more, Some(1), None),
        ("transfer rules", ruled, Some(1), None),
        ("a price below the floor", cheap, Some(1), None),
    ];
    for ((what, proposal, rank, to), number) in kinds.into_iter().zip(0_u32..) {
        let is_first = number == 0;
        let proposes = deal.propose_resolution(
            number,
            (&deal.sponsor, &deal.sponsor),
            args(Proposer::Sponsor, proposal),
        );
        if is_first {
            bench.run("`propose_resolution`, of two classes", None, &proposes);
        } else {
            bench.world.go(&[proposes]);
        }
        let state: Resolution = read::state(&mut bench.world.engine, &deal.resolution(number));
        bench.world.engine.set_now(state.opens_at);
        for rank in [0, 1] {
            if state.asked >> rank & 1 == 0 {
                continue;
            }
            let casts = deal.cast_ballot((number, rank), (&owner, &owner), true);
            if is_first && rank == 0 {
                bench.run("`cast_ballot`, the first time", Some(VOTE), &casts);
                bench.run("`cast_ballot`, again", Some(VOTE), &casts);
                let withdraws = deal.withdraw_ballot((number, rank), (&owner, &owner));
                bench.run("`withdraw_ballot`", Some(VOTE), &withdraws);
            }
            bench.world.go(&[casts]);
        }
        bench.world.engine.set_now(state.executable_from);
        let executes = deal.execute_resolution(number, rank, to);
        let line = format!("`execute_resolution`, {what}");
        bench.run(&line, Some(EXECUTION), &executes);
        if is_first {
            let closes = deal.close_ballot((number, 0), (&owner, &owner));
            bench.run("`close_ballot`", None, &closes);
            let closes = deal.close_resolution(number, &deal.sponsor);
            bench.run("`close_resolution`", None, &closes);
        }
    }
    accelerate(bench, &deal, &owner);
    restructure(bench, &deal, &owner);
    redeem(bench, &deal, &owner, &books);
}

/// All of them call the equity.
fn redeem(bench: &mut Bench<'_>, deal: &Deal, owner: &Pubkey, books: &[Offering]) {
    const NUMBER: u32 = 8;
    for book in books {
        book.release(&mut bench.world, deal);
        bench.world.go(&[deal.close_book(book)]);
    }
    let proposal = Proposal::Call {
        rank: 1,
        price: 1,
        most: STAKE,
    };
    let proposes = deal.propose_resolution(
        NUMBER,
        (&deal.sponsor, &deal.sponsor),
        args(Proposer::Sponsor, proposal),
    );
    bench.world.go(&[proposes]);
    let state: Resolution = read::state(&mut bench.world.engine, &deal.resolution(NUMBER));
    bench.world.engine.set_now(state.opens_at);
    for rank in [0, 1] {
        let casts = deal.cast_ballot((NUMBER, rank), (owner, owner), true);
        bench.world.go(&[casts]);
    }
    bench.world.engine.set_now(state.executable_from);
    let executes = deal.execute_resolution(NUMBER, Some(1), None);
    bench.run(
        "`execute_resolution`, a call of a class",
        Some(EXECUTION),
        &executes,
    );
}

/// All of them replace the waterfall as a whole.
fn restructure(bench: &mut Bench<'_>, deal: &Deal, owner: &Pubkey) {
    const NUMBER: u32 = 7;
    let sponsor = deal.sponsor;
    let classes: Vec<_> = deal
        .classes
        .iter()
        .map(|class| class.terms.clone())
        .collect();
    let tiers = deal::tiers_of(&classes);
    let continues = (0..tiers.len())
        .map(|place| u8::try_from(place).ok())
        .collect();
    let waterfall: Waterfall = read::state(&mut bench.world.engine, &deal.waterfall);
    let drafts = deal.draft_structure(
        (&sponsor, &sponsor),
        (0, waterfall.structure_version),
        deal.waterfall_args(tiers),
        continues,
    );
    bench.run("`draft_structure`, of four tiers", None, &drafts);
    let address = deal.draft(&sponsor, 0);
    let draft: StructureDraft = read::state(&mut bench.world.engine, &address);
    let proposes = deal.propose_waterfall(
        NUMBER,
        (&sponsor, &sponsor),
        Proposer::Sponsor,
        (address, &draft),
    );
    bench.run("`propose_resolution`, a waterfall", None, &proposes);
    let state: Resolution = read::state(&mut bench.world.engine, &deal.resolution(NUMBER));
    bench.world.engine.set_now(state.opens_at);
    for rank in [0, 1] {
        let casts = deal.cast_ballot((NUMBER, rank), (owner, owner), true);
        bench.world.go(&[casts]);
    }
    bench.world.engine.set_now(state.executable_from);
    let executes = deal.execute_waterfall(NUMBER, &address);
    bench.run(
        "`execute_resolution`, a waterfall of four tiers and two classes",
        Some(EXECUTION),
        &executes,
    );
    let closes = deal.close_draft((&sponsor, 0), Some(NUMBER), &sponsor);
    bench.run("`close_draft`", None, &closes);
}

/// Lenders declare an acceleration, once a debt is overdue.
fn accelerate(bench: &mut Bench<'_>, deal: &Deal, owner: &Pubkey) {
    const NUMBER: u32 = 6;
    bench.world.pass(130 * DAY);
    let proposal = Proposal::Acceleration { declare: true };
    let proposes = deal.propose_resolution(
        NUMBER,
        (&deal.sponsor, &deal.sponsor),
        args(Proposer::Sponsor, proposal),
    );
    bench.run("`propose_resolution`, an acceleration", None, &proposes);
    let state: Resolution = read::state(&mut bench.world.engine, &deal.resolution(NUMBER));
    bench.world.engine.set_now(state.opens_at);
    let casts = deal.cast_ballot((NUMBER, 0), (owner, owner), true);
    bench.world.go(&[casts]);
    bench.world.engine.set_now(state.executable_from);
    let executes = deal.execute_acceleration(NUMBER);
    bench.run(
        "`execute_resolution`, an acceleration of two classes",
        Some(EXECUTION),
        &executes,
    );
}
