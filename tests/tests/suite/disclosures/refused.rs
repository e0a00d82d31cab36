//! Calendars and windows that cannot be.

use super::{REPORT, Scene, day, midnight, ranges, rules};
use anchor_lang::prelude::Pubkey;
use securities::{
    disclosure::calendar::{DisclosureCalendar, DisclosureTerms},
    tranche::window::WindowTerms,
};
use securities_tests::{lite::Lite, read, world::BEGIN};

#[test]
fn a_calendar_has_eight_kinds_at_the_most_each_once_with_periods_and_days() {
    let mut scene = Scene::<Lite>::planned();
    let [report, ..] = scene.items()[..] else {
        panic!("there are two")
    };
    let of = |kind| DisclosureTerms { kind, ..report };
    let edge = DisclosureTerms {
        months: 12,
        anchor: u16::MAX,
        due_days: 366,
        ..report
    };
    for (what, items, sound) in [
        ("none", vec![], true),
        ("eight", (0..8).map(of).collect(), true),
        ("the longest", vec![edge], true),
        (
            "the shortest",
            vec![DisclosureTerms {
                months: 1,
                anchor: 0,
                due_days: 1,
                ..report
            }],
            true,
        ),
        ("nine", (0..8).chain([0]).map(of).collect(), false),
        ("one twice", vec![of(2), of(1), of(2)], false),
        ("kind 8", vec![of(8)], false),
        (
            "no months",
            vec![DisclosureTerms {
                months: 0,
                ..report
            }],
            false,
        ),
        (
            "13 months",
            vec![DisclosureTerms {
                months: 13,
                ..report
            }],
            false,
        ),
        (
            "no days",
            vec![DisclosureTerms {
                due_days: 0,
                ..report
            }],
            false,
        ),
        (
            "367 days",
            vec![DisclosureTerms {
                due_days: 367,
                ..report
            }],
            false,
        ),
    ] {
        let set = scene.deal.set_disclosures(items.clone());
        if !sound {
            assert_eq!(scene.world.refused(&[set]), "BadDisclosures", "{what}");
            continue;
        }
        scene.world.go(&[set]);
        let address = scene.deal.calendar();
        let calendar: DisclosureCalendar = read::state(&mut scene.world.engine, &address);
        let kept: Vec<DisclosureTerms> = calendar
            .items()
            .iter()
            .map(|item| DisclosureTerms {
                kind: item.kind,
                months: item.months,
                anchor: item.anchor,
                due_days: item.due_days,
                attestor: item.attestor,
            })
            .collect();
        assert_eq!(kept, items, "{what}: it replaces all that was there");
    }
}

#[test]
fn an_attestor_is_somebody_who_can_sign() {
    let mut scene = Scene::<Lite>::planned();
    let vault = scene.deal.vault;
    for attestor in [securities::ID, scene.deal.security, scene.deal.mint, vault] {
        let [report, ..] = scene.items()[..] else {
            panic!("there are two")
        };
        let set = scene
            .deal
            .set_disclosures(vec![DisclosureTerms { attestor, ..report }]);
        assert_eq!(scene.world.refused(&[set]), "KeyRefused");
    }
}

#[test]
fn windows_that_cannot_be_are_refused_when_they_are_set() {
    let mut scene = Scene::<Lite>::planned();
    let periodic = |months, days| WindowTerms::Periodic {
        months,
        anchor: day(2026, 4, 15),
        days,
    };
    let (today, many) = (
        day(2026, 1, 1),
        (0..9).map(|at| (30_000 + 2 * at, 30_001 + 2 * at)),
    );
    assert_eq!(midnight(today) + 43_200, BEGIN, "noon");
    let nine: Vec<(u16, u16)> = many.collect();
    for (what, window, needs, sound) in [
        ("27 days a month", periodic(1, 27), &[][..], true),
        ("28 days a month", periodic(1, 28), &[], false),
        ("88 days a quarter", periodic(3, 88), &[], true),
        ("89 days a quarter", periodic(3, 89), &[], false),
        ("364 days a year", periodic(12, 364), &[], true),
        ("365 days a year", periodic(12, 365), &[], false),
        ("no days", periodic(3, 0), &[], false),
        ("no months", periodic(0, 1), &[], false),
        ("13 months", periodic(13, 1), &[], false),
        ("eight ranges", ranges(&nine[..8]), &[], true),
        ("nine", ranges(&nine), &[], false),
        ("no ranges", ranges(&[]), &[], false),
        ("an empty one", ranges(&[(30_000, 30_000)]), &[], false),
        (
            "one that is turned round",
            ranges(&[(30_001, 30_000)]),
            &[],
            false,
        ),
        ("zeros", ranges(&[(0, 0)]), &[], false),
        (
            "zeros at the end",
            ranges(&[(30_000, 30_001), (0, 0)]),
            &[],
            false,
        ),
        (
            "touching ones",
            ranges(&[(30_000, 30_005), (30_005, 30_006)]),
            &[],
            false,
        ),
        (
            "overlapping ones",
            ranges(&[(30_000, 30_005), (30_004, 30_006)]),
            &[],
            false,
        ),
        (
            "unordered ones",
            ranges(&[(30_010, 30_015), (30_000, 30_005)]),
            &[],
            false,
        ),
        (
            "one until tonight",
            ranges(&[(today, today + 1)]),
            &[],
            true,
        ),
        (
            "one until last night",
            ranges(&[(today - 5, today)]),
            &[],
            false,
        ),
        ("one that needs something", periodic(3, 10), &[7], true),
        (
            "always, needing something",
            WindowTerms::Always,
            &[REPORT],
            false,
        ),
        (
            "never, needing something",
            WindowTerms::Never,
            &[REPORT],
            false,
        ),
    ] {
        let set = scene.deal.set_transfer_rules(1, rules(window, needs));
        match scene.world.send(&[set]) {
            Ok(_) => assert!(sound, "{what} went through"),
            Err(failure) => {
                assert!(!sound, "{what} was refused");
                assert_eq!(failure.name(), "BadTransferRules", "{what}");
            }
        }
    }
}

#[test]
fn a_calendar_is_of_its_security_and_set_by_its_sponsor() {
    let mut scene = Scene::<Lite>::planned();
    let stranger = scene.world.person("stranger");
    let mut set = scene.deal.set_disclosures(vec![]);
    set.accounts[0].pubkey = stranger;
    assert_eq!(scene.world.refused(&[set]), "NotSponsor");
    let mut set = scene.deal.set_disclosures(vec![]);
    set.accounts[2].pubkey = scene.deal.class(1).tranche;
    assert_eq!(scene.world.refused(&[set]), "ConstraintSeeds");
    let mut post = scene.deal.post_disclosure(&scene.deal.sponsor, (3, 0));
    post.accounts[3].pubkey = Pubkey::new_from_array([3; 32]);
    assert_eq!(scene.world.refused(&[post]), "ConstraintSeeds");
}
