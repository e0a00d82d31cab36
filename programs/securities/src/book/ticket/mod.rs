//! Tickets: what an owner does with its money while it is in line.

pub mod approve_ticket;
pub mod commit_and_vote;
pub mod consent;
pub mod deposit;
pub mod events;
pub mod owner_total;
pub mod preview_ticket;
pub mod qualify_ticket;
pub mod set_refund_account;
pub mod state;
pub mod withdraw;
