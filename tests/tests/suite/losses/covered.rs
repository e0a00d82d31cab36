//! What a recovery gives covers.

use super::{COVER, JUNIOR, ONE, SENIOR, Scene, Terms};
use securities_tests::{lite::Lite, world::DAY};

#[test]
fn a_cover_is_filled_from_a_recovery_behind_what_the_senior_is_due() {
    let mut scene = Scene::<Lite>::new(Terms {
        cover: Some(0),
        ..Terms::default()
    });
    scene.lose(30_000 * ONE, 1);
    assert_eq!(scene.standing()[2], (COVER - 30_000 * ONE, 30_000 * ONE));
    assert_eq!(scene.standing()[0].0, SENIOR - 30_000 * ONE);
    // Nothing is due on the day: all goes to the cover.
    let record = scene.post(12_000 * ONE, true);
    assert_eq!(record.made_good[2], 12_000 * ONE);
    assert_eq!(record.written_up, [0; 8]);
    // A year later interest comes first.
    scene.world.pass(365 * DAY);
    scene.post(ONE, false);
    let senior = scene.tranche(0);
    let due = senior.interest_due + senior.arrears;
    let record = scene.post(due + 3_000 * ONE, true);
    assert_eq!(
        (record.made_good[2], record.tiers[0] + record.tiers[1]),
        // 18,000 of it stand for the cover, and all of those go to interest.
        (0, due)
    );
    assert_eq!(record.tiers[3], 3_000 * ONE, "income, which makes it good");
    assert_eq!(scene.standing()[2], (COVER - 15_000 * ONE, 15_000 * ONE));
    assert_eq!(scene.standing()[1], (JUNIOR, 0));
}
