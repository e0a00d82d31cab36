//! Money that comes in, and who is not entitled to it: it is by the shares of those who held them when it came.

use super::{forged, refuse, with};
use crate::{
    on_both_engines,
    payouts::{STAKE, distribute, owned_by, source},
    story,
};
use anchor_lang::{prelude::Pubkey, solana_program::system_program};
use securities::{
    cash::{distribution::post_distribution::DistributionArgs, waterfall::terms::TierTerms},
    security::state::Security,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    read,
    token::{self, CLASSIC},
    world::{DAY, Money, World},
};

on_both_engines! {
    who_buys_the_first_share_has_no_part_in_what_came_before => nobody_holds;
    who_buys_after_a_payment_gets_nothing_of_it => flash;
    with_smoothing_who_holds_for_a_day_gets_the_part_of_a_day => smoothed;
    nothing_of_another_security_takes_part => of_another;
    the_residual_cannot_be_removed_while_arrears_exist => residual;
    the_largest_amounts_go_through_and_may_come_again => largest;
}

/// What each of two owners gets of a distribution.
const PART: u64 = 1_000_000;

/// A payment for a class that nobody holds, and then somebody who buys the smallest part of it.
fn nobody_holds<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let lent = 1_000 * PART;
    let lender = world.investor("lender", lent);
    let book = Offering::standard_with(&mut world, &deal, 0, "senior line", |args| {
        args.minimum = lent;
    });
    book.sell(&mut world, &deal, &[(lender, lent)]);
    distribute(&mut world, &deal, 0, 50 * PART);
    let vault = *read::state::<Security>(&mut world.engine, &deal.security).vault();
    assert_eq!(
        (vault.treasury, vault.undistributed, vault.payable),
        (50 * PART, 50 * PART, 0),
        "the residual passes a class without holders by"
    );
    let early = story::tranche(&mut world, &deal, 1).payouts()[0];
    assert_eq!((early.payable, early.accumulator.get()), (0, 0));
    audit::check(&mut world);

    let alice = world.investor("alice", STAKE);
    let book = Offering::standard_with(&mut world, &deal, 1, "line", |args| {
        args.minimum = STAKE;
    });
    book.sell(&mut world, &deal, &[(alice, STAKE)]);
    let claim = vec![deal.claim(1, &alice)];
    refuse(&mut world, &[("of the time before", claim, "NothingOwed")]);
    distribute(&mut world, &deal, 1, 50 * PART);
    world.go(&[deal.claim(1, &alice)]);
    let lenders = story::tranche(&mut world, &deal, 0).interest_paid;
    assert_eq!(
        world.wealth(&alice),
        50 * PART - lenders,
        "what came while she held, behind the lender's interest"
    );
    audit::check(&mut world);
    world
}

/// All of Alice's shares to Carol, before and after a payment, in one transaction with it.
fn flash<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owned_by(&mut world, &["alice", "bob"]);
    let (alice, carol) = (owners[0], world.investor("carol", 0));
    let welcome = deal.welcome(1, &world.payer, &carol);
    world.go(&welcome);
    let payer = world.investor("servicer", 4 * PART);
    let post = |number| deal.post_distribution(&payer, number, source(0, 2 * PART));
    let buy = deal.transfer_shares(1, &alice, &carol, STAKE);
    let claim = deal.claim(1, &carol);
    refuse(
        &mut world,
        &[(
            "bought in the same transaction",
            vec![post(0), buy.clone(), claim.clone()],
            "NothingOwed",
        )],
    );
    world.go(&[post(0), buy]);
    refuse(&mut world, &[("later", vec![claim], "NothingOwed")]);
    let everyone = [owners[0], owners[1], carol];
    world.go(&[deal.pay_holders(1, &everyone)]);
    assert_eq!(everyone.map(|owner| world.wealth(&owner)), [PART, PART, 0]);

    // Who sold takes no part in the next one.
    world.go(&[post(1), deal.pay_holders(1, &everyone)]);
    assert_eq!(
        everyone.map(|owner| world.wealth(&owner)),
        [PART, 2 * PART, PART]
    );
    audit::check(&mut world);
    world
}

/// Carol buys just before a payment and sells a day later.
fn smoothed<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, [alice, bob]) = super::streams::smooth(&mut world, &[]);
    let carol = world.investor("carol", 0);
    let welcome = deal.welcome(1, &world.payer, &carol);
    world.go(&welcome);
    world.go(&[deal.transfer_shares(1, &alice, &carol, STAKE)]);
    distribute(&mut world, &deal, 0, 60 * PART);
    let claim = deal.claim(1, &carol);
    refuse(&mut world, &[("at once", vec![claim], "NothingOwed")]);
    world.pass(DAY);
    world.go(&[deal.transfer_shares(1, &carol, &alice, STAKE)]);
    world.pass(40 * DAY);
    let owners = [alice, bob, carol];
    world.go(&[deal.pay_holders(1, &owners)]);
    assert_eq!(
        owners.map(|owner| world.wealth(&owner)),
        [29 * PART, 30 * PART, PART],
        "a day of thirty"
    );
    audit::check(&mut world);
    world
}

