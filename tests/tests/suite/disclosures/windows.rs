//! When windows open and end, whoever opens them.

use super::{Scene, day, midnight, quarterly, ranges};
use crate::on_both_engines;
use securities::{events::WindowOpened, tranche::window::WindowTerms};
use securities_tests::{
    audit,
    engine::Engine,
    events,
    lite::Lite,
    world::{DAY, World},
};

on_both_engines! {
    a_window_opens_on_its_first_second_and_ends_with_its_last => course;
}

fn course<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(quarterly());
    let closed = Some("WindowClosed".to_owned());
    let (first, until) = (midnight(day(2026, 4, 15)), midnight(day(2026, 4, 25)));
    scene.at(first - 1);
    assert_eq!(scene.not_opened(&[]), "NoWindow");
    scene.at(first);
    assert_eq!(scene.exchange(), closed, "nobody has opened it");
    let done = scene.open_window(&[]);
    let event = &events::of::<WindowOpened>(&done)[0];
    assert_eq!(
        (event.security, event.tranche, event.until),
        (scene.deal.security, scene.deal.class(1).tranche, until)
    );
    assert_eq!(scene.exchange(), None);
    scene.at(until - 1);
    assert_eq!(scene.exchange(), None);
    scene.at(until);
    assert_eq!(scene.exchange(), closed);
    assert_eq!(scene.not_opened(&[]), "NoWindow");

    // The next one opens on its last day too.
    scene.at(midnight(day(2026, 7, 25)) - 1);
    scene.open_window(&[]);
    assert_eq!(scene.open_until(), midnight(day(2026, 7, 25)));
    assert_eq!(scene.exchange(), None);
    scene.world.pass(1);
    assert_eq!(scene.exchange(), closed);
    audit::check(&mut scene.world);
    scene.world
}

#[test]
fn opened_twice_it_is_opened_once() {
    let mut scene = Scene::<Lite>::open(quarterly());
    scene.at(midnight(day(2026, 4, 20)));
    let done = scene.open_window(&[]);
    assert_eq!(events::of::<WindowOpened>(&done).len(), 1);
    let before = scene.world.program_accounts();
    scene.world.pass(DAY);
    let done = scene.open_window(&[]);
    assert!(events::headers(&done).is_empty(), "nothing happened");
    assert!(scene.world.program_accounts() == before);
}

#[test]
fn in_a_month_without_the_day_the_window_opens_on_the_last() {
    let mut scene = Scene::<Lite>::open(WindowTerms::Periodic {
        months: 1,
        anchor: day(2026, 1, 31),
        days: 2,
    });
    for (first, until) in [
        (day(2026, 1, 31), day(2026, 2, 2)),
        (day(2026, 2, 28), day(2026, 3, 2)),
        (day(2026, 3, 31), day(2026, 4, 2)),
        (day(2026, 4, 30), day(2026, 5, 2)),
        (day(2028, 2, 29), day(2028, 3, 2)),
    ] {
        scene.at(midnight(first) - 1);
        assert_eq!(scene.not_opened(&[]), "NoWindow", "the day before {first}");
        scene.at(midnight(first));
        scene.open_window(&[]);
        assert_eq!(scene.open_until(), midnight(until));
    }
}

#[test]
fn before_the_first_window_there_is_none() {
    let mut scene = Scene::<Lite>::open(quarterly());
    // Three months before the anchor, where another window would be.
    scene.at(midnight(day(2026, 1, 15)));
    assert_eq!(scene.not_opened(&[]), "NoWindow");
}

#[test]
fn named_ranges_open_each_on_its_days() {
    let mut scene = Scene::<Lite>::open(ranges(&[
        (day(2026, 3, 2), day(2026, 3, 3)),
        (day(2026, 3, 4), day(2026, 3, 31)),
        (day(2027, 1, 1), day(2028, 1, 1)),
    ]));
    for (on, until) in [
        (day(2026, 3, 1), None),
        (day(2026, 3, 2), Some(day(2026, 3, 3))),
        (day(2026, 3, 3), None),
        (day(2026, 3, 4), Some(day(2026, 3, 31))),
        (day(2026, 3, 30), Some(day(2026, 3, 31))),
        (day(2026, 3, 31), None),
        (day(2027, 6, 1), Some(day(2028, 1, 1))),
        (day(2028, 1, 1), None),
    ] {
        scene.at(midnight(on));
        match until {
            Some(until) => {
                scene.open_window(&[]);
                assert_eq!(scene.open_until(), midnight(until));
                assert_eq!(scene.exchange(), None, "on {on}");
            }
            None => {
                assert_eq!(scene.not_opened(&[]), "NoWindow", "on {on}");
                assert_eq!(scene.exchange(), Some("WindowClosed".to_owned()), "on {on}");
            }
        }
    }
}

#[test]
fn without_windows_there_is_nothing_to_open_and_with_never_nothing_opens() {
    let mut scene = Scene::<Lite>::open(WindowTerms::Always);
    assert_eq!(scene.not_opened(&[]), "NoWindow");
    assert_eq!(scene.exchange(), None);
    let mut scene = Scene::<Lite>::open(WindowTerms::Never);
    assert_eq!(scene.not_opened(&[]), "NoWindow");
    assert_eq!(scene.exchange(), Some("WindowClosed".to_owned()));
}
