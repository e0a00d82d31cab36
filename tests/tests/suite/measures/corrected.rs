//! Payments that wait: they count for nothing, go back by two signatures, and run once they can be corrected no more.

use super::{RANK, Scene};
use crate::{
    on_both_engines,
    payouts::{STAKE, owed, source},
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    cash::distribution::{
        events::{Distributed, DistributionCorrected, DistributionPending},
        post_distribution::DistributionArgs,
        state::Distribution,
    },
    security::{
        measures::{CORRECTION, MeasureTerms},
        state::Security,
    },
};
use securities_tests::{
    address, audit,
    deal::{self, Deal, MIN_DISTRIBUTION},
    engine::Engine,
    events,
    ix::measure::ALL,
    lite::Lite,
    offering::Offering,
    read, token,
    world::{DAY, Money, World},
};

/// What is paid in, and what is for tips besides.
const PAID: u64 = 1 << 20;
const TIPS: u64 = 1_000;
/// How long the scene's payments can be corrected, in seconds.
const OPEN: i64 = 2 * DAY;

on_both_engines! {
    a_payment_that_waits_is_sent_back_or_carried_out => signed;
}

/// A payer with the money for one payment and its tips.
fn payer<E: Engine>(scene: &mut Scene<E>) -> Pubkey {
    scene.world.investor("servicer", PAID + TIPS)
}

/// A payment that waits.
fn waiting(now: i64) -> DistributionArgs {
    DistributionArgs {
        wait: true,
        ..source(now, PAID)
    }
}

/// One with tips.
fn posted<E: Engine>(scene: &mut Scene<E>, payer: &Pubkey, nonce: u64) -> Instruction {
    let args = DistributionArgs {
        tip_budget: TIPS,
        document_sha256: [3; 32],
        ..waiting(scene.now())
    };
    scene.deal.post_distribution(payer, nonce, args)
}

fn security<E: Engine>(scene: &mut Scene<E>) -> Security {
    read::state(&mut scene.world.engine, &scene.deal.security)
}

fn record<E: Engine>(scene: &mut Scene<E>, payer: &Pubkey, nonce: u64) -> Distribution {
    let address = address::distribution(&scene.deal.security, payer, nonce);
    read::state(&mut scene.world.engine, &address)
}

/// One payment goes back, and the next one, of the same number, runs.
pub(crate) fn signed<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let payer = payer(&mut scene);
    let (ann, bob, deal) = (scene.ann, scene.bob, scene.deal.clone());
    let now = scene.now();
    let posts = posted(&mut scene, &payer, 0);
    let outcome = scene.world.go(std::slice::from_ref(&posts));
    let [event] = &events::of::<DistributionPending>(&outcome)[..] else {
        panic!("one payment waits")
    };
    assert_eq!(
        (event.gross, event.tip_budget, event.due_at),
        (PAID, TIPS, now + OPEN)
    );
    assert_eq!(scene.world.wealth(&payer), 0);
    assert_eq!(security(&mut scene).vault().pending, PAID + TIPS);
    audit::check(&mut scene.world);
    scene.world.pass(OPEN - 1);
    let back = deal.correct_distribution(&payer, 0, &deal.cash(&payer));
    let outcome = scene.world.go(&[back]);
    let [event] = &events::of::<DistributionCorrected>(&outcome)[..] else {
        panic!("one correction")
    };
    assert_eq!((event.payer, event.amount), (payer, PAID + TIPS));
    assert_eq!(scene.world.wealth(&payer), PAID + TIPS);
    let address = address::distribution(&deal.security, &payer, 0);
    assert!(
        scene.world.engine.account(&address).is_none(),
        "it is closed"
    );
    assert_eq!(security(&mut scene).vault().pending, 0);
    audit::check(&mut scene.world);

    let posts = posted(&mut scene, &payer, 0);
    scene.world.go(&[posts]);
    scene.world.pass(OPEN);
    let now = scene.now();
    let outcome = scene.world.go(&[deal.carry_out_distribution(&payer, 0)]);
    let [event] = &events::of::<Distributed>(&outcome)[..] else {
        panic!("one run")
    };
    assert_eq!(
        (event.payer, event.gross, event.number),
        (payer, PAID, 0),
        "it is the payer's, and the first that ran"
    );
    let ran = record(&mut scene, &payer, 0);
    assert_eq!((ran.is_pending, ran.posted_at, ran.due_at), (0, now, now));
    assert_eq!((ran.document_sha256, ran.tip_budget), ([3; 32], TIPS));
    let vault = *security(&mut scene).vault();
    assert_eq!(
        (vault.pending, vault.tips, vault.received, vault.payable),
        (0, TIPS, PAID, PAID)
    );
    audit::check(&mut scene.world);

    // It comes over a day, since whoever carries it out chooses the moment.
    scene.world.pass(DAY);
    for owner in [ann, bob] {
        let before = scene.world.wealth(&owner);
        scene.world.go(&[deal.pay_holders(RANK, &[owner])]);
        assert_eq!(scene.world.wealth(&owner) - before, PAID / 2);
    }
    audit::check(&mut scene.world);
    scene.world
}

