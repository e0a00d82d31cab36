//! Refunds that could be paid to no account of their owner: they leave their book, so that it can be closed, and wait for
//! the owner in a record of their own.

pub mod claim_owed;
pub mod events;
pub mod owe_refund;
pub mod state;
