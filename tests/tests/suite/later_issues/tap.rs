//! A later issue of shares with principal and interest: fungible with those that are out, so that everybody has what it
//! paid for.

use super::{Scene, price};
use crate::{
    on_both_engines,
    payouts::source,
    story::{self, WHOLE},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::{distribution::post_distribution::DistributionArgs, waterfall::set_mode::ModeChange},
    structure::create_tranche::TrancheArgs,
    tranche::state::{DayCountRule, TrancheKind},
};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    world::{DAY, Money, World},
};

on_both_engines! {
    the_buyer_of_a_reopened_bond_pays_the_interest_accrued => reopened;
    interest_that_a_buyer_paid_for_is_nothing_above_principal => nothing_above;
    debt_half_repaid_is_bought_for_the_half_that_is_left => half;
    who_joins_a_fund_later_pays_the_preferred_return_accrued => fund;
    a_recovery_belongs_to_who_bore_the_loss => recovery;
    what_a_cover_paid_for_losses_was_paid_by_who_held_it => cover;
    a_book_that_was_cheap_enough_is_repriced_when_principal_comes_back => repriced;
}

/// 2026-03-01 12:00 UTC.
pub(super) const MARCH: i64 = 1_772_366_400;

/// A deal of such a first class, and junior equity that a sponsor holds.
pub(super) fn with<E: Engine>(classes: Vec<TrancheArgs>) -> Scene<E> {
    let mut world = World::<E>::new(Money::Classic);
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut world, "sponsor", 1, classes, tiers);
    Scene {
        world,
        deal,
        holders: Vec::new(),
        books: 1,
    }
}

impl<E: Engine> Scene<E> {
    /// Sells a book of a rank, locked at a time, to one owner for all it deposits.
    pub(super) fn sold(&mut self, rank: u8, at: i64, who: (&str, u64), each: u64) -> Pubkey {
        let book = self.offered(rank, at, each, who.1);
        let owner = self.bought(&book, at, who);
        audit::check(&mut self.world);
        owner
    }

    /// Opens a book of a rank for so much money, that can be locked at a time.
    pub(super) fn offered(&mut self, rank: u8, at: i64, each: u64, money: u64) -> Offering {
        let now = self.world.engine.now();
        self.opened(rank, |args| {
            price(args, each);
            (args.minimum, args.cap) = (WHOLE, money / WHOLE * 2 * WHOLE);
            args.min_ticket = (money / WHOLE / 100).max(1) * WHOLE;
            args.offer_ends = (at - 1).max(now + DAY);
            args.deadline = at + DAY;
            args.latest_deadline = args.deadline;
        })
    }

    /// An owner deposits all it has into a book, which is locked at a time.
    pub(super) fn bought(
        &mut self,
        book: &Offering,
        at: i64,
        (name, money): (&str, u64),
    ) -> Pubkey {
        let owner = self.world.investor(name, money);
        book.deposit(&mut self.world, &self.deal, &owner, money);
        self.world.engine.set_now(at);
        book.lock(&mut self.world, &self.deal);
        book.settle(&mut self.world, &self.deal, 0);
        if self.deal.class(book.rank).terms.kind == TrancheKind::Cover {
            let release = self.deal.release_proceeds(book, 0);
            self.world.go(&[release]);
        }
        owner
    }

    /// Posts money, which runs through the waterfall, and pays the owners of a rank; says what each was paid.
    pub(super) fn paid<const N: usize>(
        &mut self,
        rank: u8,
        owners: [Pubkey; N],
        (number, amount, recovery): (u32, u64, bool),
    ) -> [u64; N] {
        self.post(number, amount, recovery);
        self.gets(rank, owners)
    }

    /// What holders get now.
    fn gets<const N: usize>(&mut self, rank: u8, owners: [Pubkey; N]) -> [u64; N] {
        let before = owners.map(|owner| self.world.wealth(&owner));
        let pay = self.deal.pay_holders(rank, &owners);
        self.world.go(&[pay]);
        audit::check(&mut self.world);
        let mut paid = owners.map(|owner| self.world.wealth(&owner));
        for (paid, before) in paid.iter_mut().zip(before) {
            *paid -= before;
        }
        paid
    }

