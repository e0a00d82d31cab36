//! Securities: their account, vaults for further mints, and the rules for draws, deliveries and groups.

pub mod add_vault;
mod authority;
pub mod budget;
pub mod confirm_delivery;
pub mod control;
pub mod counters;
pub mod delivery;
pub mod document;
pub mod draws;
pub mod events;
pub mod group;
pub mod measures;
mod membership;
mod new_vault;
mod spending;
pub mod state;
pub mod stated;
pub mod vault;
pub(crate) mod vaults;
pub mod winding;
