//! Groups that are locked only if the tests of the structure hold with what they lock: a senior class that is sold out over
//! a junior one that is hardly sold is no deal.

mod amounts;

use super::{GROUP, JUNIOR, ONE, Pair, SENIOR, grouped, planned};
use crate::on_both_engines;
use securities::{
    book::{
        offer::version::OfferArgs,
        phase::{LOCK_GRACE, Phase},
    },
    cash::waterfall::terms::{TestTerms, TierTerms, TriggerTerms},
    structure::create_tranche::TrancheArgs,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    lite::Lite,
    offering::Offering,
    world::{Money, World},
};

on_both_engines! {
    a_group_is_locked_once_the_subordination_that_it_requires_stands => subordinated;
    a_cover_counts_with_what_its_tickets_will_bring => covered;
}

const FIFTH: TestTerms = TestTerms::Subordination {
    rank: 0,
    min_bps: 2_000,
};

/// Debt over equity that has a par, and so capital that stands below.
fn classes() -> Vec<TrancheArgs> {
    let equity = TrancheArgs {
        par: ONE,
        ..deal::junior(1)
    };
    vec![deal::senior(0), equity]
}

/// A deal with a test, or none, whose tiers are those that its classes need with others before them.
fn tested<E: Engine>(
    classes: Vec<TrancheArgs>,
    tests: &[TestTerms],
    tiers: Vec<TierTerms>,
) -> Pair<E> {
    let mut world = World::<E>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.triggers = tests
        .iter()
        .map(|test| TriggerTerms {
            test: *test,
            cure_days: 30,
            consequences: 1,
        })
        .collect();
    let deal = deal.create(&mut world, classes, tiers);
    Pair::of(world, deal, |_, book| {
        book.args.group_requires_tests = true;
        book.args.minimum = 100 * ONE;
    })
}

fn standard<E: Engine>(tests: &[TestTerms]) -> Pair<E> {
    tested(classes(), tests, deal::tiers_of(&classes()))
}

fn buy<E: Engine>(pair: &mut Pair<E>, name: &str, rank: u8, money: u64) {
    let book = [&pair.senior, &pair.junior][usize::from(rank)].clone();
    let owner = pair.world.investor(name, money);
    book.deposit(&mut pair.world, &pair.deal, &owner, money);
}

/// 800 of debt want 200 below: 199 are too few.
fn subordinated<E: Engine>() -> World<E> {
    let mut pair = standard::<E>(&[FIFTH]);
    pair.sell_senior();
    buy(&mut pair, "ben", 1, 199 * ONE);
    pair.end_offers();
    assert_eq!(pair.both_refused(), "SubordinationShort");
    assert_eq!(pair.phases(), [Phase::Offering; 2]);
    buy(&mut pair, "cid", 1, ONE);
    // Who has only its own claim to go by leaves again, and the others wait.
    pair.lock();
    assert_eq!(pair.phases(), [Phase::Settling; 2]);
    for (book, tickets) in [(pair.senior.clone(), 1), (pair.junior.clone(), 2)] {
        for id in 0..tickets {
            book.settle(&mut pair.world, &pair.deal, id);
        }
        book.release(&mut pair.world, &pair.deal);
    }
    assert_eq!(pair.treasury(), SENIOR + JUNIOR);
    audit::check(&mut pair.world);
    pair.world
}

