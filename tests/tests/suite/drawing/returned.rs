//! Unused proceeds go back to who paid them in, but what debts are owed comes first; the sponsor gains nothing by it.

use super::{ONE, SOLD, deal_of, sell, treasury, trigger, with_par};
use crate::{on_both_engines, payouts::source};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{
        distribution::{
            post_distribution::DistributionArgs,
            state::{Distribution, DistributionKind},
        },
        waterfall::{
            set_mode::ModeChange,
            terms::{TestTerms, TierTerms},
        },
    },
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal, MIN_DISTRIBUTION},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    terms::Asset,
    token,
    world::{BEGIN, DAY, Money, World},
};

on_both_engines! {
    a_senior_without_its_junior_has_a_way_back => without_a_junior;
    undrawn_proceeds_repay_the_debts_of_an_accelerated_deal => accelerated;
    what_was_paid_in_goes_back_to_who_paid_it => paid_in;
}

/// An owner claims what it is owed: so much, or a unit less, as fractions are carried.
fn claims<E: Engine>(
    world: &mut World<E>,
    deal: &Deal,
    (rank, owner): (u8, &Pubkey),
    owed: u64,
    why: &str,
) {
    // It comes over a day.
    world.pass(DAY);
    let before = world.wealth(owner);
    world.go(&[deal.claim(rank, owner)]);
    let got = world.wealth(owner) - before;
    assert!(got == owed || got + 1 == owed, "{why}: {got} of {owed}");
}

fn record<E: Engine>(world: &mut World<E>, deal: &Deal, nonce: u64) -> Distribution {
    let address = address::distribution(&deal.security, &deal.sponsor, nonce);
    read::state(&mut world.engine, &address)
}

/// The senior is sold for 800 and the junior for nothing: no draw, whatever passes, and the way back is open, also
/// while the deal revolves.
fn without_a_junior<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = deal_of(
        &mut world,
        vec![deal::senior(0), with_par(1)],
        deal::tiers_of,
        |deal| {
            let test = TestTerms::Subordination {
                rank: 0,
                min_bps: 2_000,
            };
            deal.triggers = trigger(test, 900);
            deal.revolving_until = BEGIN + 600 * DAY;
        },
    );
    let sold = 800 * ONE;
    let owner = sell(&mut world, &deal, (0, ONE), sold);
    world.pass(10 * DAY);
    let draw = deal.draw_proceeds(&deal.destination, 1);
    assert_eq!(world.refused(&[draw]), "TriggerFailing");
    let half = deal.return_proceeds(&deal.sponsor, &deal.mint, 0, Some(sold / 2));
    let rest = deal.return_proceeds(&deal.sponsor, &deal.mint, 1, None);
    world.go(&[half, rest]);
    claims(&mut world, &deal, (0, &owner), sold, "its part");
    let senior: Tranche = read::state(&mut world.engine, &deal.class(0).tranche);
    assert_eq!(senior.interest_paid, 0, "principal comes first");
    assert_eq!(senior.principal_repaid, sold);
    let first = record(&mut world, &deal, 0);
    assert_eq!(first.kind, DistributionKind::Proceeds as u8);
    assert_eq!(first.tiers[0], 0);
    assert_eq!(first.tiers[2], sold / 2);
    audit::check(&mut world);
    world
}

pub(crate) fn accelerated<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = deal_of(
        &mut world,
        vec![deal::senior(0), deal::junior(1)],
        deal::tiers_of,
        |_| {},
    );
    let senior = sell(&mut world, &deal, (0, ONE), SOLD);
    let junior = sell(&mut world, &deal, (1, ONE), SOLD);
    world.pass(30 * DAY);
    let payer = world.investor("payer", ONE);
    let post = deal.post_distribution(&payer, 0, source(world.engine.now(), ONE));
    world.go(&[post]);
    let stranger = world.person("stranger");
    let back = deal.return_proceeds(&stranger, &deal.mint, 1, None);
    assert_eq!(world.refused(std::slice::from_ref(&back)), "ReturnNotDue");
    world.go(&[deal.set_mode(&deal.sponsor, ModeChange::Accelerate)]);
    let draw = deal.draw_proceeds(&deal.destination, 1);
    assert_eq!(world.refused(&[draw]), "Accelerated");
    let mut fewer = back.clone();
    fewer.accounts.pop();
    assert_eq!(world.refused(&[fewer]), "TranchesIncomplete");
    world.go(&[back]);
    let state: Tranche = read::state(&mut world.engine, &deal.class(0).tranche);
    assert_eq!((state.arrears, state.principal().expect("sums")), (0, 0));
    let interest = state.interest_paid;
    assert!(interest > ONE);
    claims(
        &mut world,
        &deal,
        (0, &senior),
        SOLD + interest,
        "debt is whole",
    );
    claims(
        &mut world,
        &deal,
        (1, &junior),
        SOLD + ONE - interest,
        "the equity has the rest back",
    );
    assert_eq!(treasury(&mut world, &deal), 0);
    audit::check(&mut world);
    world
}

