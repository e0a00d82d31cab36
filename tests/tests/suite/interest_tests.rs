//! Tests of interest over a period: what anybody paid of what was due in it counts, in however many payments it came.

use crate::{
    drawing::{ONE, SOLD},
    on_both_engines,
    scene::Scene,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::terms::{FeeBase, ReservePurpose, TierTerms},
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    deal,
    engine::Engine,
    offering::Offering,
    read,
    world::{DAY, World},
};

on_both_engines! {
    a_payment_of_nothing_does_not_switch_a_test_of_interest_off => nothing;
    a_fee_that_the_treasury_pays_counts_against_the_income_too => treasury;
    a_payment_of_one_does_not_make_a_test_of_interest_fail => split;
    the_interest_of_a_senior_with_shorter_periods_counts_in_all_of_them => monthly;
    a_later_issue_makes_no_test_of_interest_fail => reopened;
    a_later_issue_makes_no_test_of_interest_hold => reopened_while_it_fails;
    what_is_paid_early_in_a_period_covers_what_has_accrued_by_then => early;
}

const TEST: TierTerms = TierTerms::InterestTest {
    rank: 0,
    min_bps: 12_000,
    traps: false,
};

/// 1,000 of debt at 8 % with a test of its interest, and an equity.
fn tested<E: Engine>(period_months: u8, tiers: impl FnOnce(Pubkey) -> Vec<TierTerms>) -> Scene<E> {
    let debt = TrancheArgs {
        period_months,
        ..deal::senior(0)
    };
    Scene::new(vec![debt, deal::junior(1)], tiers, |_| {})
}

/// A debt's entitlements, their test, and what passes it.
fn plain() -> Vec<TierTerms> {
    vec![
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        TEST,
        TierTerms::Principal { rank: 0 },
        TierTerms::Residual { rank: 1 },
    ]
}

/// The debt as of now.
fn debt_of<E: Engine>(scene: &mut Scene<E>) -> Tranche {
    let check = scene.deal.check_triggers();
    scene.world.go(&[check]);
    scene.debt()
}

/// What income covers interest 1.2 times.
const fn needed(interest: u64) -> u64 {
    (interest * 12).div_ceil(10)
}

fn nothing<E: Engine>() -> World<E> {
    const PRINCIPAL: usize = 6;
    const RESIDUAL: usize = 7;
    let reserve = |purpose, amount| TierTerms::Reserve {
        purpose,
        amount: amount * ONE,
        bps: 0,
    };
    let tiers = |payee| {
        vec![
            TierTerms::Expense {
                cap: 100 * ONE,
                payee,
                from_treasury: false,
            },
            TierTerms::Interest { rank: 0 },
            TierTerms::Arrears { rank: 0 },
            TEST,
            reserve(ReservePurpose::Expenses, 5),
            reserve(ReservePurpose::Interest, 30),
            TierTerms::Principal { rank: 0 },
            TierTerms::Residual { rank: 1 },
        ]
    };
    let mut scene = tested::<E>(3, tiers);
    // Both reserves are filled in the first period. On the last day of the second an expense of 5 is due.
    scene.post(200 * ONE);
    let first = debt_of(&mut scene).next_due;
    scene.go_to(first);
    scene.post(100 * ONE);
    scene.go_to(first + 1);
    let due = debt_of(&mut scene).next_due;
    scene.go_to(due);
    let expense = scene.deal.submit_expense(&scene.deal.sponsor, 0, 5 * ONE);
    scene.world.go(&[expense]);
    let debt = debt_of(&mut scene);
    assert_eq!(debt.arrears, 0, "of the first, which was paid for");
    // The reserves pay all that is due, though nothing comes in.
    let paid = scene.post(0).tiers;
    assert_eq!(paid[0], 5 * ONE);
    assert_eq!(paid[1], debt.interest_due);
    // Then comes less than what is needed of income in the period, by one: all of it repays the debt.
    let needed = needed(debt.period_interest) + 5 * ONE;
    let paid = scene.post(needed - ONE).tiers;
    assert_eq!((paid[PRINCIPAL], paid[RESIDUAL]), (needed - ONE, 0));
    // With that one, it holds.
    let paid = scene.post(ONE).tiers;
    assert_eq!((paid[PRINCIPAL], paid[4]), (0, ONE));
    scene.world
}