/// Where the ratio never comes, nothing is locked, and all money goes back.
#[test]
fn a_group_whose_tests_never_hold_fails_like_any_other() {
    let mut pair = standard::<Lite>(&[FIFTH]);
    pair.sell_senior();
    buy(&mut pair, "ben", 1, JUNIOR);
    pair.end_offers();
    // The junior investor takes the ratio away, as it would a minimum.
    let ben = pair.world.key("ben");
    let junior = pair.junior.clone();
    junior.withdraw(&mut pair.world, &pair.deal, &ben, 0, ONE);
    pair.pass_deadline();
    assert_eq!(pair.both_refused(), "SubordinationShort");
    let stranger = pair.world.person("stranger");
    let books = [&pair.senior, &pair.junior];
    let late = pair.deal.lock_group(GROUP, &books, &stranger);
    assert_eq!(pair.world.refused(&[late]), "SubordinationShort");
    pair.world.engine.set_now(junior.args.deadline + LOCK_GRACE);
    assert_eq!(pair.phases(), [Phase::Refunding; 2]);
    for book in [pair.senior.clone(), junior] {
        let ticket = book.ticket(&mut pair.world, 0);
        let refund = pair.deal.refund_ticket(&book, &ticket);
        pair.world.go(&[refund]);
    }
    pair.require_whole(&[("ana", SENIOR), ("ben", JUNIOR)]);
    assert_eq!(pair.world.wealth(&ben), JUNIOR);
}

/// The way out for a sponsor: a new offer with a lower cap ahead cuts the end of the senior line.
#[test]
fn a_lower_cap_ahead_makes_the_tests_hold() {
    let mut pair = standard::<Lite>(&[FIFTH]);
    pair.sell_senior();
    buy(&mut pair, "ben", 1, 150 * ONE);
    pair.end_offers();
    assert_eq!(pair.both_refused(), "SubordinationShort");
    let senior = pair.senior.clone();
    let lower = OfferArgs {
        cap: 600 * ONE,
        ..senior.offer(1)
    };
    pair.world.go(&[pair.deal.make_offer(&senior, lower)]);
    senior.commit(&mut pair.world, &pair.deal, 0);
    let ends = senior.state(&mut pair.world).offer_ends;
    pair.world.engine.set_now(ends);
    pair.lock();
    assert_eq!(pair.phases(), [Phase::Settling; 2]);
    audit::check(&mut pair.world);
}

/// A first-loss cover whose tickets are settled after the lock: 150 of equity and 50 of cover are the fifth.
fn covered<E: Engine>() -> World<E> {
    let mut classes = classes();
    classes.push(deal::cover(2));
    let mut tiers = deal::tiers_of(&classes[..2]);
    tiers.insert(3, TierTerms::Cover { rank: 2 });
    let mut world = World::<E>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.triggers = vec![TriggerTerms {
        test: FIFTH,
        cure_days: 30,
        consequences: 1,
    }];
    let deal = deal.create(&mut world, classes, tiers);
    let mut books = Vec::new();
    for (rank, money) in [(0, SENIOR), (1, 150 * ONE), (2, 50 * ONE)] {
        let mut book = planned(&mut world, &deal, rank, money);
        book.args.group_size = 3;
        book.args.group_requires_tests = true;
        book.args.minimum = 40 * ONE;
        book.open(&mut world, &deal, 16);
        books.push(book);
    }
    let sell = |world: &mut World<E>, book: &Offering, money| {
        let owner = world.investor(&format!("buyer {} of {money}", book.rank), money);
        book.deposit(world, &deal, &owner, money);
    };
    sell(&mut world, &books[0], SENIOR);
    sell(&mut world, &books[1], 150 * ONE);
    sell(&mut world, &books[2], 49 * ONE);
    world.engine.set_now(books[0].args.offer_ends);
    let all: Vec<&Offering> = books.iter().collect();
    let lock = deal.lock_group(GROUP, &all, &deal.sponsor);
    assert_eq!(
        world.refused(std::slice::from_ref(&lock)),
        "SubordinationShort"
    );
    sell(&mut world, &books[2], ONE);
    world.go(&[lock]);
    for (book, tickets) in books.iter().zip([1, 1, 2]) {
        for id in 0..tickets {
            book.settle(&mut world, &deal, id);
        }
    }
    audit::check(&mut world);
    world
}

