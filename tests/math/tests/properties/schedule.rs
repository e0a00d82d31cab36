//! Due dates, against a calendar that counts day by day.

use proptest::prelude::*;
use securities::math::{
    MathError,
    business::BusinessDays,
    calendar::LAST_DAY,
    custom::Custom,
    schedule::{Instalments, NEVER, Schedule, add_months},
};
use securities_math_tests::{
    USUAL, cases,
    naive::{CALENDAR, Civil, grid::walk},
};

fn day(civil: Civil) -> u64 {
    CALENDAR.number(civil)
}

/// Anchors on days that all months have and on those that some have not, in common and leap years.
pub(super) const ANCHORS: [Civil; 8] = [
    (1970, 1, 1),
    (1970, 1, 15),
    (1970, 1, 28),
    (1971, 10, 29),
    (1971, 12, 30),
    (1971, 12, 31),
    (1972, 2, 29),
    (2026, 8, 31),
];

/// The grid, date by date, as far as the calendar goes.
fn grid(schedule: &Schedule) -> Vec<u64> {
    let mut dates: Vec<u64> = if schedule.months == 0 {
        Vec::new()
    } else {
        (0..)
            .map_while(|k| CALENDAR.later(schedule.anchor, k * schedule.months))
            .take_while(|day| *day <= LAST_DAY)
            .collect()
    };
    if schedule.maturity != NEVER && dates.binary_search(&schedule.maturity).is_err() {
        dates.push(schedule.maturity);
        dates.sort_unstable();
    }
    dates
}

fn schedules() -> impl Strategy<Value = Schedule> {
    (
        0_u64..60_000,
        0_u64..=12,
        prop_oneof![Just(NEVER), 0_u64..70_000],
    )
        .prop_map(|(anchor, months, maturity)| Schedule {
            anchor,
            skipped: 0,
            months,
            maturity,
            custom: Custom::default(),
            business: BusinessDays::default(),
        })
}

proptest! {
    #![proptest_config(cases(USUAL / 10))]

    #[test]
    fn the_due_dates_around_a_day_are_those_of_the_grid(schedule in schedules(), day in 0..=LAST_DAY) {
        let dates = grid(&schedule);
        let after = dates.iter().copied().find(|due| *due > day).unwrap_or(NEVER);
        prop_assert_eq!(schedule.after(day), Ok(after));
        let before = dates.iter().copied().rfind(|due| *due < day).unwrap_or(0);
        prop_assert_eq!(schedule.before(day), Ok(before));
        let on_grid = schedule.months > 0
            && (0..3_000).map_while(|k| CALENDAR.later(schedule.anchor, k * schedule.months)).any(|due| due == day);
        prop_assert_eq!(schedule.has(day), Ok(on_grid));
    }

    #[test]
    fn instalments_are_the_due_dates_from_the_first_to_maturity(
        anchor in 0_u64..40_000, months in 1_u64..=12, first in 0_u64..40, term in 0_u64..20_000, day in 0..=LAST_DAY,
    ) {
        let schedule = Schedule { anchor, months, maturity: anchor + term, custom: Custom::default(), skipped: 0, business: BusinessDays::default() };
        let first = add_months(anchor, first * months).unwrap();
        let instalments = Instalments::new(&schedule, first);
        if first > schedule.maturity {
            prop_assert_eq!(instalments, Err(MathError::DateOutOfRange));
            return Ok(());
        }
        let dates: Vec<u64> =
            grid(&schedule).into_iter().filter(|due| (first..=schedule.maturity).contains(due)).collect();
        let instalments = instalments.unwrap();
        prop_assert_eq!(instalments, Instalments { first, count: dates.len() as u64 });
        let fallen = dates.iter().filter(|due| **due <= day).count() as u64;
        prop_assert_eq!(instalments.fallen(&schedule, day), Ok(fallen));
    }
}

