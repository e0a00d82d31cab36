//! Every role is handed over, and the new key has its powers where the old one has none.

use super::{DESTINATION, PAYEE, SPONSORS, Scene};
use crate::{on_both_engines, payouts::source};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::set_mode::ModeChange,
    role::state::{ACCEPT_WINDOW, KEY_DELAY, Role, RoleTransfer},
};
use securities_tests::{
    address, audit,
    deal::{Deal, junior, senior, tiers},
    engine::Engine,
    offering::Offering,
    read,
    world::{Money, World},
};

on_both_engines! {
    every_role_changes_hands_when_its_holder_names_a_key_and_that_key_accepts => every_role;
    powers_go_with_the_role_and_nothing_else_moves => powers;
    investors_in_line_keep_what_they_have_when_the_sponsor_changes => in_line;
}

pub(crate) fn every_role<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    for (role, holder, notice) in scene.roles() {
        let before = scene.held(role);
        let (propose, accept) = (scene.propose(role, &holder), scene.accept(role));
        scene.world.go(&[propose]);
        let at = address::role_transfer(&scene.deal.security, role);
        let role_transfer: RoleTransfer = read::state(&mut scene.world.engine, &at);
        let now = scene.world.engine.now();
        assert_eq!(
            (
                role_transfer.role().ok(),
                role_transfer.holder,
                role_transfer.from,
                role_transfer.to
            ),
            (Some(role), holder, before, scene.to(role))
        );
        assert_eq!(
            (
                role_transfer.proposed_at,
                role_transfer.effective_at,
                role_transfer.expires_at
            ),
            (now, now + notice, now + notice + ACCEPT_WINDOW)
        );
        assert_eq!(scene.held(role), before, "nothing changes before");
        if notice > 0 {
            scene.world.pass(notice - 1);
            assert_eq!(
                scene.refused(accept.clone()),
                "RoleTransferEarly",
                "{role:?}"
            );
            scene.world.pass(1);
        }
        let lamports = |scene: &mut Scene<E>| {
            let payer = scene.world.payer;
            scene.world.engine.account(&payer).map(|a| a.lamports)
        };
        let poorer = lamports(&mut scene);
        scene.world.go(std::slice::from_ref(&accept));
        assert_eq!(scene.held(role), scene.to(role), "{role:?}");
        assert!(scene.world.engine.account(&at).is_none(), "it is closed");
        assert!(lamports(&mut scene) > poorer, "the rent came back");
        assert_eq!(scene.refused(accept), "AccountOwnedByWrongProgram", "twice");

        // And back, so that the next role is free for the heir.
        let back = match role {
            Role::Destination { .. } => before,
            _ => holder,
        };
        let heir = match role {
            Role::Destination { .. } => holder,
            _ => scene.heir,
        };
        let payer = scene.world.payer;
        let call = scene.deal.propose_role((&heir, &payer), role, &back);
        scene.world.go(&[call]);
        // The heir of the sponsor's fee is not the sponsor: no notice.
        scene.world.pass(notice);
        let call = scene.deal.accept_for(role, (&holder, &back), &payer);
        scene.world.go(&[call]);
        assert_eq!(scene.held(role), before);
    }
    audit::check(&mut scene.world);
    scene.world
}

/// Gives a role of a deal to somebody.
fn give<E: Engine>(world: &mut World<E>, deal: &Deal, role: Role, from: &Pubkey, to: &Pubkey) {
    let payer = world.payer;
    world.go(&[deal.propose_role((from, &payer), role, to)]);
    world.pass(KEY_DELAY);
    world.go(&[deal.accept_role(role, to, &payer)]);
}

pub(crate) fn powers<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let old = Deal::standard(&mut world, "sponsor", 1);
    let stake = 2_000_000_000;
    let alice = world.investor("alice", stake);
    let book = Offering::standard(&mut world, &old, 0, "line");
    book.sell(&mut world, &old, &[(alice, stake)]);
    let mut new = old.clone();
    for (role, key, name) in [
        (Role::Sponsor, &mut new.sponsor, "new sponsor"),
        (Role::Servicer, &mut new.servicer, "new servicer"),
        (Role::Reporter, &mut new.reporter, "new reporter"),
        (Role::Arbitrator, &mut new.arbitrator, "new arbitrator"),
    ] {
        let to = world.investor(name, 1_000_000);
        give(&mut world, &old, role, &key.clone(), &to);
        *key = to;
    }
    // The security, its vault and its destination are where they were.
    assert_eq!(new.security, address::security(&old.sponsor, 1));
    book.release(&mut world, &new);
    let draw = |deal: &Deal| deal.draw_proceeds(&old.destination, 1_000);
    let resume = |deal: &Deal| deal.set_mode(&deal.arbitrator, ModeChange::Resume);
    let recovery = |deal: &Deal| {
        let mut args = source(0, 100_000);
        args.recovery = true;
        deal.post_distribution(&deal.servicer, 0, args)
    };
    for (call, refusal) in [
        (draw(&old), "NotSponsor"),
        (old.announce_loss(1_000, 1), "NotServicer"),
        (recovery(&old), "NotServicer"),
        (old.report_pool(1), "NotReporter"),
        (resume(&old), "NotAuthority"),
        (
            old.set_mode(&old.sponsor, ModeChange::Accelerate),
            "NotAuthority",
        ),
    ] {
        world.give(&old.servicer, 0);
        assert_eq!(world.refused(&[call]), refusal);
    }
    world.go(&[new.announce_loss(1_000, 1), new.announce_loss(1_000, 2)]);
    for call in [
        old.record_loss_with(Some(old.arbitrator), 1),
        old.strike_loss(2),
        old.report_pool_with(Some(old.arbitrator), 1),
    ] {
        let refusal = world.refused(std::slice::from_ref(&call));
        assert!(["NotArbitrator", "NotReporter"].contains(&&*refusal));
    }
    world.go(&[
        new.record_loss_with(Some(new.arbitrator), 1),
        new.correct_loss(1, 1),
        new.strike_loss(2),
    ]);
    world.go(&[
        draw(&new),
        recovery(&new),
        new.report_pool(1),
        new.set_mode(&new.sponsor, ModeChange::Accelerate),
        resume(&new),
    ]);
    audit::check(&mut world);
    world
}

