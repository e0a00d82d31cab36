//! Cash that a covenant traps, on the chain.

use super::{CURE, DAY, LTV, ONE, SOLD, Scene, TestTerms, TriggerTerms, deal_of, read, with_par};
use crate::payouts::source;
use securities::{
    cash::{distribution::post_distribution::DistributionArgs, waterfall::consequences::TRAPS},
    security::state::Security,
    tranche::state::Tranche,
};
use securities_tests::{
    audit, deal,
    engine::Engine,
    lite::Lite,
    world::{Money, World},
};

/// A covenant that traps cash, and does nothing else.
pub const TRAPS_ALONE: TriggerTerms = TriggerTerms {
    test: LTV,
    cure_days: CURE,
    consequences: TRAPS,
};

/// What the deal has for the equity, keeps, and traps of that.
fn kept(scene: &mut Scene) -> (u64, u64, u64) {
    let security: Security = read::state(&mut scene.world.engine, &scene.deal.security);
    let vault = security.vault();
    let equity = scene.deal.class(1).tranche;
    let equity: securities::tranche::state::Tranche = read::state(&mut scene.world.engine, &equity);
    (equity.payouts[0].payable, vault.reinvestment, vault.trapped)
}

fn pays_so(scene: &mut Scene, nonce: u64, amount: u64, principal: u64) {
    let payer = scene.world.investor("payer", amount.max(1));
    let money = DistributionArgs {
        principal,
        ..source(scene.world.engine.now(), amount)
    };
    let post = scene.deal.post_distribution(&payer, nonce, money);
    scene.world.go(&[post]);
}

fn pays(scene: &mut Scene, nonce: u64, amount: u64) {
    pays_so(scene, nonce, amount, 0);
}

/// What the debt is owed of principal.
fn owed(scene: &mut Scene) -> u64 {
    let debt: Tranche = read::state(&mut scene.world.engine, &scene.deal.class(0).tranche);
    debt.principal().unwrap()
}

#[test]
fn what_would_be_the_equitys_waits_from_the_cure_on_until_the_covenant_holds() {
    let mut scene = Scene::new(vec![TRAPS_ALONE]);
    scene.reports(1_300 * ONE);
    // A year's interest is 80; 200 come in, of which 8 % on 1,000 for the days that have passed are the debt's.
    let now = scene.world.engine.now();
    pays(&mut scene, 0, 200 * ONE);
    let (before, kept_before, trapped) = kept(&mut scene);
    assert!(before > 0);
    assert_eq!((kept_before, trapped), (0, 0), "its cure goes on");
    scene.world.engine.set_now(now + i64::from(CURE) * DAY);
    pays(&mut scene, 1, 200 * ONE);
    // Ten days of interest on 1,000 at 8 %, rounded up: 2.191781; the rest waits.
    let interest = (1_000 * ONE * 8 * 10).div_ceil(100 * 365);
    let waits = 200 * ONE - interest;
    assert_eq!(kept(&mut scene), (before, waits, waits));
    // What comes in joins it, and nothing of it repays what is not due; nor does it heal the breach.
    pays(&mut scene, 2, ONE);
    assert_eq!(kept(&mut scene), (before, waits + ONE, waits + ONE));
    assert_eq!(owed(&mut scene), SOLD);
    // It pays what the debt is due with the next payment: ten more days of interest.
    scene.world.pass(i64::from(CURE) * DAY);
    pays(&mut scene, 3, ONE);
    let (payable, reinvestment, trapped) = kept(&mut scene);
    assert_eq!((payable, trapped), (before, reinvestment));
    assert!((waits + 2 * ONE - interest).abs_diff(reinvestment) <= 1);
    // 900 on 1,300 are 69 %: the payment heals the breach, and the next one frees what waits.
    pays_so(&mut scene, 4, 100 * ONE, 100 * ONE);
    assert_eq!(owed(&mut scene), SOLD - 100 * ONE);
    assert_eq!(kept(&mut scene), (before, reinvestment, reinvestment));
    pays(&mut scene, 5, 0);
    assert_eq!(kept(&mut scene), (before + reinvestment, 0, 0));
    assert_eq!(owed(&mut scene), SOLD - 100 * ONE, "it was income");
    audit::check(&mut scene.world);
}

