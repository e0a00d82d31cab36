//! The floor: nobody buys a part of a class for less than what those who hold it paid, or than what it is worth.

use super::{JUNIOR, POINTS, SENIOR, Scene, offer, price};
use crate::{on_both_engines, payouts::distribute, story::WHOLE};
use securities::{book::offer::open_book::BookArgs, warrant::create_series::SeriesArgs};
use securities_tests::{
    audit,
    engine::Engine,
    terms::Reward,
    world::{DAY, World},
};

on_both_engines! {
    more_equity_costs_at_least_what_the_last_issue_did => equity;
    more_senior_debt_costs_at_least_its_principal => debt;
    more_points_are_not_given_away_once_somebody_holds_some => points;
    warrants_and_bonus_shares_are_not_below_the_floor => rewards;
    a_fresh_reported_value_is_a_floor_and_an_old_one_is_not => reported;
    a_cheap_book_beside_an_open_one_is_refused => beside;
    debt_half_repaid_is_sold_for_the_half_that_is_left => half;
    a_class_with_arrears_or_past_its_maturity_takes_no_new_money => overdue;
    a_class_that_bears_a_loss_takes_no_new_money_at_par => impaired;
}

/// A sponsor sells itself nearly all of the class at a millionth of the price.
fn equity<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 6), ("ben", 4)]);
    let sponsor = scene.deal.sponsor;
    for cheap in [1, WHOLE / 2, WHOLE - 1] {
        let refused = scene.refused(JUNIOR, |args| {
            price(args, cheap);
            (args.minimum, args.min_ticket) = (cheap, cheap);
            (args.cap, args.lead, args.lead_minimum) = (1_000 * cheap, sponsor, cheap);
        });
        assert_eq!(refused, "BelowFloor", "at {cheap}");
    }
    // A book at the price cannot become a cheaper one, but by a dearer offer.
    let book = scene.opened(JUNIOR, |_| {});
    let cheaper = scene
        .deal
        .make_offer(&book, offer(&book, 1, WHOLE / 2, WHOLE));
    assert_eq!(scene.refused_call(&cheaper), "BelowFloor");
    let dearer = scene
        .deal
        .make_offer(&book, offer(&book, 1, 2 * WHOLE, 2 * WHOLE));
    scene.world.go(&[dearer]);
    let cleo = scene.world.investor("cleo", 10 * WHOLE);
    book.sell(&mut scene.world, &scene.deal, &[(cleo, 10 * WHOLE)]);
    assert_eq!(scene.shares(JUNIOR, &cleo), 5 * WHOLE);
    // The dearer issue is the last one now.
    let refused = scene.refused(JUNIOR, |args| price(args, 2 * WHOLE - 1));
    assert_eq!(refused, "NotWholeLots");
    let refused = scene.refused(JUNIOR, |_| {});
    assert_eq!(refused, "BelowFloor");
    scene.opened(JUNIOR, |args| price(args, 2 * WHOLE));
    audit::check(&mut scene.world);
    scene.world
}

/// Principal at par for nothing, ahead of everybody.
fn debt<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 10)]);
    for cheap in [1_000, 500_000, 800_000] {
        let refused = scene.refused(SENIOR, |args| price(args, cheap));
        assert_eq!(refused, "BelowFloor", "at {cheap}");
    }
    // Not by a rights book either: juniors would pay for it.
    let refused = scene.refused(SENIOR, |args| {
        price(args, 500_000);
        super::rights::terms(args);
    });
    assert_eq!(refused, "BelowFloor");
    scene.opened(SENIOR, |args| price(args, 1_250_000));
    audit::check(&mut scene.world);
    scene.world
}

