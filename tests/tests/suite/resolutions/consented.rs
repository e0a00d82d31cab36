//! No class that a resolution does not ask has less by it, in any of a thousand scenarios: each is played from the accounts
//! before the execution, and from those after it.

use super::{EQUITY, MEZZANINE, SENIOR, Scene};
use securities::{
    cash::waterfall::{
        state::Waterfall,
        terms::{ReservePurpose, TierTerms},
    },
    resolution::proposal::Proposal,
    tranche::rules::TransferRulesTerms,
};
use securities_projection::{Answer, ClassState, Event, Payment, Request, Start, Step, project};
use securities_tests::{
    engine::Engine,
    lite::Lite,
    read,
    rng::Rng,
    world::{DAY, World},
};

pub const SCENARIOS: u32 = 1_000;

/// Waterfalls without triggers and tests.
fn structures() -> Vec<Vec<TierTerms>> {
    let interest = |rank| vec![TierTerms::Interest { rank }, TierTerms::Arrears { rank }];
    let principal = |rank| vec![TierTerms::Principal { rank }];
    let residual = vec![TierTerms::Residual { rank: EQUITY }];
    let reserve = vec![TierTerms::Reserve {
        purpose: ReservePurpose::All,
        amount: 50_000_000,
        bps: 300,
    }];
    vec![
        // Class by class.
        [
            interest(SENIOR),
            principal(SENIOR),
            interest(MEZZANINE),
            principal(MEZZANINE),
            residual.clone(),
        ]
        .concat(),
        // All interest first.
        [
            interest(SENIOR),
            interest(MEZZANINE),
            principal(SENIOR),
            principal(MEZZANINE),
            residual.clone(),
        ]
        .concat(),
        // With a reserve, and what is left repays the debts.
        [
            interest(SENIOR),
            interest(MEZZANINE),
            reserve,
            vec![
                TierTerms::Sweep { rank: SENIOR },
                TierTerms::Sweep { rank: MEZZANINE },
            ],
            residual.clone(),
        ]
        .concat(),
        // All that falls due of a class at once.
        [
            vec![
                TierTerms::Service { rank: SENIOR },
                TierTerms::Service { rank: MEZZANINE },
            ],
            residual,
        ]
        .concat(),
    ]
}

fn terms(scene: &Scene<Lite>, rank: u8, rate_ppm: u32) -> Proposal {
    Proposal::DebtTerms {
        rank,
        rate_ppm,
        maturity: scene.deal.class(rank).terms.maturity,
    }
}

/// What is proposed, that does not ask everybody; and some that does.
fn proposals(scene: &mut Scene<Lite>) -> Vec<(Proposal, Option<u8>)> {
    let now = scene.world.engine.now();
    let rules = TransferRulesTerms {
        daily_shares: 5,
        ..TransferRulesTerms::default()
    };
    vec![
        (terms(scene, SENIOR, 50_000), Some(SENIOR)),
        (terms(scene, MEZZANINE, 40_000), Some(MEZZANINE)),
        (
            Proposal::TransferRules {
                rank: EQUITY,
                rules,
            },
            Some(EQUITY),
        ),
        (Proposal::Advisory { classes: 0b010 }, None),
        (terms(scene, MEZZANINE, 150_000), Some(MEZZANINE)),
        (scene.extension(), Some(SENIOR)),
        (Proposal::Document, None),
        (
            Proposal::Floor {
                rank: EQUITY,
                price: 700_000,
                shares: 1_000_000,
                until: now + 100 * DAY,
            },
            Some(EQUITY),
        ),
        (
            Proposal::Destination {
                from: scene.deal.destination,
                to: scene.deal.cash(&scene.dora),
            },
            None,
        ),
    ]
}

pub fn accounts(world: &mut World<Lite>, scene_deal: &securities_tests::deal::Deal) -> Start {
    let mut data = |key| world.engine.account(key).expect("an account").data;
    Start::Accounts {
        security: data(&scene_deal.security),
        waterfall: data(&scene_deal.waterfall),
        tranches: scene_deal
            .classes
            .iter()
            .map(|class| data(&class.tranche))
            .collect(),
        conversions: vec![],
    }
}

/// Payments and losses over some years.
pub fn scenario(rng: &mut Rng, from: i64) -> Vec<Step> {
    let mut at = from;
    let count = 3 + rng.below(12);
    (0..count)
        .map(|_| {
            at += DAY * i64::try_from(1 + rng.below(150)).expect("days");
            let event = match rng.below(8) {
                0 => Event::Lose {
                    amount: 1 + rng.below(3_000_000_000),
                },
                1 => Event::Look,
                _ => {
                    let most = 10_u64.pow(7 + u32::try_from(rng.below(4)).expect("small"));
                    let amount = 1_000 + rng.below(most);
                    let principal = if rng.below(2) == 0 {
                        rng.below(amount + 1)
                    } else {
                        0
                    };
                    Event::Pay(Payment {
                        amount,
                        principal,
                        recovery: false,
                        clawback: None,
                    })
                }
            };
            Step { at, event }
        })
        .collect()
}

