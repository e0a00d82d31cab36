//! A full book of a class of which principal comes back while the book is open: its price comes down, so that the same
//! money buys more shares than were set aside at the opening.

use super::{
    Scene,
    tap::{MARCH, with},
};
use crate::{
    on_both_engines,
    payouts::source,
    story::{self, WHOLE},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{offer::open_book::BookArgs, state::AllocationRule},
    cash::distribution::post_distribution::DistributionArgs,
    structure::create_tranche::TrancheArgs,
    warrant::create_series::SeriesArgs,
};
use securities_tests::{
    audit,
    deal::{self, AUTHORISED},
    engine::Engine,
    offering::Offering,
    terms::Reward,
    world::{DAY, World},
};

on_both_engines! {
    a_full_book_is_locked_after_an_instalment => instalment;
    a_stranger_who_repays_a_little_keeps_no_full_book_from_its_lock => stranger;
    a_group_with_a_full_book_is_locked_after_an_instalment => group;
    where_too_few_shares_are_authorised_the_cap_falls_to_what_they_cost => first_come;
    pro_rata_everyone_is_cut_to_what_the_shares_cost => pro_rata;
    a_minimum_that_the_shares_do_not_reach_is_refused_until_there_are_more => minimum;
    a_lead_for_whom_too_few_shares_are_left_is_none => lead;
    what_is_approved_is_never_cut => approved;
}

/// What is sold of the class, and what the later book takes.
const SOLD: u64 = 1_000 * WHOLE;
/// What 1,000 buys at 0.95.
const BOUGHT: u64 = 1_052_631_578;

/// Debt without interest, of which so many shares are authorised and 1,000 are out at 1.00.
fn lent<E: Engine>(authorised: u64) -> Scene<E> {
    lent_of(TrancheArgs {
        rate_ppm: 0,
        authorised,
        ..deal::senior(0)
    })
}

fn lent_of<E: Engine>(senior: TrancheArgs) -> Scene<E> {
    let senior = TrancheArgs {
        decimals: 6,
        ..senior
    };
    let mut scene = with::<E>(vec![senior, deal::junior(1)]);
    scene.sold(1, MARCH - DAY, ("sponsor's own", WHOLE), WHOLE);
    let first = full(&mut scene, |_| {});
    let old = scene.world.investor("old", SOLD);
    first.sell(&mut scene.world, &scene.deal, &[(old, SOLD)]);
    scene
}

/// Opens a book of the debt for another 1,000.
fn full<E: Engine>(scene: &mut Scene<E>, edit: impl FnOnce(&mut BookArgs)) -> Offering {
    scene.opened(0, |args| {
        (args.minimum, args.cap, args.min_ticket) = (WHOLE, SOLD, 10 * WHOLE);
        edit(args);
    })
}

impl<E: Engine> Scene<E> {
    /// Somebody joins the line with so many whole tokens.
    fn joins(&mut self, book: &Offering, (name, money): (&str, u64)) -> Pubkey {
        let owner = self.world.investor(name, money * WHOLE);
        book.deposit(&mut self.world, &self.deal, &owner, money * WHOLE);
        owner
    }

    /// Pays in money of which so much is principal.
    fn pays_in(&mut self, name: &str, amount: u64, principal: u64) {
        let payer = self.world.investor(name, amount);
        let args = DistributionArgs {
            principal,
            ..source(self.world.engine.now(), amount)
        };
        let post = self.deal.post_distribution(&payer, 0, args);
        self.world.go(&[post]);
    }

    /// A twentieth of the debt comes back.
    fn instalment(&mut self) {
        self.pays_in("servicer", SOLD / 20, SOLD / 20);
    }

    /// Why a book is not locked at the end of its offer.
    fn lock_refused(&mut self, book: &Offering) -> String {
        self.world.engine.set_now(book.args.offer_ends);
        let lock = self.deal.lock_book(book, &self.deal.sponsor);
        self.refused_call(&lock)
    }

