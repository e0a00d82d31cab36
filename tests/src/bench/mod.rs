//! Measurements for `docs/benchmarks.md`.

pub mod accounts;
pub mod batch;
pub mod hook;
pub mod instructions;
pub mod page;
mod size;
