//! Properties and exact vectors of the program's arithmetic.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "in a test a panic is a failure, and that is what it is for"
)]

mod accounts;
mod accrual;
mod accumulator;
mod allocation;
mod amortisation;
mod book;
mod books;
mod business;
mod calendar;
mod carry;
mod conversion;
mod curve;
mod draws;
mod dues;
mod fee;
mod fixed;
mod line;
mod loss;
mod phase;
mod poll;
mod published;
mod rate;
mod schedule;
mod seniority;
mod shares;
mod stream;
mod structure;
mod subordination;
mod tap;
mod trigger;
mod waterfall;
mod window;
mod wrapper;
