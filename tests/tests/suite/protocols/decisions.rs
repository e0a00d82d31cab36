//! Who decides what on a registration, when, and what that leaves to others.

use super::{RANK, Scene};
use anchor_lang::prelude::Pubkey;
use securities::credential::protocol::ProtocolDecision::{self, Lift, Suspend, Veto};
use securities_tests::{audit, ix::credential, lite::Lite, world::DAY};

/// Everybody who might decide, and what each may: veto, suspend and lift.
fn deciders(scene: &mut Scene<Lite>) -> Vec<(Pubkey, bool, bool)> {
    let stranger = scene.world.person("stranger");
    let deal = &scene.deal;
    vec![
        (scene.qualifier, true, true),
        (scene.other, true, true),
        (deal.arbitrator, true, true),
        (deal.sponsor, true, false),
        (deal.servicer, false, false),
        (deal.reporter, false, false),
        (scene.ann, false, false),
        (scene.pool.address, false, false),
        (stranger, false, false),
    ]
}

#[test]
fn a_new_registration_is_vetoed_by_those_who_answer_for_holders_and_by_the_sponsor() {
    for at in 0..9 {
        let mut scene = Scene::<Lite>::new();
        scene.register();
        let (decider, vetoes, supervises) = deciders(&mut scene)[at];
        let early = if supervises {
            "ProtocolNotValid"
        } else {
            "NotDecider"
        };
        assert_eq!(scene.undecided(&decider, Suspend), early);
        let early = if supervises {
            "ProtocolNotSuspended"
        } else {
            "NotDecider"
        };
        assert_eq!(scene.undecided(&decider, Lift), early);
        if !vetoes {
            assert_eq!(scene.undecided(&decider, Veto), "NotDecider");
            continue;
        }
        scene.decide(&decider, Veto);
        let found = scene.registration();
        assert_eq!((found.state, found.decided_by), (2, decider));
        // For good: neither time nor anybody brings it back.
        scene.world.pass(400 * DAY);
        assert_eq!(scene.not_taken_over(), "ProtocolNotValid");
        let again = scene.deal.register_protocol(&scene.ann, &scene.pool);
        assert_eq!(scene.world.refused(&[again]), "ProtocolNotValid");
        let arbitrator = scene.deal.arbitrator;
        assert_eq!(scene.undecided(&arbitrator, Veto), "ProtocolNotNew");
        assert_eq!(scene.undecided(&arbitrator, Lift), "ProtocolNotSuspended");
        assert_eq!(scene.undecided(&arbitrator, Suspend), "ProtocolNotValid");
    }
}

#[test]
fn a_valid_registration_is_suspended_and_lifted_by_those_who_answer_for_holders() {
    for at in 0..9 {
        let mut scene = Scene::<Lite>::new();
        scene.register();
        scene.world.pass(7 * DAY);
        let (decider, vetoes, supervises) = deciders(&mut scene)[at];
        let late = if vetoes {
            "ProtocolNotNew"
        } else {
            "NotDecider"
        };
        assert_eq!(scene.undecided(&decider, Veto), late);
        if !supervises {
            assert_eq!(scene.undecided(&decider, Suspend), "NotDecider");
            let qualifier = scene.qualifier;
            scene.decide(&qualifier, Suspend);
            assert_eq!(scene.undecided(&decider, Lift), "NotDecider");
            continue;
        }
        assert_eq!(scene.undecided(&decider, Lift), "ProtocolNotSuspended");
        scene.decide(&decider, Suspend);
        assert_eq!(scene.registration().state, 3);
        assert_eq!(scene.undecided(&decider, Suspend), "ProtocolNotValid");
        let renew = scene.deal.register_protocol(&scene.ann, &scene.pool);
        assert_eq!(scene.world.refused(&[renew]), "ProtocolNotValid");
        scene.decide(&decider, Lift);
        assert_eq!(scene.registration().state, 1);
        scene.take_over();
        scene.receive(5);
    }
}