/// What waits changes no account but the vault's counter and the number of events; what sweeps and collects passes it by.
#[test]
fn what_waits_counts_for_nothing() {
    let mut scene = Scene::<Lite>::new();
    let payer = payer(&mut scene);
    let deal = scene.deal.clone();
    let before = scene.world.program_accounts();
    let mut expected = security(&mut scene);
    let posts = posted(&mut scene, &payer, 9);
    scene.world.go(&[posts]);
    let after = scene.world.program_accounts();
    let changed: Vec<_> = after
        .iter()
        .filter(|(address, account)| before.get(address) != Some(account))
        .map(|(address, _)| *address)
        .collect();
    let mut named = [
        deal.security,
        address::distribution(&deal.security, &payer, 9),
    ];
    named.sort();
    assert_eq!(changed, named);
    expected.event_sequence += 1;
    expected.vaults[0].pending = PAID + TIPS;
    assert_eq!(
        bytemuck::bytes_of(&security(&mut scene)),
        bytemuck::bytes_of(&expected)
    );

    assert_eq!(scene.world.refused(&[deal.sweep_vault()]), "ZeroAmount");
    let draw = deal.return_proceeds(&deal.sponsor, &deal.mint, 0, Some(PAID + STAKE * 2));
    assert_eq!(scene.world.refused(&[draw]), "InsufficientFunds");
    scene.days(1);
    let ann = scene.ann;
    assert_eq!(owed(&mut scene.world, &deal, RANK, &ann), 0);
    // A payment meanwhile runs as if there were none.
    scene.pays(PAID);
    audit::check(&mut scene.world);
    let vault = *security(&mut scene).vault();
    assert_eq!((vault.received, vault.pending), (PAID, PAID + TIPS));
}

/// Shares that are borrowed for the transaction in which it runs earn nothing of it.
#[test]
fn who_carries_it_out_on_borrowed_shares_gains_nothing() {
    let mut scene = Scene::<Lite>::new();
    let payer = payer(&mut scene);
    let (ann, cid, deal) = (scene.ann, scene.cid, scene.deal.clone());
    let posts = posted(&mut scene, &payer, 0);
    scene.world.go(&[posts]);
    scene.world.pass(OPEN);
    let (borrows, returns) = (
        scene.sends(&ann, &cid, STAKE),
        scene.sends(&cid, &ann, STAKE),
    );
    let runs = deal.carry_out_distribution(&payer, 0);
    scene.world.go(&[borrows, runs, returns]);
    scene.days(2);
    scene.world.go(&[deal.pay_holders(RANK, &[cid, ann])]);
    assert_eq!(scene.world.wealth(&cid), STAKE);
    assert_eq!(scene.world.wealth(&ann), PAID / 2);
}

