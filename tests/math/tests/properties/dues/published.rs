//! Level payments as others publish them.

use super::{begin, day, level, pay};
use securities::math::dues::{Dues, Terms};
use securities_math_tests::naive::CALENDAR;

/// A unit of the currency, and a cent of it.
const WHOLE: u64 = 1_000_000;
const CENT: u64 = WHOLE / 100;

/// Pays what is due month by month; returns what was paid each time.
fn repay(terms: &Terms, dues: &mut Dues, months: u64) -> Vec<u64> {
    (1..=months)
        .map(|month| {
            let today = CALENDAR.later(terms.start, month).unwrap();
            dues.advance(terms, today).unwrap();
            pay(dues, terms, u64::MAX).iter().sum()
        })
        .collect()
}

/// To cents, halves up.
fn cents(amount: u64) -> u64 {
    (amount + CENT / 2) / CENT
}

#[test]
fn a_loan_over_sixty_months_ends_at_zero_with_the_rest() {
    // Published: 100,000 at 4.5 % over 60 months pays 1,864.30 a month, which leaves 0.129198 at the end (OCA,
    // account-financial-tools, pull request 826).
    let terms = level(45_000, 60);
    let mut dues = begin(&terms, 100_000 * WHOLE);
    let paid = repay(&terms, &mut dues, 60);
    assert!(paid[..59].iter().all(|paid| *paid == 1_864_301_924));
    assert!(paid[59].abs_diff(1_864_301_924) < 60, "{}", paid[59]);
    assert_eq!((dues.outstanding, dues.overdue_since), (0, 0));

    // The published balance, by payments that are cut to the cent.
    let mut balance = 100_000 * u128::from(WHOLE) * 1_000_000;
    for _ in 0..60 {
        balance += balance * 45_000 / 12_000_000;
        balance -= 1_864_300_000 * 1_000_000;
    }
    assert_eq!(balance / 1_000_000, 129_198);
}

#[test]
fn a_mortgage_of_fifteen_years_pays_what_numpy_says() {
    // Published: numpy-financial, pmt(0.075/12, 12*15, 200000) = -1854.0247200054619.
    let terms = level(75_000, 180);
    let mut dues = begin(&terms, 200_000 * WHOLE);
    let paid = repay(&terms, &mut dues, 180);
    assert!(paid[..179].iter().all(|paid| *paid == 1_854_024_720));
    assert_eq!(dues.outstanding, 0);
}

#[test]
fn a_loan_of_a_year_splits_as_numpy_says() {
    // Published: numpy-financial, ipmt and ppmt of 2,500 at 8.24 % over 12 months; interest sums to 112.98.
    let terms = level(82_400, 12);
    let mut dues = begin(&terms, 2_500 * WHOLE);
    let table = [
        (20_058, 1_717, 229_942),
        (20_196, 1_579, 209_746),
        (20_335, 1_440, 189_411),
        (20_474, 1_301, 168_937),
        (20_615, 1_160, 148_322),
        (20_756, 1_018, 127_566),
        (20_899, 876, 106_667),
        (21_042, 732, 85_625),
        (21_187, 588, 64_438),
        (21_332, 442, 43_105),
        (21_479, 296, 21_626),
        (21_626, 149, 0),
    ];
    let mut interest = 0;
    for (month, row) in (1..).zip(table) {
        dues.advance(&terms, CALENDAR.later(terms.start, month).unwrap())
            .unwrap();
        let parts = pay(&mut dues, &terms, u64::MAX);
        interest += parts[0];
        let split = (cents(parts[2]), cents(parts[0]), cents(dues.outstanding));
        assert_eq!(split, row, "month {month}");
    }
    assert_eq!(cents(interest), 11_298);
}

