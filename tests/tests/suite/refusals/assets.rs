//! Assets that a book does not accept, and rates that nobody may report.

use super::twins::{Stage, TICKET, Twins};
use anchor_lang::prelude::Pubkey;
use anchor_spl::{
    token::spl_token::native_mint,
    token_2022::spl_token_2022::{
        extension::{ExtensionType, transfer_fee},
        instruction as call,
    },
};
use securities_tests::{
    deal::Deal,
    engine::{Account, Engine},
    lite::Lite,
    offering::Offering,
    stake_pool::Pool,
    terms::Asset,
    token,
    world::{DAY, Money, World},
};

#[test]
fn an_asset_needs_an_adapter_that_fits_and_a_vault() {
    let mut twins = Twins::at(Stage::Opened);
    let wrapped = native_mint::ID;
    twins
        .world
        .engine
        .set_account(&wrapped, token::wrapped_sol());
    let (world, own) = (&mut twins.world, &mut twins.own);
    let ((mint, program), deal) = (own.other_mint, own.deal.clone());
    let book = own.book_mut();
    let par = Asset::par(&deal, &book.book, &mint, &program);
    let none = Asset {
        rate_source: None,
        ..par.clone().reported(&deal, DAY)
    };
    let aged = Asset {
        max_age: 1,
        ..par.clone()
    };
    let sol = Asset::par(&deal, &book.book, &wrapped, &program);
    world.go(&[deal.add_vault(&wrapped, &program)]);
    let mut refused = |asset: &Asset, error: &str, what: &str| {
        book.assets.truncate(1);
        book.assets.push(asset.clone());
        assert_eq!(world.refused(&[deal.add_asset(book, 1)]), error, "{what}");
    };
    refused(&par, "WrongMint", "without a vault");
    refused(&sol, "AssetRefused", "other decimals at 1:1");
    let pool = sol.of_stake_pool(&Pubkey::new_from_array([5; 32]));
    refused(&pool, "AssetRefused", "a stake pool beside other money");
    world.go(&[deal.add_vault(&mint, &program)]);
    let mut refused = |asset: &Asset, error: &str, what: &str| {
        book.assets.truncate(1);
        book.assets.push(asset.clone());
        assert_eq!(world.refused(&[deal.add_asset(book, 1)]), error, "{what}");
    };
    refused(&aged, "AssetRefused", "1:1 of an age");
    let ageless = par.clone().reported(&deal, 0);
    refused(&ageless, "AssetRefused", "reported at no age");
    refused(&none, "WrongRateSource", "reported nowhere");
    book.assets.truncate(1);
    book.add_asset(world, &deal, par);
    let again = deal.add_asset(book, 1);
    assert_eq!(world.refused(&[again]), "TooManyAssets", "twice");
}

#[test]
fn a_security_has_four_vaults_and_a_book_four_assets() {
    let mut twins = Twins::at(Stage::Opened);
    let (world, own) = (&mut twins.world, &mut twins.own);
    let (program, deal) = (own.other_mint.1, own.deal.clone());
    let book = own.book_mut();
    for name in ["second", "third", "fourth"] {
        let mint = world.new_mint(name, &program, &[], |_| Vec::new());
        let asset = Asset::par(&deal, &book.book, &mint, &program);
        book.add_asset(world, &deal, asset);
    }
    let mint = world.new_mint("fifth", &program, &[], |_| Vec::new());
    assert_eq!(
        world.refused(&[deal.add_vault(&mint, &program)]),
        "TooManyAssets"
    );
    book.assets
        .push(Asset::par(&deal, &book.book, &mint, &program));
    assert_eq!(world.refused(&[deal.add_asset(book, 4)]), "TooManyAssets");
    let again = deal.add_vault(&book.asset(1).mint, &program);
    assert_eq!(world.refused(&[again]), "TooManyAssets", "twice");
}

#[test]
fn assets_are_added_before_the_first_deposit() {
    let mut twins = Twins::at(Stage::Deposited);
    let (world, own) = (&mut twins.world, &mut twins.own);
    let ((mint, program), deal) = (own.other_mint, own.deal.clone());
    world.go(&[deal.add_vault(&mint, &program)]);
    let who = (own.owner, own.patron);
    let book = own.book_mut();
    book.assets
        .push(Asset::par(&deal, &book.book, &mint, &program));
    let add = deal.add_asset(book, 1);
    assert_eq!(world.refused(std::slice::from_ref(&add)), "BookUsed");
    // Nor after it has left again.
    world.go(&[deal.withdraw(book, (&who.0, &who.1), 0, TICKET)]);
    assert_eq!(world.refused(&[add]), "BookUsed");
    let wrong = deal.deposit_asset(book, (&who.0, &who.1), 1, (1, TICKET), 1);
    assert_eq!(world.refused(&[wrong]), "UnknownAsset");
}

