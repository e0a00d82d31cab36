//! Day counts and simple interest.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError,
    accrual::{Accrued, DayCount, MAX_RATE_PPM, PPM, accrue},
    calendar::{Date, LAST_DAY, day_number},
};
use securities_math_tests::{
    MANY, USUAL, below_bits, cases,
    naive::{CALENDAR, Civil, count::Count},
    number,
};

const CONVENTIONS: [DayCount; 5] = [
    DayCount::Act365,
    DayCount::Act360,
    DayCount::Thirty360,
    DayCount::Thirty360Us,
    DayCount::ActAct,
];

fn convention() -> impl Strategy<Value = DayCount> {
    proptest::sample::select(CONVENTIONS.as_slice())
}

fn day((year, month, day): Civil) -> u64 {
    day_number(Date { year, month, day }).unwrap()
}

/// Start, end, actual days and 30E/360 days, as ISDA publishes them for section 4.16 of its 2006 Definitions:
/// "30/360 day count conventions", 2008, comparison of examples.
const ISDA: [(Civil, Civil, u64, u64); 22] = [
    // Neither end is the last of February or the 31st.
    ((2007, 1, 15), (2007, 1, 30), 15, 15),
    ((2007, 1, 15), (2007, 2, 15), 31, 30),
    ((2007, 1, 15), (2007, 7, 15), 181, 180),
    ((2007, 9, 30), (2008, 9, 30), 366, 360),
    // The 31st.
    ((2007, 9, 30), (2008, 3, 31), 183, 180),
    ((2007, 9, 30), (2007, 10, 31), 31, 30),
    ((2007, 1, 15), (2007, 1, 31), 16, 15),
    ((2007, 10, 31), (2007, 11, 28), 28, 28),
    // The last of February, where 30E/360 leaves the day as it is.
    ((2007, 1, 31), (2007, 2, 28), 28, 28),
    ((2007, 2, 28), (2007, 3, 31), 31, 32),
    ((2007, 2, 28), (2007, 3, 5), 5, 7),
    ((2007, 2, 14), (2007, 2, 28), 14, 14),
    ((2006, 8, 31), (2007, 2, 28), 181, 178),
    ((2007, 2, 28), (2007, 8, 31), 184, 182),
    ((2008, 8, 31), (2009, 2, 28), 181, 178),
    ((2009, 2, 28), (2009, 8, 31), 184, 182),
    // Leap years.
    ((2007, 2, 26), (2008, 2, 29), 368, 363),
    ((2007, 8, 31), (2008, 2, 29), 182, 179),
    ((2008, 2, 29), (2008, 3, 30), 30, 31),
    ((2008, 2, 29), (2008, 3, 31), 31, 31),
    ((2008, 2, 29), (2008, 8, 31), 184, 181),
    ((2008, 2, 29), (2009, 2, 28), 365, 359),
];

#[test]
fn days_are_those_of_the_published_examples() {
    for (from, to, actual, thirty) in ISDA {
        let (from, to) = (day(from), day(to));
        assert_eq!(DayCount::Act365.days(from, to), Ok(actual));
        assert_eq!(DayCount::Act360.days(from, to), Ok(actual));
        assert_eq!(DayCount::Thirty360.days(from, to), Ok(thirty));
    }
}

/// The formula of section 4.16 (g), in signed numbers: 360 a year, 30 a month, the 31st as the 30th.
fn thirty(from: Civil, to: Civil) -> i64 {
    let signed = |(year, month, day): Civil| {
        [year, month, if day == 31 { 30 } else { day }].map(|part| i64::try_from(part).unwrap())
    };
    let ([year1, month1, day1], [year2, month2, day2]) = (signed(from), signed(to));
    360 * (year2 - year1) + 30 * (month2 - month1) + (day2 - day1)
}

#[test]
fn days_of_consecutive_periods_add_up_for_every_pair_of_four_years() {
    let calendar = &*CALENDAR;
    let (start, end) = (
        calendar.number((2023, 2, 1)),
        calendar.number((2027, 1, 31)),
    );
    let civil = |day: u64| calendar.dates[usize::try_from(day).unwrap()];
    for from in start..=end {
        for to in from..=end {
            assert_eq!(DayCount::Act365.days(from, to), Ok(to - from));
            assert_eq!(DayCount::Act360.days(from, to), Ok(to - from));
            let whole = DayCount::Thirty360.days(from, to).unwrap();
            assert_eq!(i64::try_from(whole), Ok(thirty(civil(from), civil(to))));
            // A middle day that meets every day of the year as `from` and `to` go by.
            let between = from + (from * 7 + to * 11) % (to - from + 1);
            let parts = DayCount::Thirty360.days(from, between).unwrap()
                + DayCount::Thirty360.days(between, to).unwrap();
            assert_eq!(parts, whole, "{from} by {between} to {to}");
        }
    }
}

