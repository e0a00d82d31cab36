//! Principal beside income: who is repaid by it, what waits for new assets, who may draw that, and what it becomes.

use crate::{
    drawing::{ONE, SOLD, deal_of, sell, with_par},
    on_both_engines,
    payouts::source,
    story::told,
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    cash::{
        distribution::{post_distribution::DistributionArgs, state::Distribution},
        waterfall::{
            set_mode::ModeChange,
            terms::{TestTerms, TierTerms, TriggerTerms},
        },
    },
    events::{Distributed, ProceedsDrawn},
    security::{state::Security, vault::Vault},
    tranche::state::Tranche,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    read, token,
    world::{BEGIN, DAY, Money, World},
};

on_both_engines! {
    what_the_assets_repay_waits_for_new_assets_and_then_repays_the_senior => revolving;
    a_borrowers_prepayment_repays_a_bullet_and_not_its_juniors => prepaid;
    a_source_of_principal_repays_debts_and_owes_no_fee_on_income => collected;
    debts_are_repaid_pro_rata_from_a_day_on_while_the_floor_stands => pro_rata;
}

/// When the deals here stop to revolve.
const UNTIL: i64 = BEGIN + 200 * DAY;

/// A senior bullet, equity with a par, each sold for 1,000, and a payer with enough.
fn sold<E: Engine>(world: &mut World<E>, edit: impl FnOnce(&mut Deal)) -> (Deal, Pubkey) {
    let classes = vec![deal::senior(0), with_par(1)];
    let deal = deal_of(world, classes, deal::tiers_of, edit);
    for rank in [0, 1] {
        sell(world, &deal, (rank, ONE), SOLD);
    }
    let payer = world.investor("payer", 10 * SOLD);
    (deal, payer)
}

/// A payment of so much, of which so much is principal.
fn payment(now: i64, amount: u64, principal: u64) -> DistributionArgs {
    DistributionArgs {
        principal,
        ..source(now, amount)
    }
}

fn vault<E: Engine>(world: &mut World<E>, deal: &Deal) -> Vault {
    *read::state::<Security>(&mut world.engine, &deal.security).vault()
}

fn outstanding<E: Engine>(world: &mut World<E>, deal: &Deal, rank: u8) -> u64 {
    read::state::<Tranche>(&mut world.engine, &deal.class(rank).tranche)
        .principal()
        .unwrap()
}

fn record<E: Engine>(
    world: &mut World<E>,
    deal: &Deal,
    payer: &Pubkey,
    nonce: u64,
) -> Distribution {
    let at = address::distribution(&deal.security, payer, nonce);
    read::state::<Distribution>(&mut world.engine, &at)
}

fn revolving<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, payer) = sold(&mut world, |deal| deal.revolving_until = UNTIL);
    let now = world.engine.now();
    let post = |nonce, args| deal.post_distribution(&payer, nonce, args);
    let outcome = world.go(&[post(0, payment(now, 516 * ONE, 500 * ONE))]);
    told(&outcome, |paid: &Distributed| {
        assert_eq!((paid.gross, paid.principal), (516 * ONE, 500 * ONE));
        assert_eq!((paid.reinvestment, paid.reinvestment_after), (0, 500 * ONE));
        assert_eq!(
            paid.tiers.iter().sum::<u64>(),
            16 * ONE,
            "income runs as ever"
        );
    });
    assert_eq!(vault(&mut world, &deal).reinvestment, 500 * ONE);
    audit::check(&mut world);

    // The sponsor buys assets with a part of it, within what is there.
    let before = world.wealth(&deal.sponsor);
    let too_much = deal.draw_reinvestment(&deal.destination, 500 * ONE + 1);
    assert_eq!(world.refused(&[too_much]), "InsufficientFunds");
    let draw = deal.draw_reinvestment(&deal.destination, 200 * ONE);
    let outcome = world.go(&[draw]);
    told(&outcome, |drawn: &ProceedsDrawn| {
        assert_eq!((drawn.amount, drawn.reinvestment), (200 * ONE, true));
    });
    assert_eq!(world.wealth(&deal.sponsor) - before, 200 * ONE);
    let now_held = vault(&mut world, &deal);
    assert_eq!(
        (now_held.reinvestment, now_held.reinvested, now_held.drawn),
        (300 * ONE, 200 * ONE, 0)
    );
    // A payment of nothing runs nothing while it revolves.
    let nothing = |nonce, now| post(nonce, payment(now, 0, 0));
    assert_eq!(world.refused(&[nothing(1, now)]), "NothingWaits");
    audit::check(&mut world);

    // Afterwards it is no longer the sponsor's to draw, and anybody makes it repay the senior.
    let rest = UNTIL - world.engine.now();
    world.pass(rest);
    let late = deal.draw_reinvestment(&deal.destination, 1);
    assert_eq!(world.refused(&[late]), "NotRevolving");
    world.go(&[nothing(1, UNTIL)]);
    let record = record(&mut world, &deal, &payer, 1);
    assert_eq!((record.gross, record.principal), (0, 0));
    assert_eq!(
        (record.reinvestment, record.reinvestment_after),
        (300 * ONE, 0)
    );
    assert_eq!(record.tiers[2], 300 * ONE, "the senior's principal");
    assert_eq!(record.of_principal[..4], [0, 0, 300 * ONE, 0]);
    assert_eq!(record.outstanding[..2], [700 * ONE, 1_000 * ONE]);
    assert_eq!(outstanding(&mut world, &deal, 0), 700 * ONE);
    assert_eq!(world.refused(&[nothing(2, UNTIL)]), "NothingWaits");
    audit::check(&mut world);
    world
}

