//! From the sponsor to the investors, step by step, on both engines.

use super::{CURE, LTV, SOLD, steps};
use crate::{
    drawing::{ONE, deal_of, sell, with_par},
    on_both_engines,
};
use securities::{
    cash::waterfall::terms::TestTerms,
    control::report::CovenantReport,
    security::{control::Act, state::Security},
};
use securities_tests::{
    audit, deal,
    engine::Engine,
    ix::{control::control, resolution::governance},
    read,
    world::{DAY, Money, World},
};

on_both_engines! {
    control_steps_and_its_agent_announces_and_draws => course;
}

pub fn course<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = vec![deal::senior(0), with_par(1)];
    let mut deal = deal_of(&mut world, classes, deal::tiers_of, |plan| {
        plan.triggers = vec![steps(TestTerms::DeclaredEvent), steps(LTV)];
    });
    let [investors, lenders] =
        ["investors\' agent", "lenders\' agent"].map(|name| world.person(name));
    world.go(&[
        deal.set_governance(governance()),
        deal.set_control(control(investors, lenders)),
    ]);
    deal.structure_version += 1;
    for rank in [0, 1] {
        sell(&mut world, &deal, (rank, ONE), SOLD);
    }
    world.go(&[deal.report_pool_with(Some(deal.arbitrator), 2_000 * ONE)]);
    let event = |declared| CovenantReport::Event {
        declared,
        document_sha256: [9; 32],
    };
    let declare = |declared| deal.report_covenant(&deal.arbitrator, 0, event(declared), None);
    world.go(&[declare(true), deal.check_triggers()]);
    world.pass(i64::from(CURE) * DAY);
    world.go(&[deal.step_control()]);
    world.go(&[declare(false)]);
    let draw = Act::Draw {
        vault: 0,
        destination: deal.destination,
        amount: ONE,
        reinvestment: false,
    };
    world.go(&[deal.announce_act(&investors, draw)]);
    world.go(&[deal.stop_act(&deal.arbitrator)]);
    world.go(&[deal.announce_act(&investors, draw)]);
    world.pass(10 * DAY);
    let mut draw = deal.draw_proceeds(&deal.destination, ONE);
    draw.accounts[0].pubkey = investors;
    world.go(&[draw]);
    let security: Security = read::state(&mut world.engine, &deal.security);
    assert_eq!(security.control.stage, 1);
    assert_eq!(security.vault().treasury, 2 * SOLD - ONE);
    audit::check(&mut world);
    world
}
