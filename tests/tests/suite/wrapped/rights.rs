//! Rights books of a class with a wrapper: the right of wrapped shares comes out with them, to whoever unwraps.

use super::Scene;
use crate::{on_both_engines, payouts::STAKE};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::tranche::holder::Holder;
use securities_tests::{
    address, audit,
    engine::Engine,
    offering::Offering,
    read,
    world::{DAY, World},
};

on_both_engines! {
    who_holds_units_when_a_rights_book_opens_takes_its_part => taken;
    all_rights_are_those_of_the_shares_that_there_were => sums;
    nobody_ends_the_time_of_the_holders_early_to_wrap => early;
}

/// The sponsor offers its holders eight new shares for each old one at a hundredth of the price.
fn cheap<E: Engine>(scene: &mut Scene<E>) -> Offering {
    let now = scene.world.engine.now();
    let mut book = Offering::plan(&mut scene.world, &scene.deal, 0, 1, "rights line");
    let args = &mut book.args;
    (args.price, args.price_min, args.minimum) = (10_000, 10_000, 1_000_000);
    args.cap = 8 * STAKE / 100 / 1_000_000 * 1_000_000;
    args.rights_until = now + 10 * DAY;
    args.offer_ends = now + 15 * DAY;
    args.deadline = now + 20 * DAY;
    book.open(&mut scene.world, &scene.deal, 16);
    book
}

fn right<E: Engine>(scene: &mut Scene<E>, owner: &Pubkey) -> u64 {
    let record = address::holder(&scene.deal.class(0).tranche, owner);
    read::state::<Holder>(&mut scene.world.engine, &record).right_in(1)
}

fn deposit<E: Engine>(
    scene: &mut Scene<E>,
    book: &Offering,
    owner: &Pubkey,
    amount: u64,
) -> Instruction {
    let state = book.state(&mut scene.world);
    scene
        .deal
        .deposit(book, (owner, owner), state.next_ticket, amount, &state)
}

/// Alice has wrapped all that she has, half of the class, and hears of the book when it is open.
fn taken<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&["alice", "bob"]);
    let [alice, bob] = [scene.owners[0], scene.owners[1]];
    scene.wrap(&alice, STAKE);
    let book = cheap(&mut scene);
    let cap = book.args.cap;
    for owner in [alice, bob] {
        scene.world.give(&owner, cap);
        let open = scene.deal.open_owner_total(&book, &owner, &owner);
        scene.world.go(&[open]);
    }
    let before = deposit(&mut scene, &book, &alice, cap / 4);
    assert_eq!(scene.world.refused(&[before]), "AboveRight", "not yet hers");
    scene.unwrap(&alice, STAKE / 2);
    assert_eq!(right(&mut scene, &alice), STAKE / 2);
    let half = deposit(&mut scene, &book, &alice, cap / 4);
    scene.world.go(&[half]);
    let more = deposit(&mut scene, &book, &alice, cap / 4);
    assert_eq!(scene.world.refused(&[more]), "AboveRight");
    scene.unwrap(&alice, STAKE / 2);
    let rest = deposit(&mut scene, &book, &alice, cap / 4);
    let his = deposit(&mut scene, &book, &bob, cap / 2 + 1_000_000);
    assert_eq!(scene.world.refused(&[his]), "AboveRight", "hers is hers");
    scene.world.go(&[rest]);
    let his = deposit(&mut scene, &book, &bob, cap / 2);
    scene.world.go(&[his]);

    // Units that are made while rights run would share the right of those that there were.
    let wrap = scene.wrapping(&bob, 1);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&wrap)),
        "RightsRunning"
    );
    scene.world.engine.set_now(book.args.rights_until - 1);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&wrap)),
        "RightsRunning"
    );
    scene.world.engine.set_now(book.args.rights_until);
    scene.world.go(&[wrap]);
    book.lock(&mut scene.world, &scene.deal);
    for ticket in 0..3 {
        book.settle(&mut scene.world, &scene.deal, ticket);
    }
    let [hers, his] = [alice, bob].map(|owner| scene.record(&owner).shares);
    assert_eq!(hers, his + 1, "each has half as before");
    audit::check(&mut scene.world);
    scene.world
}

