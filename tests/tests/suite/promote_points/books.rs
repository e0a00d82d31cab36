//! What books grant is their tickets', the rest the manager's, whoever comes first.

use super::{POINTS, Scene};
use crate::{
    groups::{GROUP, grouped},
    on_both_engines,
    story::{self, WHOLE},
};
use securities::{book::state::AllocationRule, events::PointsTaken};
use securities_tests::{
    audit,
    engine::Engine,
    offering::Offering,
    read,
    terms::Reward,
    world::{DAY, World},
};

on_both_engines! {
    three_hundred_of_a_thousand_points_are_the_backers_and_seven_hundred_the_managers => granted;
    of_a_half_full_book_the_manager_has_what_was_not_granted => half_full;
    a_later_book_takes_its_points_out_of_what_the_manager_has_not_taken => two_books;
    what_a_book_that_fails_had_set_aside_is_the_managers => fails;
    books_of_a_group_bring_the_points_into_being_once => together;
    points_that_no_ticket_takes_up_go_back_to_the_pot_with_what_they_earned => put_back;
    what_streams_is_of_those_who_hold_the_points_day_by_day => streams;
    of_seven_points_no_unit_is_lost => dust;
}

pub fn granted<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let book = scene.book(0, (300, 300));
    let ana = scene.join(&book, "ana", 200);
    let ben = scene.join(&book, "ben", 100);
    assert_eq!(scene.pot(), (0, 0), "nothing before the lock");
    scene.lock(&book);
    assert_eq!(scene.pot(), (1_000, 700), "all at once");

    // Paid before anybody has settled or taken anything.
    scene.pay();
    for id in [0, 1] {
        scene.settle(&book, id);
    }
    assert_eq!(scene.claim(&ana), 200);
    scene.welcome();
    let done = scene.world.go(&[scene.deal.take_points(POINTS)]);
    let (manager, tranche) = (scene.manager, scene.deal.class(POINTS).tranche);
    story::told(&done, |event: &PointsTaken| {
        assert_eq!((event.owner, event.tranche), (manager, tranche));
        assert_eq!((event.shares, event.earned), (700, [700, 0, 0, 0]));
    });
    assert_eq!(scene.points_of(&manager), 700);
    assert_eq!(scene.pot(), (1_000, 0));
    assert_eq!(scene.refused(), "NoPoints", "once");

    // From now on the manager is a holder like any other.
    scene.pay();
    assert_eq!(scene.refused(), "NoPoints", "its record earns by itself");
    assert_eq!(scene.claim(&manager), 1_400);
    assert_eq!(scene.claim(&ben), 200);
    assert_eq!(scene.claim(&ana), 200);
    let points = scene.points();
    assert_eq!(
        (read::credited(&points.payouts[0]), points.payouts[0].paid),
        (2_000, 2_000)
    );
    scene.world.pass(DAY);
    scene.close(&book);
    assert_eq!(scene.refused(), "NoPoints", "all of the curve was granted");
    assert_eq!(scene.pot(), (1_000, 0));
    let (deal, proceeds) = (&scene.deal, 300 * WHOLE);
    scene
        .world
        .go(&[deal.draw_proceeds(&deal.destination, proceeds)]);
    scene.world
}

fn half_full<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let book = scene.book(0, (300, 300));
    let ana = scene.join(&book, "ana", 150);
    scene.lock(&book);
    assert_eq!(scene.pot(), (1_000, 850), "half of the curve");
    scene.pay();
    scene.welcome();
    assert_eq!(scene.take(), (850, 850));
    scene.pay();
    scene.settle(&book, 0);
    let manager = scene.manager;
    assert_eq!(scene.claim(&ana), 300);
    assert_eq!(scene.claim(&manager), 1_700);
    scene.world.pass(DAY);
    scene.close(&book);
    assert_eq!(scene.refused(), "NoPoints", "nothing is left in the pot");
    scene.pay();
    assert_eq!(scene.claim(&ana), 150);
    assert_eq!(scene.claim(&manager), 850);
    scene.world
}

fn two_books<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let first = scene.book(0, (300, 300));
    let second = scene.book(1, (200, 200));
    let ana = scene.join(&first, "ana", 300);
    scene.lock(&first);
    assert_eq!(scene.pot(), (1_000, 700));
    scene.pay();
    scene.welcome();
    assert_eq!(
        scene.take(),
        (500, 700),
        "all but what the second book set aside"
    );

    let ben = scene.join(&second, "ben", 100);
    scene.lock(&second);
    assert_eq!(scene.pot(), (1_000, 100), "its half is out of the pot");
    scene.pay();
    for book in [&first, &second] {
        scene.settle(book, 0);
    }
    assert_eq!(scene.claim(&ana), 600);
    assert_eq!(scene.claim(&ben), 100, "from its own lock on");
    let manager = scene.manager;
    assert_eq!(scene.claim(&manager), 700 + 500);
    assert_eq!(scene.take(), (100, 100), "of the other half");
    scene.world.pass(DAY);
    for book in [&first, &second] {
        scene.close(book);
    }
    assert_eq!(scene.refused(), "NoPoints");
    let held = [ana, ben, manager].map(|owner| scene.points_of(&owner));
    assert_eq!(held, [300, 100, 600]);
    assert_eq!(scene.claim(&manager), 100);
    scene.world
}

