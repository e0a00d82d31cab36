//! A write-off is not a repayment: what was written off of a debt comes before all that juniors have.

use super::{COVER, JUNIOR, ONE, SENIOR, Scene, Terms};
use crate::on_both_engines;
use securities_tests::{engine::Engine, lite::Lite, world::World};

on_both_engines! {
    reserve_and_income_go_to_the_senior_whose_principal_is_all_written_off => all_lost;
}

fn all_lost<E: Engine>() -> World<E> {
    let reserve = 10_000 * ONE;
    let mut scene = Scene::<E>::new(Terms {
        reserve,
        ..Terms::default()
    });
    scene.post(reserve, false);
    assert_eq!(scene.security().vault().reserve, reserve);
    scene.lose(SENIOR + JUNIOR, 1);
    assert_eq!(scene.standing(), [(0, SENIOR), (0, JUNIOR)]);
    assert_eq!(scene.security().vault().reserve, reserve, "it stays");
    let (senior, junior) = (scene.credited(0), scene.credited(1));
    let record = scene.post(1_000 * ONE, false);
    assert_eq!(record.made_good[..2], [11_000 * ONE, 0]);
    assert_eq!(record.tiers[..6], [0; 6]);
    assert_eq!(scene.credited(0) - senior, 11_000 * ONE);
    assert_eq!(scene.credited(1), junior, "nothing to the junior");
    assert_eq!(scene.security().vault().reserve, 0);

    // All the rest of it, and only then the reserve and the junior, whose own loss income does not make good.
    let more = SENIOR - 11_000 * ONE + 25_000 * ONE;
    let record = scene.post(more, false);
    assert_eq!(record.made_good[0], SENIOR - 11_000 * ONE);
    assert_eq!(record.tiers[..6], [0, 0, 0, reserve, 0, 15_000 * ONE]);
    assert_eq!(scene.standing(), [(0, 0), (0, JUNIOR)]);
    assert_eq!(scene.tranche(0).status, 0, "repaid, not wiped");
    // Repaid in cash, the debt needs no reserve any more.
    let record = scene.post(ONE, false);
    assert_eq!(record.tiers[5], reserve + ONE);
    scene.world
}

/// A part of the debt is written off: income goes its way while the rest is outstanding, and back to it after.
#[test]
fn what_is_written_off_waits_until_all_else_of_the_debt_is_paid() {
    let reserve = 10_000 * ONE;
    let mut scene = Scene::<Lite>::new(Terms {
        reserve,
        ..Terms::default()
    });
    scene.lose(JUNIOR + 300_000 * ONE, 1);
    let record = scene.post(15_000 * ONE, false);
    assert_eq!(record.tiers[..6], [0, 0, 0, reserve, 0, 5_000 * ONE]);
    let maturity = scene.tranche(0).maturity;
    scene.world.engine.set_now(maturity);
    scene.post(ONE, false);
    let senior = scene.tranche(0);
    let owed = senior.interest_due + senior.arrears + senior.principal().unwrap();
    assert_eq!(scene.security().vault().reserve, 0, "interest has used it");
    let record = scene.post(owed + 100_000 * ONE, false);
    assert_eq!(record.made_good[0], 100_000 * ONE);
    assert_eq!(record.tiers[3..6], [0; 3]);
    assert_eq!(scene.standing()[0], (0, 200_000 * ONE));
}

#[test]
fn a_cover_stays_until_no_recovery_can_come_any_more() {
    let cap = 20_000 * ONE;
    let mut scene = Scene::<Lite>::new(Terms {
        cover: Some(cap),
        ..Terms::default()
    });
    scene.lose(SENIOR + JUNIOR, 1);
    // It has paid its cap for the loss, of which 80,000 and the junior's 100,000 are in what is written off.
    assert_eq!(
        scene.standing(),
        [(0, SENIOR - cap), (0, JUNIOR), (COVER - cap, cap)]
    );
    let record = scene.post(1_000 * ONE, false);
    assert_eq!(record.made_good[0], 1_000 * ONE);
    assert_eq!(scene.security().vault().cover, COVER - cap, "it stays");
    assert_eq!(scene.credited(2), 0);
    // From the day of the maturity on it goes back, as its cap says.
    let maturity = scene.tranche(0).maturity;
    scene
        .world
        .engine
        .set_now(maturity - securities_tests::world::DAY);
    scene.post(1_000 * ONE, false);
    assert_eq!(scene.security().vault().cover, COVER - cap);
    scene.world.engine.set_now(maturity);
    scene.post(1_000 * ONE, false);
    assert_eq!(scene.security().vault().cover, 0);
    assert_eq!(scene.credited(2), COVER - cap);
}

#[test]
fn a_cover_that_was_filled_again_pays_what_it_could_not_pay_before() {
    let mut scene = Scene::<Lite>::new(Terms {
        cover: Some(0),
        ..Terms::default()
    });
    // The cover and the junior are used up, and 30,000 are the senior's.
    scene.lose(COVER + JUNIOR + 30_000 * ONE, 1);
    assert_eq!(
        scene.standing(),
        [
            (SENIOR - COVER - 30_000 * ONE, 30_000 * ONE),
            (0, JUNIOR),
            (0, COVER)
        ]
    );
    assert_eq!(scene.tranche(2).short, 30_000 * ONE);
    // Income fills 20,000 of it again.
    let record = scene.post(20_000 * ONE, false);
    assert_eq!(record.tiers[3], 20_000 * ONE);
    let maturity = scene.tranche(0).maturity;
    scene.world.engine.set_now(maturity);
    scene.post(ONE, false);
    let senior = scene.tranche(0);
    let owed = senior.interest_due + senior.arrears + senior.principal().unwrap();
    let before = scene.credited(0);
    scene.post(owed, false);
    assert_eq!(
        scene.credited(0) - before,
        owed + 20_000 * ONE,
        "all of the cover"
    );
    assert_eq!(scene.standing()[0], (0, 10_000 * ONE));
    assert_eq!(scene.security().vault().cover, 0);
    assert_eq!(scene.credited(2), 0);
}
