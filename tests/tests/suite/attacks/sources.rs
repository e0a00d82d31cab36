//! Who holds shares for a moment, borrowed or bought, and collects a source of revenue in it: what was lying there
//! reaches holders over the time that it may have been lying, and over the source's own time at least.

use super::{donate, refuse};
use crate::{
    on_both_engines,
    payouts::{STAKE, distribute, owned_by},
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    structure::create_tranche::TrancheArgs,
    tranche::state::{AmortisationRule, TrancheKind},
};
use securities_tests::{
    address, audit,
    deal::{self, Deal, MIN_DISTRIBUTION},
    engine::Engine,
    offering::Offering,
    token::CLASSIC,
    world::{DAY, Money, World},
};

on_both_engines! {
    who_borrows_shares_for_a_transaction_gets_nothing_of_a_collection => borrowed;
    who_collects_just_before_a_payment_waits_the_sources_own_time => primed;
    what_lay_for_years_comes_within_one => years;
    principal_comes_over_the_time_of_a_collection_and_a_covers_capital_over_a_day => principal;
    a_tranche_that_smooths_over_longer_keeps_its_time => longer;
    a_payment_beside_a_collection_comes_at_once_and_changes_nothing_of_it => beside;
    another_mint_is_collected_over_time_too => in_kind;
}

const PART: u64 = 1_000_000;

/// Registers a source of the settlement mint, and gives the token account that its payer pays.
fn registered<E: Engine>(world: &mut World<E>, deal: &Deal, days: u16) -> Pubkey {
    world.go(&[deal.register_source_over(deal.coin(), 0, "royalties", days)]);
    address::vault(&address::source(&deal.security, 0), &deal.mint)
}

fn pay_in<E: Engine>(world: &mut World<E>, deal: &Deal, account: &Pubkey, amount: u64) {
    donate(world, (&deal.mint, &deal.token_program), account, amount);
}

/// What each owner is paid altogether, after another batch.
fn paid<E: Engine>(world: &mut World<E>, deal: &Deal, rank: u8, owners: &[Pubkey]) -> Vec<u64> {
    world.go(&[deal.pay_holders(rank, owners)]);
    audit::check(world);
    owners.iter().map(|owner| world.wealth(owner)).collect()
}

/// Alice's shares go to Carol and back in one transaction, with something in between.
fn loan(
    deal: &Deal,
    (alice, carol): (&Pubkey, &Pubkey),
    between: &[Instruction],
) -> Vec<Instruction> {
    let mut all = vec![deal.transfer_shares(1, alice, carol, STAKE)];
    all.extend_from_slice(between);
    all.push(deal.transfer_shares(1, carol, alice, STAKE));
    all
}

fn borrowed<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    let (alice, bob, carol) = (owners[0], owners[1], world.investor("carol", 0));
    let welcome = deal.welcome(1, &world.payer, &carol);
    world.go(&welcome);
    let account = registered(&mut world, &deal, 1);
    let collect = |number| deal.collect_source(deal.coin(), &carol, 0, number);
    world.pass(50 * DAY);
    pay_in(&mut world, &deal, &account, 100 * PART);

    let claim = deal.claim(1, &carol);
    let taken = loan(&deal, (&alice, &carol), &[collect(0), claim.clone()]);
    refuse(&mut world, &[("in one transaction", taken, "NothingOwed")]);
    let taken = loan(&deal, (&alice, &carol), &[collect(0)]);
    world.go(&taken);
    refuse(
        &mut world,
        &[("after it", vec![claim.clone()], "NothingOwed")],
    );
    assert_eq!(paid(&mut world, &deal, 1, &[alice, bob, carol]), [0; 3]);

    // A loan of a day is worth a day of the fifty.
    world.go(&[deal.transfer_shares(1, &alice, &carol, STAKE)]);
    world.pass(DAY);
    world.go(&[deal.transfer_shares(1, &carol, &alice, STAKE)]);
    assert_eq!(
        paid(&mut world, &deal, 1, &[alice, bob, carol]),
        [0, PART, PART]
    );
    world.pass(49 * DAY);
    assert_eq!(
        paid(&mut world, &deal, 1, &[alice, bob, carol]),
        [49 * PART, 50 * PART, PART]
    );
    // A day later the next payment comes over a day.
    pay_in(&mut world, &deal, &account, 2 * PART);
    world.go(&[collect(1)]);
    world.pass(50 * DAY);
    assert_eq!(
        paid(&mut world, &deal, 1, &[alice, bob, carol]),
        [50 * PART, 51 * PART, PART]
    );
    world
}

fn primed<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    let mallory = world.investor("mallory", MIN_DISTRIBUTION);
    let account = registered(&mut world, &deal, 90);
    let collect = |number| deal.collect_source(deal.coin(), &mallory, 0, number);
    world.pass(89 * DAY);
    // She knows of the payment tomorrow, and has the source collect what she sends it herself.
    pay_in(&mut world, &deal, &account, MIN_DISTRIBUTION);
    world.go(&[collect(0)]);
    world.pass(DAY);
    pay_in(&mut world, &deal, &account, 180 * PART - MIN_DISTRIBUTION);
    world.go(&[collect(1)]);
    world.pass(9 * DAY);
    let early = paid(&mut world, &deal, 1, &owners);
    assert!(
        early.iter().all(|got| *got <= 9 * PART + MIN_DISTRIBUTION),
        "nine days of ninety at most: {early:?}"
    );
    world.pass(81 * DAY);
    assert_eq!(paid(&mut world, &deal, 1, &owners), [90 * PART; 2]);
    world
}

