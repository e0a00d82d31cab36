//! What somebody sends unasked, in tokens to every escrow and vault and in lamports to every account, blocks no
//! deposit, no settlement and no close, and is not lost.

use super::{ONE, Scene, donate, lamports};
use crate::{donations, on_both_engines};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{rent::Rent, system_instruction},
};
use securities::security::state::Security;
use securities_tests::{
    address, audit,
    deal::MIN_DISTRIBUTION,
    engine::Engine,
    offering::Offering,
    read,
    terms::Asset,
    token,
    world::{DAY, Money, World},
};

on_both_engines! {
    tokens_sent_to_every_escrow_and_vault_block_no_close => tokens;
    lamports_sent_to_every_account_block_no_close => sol;
    lamports_sent_to_an_escrow_of_wrapped_sol_block_no_close => wrapped;
    lamports_sent_ahead_to_an_address_block_no_opening => ahead;
}

fn treasury<E: Engine>(world: &mut World<E>, security: &Pubkey, mint: &Pubkey) -> u64 {
    let state = read::state::<Security>(&mut world.engine, security);
    let vault = state.vaults().iter().find(|vault| vault.mint == *mint);
    vault.expect("a vault of the mint").treasury
}

/// Three mints of both token programs; donations before the deposits, after the lock and after the last settlement.
fn tokens<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    for (name, program) in [("second", token::CLASSIC), ("third", token::TOKEN_2022)] {
        let mint = scene.world.new_mint(name, &program, &[], |_| Vec::new());
        let asset = Asset::par(&scene.deal, &scene.book.book, &mint, &program);
        scene.book.add_asset(&mut scene.world, &scene.deal, asset);
    }
    let assets = scene.book.assets.clone();
    let give_all = |world: &mut World<E>| {
        for asset in &assets {
            let kind = (&asset.mint, &asset.token_program);
            donate(world, kind, &asset.escrow, 7);
            donate(world, kind, &asset.vault, 11);
        }
    };
    give_all(&mut scene.world);
    let alice = scene.world.investor("alice", 10 * ONE);
    for (index, asset) in (0..).zip(&assets) {
        let kind = (&asset.mint, &asset.token_program);
        if index > 0 {
            scene.world.give_of(kind, &alice, 10 * ONE);
        }
        let units = (index, 10 * ONE);
        scene
            .book
            .deposit_asset(&mut scene.world, &scene.deal, &alice, units);
    }
    scene.book.lock(&mut scene.world, &scene.deal);
    give_all(&mut scene.world);
    for id in [2, 0, 1] {
        scene.book.settle(&mut scene.world, &scene.deal, id);
    }
    give_all(&mut scene.world);
    assert_eq!(scene.shares(&alice), 30 * ONE);
    audit::check(&mut scene.world);

    scene.book.release(&mut scene.world, &scene.deal);
    let escrow = |index| vec![scene.deal.close_escrow(&scene.book, index)];
    let (first, middle, last) = (escrow(0), escrow(1), escrow(2));
    let book = vec![scene.deal.close_book(&scene.book)];
    scene.refuse(&[
        ("the book before its escrows", book.clone(), "EscrowOpen"),
        ("the first escrow", first, "UnknownAsset"),
        ("the middle before the last", middle.clone(), "UnknownAsset"),
    ]);
    for close in [last, middle, book] {
        scene.world.go(&close);
        audit::check(&mut scene.world);
    }
    for asset in &assets {
        assert!(scene.world.engine.account(&asset.escrow).is_none());
        let coin = (&asset.mint, &asset.token_program);
        let donated = 3 * (7 + 11);
        let (in_treasury, swept) = if asset.mint == scene.deal.mint {
            // After the lock it is income, once there is enough of it.
            donations::sweep_all(&mut scene.world, &scene.deal, coin);
            (10 * ONE, MIN_DISTRIBUTION)
        } else {
            // Beside debt another mint is no income.
            let sweep = scene.deal.sweep_vault_of(&asset.mint, 1);
            scene.world.go(&[sweep]);
            (10 * ONE + donated, 0)
        };
        assert_eq!(
            treasury(&mut scene.world, &scene.deal.security, &asset.mint),
            in_treasury
        );
        assert_eq!(
            scene.world.balance(&asset.vault),
            10 * ONE + donated + swept,
            "nothing is lost"
        );
    }
    audit::check(&mut scene.world);
    scene.world
}

fn send<E: Engine>(world: &mut World<E>, to: &Pubkey, amount: u64) {
    let donor = world.person("donor");
    world.go(&[system_instruction::transfer(&donor, to, amount)]);
}

