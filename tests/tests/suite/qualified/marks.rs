//! What marks a ticket, and what takes its mark away.

use super::{ONE, Scene};
use anchor_lang::prelude::Pubkey;
use securities::events::TicketQualified;
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    events,
    ix::credential::{change, issue, shown},
    lite::Lite,
    offering::Offering,
    world::{DAY, Money, World},
};

fn scene() -> Scene<Lite> {
    Scene::new(|_, _| {})
}

#[test]
fn a_good_credential_of_the_owner_by_a_qualifier_of_the_security_marks() {
    let mut scene = scene();
    let (ann, first) = scene.enters("ann", 1_000);
    let (ben, second) = scene.enters("ben", 100);
    let (stranger, other) = (scene.world.person("stranger"), scene.other);
    let (day, year) = (scene.says(1), scene.says(365));
    scene.world.go(&[
        issue(&stranger, &ann, year.clone()),
        issue(&scene.qualifier, &ben, year.clone()),
        issue(&scene.other, &ann, day),
    ]);
    let by = |scene: &Scene<Lite>, who: &Pubkey| {
        scene.deal.qualify_ticket(&scene.book, who, &ann, first)
    };
    let call = by(&scene, &stranger);
    assert_eq!(scene.world.refused(&[call]), "NotQualifier");
    let mut of_ben = scene.mark(&ann, first);
    of_ben.accounts[4] = scene.mark(&ben, second).accounts[4].clone();
    assert_eq!(scene.world.refused(&[of_ben]), "NotOwner");
    let mut other_ticket = by(&scene, &other);
    other_ticket.data = scene.mark(&ann, second).data;
    assert_eq!(scene.world.refused(&[other_ticket]), "WrongTicket");
    assert_eq!(scene.state().committed, 0);

    // It is good until the moment that it expires.
    let now = scene.world.engine.now();
    scene.world.engine.set_now(now + DAY);
    let expired = by(&scene, &other);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&expired)),
        "CredentialExpired"
    );
    scene.world.engine.set_now(now + DAY - 1);
    let done = scene.world.go(std::slice::from_ref(&expired));
    let event = &events::of::<TicketQualified>(&done)[0];
    assert_eq!(
        (event.ticket, event.owner, event.qualified, event.amount),
        (first, ann, true, 1_000 * ONE)
    );
    assert_eq!(scene.state().committed, 1_000 * ONE);
    audit::check(&mut scene.world);
    assert_eq!(scene.world.refused(&[expired]), "AlreadyQualified");

    // Another ticket at the address of one that is gone begins without a mark.
    scene
        .book
        .withdraw(&mut scene.world, &scene.deal, &ann, first, 1_000 * ONE);
    let anew = scene
        .deal
        .deposit(&scene.book, (&ann, &ann), first, 1_000 * ONE, 1);
    scene.world.go(&[anew]);
    assert_eq!(scene.state().committed, 0);
    let meant_the_old_one = by(&scene, &other);
    assert_eq!(scene.world.refused(&[meant_the_old_one]), "WrongTicket");
}

#[test]
fn a_deposit_or_a_commitment_shows_a_good_credential_or_none() {
    let mut scene = scene();
    let (ann, first) = scene.enters("ann", 1_000);
    let ben = scene.world.investor("ben", ONE);
    let stranger = scene.world.person("stranger");
    let year = scene.says(365);
    for (by, of) in [(&stranger, &ann), (&scene.qualifier, &ben)] {
        scene.world.go(&[issue(by, of, year.clone())]);
    }
    let leave = scene.deal.uncommit(&scene.book, &ann, first);
    scene.world.go(&[leave]);
    let commit = scene.deal.commit(&scene.book, &ann, first, 1);
    scene.world.give(&ann, ONE);
    let deposit = scene.deal.deposit(&scene.book, (&ann, &ann), 1, ONE, 1);
    for call in [commit.clone(), deposit.clone()] {
        let strange = shown(call.clone(), (&scene.deal.security, &stranger), &ann);
        assert_eq!(scene.world.refused(&[strange]), "NotQualifier");
        let of_ben = shown(call, (&scene.deal.security, &scene.qualifier), &ben);
        assert_eq!(scene.world.refused(&[of_ben]), "NotOwner");
    }
    let day = scene.says(1);
    scene.world.go(&[issue(&scene.qualifier, &ann, day)]);
    scene.world.pass(DAY);
    for call in [commit, deposit] {
        let late = shown(call, (&scene.deal.security, &scene.qualifier), &ann);
        assert_eq!(scene.world.refused(&[late]), "CredentialExpired");
    }
    audit::check(&mut scene.world);
}

