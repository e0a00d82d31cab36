//! Disclosures and windows.

use super::scenes::{case, own, with};
use crate::{
    disclosures::{day, midnight},
    refusals::twins::{Stage, Twin, Twins},
};
use securities::{
    disclosure::calendar::DisclosureTerms,
    tranche::{rules::TransferRulesTerms, window::WindowTerms},
};
use securities_tests::{engine::Engine, ix::disclosure::URI, matrix::Case};

pub const CASES: &[Case] = &[
    case("set_disclosures", &["sponsor"], || {
        let mut twins = Twins::at(Stage::Structured);
        twins
            .world
            .go(&[twins.other.deal.set_disclosures(items(&twins.other))]);
        own(twins, |twin| twin.deal.set_disclosures(items(twin)))
    }),
    with(
        case("set_disclosures", &["sponsor"], || {
            let mut twins = Twins::at(Stage::Structured);
            twins.each(|world, twin| {
                world.go(&[twin.deal.set_disclosures(items(twin))]);
            });
            own(twins, |twin| twin.deal.set_disclosures(vec![]))
        }),
        "in place of another",
        &[],
    ),
    case("post_disclosure", &["attestor"], || {
        own(told(&[(0, 0), (1, 0)]), |twin| {
            twin.deal.post_disclosure(&twin.servicer, (0, 1))
        })
    }),
    case("post_notice", &["sponsor"], || {
        own(Twins::at(Stage::Structured), |twin| {
            twin.deal.post_notice(1, URI)
        })
    }),
    with(
        case("open_window", &[], || {
            let twins = told(&[(0, 0), (0, 1), (1, 0), (1, 1)]);
            own(twins, |twin| twin.deal.open_window(0, &[(0, 0), (1, 0)]))
        }),
        "",
        &["disclosure", "second disclosure"],
    ),
];

/// Two kinds, of months from January 2026, by the servicer.
fn items(twin: &Twin) -> Vec<DisclosureTerms> {
    let item = |kind| DisclosureTerms {
        kind,
        months: 1,
        anchor: day(2026, 1, 31),
        due_days: 20,
        attestor: twin.servicer,
    };
    vec![item(0), item(1)]
}

/// Both deals on 10 March, in a window that begins that day and needs both kinds, of which some was posted the day before.
fn told(posted: &[(u8, u32)]) -> Twins {
    let mut twins = Twins::at(Stage::Structured);
    twins.world.engine.set_now(midnight(day(2026, 3, 9)));
    twins.each(|world, twin| {
        let deal = &twin.deal;
        world.go(&[deal.set_disclosures(items(twin))]);
        for rank in [0, 1] {
            let rules = TransferRulesTerms {
                window: WindowTerms::Periodic {
                    months: 1,
                    anchor: day(2026, 3, 10),
                    days: 7,
                },
                needs: 0b11,
                ..TransferRulesTerms::default()
            };
            world.go(&[deal.set_transfer_rules(rank, rules)]);
        }
        for of in posted {
            world.go(&[deal.post_disclosure(&twin.servicer, *of)]);
        }
    });
    twins.world.engine.set_now(midnight(day(2026, 3, 10)));
    twins
}
