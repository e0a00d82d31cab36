//! The line against a plain list of amounts.

use bytemuck::Zeroable;
use proptest::prelude::*;
use securities::math::{
    MathError,
    line::{MAX_CAPACITY, MIN_CAPACITY, Money, add, ahead, is_capacity, sub},
};
use securities_math_tests::{HISTORIES, USUAL, below_bits, cases};

/// A line, and beside it the money of each place.
struct Book {
    nodes: Vec<Money>,
    places: Vec<Money>,
}

impl Book {
    fn empty(capacity: u32) -> Self {
        let nodes = vec![Money::zeroed(); capacity as usize];
        Self {
            places: nodes.clone(),
            nodes,
        }
    }

    fn capacity(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap()
    }

    fn add(&mut self, place: u32, money: Money) {
        add(&mut self.nodes, place, money).unwrap();
        let held = &mut self.places[place as usize];
        held.live += money.live;
        held.committed += money.committed;
    }

    /// Takes a part of what a place holds: `live` and `committed` out of 255.
    fn take(&mut self, place: u32, live: u8, committed: u8) {
        let held = &mut self.places[place as usize];
        let part = |amount: u64, part: u8| {
            u64::try_from(u128::from(amount) * u128::from(part) / 255).unwrap()
        };
        let money = Money {
            live: part(held.live, live),
            committed: part(held.committed, committed),
        };
        held.live -= money.live;
        held.committed -= money.committed;
        sub(&mut self.nodes, place, money).unwrap();
    }

    fn ahead(&self, place: u32) -> Money {
        total(&self.places[..place as usize])
    }

    fn agrees_everywhere(&self) {
        let mut sum = Money::zeroed();
        for (place, money) in (0_u32..).zip(&self.places) {
            assert_eq!(ahead(&self.nodes, place), Ok(sum), "ahead of {place}");
            sum = total(&[sum, *money]);
        }
        assert_eq!(ahead(&self.nodes, self.capacity()), Ok(sum), "the total");
    }
}

fn total(places: &[Money]) -> Money {
    Money {
        live: places.iter().map(|money| money.live).sum(),
        committed: places.iter().map(|money| money.committed).sum(),
    }
}

fn capacities() -> impl Iterator<Item = u32> {
    (4..=16).map(|bits| 1 << bits)
}

fn money(bits: u32) -> impl Strategy<Value = Money> {
    (below_bits(bits), below_bits(bits)).prop_map(|(live, committed)| Money { live, committed })
}

/// A deposit, or a withdrawal of a part of what is there.
#[derive(Clone, Debug)]
enum Step {
    Add(u32, Money),
    Take(u32, u8, u8),
}

fn step() -> impl Strategy<Value = Step> {
    let place = any::<u32>();
    prop_oneof![
        (place, money(44)).prop_map(|(place, money)| Step::Add(place, money)),
        (place, any::<u8>(), any::<u8>())
            .prop_map(|(place, live, committed)| Step::Take(place, live, committed)),
    ]
}

fn run(book: &mut Book, steps: &[Step]) {
    let capacity = book.capacity();
    // Few places, so that money meets money, and the ends among them.
    let at = |place: u32| match place % 8 {
        0 => 0,
        1 => capacity - 1,
        2..=5 => (place / 8) % 32 * capacity / 32,
        _ => (place / 8) % capacity,
    };
    for step in steps {
        match *step {
            Step::Add(place, money) => book.add(at(place), money),
            Step::Take(place, live, committed) => book.take(at(place), live, committed),
        }
    }
}

proptest! {
    #![proptest_config(cases(HISTORIES))]

    #[test]
    fn money_ahead_is_the_sum_of_the_places_before(
        bits in 4_u32..=7, steps in prop::collection::vec(step(), 1..40),
    ) {
        let mut book = Book::empty(1 << bits);
        run(&mut book, &steps);
        book.agrees_everywhere();
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
            for place in asked.iter().map(|place| place % (capacity + 1)).chain([0, 1, capacity]) {
                prop_assert_eq!(ahead(&book.nodes, place), Ok(book.ahead(place)));
            }
        }
    }
}

