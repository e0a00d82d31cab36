//! Cash: how it comes in and reaches holders, through which tiers, and who bears losses.

pub mod distribution;
pub mod loss;
pub mod proceeds;
pub mod waterfall;
