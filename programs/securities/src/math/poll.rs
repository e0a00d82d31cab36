//! When a poll of the money in line passes.

use super::fixed::{self, BPS};

/// Whether `yes` is more than `threshold_bps` basis points of `base`: `yes * BPS > base * threshold_bps`.
///
/// Both are money in line, in value units. Exactly the threshold is not enough: at 5,000 basis points, more than half
/// must vote yes; at 10,000, more than all, so the poll never passes. Nothing passes when `base` is 0.
#[must_use]
pub fn passes(yes: u64, base: u64, threshold_bps: u16) -> bool {
    base > 0 && fixed::product(yes, BPS) > fixed::product(base, u64::from(threshold_bps))
}
