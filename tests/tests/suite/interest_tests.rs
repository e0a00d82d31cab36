//! Tests of interest over a period: what anybody paid of what was due in it counts, in however many payments it came.

use crate::{drawing::ONE, on_both_engines, scene::Scene};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::terms::{FeeBase, ReservePurpose, TierTerms},
    structure::create_tranche::TrancheArgs,
    tranche::state::Tranche,
};
use securities_tests::{
    deal,
    engine::Engine,
    world::{DAY, World},
};

on_both_engines! {
    a_payment_of_nothing_does_not_switch_a_test_of_interest_off => nothing;
    a_fee_that_the_treasury_pays_counts_against_the_income_too => treasury;
    a_payment_of_one_does_not_make_a_test_of_interest_fail => split;
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
    let claim = scene.deal.claim_expense(&scene.deal.sponsor, 0, 5 * ONE);
    scene.world.go(&[claim]);
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
    let tiers = |_| {
        vec![
            TierTerms::Interest { rank: 0 },
            TierTerms::Arrears { rank: 0 },
            TEST,
            TierTerms::Principal { rank: 0 },
            TierTerms::Residual { rank: 1 },
        ]
    };
    let mut scene = tested::<E>(0, tiers);
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
