//! Shares are delivered whether or not a window is open, and whether or not their account is thawed.

use super::{RANK, Scene, windows};
use crate::{on_both_engines, payouts::STAKE};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{offer::open_book::BookArgs, settlement::events::TicketSettled},
    tranche::thaw::Freeze,
};
use securities_tests::{
    audit,
    engine::Engine,
    events,
    lite::Lite,
    offering::Offering,
    token::{self, TOKEN_2022},
    world::{DAY, World},
};

on_both_engines! {
    a_ticket_is_settled_into_a_thawed_account => into_thawed;
    locked_shares_freeze_the_account_that_they_reach => locked;
}

/// Only Bob's ticket is settled, a window is open, and Cid is ready to trade.
fn unsettled<E: Engine>(edit: impl FnOnce(&mut BookArgs)) -> Scene<E> {
    let mut scene = Scene::<E>::with(windows(), edit);
    let ann = scene.ann;
    let (world, deal) = (&mut scene.world, &scene.deal);
    scene.book.settle(world, deal, 1);
    world.go(&deal.welcome(RANK, &world.payer.clone(), &ann));
    scene.ready();
    scene.open_window(0);
    scene
}

/// Ann's ticket of a book is settled. What became of accounts that were thawed, as the event says it.
fn settled<E: Engine>(scene: &mut Scene<E>, book: &Offering) -> Vec<Freeze> {
    let ticket = book.ticket(&mut scene.world, 0);
    let settle = scene.deal.settle_ticket(book, &ticket);
    let outcome = scene.world.go(&[settle]);
    let mut told = events::of::<TicketSettled>(&outcome);
    let event = told.pop().expect("the event");
    assert_eq!((event.owner, event.shares), (scene.ann, STAKE));
    event.frozen
}

/// She has bought half of Bob's before what a later book sold her is delivered and freezes her account: the event says what her
/// record has then.
#[test]
fn a_delivery_that_freezes_says_what_the_window_brought() {
    let mut scene = Scene::<Lite>::settled(windows());
    let (ann, bob, qualifier) = (scene.ann, scene.bob, scene.qualifier);
    let mut later = Offering::plan(&mut scene.world, &scene.deal, RANK, 1, "later line");
    later.args.cliff_days = 40;
    later.open(&mut scene.world, &scene.deal, 16);
    scene.world.give(&ann, STAKE);
    later.deposit(&mut scene.world, &scene.deal, &ann, STAKE);
    let qualify = scene.deal.qualify_ticket(&later, &qualifier, &ann, 0);
    scene.world.go(&[qualify]);
    later.lock(&mut scene.world, &scene.deal);
    scene.open_window(0);
    for owner in [ann, bob] {
        scene.thaw(&owner);
    }
    let buy = scene.plain(&bob, &ann, STAKE / 2);
    scene.world.go(&[buy]);
    let [told] = settled(&mut scene, &later).try_into().expect("one account");
    assert_eq!((told.before, told.shares), (2 * STAKE, STAKE / 2 * 5));
    assert_eq!((told.thawed, told.burnt), (1, 0));
    assert_eq!(scene.record(&ann).shares, told.shares);
    scene.freeze(&bob, &bob);
    audit::check(&mut scene.world);
}

/// Of the first book.
fn first_settled<E: Engine>(scene: &mut Scene<E>) -> Vec<Freeze> {
    let book = scene.book.clone();
    settled(scene, &book)
}

fn into_thawed<E: Engine>() -> World<E> {
    let mut scene = unsettled::<E>(|_| {});
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    scene.pay(2_000_000);
    for owner in [ann, bob, cid] {
        scene.thaw(&owner);
    }
    let buy = scene.plain(&bob, &ann, STAKE / 2);
    scene.world.go(&[buy]);
    scene.pay(4_000_000);
    assert_eq!(first_settled(&mut scene), []);
    let account = scene.account(&ann);
    assert!(!scene.is_frozen(&account), "it stays thawed");
    assert_eq!(scene.balance(&ann), STAKE / 2 * 3);
    assert_eq!(scene.tranche().thawed_shares, 2 * STAKE);
    audit::check(&mut scene.world);
    let sell = scene.plain(&ann, &cid, STAKE);
    scene.world.go(&[sell]);
    scene.end_window();
    for owner in [ann, bob, cid] {
        scene.freeze(&bob, &owner);
    }
    let claimed = [ann, bob, cid].map(|owner| scene.claim(&owner));
    assert_eq!(
        claimed,
        [1_000_000 + 1_000_000, 1_000_000 + 1_000_000, 2_000_000],
        "hers since the lock, and what was held by what they have in the end"
    );
    audit::check(&mut scene.world);
    scene.world
}