    /// Settles such tickets of a book, and closes it: nothing stays set aside that is not issued.
    fn ends(&mut self, book: &Offering, tickets: u32) {
        for id in 0..tickets {
            book.settle(&mut self.world, &self.deal, id);
        }
        audit::check(&mut self.world);
        book.release(&mut self.world, &self.deal);
        let issued = book.state(&mut self.world).shares_issued;
        let close = self.deal.close_book(book);
        self.world.go(&[close]);
        assert_eq!(self.aside(0), SOLD + issued);
        audit::check(&mut self.world);
    }
}

fn instalment<E: Engine>() -> World<E> {
    let mut scene = lent::<E>(AUTHORISED);
    let book = full(&mut scene, |_| {});
    let new = scene.joins(&book, ("new", 1_000));
    scene.instalment();
    book.lock(&mut scene.world, &scene.deal);
    let state = book.state(&mut scene.world);
    assert_eq!((state.price, state.cap), (WHOLE / 20 * 19, SOLD));
    assert_eq!(state.shares_set_aside, BOUGHT);
    scene.ends(&book, 1);
    assert_eq!(scene.shares(0, &new), BOUGHT);
    let state = story::tranche(&mut scene.world, &scene.deal, 0);
    assert!(state.principal().expect("adds up").abs_diff(SOLD / 20 * 39) <= 1);
    scene.world
}

/// On the due date, when all interest is paid, so that nothing accrued makes a share dearer.
fn stranger<E: Engine>() -> World<E> {
    let mut scene = lent_of::<E>(TrancheArgs {
        period_months: 3,
        ..deal::senior(0)
    });
    let due = story::tranche(&mut scene.world, &scene.deal, 0).next_due;
    let due = i64::try_from(due).expect("a day") * DAY;
    scene.world.engine.set_now(due - 6 * DAY);
    let book = full(&mut scene, |_| {});
    let new = scene.joins(&book, ("new", 1_000));
    scene.world.engine.set_now(due);
    let touch = scene.deal.check_triggers();
    scene.world.go(&[touch]);
    let interest = story::tranche(&mut scene.world, &scene.deal, 0).interest_due;
    scene.pays_in("servicer", interest, 0);
    scene.pays_in("stranger", deal::MIN_DISTRIBUTION, deal::MIN_DISTRIBUTION);
    let lock = scene.deal.lock_book(&book, &scene.deal.sponsor);
    scene.world.go(&[lock]);
    assert_eq!(book.state(&mut scene.world).price, WHOLE - 1);
    scene.ends(&book, 1);
    assert!(scene.shares(0, &new) > SOLD);
    scene.world
}

fn group<E: Engine>() -> World<E> {
    let mut scene = lent::<E>(AUTHORISED);
    let grouped = |args: &mut BookArgs| {
        (args.group, args.group_size) = (1, 2);
        args.latest_deadline = args.deadline;
    };
    let book = full(&mut scene, grouped);
    let other = scene.opened(1, |args| {
        args.cap = 100 * WHOLE;
        (args.offer_ends, args.deadline) = (book.args.offer_ends, book.args.deadline);
        args.opens_at = book.args.opens_at;
        grouped(args);
    });
    let new = scene.joins(&book, ("new", 1_000));
    scene.joins(&other, ("junior's", 100));
    scene.instalment();
    scene.world.engine.set_now(book.args.offer_ends);
    let lock = scene
        .deal
        .lock_group(1, &[&other, &book], &scene.deal.sponsor);
    scene.world.go(&[lock]);
    scene.ends(&book, 1);
    assert_eq!(scene.shares(0, &new), BOUGHT);
    scene.world
}

fn first_come<E: Engine>() -> World<E> {
    cut(AllocationRule::FirstCome, [600, 350])
}

fn pro_rata<E: Engine>() -> World<E> {
    cut(AllocationRule::ProRata, [570, 380])
}

