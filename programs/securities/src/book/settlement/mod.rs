//! The end of a book: the lock, the shares or refund of each ticket, and the closing of its accounts.

pub mod close_book;
pub mod close_escrow;
pub mod events;
pub mod fail_book;
pub mod grant_rewards;
pub mod held_shares;
pub mod lock_book;
pub mod lock_group;
pub mod refund_ticket;
pub mod release_proceeds;
pub mod settle_ticket;
pub mod tips;
