//! A pool of wrapped shares: whoever takes units out of it takes what they have earned.

use securities_reach_tests::{
    chain::{Foreign, TOKEN_SWAP, TOKEN_SWAP_BOTH},
    form::Token,
    pool::{LIQUIDITY, Pool},
    stage::{SHARES, STAKE, Stage},
};
use securities_tests::{
    audit,
    world::{DAY, Money},
};

/// What each side of the pool begins with.
const SIDE: u64 = 1 << 20;
/// The first distribution: 1/1024 of a unit of money for each share unit.
const FIRST: u64 = SHARES >> 10;
/// The second: 1/512.
const SECOND: u64 = SHARES >> 9;

#[test]
fn the_liquidity_provider_leaves_with_all_that_its_units_earned() {
    leaves(Stage::new(Money::Token2022), TOKEN_SWAP_BOTH);
}

/// The program as it was published, which knows no token program but the classic one.
#[test]
fn a_published_pool_takes_units_of_spl_token_and_keeps_nothing_of_what_they_earn() {
    leaves(Stage::classic(), TOKEN_SWAP);
}

fn leaves(mut stage: Stage, program: Foreign) {
    let (alice, bob) = (stage.alice, stage.bob);
    stage.wrap(&alice, SIDE);
    stage.world.give(&alice, SIDE);
    let (units, money) = (stage.units.token.clone(), Token::money(&stage.world));
    let pool = Pool::plan(&mut stage.world, program, units, money);
    pool.create(&mut stage.world, &alice, (SIDE, SIDE))
        .expect("the pool takes units");

    // The pool holds 2^20 units when the first payment comes: they earn 1,024.
    stage.distribute(FIRST);
    // One in a hundred stays in the pool: of 1,059,167 it is 10,591, and 1,048,576 = 2^20 buy. The product of both sides
    // is 2^40; with 2^21 on the side of money, 2^19 units remain, and as many go to the buyer, with the 512 that they
    // earned.
    let carol = stage.newcomer("carol", 1_059_167);
    stage.world.go(&[pool.buy(&carol, 1_059_167)]);
    assert_eq!(stage.units_of(&carol), 524_288);
    assert_eq!(stage.world.wealth(&carol), 0);

    // Then 2^19 units are the pool's, and as many are carol's: each half earns 1,024 of the second payment.
    stage.distribute(SECOND);
    stage.world.go(&[pool.withdraw(&alice, LIQUIDITY)]);
    assert_eq!(stage.units_of(&alice), 524_288, "the pool's last unit");
    assert_eq!(
        stage.world.wealth(&alice),
        2_107_743,
        "the money that alice put in, and all that carol paid"
    );
    for account in [pool.unit_account, pool.money_account] {
        assert_eq!(stage.world.balance(&account), 0, "the pool is empty");
    }

    // alice's own shares earned 3/1024 each besides: 2^30 less 2^20 of them, 3,145,728 less 3,072.
    assert_eq!(stage.leave(&alice), (524_288, 1_536 + 3_142_656));
    assert_eq!(stage.leave(&carol), (524_288, 1_536));
    assert_eq!(stage.claim(&bob), 3_145_728);
    assert_eq!(stage.shares(&alice), STAKE - 524_288);
    assert_eq!(
        1_536 + 3_142_656 + 1_536 + 3_145_728,
        FIRST + SECOND,
        "nothing is left behind"
    );
    let vault = stage.deal.vault;
    assert_eq!(stage.world.balance(&vault), 0, "nor in the vault");
    assert_eq!(stage.units.value(&mut stage.world).units, 0);
    audit::check(&mut stage.world);
}

#[test]
fn a_provider_that_joins_later_gets_what_its_part_earns_from_then_on() {
    let mut stage = Stage::new(Money::Token2022);
    let (alice, bob) = (stage.alice, stage.bob);
    stage.wrap(&alice, SIDE);
    stage.world.give(&alice, SIDE);
    let (units, money) = (stage.units.token.clone(), Token::money(&stage.world));
    let pool = Pool::plan(&mut stage.world, TOKEN_SWAP_BOTH, units, money);
    pool.create(&mut stage.world, &alice, (SIDE, SIDE))
        .expect("the pool takes units");
    stage.distribute(FIRST);

    // bob wraps after the first payment: his units must hold what the pool's do, 1,024, which comes out of what he is owed.
    let owed = STAKE >> 10;
    stage.wrap(&bob, SIDE);
    stage.world.give(&bob, SIDE);
    // As much liquidity as there is, for as much of each side as the pool has.
    pool.welcome(&mut stage.world, &bob);
    stage.world.go(&[pool.deposit(&bob, LIQUIDITY)]);
    assert_eq!(stage.units_of(&bob), 0);
    stage.distribute(SECOND);
    stage.world.go(&[pool.withdraw(&bob, LIQUIDITY)]);
    stage.world.go(&[pool.withdraw(&alice, LIQUIDITY)]);

    // Each has the 2^20 units back that it put in, with 1,024 + 2,048.
    let own = STAKE - SIDE;
    let (first, second) = (own >> 10, own >> 9);
    assert_eq!(stage.leave(&alice), (SIDE, 3_072 + first + second));
    assert_eq!(
        stage.leave(&bob),
        (SIDE, 3_072 + owed - 1_024 + second),
        "what bob paid in came back"
    );
    audit::check(&mut stage.world);
}

#[test]
fn what_streams_while_the_pool_has_units_is_theirs_at_each_second() {
    let mut stage = Stage::smoothed(Money::Token2022, 4);
    let alice = stage.alice;
    stage.wrap(&alice, SIDE);
    stage.world.give(&alice, SIDE);
    let (units, money) = (stage.units.token.clone(), Token::money(&stage.world));
    let pool = Pool::plan(&mut stage.world, TOKEN_SWAP_BOTH, units, money);
    pool.create(&mut stage.world, &alice, (SIDE, SIDE))
        .expect("the pool takes units");

    // A quarter of a unit of money for each share, over four days.
    stage.distribute(SHARES >> 2);
    assert_eq!(stage.units.cash_in_millionths(&mut stage.world), 0);
    stage.world.pass(DAY);
    assert_eq!(stage.units.cash_in_millionths(&mut stage.world), 62_500);

    // Half of the units go to carol, who unwraps a day later: they hold 2/16 each.
    let carol = stage.newcomer("carol", 1_059_167);
    stage.world.go(&[pool.buy(&carol, 1_059_167)]);
    stage.world.pass(DAY);
    assert_eq!(stage.units.cash_in_millionths(&mut stage.world), 125_000);
    assert_eq!(stage.leave(&carol), (524_288, 65_536));

    // From then on her shares earn as shares do; the pool's units go on, to 4/16 each.
    stage.world.pass(2 * DAY);
    assert_eq!(stage.units.cash_in_millionths(&mut stage.world), 250_000);
    assert_eq!(stage.claim(&carol), 65_536);
    stage.world.go(&[pool.withdraw(&alice, LIQUIDITY)]);
    let own = (STAKE - SIDE) >> 2;
    assert_eq!(stage.leave(&alice), (524_288, 131_072 + own));
    audit::check(&mut stage.world);
}
