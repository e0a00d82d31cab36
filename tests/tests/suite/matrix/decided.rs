//! What resolutions do, by kind; those of a class's number and of a role are in [`super::resolutions`].

use super::scenes::{case, own, recorded, released, second, with};
use crate::refusals::twins::{Stage, Twin, Twins};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::AccountMeta};
use securities::{
    cash::waterfall::state::Waterfall,
    conversion::state::{ConversionRule, ConversionTerms, ConvertedBy},
    resolution::{
        proposal::Proposal,
        state::{Proposer, Resolution},
    },
    security::{
        budget::BudgetTerms,
        control::{ALL_POWERS, Power},
        state::Security,
    },
    tranche::state::Tranche,
};
use securities_tests::{
    engine::Engine,
    ix::{
        control::control,
        conversion::Pair,
        resolution::{args, governance},
    },
    lite::Lite,
    matrix::Case,
    offering::Offering,
    read,
    world::{DAY, World},
};

/// What each owner has of each class.
const STAKE: u64 = 2_000_000_000;
const TRANCHES: &[&str] = &["senior tranche", "junior tranche"];
/// The first conversion of the senior class into the junior one.
const PAIR: Pair<'static> = Pair {
    from: 0,
    other: None,
    to: 1,
    number: 0,
};

/// Another key of a deal.
fn key(world: &mut World<Lite>, twin: &Twin, role: &str) -> Pubkey {
    world.person(&format!("{} {role}", twin.name))
}

/// Both classes of both deals are sold to two owners each.
fn sold() -> Twins {
    let mut twins = Twins::at(Stage::Structured);
    twins.each(|world, twin| {
        world.go(&[twin.deal.set_governance(governance())]);
        let second = second(world, twin);
        for rank in [0, 1] {
            let line = format!("{} line of {rank}", twin.name);
            let book = Offering::standard(world, &twin.deal, rank, &line);
            for owner in [twin.owner, second] {
                world.give(&owner, STAKE);
            }
            book.sell(world, &twin.deal, &[(twin.owner, STAKE), (second, STAKE)]);
        }
    });
    recorded(twins)
}

/// A holder of a class proposes something, whoever is asked consents, and the timelock is over.
fn decided(
    set: fn(&mut World<Lite>, &Twin),
    rank: u8,
    proposal: fn(&mut World<Lite>, &Twin) -> Proposal,
) -> Twins {
    let mut twins = sold();
    twins.each(|world, twin| {
        set(world, twin);
        let proposed = args(Proposer::Holder { rank }, proposal(world, twin));
        let by = (&twin.owner, &twin.patron);
        world.go(&[twin.deal.propose_resolution(0, by, proposed)]);
    });
    let address = twins.own.deal.resolution(0);
    let resolution: Resolution = read::state(&mut twins.world.engine, &address);
    twins.world.engine.set_now(resolution.opens_at);
    twins.each(|world, twin| {
        let second = second(world, twin);
        for rank in [0, 1] {
            for owner in [twin.owner, second] {
                if resolution.asked >> rank & 1 == 1 {
                    let by = (&owner, &twin.patron);
                    world.go(&[twin.deal.cast_ballot((0, rank), by, true)]);
                }
            }
        }
    });
    twins.world.engine.set_now(resolution.executable_from);
    twins
}

fn nothing(_: &mut World<Lite>, _: &Twin) {}

/// Lenders have accelerated.
fn declared(world: &mut World<Lite>, twin: &Twin) {
    read::edit::<Waterfall>(&mut world.engine, &twin.deal.waterfall, |waterfall| {
        waterfall.declared = 2;
    });
}

/// The investors are in control.
fn stepped(world: &mut World<Lite>, twin: &Twin) {
    let terms = control(
        key(world, twin, "investors' agent"),
        key(world, twin, "lenders' agent"),
    );
    read::edit::<Security>(&mut world.engine, &twin.deal.security, |security| {
        security.control.agents = terms.agents;
        security.control.powers = terms.powers;
        security.control.act_days = terms.act_days;
        security.control.stage = 1;
    });
}

fn convertible(world: &mut World<Lite>, twin: &Twin) {
    let terms = ConversionTerms {
        number: 0,
        by: ConvertedBy::Resolution,
        rule: ConversionRule::Price {
            floor: 1_000_000_000_000,
            cap: 1_000_000_000_000,
            discount_bps: 0,
            with_interest: false,
        },
        opens_at: 0,
        closes_at: world.engine.now() + 300 * DAY,
        shares: 20_000_000_000_000,
    };
    world.go(&[twin.deal.create_conversion(&PAIR, terms)]);
}

/// The books are closed, and their proceeds are in the treasury.
fn raised(world: &mut World<Lite>, twin: &Twin) {
    read::edit::<Security>(&mut world.engine, &twin.deal.security, |security| {
        security.winding.books = 0;
        security.vaults[0].treasury = 4 * STAKE;
    });
    let senior = twin.deal.class(0).tranche;
    read::edit::<Tranche>(&mut world.engine, &senior, |class| {
        class.shares_offered = class.shares;
    });
}

