//! Points that no book grants, and a manager that never comes.

use super::{PAID, Scene};
use crate::{
    on_both_engines,
    story::{self, WHOLE},
};
use securities::structure::set_structure::ClassTerms;
use securities::tranche::terms::TrancheTerms;
use securities_tests::{
    audit,
    engine::Engine,
    read,
    world::{DAY, World},
};

on_both_engines! {
    a_class_that_no_book_grants_is_all_the_managers_from_the_first_payment => alone;
    while_a_book_is_open_that_may_grant_points_none_come_into_being => awaited;
    nobody_waits_for_a_manager_that_never_comes => never;
    terms_may_change_before_the_lock_and_the_manager_stands => negotiated;
}

fn alone<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let book = scene.book(0, (300, 0));
    scene.join(&book, "ana", 300);
    scene.welcome();
    assert_eq!(scene.refused(), "NoPoints", "nothing is sold yet");
    scene.lock(&book);
    scene.pay();
    assert_eq!(scene.pot(), (1_000, 1_000));
    assert_eq!(scene.take(), (1_000, 1_000));
    let manager = scene.manager;
    assert_eq!(scene.claim(&manager), 1_000);
    scene.world
}

/// A book that granted none is locked, and another that promises some fails.
fn awaited<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let sold = scene.book(0, (300, 0));
    let other = scene.book(1, (200, 200));
    scene.join(&sold, "ana", 300);
    scene.lock(&sold);
    scene.welcome();
    assert_eq!(scene.refused(), "NoPoints");
    // Nobody holds points yet: the fund has all of it.
    scene.pay();
    assert_eq!(scene.pot(), (0, 0));
    let fund = story::tranche(&mut scene.world, &scene.deal, super::FUND);
    assert_eq!(read::credited(&fund.payouts[0]), PAID);
    scene.world.engine.set_now(other.args.deadline + 1);
    assert_eq!(scene.refused(), "NoPoints", "it is not closed");
    scene.world.go(&[scene.deal.close_book(&other)]);
    assert_eq!(scene.take(), (1_000, 0));
    scene.pay();
    let manager = scene.manager;
    assert_eq!(scene.claim(&manager), 1_000);
    scene.world
}

fn never<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let book = scene.book(0, (300, 300));
    let ana = scene.join(&book, "ana", 200);
    scene.lock(&book);
    scene.settle(&book, 0);
    for _ in 0..3 {
        scene.pay();
        assert_eq!(scene.claim(&ana), 200);
    }
    scene.world.pass(DAY);
    scene.close(&book);
    let destination = scene.deal.destination;
    let drawn = scene.deal.draw_proceeds(&destination, 200 * WHOLE);
    scene.world.go(&[drawn]);
    // Years later all of it is there.
    scene.world.pass(3_000 * DAY);
    scene.pay();
    scene.welcome();
    assert_eq!(scene.take(), (800, 4 * 800));
    audit::check(&mut scene.world);
    scene.world
}

fn negotiated<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let book = scene.book(0, (300, 300));
    scene.join(&book, "ana", 300);
    let terms = TrancheTerms {
        smoothing_days: 10,
        ..scene.deal.class(super::POINTS).terms.terms()
    };
    let change = scene.deal.set_structure(
        vec![ClassTerms {
            rank: super::POINTS,
            terms,
        }],
        None,
        &[book.book],
    );
    scene.world.go(&[change]);
    let points = scene.points();
    assert_eq!((points.manager, points.smoothing_days), (scene.manager, 10));
    let state = book.state(&mut scene.world);
    assert_eq!(state.committed, 0, "it is another offer");
    book.commit(&mut scene.world, &scene.deal, 0);
    scene.world.engine.set_now(state.offer_ends);
    scene.lock(&book);
    assert_eq!(scene.pot(), (1_000, 700));
    scene.world
}
