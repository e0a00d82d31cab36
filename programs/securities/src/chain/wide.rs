//! 128-bit integers in accounts.

use anchor_lang::prelude::*;

/// A `u128` as two 64-bit digits, the low one first.
///
/// Rust aligns `u128` to 16 bytes on some targets and to 8 on others, while account data is aligned to 8. So a plain
/// `u128` field would change its offset or panic.
#[zero_copy]
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Wide {
    /// The low and the high digit.
    pub digits: [u64; 2],
}

impl Wide {
    /// The number.
    #[must_use]
    pub const fn get(self) -> u128 {
        let [low, high] = self.digits;
        ((high as u128) << 64) | low as u128
    }

    /// Sets the number.
    pub const fn set(&mut self, value: u128) {
        self.digits = [value as u64, (value >> 64) as u64];
    }
}
