//! Money that goes round: whoever gets back what it pays in may pay it in again, until sums of all time pass 64 bits. It
//! stops nobody else's payment, and what is owed stays right.

use crate::{
    drawing::{ONE, SOLD, deal_of, sell, with_par},
    on_both_engines,
    payouts::source,
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    cash::{
        distribution::post_distribution::DistributionArgs,
        waterfall::{
            state::Waterfall,
            terms::{FeeBase, TierTerms},
        },
    },
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    read,
    world::{DAY, Money, World},
};

on_both_engines! {
    money_that_goes_round_a_class_stops_no_payment => round_a_class;
    money_that_goes_round_a_single_share_stops_no_payment => round_a_single_share;
    money_that_goes_round_new_assets_stops_no_payment => round_new_assets;
    money_that_goes_round_the_treasury_stops_no_payment => round_the_treasury;
    money_that_goes_round_a_fee_leaves_the_next_fee_due => round_a_fee;
    money_that_goes_round_a_carry_stops_no_payment => round_a_carry;
}

/// So often a third of all money there can be goes round.
const LAPS: u64 = 4;
/// What an honest payer pays in after that.
const HONEST: u64 = 10 * SOLD;

fn pays(now: i64, amount: u64, principal: u64) -> DistributionArgs {
    DistributionArgs {
        principal,
        ..source(now, amount)
    }
}

/// Somebody pays as much in and gets it back in the same transaction, again and again, for next to nothing.
fn go_round<E: Engine>(
    world: &mut World<E>,
    deal: &Deal,
    payer: &Pubkey,
    (much, principal): (u64, u64),
    back: impl Fn() -> Vec<Instruction>,
) {
    for nonce in 0..LAPS {
        world.give(payer, 0);
        let lacks = much - world.wealth(payer);
        world.give(payer, lacks);
        let args = pays(world.engine.now(), much, principal);
        let mut all = vec![deal.post_distribution(payer, nonce, args)];
        all.extend(back());
        world.go(&all);
        audit::check(world);
    }
}

/// What a third of all money is, with room for what is paid in beside it.
const fn third() -> u64 {
    u64::MAX / 3 - 20 * SOLD
}

fn pay_honestly<E: Engine>(world: &mut World<E>, deal: &Deal) {
    let payer = world.investor("honest", HONEST);
    let args = pays(world.engine.now(), HONEST, 0);
    world.go(&[deal.post_distribution(&payer, 0, args)]);
    audit::check(world);
}

/// What a holder claims.
fn claimed<E: Engine>(world: &mut World<E>, deal: &Deal, rank: u8, owner: &Pubkey) -> u64 {
    let before = world.wealth(owner);
    world.go(&[deal.claim(rank, owner)]);
    audit::check(world);
    world.wealth(owner) - before
}

/// A debt of 1,000 that bears interest, and an equity that holds the rest, or as few shares as it says.
fn debt_and_rest<E: Engine>(world: &mut World<E>, rest: TrancheArgs) -> (Deal, Pubkey, Pubkey) {
    let classes = vec![deal::senior(0), rest];
    let deal = deal_of(world, classes, deal::tiers_of, |_| {});
    let lender = sell(world, &deal, (0, ONE), SOLD);
    let price = if deal.class(1).terms.decimals == 0 {
        SOLD
    } else {
        ONE
    };
    let owner = sell(world, &deal, (1, price), SOLD);
    (deal, lender, owner)
}

fn round_the_rest<E: Engine>(rest: TrancheArgs) -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, lender, owner) = debt_and_rest(&mut world, rest);
    let claim = || vec![deal.claim(1, &owner)];
    go_round(&mut world, &deal, &owner, (third(), 0), claim);
    claimed(&mut world, &deal, 0, &lender);
    world.pass(90 * DAY);
    pay_honestly(&mut world, &deal);
    let interest = claimed(&mut world, &deal, 0, &lender);
    assert!(interest > 0, "the lender is paid");
    assert_eq!(
        claimed(&mut world, &deal, 1, &owner),
        HONEST - interest,
        "the rest is its holder's"
    );
    let state: Tranche = read::state(&mut world.engine, &deal.class(1).tranche);
    assert_eq!(state.payouts[0].paid, u64::MAX, "what is told is the most");
    world
}

/// The holder of what is left posts and claims.
fn round_a_class<E: Engine>() -> World<E> {
    round_the_rest(deal::junior(1))
}

/// The same where a share has earned more than 64 bits.
fn round_a_single_share<E: Engine>() -> World<E> {
    let rest = TrancheArgs {
        decimals: 0,
        ..deal::junior(1)
    };
    round_the_rest(rest)
}

