//! Tickets made to fill the line: too small ones are refused, places at the end are used again, anyone closes the
//! gaps in the middle, and the line grows.

use super::{ONE, Scene, lamports};
use crate::on_both_engines;
use securities_tests::{audit, engine::Engine, world::World};

on_both_engines! {
    dust_does_not_get_into_the_line => too_small;
    gaps_left_by_tickets_that_went_are_closed_for_honest_money => gaps;
    a_line_full_of_tickets_that_stay_grows => full;
}

fn too_small<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| args.min_ticket = 5 * ONE);
    let stranger = scene.world.investor("stranger", 20 * ONE);
    scene.refuse(&[
        (
            "nothing",
            vec![scene.deposit(&stranger, 0, 0, 1)],
            "ZeroAmount",
        ),
        (
            "dust",
            vec![scene.deposit(&stranger, 0, 1, 1)],
            "TicketTooSmall",
        ),
        (
            "a unit too little",
            vec![scene.deposit(&stranger, 0, 5 * ONE - 1, 1)],
            "TicketTooSmall",
        ),
        (
            "dust that stays",
            vec![
                scene.deposit(&stranger, 0, 10 * ONE, 1),
                scene.withdraw(&stranger, 0, 5 * ONE + 1),
            ],
            "RemainderTooSmall",
        ),
        (
            "more than there is",
            vec![
                scene.deposit(&stranger, 0, 5 * ONE, 1),
                scene.withdraw(&stranger, 0, 5 * ONE + 1),
            ],
            "WithdrawTooMuch",
        ),
        (
            "nothing withdrawn",
            vec![
                scene.deposit(&stranger, 0, 5 * ONE, 1),
                scene.withdraw(&stranger, 0, 0),
            ],
            "ZeroAmount",
        ),
    ]);
    scene.world.go(&[
        scene.deposit(&stranger, 0, 5 * ONE, 1),
        scene.deposit(&stranger, 1, 10 * ONE, 1),
        scene.withdraw(&stranger, 1, 5 * ONE),
    ]);
    audit::check(&mut scene.world);
    scene.world
}

/// Eight honest tickets and eight of a stranger take turns; the stranger keeps only the last.
fn gaps<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| args.cap = 16 * ONE);
    let stranger = scene.world.investor("stranger", 100 * ONE);
    let mut honest = Vec::new();
    for number in 0..8_u32 {
        honest.push(scene.join(&format!("honest {number}"), 10));
        let id = 2 * number + 1;
        scene.world.go(&[scene.deposit(&stranger, id, ONE, 1)]);
    }
    let late = scene.world.investor("late", 10 * ONE);
    let deposit = scene.deposit(&late, 16, 10 * ONE, 1);
    scene.refuse(&[("a full line", vec![deposit.clone()], "PlaceOutOfRange")]);
    for id in (1..15).step_by(2) {
        let leave = scene.withdraw(&stranger, id, ONE);
        scene.world.go(&[leave]);
    }
    scene.refuse(&[(
        "the end is still taken",
        vec![deposit.clone()],
        "PlaceOutOfRange",
    )]);

    // Anyone moves the others up, and nobody's order changes.
    let ids: Vec<u32> = honest.iter().map(|(_, id)| *id).collect();
    let before = scene.previews(&ids);
    let moves: Vec<_> = honest[1..]
        .iter()
        .map(|(owner, id)| scene.deal.move_up(&scene.book, owner, *id))
        .collect();
    scene.world.go(&moves);
    let last = scene.deal.move_up(&scene.book, &stranger, 15);
    scene.world.go(std::slice::from_ref(&last));
    assert_eq!(scene.previews(&ids), before);
    audit::check(&mut scene.world);
    scene.refuse(&[
        ("twice", vec![last], "NothingToMove"),
        ("the first", vec![moves[0].clone()], "NothingToMove"),
    ]);
    scene.world.go(&[deposit]);
    let ticket = scene.book.ticket(&mut scene.world, 16);
    assert_eq!(ticket.place, 9, "honest money fits");
    assert_eq!(scene.previews(&[16])[0].live_ahead, 81 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

/// To fill a line of sixteen places without consent costs a stranger as much money as the book takes, and holds up
/// nobody for long.
fn full<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| (args.min_ticket, args.cap) = (10 * ONE, 160 * ONE));
    let stranger = scene.world.investor("stranger", 160 * ONE);
    for id in 0..16 {
        scene.world.go(&[scene.deposit(&stranger, id, 10 * ONE, 0)]);
    }
    assert_eq!(scene.world.wealth(&stranger), 0, "all of it is in escrow");
    let alice = scene.world.investor("alice", 10 * ONE);
    let deposit = scene.deposit(&alice, 16, 10 * ONE, 1);
    // Who is kept out pays for a place, and the rent is the sponsor's when the book is closed.
    let grow = scene.deal.grow_line_by(&scene.book, &alice, 17);
    scene.refuse(&[
        ("a full line", vec![deposit.clone()], "PlaceOutOfRange"),
        (
            "grown to less",
            vec![scene.deal.grow_line(&scene.book, 16)],
            "BadLineSize",
        ),
    ]);
    let before = lamports(&mut scene.world, &scene.book.line);
    scene.world.go(&[grow, deposit]);
    assert!(lamports(&mut scene.world, &scene.book.line) > before);
    assert_eq!(scene.previews(&[16])[0].live_ahead, 160 * ONE);
    scene.world.go(&[scene.deal.grow_line(&scene.book, 400)]);
    let (bob, last) = scene.join("bob", 10);
    audit::check(&mut scene.world);
    scene.book.lock(&mut scene.world, &scene.deal);
    // The stranger has its money back, and those behind it all that they wanted.
    for id in (0..=last).rev() {
        scene.book.settle(&mut scene.world, &scene.deal, id);
    }
    assert_eq!(
        (scene.shares(&alice), scene.shares(&bob)),
        (10 * ONE, 10 * ONE)
    );
    assert_eq!(scene.world.wealth(&stranger), 160 * ONE);
    audit::check(&mut scene.world);
    scene.world
}
