//! Books: their terms, their lock and their end.

use super::scenes::{Scene, case, crowded, own, released, settled, with};
use crate::refusals::{
    furnished,
    twins::{Stage, TICKET, Twin, Twins},
};
use securities::book::offer::{open_book::BookArgs, votes::PollArgs};
use securities_tests::{
    engine::Engine,
    ix::ticket::QUESTION,
    lite::Lite,
    matrix::Case,
    offering::Offering,
    terms::{Asset, Reward},
    world::{BEGIN, DAY, World},
};

pub const CASES: &[Case] = &[
    case("open_book", &["sponsor"], opening),
    case("add_asset", &["sponsor"], another_asset),
    case("set_curve", &["sponsor"], curve),
    with(case("set_curve", &["sponsor"], points), "of points", &[]),
    case("make_offer", &["sponsor"], || {
        own(crowded(Twins::at(Stage::Deposited)), |twin| {
            twin.deal.make_offer(twin.book(), twin.book().offer(1))
        })
    }),
    case("raise_tip", &["sponsor"], || {
        own(crowded(Twins::at(Stage::Deposited)), |twin| {
            twin.deal.raise_tip(twin.book(), 1)
        })
    }),
    case("open_poll", &["sponsor"], || {
        own(crowded(Twins::at(Stage::Deposited)), |twin| {
            twin.deal.open_poll(twin.book(), poll())
        })
    }),
    case("fund_tips", &["funder"], || {
        own(crowded(Twins::at(Stage::Opened)), |twin| {
            twin.deal.fund_tips(twin.book(), &twin.patron, 9)
        })
    }),
    case("grow_line", &["payer"], || {
        own(crowded(Twins::at(Stage::Opened)), |twin| {
            twin.deal.grow_line_by(twin.book(), &twin.patron, 20_024)
        })
    }),
    case("lock_book", &["caller"], || {
        own(due(crowded(Twins::at(Stage::Deposited))), |twin| {
            twin.deal.lock_book(twin.book(), &twin.deal.sponsor)
        })
    }),
    with(
        case("lock_book", &["caller"], || {
            own(due(crowded(furnished::deposited())), |twin| {
                twin.deal.lock_book(twin.book(), &twin.deal.sponsor)
            })
        }),
        "with a reported price, an asset and points",
        &["rate of the asset", "promote tranche"],
    ),
    with(
        case("lock_group", &["caller"], together),
        "of two books",
        &[
            "tranche",
            "share_rate",
            "book",
            "second tranche",
            "second share_rate",
            "second book",
        ],
    ),
    case("fail_book", &[], || failed(true)),
    with(
        case("fail_book", &[], || failed(false)),
        "by what is known",
        &[],
    ),
    case("close_escrow", &[], || {
        let twins = furnished::opened();
        let deadline = twins.own.book().args.deadline;
        let mut twins = twins;
        twins.world.engine.set_now(deadline);
        own(twins, |twin| twin.deal.close_escrow(twin.book(), 1))
    }),
    case("release_proceeds", &[], || {
        let mut twins = settled(crowded(Twins::at(Stage::Deposited)));
        twins.world.pass(twins.own.book().args.draw_delay);
        own(twins, |twin| twin.deal.release_proceeds(twin.book(), 0))
    }),
    case("close_book", &[], || {
        own(released(crowded(Twins::at(Stage::Deposited))), |twin| {
            twin.deal.close_book(twin.book())
        })
    }),
    with(
        case("close_book", &[], rewarded),
        "with what warrants and points set aside",
        &["series", "warrant tranche", "promote tranche"],
    ),
];

/// A question to the money in line.
pub fn poll() -> PollArgs {
    PollArgs {
        subject_sha256: QUESTION,
        ends_at: BEGIN + DAY,
        new_deadline: 0,
    }
}

/// Nothing is left of a book but what its rewards set aside: the escrow of its other asset is closed too.
fn rewarded() -> Scene {
    let mut twins = released(crowded(furnished::deposited()));
    twins.each(|world, twin| {
        world.go(&[twin.deal.close_escrow(twin.book(), 1)]);
    });
    own(twins, |twin| twin.deal.close_book(twin.book()))
}

/// Terms of a book that closes together with another.
fn closing_together(args: &mut BookArgs) {
    (args.group, args.group_size) = (1, 2);
    args.latest_deadline = args.deadline;
}

