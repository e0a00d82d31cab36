//! Who gets in when more is committed than the cap takes.

use super::{MathResult, fixed};

/// One ticket's part of the accepted money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allocation {
    /// Accepted money ahead of the ticket.
    pub ahead: u64,
    /// Accepted money of the ticket.
    pub accepted: u64,
}

/// First come, first served: money is accepted in line order until the cap; the ticket at the margin is cut.
///
/// With `F(s) = min(s, cap)` the part is `F(ahead + value) - F(ahead)`, so parts sum to `min(total, cap)` in any
/// order of settlement, and splitting a stake changes nothing.
///
/// # Errors
/// [`super::MathError::Overflow`] when `ahead + value` passes 64 bits.
pub fn first_come(ahead: u64, value: u64, cap: u64) -> MathResult<Allocation> {
    let from = ahead.min(cap);
    let to = fixed::add(ahead, value)?.min(cap);
    Ok(Allocation {
        ahead: from,
        accepted: fixed::sub(to, from)?,
    })
}
