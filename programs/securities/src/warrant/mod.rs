//! Warrants: series of rights to buy shares of an equity tranche at a strike until an expiry, as tokens of their own. A
//! book promises them as a reward, and the shares that they can become are set aside from then until the expiry.

pub mod close_series;
pub mod create_series;
pub mod events;
pub mod exercise;
pub mod state;
