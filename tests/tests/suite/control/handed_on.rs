//! Another account for draws, proposed in one stage and accepted in another.

use super::{
    DAY, LTV, ONE, SOLD, Scene, Security, control, deal_of, governance, read, sell, steps, with_par,
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    role::state::{KEY_DELAY, Role},
    security::control::{ALL_POWERS, Power},
};
use securities_tests::{
    deal,
    engine::Engine,
    lite::Lite,
    world::{Money, World},
};

const ROLE: Role = Role::Destination { place: 0 };

/// A deal whose sponsor has some powers from the first lock on. Before that it has named another account, whose owner may accept
/// it by now.
fn proposed(powers: u32) -> (Scene, Pubkey, Instruction) {
    let mut world = World::<Lite>::new(Money::Classic);
    let classes = vec![deal::senior(0), with_par(1)];
    let deal = deal_of(&mut world, classes, deal::tiers_of, |plan| {
        plan.triggers = vec![steps(LTV)];
    });
    let [investors, lenders] =
        ["investors' agent", "lenders' agent"].map(|name| world.person(name));
    let owner = world.investor("owner", ONE);
    let to = deal.cash(&owner);
    let mut terms = control(investors, lenders);
    terms.powers[0] = powers;
    let patron = world.payer;
    let propose = deal.propose_role((&deal.sponsor, &patron), ROLE, &to);
    world.go(&[deal.set_governance(governance())]);
    world.go(&[deal.set_control(terms), propose]);
    for rank in [0, 1] {
        sell(&mut world, &deal, (rank, ONE), SOLD);
    }
    world.pass(KEY_DELAY);
    let accept = deal.accept_for(ROLE, (&owner, &to), &patron);
    let scene = Scene {
        world,
        deal,
        investors,
        lenders,
    };
    (scene, to, accept)
}

#[test]
fn what_was_proposed_before_the_first_lock_needs_the_power_after_it() {
    let (mut scene, _, accept) = proposed(ALL_POWERS & !(1 << Power::Destinations as u32));
    assert_eq!(scene.refused(accept), "NoPower");
    let (mut scene, to, accept) = proposed(ALL_POWERS);
    scene.world.go(&[accept]);
    let security: Security = read::state(&mut scene.world.engine, &scene.deal.security);
    assert_eq!(security.destinations[0], to);
}

#[test]
fn what_a_stage_proposed_before_control_stepped_stays_void_when_it_comes_back() {
    let (mut scene, _, accept) = proposed(ALL_POWERS);
    scene.is_at(1);
    assert_eq!(scene.refused(accept.clone()), "RoleTransferStale");
    scene.is_at(0);
    let address = scene.deal.security;
    let now = scene.world.engine.now();
    read::edit(
        &mut scene.world.engine,
        &address,
        |security: &mut Security| {
            security.control.stepped_at = now - DAY;
        },
    );
    assert_eq!(scene.refused(accept), "RoleTransferStale");
}
