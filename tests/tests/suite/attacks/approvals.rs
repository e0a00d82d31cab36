//! An approval is of one ticket and one consent: not of what is put in its place afterwards.

use super::{ONE, Scene};
use crate::on_both_engines;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::book::{
    offer::{open_book::BookArgs, version::OfferArgs},
    state::AllocationRule,
};
use securities_tests::{audit, engine::Engine, world::World};

on_both_engines! {
    an_approval_is_not_of_the_ticket_that_replaced_another => replaced;
    an_approval_lapses_with_the_money_the_consent_and_the_offer => lapses;
}

fn discretionary(args: &mut BookArgs) {
    (args.allocation, args.minimum) = (AllocationRule::Discretionary, 5 * ONE);
}

/// Approves the ticket at the address of an owner's number, meaning the one with an id.
fn approve<E: Engine>(
    scene: &Scene<E>,
    (owner, nonce): (&Pubkey, u32),
    id: u32,
    amount: u64,
) -> Instruction {
    let mut call = scene.deal.approve_ticket(&scene.book, owner, nonce, amount);
    call.data[8..12].copy_from_slice(&id.to_le_bytes());
    call
}

/// The sponsor means to approve a small ticket of alice's; a hundredfold one lies at its address when it does.
fn replaced<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(discretionary);
    let alice = scene.world.investor("alice", 500 * ONE);
    scene.world.go(&[scene.deposit(&alice, 0, 5 * ONE, 1)]);
    scene.join("bob", 10);
    let meant = approve(&scene, (&alice, 0), 0, 5 * ONE);
    let (leave, larger) = (
        scene.withdraw(&alice, 0, 5 * ONE),
        scene.deposit(&alice, 0, 500 * ONE, 1),
    );
    scene.refuse(&[(
        "replaced in the same second",
        vec![leave.clone(), larger.clone(), meant.clone()],
        "WrongTicket",
    )]);
    scene.world.go(&[leave, larger]);
    let ticket = scene.book.ticket(&mut scene.world, 2);
    assert_eq!(ticket.nonce, 0, "it lies at the same address");
    scene.refuse(&[
        ("replaced before", vec![meant], "WrongTicket"),
        (
            "bob's number for it",
            vec![approve(&scene, (&alice, 0), 1, 5 * ONE)],
            "WrongTicket",
        ),
    ]);
    let stranger = scene.world.person("stranger");
    let known = approve(&scene, (&alice, 0), 2, 5 * ONE);
    let mut own = known.clone();
    own.accounts[0].pubkey = stranger;
    scene.refuse(&[("by a stranger", vec![own], "NotSponsor")]);
    scene.world.go(&[known]);
    assert_eq!(scene.book.ticket(&mut scene.world, 2).approved, 5 * ONE);
    audit::check(&mut scene.world);
    scene.world
}

fn lapses<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(discretionary);
    let (alice, _) = scene.join("alice", 20);
    let approved = |scene: &mut Scene<E>| scene.book.state(&mut scene.world).approved;
    let all = approve(&scene, (&alice, 0), 0, 20 * ONE);
    let (commit, uncommit) = (
        scene.deal.commit(&scene.book, &alice, 0, 1),
        scene.deal.uncommit(&scene.book, &alice, 0),
    );

    // With the money: what is left of it is what is approved.
    scene.world.go(std::slice::from_ref(&all));
    let part = scene.withdraw(&alice, 0, 8 * ONE);
    scene.world.go(&[part]);
    assert_eq!(approved(&mut scene), 12 * ONE);
    audit::check(&mut scene.world);
    scene.refuse(&[("more than is left", vec![all], "ApprovalTooLarge")]);

    // With the consent: given again, it is another one.
    scene.world.go(std::slice::from_ref(&uncommit));
    assert_eq!(approved(&mut scene), 0);
    let rest = approve(&scene, (&alice, 0), 0, 12 * ONE);
    scene.refuse(&[
        ("without consent", vec![rest.clone()], "NotCommitted"),
        ("taken back twice", vec![uncommit], "NotCommitted"),
    ]);
    scene.world.go(std::slice::from_ref(&commit));
    assert_eq!(approved(&mut scene), 0);
    scene.refuse(&[("given twice", vec![commit], "AlreadyCommitted")]);
    scene.world.go(std::slice::from_ref(&rest));
    audit::check(&mut scene.world);

    // With the offer.
    let offer = OfferArgs {
        terms_sha256: [8; 32],
        minimum: 5 * ONE,
        ..scene.book.offer(1)
    };
    scene.world.go(&[scene.deal.make_offer(&scene.book, offer)]);
    assert_eq!(approved(&mut scene), 0);
    audit::check(&mut scene.world);
    scene.refuse(&[("to the new offer", vec![rest.clone()], "NotCommitted")]);
    scene.book.commit(&mut scene.world, &scene.deal, 0);
    assert_eq!(scene.previews(&[0])[0].accepted, 0);
    let lock = scene.lock();
    scene.world.engine.set_now(scene.book.args.offer_ends);
    scene.refuse(&[("with nothing approved", vec![lock], "CannotLock")]);
    scene.world.go(&[rest]);
    scene.book.lock(&mut scene.world, &scene.deal);
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    assert_eq!(scene.shares(&alice), 12 * ONE);
    audit::check(&mut scene.world);
    scene.world
}
