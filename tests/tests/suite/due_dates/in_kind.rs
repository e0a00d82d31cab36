//! Interest that is paid in kind.

use super::*;
use securities::{
    cash::waterfall::events::PikElected,
    tranche::{pik::PikTerms, state::TrancheKind, terms::CustomPart},
};
use securities_tests::events;

on_both_engines! {
    what_is_unpaid_becomes_principal_and_is_repaid_as_cash_allows => elected;
}

const QUARTER: u64 = SOLD / 100 * 3;
const OCTOBER: i64 = BEGIN + 273 * DAY;

/// A bullet at 12 % by quarters (30E/360), for two of which interest may be paid in kind, with ten days of notice and 4 % more.
fn toggled() -> TrancheArgs {
    TrancheArgs {
        pik: PikTerms {
            periods: 2,
            notice_days: 10,
            margin_ppm: 40_000,
        },
        ..quarterly()
    }
}

/// The same, once the first quarter is paid: on 1 April, of which the day is over.
fn begun<E: Engine>(world: &mut World<E>) -> Deal {
    let deal = sold(world, toggled());
    world.engine.set_now(APRIL);
    world.go(&[deal.check_triggers()]);
    let owed = senior(world, &deal).interest_due;
    pay(world, &deal, 0, owed);
    world.pass(DAY);
    deal
}

/// What is unpaid of an elected quarter is principal the day after its due date, nothing is overdue, and the junior gets
/// nothing before that is repaid.
pub(crate) fn elected<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = begun(&mut world);
    let sponsor = deal.sponsor;
    let elected = world.go(&[deal.elect_pik(&sponsor, 0)]);
    let event = &events::of::<PikElected>(&elected)[0];
    assert_eq!(
        (event.rank, event.due_day, event.left),
        (0, number(JULY), 1)
    );
    assert_eq!(
        world.refused(&[deal.elect_pik(&sponsor, 0)]),
        "PikUsed",
        "once a period"
    );
    // Cash pays interest still: a day at 12 %, and then 89 at 16 %.
    world.engine.set_now(JULY);
    world.go(&[deal.check_triggers()]);
    let interest = senior(&mut world, &deal).interest_due;
    assert!(
        interest.abs_diff(SOLD / 1_000 * (120 + 89 * 160) / 360) <= 1,
        "{interest}"
    );
    let paid = pay(&mut world, &deal, 1, 1_000 * ONE);
    assert_eq!(paid.0, [1_000 * ONE, 0, 0, 0]);
    world.pass(DAY);
    world.go(&[deal.check_triggers()]);
    let state = senior(&mut world, &deal);
    let kind = interest - 1_000 * ONE;
    assert_eq!((state.pik.outstanding, state.pik.capitalised), (kind, kind));
    assert_eq!(state.principal().unwrap(), SOLD + kind);
    assert_eq!(
        (state.arrears, state.overdue_since, state.principal_due),
        (0, 0, 0)
    );
    assert!(!is_tripped(&mut world, &deal));
    // It bears interest, now at 12 %, and comes before the junior.
    let day = (SOLD + kind) / 100 * 12 / 360;
    assert!(state.interest_due.abs_diff(day) <= 1);
    let paid = pay(&mut world, &deal, 2, state.interest_due + kind + 5 * ONE);
    assert_eq!(paid.0, [state.interest_due, 0, kind, 5 * ONE]);
    let state = senior(&mut world, &deal);
    assert_eq!(
        (state.principal().unwrap(), state.pik.outstanding),
        (SOLD, 0)
    );
    assert_eq!(state.pik.capitalised, kind);
    audit::check(&mut world);
    world
}

#[test]
fn without_an_election_it_is_overdue_and_after_two_there_is_none() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = begun(&mut world);
    let sponsor = deal.sponsor;
    for (day, next) in [(JULY, OCTOBER), (OCTOBER, BEGIN + 365 * DAY)] {
        world.engine.set_now(day - 10 * DAY);
        world.go(&[deal.elect_pik(&sponsor, 0)]);
        world.engine.set_now(day + DAY);
        world.go(&[deal.check_triggers()]);
        let state = senior(&mut world, &deal);
        assert_eq!((state.overdue_since, state.next_due), (0, number(next)));
    }
    assert_eq!(world.refused(&[deal.elect_pik(&sponsor, 0)]), "PikUsed");
    let state = senior(&mut world, &deal);
    assert!(state.pik.outstanding > 2 * QUARTER, "and interest on it");
    world.engine.set_now(BEGIN + 366 * DAY);
    world.go(&[deal.check_triggers()]);
    let state = senior(&mut world, &deal);
    assert_eq!(state.overdue_since, number(BEGIN) + 365);
    assert!(state.arrears > 0);
}

