//! Securities: creation, vaults for more mints, and the way of proceeds out.

pub mod add_vault;
pub mod create_security;
pub mod delivery;
pub mod draw_proceeds;
pub mod draws;
pub mod group;
pub mod state;
pub mod vault;
