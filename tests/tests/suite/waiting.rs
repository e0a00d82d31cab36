//! Payments of nothing: a reserve pays what has fallen due though nobody pays in, and nothing else runs.

use crate::{
    drawing::{ONE, SOLD},
    on_both_engines,
    payouts::source,
    scene::Scene,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{
        distribution::state::Distribution,
        waterfall::{
            set_mode::ModeChange,
            terms::{ReservePurpose, TestTerms, TierTerms, TriggerTerms},
        },
    },
    math::waterfall::MAX_TRANCHES,
    structure::create_tranche::TrancheArgs,
    tranche::pik::PikTerms,
};
use securities_tests::{
    address, audit, deal,
    engine::Engine,
    read,
    world::{DAY, World},
};

on_both_engines! {
    a_full_reserve_keeps_a_due_date_that_nobody_pays_for => due_dates;
    a_reserve_pays_expenses_and_in_an_acceleration_everything => others;
    a_reserve_is_not_turned_to_a_senior_that_is_owed_nothing => withheld;
    a_reserve_for_everything_repays_principal_at_maturity_and_what_was_written_off => everything;
    who_borrows_shares_for_a_transaction_gets_nothing_of_what_a_reserve_pays => borrowed;
    what_waits_is_judged_in_the_mode_that_the_triggers_leave_it_in => tripped;
}

/// The places of the tiers.
const EXPENSE: usize = 0;
const INTEREST: usize = 1;
const ARREARS: usize = 2;
const PRINCIPAL: usize = 5;

const fn reserve(purpose: ReservePurpose, amount: u64) -> TierTerms {
    TierTerms::Reserve {
        purpose,
        amount: amount * ONE,
        bps: 0,
    }
}

/// 1,000 of debt at 8 % by quarters, whose interest may be paid in kind once, and an equity.
fn quarterly<E: Engine>(tiers: impl FnOnce(Pubkey) -> Vec<TierTerms>) -> Scene<E> {
    let debt = TrancheArgs {
        period_months: 3,
        pik: PikTerms {
            periods: 1,
            notice_days: 10,
            margin_ppm: 0,
        },
        ..deal::senior(0)
    };
    Scene::new(vec![debt, deal::junior(1)], tiers, |_| {})
}

/// 5 are kept for expenses, and 30 for interest.
fn with_both<E: Engine>() -> Scene<E> {
    quarterly(|payee| {
        vec![
            TierTerms::Expense {
                cap: 100 * ONE,
                payee,
                from_treasury: false,
            },
            TierTerms::Interest { rank: 0 },
            TierTerms::Arrears { rank: 0 },
            reserve(ReservePurpose::Expenses, 5),
            reserve(ReservePurpose::Interest, 30),
            TierTerms::Principal { rank: 0 },
            TierTerms::Residual { rank: 1 },
        ]
    })
}

impl<E: Engine> Scene<E> {
    /// A payment of nothing is refused.
    fn waits_for_nothing(&mut self) {
        let payer = self.world.investor("payer", 0);
        let args = source(self.world.engine.now(), 0);
        let post = self.deal.post_distribution(&payer, self.posted, args);
        assert_eq!(self.world.refused(&[post]), "NothingWaits");
    }
}

fn due_dates<E: Engine>() -> World<E> {
    let mut scene = with_both::<E>();
    scene.waits_for_nothing();
    let paid = scene.post(60 * ONE).tiers[INTEREST];
    let first = scene.debt().next_due;
    // Interest has accrued, and has not fallen due.
    scene.go_to(first - 1);
    scene.waits_for_nothing();
    // On the day itself anyone makes the reserve pay, once.
    scene.go_to(first);
    let days = first - scene.debt().period_start;
    let interest = SOLD * 8 * days / 36_500 - paid;
    let record = scene.post(0);
    assert_eq!((record.gross, record.reserve), (0, 35 * ONE));
    assert_eq!(record.tiers[INTEREST], interest);
    assert_eq!(record.tiers[PRINCIPAL..], [0; 19]);
    scene.waits_for_nothing();
    scene.go_to(first + 1);
    scene.waits_for_nothing();

    // Nobody did on the next one: what is left of the reserve still pays arrears the day after.
    let check = scene.deal.check_triggers();
    scene.world.go(&[check]);
    let second = scene.debt().next_due;
    scene.go_to(second + 1);
    let record = scene.post(0);
    let debt = scene.debt();
    let left = 30 * ONE - interest;
    assert_eq!(record.tiers[INTEREST] + record.tiers[ARREARS], left);
    assert!(record.tiers[ARREARS] > 0);
    assert_eq!(debt.overdue_since, second);
    assert!(debt.arrears > 0);
    scene.waits_for_nothing();

    // Interest that is to be paid in kind is no reason, and becomes principal.
    scene.post(100 * ONE);
    let elect = scene.deal.elect_pik(&scene.deal.sponsor, 0);
    scene.world.go(&[elect]);
    let third = scene.debt().next_due;
    scene.go_to(third);
    scene.waits_for_nothing();
    scene.go_to(third + 1);
    scene.waits_for_nothing();
    scene.post(ONE);
    assert!(scene.debt().pik.capitalised > 0);
    scene.world
}

