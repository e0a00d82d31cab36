//! The waterfall of a security: the order of payments, the tests that must hold, and who bears losses.

mod at_lock;
pub mod check_triggers;
pub mod consequences;
mod default;
mod draw;
pub mod elect_pik;
mod election;
pub mod events;
mod fees;
mod losses;
pub mod participation;
pub mod pay_fee;
mod replace;
pub mod replacement;
pub mod report_pool;
mod run;
mod set;
pub mod set_mode;
pub mod state;
pub mod submit_expense;
pub mod terms;
mod tested;
pub mod tier;
pub mod tranches;
pub mod trigger;
mod waiting;

pub(crate) use {
    at_lock::Sale,
    draw::Draw,
    run::Inflow,
    tranches::{Tranches, tranche_accounts},
};
