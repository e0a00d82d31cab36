//! Drafts of waterfalls, and resolutions that put them in place.

use super::{
    resolutions::{RANK, begun},
    scenes::{case, own, second, with},
};
use crate::refusals::twins::{Twin, Twins};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::resolution::{
    draft::StructureDraft,
    state::{Proposer, Resolution},
};
use securities_tests::{deal::tiers_of, engine::Engine, matrix::Case, read, world::World};

const PROPOSED: &[&str] = &[
    "senior tranche",
    "junior tranche",
    "sponsor's senior record",
    "sponsor's junior record",
    "draft",
];
const EXECUTED: &[&str] = &["senior tranche", "junior tranche", "draft"];

fn lays_down(twin: &Twin, author: &Pubkey, number: u32) -> Instruction {
    let classes: Vec<_> = twin
        .deal
        .classes
        .iter()
        .map(|class| class.terms.clone())
        .collect();
    let tiers = tiers_of(&classes);
    let continues = (0..tiers.len())
        .map(|place| u8::try_from(place).ok())
        .collect();
    let rules = twin.deal.waterfall_args(tiers);
    twin.deal
        .draft_structure((author, &twin.patron), (number, 1), rules, continues)
}

/// The sponsor and the second holder have each laid one down.
fn drafted() -> Twins {
    let mut twins = begun();
    twins.each(|world, twin| {
        let second = second(world, twin);
        for author in [twin.deal.sponsor, second] {
            world.go(&[lays_down(twin, &author, 0)]);
        }
    });
    twins
}

fn proposes<E: Engine>(world: &mut World<E>, twin: &Twin) -> Instruction {
    let sponsor = twin.deal.sponsor;
    let address = twin.deal.draft(&sponsor, 0);
    let draft: StructureDraft = read::state(&mut world.engine, &address);
    let keys = (&sponsor, &twin.patron);
    twin.deal
        .propose_waterfall(0, keys, Proposer::Sponsor, (address, &draft))
}

/// All have consented to the sponsor's, and its timelock is over.
fn consented() -> Twins {
    let mut twins = drafted();
    twins.each(|world, twin| {
        let call = proposes(world, twin);
        world.go(&[call]);
    });
    let resolution = twins.own.deal.resolution(0);
    let state: Resolution = read::state(&mut twins.world.engine, &resolution);
    twins.world.engine.set_now(state.opens_at);
    twins.each(|world, twin| {
        let second = second(world, twin);
        for owner in [twin.owner, second] {
            let casts = twin
                .deal
                .cast_ballot((0, RANK), (&owner, &twin.patron), true);
            world.go(&[casts]);
        }
    });
    twins.world.engine.set_now(state.executable_from);
    twins
}

pub const CASES: &[Case] = &[
    case("draft_structure", &["author", "payer"], || {
        own(begun(), |twin| lays_down(twin, &twin.owner, 0))
    }),
    with(
        case("close_draft", &["author"], || {
            own(drafted(), |twin| {
                let sponsor = twin.deal.sponsor;
                twin.deal.close_draft((&sponsor, 0), None, &twin.patron)
            })
        }),
        "as its author",
        &[],
    ),
    with(
        case("close_draft", &[], || {
            let mut twins = consented();
            twins.each(|world, twin| {
                let draft = twin.deal.draft(&twin.deal.sponsor, 0);
                world.go(&[twin.deal.execute_waterfall(0, &draft)]);
            });
            own(twins, |twin| {
                let sponsor = twin.deal.sponsor;
                twin.deal.close_draft((&sponsor, 0), Some(0), &twin.patron)
            })
        }),
        "of a resolution",
        &[],
    ),
    with(
        case("propose_resolution", &["proposer", "payer"], || {
            let mut twins = drafted();
            let call = proposes(&mut twins.world, &twins.own);
            (twins.world, call)
        }),
        "of a waterfall",
        PROPOSED,
    ),
    with(
        case("execute_resolution", &[], || {
            own(consented(), |twin| {
                let draft = twin.deal.draft(&twin.deal.sponsor, 0);
                twin.deal.execute_waterfall(0, &draft)
            })
        }),
        "of a waterfall",
        EXECUTED,
    ),
];
