//! What a book offers: versions of its terms, what is promised besides, and what a lock needs.

pub mod add_asset;
pub mod events;
pub mod make_offer;
pub mod open_book;
mod price;
pub mod readiness;
pub mod rights;
pub mod set_curve;
pub mod version;
pub mod votes;