/// Both sign, nobody else; only until it is due; the money goes to nobody but the payer.
#[test]
fn it_goes_back_by_both_signatures_in_time() {
    let mut scene = Scene::<Lite>::new();
    let payer = payer(&mut scene);
    let (ann, deal) = (scene.ann, scene.deal.clone());
    let to = deal.cash(&payer);
    let posts = posted(&mut scene, &payer, 0);
    scene.world.go(&[posts]);

    let mut alone = deal.clone();
    alone.arbitrator = payer;
    let call = alone.correct_distribution(&payer, 0, &to);
    assert_eq!(scene.world.refused(&[call]), "NotArbitrator");
    for other in [deal.sponsor, deal.arbitrator, ann] {
        let mut call = deal.correct_distribution(&payer, 0, &to);
        call.accounts[0].pubkey = other;
        assert_eq!(scene.world.refused(&[call]), "NotPayer");
    }
    for account in [deal.cash(&ann), deal.destination, payer] {
        let call = deal.correct_distribution(&payer, 0, &account);
        assert_eq!(scene.world.refused(&[call]), "NotPayerAccount");
    }
    let call = deal.carry_out_distribution(&payer, 0);
    assert_eq!(scene.world.refused(&[call]), "CorrectionOpen");
    let again = posted(&mut scene, &payer, 0);
    scene.world.give(&payer, PAID + TIPS);
    assert_eq!(scene.world.refused(&[again]), "system 0");
    // Another account of the payer's will do, where it has closed the one that it paid from.
    let other =
        scene
            .world
            .new_token_account("second account", &deal.mint, &payer, &deal.token_program);
    scene
        .world
        .go(&[deal.correct_distribution(&payer, 0, &other)]);
    assert_eq!(scene.world.balance(&other), PAID + TIPS);

    let posts = posted(&mut scene, &payer, 1);
    scene.world.go(&[posts]);
    scene.world.pass(OPEN);
    let call = deal.correct_distribution(&payer, 1, &to);
    assert_eq!(scene.world.refused(&[call]), "CorrectionOver");
    audit::check(&mut scene.world);
}

/// It runs once, and what has run stays: also what ran at once.
#[test]
fn it_runs_once_and_is_the_holders_then() {
    let mut scene = Scene::<Lite>::new();
    let payer = payer(&mut scene);
    let deal = scene.deal.clone();
    let posts = posted(&mut scene, &payer, 0);
    scene.world.go(&[posts]);
    scene.world.pass(OPEN);
    scene.world.go(&[deal.carry_out_distribution(&payer, 0)]);
    scene.world.give(&payer, PAID);
    let at_once = source(scene.now(), PAID);
    scene
        .world
        .go(&[deal.post_distribution(&payer, 1, at_once)]);
    for nonce in [0, 1] {
        let runs = deal.carry_out_distribution(&payer, nonce);
        let back = deal.correct_distribution(&payer, nonce, &deal.cash(&payer));
        for call in [runs, back] {
            assert_eq!(scene.world.refused(&[call]), "DistributionHasRun");
        }
    }
    audit::check(&mut scene.world);
}

/// What cannot wait, and where.
#[test]
fn what_runs_at_once() {
    let mut scene = Scene::<Lite>::new();
    let deal = scene.deal.clone();
    let servicer = deal.servicer;
    scene.world.give(&servicer, 2 * PAID);
    let waits = waiting(scene.now());
    let edited = |edit: fn(&mut DistributionArgs)| {
        let mut args = waits.clone();
        edit(&mut args);
        deal.post_distribution(&servicer, 0, args)
    };
    for (call, error) in [
        (edited(|args| args.amount = 0), "RunsAtOnce"),
        (edited(|args| args.recovery = true), "RunsAtOnce"),
        (edited(|args| args.clawback = Some(1)), "RunsAtOnce"),
        (edited(|args| args.period_end -= 1), "BadPeriod"),
        (edited(|args| args.principal = PAID + 1), "BadPrincipal"),
        (edited(|args| args.note = "n".repeat(65)), "TextTooLong"),
        (
            edited(|args| args.amount = MIN_DISTRIBUTION - 1),
            "DistributionTooSmall",
        ),
        (edited(|args| args.tip_budget = u64::MAX), "Overflow"),
    ] {
        assert_eq!(scene.world.refused(&[call]), error);
    }
    audit::check(&mut scene.world);
}

