//! Holders: one owner's record in one tranche, and the transfer hook that keeps both ends' records.

pub mod close_holder;
pub mod open_holder;
pub mod set_payout_account;
pub mod state;
pub mod transfer_hook;