/// The second book of a twin's group.
fn second_book(world: &mut World<Lite>, twin: &Twin) -> Offering {
    let line = format!("{} second line", twin.name);
    let mut book = Offering::plan(world, &twin.deal, 1, 0, &line);
    closing_together(&mut book.args);
    book
}

/// Twins with a senior book that is full; the junior one, which closes with it, is full too or empty.
fn grouped(is_full: bool) -> Twins {
    let mut twins = Twins::with(Stage::Opened, closing_together);
    twins.each(|world, twin| {
        let second = second_book(world, twin);
        second.open(world, &twin.deal, 16);
        world.give(&twin.owner, 4 * TICKET);
        let (deal, owner) = (&twin.deal, &twin.owner);
        twin.book().deposit(world, deal, owner, TICKET);
        if is_full {
            second.deposit(world, deal, owner, TICKET);
        }
    });
    twins
}

fn together() -> Scene {
    let mut twins = due(grouped(true));
    let second = second_book(&mut twins.world, &twins.own);
    let books = [twins.own.book(), &second];
    let deal = &twins.own.deal;
    let lock = deal.lock_group(1, &books, &deal.sponsor);
    (twins.world, lock)
}

/// The senior book is given up, since the junior one is in refund, or was closed.
fn failed(is_there: bool) -> Scene {
    let mut twins = grouped(false);
    let deadline = twins.own.book().args.deadline;
    twins.world.engine.set_now(deadline);
    twins.each(|world, twin| {
        let second = second_book(world, twin);
        if !is_there {
            world.go(&[twin.deal.close_book(&second)]);
        }
    });
    let second = second_book(&mut twins.world, &twins.own);
    own(twins, |twin| {
        twin.deal
            .fail_book(twin.book(), is_there.then_some(&second))
    })
}

/// When a book may be locked.
fn due(mut twins: Twins) -> Twins {
    let ends = twins.own.book().args.offer_ends;
    twins.world.engine.set_now(ends);
    twins
}

/// The first deal's line is made and its book planned; its junior book and the other deal's are open.
fn opening() -> Scene {
    let mut twins = Twins::at(Stage::Structured);
    twins.line_for_own_and_book_for_other();
    twins.each(|world, twin| {
        let name = format!("{} junior line", twin.name);
        Offering::standard(world, &twin.deal, 1, &name);
    });
    own(twins, |twin| twin.deal.open_book(twin.book()))
}

fn another_asset() -> Scene {
    let mut twins = Twins::at(Stage::Opened);
    twins.each(|world, twin| {
        let ((mint, program), deal) = (twin.other_mint, twin.deal.clone());
        world.go(&[
            deal.add_vault(&mint, &program),
            deal.create_rate(&mint, furnished::DAILY_BPS),
            deal.create_rate(&deal.class(0).mint, furnished::DAILY_BPS),
        ]);
        let book = twin.book_mut();
        let asset = Asset::par(&deal, &book.book, &mint, &program).reported(&deal, DAY);
        book.assets.push(asset);
        let name = format!("{} junior line", twin.name);
        Offering::standard(world, &deal, 1, &name);
    });
    own(twins, |twin| twin.deal.add_asset(twin.book(), 1))
}

fn curve() -> Scene {
    let mut twins = Twins::at(Stage::Opened);
    twins.each(|world, twin| {
        for number in [0, 1] {
            world.go(&[twin.deal.create_series(1, furnished::series(number))]);
        }
        let reward = Reward::warrants(&twin.deal, (1, 0), &[(TICKET, 9)]);
        twin.book_mut().rewards.push(reward);
        let name = format!("{} junior line", twin.name);
        Offering::standard(world, &twin.deal, 1, &name);
    });
    own(twins, |twin| twin.deal.set_curve(twin.book(), 0, 1))
}

fn points() -> Scene {
    let mut twins = Twins::at(Stage::Deposited);
    twins.each(|world, twin| {
        world.go(&[twin.deal.create_series(1, furnished::series(0))]);
        let reward = Reward::promote_points(&twin.deal, 1, &[(TICKET, 9)]);
        twin.book_mut().rewards.push(reward);
    });
    own(twins, |twin| twin.deal.set_curve(twin.book(), 0, 1))
}
