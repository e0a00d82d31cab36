//! Tickets: what an owner does with its money while it is in line.

pub mod approve_ticket;
pub mod consent;
pub mod deposit;
pub mod events;
pub mod own_ticket;
pub mod preview_ticket;
pub mod qualify_ticket;
pub mod set_refund_account;
pub mod stake;
pub mod state;
pub mod withdraw;
