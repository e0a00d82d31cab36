//! Conversions: of a holder that elects, and of a whole class by a trigger.

use super::instructions::Bench;
use crate::{
    deal::{self, Deal},
    engine::Engine,
    ix::conversion::Pair,
    offering::Offering,
    world::DAY,
};
use securities::{
    cash::waterfall::{
        consequences::ACCELERATES,
        terms::{TestTerms, TriggerTerms},
    },
    conversion::state::{ConversionRule, ConversionTerms, ConvertedBy},
    structure::create_tranche::TrancheArgs,
};

const STAKE: u64 = 1_000_000_000;
/// All shares of a debt that there may be, of three decimals.
const NOTES: u64 = 25_000_000;
/// What the conversion of a class may cost, however many hold it.
const CLASS: u64 = 60_000;
/// What that of one holder may cost.
const HOLDER: u64 = 25_000;

/// Measures both, of a debt that becomes equity at a price.
pub(super) fn measure(bench: &mut Bench<'_>) {
    let maturity = bench.world.engine.now() + 3 * 365 * DAY;
    let debt = |rank| TrancheArgs {
        maturity,
        authorised: NOTES,
        ..deal::senior(rank)
    };
    let classes = vec![debt(0), debt(1), deal::junior(2)];
    let tiers = deal::tiers_of(&classes);
    let world = &mut bench.world;
    let mut deal = Deal::plan(world, "converting sponsor", 1);
    deal.pool_daily_bps = 10_000;
    deal.triggers = vec![TriggerTerms {
        test: TestTerms::Collateral {
            rank: 1,
            min_bps: 10_000,
            max_age: 30,
        },
        cure_days: 5,
        consequences: ACCELERATES,
    }];
    let deal = deal.create(world, classes, tiers);
    let pair = |number| Pair {
        from: 1,
        other: None,
        to: 2,
        number,
    };
    let terms = |number, by| ConversionTerms {
        number,
        by,
        rule: ConversionRule::Price {
            floor: 500_000,
            cap: 2_000_000,
            discount_bps: 2_000,
            with_interest: false,
        },
        opens_at: 0,
        closes_at: i64::MAX,
        // All of them at the floor, of six decimals.
        shares: NOTES.saturating_mul(2_000),
    };
    let elected = deal.create_conversion(&pair(0), terms(0, ConvertedBy::Holders));
    bench.run("`create_conversion`", None, &elected);
    let whole = terms(1, ConvertedBy::Trigger { place: 0 });
    let world = &mut bench.world;
    world.go(&[deal.create_conversion(&pair(1), whole)]);
    let owner = world.investor("converting owner", 3 * STAKE);
    for (rank, line) in [(0, "line c0"), (1, "line c1"), (2, "line c2")] {
        let book = Offering::standard(world, &deal, rank, line);
        book.sell(world, &deal, &[(owner, STAKE)]);
        book.release(world, &deal);
    }
    world.go(&[deal.report_pool(4 * STAKE)]);
    let part = deal.convert_shares(&pair(0), (&owner, true), Some(1_000));
    bench.run("`convert_shares`, as a holder elects", Some(HOLDER), &part);

    let world = &mut bench.world;
    let falls = deal.report_pool_with(Some(deal.arbitrator), STAKE);
    world.go(&[falls, deal.check_triggers()]);
    world.pass(5 * DAY);
    let converts = deal.convert_class(&pair(1));
    bench.run("`convert_class`, of 3 tranches", Some(CLASS), &converts);
    let collects = deal.convert_shares(&pair(1), (&owner, false), None);
    bench.run(
        "`convert_shares`, collected for a holder",
        Some(HOLDER),
        &collects,
    );
    let closes = deal.close_conversion(&pair(1), false);
    bench.run("`close_conversion`", None, &closes);
}
