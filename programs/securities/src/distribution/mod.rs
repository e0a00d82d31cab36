//! Distributions: cash in with its source, through the waterfall, out to every holder.

pub mod claim;
pub mod pay_holders;
pub mod post_distribution;
pub mod run_distribution;
pub mod state;
