//! Rules of transfers.

use super::scenes::{case, crowded, own, recorded, second, settled, with};
use crate::refusals::twins::{Stage, Twins};
use securities::tranche::rules::{Retention, TransferRulesTerms};
use securities_tests::matrix::Case;

/// Both deals retain a share of the junior class for their owner.
fn retained(mut twins: Twins) -> Twins {
    twins.each(|world, twin| {
        let rules = TransferRulesTerms {
            retained: Some(Retention {
                owner: twin.owner,
                shares: 1,
            }),
            ..TransferRulesTerms::default()
        };
        world.go(&[twin.deal.set_transfer_rules(1, rules)]);
    });
    twins
}

pub const CASES: &[Case] = &[
    case("set_transfer_rules", &["sponsor"], || {
        own(retained(Twins::at(Stage::Structured)), |twin| {
            twin.deal
                .set_transfer_rules(1, TransferRulesTerms::default())
        })
    }),
    case("check_transfer", &[], || {
        let mut twins = settled(crowded(Twins::at(Stage::Deposited)));
        let to = second(&mut twins.world, &twins.own);
        own(twins, move |twin| {
            twin.deal.check_transfer(0, &twin.owner, &to, 7)
        })
    }),
    with(
        case("release_retention", &[], || {
            // The junior class alone is sold: no debt is outstanding.
            let mut twins = recorded(retained(Twins::at(Stage::Structured)));
            twins.each(|world, twin| {
                let line = if twin.name == "own" { "own" } else { "other" };
                let junior = securities_tests::offering::Offering::standard(
                    world,
                    &twin.deal,
                    1,
                    &format!("{line} junior line"),
                );
                let stake = crate::payouts::STAKE;
                world.give(&twin.owner, stake);
                junior.sell(world, &twin.deal, &[(twin.owner, stake)]);
            });
            own(twins, |twin| twin.deal.release_retention(1))
        }),
        "",
        &["senior tranche", "junior tranche"],
    ),
];
