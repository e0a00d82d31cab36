//! The order of the money in a book: two Fenwick trees over places in line, kept side by side.
//!
//! One node holds both the live and the committed money of its range, so a deposit touches each cache line once and the
//! account can grow at its end. Places and nodes count from 0; node `at` sums the places `at & (at + 1) ..= at`, for a
//! line of any length. Every walk of the tree takes O(log n) steps.
//!
//! A commitment is to one version of the offer. Each node records the version that its committed sum belongs to: for
//! any other version the sum is 0, and the first change under another version restarts it. So a new version, which must
//! never have been used before, voids every commitment at once without touching a node.
//!
//! Source: P. Fenwick, "A New Data Structure for Cumulative Frequency Tables", 1994.

use super::{MathError, MathResult, fixed};
use bytemuck::{Pod, Zeroable};

/// The fewest places a line may have.
pub const MIN_CAPACITY: u32 = 16;
/// The most places a line may have.
pub const MAX_CAPACITY: u32 = 65_536;

/// One node of the trees.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Pod, Zeroable)]
pub struct Node {
    /// Money in escrow in the node's range, committed or not, in value units.
    pub live: u64,
    /// The part of it that is committed to the offer of `version`.
    pub committed: u64,
    /// The version of the offer that `committed` is for.
    pub version: u32,
    /// Zero.
    pub padding: u32,
}

const _: () = assert!(size_of::<Node>() == 24 && align_of::<Node>() == 8);

impl Node {
    const fn of(money: Money, version: u32) -> Self {
        Self {
            live: money.live,
            committed: money.committed,
            version,
            padding: 0,
        }
    }

    const fn money(self, version: u32) -> Money {
        Money {
            live: self.live,
            committed: if self.version == version {
                self.committed
            } else {
                0
            },
        }
    }
}

/// A sum over places, or a change to one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money {
    /// Money in escrow, committed or not, in value units.
    pub live: u64,
    /// The part of it that is committed to the current offer.
    pub committed: u64,
}

impl Money {
    /// An amount that is live and committed.
    #[must_use]
    pub const fn committed(value: u64) -> Self {
        Self {
            live: value,
            committed: value,
        }
    }

