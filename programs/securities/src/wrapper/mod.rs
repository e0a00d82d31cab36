//! Wrappers: plain tokens, each of which is one share and what one share has received since the wrapper began.

pub mod create_wrapper;
pub mod events;
pub mod state;
pub mod value;
pub mod wrap_shares;
