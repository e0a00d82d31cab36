//! The line against a plain list of amounts.

use proptest::prelude::*;
use securities::math::{
    MathError,
    line::{MAX_CAPACITY, MIN_CAPACITY, Money, Node, add, ahead, is_capacity, sub},
};
use securities_math_tests::{HISTORIES, USUAL, below_bits, cases};

mod growth;
mod model;

use model::{Book, capacities, money, run, step};

proptest! {
    #![proptest_config(cases(HISTORIES))]

    #[test]
    fn money_ahead_is_the_sum_of_the_places_before(
        capacity in 1_u32..=80, steps in prop::collection::vec(step(), 1..40),
    ) {
        let mut book = Book::empty(capacity);
        run(&mut book, &steps);
        book.agrees_everywhere();
        book.tails_agree();
    }
}

proptest! {
    #![proptest_config(cases(50))]

    #[test]
    fn money_ahead_is_the_sum_of_the_places_before_at_every_capacity(
        steps in prop::collection::vec(step(), 1..200), asked in prop::collection::vec(any::<u32>(), 4),
    ) {
        for capacity in capacities() {
            let mut book = Book::empty(capacity);
            run(&mut book, &steps);
            for place in asked.iter().map(|place| place % (capacity + 1)).chain([0, 1, book.capacity()]) {
                prop_assert_eq!(book.read(place), book.ahead(place));
            }
        }
    }
}

#[test]
fn every_place_of_every_capacity_has_its_own_money() {
    for capacity in capacities() {
        let mut book = Book::full(capacity);
        book.agrees_everywhere();
        for place in (0..capacity).filter(|place| place % 3 == 0) {
            book.take(place, u8::MAX, u8::MAX);
        }
        book.agrees_everywhere();
    }
}

