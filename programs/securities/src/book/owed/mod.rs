//! Refunds that could not be paid to any account of their owner. They leave their book, so that it can be closed, and
//! wait for the owner in a record of their own.

pub mod claim_refund;
pub mod events;
pub mod owe_refund;
pub mod state;
