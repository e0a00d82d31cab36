//! Payments to holders: to other accounts than theirs, for more tips than were put aside, and none at all.

use super::{refuse, with};
use crate::{
    on_both_engines,
    payouts::{STAKE, source},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::distribution::post_distribution::DistributionArgs,
    security::state::Security,
    tranche::holder::{Earnings, Holder},
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    read,
    token::{self, CLASSIC},
    world::{Money, World},
};

on_both_engines! {
    payments_go_to_the_accounts_of_their_holders_alone => swapped;
    tips_are_of_what_is_paid_and_of_what_was_put_aside => tips;
    what_cannot_be_paid_blocks_no_batch_and_earns_no_tip => blocked;
}

pub(super) const PART: u64 = 1_000_000;
/// Tips: at most so much, and at most a hundredth.
const FLAT: u64 = 4_000;
pub(super) const ESCHEAT_DAYS: i64 = 365;

/// A deal of equity of such people, with tips and an escheat owner, and what they are owed.
pub(super) fn owing<E: Engine>(
    world: &mut World<E>,
    names: &[&str],
    budget: u64,
) -> (Deal, Vec<Pubkey>) {
    let escheat = world.investor("keeper", 0);
    let days = u32::try_from(ESCHEAT_DAYS).expect("days");
    let deal = Deal {
        tips: (FLAT, 100),
        escheat: (escheat, days),
        ..Deal::plan(world, "sponsor", 1)
    };
    let classes = vec![deal::junior(0)];
    let tiers = deal::tiers_of(&classes);
    let deal = deal.create(world, classes, tiers);
    let owners: Vec<_> = names
        .iter()
        .map(|name| world.investor(name, STAKE))
        .collect();
    let tickets: Vec<_> = owners.iter().map(|owner| (*owner, STAKE)).collect();
    Offering::standard(world, &deal, 0, "line").sell(world, &deal, &tickets);
    let amount = names.len() as u64 * PART;
    let payer = world.investor("servicer", amount + budget);
    let args = DistributionArgs {
        tip_budget: budget,
        ..source(0, amount)
    };
    world.go(&[deal.post_distribution(&payer, 0, args)]);
    (deal, owners)
}

/// What a holder has earned in a vault's mint.
pub(super) fn earned<E: Engine>(
    world: &mut World<E>,
    deal: &Deal,
    owner: &Pubkey,
    vault: usize,
) -> Earnings {
    let record = address::holder(&deal.class(0).tranche, owner);
    read::state::<Holder>(&mut world.engine, &record).earnings[vault]
}

/// Another mint, paid in to the same deal.
pub(super) fn other_coin<E: Engine>(world: &mut World<E>, deal: &Deal, amount: u64) -> Pubkey {
    let mint = world.new_mint("coin", &CLASSIC, &[], |_| Vec::new());
    let payer = world.person("servicer");
    world.give_of((&mint, &CLASSIC), &payer, amount);
    let post = deal.post_distribution_in((&mint, &CLASSIC), &payer, 1, source(0, amount));
    world.go(&[deal.add_vault(&mint, &CLASSIC), post]);
    mint
}

fn swapped<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, owners) = owing(&mut world, &["alice", "bob"], 0);
    let (alice, mallory) = (owners[0], world.investor("mallory", 0));
    let pay = deal.pay_holders(0, &[alice]);
    let wrong = "WrongPayoutAccount";
    let others = [mallory, owners[1]].map(|owner| deal.cash(&owner));
    for account in others.iter().chain([&deal.vault]) {
        let call = deal.pay_holders_at(0, &[(alice, *account)]);
        refuse(&mut world, &[("settlement", vec![call], wrong)]);
    }
    let named = deal.set_payout_account(0, &alice, &others[0]);
    let named = with(&named, &alice, &mallory);
    refuse(
        &mut world,
        &[("named by another", vec![named, pay.clone()], "NotOwner")],
    );

    let mint = other_coin(&mut world, &deal, 2 * PART);
    let coin = (&mint, &CLASSIC);
    for owner in [alice, mallory] {
        world.give_of(coin, &owner, 0);
    }
    let [own, hers] = [alice, mallory].map(|owner| address::token_account(&owner, &mint, &CLASSIC));
    let [bump, her_bump] =
        [alice, mallory].map(|owner| address::token_account_bump(&owner, &mint, &CLASSIC));
    let call = |account, bumps| deal.pay_pairs(coin, 0, &[(alice, account)], bumps);
    let settle = deal.cash(&alice);
    refuse(
        &mut world,
        &[
            ("another's", vec![call(hers, vec![bump])], wrong),
            ("at its own bump", vec![call(hers, vec![her_bump])], wrong),
            (
                "a wrong bump",
                vec![call(own, vec![bump.wrapping_sub(1)])],
                wrong,
            ),
            ("of another mint", vec![call(settle, vec![bump])], wrong),
            ("no bump", vec![call(own, vec![])], "BadBatch"),
            (
                "a bump too many",
                vec![call(own, vec![bump, bump])],
                "BadBatch",
            ),
        ],
    );
    world.go(&[call(own, vec![bump]), pay]);
    assert_eq!((world.balance(&own), world.wealth(&alice)), (PART, PART));
    audit::check(&mut world);
    world
}