/// What happened, and not who pays in how much, is behind the other triggers.
#[test]
fn other_tests_and_other_groups_hold_up_no_lock() {
    let mut pair = standard::<Lite>(&[
        TestTerms::Losses { max_bps: 1_000 },
        TestTerms::Overdue { rank: 0, days: 30 },
    ]);
    pair.sell_senior();
    buy(&mut pair, "ben", 1, 100 * ONE);
    pair.end_offers();
    pair.lock();

    let mut world = World::<Lite>::new(Money::Classic);
    let mut deal = Deal::plan(&mut world, "sponsor", 1);
    deal.triggers = vec![TriggerTerms {
        test: FIFTH,
        cure_days: 30,
        consequences: 1,
    }];
    let deal = deal.create(&mut world, classes(), deal::tiers_of(&classes()));
    let mut pair = Pair::of(world, deal, |_, book| book.args.minimum = 100 * ONE);
    pair.sell_senior();
    buy(&mut pair, "ben", 1, 100 * ONE);
    pair.end_offers();
    // Tranches that nobody asks for are refused, as any account that is no book.
    let mut more = pair
        .deal
        .lock_group(GROUP, &[&pair.senior, &pair.junior], &pair.deal.sponsor);
    let tranche = more.accounts[5].clone();
    more.accounts.push(tranche);
    assert_eq!(pair.world.refused(&[more]), "GroupIncomplete");
    pair.lock();
    assert_eq!(pair.phases(), [Phase::Settling; 2]);
}

#[test]
fn all_tranches_are_passed_in_order() {
    let mut pair = standard::<Lite>(&[FIFTH]);
    pair.sell_senior();
    buy(&mut pair, "ben", 1, JUNIOR);
    pair.end_offers();
    let other = Deal::standard(&mut pair.world, "other", 2);
    let lock = pair
        .deal
        .lock_group(GROUP, &[&pair.senior, &pair.junior], &pair.deal.sponsor);
    let last = lock.accounts.len() - 1;
    let mut short = lock.clone();
    short.accounts.pop();
    let mut none = lock.clone();
    none.accounts.truncate(last - 1);
    let mut twice = lock.clone();
    twice.accounts[last] = twice.accounts[last - 1].clone();
    let mut swapped = lock.clone();
    swapped.accounts.swap(last, last - 1);
    let mut more = lock.clone();
    more.accounts.push(more.accounts[last].clone());
    assert_eq!(pair.world.refused(&[twice]), "AccountBorrowFailed");
    for wrong in [short, none, swapped, more] {
        assert_eq!(pair.world.refused(&[wrong]), "TranchesIncomplete");
    }
    let mut foreign = lock.clone();
    foreign.accounts[last].pubkey = other.class(1).tranche;
    assert_eq!(pair.world.refused(&[foreign]), "WrongSecurity");
    let mut no_tranche = lock.clone();
    no_tranche.accounts[last].pubkey = pair.senior.book;
    assert_eq!(
        pair.world.refused(&[no_tranche]),
        "AccountDiscriminatorMismatch"
    );
    pair.world.go(&[lock]);
}

/// The first book says it for all, and a book of no group says nothing.
#[test]
fn all_books_of_a_group_require_the_tests_or_none() {
    for first in [false, true] {
        let mut world = World::<Lite>::new(Money::Classic);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        let mut senior = planned(&mut world, &deal, 0, SENIOR);
        senior.args.group_requires_tests = first;
        senior.open(&mut world, &deal, 16);
        let mut junior = Offering::plan(&mut world, &deal, 1, 0, "second line");
        grouped(&mut junior.args, JUNIOR);
        junior.args.group_requires_tests = !first;
        let open = junior.opening(&mut world, &deal, 16);
        assert_eq!(world.refused(&open), "BadGroup");
        (junior.args.group, junior.args.group_size) = (0, 0);
        junior.args.group_requires_tests = true;
        let open = junior.opening(&mut world, &deal, 16);
        assert_eq!(world.refused(&open), "BadGroup");
        grouped(&mut junior.args, JUNIOR);
        junior.args.group_requires_tests = first;
        junior.open(&mut world, &deal, 16);
        let security: securities::security::state::Security =
            securities_tests::read::state(&mut world.engine, &deal.security);
        assert_eq!(security.groups[0].requires_tests, u8::from(first));
        assert!(
            world
                .engine
                .account(&address::book(&junior.tranche, 0))
                .is_some()
        );
    }
}
