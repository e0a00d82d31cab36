//! How a group is formed, and what its investors can rely on from then on.

use super::{GROUP, JUNIOR, ONE, Pair, SENIOR, grouped, planned};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::book::offer::{open_book::BookArgs, version::OfferArgs};
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    terms::Asset,
    world::{DAY, Money, World},
};

on_both_engines! {
    nobody_consents_before_all_books_of_the_group_are_there => incomplete;
    what_others_closed_beside_does_not_get_worse => terms;
}

/// Whatever stands in for the junior book later, nobody has consented to close beside it before it could be read.
fn incomplete<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let senior = planned(&mut world, &deal, 0, SENIOR);
    senior.open(&mut world, &deal, 16);
    let ana = world.investor("ana", SENIOR);
    let deposit = |version| deal.deposit(&senior, (&ana, &ana), 0, SENIOR, version);
    assert_eq!(world.refused(&[deposit(1)]), "GroupIncomplete");
    world.go(&[deposit(0)]);
    let commit = deal.commit(&senior, &ana, 0, 1);
    let commit = std::slice::from_ref(&commit);
    assert_eq!(world.refused(commit), "GroupIncomplete");
    let lock = deal.lock_group(GROUP, &[&senior], &deal.sponsor);
    assert_eq!(world.refused(&[lock]), "GroupIncomplete");
    // Nor while it has no offer, which may still be any.
    let mut junior = planned(&mut world, &deal, 1, JUNIOR);
    junior.args.offer_ends = 0;
    junior.open(&mut world, &deal, 16);
    assert_eq!(world.refused(commit), "GroupIncomplete");
    let lock = deal.lock_group(GROUP, &[&senior, &junior], &deal.sponsor);
    assert_eq!(world.refused(&[lock]), "GroupIncomplete");
    let smaller = OfferArgs {
        minimum: JUNIOR / 2,
        ..junior.offer(0)
    };
    world.go(&[deal.make_offer(&junior, smaller)]);
    world.go(commit);
    audit::check(&mut world);
    world
}

/// The sponsor sells a junior class for next to nothing, with a worthless asset, or twice as much of the senior one,
/// once the others have consented.
fn terms<E: Engine>() -> World<E> {
    let mut pair = Pair::<E>::sold();
    type Edit = fn(&mut OfferArgs);
    let worse: [Edit; 3] = [
        |args| args.minimum = ONE,
        |args| args.cap *= 2,
        |args| (args.price, args.price_min) = (ONE / 2, ONE / 2),
    ];
    for (at, edit) in worse.iter().enumerate() {
        for book in [&pair.senior, &pair.junior] {
            let mut args = book.offer(1);
            edit(&mut args);
            let offer = pair.deal.make_offer(book, args);
            assert_eq!(pair.world.refused(&[offer]), "GroupTerms", "{at}");
        }
    }
    let same = OfferArgs {
        terms_sha256: [3; 32],
        ..pair.junior.offer(1)
    };
    pair.world.go(&[pair.deal.make_offer(&pair.junior, same)]);
    // Its own investors consent again, the others have nothing to consent to.
    pair.end_offers();
    assert_eq!(pair.both_refused(), "CannotLock");
    pair.junior.commit(&mut pair.world, &pair.deal, 0);
    pair.lock();
    audit::check(&mut pair.world);
    pair.world
}

#[test]
fn no_asset_joins_once_others_rely_on_what_the_minimum_is_paid_in() {
    let mut pair = Pair::<Lite>::opened();
    pair.sell_senior();
    let program = pair.world.token_program;
    let mint = pair.world.new_mint("asset", &program, &[], |_| Vec::new());
    let mut junior = pair.junior.clone();
    junior
        .assets
        .push(Asset::par(&pair.deal, &junior.book, &mint, &program));
    pair.world.go(&[pair.deal.add_vault(&mint, &program)]);
    let add = pair.deal.add_asset(&junior, 1);
    assert_eq!(pair.world.refused(&[add]), "GroupTerms");
}

/// What `open_book` says to a first and a second book.
fn opened(edits: [fn(&mut BookArgs); 2]) -> [Option<String>; 2] {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mut rank = 0;
    edits.map(|edit| {
        let mut book = planned(&mut world, &deal, rank, JUNIOR);
        rank += 1;
        edit(&mut book.args);
        let open = book.opening(&mut world, &deal, 16);
        world.send(&open).err().map(|failure| failure.name())
    })
}

#[test]
fn a_group_that_is_none_is_refused() {
    let bad = Some("BadGroup".to_owned());
    let wrong: [fn(&mut BookArgs); 7] = [
        |args| args.group = 5,
        |args| args.group = 255,
        |args| args.group = 0,
        |args| args.group_size = 0,
        |args| args.group_size = 1,
        |args| args.group_size = 9,
        |args| args.latest_deadline += DAY,
    ];
    for (at, edit) in wrong.into_iter().enumerate() {
        assert_eq!(opened([edit, |_| {}]), [bad.clone(), None], "{at}");
    }
    let other: [fn(&mut BookArgs); 3] = [
        |args| args.group_size = 3,
        |args| args.opens_at += 1,
        |args| {
            args.deadline += DAY;
            args.latest_deadline += DAY;
        },
    ];
    for (at, edit) in other.into_iter().enumerate() {
        assert_eq!(opened([|_| {}, edit]), [None, bad.clone()], "{at}");
    }
    assert_eq!(
        opened([|_| {}, |args| args.group = 2]),
        [None, None],
        "another group"
    );
}

/// No third book joins, and none takes the place of one that came to nothing: investors know which books they close
/// with.
#[test]
fn a_group_is_never_used_again() {
    let mut pair = Pair::<Lite>::opened();
    let next = |pair: &mut Pair<Lite>, line: &str| {
        let mut book = Offering::plan(&mut pair.world, &pair.deal, 1, 1, line);
        grouped(&mut book.args, JUNIOR);
        let common = &pair.senior.args;
        (book.args.opens_at, book.args.deadline) = (common.opens_at, common.deadline);
        book.args.latest_deadline = common.deadline;
        book
    };
    let third = next(&mut pair, "third");
    let open = third.opening(&mut pair.world, &pair.deal, 16);
    assert_eq!(pair.world.refused(&open), "BadGroup");
    pair.pass_deadline();
    pair.world.go(&[pair.deal.close_book(&pair.junior)]);
    let mut fourth = next(&mut pair, "fourth");
    let now = pair.world.engine.now();
    fourth.args.opens_at = now;
    fourth.args.offer_ends = now + 5 * DAY;
    (fourth.args.deadline, fourth.args.latest_deadline) = (now + 10 * DAY, now + 10 * DAY);
    let open = fourth.opening(&mut pair.world, &pair.deal, 16);
    assert_eq!(pair.world.refused(&open), "BadGroup");
    fourth.args.group = 2;
    fourth.open(&mut pair.world, &pair.deal, 16);
    assert_ne!(fourth.book, Pubkey::default());
}
