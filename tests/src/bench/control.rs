//! Who is in control, and what a manager draws within a budget.

use super::instructions::Bench;
use crate::{
    deal::{self, Deal},
    engine::Engine,
    ix::{
        control::control,
        resolution::{args, governance},
    },
    offering::Offering,
    read,
    world::DAY,
};
use securities::{
    cash::waterfall::{
        consequences::STEPS,
        terms::{TestTerms, TriggerTerms},
    },
    control::report::CovenantReport,
    resolution::{
        proposal::Proposal,
        state::{Proposer, Resolution},
    },
    security::{
        budget::BudgetTerms,
        control::{ALL_POWERS, Power},
    },
};

const STAKE: u64 = 1_000_000_000;
/// What an execution may cost.
const EXECUTION: u64 = 40_000;

/// Measures them: holders vote a budget, its manager draws, and a covenant moves control on.
pub(super) fn measure(bench: &mut Bench<'_>) {
    let world = &mut bench.world;
    let classes = vec![deal::junior(0), deal::junior(1)];
    let tiers = deal::tiers_of(&classes);
    let mut deal = Deal::plan(world, "controlled sponsor", 1);
    deal.triggers = vec![TriggerTerms {
        test: TestTerms::DeclaredEvent,
        cure_days: 1,
        consequences: STEPS,
    }];
    let mut deal = deal.create(world, classes, tiers);
    let [investors, lenders, manager] =
        ["an agent", "another agent", "a manager"].map(|name| world.person(name));
    world.go(&[deal.set_governance(governance())]);
    let mut terms = control(investors, lenders);
    terms.powers[0] = ALL_POWERS & !(1 << Power::Draws as u32);
    bench.run("`set_control`", None, &deal.set_control(terms));
    // Who is in control is a part of the structure.
    deal.structure_version += 1;
    let world = &mut bench.world;
    let owner = world.investor("controlling owner", 2 * STAKE);
    for (rank, line) in [(0, "controlled line"), (1, "other controlled line")] {
        let book = Offering::standard(world, &deal, rank, line);
        book.sell(world, &deal, &[(owner, STAKE)]);
        book.release(world, &deal);
    }
    let budget = Proposal::Budget {
        terms: BudgetTerms {
            manager,
            destination: deal.destination,
            vault: 0,
            reinvestment: false,
            amount: STAKE,
            days: 30,
            until: world.engine.now() + 90 * DAY,
        },
    };
    let by = (&deal.sponsor, &deal.sponsor);
    let proposes = deal.propose_resolution(0, by, args(Proposer::Sponsor, budget));
    world.go(&[proposes]);
    let state: Resolution = read::state(&mut world.engine, &deal.resolution(0));
    world.engine.set_now(state.opens_at);
    for rank in [0, 1] {
        world.go(&[deal.cast_ballot((0, rank), (&owner, &owner), true)]);
    }
    world.engine.set_now(state.executable_from);
    let executes = deal.execute_resolution(0, None, None);
    bench.run("`execute_resolution`, a budget", Some(EXECUTION), &executes);
    let mut draw = deal.draw_proceeds(&deal.destination, STAKE / 10);
    draw.accounts[0].pubkey = manager;
    bench.run("`draw_proceeds`, by a manager", None, &draw);
    let event = CovenantReport::Event {
        declared: true,
        document_sha256: [9; 32],
    };
    let declare = deal.report_covenant(&deal.arbitrator, 0, event, None);
    bench.world.go(&[declare]);
    bench.world.pass(DAY);
    bench.run("`step_control`, of two classes", None, &deal.step_control());
}
