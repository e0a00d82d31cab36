//! Money that is released evenly over time.

use super::{MathError, MathResult, fixed};

/// Money still to be released: a straight line from `left` at `from` down to zero at `until`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stream {
    /// Base units not released yet.
    pub left: u64,
    /// Start of the release, in Unix seconds.
    pub from: i64,
    /// End of the release, in Unix seconds.
    pub until: i64,
}

/// What has been released by now, and the rest: `floor(left * (now - from) / (until - from))`, and all of it from
/// `until` on.
///
/// What the floor cuts off stays in the stream, so the parts sum to the whole. However often it is released, the total
/// is never ahead of the line, and it lags by less than one unit per release. A release of zero leaves the stream
/// unchanged, so frequent releases do not hold back a small stream.
///
/// # Errors
/// [`MathError::Overflow`] when the times are further apart than 63 bits of seconds.
pub fn released(stream: Stream, now: i64) -> MathResult<(u64, Stream)> {
    let part = if now >= stream.until {
        stream.left
    } else if now <= stream.from {
        0
    } else {
        let span = span(stream.from, stream.until)?;
        fixed::mul_div_floor(stream.left, span.min(self::span(stream.from, now)?), span)?
    };
    if part == 0 && now < stream.until {
        return Ok((0, stream));
    }
    let rest = Stream {
        left: fixed::sub(stream.left, part)?,
        from: now,
        until: stream.until,
    };
    Ok((part, rest))
}

/// Adds an amount, to be released over `seconds` from now, to a stream that has been released up to now. Both are then
/// released over one time: the mean of the two times, weighted by money and rounded up. So a small addition hardly
/// delays what is already on its way.
///
/// # Errors
/// [`MathError::Overflow`]; [`MathError::DateOutOfRange`] for a negative number of seconds.
pub fn add(stream: Stream, now: i64, amount: u64, seconds: i64) -> MathResult<Stream> {
    let left = fixed::add(stream.left, amount)?;
    let over = u64::try_from(seconds).map_err(|_| MathError::DateOutOfRange)?;
    // Alone, it takes its own time.
    if stream.left == 0 && amount > 0 {
        return Ok(Stream {
            left,
            from: now,
            until: now.checked_add(seconds).ok_or(MathError::Overflow)?,
        });
    }
    let remaining = if stream.until > now {
        span(now, stream.until)?
    } else {
        0
    };
    // Each product is below 2^64 * 2^63, so the sum fits; the mean is at most the longer time, below 2^63.
    let weighted =
        fixed::product(stream.left, remaining).wrapping_add(fixed::product(amount, over));
    let mean = match left {
        0 => 0,
        // Below 2^127 with as much as rounds it up: one division, where a quotient and a remainder are two.
        _ => {
            let up = weighted.wrapping_add(u128::from(left.wrapping_sub(1)));
            fixed::narrow(up.checked_div(left.into()).unwrap_or(0))?
        }
    };
    let mean = i64::try_from(mean).map_err(|_| MathError::Overflow)?;
    Ok(Stream {
        left,
        from: now,
        until: now.checked_add(mean).ok_or(MathError::Overflow)?,
    })
}

/// Seconds from one time to a later one.
fn span(from: i64, to: i64) -> MathResult<u64> {
    to.checked_sub(from)
        .and_then(|seconds| u64::try_from(seconds).ok())
        .ok_or(MathError::Overflow)
}
