//! What could be tried with a role transfer: to bring roles that check each other into one hand, to take more than a
//! role, to leave something behind, to do it all in one transaction.

use super::{DESTINATION, PAYEE, SPONSORS, Scene};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::state::Waterfall,
    role::state::{KEY_DELAY, Role},
};
use securities_tests::{
    deal::Deal,
    engine::Engine,
    lite::Lite,
    read,
    world::{Money, World},
};

on_both_engines! {
    no_role_transfer_brings_the_arbitrator_and_those_it_checks_into_one_hand => apart;
    what_a_former_sponsor_proposed_dies_with_its_role => left_behind;
    nothing_that_needs_a_notice_happens_in_one_transaction => at_once;
}

fn apart<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (deal, payer) = (scene.deal.clone(), scene.world.payer);
    let apart = "ArbitratorNotApart";
    let checked = [
        (Role::Sponsor, deal.sponsor),
        (Role::Servicer, deal.servicer),
        (Role::Reporter, deal.reporter),
    ];
    for (role, key) in checked {
        // The arbitrator does not take what it checks, and who is checked does not become arbitrator.
        scene.world.go(&[
            deal.propose_role((&key, &payer), role, &deal.arbitrator),
            deal.propose_role((&deal.arbitrator, &payer), Role::Arbitrator, &key),
        ]);
        scene.world.pass(KEY_DELAY);
        let take = deal.accept_role(role, &deal.arbitrator, &payer);
        let give = deal.accept_role(Role::Arbitrator, &key, &payer);
        assert_eq!(scene.refused(take.clone()), apart, "{role:?}");
        assert_eq!(scene.refused(give.clone()), apart, "{role:?}");
        assert_eq!(scene.world.refused(&[take.clone(), give.clone()]), apart);
        assert_eq!(scene.world.refused(&[give, take]), apart);
        scene.world.go(&[
            deal.cancel_role(role, &key, &payer),
            deal.cancel_role(Role::Arbitrator, &deal.arbitrator, &payer),
        ]);
    }
    // One heir of two such roles: whoever comes second is refused.
    let heir = scene.heir;
    for (role, key) in checked {
        scene.world.go(&[
            deal.propose_role((&key, &payer), role, &heir),
            deal.propose_role((&deal.arbitrator, &payer), Role::Arbitrator, &heir),
        ]);
        scene.world.pass(KEY_DELAY);
        let accept = |role| deal.accept_role(role, &heir, &payer);
        let both = [accept(role), accept(Role::Arbitrator)];
        assert_eq!(scene.world.refused(&both), apart);
        let both = [accept(Role::Arbitrator), accept(role)];
        assert_eq!(scene.world.refused(&both), apart);
        scene.world.go(&[
            deal.cancel_role(role, &key, &payer),
            deal.cancel_role(Role::Arbitrator, &deal.arbitrator, &payer),
        ]);
    }
    scene.world
}

#[test]
fn the_arbitrator_is_a_key_of_its_own_from_the_beginning() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    for key in [deal.sponsor, deal.servicer, deal.reporter] {
        let mut args = deal.security_args();
        args.arbitrator = key;
        let call = deal.create_security(args);
        assert_eq!(world.refused(&[call]), "ArbitratorNotApart");
    }
    // The others may be one.
    let mut args = deal.security_args();
    (args.servicer, args.reporter) = (deal.sponsor, deal.sponsor);
    world.go(&[deal.create_security(args)]);
}

fn left_behind<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (deal, payer) = (scene.deal.clone(), scene.world.payer);
    let thief = scene.world.investor("thief", 0);
    let account = deal.cash(&thief);
    let heir = scene.heir;
    // A leaving sponsor names a destination of its own on the way out.
    scene.world.go(&[
        deal.propose_role((&deal.sponsor, &payer), Role::Sponsor, &heir),
        deal.propose_role((&deal.sponsor, &payer), DESTINATION, &account),
    ]);
    scene.world.pass(KEY_DELAY);
    let take = deal.accept_for(DESTINATION, (&thief, &account), &payer);
    let accept = deal.accept_role(Role::Sponsor, &heir, &payer);
    assert_eq!(
        scene.world.refused(&[accept.clone(), take.clone()]),
        "RoleTransferStale",
        "in one transaction"
    );
    scene.world.go(&[accept]);
    assert_eq!(scene.refused(take), "RoleTransferStale");
    assert_eq!(scene.held(DESTINATION), deal.destination);
    // Who holds the role now clears it, and may name its own.
    scene.world.go(&[
        deal.cancel_role(DESTINATION, &heir, &payer),
        deal.propose_role((&heir, &payer), DESTINATION, &deal.cash(&heir)),
    ]);
    // The former sponsor's fee is its own still, and no longer the sponsor's.
    assert_eq!(scene.held(SPONSORS), deal.sponsor);
    let call = deal.propose_role((&heir, &payer), SPONSORS, &thief);
    assert_eq!(scene.refused(call), "NotRoleHolder");
    scene.world
}

fn at_once<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    for (role, holder, notice) in scene.roles() {
        let calls = [scene.propose(role, &holder), scene.accept(role)];
        if notice > 0 {
            assert_eq!(scene.world.refused(&calls), "RoleTransferEarly", "{role:?}");
            // Nor by way of another role that is taken at once.
            let key: Pubkey = scene.deal.servicer;
            let thief = scene.world.person("thief");
            let payer = scene.world.payer;
            let deal = scene.deal.clone();
            let more = [
                deal.propose_role((&key, &payer), Role::Servicer, &thief),
                deal.accept_role(Role::Servicer, &thief, &payer),
                scene.propose(role, &thief),
            ];
            assert_eq!(scene.world.refused(&more), "NotRoleHolder");
        } else {
            // With both signatures there is nothing to wait for.
            scene.world.go(&calls);
            assert_eq!(scene.held(role), scene.to(role));
            let back = [
                scene
                    .deal
                    .propose_role((&scene.heir, &scene.world.payer), role, &holder),
                scene.deal.accept_role(role, &holder, &scene.world.payer),
            ];
            scene.world.go(&back);
        }
    }
    scene.world
}

/// In another structure another tier may stand at a payee's place, and be the same payee's.
#[test]
fn a_payee_that_was_proposed_in_another_structure_is_stale() {
    let mut scene = Scene::<Lite>::new();
    let payee = scene.payee;
    let (proposes, accepts) = (scene.propose(PAYEE, &payee), scene.accept(PAYEE));
    scene.world.go(std::slice::from_ref(&proposes));
    let waterfall = scene.deal.waterfall;
    read::edit::<Waterfall>(&mut scene.world.engine, &waterfall, |waterfall| {
        waterfall.structure_version += 1;
    });
    assert_eq!(scene.refused(accepts.clone()), "RoleTransferStale");
    let cancels = scene.cancel(PAYEE, &payee);
    scene.world.go(&[cancels]);
    scene.world.pass(1);
    scene.world.go(&[proposes]);
    scene.world.go(&[accepts]);
    assert_eq!(scene.held(PAYEE), scene.heir);
}