/// No payment waits where the security does not say so, nor before anybody has shares.
#[test]
fn a_security_says_at_its_creation_whether_payments_wait() {
    let none = MeasureTerms {
        kinds: ALL.kinds & !CORRECTION,
        hours: 0,
        ..ALL
    };
    let mut scene = Scene::<Lite>::with(|deal| deal.measures = none, |_| vec![]);
    let payer = payer(&mut scene);
    let posts = posted(&mut scene, &payer, 0);
    assert_eq!(scene.world.refused(&[posts]), "NoSuchMeasure");

    let mut world = World::<Lite>::new(Money::Classic);
    let mut plan = Deal::plan(&mut world, "sponsor", 1);
    plan.measures = ALL;
    let classes = vec![deal::junior(0)];
    let tiers = deal::tiers_of(&classes);
    let early = plan.create(&mut world, classes, tiers);
    let payer = world.investor("servicer", PAID);
    let posts = early.post_distribution(&payer, 0, waiting(0));
    assert_eq!(world.refused(&[posts]), "NotBegun");
}

/// In another mint as well, but beside debt, where it could never run.
#[test]
fn other_mints_wait_too() {
    let mut scene = Scene::<Lite>::new();
    let program = token::CLASSIC;
    let mint = scene.world.new_mint("second", &program, &[], |_| vec![]);
    let coin = (&mint, &program);
    let payer = payer(&mut scene);
    scene.world.give_of(coin, &payer, PAID);
    let waits = waiting(scene.now());
    scene.world.go(&[scene.deal.add_vault(&mint, &program)]);
    let posts = scene
        .deal
        .post_distribution_in(coin, &payer, 0, waits.clone());
    assert_eq!(scene.world.refused(&[posts]), "DebtInOtherMint");

    let mut world = scene.world;
    let mut plan = Deal::plan(&mut world, "other sponsor", 2);
    plan.measures = ALL;
    let classes = vec![deal::junior(0)];
    let tiers = deal::tiers_of(&classes);
    let equity = plan.create(&mut world, classes, tiers);
    let dora = world.investor("dora", STAKE);
    let book = Offering::standard(&mut world, &equity, 0, "other line");
    book.sell(&mut world, &equity, &[(dora, STAKE)]);
    world.go(&[equity.add_vault(&mint, &program)]);
    for nonce in 0..2 {
        world.go(&[equity.post_distribution_in(coin, &payer, nonce, waits.clone())]);
        audit::check(&mut world);
        if nonce == 0 {
            let to = equity.cash(&payer);
            let wrong = equity.correct_distribution(&payer, 0, &to);
            assert_eq!(world.refused(&[wrong]), "WrongMint");
            let to = address::token_account(&payer, &mint, &program);
            world.go(&[equity.correct_distribution_in(coin, &payer, 0, &to)]);
            assert_eq!(world.balance(&to), PAID);
        }
    }
    world.pass(OPEN);
    world.go(&[equity.carry_out_distribution(&payer, 1)]);
    world.pass(DAY);
    audit::check(&mut world);
    let security: Security = read::state(&mut world.engine, &equity.security);
    let vault = security.vaults[1];
    assert_eq!((vault.pending, vault.payable), (0, PAID));
}

/// Whoever froze accounts of the mint stops no payment that waits: it moves no tokens when it runs.
#[test]
fn frozen_accounts_stop_a_correction_and_no_run() {
    let mut scene = Scene::<Lite>::in_money(
        Money::Freezable,
        |deal| deal.measures = ALL,
        |_| vec![],
        |_| {},
    );
    let payer = payer(&mut scene);
    let (deal, authority) = (scene.deal.clone(), scene.world.payer);
    let posts = posted(&mut scene, &payer, 0);
    scene.world.go(&[posts]);
    let vault = address::vault(&deal.security, &deal.mint);
    let freeze = token::freeze(&deal.token_program, &vault, &deal.mint, &authority);
    scene.world.go(&[freeze]);
    let back = deal.correct_distribution(&payer, 0, &deal.cash(&payer));
    assert_eq!(scene.world.refused(&[back]), "token 17");
    scene.world.pass(OPEN);
    scene.world.go(&[deal.carry_out_distribution(&payer, 0)]);
    assert_eq!(security(&mut scene).vault().payable, PAID);
}
