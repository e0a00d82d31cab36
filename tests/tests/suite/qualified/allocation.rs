//! What unmarked money does not count for: the minimum, the lead, places, rewards and shares.

use super::{ONE, Scene};
use crate::{on_both_engines, payouts::distribute, story};
use anchor_lang::prelude::Pubkey;
use securities::book::{phase::Phase, state::AllocationRule};
use securities_tests::{audit, engine::Engine, ix::credential::change, world::World};

on_both_engines! {
    money_without_a_credential_meets_no_minimum => unready;
    who_is_marked_late_has_the_place_of_its_deposit => late_mark;
    unmarked_money_takes_no_reward_and_holds_up_no_payment => left_out;
    of_a_lead_only_marked_money_counts => lead;
    a_lead_that_loses_its_mark_leaves_before_the_first_offer_too => unmarked_lead;
    the_sponsor_approves_marked_tickets_alone => approved;
    unmarked_money_cuts_nobody_pro_rata => pro_rata;
}

/// Mallory, whom nobody qualifies, commits the whole minimum ahead of Ann.
fn unready<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {}).rewarding();
    let (mallory, first) = scene.enters("mallory", 1_000);
    let (ann, second) = scene.enters("ann", 400);
    scene.marks(&ann, second);
    let book = scene.state();
    assert_eq!((book.live, book.committed), (1_400 * ONE, 400 * ONE));
    let preview = scene.book.preview(&mut scene.world, &scene.deal, first);
    assert!(preview.committed && !preview.qualified);
    assert_eq!((preview.accepted, preview.units_back), (0, 1_000 * ONE));
    assert_eq!(scene.gets(second), (400, 40), "her early place is free");

    let ends = scene.state().offer_ends;
    scene.world.engine.set_now(ends);
    let lock = scene.deal.lock_book(&scene.book, &scene.deal.sponsor);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&lock)),
        "CannotLock"
    );
    let deadline = scene.state().deadline;
    scene.world.engine.set_now(deadline);
    assert_eq!(scene.phase(), Phase::Refunding);
    // A credential is too late now.
    scene.admits(&mallory);
    let mark = scene.mark(&mallory, first);
    assert_eq!(scene.world.refused(&[mark]), "BookNotOpen");
    assert_eq!(scene.world.refused(&[lock]), "CannotLock");
    for id in [first, second] {
        scene.book.refund(&mut scene.world, &scene.deal, id);
        audit::check(&mut scene.world);
    }
    assert_eq!(scene.world.wealth(&mallory), 1_000 * ONE);
    assert_eq!(scene.world.wealth(&ann), 400 * ONE);
    scene.world.go(&[scene.deal.close_book(&scene.book)]);
    audit::check(&mut scene.world);
    scene.world
}

fn late_mark<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {}).rewarding();
    let (mia, first) = scene.enters("mia", 500);
    let (ann, second) = scene.enters("ann", 700);
    scene.marks(&ann, second);
    assert_eq!(scene.gets(second), (700, 60));
    // An hour before the lock Mia qualifies: as if her money had counted from the start.
    let ends = scene.state().offer_ends;
    scene.world.engine.set_now(ends - 3_600);
    scene.marks(&mia, first);
    assert_eq!(scene.gets(first), (500, 50));
    assert_eq!(scene.gets(second), (700, 10));
    scene.lock();
    for id in [second, first] {
        scene.settle(id);
    }
    assert_eq!(scene.shares(&mia), 550 * ONE);
    assert_eq!(scene.shares(&ann), 710 * ONE);
    scene.close()
}

/// Unmarked money at the head, more of it than the cap has room for.
fn left_out<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, _| {}).rewarding();
    let (mallory, first) = scene.enters("mallory", 1_900);
    let (ann, second) = scene.enters("ann", 1_500);
    scene.marks(&ann, second);
    scene.lock();
    let class = story::tranche(&mut scene.world, &scene.deal, 1);
    assert_eq!(class.shares, 1_560 * ONE, "hers alone come into being");
    // She is paid, and her proceeds are released, while nobody has touched Mallory's ticket but to return it.
    scene.settle(second);
    distribute(&mut scene.world, &scene.deal, 0, 1_560 * ONE);
    scene.world.go(&[scene.deal.claim(1, &ann)]);
    assert_eq!(scene.world.wealth(&ann), 1_560 * ONE);
    let ticket = scene.book.ticket(&mut scene.world, first);
    let settle = scene.deal.settle_ticket(&scene.book, &ticket);
    let welcome = scene.deal.welcome(1, &scene.world.payer, &mallory);
    scene.world.go(&welcome);
    assert_eq!(scene.world.refused(&[settle]), "NothingAccepted");
    scene.book.refund(&mut scene.world, &scene.deal, first);
    assert_eq!(scene.world.wealth(&mallory), 1_900 * ONE);
    let book = scene.state();
    assert_eq!(
        (book.accepted, book.refunded),
        (1_500 * ONE, 1_900 * ONE),
        "accepted and refunded are what was locked"
    );
    scene.close()
}

