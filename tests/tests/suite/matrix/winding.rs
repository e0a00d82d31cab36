//! The wind-down. Deals that are drafts end at once.

use super::scenes::{case, own, recorded, with};
use crate::refusals::twins::{Stage, Twins};
use securities_tests::{ix::resolution::governance, matrix::Case, token};

const TRANCHES: &[&str] = &["senior tranche", "junior tranche"];

/// Both deals are being wound down.
fn winding(mut twins: Twins) -> Twins {
    twins.each(|world, twin| {
        let deal = &twin.deal;
        world.go(&[deal.begin_wind_down(&deal.sponsor)]);
    });
    twins
}

/// Both deals have ended.
fn ended(twins: Twins) -> Twins {
    let mut twins = winding(twins);
    twins.each(|world, twin| {
        world.go(&[twin.deal.end_wind_down()]);
    });
    twins
}

/// Both deals have sources.
fn sourced() -> Twins {
    let mut twins = Twins::at(Stage::Structured);
    twins.each(|world, twin| {
        let deal = &twin.deal;
        world.go(&[deal.register_source(deal.coin(), 0, "royalties")]);
    });
    winding(twins)
}

/// Both deals had governance, and have ended.
fn governed() -> Twins {
    let mut twins = Twins::at(Stage::Structured);
    twins.each(|world, twin| {
        world.go(&[twin.deal.set_governance(governance())]);
    });
    ended(twins)
}

/// Both deals have no tranches any more.
fn classless() -> Twins {
    let mut twins = ended(Twins::at(Stage::Structured));
    twins.each(|world, twin| {
        for rank in [0, 1] {
            world.go(&[twin.deal.close_class(rank)]);
        }
    });
    twins
}

/// Both vaults hold a gift that nobody swept.
fn given(mut twins: Twins) -> Twins {
    twins.each(|world, twin| {
        let deal = &twin.deal;
        let (program, mint) = (&deal.token_program, &deal.mint);
        let gift = token::mint_to(program, mint, &deal.vault, &world.payer, 1_000);
        world.go(&[gift]);
    });
    twins
}

/// Both deals have no vault any more.
fn emptied() -> Twins {
    let mut twins = classless();
    twins.each(|world, twin| {
        let deal = &twin.deal;
        world.go(&[deal.close_vault(deal.coin(), &deal.destination)]);
    });
    twins
}

pub const CASES: &[Case] = &[
    with(
        case("begin_wind_down", &["sponsor"], || {
            own(Twins::at(Stage::Structured), |twin| {
                twin.deal.begin_wind_down(&twin.deal.sponsor)
            })
        }),
        "",
        TRANCHES,
    ),
    with(
        case("end_wind_down", &[], || {
            own(winding(Twins::at(Stage::Structured)), |twin| {
                twin.deal.end_wind_down()
            })
        }),
        "",
        TRANCHES,
    ),
    case("close_source", &[], || {
        own(sourced(), |twin| {
            twin.deal.close_source(twin.deal.coin(), 0)
        })
    }),
    with(
        case("close_account", &[], || {
            own(ended(recorded(Twins::at(Stage::Structured))), |twin| {
                twin.deal.close_record(0, &twin.owner, &twin.patron)
            })
        }),
        "of a record",
        &["tranche"],
    ),
    with(
        case("close_account", &[], || {
            own(ended(Twins::at(Stage::Structured)), |twin| {
                twin.deal.close_class(0)
            })
        }),
        "of a class",
        &["hook_accounts"],
    ),
    with(
        case("close_account", &[], || {
            own(governed(), |twin| {
                let deal = &twin.deal;
                let governance = securities_tests::address::governance(&deal.security);
                deal.close_account(&governance, &deal.sponsor, &[])
            })
        }),
        "of a governance",
        &[],
    ),
    case("close_vault", &[], || {
        own(given(classless()), |twin| {
            let deal = &twin.deal;
            deal.close_vault(deal.coin(), &deal.destination)
        })
    }),
    case("close_security", &[], || {
        own(emptied(), |twin| twin.deal.close_security())
    }),
];
