//! A sponsor who changes terms after money has come: nobody is bound by what it did not agree to, and what may
//! change without consent changes only in investors' favour.

use super::{ONE, Scene};
use crate::on_both_engines;
use anchor_lang::solana_program::instruction::Instruction;
use securities::book::offer::{ImprovementArgs, OfferArgs};
use securities_tests::{
    audit,
    engine::Engine,
    terms::{Reward, knots},
    world::World,
};

on_both_engines! {
    a_changed_offer_binds_nobody_who_agreed_to_the_old_one => changed;
    a_stale_deposit_does_not_buy_at_the_new_price => stale;
    caps_and_limits_change_only_for_the_better => limits;
    reward_curves_change_only_for_the_better => curves;
}

const fn offer(price: u64) -> OfferArgs {
    OfferArgs {
        terms_sha256: [8; 32],
        price,
        price_min: price,
        minimum: ONE,
    }
}

fn changed<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let (alice, first) = scene.join("alice", 10);
    let (bob, second) = scene.join("bob", 10);
    scene.world.engine.set_now(scene.book.args.offer_ends);
    let dearer = scene.deal.make_offer(&scene.book, offer(2 * ONE));
    let lock = scene.lock();
    scene.refuse(&[(
        "changed and locked at once",
        vec![dearer.clone(), lock.clone()],
        "CannotLock",
    )]);

    scene.world.go(&[dearer]);
    audit::check(&mut scene.world);
    let told = scene.previews(&[first, second]);
    assert!(
        told.iter()
            .all(|told| !told.committed && told.accepted == 0),
        "the commitments are void"
    );
    assert_eq!(told[1].live_ahead, 10 * ONE, "the places are kept");
    let commit = |id: u32, owner, version| scene.deal.commit(&scene.book, owner, id, version);
    let (old, new) = (commit(0, &alice, 1), commit(0, &alice, 2));
    let both = vec![new.clone(), lock.clone()];
    scene.refuse(&[
        ("locked", vec![lock.clone()], "CannotLock"),
        ("the old version", vec![old], "OfferChanged"),
        ("before the offer period", both, "CannotLock"),
    ]);
    scene.world.pass(scene.book.args.offer_period);
    scene.refuse(&[("with nobody's consent", vec![lock.clone()], "CannotLock")]);

    // Alice agrees and is bound; bob does not, and his money goes back whole.
    scene.world.go(&[new, lock]);
    for id in [second, first] {
        scene.book.settle(&mut scene.world, &scene.deal, id);
        audit::check(&mut scene.world);
    }
    assert_eq!(
        (scene.shares(&alice), scene.world.wealth(&alice)),
        (5 * ONE, 0)
    );
    assert_eq!(
        (scene.shares(&bob), scene.world.wealth(&bob)),
        (0, 10 * ONE)
    );
    scene.world
}

/// A deposit was signed under one offer and arrives under the next.
fn stale<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let alice = scene.world.investor("alice", 10 * ONE);
    let signed = scene.deposit(&alice, 0, 10 * ONE, 1);
    let dearer = scene.deal.make_offer(&scene.book, offer(5 * ONE));
    scene.refuse(&[
        (
            "just before it",
            vec![dearer.clone(), signed.clone()],
            "OfferChanged",
        ),
        (
            "an offer that is not yet made",
            vec![scene.deposit(&alice, 0, 10 * ONE, 2)],
            "OfferChanged",
        ),
    ]);
    scene.world.go(&[dearer]);
    scene.refuse(&[("after it", vec![signed], "OfferChanged")]);
    assert_eq!(scene.world.wealth(&alice), 10 * ONE);

    // Money may still come without consent to anything, and then buys nothing.
    scene.world.go(&[scene.deposit(&alice, 0, 10 * ONE, 0)]);
    assert_eq!(scene.previews(&[0])[0].accepted, 0);
    let stranger = scene.world.person("stranger");
    let mut others = scene.deal.commit(&scene.book, &alice, 0, 2);
    others.accounts[0].pubkey = stranger;
    scene.refuse(&[("a stranger commits it", vec![others], "NotOwner")]);
    audit::check(&mut scene.world);
    scene.world
}

