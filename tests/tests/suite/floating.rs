//! Classes whose rate follows a reference rate: a margin over it, fixed before each period, within floor and cap.

mod hostile;
mod reported;
mod step_ups;

use crate::{on_both_engines, payouts::source};
use anchor_lang::prelude::Pubkey;
use securities::{
    rate::reference::{ReferenceRate, ReferenceRateArgs},
    structure::create_tranche::TrancheArgs,
    tranche::{
        events::RateFixed,
        state::{DayCountRule, Tranche},
        terms::FloatingTerms,
    },
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    events,
    ix::reference,
    lite::Lite,
    offering::Offering,
    read,
    world::{BEGIN, DAY, Money, World},
};

const ONE: u64 = 1_000_000;
/// What the debt is sold for.
const SOLD: u64 = 100_000 * ONE;
/// Noon of the first days of April, July and October 2026.
const APRIL: i64 = BEGIN + 90 * DAY;
const JULY: i64 = BEGIN + 181 * DAY;
const OCTOBER: i64 = BEGIN + 273 * DAY;
/// The reference rate that the debt follows.
const NAME: &str = "SOFR 3M";

on_both_engines! {
    each_quarter_bears_what_was_fixed_before_it => quarters;
}

/// A reference rate of 5.3 %, which moves by at most 0.1 % a day and counts for a week.
fn begun(name: &str) -> ReferenceRateArgs {
    ReferenceRateArgs {
        name: reference::name(name),
        rate_ppm: 53_000,
        daily_ppm: 1_000,
        max_age_days: 7,
    }
}

/// Debt at 3.5 % over the reference rate, between 4 % and 9 %, by quarters of 90 days (30E/360); 8.8 % in the first.
fn follows(reporter: &Pubkey) -> TrancheArgs {
    TrancheArgs {
        rate_ppm: 88_000,
        floating: Some(FloatingTerms {
            reference: address::reference(reporter, &reference::name(NAME)),
            margin_ppm: 35_000,
            floor_ppm: 40_000,
            cap_ppm: 90_000,
            fixing_days: 5,
        }),
        day_count: DayCountRule::Thirty360,
        period_months: 3,
        first_due: APRIL,
        default_margin_ppm: 20_000,
        ..deal::senior(0)
    }
}

/// The reporter, and a deal whose debt is sold.
fn sold<E: Engine>(
    world: &mut World<E>,
    edit: impl FnOnce(&mut TrancheArgs),
) -> (Pubkey, Deal, Pubkey) {
    let reporter = world.person("administrator");
    world.go(&[reference::create(&reporter, begun(NAME))]);
    let mut senior = follows(&reporter);
    edit(&mut senior);
    let classes = vec![senior, deal::junior(1)];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(world, "sponsor", 1, classes, tiers);
    let owner = world.investor("owner", SOLD);
    for (rank, money) in [(0, SOLD), (1, ONE)] {
        let buyer = if rank == 0 {
            owner
        } else {
            world.investor("junior owner", money)
        };
        let book = Offering::standard_with(world, &deal, rank, &format!("line {rank}"), |args| {
            (args.minimum, args.cap, args.min_ticket) = (money, money, money);
        });
        book.sell(world, &deal, &[(buyer, money)]);
    }
    (reporter, deal, owner)
}

fn senior<E: Engine>(world: &mut World<E>, deal: &Deal) -> Tranche {
    read::state(&mut world.engine, &deal.class(0).tranche)
}

/// Pays the senior's interest in full and what it is.
fn pay<E: Engine>(world: &mut World<E>, deal: &Deal, number: u64) -> u64 {
    world.go(&[deal.check_triggers()]);
    let state = senior(world, deal);
    let due = state.interest_due + state.arrears;
    let payer = world.investor("payer", due);
    let source = source(world.engine.now(), due);
    world.go(&[deal.post_distribution(&payer, number, source)]);
    let state = senior(world, deal);
    assert_eq!((state.interest_due, state.arrears), (0, 0));
    due
}

