//! Distributions: cash comes in with its source, runs through the waterfall and goes out to every holder.

pub mod carry_out_distribution;
pub mod claim;
pub mod collect_source;
pub mod correct_distribution;
pub mod escheat;
pub mod events;
pub(crate) mod incoming_payment;
pub mod pay_holders;
mod payout;
mod pending;
pub mod post_distribution;
pub mod register_source;
pub mod restore_escheated;
pub mod state;