pub(crate) fn limits<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| {
        (args.min_ticket, args.max_ticket) = (2 * ONE, 100 * ONE);
        (args.owner_limit, args.tip) = (200 * ONE, 5_000);
    });
    scene.join("alice", 10);
    let now = ImprovementArgs {
        cap: 1_000 * ONE,
        min_ticket: 2 * ONE,
        max_ticket: 100 * ONE,
        owner_limit: 200 * ONE,
        tip: 5_000,
    };
    let call = |edit: fn(&mut ImprovementArgs)| {
        let mut args = now.clone();
        edit(&mut args);
        vec![scene.deal.improve_book(&scene.book, args)]
    };
    let cases = [
        ("a lower cap", call(|args| args.cap -= ONE), "TermsWorse"),
        (
            "a larger smallest ticket",
            call(|args| args.min_ticket += ONE),
            "TermsWorse",
        ),
        (
            "a smaller largest ticket",
            call(|args| args.max_ticket -= ONE),
            "TermsWorse",
        ),
        (
            "a lower owner's limit",
            call(|args| args.owner_limit -= ONE),
            "TermsWorse",
        ),
        ("a lower tip", call(|args| args.tip -= 1), "TermsWorse"),
        ("dust tickets", call(|args| args.min_ticket = 0), "BadCaps"),
        (
            "better and worse at once",
            call(|args| (args.cap, args.tip) = (2_000 * ONE, 0)),
            "TermsWorse",
        ),
    ];
    scene.refuse(&cases);
    let better = improvement(&scene, |args| {
        (args.cap, args.min_ticket) = (2_000 * ONE, ONE);
        (args.max_ticket, args.owner_limit, args.tip) = (0, 0, 6_000);
    });
    scene.world.go(&better);
    // No limit is the highest limit.
    let limited = vec![scene.deal.improve_book(
        &scene.book,
        ImprovementArgs {
            cap: 2_000 * ONE,
            min_ticket: ONE,
            max_ticket: 1_000_000 * ONE,
            owner_limit: 0,
            tip: 6_000,
        },
    )];
    scene.refuse(&[("a limit where there was none", limited, "TermsWorse")]);
    audit::check(&mut scene.world);
    scene.world
}

fn improvement<E: Engine>(scene: &Scene<E>, edit: fn(&mut ImprovementArgs)) -> Vec<Instruction> {
    let mut args = ImprovementArgs {
        cap: 0,
        min_ticket: 0,
        max_ticket: 0,
        owner_limit: 0,
        tip: 0,
    };
    edit(&mut args);
    vec![scene.deal.improve_book(&scene.book, args)]
}

fn curves<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let points = [(100 * ONE, 50 * ONE), (1_000 * ONE, 100 * ONE)];
    let bonus = Reward::bonus_shares(&scene.deal, 1, &points);
    scene.book.promise(&mut scene.world, &scene.deal, bonus);
    let (_, id) = scene.join("alice", 100);
    let before = scene.previews(&[id])[0].rewards[0];
    let set = |points: &[(u64, u64)]| {
        let mut book = scene.book.clone();
        book.rewards[0].knots = knots(points);
        vec![scene.deal.set_curve(&book, 0)]
    };
    let cases = [
        (
            "less for the first",
            set(&[(100 * ONE, 49 * ONE), (1_000 * ONE, 100 * ONE)]),
            "TermsWorse",
        ),
        (
            "less for the last",
            set(&[(100 * ONE, 50 * ONE), (1_000 * ONE, 99 * ONE)]),
            "TermsWorse",
        ),
        (
            "an earlier end",
            set(&[(100 * ONE, 50 * ONE), (999 * ONE, 100 * ONE)]),
            "TermsWorse",
        ),
        (
            "above the old one, but flatter at its end",
            set(&[(100 * ONE, 90 * ONE), (1_000 * ONE, 130 * ONE)]),
            "TermsWorse",
        ),
        (
            "the same budget for the last alone",
            set(&[(1_000 * ONE, 100 * ONE)]),
            "TermsWorse",
        ),
        (
            "steeper further back",
            set(&[(100 * ONE, 50 * ONE), (200 * ONE, 150 * ONE)]),
            "BadCurve",
        ),
    ];
    let more = set(&[(200 * ONE, 100 * ONE), (1_000 * ONE, 150 * ONE)]);
    scene.refuse(&cases);
    scene.world.go(&more);
    assert!(scene.previews(&[id])[0].rewards[0] >= before);
    audit::check(&mut scene.world);
    scene.world
}