/// From each day of the month that ends differently, in a common year and a leap year, and about 2100, which is none.
#[test]
fn days_to_every_day_up_to_2100_are_those_counted_on_the_way() {
    let counts = [
        Count::Act365,
        Count::Act360,
        Count::Thirty,
        Count::ThirtyUs,
        Count::ActAct,
    ];
    let last = day((2100, 12, 31));
    let starts = [1, 15, 28, 29, 30, 31].map(|start| (1970, 1, start));
    let edges = [(1971, 2, 28), (1972, 2, 28), (1972, 2, 29), (2099, 8, 31)];
    for start in starts.into_iter().chain(edges).map(day) {
        for (rule, count) in CONVENTIONS.into_iter().zip(counts) {
            for (to, parts) in count.run(start, last) {
                let days = rule.days(start, to).map(u128::from);
                assert_eq!(days, Ok(parts), "{rule:?} from {start} to {to}");
            }
        }
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn days_of_any_consecutive_periods_add_up(mut at in prop::collection::vec(0..=LAST_DAY, 2..12), rule in convention()) {
        at.sort_unstable();
        let (first, last) = (at[0], *at.last().unwrap());
        // The US form of 30/360 adds up within a period alone.
        let parts: u64 = at.windows(2).map(|pair| rule.days_within(first, pair[0], pair[1]).unwrap()).sum();
        prop_assert_eq!(Ok(parts), rule.days(first, last));
        if rule != DayCount::Thirty360Us {
            let parts: u64 = at.windows(2).map(|pair| rule.days(pair[0], pair[1]).unwrap()).sum();
            prop_assert_eq!(Ok(parts), rule.days(first, last));
        }
    }

    #[test]
    fn an_end_before_its_start_is_refused(a in 0..=LAST_DAY, b in 0..=LAST_DAY, rule in convention()) {
        let (from, to) = (a.max(b), a.min(b));
        let days = rule.days(from, to);
        // 30E/360 knows no 31st: from the 31st back to the 30th of a month is no day, as the formula has it.
        prop_assert!(from == to || days == Err(MathError::DateOutOfRange) || (days == Ok(0) && from == to + 1));
    }

    #[test]
    fn accruing_in_pieces_is_accruing_at_once(
        principal in below_bits(48), rate in 0..=MAX_RATE_PPM, rule in convention(),
        periods in prop::collection::vec(0_u64..800, 1..16), carried in below_bits(29),
    ) {
        let (mut interest, mut remainder) = (0, carried);
        for days in &periods {
            let accrued = accrue(principal, rate, *days, rule, remainder).unwrap();
            interest += accrued.interest;
            remainder = accrued.remainder;
        }
        let once = accrue(principal, rate, periods.iter().sum(), rule, carried);
        // What is carried in may pass a whole unit, and comes out with the first period.
        prop_assert_eq!(once, Ok(Accrued { interest, remainder }));
    }

    #[test]
    fn accruing_day_by_day_over_changes_of_principal_loses_nothing(
        days in prop::collection::vec((below_bits(48), 0_u64..40), 1..16), rate in 0..=MAX_RATE_PPM, rule in convention(),
    ) {
        let divisor = PPM * rule.year();
        let (mut interest, mut remainder, mut exact) = (0_u64, 0, BigUint::ZERO);
        for (principal, days) in days {
            let accrued = accrue(principal, rate, days, rule, remainder).unwrap();
            interest += accrued.interest;
            remainder = accrued.remainder;
            exact += BigUint::from(principal) * rate * days;
            prop_assert!(BigUint::from(interest) * divisor <= exact, "never above the exact interest");
            prop_assert!(BigUint::from(interest + 1) * divisor > exact, "and less than one unit below");
        }
    }
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn interest_is_exact_or_refused(
        principal in number(), rate: u32, shift in 0_u32..32, days in number(), rule in convention(), remainder in number(),
    ) {
        let rate = rate >> shift;
        let numerator = BigUint::from(principal) * rate * days + remainder;
        let divisor = PPM * rule.year();
        let expected = u64::try_from(&numerator / divisor).map_err(|_| MathError::Overflow).map(|interest| Accrued {
            interest,
            remainder: u64::try_from(&numerator % divisor).unwrap(),
        });
        prop_assert_eq!(accrue(principal, rate, days, rule, remainder), expected);
    }
}

#[test]
fn days_out_of_range_are_refused_where_dates_matter() {
    for rule in [DayCount::Thirty360, DayCount::Thirty360Us, DayCount::ActAct] {
        assert_eq!(rule.days(0, LAST_DAY + 1), Err(MathError::DateOutOfRange));
        assert_eq!(
            rule.days(u64::MAX, u64::MAX),
            Err(MathError::DateOutOfRange)
        );
    }
    for rule in CONVENTIONS {
        assert!(rule.days(0, LAST_DAY).is_ok());
        assert_eq!(rule.days(2, 1), Err(MathError::DateOutOfRange));
    }
    assert_eq!(DayCount::Thirty360.days(0, LAST_DAY), Ok(230 * 360));
}

#[test]
fn interest_of_usual_loans() {
    let million = 1_000_000_000_000; // USDC
    let interest = |rate, days, rule| accrue(million, rate, days, rule, 0).unwrap();
    let whole = |interest| Accrued {
        interest,
        remainder: 0,
    };
    // 8.25 % over 90 days, Act/360: 20,625.00.
    assert_eq!(
        interest(82_500, 90, DayCount::Act360),
        whole(20_625_000_000)
    );
    // A year of 365 days is a year of interest in Act/365, and one of 366 days is a day more.
    assert_eq!(
        interest(100_000, 365, DayCount::Act365),
        whole(100_000_000_000)
    );
    assert_eq!(
        interest(100_000, 366, DayCount::Act365),
        Accrued {
            interest: 100_273_972_602,
            remainder: 270_000_000
        }
    );
    // Any month is a twelfth of a year in 30E/360.
    for month in 1..12 {
        let days = DayCount::Thirty360
            .days(day((2024, month, 15)), day((2024, month + 1, 15)))
            .unwrap();
        assert_eq!(
            interest(120_000, days, DayCount::Thirty360),
            whole(10_000_000_000)
        );
    }
    assert_eq!(interest(0, 365, DayCount::Act365), whole(0));
    assert_eq!(interest(100_000, 0, DayCount::Act365), whole(0));
}

#[test]
fn a_rate_has_four_decimal_places_of_a_percent() {
    let million = 1_000_000_000_000; // USDC
    let interest = |rate, days, rule| {
        let Accrued {
            interest,
            remainder,
        } = accrue(million, rate, days, rule, 0).unwrap();
        (interest, remainder)
    };
    // 6.875 %, a month in 30E/360: 68,750.00 / 12 = 5,729.16666..., and two thirds of a unit are carried.
    let month = interest(68_750, 30, DayCount::Thirty360);
    assert_eq!(month, (5_729_166_666, 240_000_000));
    assert_eq!(month.1, PPM * 360 * 2 / 3);
    // Half a year: 34,375.00, a quarter of 91 days in Act/360: 17,378.472222 and two ninths.
    let half = interest(68_750, 180, DayCount::Thirty360);
    assert_eq!(half, (34_375_000_000, 0));
    let quarter = interest(68_750, 91, DayCount::Act360);
    assert_eq!(quarter, (17_378_472_222, 80_000_000));
    assert_eq!(quarter.1, PPM * 360 * 2 / 9);
    // A year in Act/365, also of the finest rate, and of one with a digit in each place.
    let year = |rate| interest(rate, 365, DayCount::Act365);
    assert_eq!(year(68_750), (68_750_000_000, 0));
    assert_eq!(year(68_755), (68_755_000_000, 0));
    assert_eq!(year(1), (1_000_000, 0));
    assert_eq!(year(MAX_RATE_PPM), (10 * million, 0));
    // Twelve months with what each division left are the year, to the unit.
    let mut sum = Accrued::default();
    for _ in 0..12 {
        let next = accrue(million, 68_750, 30, DayCount::Thirty360, sum.remainder).unwrap();
        sum = Accrued {
            interest: sum.interest + next.interest,
            ..next
        };
    }
    assert_eq!((sum.interest, sum.remainder), (68_750_000_000, 0));
}

#[test]
fn interest_that_does_not_fit_is_refused() {
    for rule in CONVENTIONS {
        let all = accrue(u64::MAX, 1_000_000, rule.year(), rule, 0);
        let whole = Accrued {
            interest: u64::MAX,
            remainder: 0,
        };
        assert_eq!(all, Ok(whole));
        for (rate, days, remainder) in [
            (1_000_000, rule.year(), PPM * rule.year()),
            (1_000_000, rule.year() + 1, 0),
            (MAX_RATE_PPM, rule.year(), 0),
            (u32::MAX, u64::MAX, u64::MAX),
        ] {
            let refused = accrue(u64::MAX, rate, days, rule, remainder);
            assert_eq!(refused, Err(MathError::Overflow));
        }
    }
}
