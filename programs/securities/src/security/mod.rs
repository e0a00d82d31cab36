//! Securities: creation, and the way of proceeds out.

pub mod create_security;
pub mod draw_proceeds;
pub mod state;
pub mod sweep_vault;
