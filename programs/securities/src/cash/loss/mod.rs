//! Losses of the pool: announced with a report, recorded after a notice or struck out before, and corrected later.

pub mod announce_loss;
pub mod correct_loss;
pub mod events;
pub mod record_loss;
pub mod state;
pub mod strike_loss;
