//! Losses of the pool.

use super::scenes::{case, crowded, own, settled, with};
use crate::refusals::twins::{Stage, Twins};
use securities_tests::matrix::Case;

const TRANCHES: &[&str] = &["senior tranche", "junior tranche"];

pub const CASES: &[Case] = &[
    case("announce_loss", &["servicer"], || {
        own(settled(crowded(Twins::at(Stage::Deposited))), |twin| {
            twin.deal.announce_loss(1_000, 1)
        })
    }),
    with(
        case("record_loss", &["arbitrator"], || {
            own(announced(), |twin| {
                let deal = &twin.deal;
                deal.record_loss_with(Some(deal.arbitrator), 1)
            })
        }),
        "",
        TRANCHES,
    ),
    case("strike_loss", &["arbitrator"], || {
        own(announced(), |twin| twin.deal.strike_loss(1))
    }),
    with(
        case("correct_loss", &["servicer", "arbitrator"], || {
            let mut twins = announced();
            twins.each(|world, twin| {
                let deal = &twin.deal;
                for report in [1, 2] {
                    world.go(&[deal.record_loss_with(Some(deal.arbitrator), report)]);
                }
            });
            own(twins, |twin| twin.deal.correct_loss(400, 1))
        }),
        "",
        TRANCHES,
    ),
];

/// Two losses of each deal are on notice.
fn announced() -> Twins {
    let mut twins = settled(crowded(Twins::at(Stage::Deposited)));
    twins.each(|world, twin| {
        for report in [1, 2] {
            world.go(&[twin.deal.announce_loss(1_000, report)]);
        }
    });
    twins
}