fn points<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 10)]);
    let manager = scene.world.investor("manager", WHOLE);
    let own = scene.opened(POINTS, |args| {
        price(args, 10_000);
        (args.minimum, args.min_ticket, args.cap) = (WHOLE, WHOLE, WHOLE);
    });
    // Before anybody has a point, those of a curve are in the terms that all see.
    let mut book = scene.opened(SENIOR, |_| {});
    let curve = [(100 * WHOLE, 20 * WHOLE)];
    let promised = Reward::promote_points(&scene.deal, POINTS, &curve);
    book.promise(&mut scene.world, &scene.deal, promised);
    own.sell(&mut scene.world, &scene.deal, &[(manager, WHOLE)]);
    assert_eq!(scene.shares(POINTS, &manager), 100 * WHOLE);

    let more = [(100 * WHOLE, 1_000_000 * WHOLE)];
    book.rewards[0] = Reward::promote_points(&scene.deal, POINTS, &more);
    let raise = scene.deal.set_curve(&book, 0, 2);
    assert_eq!(scene.refused_call(&raise), "BelowFloor", "raised");
    let mut other = scene.opened(JUNIOR, |_| {});
    other.rewards = vec![Reward::promote_points(&scene.deal, POINTS, &more)];
    let promise = scene.deal.set_curve(&other, 0, 1);
    assert_eq!(
        scene.refused_call(&promise),
        "BelowFloor",
        "of another book"
    );
    audit::check(&mut scene.world);
    scene.world
}

fn rewards<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 10)]);
    let expires_at = scene.world.engine.now() + 400 * DAY;
    let series = |number, strike| SeriesArgs {
        number,
        strike,
        expires_at,
    };
    let [cheap, low, fair] = [series(0, 1), series(0, WHOLE - 1), series(0, WHOLE)];
    for args in [cheap, low] {
        let create = scene.deal.create_series(JUNIOR, args);
        assert_eq!(scene.refused_call(&create), "BelowFloor");
    }
    // Of a class that nobody holds yet any strike is in the terms; once somebody does, a curve cannot promise it.
    let early = SeriesArgs {
        number: 0,
        strike: 1,
        ..fair.clone()
    };
    scene.world.go(&[
        scene.deal.create_series(JUNIOR, fair),
        scene.deal.create_series(POINTS, early),
    ]);
    let own = scene.opened(POINTS, |_| {});
    let bonus = [(100 * WHOLE, WHOLE)];
    let granted = Reward::warrants(&scene.deal, (POINTS, 0), &bonus);
    let ben = scene.world.investor("ben", 10 * WHOLE);
    own.sell(&mut scene.world, &scene.deal, &[(ben, 10 * WHOLE)]);
    let mut book = scene.opened(JUNIOR, |_| {});
    book.rewards = vec![granted];
    let promise = scene.deal.set_curve(&book, 0, 1);
    assert_eq!(scene.refused_call(&promise), "BelowFloor", "made before");

    // Bonus shares are shares for nothing: with them every share of the first in line costs less than the floor.
    book.rewards = vec![Reward::bonus_shares(
        &scene.deal,
        JUNIOR,
        &[(100 * WHOLE, 1)],
    )];
    let promise = scene.deal.set_curve(&book, 0, 1);
    assert_eq!(scene.refused_call(&promise), "BelowFloor");

    // At a price that leaves room for them they are welcome: 100 buy 50 shares and 50 of bonus, at 1.00 each.
    let mut scene = Scene::<E>::held(&[("ana", 10)]);
    let mut dear = scene.opened(JUNIOR, |args| price(args, 2 * WHOLE));
    let bonus = |reward| Reward::bonus_shares(&scene.deal, JUNIOR, &[(100 * WHOLE, reward)]);
    // Where the rate falls, the first in line is given twice the mean.
    let promises = [
        (bonus(25 * WHOLE + 1).falling(), 1, false),
        (bonus(25 * WHOLE).falling(), 1, true),
        (bonus(50 * WHOLE + 1), 2, false),
        (bonus(50 * WHOLE), 2, true),
    ];
    for (promised, replaces, fits) in promises {
        dear.rewards = vec![promised];
        let promise = scene.deal.set_curve(&dear, 0, replaces);
        if fits {
            scene.world.go(&[promise]);
        } else {
            assert_eq!(scene.refused_call(&promise), "BelowFloor");
        }
    }
    // Of debt with holders there is no price for it: each share has a claim that somebody pays for.
    let mut debt = scene.opened(SENIOR, |args| price(args, 1_250_000));
    debt.rewards = vec![Reward::bonus_shares(
        &scene.deal,
        SENIOR,
        &[(100 * WHOLE, 1)],
    )];
    let promise = scene.deal.set_curve(&debt, 0, 1);
    assert_eq!(scene.refused_call(&promise), "BelowFloor");
    // Nor do they come to pass by a cheaper offer.
    let cheaper = scene.deal.make_offer(&dear, offer(&dear, 3, WHOLE, WHOLE));
    assert_eq!(scene.refused_call(&cheaper), "BelowFloor");
    audit::check(&mut scene.world);
    scene.world
}

