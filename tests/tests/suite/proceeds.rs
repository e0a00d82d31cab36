//! Between the lock and the release: whose shares they are, and when the proceeds leave the escrow.

use crate::{
    on_both_engines,
    payouts::{STAKE, distribute},
    story,
};
use securities::{
    book::{offer::open_book::MIN_DRAW_DELAY, state::AllocationRule},
    security::state::Security,
};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    read,
    terms::Reward,
    world::{DAY, Money, World},
};

const PART: u64 = 1_000_000;
/// One whole share of the junior class, at a price of one.
const ONE: u64 = 1_000_000;

on_both_engines! {
    money_that_is_borrowed_for_one_transaction_meets_no_minimum => borrowed;
    proceeds_wait_for_the_last_ticket_however_long_after_the_lock => last_ticket;
    who_buys_and_settles_the_last_ticket_takes_nothing_of_what_came_before => bought;
    a_covers_capital_pays_for_losses_as_soon_as_it_is_settled => cover;
    what_nobody_takes_up_is_cancelled_with_what_it_earned => nobody_takes_them;
    rewards_that_the_lock_issued_too_many_of_are_cancelled => discretionary;
}

/// The sponsor lends itself what is missing from the minimum, and wants it back at once.
fn borrowed<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard_with(&mut world, &deal, 1, "line", |args| {
        args.minimum = 100 * ONE;
        args.draw_delay = 3 * DAY;
    });
    let alice = world.investor("alice", 10 * ONE);
    book.deposit(&mut world, &deal, &alice, 10 * ONE);
    let sponsor = deal.sponsor;
    world.give(&sponsor, 90 * ONE);
    for owner in [alice, sponsor] {
        let welcome = book.welcome(&mut world, &deal, &owner);
        world.go(&welcome);
    }
    let ends = book.args.offer_ends;
    world.engine.set_now(ends);
    let lock = deal.lock_book(&book, &sponsor);
    world.go(&[
        deal.deposit(&book, (&sponsor, &sponsor), 1, 90 * ONE, 1),
        lock,
    ]);
    let own = book.ticket(&mut world, 1);
    let settle = deal.settle_ticket(&book, &own);
    let release = deal.release_proceeds(&book, 0);
    let draw = deal.draw_proceeds(&deal.destination, 90 * ONE);
    assert_eq!(
        world.refused(&[settle.clone(), draw.clone()]),
        "InsufficientFunds",
        "what is accepted is in escrow still"
    );
    assert_eq!(
        world.refused(&[settle.clone(), release.clone()]),
        "ProceedsHeld",
        "and another ticket is not settled"
    );
    world.go(&[settle]);
    book.settle(&mut world, &deal, 0);
    world.engine.set_now(ends + 3 * DAY - 1);
    assert_eq!(
        world.refused(std::slice::from_ref(&release)),
        "ProceedsHeld",
        "the delay is not over"
    );
    audit::check(&mut world);
    world.engine.set_now(ends + 3 * DAY);
    world.go(&[release.clone(), draw]);
    assert_eq!(world.refused(&[release]), "ZeroAmount", "once");
    audit::check(&mut world);
    world
}

