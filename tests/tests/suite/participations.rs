//! Profit that is shared by capital counts capital by the day, so that whoever pays does not choose the parts.

use crate::{
    drawing::{ONE, deal_of, sell, with_par},
    on_both_engines,
    payouts::source,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{
        distribution::{post_distribution::DistributionArgs, state::Distribution},
        waterfall::{state::Waterfall, terms::TierTerms},
    },
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

on_both_engines! {
    principal_that_is_repaid_just_before_does_not_move_the_parts_of_profit => at_once;
    a_small_payment_just_before_does_not_either => after_dust;
    profit_after_all_capital_is_repaid_is_shared_by_what_was_out_last => late;
    on_the_first_day_what_is_outstanding_of_those_that_share_counts => first_day;
}

const PROFIT: u64 = 40 * ONE;

/// A senior and a junior equity of 300 and 100 that share profit by capital, three months after the sale.
fn fund<E: Engine>(world: &mut World<E>) -> (Deal, Pubkey) {
    let tiers = |_: &[TrancheArgs]| {
        vec![
            TierTerms::Capital { rank: 0 },
            TierTerms::Capital { rank: 1 },
            TierTerms::Participation {
                rank: 0,
                with: 0b10,
                multiplier_bps: 10_000,
                gives_up_bps: 0,
            },
            TierTerms::Residual { rank: 1 },
        ]
    };
    let deal = deal_of(world, vec![with_par(0), with_par(1)], tiers, |_| {});
    for (rank, amount) in (0..).zip([300, 100]) {
        sell(world, &deal, (rank, ONE), amount * ONE);
    }
    world.pass(90 * DAY);
    let payer = world.investor("payer", 1_000 * ONE);
    (deal, payer)
}

/// What the classes weigh when each has held so much capital for so many days from its lock on.
fn weights<E: Engine>(world: &mut World<E>, deal: &Deal) -> [u128; 2] {
    let today = world.engine.now() / DAY;
    [0, 1].map(|rank| {
        let at = deal.class(rank).tranche;
        let tranche = read::state::<Tranche>(&mut world.engine, &at);
        let days = u128::try_from(today - tranche.starts_at / DAY).unwrap();
        u128::from(tranche.principal().unwrap()) * days
    })
}

fn senior_part([senior, junior]: [u128; 2]) -> u64 {
    u64::try_from(u128::from(PROFIT) * senior / (senior + junior)).unwrap()
}

fn args(now: i64, amount: u64, principal: u64) -> DistributionArgs {
    DistributionArgs {
        principal,
        ..source(now, amount)
    }
}

fn took<E: Engine>(world: &mut World<E>, deal: &Deal, payer: &Pubkey, nonce: u64) -> [u64; 2] {
    let at = address::distribution(&deal.security, payer, nonce);
    let record = read::state::<Distribution>(&mut world.engine, &at);
    [record.tiers[2], record.tiers[3]]
}

fn profit<E: Engine>(world: &mut World<E>, deal: &Deal, payer: &Pubkey, nonce: u64) -> [u64; 2] {
    let now = world.engine.now();
    world.go(&[deal.post_distribution(payer, nonce, args(now, PROFIT, 0))]);
    audit::check(world);
    took(world, deal, payer, nonce)
}

fn shared(part: u64) -> [u64; 2] {
    [part, PROFIT - part]
}

fn since<E: Engine>(world: &mut World<E>, deal: &Deal) -> u64 {
    read::state::<Waterfall>(&mut world.engine, &deal.waterfall).participation_since
}

fn at_once<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, payer) = fund(&mut world);
    let [senior, junior] = weights(&mut world, &deal);
    // All of the senior's capital first, then the profit, in one transaction: it was out all the time.
    let now = world.engine.now();
    world.go(&[
        deal.post_distribution(&payer, 0, args(now, 300 * ONE, 300 * ONE)),
        deal.post_distribution(&payer, 1, args(now, PROFIT, 0)),
    ]);
    audit::check(&mut world);
    let part = senior_part([senior, junior]);
    assert!(part > 29 * ONE, "about three quarters: {part}");
    assert_eq!(took(&mut world, &deal, &payer, 1), shared(part));
    // Another payment on that day goes by the same days.
    assert_eq!(profit(&mut world, &deal, &payer, 2), shared(part));
    // For a quarter no other period ends, whoever pays, and both count.
    let ended = since(&mut world, &deal);
    world.pass(90 * DAY);
    let later = junior + 90 * u128::from(100 * ONE);
    let part = senior_part([senior, later]);
    assert!(part > 24 * ONE, "its days still count: {part}");
    assert_eq!(profit(&mut world, &deal, &payer, 3), shared(part));
    assert_eq!(since(&mut world, &deal), ended);
    world.pass(DAY);
    let later = later + u128::from(100 * ONE);
    let part = senior_part([senior, later]);
    assert_eq!(profit(&mut world, &deal, &payer, 4), shared(part));
    // That payment has ended a quarter in which nothing of the senior was out.
    world.pass(DAY);
    assert_eq!(profit(&mut world, &deal, &payer, 5), shared(0));
    world
}

