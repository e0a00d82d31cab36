//! The harness of the program's tests: two engines behind one trait, deals built in a few lines, an independent
//! model of what everyone is owed, and the checks that hold after every step.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    reason = "a test that meets the unexpected must stop"
)]

pub mod address;
pub mod attestation_service;
pub mod audit;
pub mod bench;
pub mod deal;
pub mod engine;
pub mod errors;
pub mod events;
pub mod holdings;
pub mod hostile_gate;
pub mod ix;
pub mod lite;
pub mod machine;
pub mod matrix;
pub mod model;
pub mod money;
pub mod native;
pub mod offering;
pub mod read;
pub mod rng;
pub mod safes;
pub mod stake_pool;
pub mod terms;
pub mod token;
pub mod token_acl;
pub mod vaults;
pub mod winding;
pub mod world;