#[test]
fn a_mark_goes_only_when_no_qualifier_has_a_good_credential_out() {
    let mut scene = scene();
    let (ann, first) = scene.enters("ann", 1_000);
    scene.marks(&ann, first);
    let unmark = scene.unmark(&ann, first);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&unmark)),
        "StillQualified"
    );
    // The other qualifier vouches for her, and the first one takes its own back.
    let year = scene.says(365);
    let revoke = scene.revoke(&ann);
    scene
        .world
        .go(&[issue(&scene.other, &ann, year.clone()), revoke]);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&unmark)),
        "StillQualified"
    );
    let mut short = unmark.clone();
    short.accounts.pop();
    assert_eq!(scene.world.refused(&[short]), "CredentialsIncomplete");
    let mut twice = unmark.clone();
    let count = twice.accounts.len();
    twice.accounts[count - 1] = twice.accounts[count - 2].clone();
    assert_eq!(scene.world.refused(&[twice]), "CredentialsIncomplete");
    let mut of_another = unmark.clone();
    of_another.data = scene.unmark(&ann, first + 1).data;
    assert_eq!(scene.world.refused(&[of_another]), "WrongTicket");
    assert_eq!(scene.state().committed, 1_000 * ONE);

    let day = scene.says(1);
    scene.world.go(&[change(&scene.other, &ann, day)]);
    scene.world.pass(DAY);
    scene.world.go(std::slice::from_ref(&unmark));
    let book = scene.state();
    assert_eq!((book.live, book.committed), (1_000 * ONE, 0));
    audit::check(&mut scene.world);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&unmark)),
        "TicketUnqualified"
    );
    let ends = scene.state().offer_ends;
    scene.world.engine.set_now(ends);
    let lock = scene.deal.lock_book(&scene.book, &scene.deal.sponsor);
    assert_eq!(scene.world.refused(&[lock]), "CannotLock");

    // A new credential, and her consent counts again at her place.
    let year = scene.says(365);
    let again = [
        change(&scene.qualifier, &ann, year),
        scene.mark(&ann, first),
    ];
    scene.world.go(&again);
    assert_eq!(scene.state().committed, 1_000 * ONE);
    audit::check(&mut scene.world);
    // From the deadline on what is marked stands, as nobody can leave either.
    let revoke = scene.revoke(&ann);
    scene.world.go(&[revoke]);
    let deadline = scene.state().deadline;
    scene.world.engine.set_now(deadline);
    assert_eq!(scene.world.refused(&[unmark]), "BookNotOpen");
}

#[test]
fn who_was_never_marked_has_no_mark_to_lose() {
    let mut scene = scene();
    let (ann, first) = scene.enters("ann", 1_000);
    let unmark = scene.unmark(&ann, first);
    assert_eq!(scene.world.refused(&[unmark]), "TicketUnqualified");
}

#[test]
fn a_book_whose_shares_want_no_credential_marks_nobody() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let book = Offering::standard(&mut world, &deal, 1, "line");
    let ann = world.investor("ann", 2 * ONE);
    let id = book.deposit(&mut world, &deal, &ann, ONE);
    assert_eq!(book.state(&mut world).committed, ONE, "counts as it is");
    let sponsor = deal.sponsor;
    let year = securities::credential::state::CredentialTerms {
        category: 1,
        jurisdiction: 0,
        expires_at: world.engine.now() + 365 * DAY,
        person: Pubkey::default(),
    };
    world.go(&[issue(&sponsor, &ann, year)]);
    let mark = deal.qualify_ticket(&book, &sponsor, &ann, id);
    assert_eq!(world.refused(&[mark]), "NotRestricted");
    let deposit = deal.deposit(&book, (&ann, &ann), id + 1, ONE, 1);
    let with_one = shown(deposit, (&deal.security, &sponsor), &ann);
    assert_eq!(world.refused(&[with_one]), "NotRestricted");
    let unmark = deal.disqualify_ticket(&book, &ann, id);
    assert_eq!(world.refused(&[unmark]), "TicketUnqualified");
    let leave = deal.uncommit(&book, &ann, id);
    let commit = shown(
        deal.commit(&book, &ann, id, 1),
        (&deal.security, &sponsor),
        &ann,
    );
    assert_eq!(world.refused(&[leave, commit]), "NotRestricted");
}
