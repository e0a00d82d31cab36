//! Disclosures: what a security's holders are to be told and by when, what they were told, and the windows in which shares
//! are exchanged, which open only where that was in time.

pub mod calendar;
pub mod events;
pub mod open_window;
pub mod post_disclosure;
pub mod post_notice;
pub mod set_disclosures;
pub mod state;
