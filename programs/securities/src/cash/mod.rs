//! Cash: how it comes in, through which tiers it runs, how it reaches holders, and who bears losses.

pub mod distribution;
pub mod loss;
pub mod proceeds;
pub mod waterfall;
