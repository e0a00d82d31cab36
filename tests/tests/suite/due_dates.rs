//! What falls due by the clock, whoever looks first, and what follows when it is not paid.

mod business_days;
mod custom;
pub(crate) mod in_kind;
mod refused;

use crate::{on_both_engines, payouts::source};
use securities::{
    cash::{
        distribution::state::Distribution,
        waterfall::{
            state::Waterfall,
            terms::{TestTerms, TriggerTerms},
        },
    },
    structure::create_tranche::TrancheArgs,
    tranche::state::{AmortisationRule, DayCountRule, Tranche},
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    world::{BEGIN, DAY, Money, World},
};

const ONE: u64 = 1_000_000;
/// What the debt is sold for.
const SOLD: u64 = 100_000 * ONE;
/// Noon of the first day of April 2026, and of July.
const APRIL: i64 = BEGIN + 90 * DAY;
const JULY: i64 = BEGIN + 181 * DAY;

on_both_engines! {
    interest_by_the_quarter_is_not_overdue_before_its_day_nor_on_it => punctual;
    an_unpaid_quarter_is_overdue_whoever_looks_first => unpaid;
}

/// Debt at 12 % a year, 30E/360, with due dates on the first days of quarters.
fn quarterly() -> TrancheArgs {
    TrancheArgs {
        rate_ppm: 120_000,
        day_count: DayCountRule::Thirty360,
        compounding: true,
        period_months: 3,
        first_due: APRIL,
        ..deal::senior(0)
    }
}

/// A deal of such a debt and a junior class, all of the debt sold, which may be overdue for thirty days.
fn sold<E: Engine>(world: &mut World<E>, senior: TrancheArgs) -> Deal {
    sold_all(world, vec![senior, deal::junior(1)])
}

/// A deal of some classes, all of which are sold.
fn sold_all<E: Engine>(world: &mut World<E>, classes: Vec<TrancheArgs>) -> Deal {
    let mut plan = Deal::plan(world, "sponsor", 1);
    plan.triggers = vec![TriggerTerms {
        test: TestTerms::Overdue { rank: 0, days: 30 },
        cure_days: 0,
        consequences: 1,
    }];
    let ranks = classes.len() as u8;
    let tiers = deal::tiers_of(&classes);
    let deal = plan.create(world, classes, tiers);
    for rank in 0..ranks {
        let money = if rank == 0 { SOLD } else { SOLD / 10 };
        let owner = world.investor(&format!("owner {rank}"), money);
        let line = format!("line {rank}");
        let book = Offering::standard_with(world, &deal, rank, &line, |args| {
            (args.minimum, args.cap, args.min_ticket) = (money, money, money);
        });
        book.sell(world, &deal, &[(owner, money)]);
    }
    deal
}

fn senior<E: Engine>(world: &mut World<E>, deal: &Deal) -> Tranche {
    read::state(&mut world.engine, &deal.class(0).tranche)
}

/// Pays, and returns what the tiers took and in which mode: interest, arrears, principal, the rest.
fn pay<E: Engine>(world: &mut World<E>, deal: &Deal, number: u64, amount: u64) -> ([u64; 4], u8) {
    let payer = world.investor("payer", amount);
    let post = deal.post_distribution(&payer, number, source(world.engine.now(), amount));
    world.go(&[post]);
    let address = address::distribution(&deal.security, &payer, number);
    let record = read::state::<Distribution>(&mut world.engine, &address);
    let [interest, arrears, principal, rest, ..] = record.tiers;
    ([interest, arrears, principal, rest], record.mode)
}

fn is_tripped<E: Engine>(world: &mut World<E>, deal: &Deal) -> bool {
    world.go(&[deal.check_triggers()]);
    read::state::<Waterfall>(&mut world.engine, &deal.waterfall).tripped == 1
}

const fn number(time: i64) -> u64 {
    (time / DAY) as u64
}

fn punctual<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = sold(&mut world, quarterly());
    let start = senior(&mut world, &deal).period_start;
    assert_eq!(senior(&mut world, &deal).next_due, number(APRIL));
    world.engine.set_now(BEGIN + 45 * DAY);
    assert!(!is_tripped(&mut world, &deal), "day 45");
    world.engine.set_now(APRIL);
    assert!(!is_tripped(&mut world, &deal));
    let days = 90 - (start - number(BEGIN));
    let interest = SOLD / 100 * 12 * days / 360;
    let rest = 20_000 * ONE;
    let paid = pay(&mut world, &deal, 0, interest + rest);
    assert_eq!(
        paid,
        ([interest, 0, 0, rest], 1),
        "amortising, not accelerated"
    );
    world.engine.set_now(JULY - 1);
    assert!(!is_tripped(&mut world, &deal));
    let state = senior(&mut world, &deal);
    assert_eq!((state.overdue_since, state.arrears), (0, 0));
    assert_eq!(state.next_due, number(JULY));
    audit::check(&mut world);
    world
}

