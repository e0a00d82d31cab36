//! Escrow books: a line of money that anyone may leave until it is locked, and that then becomes shares.

pub mod close_book;
pub mod deposit;
pub mod lock_book;
pub mod open_book;
pub mod phase;
pub mod refund_ticket;
pub mod set_refund_account;
pub mod settle_ticket;
pub mod state;
pub mod withdraw;
