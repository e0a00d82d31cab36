//! Instructions on holder records, and the transfer hook, which updates the records of sender and receiver.

pub mod allot_shares;
pub mod check_thaw;
pub mod check_transfer;
pub mod close_holder;
pub mod events;
pub mod freeze_shares;
pub mod gate;
pub mod open_holder;
pub mod qualify_holder;
pub mod release_retention;
pub mod set_payout_account;
pub mod take_points;
pub mod transfer_hook;
