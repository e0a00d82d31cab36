//! The structure of a security: its classes' terms and its waterfall, which are part of every offer until a book is locked.

pub mod open_books;
pub mod set_structure;
