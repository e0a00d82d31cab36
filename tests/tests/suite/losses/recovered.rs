//! What comes back of a loss obeys seniority: the loser is written up, and the cash is the most senior's.

use super::{JUNIOR, ONE, SENIOR, Scene};
use crate::{on_both_engines, payouts::source};
use securities::cash::{
    distribution::post_distribution::DistributionArgs, waterfall::set_mode::ModeChange,
};
use securities_tests::{engine::Engine, lite::Lite, world::World};

on_both_engines! {
    a_recovery_pays_the_senior_and_writes_the_junior_up => recovers;
}

/// Once while all goes well, and once accelerated.
fn recovers<E: Engine>() -> World<E> {
    let mut last = None;
    for accelerated in [false, true] {
        let mut scene = Scene::<E>::plain();
        let deal = scene.deal.clone();
        scene.lose(JUNIOR, 1);
        assert_eq!(scene.tranche(1).status, 1);
        if accelerated {
            let set = deal.set_mode(&deal.arbitrator, ModeChange::Accelerate);
            scene.world.go(&[set]);
        }
        let record = scene.post(JUNIOR, true);
        assert_eq!(record.kind, 1);
        assert_eq!(record.written_up[..2], [0, JUNIOR]);
        assert_eq!(record.tiers[..5], [0, 0, JUNIOR, 0, 0]);
        assert_eq!(
            scene.standing(),
            [(SENIOR - JUNIOR, 0), (JUNIOR, 0)],
            "the junior is written up"
        );
        assert_eq!((scene.credited(0), scene.credited(1)), (JUNIOR, 0));
        assert_eq!(scene.tranche(1).status, 0, "open again");
        last = Some(scene.world);
    }
    last.expect("two")
}

#[test]
fn a_recovery_writes_up_the_senior_first_and_what_is_more_is_income() {
    let mut scene = Scene::<Lite>::plain();
    scene.lose(JUNIOR + 50_000 * ONE, 1);
    let record = scene.post(70_000 * ONE, true);
    assert_eq!(record.written_up[..2], [50_000 * ONE, 20_000 * ONE]);
    assert_eq!(record.tiers[2], 70_000 * ONE);
    assert_eq!(
        scene.standing(),
        [(SENIOR - 70_000 * ONE, 0), (20_000 * ONE, 80_000 * ONE)]
    );
    // 80,000 are principal; 30,000 more than all losses are income, of which the junior's capital has its part.
    let record = scene.post(110_000 * ONE, true);
    assert_eq!(record.written_up[..2], [0, 80_000 * ONE]);
    assert_eq!(
        record.tiers[..5],
        [0, 0, 80_000 * ONE, 30_000 * ONE, 0],
        "bullet: nothing else is due to the senior"
    );
    assert_eq!(
        scene.standing(),
        [(SENIOR - 150_000 * ONE, 0), (70_000 * ONE, 0)]
    );
    // Without losses a recovery is income.
    let record = scene.post(ONE, true);
    assert_eq!(record.written_up, [0; 8]);
    assert_eq!(record.tiers[2], 0);
}

#[test]
fn only_the_servicer_says_that_money_is_a_recovery() {
    let mut scene = Scene::<Lite>::plain();
    let deal = scene.deal.clone();
    scene.lose(ONE, 1);
    let stranger = scene.world.investor("stranger", ONE);
    let recovery = DistributionArgs {
        recovery: true,
        ..source(5, ONE)
    };
    for payer in [stranger, deal.sponsor, deal.arbitrator] {
        let post = deal.post_distribution(&payer, 0, recovery.clone());
        assert_eq!(scene.world.refused(&[post]), "NotServicer");
    }
}
