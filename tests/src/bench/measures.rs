//! Exceptional measures, and payments that wait.

use super::instructions::{Bench, month};
use crate::{
    deal::{self, Deal},
    engine::Engine,
    ix::measure::ALL,
    offering::Offering,
    world::DAY,
};
use securities::{
    cash::distribution::post_distribution::DistributionArgs, measure::state::MeasureKind,
    tranche::blocks::ALL_SHARES,
};

const STAKE: u64 = 1_000_000_000;

/// Measures each kind from its announcement on, and a payment that is sent back and one that runs.
pub(super) fn measure(bench: &mut Bench<'_>) {
    let deal = Deal {
        measures: ALL,
        ..Deal::plan(&mut bench.world, "measured sponsor", 1)
    };
    let classes = vec![deal::junior(0)];
    let tiers = deal::tiers_of(&classes);
    let deal = deal.create(&mut bench.world, classes, tiers);
    let [ann, bob, cid] = ["measured ann", "measured bob", "measured cid"]
        .map(|name| bench.world.investor(name, STAKE));
    let book = Offering::standard(&mut bench.world, &deal, 0, "measured line");
    book.sell(&mut bench.world, &deal, &[(ann, STAKE), (bob, STAKE)]);
    let payer = bench.world.payer;
    bench.world.go(&deal.welcome(0, &payer, &cid));

    let until = bench.world.engine.now() + 100 * DAY;
    let block = MeasureKind::Block {
        shares: ALL_SHARES,
        until,
    };
    let order = MeasureKind::CourtOrder {
        to: cid,
        shares: STAKE / 2,
    };
    let announce =
        |number, owner, kind| deal.announce_measure(number, (0, Some(owner)), &payer, kind);
    bench.run(
        "`announce_measure`, a block",
        None,
        &announce(0, &cid, block),
    );
    bench.run(
        "`cancel_measure`",
        None,
        &deal.cancel_measure(0, (0, Some(&cid)), &deal.arbitrator),
    );
    bench.run("`close_measure`", None, &deal.close_measure(0, &payer));
    bench.world.go(&[announce(1, &cid, block)]);
    bench.world.pass(7 * DAY);
    bench.run(
        "`take_measure`, a block",
        None,
        &deal.take_measure(1, (0, Some(&cid))),
    );
    bench
        .world
        .go(&[deal.cancel_measure(1, (0, Some(&cid)), &deal.arbitrator)]);
    let recovery = MeasureKind::Recovery { to: cid };
    bench
        .world
        .go(&[announce(2, &ann, order), announce(3, &bob, recovery)]);
    bench.world.pass(30 * DAY);
    for (number, from, what) in [
        (2, &ann, "`reassign_shares`, a court order"),
        (3, &bob, "`reassign_shares`, a recovery"),
    ] {
        bench.run(what, None, &deal.reassign_shares(number, (0, from), &cid));
    }

    let servicer = bench.world.investor("measured servicer", 3 * STAKE);
    for nonce in 0..2 {
        let args = DistributionArgs {
            wait: true,
            ..month(bench.world.engine.now(), STAKE)
        };
        let post = deal.post_distribution(&servicer, nonce, args);
        if nonce == 0 {
            bench.run("`post_distribution` that waits", None, &post);
            let to = deal.cash(&servicer);
            bench.run(
                "`correct_distribution`",
                None,
                &deal.correct_distribution(&servicer, 0, &to),
            );
        } else {
            bench.world.go(&[post]);
        }
    }
    bench.world.pass(2 * DAY);
    bench.run(
        "`carry_out_distribution`, 1 tranche, 1 tier",
        None,
        &deal.carry_out_distribution(&servicer, 1),
    );
}
