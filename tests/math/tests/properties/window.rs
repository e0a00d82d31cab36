//! Windows, against a calendar that goes from day to day.

use super::schedule::ANCHORS;
use proptest::prelude::*;
use securities::math::{
    MathError,
    calendar::LAST_DAY,
    schedule::{Grid, NEVER},
    window::{MAX_RANGES, Window, Windows},
};
use securities_math_tests::{
    USUAL, cases,
    naive::{CALENDAR, Civil, grid::walk},
};

/// A day, in seconds.
const ONE_DAY: i64 = 86_400;
/// The first day of 2101.
const END: Civil = (2101, 1, 1);

fn day(civil: Civil) -> u64 {
    CALENDAR.number(civil)
}

fn periodic(anchor: u64, months: u64, days: u64) -> Windows {
    Windows::Periodic {
        grid: Grid { anchor, months },
        days,
    }
}

/// A rule that names some ranges.
fn custom(named: &[(u64, u64)]) -> Windows {
    let mut ranges = [Window::default(); MAX_RANGES];
    for (own, (from, until)) in ranges.iter_mut().zip(named) {
        (own.from, own.until) = (*from, *until);
    }
    Windows::Custom(ranges)
}

/// The shortest period from an anchor in the four years after it.
fn shortest(anchor: u64, months: u64) -> u64 {
    let days = walk(anchor, months, anchor + 4 * 366);
    let lengths = days.windows(2).map(|pair| pair[1] - pair[0]);
    lengths.min().expect("two or more")
}

/// Goes through every day up to 2100 with the windows that begin on some days, each with the days that it has.
fn follows(rule: &Windows, begins: impl IntoIterator<Item = (u64, u64)>) {
    let mut coming = begins.into_iter().peekable();
    let (mut open, mut left) = (None, 0_u64);
    for day in 0..day(END) {
        left = left.saturating_sub(1);
        if let Some((from, days)) = coming.next_if(|(from, _)| *from == day) {
            assert_eq!(left, 0, "day {day}: a window is open still");
            (open, left) = (
                Some(Window {
                    from,
                    until: from + days,
                }),
                days,
            );
        }
        let expected = open.filter(|_| left > 0);
        assert_eq!(rule.at(day), Ok(expected), "{rule:?} at {day}");
        let next = coming.peek().map(|(from, days)| Window {
            from: *from,
            until: from + days,
        });
        assert_eq!(rule.after(day), Ok(next), "{rule:?} after {day}");
    }
}

#[test]
fn windows_of_a_grid_on_every_day_from_1970_to_2100() {
    for anchor in ANCHORS.map(day) {
        for months in 1..=12 {
            // The last window that begins is in the year after, where there is one.
            let begins = walk(anchor, months, day(END) + 366);
            for days in [1, 27 * months] {
                let rule = periodic(anchor, months, days);
                assert!(rule.is_sound(0));
                follows(&rule, begins.iter().map(|from| (*from, days)));
            }
        }
    }
}

#[test]
fn never_is_never_and_always_is_one_window_on_every_day_from_1970_to_2100() {
    let all = Window {
        from: 0,
        until: NEVER,
    };
    for day in 0..day(END) {
        assert_eq!(Windows::Never.at(day), Ok(None));
        assert_eq!(Windows::Never.after(day), Ok(None));
        assert_eq!(Windows::Always.at(day), Ok(Some(all)));
        assert_eq!(Windows::Always.after(day), Ok(None));
        assert!(Windows::Always.is_sound(day) && Windows::Never.is_sound(day));
    }
}

#[test]
fn named_ranges_on_every_day_from_1970_to_2100() {
    let ranges = [
        ((1970, 1, 1), 1),
        ((1970, 1, 3), 30),
        ((2000, 2, 28), 2),
        ((2024, 2, 29), 1),
        ((2026, 12, 31), 366),
        ((2028, 1, 2), 59),
        ((2099, 1, 1), 365),
        ((2100, 12, 31), 2),
    ]
    .map(|(from, days)| (day(from), days));
    for count in 1..=ranges.len() {
        let named = ranges[..count].iter().copied();
        let rule = custom(
            &named
                .clone()
                .map(|(from, days)| (from, from + days))
                .collect::<Vec<_>>(),
        );
        assert!(rule.is_sound(0), "{count} ranges");
        follows(&rule, named);
    }
}

#[test]
fn a_window_is_shorter_than_every_period_and_may_be_as_long_as_that_allows() {
    for months in 1..=12 {
        let anchors = day((1970, 1, 1))..day((1974, 1, 1));
        let least = anchors
            .map(|anchor| shortest(anchor, months))
            .min()
            .unwrap();
        for days in 0..=400 {
            let sound = periodic(day((2026, 1, 31)), months, days).is_sound(0);
            assert_eq!(
                sound,
                (1..least).contains(&days),
                "{days} days, {months} months"
            );
        }
    }
    for months in [0, 13, u64::MAX] {
        assert!(!periodic(0, months, 1).is_sound(0), "{months} months");
    }
}

