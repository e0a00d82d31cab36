//! Business days, against a calendar that is looked up day by day, and against calendars that central banks publish.

use proptest::prelude::*;
use securities::math::{
    business::{BusinessDays, Convention, HOLIDAYS_FROM, MAX_HOLIDAYS, NO_HOLIDAY, REACH},
    calendar::LAST_DAY,
    custom::Custom,
    schedule::{Instalments, NEVER, Schedule},
};
use securities_math_tests::{
    USUAL, cases,
    naive::{
        CALENDAR, Civil,
        business::{Business, Moves},
    },
};

const RULES: [(Convention, Moves); 4] = [
    (Convention::None, Moves::Not),
    (Convention::Following, Moves::On),
    (Convention::ModifiedFollowing, Moves::WithinMonth),
    (Convention::Preceding, Moves::Back),
];

/// Bits from Monday on, and days from Sunday on: Saturday and Sunday, Friday and Saturday, Sunday, none.
const WEEKENDS: [(u8, &[u64]); 4] = [
    (0b110_0000, &[6, 0]),
    (0b011_0000, &[5, 6]),
    (0b100_0000, &[0]),
    (0, &[]),
];

/// A calendar for the program and for the model.
pub(super) fn calendar(
    rule: usize,
    weekend: usize,
    mut days: Vec<u64>,
) -> (BusinessDays, Business) {
    days.retain(|day| (HOLIDAYS_FROM..=LAST_DAY).contains(day));
    days.sort_unstable();
    days.dedup();
    days.truncate(MAX_HOLIDAYS);
    let mut holidays = [NO_HOLIDAY; MAX_HOLIDAYS];
    for (own, day) in holidays.iter_mut().zip(&days) {
        *own = u16::try_from(day - HOLIDAYS_FROM).unwrap();
    }
    let ((convention, moves), (bits, weekend)) = (RULES[rule], WEEKENDS[weekend]);
    (
        BusinessDays {
            convention,
            weekend: bits,
            holidays,
        },
        Business {
            moves,
            weekend: weekend.to_vec(),
            holidays: days,
        },
    )
}

fn day(civil: Civil) -> u64 {
    CALENDAR.number(civil)
}

proptest! {
    #![proptest_config(cases(USUAL / 10))]

    #[test]
    fn the_due_dates_around_a_day_are_those_that_have_moved(
        (anchor, skipped, months) in (18_000_u64..60_000, 0_u64..=1, 1_u64..=12), (rule, weekend) in (0_usize..4, 0_usize..4),
        near in prop::collection::vec((0_u64..24, 0_u64..12), 0..=40),
        (at, around) in (0_u64..24, 0_u64..80), maturity in prop_oneof![Just(NEVER), 18_000_u64..70_000],
    ) {
        let later = |periods: u64| CALENDAR.later(anchor, periods * months);
        let near = near.into_iter().filter_map(|(periods, days)| Some(later(periods)? + days - 4)).collect();
        let (business, model) = calendar(rule, weekend, near);
        let schedule = Schedule { anchor, skipped, months, maturity, custom: Custom::default(), business };
        let named: Vec<u64> = (skipped..).map_while(later).take_while(|day| *day <= LAST_DAY).collect();
        let moved: Vec<u64> = named.iter().map(|day| model.moved(*day).min(LAST_DAY)).collect();
        prop_assert!(moved.is_sorted_by(|one, next| one < next), "they never meet or change places");
        for (from, to) in named.iter().zip(&moved) {
            prop_assert!(from.abs_diff(*to) <= REACH);
            prop_assert_eq!(schedule.business.moved(*from), Ok(*to));
        }
        let mut dates = moved.clone();
        if maturity != NEVER {
            dates.push(maturity);
            dates.sort_unstable();
        }
        let today = (later(at).unwrap_or(anchor) + around).saturating_sub(40).min(LAST_DAY);
        let after = dates.iter().copied().find(|due| *due > today).unwrap_or(NEVER);
        prop_assert_eq!(schedule.after(today), Ok(after));
        let before = dates.iter().copied().rfind(|due| *due < today).unwrap_or(0);
        prop_assert_eq!(schedule.before(today), Ok(before));
        // The instalments from the third date on are those that are due by then, and one at a maturity between them.
        let (Some(first), false) = (later(2), maturity == NEVER) else { return Ok(()) };
        let instalments = Instalments::new(&schedule, first);
        if model.moved(first) > maturity {
            prop_assert!(instalments.is_err());
            return Ok(());
        }
        let instalments = instalments.unwrap();
        dates.dedup();
        let due = |by: u64| dates.iter().filter(|due| (model.moved(first)..=by.min(maturity)).contains(*due)).count();
        prop_assert_eq!(instalments.count, due(maturity) as u64);
        prop_assert_eq!(instalments.fallen(&schedule, today), Ok(due(today) as u64));
    }

    #[test]
    fn a_calendar_is_bounded_where_no_more_than_ten_days_in_a_row_are_none(
        weekend in 0_usize..4, days in prop::collection::vec(20_000_u64..20_040, 0..=32),
    ) {
        let (business, model) = calendar(1, weekend, days);
        let none: Vec<bool> = (19_980..20_080).map(|day| !model.works(day)).collect();
        let longest = none.split(|none| !none).map(<[bool]>::len).max().unwrap_or(0) as u64;
        prop_assert_eq!(business.is_bounded(), longest <= REACH);
    }
}

