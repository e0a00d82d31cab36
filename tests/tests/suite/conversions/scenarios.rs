//! A debt that becomes equity takes nothing from those that rank before the equity, in any of a thousand scenarios: each is played
//! from the accounts before the conversion, and from those after it.

use super::{NOTE, ONE, OWN, SENIOR, Scene, at_a_discount, note, terms};
use crate::resolutions::consented::{SCENARIOS, accounts, less, played, scenario};
use securities::conversion::state::{Conversion, ConvertedBy};
use securities_projection::{Event, Step};
use securities_tests::{engine::Engine, lite::Lite, read, rng::Rng};

/// The same afterwards: what the notes would have borne of losses is borne by the equity that they became, which has no
/// principal, so that nobody announces it.
fn net(steps: &[Step], mut borne: u64) -> Vec<Step> {
    let each = steps.iter().map(|step| {
        let event = match step.event {
            Event::Lose { amount } => {
                let own = amount.min(borne);
                borne -= own;
                if amount == own {
                    Event::Look
                } else {
                    Event::Lose {
                        amount: amount - own,
                    }
                }
            }
            other => other,
        };
        Step { at: step.at, event }
    });
    each.collect()
}

#[test]
fn those_before_the_equity_have_no_less_in_any_scenario() {
    let conversions = [terms(ConvertedBy::Resolution, at_a_discount(true))];
    let mut scene = Scene::<Lite>::made(&conversions, &note(), 0, vec![]);
    let address = scene.deal.conversion(&OWN);
    read::edit::<Conversion>(&mut scene.world.engine, &address, |conversion| {
        conversion.approved = 1;
    });
    scene.world.go(&[scene.deal.check_triggers()]);
    let before = accounts(&mut scene.world, &scene.deal);
    let converts = scene.deal.convert_class(&OWN);
    scene.goes(converts);
    let after = accounts(&mut scene.world, &scene.deal);
    let now = scene.world.engine.now();
    let mut rng = Rng(33);
    let (mut compared, mut lower) = (0_u64, 0_u64);
    for _ in 0..SCENARIOS {
        let steps = scenario(&mut rng, now);
        let old = played(&before, &steps);
        let new = played(&after, &net(&steps, 3_000 * ONE));
        for ((refused, old), (refused_now, new)) in old.iter().zip(&new) {
            // A loss of more than is outstanding is none, so that from here on other things happen.
            if *refused != 0 || *refused_now != 0 {
                break;
            }
            let at = usize::from(SENIOR);
            assert_eq!(less(SENIOR, &old[at], &new[at]), None, "{steps:?}");
            compared += 1;
            let at = usize::from(NOTE);
            lower += u64::from(less(NOTE, &old[at], &new[at]).is_some());
        }
    }
    assert!(compared > 3_000, "{compared} were compared");
    println!("{compared} compared; the notes had more open in {lower}");
}
