//! A later book of a class with a wrapper, of which shares are cancelled while money streams to the class.

use crate::{on_both_engines, payouts::STAKE, story::deal_drawing};
use securities::{
    structure::create_tranche::TrancheArgs,
    tranche::{holder::Holder, state::Tranche},
    wrapper::state::Wrapper,
};
use securities_tests::{
    address, audit,
    deal::junior,
    engine::Engine,
    offering::Offering,
    read,
    terms::Asset,
    token::CLASSIC,
    world::{DAY, Money, World},
};

/// Days over which what comes in reaches the shares, and how much that is.
const SMOOTH: i64 = 30;
const INCOME: u64 = 1 << 34;

on_both_engines! {
    what_cancelled_shares_earned_is_shared_out_to_units_as_to_shares => cancelled;
}

/// Alice has wrapped as many shares as Bob holds, and whatever happens to the class, her units hold what his shares earn.
fn cancelled<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let wild = world.new_mint("wild", &CLASSIC, &[], |_| Vec::new());
    let class = TrancheArgs {
        smoothing_days: SMOOTH as u16,
        ..junior(0)
    };
    let deal = deal_drawing(&mut world, &[(wild, CLASSIC)], vec![class]);
    world.go(&[deal.create_wrapper(0, false)]);
    let [alice, bob] = ["alice", "bob"].map(|name| world.investor(name, STAKE));
    Offering::standard(&mut world, &deal, 0, "line").sell(
        &mut world,
        &deal,
        &[(alice, STAKE), (bob, STAKE)],
    );
    let open = deal.open_unit_account(0, &world.payer, &alice);
    world.go(&[open, deal.wrap_shares(0, &alice, STAKE)]);

    // Dave joins a later book with an asset of which a tenth is lost by the lock.
    world.go(&[
        deal.create_rate(&wild, 1_000),
        deal.report_rate(&wild, 1, 1),
    ]);
    let mut book = Offering::plan(&mut world, &deal, 0, 1, "later line");
    (book.args.minimum, book.args.cap) = (1_000_000, STAKE);
    book.open(&mut world, &deal, 16);
    let asset = Asset::par(&deal, &book.book, &wild, &CLASSIC).reported(&deal, DAY);
    book.add_asset(&mut world, &deal, asset);
    let dave = world.investor("dave", 0);
    world.give_of((&wild, &CLASSIC), &dave, STAKE / 2);
    book.deposit_asset(&mut world, &deal, &dave, (1, STAKE / 2));
    world.pass(3 * DAY);
    let from = world.engine.now();
    crate::payouts::distribute(&mut world, &deal, 0, INCOME);
    world.engine.set_now(book.args.offer_ends);
    world.go(&[deal.report_rate(&wild, 9, 10)]);
    book.lock(&mut world, &deal);
    let twins = |world: &mut World<E>| {
        let tranche: Tranche = read::state(&mut world.engine, &deal.class(0).tranche);
        let (wrapper, now) = (deal.wrapper(0), world.engine.now());
        let [units, his] = [wrapper, bob].map(|owner| {
            let record = address::holder(&deal.class(0).tranche, &owner);
            let record: Holder = read::state(&mut world.engine, &record);
            record.owed_at(&tranche, 0, now).expect("a vault")
        });
        assert_eq!(units, his, "units hold what as many shares earn");
        audit::check(world);
        his
    };
    let locked: Tranche = read::state(&mut world.engine, &deal.class(0).tranche);
    let seconds = (world.engine.now() - from) as u64;
    let released = INCOME * seconds / (SMOOTH * DAY) as u64;
    assert_eq!(
        twins(&mut world),
        released / 2,
        "nobody else's until the lock"
    );
    book.settle(&mut world, &deal, 0);
    let delay = book.state(&mut world).draw_delay;
    world.pass(delay);
    let before = twins(&mut world);
    book.release(&mut world, &deal);
    let after: Tranche = read::state(&mut world.engine, &deal.class(0).tranche);
    assert!(after.shares < locked.shares, "some are cancelled");
    assert!(after.payouts[0].streaming > INCOME / 2, "and much streams");
    assert!(twins(&mut world) > before, "they leave what they earned");

    // What streamed before the lock was that of two stakes; the rest is as if there had been no more than stay.
    world.pass(SMOOTH * DAY);
    let earned = twins(&mut world);
    let rest = u128::from(INCOME - released) * u128::from(STAKE) / u128::from(after.shares);
    let expected = released / 2 + rest as u64;
    assert!(
        (expected - 1..=expected + 1).contains(&earned),
        "{earned} of {expected}"
    );
    world.go(&[
        deal.unwrap_shares(0, &alice, STAKE),
        deal.claim(0, &alice),
        deal.claim(0, &bob),
        deal.claim(0, &dave),
    ]);
    let [hers, his, rest] = [alice, bob, dave].map(|owner| world.wealth(&owner));
    assert_eq!(hers, earned, "all that her units held");
    assert_eq!(his, earned);
    let all = hers + his + rest;
    assert!((INCOME - 3..=INCOME).contains(&all), "{all} of {INCOME}");
    let wrapper: Wrapper = read::state(&mut world.engine, &deal.wrapper(0));
    assert_eq!(wrapper.units, 0);
    audit::check(&mut world);
    world
}
