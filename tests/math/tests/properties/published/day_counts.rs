//! Interest over month ends and leap years, by 2006 ISDA Definitions, section 4.16 (d), (e) and (g).

use securities::math::{
    accrual::{Accrued, DayCount, PPM, accrue},
    calendar::{Date, day_number},
};
use securities_math_tests::naive::Civil;

fn day((year, month, day): Civil) -> u64 {
    day_number(Date { year, month, day }).unwrap()
}

/// Interest of a period at 100 % a year, on 10^`digits`: the day count fraction to so many digits, rounded down.
fn fraction(rule: DayCount, from: Civil, to: Civil, digits: u32) -> u64 {
    let days = rule.days(day(from), day(to)).unwrap();
    accrue(10_u64.pow(digits), 1_000_000, days, rule, 0)
        .unwrap()
        .interest
}

/// Start, end, and the fractions by Act/365 (fixed), Act/360 and 30E/360, to 14 digits.
///
/// Published: all of it, by Delta Quants, "Day count conventions" (deltaquants.com/day-count-conventions), examples 1
/// to 4; its tables have the other conventions too.
const FRACTIONS: [(Civil, Civil, [u64; 3]); 4] = [
    (
        (2007, 12, 28),
        (2008, 2, 28),
        [16_986_301_369_863, 17_222_222_222_222, 16_666_666_666_667],
    ),
    (
        (2007, 12, 28),
        (2008, 2, 29),
        [17_260_273_972_603, 17_500_000_000_000, 16_944_444_444_444],
    ),
    (
        (2007, 10, 31),
        (2008, 11, 30),
        [
            108_493_150_684_932,
            110_000_000_000_000,
            108_333_333_333_333,
        ],
    ),
    (
        (2008, 2, 1),
        (2009, 5, 31),
        [
            132_876_712_328_767,
            134_722_222_222_222,
            133_055_555_555_556,
        ],
    ),
];

#[test]
fn fractions_are_the_published_ones() {
    let rules = [DayCount::Act365, DayCount::Act360, DayCount::Thirty360];
    for (from, to, published) in FRACTIONS {
        for (rule, published) in rules.into_iter().zip(published) {
            let interest = fraction(rule, from, to, 14);
            // The tables round to the nearest, interest is rounded down.
            assert!(
                (interest..=interest + 1).contains(&published),
                "{rule:?} from {from:?} to {to:?}: {interest}"
            );
        }
    }
}

/// Start, end and the fraction by Act/360, to nine digits: halves of years from the 20th, and from the last of February
/// and of August.
///
/// Published: all of it, by FinRM Software, test report of the "Actual360 day count convention" (value.finrmsoft.com).
const HALVES: [(Civil, Civil, u64); 10] = [
    ((2006, 8, 20), (2007, 2, 20), 511_111_111),
    ((2007, 2, 20), (2007, 8, 20), 502_777_778),
    ((2007, 8, 20), (2008, 2, 20), 511_111_111),
    ((2008, 2, 20), (2008, 8, 20), 505_555_556),
    ((2008, 8, 20), (2009, 2, 20), 511_111_111),
    ((2009, 2, 20), (2009, 8, 20), 502_777_778),
    ((2006, 2, 28), (2006, 8, 31), 511_111_111),
    ((2006, 8, 31), (2007, 2, 28), 502_777_778),
    ((2007, 2, 28), (2007, 8, 31), 511_111_111),
    ((2007, 8, 31), (2008, 2, 29), 505_555_556),
];

#[test]
fn halves_of_years_by_actual_days_are_the_published_ones() {
    for (from, to, published) in HALVES {
        let interest = fraction(DayCount::Act360, from, to, 9);
        assert!(
            (interest..=interest + 1).contains(&published),
            "{from:?} to {to:?}: {interest}"
        );
    }
}

#[test]
fn a_leap_year_by_actual_days() {
    // Published: 366 / 365 = 1.00273972602740, in the tracker of QuantLib, bug 3402104, for 2006 ISDA Definitions.
    let year = fraction(DayCount::Act365, (2011, 8, 29), (2012, 8, 29), 14);
    assert_eq!(year, 100_273_972_602_739);
    // Published: 29, 90, 366 and 61 days, and 1.0139 for the year 2005, in Bloomberg's BDE, bbldc_basicactual360.
    let [a, b, c, d] = [(2004, 2, 1), (2004, 3, 1), (2004, 5, 1), (2005, 2, 1)].map(day);
    let days = [(a, b), (a, c), (a, d), (b, c)].map(|(from, to)| DayCount::Act360.days(from, to));
    assert_eq!(days, [Ok(29), Ok(90), Ok(366), Ok(61)]);
    let year = fraction(DayCount::Act360, (2005, 1, 1), (2006, 1, 1), 8);
    assert_eq!(super::nearest(year, 10_000), 10_139);
}

