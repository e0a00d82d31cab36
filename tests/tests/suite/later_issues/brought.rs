//! Interest that later buyers brought along: it waits behind what their class earns, is never overdue, and is nobody's profit.

use super::Scene;
use crate::{
    drawing::{ONE, SOLD, deal_of, sell, with_par},
    on_both_engines,
    payouts::source,
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{
        distribution::post_distribution::DistributionArgs,
        waterfall::terms::{TestTerms, TierTerms, TriggerTerms},
    },
    security::state::Security,
    structure::create_tranche::TrancheArgs,
};
use securities_tests::{
    audit,
    deal::{junior, senior, tiers_of},
    engine::Engine,
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

on_both_engines! {
    a_carry_has_no_part_of_what_streamed_when_others_joined => carry_of_streamed;
    a_carry_has_no_part_of_the_preferred_return_that_others_brought => carry_of_accrued;
    a_payment_of_dust_after_a_lock_makes_no_arrears_of_what_was_brought => dust;
    what_is_brought_on_the_eve_of_a_due_date_is_not_overdue_after_it => eve;
    a_test_of_interest_is_met_by_what_meets_it_without_a_later_issue => tested;
}

/// What came back on the shares that are out, before others join.
const BACK: u64 = 47 * ONE;

/// A fund that bears 8 %, and whose manager has a fifth of all profit once its capital is back and the 8 % are paid.
fn fund<E: Engine>() -> (Scene<E>, Pubkey, Pubkey) {
    let lp = TrancheArgs {
        rate_ppm: 80_000,
        ..with_par(0)
    };
    let tiers = vec![
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        TierTerms::Principal { rank: 0 },
        TierTerms::Carry {
            rank: 1,
            base: 0,
            carry_bps: 2_000,
            catch_up_bps: 10_000,
            multiple_bps: 0,
            deal_by_deal: false,
        },
        TierTerms::Residual { rank: 0 },
    ];
    Scene::streaming(vec![lp, junior(1)], tiers)
}

/// Debt that bears 8 %, of which 1,000 are out.
fn debt(period_months: u8) -> TrancheArgs {
    TrancheArgs {
        rate_ppm: 80_000,
        period_months,
        decimals: 6,
        ..senior(0)
    }
}

impl<E: Engine> Scene<E> {
    /// The interest so far is paid; then, in one transaction, some principal comes back and a book is locked.
    fn joined_while_streaming(&mut self, book: &Offering) {
        let interest = self.class(0).interest_due;
        self.income(0, interest);
        let deal = self.deal.clone();
        let back = deal.return_proceeds(&deal.sponsor, &self.world.mint, 0, Some(BACK));
        self.world.go(&[back, deal.lock_book(book, &deal.sponsor)]);
        let state = self.class(0);
        assert_eq!(state.interest_due, state.bought_interest());
    }

    /// All capital comes back, with so much beside it.
    fn liquidated(&mut self, beside: u64) {
        let principal = self.class(0).principal().expect("adds up");
        let payer = self.world.investor("payer", principal + beside);
        let args = DistributionArgs {
            principal,
            ..source(self.world.engine.now(), principal + beside)
        };
        let post = self.deal.post_distribution(&payer, 7, args);
        self.world.go(&[post]);
    }
}

/// Nine times as much joins, and 2,000 are gained: the manager has as much whether 47 come back as others join, or not.
fn carry_of_streamed<E: Engine>() -> World<E> {
    let carry = |comes_back: bool| {
        let (mut scene, _, manager) = fund::<E>();
        let (book, _) = scene.joined(0, ("new", 9 * SOLD));
        scene.world.engine.set_now(book.args.offer_ends);
        let deal = scene.deal.clone();
        if comes_back {
            scene.joined_while_streaming(&book);
            let brought = scene.class(0).bought_interest();
            assert!(brought > 400 * ONE, "{brought}");
            let before = scene.class(0).interest_paid;
            scene.income(1, brought);
            let after = scene.class(0);
            assert_eq!((after.interest_due, after.bought_interest()), (0, 0));
            assert_eq!(after.interest_paid, before, "it is the buyers' own");
        } else {
            let interest = scene.class(0).interest_due;
            scene.income(0, interest);
            scene.world.go(&[deal.lock_book(&book, &deal.sponsor)]);
        }
        book.settle(&mut scene.world, &deal, 0);
        scene.liquidated(2_000 * ONE);
        let [carry] = scene.gained(1, [manager], [0]);
        (carry, scene.world)
    };
    let (without, _) = carry(false);
    let (with, world) = carry(true);
    assert!(without.abs_diff(with) <= 10, "{without} and {with}");
    world
}

/// Nine times as much joins after a year, and brings nine times a year's return along.
fn carry_of_accrued<E: Engine>() -> World<E> {
    let (mut scene, old, manager) = fund::<E>();
    scene.world.pass(365 * DAY);
    let (book, new) = scene.joined(0, ("new", 9 * SOLD));
    scene.world.engine.set_now(book.args.offer_ends);
    let deal = scene.deal.clone();
    scene.world.go(&[deal.lock_book(&book, &deal.sponsor)]);
    book.settle(&mut scene.world, &deal, 0);
    let state = scene.class(0);
    assert!(state.bought_interest() > 600 * ONE, "nearly all of it");
    scene.liquidated(state.interest_due + 2_000 * ONE);
    let had = [old, new].map(|owner| scene.world.wealth(&owner));
    let all: u64 = scene.gained(0, [old, new], had).iter().sum();
    let [carry] = scene.gained(1, [manager], [0]);
    let profit = all + carry - 10 * SOLD;
    assert!(carry.abs_diff(profit / 5) <= 10, "{carry} of {profit}");
    scene.world
}

/// Debt without due dates, whose deal is accelerated once interest is overdue for a day and is not paid within another. A
/// stranger pays next to nothing in after a lock.
fn dust<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let classes = vec![debt(0), junior(1)];
    let tiers = tiers_of(&classes);
    let deal = deal_of(
        &mut world,
        classes,
        |_| tiers,
        |deal| {
            deal.triggers = vec![TriggerTerms {
                test: TestTerms::Overdue { rank: 0, days: 1 },
                cure_days: 1,
                consequences: 1,
            }];
        },
    );
    sell(&mut world, &deal, (0, ONE), SOLD);
    sell(&mut world, &deal, (1, ONE), SOLD);
    let mut scene = Scene {
        world,
        deal: deal.clone(),
        holders: Vec::new(),
        books: 1,
    };
    let (book, _) = scene.joined(0, ("new", 9 * SOLD));
    let (other, _) = scene.joined(0, ("other", SOLD));
    let ends = book.args.offer_ends.max(other.args.offer_ends);
    scene.world.engine.set_now(ends);
    scene.joined_while_streaming(&book);
    let brought = scene.class(0).bought_interest();
    scene.income(1, 1_000);
    let state = scene.class(0);
    assert_eq!((state.arrears, state.overdue_since), (0, 0));
    assert_eq!(state.interest_due, brought - 1_000);
    // More is sold, what was brought in is drawn, and nothing is accelerated.
    scene.world.go(&[deal.lock_book(&other, &deal.sponsor)]);
    for sold in [&book, &other] {
        sold.settle(&mut scene.world, &deal, 0);
        sold.release(&mut scene.world, &deal);
    }
    scene
        .world
        .go(&[deal.draw_proceeds(&deal.destination, ONE)]);
    scene.world.pass(DAY);
    scene.class(0);
    scene.world.pass(DAY);
    let state = scene.class(0);
    assert_eq!((state.arrears, state.overdue_since), (0, 0));
    let stranger = scene.world.investor("stranger", 0);
    let back = deal.return_proceeds(&stranger, &scene.world.mint, 0, None);
    scene.refused_call(&back);
    let security = read::state::<Security>(&mut scene.world.engine, &deal.security);
    assert!(security.vault().treasury > 9 * SOLD);
    audit::check(&mut scene.world);
    scene.world
}

