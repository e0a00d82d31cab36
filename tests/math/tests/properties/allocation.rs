//! First come, first served.

use proptest::prelude::*;
use securities::math::{
    MathError,
    allocation::{Allocation, first_come},
};
use securities_math_tests::{USUAL, below_bits, cases, number};

/// Settles tickets that stand in this order; each knows only the money ahead of it.
fn settle(values: &[u64], cap: u64) -> Vec<Allocation> {
    values
        .iter()
        .scan(0, |ahead, value| {
            let allocation = first_come(*ahead, *value, cap).unwrap();
            *ahead += value;
            Some(allocation)
        })
        .collect()
}

fn accepted(allocations: &[Allocation]) -> u64 {
    allocations
        .iter()
        .map(|allocation| allocation.accepted)
        .sum()
}

fn line() -> impl Strategy<Value = Vec<u64>> {
    prop::collection::vec(below_bits(59), 0..24)
}

/// A line, and a cap that often lies within it.
fn line_and_cap() -> impl Strategy<Value = (Vec<u64>, u64)> {
    (line(), any::<prop::sample::Index>(), number()).prop_map(|(values, at, any)| {
        let total: u64 = values.iter().sum();
        let within = at.index(usize::MAX) as u64 % (total + 1);
        let cap = if any % 4 == 0 { any } else { within };
        (values, cap)
    })
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn accepted_money_is_the_smaller_of_the_line_and_the_cap((values, cap) in line_and_cap()) {
        let total: u64 = values.iter().sum();
        prop_assert_eq!(accepted(&settle(&values, cap)), total.min(cap));
    }

    #[test]
    fn a_ticket_gets_in_only_when_all_ahead_are_in_full((values, cap) in line_and_cap()) {
        let allocations = settle(&values, cap);
        for (at, (allocation, value)) in allocations.iter().zip(&values).enumerate() {
            prop_assert!(allocation.accepted <= *value);
            if allocation.accepted > 0 {
                prop_assert!(allocations.iter().zip(&values).take(at).all(|(ahead, value)| ahead.accepted == *value));
            }
            prop_assert_eq!(allocation.ahead, accepted(&allocations[..at]), "accepted money ahead");
        }
        let cut = allocations.iter().zip(&values).filter(|(allocation, value)| {
            (1..**value).contains(&allocation.accepted)
        });
        prop_assert!(cut.count() <= 1, "only the marginal ticket is cut");
    }

    #[test]
    fn splitting_a_stake_changes_nothing((values, cap) in line_and_cap(), cut in any::<prop::sample::Index>(), at: u64) {
        if values.is_empty() { return Ok(()) }
        let split = cut.index(values.len());
        let first = at % (values[split] + 1);
        let mut parts = values.clone();
        parts[split] = first;
        parts.insert(split + 1, values[split] - first);

        let (whole, parts) = (settle(&values, cap), settle(&parts, cap));
        prop_assert_eq!(parts[split].accepted + parts[split + 1].accepted, whole[split].accepted);
        prop_assert_eq!(&parts[..split], &whole[..split]);
        prop_assert_eq!(&parts[split + 2..], &whole[split + 1..]);
    }

    #[test]
    fn a_higher_cap_takes_no_less_of_anyone((values, cap) in line_and_cap(), more in number()) {
        let (low, high) = (settle(&values, cap), settle(&values, cap.saturating_add(more)));
        prop_assert!(low.iter().zip(&high).all(|(low, high)| low.accepted <= high.accepted));
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn accepted_money_is_the_part_of_a_ticket_below_the_cap(ahead in number(), value in number(), cap in number()) {
        let expected = ahead.checked_add(value).ok_or(MathError::Overflow).map(|_| Allocation {
            ahead: if ahead < cap { ahead } else { cap },
            accepted: if ahead >= cap { 0 } else if cap - ahead < value { cap - ahead } else { value },
        });
        prop_assert_eq!(first_come(ahead, value, cap), expected);
    }
}

#[test]
fn edges_of_the_cap() {
    let accepted = |ahead, value, cap| first_come(ahead, value, cap).map(|part| part.accepted);
    assert_eq!(accepted(0, 10, 10), Ok(10));
    assert_eq!(accepted(9, 10, 10), Ok(1));
    assert_eq!(accepted(10, 10, 10), Ok(0));
    assert_eq!(accepted(11, 10, 10), Ok(0));
    assert_eq!(accepted(0, 10, 0), Ok(0));
    assert_eq!(accepted(0, u64::MAX, u64::MAX), Ok(u64::MAX));
    assert_eq!(accepted(u64::MAX - 1, 1, u64::MAX), Ok(1));
    assert_eq!(accepted(u64::MAX, 1, u64::MAX), Err(MathError::Overflow));
}
