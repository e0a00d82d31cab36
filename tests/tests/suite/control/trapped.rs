//! Cash that a covenant traps, on the chain.

use super::{CURE, DAY, LTV, ONE, SOLD, Scene, TestTerms, TriggerTerms, read};
use crate::payouts::source;
use securities::{cash::waterfall::consequences::TRAPS, security::state::Security};
use securities_tests::audit;
use securities_tests::engine::Engine;

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

fn pays(scene: &mut Scene, nonce: u64, amount: u64) {
    let payer = scene.world.investor("payer", amount);
    let post =
        scene
            .deal
            .post_distribution(&payer, nonce, source(scene.world.engine.now(), amount));
    scene.world.go(&[post]);
}

#[test]
fn what_would_be_the_equitys_is_trapped_from_the_cure_on_and_repays_the_debt() {
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
    let (payable, reinvestment, trapped) = kept(&mut scene);
    assert_eq!(payable, before, "no more for the equity");
    assert_eq!(
        (reinvestment, trapped),
        (200 * ONE - interest, 200 * ONE - interest)
    );
    // Net of that the loan is 802.19 on 1,300, 61.7 %: the covenant holds, and the next payment repays the debt with it.
    pays(&mut scene, 2, ONE);
    let debt: securities::tranche::state::Tranche = {
        let address = scene.deal.class(0).tranche;
        read::state(&mut scene.world.engine, &address)
    };
    assert_eq!(debt.principal().unwrap(), SOLD - (200 * ONE - interest));
    assert_eq!(
        kept(&mut scene),
        (before + ONE, 0, 0),
        "and what comes in goes on"
    );
    audit::check(&mut scene.world);
}

#[test]
fn what_is_trapped_while_a_deal_revolves_is_not_drawn() {
    let mut scene = Scene::with(
        vec![TriggerTerms {
            test: TestTerms::DeclaredEvent,
            cure_days: 0,
            consequences: TRAPS,
        }],
        |_| {},
        |deal| {
            let mut revolving = deal.at_structure_version(2);
            revolving.triggers = vec![TriggerTerms {
                test: TestTerms::DeclaredEvent,
                cure_days: 0,
                consequences: TRAPS,
            }];
            revolving.revolving_until = securities_tests::world::BEGIN + 300 * DAY;
            let classes: Vec<_> = deal
                .classes
                .iter()
                .map(|class| class.terms.clone())
                .collect();
            vec![revolving.set_waterfall(securities_tests::deal::tiers_of(&classes))]
        },
    );
    scene
        .world
        .go(&[scene.declares(true), scene.deal.check_triggers()]);
    pays(&mut scene, 0, 100 * ONE);
    let (payable, reinvestment, trapped) = kept(&mut scene);
    assert_eq!(payable, 0);
    assert!(trapped > 98 * ONE && reinvestment == trapped, "{trapped}");
    scene.world.go(&[scene.declares(false)]);
    let draw = scene.deal.draw_reinvestment(&scene.deal.destination, ONE);
    assert_eq!(scene.refused(draw), "InsufficientFunds");
}
