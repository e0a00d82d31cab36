//! Wrapped shares as collateral of a lending market, priced by what the program says that a unit holds.

use securities_reach_tests::{
    chain::{TOKEN_LENDING_BOTH, why},
    form::Token,
    lender::Lender,
    oracle::Price,
    stage::{SHARES, Stage},
};
use securities_tests::{audit, token, world::Money};

/// Units that are pledged.
const PLEDGED: u64 = 1 << 20;
/// What a whole token of money is worth, in millionths.
const ONE: u64 = 1_000_000;

#[test]
fn a_loan_counts_what_units_hold_and_its_liquidator_unwraps_and_claims() {
    let mut stage = Stage::new(Money::Token2022);
    let (alice, bob) = (stage.alice, stage.bob);
    stage.wrap(&alice, PLEDGED);
    stage.wrap(&bob, 1_024);
    stage.world.give(&bob, 1 << 30);
    // A quarter of a unit of money for each share unit.
    stage.distribute(SHARES >> 2);
    let held = stage.units.cash_in_millionths(&mut stage.world);
    assert_eq!(held, 250_000);

    let (units, money) = (stage.units.token.clone(), Token::money(&stage.world));
    let world = &mut stage.world;
    let lender = Lender::open(world, TOKEN_LENDING_BOTH, token::TOKEN_2022, &bob)
        .expect("a market of Token-2022");
    let price = Price::new(world, "money", ONE);
    let cash = lender
        .open_reserve(world, "money", (money, price), 1 << 30)
        .expect("a reserve of money");
    // Whoever prices units adds what they hold to what a share is worth: here one, then a quarter.
    let price = Price::new(world, "units", ONE);
    let shares = lender
        .open_reserve(world, "units", (units, price), 1_024)
        .expect("a reserve of units");

    let loan = lender.open_loan(world, &alice);
    world.go(&lender.deposit(&shares, &alice, PLEDGED));
    world.go(&lender.pledge((&loan, &alice), &shares, PLEDGED));
    // Half of 2^20 units at 1.25: 655,360. At the share's worth alone it would be 524,288.
    let borrow = lender.borrow((&loan, &alice), (&cash, &shares), 655_360);
    let failure = world
        .send(&borrow)
        .expect_err("more than the share's worth");
    assert_eq!(why(&failure), "spl-token-lending: error 26");
    shares.price.set(world, ONE + held);
    world.go(&borrow);
    assert_eq!(world.wealth(&alice), 655_360);
    let more = lender.borrow_more((&loan, &alice), (&cash, &shares), 1);
    let failure = world.send(&more).expect_err("all is borrowed");
    assert_eq!(why(&failure), "spl-token-lending: error 26");

    // The share falls to a quarter, so that a unit is worth 0.5 and all units 524,288: the loan is above 55 % of that.
    let carol = stage.newcomer("carol", 327_680);
    let liquidate = lender.liquidate(&loan, (&cash, &shares), &carol, u64::MAX);
    let world = &mut stage.world;
    let failure = world.send(&liquidate).expect_err("the loan is sound");
    assert_eq!(why(&failure), "spl-token-lending: error 29");
    shares.price.set(world, ONE / 4 + held);
    world.go(&liquidate);
    // Half of the loan, 327,680, for units worth 5 % more, 344,064: at 0.5 these are 688,128.
    assert_eq!(world.wealth(&carol), 0);
    let receipt = lender.collateral_of(&shares, &carol);
    assert_eq!(world.balance(&receipt), 688_128);

    // Another quarter comes while the market has the units: they earn it for whoever takes them out.
    stage.distribute(SHARES >> 2);
    let world = &mut stage.world;
    world.go(&lender.redeem(&shares, &carol, 688_128));
    assert_eq!(
        world.balance(&shares.supply),
        1_024 + PLEDGED - 688_128,
        "the rest is the market's"
    );
    assert_eq!(stage.leave(&carol), (688_128, 344_064));
    audit::check(&mut stage.world);
}
