//! Points in the frozen form: a book grants them, and the manager takes the rest.

use super::{FIRST, windows};
use crate::payouts::distribute;
use securities::tranche::{holder::Holder, state::Tranche};
use securities_tests::{
    address, audit,
    deal::{Deal, points, senior, tiers_of},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    terms::Reward,
    world::{DAY, Money, World},
};

/// What an owner pays for half of the debt.
const STAKE: u64 = 1_000_000_000;

/// A deal whose points are in the frozen form, and a book of the debt that grants half of them.
fn planned(frozen: &[u8]) -> (World<Lite>, Deal, Offering) {
    let mut world = World::<Lite>::new(Money::Classic);
    let manager = world.investor("manager", 1);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.frozen = frozen.to_vec();
    let classes = vec![senior(0), points(1, &manager)];
    let tiers = tiers_of(&classes);
    let deal = deal.create(&mut world, classes, tiers);
    for rank in frozen {
        world.go(&[deal.set_transfer_rules(*rank, windows())]);
    }
    let mut book = Offering::standard(&mut world, &deal, 0, "line");
    let curve = Reward::promote_points(&deal, 1, &[(2 * STAKE, 500)]);
    book.promise(&mut world, &deal, curve);
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
