//! Locks of a group that are refused whole: whatever is missing, twice, foreign or not ready, nothing changes.

use super::{GROUP, JUNIOR, Pair, SENIOR, planned};
use securities::book::{phase::Phase, state::Book};
use securities_tests::{
    deal::Deal,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    read,
    world::{Money, World},
};

fn sold() -> Pair<Lite> {
    let mut pair = Pair::<Lite>::sold();
    pair.end_offers();
    pair
}

/// Nothing has changed.
fn require_open(pair: &mut Pair<Lite>) {
    assert_eq!(pair.phases(), [Phase::Offering; 2]);
}

#[test]
fn a_book_that_is_missing_or_passed_twice_refuses_all() {
    let mut pair = sold();
    let (senior, junior) = (pair.senior.clone(), pair.junior.clone());
    for books in [
        &[][..],
        &[&senior],
        &[&junior],
        &[&senior, &senior],
        &[&senior, &junior, &senior],
    ] {
        assert_eq!(pair.lock_refused(books), "GroupIncomplete");
        require_open(&mut pair);
    }
    // Half of a book.
    let mut cut = pair
        .deal
        .lock_group(GROUP, &[&senior, &junior], &pair.deal.sponsor);
    cut.accounts.pop();
    assert_eq!(pair.world.refused(&[cut]), "GroupIncomplete");
    require_open(&mut pair);
}

#[test]
fn a_book_of_no_group_or_another_refuses_all() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let senior = planned(&mut world, &deal, 0, SENIOR);
    senior.open(&mut world, &deal, 16);
    let alone = Offering::standard(&mut world, &deal, 1, "line 1");
    let mut junior = Offering::plan(&mut world, &deal, 1, 1, "line 2");
    super::grouped(&mut junior.args, JUNIOR);
    junior.open(&mut world, &deal, 16);
    let ana = world.investor("ana", 3_000 * SENIOR);
    senior.deposit(&mut world, &deal, &ana, SENIOR);
    junior.deposit(&mut world, &deal, &ana, JUNIOR);
    alone.deposit(&mut world, &deal, &ana, alone.args.minimum);
    world.engine.set_now(senior.args.offer_ends);
    let mut refused = |group, books: &[&Offering]| {
        let lock = deal.lock_group(group, books, &deal.sponsor);
        world.refused(&[lock])
    };
    assert_eq!(refused(GROUP, &[&senior, &alone]), "WrongGroup");
    assert_eq!(refused(0, &[&alone]), "WrongGroup");
    assert_eq!(refused(2, &[&senior, &junior]), "WrongGroup", "none such");
    assert_eq!(refused(5, &[&senior, &junior]), "WrongGroup");
    // One that no group binds can be locked, but not given up.
    let fail = deal.fail_book(&alone, Some(&senior));
    assert_eq!(world.refused(&[fail]), "WrongGroup");
    let fail = deal.fail_book(&senior, Some(&alone));
    assert_eq!(world.refused(&[fail]), "WrongGroup");
    let fail = deal.fail_book(&alone, None);
    assert_eq!(world.refused(&[fail]), "WrongGroup");
    world.go(&[deal.lock_book(&alone, &deal.sponsor)]);
}

#[test]
fn a_foreign_book_or_tranche_refuses_all() {
    let mut pair = sold();
    let other = Deal::standard(&mut pair.world, "other", 2);
    let mut foreign = planned(&mut pair.world, &other, 1, JUNIOR);
    foreign.line = pair.world.key("foreign line");
    let now = pair.world.engine.now();
    foreign.args.offer_ends = now + securities_tests::world::DAY;
    foreign.open(&mut pair.world, &other, 16);
    let (senior, junior) = (pair.senior.clone(), pair.junior.clone());
    let (sponsor, books) = (pair.deal.sponsor, [&senior, &junior]);
    assert_eq!(pair.lock_refused(&[&senior, &foreign]), "WrongSecurity");
    let lock = pair.deal.lock_group(GROUP, &books, &sponsor);
    // Named are five; then tranche, share value and book of each.
    for (at, with, error) in [
        (5, junior.tranche, "WrongTranche"),
        (5, foreign.tranche, "WrongSecurity"),
        (6, lock.accounts[9].pubkey, "WrongRateSource"),
        (7, junior.book, "WrongTranche"),
        (7, senior.tranche, "AccountDiscriminatorMismatch"),
        (7, sponsor, "AccountOwnedByWrongProgram"),
    ] {
        let mut wrong = lock.clone();
        wrong.accounts[at].pubkey = with;
        assert_eq!(pair.world.refused(&[wrong]), error, "{at}");
        require_open(&mut pair);
    }
    // What has to be written to, read-only.
    for at in [5, 7] {
        let mut fixed = lock.clone();
        fixed.accounts[at].is_writable = false;
        assert_eq!(pair.world.refused(&[fixed]), "AccountNotMutable");
    }
    pair.world.go(&[lock]);
}

/// The log names the book that refused all.
#[test]
fn who_refused_is_in_the_log() {
    let mut pair = Pair::<Lite>::opened();
    pair.sell_senior();
    pair.end_offers();
    let books = [&pair.senior, &pair.junior];
    let lock = pair.deal.lock_group(GROUP, &books, &pair.deal.sponsor);
    let Err(failure) = pair.world.send(&[lock]) else {
        panic!("a group is locked of which one book is not ready");
    };
    let junior = pair.junior.book.to_string();
    let senior = pair.senior.book.to_string();
    let logged = |key: &str| failure.logs.iter().any(|line| line.contains(key));
    assert!(logged(&junior) && !logged(&senior), "{:?}", failure.logs);
}

#[test]
fn consent_to_a_book_of_a_group_names_the_security() {
    let mut pair = Pair::<Lite>::sold();
    let (deal, mut senior) = (pair.deal.clone(), pair.senior.clone());
    let ana = pair.world.investor("ana", SENIOR);
    let unnamed = |book: &Offering, id| {
        [
            deal.deposit(book, (&ana, &ana), id, SENIOR, 1),
            deal.commit(book, &ana, id, 1),
        ]
    };
    let id = read::state::<Book>(&mut pair.world.engine, &senior.book).next_ticket;
    pair.world
        .go(&[deal.deposit(&senior, (&ana, &ana), id, SENIOR / 2, 0)]);
    let named = deal.commit(&senior, &ana, id, 1);
    // The helpers name it for a book of a group.
    senior.args.group = 0;
    let [deposit, _] = unnamed(&senior, id + 1);
    let [_, commit] = unnamed(&senior, id);
    for call in [deposit, commit] {
        assert_eq!(pair.world.refused(&[call]), "SecurityMissing");
    }
    let mut foreign = named.clone();
    let other = Deal::standard(&mut pair.world, "another sponsor", 2);
    for meta in &mut foreign.accounts {
        if meta.pubkey == deal.security {
            meta.pubkey = other.security;
        }
    }
    assert_eq!(pair.world.refused(&[foreign]), "WrongSecurity");
    pair.world.go(&[named]);
}
