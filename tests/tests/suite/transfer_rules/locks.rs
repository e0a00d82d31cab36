//! Lock-ups and vesting: what a settlement delivers stays where it is until its days are over.

use super::{Plan, RANK, Scene};
use crate::{on_both_engines, payouts::STAKE};
use anchor_lang::prelude::Pubkey;
use securities::tranche::{holder::Holder, locks::Lock, rules::TransferRulesTerms};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    terms::Reward,
    world::{DAY, Money, World},
};

on_both_engines! {
    locked_shares_vest_by_the_day_from_the_cliff_on => vesting;
}

fn locked<E: Engine>(cliff_days: u16, vesting_days: u16) -> Scene<E> {
    Scene::new(Plan {
        wrapped: true,
        cliff_days,
        vesting_days,
        ..TransferRulesTerms::default().into()
    })
}

pub(crate) fn vesting<E: Engine>() -> World<E> {
    let mut scene = locked::<E>(10, 10);
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    let locked_at = scene.book.state(&mut scene.world).locked_at;
    let start = (locked_at / DAY) as u64;
    let lock = scene.record(&ann).locks[0];
    let dates = [lock.start, lock.cliff, lock.until].map(u64::from);
    assert_eq!(
        (lock.shares, dates),
        (STAKE, [start, start + 10, start + 20])
    );
    for (day, second, left) in [
        (start, DAY - 1, STAKE),
        (start + 10, 0, STAKE),
        (start + 10, DAY - 1, STAKE),
        (start + 11, 0, (9 * STAKE).div_ceil(10)),
        (start + 19, 0, STAKE.div_ceil(10)),
        (start + 19, DAY - 1, STAKE.div_ceil(10)),
    ] {
        scene.go_to(day, second);
        let now = scene.world.engine.now();
        assert_eq!(scene.record(&bob).locked_at(now).expect("a day"), left);
        let held = scene.record(&ann).shares;
        let free = held - left;
        assert_eq!(scene.refuses(&ann, &cid, free + 1), "SharesLocked");
        assert_eq!(scene.refuses_wrap(&ann, free + 1), "SharesLocked");
        if free > 0 {
            scene.wraps(&ann, 1);
            scene.moves(&ann, &cid, free - 1);
        }
    }
    // What somebody else sends is free, and Cid's shares were never locked.
    scene.moves(&cid, &ann, 7);
    scene.moves(&ann, &cid, 7);
    let mut all = scene.record(&ann).shares;
    scene.go_to(start + 20, 0);
    scene.wraps(&ann, 1);
    all -= 1;
    scene.moves(&ann, &cid, all);
    audit::check(&mut scene.world);
    scene.world
}

/// Locked shares earn like others, and their owner claims it; a lock takes nothing but the sale.
#[test]
fn locked_shares_are_paid() {
    let mut scene = locked::<Lite>(10, 0);
    let ann = scene.ann;
    crate::payouts::distribute(&mut scene.world, &scene.deal, 0, 4_000_000);
    scene.world.go(&[scene.deal.claim(RANK, &ann)]);
    assert_eq!(scene.world.wealth(&ann), 2_000_000);
    let payer = scene.world.payer;
    let close = scene.deal.close_holder(RANK, &ann, &payer);
    assert_eq!(scene.world.refused(&[close]), "HolderInUse");
    audit::check(&mut scene.world);
}

/// Ann buys in later books too, each with a lock-up of its own.
#[test]
fn deliveries_share_slots_by_their_dates_and_no_slot_is_missing() {
    let mut scene = locked::<Lite>(10, 0);
    let ann = scene.ann;
    // Bought on later days: of other dates each, then of the dates of the first two together.
    for (number, (cliff, vesting)) in [(1, (40, 0)), (2, (60, 10)), (3, (200, 0))] {
        receives_again(&mut scene, number, cliff, vesting);
    }
    let record = scene.record(&ann);
    let now = scene.world.engine.now();
    let today = (now / DAY) as u16;
    let slots: Vec<Lock> = record.locks.to_vec();
    // The first book's lock was over by then, and its slot taken.
    assert!(slots.iter().all(|lock| lock.shares == BOUGHT), "{slots:?}");
    assert!(slots.iter().all(|lock| lock.until > today), "{slots:?}");
    receives_again(&mut scene, 4, 20, 0);
    let record = scene.record(&ann);
    let end = (scene.world.engine.now() / DAY) as u16 + 20;
    let later = slots.iter().filter(|lock| lock.until >= end);
    let nearest = later.map(|lock| lock.until).min().expect("later ones");
    let joined = record.locks.iter().find(|lock| lock.until == nearest);
    assert_eq!(
        joined.expect("the nearest later end").shares,
        2 * BOUGHT,
        "two lie in one slot"
    );
    // What ends after all others moves the latest of them.
    receives_again(&mut scene, 5, 400, 0);
    let record = scene.record(&ann);
    let latest = record.locks.iter().max_by_key(|lock| lock.until);
    let latest = latest.expect("three");
    assert_eq!(latest.shares, 2 * BOUGHT, "these two as well");
    assert!(slots.iter().all(|lock| lock.until < latest.until));
    let now = scene.world.engine.now();
    assert!(record.locked_at(now).expect("a day") <= 5 * BOUGHT);
    audit::check(&mut scene.world);
}