fn locked<E: Engine>() -> World<E> {
    let mut scene = unsettled::<E>(|args| args.cliff_days = 40);
    let (ann, cid) = (scene.ann, scene.cid);
    scene.thaw(&ann);
    scene.thaw(&cid);
    scene.pay(2_000_000);
    let told = first_settled(&mut scene);
    let expected = Freeze {
        tranche: scene.deal.class(RANK).tranche,
        before: STAKE,
        shares: STAKE,
        thawed: 1,
        burnt: 0,
    };
    assert_eq!(told, [expected]);
    let account = scene.account(&ann);
    assert!(scene.is_frozen(&account), "what it received is locked");
    assert_eq!(scene.record(&ann).shares, STAKE);
    assert_eq!(
        (scene.tranche().thawed, scene.record(&ann).is_thawed),
        (1, 0)
    );
    assert_eq!(scene.tranche().payouts[0].held, 2_000_000, "Cid is thawed");
    assert_eq!(scene.refuses_thaw(&ann), "SharesLocked");
    audit::check(&mut scene.world);
    scene.freeze(&cid, &cid);
    assert_eq!(scene.claim(&ann), 1_000_000);
    audit::check(&mut scene.world);
    scene.world
}

/// The last that is thawed, frozen by a delivery, credits what was held.
#[test]
fn a_delivery_that_freezes_the_last_account_credits_what_was_held() {
    let mut scene = unsettled::<Lite>(|args| args.cliff_days = 40);
    let (ann, bob) = (scene.ann, scene.bob);
    scene.thaw(&ann);
    scene.pay(2_000_000);
    let [told] = first_settled(&mut scene).try_into().expect("one account");
    assert_eq!((told.before, told.shares, told.thawed), (STAKE, STAKE, 0));
    assert_eq!(scene.tranche().thawed, 0);
    let claimed = [ann, bob].map(|owner| scene.claim(&owner));
    assert_eq!(claimed, [1_000_000; 2]);
    audit::check(&mut scene.world);
}

/// Whatever else is thawed, a ticket's shares reach one account alone, which stays as it was.
#[test]
fn shares_are_delivered_to_the_associated_account_while_another_is_thawed() {
    let mut scene = unsettled::<Lite>(|_| {});
    let (ann, bob, stranger) = (scene.ann, scene.bob, scene.world.person("stranger"));
    let mint = scene.deal.class(RANK).mint;
    let vault = scene.world.new_share_account("ann's vault", &mint, &ann);
    let thaw = scene.deal.thaw(RANK, &stranger, &ann, &vault);
    scene.world.go(&[thaw]);
    let ticket = scene.book.ticket(&mut scene.world, 0);
    let settle = scene.deal.settle_ticket(&scene.book, &ticket);
    for other in [vault, scene.account(&bob)] {
        let mut astray = settle.clone();
        astray.accounts[7].pubkey = other;
        assert_eq!(scene.world.refused(&[astray]), "WrongShareAccount");
    }
    scene.world.go(&[settle]);
    let hers = scene.account(&ann);
    assert_eq!(scene.balance(&ann), STAKE);
    assert!(scene.is_frozen(&hers), "hers is frozen again");
    assert!(!scene.is_frozen(&vault), "the vault stays thawed");
    let record = scene.record(&ann);
    assert_eq!(
        (record.shares, record.share_account, record.thawed_shares),
        (STAKE, vault, 0)
    );
    audit::check(&mut scene.world);
    // The vault has less than she has beside it: anyone freezes it, so that hers can be thawed.
    let freeze = scene.deal.freeze(RANK, &stranger, &ann, &vault);
    scene.world.go(&[freeze]);
    scene.thaw(&ann);
    audit::check(&mut scene.world);
}

/// What she is delivered in an account that is frozen is locked, and her other account stays thawed.
#[test]
fn locked_shares_reach_a_frozen_account_beside_a_thawed_one() {
    let mut scene = unsettled::<Lite>(|args| args.cliff_days = 40);
    let ann = scene.ann;
    let mint = scene.deal.class(RANK).mint;
    let vault = scene.world.new_share_account("ann's vault", &mint, &ann);
    scene.world.go(&[scene.deal.thaw(RANK, &ann, &ann, &vault)]);
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    let hers = scene.account(&ann);
    assert!(scene.is_frozen(&hers));
    assert_eq!(scene.tranche().thawed, 1);
    audit::check(&mut scene.world);
    scene
        .world
        .go(&[scene.deal.freeze(RANK, &ann, &ann, &vault)]);
    assert_eq!(scene.refuses_thaw(&ann), "SharesLocked");
    assert_eq!(scene.record(&ann).shares, STAKE);
    audit::check(&mut scene.world);
}

