//! What all domains use of the chain: accounts, token programs, addresses, events.

#[macro_use]
mod ensure;

pub mod cpi;
pub mod create;
pub mod event;
pub(crate) mod extra;
pub mod owner;
pub mod seeds;
pub mod text;
pub mod token;
pub mod token_acl;
pub mod wide;
