//! What is counted: the pool and what the books bring, assets that have fallen, and as many classes and tests as there may be.

use super::{buy, classes, standard, tested};
use crate::groups::{GROUP, JUNIOR, ONE, Pair, SENIOR, planned};
use securities::{
    book::phase::Phase,
    cash::waterfall::terms::{TestTerms, TierTerms, TriggerTerms},
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    terms::Asset,
    token,
    world::{DAY, Money, World},
};

/// Collateral of 1.25 for each of debt, by a trigger or a tier.
fn collateral(is_tier: bool) -> Pair<Lite> {
    let (min_bps, max_age) = (12_500, 3);
    if !is_tier {
        return standard(&[TestTerms::Collateral {
            rank: 0,
            min_bps,
            max_age,
        }]);
    }
    let mut tiers = deal::tiers_of(&classes());
    let test = TierTerms::CollateralTest {
        rank: 0,
        min_bps,
        max_age,
        traps: false,
    };
    tiers.insert(2, test);
    tested(classes(), &[], tiers)
}

/// What the group brings counts with the pool, and a report that is too old counts for nothing.
#[test]
fn tests_of_collateral_count_the_pool_and_what_the_group_brings() {
    for is_tier in [false, true] {
        let mut pair = collateral(is_tier);
        pair.sell_senior();
        buy(&mut pair, "ben", 1, 180 * ONE);
        pair.end_offers();
        // 980 of money, and 19 of pool, for 800; 20 are enough.
        assert_eq!(pair.both_refused(), "CollateralShort");
        let report = pair.deal.report_pool(19 * ONE);
        pair.world.go(&[report]);
        assert_eq!(pair.both_refused(), "CollateralShort");
        let signed = pair
            .deal
            .report_pool_with(Some(pair.deal.arbitrator), 20 * ONE);
        pair.world.go(std::slice::from_ref(&signed));
        pair.world.pass(3 * DAY + 1);
        assert_eq!(
            pair.both_refused(),
            "CollateralShort",
            "reported too long ago"
        );
        pair.world.go(&[signed]);
        pair.lock();
        assert_eq!(pair.phases(), [Phase::Settling; 2]);
        audit::check(&mut pair.world);
    }
}

/// Money alone is enough while there is no pool yet: of 1,000 for 800.
#[test]
fn a_deal_without_a_pool_yet_is_covered_by_its_money() {
    for is_tier in [false, true] {
        let mut pair = collateral(is_tier);
        pair.sell_senior();
        buy(&mut pair, "ben", 1, JUNIOR - ONE);
        pair.end_offers();
        assert_eq!(pair.both_refused(), "CollateralShort");
        buy(&mut pair, "cid", 1, ONE);
        pair.lock();
        assert_eq!(pair.phases(), [Phase::Settling; 2]);
    }
}

/// What pays for the capital behind counts for what it is worth at the lock: settlement takes no more of it.
#[test]
fn an_asset_that_has_fallen_counts_for_what_it_is_worth() {
    let mut world = World::<Lite>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.triggers = vec![TriggerTerms {
        test: super::FIFTH,
        cure_days: 30,
        consequences: 1,
    }];
    let deal = deal.create(&mut world, classes(), deal::tiers_of(&classes()));
    let mint = world.new_mint("asset", &token::CLASSIC, &[], |_| Vec::new());
    world.go(&[deal.create_rate(&mint, 500), deal.report_rate(&mint, 2, 1)]);
    let opens = world.engine.now() + DAY;
    let mut pair = Pair::of(world, deal, |_, book| {
        book.args.group_requires_tests = true;
        book.args.minimum = 100 * ONE;
        if book.rank == 1 {
            book.args.cap = JUNIOR + 100 * ONE;
        }
        (book.args.opens_at, book.args.offer_ends) = (opens, opens + 3 * DAY);
    });
    let asset = Asset::par(&pair.deal, &pair.junior.book, &mint, &token::CLASSIC)
        .reported(&pair.deal, 30 * DAY);
    let mut junior = pair.junior.clone();
    junior.add_asset(&mut pair.world, &pair.deal, asset);
    pair.junior = junior.clone();
    pair.world.engine.set_now(opens);
    pair.sell_senior();
    buy(&mut pair, "ben", 1, 150 * ONE);
    let cid = pair.world.investor("cid", 10 * ONE);
    pair.world.give_of((&mint, &token::CLASSIC), &cid, 25 * ONE);
    // 25 units, of two each when they come in: a fifth of all, which they are no more at 1.90.
    junior.deposit_asset(&mut pair.world, &pair.deal, &cid, (1, 25 * ONE));
    pair.world.pass(DAY);
    let fall = pair.deal.report_rate(&mint, 19, 10);
    pair.world.go(&[fall]);
    let ends = junior.state(&mut pair.world).offer_ends;
    pair.world
        .engine
        .set_now(ends.max(pair.senior.args.offer_ends));
    assert_eq!(pair.both_refused(), "SubordinationShort");
    junior.deposit(&mut pair.world, &pair.deal, &cid, 3 * ONE);
    pair.lock();
    let (deal, senior) = (pair.deal.clone(), pair.senior.clone());
    senior.settle(&mut pair.world, &deal, 0);
    for id in 0..3 {
        junior.settle(&mut pair.world, &deal, id);
    }
    for book in [&senior, &junior] {
        book.release(&mut pair.world, &deal);
    }
    pair.world.go(&[
        deal.close_escrow(&junior, 1),
        deal.close_book(&junior),
        deal.close_book(&senior),
    ]);
    let principal = |rank: u8, world: &mut World<Lite>| {
        let class: Tranche = read::state(&mut world.engine, &deal.class(rank).tranche);
        class.principal().expect("sums")
    };
    let [ahead, behind] = [0, 1].map(|rank| principal(rank, &mut pair.world));
    assert_eq!((ahead, behind), (SENIOR, 150 * ONE + 47_500_000 + 3 * ONE));
    audit::check(&mut pair.world);
}

/// The most books that a group may have, in one transaction without a lookup table, and with as many tests as there may be.
#[test]
fn a_group_of_eight_books_is_tested_in_one_transaction() {
    let mut world = World::<Lite>::new(Money::Classic);
    let mut classes: Vec<_> = (0..7).map(deal::senior).collect();
    classes.push(TrancheArgs {
        par: ONE,
        ..deal::junior(7)
    });
    let tiers = deal::tiers_of(&classes);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.triggers = (3..7)
        .map(|rank| TriggerTerms {
            test: TestTerms::Subordination {
                rank,
                min_bps: 1_250,
            },
            cure_days: 30,
            consequences: 1,
        })
        .collect();
    let deal = deal.create(&mut world, classes, tiers);
    let ana = world.investor("ana", 80 * ONE);
    let mut books = Vec::new();
    for rank in 0..8 {
        let mut book = planned(&mut world, &deal, rank, 10 * ONE);
        book.args.group_size = 8;
        book.args.group_requires_tests = true;
        book.open(&mut world, &deal, 16);
        books.push(book);
    }
    for book in &books {
        book.deposit(&mut world, &deal, &ana, 10 * ONE);
    }
    world.engine.set_now(books[0].args.deadline);
    let all: Vec<&Offering> = books.iter().collect();
    let payer = world.payer;
    let outcome = world.go(&[deal.lock_group(GROUP, &all, &payer)]);
    assert!(
        outcome.units < 200_000,
        "as many units as a call has unless it asks for more: {}",
        outcome.units
    );
    audit::check(&mut world);
}
