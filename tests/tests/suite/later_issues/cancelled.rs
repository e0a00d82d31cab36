//! Later shares that are cancelled on a due date, while money still streams to their class.

use super::Scene;
use crate::{
    drawing::{ONE, SOLD, sell},
    on_both_engines,
    story::{self, deal_drawing},
};
use securities::structure::create_tranche::TrancheArgs;
use securities_tests::{
    audit,
    deal::{junior, senior},
    engine::Engine,
    terms::Asset,
    token::CLASSIC,
    world::{DAY, Money, World},
};

on_both_engines! {
    what_is_cancelled_on_a_due_date_leaves_the_others_as_much_a_share => on_due_date;
}

/// What a quarter's interest takes 30 days to stream when others join, a tenth of whose asset is lost by the lock.
fn on_due_date<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let mint = world.new_mint("wild", &CLASSIC, &[], |_| Vec::new());
    let debt = TrancheArgs {
        rate_ppm: 80_000,
        period_months: 3,
        smoothing_days: 30,
        decimals: 6,
        ..senior(0)
    };
    let deal = deal_drawing(&mut world, &[(mint, CLASSIC)], vec![debt, junior(1)]);
    sell(&mut world, &deal, (0, ONE), SOLD);
    sell(&mut world, &deal, (1, ONE), SOLD);
    let mut scene = Scene {
        world,
        deal: deal.clone(),
        holders: Vec::new(),
        books: 1,
    };
    scene.world.go(&[
        deal.create_rate(&mint, 1_000),
        deal.report_rate(&mint, 1, 1),
    ]);
    let due = scene.class(0).next_due as i64 * DAY;
    scene.world.engine.set_now(due - 12 * DAY);
    scene.world.go(&[deal.report_rate(&mint, 1, 1)]);
    let mut book = scene.opened(0, |args| {
        (args.minimum, args.cap, args.min_ticket) = (ONE, 10 * SOLD, 10 * ONE);
        args.deadline = due;
        args.latest_deadline = due;
    });
    let asset = Asset::par(&deal, &book.book, &mint, &CLASSIC).reported(&deal, DAY);
    book.add_asset(&mut scene.world, &deal, asset);
    let owner = scene.world.investor("new", 0);
    scene.world.give_of((&mint, &CLASSIC), &owner, SOLD);
    book.deposit_asset(&mut scene.world, &deal, &owner, (1, SOLD));

    let delay = book.state(&mut scene.world).draw_delay;
    scene.world.engine.set_now(due + DAY / 4 - delay);
    scene.world.go(&[deal.report_rate(&mint, 9, 10)]);
    let interest = scene.class(0).interest_due;
    scene.income(0, interest);
    book.lock(&mut scene.world, &deal);
    book.settle(&mut scene.world, &deal, 0);
    audit::check(&mut scene.world);
    scene.world.engine.set_now(due + DAY / 4);
    let before = scene.class(0);
    assert_eq!(before.next_due, before.accrued_to, "it is a due date");
    book.release(&mut scene.world, &deal);
    audit::check(&mut scene.world);
    let after = story::tranche(&mut scene.world, &deal, 0);
    assert!(after.shares < before.shares, "some are cancelled");
    // Each has as much as before of the interest and of what streams.
    let streaming = after.payouts[0].streaming;
    assert!(streaming > ONE, "{streaming}");
    let all = u128::from(before.interest_due + streaming) * u128::from(after.shares);
    let each = all.div_ceil(before.shares.into());
    assert_eq!(u128::from(after.interest_due + streaming), each);
    scene.world
}