fn last_ticket<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mut book = Offering::plan(&mut world, &deal, 1, 0, "line");
    for delay in [0, MIN_DRAW_DELAY - 1, 366 * DAY] {
        book.args.draw_delay = delay;
        let open = book.opening(&mut world, &deal, 16);
        assert_eq!(world.refused(&open), "BadClock", "{delay}");
    }
    book.args.draw_delay = MIN_DRAW_DELAY;
    (book.args.minimum, book.args.cap) = (ONE, 30 * ONE);
    book.open(&mut world, &deal, 16);
    let release = deal.release_proceeds(&book, 0);
    assert_eq!(
        world.refused(std::slice::from_ref(&release)),
        "NotLocked",
        "nothing is accepted yet"
    );
    let [alice, bob] = ["alice", "bob"].map(|name| world.investor(name, 20 * ONE));
    book.deposit(&mut world, &deal, &alice, 20 * ONE);
    // Bob consents to nothing: his ticket goes back.
    story::join(&mut world, &deal, &book, &bob, (0, 20 * ONE));
    book.lock(&mut world, &deal);
    world.pass(100 * DAY);
    book.settle(&mut world, &deal, 0);
    assert_eq!(
        world.refused(std::slice::from_ref(&release)),
        "ProceedsHeld",
        "a ticket is left"
    );
    book.refund(&mut world, &deal, 1);
    assert_eq!(world.wealth(&bob), 20 * ONE);
    world.go(&[release]);
    assert_eq!(
        story::treasury(&mut world, &deal, &deal.mint),
        20 * ONE,
        "anybody may release them"
    );
    audit::check(&mut world);
    world
}

/// In one transaction: shares of a settled holder, the last ticket, a claim, and the shares back.
fn bought<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard(&mut world, &deal, 1, "line");
    let [alice, bob] = ["alice", "bob"].map(|name| world.investor(name, STAKE));
    for owner in [alice, bob] {
        book.deposit(&mut world, &deal, &owner, STAKE);
    }
    book.lock(&mut world, &deal);
    book.settle(&mut world, &deal, 0);
    distribute(&mut world, &deal, 0, 2 * PART);
    let mallory = world.investor("mallory", 0);
    for owner in [mallory, bob] {
        let welcome = book.welcome(&mut world, &deal, &owner);
        world.go(&welcome);
    }
    let ticket = book.ticket(&mut world, 1);
    let there = deal.transfer_shares(1, &alice, &mallory, STAKE);
    let back = deal.transfer_shares(1, &mallory, &alice, STAKE);
    let settle = deal.settle_ticket(&book, &ticket);
    assert_eq!(
        world.refused(&[
            there.clone(),
            settle.clone(),
            deal.claim(1, &mallory),
            back.clone()
        ]),
        "NothingOwed"
    );
    world.go(&[there, settle, back]);
    world.go(&[deal.pay_holders(1, &[alice, bob, mallory])]);
    let wealth = [alice, bob, mallory].map(|owner| world.wealth(&owner));
    assert_eq!(wealth, [PART, PART, 0]);
    audit::check(&mut world);
    world
}

/// A cover of two tickets, of which one is settled and released when a loss comes.
fn cover<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = vec![deal::senior(0), deal::junior(1), deal::cover(2)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut world, "sponsor", 1, classes, tiers);
    let [ann, bea, sam] = ["ann", "bea", "sam"].map(|name| world.investor(name, 1_000 * ONE));
    let senior = Offering::standard(&mut world, &deal, 0, "senior line");
    senior.sell(&mut world, &deal, &[(sam, 1_000 * ONE)]);
    let book = Offering::standard(&mut world, &deal, 2, "cover line");
    for owner in [ann, bea] {
        book.deposit(&mut world, &deal, &owner, 1_000 * ONE);
    }
    book.lock(&mut world, &deal);
    let unfunded = |world: &mut World<E>| story::tranche(world, &deal, 2).unfunded;
    assert_eq!(unfunded(&mut world), 2_000 * ONE);
    book.settle(&mut world, &deal, 0);
    world.go(&[deal.release_proceeds(&book, 0)]);
    assert_eq!(
        unfunded(&mut world),
        1_000 * ONE,
        "at once, ticket by ticket"
    );
    audit::check(&mut world);

    // It pays with what is there, and all its shares bear that alike.
    world.go(&deal.lose(400 * ONE, 1));
    let vault = *read::state::<Security>(&mut world.engine, &deal.security).vault();
    assert_eq!(vault.cover, 600 * ONE);
    audit::check(&mut world);
    book.settle(&mut world, &deal, 1);
    world.go(&[deal.release_proceeds(&book, 0)]);
    let vault = *read::state::<Security>(&mut world.engine, &deal.security).vault();
    assert_eq!((vault.cover, vault.treasury), (1_600 * ONE, 0));
    assert_eq!(unfunded(&mut world), 0);
    audit::check(&mut world);
    world
}

