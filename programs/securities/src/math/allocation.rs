//! Who gets in when more is committed than the cap takes.

use super::{MathError, MathResult, fixed};

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
/// [`crate::math::MathError::Overflow`] when `ahead + value` passes 64 bits.
pub fn first_come(ahead: u64, value: u64, cap: u64) -> MathResult<Allocation> {
    let from = ahead.min(cap);
    let to = fixed::add(ahead, value)?.min(cap);
    Ok(Allocation {
        ahead: from,
        accepted: fixed::sub(to, from)?,
    })
}

/// Pro rata: when `total` committed money passes the cap, every ticket is cut in the same proportion, to whole lots.
/// All amounts are in whole lots.
///
/// With `F(s) = lot * ceil((s / lot) * (cap / lot) / (total / lot))` the part is `F(ahead + value) - F(ahead)`, so
/// parts sum to `F(total) = cap` in any order of settlement, and splitting a stake changes nothing. `F` steps by
/// whole lots, and since the cap is below the total, by no more lots than `s` does: a ticket of `n` lots gets at
/// most `n`, and differs from its exact proportion by less than one lot, which the place in line decides.
///
/// The ceiling gives what does not divide to the head: the first money of the line gets no less than any other stretch
/// of it that is as long, and all money up to any place together no less than its exact proportion. Further back a lot
/// falls where the proportion crosses a whole one: no rule under which splitting changes nothing can do otherwise, short
/// of first come, first served.
///
/// Of an amount that is not in whole lots only whole ones count: of the cap, which then is not reached, and of the
/// others, where a ticket may then be given up to a lot more than it has. Tickets must be checked when they commit.
///
/// # Errors
/// [`MathError::DivisionByZero`] for a zero lot; [`MathError::Overflow`] when `ahead + value` passes 64 bits;
/// [`MathError::LineUnderflow`] when it passes `total`.
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
