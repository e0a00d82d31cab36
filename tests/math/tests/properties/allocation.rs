//! First come, first served; and pro rata.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::{
    MathError,
    allocation::{Allocation, first_come, pro_rata},
};
use securities_math_tests::{USUAL, below_bits, cases, number, positive, quick_below_bits};

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

/// A book over its cap, or not: tickets and cap in whole lots.
#[derive(Clone, Debug)]
struct Rationed {
    values: Vec<u64>,
    cap: u64,
    lot: u64,
}

impl Rationed {
    fn total(&self) -> u64 {
        self.values.iter().sum()
    }

    fn ahead(&self, at: usize) -> u64 {
        self.values[..at].iter().sum()
    }

    /// The part of one ticket, that nobody else's settlement has any bearing on.
    fn part(&self, at: usize) -> Allocation {
        let part = pro_rata(
            self.ahead(at),
            self.values[at],
            self.total(),
            self.cap,
            self.lot,
        );
        part.unwrap()
    }

    fn parts(&self) -> Vec<Allocation> {
        (0..self.values.len()).map(|at| self.part(at)).collect()
    }
}

fn rationed() -> impl Strategy<Value = Rationed> {
    let tickets = prop_oneof![
        prop::collection::vec(0_u64..12, 1..24),
        prop::collection::vec(quick_below_bits(30), 1..24),
    ];
    (tickets, positive(28), any::<u64>()).prop_map(|(lots, lot, cap)| {
        let total: u64 = lots.iter().sum();
        Rationed {
            values: lots.iter().map(|lots| lots * lot).collect(),
            cap: cap % (total + total / 4 + 1) * lot,
            lot,
        }
    })
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn parts_are_whole_lots_of_the_ticket_and_sum_to_the_cap(book in rationed()) {
        let parts = book.parts();
        prop_assert_eq!(accepted(&parts), book.total().min(book.cap));
        for (at, (part, value)) in parts.iter().zip(&book.values).enumerate() {
            prop_assert!(part.accepted <= *value);
            prop_assert_eq!(part.accepted % book.lot, 0);
            prop_assert_eq!(part.ahead, accepted(&parts[..at]), "accepted money ahead");
        }
    }

    #[test]
    fn every_part_is_within_a_lot_of_its_proportion(book in rationed()) {
        let (total, cap) = (u128::from(book.total()), u128::from(book.cap.min(book.total())));
        for (part, value) in book.parts().iter().zip(&book.values) {
            let (part, value) = (u128::from(part.accepted), u128::from(*value));
            // |part - value * cap / total| < lot
            prop_assert!((part * total).abs_diff(value * cap) < u128::from(book.lot) * total.max(1) );
        }
    }

    #[test]
    fn the_head_of_the_line_gets_what_does_not_divide(
        book in rationed(), from in any::<prop::sample::Index>(), length: u64,
    ) {
        let total = book.total();
        let accepted = |ahead, value| pro_rata(ahead, value, total, book.cap, book.lot).unwrap().accepted;
        let ahead = book.ahead(from.index(book.values.len()));
        let length = length % ((total - ahead) / book.lot + 1) * book.lot;
        let (head, behind) = (accepted(0, length), accepted(ahead, length));
        prop_assert!(head >= behind, "{} at the head, {} behind {}", head, behind, ahead);
        let (part, cap) = (u128::from(head) * u128::from(total), u128::from(book.cap.min(total)));
        prop_assert!(part >= u128::from(length) * cap, "no less than its proportion");
    }

    #[test]
    fn splitting_a_rationed_stake_changes_nothing(
        book in rationed(), cut in any::<prop::sample::Index>(), at: u64,
    ) {
        let split = cut.index(book.values.len());
        let first = at % (book.values[split] / book.lot + 1) * book.lot;
        let mut cut = book.clone();
        cut.values[split] -= first;
        cut.values.insert(split, first);
        let (whole, cut) = (book.parts(), cut.parts());
        prop_assert_eq!(cut[split].accepted + cut[split + 1].accepted, whole[split].accepted);
        prop_assert_eq!(&cut[..split], &whole[..split]);
        prop_assert_eq!(&cut[split + 2..], &whole[split + 1..]);
    }

    #[test]
    fn money_is_cut_in_proportion_or_refused(
        ahead in number(), value in number(), more in number(), cap in number(), lot in prop_oneof![number(), below_bits(8)],
    ) {
        let (end, total) = (ahead.checked_add(value), ahead.saturating_add(value).saturating_add(more));
        let result = pro_rata(ahead, value, total, cap, lot);
        if lot == 0 {
            prop_assert_eq!(result, Err(MathError::DivisionByZero));
            return Ok(());
        }
        let Some(end) = end else {
            prop_assert_eq!(result, Err(MathError::Overflow));
            return Ok(());
        };
        if total <= cap {
            prop_assert_eq!(result, Ok(Allocation { ahead, accepted: value }));
        } else if total / lot == 0 {
            prop_assert_eq!(result, Err(MathError::DivisionByZero), "not a lot of money");
        } else {
            let upto = |amount: u64| -> u64 {
                let (lots, all) = (BigUint::from(amount / lot) * (cap / lot), total / lot);
                u64::try_from((lots + (all - 1)) / all).unwrap() * lot
            };
            let accepted = upto(end) - upto(ahead);
            prop_assert_eq!(result, Ok(Allocation { ahead: upto(ahead), accepted }));
            prop_assert!(accepted < value.saturating_add(lot), "at most a lot too much for odd amounts");
        }
    }
}

#[test]
fn edges_of_pro_rata() {
    let accepted = |ahead, value| pro_rata(ahead, value, 100, 50, 10).map(|part| part.accepted);
    // Five lots for ten: every other lot of the line is taken.
    let lots: Vec<u64> = (0..10).map(|at| accepted(at * 10, 10).unwrap()).collect();
    assert_eq!(lots, [10, 0, 10, 0, 10, 0, 10, 0, 10, 0]);
    assert_eq!(accepted(0, 100), Ok(50));
    assert_eq!(accepted(100, 0), Ok(0));
    assert_eq!(accepted(0, 101), Err(MathError::LineUnderflow));
    assert_eq!(accepted(100, 1), Err(MathError::LineUnderflow));
    assert_eq!(accepted(u64::MAX, 1), Err(MathError::Overflow));
    let whole = |cap| pro_rata(0, u64::MAX, u64::MAX, cap, 1).map(|part| part.accepted);
    for cap in [0, 1, u64::MAX / 2, u64::MAX - 1, u64::MAX] {
        assert_eq!(whole(cap), Ok(cap));
    }
    assert_eq!(
        pro_rata(0, 1, 1, 1, 0),
        Err(MathError::DivisionByZero),
        "even where nothing is cut"
    );
}

#[test]
fn an_odd_amount_may_be_given_more_than_it_has() {
    // Ticket and money ahead are no whole lots, which no deposit may be.
    assert_eq!(
        pro_rata(19, 1, 100, 90, 10),
        Ok(Allocation {
            ahead: 10,
            accepted: 10
        })
    );
    // An odd cap is not reached.
    assert_eq!(
        pro_rata(0, 100, 100, 59, 10),
        Ok(Allocation {
            ahead: 0,
            accepted: 50
        })
    );
}
