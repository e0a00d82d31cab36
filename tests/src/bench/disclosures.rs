//! Disclosures and exchange windows.

use super::instructions::Bench;
use crate::{
    deal::{self, Deal},
    engine::Engine,
    ix::disclosure::URI,
    world::DAY,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    disclosure::calendar::DisclosureTerms,
    tranche::{rules::TransferRulesTerms, window::WindowTerms},
};

/// Measures them: a period ends today, its disclosures are posted tomorrow, and a window begins the day after.
pub(super) fn measure(bench: &mut Bench<'_>) {
    let today = bench.world.engine.now() / DAY;
    let day = |later: i64| u16::try_from(today + later).expect("a day of this century");
    let classes = vec![deal::junior(0), deal::junior(1)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut bench.world, "telling sponsor", 1, classes, tiers);
    let items = (0..8).map(|kind| DisclosureTerms {
        kind,
        months: 1,
        anchor: day(0),
        due_days: 1,
        attestor: Pubkey::default(),
    });
    bench.run(
        "`set_disclosures`, 8 kinds",
        None,
        &deal.set_disclosures(items.collect()),
    );
    for (rank, needs) in [(0, 0), (1, u8::MAX)] {
        let rules = TransferRulesTerms {
            window: WindowTerms::Periodic {
                months: 1,
                anchor: day(2),
                days: 10,
            },
            needs,
            ..TransferRulesTerms::default()
        };
        bench.world.go(&[deal.set_transfer_rules(rank, rules)]);
    }
    bench.world.pass(DAY);
    let needed: Vec<(u8, u32)> = (0..8).map(|kind| (kind, 0)).collect();
    for of in &needed {
        let post = deal.post_disclosure(&deal.sponsor, *of);
        if of.0 == 0 {
            bench.run("`post_disclosure`", None, &post);
        } else {
            bench.world.go(&[post]);
        }
    }
    bench.run("`post_notice`", None, &deal.post_notice(0, URI));
    bench.world.pass(DAY);
    bench.run(
        "`open_window`, needing nothing",
        None,
        &deal.open_window_without(0, None),
    );
    bench.run(
        "`open_window`, needing 8 disclosures",
        None,
        &deal.open_window(1, &needed),
    );
}
