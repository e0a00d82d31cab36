//! Sources of revenue by others than the sponsor, in mints without a vault, empty, and collected twice.

use super::twins::{PAID, Stage, Twins};
use anchor_lang::solana_program::instruction::Instruction;
use securities::cash::distribution::state::Source;
use securities_tests::{
    address, audit,
    deal::{self, MIN_DISTRIBUTION},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read, token,
    world::{DAY, World},
};

fn refused(world: &mut World<Lite>, call: &Instruction) -> String {
    world.refused(std::slice::from_ref(call))
}

#[test]
fn a_source_is_registered_by_the_sponsor_in_a_mint_with_a_vault() {
    let mut twins = Twins::at(Stage::Structured);
    let (deal, (mint, program)) = (twins.own.deal.clone(), twins.own.other_mint);
    let world = &mut twins.world;
    let register = |number, note: &str| deal.register_source(deal.coin(), number, note);
    let mut stranger = deal.clone();
    stranger.sponsor = world.person("stranger");
    let call = stranger.register_source(deal.coin(), 0, "royalties");
    assert_eq!(refused(world, &call), "NotSponsor");
    let call = deal.register_source((&mint, &program), 0, "royalties");
    assert_eq!(refused(world, &call), "WrongMint", "no vault");
    world.go(&[deal.add_vault(&mint, &program)]);
    assert_eq!(refused(world, &call), "DebtInOtherMint");
    assert_eq!(refused(world, &register(0, &"n".repeat(65))), "TextTooLong");
    assert_eq!(refused(world, &register(1, "")), "ConstraintSeeds", "gap");
    for days in [0, 367, u16::MAX] {
        let call = deal.register_source_over(deal.coin(), 0, "royalties", days);
        assert_eq!(refused(world, &call), "BadRelease", "{days} days");
    }
    world.go(&[register(0, &"n".repeat(64))]);
    assert_eq!(refused(world, &register(0, "")), "ConstraintSeeds", "twice");
    world.go(&[deal.register_source_over(deal.coin(), 1, "", 366)]);
    let address = address::source(&deal.security, 1);
    let source: Source = read::state(&mut world.engine, &address);
    assert_eq!(source.release_days, 366);
}

/// A tranche of debt would stop what a source of another mint takes in.
#[test]
fn no_debt_comes_after_a_source_in_another_mint_which_is_collected_from_a_unit() {
    let mut twins = Twins::at(Stage::Created);
    let (mut deal, (mint, program)) = (twins.own.deal.clone(), twins.own.other_mint);
    let (coin, caller) = ((&mint, &program), twins.own.patron);
    let world = &mut twins.world;
    world.go(&[
        deal.add_vault(&mint, &program),
        deal.register_source(coin, 0, "royalties"),
    ]);
    let debt = deal.create_tranche(deal::senior(0));
    assert_eq!(refused(world, &debt), "DebtInOtherMint");
    let classes = vec![deal::junior(0)];
    let tiers = deal::tiers_of(&classes);
    world.go(&[
        deal.create_tranche(deal::junior(0)),
        deal.set_waterfall(tiers),
    ]);
    deal.classes.truncate(1);
    let collect = deal.collect_source(coin, &caller, 0, 0);
    assert_eq!(refused(world, &collect), "DistributionTooSmall", "empty");
    let account = address::vault(&address::source(&deal.security, 0), &mint);
    let paid = token::mint_to(&program, &mint, &account, &world.payer, 1);
    world.go(&[paid]);
    let as_settlement = deal.collect_source(deal.coin(), &caller, 0, 0);
    assert_eq!(refused(world, &as_settlement), "WrongMint");
    assert_eq!(refused(world, &collect), "NotBegun", "nobody holds a share");
    let owner = world.investor("owner", PAID);
    let book = Offering::standard_with(world, &deal, 0, "line", |args| {
        (args.minimum, args.cap, args.min_ticket) = (PAID, PAID, PAID);
    });
    book.sell(world, &deal, &[(owner, PAID)]);
    world.go(&[collect]);
    audit::check(world);
}

#[test]
fn a_source_is_collected_when_it_holds_enough_and_once() {
    let mut twins = Twins::at(Stage::Settled);
    let (deal, caller) = (twins.own.deal.clone(), twins.own.patron);
    let program = deal.token_program;
    let world = &mut twins.world;
    world.go(&[
        deal.register_source(deal.coin(), 0, "royalties"),
        deal.register_source(deal.coin(), 1, "rents"),
    ]);
    let account = |number, mint| address::vault(&address::source(&deal.security, number), mint);
    let pay = |world: &mut World<Lite>, number, mint, amount| {
        let to = account(number, mint);
        let paid = token::mint_to(&program, mint, &to, &world.payer, amount);
        world.go(&[paid]);
    };
    let collect = |source, number| deal.collect_source(deal.coin(), &caller, source, number);
    let small = "DistributionTooSmall";
    assert_eq!(refused(world, &collect(0, 0)), small, "empty");
    pay(world, 0, &deal.mint, MIN_DISTRIBUTION - 1);
    assert_eq!(refused(world, &collect(0, 0)), small, "one unit too few");
    pay(world, 0, &deal.mint, PAID);
    let mut of_rents = collect(0, 0);
    let from = account(0, &deal.mint);
    let meta = of_rents
        .accounts
        .iter_mut()
        .find(|meta| meta.pubkey == from);
    meta.expect("the account").pubkey = account(1, &deal.mint);
    assert_eq!(refused(world, &of_rents), "WrongVault", "another source's");
    let mut fewer = collect(0, 0);
    fewer.accounts.pop();
    assert_eq!(refused(world, &fewer), "TranchesIncomplete");
    world.pass(DAY);
    let both = [collect(0, 0), collect(0, 1)];
    assert_eq!(world.refused(&both), small, "twice at once");
    world.go(&[collect(0, 0)]);
    assert_eq!(refused(world, &collect(0, 1)), small, "twice");
    audit::check(world);
    let address = address::source(&deal.security, 0);
    let source: Source = read::state(&mut world.engine, &address);
    assert_eq!(
        (source.collected, source.collected_to),
        (PAID + MIN_DISTRIBUTION - 1, world.engine.now())
    );
}
