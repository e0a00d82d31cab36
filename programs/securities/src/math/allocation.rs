//! Whose money is accepted when more is committed than the cap.

use super::{MathError, MathResult, fixed};

/// One ticket's part of the accepted money.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allocation {
    /// Accepted money ahead of the ticket.
    pub ahead: u64,
    /// Accepted money of the ticket.
    pub accepted: u64,
}

/// First come, first served: money is accepted in line order up to the cap; the ticket at the margin is cut.
///
/// With `F(s) = min(s, cap)`, a ticket's part is `F(ahead + value) - F(ahead)`, so parts sum to `min(total, cap)` in
/// any order of settlement, and splitting a stake changes nothing.
///
/// # Errors
/// [`crate::math::MathError::Overflow`] when `ahead + value` exceeds 64 bits.
pub fn first_come(ahead: u64, value: u64, cap: u64) -> MathResult<Allocation> {
    let from = ahead.min(cap);
    let to = fixed::add(ahead, value)?.min(cap);
    Ok(Allocation {
        ahead: from,
        accepted: fixed::sub(to, from)?,
    })
}

/// Pro rata: when `total` committed money exceeds the cap, every ticket is cut in the same proportion, to whole lots.
/// All amounts are in whole lots.
///
/// With `F(s) = lot * ceil((s / lot) * (cap / lot) / (total / lot))`, a ticket's part is `F(ahead + value) - F(ahead)`,
/// so parts sum to `F(total) = cap` in any order of settlement, and splitting a stake changes nothing. `F` steps by
/// whole lots and, since the cap is below the total, by no more lots than `s` does. So a ticket of `n` lots gets at
/// most `n`, and differs from its exact proportion by less than one lot; its place in line decides which way.
///
/// The ceiling gives the indivisible rest to the head of the line: the first money gets no less than any other stretch
/// of the same length, and all money up to any place together gets no less than its exact proportion. Further back, a
/// lot falls where the proportion crosses a whole one. Except for first come, first served, no rule under which
/// splitting changes nothing can do otherwise.
///
/// If an amount is not in whole lots, only its whole lots count. The cap is then not reached; and if a ticket's amounts
/// are not in whole lots, it may be given up to one lot more than it has. So tickets must be checked when they commit.
///
/// # Errors
/// [`MathError::DivisionByZero`] for a zero lot; [`MathError::Overflow`] when `ahead + value` exceeds 64 bits;
/// [`MathError::LineUnderflow`] when it exceeds `total`.
pub fn pro_rata(ahead: u64, value: u64, total: u64, cap: u64, lot: u64) -> MathResult<Allocation> {
    let lots = |amount: u64| amount.checked_div(lot).ok_or(MathError::DivisionByZero);
    let (all, most) = (lots(total)?, lots(cap)?);
    let end = fixed::add(ahead, value)?;
    if end > total {
        return Err(MathError::LineUnderflow);
    }
    if total <= cap {
        return Ok(Allocation {
            ahead,
            accepted: value,
        });
    }
    let accepted = |amount: u64| -> MathResult<u64> {
        fixed::mul_div_ceil(lots(amount)?, most, all)?
            .checked_mul(lot)
            .ok_or(MathError::Overflow)
    };
    let from = accepted(ahead)?;
    Ok(Allocation {
        ahead: from,
        accepted: fixed::sub(accepted(end)?, from)?,
    })
}