/// Units and shares change hands after the opening, in every order; no right is lost or doubled.
fn sums<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&["alice", "bob"]);
    let [alice, bob] = [scene.owners[0], scene.owners[1]];
    let carol = scene.stranger("carol");
    scene.welcome(&carol);
    let own = scene.deal.wrapper(0);
    scene.wrap(&alice, STAKE / 2);
    scene.wrap(&bob, STAKE);
    let base = 2 * STAKE;
    assert_eq!(scene.tranche().shares, base);
    cheap(&mut scene);
    let rights = |scene: &mut Scene<E>| [alice, bob, carol, own].map(|one| right(scene, &one));
    assert_eq!(
        rights(&mut scene),
        [STAKE / 2, 0, 0, 3 * STAKE / 2],
        "those of shares, and of units in the wrapper's record"
    );
    // Bob sells units to Carol, who turns them into shares, twice.
    let sale = scene.deal.transfer_units(0, &bob, &carol, STAKE / 2);
    scene.world.go(&[sale]);
    scene.unwrap(&carol, STAKE / 8);
    scene.unwrap(&carol, STAKE / 8);
    assert_eq!(rights(&mut scene), [STAKE / 2, 0, STAKE / 4, 5 * STAKE / 4]);
    // Shares that are sold leave their right with who unwrapped them, as all shares do.
    let sale = scene.deal.transfer_shares(0, &carol, &bob, STAKE / 4);
    scene.world.go(&[sale]);
    scene.unwrap(&bob, STAKE / 2);
    scene.unwrap(&alice, STAKE / 2);
    scene.unwrap(&carol, STAKE / 4);
    assert_eq!(rights(&mut scene), [STAKE, STAKE / 2, STAKE / 2, 0]);
    assert_eq!(rights(&mut scene).iter().sum::<u64>(), base);
    // Later wraps take no right with them, and bring none back.
    scene.world.pass(10 * DAY);
    for owner in [alice, bob, carol] {
        let shares = scene.record(&owner).shares;
        if shares > 0 {
            scene.wrap(&owner, shares);
            scene.unwrap(&owner, shares);
        }
    }
    assert_eq!(rights(&mut scene), [STAKE, STAKE / 2, STAKE / 2, 0]);
    audit::check(&mut scene.world);
    scene.world
}

/// A book that ends with the time of its holders, of which nobody takes anything: the sponsor can neither lock, fail nor
/// close it before, nor open the next, and nothing is wrapped; at the end it can, and then somebody wraps in the same
/// transaction.
fn early<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&["alice", "bob"]);
    let [alice, bob] = [scene.owners[0], scene.owners[1]];
    scene.wrap(&alice, STAKE / 2);
    let now = scene.world.engine.now();
    let until = now + 10 * DAY;
    let rights = |scene: &mut Scene<E>, number: u16, until: i64| {
        let name = format!("line {number}");
        let mut book = Offering::plan(&mut scene.world, &scene.deal, 0, number, &name);
        let args = &mut book.args;
        (args.price, args.price_min, args.minimum) = (10_000, 10_000, 1_000_000);
        args.cap = 10_000_000;
        (args.rights_until, args.offer_ends) = (until, until);
        (args.deadline, args.latest_deadline) = (until, until);
        book
    };
    let book = rights(&mut scene, 1, until);
    book.open(&mut scene.world, &scene.deal, 16);
    let deal = scene.deal.clone();
    let close = deal.close_book(&book);
    for at in [now, until - 1] {
        scene.world.engine.set_now(at);
        let lock = deal.lock_book(&book, &deal.sponsor);
        for (call, error) in [
            (lock, "CannotLock"),
            (deal.fail_book(&book, None), "WrongGroup"),
            (close.clone(), "TicketsOpen"),
            (scene.wrapping(&bob, 1), "RightsRunning"),
            (scene.wrapping(&alice, STAKE / 2), "RightsRunning"),
        ] {
            assert_eq!(scene.world.refused(&[call]), error, "at {at}");
        }
        let next = rights(&mut scene, 2, at + 10 * DAY);
        let opening = next.opening(&mut scene.world, &deal, 16);
        assert_eq!(scene.world.refused(&opening), "BadRights", "at {at}");
    }
    scene.unwrap(&alice, STAKE / 4);
    scene.world.engine.set_now(until);
    let wrap = scene.wrapping(&bob, STAKE);
    scene.world.go(&[close, wrap]);
    assert_eq!(scene.holds(&bob), (0, STAKE));

    // The next one keeps all of them from wrapping once more, and Bob's right comes out with his units.
    let next = rights(&mut scene, 2, until + 10 * DAY);
    next.open(&mut scene.world, &deal, 16);
    let wrap = scene.wrapping(&alice, 1);
    assert_eq!(scene.world.refused(&[wrap]), "RightsRunning");
    scene.unwrap(&bob, STAKE);
    let record = scene.record(&bob);
    assert_eq!(record.right_in(2), STAKE);
    audit::check(&mut scene.world);
    scene.world
}
