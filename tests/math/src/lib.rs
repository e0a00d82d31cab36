//! What the properties of the arithmetic share: how many cases they run and what they draw, a calendar that counts
//! day by day, and a waterfall by its rules alone.
//!
//! The properties themselves are in `tests/properties`, one module to each module of the program's `math`. They
//! compare with arbitrary precision, with naive models, or with what must hold of money whatever the formula:
//! nothing is made, nothing is lost, nobody pays for another.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    clippy::expect_used,
    reason = "support of tests: a failure here must stop the run"
)]

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

pub mod naive;

/// Cases of a property that costs next to nothing.
pub const MANY: u32 = 100_000;
/// Cases of a usual property.
pub const USUAL: u32 = 20_000;
/// Cases of a property that runs through a history of dozens of steps.
pub const HISTORIES: u32 = 10_000;

/// So many cases from a fixed seed: every run tests the same cases. `PROPTEST_RNG_SEED` draws others.
#[must_use]
pub fn cases(count: u32) -> Config {
    let mut config = Config::with_cases(count);
    config.failure_persistence = None;
    if config.rng_seed == RngSeed::Random {
        config.rng_seed = RngSeed::Fixed(20_260_101);
    }
    config
}

/// Numbers where 64-bit arithmetic changes its ways.
pub const EDGES: [u64; 14] = [
    0,
    1,
    2,
    3,
    10,
    1_000_000_000,
    (1 << 32) - 1,
    1 << 32,
    (1 << 32) + 1,
    (1 << 63) - 1,
    1 << 63,
    (1 << 63) + 1,
    u64::MAX - 1,
    u64::MAX,
];

/// Any 64-bit number, each order of magnitude alike, and edges often.
pub fn number() -> impl Strategy<Value = u64> {
    prop_oneof![
        7 => below_bits(64),
        1 => proptest::sample::select(EDGES.as_slice()),
    ]
}

/// Any number below 2^`bits`, each order of magnitude alike.
pub fn below_bits(bits: u32) -> impl Strategy<Value = u64> {
    (any::<u64>(), 64 - bits..=64)
        .prop_map(|(number, shift)| number.checked_shr(shift).unwrap_or(0))
}

/// As [`below_bits`], from one draw: quicker, and a failure shrinks less well.
pub fn quick_below_bits(bits: u32) -> impl Strategy<Value = u64> {
    any::<u64>().prop_map(move |draw| {
        let shift = 64 - bits + u32::try_from(draw % u64::from(bits + 1)).unwrap_or(0);
        draw.checked_shr(shift).unwrap_or(0)
    })
}

/// As [`below_bits`], and not zero.
pub fn positive(bits: u32) -> impl Strategy<Value = u64> {
    below_bits(bits).prop_map(|number| number.max(1))
}