#[test]
fn a_prepayment_ends_a_level_loan_sooner() {
    let terms = level(120_000, 12);
    let mut dues = begin(&terms, 100_000 * WHOLE);
    let first = repay(&terms, &mut dues, 1)[0];
    super::prepay(&mut dues, &terms, [0, 0, 50_000 * WHOLE]);
    let mut months = 1;
    let mut last = first;
    while dues.outstanding > 0 {
        months += 1;
        dues.advance(&terms, CALENDAR.later(terms.start, months).unwrap())
            .unwrap();
        last = pay(&mut dues, &terms, u64::MAX).iter().sum();
        assert!(last == first || dues.outstanding == 0);
    }
    assert_eq!(months, 6);
    assert!(last < first);
    dues.advance(&terms, day((2026, 6, 1))).unwrap();
    assert_eq!((dues.overdue_since, dues.interest), (0, 0));
}

#[test]
fn a_missed_level_payment_is_overdue_and_caught_up_with_the_next() {
    let terms = level(120_000, 12);
    let mut dues = begin(&terms, 100_000 * WHOLE);
    dues.advance(&terms, day((2025, 3, 15))).unwrap();
    assert_eq!(dues.overdue_since, day((2025, 2, 15)));
    // A payment is 8,884.878868: 1,000 interest and 7,884.878868 principal; then 1 % of 101,000 is interest.
    assert_eq!(
        (dues.arrears, dues.interest),
        (1_000 * WHOLE, 1_010 * WHOLE)
    );
    assert_eq!(dues.principal_due, 7_884_878_868 + 7_874_878_868);
    pay(&mut dues, &terms, u64::MAX);
    assert_eq!(dues.overdue_since, 0);
}

/// Published: 500,000 at 5 % over 360 months by 2,684.11 a month: 966,279.60 in all; after five months 499,399.22,
/// 498,795.94, 498,190.15, 497,581.83 and 496,970.98 are left. With 1,000 more in each of the first 12 months, 929,965.62
/// over 342 months, and with 1,000 more in months 60 to 108, 878,389.99 over 309, of which the last starts at 674.44. By D.
/// Beazley, "Practical Python Programming", section 1.3, exercise 1.3 (dabeaz-course, `03_Numbers.md` at commit 02d92943).
/// There the last month is paid in full, too.
#[test]
fn a_mortgage_with_extra_payments_ends_when_it_is_said_to() {
    const PAYMENT: u64 = 2_684_110_000;
    const EXTRA: u64 = 1_000 * WHOLE;
    let cases = [
        (0..0, 360, 96_627_960),
        (1..13, 342, 92_996_562),
        (60..109, 309, 87_838_999),
    ];
    for (extra, months, total) in cases {
        // The published loop, in whole numbers with twelve more places.
        let mut balance = i128::from(500_000 * WHOLE) * 1_000_000_000_000;
        let (mut count, mut paid) = (0, 0);
        while balance > 0 {
            count += 1;
            let more = if extra.contains(&count) { EXTRA } else { 0 };
            balance += balance * 50_000 / 12_000_000;
            balance -= i128::from(PAYMENT + more) * 1_000_000_000_000;
            paid += PAYMENT + more;
        }
        assert_eq!((count, paid / CENT), (months, total), "as published");

        // A class, whose payment is not rounded to cents and whose last one is the rest.
        let terms = level(50_000, 360);
        let mut dues = begin(&terms, 500_000 * WHOLE);
        let (mut count, mut paid) = (0, 0);
        while dues.outstanding > 0 {
            count += 1;
            let today = CALENDAR.later(terms.start, count).unwrap();
            dues.advance(&terms, today).unwrap();
            let parts: u64 = pay(&mut dues, &terms, u64::MAX).iter().sum();
            assert!(parts == 2_684_108_115 || dues.outstanding == 0, "{parts}");
            let more = if extra.contains(&count) { EXTRA } else { 0 };
            super::prepay(&mut dues, &terms, [0, 0, more]);
            paid += parts + more;
            let left = [49_939_922, 49_879_594, 49_819_015, 49_758_183, 49_697_098];
            if let (true, Some(left)) = (extra.start != 1, left.get(count as usize - 1)) {
                assert!(
                    cents(dues.outstanding).abs_diff(*left) <= 1,
                    "month {count}"
                );
            }
        }
        assert_eq!(count, months, "as published");
        assert!(paid <= total * CENT && total * CENT < paid + PAYMENT);
    }
}