/// A suspension outlasts the registration: whoever is suspended does not begin again.
#[test]
fn a_suspended_registration_that_expires_stays_suspended() {
    let mut scene = Scene::<Lite>::new();
    let qualifier = scene.qualifier;
    scene.register();
    scene.world.pass(7 * DAY);
    scene.decide(&qualifier, Suspend);
    scene.world.pass(400 * DAY);
    let again = scene.deal.register_protocol(&scene.ann, &scene.pool);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&again)),
        "ProtocolNotValid"
    );
    scene.decide(&qualifier, Lift);
    assert_eq!(scene.not_taken_over(), "ProtocolNotValid", "it has expired");
    scene.world.go(&[again]);
    assert_eq!(scene.registration().state, 0);
}

#[test]
fn decisions_of_one_transaction_follow_each_other() {
    let mut scene = Scene::<Lite>::new();
    let (qualifier, sponsor, pool) = (scene.qualifier, scene.deal.sponsor, scene.pool.address);
    let register = scene.deal.register_protocol(&scene.ann, &scene.pool);
    let decide = |scene: &Scene<Lite>, by: &Pubkey, what: ProtocolDecision| {
        scene.deal.decide_protocol(by, &pool, what)
    };
    let veto = decide(&scene, &sponsor, Veto);
    assert_eq!(
        scene
            .world
            .refused(&[register.clone(), veto, register.clone()]),
        "ProtocolNotValid"
    );
    assert_eq!(
        scene.world.refused(&[register.clone(), register.clone()]),
        "ProtocolNotValid",
        "a new one is not renewed"
    );
    scene.world.go(&[register]);
    scene.world.pass(7 * DAY);
    let (suspend, lift) = (
        decide(&scene, &qualifier, Suspend),
        decide(&scene, &qualifier, Lift),
    );
    scene.world.go(&[suspend, lift]);
    scene.take_over();
    scene.receive(5);
}

/// Neither a veto nor a suspension keeps out what a qualifier says by hand.
#[test]
fn a_veto_bars_no_credential() {
    let mut scene = Scene::<Lite>::new();
    let (sponsor, pool) = (scene.deal.sponsor, scene.pool.address);
    scene.register();
    scene.decide(&sponsor, Veto);
    // Were it taken over now, another statement would need the program's signature.
    assert_eq!(scene.not_taken_over(), "ProtocolNotValid");
    let says = scene.says(6);
    let other = scene.other;
    let take = scene.deal.qualify_holder(RANK, &other, &pool);
    scene
        .world
        .go(&[credential::issue(&other, &pool, says), take]);
    scene.receive(5);
    assert_eq!(scene.record().category, 6);
    assert_eq!(scene.not_taken_over(), "ProtocolNotValid");
    audit::check(&mut scene.world);
}

#[test]
fn another_qualifier_takes_over_whom_one_has_suspended_in_the_same_words() {
    let mut scene = Scene::<Lite>::new();
    let (qualifier, other, pool) = (scene.qualifier, scene.other, scene.pool.address);
    scene.register();
    scene.world.pass(7 * DAY);
    scene.take_over();
    scene.decide(&qualifier, Suspend);
    scene.take_over();
    let otherwise = scene.says(6);
    let take = scene.deal.qualify_holder(RANK, &other, &pool);
    scene
        .world
        .go(&[credential::issue(&other, &pool, otherwise)]);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&take)),
        "OtherStatement"
    );
    let same = scene.says(3);
    scene
        .world
        .go(&[credential::change(&other, &pool, same), take]);
    scene.receive(5);
    // The registration shuts out nobody whom a qualifier admits, and the program may choose it again.
    assert_eq!(scene.not_taken_over(), "ProtocolNotValid");
    scene.decide(&qualifier, Lift);
    let mut chosen = scene.deal.choose_credential(RANK, &other, &pool);
    chosen.accounts[3] = scene.deal.qualify_protocol(RANK, &pool).accounts[3].clone();
    scene.world.go(&[chosen]);
    assert_eq!(scene.record().qualifier_place, 5);
    audit::check(&mut scene.world);
}
