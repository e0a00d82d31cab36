//! Money that comes evenly.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError,
    stream::{Stream, add, released},
};
use securities_math_tests::{MANY, USUAL, below_bits, cases, number, positive};

/// A stream from some time to a later one.
fn stream() -> impl Strategy<Value = Stream> {
    (number(), 0_i64..1 << 40, 1_i64..1 << 32).prop_map(|(left, from, seconds)| Stream {
        left,
        from,
        until: from + seconds,
    })
}

/// `a / b <= c / d`.
fn at_most(a: u64, b: u64, c: u64, d: u64) -> bool {
    BigUint::from(a) * d <= BigUint::from(c) * b
}

const fn span(from: i64, to: i64) -> u64 {
    to.abs_diff(from)
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn one_release_is_on_the_line(stream in stream(), now in -10_i64..1 << 41) {
        let (part, rest) = released(stream, now).unwrap();
        let expected = if now <= stream.from {
            0
        } else if now >= stream.until {
            stream.left
        } else {
            let share = BigUint::from(stream.left) * span(stream.from, now) / span(stream.from, stream.until);
            u64::try_from(share).unwrap()
        };
        prop_assert_eq!(part, expected);
        prop_assert_eq!(rest.left, stream.left - part);
        prop_assert_eq!(rest.until, stream.until);
        let moves = part > 0 || now >= stream.until;
        prop_assert_eq!(rest.from, if moves { now } else { stream.from });
        prop_assert!(released(rest, now).unwrap().0 == 0, "once");
    }

    #[test]
    fn an_addition_comes_between_the_two_times(
        stream in stream(), at in 0_u64..1 << 33, amount in number(), seconds in 0_i64..1 << 32,
    ) {
        let now = stream.from + i64::try_from(at % (2 * span(stream.from, stream.until))).unwrap();
        let (_, stream) = released(stream, now).unwrap();
        let Some(left) = stream.left.checked_add(amount) else {
            prop_assert_eq!(add(stream, now, amount, seconds), Err(MathError::Overflow));
            return Ok(());
        };
        let sum = add(stream, now, amount, seconds).unwrap();
        prop_assert_eq!((sum.left, sum.from), (left, now));
        let (remaining, added) = ((stream.until - now).max(0), seconds);
        let mean = sum.until - now;
        if left == 0 {
            prop_assert_eq!(mean, 0);
        } else {
            // The mean by money, rounded up.
            let weighted = BigUint::from(stream.left) * remaining.cast_unsigned() + BigUint::from(amount) * seconds.cast_unsigned();
            let (mean, left) = (BigUint::from(mean.cast_unsigned()), BigUint::from(left));
            prop_assert!(&mean * &left >= weighted && &mean * &left < weighted + &left);
            let (low, high) = (remaining.min(added).cast_unsigned(), remaining.max(added).cast_unsigned());
            prop_assert!(mean >= low.into() && mean <= high.into());
        }
    }

    #[test]
    fn dust_hardly_puts_off_what_runs_already(
        left in 1_000_000_000_u64..1 << 60, remaining in 1_i64..1 << 25, amount in 1_u64..1_000, seconds in 1_i64..1 << 25,
    ) {
        let stream = Stream { left, from: 0, until: remaining };
        let sum = add(stream, 0, amount, seconds).unwrap();
        // A millionth of the money adds a millionth of its time at most, and the second that rounding may.
        prop_assert!(sum.until <= remaining + seconds / 1_000_000 + 1);
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn releases_sum_to_the_whole_and_never_pass_the_line(
        left in number(), seconds in positive(32), mut at in prop::collection::vec(below_bits(32), 0..40),
    ) {
        at.sort_unstable();
        let whole = Stream { left, from: 1_000, until: 1_000 + i64::try_from(seconds).unwrap() };
        let (mut stream, mut sum) = (whole, 0);
        for (count, elapsed) in (1_u64..).zip(at.iter().copied().chain([seconds])) {
            let (part, rest) = released(stream, 1_000 + i64::try_from(elapsed).unwrap()).unwrap();
            stream = rest;
            sum += part;
            prop_assert_eq!(stream.left, left - sum);
            prop_assert!(at_most(sum, left.max(1), elapsed, seconds), "ahead of the line");
            let caught = elapsed >= seconds || !at_most(sum.saturating_add(count), left.max(1), elapsed, seconds);
            prop_assert!(caught || sum.checked_add(count).is_none(), "behind by more than a unit a release");
        }
        prop_assert_eq!((sum, stream.left), (left, 0));
    }

    #[test]
    fn what_is_added_again_and_again_all_comes(
        additions in prop::collection::vec((below_bits(56), 0_i64..1 << 24, 0_i64..1 << 24), 1..24),
    ) {
        let (mut stream, mut now, mut put_in, mut sum) = (Stream::default(), 1_700_000_000, 0, 0);
        for (amount, seconds, pause) in additions {
            let (part, rest) = released(stream, now).unwrap();
            stream = add(rest, now, amount, seconds).unwrap();
            put_in += amount;
            sum += part;
            prop_assert_eq!(sum + stream.left, put_in);
            now += pause;
        }
        let (part, rest) = released(stream, stream.until.max(now)).unwrap();
        prop_assert_eq!((sum + part, rest.left), (put_in, 0));
    }
}

#[test]
fn a_hundred_over_ten_seconds() {
    let stream = Stream {
        left: 100,
        from: 50,
        until: 60,
    };
    let part = |now| released(stream, now).unwrap().0;
    assert_eq!(
        [49, 50, 51, 55, 59, 60, 61].map(part),
        [0, 0, 10, 50, 90, 100, 100]
    );
    // Half of it gone, 100 more over ten seconds: 5 and 10 seconds weigh 50 and 100, so 8.33 seconds, and 9.
    let (_, half) = released(stream, 55).unwrap();
    assert_eq!(
        add(half, 55, 100, 10),
        Ok(Stream {
            left: 150,
            from: 55,
            until: 64
        })
    );
}

#[test]
fn asking_every_second_does_not_hold_back_dust() {
    let mut stream = Stream {
        left: 3,
        from: 0,
        until: 300,
    };
    let mut came = Vec::new();
    for now in 0..=300 {
        let (part, rest) = released(stream, now).unwrap();
        stream = rest;
        came.extend((part > 0).then_some(now));
    }
    assert_eq!(came, [100, 200, 300]);
}

#[test]
fn streams_at_the_ends_of_time() {
    let none = Stream::default();
    assert_eq!(released(none, 5), Ok((0, Stream { from: 5, ..none })));
    let ages = Stream {
        left: 7,
        from: i64::MIN,
        until: i64::MAX,
    };
    assert_eq!(released(ages, 0), Err(MathError::Overflow));
    assert_eq!(released(ages, i64::MIN), Ok((0, ages)));
    assert_eq!(released(ages, i64::MAX).unwrap().0, 7);
    assert_eq!(add(none, 0, 1, -1), Err(MathError::DateOutOfRange));
    assert_eq!(add(none, i64::MAX, 1, 1), Err(MathError::Overflow));
    let long = Stream {
        left: u64::MAX - 1,
        from: 0,
        until: i64::MAX,
    };
    assert_eq!(
        add(long, 0, 1, i64::MAX),
        Ok(Stream {
            left: u64::MAX,
            ..long
        })
    );
    assert_eq!(add(long, 0, 2, 0), Err(MathError::Overflow));
    assert_eq!(
        add(none, 9, 0, 100),
        Ok(Stream {
            left: 0,
            from: 9,
            until: 9
        })
    );
    assert_eq!(
        add(none, 9, 10, 0),
        Ok(Stream {
            left: 10,
            from: 9,
            until: 9
        })
    );
}
