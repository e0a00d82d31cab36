//! Money that is paid out evenly over a time.

use super::{MathError, MathResult, fixed};

/// What is still to come. It comes evenly: a straight line from `left` at one time to nothing at the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stream {
    /// Base units still to come.
    pub left: u64,
    /// From when, in Unix seconds.
    pub from: i64,
    /// Until when, in Unix seconds.
    pub until: i64,
}

/// What has come up to now, and the rest: `floor(left * (now - from) / (until - from))`, all of it from `until` on.
///
/// The floor leaves what it cuts off in the stream, so the parts sum to the whole, and no number of releases is ever
/// ahead of the line; it lags by less than one unit a release. A release of nothing leaves the stream as it
/// was, so that releasing often does not hold back a small one.
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

/// Adds an amount that is to come over so many seconds from now to a stream that was released up to now. Both come
/// over one time, which is the mean of the two, weighted by money and rounded up: to add a little does not put off
/// much what is coming already.
///
/// # Errors
/// [`MathError::Overflow`]; [`MathError::DateOutOfRange`] for a negative number of seconds.
pub fn add(stream: Stream, now: i64, amount: u64, seconds: i64) -> MathResult<Stream> {
    let left = fixed::add(stream.left, amount)?;
    let over = u64::try_from(seconds).map_err(|_| MathError::DateOutOfRange)?;
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
        _ => fixed::narrow(weighted.div_ceil(u128::from(left)))?,
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
