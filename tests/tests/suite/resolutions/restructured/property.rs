//! No class that was not asked has less by another waterfall, in any of a thousand scenarios of each of four. Those that are not asked
//! are repaid, and nothing is left that another order could take from them.

use super::*;
use crate::resolutions::consented::{SCENARIOS, accounts, less, played, scenario};
use securities::tranche::state::Tranche;
use securities_tests::rng::Rng;

/// Structures over the three classes, each to be replaced by the next.
fn structures() -> Vec<Vec<TierTerms>> {
    let interest = |rank| [TierTerms::Interest { rank }, TierTerms::Arrears { rank }];
    let principal = |rank| [TierTerms::Principal { rank }];
    vec![
        [&debt(SENIOR)[..], &debt(MEZZANINE), &[RESIDUAL]].concat(),
        [
            &interest(SENIOR)[..],
            &interest(MEZZANINE),
            &principal(SENIOR),
            &principal(MEZZANINE),
            &[RESIDUAL],
        ]
        .concat(),
        [
            &interest(SENIOR)[..],
            &interest(MEZZANINE),
            &[
                TierTerms::Sweep { rank: SENIOR },
                TierTerms::Sweep { rank: MEZZANINE },
                RESIDUAL,
            ],
        ]
        .concat(),
        vec![
            TierTerms::Service { rank: SENIOR },
            TierTerms::Service { rank: MEZZANINE },
            RESIDUAL,
        ],
    ]
}

#[test]
fn no_class_that_was_not_asked_has_less_by_another_waterfall() {
    let (mut compared, mut differ) = (0_u64, 0_u64);
    let all = structures();
    for (at, tiers) in all.iter().enumerate() {
        let next = all[(at + 1) % all.len()].clone();
        let mut scene = Scene::<Lite>::shaped(|_, _| {}, |_| vec![], |_| tiers.clone());
        // The mezzanine is repaid, and shares no profit.
        let tranche = scene.deal.class(MEZZANINE).tranche;
        read::edit::<Tranche>(&mut scene.world.engine, &tranche, |tranche| {
            tranche.principal_repaid = tranche.principal_issued;
            (tranche.interest_due, tranche.arrears) = (0, 0);
        });
        let continues = vec![None; next.len()];
        let number = scene.waterfall_consented((next, continues));
        assert_eq!(scene.resolution(number).asked, 0b101);
        scene.world.go(&[scene.deal.check_triggers()]);
        let before = accounts(&mut scene.world, &scene.deal);
        let executes = scene.executes_draft(number);
        scene.world.go(&[executes]);
        let after = accounts(&mut scene.world, &scene.deal);
        let now = scene.world.engine.now();
        let mut rng = Rng(1 + at as u64);
        for _ in 0..SCENARIOS {
            let steps = scenario(&mut rng, now);
            let [old, new] = [&before, &after].map(|start| played(start, &steps));
            for ((refused, old), (refused_now, new)) in old.iter().zip(&new) {
                if refused != refused_now {
                    break;
                }
                let rank = usize::from(MEZZANINE);
                let lost = less(MEZZANINE, &old[rank], &new[rank]);
                assert_eq!(lost, None, "structure {at}: {steps:?}");
                compared += 1;
                differ += u64::from(old.iter().zip(new).any(|(old, new)| {
                    (old.outstanding, old.funded) != (new.outstanding, new.funded)
                }));
            }
        }
    }
    assert!(compared > 10_000, "{compared} were compared");
    assert!(differ > 1_000, "the order matters to others: {differ}");
}
