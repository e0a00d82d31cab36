//! Assets that a book does not take.

use super::deal_drawing;
use crate::story::WHOLE;
use anchor_spl::token::spl_token::native_mint;
use securities_tests::{
    deal::Deal,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    terms::Asset,
    token::{self, CLASSIC, TOKEN_2022},
    world::{DAY, Money, World},
};

fn open() -> (World<Lite>, Deal, Offering) {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = deal_drawing(&mut world, &[]);
    let book = Offering::standard(&mut world, &deal, 0, "line");
    (world, deal, book)
}

fn mint(world: &mut World<Lite>, name: &str) -> anchor_lang::prelude::Pubkey {
    world.new_mint(name, &TOKEN_2022, &[], |_| Vec::new())
}

/// What the book answers to an asset.
fn answer(world: &mut World<Lite>, deal: &Deal, book: &Offering, asset: Asset) -> String {
    let mut offering = book.clone();
    offering.assets = vec![book.assets[0].clone(), asset];
    world.refused(&[deal.add_asset(&offering, 1)])
}

#[test]
fn an_asset_needs_a_vault_and_an_adapter_that_fits() {
    let (mut world, deal, book) = open();
    let other = mint(&mut world, "other");
    let par = |mint, program| Asset::par(&deal, &book.book, mint, program);
    let plain = par(&other, &TOKEN_2022);
    assert_eq!(
        answer(&mut world, &deal, &book, plain.clone()),
        "WrongMint",
        "the security has no vault for it"
    );
    world.go(&[deal.add_vault(&other, &TOKEN_2022)]);
    assert_eq!(
        answer(
            &mut world,
            &deal,
            &book,
            Asset {
                max_age: 1,
                ..plain.clone()
            }
        ),
        "AssetRefused",
        "nothing that is 1:1 has an age"
    );
    let reported = plain.clone().reported(&deal, DAY);
    assert_eq!(
        answer(
            &mut world,
            &deal,
            &book,
            Asset {
                max_age: 0,
                ..reported.clone()
            }
        ),
        "AssetRefused",
        "what is reported has one"
    );
    assert_eq!(
        answer(
            &mut world,
            &deal,
            &book,
            Asset {
                rate_source: None,
                ..reported.clone()
            }
        ),
        "WrongRateSource"
    );
    assert_eq!(
        answer(
            &mut world,
            &deal,
            &book,
            Asset {
                rate_source: Some(deal.security),
                ..reported
            }
        ),
        "WrongRateSource"
    );
    assert_eq!(
        answer(
            &mut world,
            &deal,
            &book,
            plain.of_stake_pool(&deal.security)
        ),
        "AssetRefused",
        "a stake pool is for wrapped SOL"
    );
    // Nine decimals are not six.
    world
        .engine
        .set_account(&native_mint::ID, token::wrapped_sol());
    let sol = par(&native_mint::ID, &CLASSIC);
    world.go(&[deal.add_vault(&native_mint::ID, &CLASSIC)]);
    assert_eq!(answer(&mut world, &deal, &book, sol), "AssetRefused");
}

#[test]
fn a_book_takes_four_assets_each_once_and_before_its_first_deposit() {
    let (mut world, deal, mut book) = open();
    for name in ["second", "third", "fourth"] {
        let mint = mint(&mut world, name);
        let asset = Asset::par(&deal, &book.book, &mint, &TOKEN_2022);
        book.add_asset(&mut world, &deal, asset);
    }
    let fifth = mint(&mut world, "fifth");
    assert_eq!(
        world.refused(&[deal.add_vault(&fifth, &TOKEN_2022)]),
        "TooManyAssets"
    );
    let asset = Asset::par(&deal, &book.book, &fifth, &TOKEN_2022);
    assert_eq!(answer(&mut world, &deal, &book, asset), "TooManyAssets");
    let again = book.assets[1].clone();
    assert_eq!(
        answer(&mut world, &deal, &book, again),
        "system 0",
        "it has an escrow for it"
    );

    let mut next = Offering::plan(&mut world, &deal, 0, 1, "next line");
    next.open(&mut world, &deal, 16);
    let owner = world.investor("ana", WHOLE);
    next.deposit(&mut world, &deal, &owner, WHOLE);
    next.withdraw(&mut world, &deal, &owner, 0, WHOLE);
    let second = book.assets[1].mint;
    let asset = Asset::par(&deal, &next.book, &second, &TOKEN_2022);
    next.assets.push(asset);
    assert_eq!(
        world.refused(&[deal.add_asset(&next, 1)]),
        "BookUsed",
        "whoever came has seen what it takes"
    );
}

#[test]
fn who_is_no_reporter_reports_nothing() {
    let (mut world, mut deal, _) = open();
    let other = mint(&mut world, "other");
    assert_eq!(
        world.refused(&[deal.create_rate(&other, 0)]),
        "RateOutOfRange"
    );
    assert_eq!(
        world.refused(&[deal.create_rate(&other, 10_001)]),
        "RateOutOfRange"
    );
    world.go(&[deal.create_rate(&other, 10_000)]);
    for (numerator, denominator) in [(0, 1), (1, 0)] {
        assert_eq!(
            world.refused(&[deal.report_rate(&other, numerator, denominator)]),
            "DivisionByZero"
        );
    }
    world.go(&[deal.report_rate(&other, 1, 1)]);
    deal.reporter = deal.sponsor;
    assert_eq!(
        world.refused(&[deal.report_rate(&other, 1, 1)]),
        "NotReporter"
    );
}
