//! The order of the money in a book.

pub mod account;
pub mod events;
pub mod grow_and_move_up;