/// The sponsor of a revolving deal posts principal and draws it.
fn round_new_assets<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let until = world.engine.now() + 400 * DAY;
    let debt = TrancheArgs {
        rate_ppm: 0,
        ..deal::senior(0)
    };
    let classes = vec![debt, with_par(1)];
    let deal = deal_of(&mut world, classes, deal::tiers_of, |deal| {
        deal.revolving_until = until;
    });
    let lender = sell(&mut world, &deal, (0, ONE), SOLD);
    sell(&mut world, &deal, (1, ONE), SOLD);
    let draw = || vec![deal.draw_reinvestment(&deal.destination, third())];
    let sponsor = deal.sponsor;
    go_round(&mut world, &deal, &sponsor, (third(), third()), draw);
    pay_honestly(&mut world, &deal);
    let back = deal.return_proceeds(&deal.sponsor, &world.mint, 9, Some(SOLD));
    world.go(&[back]);
    world.pass(DAY);
    assert_eq!(
        claimed(&mut world, &deal, 0, &lender),
        SOLD,
        "all goes back"
    );
    world
}

/// Nobody holds the rest, and the sponsor draws what it posts.
fn round_the_treasury<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = vec![deal::senior(0), deal::junior(1)];
    let deal = deal_of(&mut world, classes, deal::tiers_of, |_| {});
    let lender = sell(&mut world, &deal, (0, ONE), SOLD);
    let draw = || vec![deal.draw_proceeds(&deal.destination, third())];
    let sponsor = deal.sponsor;
    go_round(&mut world, &deal, &sponsor, (third(), 0), draw);
    world.pass(90 * DAY);
    pay_honestly(&mut world, &deal);
    assert!(claimed(&mut world, &deal, 0, &lender) > 0);
    world
}

/// A payee of nine tenths of all that comes in holds the rest as well.
fn round_a_fee<E: Engine>() -> World<E> {
    const NINE_TENTHS: u32 = 9_000;
    let mut world = World::<E>::new(Money::Classic);
    let payee = world.investor("owner 1", 0);
    let fee = TierTerms::Fee {
        bps: NINE_TENTHS,
        income_only: false,
        payee,
    };
    let yearly = TierTerms::AnnualFee {
        base: FeeBase::Debt,
        bps: 0,
        amount: 365 * ONE,
        min: 0,
        max: 0,
        payee,
        from_treasury: true,
    };
    let classes = vec![deal::senior(0), deal::junior(1)];
    let tiers = |classes: &[TrancheArgs]| {
        let mut tiers = vec![fee, yearly];
        tiers.extend(deal::tiers_of(classes));
        tiers
    };
    let deal = deal_of(&mut world, classes, tiers, |_| {});
    sell(&mut world, &deal, (0, ONE), SOLD);
    let owner = sell(&mut world, &deal, (1, ONE), SOLD);
    assert_eq!(owner, payee);
    let back = || vec![deal.pay_fee(0, &payee), deal.claim(1, &owner)];
    go_round(&mut world, &deal, &owner, (third(), 0), back);
    let told: Waterfall = read::state(&mut world.engine, &deal.waterfall);
    assert_eq!(told.tiers[0].taken, u64::MAX, "what is told is the most");
    world.pass(DAY);
    // A year's fee of a day, out of the treasury: it is told, and nothing is refused.
    let before = world.wealth(&payee);
    world.go(&[deal.pay_fee_from_treasury(1, &payee)]);
    assert_eq!(world.wealth(&payee) - before, ONE);
    pay_honestly(&mut world, &deal);
    let before = world.wealth(&payee);
    world.go(&[deal.pay_fee(0, &payee)]);
    assert_eq!(
        world.wealth(&payee) - before,
        HONEST / 10 * 9,
        "the next is due"
    );
    audit::check(&mut world);
    world
}

/// The holder of what is left behind a carry of a ten-thousandth.
fn round_a_carry<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = vec![with_par(0), deal::junior(1)];
    let carry = TierTerms::Carry {
        rank: 1,
        base: 0,
        carry_bps: 1,
        catch_up_bps: 1,
        multiple_bps: 0,
        deal_by_deal: false,
    };
    let tiers = vec![
        TierTerms::Principal { rank: 0 },
        carry,
        TierTerms::Residual { rank: 0 },
    ];
    let deal = deal_of(&mut world, classes, |_| tiers, |_| {});
    let owner = sell(&mut world, &deal, (0, ONE), SOLD);
    let manager = sell(&mut world, &deal, (1, ONE), SOLD);
    let claim = || vec![deal.claim(0, &owner), deal.claim(1, &manager)];
    go_round(&mut world, &deal, &owner, (third(), 0), claim);
    pay_honestly(&mut world, &deal);
    // The carry on all profit that can be told has been taken.
    let of_owner = claimed(&mut world, &deal, 0, &owner);
    assert_eq!(of_owner, HONEST);
    world
}
