//! The end of a book: the lock, each ticket's shares or refund, and what is left to close.

pub mod close_book;
pub mod close_escrow;
pub mod events;
pub mod fail_book;
pub mod held;
pub mod lock_book;
pub mod lock_group;
pub mod refund_ticket;
pub mod release_proceeds;
pub mod rewards;
pub mod settle_ticket;
pub mod tips;