/// Quarterly debt with a margin of 20 % while it is overdue; others join half a day before a due date. On that date what
/// the class has earned is paid, and no more.
fn eve<E: Engine>() -> World<E> {
    let classes = vec![
        TrancheArgs {
            default_margin_ppm: 200_000,
            ..debt(3)
        },
        junior(1),
    ];
    let tiers = tiers_of(&classes);
    let (mut scene, _, _) = Scene::<E>::streaming(classes, tiers);
    let due = scene.class(0).next_due as i64 * DAY;
    scene.world.engine.set_now(due - 6 * DAY);
    let (book, _) = scene.joined(0, ("new", 9 * SOLD));
    scene.world.engine.set_now(due - DAY / 2);
    scene.joined_while_streaming(&book);
    let deal = scene.deal.clone();
    book.settle(&mut scene.world, &deal, 0);
    scene.world.engine.set_now(due + DAY / 4);
    let state = scene.class(0);
    let brought = state.bought_interest();
    assert!(brought > 400 * ONE, "{brought}");
    let own = state.interest_due - brought;
    assert!(own > ONE, "a day's");
    scene.income(1, own);
    book.release(&mut scene.world, &deal);
    for _ in 0..2 {
        scene.world.pass(DAY);
        let state = scene.class(0);
        assert_eq!((state.arrears, state.overdue_since), (0, 0));
        assert_eq!(state.bought_interest(), brought);
        // 2.09 a day of 9,530, and no margin.
        let days = state.accrued_to - state.period_start;
        let own = state.interest_due - brought;
        let of_days = 2_090_000 * days;
        assert!(
            (of_days - ONE / 10..of_days + ONE / 10).contains(&own),
            "{own}"
        );
    }
    audit::check(&mut scene.world);
    scene.world
}