fn others<E: Engine>() -> World<E> {
    let mut scene = with_both::<E>();
    scene.post(60 * ONE);
    let expense = scene
        .deal
        .submit_expense(&scene.deal.sponsor, EXPENSE as u8, 3 * ONE);
    scene.world.go(&[expense]);
    let record = scene.post(0);
    assert_eq!(record.tiers[EXPENSE], 3 * ONE);
    assert_eq!(
        record.tiers[3..5],
        [2 * ONE, 30 * ONE],
        "of its own reserve"
    );
    scene.waits_for_nothing();

    let accelerate = scene
        .deal
        .set_mode(&scene.deal.sponsor, ModeChange::Accelerate);
    scene.world.go(&[accelerate]);
    let record = scene.post(0);
    assert_eq!(record.tiers[PRINCIPAL], 32 * ONE, "all money is one");
    scene.waits_for_nothing();
    scene.world
}

fn withheld<E: Engine>() -> World<E> {
    // A floor that lets all through of what the reserve can repay is no reason to refuse.
    let (mut scene, maturity) = floored::<E>(6_000);
    scene.world.engine.set_now(maturity);
    assert_eq!(scene.post(0).tiers[..2], [0, 50 * ONE]);
    // Of the 1,000 that are due of the junior debt, this one lets 5.988 through: 44 would repay the senior in advance.
    let (mut scene, maturity) = floored::<E>(6_660);
    scene.world.engine.set_now(maturity);
    scene.waits_for_nothing();
    scene.world
}

/// Two debts of 1,000 and an equity, with a floor of subordination for the senior debt and 50 in the reserve; and when the
/// junior debt matures, which is before the senior does.
fn floored<E: Engine>(min_bps: u32) -> (Scene<E>, i64) {
    let senior = deal::senior(0);
    let maturity = senior.maturity - 30 * DAY;
    let junior = TrancheArgs {
        maturity,
        ..deal::senior(1)
    };
    let classes = vec![senior, junior, deal::junior(2)]
        .into_iter()
        .map(|class| TrancheArgs {
            rate_ppm: 0,
            par: ONE,
            ..class
        });
    let tiers = |_| {
        vec![
            TierTerms::Principal { rank: 0 },
            TierTerms::Principal { rank: 1 },
            reserve(ReservePurpose::All, 50),
            TierTerms::Principal { rank: 2 },
            TierTerms::Residual { rank: 2 },
        ]
    };
    let mut scene = Scene::new(classes.collect(), tiers, |deal| {
        deal.triggers = vec![TriggerTerms {
            test: TestTerms::Subordination { rank: 0, min_bps },
            cure_days: 366,
            consequences: 1,
        }];
    });
    scene.post(50 * ONE);
    (scene, maturity)
}

