//! The end of a security: it is wound down, ends, and gives its accounts back.

pub mod close_account;
pub mod close_security;
pub mod close_source;
pub mod close_vault;
pub mod events;
pub mod remains;
pub mod wind_down;