/// 55 come in on each due date, and 120 % of the interest of a quarter is less than that. What is paid of what others
/// brought reaches no junior, but no test fails for it.
fn tested<E: Engine>() -> World<E> {
    let tiers = vec![
        TierTerms::Interest { rank: 0 },
        TierTerms::Arrears { rank: 0 },
        TierTerms::InterestTest {
            rank: 0,
            min_bps: 12_000,
            traps: false,
        },
        TierTerms::Principal { rank: 0 },
        TierTerms::Residual { rank: 1 },
    ];
    let (mut scene, _, equity) = Scene::<E>::streaming(vec![debt(3), junior(1)], tiers);
    let (book, _) = scene.joined(0, ("new", SOLD));
    let deal = scene.deal.clone();
    scene.world.engine.set_now(book.args.offer_ends);
    scene.joined_while_streaming(&book);
    book.settle(&mut scene.world, &deal, 0);
    let before = scene.class(0);
    let mut had = 0;
    for number in 1..=4 {
        let due = scene.class(0).next_due as i64 * DAY;
        scene.world.engine.set_now(due + DAY / 4);
        let state = scene.class(0);
        let own = state.interest_due - state.bought_interest();
        scene.income(number, 55 * ONE);
        let after = scene.class(0);
        assert_eq!(after.interest_paid, state.interest_paid + own);
        let of_brought = (55 * ONE - own).min(state.bought_interest());
        assert_eq!(after.interest_due, state.bought_interest() - of_brought);
        assert_eq!(after.arrears, 0);
        assert_eq!(after.principal_repaid, before.principal_repaid, "diverted");
        let [got] = scene.gained(1, [equity], [had]);
        had += got;
        assert!(got.abs_diff(55 * ONE - own - of_brought) <= 1, "{got}");
        scene.world.pass(DAY);
    }
    assert!(had > 0, "all that was brought is paid");
    scene.world
}
