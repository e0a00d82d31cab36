//! The structure of a security: its creation, its tranches' terms and its waterfall, which are part of every offer
//! until a book is locked.

pub mod create_frozen_tranche;
pub mod create_security;
pub mod create_tranche;
pub mod events;
pub mod open_books;
pub mod set_structure;
pub mod set_transfer_rules;
