//! Programs of others beside ours: their published crates, built by `make test-reach`, and what their instructions are.
//! Nothing of theirs is linked here, so instructions and accounts are written out as they read them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    reason = "a test that meets the unexpected must stop"
)]

pub mod chain;
pub mod form;
pub mod lender;
pub mod oracle;
pub mod order_book;
pub mod pool;
pub mod stage;
pub mod units;
pub mod wire;
