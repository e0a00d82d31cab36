//! Proceeds: draws by the sponsor, returns to the holders, and unsolicited transfers to a vault.

pub mod draw_proceeds;
pub mod events;
pub mod return_proceeds;
pub mod sweep_vault;