fn prepaid<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, payer) = sold(&mut world, |_| {});
    let now = world.engine.now();
    let post = deal.post_distribution(&payer, 0, payment(now, 500 * ONE, 500 * ONE));
    world.go(&[post]);
    assert_eq!(outstanding(&mut world, &deal, 0), 500 * ONE);
    assert_eq!(outstanding(&mut world, &deal, 1), 1_000 * ONE);
    // The bullet is repaid, then the junior's capital; what is left is profit.
    let post = deal.post_distribution(&payer, 1, payment(now, 2_000 * ONE, 1_600 * ONE));
    world.go(&[post]);
    let record = record(&mut world, &deal, &payer, 1);
    assert_eq!(record.outstanding[..2], [0, 0]);
    assert_eq!(
        record.tiers[2..4],
        [500 * ONE, 1_000 * ONE],
        "the senior and the junior's capital"
    );
    let interest: u64 = record.tiers[..2].iter().sum();
    assert_eq!(interest + record.tiers[4], 500 * ONE, "the residual");
    assert_eq!(record.of_principal[2..5], [500 * ONE, 1_000 * ONE, 0]);
    audit::check(&mut world);
    world
}

fn collected<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let trustee = world.investor("trustee", 0);
    let classes = vec![deal::senior(0), deal::junior(1)];
    let tiers = |classes: &[_]| {
        let mut tiers = deal::tiers_of(classes);
        tiers.insert(
            0,
            TierTerms::Fee {
                bps: 2_000,
                income_only: true,
                payee: trustee,
            },
        );
        tiers
    };
    let deal = deal_of(&mut world, classes, tiers, |_| {});
    sell(&mut world, &deal, (0, ONE), SOLD);
    sell(&mut world, &deal, (1, ONE), SOLD);
    let register = deal.register_source_of(deal.coin(), 0, "repayments", (1, true));
    world.go(&[register]);
    let at = address::vault(&address::source(&deal.security, 0), &deal.mint);
    let repaid = token::mint_to(&deal.token_program, &deal.mint, &at, &world.payer, 10 * ONE);
    world.go(&[repaid]);
    let payer = world.investor("payer", SOLD);
    world.go(&[deal.collect_source(deal.coin(), &payer, 0, 0)]);
    let record_0 = record(&mut world, &deal, &payer, 0);
    assert_eq!(
        (record_0.gross, record_0.principal),
        (10 * ONE, 10 * ONE),
        "all that the source takes in"
    );
    assert_eq!(record_0.tiers[..4], [0, 0, 0, 10 * ONE]);
    // A fifth of one of interest; nothing of ten of principal.
    let now = world.engine.now();
    let post = deal.post_distribution(&payer, 1, payment(now, 11 * ONE, 10 * ONE));
    world.go(&[post]);
    let record_1 = record(&mut world, &deal, &payer, 1);
    assert_eq!(record_1.tiers[0], ONE / 5);
    assert_eq!(record_1.tiers[3], 10 * ONE);
    audit::check(&mut world);
    world
}

