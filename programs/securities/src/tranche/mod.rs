//! Tranches: the classes of a security, their share mints, and each owner's record in one of them.

mod admission;
pub mod business_days;
pub(crate) mod cashflow;
mod clock;
pub(crate) mod credit;
mod entitlements;
pub mod events;
pub mod fix_rate;
pub mod floor;
pub mod holder;
pub mod issue;
mod locking;
pub mod locks;
pub mod moves;
mod new_holder;
pub mod person;
pub mod pik;
mod points;
pub mod pot;
mod rates;
pub mod rules;
mod ruling;
pub mod share_mint;
pub mod state;
pub mod terms;
pub mod window;
