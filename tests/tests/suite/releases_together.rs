//! Nobody changes over what time the deal lets money go, by what else moves with it.

use crate::{
    drawing::{ONE, SOLD, deal_of, sell},
    on_both_engines,
    payouts::source,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{
        distribution::post_distribution::DistributionArgs,
        waterfall::terms::{ReservePurpose, TierTerms},
    },
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal, MIN_DISTRIBUTION},
    engine::Engine,
    read, token,
    world::{DAY, Money, World},
};

on_both_engines! {
    principal_that_stays_does_not_hide_what_a_reserve_lets_go => stays;
    a_reserve_that_fills_does_not_hide_what_another_lets_go => fills;
    a_payment_to_another_class_does_not_shorten_the_day => other_class;
    a_collection_does_not_take_what_the_deal_kept_along => collected;
    covers_go_home_in_a_day_when_a_collection_sends_them => covers;
}

fn tranche<E: Engine>(world: &mut World<E>, deal: &Deal, rank: u8) -> Tranche {
    read::state(&mut world.engine, &deal.class(rank).tranche)
}

fn args<E: Engine>(world: &mut World<E>, amount: u64, principal: u64) -> DistributionArgs {
    DistributionArgs {
        principal,
        ..source(world.engine.now(), amount)
    }
}

fn quarterly() -> TrancheArgs {
    TrancheArgs {
        period_months: 3,
        ..deal::senior(0)
    }
}

fn without_interest() -> TrancheArgs {
    TrancheArgs {
        rate_ppm: 0,
        ..deal::senior(0)
    }
}

fn reserve_of_interest() -> TierTerms {
    TierTerms::Reserve {
        purpose: ReservePurpose::Interest,
        amount: 30 * ONE,
        bps: 0,
    }
}

/// The debt's first due date, and mallory, who has no shares and as much money as is due. Returns her, who holds the debt, and
/// what is due.
fn on_due_date<E: Engine>(world: &mut World<E>, deal: &Deal, owner: Pubkey) -> (Pubkey, u64) {
    let due = tranche(world, deal, 0).next_due as i64;
    world.engine.set_now(due * DAY);
    world.go(&[deal.check_triggers()]);
    let interest = tranche(world, deal, 0).interest_due;
    let mallory = world.investor("mallory", interest);
    let welcome = deal.welcome(0, &mallory, &mallory);
    world.go(&welcome);
    let _ = world.send(&[deal.claim(0, &owner)]);
    (mallory, interest)
}

/// The smallest amount is sent to a source of revenue, and collected.
fn collect<E: Engine>(world: &mut World<E>, deal: &Deal) {
    let at = address::vault(&address::source(&deal.security, 0), &deal.mint);
    let stranger = world.investor("stranger", MIN_DISTRIBUTION);
    let from = world.cash(&stranger);
    let gift = token::transfer(
        &world.token_program,
        &from,
        &world.mint,
        &at,
        &stranger,
        MIN_DISTRIBUTION,
    );
    world.go(&[gift, deal.collect_source(deal.coin(), &stranger, 0, 0)]);
}

fn stays<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let tiers = vec![
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        reserve_of_interest(),
        TierTerms::Principal { rank: 0 },
        TierTerms::Residual { rank: 1 },
    ];
    let until = world.engine.now() + 700 * DAY;
    let classes = vec![quarterly(), deal::junior(1)];
    let deal = deal_of(
        &mut world,
        classes,
        |_| tiers,
        |deal| deal.revolving_until = until,
    );
    let owner = sell(&mut world, &deal, (0, ONE), SOLD);
    sell(&mut world, &deal, (1, ONE), SOLD);
    let payer = world.investor("payer", 60 * ONE);
    let fills = args(&mut world, 60 * ONE, 0);
    world.go(&[deal.post_distribution(&payer, 0, fills)]);
    let (mallory, interest) = on_due_date(&mut world, &deal, owner);
    let all = world.balance(&deal.share_account(0, &owner));
    // As much principal comes in and stays as the reserve pays out.
    let principal = args(&mut world, interest, interest);
    world.go(&[
        deal.transfer_shares(0, &owner, &mallory, all),
        deal.post_distribution(&mallory, 0, principal),
        deal.transfer_shares(0, &mallory, &owner, all),
        deal.draw_reinvestment(&deal.destination, interest),
    ]);
    audit::check(&mut world);
    assert_eq!(world.refused(&[deal.claim(0, &mallory)]), "NothingOwed");
    let had = world.wealth(&owner);
    world.pass(DAY);
    world.go(&[deal.claim(0, &owner)]);
    assert!(interest - (world.wealth(&owner) - had) <= 1);
    world
}