#[test]
fn every_place_of_every_capacity_has_its_own_money() {
    for capacity in capacities() {
        let mut book = Book::empty(capacity);
        for place in 0..capacity {
            // All different, and so are most of their sums.
            let live = u64::from(place + 1) * 1_000_003 % 999_983;
            book.add(
                place,
                Money {
                    live,
                    committed: live / 2,
                },
            );
        }
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
        assert!(book.nodes.iter().all(|node| *node == Money::zeroed()));
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
        let before = (ahead(&book.nodes, mine).unwrap(), book.places[leaver as usize]);
        book.take(leaver, part, part);
        let after = (ahead(&book.nodes, mine).unwrap(), book.places[leaver as usize]);
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
        let before: Vec<_> = (0..=place).map(|place| ahead(&book.nodes, place)).collect();
        book.add(place, late);
        let after: Vec<_> = (0..=place).map(|place| ahead(&book.nodes, place)).collect();
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
        add(&mut other.nodes, passing.0, passing.1).unwrap();
        deposits.1.iter().for_each(|(place, money)| other.add(*place, *money));
        sub(&mut other.nodes, passing.0, passing.1).unwrap();
        prop_assert_eq!(one.nodes, other.nodes);
    }

    #[test]
    fn more_than_the_line_holds_cannot_leave(
        deposits in prop::collection::vec(below_bits(50), 16), place in 0_u32..16, more in 1_u64..1_000,
    ) {
        let mut book = Book::empty(16);
        (0..).zip(&deposits).for_each(|(place, value)| book.add(place, Money::committed(*value)));
        let all = book.ahead(16).live + more;
        let (mut live, mut committed) = (book.nodes.clone(), book.nodes.clone());
        prop_assert_eq!(sub(&mut live, place, Money { live: all, committed: 0 }), Err(MathError::LineUnderflow));
        prop_assert_eq!(
            sub(&mut committed, place, Money { live: 0, committed: all }),
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
        let refused = sub(&mut book.nodes, place * 2, Money::committed(held + more));
        prop_assert_eq!(refused, Err(MathError::LineUnderflow));
    }
}

#[test]
fn a_place_beyond_the_line_is_refused() {
    for capacity in capacities() {
        let mut nodes = vec![Money::zeroed(); capacity as usize];
        for place in [capacity, capacity + 1, u32::MAX] {
            let one = Money::committed(1);
            assert_eq!(add(&mut nodes, place, one), Err(MathError::PlaceOutOfRange));
            assert_eq!(sub(&mut nodes, place, one), Err(MathError::PlaceOutOfRange));
        }
        assert_eq!(ahead(&nodes, capacity), Ok(Money::zeroed()));
        assert_eq!(ahead(&nodes, capacity + 1), Err(MathError::PlaceOutOfRange));
        assert_eq!(ahead(&nodes, u32::MAX), Err(MathError::PlaceOutOfRange));
        assert!(nodes.iter().all(|node| *node == Money::zeroed()));
    }
    assert_eq!(
        add(&mut [], 0, Money::zeroed()),
        Err(MathError::PlaceOutOfRange)
    );
    assert_eq!(ahead(&[], 0), Ok(Money::zeroed()));
}

#[test]
fn a_line_holds_all_the_money_there_is_and_refuses_more() {
    for capacity in capacities() {
        let mut nodes = vec![Money::zeroed(); capacity as usize];
        add(&mut nodes, 0, Money::committed(u64::MAX)).unwrap();
        assert_eq!(ahead(&nodes, capacity), Ok(Money::committed(u64::MAX)));
        for place in [0, 1, capacity / 2, capacity - 1] {
            let refused = add(&mut nodes.clone(), place, Money::committed(1));
            assert_eq!(refused, Err(MathError::Overflow), "place {place}");
        }
        sub(&mut nodes, 0, Money::committed(u64::MAX)).unwrap();
        assert_eq!(ahead(&nodes, capacity), Ok(Money::zeroed()));
    }
}

#[test]
fn a_line_can_double_in_place() {
    for capacity in capacities().filter(|capacity| *capacity < MAX_CAPACITY) {
        let mut book = Book::empty(capacity);
        (0..capacity).for_each(|place| book.add(place, Money::committed(u64::from(place * 3 + 1))));

        // Growth appends zero nodes, and gives the new top node, whose range is the whole line, the old total.
        let old_total = ahead(&book.nodes, capacity).unwrap();
        book.places.resize(capacity as usize * 2, Money::zeroed());
        book.nodes.resize(capacity as usize * 2, Money::zeroed());
        *book.nodes.last_mut().unwrap() = old_total;
        book.agrees_everywhere();

        // The old money can still leave, and new money finds its place.
        book.add(capacity, Money::committed(5));
        book.add(capacity * 2 - 1, Money::committed(6));
        (0..capacity).for_each(|place| book.take(place, u8::MAX, u8::MAX));
        book.agrees_everywhere();
    }
}

#[test]
fn zero_nodes_alone_do_not_double_a_line() {
    let mut book = Book::empty(16);
    book.add(3, Money::committed(9));
    book.nodes.resize(32, Money::zeroed());
    // Every prefix is right but the total, and a withdrawal of the old money fails at the top node.
    assert_eq!(ahead(&book.nodes, 31), Ok(Money::committed(9)));
    assert_eq!(ahead(&book.nodes, 32), Ok(Money::zeroed()));
    assert_eq!(
        sub(&mut book.nodes, 3, Money::committed(9)),
        Err(MathError::LineUnderflow)
    );
}

#[test]
fn capacities_are_the_thirteen_powers_of_two_from_16_to_65_536() {
    let good: Vec<u32> = (0..=MAX_CAPACITY * 4)
        .chain([1 << 31, u32::MAX])
        .filter(|places| is_capacity(*places))
        .collect();
    assert_eq!(good, capacities().collect::<Vec<_>>());
    assert_eq!(
        (MIN_CAPACITY, MAX_CAPACITY),
        (good[0], *good.last().unwrap())
    );
}
