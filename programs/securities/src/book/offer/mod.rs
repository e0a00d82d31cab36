//! What a book offers: terms by version, what is promised beside them, and when they bind.

pub mod add_asset;
pub mod events;
pub mod open_book;
mod price;
pub mod readiness;
pub mod rights;
pub mod set_curve;
pub mod terms;
pub mod version;
pub mod votes;