fn late<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, payer) = fund(&mut world);
    let weights = weights(&mut world, &deal);
    let now = world.engine.now();
    world.go(&[deal.post_distribution(&payer, 0, args(now, 400 * ONE, 400 * ONE))]);
    let part = senior_part(weights);
    for nonce in 1..4 {
        world.pass(200 * DAY);
        assert_eq!(profit(&mut world, &deal, &payer, nonce), shared(part));
    }
    world
}

/// A debt is out for ten days already.
fn first_day<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let tiers = |_: &[TrancheArgs]| {
        vec![
            TierTerms::Principal { rank: 0 },
            TierTerms::Capital { rank: 1 },
            TierTerms::Capital { rank: 2 },
            TierTerms::Participation {
                rank: 1,
                with: 0b100,
                multiplier_bps: 10_000,
                gives_up_bps: 0,
            },
            TierTerms::Residual { rank: 2 },
        ]
    };
    let debt = TrancheArgs {
        rate_ppm: 0,
        ..deal::senior(0)
    };
    let classes = vec![debt, with_par(1), with_par(2)];
    let deal = deal_of(&mut world, classes, tiers, |_| {});
    sell(&mut world, &deal, (0, ONE), 1_000 * ONE);
    let books = [(1, 300), (2, 100)].map(|(rank, amount)| {
        let amount = amount * ONE;
        let owner = world.investor(&format!("owner {rank}"), amount);
        let line = format!("line {rank}");
        let book = Offering::standard_with(&mut world, &deal, rank, &line, |args| {
            (args.price, args.price_min) = (ONE, ONE);
            (args.minimum, args.cap, args.min_ticket) = (amount, amount, amount);
        });
        (book, owner, amount)
    });
    for (book, owner, amount) in &books {
        book.deposit(&mut world, &deal, owner, *amount);
    }
    for (book, ..) in &books {
        book.lock(&mut world, &deal);
    }
    for (book, ..) in &books {
        book.settle(&mut world, &deal, 0);
    }
    let payer = world.investor("payer", PROFIT);
    let now = world.engine.now();
    world.go(&[deal.post_distribution(&payer, 0, args(now, PROFIT, 0))]);
    let at = address::distribution(&deal.security, &payer, 0);
    let record = read::state::<Distribution>(&mut world.engine, &at);
    assert_eq!(record.tiers[3..5], [30 * ONE, 10 * ONE]);
    audit::check(&mut world);
    world
}

fn after_dust<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, payer) = fund(&mut world);
    let [senior, junior] = weights(&mut world, &deal);
    // A little profit ends the period; the senior's capital is repaid, and the profit comes the day after.
    let now = world.engine.now();
    world.go(&[
        deal.post_distribution(&payer, 0, args(now, ONE, 0)),
        deal.post_distribution(&payer, 1, args(now, 300 * ONE, 300 * ONE)),
    ]);
    let ended = since(&mut world, &deal);
    assert_eq!(i64::try_from(ended), Ok(now / DAY));
    world.pass(DAY);
    // Again a little, which ends nothing.
    let now = world.engine.now();
    world.go(&[deal.post_distribution(&payer, 2, args(now, ONE, 0))]);
    world.pass(DAY);
    let later = junior + 2 * u128::from(100 * ONE);
    let part = senior_part([senior, later]);
    assert!(part > 29 * ONE, "about three quarters: {part}");
    assert_eq!(profit(&mut world, &deal, &payer, 3), shared(part));
    assert_eq!(since(&mut world, &deal), ended);
    world
}