/// In whichever order four books deliver: what lies in three slots is locked for no less than each book said, and for no longer
/// than the longest of them, and all of it counts once.
#[test]
fn four_locks_in_any_order_of_settlement_hold_no_less_and_end_with_the_last() {
    const LOCKS: [(u16, u16); 4] = [(40, 0), (60, 10), (200, 0), (35, 300)];
    for order in [
        [0, 1, 2, 3],
        [3, 2, 1, 0],
        [2, 0, 3, 1],
        [1, 3, 0, 2],
        [3, 0, 1, 2],
        [0, 2, 1, 3],
    ] {
        let mut scene = locked::<Lite>(10, 0);
        let ann = scene.ann;
        let books: Vec<_> = (1..)
            .zip(LOCKS)
            .map(|(number, (cliff, vesting))| buys_again(&mut scene, number, cliff, vesting))
            .collect();
        let said: Vec<_> = books
            .iter()
            .zip(LOCKS)
            .map(|((book, _), (cliff, vesting))| {
                let start = book.state(&mut scene.world).locked_at / DAY;
                let cliff = start + i64::from(cliff);
                (cliff, cliff + i64::from(vesting))
            })
            .collect();
        for at in order {
            let (book, id) = &books[at];
            book.settle(&mut scene.world, &scene.deal, *id);
        }
        let record = scene.record(&ann);
        let held: u64 = record.locks.iter().map(|lock| lock.shares).sum();
        assert!(held <= 4 * BOUGHT, "{order:?}");
        let last = said.iter().map(|(_, until)| *until).max().expect("four");
        for day in scene.world.engine.now() / DAY..=last {
            let least: u64 = said
                .iter()
                .map(|(cliff, until)| stays(BOUGHT, day, *cliff, *until))
                .sum();
            let locked = record.locked_at(day * DAY).expect("a day");
            assert!(least <= locked && locked <= held, "{order:?} on {day}");
        }
        assert_eq!(record.locked_at(last * DAY).expect("a day"), 0, "{order:?}");
        audit::check(&mut scene.world);
    }
}

/// What is locked of shares on a day, by a cliff and an end.
fn stays(shares: u64, day: i64, cliff: i64, until: i64) -> u64 {
    match (day < cliff, day < until) {
        (true, _) => shares,
        (false, true) => (shares * (until - day) as u64).div_ceil((until - cliff) as u64),
        (false, false) => 0,
    }
}

const BOUGHT: u64 = 5_000_000;

/// A later book of the class, of which Ann buys all, and her ticket in it, to be settled.
fn buys_again(
    scene: &mut Scene<Lite>,
    number: u16,
    cliff_days: u16,
    vesting_days: u16,
) -> (Offering, u32) {
    let (ann, deal) = (scene.ann, scene.deal.clone());
    scene.world.give(&ann, BOUGHT);
    let line = format!("line {number}");
    let mut book = Offering::plan(&mut scene.world, &deal, RANK, number, &line);
    (book.args.minimum, book.args.cap) = (BOUGHT, BOUGHT);
    (book.args.cliff_days, book.args.vesting_days) = (cliff_days, vesting_days);
    book.open(&mut scene.world, &deal, 16);
    let id = book.deposit(&mut scene.world, &deal, &ann, BOUGHT);
    let mark = deal.qualify_ticket(&book, &scene.qualifier, &ann, id);
    scene.world.go(&[mark]);
    book.lock(&mut scene.world, &deal);
    (book, id)
}

/// The same, settled at once.
fn receives_again(scene: &mut Scene<Lite>, number: u16, cliff_days: u16, vesting_days: u16) {
    let (book, id) = buys_again(scene, number, cliff_days, vesting_days);
    book.settle(&mut scene.world, &scene.deal, id);
}

/// Points of rewards and the manager's are locked from the deal's beginning, since no book sells their class.
#[test]
fn points_are_locked_for_as_long_as_their_class_says() {
    const POINTS: u8 = 1;
    let mut world = World::<Lite>::new(Money::Classic);
    let manager = world.investor("manager", 0);
    let classes = vec![deal::junior(0), deal::points(POINTS, &manager)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut world, "sponsor", 1, classes, tiers);
    let rules = TransferRulesTerms {
        insider_lock_days: 30,
        ..TransferRulesTerms::default()
    };
    world.go(&[deal.set_transfer_rules(POINTS, rules)]);
    let mut book = Offering::standard(&mut world, &deal, 0, "line");
    let curve = [(book.args.cap, 400)];
    let reward = Reward::promote_points(&deal, POINTS, &curve);
    book.promise(&mut world, &deal, reward);
    let alice = world.investor("alice", book.args.cap);
    book.sell(&mut world, &deal, &[(alice, book.args.cap)]);
    let start = book.state(&mut world).locked_at / DAY;
    // The manager takes its own some days later, which makes them free no later.
    world.pass(5 * DAY);
    let payer = world.payer;
    world.go(&deal.welcome(POINTS, &payer, &manager));
    world.go(&[deal.take_points(POINTS)]);
    let record = |world: &mut World<Lite>, owner: &Pubkey| -> Holder {
        let record = address::holder(&deal.class(POINTS).tranche, owner);
        read::state(&mut world.engine, &record)
    };
    for (owner, points) in [(alice, 400), (manager, 600)] {
        let holder = record(&mut world, &owner);
        assert_eq!((holder.shares, holder.locks[0].shares), (points, points));
        assert_eq!(i64::from(holder.locks[0].until), start + 30);
    }
    let sales = [(alice, manager), (manager, alice)];
    world.engine.set_now((start + 30) * DAY - 1);
    for (from, to) in sales {
        let told = deal.check_transfer(POINTS, &from, &to, 1);
        let sale = deal.transfer_shares(POINTS, &from, &to, 1);
        assert_eq!(world.refused(&[told]), "SharesLocked");
        assert_eq!(world.refused(&[sale]), "SharesLocked");
    }
    world.pass(1);
    for (from, to) in sales {
        world.go(&[deal.transfer_shares(POINTS, &from, &to, 1)]);
    }
    audit::check(&mut world);
}