/// Investors pay for a class that takes a tenth of income, and for one with a par at three times its par; the residual
/// is the sponsor's, for next to nothing. There is a fee on what comes in.
fn paid_in<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let payee = world.investor("payee", 0);
    let tiers = |classes: &[TrancheArgs]| {
        let mut tiers = deal::tiers_of(classes);
        tiers.insert(
            0,
            TierTerms::Fee {
                bps: 1_000,
                income_only: false,
                payee,
            },
        );
        tiers
    };
    let classes = vec![with_par(0), deal::junior(1), deal::junior(2)];
    let deal = deal_of(&mut world, classes, tiers, |_| {});
    let capital = sell(&mut world, &deal, (0, 3 * ONE), 3 * SOLD);
    let common = sell(&mut world, &deal, (1, ONE), SOLD);
    let promote = sell(&mut world, &deal, (2, ONE), ONE);
    world.pass(DAY);
    world.go(&[deal.draw_proceeds(&deal.destination, SOLD)]);
    world.go(&[deal.return_proceeds(&deal.sponsor, &deal.mint, 0, None)]);
    // 3,001 of 4,001: first the capital of 1,000, then of 2,000, 1,000 and 1 the same part each.
    let (pot, all) = (2_001 * ONE, 3_001 * ONE);
    let part = |upto: u64| {
        u64::try_from(u128::from(pot) * u128::from(upto) / u128::from(all)).expect("small")
    };
    let returned = [
        part(2 * SOLD),
        part(3 * SOLD) - part(2 * SOLD),
        pot - part(3 * SOLD),
    ];
    let first = record(&mut world, &deal, 0);
    assert_eq!(first.returned[..3], returned);
    assert_eq!(first.tiers[0], 0, "capital that goes back is no revenue");
    assert_eq!(first.tiers.iter().sum::<u64>(), SOLD, "the capital");
    claims(
        &mut world,
        &deal,
        (0, &capital),
        SOLD + returned[0],
        "its part",
    );
    claims(&mut world, &deal, (1, &common), returned[1], "its part");
    claims(&mut world, &deal, (2, &promote), returned[2], "its part");
    assert!(returned[2] < ONE, "the promote gains nothing");
    audit::check(&mut world);
    world
}

#[test]
fn proceeds_go_back_by_whom_and_as_much_as_the_rules_say() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = deal_of(
        &mut world,
        vec![deal::senior(0), with_par(1)],
        deal::tiers_of,
        |_| {},
    );
    let sponsor = deal.sponsor;
    let back = |number, amount| deal.return_proceeds(&sponsor, &deal.mint, number, amount);
    assert_eq!(world.refused(&[back(0, None)]), "ZeroAmount");
    let gift = token::mint_to(
        &deal.token_program,
        &deal.mint,
        &deal.vault,
        &world.payer,
        ONE,
    );
    world.go(&[gift, deal.sweep_vault()]);
    assert_eq!(
        world.refused(&[back(0, None)]),
        "NotBegun",
        "before the first lock"
    );
    sell(&mut world, &deal, (0, ONE), SOLD);
    sell(&mut world, &deal, (1, ONE), ONE);
    for who in [deal.servicer, deal.reporter, deal.arbitrator] {
        let call = deal.return_proceeds(&who, &deal.mint, 0, None);
        assert_eq!(world.refused(&[call]), "ReturnNotDue");
    }
    for (amount, error) in [
        (0, "ZeroAmount"),
        (MIN_DISTRIBUTION - 1, "DistributionTooSmall"),
        (SOLD + 2 * ONE + 1, "InsufficientFunds"),
        (u64::MAX, "InsufficientFunds"),
    ] {
        assert_eq!(world.refused(&[back(0, Some(amount))]), error, "{amount}");
    }
    let unknown = world.new_mint("unknown", &token::CLASSIC, &[], |_| Vec::new());
    let call = deal.return_proceeds(&sponsor, &unknown, 0, None);
    assert_eq!(world.refused(&[call]), "WrongMint");
    // All of it may be less than the smallest distribution.
    let rest = MIN_DISTRIBUTION - 1;
    world.go(&[back(0, Some(SOLD + 2 * ONE - rest)), back(1, Some(rest))]);
    assert_eq!(treasury(&mut world, &deal), 0);
    audit::check(&mut world);
}