fn fills<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let payee = world.investor("auditor", 0);
    let tiers = vec![
        TierTerms::Expense {
            cap: 100 * ONE,
            payee,
            from_treasury: false,
        },
        TierTerms::Reserve {
            purpose: ReservePurpose::Expenses,
            amount: 100 * ONE,
            bps: 0,
        },
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        reserve_of_interest(),
        TierTerms::Principal { rank: 0 },
        TierTerms::Residual { rank: 1 },
    ];
    let classes = vec![quarterly(), deal::junior(1)];
    let deal = deal_of(&mut world, classes, |_| tiers, |_| {});
    let owner = sell(&mut world, &deal, (0, ONE), SOLD);
    sell(&mut world, &deal, (1, ONE), SOLD);
    let payer = world.investor("payer", 160 * ONE);
    let fills = args(&mut world, 160 * ONE, 0);
    world.go(&[deal.post_distribution(&payer, 0, fills)]);
    // An expense of 50 is paid out of its reserve, which takes in what comes next.
    world.go(&[deal.submit_expense(&deal.sponsor, 0, 50 * ONE)]);
    let nothing = args(&mut world, 0, 0);
    world.go(&[deal.post_distribution(&payer, 1, nothing)]);
    let (mallory, interest) = on_due_date(&mut world, &deal, owner);
    assert!(interest < 30 * ONE);
    let all = world.balance(&deal.share_account(0, &owner));
    let income = args(&mut world, interest, 0);
    world.go(&[
        deal.transfer_shares(0, &owner, &mallory, all),
        deal.post_distribution(&mallory, 0, income),
        deal.transfer_shares(0, &mallory, &owner, all),
    ]);
    assert_eq!(tranche(&mut world, &deal, 0).payouts[0].streaming, interest);
    assert_eq!(world.refused(&[deal.claim(0, &mallory)]), "NothingOwed");
    audit::check(&mut world);
    world
}

fn other_class<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let until = world.engine.now() + 100 * DAY;
    let classes = vec![without_interest(), deal::junior(1)];
    let deal = deal_of(&mut world, classes, deal::tiers_of, |deal| {
        deal.revolving_until = until;
    });
    sell(&mut world, &deal, (0, ONE), SOLD);
    let mallory = sell(&mut world, &deal, (1, ONE), SOLD);
    let payer = world.investor("payer", 100 * ONE);
    let principal = args(&mut world, 100 * ONE, 100 * ONE);
    world.go(&[deal.post_distribution(&payer, 0, principal)]);
    world.engine.set_now(until);
    // It comes back to her.
    let much = 8_640_000 * ONE;
    world.give(&mallory, much);
    let income = args(&mut world, much, 0);
    world.go(&[deal.post_distribution(&mallory, 0, income)]);
    let payout = tranche(&mut world, &deal, 0).payouts[0];
    assert_eq!(payout.streaming, 100 * ONE);
    assert_eq!(payout.stream_until, until + DAY);
    // As much of her own as the deal let go waits too, at most.
    assert_eq!(
        tranche(&mut world, &deal, 1).payouts[0].streaming,
        100 * ONE
    );
    audit::check(&mut world);
    world
}

fn collected<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let until = world.engine.now() + 400 * DAY;
    let classes = vec![without_interest(), deal::junior(1)];
    let deal = deal_of(&mut world, classes, deal::tiers_of, |deal| {
        deal.revolving_until = until;
    });
    let owner = sell(&mut world, &deal, (0, ONE), SOLD);
    sell(&mut world, &deal, (1, ONE), SOLD);
    world.go(&[deal.register_source_of(deal.coin(), 0, "royalties", (1, false))]);
    let payer = world.investor("payer", SOLD);
    let principal = args(&mut world, SOLD / 2, SOLD / 2);
    world.go(&[deal.post_distribution(&payer, 0, principal)]);
    world.engine.set_now(until);
    // Nobody has collected for a year.
    collect(&mut world, &deal);
    world.pass(DAY);
    world.go(&[deal.claim(0, &owner)]);
    // The smallest amount, over a year, prolongs a day of half a million times as much by about a minute.
    assert!(world.wealth(&owner) >= SOLD / 2 / 1_000 * 999);
    audit::check(&mut world);
    world
}

fn covers<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let tiers = vec![
        TierTerms::Sweep { rank: 0 },
        TierTerms::Cover { rank: 1 },
        TierTerms::Residual { rank: 0 },
    ];
    let classes = vec![without_interest(), deal::cover(1)];
    let deal = deal_of(&mut world, classes, |_| tiers, |_| {});
    sell(&mut world, &deal, (0, ONE), SOLD);
    let insurer = sell(&mut world, &deal, (1, ONE), SOLD);
    world.go(&[deal.register_source_of(deal.coin(), 0, "royalties", (1, false))]);
    world.pass(400 * DAY);
    let payer = world.investor("payer", SOLD);
    let all_but = args(&mut world, SOLD - MIN_DISTRIBUTION, 0);
    world.go(&[deal.post_distribution(&payer, 0, all_but)]);
    // It repays the last unit.
    collect(&mut world, &deal);
    world.pass(DAY);
    world.go(&[deal.claim(1, &insurer)]);
    assert_eq!(world.wealth(&insurer), SOLD);
    audit::check(&mut world);
    world
}