/// What is left for tips.
fn budget<E: Engine>(world: &mut World<E>, deal: &Deal) -> u64 {
    let security = read::state::<Security>(&mut world.engine, &deal.security);
    security.vault().tips
}

fn tips<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let names = ["alice", "bob", "carol", "dave"];
    let (deal, owners) = owing(&mut world, &names, 2 * FLAT + FLAT / 2);
    let bot = deal.bot;
    world.give(&bot, 0);
    let pay = |owners: &[Pubkey]| deal.pay_holders(0, owners);
    let [alice, bob, carol, dave] = owners[..] else {
        panic!("four owners")
    };
    refuse(&mut world, &[("nobody", vec![pay(&[])], "BadBatch")]);
    let tipped = deal.cash(&bot);
    let to = |account| with(&pay(&[alice]), &tipped, account);
    let spare = world.new_mint("spare", &CLASSIC, &[], |_| Vec::new());
    let odd = world.give_of((&spare, &CLASSIC), &bot, 1);

    // The same holder twice in a batch, and in another, is one payment and one tip.
    world.go(&[pay(&[alice, alice, alice]), pay(&[alice])]);
    assert_eq!(world.wealth(&bot), FLAT);
    // Records that are not there and that are owed nothing are worth nothing.
    let nobody = world.person("nobody");
    world.go(&[pay(&[nobody, alice]), to(&deal.vault), to(&odd)]);
    assert_eq!(
        (world.wealth(&bot), budget(&mut world, &deal)),
        (FLAT, 6_000)
    );
    // To an account that cannot take it, the vault itself too, none goes.
    let vault = with(&pay(&[bob]), &tipped, &deal.vault);
    world.go(&[vault]);
    assert_eq!(budget(&mut world, &deal), 6_000);
    // The last one gets what is left, and then there is none.
    world.go(&[pay(&[carol, dave])]);
    assert_eq!(
        (world.wealth(&bot), budget(&mut world, &deal)),
        (2 * FLAT + FLAT / 2, 0)
    );
    let paid = owners.iter().map(|owner| world.wealth(owner));
    assert!(paid.eq([PART; 4]), "no tip is of a holder's money");
    audit::check(&mut world);

    // Dust earns the part of dust: a distribution of the least, and a tip of a hundredth at most.
    let payer = world.investor("servicer", 2_000);
    let args = DistributionArgs {
        tip_budget: 1_000,
        ..source(0, 1_000)
    };
    world.go(&[deal.post_distribution(&payer, 1, args)]);
    let before = world.wealth(&bot);
    for owner in owners {
        world.go(&[pay(&[owner])]);
    }
    assert_eq!(world.wealth(&bot) - before, 4 * 2);
    audit::check(&mut world);
    world
}

fn blocked<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Freezable);
    let names = ["alice", "bob", "carol"];
    let (deal, owners) = owing(&mut world, &names, 10 * FLAT);
    let [alice, bob, carol] = owners[..] else {
        panic!("three owners")
    };
    let bot = deal.bot;
    world.give(&bot, 0);
    let program = world.token_program;
    let [alices, bobs] = [alice, bob].map(|owner| deal.cash(&owner));
    world.go(&[
        token::freeze(&program, &alices, &deal.mint, &world.payer),
        token::close(&program, &bobs, &bob),
    ]);
    world.go(&[deal.pay_holders(0, &owners)]);
    assert_eq!((world.wealth(&carol), world.wealth(&bot)), (PART, FLAT));
    let now = world.engine.now();
    for owner in [alice, bob] {
        let state = earned(&mut world, &deal, &owner, 0);
        assert_eq!((state.owed, state.unpayable_since), (PART, now));
    }
    audit::check(&mut world);
    // A bot whose own account is frozen pays all the same.
    world.give(&bob, 0);
    let bots = deal.cash(&bot);
    world.go(&[
        token::freeze(&program, &bots, &deal.mint, &world.payer),
        token::thaw(&program, &alices, &deal.mint, &world.payer),
        deal.pay_holders(0, &[alice, bob]),
    ]);
    let paid = owners.iter().map(|owner| world.wealth(owner));
    assert!(paid.eq([PART; 3]));
    assert_eq!(budget(&mut world, &deal), 9 * FLAT);
    assert_eq!(earned(&mut world, &deal, &alice, 0).unpayable_since, 0);
    audit::check(&mut world);
    world
}
