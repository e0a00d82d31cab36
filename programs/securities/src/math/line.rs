//! The order of the money in a book: two Fenwick trees over places in line, kept side by side.
//!
//! One node holds the live money and the committed money of its range, so a deposit touches each cache line
//! once and the account can grow at its end. All operations take O(log n) steps.
//! Source: P. Fenwick, "A New Data Structure for Cumulative Frequency Tables", 1994.

use super::{MathError, MathResult, fixed};
use bytemuck::{Pod, Zeroable};

/// The fewest places a line may have.
pub const MIN_CAPACITY: u32 = 16;
/// The most places a line may have.
pub const MAX_CAPACITY: u32 = 65_536;

/// One node of the trees; also a pair of sums.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Money {
    /// Money in escrow, committed or not, in value units.
    pub live: u64,
    /// The part of it that is committed to the present offer.
    pub committed: u64,
}

impl Money {
    /// The same amount, live and committed.
    #[must_use]
    pub const fn committed(value: u64) -> Self {
        Self {
            live: value,
            committed: value,
        }
    }

    fn plus(self, other: Self) -> MathResult<Self> {
        Ok(Self {
            live: fixed::add(self.live, other.live)?,
            committed: fixed::add(self.committed, other.committed)?,
        })
    }

    fn minus(self, other: Self) -> MathResult<Self> {
        let take = |a: u64, b: u64| a.checked_sub(b).ok_or(MathError::LineUnderflow);
        Ok(Self {
            live: take(self.live, other.live)?,
            committed: take(self.committed, other.committed)?,
        })
    }
}

/// Whether a line may have this many places: a power of two within the limits, so that it can double in place.
#[must_use]
pub const fn is_capacity(places: u32) -> bool {
    places.is_power_of_two() && places >= MIN_CAPACITY && places <= MAX_CAPACITY
}

/// Adds money at a place.
///
/// # Errors
/// [`MathError::PlaceOutOfRange`]; [`MathError::Overflow`] when a sum passes 64 bits. On an error the line may
/// be half changed: the transaction must fail.
pub fn add(nodes: &mut [Money], place: u32, money: Money) -> MathResult<()> {
    walk_up(nodes, place, |node| node.plus(money))
}

/// Takes money from a place. No more than the place holds, which its ticket says: an odd place shares its node with
/// places before it, so the line alone would let their money go.
///
/// # Errors
/// [`MathError::PlaceOutOfRange`]; [`MathError::LineUnderflow`] when more is taken than a node holds. On an error the
/// line may be half changed: the transaction must fail.
pub fn sub(nodes: &mut [Money], place: u32, money: Money) -> MathResult<()> {
    walk_up(nodes, place, |node| node.minus(money))
}

/// The money ahead of a place: the sum over all places before it. `place` may equal the capacity, which gives
/// the total.
///
/// # Errors
/// [`MathError::PlaceOutOfRange`]; [`MathError::Overflow`] when the account's bytes are not a line's.
pub fn ahead(nodes: &[Money], place: u32) -> MathResult<Money> {
    let mut sum = Money::default();
    let mut at = place as usize;
    if at > nodes.len() {
        return Err(MathError::PlaceOutOfRange);
    }
    while at > 0 {
        let node = nodes
            .get(at.wrapping_sub(1))
            .ok_or(MathError::PlaceOutOfRange)?;
        sum = sum.plus(*node)?;
        at &= at.wrapping_sub(1);
    }
    Ok(sum)
}

fn walk_up(
    nodes: &mut [Money],
    place: u32,
    change: impl Fn(Money) -> MathResult<Money>,
) -> MathResult<()> {
    let mut at = place as usize;
    if at >= nodes.len() {
        return Err(MathError::PlaceOutOfRange);
    }
    // Zero-based: the parent of `at` is `at | (at + 1)`.
    while let Some(node) = nodes.get_mut(at) {
        *node = change(*node)?;
        at |= at.wrapping_add(1);
    }
    Ok(())
}