fn of_another<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, _) = owned_by(&mut world, &["alice"]);
    let other = Deal::standard(&mut world, "other sponsor", 1);
    let payer = world.investor("servicer", 4 * PART);
    let post = deal.post_distribution(&payer, 0, source(0, PART));
    let (tranche, others) = (deal.class(1).tranche, other.class(1).tranche);
    let junior = forged(&mut world, &tranche, "forged", &system_program::ID);
    let to_other = with(&post, &deal.security, &other.security);
    let [own, foreign] =
        [&deal, &other].map(|deal| address::distribution(&deal.security, &payer, 0));
    let owns = "WrongSecurity";
    refuse(
        &mut world,
        &[
            (
                "its waterfall",
                vec![with(&post, &deal.waterfall, &other.waterfall)],
                owns,
            ),
            ("its tranche", vec![with(&post, &tranche, &others)], owns),
            (
                "its record",
                vec![with(&post, &own, &foreign)],
                "ConstraintSeeds",
            ),
            (
                "its vault",
                vec![with(&post, &deal.vault, &other.vault)],
                "WrongVault",
            ),
            (
                "a copy of a tranche",
                vec![with(&post, &tranche, &junior)],
                "AccountOwnedByWrongProgram",
            ),
            (
                "all of this one's but the security",
                vec![to_other],
                "WrongSecurity",
            ),
        ],
    );
    let mut read_only = post.clone();
    read_only
        .accounts
        .last_mut()
        .expect("a tranche")
        .is_writable = false;
    assert_eq!(world.refused(&[read_only]), "AccountNotMutable");

    let register = deal.register_source(deal.coin(), 0, "royalties");
    world.go(&[
        register,
        other.register_source(other.coin(), 0, "royalties"),
    ]);
    let sources = [&deal, &other].map(|deal| address::source(&deal.security, 0));
    let accounts = sources.map(|source| address::vault(&source, &deal.mint));
    for account in &accounts {
        super::donate(&mut world, (&deal.mint, &CLASSIC), account, PART);
    }
    let collect = deal.collect_source(deal.coin(), &payer, 0, 0);
    let both = with(
        &with(&collect, &sources[0], &sources[1]),
        &accounts[0],
        &accounts[1],
    );
    let account = with(&collect, &accounts[0], &accounts[1]);
    refuse(
        &mut world,
        &[
            ("its source", vec![both], owns),
            ("its account", vec![account], "WrongVault"),
        ],
    );
    world.go(&[collect, post_after(&deal, &payer)]);
    audit::check(&mut world);
    world
}

fn post_after(
    deal: &Deal,
    payer: &Pubkey,
) -> anchor_lang::solana_program::instruction::Instruction {
    deal.post_distribution(payer, 1, source(0, PART))
}

fn residual<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let senior_alone: Vec<TierTerms> = deal::tiers().into_iter().take(3).collect();
    let remove = deal.set_waterfall(senior_alone);
    refuse(
        &mut world,
        &[("in draft", vec![remove.clone()], "BadStructure")],
    );
    let ann = world.investor("ann", STAKE);
    let book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
        args.minimum = 1_000_000_000;
    });
    book.sell(&mut world, &deal, &[(ann, 1_000_000_000)]);
    world.pass(200 * DAY);
    distribute(&mut world, &deal, 0, 1_000);
    let senior = story::tranche(&mut world, &deal, 0);
    assert!(senior.arrears > 0, "the payment was too small");
    let again = deal.set_waterfall(deal::tiers());
    let closed = "StructureClosed";
    refuse(
        &mut world,
        &[
            ("with arrears", vec![remove], closed),
            ("the same tiers", vec![again], closed),
        ],
    );
    audit::check(&mut world);
    world
}

/// A mint of which as much is out as there can be.
fn largest<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = story::equity(&mut world);
    let owners = ["alice", "bob"].map(|name| world.investor(name, STAKE));
    let tickets = owners.map(|owner| (owner, STAKE));
    Offering::standard(&mut world, &deal, 0, "line").sell(&mut world, &deal, &tickets);
    let mint = world.new_mint("coin", &CLASSIC, &[], |_| Vec::new());
    let coin = (&mint, &CLASSIC);
    let whale = world.person("whale");
    world.go(&[deal.add_vault(&mint, &CLASSIC)]);
    let from = world.give_of(coin, &whale, u64::MAX);
    let post = |number, amount| {
        let args = DistributionArgs {
            amount,
            ..source(0, 1)
        };
        deal.post_distribution_in(coin, &whale, number, args)
    };
    refuse(
        &mut world,
        &[
            (
                "twice at once",
                vec![post(0, u64::MAX), post(1, 1)],
                "Overflow",
            ),
            ("nothing", vec![post(0, 0)], "DistributionTooSmall"),
        ],
    );
    world.go(&[post(0, u64::MAX)]);
    audit_one(&mut world, &deal, &mint, u64::MAX);
    for owner in owners {
        world.give_of(coin, &owner, 0);
    }
    world.go(&[deal.pay_holders_in(coin, 0, &owners)]);
    let got = owners.map(|owner| address::token_account(&owner, &mint, &CLASSIC));
    assert_eq!(
        got.map(|account| world.balance(&account)),
        [u64::MAX / 2; 2],
        "half each, and a unit that cannot be halved"
    );
    let back = token::transfer(&CLASSIC, &got[0], &mint, &from, &owners[0], u64::MAX / 2);
    world.go(&[back]);
    world.go(&[post(1, u64::MAX / 2)]);
    audit_one(&mut world, &deal, &mint, u64::MAX / 2 + 1);
    world.go(&[deal.pay_holders_in(coin, 0, &owners)]);
    assert_eq!(
        got.map(|account| world.balance(&account)),
        [1 << 62, u64::MAX / 2 + (1 << 62)],
        "half each, and the unit that could not be halved"
    );
    // What is settled in is as good as ever.
    distribute(&mut world, &deal, 1, 2 * PART);
    world.go(&[deal.pay_holders(0, &owners)]);
    assert_eq!(owners.map(|owner| world.wealth(&owner)), [PART; 2]);
    world
}

fn audit_one<E: Engine>(world: &mut World<E>, deal: &Deal, mint: &Pubkey, amount: u64) {
    audit::check(world);
    let vault = address::vault(&deal.security, mint);
    assert_eq!(world.balance(&vault), amount);
}
