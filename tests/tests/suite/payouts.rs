//! Paying holders: one that cannot be paid is passed over, stays owed, and holds up nobody else.

use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::distribution::{post_distribution::DistributionArgs, state::Distribution},
    security::state::Security,
    tranche::{holder::Holder, state::Tranche},
};
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    read, token,
    world::{Money, World},
};

/// What each owner puts into the junior book: a power of two, so that the index has no remainder. And what its part
/// of a distribution is.
pub const STAKE: u64 = 1 << 30;
const PART: u64 = 1_000_000;

on_both_engines! {
    one_that_cannot_be_paid_is_passed_over_and_stays_owed => passed_over;
    a_payment_is_made_once_however_often_it_is_asked_for => once;
    a_distribution_that_nobody_holds_shares_for_goes_to_the_treasury => waits;
    distributions_are_numbered_and_each_runs_once => in_order;
}

/// A distribution posted by a servicer who has the money.
pub fn distribute<E: Engine>(world: &mut World<E>, deal: &Deal, number: u32, amount: u64) {
    let payer = world.investor("servicer", amount);
    let now = world.engine.now();
    world.go(&[deal.post_distribution(&payer, number.into(), source(now, amount))]);
}

/// A distribution's particulars.
pub fn source(now: i64, amount: u64) -> DistributionArgs {
    DistributionArgs {
        amount,
        principal: 0,
        tip_budget: 0,
        recovery: false,
        clawback: None,
        wait: false,
        period_start: now,
        period_end: now,
        note: "rents".to_owned(),
        document_sha256: [0; 32],
    }
}

/// A deal whose junior shares belong to the named in equal parts.
pub fn owned_by<E: Engine>(world: &mut World<E>, names: &[&str]) -> (Deal, Vec<Pubkey>) {
    let deal = Deal::standard(world, "sponsor", 1);
    let book = Offering::standard(world, &deal, 1, "line");
    let owners: Vec<_> = names
        .iter()
        .map(|name| world.investor(name, STAKE))
        .collect();
    let tickets: Vec<_> = owners.iter().map(|owner| (*owner, STAKE)).collect();
    book.sell(world, &deal, &tickets);
    (deal, owners)
}

/// What the record says is owed.
pub fn owed<E: Engine>(world: &mut World<E>, deal: &Deal, rank: u8, owner: &Pubkey) -> u64 {
    let record = address::holder(&deal.class(rank).tranche, owner);
    read::state::<Holder>(&mut world.engine, &record)
        .earned(0)
        .expect("a vault")
        .owed
}

pub(crate) fn passed_over<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Freezable);
    let names = ["alice", "bob", "carol", "dave", "erin"];
    let (deal, owners) = owned_by(&mut world, &names);
    let [alice, bob, carol, dave, erin] = owners[..] else {
        panic!("five owners")
    };
    distribute(&mut world, &deal, 0, 5 * PART);

    let program = world.token_program;
    let [bobs, carols, daves] = [bob, carol, dave].map(|owner| world.cash(&owner));
    world.go(&[token::close(&program, &bobs, &bob)]);
    world.go(&[token::freeze(&program, &carols, &world.mint, &world.payer)]);
    world.go(&token::require_memo(&daves, &dave));
    // Erin names an account of another mint, which is her right and her loss.
    let other = world.new_mint("other mint", &program, &[], |_| Vec::new());
    let erins = world.new_token_account("other account", &other, &erin, &program);
    world.go(&[deal.set_payout_account(1, &erin, &erins)]);

    let pairs = [
        (bob, bobs),
        (carol, carols),
        (alice, world.cash(&alice)),
        (dave, daves),
        (erin, erins),
    ];
    world.go(&[deal.pay_holders_at(1, &pairs)]);
    assert_eq!(world.wealth(&alice), PART, "who can be paid is");
    assert_eq!(
        world.wealth(&carol) + world.wealth(&dave),
        0,
        "nobody else is"
    );
    audit::check(&mut world);

    // Each is paid as soon as it can be, or claims to another account.
    world.give(&bob, 0);
    world.go(&[token::thaw(&program, &carols, &world.mint, &world.payer)]);
    world.go(&[deal.pay_holders_at(1, &pairs)]);
    assert_eq!((world.wealth(&bob), world.wealth(&carol)), (PART, PART));
    let daves_other = world.new_token_account("dave's other", &world.mint.clone(), &dave, &program);
    let mut claim = deal.claim(1, &dave);
    let at = claim
        .accounts
        .iter()
        .position(|meta| meta.pubkey == daves)
        .expect("the destination");
    claim.accounts[at].pubkey = daves_other;
    world.go(&[claim, deal.claim(1, &erin)]);
    assert_eq!(
        (world.balance(&daves_other), world.wealth(&erin)),
        (PART, PART)
    );
    assert_eq!(
        world.balance(&deal.vault),
        0,
        "the proceeds are in escrow still"
    );
    audit::check(&mut world);
    world
}

