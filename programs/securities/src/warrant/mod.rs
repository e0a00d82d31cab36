//! Warrants: series of rights to buy shares of an equity tranche at a strike, as tokens of their own. A book grants
//! them as a reward, and the shares they can become are set aside from then until they expire.

pub mod close_series;
pub mod create_series;
pub mod events;
pub mod exercise;
pub mod state;