/// Tickets of 600 and 400 for the last 1,000 shares at 0.95, with a warrant for every ten of the money in line.
fn cut<E: Engine>(rule: AllocationRule, accepted: [u64; 2]) -> World<E> {
    let mut scene = lent::<E>(2 * SOLD);
    let series = SeriesArgs {
        number: 0,
        strike: 2 * WHOLE,
        expires_at: scene.world.engine.now() + 400 * DAY,
    };
    scene.world.go(&[scene.deal.create_series(1, series)]);
    let mut book = full(&mut scene, |args| {
        args.allocation = rule;
        args.minimum = 950 * WHOLE;
    });
    let warrants = Reward::warrants(&scene.deal, (1, 0), &[(SOLD, SOLD / 10)]);
    book.promise(&mut scene.world, &scene.deal, warrants);
    let owners = [("ana", 600), ("ben", 400)].map(|who| scene.joins(&book, who));
    scene.instalment();
    let ends = book.state(&mut scene.world).offer_ends;
    scene.world.engine.set_now(ends);
    let lock = scene.deal.lock_book(&book, &scene.deal.sponsor);
    scene.world.go(&[lock]);
    let state = book.state(&mut scene.world);
    assert_eq!(state.cap, 950 * WHOLE);
    assert_eq!(state.shares_held, SOLD, "all there may be");
    let parts = [600, 400].into_iter().zip(accepted);
    for (id, (owner, (money, accepted))) in (0..).zip(owners.iter().zip(parts)) {
        let told = book.preview(&mut scene.world, &scene.deal, id);
        assert_eq!(told.accepted, accepted * WHOLE);
        book.settle(&mut scene.world, &scene.deal, id);
        assert_eq!(scene.shares(0, owner), told.shares);
        let back = (money - accepted) * WHOLE;
        assert_eq!(scene.world.wealth(owner), back, "the rest is back");
    }
    assert_eq!(book.state(&mut scene.world).curves[0].granted, 95 * WHOLE);
    scene.ends(&book, 0);
    assert_eq!(scene.aside(0), 2 * SOLD);
    scene.world
}

/// Another open book holds the 200 that are missing, and comes to nothing.
fn minimum<E: Engine>() -> World<E> {
    let mut scene = lent::<E>(2_200 * WHOLE);
    let book = full(&mut scene, |args| args.minimum = 960 * WHOLE);
    let other = full(&mut scene, |args| {
        args.cap = 200 * WHOLE;
        args.offer_ends = args.opens_at + 2 * DAY;
        args.deadline = args.opens_at + 3 * DAY;
        args.latest_deadline = args.deadline;
    });
    let new = scene.joins(&book, ("new", 1_000));
    scene.instalment();
    assert_eq!(scene.lock_refused(&book), "TooFewShares");
    let close = scene.deal.close_book(&other);
    scene.world.go(&[close]);
    book.lock(&mut scene.world, &scene.deal);
    scene.ends(&book, 1);
    assert_eq!(scene.shares(0, &new), BOUGHT);
    scene.world
}

/// Its 1,000 are within the cap, but not within what it falls to.
fn lead<E: Engine>() -> World<E> {
    for (least, refused) in [(951, true), (950, false)] {
        let mut scene = lent::<E>(2 * SOLD);
        let lead = scene.world.investor("lead", 0);
        let book = full(&mut scene, |args| {
            (args.lead, args.lead_minimum) = (lead, least * WHOLE);
        });
        scene.joins(&book, ("lead", 1_000));
        scene.instalment();
        if refused {
            assert_eq!(scene.lock_refused(&book), "TooFewShares");
            continue;
        }
        book.lock(&mut scene.world, &scene.deal);
        scene.ends(&book, 1);
        assert_eq!(scene.shares(0, &lead), SOLD);
        return scene.world;
    }
    unreachable!("the last is locked")
}

fn approved<E: Engine>() -> World<E> {
    let mut scene = lent::<E>(2 * SOLD);
    let book = full(&mut scene, |args| {
        args.allocation = AllocationRule::Discretionary;
    });
    let new = scene.joins(&book, ("new", 1_000));
    scene.instalment();
    let approve =
        |scene: &Scene<E>, money| scene.deal.approve_ticket(&book, &new, 0, money * WHOLE);
    let all = approve(&scene, 1_000);
    scene.world.go(&[all]);
    assert_eq!(scene.lock_refused(&book), "TooFewShares");
    let less = approve(&scene, 950);
    scene.world.go(&[less]);
    book.lock(&mut scene.world, &scene.deal);
    scene.ends(&book, 1);
    assert_eq!(scene.shares(0, &new), SOLD);
    scene.world
}
