//! Tips that are taken twice, and tickets made for their tips: one a ticket, and never more than was put aside.

use super::{ONE, Scene, lamports};
use crate::on_both_engines;
use securities_tests::{audit, engine::Engine, token, world::World};

on_both_engines! {
    a_ticket_pays_one_tip_however_often_it_is_tried => one_each;
    tickets_made_for_their_tips_earn_what_was_put_aside_at_most => spam;
}

const TIP: u64 = 10_000;

fn budget<E: Engine>(scene: &mut Scene<E>) -> u64 {
    scene.book.state(&mut scene.world).tip_budget
}

/// A ticket that is cut and whose refund waits, one that is accepted, one that is committed to nothing, and one that
/// left; and two tips and a half.
fn one_each<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| (args.cap, args.tip) = (15 * ONE, TIP));
    let bot = scene.world.person("bot");
    scene.book.bot = bot;
    scene.join("alice", 10);
    let (bob, _) = scene.join("bob", 10);
    let carol = scene.world.investor("carol", 10 * ONE);
    scene.world.go(&[scene.deposit(&carol, 2, 10 * ONE, 0)]);
    let funder = scene.world.person("funder");
    let fund = scene
        .deal
        .fund_tips(&scene.book, &funder, 2 * TIP + TIP / 2);
    scene.world.go(&[fund]);
    let (dave, id) = scene.join("dave", 10);
    let leave = scene.withdraw(&dave, id, 10 * ONE);
    scene.world.go(&[leave]);
    assert_eq!(budget(&mut scene), 25_000, "who leaves takes no tip");
    scene.book.lock(&mut scene.world, &scene.deal);
    let before = lamports(&mut scene.world, &bot);
    let earned = |scene: &mut Scene<E>| lamports(&mut scene.world, &bot) - before;

    let cash = scene.world.cash(&bob);
    let close = token::close(&scene.deal.token_program, &cash, &bob);
    scene.world.go(&[close]);
    scene.book.settle(&mut scene.world, &scene.deal, 1);
    assert_eq!((earned(&mut scene), budget(&mut scene)), (TIP, 15_000));
    let ticket = scene.book.ticket(&mut scene.world, 1);
    let (settle, refund) = (
        scene.deal.settle_ticket(&scene.book, &ticket),
        scene.deal.refund_ticket(&scene.book, &ticket),
    );
    scene.refuse(&[
        ("settled again", vec![settle], "NothingAccepted"),
        ("refunded to nobody", vec![refund.clone()], "RefundBlocked"),
    ]);
    scene.world.give(&bob, 1);
    scene.world.go(std::slice::from_ref(&refund));
    assert_eq!(earned(&mut scene), TIP, "its refund pays no second tip");
    assert!(scene.world.send(&[refund]).is_err());

    scene.book.settle(&mut scene.world, &scene.deal, 2);
    assert_eq!((earned(&mut scene), budget(&mut scene)), (2 * TIP, 5_000));
    // What is left is no whole tip, and the ticket is settled all the same.
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    assert_eq!((earned(&mut scene), budget(&mut scene)), (2 * TIP, 5_000));
    audit::check(&mut scene.world);
    scene.book.release(&mut scene.world, &scene.deal);
    let sponsor = scene.deal.sponsor;
    let held: u64 = [scene.book.book, scene.book.line, scene.book.vault]
        .map(|each| lamports(&mut scene.world, &each))
        .iter()
        .sum();
    let own = lamports(&mut scene.world, &sponsor);
    scene.world.go(&[scene.deal.close_book(&scene.book)]);
    assert_eq!(lamports(&mut scene.world, &sponsor) - own, held);
    scene.world
}

/// A stranger makes as many small tickets as it can, commits none of them, and returns them itself once the book is
/// locked. Its money was in escrow until then, each ticket cost two transactions, and it gets no more than the tips
/// that were put aside; the sponsor loses nothing else, and nobody's ticket waits for a tip.
fn spam<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| (args.min_ticket, args.tip) = (5 * ONE, TIP));
    let (alice, _) = scene.join("alice", 10);
    let sponsor = scene.deal.sponsor;
    let fund = scene.deal.fund_tips(&scene.book, &sponsor, 4 * TIP);
    scene.world.go(&[fund]);
    let stranger = scene.world.investor("stranger", 30 * ONE);
    let before = lamports(&mut scene.world, &stranger);
    scene.book.bot = stranger;
    // Tickets that come and go earn nothing.
    let (come, go) = (
        scene.deposit(&stranger, 1, 5 * ONE, 0),
        scene.withdraw(&stranger, 1, 5 * ONE),
    );
    scene.world.go(&[come, go]);
    for id in 2..8 {
        scene.world.go(&[scene.deposit(&stranger, id, 5 * ONE, 0)]);
    }
    assert_eq!(scene.world.wealth(&stranger), 0);
    let ticket = scene.book.ticket(&mut scene.world, 2);
    let early = vec![scene.deal.refund_ticket(&scene.book, &ticket)];
    scene.refuse(&[("returned before the lock", early, "NotRefunding")]);
    scene.book.lock(&mut scene.world, &scene.deal);
    for id in 2..8 {
        scene.book.refund(&mut scene.world, &scene.deal, id);
    }
    assert_eq!(
        lamports(&mut scene.world, &stranger) - before,
        4 * TIP,
        "the tips that were put aside, and its rents"
    );
    assert_eq!(budget(&mut scene), 0);
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    assert_eq!(scene.shares(&alice), 10 * ONE);
    assert_eq!(
        (scene.world.wealth(&stranger), scene.shares(&stranger)),
        (30 * ONE, 0)
    );
    audit::check(&mut scene.world);
    scene.world
}