    /// An amount that is live but not committed.
    #[must_use]
    pub const fn live(value: u64) -> Self {
        Self {
            live: value,
            committed: 0,
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

/// Whether a line may have this many places: any number within the limits.
#[must_use]
pub const fn is_capacity(places: u32) -> bool {
    places >= MIN_CAPACITY && places <= MAX_CAPACITY
}

/// Adds money at a place; committed money is committed to this version of the offer.
///
/// A line whose length is not a power of two has no node for its total, so the caller must keep the sum over all places
/// within 64 bits.
///
/// # Errors
/// [`MathError::PlaceOutOfRange`]; [`MathError::Overflow`] when the sum of a node exceeds 64 bits. After an error the
/// line may be partly changed, so the transaction must fail.
pub fn add(nodes: &mut [Node], version: u32, place: u32, money: Money) -> MathResult<()> {
    walk_up(nodes, version, place, |node| node.plus(money))
}

/// Takes money from a place; committed money was committed to this version of the offer. The caller must take no more
/// than the place holds, which its ticket records: the node of an odd place also sums places before it, so the line
/// alone would not notice that their money is taken.
///
/// # Errors
/// [`MathError::PlaceOutOfRange`]; [`MathError::LineUnderflow`] when more is taken than a node holds, for example when
/// the commitment was void. After an error the line may be partly changed, so the transaction must fail.
pub fn sub(nodes: &mut [Node], version: u32, place: u32, money: Money) -> MathResult<()> {
    walk_up(nodes, version, place, |node| node.minus(money))
}

/// The money ahead of a place: the sum over all places before it, where committed money counts for this version of the
/// offer. `place` may equal the capacity, which gives the total.
///
/// # Errors
/// [`MathError::PlaceOutOfRange`]; [`MathError::Overflow`] when the sum exceeds 64 bits.
pub fn ahead(nodes: &[Node], version: u32, place: u32) -> MathResult<Money> {
    let mut sum = Money::default();
    let mut at = place as usize;
    if at > nodes.len() {
        return Err(MathError::PlaceOutOfRange);
    }
    while at > 0 {
        sum = sum.plus(node_before(nodes, at)?.money(version))?;
        at &= at.wrapping_sub(1);
    }
    Ok(sum)
}

/// The first place that has all of the first `live_ahead` units of live money before it; 0 for no money.
///
/// Given the line's total, it is the place after the last live money. Given the money ahead of a place, it is the place
/// after the last live money ahead of that place.
///
/// # Errors
/// [`MathError::LineUnderflow`] when the line has less live money; [`MathError::PlaceOutOfRange`] for a line of
/// 2^32 places or more.
pub fn tail(nodes: &[Node], live_ahead: u64) -> MathResult<u32> {
    if live_ahead == 0 {
        return Ok(0);
    }
    // Walk down the tree to the largest number of places that together have less than `live_ahead`. `left` is what they
    // lack and is always positive, so the place after them holds the last of the units.
    let (mut places, mut left) = (0_usize, live_ahead);
    let mut step = match nodes.len().checked_ilog2() {
        Some(bits) => 1_usize.wrapping_shl(bits),
        None => 0,
    };
    while step > 0 {
        let more = places | step;
        if let Some(node) = nodes.get(more.wrapping_sub(1))
            && node.live < left
        {
            left = left.wrapping_sub(node.live);
            places = more;
        }
        step >>= 1;
    }
    if places >= nodes.len() {
        return Err(MathError::LineUnderflow);
    }
    u32::try_from(places.wrapping_add(1)).map_err(|_| MathError::PlaceOutOfRange)
}

/// Repairs a line that was extended from `from` places, where the new nodes are zero. A new node sums old places only
/// if it sums the last of them, so only the ancestors of that place need repair.
///
/// # Errors
/// [`MathError::PlaceOutOfRange`] when the line has fewer than `from` places; [`MathError::Overflow`] when a sum
/// exceeds 64 bits. After an error the line may be partly changed, so the transaction must fail.
pub fn grow(nodes: &mut [Node], from: u32, version: u32) -> MathResult<()> {
    let from = from as usize;
    if from > nodes.len() {
        return Err(MathError::PlaceOutOfRange);
    }
    if from == 0 {
        return Ok(());
    }
    // The sum over the old places from `first` on. The range of an ancestor begins at `from` with some low bits
    // cleared. The walk that `ahead` makes from there passes all these places, so one walk gives the sums of all
    // ancestors.
    let (mut first, mut sum) = (from, Money::default());
    let mut at = from.wrapping_sub(1) | from;
    while at < nodes.len() {
        let start = at & at.wrapping_add(1);
        while first > start {
            sum = sum.plus(node_before(nodes, first)?.money(version))?;
            first &= first.wrapping_sub(1);
        }
        if let Some(node) = nodes.get_mut(at) {
            *node = Node::of(sum, version);
        }
        at |= at.wrapping_add(1);
    }
    Ok(())
}

fn node_before(nodes: &[Node], place: usize) -> MathResult<Node> {
    nodes
        .get(place.wrapping_sub(1))
        .copied()
        .ok_or(MathError::PlaceOutOfRange)
}

fn walk_up(
    nodes: &mut [Node],
    version: u32,
    place: u32,
    change: impl Fn(Money) -> MathResult<Money>,
) -> MathResult<()> {
    let mut at = place as usize;
    if at >= nodes.len() {
        return Err(MathError::PlaceOutOfRange);
    }
    // The parent of `at` is `at | (at + 1)`.
    while let Some(node) = nodes.get_mut(at) {
        *node = Node::of(change(node.money(version))?, version);
        at |= at.wrapping_add(1);
    }
    Ok(())
}
