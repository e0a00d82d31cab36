//! What somebody sends unasked breaks nothing and is not lost.

use crate::on_both_engines;
use securities::security::state::Security;
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    read, token,
    world::{Money, World},
};

const BILLION: u64 = 1_000_000_000;

on_both_engines! {
    a_donation_to_an_escrow_goes_to_the_treasury_when_the_book_closes => to_escrow;
    a_donation_to_the_vault_is_swept_to_the_treasury => to_vault;
}

fn donate<E: Engine>(world: &mut World<E>, to: &anchor_lang::prelude::Pubkey, amount: u64) {
    let donor = world.investor("donor", amount);
    let from = world.cash(&donor);
    world.go(&[token::transfer(
        &world.token_program,
        &from,
        &world.mint,
        to,
        &donor,
        amount,
    )]);
}

fn treasury<E: Engine>(world: &mut World<E>, deal: &Deal) -> u64 {
    read::state::<Security>(&mut world.engine, &deal.security)
        .vault()
        .treasury
}

fn to_escrow<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Token2022);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard(&mut world, &deal, 0, "line");
    let owner = world.investor("alice", BILLION);
    book.deposit(&mut world, &deal, &owner, BILLION);
    donate(&mut world, &book.vault, 77);
    book.lock(&mut world, &deal);
    donate(&mut world, &book.vault, 5);
    book.settle(&mut world, &deal, 0);
    audit::check(&mut world);
    assert_eq!(world.balance(&book.vault), BILLION + 82);
    book.release(&mut world, &deal);
    assert_eq!(world.balance(&book.vault), 82, "the donation alone is left");
    world.go(&[deal.close_book(&book)]);
    assert!(
        world.engine.account(&book.vault).is_none(),
        "it does not keep the escrow open"
    );
    assert_eq!(treasury(&mut world, &deal), BILLION + 82);
    world.go(&[deal.draw_proceeds(&deal.destination, BILLION + 82)]);
    assert_eq!(world.balance(&deal.vault), 0);
    audit::check(&mut world);
    world
}

fn to_vault<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    assert_eq!(
        world.refused(&[deal.sweep_vault()]),
        "ZeroAmount",
        "nothing to sweep"
    );
    donate(&mut world, &deal.vault, 123);
    assert_eq!(
        world.refused(&[deal.draw_proceeds(&deal.destination, 1)]),
        "InsufficientFunds",
        "not yet counted"
    );
    world.go(&[deal.sweep_vault()]);
    assert_eq!(world.refused(&[deal.sweep_vault()]), "ZeroAmount", "twice");
    assert_eq!(treasury(&mut world, &deal), 123);
    world.go(&[deal.draw_proceeds(&deal.destination, 123)]);
    audit::check(&mut world);
    assert_eq!(world.balance(&deal.vault), 0);
    world
}