    pub(super) fn post(&mut self, number: u32, amount: u64, recovery: bool) {
        let servicer = self.world.investor("sponsor's servicer", amount);
        assert_eq!(servicer, self.deal.servicer);
        let now = self.world.engine.now();
        let args = DistributionArgs {
            recovery,
            ..source(now, amount)
        };
        let post = self.deal.post_distribution(&servicer, number.into(), args);
        self.world.go(&[post]);
    }
}

/// The same, sold in two books whose proceeds are in the treasury: of what the second buyer paid, the interest comes
/// back as interest, and is no premium that comes back a second time.
fn nothing_above<E: Engine>() -> World<E> {
    let senior = TrancheArgs {
        rate_ppm: 120_000,
        day_count: DayCountRule::Thirty360,
        decimals: 6,
        ..deal::senior(0)
    };
    let mut scene = with::<E>(vec![senior, deal::junior(1)]);
    let million = 1_000_000 * WHOLE;
    scene.sold(1, MARCH - DAY, ("sponsor's own", WHOLE), WHOLE);
    let paid = million + 9_666_666_667 + 2;
    for (at, who) in [(MARCH, ("old", million)), (MARCH + 29 * DAY, ("new", paid))] {
        let book = scene.offered(0, at, WHOLE, who.1);
        scene.bought(&book, at, who);
        book.release(&mut scene.world, &scene.deal);
    }
    let state = story::tranche(&mut scene.world, &scene.deal, 0);
    assert_eq!(state.payouts[0].paid_in, million + paid);
    assert_eq!(state.bought, 2 * million + state.interest_due / 2);
    assert!(state.payouts[0].paid_in - state.bought <= 3, "roundings");
    audit::check(&mut scene.world);
    scene.world
}

/// A senior of a million at 12 %, 30E/360; another million on the 30th of the month, and interest on the first.
fn reopened<E: Engine>() -> World<E> {
    let senior = TrancheArgs {
        rate_ppm: 120_000,
        day_count: DayCountRule::Thirty360,
        decimals: 6,
        ..deal::senior(0)
    };
    let mut scene = with::<E>(vec![senior, deal::junior(1)]);
    let million = 1_000_000 * WHOLE;
    scene.sold(1, MARCH - DAY, ("sponsor's own", WHOLE), WHOLE);
    let old = scene.sold(0, MARCH, ("old", million), WHOLE);
    let accrued = 9_666_666_667;
    let new = scene.sold(0, MARCH + 29 * DAY, ("new", million + accrued + 2), WHOLE);
    assert_eq!(scene.shares(0, &new), million, "as many shares");
    let state = story::tranche(&mut scene.world, &scene.deal, 0);
    assert_eq!(state.principal().expect("adds up"), 2 * million);
    assert_eq!(state.interest_due, 2 * 9_666_666_666);

    scene.world.engine.set_now(MARCH + 31 * DAY);
    let paid = scene.paid(0, [old, new], (0, 19_999_999_999, false));
    assert_eq!(paid, [9_999_999_999; 2], "a month's interest of a million");
    // Of which the newcomer has earned a day's, 333.33, beyond what it paid.
    assert_eq!(paid[1] - accrued, 333_333_332);
    scene.world
}

