//! Conversions: shares of one class become shares of equity without a par, of the same security or of another, by a ratio or for
//! what they are owed at a price. Their terms never change. Each holder elects it for its own shares, or it is done for the
//! whole class at once, by a resolution or by a trigger; then every share is a claim on what it became, which its owner or
//! anyone for it collects.

pub mod close_conversion;
mod convert;
pub mod convert_class;
pub mod convert_shares;
pub mod covenant;
pub mod create_conversion;
pub mod events;
pub mod state;
