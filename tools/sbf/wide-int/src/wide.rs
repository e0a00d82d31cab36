//! 128-bit numbers as two 64-bit digits.
//!
//! Nothing here multiplies or divides a `u128`: on the target that would call the routine being defined. Nothing can
//! panic either, so that the compiled routines stand alone.
use core::num::NonZeroU64;

const HALF: u32 = 32;
const LOW_HALF: u64 = 0xffff_ffff;

/// An unsigned 128-bit number, or a signed one in two's complement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wide {
    /// The digit of weight 2^64.
    pub high: u64,
    /// The digit of weight 1.
    pub low: u64,
}

impl From<u128> for Wide {
    #[inline(always)]
    fn from(value: u128) -> Self {
        Wide {
            high: (value >> 64) as u64,
            low: value as u64,
        }
    }
}

impl From<Wide> for u128 {
    #[inline(always)]
    fn from(value: Wide) -> Self {
        ((value.high as u128) << 64) | value.low as u128
    }
}

impl Wide {
    const ZERO: Wide = Wide { high: 0, low: 0 };

    /// The low 128 bits of the product, the same for signed and unsigned factors.
    #[inline(always)]
    pub fn wrapping_mul(self, other: Wide) -> Wide {
        let Wide { high, low } = mul_digits(self.low, other.low);
        let high = high
            .wrapping_add(self.high.wrapping_mul(other.low))
            .wrapping_add(self.low.wrapping_mul(other.high));
        Wide { high, low }
    }

    /// Quotient and remainder of unsigned numbers.
    ///
    /// Rust checks for a zero divisor before it calls a division; one that gets here all the same yields quotient 0 and
    /// the dividend as remainder.
    #[inline(always)]
    pub fn div_rem(self, divisor: Wide) -> (Wide, Wide) {
        if divisor.high != 0 {
            return div_rem_by_two_digits(self, divisor);
        }
        match NonZeroU64::new(divisor.low) {
            Some(digit) => div_rem_by_digit(self, digit),
            None => (Wide::ZERO, self),
        }
    }

    /// The quotient of signed numbers, truncated, by an unsigned division of their magnitudes.
    #[inline(always)]
    pub fn signed_quotient(self, divisor: Wide, divide: impl FnOnce(Wide, Wide) -> Wide) -> Wide {
        let negative = self.is_negative() != divisor.is_negative();
        divide(self.magnitude(), divisor.magnitude()).negated_if(negative)
    }

    /// The remainder of signed numbers, with the dividend's sign, by an unsigned remainder of their magnitudes.
    #[inline(always)]
    pub fn signed_remainder(self, divisor: Wide, remain: impl FnOnce(Wide, Wide) -> Wide) -> Wide {
        remain(self.magnitude(), divisor.magnitude()).negated_if(self.is_negative())
    }

    #[inline(always)]
    fn is_negative(self) -> bool {
        self.high >> 63 != 0
    }

    #[inline(always)]
    fn magnitude(self) -> Wide {
        self.negated_if(self.is_negative())
    }

    #[inline(always)]
    fn negated_if(self, negate: bool) -> Wide {
        if negate { Wide::ZERO.sub(self) } else { self }
    }

    #[inline(always)]
    fn sub(self, other: Wide) -> Wide {
        let (low, borrow) = self.low.overflowing_sub(other.low);
        Wide {
            high: self
                .high
                .wrapping_sub(other.high)
                .wrapping_sub(borrow as u64),
            low,
        }
    }

    #[inline(always)]
    fn at_least(self, other: Wide) -> bool {
        self.high > other.high || (self.high == other.high && self.low >= other.low)
    }
}

/// The whole product of two digits, by four products of halves.
#[inline(always)]
fn mul_digits(a: u64, b: u64) -> Wide {
    let (a1, a0) = (a >> HALF, a & LOW_HALF);
    let (b1, b0) = (b >> HALF, b & LOW_HALF);
    let low = a0.wrapping_mul(b0);
    // Neither sum passes 2^64: (2^32 - 1)^2 + 2 (2^32 - 1) = 2^64 - 1.
    let middle = a1.wrapping_mul(b0).wrapping_add(low >> HALF);
    let middle_low = a0.wrapping_mul(b1).wrapping_add(middle & LOW_HALF);
    Wide {
        high: a1
            .wrapping_mul(b1)
            .wrapping_add(middle >> HALF)
            .wrapping_add(middle_low >> HALF),
        low: (middle_low << HALF) | (low & LOW_HALF),
    }
}