fn sol<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| (args.cap, args.tip) = (15 * ONE, 3));
    let sponsor = scene.deal.sponsor;
    let (alice, _) = scene.join("alice", 10);
    let (bob, _) = scene.join("bob", 10);
    let tips = scene.deal.fund_tips(&scene.book, &sponsor, 4);
    scene.world.go(&[tips]);
    let ticket = |owner, id| address::ticket(&scene.book.book, owner, id);
    let (book, line, escrow) = (scene.book.book, scene.book.line, scene.book.vault);
    let all = [book, line, escrow, ticket(&alice, 0), ticket(&bob, 1)];
    for to in all {
        send(&mut scene.world, &to, 1_000);
    }
    assert_eq!(
        scene.book.state(&mut scene.world).tip_budget,
        4,
        "a donation is no budget"
    );
    scene.world.go(&[scene.deal.grow_line(&scene.book, 20)]);
    scene.book.lock(&mut scene.world, &scene.deal);
    let settled = lamports(&mut scene.world, &bob);
    scene.book.settle(&mut scene.world, &scene.deal, 1);
    let rent = scene.world.engine.rent(216);
    assert_eq!(
        lamports(&mut scene.world, &bob) - settled,
        rent + 1_000,
        "a ticket's donation goes with its rent"
    );
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    audit::check(&mut scene.world);
    scene.book.release(&mut scene.world, &scene.deal);
    let held: u64 = [book, line, escrow]
        .map(|each| lamports(&mut scene.world, &each))
        .iter()
        .sum();
    let before = lamports(&mut scene.world, &sponsor);
    let close = scene.deal.close_book(&scene.book);
    scene.world.go(&[close]);
    assert_eq!(
        lamports(&mut scene.world, &sponsor) - before,
        held,
        "the rest goes to who paid the rent"
    );
    scene.world
}

/// Whoever guesses where a book, an escrow, a ticket or a record will lie sends lamports there first.
fn ahead<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|_| {});
    let alice = scene.world.investor("alice", 10 * ONE);
    let mut second = Offering::plan(&mut scene.world, &scene.deal, 1, 1, "second line");
    (second.args.minimum, second.args.cap) = (ONE, 1_000 * ONE);
    let shares = scene.deal.share_account(1, &alice);
    for to in [
        second.book,
        second.vault,
        address::ticket(&second.book, &alice, 0),
        address::holder(&second.tranche, &alice),
        shares,
    ] {
        send(&mut scene.world, &to, Rent::default().minimum_balance(0));
    }
    second.open(&mut scene.world, &scene.deal, 16);
    second.deposit(&mut scene.world, &scene.deal, &alice, 10 * ONE);
    second.lock(&mut scene.world, &scene.deal);
    // The account for shares is not there yet, though it has lamports.
    let welcome = scene.deal.welcome(1, &scene.world.payer, &alice);
    scene.world.go(&welcome);
    let ticket = second.ticket(&mut scene.world, 0);
    let settle = scene.deal.settle_ticket(&second, &ticket);
    scene.world.go(&[settle]);
    assert_eq!(scene.world.balance(&shares), 10 * ONE);
    second.release(&mut scene.world, &scene.deal);
    scene.world.go(&[scene.deal.close_book(&second)]);
    audit::check(&mut scene.world);

    // A closed book's address is not a book again, whatever is sent to it.
    let fund = Rent::default().minimum_balance(0);
    send(&mut scene.world, &second.book, fund);
    second.line = scene.world.key("third line");
    second.args.opens_at = scene.world.engine.now();
    second.args.offer_ends = second.args.opens_at + DAY;
    second.args.deadline = second.args.opens_at + DAY;
    let opening = second.opening(&mut scene.world, &scene.deal, 16);
    scene.refuse(&[("the same number", opening, "WrongBookNumber")]);
    scene.world
}

/// Lamports on an escrow of wrapped SOL become money when somebody says so.
fn wrapped<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open_in(Money::WrappedSol, |_| {});
    scene.join("alice", 10);
    let (escrow, vault) = (scene.book.vault, scene.deal.vault);
    scene.book.lock(&mut scene.world, &scene.deal);
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    scene.book.release(&mut scene.world, &scene.deal);
    let donor = scene.world.person("donor");
    let wrap = token::wrap(&donor, &escrow, 500);
    scene.world.go(&wrap);
    send(&mut scene.world, &escrow, 300);
    let sponsor = scene.deal.sponsor;
    let before = lamports(&mut scene.world, &sponsor);
    let (book, line) = (scene.book.book, scene.book.line);
    let held: u64 = [book, line, escrow]
        .map(|each| lamports(&mut scene.world, &each))
        .iter()
        .sum();
    scene.world.go(&[scene.deal.close_book(&scene.book)]);
    assert!(scene.world.engine.account(&escrow).is_none());
    assert_eq!(
        scene.world.balance(&vault),
        10 * ONE + 500,
        "what was wrapped is in the treasury"
    );
    assert_eq!(
        lamports(&mut scene.world, &sponsor) - before,
        held - 500,
        "what was not went with the rent"
    );
    audit::check(&mut scene.world);
    scene.world
}
