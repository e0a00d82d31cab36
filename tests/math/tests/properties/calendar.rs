//! The calendar against one that counts day by day.

use proptest::prelude::*;
use securities::math::{
    MathError,
    calendar::{DAY, Date, LAST_DAY, date_of, day_number, day_of, days_in_month, months_between},
};
use securities_math_tests::{USUAL, cases, naive::CALENDAR, number};

fn date((year, month, day): (u64, u64, u64)) -> Date {
    Date { year, month, day }
}

#[test]
fn every_day_from_1970_to_2200_has_its_date() {
    let calendar = &*CALENDAR;
    for (day, civil) in (0..=LAST_DAY).zip(&calendar.dates) {
        assert_eq!(date_of(day), Ok(date(*civil)), "day {day}");
        assert_eq!(day_number(date(*civil)), Ok(day), "{civil:?}");
    }
    assert_eq!(date_of(LAST_DAY), Ok(date((2200, 1, 1))));
    assert_eq!(date_of(0), Ok(date((1970, 1, 1))));
}

#[test]
fn days_known_from_elsewhere() {
    for (day, civil) in [
        (11_016, (2000, 2, 29)),
        (11_574, (2001, 9, 9)), // 1,000,000,000 seconds
        (15_706, (2013, 1, 1)),
        (24_855, (2038, 1, 19)), // 2^31 seconds
        (49_710, (2106, 2, 7)),  // 2^32 seconds
    ] {
        assert_eq!(date_of(day), Ok(date(civil)));
    }
    assert_eq!(day_of(1 << 31), Ok(24_855));
    assert_eq!(day_of(1 << 32), Ok(49_710));
}

#[test]
fn a_day_begins_at_its_first_second_and_ends_at_its_last() {
    for day in (0..=LAST_DAY).step_by(97).chain([LAST_DAY]) {
        let first = i64::try_from(day * DAY).unwrap();
        assert_eq!(day_of(first), Ok(day));
        assert_eq!(day_of(first + 86_399), Ok(day));
    }
}

#[test]
fn days_out_of_range_are_refused() {
    let last_second = i64::try_from((LAST_DAY + 1) * DAY).unwrap() - 1;
    assert_eq!(day_of(last_second), Ok(LAST_DAY));
    for time in [-1, i64::MIN, last_second + 1, i64::MAX] {
        assert_eq!(day_of(time), Err(MathError::DateOutOfRange), "time {time}");
    }
    for day in [LAST_DAY + 1, LAST_DAY + 1_000, u64::MAX - 719_468, u64::MAX] {
        assert_eq!(date_of(day), Err(MathError::DateOutOfRange));
        assert_eq!(months_between(0, day), Err(MathError::DateOutOfRange));
        assert_eq!(months_between(day, day), Err(MathError::DateOutOfRange));
    }
}

#[test]
fn what_is_no_date_is_refused() {
    let calendar = &*CALENDAR;
    let mut civils = calendar.dates.iter().zip(0_u64..=LAST_DAY).peekable();
    for year in 1968..=2202 {
        for month in 0..=14 {
            for day in 0..=33 {
                let result = day_number(date((year, month, day)));
                match civils.next_if(|(civil, _)| **civil == (year, month, day)) {
                    Some((_, number)) => assert_eq!(result, Ok(number)),
                    None => {
                        assert_eq!(
                            result,
                            Err(MathError::DateOutOfRange),
                            "{year}-{month}-{day}"
                        );
                    }
                }
            }
        }
    }
    assert!(civils.next().is_none(), "every day was met");
    for odd in [0, 100, 1 << 32, u64::MAX] {
        for civil in [(odd, 1, 1), (2000, odd, 1), (2000, 1, odd), (odd, odd, odd)] {
            assert_eq!(day_number(date(civil)), Err(MathError::DateOutOfRange));
        }
    }
}

#[test]
fn months_have_their_days() {
    let calendar = &*CALENDAR;
    for year in 1970..=2200 {
        for month in 1..=12 {
            let days = calendar
                .dates
                .iter()
                .skip(usize::try_from(calendar.number((year, month, 1))).unwrap())
                .take_while(|date| date.1 == month)
                .count();
            assert_eq!(days_in_month(year, month), days as u64);
        }
        assert_eq!(days_in_month(year, 0), 0);
        assert_eq!(days_in_month(year, 13), 0);
        assert_eq!(days_in_month(year, u64::MAX), 0);
    }
}

#[test]
fn months_between_any_two_days_of_five_years_are_the_anniversaries_passed() {
    let calendar = &*CALENDAR;
    // 2023 to 2027, with the leap year 2024; and the years about 2100, which is none.
    for (start, end) in [
        ((2023, 1, 1), (2027, 12, 31)),
        ((2098, 12, 1), (2101, 3, 31)),
    ] {
        let (start, end) = (calendar.number(start), calendar.number(end));
        for from in start..=end {
            let mut months = 0;
            for to in from..=end {
                if calendar.later(from, months + 1) == Some(to) {
                    months += 1;
                }
                assert_eq!(months_between(from, to), Ok(months), "{from} to {to}");
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn months_between_any_two_days_lie_between_two_anniversaries(a in 0..=LAST_DAY, b in 0..=LAST_DAY) {
        let (from, to) = (a.min(b), a.max(b));
        let months = months_between(from, to).unwrap();
        prop_assert!(CALENDAR.later(from, months).is_some_and(|day| day <= to));
        prop_assert!(CALENDAR.later(from, months + 1).is_none_or(|day| day > to));
        if from < to {
            prop_assert_eq!(months_between(to, from), Err(MathError::DateOutOfRange), "an end before its start");
        }
    }

    #[test]
    fn a_date_of_any_day_is_right_or_refused(day in number()) {
        prop_assert_eq!(date_of(day).is_ok(), day <= LAST_DAY);
    }

    #[test]
    fn a_day_of_any_time_is_right_or_refused(time: i64) {
        let expected = if (0..7_258_204_800).contains(&time) { Ok(time.unsigned_abs() / 86_400) } else { Err(MathError::DateOutOfRange) };
        prop_assert_eq!(day_of(time), expected);
    }
}

#[test]
fn a_month_without_the_day_ends_on_its_last() {
    let day = |year, month, day| day_number(date((year, month, day))).unwrap();
    let months = |from, to| months_between(from, to).unwrap();
    assert_eq!(months(day(2025, 1, 31), day(2025, 2, 27)), 0);
    assert_eq!(months(day(2025, 1, 31), day(2025, 2, 28)), 1);
    assert_eq!(months(day(2024, 1, 31), day(2024, 2, 28)), 0);
    assert_eq!(months(day(2024, 1, 31), day(2024, 2, 29)), 1);
    assert_eq!(months(day(2025, 1, 31), day(2025, 3, 30)), 1);
    assert_eq!(months(day(2025, 1, 31), day(2025, 3, 31)), 2);
    assert_eq!(months(day(2024, 2, 29), day(2025, 2, 28)), 12);
    assert_eq!(months(day(2024, 2, 29), day(2028, 2, 28)), 47);
    assert_eq!(months(day(2024, 2, 29), day(2028, 2, 29)), 48);
    assert_eq!(months(0, LAST_DAY), 230 * 12);
}
