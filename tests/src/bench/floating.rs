//! A reference rate, and the fixing of a class that follows it.

use super::instructions::Bench;
use crate::{
    address,
    deal::{self, Deal},
    engine::Engine,
    ix::reference,
    offering::Offering,
    world::DAY,
};
use securities::{
    rate::reference::ReferenceRateArgs, structure::create_tranche::TrancheArgs,
    tranche::terms::FloatingTerms,
};

const TICKET: u64 = 1_000_000_000;

/// Measures them.
pub(super) fn measure(bench: &mut Bench<'_>) {
    let reporter = bench.world.person("administrator");
    let name = reference::name("SOFR 3M");
    let args = ReferenceRateArgs {
        name,
        rate_ppm: 50_000,
        daily_ppm: 1_000,
        max_age_days: 366,
    };
    let begin = bench.world.engine.now();
    bench.run(
        "`create_reference_rate`",
        None,
        &reference::create(&reporter, args),
    );
    bench.run(
        "`report_reference_rate`",
        None,
        &reference::report(&reporter, "SOFR 3M", 50_500),
    );
    let senior = TrancheArgs {
        period_months: 3,
        first_due: begin + 100 * DAY,
        maturity: begin + 800 * DAY,
        floating: Some(FloatingTerms {
            reference: address::reference(&reporter, &name),
            margin_ppm: 35_000,
            fixing_days: 31,
            ..FloatingTerms::default()
        }),
        ..deal::senior(0)
    };
    let classes = vec![senior, deal::junior(1)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut bench.world, "floating sponsor", 1, classes, tiers);
    let owner = bench.world.investor("floating owner", TICKET);
    let book = Offering::standard_with(&mut bench.world, &deal, 0, "floating line", |args| {
        (args.minimum, args.cap, args.min_ticket) = (TICKET, TICKET, TICKET);
    });
    book.sell(&mut bench.world, &deal, &[(owner, TICKET)]);
    bench.world.engine.set_now(begin + 90 * DAY);
    bench.run("`fix_rate`", None, &deal.fix_rate(0));
}