/// Of a million half came back; a million shares more are bought for the half they stand for.
fn half<E: Engine>() -> World<E> {
    let senior = TrancheArgs {
        rate_ppm: 0,
        decimals: 6,
        ..deal::senior(0)
    };
    let mut scene = with::<E>(vec![senior, deal::junior(1)]);
    let million = 1_000_000 * WHOLE;
    scene.sold(1, MARCH - DAY, ("sponsor's own", WHOLE), WHOLE);
    let old = scene.sold(0, MARCH, ("old", million), WHOLE);
    let (deal, arbitrator) = (scene.deal.clone(), scene.deal.arbitrator);
    let accelerate = deal.set_mode(&arbitrator, ModeChange::Accelerate);
    scene.world.go(std::slice::from_ref(&accelerate));
    assert_eq!(scene.paid(0, [old], (0, million / 2, false)), [million / 2]);
    scene
        .world
        .go(&[deal.set_mode(&arbitrator, ModeChange::Resume)]);
    assert_eq!(scene.refused(0, |_| {}), "AbovePrincipal", "at par");

    let new = scene.sold(0, MARCH + DAY, ("new", million / 2), WHOLE / 2);
    assert_eq!(scene.shares(0, &new), million);
    let state = story::tranche(&mut scene.world, &scene.deal, 0);
    assert_eq!(state.principal().expect("adds up"), million);
    scene.world.go(&[accelerate]);
    assert_eq!(
        scene.paid(0, [old, new], (1, million, false)),
        [million / 2; 2],
        "what each had left"
    );
    scene.world
}

/// 80 at 7 % for 180 days; 240 join at day 90.
fn fund<E: Engine>() -> World<E> {
    let fund = TrancheArgs {
        kind: TrancheKind::Equity,
        rate_ppm: 70_000,
        maturity: 0,
        decimals: 6,
        ..deal::senior(0)
    };
    let mut scene = with::<E>(vec![fund, deal::junior(1)]);
    scene.sold(1, MARCH - DAY, ("sponsor's own", WHOLE), WHOLE);
    let old = scene.sold(0, MARCH, ("old", 80 * WHOLE), WHOLE);
    let accrued = 4_142_466;
    let new = scene.sold(
        0,
        MARCH + 90 * DAY,
        ("new", 240 * WHOLE + accrued + 2),
        WHOLE,
    );
    assert_eq!(scene.shares(0, &new), 240 * WHOLE);

    scene.world.engine.set_now(MARCH + 180 * DAY);
    let [first, second] = scene.paid(0, [old, new], (0, 11_046_575, false));
    // 80 * 7 % * 180 / 365, and net of what it paid 240 * 7 % * 90 / 365.
    assert!((2_761_642..=2_761_644).contains(&first), "{first}");
    assert!(
        (4_142_464..=4_142_466).contains(&(second - accrued)),
        "{second}"
    );
    scene.world
}

/// Capital of 100,000 loses 40,000: nobody buys into it at par, and all that is recovered is its holder's.
fn recovery<E: Engine>() -> World<E> {
    let capital = TrancheArgs {
        kind: TrancheKind::Equity,
        rate_ppm: 0,
        maturity: 0,
        decimals: 6,
        ..deal::senior(1)
    };
    let mut scene = with::<E>(vec![deal::senior(0), capital, deal::junior(2)]);
    scene.sold(2, MARCH - DAY, ("sponsor's own", WHOLE), WHOLE);
    let old = scene.sold(1, MARCH, ("old", 100_000 * WHOLE), WHOLE);
    let loss = scene.deal.lose(40_000 * WHOLE, 1);
    scene.world.go(&loss);
    for each in [WHOLE, 600_000] {
        assert_eq!(
            scene.refused(1, |args| price(args, each)),
            "TrancheImpaired"
        );
    }
    let paid = scene.paid(1, [old], (0, 40_000 * WHOLE, true));
    // All of it, but for the fraction of a unit that its record carries.
    assert_eq!(paid, [40_000 * WHOLE - 1]);
    // Made good, and sold again for what a share stands for: the 60,000 that are left, or its last price.
    assert_eq!(scene.refused(1, |args| price(args, 800_000)), "BelowFloor");
    let new = scene.sold(1, MARCH + DAY, ("new", 100_000 * WHOLE), WHOLE);
    let state = story::tranche(&mut scene.world, &scene.deal, 1);
    assert_eq!(state.principal().expect("adds up"), 120_000 * WHOLE);
    assert_eq!(scene.shares(1, &new), 100_000 * WHOLE);
    scene.world
}