fn years<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    let account = registered(&mut world, &deal, 1);
    world.pass(1_000 * DAY);
    pay_in(&mut world, &deal, &account, 732 * PART);
    world.go(&[deal.collect_source(deal.coin(), &owners[0], 0, 0)]);
    world.pass(DAY);
    assert_eq!(paid(&mut world, &deal, 1, &owners), [PART; 2]);
    world.pass(365 * DAY);
    assert_eq!(paid(&mut world, &deal, 1, &owners), [366 * PART; 2]);
    world
}

/// Debt of one holder, a cover of another, and equity.
fn covered<E: Engine>(world: &mut World<E>) -> (Deal, [Pubkey; 2]) {
    let debt = TrancheArgs {
        rate_ppm: 0,
        amortisation: AmortisationRule::Sweep,
        ..deal::senior(0)
    };
    let cover = TrancheArgs {
        kind: TrancheKind::Cover,
        par: PART,
        ..deal::junior(1)
    };
    let classes = vec![debt, cover, deal::junior(2)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(world, "sponsor", 1, classes, tiers);
    let owners = ["ann", "ben"].map(|name| world.investor(name, 100 * PART));
    let books = [0, 1].map(|rank| {
        Offering::standard_with(
            world,
            &deal,
            rank,
            ["debt", "cover"][usize::from(rank)],
            |args| {
                (args.minimum, args.cap) = (100 * PART, 100 * PART);
            },
        )
    });
    for (book, owner) in books.iter().zip(owners) {
        book.sell(world, &deal, &[(owner, 100 * PART)]);
    }
    // The cover's capital goes to where it pays for losses.
    world.go(&[deal.release_proceeds(&books[1], 0)]);
    (deal, owners)
}

fn principal<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, [ann, ben]) = covered(&mut world);
    let account = registered(&mut world, &deal, 20);
    pay_in(&mut world, &deal, &account, 100 * PART);
    world.go(&[deal.collect_source(deal.coin(), &ann, 0, 0)]);
    let claims = [deal.claim(0, &ann), deal.claim(1, &ben)];
    let cases = claims.map(|claim| ("at once", vec![claim], "NothingOwed"));
    refuse(&mut world, &cases);
    world.pass(5 * DAY);
    assert_eq!(
        paid(&mut world, &deal, 0, &[ann]),
        [25 * PART],
        "repaid debt"
    );
    // The repayment sets the cover free.
    assert_eq!(paid(&mut world, &deal, 1, &[ben]), [100 * PART]);
    world.pass(15 * DAY);
    assert_eq!(paid(&mut world, &deal, 0, &[ann]), [100 * PART]);
    world
}

fn longer<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = super::streams::smooth(&mut world, &[]);
    let account = registered(&mut world, &deal, 10);
    pay_in(&mut world, &deal, &account, 60 * PART);
    world.go(&[deal.collect_source(deal.coin(), &owners[0], 0, 0)]);
    world.pass(10 * DAY);
    assert_eq!(
        paid(&mut world, &deal, 1, &owners),
        [10 * PART; 2],
        "of thirty"
    );
    world.pass(20 * DAY);
    assert_eq!(paid(&mut world, &deal, 1, &owners), [30 * PART; 2]);
    world
}

fn beside<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    let account = registered(&mut world, &deal, 10);
    pay_in(&mut world, &deal, &account, 20 * PART);
    world.go(&[deal.collect_source(deal.coin(), &owners[0], 0, 0)]);
    world.pass(5 * DAY);
    distribute(&mut world, &deal, 1, 6 * PART);
    assert_eq!(paid(&mut world, &deal, 1, &owners), [8 * PART; 2]);
    world.pass(5 * DAY);
    assert_eq!(paid(&mut world, &deal, 1, &owners), [13 * PART; 2]);
    world
}

fn in_kind<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = super::payouts::owing(&mut world, &["alice", "bob"], 0);
    let alice = owners[0];
    let mint = world.new_mint("coin", &CLASSIC, &[], |_| Vec::new());
    let coin = (&mint, &CLASSIC);
    world.go(&[
        deal.add_vault(&mint, &CLASSIC),
        deal.register_source_over(coin, 0, "royalties", 4),
    ]);
    let account = address::vault(&address::source(&deal.security, 0), &mint);
    donate(&mut world, coin, &account, 8 * PART);
    let kept = world.give_of(coin, &alice, 0);
    let claim = deal.claim_in(coin, 0, &alice);
    let both = vec![deal.collect_source(coin, &alice, 0, 1), claim.clone()];
    refuse(&mut world, &[("at once", both.clone(), "NothingOwed")]);
    world.go(&both[..1]);
    world.pass(DAY);
    // What is owed of settlement money does not stream, and is paid beside it.
    world.go(&[claim, deal.claim(0, &alice)]);
    assert_eq!([world.balance(&kept), world.wealth(&alice)], [PART; 2]);
    audit::check(&mut world);
    world
}
