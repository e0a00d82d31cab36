//! How far a report of the pool's worth may move, and what it may not end.

use super::{ONE, SENIOR, Scene, Terms};
use securities::cash::waterfall::{state::Waterfall, terms::TestTerms};
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    lite::Lite,
    read,
    world::{DAY, Money, World},
};

/// Until the next day of UTC begins.
fn until_midnight(now: i64) -> i64 {
    DAY - now.rem_euclid(DAY)
}

#[test]
fn the_pools_worth_moves_no_further_in_a_day_than_its_limit() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let report = |value| deal.report_pool(value);
    let refused = |world: &mut World<Lite>, call| world.refused(&[call]);
    assert_eq!(refused(&mut world, report(0)), "ZeroAmount");
    world.go(&[report(1_000)]);
    // A tenth in a day, both ways, and all reports of a day together no further than one.
    assert_eq!(refused(&mut world, report(899)), "PoolMoved");
    assert_eq!(refused(&mut world, report(1_101)), "PoolMoved");
    world.go(&[report(900), report(1_100)]);
    assert_eq!(refused(&mut world, report(1_101)), "PoolMoved");
    let now = world.engine.now();
    world.pass(until_midnight(now) - 1);
    assert_eq!(
        refused(&mut world, report(1_210)),
        "PoolMoved",
        "the same day"
    );
    world.pass(1);
    assert_eq!(refused(&mut world, report(1_211)), "PoolMoved");
    world.go(&[report(1_210)]);
    // Days without a report leave their room.
    world.pass(3 * DAY);
    assert_eq!(refused(&mut world, report(1_574)), "PoolMoved");
    world.go(&[report(1_573)]);
    // Further with the arbitrator's signature, and then from there.
    let signed = |who| deal.report_pool_with(Some(who), 10);
    for stranger in [deal.reporter, deal.sponsor, deal.servicer] {
        assert_eq!(refused(&mut world, signed(stranger)), "NotArbitrator");
    }
    world.go(&[signed(deal.arbitrator)]);
    assert_eq!(refused(&mut world, report(12)), "PoolMoved");
    world.go(&[report(11)]);
    let state: Waterfall = read::state(&mut world.engine, &deal.waterfall);
    assert_eq!((state.pool_value, state.pool_base), (11, 10));
    audit::check(&mut world);
}

#[test]
fn a_pool_without_a_limit_never_moves_by_the_reporter_alone() {
    let mut world = World::<Lite>::new(Money::Classic);
    let plan = Deal {
        pool_daily_bps: 0,
        ..Deal::plan(&mut world, "sponsor", 1)
    };
    let classes = vec![
        securities_tests::deal::senior(0),
        securities_tests::deal::junior(1),
    ];
    let deal = plan.create(&mut world, classes, securities_tests::deal::tiers());
    world.go(&[deal.report_pool(1_000)]);
    world.pass(100 * DAY);
    assert_eq!(world.refused(&[deal.report_pool(1_001)]), "PoolMoved");
    world.go(&[
        deal.report_pool(1_000),
        deal.report_pool_with(Some(deal.arbitrator), 1_001),
    ]);
}

/// The report that ends a breach ends the acceleration only when it has stood for a day.
#[test]
fn a_report_ends_no_acceleration_within_a_day() {
    let mut scene = Scene::<Lite>::new(Terms {
        triggers: vec![TestTerms::Collateral {
            rank: 0,
            min_bps: 10_000,
            max_age: 365,
        }],
        ..Terms::default()
    });
    let deal = scene.deal.clone();
    let check = deal.check_triggers();
    let tripped = |scene: &mut Scene<Lite>| {
        let state: Waterfall = read::state(&mut scene.world.engine, &deal.waterfall);
        (state.tripped, state.holds_since)
    };
    let (low, high) = (SENIOR - 1, SENIOR);
    scene.world.go(&[deal.report_pool(low), check.clone()]);
    assert_eq!(tripped(&mut scene), (1, 0));
    let healed = scene.world.engine.now();
    scene.world.go(&[deal.report_pool(high), check.clone()]);
    assert_eq!(tripped(&mut scene), (1, healed));
    // A distribution of the same day is accelerated still.
    let record = scene.post(ONE, false);
    assert_eq!((record.mode, record.tiers[2]), (2, ONE));
    scene.world.pass(DAY - 1);
    scene.world.go(std::slice::from_ref(&check));
    assert_eq!(tripped(&mut scene), (1, healed));
    // It fails again for a moment: the day begins anew.
    let lower = deal.report_pool(SENIOR * 9 / 10);
    scene
        .world
        .go(&[lower, check.clone(), deal.report_pool(high), check.clone()]);
    let healed = scene.world.engine.now();
    assert_eq!(tripped(&mut scene), (1, healed));
    scene.world.pass(DAY);
    scene.world.go(&[check]);
    assert_eq!(tripped(&mut scene), (0, 0));
    let record = scene.post(ONE, false);
    assert_ne!(record.mode, 2);
    audit::check(&mut scene.world);
}
