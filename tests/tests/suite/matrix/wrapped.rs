//! Wrappers.

use super::scenes::{case, crowded, own, second, settled, with};
use crate::{
    payouts::source,
    refusals::twins::{PAID, Stage, TICKET, Twins},
};
use securities_tests::{matrix::Case, world::DAY};

const UNITS: u64 = 100_000;

pub const CASES: &[Case] = &[
    case("create_wrapper", &["sponsor"], || {
        let mut twins = Twins::at(Stage::Structured);
        twins.each(|world, twin| {
            world.go(&[twin.deal.create_wrapper(1, false)]);
        });
        own(twins, |twin| twin.deal.create_wrapper(0, false))
    }),
    with(
        case("wrap_shares", &["owner"], || {
            own(wrapped(), |twin| {
                twin.deal.wrap_shares(0, &twin.owner, UNITS)
            })
        }),
        "",
        &["paying_account", "vault", "mint", "token_program"],
    ),
    case("unwrap_shares", &["owner"], || {
        own(wrapped(), |twin| {
            twin.deal.unwrap_shares(0, &twin.owner, UNITS / 2)
        })
    }),
    case("wrapper_value", &[], || {
        own(wrapped(), |twin| twin.deal.wrapper_value(0))
    }),
];

/// Both owners of each deal have wrapped some shares, after a distribution that they were paid.
fn wrapped() -> Twins {
    let mut twins = Twins::at(Stage::Structured);
    twins.each(|world, twin| {
        let (deal, book) = (twin.deal.clone(), twin.book().clone());
        world.go(&[deal.create_wrapper(0, false), deal.create_wrapper(1, false)]);
        book.open(world, &deal, 16);
        world.go(&[deal.deposit(&book, (&twin.owner, &twin.patron), 0, TICKET, 1)]);
        twin.remember(world, 0);
    });
    let mut twins = settled(crowded(twins));
    twins.world.pass(30 * DAY);
    twins.each(|world, twin| {
        let second = second(world, twin);
        let deal = &twin.deal;
        world.go(&[deal.post_distribution(&twin.servicer, 0, source(0, PAID))]);
        world.go(&[deal.pay_holders(0, &[twin.owner, second])]);
        for owner in [twin.owner, second] {
            world.go(&[
                deal.open_unit_account(0, &twin.patron, &owner),
                deal.open_unit_account(1, &twin.patron, &owner),
                deal.wrap_shares(0, &owner, UNITS),
            ]);
        }
    });
    twins
}