fn treasury<E: Engine>() -> World<E> {
    let tiers = |payee| {
        vec![
            TierTerms::AnnualFee {
                base: FeeBase::Debt,
                bps: 0,
                amount: 365 * ONE / 10,
                min: 0,
                max: 0,
                payee,
                from_treasury: true,
            },
            TierTerms::Interest { rank: 0 },
            TierTerms::Arrears { rank: 0 },
            TEST,
            TierTerms::Principal { rank: 0 },
            TierTerms::Residual { rank: 1 },
        ]
    };
    let mut scene = tested::<E>(12, tiers);
    scene.world.pass(100 * DAY);
    let debt = debt_of(&mut scene);
    let days = debt.accrued_to - debt.period_start;
    let payee = scene.world.key("auditor");
    let pay = scene.deal.pay_fee_from_treasury(0, &payee);
    scene.world.go(&[pay]);
    // 0.10 a day.
    let needed = needed(debt.period_interest) + days * ONE / 10;
    let paid = scene.post(needed - ONE).tiers;
    assert_eq!(paid[..2], [0, debt.interest_due], "the fee is paid");
    assert_eq!(paid[4], needed - ONE - debt.interest_due);
    assert_eq!(scene.post(ONE).tiers[4..6], [0, ONE]);
    scene.world
}

/// A debt without due dates, whose unpaid interest falls into arrears with each payment.
fn split<E: Engine>() -> World<E> {
    let mut scene = tested::<E>(0, |_| plain());
    scene.world.pass(100 * DAY);
    let interest = debt_of(&mut scene).period_interest;
    let needed = needed(interest);
    assert_eq!(scene.post(ONE).tiers[..4], [ONE, 0, 0, 0]);
    assert_eq!(debt_of(&mut scene).arrears, interest - ONE);
    // What is in arrears now is no interest of the period beside them: as in one payment, one is wanting.
    let paid = scene.post(needed - 2 * ONE).tiers;
    assert_eq!(paid[1..4], [interest - ONE, 0, needed - ONE - interest]);
    assert_eq!(scene.post(ONE).tiers[3..5], [0, ONE]);
    scene.world
}

/// A monthly senior and a quarterly class that the test names: the senior's interest of all three months counts.
fn monthly<E: Engine>() -> World<E> {
    let tiers = vec![
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        TierTerms::Interest { rank: 1 },
        TierTerms::Arrears { rank: 1 },
        TierTerms::InterestTest {
            rank: 1,
            min_bps: 12_000,
            traps: false,
        },
        TierTerms::Principal { rank: 0 },
        TierTerms::Principal { rank: 1 },
        TierTerms::Residual { rank: 2 },
    ];
    let classes = [(0, 1), (1, 3)].map(|(rank, period_months)| TrancheArgs {
        period_months,
        ..deal::senior(rank)
    });
    let mut classes = classes.to_vec();
    classes.push(deal::junior(2));
    let mut scene = Scene::<E>::new(classes, |_| tiers, |_| {});
    let named = |scene: &mut Scene<E>| -> Tranche {
        read::state(&mut scene.world.engine, &scene.deal.class(1).tranche)
    };
    // Each month's interest is paid to the unit; the classes are sold days apart, and so are their due dates.
    let end = {
        debt_of(&mut scene);
        named(&mut scene).next_due
    };
    let (mut income, mut months) = (0, 0);
    loop {
        let due = debt_of(&mut scene).next_due;
        if due >= end {
            break;
        }
        scene.go_to(due);
        let interest = debt_of(&mut scene).interest_due;
        scene.post(interest);
        (income, months) = (income + interest, months + 1);
        scene.go_to(due + 1);
    }
    assert!(months >= 2, "payments of the senior alone in the quarter");
    scene.go_to(end);
    let due = debt_of(&mut scene).interest_due + named(&mut scene).interest_due;
    // In one payment on the due date it would fail, and so it does in these.
    let needed = needed(income + due) - income;
    let paid = scene.post(needed - ONE).tiers;
    assert_eq!(paid[5..8], [needed - ONE - due, 0, 0]);
    let paid = scene.post(ONE).tiers;
    assert_eq!(paid[5..8], [0, 0, ONE]);
    scene.world
}

