//! Proceeds: drawn by the sponsor, sent back to the holders, and what came into a vault unasked.

pub mod draw_proceeds;
pub mod events;
pub mod return_proceeds;
pub mod sweep_vault;
