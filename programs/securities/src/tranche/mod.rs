//! Tranches: the classes of a security and their share mints.

pub(crate) mod cashflow;
mod claims;
pub mod create_tranche;
pub mod floor;
pub mod issue;
pub mod pot;
pub mod share_mint;
pub mod state;
pub mod take_points;
pub mod terms;