fn fails<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let first = scene.book(0, (300, 300));
    let second = scene.book(1, (200, 200));
    scene.join(&first, "ana", 300);
    scene.lock(&first);
    scene.pay();
    scene.welcome();
    assert_eq!(scene.take(), (500, 700));
    scene.world.engine.set_now(second.args.deadline + 1);
    scene.pay();
    assert_eq!(scene.take(), (0, 200), "of the pot, which is the manager's");
    scene.world.go(&[scene.deal.close_book(&second)]);
    audit::check(&mut scene.world);
    assert_eq!(scene.take(), (200, 0));
    let manager = scene.manager;
    assert_eq!(scene.points_of(&manager), 700);
    scene.world
}

fn together<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let books =
        [0, 1].map(|number| scene.book_with(number, (100, 150), |args| grouped(args, 100 * WHOLE)));
    let ana = scene.join(&books[0], "ana", 100);
    let ben = scene.join(&books[1], "ben", 100);
    scene.world.engine.set_now(books[0].args.offer_ends);
    let sponsor = scene.deal.sponsor;
    let all: Vec<&Offering> = books.iter().collect();
    scene
        .world
        .go(&[scene.deal.lock_group(GROUP, &all, &sponsor)]);
    audit::check(&mut scene.world);
    assert_eq!(scene.pot(), (1_000, 700));
    scene.pay();
    for book in &books {
        scene.settle(book, 0);
    }
    scene.welcome();
    assert_eq!(scene.take(), (700, 700));
    assert_eq!(scene.claim(&ana), 150);
    assert_eq!(scene.claim(&ben), 150);
    scene.world
}

/// The curve pays a hundred points for the first ten tokens: the sponsor accepts none of who is there.
fn put_back<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let mut book = scene.book_with(0, (100, 0), |args| {
        args.allocation = AllocationRule::Discretionary;
    });
    let curve = [(10 * WHOLE, 100)];
    let reward = Reward::promote_points(&scene.deal, POINTS, &curve);
    book.promise(&mut scene.world, &scene.deal, reward);
    scene.join(&book, "ana", 10);
    let ben = scene.join(&book, "ben", 40);
    scene
        .world
        .go(&[scene.deal.approve_ticket(&book, &ben, 1, 40 * WHOLE)]);
    scene.lock(&book);
    assert_eq!(scene.pot(), (1_000, 900), "held for whoever is accepted");
    scene.pay();
    scene.welcome();
    assert_eq!(scene.take(), (900, 900));
    for id in [0, 1] {
        scene.settle(&book, id);
    }
    scene.world.pass(DAY);
    let released = scene.deal.release_proceeds(&book, 0);
    scene.world.go(&[released]);
    audit::check(&mut scene.world);
    assert_eq!(scene.pot(), (1_000, 100), "nothing vanishes");
    assert_eq!(scene.take(), (100, 100), "with what they earned meanwhile");
    scene.pay();
    scene.world.go(&[scene.deal.close_book(&book)]);
    assert_eq!(scene.refused(), "NoPoints");
    let manager = scene.manager;
    assert_eq!(scene.claim(&manager), 2_000);
    scene.world
}

/// A thousand units over ten days: after five of them a second book is locked, for a hundred points.
fn streams<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::with(|points| points.smoothing_days = 10);
    let first = scene.book(0, (300, 300));
    let second = scene.book(1, (100, 100));
    let ana = scene.join(&first, "ana", 300);
    let ben = scene.join(&second, "ben", 100);
    scene.lock(&first);
    scene.pay();
    scene.world.pass(5 * DAY);
    scene.lock(&second);
    scene.world.pass(5 * DAY);
    for book in [&first, &second] {
        scene.settle(book, 0);
    }
    scene.welcome();
    assert_eq!(
        scene.take(),
        (600, 350 + 300),
        "half of 700, and half of 600"
    );
    assert_eq!(scene.claim(&ana), 300);
    assert_eq!(scene.claim(&ben), 50);
    scene.world
}

/// Three of seven points are backers'. What no claim reaches is less than a unit a record, and is paid with the next.
fn dust<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::with(|points| points.authorised = 7);
    let first = scene.book(0, (300, 3));
    let second = scene.book(1, (100, 1));
    let ana = scene.join(&first, "ana", 100);
    let ben = scene.join(&first, "ben", 200);
    let cleo = scene.join(&second, "cleo", 100);
    scene.lock(&first);
    scene.welcome();
    // 142.86 a point: the manager's four are worth 571.43, of which three can be taken.
    scene.pay();
    assert_eq!(scene.take(), (3, 571));
    scene.lock(&second);
    scene.settle(&first, 1);
    scene.pay();
    scene.settle(&first, 0);
    scene.settle(&second, 0);
    let manager = scene.manager;
    for _ in 0..5 {
        scene.pay();
    }
    let paid = [ana, ben, cleo, manager].map(|owner| scene.claim(&owner));
    // Seven payments of a thousand: a point has earned 1,000, the second book's 857.14, before that the manager's.
    assert_eq!(paid, [1_000, 2_000, 857, 3_142]);
    let points = scene.points();
    assert_eq!(points.payouts[0].payable, 1);
    scene.world
}