fn everything<E: Engine>() -> World<E> {
    let tiers = |_| {
        vec![
            TierTerms::Interest { rank: 0 },
            TierTerms::Arrears { rank: 0 },
            TierTerms::Principal { rank: 0 },
            reserve(ReservePurpose::All, 50),
            TierTerms::Residual { rank: 1 },
        ]
    };
    let mut scene = quarterly::<E>(tiers);
    scene.post(60 * ONE);
    let first = scene.debt().next_due;
    scene.go_to(first);
    let interest = scene.post(0).tiers[0];
    assert!(interest > 0);
    let maturity = scene.debt().maturity;
    // Every quarter was paid for.
    loop {
        let touched = scene.debt().next_due + 1;
        scene.go_to(touched);
        scene.post(100 * ONE);
        if scene.debt().next_due >= (maturity / DAY) as u64 {
            break;
        }
    }
    scene.world.engine.set_now(maturity);
    let record = scene.post(0);
    let paid: u64 = record.tiers[..3].iter().sum();
    assert_eq!((record.reserve, paid), (50 * ONE, 50 * ONE));
    assert!(record.tiers[0] > 0 && record.tiers[2] > 0);
    scene.waits_for_nothing();

    // All of another's principal is lost: it is owed nothing else, so the reserve repays that.
    let mut scene = quarterly::<E>(tiers);
    scene.post(60 * ONE);
    let lose = scene.deal.lose(SOLD, 1);
    scene.world.go(&lose);
    let record = scene.post(0);
    let mut good = [0; MAX_TRANCHES];
    good[0] = 50 * ONE;
    assert_eq!(record.made_good, good);
    scene.waits_for_nothing();
    scene.world
}

/// A trigger whose cure period is over trips with the payment of nothing, which pays the debts then.
fn tripped<E: Engine>() -> World<E> {
    let tiers = |_| {
        vec![
            TierTerms::Interest { rank: 0 },
            TierTerms::Arrears { rank: 0 },
            reserve(ReservePurpose::Interest, 30),
            TierTerms::Principal { rank: 0 },
            TierTerms::Residual { rank: 1 },
        ]
    };
    let debt = TrancheArgs {
        period_months: 12,
        ..deal::senior(0)
    };
    let classes = vec![debt, deal::junior(1)];
    let mut scene = Scene::<E>::new(classes, tiers, |deal| {
        deal.triggers = vec![TriggerTerms {
            test: TestTerms::Losses { max_bps: 500 },
            cure_days: 3,
            consequences: 1,
        }];
    });
    scene.post(60 * ONE);
    let lose = scene.deal.lose(SOLD / 2, 1);
    scene.world.go(&lose);
    scene.world.pass(2 * DAY);
    scene.waits_for_nothing();
    scene.world.pass(2 * DAY);
    let record = scene.post(0);
    assert_eq!(record.mode, 2, "accelerated");
    assert_eq!(record.tiers[..4].iter().sum::<u64>(), 30 * ONE);
    scene.world
}

/// In one transaction on the due date, mallory borrows all shares, posts a payment of nothing and gives the shares back.
fn borrowed<E: Engine>() -> World<E> {
    let mut scene = with_both::<E>();
    scene.post(60 * ONE);
    let owner = scene.world.key("owner 0");
    scene.world.go(&[scene.deal.claim(0, &owner)]);
    let had = scene.world.wealth(&owner);
    let mallory = scene.world.investor("mallory", 0);
    let welcome = scene.deal.welcome(0, &mallory, &mallory);
    scene.world.go(&welcome);
    let due = scene.debt().next_due;
    scene.go_to(due);
    let all = scene.world.balance(&scene.deal.share_account(0, &owner));
    let args = source(scene.world.engine.now(), 0);
    scene.world.go(&[
        scene.deal.transfer_shares(0, &owner, &mallory, all),
        scene.deal.post_distribution(&mallory, 0, args),
        scene.deal.transfer_shares(0, &mallory, &owner, all),
    ]);
    let record = address::distribution(&scene.deal.security, &mallory, 0);
    let record: Distribution = read::state(&mut scene.world.engine, &record);
    let interest = record.tiers[INTEREST];
    assert!(interest > 0);
    let debt = scene.debt();
    assert_eq!((debt.arrears, debt.overdue_since), (0, 0), "due date kept");

    // The money follows over a day, to who holds the shares meanwhile.
    let nothing = [scene.deal.claim(0, &mallory)];
    assert_eq!(scene.world.refused(&nothing), "NothingOwed");
    scene.world.pass(DAY / 2);
    scene.world.go(&[scene.deal.claim(0, &owner)]);
    assert_eq!(scene.world.wealth(&owner) - had, interest / 2);
    scene.world.pass(DAY / 2);
    scene.world.go(&[scene.deal.claim(0, &owner)]);
    assert_eq!(scene.world.wealth(&owner) - had, interest);
    assert_eq!(scene.world.refused(&nothing), "NothingOwed");
    audit::check(&mut scene.world);
    scene.world
}
