//! What an owner retains: it stays in its record until the debt is repaid.

use super::{FRENCH, Plan, RANK, Scene};
use crate::payouts::{STAKE, source};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::distribution::post_distribution::DistributionArgs,
    tranche::{
        rules::{Retention, TransferRulesTerms},
        state::Tranche,
    },
};
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

const KEPT: u64 = STAKE / 4;

/// Ann retains a quarter of what she buys.
fn retained() -> Scene<Lite> {
    let ann = World::<Lite>::new(Money::Classic).key("ann");
    Scene::new(Plan {
        wrapped: true,
        ..TransferRulesTerms {
            retained: Some(Retention {
                owner: ann,
                shares: KEPT,
            }),
            ..TransferRulesTerms::default()
        }
        .into()
    })
}

/// Bob buys debt, of class 0.
fn lend(scene: &mut Scene<Lite>) -> u64 {
    let (bob, deal) = (scene.bob, scene.deal.clone());
    let lent = 1_000_000_000;
    scene.world.give(&bob, lent);
    let book = Offering::standard(&mut scene.world, &deal, 0, "senior line");
    assert_eq!(
        scene.world.refused(&[deal.release_retention(RANK)]),
        "RetentionStands",
        "a book is open"
    );
    let id = book.deposit(&mut scene.world, &deal, &bob, lent);
    let mark = deal.qualify_ticket(&book, &scene.qualifier, &bob, id);
    scene.world.go(&[mark]);
    book.lock(&mut scene.world, &deal);
    book.settle(&mut scene.world, &deal, id);
    lent
}

#[test]
fn the_owner_keeps_what_it_retains_until_the_debt_is_repaid() {
    let mut scene = retained();
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    // A debt that nobody has bought yet is one that the retention is for.
    let early = scene.deal.release_retention(RANK);
    assert_eq!(scene.world.refused(&[early]), "RetentionStands");
    let lent = lend(&mut scene);
    let free = STAKE - KEPT;
    assert_eq!(scene.refuses(&ann, &cid, free + 1), "SharesRetained");
    assert_eq!(scene.refuses_wrap(&ann, free + 1), "SharesRetained");
    scene.wraps(&ann, 1);
    scene.moves(&ann, &cid, free - 1);
    assert_eq!(scene.refuses(&ann, &cid, 1), "SharesRetained");
    scene.moves(&bob, &cid, STAKE);

    let release = scene.deal.release_retention(RANK);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&release)),
        "RetentionStands"
    );
    let maturity = scene.deal.class(0).terms.maturity;
    scene.world.engine.set_now(maturity + DAY);
    let payer = scene.world.investor("payer", 2 * lent);
    let post = scene
        .deal
        .post_distribution(&payer, 0, source(maturity, 2 * lent));
    scene.world.go(&[post]);
    let debt: Tranche = read::state(&mut scene.world.engine, &scene.deal.class(0).tranche);
    assert_eq!(debt.principal().expect("sums"), 0);
    scene.restates(&cid, 2, FRENCH);
    assert_eq!(
        scene.refuses(&ann, &cid, 1),
        "SharesRetained",
        "until it is released"
    );

    let named = release.accounts.len() - 2;
    let mut short = release.clone();
    short.accounts.truncate(named + 1);
    assert_eq!(scene.world.refused(&[short]), "TranchesIncomplete");
    let mut swapped = release.clone();
    swapped.accounts[named..].rotate_left(1);
    assert_eq!(scene.world.refused(&[swapped]), "TranchesIncomplete");
    let other = scene.deal.release_retention(0);
    assert_eq!(
        scene.world.refused(&[other]),
        "NothingRetained",
        "of the debt nobody retains any"
    );
    let none = scene.deal.release_retention(2);
    assert_eq!(scene.world.refused(&[none]), "WrongRank");
    scene.world.go(std::slice::from_ref(&release));
    assert_eq!(scene.world.refused(&[release]), "NothingRetained", "twice");
    let rules = scene.tranche().rules;
    assert_eq!(
        (rules.retained_owner, rules.retained_shares),
        (Pubkey::default(), 0)
    );
    scene.moves(&ann, &cid, KEPT);
    audit::check(&mut scene.world);
}

