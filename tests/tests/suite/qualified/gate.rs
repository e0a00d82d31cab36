//! Books that take money only from owners with a valid credential.

use super::{ONE, Scene};
use securities::book::state::Book;
use securities_tests::{
    audit,
    deal::Deal,
    ix::credential::{change, issue, shown},
    lite::Lite,
    offering::Offering,
    read,
    world::{Money, World},
};

fn gated() -> Scene<Lite> {
    Scene::new(|_, args| args.gated = true)
}

#[test]
fn a_gated_book_takes_no_money_without_a_valid_credential_of_the_depositor() {
    let mut scene = gated();
    let [ann, ben] = ["ann", "ben"].map(|name| scene.world.investor(name, 2_000 * ONE));
    let stranger = scene.world.person("stranger");
    let security = scene.deal.security;
    let plain = scene
        .deal
        .deposit(&scene.book, (&ann, &ann), 0, 500 * ONE, 1);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&plain)),
        "CredentialMissing"
    );
    let by = |qualifier, of| shown(plain.clone(), (&security, qualifier), of);
    let year = scene.says(365);
    scene.world.go(&[
        issue(&stranger, &ann, year.clone()),
        issue(&scene.qualifier, &ben, year.clone()),
        issue(&scene.qualifier, &ann, year),
    ]);
    let qualifier = scene.qualifier;
    let refused = [
        (by(&stranger, &ann), "NotQualifier"),
        (by(&qualifier, &ben), "NotOwner"),
    ];
    for (deposit, error) in refused {
        assert_eq!(scene.world.refused(&[deposit]), error);
    }
    let good = by(&qualifier, &ann);
    let revoke = scene.revoke(&ann);
    assert_eq!(
        scene.world.refused(&[revoke, good.clone()]),
        "CredentialExpired"
    );
    scene.world.go(&[good]);
    let state = scene.state();
    assert_eq!(
        (state.gated, state.live, state.committed),
        (1, 500 * ONE, 500 * ONE)
    );
    // More money passes the gate again.
    let more = scene
        .deal
        .deposit(&scene.book, (&ann, &ann), 1, 100 * ONE, 1);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&more)),
        "CredentialMissing"
    );
    scene
        .world
        .go(&[shown(more, (&security, &qualifier), &ann)]);
    audit::check(&mut scene.world);
}

/// The gate is at the way in: out, nobody asks.
#[test]
fn every_way_out_is_open_to_whom_the_gate_would_stop_now() {
    let mut scene = gated();
    let (ann, ben) = ("ann", "ben");
    let mut enters = |name: &str, nonce| {
        let owner = scene.world.investor(name, 2_000 * ONE);
        scene.admits(&owner);
        let deposit = scene
            .deal
            .deposit(&scene.book, (&owner, &owner), nonce, 1_000 * ONE, 1);
        let security = scene.deal.security;
        let shown = shown(deposit, (&security, &scene.qualifier), &owner);
        scene.world.go(&[shown]);
        owner
    };
    let (ann, ben) = (enters(ann, 0), enters(ben, 1));
    for owner in [ann, ben] {
        let revoke = scene.revoke(&owner);
        scene.world.go(&[revoke]);
    }
    let unmark = scene.unmark(&ann, 0);
    let uncommit = scene.deal.uncommit(&scene.book, &ann, 0);
    scene.world.go(&[unmark, uncommit]);
    scene
        .book
        .withdraw(&mut scene.world, &scene.deal, &ann, 0, 1_000 * ONE);
    assert_eq!(scene.world.wealth(&ann), 2_000 * ONE);
    // The other's mark was left: it gets what it bought.
    scene.lock();
    scene.settle(1);
    assert_eq!(scene.shares(&ben), 1_000 * ONE);
}

#[test]
fn a_gate_takes_qualifiers() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mut book = Offering::plan(&mut world, &deal, 1, 0, "line");
    book.args.gated = true;
    let open = book.opening(&mut world, &deal, 16);
    assert_eq!(world.refused(&open), "NotRestricted");
    book.args.gated = false;
    book.open(&mut world, &deal, 16);
    let state: Book = read::state(&mut world.engine, &book.book);
    assert_eq!(state.gated, 0);
}

/// Nothing changes for a book without a gate: whoever has no credential yet stands in line, and counts later.
#[test]
fn without_a_gate_money_comes_in_first_and_counts_later() {
    let mut scene = Scene::<Lite>::new(|_, _| {});
    let (ann, id) = scene.enters("ann", 1_000);
    assert_eq!(scene.state().committed, 0);
    scene.marks(&ann, id);
    assert_eq!(scene.state().committed, 1_000 * ONE);
    let terms = scene.says(1);
    scene.world.go(&[change(&scene.qualifier, &ann, terms)]);
}
