//! Escrow books. A book is a line of money that owners may leave until it is locked; the accepted money then becomes
//! shares.

pub mod asset;
pub mod ledger;
pub mod line;
pub mod offer;
pub mod outcome;
pub mod owed;
pub mod phase;
pub mod poll;
pub mod reward;
pub mod settlement;
pub mod state;
pub mod ticket;