pub fn quarters<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (reporter, deal, owner) = sold(&mut world, |_| {});
    let state = senior(&mut world, &deal);
    assert_eq!(
        (state.rate_ppm, state.current_rate_ppm, state.is_fixed),
        (88_000, 88_000, 0)
    );
    let first = SOLD / 1_000_000 * 88_000 * (90 - (state.period_start - number(BEGIN))) / 360;

    // The window opens five days before the due date. 4.9 % and the margin are 8.4 %.
    let fix = deal.fix_rate(0);
    world.engine.set_now(APRIL - 6 * DAY);
    world.go(&[reference::report(&reporter, NAME, 49_000)]);
    assert_eq!(world.refused(std::slice::from_ref(&fix)), "FixingNotOpen");
    world.engine.set_now(APRIL - 5 * DAY);
    let done = world.go(std::slice::from_ref(&fix));
    let event = &events::of::<RateFixed>(&done)[0];
    assert_eq!(
        (event.rank, event.from_day, event.rate_ppm),
        (0, number(APRIL), 84_000)
    );
    // Whoever comes second, at whatever rate, comes too late.
    world.go(&[reference::report(&reporter, NAME, 49_500)]);
    assert_eq!(world.refused(std::slice::from_ref(&fix)), "AlreadyFixed");
    let state = senior(&mut world, &deal);
    assert_eq!(
        (state.current_rate_ppm, state.fixed_rate_ppm, state.is_fixed),
        (88_000, 84_000, 1)
    );
    world.engine.set_now(APRIL);
    assert_eq!(
        world.refused(std::slice::from_ref(&fix)),
        "FixingNotOpen",
        "on the due date"
    );
    assert_eq!(pay(&mut world, &deal, 0), first);

    // The second quarter: 8.4 % of 100,000 over 90 of 360 days are 2,100. For the third nobody fixes a rate.
    world.engine.set_now(JULY);
    assert_eq!(pay(&mut world, &deal, 1), 2_100 * ONE);
    let state = senior(&mut world, &deal);
    assert_eq!((state.current_rate_ppm, state.is_fixed), (84_000, 0));
    world.engine.set_now(OCTOBER - DAY);
    let state_before = senior(&mut world, &deal);
    assert_eq!(state_before.next_due, number(JULY), "nobody has looked");

    // On the last day before the fourth, at 5.6 %: the cap of 9 % holds. The third bears 8.4 % once more.
    assert_eq!(world.refused(std::slice::from_ref(&fix)), "StaleRate");
    world.go(&[reference::report(&reporter, NAME, 56_000), fix.clone()]);
    assert_eq!(senior(&mut world, &deal).fixed_rate_ppm, 90_000);
    world.engine.set_now(OCTOBER);
    assert_eq!(pay(&mut world, &deal, 2), 2_100 * ONE);

    // The fourth bears 9 %, 2,250, and is not paid: the default margin comes on top, from the day after its end.
    // Meanwhile the market falls to nothing, by as much a week as the limit allows.
    for week in 1..=8 {
        world.engine.set_now(OCTOBER + 7 * i64::from(week) * DAY);
        world.go(&[reference::report(&reporter, NAME, 56_000 - 7_000 * week)]);
    }
    let end = OCTOBER + 92 * DAY;
    world.engine.set_now(end - DAY);
    world.go(&[reference::report(&reporter, NAME, 0), fix]);
    assert_eq!(
        senior(&mut world, &deal).fixed_rate_ppm,
        40_000,
        "the floor"
    );
    world.engine.set_now(end + 15 * DAY);
    world.go(&[deal.check_triggers()]);
    let state = senior(&mut world, &deal);
    assert_eq!(
        (state.arrears, state.current_rate_ppm),
        (2_250 * ONE, 40_000)
    );
    // 4 % and the margin of 2 % for fifteen days.
    assert_eq!(state.interest_due, 250 * ONE);
    let all = pay(&mut world, &deal, 3);
    assert_eq!(all, 2_500 * ONE);
    world.go(&[deal.pay_holders(0, &[owner])]);
    // What a holder is paid is rounded down.
    let earned = first + 2 * 2_100 * ONE + all;
    assert!(earned - world.wealth(&owner) <= 1);
    audit::check(&mut world);
    world
}

const fn number(time: i64) -> u64 {
    (time / DAY) as u64
}
