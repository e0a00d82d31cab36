//! Tranches: the classes of a security and their share mints.

mod cashflow;
pub mod create_tranche;
pub mod issue;
pub mod share_mint;
pub mod state;