fn unpaid<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = sold(&mut world, quarterly());
    // Nobody looks for more than two quarters; then anybody does.
    world.engine.set_now(JULY + 10 * DAY);
    assert!(is_tripped(&mut world, &deal), "overdue for a hundred days");
    let state = senior(&mut world, &deal);
    assert_eq!(state.overdue_since, number(APRIL));
    let first = state.period_start;
    assert_eq!((first, state.next_due), (number(JULY), number(JULY) + 92));
    // The second quarter bears interest on the first one's.
    let start = number(state.starts_at);
    let days = 90 - (start - number(BEGIN));
    let quarter = SOLD / 100 * 12 * days / 360;
    let next = (SOLD + quarter) * 3 / 100;
    assert!(
        state.arrears.abs_diff(quarter + next) <= 1,
        "{}",
        state.arrears
    );
    let since_july = (SOLD + state.arrears) / 300;
    assert!(state.interest_due.abs_diff(since_july) <= 1);

    // All of it is paid, and the clock has nothing to say any more.
    let owed = state.interest_due + state.arrears;
    let (took, mode) = pay(&mut world, &deal, 0, owed);
    assert_eq!(took[..2], [state.interest_due, state.arrears]);
    assert_eq!(mode, 2, "accelerated");
    let state = senior(&mut world, &deal);
    assert_eq!(
        (state.overdue_since, state.arrears, state.interest_due),
        (0, 0, 0)
    );
    audit::check(&mut world);
    world
}

#[test]
fn twelve_instalments_are_twelve_though_the_book_was_locked_days_after_the_creation() {
    let mut world = World::<Lite>::new(Money::Classic);
    let linear = TrancheArgs {
        rate_ppm: 0,
        amortisation: AmortisationRule::Linear,
        period_months: 1,
        // From the first of February 2026 to the first of January 2027.
        first_due: BEGIN + 31 * DAY,
        maturity: BEGIN + 365 * DAY,
        ..deal::senior(0)
    };
    let deal = sold(&mut world, linear);
    assert_eq!(senior(&mut world, &deal).instalments, 12);
    let part = SOLD / 12;
    let ends = [31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];
    for (month, day) in (1..).zip(ends) {
        world.engine.set_now(BEGIN + day * DAY);
        world.go(&[deal.check_triggers()]);
        let state = senior(&mut world, &deal);
        assert!(state.principal_due.abs_diff(part) <= 1, "month {month}");
        let due = state.principal_due;
        let payer = world.investor("payer", due);
        let post = deal.post_distribution(&payer, month, source(world.engine.now(), due));
        world.go(&[post]);
        let state = senior(&mut world, &deal);
        assert_eq!((state.principal_due, state.overdue_since), (0, 0));
        assert_eq!(state.principal_repaid, SOLD * month / 12);
    }
    assert_eq!(senior(&mut world, &deal).principal().unwrap(), 0);
}

#[test]
fn a_bullet_is_repaid_on_the_day_of_its_maturity_and_not_two_weeks_before() {
    let mut world = World::<Lite>::new(Money::Classic);
    let bullet = TrancheArgs {
        rate_ppm: 0,
        maturity: BEGIN + 396 * DAY,
        ..deal::senior(0)
    };
    let deal = sold(&mut world, bullet);
    world.engine.set_now(BEGIN + 380 * DAY);
    assert_eq!(
        pay(&mut world, &deal, 0, ONE).0[..2],
        [0, ONE],
        "the junior's"
    );
    world.engine.set_now(BEGIN + 396 * DAY);
    assert_eq!(pay(&mut world, &deal, 1, ONE).0[..2], [ONE, 0]);
    let state = senior(&mut world, &deal);
    assert_eq!((state.principal_due, state.overdue_since), (SOLD - ONE, 0));
    world.pass(DAY);
    world.go(&[deal.check_triggers()]);
    assert_eq!(senior(&mut world, &deal).overdue_since, number(BEGIN) + 396);
}

/// As many classes with interest as 24 tiers can pay, which nobody has touched for six years of months: bringing them up to
/// date fits a transaction.
#[test]
fn the_longest_silence_ends_in_one_transaction() {
    let mut world = World::<Lite>::new(Money::Classic);
    // Month ends, by the convention that takes the most to count, in level payments, with arrears that bear interest.
    let costly = |rank| TrancheArgs {
        amortisation: AmortisationRule::Level,
        day_count: DayCountRule::Thirty360Us,
        rate_ppm: 120_000,
        compounding: true,
        period_months: 1,
        first_due: BEGIN + 58 * DAY,
        maturity: BEGIN + 20 * 365 * DAY,
        default_margin_ppm: 10_000,
        decimals: 6,
        ..deal::senior(rank)
    };
    let mut classes: Vec<_> = (0..7).map(costly).collect();
    classes.push(deal::junior(7));
    let deal = sold_all(&mut world, classes);
    world.pass(6 * 366 * DAY);
    let units = world.go(&[deal.check_triggers()]).units;
    assert!(units < 1_300_000, "{units}");
    for rank in 0..7 {
        let state: Tranche = read::state(&mut world.engine, &deal.class(rank).tranche);
        assert_eq!(state.overdue_since, number(BEGIN) + 58);
        assert!(state.next_due >= number(world.engine.now()));
    }
}
