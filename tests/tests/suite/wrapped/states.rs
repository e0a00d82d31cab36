//! Unwrapping works in every state of the deal.

use crate::{
    credentials, on_both_engines,
    payouts::{distribute, owed},
};
use securities::{
    cash::waterfall::set_mode::ModeChange, credential::state::CredentialTerms,
    tranche::state::Tranche,
};
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    ix::credential,
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

/// So many shares that the index has no remainder: 2^20, of which a thousand cost a whole token.
const LENT: u64 = 1_048_576_000;

on_both_engines! {
    units_of_a_class_that_was_repaid_are_units_of_cash => repaid;
    units_are_unwrapped_while_a_loss_took_everything_and_the_deal_is_accelerated => wiped;
    cash_of_units_of_a_repaid_class_needs_no_credential => unqualified;
}

/// Debt that Alice lent all of, half of which is wrapped.
fn lent<E: Engine>() -> (World<E>, Deal, anchor_lang::prelude::Pubkey) {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    world.go(&[deal.create_wrapper(0, false), deal.create_wrapper(1, false)]);
    let alice = world.investor("alice", LENT);
    let book = Offering::standard(&mut world, &deal, 0, "line");
    book.sell(&mut world, &deal, &[(alice, LENT)]);
    let open = deal.open_unit_account(0, &world.payer, &alice);
    // A share of a thousand base units is a whole token.
    world.go(&[open, deal.wrap_shares(0, &alice, LENT / 1_000 / 2)]);
    (world, deal, alice)
}

fn repaid<E: Engine>() -> World<E> {
    let (mut world, deal, alice) = lent::<E>();
    world.pass(3 * 365 * DAY + DAY);
    distribute(&mut world, &deal, 0, 2 * LENT);
    let tranche: Tranche = read::state(&mut world.engine, &deal.class(0).tranche);
    assert_eq!(tranche.principal().expect("sums"), 0, "all of it is repaid");
    let received = tranche.payouts()[0].payable;
    assert!(received > LENT, "with interest");
    world.go(&[deal.claim(0, &alice)]);
    let before = world.wealth(&alice);
    assert_eq!(before, received / 2, "half is the units'");
    world.go(&[deal.unwrap_shares(0, &alice, LENT / 1_000 / 2)]);
    assert_eq!(owed(&mut world, &deal, 0, &alice), received / 2);
    world.go(&[deal.claim(0, &alice)]);
    assert_eq!(world.wealth(&alice), received / 2 * 2);
    // Shares that are worth nothing more are wrapped against the cash that a unit holds.
    world.go(&[deal.wrap_shares(0, &alice, 1_000)]);
    let cost = received / 2 * 2 - world.wealth(&alice);
    assert_eq!(cost, (received * 1_000).div_ceil(LENT / 1_000));
    world.go(&[deal.unwrap_shares(0, &alice, 1_000)]);
    audit::check(&mut world);
    world
}

fn wiped<E: Engine>() -> World<E> {
    let (mut world, deal, alice) = lent::<E>();
    world.pass(30 * DAY);
    distribute(&mut world, &deal, 0, 50_000_000);
    world.go(&[deal.announce_loss(2 * LENT, 1)]);
    world.go(&[deal.record_loss_with(Some(deal.arbitrator), 1)]);
    let accelerate = deal.set_mode(&deal.sponsor, ModeChange::Accelerate);
    world.go(&[accelerate]);
    let tranche: Tranche = read::state(&mut world.engine, &deal.class(0).tranche);
    assert_eq!(tranche.status, 1, "wiped");
    let received = tranche.payouts()[0].payable;
    assert!(received > 0);
    world.go(&[deal.unwrap_shares(0, &alice, LENT / 1_000 / 2)]);
    assert_eq!(owed(&mut world, &deal, 0, &alice), received / 2 * 2);
    world.give(&alice, 1);
    world.go(&[deal.wrap_shares(0, &alice, LENT / 1_000)]);
    assert_eq!(owed(&mut world, &deal, 0, &alice), 0);
    audit::check(&mut world);
    world
}

/// Ann's credential ends before the debt that she lent is repaid, and so does that of her equity.
fn unqualified<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let qualifier = world.person("qualifier");
    let deal = credentials::restricted(&mut world, vec![qualifier]);
    world.go(&[deal.create_wrapper(0, true), deal.create_wrapper(1, true)]);
    let ann = world.investor("ann", 2 * LENT);
    let terms = CredentialTerms {
        category: 2,
        jurisdiction: 756,
        expires_at: world.engine.now() + 60 * DAY,
        person: anchor_lang::prelude::Pubkey::default(),
    };
    world.go(&[credential::issue(&qualifier, &ann, terms)]);
    let units = LENT / 1_000 / 2;
    for (rank, line) in [(0, "line"), (1, "other line")] {
        let book = Offering::standard(&mut world, &deal, rank, line);
        book.deposit(&mut world, &deal, &ann, LENT);
        world.go(&[deal.qualify_ticket(&book, &qualifier, &ann, 0)]);
        book.lock(&mut world, &deal);
        book.settle(&mut world, &deal, 0);
        world.go(&[
            deal.open_unit_account(rank, &world.payer, &ann),
            deal.qualify_holder(rank, &qualifier, &ann),
            deal.wrap_shares(rank, &ann, units),
        ]);
    }
    world.pass(70 * DAY);
    let [debt, equity] = [0, 1].map(|rank| deal.unwrap_shares(rank, &ann, units));
    let none = std::slice::from_ref(&debt);
    assert_eq!(world.refused(none), "NotQualified", "principal is out");

    world.pass(3 * 365 * DAY);
    distribute(&mut world, &deal, 0, 4 * LENT);
    let tranche: Tranche = read::state(&mut world.engine, &deal.class(0).tranche);
    assert_eq!(tranche.principal().expect("sums"), 0, "all of it is repaid");
    let received = tranche.payouts()[0].payable;
    world.go(&[debt, deal.claim(0, &ann)]);
    assert_eq!(world.wealth(&ann), received / 2 * 2);
    let wrap = deal.wrap_shares(0, &ann, units);
    assert_eq!(
        world.refused(&[wrap]),
        "NotQualified",
        "wrapping is for who qualifies"
    );
    assert_eq!(
        world.refused(&[equity]),
        "NotQualified",
        "equity without a par never ends"
    );
    audit::check(&mut world);
    world
}