/// Start, end, and days by 30/360 (US, bond basis) and by 30E/360.
///
/// Published: all of it, by ISDA, "30/360 day count conventions", 2008, examples 1 to 3 for section 4.16 (f) and (g), as
/// QuantLib tests them (testThirty360_BondBasis, testThirty360_EurobondBasis).
const THIRTIES: [(Civil, Civil, u64, u64); 27] = [
    ((2006, 8, 20), (2007, 2, 20), 180, 180),
    ((2007, 2, 20), (2007, 8, 20), 180, 180),
    ((2007, 8, 20), (2008, 2, 20), 180, 180),
    ((2008, 2, 20), (2008, 8, 20), 180, 180),
    ((2008, 8, 20), (2009, 2, 20), 180, 180),
    ((2009, 2, 20), (2009, 8, 20), 180, 180),
    ((2006, 8, 31), (2007, 2, 28), 178, 178),
    ((2007, 2, 28), (2007, 8, 31), 183, 182),
    ((2007, 8, 31), (2008, 2, 29), 179, 179),
    ((2008, 2, 29), (2008, 8, 31), 182, 181),
    ((2008, 8, 31), (2009, 2, 28), 178, 178),
    ((2009, 2, 28), (2009, 8, 31), 183, 182),
    ((2006, 1, 31), (2006, 2, 28), 28, 28),
    ((2006, 1, 30), (2006, 2, 28), 28, 28),
    ((2006, 2, 28), (2006, 3, 3), 5, 5),
    ((2006, 2, 14), (2006, 2, 28), 14, 14),
    ((2006, 9, 30), (2006, 10, 31), 30, 30),
    ((2006, 10, 31), (2006, 11, 28), 28, 28),
    ((2007, 8, 31), (2008, 2, 28), 178, 178),
    ((2008, 2, 28), (2008, 8, 28), 180, 180),
    ((2008, 2, 28), (2008, 8, 30), 182, 182),
    ((2008, 2, 28), (2008, 8, 31), 183, 182),
    ((2007, 2, 26), (2008, 2, 28), 362, 362),
    ((2007, 2, 26), (2008, 2, 29), 363, 363),
    ((2008, 2, 29), (2009, 2, 28), 359, 359),
    ((2008, 2, 28), (2008, 3, 30), 32, 32),
    ((2008, 2, 28), (2008, 3, 31), 33, 32),
];

#[test]
fn months_of_thirty_days_are_the_published_ones() {
    for (from, to, us, euro) in THIRTIES {
        let days = |rule: DayCount| rule.days(day(from), day(to));
        assert_eq!(days(DayCount::Thirty360Us), Ok(us), "{from:?} to {to:?}");
        assert_eq!(days(DayCount::Thirty360), Ok(euro), "{from:?} to {to:?}");
    }
}

/// Start, end, and the fraction by Act/Act, to ten digits.
///
/// Published: all of it, by ISDA, "EMU and market conventions: recent developments", 1998, as QuantLib tests them
/// (testActualActual).
const ACTUAL: [(Civil, Civil, u64); 8] = [
    ((2003, 11, 1), (2004, 5, 1), 4_977_243_806),
    ((1999, 2, 1), (1999, 7, 1), 4_109_589_041),
    ((1999, 7, 1), (2000, 7, 1), 10_013_773_486),
    ((2002, 8, 15), (2003, 7, 15), 9_150_684_932),
    ((2003, 7, 15), (2004, 1, 15), 5_040_047_908),
    ((1999, 7, 30), (2000, 1, 30), 5_038_925_069),
    ((2000, 1, 30), (2000, 6, 30), 4_153_005_464),
    ((1999, 11, 30), (2000, 4, 30), 4_155_400_853),
];

#[test]
fn actual_days_over_actual_years_are_the_published_ones() {
    for (from, to, published) in ACTUAL {
        let interest = fraction(DayCount::ActAct, from, to, 10);
        assert!(
            (interest..=interest + 1).contains(&published),
            "{from:?} to {to:?}: {interest}"
        );
    }
    // A year is a year, leap or not.
    for year in 1970..2199 {
        let whole = fraction(DayCount::ActAct, (year, 1, 1), (year + 1, 1, 1), 10);
        assert_eq!(whole, 10_000_000_000);
    }
}

/// What follows from the definitions: two years over a leap day by month ends, paid each month, are by the cent what
/// they are at once, as every division's remainder is carried.
#[test]
fn month_by_month_over_a_leap_day_pays_what_two_years_pay() {
    let ends = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let month_end = |month: u64| {
        let (year, month) = (2023 + month / 12, month % 12);
        let last = ends[usize::try_from(month).unwrap()] + u64::from(year == 2024 && month == 1);
        day((year, month + 1, last))
    };
    // 1,234,567.89 at 7.77 %, in cents, from 31 January 2023 to 31 January 2025.
    let (principal, rate) = (123_456_789_u128, 77_700_u32);
    // 731 actual days, and 720 by months of 30.
    for (rule, days) in [
        (DayCount::Act365, 731),
        (DayCount::Act360, 731),
        (DayCount::Thirty360, 720),
    ] {
        let (mut sum, mut remainder, mut counted) = (0, 0, 0);
        for month in 0..24 {
            let days = rule.days(month_end(month), month_end(month + 1)).unwrap();
            let part = accrue(123_456_789, rate, days, rule, remainder).unwrap();
            sum += part.interest;
            remainder = part.remainder;
            counted += days;
        }
        assert_eq!(counted, days);
        let divisor = u128::from(PPM * rule.year());
        let numerator = principal * u128::from(rate) * u128::from(days);
        let exact = Accrued {
            interest: u64::try_from(numerator / divisor).unwrap(),
            remainder: u64::try_from(numerator % divisor).unwrap(),
        };
        assert_eq!(
            Accrued {
                interest: sum,
                remainder
            },
            exact
        );
    }
}
