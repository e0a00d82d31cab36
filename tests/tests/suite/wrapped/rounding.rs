//! Rounding is against whoever wraps and unwraps, and its counters do not grow by it.

use super::{PART, Scene};
use crate::payouts::STAKE;
use securities_tests::{audit, lite::Lite};

/// Three stakes, so that no share's part is a whole number of anything.
fn uneven() -> Scene<Lite> {
    let mut scene = Scene::<Lite>::new(&["alice", "bob", "carol"]);
    let (alice, coin) = (scene.owners[0], scene.coin);
    scene.wrap(&alice, STAKE / 3);
    scene.distribute(7 * PART + 1);
    scene.distribute_of(&coin, 5 * STAKE + 7);
    scene
}

#[test]
fn thousands_of_wraps_and_unwraps_drain_nothing() {
    let mut scene = uneven();
    let [alice, bob] = [scene.owners[0], scene.owners[1]];
    scene.claim(&bob);
    scene.world.give(&bob, PART);
    let (mut at, mut rounds) = (scene.owed(&bob), 0_u64);
    let start = (scene.purse(&bob), at, scene.kept(), scene.owed(&alice));
    for round in 0..250 {
        // Amounts whose content is just above, or just below, a whole number of base units.
        let amount = 1 + round * round % 1_543;
        let wrap = scene.wrapping(&bob, amount);
        let unwrap = scene.deal.unwrap_shares(0, &bob, amount);
        let split = scene.deal.unwrap_shares(0, &bob, 1);
        let rest = scene.deal.unwrap_shares(0, &bob, amount.max(2) - 1);
        let twice = scene.wrapping(&bob, amount.max(2));
        let mut calls = Vec::new();
        for _ in 0..2 {
            calls.extend([wrap.clone(), unwrap.clone()]);
        }
        calls.extend([twice, split, rest]);
        scene.world.go(&calls);
        rounds += 3;
        let now = scene.owed(&bob);
        let (purse, before) = (scene.purse(&bob), at);
        for vault in 0..2 {
            assert!(purse[vault] <= start.0[vault], "nothing is paid out");
            assert!(
                purse[vault] + now[vault] <= start.0[vault] + start.1[vault],
                "round {round}: nothing is gained; before {before:?}"
            );
        }
        at = now;
    }
    let kept = scene.kept();
    for vault in 0..2 {
        let lost = start.0[vault] + start.1[vault] - scene.purse(&bob)[vault] - at[vault];
        assert!(lost > 0 && lost <= 2 * rounds, "{lost} in {rounds} rounds");
        assert_eq!(kept[vault] - start.2[vault], lost, "and the units have it");
    }
    assert_eq!(scene.owed(&alice), start.3, "nobody else has more or less");
    audit::check(&mut scene.world);
}

/// Wrapping, unwrapping and claiming over and over moves the same money in a circle: what is owed grows by what rounding
/// leaves alone.
#[test]
fn nothing_that_is_owed_grows_by_money_that_goes_in_a_circle() {
    let mut scene = uneven();
    let bob = scene.owners[1];
    scene.claim(&bob);
    scene.world.give(&bob, PART);
    let coins = (&scene.coin.clone(), &securities_tests::token::CLASSIC);
    scene.world.give_of(coins, &bob, PART);
    let counters = |scene: &mut Scene<Lite>| {
        let (tranche, security) = (scene.tranche(), scene.security());
        [0, 1].map(|at| {
            let (payout, vault) = (tranche.payouts[at], security.vaults[at]);
            assert_eq!(payout.payable, vault.payable);
            (payout.payable, vault.received)
        })
    };
    let before = counters(&mut scene);
    for _ in 0..20 {
        scene.wrap(&bob, STAKE);
        scene.unwrap(&bob, STAKE);
        scene.claim(&bob);
        audit::check(&mut scene.world);
    }
    for ((payable, received), (was, came)) in counters(&mut scene).into_iter().zip(before) {
        assert_eq!(received, came, "a wrap is no distribution");
        assert!(
            (was..=was + 20).contains(&payable),
            "only what rounding left"
        );
    }
}