fn pro_rata<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = vec![deal::senior(0), deal::senior(1), with_par(2)];
    let from = BEGIN + 100 * DAY;
    let deal = deal_of(&mut world, classes, deal::tiers_of, |deal| {
        deal.pro_rata_from = from;
        deal.triggers = vec![TriggerTerms {
            test: TestTerms::Subordination {
                rank: 1,
                min_bps: 3_000,
            },
            cure_days: 30,
            consequences: 1,
        }];
    });
    sell(&mut world, &deal, (0, ONE), 3 * SOLD);
    sell(&mut world, &deal, (1, ONE), SOLD);
    sell(&mut world, &deal, (2, ONE), 2 * SOLD);
    let payer = world.investor("payer", 10 * SOLD);
    let pay = |world: &mut World<E>, nonce| {
        let now = world.engine.now();
        let post = deal.post_distribution(&payer, nonce, payment(now, 400 * ONE, 400 * ONE));
        world.go(&[post]);
        let record = record(world, &deal, &payer, nonce);
        [record.of_principal[2], record.of_principal[5]]
    };
    assert_eq!(pay(&mut world, 0), [400 * ONE, 0], "before its day");
    let rest = from - world.engine.now();
    world.pass(rest);
    // 2,600 and 1,000 are owed: 400 are 288.888888 and 111.111111, and the rest is the senior's.
    let junior = 400 * ONE * 1_000 / 3_600;
    assert_eq!(pay(&mut world, 1), [400 * ONE - junior, junior]);
    // Of 5,200, 2,000 stand below. A loss of 1,000 leaves 1,000 of 4,200: less than three tenths.
    world.go(&deal.lose(1_000 * ONE, 1));
    assert_eq!(
        pay(&mut world, 2),
        [400 * ONE, 0],
        "the floor has given way"
    );
    audit::check(&mut world);
    world
}

/// One call and the name of the refusal.
type Refused<'a> = (&'a str, Instruction, &'a str);

#[test]
fn principal_is_a_part_of_a_payment_in_settlement_money() {
    let mut world = World::<Lite>::new(Money::Classic);
    let (deal, payer) = sold(&mut world, |_| {});
    let now = world.engine.now();
    let post = |who: &Pubkey, args| deal.post_distribution(who, 0, args);
    world.give(&deal.servicer, SOLD);
    let recovery = DistributionArgs {
        recovery: true,
        ..payment(now, ONE, 1)
    };
    let cases: [Refused; 3] = [
        (
            "more than the amount",
            post(&payer, payment(now, ONE, ONE + 1)),
            "BadPrincipal",
        ),
        (
            "of a recovery",
            post(&deal.servicer, recovery),
            "BadPrincipal",
        ),
        (
            "of nothing",
            post(&payer, payment(now, 0, 0)),
            "NothingWaits",
        ),
    ];
    for (what, call, error) in cases {
        assert_eq!(world.refused(&[call]), error, "{what}");
    }
    audit::check(&mut world);
}

#[test]
fn what_waits_for_new_assets_is_drawn_by_the_sponsor_alone_while_all_is_well() {
    let mut world = World::<Lite>::new(Money::Classic);
    let (deal, payer) = sold(&mut world, |deal| deal.revolving_until = UNTIL);
    let now = world.engine.now();
    world.go(&[deal.post_distribution(&payer, 0, payment(now, 516 * ONE, 500 * ONE))]);
    let draw = deal.draw_reinvestment(&deal.destination, ONE);
    for who in [payer, deal.servicer, deal.reporter, deal.arbitrator] {
        let mut by = draw.clone();
        by.accounts[0].pubkey = who;
        assert_eq!(world.refused(&[by]), "NotSponsor");
    }
    let elsewhere = world.cash(&payer);
    let away = deal.draw_reinvestment(&elsewhere, ONE);
    assert_eq!(world.refused(&[away]), "WrongDestination");
    let none = deal.draw_reinvestment(&deal.destination, 0);
    assert_eq!(world.refused(&[none]), "ZeroAmount");

    // Accelerated, it repays the senior with the next payment; whoever declared that cannot have it first.
    world.go(&[deal.set_mode(&deal.sponsor, ModeChange::Accelerate)]);
    assert_eq!(world.refused(std::slice::from_ref(&draw)), "NotRevolving");
    world.go(&[deal.set_mode(&deal.arbitrator, ModeChange::Resume)]);
    world.go(std::slice::from_ref(&draw));
    // The sponsor ends the revolving period: nothing more is drawn.
    world.go(&[deal.set_mode(&deal.sponsor, ModeChange::Amortise)]);
    assert_eq!(world.refused(&[draw]), "NotRevolving");
    let run = deal.post_distribution(&payer, 1, payment(now, 0, 0));
    world.go(&[run]);
    assert_eq!(outstanding(&mut world, &deal, 0), SOLD - 499 * ONE);
    assert_eq!(vault(&mut world, &deal).reinvestment, 0);
    audit::check(&mut world);
}