/// Points that the lock issued for committed money, of which the sponsor accepts none that earns any: nobody is left to
/// take what they earned.
fn nobody_takes_them<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mut book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
        args.allocation = AllocationRule::Discretionary;
        (args.minimum, args.cap) = (ONE, 100 * ONE);
    });
    let points = [(40 * ONE, 1_000)];
    book.promise(&mut world, &deal, Reward::promote_points(&deal, 1, &points));
    for (name, money) in [("ann", 40 * ONE), ("ben", 50 * ONE)] {
        let owner = world.investor(name, money);
        book.deposit(&mut world, &deal, &owner, money);
    }
    let ben = book.ticket(&mut world, 1).owner;
    world.go(&[deal.approve_ticket(&book, &ben, 1, 20 * ONE)]);
    book.lock(&mut world, &deal);
    assert_eq!(book.state(&mut world).curves()[0].held, 1_000);
    world.pass(20 * DAY);
    distribute(&mut world, &deal, 0, 100 * ONE);
    // 8 % of 20 for 20 days of 365; the points have the rest.
    let senior = story::tranche(&mut world, &deal, 0);
    assert_eq!(senior.interest_paid, 87_671);
    audit::check(&mut world);

    for id in [0, 1] {
        book.settle(&mut world, &deal, id);
    }
    world.go(&[deal.claim(0, &ben)]);
    let earned = world.wealth(&ben) - 30 * ONE;
    assert!((87_670..=87_671).contains(&earned), "{earned}");
    world.go(&[deal.release_proceeds(&book, 0)]);
    assert_eq!(story::tranche(&mut world, &deal, 1).shares, 0);
    let vault = *read::state::<Security>(&mut world.engine, &deal.security).vault();
    assert_eq!(
        (vault.payable, vault.treasury),
        (87_671 - earned, 20 * ONE + 100 * ONE - 87_671)
    );
    audit::check(&mut world);
    world.go(&[deal.close_book(&book)]);
    audit::check(&mut world);
    world
}

/// The sponsor approves less of each ticket than is committed: what the lock issued for more is cancelled at the end.
fn discretionary<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mut book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
        args.allocation = AllocationRule::Discretionary;
        (args.minimum, args.cap) = (ONE, 100 * ONE);
    });
    let points = [(100 * ONE, 1_000)];
    book.promise(&mut world, &deal, Reward::promote_points(&deal, 1, &points));
    let people = ["ann", "ben"].map(|name| world.investor(name, 50 * ONE));
    for owner in people {
        book.deposit(&mut world, &deal, &owner, 50 * ONE);
    }
    for id in [0, 1] {
        let ticket = book.ticket(&mut world, id);
        world.go(&[deal.approve_ticket(&book, &ticket.owner, id, 20 * ONE)]);
    }
    book.lock(&mut world, &deal);
    assert_eq!(book.state(&mut world).curves()[0].held, 1_000);
    audit::check(&mut world);
    for id in [0, 1] {
        book.settle(&mut world, &deal, id);
        audit::check(&mut world);
    }
    assert_eq!(book.state(&mut world).curves()[0].held, 600);
    assert_eq!(world.refused(&[deal.close_book(&book)]), "ProceedsHeld");
    let mut bare = deal.release_proceeds(&book, 0);
    bare.accounts.pop();
    world.pass(DAY);
    assert_eq!(world.refused(&[bare]), "RewardAccountsMissing");
    book.release(&mut world, &deal);
    assert_eq!(story::tranche(&mut world, &deal, 1).shares, 400);
    audit::check(&mut world);
    world.go(&[deal.close_book(&book)]);
    audit::check(&mut world);
    world
}
