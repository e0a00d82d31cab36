//! Points in the frozen form: a book grants them, and the manager takes the rest.

use super::{FIRST, windows};
use crate::payouts::distribute;
use securities::{
    structure::create_tranche::TrancheArgs,
    tranche::{holder::Holder, state::Tranche},
};
use securities_tests::{
    address, audit,
    deal::{Deal, points, senior, tiers_of},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    terms::Reward,
    world::{BEGIN, DAY, Money, World},
};

/// What an owner pays for half of the debt.
const STAKE: u64 = 1_000_000_000;

/// A deal whose points are in the frozen form, and a book of the debt that grants half of them.
fn planned(frozen: &[u8]) -> (World<Lite>, Deal, Offering) {
    let (mut world, deal, mut book) = planned_book(frozen, BEGIN + 10 * DAY);
    let curve = Reward::promote_points(&deal, 1, &[(2 * STAKE, 500)]);
    book.promise(&mut world, &deal, curve);
    (world, deal, book)
}

/// The same, with a deadline and without the points.
pub(super) fn planned_book(frozen: &[u8], deadline: i64) -> (World<Lite>, Deal, Offering) {
    let mut world = World::<Lite>::new(Money::Classic);
    let manager = world.investor("manager", 1);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.frozen = frozen.to_vec();
    // Without interest, a later book asks the same price.
    let debt = TrancheArgs {
        rate_ppm: 0,
        ..senior(0)
    };
    let classes = vec![debt, points(1, &manager)];
    let tiers = tiers_of(&classes);
    let deal = deal.create(&mut world, classes, tiers);
    for rank in frozen {
        world.go(&[deal.set_transfer_rules(*rank, windows())]);
    }
    let book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
        args.deadline = deadline;
    });
    (world, deal, book)
}

#[test]
fn points_are_granted_and_taken_into_frozen_and_thawed_accounts() {
    for frozen in [vec![1], vec![0, 1]] {
        let (mut world, deal, book) = planned(&frozen);
        let manager = deal.class(1).terms.manager;
        let ann = world.investor("ann", STAKE);
        let bob = world.investor("bob", STAKE);
        book.sell(&mut world, &deal, &[(ann, STAKE), (bob, STAKE)]);
        let record = |world: &mut World<Lite>, owner| -> Holder {
            let record = address::holder(&deal.class(1).tranche, &owner);
            read::state(&mut world.engine, &record)
        };
        assert_eq!(record(&mut world, ann).shares, 250);
        audit::check(&mut world);
        world.engine.set_now(FIRST as i64 * DAY);
        world.go(&[deal.open_window_without(1, None)]);
        let account = deal.share_account(1, &manager);
        world.go(&deal.welcome(1, &manager, &manager));
        world.go(&[deal.thaw(1, &manager, &manager, &account)]);
        distribute(&mut world, &deal, 0, 5_000_000_000);
        let mut astray = deal.take_points(1);
        let last = astray.accounts.len() - 1;
        astray.accounts.truncate(last);
        assert_eq!(world.refused(&[astray]), "FreezingAccountsMissing");
        world.go(&[deal.take_points(1)]);
        let state: Tranche = read::state(&mut world.engine, &deal.class(1).tranche);
        assert_eq!((state.thawed, state.thawed_shares), (1, 500));
        assert_eq!(world.balance(&account), 500);
        audit::check(&mut world);
        world.go(&[deal.freeze(1, &manager, &manager, &account)]);
        let hers = record(&mut world, manager);
        assert_eq!((hers.shares, hers.share_account), (500, account));
        audit::check(&mut world);
    }
}

/// A second book that grants points would share what is held with its own.
#[test]
fn a_book_that_grants_points_is_not_locked_while_points_are_thawed() {
    let (mut world, deal, book) = planned(&[1]);
    let [ann, bob] = ["ann", "bob"].map(|name| world.investor(name, 2 * STAKE));
    let manager = deal.class(1).terms.manager;
    let mut later = Offering::plan(&mut world, &deal, 0, 1, "later line");
    let now = world.engine.now();
    later.args.offer_ends = now + 25 * DAY;
    later.args.deadline = now + 30 * DAY;
    later.open(&mut world, &deal, 16);
    let curve = Reward::promote_points(&deal, 1, &[(2 * STAKE, 100)]);
    later.promise(&mut world, &deal, curve);
    later.deposit(&mut world, &deal, &bob, STAKE);
    book.sell(&mut world, &deal, &[(ann, STAKE), (bob, STAKE)]);
    let record = address::holder(&deal.class(1).tranche, &ann);
    let points: Holder = read::state(&mut world.engine, &record);
    assert_eq!(points.shares, 250);
    world.engine.set_now(FIRST as i64 * DAY);
    world.go(&[deal.open_window_without(1, None)]);
    let account = deal.share_account(1, &ann);
    world.go(&[deal.thaw(1, &manager, &ann, &account)]);
    world.engine.set_now(later.args.offer_ends);
    let lock = deal.lock_book(&later, &deal.sponsor);
    assert_eq!(world.refused(std::slice::from_ref(&lock)), "SharesThawed");
    world.go(&[deal.freeze(1, &ann, &ann, &account)]);
    world.go(&[lock]);
    audit::check(&mut world);
}