/// The error of each step, and the classes after it.
pub fn played(start: &Start, steps: &[Step]) -> Vec<(u32, Vec<ClassState>)> {
    let answer = project(&Request {
        start: start.clone(),
        steps: steps.to_vec(),
    });
    match answer {
        Answer::Reports(reports) => reports
            .into_iter()
            .map(|report| (report.error, report.classes))
            .collect(),
        Answer::Refused(error) => panic!("refused by {error}"),
    }
}

/// Why a class has less, if it does: a debt that more is open of, equity that has received less.
pub fn less(rank: u8, before: &ClassState, after: &ClassState) -> Option<String> {
    let open = |state: &ClassState| {
        [state.outstanding, state.loss, state.interest, state.arrears]
            .into_iter()
            .map(u128::from)
            .sum::<u128>()
    };
    let has_less = if rank == EQUITY {
        after.funded < before.funded
    } else {
        open(after) > open(before)
    };
    has_less.then(|| format!("class {rank}: {before:?} before, {after:?} after"))
}

#[test]
fn no_class_that_was_not_asked_has_less_in_any_scenario() {
    let mut compared = 0_u64;
    let mut lower = 0_u64;
    let mut apart = 0_u64;
    for (number, tiers) in structures().into_iter().enumerate() {
        for kind in 0..9 {
            let mut scene = Scene::<Lite>::shaped(|_, _| {}, |_| vec![], |_| tiers.clone());
            let (proposal, rank) = proposals(&mut scene).remove(kind);
            let resolution = scene.consented(proposal.clone());
            let asked = scene.resolution(resolution).asked;
            scene.world.go(&[scene.deal.check_triggers()]);
            let before = accounts(&mut scene.world, &scene.deal);
            let call = if let Proposal::Destination { to, .. } = proposal {
                scene
                    .deal
                    .execute_destination(resolution, (&to, &scene.dora))
            } else {
                scene.deal.execute_resolution(resolution, rank, None)
            };
            scene.world.go(&[call]);
            let after = accounts(&mut scene.world, &scene.deal);
            let now = scene.world.engine.now();
            let mut rng = Rng(1 + kind as u64 + 100 * number as u64);
            for _ in 0..SCENARIOS {
                let steps = scenario(&mut rng, now);
                let [old, new] = [&before, &after].map(|start| played(start, &steps));
                for ((refused, old), (refused_now, new)) in old.iter().zip(&new) {
                    // A loss of more than is outstanding is none, so that from here on other things happen.
                    if refused != refused_now {
                        apart += 1;
                        break;
                    }
                    for ((old, new), rank) in old.iter().zip(new).zip(0_u8..) {
                        lower += u64::from(less(rank, old, new).is_some());
                        if asked >> rank & 1 == 0 {
                            let less = less(rank, old, new);
                            assert_eq!(less, None, "structure {number}, {proposal:?}: {steps:?}");
                            compared += 1;
                        }
                    }
                }
            }
        }
    }
    assert!(apart < compared / 10, "{apart} went apart");
    assert!(compared > 100_000, "{compared} were not asked");
    assert!(lower > 10_000, "some who were asked have less: {lower}");
}

/// An acceleration by lenders does to the unit what one by the arbitrator does. It is no gain of theirs in each scenario: interest comes
/// before principal, which then bears losses.
#[test]
fn an_acceleration_by_lenders_is_the_arbitrators() {
    let (mut compared, mut sooner, mut later) = (0_u64, 0_u64, 0_u64);
    for (number, tiers) in structures().into_iter().enumerate() {
        let mut scene = Scene::<Lite>::shaped(|_, _| {}, |_| vec![], |_| tiers.clone());
        let due = scene.tranche(SENIOR).next_due;
        let due = i64::try_from(due).expect("a day") * DAY;
        scene.world.engine.set_now(due + 31 * DAY);
        let resolution = scene.consented(Proposal::Acceleration { declare: true });
        assert_eq!(scene.resolution(resolution).asked, 0b001);
        scene.world.go(&[scene.deal.check_triggers()]);
        let before = accounts(&mut scene.world, &scene.deal);
        let call = scene.deal.execute_acceleration(resolution);
        scene.world.go(&[call]);
        let after = accounts(&mut scene.world, &scene.deal);
        let waterfall = scene.deal.waterfall;
        read::edit::<Waterfall>(&mut scene.world.engine, &waterfall, |waterfall| {
            waterfall.declared = 1;
        });
        let arbitrators = accounts(&mut scene.world, &scene.deal);
        let now = scene.world.engine.now();
        let mut rng = Rng(1_000 + number as u64);
        for _ in 0..SCENARIOS {
            let steps = scenario(&mut rng, now);
            let [old, new, same] =
                [&before, &after, &arbitrators].map(|start| played(start, &steps));
            assert_eq!(new, same);
            for ((refused, old), (refused_now, new)) in old.iter().zip(&new) {
                if refused != refused_now {
                    break;
                }
                sooner += u64::from(new[0].funded > old[0].funded);
                later += u64::from(new[0].funded < old[0].funded);
                compared += 1;
            }
        }
    }
    assert!(compared > 10_000, "{compared} compared");
    assert!(
        sooner > 1_000 && sooner > 5 * later,
        "{sooner} paid sooner, {later} later"
    );
}