#[test]
fn named_ranges_are_in_order_apart_not_empty_and_not_over() {
    let full: Vec<_> = (0..8).map(|at| (100 + 10 * at, 105 + 10 * at)).collect();
    for (what, named, today, sound) in [
        ("one", &[(100, 101)][..], 99, true),
        ("eight", &full, 99, true),
        ("a day between", &[(100, 101), (102, 103)], 99, true),
        ("that has begun", &[(100, 102)], 101, true),
        ("on its last day", &[(100, 102)], 101, true),
        ("none", &[], 99, false),
        ("empty", &[(100, 100)], 99, false),
        ("turned round", &[(101, 100)], 99, false),
        ("empty second", &[(100, 101), (105, 105)], 99, false),
        ("touching", &[(100, 101), (101, 103)], 99, false),
        ("overlapping", &[(100, 105), (104, 107)], 99, false),
        ("the same twice", &[(100, 105), (100, 105)], 99, false),
        ("one in another", &[(100, 110), (102, 105)], 99, false),
        ("unordered", &[(110, 111), (100, 101)], 99, false),
        ("over today", &[(100, 102)], 102, false),
        ("the first is over", &[(100, 102), (110, 111)], 103, false),
        (
            "a gap among them",
            &[(100, 101), (0, 0), (110, 111)],
            99,
            false,
        ),
        ("nothing, then one", &[(0, 0), (110, 111)], 99, false),
    ] {
        assert_eq!(custom(named).is_sound(today), sound, "{what}");
    }
}

/// Any rule with windows that is sound.
fn rules() -> impl Strategy<Value = Windows> {
    let on_grid = (0..=u64::from(u16::MAX), 1_u64..=12, 0..u64::MAX)
        .prop_map(|(anchor, months, draw)| periodic(anchor, months, 1 + draw % (28 * months - 1)));
    let parts = prop::collection::vec((1_u64..9_000, 1_u64..400), 1..=MAX_RANGES);
    let named = parts.prop_map(|parts| {
        let ends = parts.iter().scan(0, |ended, (closed, open)| {
            let from = *ended + closed;
            *ended = from + open;
            Some((from, *ended))
        });
        custom(&ends.collect::<Vec<_>>())
    });
    prop_oneof![on_grid, named]
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn a_rule_that_is_sound_has_a_closed_day_between_any_two_windows(rule in rules(), at in 0_u64..70_000) {
        prop_assert!(rule.is_sound(0));
        if let Some(open) = rule.at(at).unwrap() {
            prop_assert!(open.contains(at));
            prop_assert_eq!(rule.at(open.from), Ok(Some(open)), "on its first day");
            prop_assert_eq!(rule.at(open.until - 1), Ok(Some(open)), "on its last");
            prop_assert_eq!(rule.at(open.until), Ok(None), "on the day after");
            prop_assert!(open.from == 0 || rule.at(open.from - 1).unwrap().is_none(), "on the day before");
        }
        if let Some(next) = rule.after(at).unwrap() {
            prop_assert!(next.from > at && next.from < next.until);
            prop_assert_eq!(rule.at(next.from), Ok(Some(next)));
        }
    }
}

/// The longest time at a stretch outside windows, between two seconds.
fn longest_outside(rule: &Windows, from: i64, until: i64) -> i64 {
    let (mut longest, mut since) = (0, None);
    let mut second = from;
    while second < until {
        let day = u64::try_from(second / ONE_DAY).expect("after 1970");
        let next = ((second / ONE_DAY + 1) * ONE_DAY).min(until);
        if rule.at(day).expect("in the calendar").is_some() {
            since = None;
        } else {
            let began = *since.get_or_insert(second);
            longest = longest.max(next - began);
        }
        second = next;
    }
    longest
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn a_week_leaves_a_day_if_one_at_a_stretch_is_outside_windows(
        rule in rules(), day in 8_i64..30_000, second in 0..ONE_DAY, near in any::<bool>(), around in -8_i64..=8
    ) {
        // Where a window begins is where it is decided.
        let next = if near { rule.after(u64::try_from(day).unwrap()).unwrap() } else { None };
        let day = next.map_or(day, |window| i64::try_from(window.from).unwrap() + around).max(0);
        for from in [day * ONE_DAY, day * ONE_DAY + second, day * ONE_DAY + 1, (day + 1) * ONE_DAY - 1] {
            let until = from + 7 * ONE_DAY;
            let leaves = longest_outside(&rule, from, until) >= ONE_DAY;
            prop_assert_eq!(rule.leave_a_day(from, until), Ok(leaves), "{:?} from {}", rule, from);
        }
    }
}

#[test]
fn there_are_no_windows_after_the_calendar() {
    let rule = periodic(LAST_DAY - 10, 1, 27);
    let last = Window {
        from: LAST_DAY - 10,
        until: LAST_DAY + 17,
    };
    assert_eq!(rule.at(LAST_DAY), Ok(Some(last)));
    assert_eq!(rule.after(LAST_DAY - 11), Ok(Some(last)));
    assert_eq!(rule.after(LAST_DAY), Ok(None));
    assert_eq!(rule.at(LAST_DAY + 1), Err(MathError::DateOutOfRange));
    assert_eq!(rule.after(LAST_DAY + 1), Err(MathError::DateOutOfRange));
}
