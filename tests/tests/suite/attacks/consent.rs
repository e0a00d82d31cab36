//! Consent and votes that land on what their owner was not shown.

use super::{ONE, Scene};
use crate::on_both_engines;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::book::{
    offer::{
        version::OfferArgs,
        votes::{PollArgs, Vote},
    },
    ticket::consent::Consent,
};
use securities_tests::{
    audit,
    engine::Engine,
    world::{BEGIN, DAY, World},
};

on_both_engines! {
    consent_names_the_terms_and_not_only_their_version => stale;
    consent_to_a_version_does_not_land_where_that_version_has_other_terms => fork;
    a_vote_names_the_question_and_not_only_that_there_is_one => question;
}

/// The terms that the book is opened with.
const READ: [u8; 32] = [9; 32];
const OTHER: [u8; 32] = [8; 32];

const fn consent(offer_version: u32, terms_sha256: [u8; 32]) -> Consent {
    Consent {
        offer_version,
        terms_sha256,
    }
}

/// The offer that the book was opened with, on other terms.
fn offer<E: Engine>(scene: &Scene<E>, terms_sha256: [u8; 32]) -> Instruction {
    let args = OfferArgs {
        terms_sha256,
        ..scene.book.offer(1)
    };
    scene.deal.make_offer(&scene.book, args)
}

/// A book with a ticket of alice's that is committed to nothing.
fn waiting<E: Engine>() -> (Scene<E>, Pubkey) {
    let mut scene = Scene::<E>::open(|_| {});
    let alice = scene.world.investor("alice", 20 * ONE);
    scene.world.go(&[scene.deposit(&alice, 0, 10 * ONE, 0)]);
    (scene, alice)
}

fn stale<E: Engine>() -> World<E> {
    let (mut scene, alice) = waiting::<E>();
    let both = |scene: &Scene<E>, consent: Consent| {
        [
            vec![scene.deal.commit(&scene.book, &alice, 0, consent)],
            vec![scene.deposit(&alice, 1, 10 * ONE, consent)],
        ]
    };
    let one_bit = {
        let mut terms = READ;
        terms[31] ^= 1;
        terms
    };
    for [commit, deposit] in [[0; 32], OTHER, one_bit].map(|terms| both(&scene, consent(1, terms)))
    {
        scene.refuse(&[
            ("of other terms", commit, "OtherTerms"),
            ("with a deposit", deposit, "OtherTerms"),
        ]);
    }
    scene.world.go(&[offer(&scene, OTHER)]);
    // The number is the new one, and the terms are those that alice read before.
    let [commit, deposit] = both(&scene, consent(2, READ));
    scene.refuse(&[
        ("on the new version", commit, "OtherTerms"),
        ("on the new version", deposit, "OtherTerms"),
    ]);
    let [commit, deposit] = both(&scene, consent(1, OTHER));
    scene.refuse(&[
        ("of an old version", commit, "OfferChanged"),
        ("of an old version", deposit, "OfferChanged"),
    ]);
    assert_eq!(scene.book.state(&mut scene.world).committed, 0);
    assert_eq!(scene.world.wealth(&alice), 10 * ONE);
    for call in both(&scene, consent(2, OTHER)) {
        scene.world.go(&call);
    }
    assert_eq!(scene.book.state(&mut scene.world).committed, 20 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

/// One cluster, and another one or a fork of it, on which the sponsor made another offer under the same number.
fn fork<E: Engine>() -> World<E> {
    let [one, other] = [READ, OTHER].map(|terms| {
        let (mut scene, alice) = waiting::<E>();
        scene.world.go(&[offer(&scene, terms)]);
        (scene, alice)
    });
    let ((mut shown, alice), (mut scene, _)) = (one, other);
    let signed = [
        shown.deal.commit(&shown.book, &alice, 0, consent(2, READ)),
        shown.deposit(&alice, 1, 10 * ONE, consent(2, READ)),
    ];
    for call in &signed {
        scene.refuse(&[("to what nobody showed", vec![call.clone()], "OtherTerms")]);
    }
    audit::check(&mut scene.world);
    shown.world.go(&signed);
    assert_eq!(shown.book.state(&mut shown.world).committed, 20 * ONE);
    scene.world
}

fn question<E: Engine>() -> World<E> {
    let (mut scene, alice) = waiting::<E>();
    let asks = |days: i64, subject_sha256, new_deadline| PollArgs {
        subject_sha256,
        ends_at: BEGIN + days * DAY,
        new_deadline,
    };
    let vote = |scene: &Scene<E>, poll, subject_sha256| {
        let vote = Vote {
            poll,
            subject_sha256,
            yes: true,
        };
        vec![scene.deal.cast_vote(&scene.book, &alice, 0, vote)]
    };
    let advice = asks(1, READ, 0);
    scene.world.go(&[scene.deal.open_poll(&scene.book, advice)]);
    let (first, unread) = (vote(&scene, 1, READ), vote(&scene, 1, OTHER));
    scene.refuse(&[
        ("another question", unread, "OtherPoll"),
        ("a poll to come", vote(&scene, 2, READ), "OtherPoll"),
    ]);
    scene.world.go(&first);
    // The next poll asks the same, and for a later deadline too.
    scene.world.pass(DAY);
    let later = asks(3, READ, scene.book.args.deadline + DAY);
    scene.world.go(&[scene.deal.open_poll(&scene.book, later)]);
    scene.refuse(&[("of the poll that is over", first, "OtherPoll")]);
    assert_eq!(scene.book.state(&mut scene.world).poll.yes, 0);
    let second = vote(&scene, 2, READ);
    scene.world.go(&second);
    assert_eq!(scene.book.state(&mut scene.world).poll.yes, 10 * ONE);
    audit::check(&mut scene.world);
    scene.world
}