/// One and a half a share, in whole lots.
fn one_and_a_half(args: &mut BookArgs) {
    price(args, 3 * WHOLE / 2);
    (args.minimum, args.cap, args.min_ticket) = (3 * WHOLE, 900 * WHOLE, 3 * WHOLE);
}

fn reported<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 10)]);
    let mint = scene.deal.class(JUNIOR).mint;
    let (deal, world) = (scene.deal.clone(), &mut scene.world);
    world.go(&[
        deal.create_rate(&mint, 10_000),
        deal.report_rate(&mint, 3, 2),
    ]);
    assert_eq!(scene.refused(JUNIOR, |_| {}), "BelowFloor");
    let dear = scene.opened(JUNIOR, one_and_a_half);
    let ben = scene.world.investor("ben", 3 * WHOLE);
    dear.deposit(&mut scene.world, &deal, &ben, 3 * WHOLE);
    // What is reported before the lock counts at the lock.
    scene.world.engine.set_now(dear.args.offer_ends);
    scene.world.go(&[deal.report_rate(&mint, 2, 1)]);
    let lock = deal.lock_book(&dear, &deal.sponsor);
    assert_eq!(scene.refused_call(&lock), "BelowFloor");
    scene.world.go(&[deal.report_rate(&mint, 3, 2)]);
    scene.world.go(&[lock]);
    dear.settle(&mut scene.world, &deal, 0);
    assert_eq!(scene.shares(JUNIOR, &ben), 2 * WHOLE);

    // A month and some later nobody says any more what a share is worth: the last price stands.
    scene.world.go(&[deal.report_rate(&mint, 5, 2)]);
    scene.world.pass(35 * DAY);
    let refused = scene.refused(JUNIOR, one_and_a_half);
    assert_eq!(refused, "BelowFloor");
    scene.world.pass(1);
    scene.opened(JUNIOR, one_and_a_half);
    assert_eq!(scene.refused(JUNIOR, |_| {}), "BelowFloor");
    audit::check(&mut scene.world);
    scene.world
}

/// Somebody stands in line at 1.00 when a second book of the class, that nobody holds yet, asks a millionth.
fn beside<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 10)]);
    let deal = scene.deal.clone();
    let first = scene.opened(POINTS, |_| {});
    let ben = scene.world.investor("ben", 10 * WHOLE);
    first.deposit(&mut scene.world, &deal, &ben, 10 * WHOLE);
    assert_eq!(scene.refused(POINTS, |args| price(args, 1)), "BelowFloor");
    let second = scene.opened(POINTS, |_| {});
    let cheaper = deal.make_offer(&second, offer(&second, 1, WHOLE / 2, WHOLE));
    assert_eq!(scene.refused_call(&cheaper), "BelowFloor");
    let mut bonus = second.clone();
    let points = [(10 * WHOLE, 1_000_000 * WHOLE)];
    bonus.rewards = vec![Reward::bonus_shares(&deal, POINTS, &points)];
    let promise = deal.set_curve(&bonus, 0, 1);
    assert_eq!(scene.refused_call(&promise), "BelowFloor");

    // Alone, before anybody holds a share, it asks what it likes.
    scene.world.engine.set_now(first.args.deadline + 7 * DAY);
    first.refund(&mut scene.world, &deal, 0);
    scene
        .world
        .go(&[deal.close_book(&first), deal.close_book(&second)]);
    scene.opened(POINTS, |args| price(args, WHOLE / 2));
    audit::check(&mut scene.world);
    scene.world
}

