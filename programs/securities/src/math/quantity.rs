//! Amounts that are not money. Each has a type of its own, so none can be mistaken for money or for another.
//!
//! A bare `u64` is money, in base units of the mint at hand. Value in line is money too, in base units of the
//! settlement mint. Only a rate converts [`Units`] to value and back ([`super::rate::Rate`]), and only a price converts
//! value to [`Shares`] ([`super::shares`]). Accumulators are `u128`, basis points `u16` or `u32`, times `i64`. Accounts,
//! arguments and events hold bare numbers, since they are the wire format; their methods wrap the numbers.

use super::{MathResult, fixed};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[repr(transparent)]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub u64);

        impl $name {
            /// Zero.
            pub const ZERO: Self = Self(0);

            /// The bare number, for the wire format.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }

            /// Whether it is zero.
            #[must_use]
            pub const fn is_zero(self) -> bool {
                self.0 == 0
            }

            /// `self + other`.
            ///
            /// # Errors
            /// [`crate::math::MathError::Overflow`].
            pub fn plus(self, other: Self) -> MathResult<Self> {
                fixed::add(self.0, other.0).map(Self)
            }

            /// `self - other`.
            ///
            /// # Errors
            /// [`crate::math::MathError::Overflow`] when `other` is larger.
            pub fn minus(self, other: Self) -> MathResult<Self> {
                fixed::sub(self.0, other.0).map(Self)
            }
        }
    };
}

quantity! {
    /// Base units of an asset that a book accepts, whatever they are worth.
    Units
}

quantity! {
    /// Base units of a share mint.
    Shares
}

impl Units {
    /// A share of this amount in the proportion of `part` to `whole`, both in value: `floor(self * part / whole)`.
    ///
    /// # Errors
    /// [`crate::math::MathError::DivisionByZero`]; [`crate::math::MathError::Overflow`] when `part` is larger than
    /// `whole`.
    pub fn part_floor(self, part: u64, whole: u64) -> MathResult<Self> {
        fixed::mul_div_floor(self.0, part, whole).map(Self)
    }

    /// A share of this amount in the proportion of `part` to `whole`, both in value: `ceil(self * part / whole)`.
    ///
    /// # Errors
    /// [`crate::math::MathError::DivisionByZero`]; [`crate::math::MathError::Overflow`] when `part` is larger than
    /// `whole`.
    pub fn part_ceil(self, part: u64, whole: u64) -> MathResult<Self> {
        fixed::mul_div_ceil(self.0, part, whole).map(Self)
    }
}