#[test]
fn due_dates_around_every_day_from_1970_to_2100_are_those_met_on_the_way() {
    let last = day((2100, 12, 31));
    for (anchor, months) in ANCHORS
        .into_iter()
        .flat_map(|civil| (1..=12).map(move |n| (day(civil), n)))
    {
        let schedule = Schedule {
            anchor,
            skipped: 0,
            months,
            maturity: NEVER,
            custom: Custom::default(),
            business: BusinessDays::default(),
        };
        let mut coming = walk(anchor, months, last + 366).into_iter().peekable();
        let mut gone = 0;
        for day in 0..=last {
            assert_eq!(
                schedule.before(day),
                Ok(gone),
                "before {day}, {months} months from {anchor}"
            );
            let is_due = coming.next_if_eq(&day).is_some();
            assert_eq!(
                schedule.has(day),
                Ok(is_due),
                "{day}, {months} months from {anchor}"
            );
            assert_eq!(
                schedule.after(day).ok(),
                coming.peek().copied(),
                "after {day}, {months} months from {anchor}"
            );
            if is_due {
                gone = day;
            }
        }
    }
}

#[test]
fn a_grid_keeps_its_day_of_the_month_and_clips_it_in_short_months() {
    let schedule = Schedule {
        anchor: day((2027, 10, 31)),
        skipped: 0,
        months: 1,
        maturity: NEVER,
        custom: Custom::default(),
        business: BusinessDays::default(),
    };
    let mut at = day((2027, 10, 1));
    let mut dates = Vec::new();
    for _ in 0..6 {
        at = schedule.after(at).unwrap();
        dates.push(CALENDAR.dates[usize::try_from(at).unwrap()]);
    }
    let expected = [
        (2027, 10, 31),
        (2027, 11, 30),
        (2027, 12, 31),
        (2028, 1, 31),
        (2028, 2, 29),
        (2028, 3, 31),
    ];
    assert_eq!(dates, expected);
}

#[test]
fn maturity_is_a_due_date_and_the_grid_goes_on_after_it() {
    let schedule = Schedule {
        anchor: day((2027, 1, 15)),
        skipped: 0,
        months: 6,
        maturity: day((2028, 3, 1)),
        custom: Custom::default(),
        business: BusinessDays::default(),
    };
    let dates = [(2027, 7, 15), (2028, 1, 15), (2028, 3, 1), (2028, 7, 15)].map(day);
    for pair in dates.windows(2) {
        assert_eq!(schedule.after(pair[0]), Ok(pair[1]));
        assert_eq!(schedule.before(pair[1]), Ok(pair[0]));
    }
    assert_eq!(schedule.has(day((2028, 3, 1))), Ok(false));
    // January 2027, July, January 2028 and the rest at maturity.
    let instalments = Instalments::new(&schedule, schedule.anchor).unwrap();
    assert_eq!(instalments.count, 4);
}

#[test]
fn a_first_instalment_off_the_grid_is_refused() {
    let schedule = Schedule {
        anchor: day((2027, 1, 31)),
        skipped: 0,
        months: 3,
        maturity: day((2029, 1, 31)),
        custom: Custom::default(),
        business: BusinessDays::default(),
    };
    let of = |civil| Instalments::new(&schedule, day(civil)).map(|found| found.count);
    assert_eq!(of((2027, 1, 31)), Ok(9));
    assert_eq!(of((2027, 4, 30)), Ok(8));
    assert_eq!(of((2029, 1, 31)), Ok(1));
    let refused = Err(MathError::DateOutOfRange);
    assert_eq!(of((2027, 4, 29)), refused);
    assert_eq!(of((2027, 2, 28)), refused);
    assert_eq!(of((2026, 10, 31)), refused, "before the first due date");
    assert_eq!(of((2029, 4, 30)), refused, "after maturity");
    let none = Schedule {
        months: 0,
        ..schedule
    };
    assert_eq!(
        Instalments::new(&none, none.anchor),
        refused.map(|_: u64| Instalments::default())
    );
}

#[test]
fn there_are_no_due_dates_after_the_calendar() {
    let schedule = Schedule {
        anchor: LAST_DAY - 10,
        skipped: 0,
        months: 1,
        maturity: NEVER,
        custom: Custom::default(),
        business: BusinessDays::default(),
    };
    assert_eq!(schedule.after(LAST_DAY - 11), Ok(LAST_DAY - 10));
    assert_eq!(schedule.after(LAST_DAY - 10), Ok(NEVER));
    assert_eq!(schedule.after(LAST_DAY + 1), Err(MathError::DateOutOfRange));
    assert_eq!(add_months(0, u64::MAX), Ok(NEVER));
}