#[test]
fn a_line_emptied_is_a_line_of_zeros() {
    for capacity in capacities() {
        let mut book = Book::empty(capacity);
        (0..capacity).for_each(|place| book.add(place, Money::committed(u64::from(place) + 7)));
        (0..capacity)
            .rev()
            .for_each(|place| book.take(place, u8::MAX, u8::MAX));
        assert!(
            book.nodes
                .iter()
                .all(|node| (node.live, node.committed) == (0, 0))
        );
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    #[test]
    fn only_money_that_leaves_ahead_moves_a_place_up(
        deposits in prop::collection::vec(money(50), 16), mine in 0_u32..16, leaver in 0_u32..16, part: u8,
    ) {
        let mut book = Book::empty(16);
        (0..).zip(&deposits).for_each(|(place, money)| book.add(place, *money));
        let before = (book.read(mine), book.places[leaver as usize]);
        book.take(leaver, part, part);
        let after = (book.read(mine), book.places[leaver as usize]);
        let left = (before.1.live - after.1.live, before.1.committed - after.1.committed);
        let moved = (before.0.live - after.0.live, before.0.committed - after.0.committed);
        prop_assert_eq!(moved, if leaver < mine { left } else { (0, 0) });
    }

    #[test]
    fn money_that_comes_behind_moves_nobody(
        deposits in prop::collection::vec(money(50), 16), late in money(50), place in 0_u32..16,
    ) {
        let mut book = Book::empty(16);
        (0..).zip(&deposits).for_each(|(place, money)| book.add(place, *money));
        let before: Vec<_> = (0..=place).map(|place| book.read(place)).collect();
        book.add(place, late);
        let after: Vec<_> = (0..=place).map(|place| book.read(place)).collect();
        prop_assert_eq!(before, after);
    }

    #[test]
    fn the_order_of_deposits_and_withdrawals_leaves_no_trace(
        deposits in prop::collection::vec((0_u32..32, money(50)), 1..12).prop_flat_map(|deposits| {
            (Just(deposits.clone()), Just(deposits).prop_shuffle())
        }),
        passing in (0_u32..32, money(50)),
    ) {
        let (mut one, mut other) = (Book::empty(32), Book::empty(32));
        deposits.0.iter().for_each(|(place, money)| one.add(*place, *money));
        add(&mut other.nodes, 0, passing.0, passing.1).unwrap();
        deposits.1.iter().for_each(|(place, money)| other.add(*place, *money));
        sub(&mut other.nodes, 0, passing.0, passing.1).unwrap();
        for place in 0..=32 {
            prop_assert_eq!(one.read(place), other.read(place));
        }
    }

    #[test]
    fn more_than_the_line_holds_cannot_leave(
        deposits in prop::collection::vec(below_bits(50), 16), place in 0_u32..16, more in 1_u64..1_000,
    ) {
        let mut book = Book::empty(16);
        (0..).zip(&deposits).for_each(|(place, value)| book.add(place, Money::committed(*value)));
        let all = book.ahead(16).live + more;
        let (mut live, mut committed) = (book.nodes.clone(), book.nodes.clone());
        prop_assert_eq!(sub(&mut live, 0, place, Money::live(all)), Err(MathError::LineUnderflow));
        prop_assert_eq!(
            sub(&mut committed, 0, place, Money { live: 0, committed: all }),
            Err(MathError::LineUnderflow)
        );
    }

    /// An even place has a node of its own. An odd one shares its node with the places before it, so the line alone
    /// cannot tell whose money leaves: the ticket's value is what bounds a withdrawal.
    #[test]
    fn more_than_an_even_place_holds_cannot_leave(
        deposits in prop::collection::vec(below_bits(50), 16), place in 0_u32..8, more in 1_u64..1_000,
    ) {
        let mut book = Book::empty(16);
        (0..).zip(&deposits).for_each(|(place, value)| book.add(place, Money::committed(*value)));
        let held = book.places[place as usize * 2].live;
        let refused = sub(&mut book.nodes, 0, place * 2, Money::committed(held + more));
        prop_assert_eq!(refused, Err(MathError::LineUnderflow));
    }
}

proptest! {
    #![proptest_config(cases(HISTORIES))]

    #[test]
    fn a_new_offer_voids_every_commitment_and_moves_no_money(
        capacity in 1_u32..=40, steps in prop::collection::vec(step(), 1..12), next in any::<u32>(),
    ) {
        let mut book = Book::empty(capacity);
        run(&mut book, &steps);
        // Any version will do that was none before.
        let version = if next <= book.version { book.version + 1 } else { next };
        for place in 0..=book.capacity() {
            prop_assert_eq!(ahead(&book.nodes, version, place), Ok(Money::live(book.ahead(place).live)));
        }
        prop_assert_eq!(
            sub(&mut book.nodes, version, capacity - 1, Money { live: 0, committed: 1 }),
            Err(MathError::LineUnderflow),
            "what is void is not there to be taken"
        );
    }

    #[test]
    fn money_commits_to_the_new_offer_place_by_place(
        deposits in prop::collection::vec(below_bits(50), 1..40), commits in prop::collection::vec(any::<bool>(), 40),
    ) {
        let mut book = Book::empty(u32::try_from(deposits.len()).unwrap());
        (0..).zip(&deposits).for_each(|(place, value)| book.add(place, Money::committed(*value)));
        book.void();
        for ((place, value), commits) in (0..).zip(&deposits).zip(&commits) {
            if *commits {
                book.add(place, Money { live: 0, committed: *value });
            } else {
                sub(&mut book.nodes, book.version, place, Money::live(*value)).unwrap();
                book.places[place as usize].live = 0;
            }
        }
        book.agrees_everywhere();
        prop_assert_eq!(book.read(book.capacity()).live, book.read(book.capacity()).committed);
    }
}

#[test]
fn a_place_beyond_the_line_is_refused() {
    for capacity in capacities() {
        let mut nodes = vec![Node::default(); capacity as usize];
        for place in [capacity, capacity + 1, u32::MAX] {
            let one = Money::committed(1);
            let (added, taken) = (
                add(&mut nodes, 1, place, one),
                sub(&mut nodes, 1, place, one),
            );
            assert_eq!(added, Err(MathError::PlaceOutOfRange));
            assert_eq!(taken, Err(MathError::PlaceOutOfRange));
        }
        assert_eq!(ahead(&nodes, 1, capacity), Ok(Money::default()));
        for place in [capacity + 1, u32::MAX] {
            assert_eq!(ahead(&nodes, 1, place), Err(MathError::PlaceOutOfRange));
        }
        assert!(nodes.iter().all(|node| *node == Node::default()));
    }
    assert_eq!(
        add(&mut [], 1, 0, Money::default()),
        Err(MathError::PlaceOutOfRange)
    );
    assert_eq!(ahead(&[], 1, 0), Ok(Money::default()));
}

#[test]
fn a_line_holds_all_the_money_there_is_and_refuses_more() {
    for capacity in capacities() {
        let mut nodes = vec![Node::default(); capacity as usize];
        add(&mut nodes, 1, 0, Money::committed(u64::MAX)).unwrap();
        let all = ahead(&nodes, 1, capacity);
        assert_eq!(all, Ok(Money::committed(u64::MAX)));
        // The largest power of two places has a node for the whole of them.
        let whole = 1 << capacity.ilog2();
        for place in [0, 1, whole / 2, whole - 1] {
            let refused = add(&mut nodes.clone(), 1, place, Money::committed(1));
            assert_eq!(refused, Err(MathError::Overflow), "place {place}");
        }
        sub(&mut nodes, 1, 0, Money::committed(u64::MAX)).unwrap();
        assert_eq!(ahead(&nodes, 1, capacity), Ok(Money::default()));
    }
}

#[test]
fn a_node_is_24_bytes_little_end_first_as_clients_read_it() {
    let mut nodes = [Node::default()];
    let money = Money {
        live: 0x0102,
        committed: 0x0304,
    };
    add(&mut nodes, 0x0506, 0, money).unwrap();
    let bytes: [u8; 24] = bytemuck::cast(nodes[0]);
    let expected = [
        2, 1, 0, 0, 0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 0, 6, 5, 0, 0, 0, 0, 0, 0,
    ];
    assert_eq!(bytes, expected);
}

#[test]
fn capacities_are_all_numbers_from_16_to_65_536() {
    for places in (0..=MAX_CAPACITY * 4).chain([1 << 31, u32::MAX]) {
        assert_eq!(is_capacity(places), (16..=65_536).contains(&places));
    }
    assert_eq!((MIN_CAPACITY, MAX_CAPACITY), (16, 65_536));
}
