//! What a structure of the securities program would pay: the program's own code, played on accounts in memory instead of
//! on the chain. A projection is therefore no second implementation, and equals the program to the unit.
//!
//! The files of the program that cash depends on are compiled here once more, without those that call other programs,
//! so that the result is small and builds for WebAssembly. `app/projection` runs it in Node and in browsers.

// Anchor's macros test for targets and features of Solana's own compiler; and of the program's files, not everything is
// used here.
#![allow(unexpected_cfgs, dead_code, unused_imports, unused_macros)]

use anchor_lang::prelude::*;

declare_id!("sEcr52nVp8uW1GWfAAnAtNCQrmauWVTGimJwUPVU9bQ");

#[macro_use]
#[path = "../../programs/securities/src/chain"]
mod chain {
    #[macro_use]
    mod ensure;
    pub mod seeds;
    pub mod wide;
}
#[path = "../../programs/securities/src/errors.rs"]
pub mod errors;
#[path = "../../programs/securities/src/math/mod.rs"]
pub mod math;
#[path = "../../programs/securities/src/rate"]
pub mod rate {
    pub mod state;
}
#[path = "../../programs/securities/src/security"]
pub mod security {
    mod authority;
    pub mod budget;
    pub mod control;
    pub mod counters;
    pub mod delivery;
    pub mod document;
    pub mod draws;
    pub mod group;
    pub mod measures;
    mod spending;
    pub mod state;
    pub mod stated;
    pub mod vault;
    pub(crate) mod vaults;
    pub mod winding;
}
#[path = "../../programs/securities/src/tranche"]
pub mod tranche {
    pub mod allowance;
    pub mod business_days;
    pub(crate) mod cashflow;
    mod clock;
    pub mod conversions;
    pub mod converting;
    pub(crate) mod credit;
    mod electorate;
    mod entitlements;
    pub mod form;
    pub mod issue;
    pub mod pause;
    pub mod payout;
    pub mod pik;
    mod points;
    pub mod pot;
    mod rates;
    mod redemption;
    pub mod rules;
    mod ruling;
    pub mod state;
    mod status;
    pub mod terms;
    pub mod voting;
    pub mod window;
}
#[path = "../../programs/securities/src/cash"]
pub mod cash {
    #[path = "distribution"]
    pub mod distribution {
        pub mod state;
    }
    #[path = "loss"]
    pub mod loss {
        pub mod state;
    }
    #[path = "waterfall"]
    pub mod waterfall {
        pub mod consequences;
        mod default;
        mod draw;
        mod election;
        mod fees;
        mod losses;
        pub mod participation;
        mod run;
        mod set;
        pub mod state;
        pub mod terms;
        mod tested;
        pub mod tier;
        pub mod tranches;
        pub mod trigger;
        mod waiting;

        pub(crate) use {
            draw::Draw,
            run::{Inflow, RunResult},
            tranches::Tranches,
        };
    }
}

#[path = "../../programs/securities/src/conversion"]
pub mod conversion {
    pub(crate) mod convert;
    pub mod covenant;
    pub mod state;
}

#[cfg(target_arch = "wasm32")]
mod abi;
mod deal;
mod events;
mod wire;

pub use deal::{ConversionAccount, ConversionSpec, DealTerms, TrancheSpec};
pub use events::{Event, Payment};
pub use wire::{
    Answer, Became, Borne, ClassState, Ran, Received, Request, Start, Step, StepReport, VaultState,
    project,
};