/// The lead's money is in line, so that others may come; the book is ready once it is marked too.
fn lead<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|world, args| {
        args.lead = world.person("lead");
        (args.lead_minimum, args.minimum) = (300 * ONE, 500 * ONE);
    });
    let (boss, first) = scene.enters("lead", 300);
    let (ann, second) = scene.enters("ann", 500);
    scene.marks(&ann, second);
    let book = scene.state();
    assert_eq!((book.lead_live, book.lead_committed), (300 * ONE, 0));
    assert!(!book.is_ready(), "the lead has not qualified");
    scene.marks(&boss, first);
    let book = scene.state();
    assert_eq!(
        (book.lead_committed, book.lead_within),
        (300 * ONE, 300 * ONE)
    );
    assert!(book.is_ready());
    let leave = scene
        .deal
        .withdraw(&scene.book, (&boss, &boss), first, 300 * ONE);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&leave)),
        "LeadBound"
    );
    // Nobody can keep it in line once its money does not count.
    let gone = [scene.revoke(&boss), scene.unmark(&boss, first)];
    scene.world.go(&gone);
    audit::check(&mut scene.world);
    let book = scene.state();
    assert_eq!((book.lead_committed, book.lead_within), (0, 0));
    assert!(!book.is_ready());
    scene.world.go(&[leave]);
    audit::check(&mut scene.world);
    scene.world
}

/// Without an offer there is nothing that could bind it, whatever it deposits, with its mark or without.
fn unmarked_lead<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|world, args| {
        args.lead = world.person("lead");
        (args.lead_minimum, args.minimum) = (300 * ONE, 500 * ONE);
        args.offer_ends = 0;
    });
    let (boss, first) = scene.enters("lead", 300);
    scene.marks(&boss, first);
    let gone = [scene.revoke(&boss), scene.unmark(&boss, first)];
    scene.world.go(&gone);
    let leave = |scene: &Scene<E>, id, amount| {
        let book = &scene.book;
        [scene.deal.withdraw(book, (&boss, &boss), id, amount)]
    };
    let part = leave(&scene, first, 100 * ONE);
    scene.world.go(&part);
    audit::check(&mut scene.world);
    // More money that nobody marks binds it as little, above its minimum too.
    let (_, second) = scene.enters("lead", 200);
    assert_eq!(scene.state().lead_live, 400 * ONE);
    for (id, amount) in [(second, 200 * ONE), (first, 200 * ONE)] {
        let all = leave(&scene, id, amount);
        scene.world.go(&all);
        audit::check(&mut scene.world);
    }
    assert_eq!(scene.state().lead_live, 0);
    scene.world
}

fn approved<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, args| args.allocation = AllocationRule::Discretionary);
    let (mallory, first) = scene.enters("mallory", 1_000);
    let (ann, second) = scene.enters("ann", 1_000);
    scene.marks(&ann, second);
    let approve = |scene: &Scene<E>, owner: &Pubkey, id| {
        scene
            .deal
            .approve_ticket(&scene.book, owner, id, 1_000 * ONE)
    };
    let call = approve(&scene, &mallory, first);
    assert_eq!(scene.world.refused(&[call]), "TicketUnqualified");
    let call = approve(&scene, &ann, second);
    scene.world.go(std::slice::from_ref(&call));
    assert!(scene.state().is_ready());
    // What is approved goes with the mark, and does not come back with it.
    let gone = [scene.revoke(&ann), scene.unmark(&ann, second)];
    scene.world.go(&gone);
    audit::check(&mut scene.world);
    assert_eq!(scene.state().approved, 0);
    let year = scene.says(365);
    let again = [
        change(&scene.qualifier, &ann, year),
        scene.mark(&ann, second),
    ];
    scene.world.go(&again);
    assert_eq!(scene.state().approved, 0);
    scene.world.go(&[call]);
    scene.lock();
    for id in [first, second] {
        scene.settle(id);
    }
    assert_eq!(scene.world.wealth(&mallory), 1_000 * ONE);
    assert_eq!(scene.shares(&ann), 1_000 * ONE);
    scene.close()
}

fn pro_rata<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(|_, args| args.allocation = AllocationRule::ProRata);
    let (_, first) = scene.enters("mallory", 6_000);
    let (ann, second) = scene.enters("ann", 1_500);
    let (ben, third) = scene.enters("ben", 1_500);
    scene.marks(&ann, second);
    assert_eq!(scene.gets(second), (1_500, 0), "nobody is cut");
    scene.marks(&ben, third);
    // 3,000 of marked money for 2,000.
    assert_eq!(scene.gets(second), (1_000, 0));
    assert_eq!(scene.gets(third), (1_000, 0));
    scene.lock();
    for id in [first, second, third] {
        scene.settle(id);
    }
    assert_eq!(scene.shares(&ann) + scene.shares(&ben), 2_000 * ONE);
    scene.close()
}
