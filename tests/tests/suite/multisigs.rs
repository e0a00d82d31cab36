//! Every signer may be a multisig: scenarios played once more on a chain where nobody has a key but who pays the fees.
//! Everybody else is a vault of another program, which signs by carrying instructions out.

use crate::{
    all_at_once, attacks, attestations, control, conversions, credentials, disclosures, donations,
    drawing, due_dates, fair_settlement, fees, floating, frozen, groups, holders, lines_grow,
    measures, negotiated, owed, payouts, prepared_transactions, promote_points, protocols,
    reported_price, resolutions, roles, venture, winding, worked_example, wrapped,
};
use securities::tranche::rules::TransferRulesTerms;
use securities_tests::{
    deal::{Deal, junior, senior, tiers},
    engine::Engine,
    token,
    vaults::Vaults,
    world::{DAY, Money, World},
};
use std::collections::BTreeSet;

type Scenario = fn() -> World<Vaults>;

const SCENARIOS: &[(&str, Scenario)] = &[
    ("all at once", all_at_once::all),
    ("the worked example", worked_example::as_written),
    ("limits of owners", venture::limits::limited),
    ("approvals", venture::approvals::approved),
    ("changes of an offer", attacks::sponsor::terms),
    ("a reported price", reported_price::locked),
    ("a record opened again", holders::reopened),
    ("a ticket that is withdrawn", holders::ticket_rent),
    ("another refund account", fair_settlement::held_back),
    ("another payout account", payouts::passed_over),
    ("a collection", prepared_transactions::collected_meanwhile),
    ("a distribution", prepared_transactions::meanwhile),
    ("credentials", credentials::in_time),
    ("a revoked credential", credentials::revoked),
    ("a registered protocol", protocols::course),
    ("a copied attestation", attestations::copied),
    ("role transfers", roles::transfer::every_role),
    ("powers", roles::transfer::powers),
    ("refused role transfers", roles::refusals::refusal),
    ("a longer line", lines_grow::grows),
    ("a line that is short at first", lines_grow::short),
    ("a group of books", groups::locked::together),
    ("a negotiated structure", negotiated::course::negotiated),
    ("a manager's points", promote_points::granted),
    ("a delivery", drawing::delivery::confirmed),
    ("money that nobody could be paid", restored),
    ("a refund that is owed", owed::year),
    ("a donation", donations::income),
    ("proceeds that go back", drawing::returned::accelerated),
    ("expenses", fees::expenses),
    ("a floating rate", floating::quarters),
    ("interest in kind", due_dates::in_kind::elected),
    ("wrapped shares", wrapped::course::course),
    ("disclosures", disclosures::example::year),
    ("the frozen form", frozen::course),
    ("an allotment", allotted),
    ("measures", measures::moved::signed),
    ("a correction", measures::corrected::signed),
    ("a resolution", resolutions::course::extended),
    (
        "a resolution of a holder",
        resolutions::course::proposed_by_a_holder,
    ),
    ("a role that a resolution gives", resolutions::course::role),
    ("a resolution that is stopped", resolutions::course::stopped),
    (
        "a waterfall as a whole",
        resolutions::restructured::replaced,
    ),
    ("a step of control", control::course::course),
    (
        "a conversion that holders elect",
        conversions::elected::part,
    ),
    (
        "a conversion that is approved",
        conversions::whole::resolved,
    ),
    ("a wind-down", winding::repaid),
];

/// A class with a limit of holders allots shares to a vault's record.
fn allotted<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    let deal = deal.create(&mut world, vec![senior(0), junior(1)], tiers());
    let rules = TransferRulesTerms {
        max_shares: u64::MAX,
        ..TransferRulesTerms::default()
    };
    world.go(&[deal.set_transfer_rules(1, rules)]);
    let alice = world.investor("alice", payouts::STAKE);
    let book = securities_tests::offering::Offering::standard(&mut world, &deal, 1, "line");
    book.sell(&mut world, &deal, &[(alice, payouts::STAKE)]);
    world.go(&[deal.allot_shares(1, (&alice, &alice), &alice, u64::MAX)]);
    world
}

/// What went to the escheat owner comes back from a vault.
fn restored<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.escheat = (world.investor("escheat owner", 0), 365);
    let deal = deal.create(&mut world, vec![senior(0), junior(1)], tiers());
    let alice = world.investor("alice", payouts::STAKE);
    let book = securities_tests::offering::Offering::standard(&mut world, &deal, 1, "line");
    book.sell(&mut world, &deal, &[(alice, payouts::STAKE)]);
    payouts::distribute(&mut world, &deal, 0, 1_000_000);
    // A vault pays the rent of somebody's record, too.
    let bob = world.investor("bob", 0);
    world.go(&[deal.open_holder(1, &alice, &bob)]);
    let program = world.token_program;
    let cash = world.cash(&alice);
    world.go(&[token::close(&program, &cash, &alice)]);
    world.go(&[deal.pay_holders(1, &[alice])]);
    world.pass(365 * DAY);
    world.go(&[deal.escheat(1, &alice)]);
    let trustee = deal.escheat.0;
    world.go(&[deal.restore_escheated(1, (&trustee, &alice), 1_000_000)]);
    world.give(&alice, 0);
    world.go(&[deal.claim(1, &alice)]);
    assert_eq!(world.wealth(&alice), 1_000_000);
    world
}

/// The program's instructions that ask for a signature: name and discriminator.
fn signed() -> Vec<(String, Vec<u8>)> {
    let idl: serde_json::Value =
        serde_json::from_str(include_str!("../../../app/idl/securities.json")).expect("the IDL");
    let all = idl["instructions"].as_array().expect("instructions");
    let asks = |one: &&serde_json::Value| {
        let accounts = one["accounts"].as_array().expect("accounts");
        accounts.iter().any(|account| account["signer"] == true)
    };
    all.iter()
        .filter(asks)
        .map(|one| {
            let bytes = one["discriminator"].as_array().expect("a discriminator");
            let tag = bytes
                .iter()
                .map(|byte| byte.as_u64().expect("a byte") as u8);
            (
                one["name"].as_str().expect("a name").to_owned(),
                tag.collect(),
            )
        })
        .collect()
}

#[test]
fn every_instruction_that_asks_for_a_signature_takes_that_of_a_multisigs_vault() {
    let mut carried_out = BTreeSet::new();
    for (name, play) in SCENARIOS {
        let world = play();
        assert!(!world.carried_out.is_empty(), "{name}: vaults sign");
        carried_out.extend(world.carried_out);
    }
    let all = signed();
    assert!(all.len() > 40, "the IDL tells who signs");
    let missing: Vec<&str> = all
        .iter()
        .filter(|(_, tag)| !carried_out.contains(tag))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(missing, Vec::<&str>::new(), "signed by no vault yet");
}
