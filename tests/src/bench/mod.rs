//! Measurements for `docs/benchmarks.md`.

pub mod accounts;
pub mod batch;
mod books;
mod control;
mod conversions;
mod disclosures;
mod floating;
mod frozen;
pub mod hook;
pub mod instructions;
pub mod lines;
mod measures;
pub mod page;
mod persons;
mod resolutions;
mod servicing;
pub mod size;
mod winding;
