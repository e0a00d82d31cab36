//! Terms come together while money is in line: what changes, what stays, and what is bought in the end.

use super::*;
use crate::{
    on_both_engines,
    payouts::source,
    story::{self, told},
};
use securities::events::{OfferFollowed, StructureSet, TrancheTermsSet};
use securities_tests::{address, audit, events, token};

on_both_engines! {
    a_negotiated_rate_and_waterfall_are_a_new_version_of_every_open_book => negotiated;
    money_that_waits_for_an_offer_keeps_its_place_when_the_structure_changes => waiting;
    a_book_that_has_not_opened_yet_has_its_period_from_the_opening => unopened;
    nothing_is_paid_in_while_the_structure_may_change => too_early;
}

/// 9.5 % instead of 8 %, and a reserve of 20: alice agrees to it, bob does not.
pub fn negotiated<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open();
    scene.world.pass(4 * DAY);
    let args = StructureArgs {
        replaces: 1,
        document_sha256: NEW_DOCUMENT,
        classes: vec![senior(|terms| terms.rate_ppm = 95_000)],
        rules: Some(reserving(&scene.deal, 20 * ONE)),
    };
    let change = scene.deal.set_structure_of(args, &scene.books());
    let now = scene.world.engine.now();
    let outcome = scene.world.go(&[change]);
    audit::check(&mut scene.world);

    told(&outcome, |set: &StructureSet| {
        assert_eq!((set.structure_version, set.tiers, set.triggers), (2, 5, 0));
        assert_eq!(set.document_sha256, NEW_DOCUMENT);
    });
    told(&outcome, |set: &TrancheTermsSet| {
        assert_eq!((set.rank, set.terms.rate_ppm), (0, 95_000));
    });
    let followed = events::of::<OfferFollowed>(&outcome);
    let books: Vec<_> = followed
        .iter()
        .map(|told| (told.book, told.version))
        .collect();
    assert_eq!(books, scene.books().map(|book| (book, 2)));
    assert_eq!(scene.versions(), ([2, 2], 2));
    assert_eq!(
        story::tranche(&mut scene.world, &scene.deal, 0).rate_ppm,
        95_000
    );
    let document = scene.security().document;
    assert_eq!((document.sha256, document.version), (NEW_DOCUMENT, 2));
    // The junior's book is on the document, which it follows; the senior's has a paper of its own.
    let papers = [&scene.senior, &scene.junior]
        .map(|book| book.clone().state(&mut scene.world).terms_sha256);
    assert_eq!(papers, [[9; 32], NEW_DOCUMENT]);
    for book in [scene.senior.clone(), scene.junior.clone()] {
        let state = book.state(&mut scene.world);
        assert_eq!(state.committed, 0, "commitments are void");
        assert_eq!(
            state.live,
            if book.rank == 0 { 100 * ONE } else { 300 * ONE }
        );
        assert_eq!(state.offer_ends, now + 2 * DAY, "a period to read it");
        let told = book.preview(&mut scene.world, &scene.deal, 0);
        assert_eq!(
            (told.live_ahead, told.committed, told.accepted),
            (0, false, 0)
        );
    }

    // Alice agrees; the book is locked when the period is over, and the structure stands.
    let (senior, junior) = (scene.senior.clone(), scene.junior.clone());
    senior.commit(&mut scene.world, &scene.deal, 0);
    scene.world.pass(2 * DAY);
    let lock = scene.deal.lock_book(&junior, &scene.deal.sponsor);
    scene.refuse(&[("bob did not agree", vec![lock], "CannotLock")]);
    scene
        .world
        .go(&[scene.deal.lock_book(&senior, &scene.deal.sponsor)]);
    assert_eq!(
        (scene.security().status, scene.security().open_books),
        (1, 1)
    );
    let again = scene
        .deal
        .at_structure_version(2)
        .set_structure(vec![], None, &[junior.book]);
    scene.refuse(&[("after the lock", vec![again], "StructureClosed")]);
    senior.settle(&mut scene.world, &scene.deal, 0);

    // A year's interest on 100 at 9.5 % is 9.50; then the reserve of 20; nobody holds the residual.
    scene.world.pass(365 * DAY);
    let payer = scene.world.investor("payer", 50 * ONE);
    let now = scene.world.engine.now();
    let post = scene
        .deal
        .post_distribution(&payer, 0, source(now, 50 * ONE));
    scene.world.go(&[post]);
    audit::check(&mut scene.world);
    let class = story::tranche(&mut scene.world, &scene.deal, 0);
    assert_eq!((class.interest_paid, class.interest_due), (9_500_000, 0));
    assert_eq!(scene.security().vault().reserve, 20 * ONE);

    // Bob's money goes back whole.
    junior.refund(&mut scene.world, &scene.deal, 0);
    assert_eq!(scene.world.wealth(&scene.bob), 300 * ONE);
    scene.world.go(&[scene.deal.close_book(&junior)]);
    assert_eq!(scene.security().open_books, 0);
    audit::check(&mut scene.world);
    scene.world
}

