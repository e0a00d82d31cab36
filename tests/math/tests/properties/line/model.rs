//! A line, and beside it a plain list of amounts.

use proptest::prelude::*;
use securities::math::{
    MathError,
    line::{Money, Node, add, ahead, grow, sub, tail},
};
use securities_math_tests::below_bits;

/// A line, and beside it the money of each place.
#[derive(Clone)]
pub struct Book {
    pub nodes: Vec<Node>,
    pub places: Vec<Money>,
    pub version: u32,
}

impl Book {
    pub fn empty(capacity: u32) -> Self {
        Self {
            nodes: vec![Node::default(); capacity as usize],
            places: vec![Money::default(); capacity as usize],
            version: 0,
        }
    }

    /// Each place with its own money, and so are most of their sums.
    pub fn full(capacity: u32) -> Self {
        let mut book = Self::empty(capacity);
        for place in 0..capacity {
            let live = u64::from(place + 1) * 1_000_003 % 999_983;
            let committed = live / 2;
            book.add(place, Money { live, committed });
        }
        book
    }

    pub fn capacity(&self) -> u32 {
        u32::try_from(self.nodes.len()).unwrap()
    }

    pub fn add(&mut self, place: u32, money: Money) {
        add(&mut self.nodes, self.version, place, money).unwrap();
        let held = &mut self.places[place as usize];
        held.live += money.live;
        held.committed += money.committed;
    }

    /// Takes a part of what a place holds: `live` and `committed` out of 255.
    pub fn take(&mut self, place: u32, live: u8, committed: u8) {
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
        sub(&mut self.nodes, self.version, place, money).unwrap();
    }

    /// A new offer: the line is not touched, the list loses every commitment.
    pub fn void(&mut self) {
        self.version += 1;
        self.places.iter_mut().for_each(|held| held.committed = 0);
    }

    pub fn grow(&mut self, more: u32) {
        let from = self.capacity();
        let capacity = (from + more) as usize;
        self.nodes.resize(capacity, Node::default());
        self.places.resize(capacity, Money::default());
        grow(&mut self.nodes, from, self.version).unwrap();
    }

    pub fn ahead(&self, place: u32) -> Money {
        total(&self.places[..place as usize])
    }

    /// The line's own word for it.
    pub fn read(&self, place: u32) -> Money {
        ahead(&self.nodes, self.version, place).unwrap()
    }

    pub fn agrees_everywhere(&self) {
        let mut sum = Money::default();
        for (place, money) in (0_u32..).zip(&self.places) {
            assert_eq!(self.read(place), sum, "ahead of {place}");
            sum = total(&[sum, *money]);
        }
        assert_eq!(self.read(self.capacity()), sum, "the total");
    }

    /// The tail of the first, the middle and the last unit of each place.
    pub fn tails_agree(&self) {
        let mut sum = 0;
        for (place, Money { live, .. }) in (0_u32..).zip(&self.places).filter(|at| at.1.live > 0) {
            for unit in [1, live.div_ceil(2), *live] {
                assert_eq!(tail(&self.nodes, sum + unit), Ok(place + 1), "of {place}");
            }
            sum += live;
        }
        assert_eq!(tail(&self.nodes, 0), Ok(0));
        assert_eq!(tail(&self.nodes, sum + 1), Err(MathError::LineUnderflow));
    }
}

pub fn total(places: &[Money]) -> Money {
    Money {
        live: places.iter().map(|money| money.live).sum(),
        committed: places.iter().map(|money| money.committed).sum(),
    }
}

/// Lengths a line may have: the least, the most, powers of two, their neighbours, and what is far from both.
pub fn capacities() -> impl Iterator<Item = u32> {
    [
        16, 17, 24, 31, 32, 33, 100, 127, 128, 341, 1_024, 4_095, 10_240, 43_690, 65_535, 65_536,
    ]
    .into_iter()
}

pub fn money(bits: u32) -> impl Strategy<Value = Money> {
    (below_bits(bits), below_bits(bits)).prop_map(|(live, committed)| Money { live, committed })
}

/// A deposit, a withdrawal of a part of what is there, a new offer, or more places.
#[derive(Clone, Debug)]
pub enum Step {
    Add(u32, Money),
    Take(u32, u8, u8),
    Void,
    Grow(u8),
}

pub fn step() -> impl Strategy<Value = Step> {
    let place = any::<u32>();
    prop_oneof![
        8 => (place, money(44)).prop_map(|(place, money)| Step::Add(place, money)),
        4 => (place, any::<u8>(), any::<u8>())
            .prop_map(|(place, live, committed)| Step::Take(place, live, committed)),
        1 => Just(Step::Void),
        1 => (0_u8..40).prop_map(Step::Grow),
    ]
}

pub fn run(book: &mut Book, steps: &[Step]) {
    for step in steps {
        let capacity = book.capacity();
        // Few places, so that money meets money, and the ends among them.
        let at = |place: u32| match place % 8 {
            0 => 0,
            1 => capacity - 1,
            2..=5 => (place / 8) % 32 * capacity / 32,
            _ => (place / 8) % capacity,
        };
        match *step {
            Step::Add(place, money) => book.add(at(place), money),
            Step::Take(place, live, committed) => book.take(at(place), live, committed),
            Step::Void => book.void(),
            Step::Grow(more) => book.grow(u32::from(more)),
        }
    }
}