/// Whoever closes a thawed account keeps nobody from the delivery of what it bought.
#[test]
fn a_closed_account_is_settled_and_then_receives() {
    let mut scene = unsettled::<Lite>(|_| {});
    let (ann, stranger) = (scene.ann, scene.world.person("stranger"));
    scene.thaw(&ann);
    let account = scene.account(&ann);
    scene.world.go(&[token::close(&TOKEN_2022, &account, &ann)]);
    let ticket = scene.book.ticket(&mut scene.world, 0);
    let settle = scene.deal.settle_ticket(&scene.book, &ticket);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&settle)),
        "ShareAccountDiffers"
    );
    let mint = scene.deal.class(RANK).mint;
    let create = token::create_associated(&stranger, &ann, &mint, &TOKEN_2022);
    let settles = scene.deal.freeze_shares(RANK, &stranger, &ann, &account);
    scene.world.go(&[create, settles, settle]);
    assert_eq!(scene.record(&ann).shares, STAKE);
    assert!(scene.is_frozen(&account));
    audit::check(&mut scene.world);
}

/// The account that was thawed last is closed while it holds nothing, and its address becomes another owner's.
#[test]
fn shares_are_not_delivered_to_an_account_that_is_anothers_by_now() {
    let mut scene = unsettled::<Lite>(|_| {});
    let (ann, cid) = (scene.ann, scene.cid);
    let mint = scene.deal.class(RANK).mint;
    let vault = scene.world.new_share_account("a vault", &mint, &ann);
    scene.world.go(&[
        scene.deal.thaw(RANK, &ann, &ann, &vault),
        scene.deal.freeze(RANK, &ann, &ann, &vault),
        token::close(&TOKEN_2022, &vault, &ann),
    ]);
    assert_eq!(scene.world.new_share_account("a vault", &mint, &cid), vault);
    let ticket = scene.book.ticket(&mut scene.world, 0);
    let settle = scene.deal.settle_ticket(&scene.book, &ticket);
    let mut astray = settle.clone();
    astray.accounts[7].pubkey = vault;
    assert_eq!(scene.world.refused(&[astray]), "WrongShareAccount");
    scene.world.go(&[settle]);
    assert_eq!(scene.balance(&ann), STAKE);
    audit::check(&mut scene.world);
}

#[test]
fn what_freezes_must_be_passed() {
    let mut scene = unsettled::<Lite>(|_| {});
    let ticket = scene.book.ticket(&mut scene.world, 0);
    let settle = scene.deal.settle_ticket(&scene.book, &ticket);
    let last = settle.accounts.len() - 1;
    let mut without = settle.clone();
    without.accounts.truncate(last - 1);
    assert_eq!(scene.world.refused(&[without]), "FreezingAccountsMissing");
    let mut other = settle.clone();
    other.accounts[last].pubkey = TOKEN_2022;
    assert_eq!(scene.world.refused(&[other]), "FreezingAccountsMissing");
    let mut other = settle.clone();
    other.accounts[last - 1].pubkey = Pubkey::new_unique();
    assert_eq!(scene.world.refused(&[other]), "token-acl 4");
    scene.world.go(&[settle]);
    audit::check(&mut scene.world);
}

/// What is held is older than new shares.
#[test]
fn a_later_book_is_not_locked_while_accounts_are_thawed() {
    let mut scene = Scene::<Lite>::open(windows());
    let (ann, cid, qualifier) = (scene.ann, scene.cid, scene.qualifier);
    scene.book.release(&mut scene.world, &scene.deal);
    let mut later = Offering::plan(&mut scene.world, &scene.deal, RANK, 1, "later line");
    let opens = super::FIRST as i64 * DAY + DAY;
    scene.world.engine.set_now(opens);
    (later.args.opens_at, later.args.offer_ends) = (opens, opens + 3 * DAY);
    (later.args.deadline, later.args.latest_deadline) = (opens + 3 * DAY, opens + 3 * DAY);
    later.args.price = 2_000_000;
    later.args.price_min = 2_000_000;
    later.open(&mut scene.world, &scene.deal, 16);
    later.deposit(&mut scene.world, &scene.deal, &cid, STAKE);
    scene
        .world
        .go(&[scene.deal.qualify_ticket(&later, &qualifier, &cid, 0)]);
    scene.thaw(&ann);
    scene.pay(2_000_000);
    scene.world.engine.set_now(opens + 3 * DAY);
    let lock = scene.deal.lock_book(&later, &scene.deal.sponsor);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&lock)),
        "SharesThawed"
    );
    let mut rights = Offering::plan(&mut scene.world, &scene.deal, RANK, 2, "rights line");
    rights.args.rights_until = opens + 15 * DAY;
    rights.args.offer_ends = opens + 20 * DAY;
    rights.args.deadline = opens + 20 * DAY;
    rights.args.price = 2_000_000;
    rights.args.price_min = 2_000_000;
    let open = rights.opening(&mut scene.world, &scene.deal, 16);
    assert_eq!(scene.world.refused(&open[..2]), "SharesThawed");
    scene.freeze(&ann, &ann);
    scene.world.go(&[lock]);
    assert_eq!(
        scene.claim(&ann),
        1_000_000,
        "the new shares have nothing of it"
    );
    audit::check(&mut scene.world);
}