#[test]
fn mints_that_could_take_from_a_vault_are_no_assets() {
    let mut world = World::<Lite>::new(Money::Token2022);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mut book = Offering::standard(&mut world, &deal, 0, "line");
    let (payer, program) = (world.payer, token::TOKEN_2022);
    let fee = world.new_mint(
        "fee",
        &program,
        &[ExtensionType::TransferFeeConfig],
        |mint| {
            let (who, call) = (
                Some(&payer),
                transfer_fee::instruction::initialize_transfer_fee_config,
            );
            vec![call(&program, mint, who, who, 0, 0).expect("a call")]
        },
    );
    let taken = ExtensionType::PermanentDelegate;
    let taken = world.new_mint("taken", &program, &[taken], |mint| {
        vec![call::initialize_permanent_delegate(&program, mint, &payer).expect("a call")]
    });
    let hooked = world.new_mint("hooked", &program, &[ExtensionType::TransferHook], |mint| {
        vec![token::hooked_mint(mint, &payer, &securities::ID)]
    });
    for (mint, error) in [
        (fee, "TransferFeeRefused"),
        (taken, "PermanentDelegateRefused"),
        (hooked, "MintExtensionRefused"),
    ] {
        assert_eq!(world.refused(&[deal.add_vault(&mint, &program)]), error);
        book.assets
            .push(Asset::par(&deal, &book.book, &mint, &program));
        assert_eq!(world.refused(&[deal.add_asset(&book, 1)]), error);
        book.assets.truncate(1);
    }
    // A security may have a vault that can be frozen; a book says whether it accepts that.
    let frozen = world.freezable_mint("frozen", &program, &[], |_| Vec::new());
    world.go(&[deal.add_vault(&frozen, &program)]);
    book.assets
        .push(Asset::par(&deal, &book.book, &frozen, &program));
    let add = deal.add_asset(&book, 1);
    assert_eq!(world.refused(&[add]), "FreezeAuthorityRefused");
}

#[test]
fn a_book_in_money_that_can_be_frozen_says_so() {
    let mut world = World::<Lite>::new(Money::Freezable);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mut book = Offering::plan(&mut world, &deal, 0, 0, "line");
    book.args.accepts_freeze = false;
    let opening = book.opening(&mut world, &deal, 16);
    assert_eq!(world.refused(&opening), "FreezeAuthorityRefused");
    book.args.accepts_freeze = true;
    book.open(&mut world, &deal, 16);
}

#[test]
fn a_stake_pool_is_the_pool_of_the_mint_and_of_this_epoch() {
    let mut world = World::<Lite>::new(Money::WrappedSol);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mut book = Offering::standard(&mut world, &deal, 0, "line");
    let alice = world.investor("alice", TICKET);
    let (program, epoch) = (token::CLASSIC, world.engine.epoch());
    let [mint, other] =
        ["staked", "other"].map(|name| world.new_mint(name, &program, &[], |_| vec![]));
    world.give_of((&mint, &program), &alice, TICKET);
    let address = world.key("pool");
    let pool = Pool {
        mint,
        lamports: 3,
        supply: 2,
        epoch,
    };
    let asset = Asset::par(&deal, &book.book, &mint, &program).of_stake_pool(&address);
    world.go(&[deal.add_vault(&mint, &program)]);
    book.assets.push(asset);
    let add = deal.add_asset(&book, 1);
    let wrong = |world: &mut World<Lite>| world.refused(std::slice::from_ref(&add));
    assert_eq!(wrong(&mut world), "WrongRateSource", "nothing is there");
    Pool {
        mint: other,
        ..pool
    }
    .put(&mut world.engine, &address);
    assert_eq!(wrong(&mut world), "WrongRateSource", "another mint's");
    for edit in [
        |account: &mut Account| account.owner = securities::ID,
        |account: &mut Account| account.data[0] = 2,
        |account: &mut Account| account.data.truncate(281),
    ] {
        pool.put(&mut world.engine, &address);
        let mut account = world.engine.account(&address).expect("the pool");
        edit(&mut account);
        world.engine.set_account(&address, account);
        assert_eq!(wrong(&mut world), "WrongRateSource");
    }
    pool.put(&mut world.engine, &address);
    world.go(&[add]);
    let deposit = deal.deposit_asset(&book, (&alice, &alice), 0, (1, TICKET / 2), 2);
    for stale in [
        Pool {
            epoch: epoch + 1,
            ..pool
        },
        Pool {
            lamports: 0,
            ..pool
        },
        Pool { supply: 0, ..pool },
    ] {
        stale.put(&mut world.engine, &address);
        let error = world.refused(std::slice::from_ref(&deposit));
        assert_eq!(error, "StaleRate", "{stale:?}");
    }
    pool.put(&mut world.engine, &address);
    world.go(&[deposit]);
    assert_eq!(book.ticket(&mut world, 0).value, TICKET / 4 * 3);
}
