//! Days of a grid, found by going from one day to the next and counting the months that have begun.

use super::CALENDAR;

/// Every day from `anchor` to `last` that is whole periods of `months` after the anchor: on the anchor's day of the month,
/// or on the last day of a month that does not have it.
///
/// # Panics
/// For days that are not in the calendar.
#[must_use]
pub fn walk(anchor: u64, months: u64, last: u64) -> Vec<u64> {
    let date = |day: u64| CALENDAR.dates[usize::try_from(day).expect("a day in the table")];
    let (.., wanted) = date(anchor);
    let (mut found, mut begun) = (Vec::new(), 0);
    for day in anchor..=last {
        let (.., today) = date(day);
        if day > anchor && today == 1 {
            begun += 1;
        }
        let (.., tomorrow) = date(day + 1);
        let is_short = tomorrow == 1 && today < wanted;
        if begun % months == 0 && (today == wanted || is_short) {
            found.push(day);
        }
    }
    found
}
