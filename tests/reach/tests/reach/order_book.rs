//! An order book with wrapped shares for sale.

use securities_reach_tests::{
    form::Token,
    order_book::OrderBook,
    stage::{SHARES, Stage},
};
use securities_tests::{audit, world::Money};

/// Units for sale.
const OFFERED: u64 = 1 << 20;

#[test]
fn units_for_sale_take_all_that_they_earned_to_their_buyer() {
    let mut stage = Stage::new(Money::Classic);
    let (alice, bob) = (stage.alice, stage.bob);
    stage.wrap(&alice, OFFERED);
    let (units, money) = (stage.units.token.clone(), Token::money(&stage.world));
    let book = OrderBook::plan(&mut stage.world, units, money);
    book.create(&mut stage.world)
        .expect("the market takes units");
    stage.world.go(&[
        book.claim_seat(&alice),
        book.deposit_units(&alice, OFFERED),
        book.ask(&alice, OFFERED),
    ]);

    // While all 2^20 are in the market, they earn 1/1024 each.
    stage.distribute(SHARES >> 10);
    let carol = stage.newcomer("carol", 524_288);
    stage.world.go(&[book.buy(&carol, 524_288)]);
    assert_eq!(stage.units_of(&carol), 524_288, "one unit of money each");
    // Then half are carol's, and all earn 1/512 each.
    stage.distribute(SHARES >> 9);

    stage.world.go(&[
        book.cancel(&alice, 0),
        book.withdraw_units(&alice, 524_288),
        book.withdraw_money(&alice, 524_288),
    ]);
    for vault in [book.unit_vault, book.money_vault] {
        assert_eq!(stage.world.balance(&vault), 0, "the market is empty");
    }
    assert_eq!(stage.world.wealth(&alice), 524_288, "what carol paid");
    // Half of the units each, with 512 + 1,024, whoever had them when they earned that; alice's other shares have 3/1024
    // each.
    assert_eq!(stage.leave(&alice), (524_288, 1_536 + 3_142_656));
    assert_eq!(stage.leave(&carol), (524_288, 1_536));
    assert_eq!(stage.claim(&bob), 3_145_728);
    let vault = stage.deal.vault;
    assert_eq!(stage.world.balance(&vault), 0, "all was paid");
    audit::check(&mut stage.world);
}
