//! Amounts that are not money: each has a type of its own, so that none can be taken for money or for another.
//!
//! A bare `u64` is money, in base units of the mint at hand; value in line is money too, of the settlement mint. Only a
//! rate turns [`Units`] into value and back ([`super::rate::Rate`]), and only a price turns value into [`Shares`]
//! ([`super::shares`]). Indices are `u128`, basis points `u16` or `u32`, times `i64`. Accounts, arguments and events
//! hold bare numbers, since they are the wire format; their methods wrap them.

use super::{MathResult, fixed};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[repr(transparent)]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub u64);

        impl $name {
            /// None.
            pub const ZERO: Self = Self(0);

            /// The bare number, for the wire.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }

            /// Whether there is none.
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
    /// The part of it that `part` is of `whole`, both in value: `floor(self * part / whole)`.
    ///
    /// # Errors
    /// [`crate::math::MathError::DivisionByZero`]; [`crate::math::MathError::Overflow`] when the part is larger than the whole.
    pub fn part_floor(self, part: u64, whole: u64) -> MathResult<Self> {
        fixed::mul_div_floor(self.0, part, whole).map(Self)
    }

    /// The part of it that `part` is of `whole`, both in value: `ceil(self * part / whole)`.
    ///
    /// # Errors
    /// [`crate::math::MathError::DivisionByZero`]; [`crate::math::MathError::Overflow`] when the part is larger than the whole.
    pub fn part_ceil(self, part: u64, whole: u64) -> MathResult<Self> {
        fixed::mul_div_ceil(self.0, part, whole).map(Self)
    }
}
