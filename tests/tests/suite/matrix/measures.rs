//! Exceptional measures.

use super::scenes::{case, own, recorded, second, with};
use crate::{
    measures::RANK,
    payouts::{STAKE, distribute},
    refusals::twins::{Stage, Twin, Twins},
};
use securities::{measure::state::MeasureKind, tranche::blocks::ALL_SHARES};
use securities_tests::{
    engine::Engine, ix::measure::ALL, matrix::Case, offering::Offering, world::DAY,
};

/// Both deals have measures, and two holders in the junior class.
fn begun() -> Twins {
    let mut twins = Twins::shaped(Stage::Structured, |_| {}, |_, deal, _| deal.measures = ALL);
    twins.each(|world, twin| {
        let line = if twin.name == "own" { "own" } else { "other" };
        let book = Offering::standard(world, &twin.deal, RANK, &format!("{line} junior line"));
        let second = second(world, twin);
        for owner in [twin.owner, second] {
            world.give(&owner, STAKE);
        }
        book.sell(world, &twin.deal, &[(twin.owner, STAKE), (second, STAKE)]);
    });
    recorded(twins)
}

/// A block of all shares.
fn block(now: i64) -> MeasureKind {
    MeasureKind::Block {
        shares: ALL_SHARES,
        until: now + 100 * DAY,
    }
}

/// Measures of each deal are announced: one of the first owner, one of the second.
fn announced(kind: fn(&Twin, i64) -> MeasureKind) -> Twins {
    let mut twins = begun();
    let now = twins.world.engine.now();
    twins.each(|world, twin| {
        let second = second(world, twin);
        for (number, (owner, kind)) in [(twin.owner, kind(twin, now)), (second, block(now))]
            .into_iter()
            .enumerate()
        {
            let number = u16::try_from(number).expect("two");
            let whose = (RANK, Some(&owner));
            world.go(&[twin
                .deal
                .announce_measure(number, whose, &twin.patron, kind)]);
        }
    });
    twins
}

/// Their notice is over.
fn noticed(kind: fn(&Twin, i64) -> MeasureKind) -> Twins {
    let mut twins = announced(kind);
    twins.world.pass(30 * DAY);
    twins
}

fn blocks(_: &Twin, now: i64) -> MeasureKind {
    block(now)
}

/// Half of the first owner's shares go to somebody who has a record.
fn orders(twin: &Twin, _: i64) -> MeasureKind {
    MeasureKind::CourtOrder {
        to: twin.deal.bot,
        shares: STAKE / 2,
    }
}

/// All that the first owner has goes there.
fn recovers(twin: &Twin, _: i64) -> MeasureKind {
    MeasureKind::Recovery { to: twin.deal.bot }
}

pub const CASES: &[Case] = &[
    case(
        "announce_measure",
        &["sponsor", "arbitrator", "payer"],
        || {
            let mut twins = begun();
            let now = twins.world.engine.now();
            own(twins, |twin| {
                let whose = (RANK, Some(&twin.owner));
                twin.deal
                    .announce_measure(0, whose, &twin.patron, block(now))
            })
        },
    ),
    case("cancel_measure", &["authority"], || {
        own(announced(blocks), |twin| {
            let whose = (RANK, Some(&twin.owner));
            twin.deal.cancel_measure(0, whose, &twin.deal.arbitrator)
        })
    }),
    case("take_measure", &["authority"], || {
        own(noticed(blocks), |twin| {
            twin.deal.take_measure(0, (RANK, Some(&twin.owner)))
        })
    }),
    with(
        case("reassign_shares", &[], || {
            let mut twins = noticed(orders);
            twins.each(|world, twin| {
                let opens = twin.deal.welcome(RANK, &world.payer, &twin.deal.bot);
                world.go(&opens);
            });
            own(twins, |twin| {
                twin.deal
                    .reassign_shares(0, (RANK, &twin.owner), &twin.deal.bot)
            })
        }),
        "of a court order",
        &["share account"],
    ),
    with(
        case("reassign_shares", &[], || {
            let mut twins = noticed(recovers);
            twins.each(|world, twin| {
                let opens = twin.deal.welcome(RANK, &world.payer, &twin.deal.bot);
                world.go(&opens);
                distribute(world, &twin.deal, 0, 1 << 20);
            });
            own(twins, |twin| {
                twin.deal
                    .reassign_shares(0, (RANK, &twin.owner), &twin.deal.bot)
            })
        }),
        "of a recovery",
        &["share account"],
    ),
    case("close_measure", &[], || {
        let mut twins = announced(blocks);
        twins.each(|world, twin| {
            let whose = (RANK, Some(&twin.owner));
            let arbitrator = twin.deal.arbitrator;
            world.go(&[twin.deal.cancel_measure(0, whose, &arbitrator)]);
        });
        own(twins, |twin| twin.deal.close_measure(0, &twin.patron))
    }),
];