fn waiting<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open_with(|rank, args| {
        if rank == 1 {
            args.offer_ends = 0;
        }
    });
    scene.world.go(&[scene.rate(90_000)]);
    assert_eq!(
        scene.versions(),
        ([2, 0], 2),
        "there is no offer to replace"
    );
    let (senior, junior) = (scene.senior.clone(), scene.junior.clone());
    let told = junior.preview(&mut scene.world, &scene.deal, 0);
    assert_eq!((told.live_ahead, told.value), (0, 300 * ONE));
    let offer = scene.deal.make_offer(&junior, junior.offer(0));
    let lock = scene.deal.lock_book(&junior, &scene.deal.sponsor);
    scene.world.go(&[offer]);
    junior.commit(&mut scene.world, &scene.deal, 0);
    scene.refuse(&[("it has its period too", vec![lock.clone()], "CannotLock")]);
    scene.world.pass(junior.args.offer_period);
    scene.world.go(&[lock]);
    // Alice never agreed to the rate, and leaves with all that she has.
    let leave = scene
        .deal
        .withdraw(&senior, (&scene.alice, &scene.alice), 0, 100 * ONE);
    scene.world.go(&[leave]);
    assert_eq!(scene.world.wealth(&scene.alice), 100 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

fn unopened<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open_with(|_, args| {
        args.opens_at += 3 * DAY;
        args.offer_ends = args.opens_at + DAY;
    });
    let opens = scene.senior.args.opens_at;
    scene.world.go(&[scene.rate(90_000)]);
    let state = scene.senior.clone().state(&mut scene.world);
    assert_eq!(
        (state.offer_version, state.offer_ends),
        (2, opens + 2 * DAY)
    );
    // What was signed for the first version does not land.
    scene.world.engine.set_now(opens);
    let deposit = |version| {
        scene.deal.deposit(
            &scene.senior,
            (&scene.alice, &scene.alice),
            0,
            100 * ONE,
            version,
        )
    };
    let (old, new) = (deposit(1), deposit(2));
    scene.refuse(&[("the old version", vec![old], "OfferChanged")]);
    scene.world.go(&[new]);
    audit::check(&mut scene.world);
    scene.world
}

/// Money that comes in before the first lock would run through tiers that may still change, past classes that nobody
/// holds: it waits where it is.
fn too_early<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open();
    let payer = scene.world.investor("payer", 100 * ONE);
    let register = scene
        .deal
        .register_source(scene.deal.coin(), 0, "royalties");
    scene.world.go(&[register]);
    let at = address::vault(&address::source(&scene.deal.security, 0), &scene.deal.mint);
    let royalty = token::mint_to(
        &scene.deal.token_program,
        &scene.deal.mint,
        &at,
        &scene.world.payer,
        50 * ONE,
    );
    scene.world.go(&[royalty]);
    let now = scene.world.engine.now();
    let post = scene
        .deal
        .post_distribution(&payer, 0, source(now, 100 * ONE));
    let collect = scene.deal.collect_source(scene.deal.coin(), &payer, 0, 1);
    scene.refuse(&[
        ("a payment", vec![post], "NotBegun"),
        ("a collection", vec![collect], "NotBegun"),
    ]);
    audit::check(&mut scene.world);
    scene.world
}