impl<E: Engine> Scene<E> {
    /// A yearly debt of 6 decimals with a test of its interest.
    fn yearly() -> Self {
        let debt = TrancheArgs {
            period_months: 12,
            decimals: 6,
            ..deal::senior(0)
        };
        Self::new(vec![debt, deal::junior(1)], |_| plain(), |_| {})
    }

    /// Opens a later book of the debt, which somebody joins with 1,000; the time is the 100th day since the first.
    fn joined(&mut self) -> Offering {
        let at = self.world.engine.now() + 100 * DAY;
        self.world.engine.set_now(at - 6 * DAY);
        let new = self.world.investor("new", SOLD);
        let mut book = Offering::plan(&mut self.world, &self.deal, 0, 1, "line later");
        (book.args.minimum, book.args.cap, book.args.min_ticket) = (ONE, 2 * SOLD, 10 * ONE);
        book.open(&mut self.world, &self.deal, 16);
        book.deposit(&mut self.world, &self.deal, &new, SOLD);
        self.world.engine.set_now(at);
        book
    }
}

/// It holds to the unit. New shares bring as much interest as their buyers paid for, which nobody was to cover.
fn reopened<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::yearly();
    let book = scene.joined();
    let interest = debt_of(&mut scene).interest_due;
    let needed = needed(interest);
    assert_eq!(scene.post(needed).tiers[3..5], [0, needed - interest]);
    book.lock(&mut scene.world, &scene.deal);
    assert_eq!(scene.post(5 * ONE).tiers[3..5], [0, 5 * ONE]);
    scene.world
}

/// Nine tenths of the interest are paid, and new shares bring as much per share as is not. What they bring is neither owed
/// by the deal nor, once it is paid, income that covers anything.
fn reopened_while_it_fails<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::yearly();
    let book = scene.joined();
    let interest = debt_of(&mut scene).interest_due;
    let needed = needed(interest);
    let first = interest / 10 * 9;
    assert_eq!(scene.post(first).tiers[..5], [first, 0, 0, 0, 0]);
    book.lock(&mut scene.world, &scene.deal);
    let due = debt_of(&mut scene).interest_due;
    assert!(due > (interest - first) * 19 / 10, "nearly twice as much");
    // One is wanting for 1.2 times the interest of the shares that were out: what is left repays the debt.
    let rest = needed - first;
    assert_eq!(
        scene.post(rest - ONE).tiers[..5],
        [due, 0, 0, rest - ONE - due, 0]
    );
    assert_eq!(scene.post(ONE).tiers[3..5], [0, ONE]);
    scene.world
}

/// 20 in a quarter cover 19.7 of its interest 1.01 times. Paid on the due date, none of it passes; of 10 that are paid on
/// the eighth day all but eight days' interest does, as it covers what has accrued by then.
fn early<E: Engine>() -> World<E> {
    let on_time = |early: u64| {
        let mut scene = tested::<E>(3, |_| plain());
        let end = debt_of(&mut scene).next_due;
        scene.world.pass(DAY);
        let accrued = debt_of(&mut scene).interest_due;
        let mut passed = 0;
        if early > 0 {
            passed = scene.post(early).tiers[4];
            assert_eq!(passed, early - accrued);
        }
        scene.go_to(end);
        let paid = scene.post(20 * ONE - early).tiers;
        scene.go_to(end + 1);
        (passed + paid[4], debt_of(&mut scene).arrears, scene.world)
    };
    let (passed, arrears, _) = on_time(0);
    assert_eq!((passed, arrears), (0, 0));
    let (passed, arrears, world) = on_time(10 * ONE);
    assert_eq!((passed, arrears), (8_246_576, 7_972_603));
    world
}
