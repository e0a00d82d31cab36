//! Shares in pools, order books and lending markets of others. Figures are exact to the unit.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    reason = "a test that meets the unexpected must stop"
)]

mod lending;
mod order_book;
mod page;
mod pool;
mod trials;