#[test]
fn an_election_that_cannot_be_is_refused() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = begun(&mut world);
    let (sponsor, stranger) = (deal.sponsor, world.investor("stranger", 0));
    let elect = |rank| deal.elect_pik(&sponsor, rank);
    assert_eq!(world.refused(&[deal.elect_pik(&stranger, 0)]), "NotSponsor");
    assert_eq!(world.refused(&[elect(1)]), "PikUsed", "an equity");
    assert_eq!(world.refused(&[elect(2)]), "WrongRank");
    let mut alone = elect(0);
    alone.accounts.pop();
    assert_eq!(world.refused(&[alone]), "TranchesIncomplete");
    world.engine.set_now(JULY - 9 * DAY);
    assert_eq!(world.refused(&[elect(0)]), "PikNotOpen", "too late");
    // While a later book is open, whose lock it would bar.
    world.engine.set_now(JULY - 60 * DAY);
    let number = senior(&mut world, &deal).next_book as u16;
    let mut book = Offering::plan(&mut world, &deal, 0, number, "later line");
    let least = book.args.min_ticket;
    (book.args.minimum, book.args.cap) = (least, least);
    book.open(&mut world, &deal, 16);
    assert_eq!(world.refused(&[elect(0)]), "PikNotOpen", "a book is open");
    world.engine.set_now(book.args.deadline + 30 * DAY);
    world.go(&[deal.close_book(&book)]);
    assert!(world.engine.now() < JULY - 9 * DAY);
    // A quarter that was not paid is overdue, whatever is elected afterwards.
    world.engine.set_now(JULY + DAY);
    assert_eq!(world.refused(&[elect(0)]), "PikNotOpen");
    world.engine.set_now(JULY + 40 * DAY);
    assert_eq!(
        world.refused(&[elect(0)]),
        "Accelerated",
        "tested in the election"
    );
    // Nor in the period that ends with the maturity.
    let mut world = World::<Lite>::new(Money::Classic);
    let short = TrancheArgs {
        maturity: JULY,
        ..toggled()
    };
    let deal = sold(&mut world, short);
    world.engine.set_now(APRIL);
    world.go(&[deal.check_triggers()]);
    let owed = senior(&mut world, &deal).interest_due;
    pay(&mut world, &deal, 0, owed);
    world.pass(DAY);
    let last = deal.elect_pik(&deal.sponsor, 0);
    assert_eq!(world.refused(&[last]), "PikNotOpen");
}

#[test]
fn what_was_paid_in_kind_is_due_at_maturity_and_nobody_buys_more_before() {
    let mut world = World::<Lite>::new(Money::Classic);
    let mut terms = toggled();
    terms.maturity = OCTOBER;
    let deal = sold(&mut world, terms);
    world.engine.set_now(APRIL - 10 * DAY);
    world.go(&[deal.elect_pik(&deal.sponsor, 0)]);
    world.engine.set_now(APRIL + DAY);
    world.go(&[deal.check_triggers()]);
    assert!(senior(&mut world, &deal).pik.outstanding > 0);
    let later = Offering::plan(&mut world, &deal, 0, 1, "later");
    let opening = later.opening(&mut world, &deal, 16);
    assert_eq!(world.refused(&opening), "TrancheOverdue");
    world.engine.set_now(OCTOBER);
    world.go(&[deal.check_triggers()]);
    let state = senior(&mut world, &deal);
    assert_eq!(state.principal_due, state.principal().unwrap());
    assert_eq!(state.pik.outstanding, 0, "all is due");
}

#[test]
fn terms_of_payment_in_kind_that_cannot_be_are_refused() {
    type Edit = fn(&mut TrancheArgs);
    let cases: [(&str, Edit); 11] = [
        ("without notice", |args| args.pik.notice_days = 0),
        ("with 32 days of it", |args| args.pik.notice_days = 32),
        ("with 28 of it in a month", |args| {
            (args.period_months, args.pik.notice_days) = (1, 28);
        }),
        ("above all rates", |args| {
            args.pik.margin_ppm = 10_000_000 - 120_000 + 1
        }),
        ("notice without periods", |args| args.pik.periods = 0),
        ("without a rate", |args| args.rate_ppm = 0),
        ("without due dates", |args| {
            (args.period_months, args.first_due) = (0, 0);
        }),
        ("of linear debt", |args| {
            args.amortisation = AmortisationRule::Linear
        }),
        ("of level debt", |args| {
            args.amortisation = AmortisationRule::Level
        }),
        ("of custom debt", |args| {
            args.amortisation = AmortisationRule::Custom;
            args.custom = vec![CustomPart { on: JULY, bps: 1 }];
        }),
        ("of equity", |args| {
            (args.kind, args.maturity) = (TrancheKind::Equity, 0);
        }),
    ];
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    world.go(&[deal.create_security(deal.security_args())]);
    for (what, edit) in cases {
        let mut args = toggled();
        edit(&mut args);
        assert_eq!(
            world.refused(&[deal.create_tranche(args)]),
            "BadPik",
            "{what}"
        );
    }
}

#[test]
fn capital_counts_by_the_day_what_became_principal_whoever_looks() {
    // Looked at on these days after the due date, and before it or not.
    let states = [
        vec![JULY - DAY, JULY, JULY + DAY, JULY + 30 * DAY],
        vec![JULY + 30 * DAY],
    ]
    .map(|looks| {
        let mut world = World::<Lite>::new(Money::Classic);
        let deal = begun(&mut world);
        world.go(&[deal.elect_pik(&deal.sponsor, 0)]);
        let before = senior(&mut world, &deal);
        for day in looks {
            world.engine.set_now(day);
            world.go(&[deal.check_triggers()]);
        }
        let state = senior(&mut world, &deal);
        let days = |sum: u128| sum - before.capital_days.get();
        // What became principal counts from the due date on.
        let to_due = number(JULY) - before.accrued_to;
        let expected = SOLD * (to_due + 30) + state.pik.capitalised * 30;
        assert_eq!(days(state.capital_days.get()), u128::from(expected));
        let raised = state.raised_days.get() - before.raised_days.get();
        assert_eq!(
            raised,
            u128::from(SOLD * (to_due + 30)),
            "interest was not raised"
        );
        state
    });
    let [often, once] = states;
    assert_eq!(often.interest_due, once.interest_due);
    assert_eq!(often.pik.outstanding, once.pik.outstanding);
    assert_eq!(often.principal_issued, once.principal_issued);
}