/// What the debt is owed: principal, interest and arrears; and what was written off of it.
fn debt(scene: &mut Scene<Lite>) -> (u64, u64, u64, u64) {
    let tranche = scene.deal.class(0).tranche;
    let debt: Tranche = read::state(&mut scene.world.engine, &tranche);
    let principal = debt.principal().expect("sums");
    (principal, debt.interest_due, debt.arrears, debt.loss)
}

/// A part of the debt is written off, and the rest of it repaid with its interest: more would make the loss good.
fn write_off(scene: &mut Scene<Lite>, lost: u64) {
    let deal = scene.deal.clone();
    scene.world.go(&deal.lose(lost, 1));
    let (principal, interest, _, loss) = debt(scene);
    assert_eq!(loss, lost);
    if principal + interest == 0 {
        return;
    }
    let payer = scene.world.investor("payer", principal + interest);
    let repaid = DistributionArgs {
        principal,
        ..source(scene.world.engine.now(), principal + interest)
    };
    let post = deal.post_distribution(&payer, 0, repaid);
    scene.world.go(&[post]);
    assert_eq!(debt(scene), (0, 0, 0, lost), "nothing is owed");
}

/// What is written off of the debt may still be recovered: until it is, it is waited for.
#[test]
fn a_retention_stands_while_principal_that_was_written_off_may_come_back() {
    let mut scene = retained();
    let lent = lend(&mut scene);
    let lost = lent / 5 * 2;
    write_off(&mut scene, lost);
    let deal = scene.deal.clone();
    let release = deal.release_retention(RANK);
    scene.world.give(&deal.servicer, lost);
    // A part comes back: the rest may.
    for (nonce, part) in [(0, lost / 4 * 3), (1, lost / 4)] {
        assert_eq!(
            scene.world.refused(std::slice::from_ref(&release)),
            "RetentionStands"
        );
        let recovered = DistributionArgs {
            recovery: true,
            ..source(scene.world.engine.now(), part)
        };
        let post = deal.post_distribution(&deal.servicer, nonce, recovered);
        scene.world.go(&[post]);
    }
    assert_eq!(debt(&mut scene), (0, 0, 0, 0));
    scene.world.go(&[release]);
    let (ann, cid) = (scene.ann, scene.cid);
    scene.moves(&ann, &cid, STAKE);
    audit::check(&mut scene.world);
}

/// What is never recovered is waited for until the debt has matured.
#[test]
fn a_retention_for_a_debt_that_was_written_off_ends_with_its_maturity() {
    let mut scene = retained();
    let lent = lend(&mut scene);
    write_off(&mut scene, lent);
    let deal = scene.deal.clone();
    let release = deal.release_retention(RANK);
    let maturity = deal.class(0).terms.maturity;
    scene.world.engine.set_now(maturity - DAY);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&release)),
        "RetentionStands"
    );
    scene.world.engine.set_now(maturity + DAY);
    scene.world.go(&[release]);
    audit::check(&mut scene.world);
}

#[test]
fn a_retention_stands_until_the_deal_has_begun() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let ann = world.person("ann");
    let rules = TransferRulesTerms {
        retained: Some(Retention {
            owner: ann,
            shares: 5,
        }),
        ..TransferRulesTerms::default()
    };
    world.go(&[deal.set_transfer_rules(RANK, rules)]);
    let release = deal.release_retention(RANK);
    assert_eq!(
        world.refused(std::slice::from_ref(&release)),
        "RetentionStands"
    );
    let other = Deal::standard(&mut world, "second sponsor", 2);
    let mut foreign = release;
    let last = foreign.accounts.len() - 1;
    foreign.accounts[last].pubkey = other.class(RANK).tranche;
    assert_eq!(world.refused(&[foreign]), "WrongSecurity");
}