fn once<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    distribute(&mut world, &deal, 0, 2 * PART);
    let (alice, bob) = (owners[0], owners[1]);
    world.go(&[
        deal.pay_holders(1, &[alice, bob, alice]),
        deal.pay_holders(1, &[alice]),
    ]);
    assert_eq!((world.wealth(&alice), world.wealth(&bob)), (PART, PART));
    assert_eq!(world.refused(&[deal.claim(1, &alice)]), "NothingOwed");
    // A record that is not there is passed over, as one closed a moment ago would be.
    let nobody = world.person("nobody");
    world.go(&[deal.pay_holders(1, &[nobody, bob])]);
    assert_eq!(world.wealth(&bob), PART);
    audit::check(&mut world);
    world
}

fn waits<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let payer = world.investor("servicer", PART);
    let now = world.engine.now();
    let early = deal.post_distribution(&payer, 0, source(now, PART));
    assert_eq!(world.refused(&[early]), "NotBegun", "nobody holds anything");
    let lent = 1_000 * PART;
    let lender = world.investor("lender", lent);
    let book = Offering::standard_with(&mut world, &deal, 0, "senior line", |args| {
        args.minimum = lent;
    });
    book.sell(&mut world, &deal, &[(lender, lent)]);
    distribute(&mut world, &deal, 0, 7 * PART);
    let junior = deal.class(1).tranche;
    let payout = read::state::<Tranche>(&mut world.engine, &junior).payouts()[0];
    assert_eq!(
        (payout.accumulator.get(), payout.payable),
        (0, 0),
        "nobody holds shares yet"
    );
    let vault = *read::state::<Security>(&mut world.engine, &deal.security).vault();
    assert_eq!((vault.undistributed, vault.treasury), (7 * PART, 7 * PART));
    audit::check(&mut world);

    let book = Offering::standard(&mut world, &deal, 1, "line");
    let (alice, bob) = (world.investor("alice", STAKE), world.investor("bob", STAKE));
    book.sell(&mut world, &deal, &[(alice, STAKE), (bob, STAKE)]);
    let payout = read::state::<Tranche>(&mut world.engine, &junior).payouts()[0];
    assert_eq!(payout.payable, 0, "it is nobody's who bought later");
    distribute(&mut world, &deal, 1, 9 * PART);
    let lenders = read::state::<Tranche>(&mut world.engine, &deal.class(0).tranche).interest_paid;
    let payout = read::state::<Tranche>(&mut world.engine, &junior).payouts()[0];
    assert_eq!(payout.payable, 9 * PART - lenders);
    world.go(&[deal.pay_holders(1, &[alice, bob])]);
    let half = (9 * PART - lenders) / 2;
    assert_eq!((world.wealth(&alice), world.wealth(&bob)), (half, half));
    audit::check(&mut world);
    world
}

fn in_order<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice"]);
    let payer = world.investor("servicer", 3 * PART);
    let now = world.engine.now();
    let post = |number| deal.post_distribution(&payer, number, source(now, PART));
    world.go(&[post(0)]);
    audit::check(&mut world);
    assert_eq!(world.refused(&[post(0)]), "system 0", "once");
    world.go(&[post(2), post(1)]);
    let numbers = [0, 2, 1].map(|nonce| {
        let at = address::distribution(&deal.security, &payer, nonce);
        read::state::<Distribution>(&mut world.engine, &at).number
    });
    assert_eq!(numbers, [0, 1, 2], "in the order in which they ran");
    assert_eq!(
        owed(&mut world, &deal, 1, &owners[0]),
        0,
        "owed is reckoned when the record is next touched"
    );
    world.go(&[deal.pay_holders(1, &owners)]);
    assert_eq!(world.wealth(&owners[0]), 3 * PART);
    audit::check(&mut world);
    world
}
