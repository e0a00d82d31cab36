//! A group of books whose shares want a credential: what is not marked as qualified counts for none of them.

use super::{JUNIOR, Pair, SENIOR, planned};
use crate::{credentials, on_both_engines};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{book::phase::Phase, credential::state::CredentialTerms};
use securities_tests::{
    audit,
    engine::Engine,
    ix::credential::{change, issue, shown},
    offering::Offering,
    world::{DAY, Money, World},
};

on_both_engines! {
    a_group_is_locked_once_the_marked_money_of_each_of_its_books_is_enough => enough;
    a_mark_that_goes_takes_the_whole_group_with_it => taken_away;
    who_shows_a_credential_consents_to_no_group_that_is_not_there => too_early;
}

fn says<E: Engine>(world: &mut World<E>, days: i64) -> CredentialTerms {
    CredentialTerms {
        category: 1,
        jurisdiction: 756,
        expires_at: world.engine.now() + days * DAY,
        person: Pubkey::default(),
    }
}

/// A pair whose shares want a credential of the one qualifier.
fn restricted<E: Engine>() -> (Pair<E>, Pubkey) {
    let mut world = World::<E>::new(Money::Classic);
    let qualifier = world.person("qualifier");
    let deal = credentials::restricted(&mut world, vec![qualifier]);
    (Pair::of(world, deal, |_, _| {}), qualifier)
}

/// Issues a credential, and marks the owner's ticket by it.
fn marks<E: Engine>(
    pair: &mut Pair<E>,
    qualifier: &Pubkey,
    book: &Offering,
    (owner, id): (&str, u32),
) {
    let owner = pair.world.key(owner);
    let year = says(&mut pair.world, 365);
    let mark = pair.deal.qualify_ticket(book, qualifier, &owner, id);
    pair.world.go(&[issue(qualifier, &owner, year), mark]);
    audit::check(&mut pair.world);
}

/// Ben has committed the junior book's 200 ahead of Cat and is not qualified; Cat's 200 are sold, and Ben's go back.
fn enough<E: Engine>() -> World<E> {
    let (mut pair, qualifier) = restricted::<E>();
    pair.sell_senior();
    pair.sell_junior();
    let (senior, junior) = (pair.senior.clone(), pair.junior.clone());
    let cat = pair.world.investor("cat", JUNIOR);
    junior.deposit(&mut pair.world, &pair.deal, &cat, JUNIOR);
    pair.end_offers();
    assert_eq!(pair.both_refused(), "CannotLock", "none is marked");
    marks(&mut pair, &qualifier, &senior, ("ana", 0));
    assert_eq!(
        pair.both_refused(),
        "CannotLock",
        "the junior has 400 of which none count"
    );
    marks(&mut pair, &qualifier, &junior, ("cat", 1));
    pair.lock();
    assert_eq!(pair.phases(), [Phase::Settling; 2]);
    for (book, owner, id) in [(&senior, "ana", 0), (&junior, "cat", 1)] {
        book.settle(&mut pair.world, &pair.deal, id);
        let owner = pair.world.key(owner);
        assert_eq!(pair.world.wealth(&owner), 0, "all of it is accepted");
    }
    let ben = pair.world.key("ben");
    junior.refund(&mut pair.world, &pair.deal, 0);
    assert_eq!(pair.world.wealth(&ben), JUNIOR);
    for book in [&senior, &junior] {
        book.release(&mut pair.world, &pair.deal);
    }
    assert_eq!(pair.treasury(), SENIOR + JUNIOR);
    audit::check(&mut pair.world);
    pair.world
}

/// The qualifier takes Ben's credential back a moment before the deadline: the junior book comes to nothing, and with
/// it the senior one, whose money was all there.
fn taken_away<E: Engine>() -> World<E> {
    let (mut pair, qualifier) = restricted::<E>();
    pair.sell_senior();
    pair.sell_junior();
    let (senior, junior) = (pair.senior.clone(), pair.junior.clone());
    marks(&mut pair, &qualifier, &senior, ("ana", 0));
    marks(&mut pair, &qualifier, &junior, ("ben", 0));
    let ben = pair.world.key("ben");
    let unmark = pair.deal.disqualify_ticket(&junior, &ben, 0);
    let deadline = pair.senior.args.deadline;
    pair.world.engine.set_now(deadline - 1);
    let never = CredentialTerms {
        category: 1,
        jurisdiction: 756,
        expires_at: 0,
        person: Pubkey::default(),
    };
    pair.world.go(&[change(&qualifier, &ben, never)]);
    pair.world.go(&[unmark]);
    pair.pass_deadline();
    assert_eq!(pair.phases(), [Phase::Due, Phase::Refunding]);
    assert_eq!(pair.both_refused(), "CannotLock");
    pair.world
        .go(&[pair.deal.fail_book(&senior, Some(&junior))]);
    for book in [&senior, &junior] {
        book.refund(&mut pair.world, &pair.deal, 0);
    }
    pair.require_whole(&[("ana", SENIOR), ("ben", JUNIOR)]);
    audit::check(&mut pair.world);
    pair.world
}

/// A good credential is no offer of the junior book.
fn too_early<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let qualifier = world.person("qualifier");
    let deal = credentials::restricted(&mut world, vec![qualifier]);
    let [senior, junior] =
        [(0, SENIOR), (1, JUNIOR)].map(|(rank, money)| planned(&mut world, &deal, rank, money));
    senior.open(&mut world, &deal, 16);
    let ana = world.investor("ana", SENIOR);
    let year = says(&mut world, 365);
    world.go(&[issue(&qualifier, &ana, year)]);
    let deposit = |version| -> Instruction {
        let deposit = deal.deposit(&senior, (&ana, &ana), 0, SENIOR, version);
        shown(deposit, (&deal.security, &qualifier), &ana)
    };
    assert_eq!(world.refused(&[deposit(1)]), "GroupIncomplete");
    world.go(&[deposit(0)]);
    assert_eq!(
        senior.state(&mut world).committed,
        0,
        "marked, and not committed"
    );
    let commit = shown(
        deal.commit(&senior, &ana, 0, 1),
        (&deal.security, &qualifier),
        &ana,
    );
    assert_eq!(
        world.refused(std::slice::from_ref(&commit)),
        "GroupIncomplete"
    );
    junior.open(&mut world, &deal, 16);
    world.go(&[commit]);
    assert_eq!(senior.state(&mut world).committed, SENIOR);
    audit::check(&mut world);
    world
}
