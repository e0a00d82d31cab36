//! What reference rates may be, and how far a report may move one.

use super::*;

fn state(world: &mut World<Lite>, reporter: &Pubkey) -> ReferenceRate {
    read::state(
        &mut world.engine,
        &address::reference(reporter, &reference::name(NAME)),
    )
}

#[test]
fn a_reference_rate_that_cannot_be_is_refused() {
    let mut world = World::<Lite>::new(Money::Classic);
    let reporter = world.person("administrator");
    type Edit = fn(&mut ReferenceRateArgs);
    let cases: [(&str, Edit); 7] = [
        ("no name", |args| args.name = [0; 32]),
        ("a name that is no text", |args| args.name[1] = 0xff),
        ("a rate above all", |args| args.rate_ppm = 10_000_001),
        ("a limit above all", |args| args.daily_ppm = 10_000_001),
        ("a limit that is no number", |args| {
            args.daily_ppm = u32::MAX
        }),
        ("reports that never count", |args| args.max_age_days = 0),
        ("reports that count too long", |args| {
            args.max_age_days = 367
        }),
    ];
    for (what, edit) in cases {
        let mut args = begun(NAME);
        edit(&mut args);
        let create = reference::create(&reporter, args);
        assert_eq!(world.refused(&[create]), "BadReferenceRate", "{what}");
    }
    let create = reference::create(&reporter, begun(NAME));
    world.go(std::slice::from_ref(&create));
    assert_eq!(world.refused(&[create]), "system 0", "twice");
    // Another reporter's of the same name is another.
    let other = world.person("other administrator");
    world.go(&[reference::create(&other, begun(NAME))]);
    let most = ReferenceRateArgs {
        rate_ppm: 10_000_000,
        daily_ppm: 10_000_000,
        max_age_days: 366,
        ..begun("thirty-two bytes: not one more..")
    };
    world.go(&[reference::create(&reporter, most)]);
}

#[test]
fn all_reports_of_a_day_move_it_no_further_than_one_may() {
    let mut world = World::<Lite>::new(Money::Classic);
    let reporter = world.person("administrator");
    world.go(&[reference::create(&reporter, begun(NAME))]);
    let report = |rate| reference::report(&reporter, NAME, rate);
    for rate in [54_001, 51_999, 0] {
        assert_eq!(world.refused(&[report(rate)]), "RateMoved", "{rate}");
    }
    assert_eq!(world.refused(&[report(10_000_001)]), "BadReferenceRate");
    world.go(&[report(54_000)]);
    assert_eq!(
        world.refused(&[report(54_001)]),
        "RateMoved",
        "the day's room"
    );
    // Back across, as far from where the day began.
    world.go(&[report(52_000)]);
    world.pass(DAY);
    assert_eq!(world.refused(&[report(53_001)]), "RateMoved");
    world.go(&[report(53_000)]);
    // Three days without a report leave theirs to the next.
    world.pass(3 * DAY);
    assert_eq!(world.refused(&[report(56_001)]), "RateMoved");
    world.go(&[report(56_000)]);
    let after = state(&mut world, &reporter);
    assert_eq!((after.rate_ppm, after.base_ppm), (56_000, 53_000));
    assert_eq!(after.reported_at, world.engine.now());
    assert_eq!(after.event_sequence, 5);
    // But no more of them than a report counts for, seven: silence gathers no allowance for a leap.
    world.pass(100 * DAY);
    assert_eq!(world.refused(&[report(63_001)]), "RateMoved");
    assert_eq!(world.refused(&[report(48_999)]), "RateMoved");
    world.go(&[report(49_000)]);
}

#[test]
fn a_reference_rate_without_room_never_moves() {
    let mut world = World::<Lite>::new(Money::Classic);
    let reporter = world.person("administrator");
    let still = ReferenceRateArgs {
        daily_ppm: 0,
        ..begun(NAME)
    };
    world.go(&[reference::create(&reporter, still)]);
    world.pass(100 * DAY);
    for rate in [52_999, 53_001] {
        let report = reference::report(&reporter, NAME, rate);
        assert_eq!(world.refused(&[report]), "RateMoved");
    }
    world.go(&[reference::report(&reporter, NAME, 53_000)]);
    assert_eq!(state(&mut world, &reporter).reported_at, world.engine.now());
}
