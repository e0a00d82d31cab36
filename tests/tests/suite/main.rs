//! The suite: scenarios on both engines, refusals, traps, layouts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    reason = "a test that meets the unexpected must stop"
)]

mod all_at_once;
mod attacks;
mod attestations;
mod batches;
mod carries;
mod control;
mod conversions;
mod coverage;
mod credentials;
mod deficiency;
mod disclosures;
mod documented;
mod donations;
mod drawing;
mod due_dates;
mod earning_assets;
mod events;
mod extra_accounts;
mod fair_settlement;
mod fees;
mod floating;
mod frozen;
mod goes_home;
mod groups;
mod holders;
mod hook;
mod integrator;
mod interest_tests;
mod later_issues;
mod layers;
mod layout;
mod lines;
mod lines_grow;
mod losses;
mod matrix;
mod measures;
mod mint_refusals;
mod multisigs;
mod negotiated;
mod oversubscribed;
mod owed;
mod owners;
mod pages;
mod pari_passu;
mod participations;
mod payouts;
mod phases;
mod powers;
mod prepared_transactions;
mod principal;
mod pro_rata;
mod proceeds;
mod promote_points;
mod protocols;
mod qualified;
mod quick;
mod random;
mod random_flows;
mod random_line;
mod refunds;
mod refusals;
mod releases;
mod releases_together;
mod reported_price;
mod reserves;
mod resolutions;
mod roles;
mod scene;
mod settlement_mints;
mod spac;
mod standard_helpers;
mod story;
mod transfer_rules;
mod venture;
mod waiting;
mod whole_deal;
mod winding;
mod worked_example;
mod wrapped;

use securities_tests::{engine::Engine, world::World};

/// Runs a scenario on the bytecode and natively, and compares every account of the program byte for byte.
macro_rules! on_both_engines {
    ($($(#[$doc:meta])* $name:ident => $scenario:ident;)*) => {$(
        $(#[$doc])*
        #[test]
        fn $name() {
            let bytecode = $scenario::<securities_tests::lite::Lite>();
            let native = $scenario::<securities_tests::native::Native>();
            crate::require_same(bytecode, native);
        }
    )*};
}
use on_both_engines;

fn require_same<A: Engine, B: Engine>(mut bytecode: World<A>, mut native: World<B>) {
    let (bytecode, native) = (bytecode.program_accounts(), native.program_accounts());
    assert!(
        !bytecode.is_empty(),
        "a scenario leaves accounts to compare"
    );
    assert_eq!(
        bytecode.keys().collect::<Vec<_>>(),
        native.keys().collect::<Vec<_>>(),
        "both engines leave the same accounts"
    );
    for (address, account) in &bytecode {
        assert!(
            native[address] == *account,
            "both engines leave the same bytes at {address}"
        );
    }
}
