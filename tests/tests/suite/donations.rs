//! What somebody sends unasked breaks nothing, is not lost, and once investors are in is income.

use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::distribution::state::{Distribution, DistributionKind},
    security::state::Security,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal, MIN_DISTRIBUTION},
    engine::Engine,
    ix::distribution::Coin,
    lite::Lite,
    offering::Offering,
    read, token,
    world::{DAY, Money, World},
};

const BILLION: u64 = 1_000_000_000;

on_both_engines! {
    a_donation_to_an_escrow_is_income_after_the_lock => to_escrow;
    a_donation_to_the_vault_before_the_first_lock_is_the_treasurys => to_vault;
    a_donation_to_the_vault_of_an_active_deal_runs_through_the_waterfall => income;
}

fn donate<E: Engine>(world: &mut World<E>, to: &Pubkey, amount: u64) {
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

/// Sweeps what came into a vault unasked, and with it as much as makes a distribution.
pub fn sweep_all<E: Engine>(world: &mut World<E>, deal: &Deal, (mint, program): Coin<'_>) {
    let vault = address::vault(&deal.security, mint);
    let gift = token::mint_to(program, mint, &vault, &world.payer, MIN_DISTRIBUTION);
    let number = read::state::<Security>(&mut world.engine, &deal.security).next_distribution;
    world.go(&[gift, deal.sweep_vault_of(mint, number.into())]);
}

fn treasury<E: Engine>(world: &mut World<E>, deal: &Deal) -> u64 {
    read::state::<Security>(&mut world.engine, &deal.security)
        .vault()
        .treasury
}

/// A deal of one equity class that Alice has bought for a billion.
fn sold<E: Engine>(world: &mut World<E>, before_the_lock: u64) -> (Deal, Offering, Pubkey) {
    let classes = vec![deal::junior(0)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(world, "sponsor", 1, classes, tiers);
    let book = Offering::standard(world, &deal, 0, "line");
    let owner = world.investor("alice", BILLION);
    book.deposit(world, &deal, &owner, BILLION);
    if before_the_lock > 0 {
        donate(world, &book.vault, before_the_lock);
    }
    book.lock(world, &deal);
    (deal, book, owner)
}

fn to_escrow<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Token2022);
    let (deal, book, owner) = sold(&mut world, 7_700);
    donate(&mut world, &book.vault, 500);
    book.settle(&mut world, &deal, 0);
    audit::check(&mut world);
    assert_eq!(world.balance(&book.vault), BILLION + 8_200);
    book.release(&mut world, &deal);
    assert_eq!(
        world.balance(&book.vault),
        8_200,
        "the donation alone is left"
    );
    world.go(&[deal.close_book(&book)]);
    assert!(
        world.engine.account(&book.vault).is_none(),
        "it does not keep the escrow open"
    );
    audit::check(&mut world);
    assert_eq!(treasury(&mut world, &deal), BILLION);
    assert_eq!(
        world.refused(&[deal.draw_proceeds(&deal.destination, BILLION + 1)]),
        "InsufficientFunds",
        "what was donated is not the sponsor's"
    );
    world.go(&[deal.sweep_vault()]);
    world.pass(DAY);
    world.go(&[deal.claim(0, &owner)]);
    // A holder may be a fraction of a unit short.
    assert_eq!(world.wealth(&owner), 8_200 - 1, "it is the holders'");
    world.go(&[deal.draw_proceeds(&deal.destination, BILLION)]);
    assert_eq!(world.balance(&deal.vault), 1);
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

pub(crate) fn income<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, book, owner) = sold(&mut world, 0);
    book.settle(&mut world, &deal, 0);
    book.release(&mut world, &deal);
    donate(&mut world, &deal.vault, MIN_DISTRIBUTION - 1);
    assert_eq!(
        world.refused(&[deal.sweep_vault()]),
        "DistributionTooSmall",
        "it waits for more"
    );
    donate(&mut world, &deal.vault, 1_000 * 1_000_000);
    let mut fewer = deal.sweep_vault();
    fewer.accounts.pop();
    assert_eq!(world.refused(&[fewer]), "TranchesIncomplete");
    let sweep = deal.sweep_vault();
    world.go(std::slice::from_ref(&sweep));
    let all = 1_000 * 1_000_000 + MIN_DISTRIBUTION - 1;
    let record: Distribution = read::state(
        &mut world.engine,
        &address::distribution(&deal.security, &deal.sponsor, 0),
    );
    assert_eq!(record.kind, DistributionKind::Unsolicited as u8);
    assert_eq!((record.gross, record.tiers[0]), (all, all));
    assert_eq!(treasury(&mut world, &deal), BILLION, "no proceeds");
    let again = deal.sweep_vault_of(&deal.mint, 1);
    assert_eq!(world.refused(&[again]), "ZeroAmount", "twice");
    world.pass(DAY);
    world.go(&[deal.claim(0, &owner)]);
    assert_eq!(world.wealth(&owner), all - 1);
    audit::check(&mut world);
    world
}

/// Beside debt another mint cannot run, and must not be stuck either.
#[test]
fn a_donation_of_another_mint_beside_debt_is_the_treasurys() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mint = world.new_mint("other", &token::CLASSIC, &[], |_| Vec::new());
    world.go(&[deal.add_vault(&mint, &token::CLASSIC)]);
    let book = Offering::standard(&mut world, &deal, 0, "line");
    let owner = world.investor("alice", BILLION);
    book.sell(&mut world, &deal, &[(owner, BILLION)]);
    world.pass(DAY);
    let vault = address::vault(&deal.security, &mint);
    let gift = token::mint_to(&token::CLASSIC, &mint, &vault, &world.payer, 55);
    world.go(&[gift, deal.sweep_vault_of(&mint, 0)]);
    let security: Security = read::state(&mut world.engine, &deal.security);
    assert_eq!(security.vaults()[1].treasury, 55);
    assert_eq!(security.next_distribution, 0, "no distribution");
    audit::check(&mut world);
}
