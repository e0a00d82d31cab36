//! The same ticket twice: settled, refunded, or one after the other, in one transaction or two.

use super::{ONE, Scene};
use crate::on_both_engines;
use securities::security::state::Security;
use securities_tests::{audit, engine::Engine, read, token, world::World};

on_both_engines! {
    a_ticket_is_settled_once => settled_once;
    what_is_accepted_is_not_refunded_and_what_is_not_is_not_settled => other_way;
    a_refund_that_waits_is_paid_once => waits;
    a_refund_account_that_is_the_escrow_takes_nothing_from_others => own_escrow;
}

/// What a ticket that is gone says.
const GONE: &str = "AccountOwnedByWrongProgram";

fn settled_once<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| args.cap = 15 * ONE);
    let (alice, _) = scene.join("alice", 10);
    let (bob, _) = scene.join("bob", 10);
    let ticket = scene.book.ticket(&mut scene.world, 1);
    let (settle, refund) = (
        scene.deal.settle_ticket(&scene.book, &ticket),
        scene.deal.refund_ticket(&scene.book, &ticket),
    );
    let welcome = scene.book.welcome(&mut scene.world, &scene.deal, &bob);
    scene.world.go(&welcome);
    scene.refuse(&[
        ("settled before the lock", vec![settle.clone()], "NotLocked"),
        (
            "refunded before the lock",
            vec![refund.clone()],
            "NotRefunding",
        ),
    ]);
    scene.book.lock(&mut scene.world, &scene.deal);
    scene.refuse(&[
        (
            "twice in one transaction",
            vec![settle.clone(), settle.clone()],
            GONE,
        ),
        (
            "settled and refunded in one transaction",
            vec![settle.clone(), refund.clone()],
            GONE,
        ),
    ]);
    scene.world.go(std::slice::from_ref(&settle));
    assert_eq!(
        (scene.shares(&bob), scene.world.wealth(&bob)),
        (5 * ONE, 5 * ONE)
    );
    scene.refuse(&[
        ("settled again", vec![settle], GONE),
        ("refunded after it", vec![refund], GONE),
        (
            "withdrawn after it",
            vec![scene.withdraw(&bob, 1, ONE)],
            GONE,
        ),
    ]);
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    assert_eq!(scene.shares(&alice), 10 * ONE, "nothing is missing");
    audit::check(&mut scene.world);
    scene.world
}

/// One ticket is committed, one is not, and one lies past the cap.
fn other_way<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| args.cap = 10 * ONE);
    scene.join("alice", 10);
    let bob = scene.world.investor("bob", 10 * ONE);
    scene.world.go(&[scene.deposit(&bob, 1, 10 * ONE, 0)]);
    let (carol, _) = scene.join("carol", 10);
    scene.book.lock(&mut scene.world, &scene.deal);
    for owner in [bob, carol] {
        let welcome = scene.book.welcome(&mut scene.world, &scene.deal, &owner);
        scene.world.go(&welcome);
    }
    let tickets = scene.book.tickets(&mut scene.world);
    let settle = |at: usize| vec![scene.deal.settle_ticket(&scene.book, &tickets[at])];
    let refund = |at: usize| vec![scene.deal.refund_ticket(&scene.book, &tickets[at])];
    let (back, again) = ([refund(1), refund(2)], [refund(1), settle(1)]);
    let cases = [
        ("accepted money refunded", refund(0), "NotRefunding"),
        ("uncommitted money settled", settle(1), "NothingAccepted"),
        ("money past the cap settled", settle(2), "NothingAccepted"),
    ];
    scene.refuse(&cases);
    for refund in &back {
        scene.world.go(refund);
    }
    let [refunded, settled] = again;
    scene.refuse(&[
        ("refunded again", refunded, GONE),
        ("settled after it", settled, GONE),
    ]);
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    let wealth = [bob, carol].map(|owner| (scene.world.wealth(&owner), scene.shares(&owner)));
    assert_eq!(wealth, [(10 * ONE, 0); 2]);
    audit::check(&mut scene.world);
    scene.world
}

/// A ticket that is cut, whose owner has closed the account that the rest should go to.
fn waits<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| args.cap = 15 * ONE);
    scene.join("alice", 10);
    let (bob, _) = scene.join("bob", 10);
    scene.book.lock(&mut scene.world, &scene.deal);
    let cash = scene.world.cash(&bob);
    let close = token::close(&scene.deal.token_program, &cash, &bob);
    scene.world.go(&[close]);
    scene.book.settle(&mut scene.world, &scene.deal, 1);
    let ticket = scene.book.ticket(&mut scene.world, 1);
    let (settle, refund) = (
        scene.deal.settle_ticket(&scene.book, &ticket),
        scene.deal.refund_ticket(&scene.book, &ticket),
    );
    scene.refuse(&[
        ("settled again", vec![settle.clone()], "NothingAccepted"),
        ("refunded to nobody", vec![refund.clone()], "RefundBlocked"),
    ]);
    scene.world.give(&bob, 1);
    scene.refuse(&[
        ("settled again", vec![settle.clone()], "NothingAccepted"),
        ("refunded twice", vec![refund.clone(), refund.clone()], GONE),
    ]);
    scene.world.go(std::slice::from_ref(&refund));
    scene.refuse(&[
        ("again", vec![refund], GONE),
        ("settled", vec![settle], GONE),
    ]);
    assert_eq!(
        (scene.shares(&bob), scene.world.wealth(&bob)),
        (5 * ONE, 5 * ONE + 1)
    );
    scene.book.settle(&mut scene.world, &scene.deal, 0);
    audit::check(&mut scene.world);
    scene.world
}

/// An owner names the escrow, or the security's vault, as the account that its refund goes to.
fn own_escrow<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open(|args| args.cap = 15 * ONE);
    let (bob, _) = scene.join("bob", 20);
    let (carol, _) = scene.join("carol", 10);
    let (dave, _) = scene.join("dave", 10);
    let name = |owner, id, to| scene.deal.set_refund_account(&scene.book, owner, id, to);
    let (escrow, vault) = (scene.book.vault, scene.deal.vault);
    let calls = [name(&bob, 0, &escrow), name(&carol, 1, &vault)];
    scene.world.go(&calls);
    scene.book.lock(&mut scene.world, &scene.deal);
    for id in [0, 1] {
        scene.book.settle(&mut scene.world, &scene.deal, id);
        audit::check(&mut scene.world);
    }
    assert_eq!(scene.shares(&bob), 15 * ONE);
    assert_eq!(scene.world.balance(&escrow), 15 * ONE, "left where it was");
    scene.book.settle(&mut scene.world, &scene.deal, 2);
    assert_eq!(scene.world.wealth(&dave), 10 * ONE, "dave has all of his");

    // What they gave away is the holders'.
    let sweep = scene.deal.sweep_vault();
    let close = scene.deal.close_book(&scene.book);
    scene.world.go(&[close, sweep]);
    let security = read::state::<Security>(&mut scene.world.engine, &scene.deal.security);
    let vault_state = security.vault();
    assert_eq!(vault_state.treasury + vault_state.payable, 30 * ONE);
    assert_eq!(vault_state.received, vault_state.payable);
    assert!(vault_state.received > 0, "income");
    assert_eq!(scene.world.balance(&vault), 30 * ONE);
    audit::check(&mut scene.world);
    scene.world
}