#[test]
fn a_week_without_a_business_day_is_not_bounded() {
    let (mut business, _) = calendar(1, 3, vec![]);
    assert!(business.is_bounded());
    business.weekend = 0b111_1111;
    assert!(!business.is_bounded());
    let friday = day((2027, 3, 26));
    assert_eq!(business.moved(friday), Ok(friday), "it stays");
}

/// The closing days of TARGET, the payment system of the euro, from 2025 to 2027: 1 January, Good Friday, Easter Monday, 1
/// May, 25 and 26 December. Source: European Central Bank, "TARGET closing days", long-term calendar of 2000-12-14.
const TARGET: [Civil; 18] = [
    (2025, 1, 1),
    (2025, 4, 18),
    (2025, 4, 21),
    (2025, 5, 1),
    (2025, 12, 25),
    (2025, 12, 26),
    (2026, 1, 1),
    (2026, 4, 3),
    (2026, 4, 6),
    (2026, 5, 1),
    (2026, 12, 25),
    (2026, 12, 26),
    (2027, 1, 1),
    (2027, 3, 26),
    (2027, 3, 29),
    (2027, 5, 1),
    (2027, 12, 25),
    (2027, 12, 26),
];

/// Where a date goes by the following, the modified following and the preceding convention.
fn target(date: Civil) -> [Civil; 3] {
    [1, 2, 3].map(|rule| {
        let (business, model) = calendar(rule, 0, TARGET.map(day).to_vec());
        let moved = business.moved(day(date)).unwrap();
        assert_eq!(moved, model.moved(day(date)));
        CALENDAR.dates[usize::try_from(moved).unwrap()]
    })
}

#[test]
fn dates_move_by_the_calendar_of_target() {
    // Good Friday of 2025 and the days up to Easter Monday.
    for date in [18, 19, 20, 21] {
        let (next, last) = ((2025, 4, 22), (2025, 4, 17));
        assert_eq!(target((2025, 4, date)), [next, next, last], "{date} April");
    }
    // Christmas of 2026: a Friday, a Saturday that is a holiday too, and a Sunday.
    let (next, last) = ((2026, 12, 28), (2026, 12, 24));
    assert_eq!(target((2026, 12, 25)), [next, next, last]);
    // New Year of 2027 is a Friday; the last day of 2026 is a Thursday, and a business day.
    assert_eq!(target((2026, 12, 31)), [(2026, 12, 31); 3]);
    assert_eq!(
        target((2027, 1, 1)),
        [(2027, 1, 4), (2027, 1, 4), (2026, 12, 31)]
    );
    // Labour Day of 2026 is a Friday.
    assert_eq!(
        target((2026, 5, 1)),
        [(2026, 5, 4), (2026, 5, 4), (2026, 4, 30)]
    );
    // Ends of months: 28 February 2026 and 31 January 2026 are Saturdays, 31 May 2026 is a Sunday.
    assert_eq!(
        target((2026, 1, 31)),
        [(2026, 2, 2), (2026, 1, 30), (2026, 1, 30)]
    );
    assert_eq!(
        target((2026, 2, 28)),
        [(2026, 3, 2), (2026, 2, 27), (2026, 2, 27)]
    );
    assert_eq!(
        target((2026, 5, 31)),
        [(2026, 6, 1), (2026, 5, 29), (2026, 5, 29)]
    );
    // 31 March 2024 was Easter Sunday; that year is not in the list.
    assert_eq!(
        target((2024, 3, 31)),
        [(2024, 4, 1), (2024, 3, 29), (2024, 3, 29)]
    );
}

#[test]
fn a_grid_of_month_ends_goes_on_from_its_own_days() {
    let (business, _) = calendar(2, 0, TARGET.map(day).to_vec());
    let schedule = Schedule {
        anchor: day((2026, 1, 31)),
        skipped: 0,
        months: 1,
        maturity: NEVER,
        custom: Custom::default(),
        business,
    };
    let mut at = day((2026, 1, 1));
    let dates = [(); 12].map(|()| {
        at = schedule.after(at).unwrap();
        let (_, month, day) = CALENDAR.dates[usize::try_from(at).unwrap()];
        (month, day)
    });
    let expected = [
        (1, 30),
        (2, 27),
        (3, 31),
        (4, 30),
        (5, 29),
        (6, 30),
        (7, 31),
        (8, 31),
        (9, 30),
        (10, 30),
        (11, 30),
        (12, 31),
    ];
    assert_eq!(dates, expected);
}
