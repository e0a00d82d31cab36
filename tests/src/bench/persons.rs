//! Allotments, where a class limits its holders.

use super::instructions::Bench;
use crate::{
    deal::{self, Deal},
    offering::Offering,
};
use securities::tranche::rules::TransferRulesTerms;

const STAKE: u64 = 1_000_000_000;

/// Measures the allotment that opens a person's account, another one, and the one that closes it.
pub(super) fn measure(bench: &mut Bench<'_>) {
    let classes = vec![deal::junior(0)];
    let tiers = deal::tiers_of(&classes);
    let world = &mut bench.world;
    let deal = Deal::with(world, "counting sponsor", 1, classes, tiers);
    let rules = TransferRulesTerms {
        max_shares: STAKE,
        ..TransferRulesTerms::default()
    };
    world.go(&[deal.set_transfer_rules(0, rules)]);
    let [buyer, owner] = ["counted buyer", "counted owner"].map(|name| world.investor(name, STAKE));
    let book = Offering::standard(world, &deal, 0, "counting line");
    book.sell(world, &deal, &[(buyer, STAKE)]);
    let payer = world.payer;
    world.go(&deal.welcome(0, &payer, &owner));
    for (what, limit) in [
        ("`allot_shares`, a person's first", STAKE / 2),
        ("`allot_shares`, more", STAKE),
        ("`allot_shares`, a person's last", 0),
    ] {
        let allot = deal.allot_shares(0, (&owner, &owner), &owner, limit);
        bench.run(what, None, &allot);
    }
}
