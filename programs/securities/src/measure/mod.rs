//! Exceptional measures: what the sponsor and the arbitrator can do together to shares, where the security has such measures
//! from its creation on. Each is announced with a document, waits, and can be cancelled.

pub mod announce_measure;
pub mod cancel_measure;
pub mod close_measure;
pub mod events;
pub mod reassign_shares;
pub mod state;
pub mod take_measure;