fn in_line<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::with(
        &mut world,
        "sponsor",
        1,
        vec![senior(0), junior(1)],
        tiers(),
    );
    let book = Offering::standard(&mut world, &deal, 1, "line");
    let stake = 2_000_000_000;
    let owners = ["alice", "bob"].map(|name| world.investor(name, stake));
    for owner in &owners {
        book.deposit(&mut world, &deal, owner, stake);
    }
    let mut later = deal.clone();
    later.sponsor = world.investor("new sponsor", 1);
    let before = book.state(&mut world);
    give(
        &mut world,
        &deal,
        Role::Sponsor,
        &deal.sponsor,
        &later.sponsor,
    );
    let after = book.state(&mut world);
    assert!(
        bytemuck::bytes_of(&before) == bytemuck::bytes_of(&after),
        "the offer, its version and who is committed to it are as they were"
    );
    // Who does not like the new sponsor leaves; who stays gets what it agreed to.
    book.withdraw(&mut world, &deal, &owners[1], 1, stake);
    assert_eq!(world.wealth(&owners[1]), stake);
    world.engine.set_now(book.args.offer_ends);
    let lock = deal.lock_book(&book, &deal.sponsor);
    assert_eq!(world.refused(&[lock]), "NotSponsor");
    world.go(&[later.lock_book(&book, &later.sponsor)]);
    let welcome = deal.welcome(1, &world.payer, &owners[0]);
    world.go(&welcome);
    book.settle(&mut world, &later, 0);
    audit::check(&mut world);
    world
}

#[test]
fn a_payees_fees_go_to_the_new_payee_from_then_on() {
    let mut scene = Scene::<securities_tests::lite::Lite>::with_qualifiers(0);
    let stake = 2_000_000_000;
    let owner = scene.world.investor("owner", stake);
    let book = Offering::standard(&mut scene.world, &scene.deal, 1, "line");
    book.sell(&mut scene.world, &scene.deal, &[(owner, stake)]);
    let borrower = scene.world.investor("borrower", 10_000_000);
    let post = |scene: &Scene<_>, nonce| {
        scene
            .deal
            .post_distribution(&borrower, nonce, source(0, 1_000_000))
    };
    let calls = [post(&scene, 0), scene.deal.pay_fee(0, &scene.payee)];
    scene.world.go(&calls);
    let (payee, heir) = (scene.payee, scene.heir);
    let calls = [
        post(&scene, 1),
        scene.propose(PAYEE, &payee),
        scene.accept(PAYEE),
    ];
    scene.world.go(&calls);
    let call = scene.deal.pay_fee(0, &payee);
    assert_eq!(scene.refused(call), "WrongPayoutAccount");
    let call = scene.deal.pay_fee(0, &heir);
    scene.world.go(&[call]);
    assert_eq!(
        [payee, heir].map(|one| scene.world.wealth(&one)),
        [10_000; 2]
    );
    audit::check(&mut scene.world);
}

#[test]
fn a_new_destination_takes_the_old_ones_place() {
    let mut scene = Scene::<securities_tests::lite::Lite>::new();
    let deal = scene.deal.clone();
    let (new, vault, one) = (deal.cash(&scene.heir), deal.vault, 1_000);
    let given = securities_tests::token::mint_to(
        &deal.token_program,
        &deal.mint,
        &vault,
        &scene.world.payer,
        3 * one,
    );
    scene.world.go(&[given, deal.sweep_vault()]);
    let calls = [
        scene.propose(DESTINATION, &deal.sponsor),
        deal.draw_proceeds(&deal.destination, one),
    ];
    scene.world.go(&calls);
    let early = deal.draw_proceeds(&new, one);
    assert_eq!(scene.refused(early.clone()), "WrongDestination");
    scene.world.pass(KEY_DELAY);
    assert_eq!(scene.refused(early), "WrongDestination", "not accepted yet");
    let accept = scene.accept(DESTINATION);
    scene.world.go(&[accept, deal.draw_proceeds(&new, one)]);
    let old = deal.draw_proceeds(&deal.destination, one);
    assert_eq!(scene.refused(old), "WrongDestination");
    let heir = scene.heir;
    assert_eq!(scene.world.wealth(&heir), one);
    assert!(
        scene.held(SPONSORS) == deal.sponsor,
        "and nothing else moved"
    );
    audit::check(&mut scene.world);
}