fn budget(world: &mut World<Lite>, twin: &Twin) -> BudgetTerms {
    BudgetTerms {
        manager: key(world, twin, "manager"),
        destination: twin.deal.destination,
        vault: 0,
        reinvestment: false,
        amount: 1_000_000,
        days: 30,
        until: world.engine.now() + 60 * DAY,
    }
}

fn lower(world: &mut World<Lite>, _: &Twin) -> Proposal {
    Proposal::Floor {
        rank: 1,
        price: 1,
        shares: 1_000_000_000,
        until: world.engine.now() + 60 * DAY,
    }
}

fn elsewhere(_: &mut World<Lite>, twin: &Twin) -> Proposal {
    Proposal::Destination {
        from: twin.deal.destination,
        to: twin.deal.cash(&twin.owner),
    }
}

fn elects(world: &mut World<Lite>, twin: &Twin) -> Proposal {
    Proposal::Agent {
        stage: 1,
        to: key(world, twin, "another agent"),
    }
}

fn executes(twins: Twins, rank: Option<u8>, signer: Option<Pubkey>) -> super::scenes::Scene {
    own(twins, |twin| twin.deal.execute_resolution(0, rank, signer))
}

pub const CASES: &[Case] = &[
    with(
        case("execute_resolution", &[], || {
            let resume = |_: &mut World<Lite>, _: &Twin| Proposal::Acceleration { declare: false };
            own(decided(declared, 0, resume), |twin| {
                twin.deal.execute_acceleration(0)
            })
        }),
        "of an acceleration",
        TRANCHES,
    ),
    with(
        case("execute_resolution", &[], || {
            executes(decided(nothing, 1, lower), Some(1), None)
        }),
        "of a price below the floor",
        &[],
    ),
    with(
        case("execute_resolution", &["new_holder"], || {
            own(decided(nothing, 1, elsewhere), |twin| {
                let to = twin.deal.cash(&twin.owner);
                twin.deal.execute_destination(0, (&to, &twin.owner))
            })
        }),
        "of a destination",
        &["destination account"],
    ),
    with(
        case("execute_resolution", &[], || {
            let back = |_: &mut World<Lite>, _: &Twin| Proposal::Control { stage: 0 };
            executes(decided(stepped, 1, back), None, None)
        }),
        "of control",
        &[],
    ),
    with(
        case("execute_resolution", &["new_holder"], || {
            let mut twins = decided(stepped, 1, elects);
            let to = twins.world.person("own another agent");
            executes(twins, None, Some(to))
        }),
        "of an agent",
        &[],
    ),
    with(
        case("execute_resolution", &[], || {
            let approves =
                |_: &mut World<Lite>, _: &Twin| Proposal::Conversion { rank: 0, number: 0 };
            own(decided(convertible, 1, approves), |twin| {
                let mut executes = twin.deal.execute_resolution(0, Some(0), None);
                let conversion = twin.deal.conversion(&PAIR);
                executes.accounts.push(AccountMeta::new(conversion, false));
                executes
            })
        }),
        "of a conversion",
        &["conversion"],
    ),
    with(
        case("execute_resolution", &[], || {
            let calls = |_: &mut World<Lite>, _: &Twin| Proposal::Call {
                rank: 0,
                price: 1,
                most: 4 * STAKE,
            };
            executes(decided(raised, 1, calls), Some(0), None)
        }),
        "of a call",
        &[],
    ),
    with(
        case("execute_resolution", &[], || {
            let votes = |world: &mut World<Lite>, twin: &Twin| Proposal::Budget {
                terms: budget(world, twin),
            };
            executes(decided(nothing, 1, votes), None, None)
        }),
        "of a budget",
        &[],
    ),
    with(
        case("draw_proceeds", &["sponsor"], || {
            let mut twins = released(super::scenes::crowded(Twins::at(Stage::Deposited)));
            twins.each(|world, twin| {
                let (terms, now) = (budget(world, twin), world.engine.now());
                let address = twin.deal.security;
                read::edit::<Security>(&mut world.engine, &address, |security| {
                    security.budget.manager = terms.manager;
                    security.budget.destination = terms.destination;
                    security.budget.amount = terms.amount;
                    security.budget.left = terms.amount;
                    security.budget.began_at = now;
                    security.budget.until = terms.until;
                    // The sponsor has every other power.
                    security.control.act_days = 1;
                    security.control.powers[0] = ALL_POWERS & !(1 << Power::Draws as u32);
                });
            });
            let manager = twins.world.person("own manager");
            own(twins, move |twin| {
                let mut draw = twin.deal.draw_proceeds(&twin.deal.destination, 1_000_000);
                draw.accounts[0].pubkey = manager;
                draw
            })
        }),
        "by a manager",
        TRANCHES,
    ),
];