/// Schoolbook division: one digit of the dividend at a time, from the top.
#[inline(always)]
fn div_rem_by_digit(dividend: Wide, divisor: NonZeroU64) -> (Wide, Wide) {
    if dividend.high == 0 {
        let quotient = Wide {
            high: 0,
            low: dividend.low / divisor,
        };
        return (
            quotient,
            Wide {
                high: 0,
                low: dividend.low % divisor,
            },
        );
    }
    let (high, carried) = (dividend.high / divisor, dividend.high % divisor);
    let (low, remainder) = if divisor.get() <= LOW_HALF {
        div_rem_by_half(carried, dividend.low, divisor)
    } else {
        let shift = leading_zeros(divisor);
        let aligned = shift_left(
            Wide {
                high: carried,
                low: dividend.low,
            },
            shift,
        );
        let (low, remainder) = div_rem_normalised(aligned, divisor.get() << shift);
        (low, remainder >> shift)
    };
    (
        Wide { high, low },
        Wide {
            high: 0,
            low: remainder,
        },
    )
}

/// `(carried, low) / divisor` for `carried < divisor < 2^32`: each step fits in a native division.
#[inline(always)]
fn div_rem_by_half(carried: u64, low: u64, divisor: NonZeroU64) -> (u64, u64) {
    let upper = (carried << HALF) | (low >> HALF);
    let (q1, r1) = (upper / divisor, upper % divisor);
    let lower = (r1 << HALF) | (low & LOW_HALF);
    ((q1 << HALF) | (lower / divisor), lower % divisor)
}

/// Knuth's Algorithm D for two digits by one, in base 2^32, for a divisor with its top bit set and a quotient that fits
/// in one digit (`dividend.high < divisor`).
#[inline(always)]
fn div_rem_normalised(dividend: Wide, divisor: u64) -> (u64, u64) {
    let (q1, rest) = quotient_half(dividend.high, dividend.low >> HALF, divisor);
    let (q0, remainder) = quotient_half(rest, dividend.low & LOW_HALF, divisor);
    ((q1 << HALF) | q0, remainder)
}

/// One digit of base 2^32: `(rest * 2^32 + next) / divisor` and its remainder, for `rest < divisor`.
#[inline(always)]
fn quotient_half(rest: u64, next: u64, divisor: u64) -> (u64, u64) {
    let (d1, d0) = (divisor >> HALF, divisor & LOW_HALF);
    // A divisor with its top bit set has an upper half of at least 2^31.
    let Some(leading) = NonZeroU64::new(d1) else {
        return (0, rest);
    };
    // The estimate is never too small, and at most two too large. It is at most 2^32 + 1, so that no product below
    // passes 64 bits, and one that does not fit in a half is found too large like any other.
    let mut quotient = rest / leading;
    let mut remains = rest % leading;
    while quotient.wrapping_mul(d0) > ((remains << HALF) | next) {
        quotient = quotient.wrapping_sub(1);
        remains = remains.wrapping_add(d1);
        if remains > LOW_HALF {
            break;
        }
    }
    // The difference is below the divisor, so that the digits lost above 2^64 cancel out.
    let remainder = ((rest << HALF) | next).wrapping_sub(quotient.wrapping_mul(divisor));
    (quotient, remainder)
}

/// A divisor of two digits leaves a quotient of one: estimate it from the divisor's top 64 bits, then correct by one.
#[inline(always)]
fn div_rem_by_two_digits(dividend: Wide, divisor: Wide) -> (Wide, Wide) {
    let Some(top) = NonZeroU64::new(divisor.high) else {
        return (Wide::ZERO, dividend);
    };
    if !dividend.at_least(divisor) {
        return (Wide::ZERO, dividend);
    }
    let shift = leading_zeros(top);
    let leading = shift_left(divisor, shift).high;
    // Half of the dividend, so that the quotient fits.
    let half = Wide {
        high: dividend.high >> 1,
        low: (dividend.high << 63) | (dividend.low >> 1),
    };
    let (estimate, _) = div_rem_normalised(half, leading);
    // The estimate, scaled back, is exact or one too large: take one off and add it where it was right.
    let mut quotient = (estimate >> (63 ^ shift)).saturating_sub(1);
    let mut remainder = dividend.sub(
        Wide {
            high: 0,
            low: quotient,
        }
        .wrapping_mul(divisor),
    );
    if remainder.at_least(divisor) {
        quotient = quotient.wrapping_add(1);
        remainder = remainder.sub(divisor);
    }
    (
        Wide {
            high: 0,
            low: quotient,
        },
        remainder,
    )
}

#[inline(always)]
fn shift_left(value: Wide, shift: u32) -> Wide {
    // Two steps below, since a shift by all 64 bits has no meaning.
    Wide {
        high: (value.high << shift) | ((value.low >> 1) >> (63 ^ shift)),
        low: value.low << shift,
    }
}

/// Halving the search takes fewer instructions than what the compiler makes of `leading_zeros`.
#[inline(always)]
fn leading_zeros(value: NonZeroU64) -> u32 {
    let mut rest = value.get();
    let mut zeros = 0;
    for step in [32, 16, 8, 4, 2, 1] {
        if rest >> (64 - step) == 0 {
            zeros |= step;
            rest <<= step;
        }
    }
    zeros
}
