//! Tranches: the classes of a security and their share mints.

pub(crate) mod cashflow;
pub mod create_tranche;
pub mod share_mint;
pub mod state;