#[test]
fn nothing_goes_back_while_nobody_holds_what_it_would_go_to() {
    let mut world = World::<Lite>::new(Money::Classic);
    let classes = vec![deal::senior(0), with_par(1)];
    let deal = deal_of(&mut world, classes, deal::tiers_of, |_| {});
    sell(&mut world, &deal, (0, ONE), SOLD);
    // The senior has all that it is owed, and the junior is not sold.
    let payer = world.investor("payer", SOLD + 100 * ONE);
    let all = DistributionArgs {
        principal: SOLD,
        ..source(world.engine.now(), SOLD + 100 * ONE)
    };
    world.go(&[deal.post_distribution(&payer, 0, all)]);
    let before = treasury(&mut world, &deal);
    assert!(before > SOLD, "with the income that nobody has a claim to");
    let back = deal.return_proceeds(&deal.sponsor, &deal.mint, 0, None);
    assert_eq!(world.refused(&[back]), "NobodyToReturnTo");
    assert_eq!(treasury(&mut world, &deal), before);
    audit::check(&mut world);
}

#[test]
fn other_mints_go_back_in_kind_but_not_beside_debt() {
    for debt in [false, true] {
        let mut world = World::<Lite>::new(Money::Classic);
        let first = if debt {
            deal::senior(0)
        } else {
            deal::junior(0)
        };
        let deal = deal_of(
            &mut world,
            vec![first, deal::junior(1)],
            deal::tiers_of,
            |_| {},
        );
        let mint = world.new_mint("other", &token::CLASSIC, &[], |_| Vec::new());
        let coin = (&mint, &token::CLASSIC);
        let mut book = Offering::standard(&mut world, &deal, 0, "line");
        let asset = Asset::par(&deal, &book.book, &mint, &token::CLASSIC);
        book.add_asset(&mut world, &deal, asset);
        let owner = world.investor("owner", 0);
        world.give_of(coin, &owner, SOLD);
        book.deposit_asset(&mut world, &deal, &owner, (1, SOLD));
        book.lock(&mut world, &deal);
        let welcome = deal.welcome(0, &world.payer, &owner);
        world.go(&welcome);
        book.settle(&mut world, &deal, 0);
        book.release(&mut world, &deal);
        let back = deal.return_proceeds(&deal.sponsor, &mint, 0, None);
        if debt {
            assert_eq!(world.refused(&[back]), "DebtInOtherMint");
            continue;
        }
        world.go(&[back]);
        world.pass(DAY);
        world.go(&[deal.pay_holders_in(coin, 0, &[owner])]);
        let account = address::token_account(&owner, &mint, &token::CLASSIC);
        assert_eq!(world.balance(&account), SOLD, "all of it, to who paid it");
        audit::check(&mut world);
    }
}

/// What a class had back is not given back again, and income afterwards is income.
#[test]
fn what_went_back_is_not_given_back_twice() {
    let mut world = World::<Lite>::new(Money::Classic);
    let classes = vec![deal::junior(0), deal::junior(1)];
    let deal = deal_of(&mut world, classes, deal::tiers_of, |_| {});
    let first = sell(&mut world, &deal, (0, ONE), SOLD);
    world.go(&[deal.return_proceeds(&deal.sponsor, &deal.mint, 0, None)]);
    claims(&mut world, &deal, (0, &first), SOLD, "its part");
    let second = sell(&mut world, &deal, (1, ONE), SOLD);
    world.go(&[deal.return_proceeds(&deal.sponsor, &deal.mint, 1, None)]);
    claims(&mut world, &deal, (1, &second), SOLD, "its part");
    let payer = world.investor("payer", SOLD);
    let post = deal.post_distribution(&payer, 2, source(world.engine.now(), SOLD));
    world.go(&[post]);
    claims(&mut world, &deal, (0, &first), SOLD / 10, "its part");
    claims(&mut world, &deal, (1, &second), SOLD / 10 * 9, "its part");
    audit::check(&mut world);
}