#[test]
fn a_payment_of_nothing_moves_nothing_of_what_waits_where_nothing_is_due() {
    let mut scene = Scene::new(vec![TRAPS_ALONE]);
    scene.reports(1_300 * ONE);
    scene.world.pass(i64::from(CURE) * DAY);
    pays(&mut scene, 0, 100 * ONE);
    let payer = scene.world.investor("payer", 1);
    let nothing = source(scene.world.engine.now(), 0);
    let post = scene.deal.post_distribution(&payer, 1, nothing);
    assert_eq!(scene.refused(post), "NothingWaits");
}

#[test]
fn a_report_that_is_missing_traps_nothing_and_frees_nothing() {
    let mut scene = Scene::new(vec![TRAPS_ALONE]);
    scene.reports(2_000 * ONE);
    // The report is valid for 40 days.
    scene.world.pass(41 * DAY);
    scene.world.go(&[scene.deal.check_triggers()]);
    scene.world.pass(i64::from(CURE) * DAY);
    pays(&mut scene, 0, 100 * ONE);
    assert_eq!(kept(&mut scene).2, 0, "nobody knows of a breach");
    scene.reports(1_300 * ONE);
    scene.world.pass(i64::from(CURE) * DAY);
    pays(&mut scene, 1, 100 * ONE);
    let (payable, _, before) = kept(&mut scene);
    assert!(before > 90 * ONE, "{before}");
    scene.world.pass(41 * DAY);
    pays(&mut scene, 2, 100 * ONE);
    let (after, _, trapped) = kept(&mut scene);
    assert!(trapped > before && after == payable, "{trapped}");
}

#[test]
fn what_is_trapped_while_a_deal_revolves_is_not_drawn_and_is_free_when_it_ends() {
    let event = TriggerTerms {
        test: TestTerms::DeclaredEvent,
        cure_days: 1,
        consequences: TRAPS,
    };
    let mut scene = Scene::with(
        vec![event],
        |_| {},
        |deal| {
            let mut revolving = deal.at_structure_version(2);
            revolving.triggers = vec![event];
            revolving.revolving_until = securities_tests::world::BEGIN + 300 * DAY;
            let classes: Vec<_> = deal
                .classes
                .iter()
                .map(|class| class.terms.clone())
                .collect();
            vec![revolving.set_waterfall(securities_tests::deal::tiers_of(&classes))]
        },
    );
    scene.deal.structure_version = 3;
    scene.world.go(&[scene.declares(true)]);
    scene.world.pass(DAY);
    pays(&mut scene, 0, 100 * ONE);
    let (payable, reinvestment, trapped) = kept(&mut scene);
    assert_eq!(payable, 0);
    assert!(trapped > 98 * ONE && reinvestment == trapped, "{trapped}");
    scene.world.go(&[scene.declares(false)]);
    let draw = scene.deal.draw_reinvestment(&scene.deal.destination, ONE);
    assert_eq!(scene.refused(draw), "InsufficientFunds", "it is income");
    pays(&mut scene, 1, 0);
    assert_eq!(kept(&mut scene), (trapped, 0, 0));
    audit::check(&mut scene.world);
}

#[test]
fn a_trap_needs_a_cure() {
    let mut world = World::<Lite>::new(Money::Classic);
    let classes = vec![deal::senior(0), with_par(1)];
    let deal = deal_of(&mut world, classes.clone(), deal::tiers_of, |_| {});
    let mut at_once = deal.clone();
    at_once.triggers = vec![TriggerTerms {
        cure_days: 0,
        ..TRAPS_ALONE
    }];
    let set = at_once.set_waterfall(deal::tiers_of(&classes));
    assert_eq!(world.refused(&[set]), "BadConsequences");
}
