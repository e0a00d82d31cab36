//! Securities: creation, vaults for more mints, and the way of proceeds out.

pub mod add_vault;
pub mod create_security;
pub mod draw_proceeds;
pub mod draws;
pub mod state;
pub mod vault;