fn half<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 10)]);
    // Bullet debt is repaid at its maturity or in accelerated mode; the servicer pays half of it then.
    let change = securities::cash::waterfall::set_mode::ModeChange::Accelerate;
    let (deal, arbitrator) = (scene.deal.clone(), scene.deal.arbitrator);
    scene.world.go(&[deal.set_mode(&arbitrator, change)]);
    // With the interest of five days.
    distribute(&mut scene.world, &deal, 0, 5 * WHOLE + 10_958);
    assert_eq!(
        scene.refused(SENIOR, |_| {}),
        "TrancheOverdue",
        "accelerated"
    );
    let resume = securities::cash::waterfall::set_mode::ModeChange::Resume;
    scene.world.go(&[deal.set_mode(&arbitrator, resume)]);
    let left = crate::story::tranche(&mut scene.world, &deal, SENIOR)
        .principal()
        .expect("adds up");
    assert_eq!(left, 5 * WHOLE);

    assert_eq!(scene.refused(SENIOR, |_| {}), "AbovePrincipal");
    let refused = scene.refused(SENIOR, |args| price(args, 625_000));
    assert_eq!(refused, "AbovePrincipal");
    let refused = scene.refused(SENIOR, |args| price(args, 400_000));
    assert_eq!(refused, "BelowFloor");
    scene.opened(SENIOR, |args| price(args, WHOLE / 2));
    audit::check(&mut scene.world);
    scene.world
}

fn overdue<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 10)]);
    let deal = scene.deal.clone();
    let book = scene.opened(SENIOR, |args| {
        args.deadline += 365 * DAY;
        (args.latest_deadline, args.min_ticket) = (args.deadline, 10 * WHOLE);
    });
    let ben = scene.world.investor("ben", 10 * WHOLE);
    book.deposit(&mut scene.world, &deal, &ben, 10 * WHOLE);
    scene.world.pass(100 * DAY);
    // A small payment leaves most of the interest unpaid: it is in arrears.
    distribute(&mut scene.world, &deal, 0, 1_000);
    let lock = deal.lock_book(&book, &deal.sponsor);
    assert_eq!(scene.refused_call(&lock), "TrancheOverdue");
    assert_eq!(scene.refused(SENIOR, |_| {}), "TrancheOverdue");
    // Paid up, it takes money again.
    distribute(&mut scene.world, &deal, 1, 5 * WHOLE);
    scene.world.go(&[lock]);
    let maturity = deal.class(SENIOR).terms.maturity;
    scene.world.engine.set_now(maturity);
    assert_eq!(scene.refused(SENIOR, |_| {}), "TrancheOverdue", "matured");
    audit::check(&mut scene.world);
    scene.world
}

fn impaired<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::held(&[("ana", 10)]);
    let deal = scene.deal.clone();
    let open = scene.opened(SENIOR, |_| {});
    let ben = scene.world.investor("ben", 10 * WHOLE);
    open.deposit(&mut scene.world, &deal, &ben, 10 * WHOLE);
    scene.world.go(&deal.lose(4 * WHOLE, 1));
    assert_eq!(scene.refused(SENIOR, |_| {}), "TrancheImpaired");
    let at_what_is_left = |args: &mut _| price(args, 600_000);
    assert_eq!(scene.refused(SENIOR, at_what_is_left), "TrancheImpaired");
    scene.world.engine.set_now(open.args.offer_ends);
    let lock = deal.lock_book(&open, &deal.sponsor);
    assert_eq!(scene.refused_call(&lock), "TrancheImpaired");
    scene.world.engine.set_now(open.args.deadline + 7 * DAY);
    open.refund(&mut scene.world, &deal, 0);
    scene.world.go(&[deal.close_book(&open)]);
    // Who bore the loss may raise what is left by its own right.
    let refused = scene.refused(SENIOR, |args| {
        price(args, 500_000);
        super::rights::terms(args);
    });
    assert_eq!(refused, "BelowFloor");
    scene.opened(SENIOR, |args| {
        price(args, 600_000);
        (args.minimum, args.cap, args.min_ticket) = (3 * WHOLE, 900 * WHOLE, 3 * WHOLE);
        super::rights::terms(args);
    });
    audit::check(&mut scene.world);
    scene.world
}
