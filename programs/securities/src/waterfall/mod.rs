//! The waterfall of a security: what is paid before what.

pub mod set_waterfall;
pub mod state;
