//! A line that grows, and its tail.

use super::model::{Book, capacities, money};
use proptest::prelude::*;
use securities::math::{
    MathError,
    line::{Money, Node, add, ahead, grow, sub, tail},
};
use securities_math_tests::{HISTORIES, cases};

#[test]
fn a_line_grown_from_any_length_to_any_other_is_as_if_made_so() {
    for from in 0..=68 {
        let full = Book::full(from);
        for more in 0..=68 {
            let mut book = full.clone();
            book.grow(more);
            let mut made = Book::empty(from + more);
            (0..from).for_each(|place| made.add(place, full.places[place as usize]));
            assert_eq!(book.nodes, made.nodes, "from {from} by {more}");
        }
    }
}

#[test]
fn a_line_grows_in_steps_of_any_size() {
    // 10,240 bytes are 426 nodes: what an account may grow by at a time.
    for step in [1, 16, 100, 426, 1_023] {
        let mut book = Book::full(16);
        while book.capacity() < 3_000 {
            let from = book.capacity();
            book.grow(step);
            book.add(from, Money::committed(u64::from(from)));
            book.add(from + step - 1, Money::live(7));
        }
        book.agrees_everywhere();
        book.tails_agree();
        book.void();
        book.grow(step);
        (0..book.capacity()).for_each(|place| book.take(place, u8::MAX, u8::MAX));
        book.agrees_everywhere();
    }
}

#[test]
fn every_unit_of_every_place_has_its_tail_at_every_capacity() {
    for capacity in capacities() {
        let mut book = Book::full(capacity);
        (0..capacity)
            .filter(|place| place % 3 != 1)
            .for_each(|place| book.take(place, u8::MAX, 0));
        book.tails_agree();
    }
}

proptest! {
    #![proptest_config(cases(HISTORIES))]

    #[test]
    fn the_tail_of_the_money_ahead_is_where_the_gap_before_a_place_begins(
        mut deposits in prop::collection::vec(money(50), 1..80), gap: (prop::sample::Index, prop::sample::Index),
    ) {
        let (a, b) = (gap.0.index(deposits.len()), gap.1.index(deposits.len()));
        deposits[a.min(b)..a.max(b)].iter_mut().for_each(|money| money.live = 0);
        let mut book = Book::empty(u32::try_from(deposits.len()).unwrap());
        (0..).zip(&deposits).for_each(|(place, money)| book.add(place, *money));
        let first = deposits[..a.max(b)].iter().rposition(|money| money.live > 0).map_or(0, |last| last + 1);
        let found = tail(&book.nodes, book.read(u32::try_from(a.max(b)).unwrap()).live).unwrap();
        prop_assert_eq!(found as usize, first);
        prop_assert!(first <= a.min(b), "the gap is free");
    }
}

#[test]
fn zero_nodes_alone_do_not_lengthen_a_line() {
    let mut book = Book::empty(16);
    book.add(3, Money::committed(9));
    book.nodes.resize(32, Node::default());
    // Every prefix is right but the total, and a withdrawal of the old money fails at the top node.
    assert_eq!(book.read(31), Money::committed(9));
    assert_eq!(book.read(32), Money::default());
    assert_eq!(
        sub(&mut book.nodes, 0, 3, Money::committed(9)),
        Err(MathError::LineUnderflow)
    );
}

#[test]
fn a_line_cannot_have_grown_from_more_places_than_it_has() {
    let mut nodes = Book::full(20).nodes;
    let before = nodes.clone();
    for from in [21, 22, u32::MAX] {
        assert_eq!(grow(&mut nodes, from, 1), Err(MathError::PlaceOutOfRange));
    }
    assert_eq!(grow(&mut nodes, 20, 1), Ok(()));
    assert_eq!(grow(&mut [], 0, 1), Ok(()));
    assert_eq!(nodes, before);
}

#[test]
fn tails_at_the_ends() {
    assert_eq!(tail(&[], 0), Ok(0));
    assert_eq!(tail(&[], 1), Err(MathError::LineUnderflow));
    for capacity in [1, 2, 3, 16, 24, 65_535, 65_536] {
        let mut nodes = vec![Node::default(); capacity as usize];
        assert_eq!(tail(&nodes, 0), Ok(0));
        assert_eq!(tail(&nodes, 1), Err(MathError::LineUnderflow));
        add(&mut nodes, 1, capacity - 1, Money::live(u64::MAX)).unwrap();
        for units in [1, 2, u64::MAX - 1, u64::MAX] {
            assert_eq!(tail(&nodes, units), Ok(capacity));
        }
    }
}

#[test]
fn a_line_without_a_node_for_the_whole_takes_more_than_its_sum_may_be() {
    // Places 0..16 and 16..24 have a node each, and nothing has both until the line grows.
    let mut nodes = vec![Node::default(); 24];
    add(&mut nodes, 1, 0, Money::live(u64::MAX)).unwrap();
    add(&mut nodes, 1, 16, Money::live(1)).unwrap();
    assert_eq!(ahead(&nodes, 1, 16), Ok(Money::live(u64::MAX)));
    assert_eq!(ahead(&nodes, 1, 24), Err(MathError::Overflow));
    nodes.resize(31, Node::default());
    assert_eq!(grow(&mut nodes.clone(), 24, 1), Ok(()));
    nodes.push(Node::default());
    assert_eq!(grow(&mut nodes, 24, 1), Err(MathError::Overflow));
}