/// A cover of 20,000 paid 10,000; 10,000 more come in, and when all debt is repaid each has its own back.
fn cover<E: Engine>() -> World<E> {
    let cover = TrancheArgs {
        kind: TrancheKind::Cover,
        rate_ppm: 0,
        maturity: 0,
        decimals: 6,
        ..deal::senior(1)
    };
    let senior = TrancheArgs {
        rate_ppm: 0,
        ..deal::senior(0)
    };
    let mut scene = with::<E>(vec![senior, cover, deal::junior(2)]);
    scene.sold(2, MARCH - 2 * DAY, ("sponsor's own", WHOLE), WHOLE);
    let lender = scene.sold(0, MARCH - DAY, ("lender", 100_000 * WHOLE), WHOLE);
    let old = scene.sold(1, MARCH, ("old", 20_000 * WHOLE), WHOLE);
    let loss = scene.deal.lose(10_000 * WHOLE, 1);
    scene.world.go(&loss);
    // Not at par, and not past those who bore it.
    assert_eq!(scene.refused(1, |_| {}), "TrancheImpaired");
    let refused = scene.refused(1, |args| {
        price(args, WHOLE);
        super::rights::terms(args);
    });
    assert_eq!(refused, "CoverAtPar");
    let book = scene.opened(1, |args| {
        price(args, WHOLE / 2);
        (args.minimum, args.min_ticket, args.cap) = (WHOLE, WHOLE, 10_000 * WHOLE);
        super::rights::terms(args);
    });
    scene.world.engine.set_now(book.args.rights_until);
    let mut open = book.clone();
    open.args.rights_until = 0;
    let new = scene.bought(&open, book.args.offer_ends, ("new", 10_000 * WHOLE));
    assert_eq!(scene.shares(1, &new), 20_000 * WHOLE, "at half of par");
    audit::check(&mut scene.world);

    let (deal, arbitrator) = (scene.deal.clone(), scene.deal.arbitrator);
    scene
        .world
        .go(&[deal.set_mode(&arbitrator, ModeChange::Accelerate)]);
    let owed = story::tranche(&mut scene.world, &deal, 0);
    let principal = owed.principal().expect("adds up");
    scene.post(0, principal, false);
    // Covers go home over a day.
    scene.world.pass(DAY);
    let paid = scene.gets(1, [old, new]);
    assert_eq!(paid, [10_000 * WHOLE; 2], "each has its own back");
    assert!(scene.shares(0, &lender) > 0);
    scene.world
}

/// A book opened at 1.00 is locked after a quarter came back: its price comes down with what a share stands for.
fn repriced<E: Engine>() -> World<E> {
    let senior = TrancheArgs {
        decimals: 6,
        ..deal::senior(0)
    };
    let mut scene = with::<E>(vec![senior, deal::junior(1)]);
    scene.sold(1, MARCH - DAY, ("sponsor's own", WHOLE), WHOLE);
    let old = scene.sold(0, MARCH, ("old", 1_000 * WHOLE), WHOLE);
    let book = scene.opened(0, |args| {
        price(args, 1_250_000);
        args.deadline = MARCH + 10 * DAY;
    });
    let (deal, arbitrator) = (scene.deal.clone(), scene.deal.arbitrator);
    scene
        .world
        .go(&[deal.set_mode(&arbitrator, ModeChange::Accelerate)]);
    scene.paid(0, [old], (0, 250 * WHOLE, false));
    scene
        .world
        .go(&[deal.set_mode(&arbitrator, ModeChange::Resume)]);
    let new = scene.bought(&book, book.args.offer_ends, ("new", 75 * WHOLE));
    let state = book.state(&mut scene.world);
    assert_eq!(state.price, 750_000);
    let bought = scene.shares(0, &new);
    assert!((99_890_000..=99_892_000).contains(&bought), "{bought}");
    audit::check(&mut scene.world);
    scene.world
}
