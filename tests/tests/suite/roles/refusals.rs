//! Who may not hand over, take, take back or refuse a role, and what cannot take one.

use super::{DESTINATION, QUALIFIER, Scene};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::role::state::{ACCEPT_WINDOW, KEY_DELAY, Role};
use securities_tests::{
    deal::Deal,
    engine::Engine,
    lite::Lite,
    token,
    world::{DAY, Money, World},
};

on_both_engines! {
    only_who_holds_a_role_names_another => strangers;
    only_the_key_that_was_named_accepts => not_named;
    the_arbitrator_refuses_within_the_notice_and_no_later => refusal;
    a_role_transfer_that_was_taken_back_or_has_expired_is_not_accepted => ended;
}

fn strangers<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let roles = scene.roles();
    for (role, holder, _) in &roles {
        for (_, stranger, _) in &roles {
            if stranger != holder {
                let call = scene.propose(*role, stranger);
                assert_eq!(scene.refused(call), "NotRoleHolder", "{role:?}");
            }
        }
        let call = scene.propose(*role, &scene.heir);
        assert_eq!(scene.refused(call), "NotRoleHolder", "{role:?}");
        let mut unsigned = scene.propose(*role, holder);
        unsigned.accounts[0].is_signer = false;
        assert_eq!(scene.refused(unsigned), "AccountNotSigner");
    }
    let (sponsor, heir) = (scene.deal.sponsor, scene.heir);
    for (role, refusal) in [
        (Role::Qualifier { place: 2 }, "WrongRole"),
        (Role::Qualifier { place: 255 }, "WrongRole"),
        (Role::Destination { place: 1 }, "WrongRole"),
        (Role::Payee { tier: 2 }, "WrongTier"),
        (Role::Payee { tier: 12 }, "WrongTier"),
    ] {
        let call = scene.propose(role, &sponsor);
        assert_eq!(scene.refused(call), refusal, "{role:?}");
    }
    let other = Deal::standard(&mut scene.world, "other sponsor", 1);
    let payer = scene.world.payer;
    let call = other.propose_role((&other.sponsor, &payer), Role::Escheat, &heir);
    assert_eq!(scene.refused(call), "NoEscheat");
    scene.world
}

fn not_named<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let thief = scene.world.investor("thief", 0);
    let payer = scene.world.payer;
    for (role, holder, notice) in scene.roles() {
        let propose = scene.propose(role, &holder);
        scene.world.go(std::slice::from_ref(&propose));
        assert_eq!(scene.refused(propose), "system 0", "one at a time");
        scene.world.pass(notice);
        for other in [thief, holder] {
            let call = scene.deal.accept_role(role, &other, &payer);
            assert_eq!(scene.refused(call), "NotNamed", "{role:?}");
            let call = scene
                .deal
                .accept_for(role, (&other, &scene.to(role)), &payer);
            assert_eq!(scene.refused(call), "NotNamed", "{role:?}");
        }
        let mut unsigned = scene.accept(role);
        unsigned.accounts[0].is_signer = false;
        assert_eq!(scene.refused(unsigned), "AccountNotSigner");
        let mut rent = scene.accept(role);
        rent.accounts[5].pubkey = thief;
        assert_eq!(scene.refused(rent), "WrongRentPayer");
        for call in [scene.cancel(role, &thief), scene.cancel(role, &scene.heir)] {
            assert_eq!(scene.refused(call), "NotRoleHolder", "{role:?}");
        }
        let call = scene.cancel(role, &holder);
        scene.world.go(&[call]);
    }
    scene.world
}

pub(crate) fn refusal<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    for (role, holder, notice) in scene.roles() {
        let (propose, refuse) = (scene.propose(role, &holder), scene.refuse(role));
        let before = scene.held(role);
        scene.world.go(std::slice::from_ref(&propose));
        if notice == 0 {
            assert_eq!(scene.refused(refuse), "RefusalClosed", "{role:?}");
        } else {
            scene.world.pass(notice - 1);
            for (_, other, _) in scene.roles() {
                if other != scene.deal.arbitrator {
                    let mut call = refuse.clone();
                    call.accounts[0].pubkey = other;
                    assert_eq!(scene.refused(call), "NotArbitrator");
                }
            }
            scene.world.go(std::slice::from_ref(&refuse));
            let accept = scene.accept(role);
            scene.world.pass(1);
            assert_eq!(
                scene.refused(accept),
                "AccountOwnedByWrongProgram",
                "refused"
            );
            assert_eq!(scene.held(role), before);
            // It may be proposed again, and the notice begins anew; once it is over, it is too late to refuse.
            scene.world.pass(DAY);
            scene.world.go(&[propose]);
            let accept = scene.accept(role);
            assert_eq!(scene.refused(accept), "RoleTransferEarly");
            scene.world.pass(notice);
            assert_eq!(scene.refused(refuse), "RefusalClosed", "late");
        }
        let cancel = scene.cancel(role, &holder);
        scene.world.go(&[cancel]);
    }
    scene.world
}

fn ended<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let anyone = scene.world.person("anyone");
    for (role, holder, notice) in scene.roles() {
        let (propose, accept) = (scene.propose(role, &holder), scene.accept(role));
        let cancel = scene.cancel(role, &holder);
        scene.world.go(std::slice::from_ref(&propose));
        scene.world.pass(notice);
        scene.world.go(std::slice::from_ref(&cancel));
        assert_eq!(scene.refused(accept.clone()), "AccountOwnedByWrongProgram");
        assert_eq!(scene.refused(cancel), "AccountOwnedByWrongProgram", "twice");

        scene.world.go(&[propose]);
        scene.world.pass(notice + ACCEPT_WINDOW - 1);
        let clear = scene.cancel(role, &anyone);
        assert_eq!(
            scene.refused(clear.clone()),
            "NotRoleHolder",
            "not expired yet"
        );
        scene.world.pass(1);
        assert_eq!(scene.refused(accept), "RoleTransferExpired", "{role:?}");
        scene.world.go(&[clear]);
        assert_ne!(scene.held(role), scene.to(role));
    }
    scene.world
}

#[test]
fn what_cannot_act_or_be_paid_takes_no_role() {
    let mut scene = Scene::<Lite>::new();
    let deal = scene.deal.clone();
    let payer = scene.world.payer;
    let other = Deal::standard(&mut scene.world, "other sponsor", 1);
    let unownable = [
        Pubkey::default(),
        securities::ID,
        deal.security,
        deal.waterfall,
        deal.vault,
        deal.mint,
        deal.token_program,
    ];
    let inert = [
        deal.class(0).tranche,
        deal.class(0).mint,
        other.security,
        other.vault,
        deal.destination,
    ];
    for (role, holder, _) in scene.roles() {
        for to in unownable {
            let call = deal.propose_role((&holder, &payer), role, &to);
            assert_eq!(scene.refused(call), "KeyRefused", "{role:?} {to}");
        }
        let destination = matches!(role, Role::Destination { .. });
        for to in inert {
            let same = destination && to == deal.destination;
            // Another security's vault is a token account that its owner could not accept for.
            if destination && to == other.vault {
                continue;
            }
            let refusal = if destination && !same {
                "WrongDestination"
            } else {
                "KeyRefused"
            };
            let call = deal.propose_role((&holder, &payer), role, &to);
            assert_eq!(scene.refused(call), refusal, "{role:?} {to}");
        }
        if !destination {
            let call = deal.propose_role((&holder, &payer), role, &holder);
            assert_eq!(scene.refused(call), "KeyRefused", "{role:?} to itself");
        }
    }
    // A destination is of a mint that the security has a vault for, and not its own.
    let program = deal.token_program;
    let foreign = scene
        .world
        .new_mint("foreign", &program, &[], |_| Vec::new());
    let heir = scene.heir;
    let of_foreign = scene.world.give_of((&foreign, &program), &heir, 1);
    for to in [of_foreign, heir] {
        let call = deal.propose_role((&deal.sponsor, &payer), DESTINATION, &to);
        assert_eq!(scene.refused(call), "WrongDestination");
    }
    let account = token::create_associated(&payer, &deal.security, &deal.mint, &program);
    scene.world.go(&[account]);
    let own = deal.cash(&deal.security);
    let call = deal.propose_role((&deal.sponsor, &payer), DESTINATION, &own);
    assert_eq!(
        scene.refused(call),
        "KeyRefused",
        "the security's own account"
    );
}

#[test]
fn no_role_is_given_to_nobody_or_to_the_security_itself() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    world.give(&deal.sponsor, 1);
    for key in [
        Pubkey::default(),
        securities::ID,
        deal.security,
        deal.waterfall,
        deal.vault,
        deal.mint,
        deal.token_program,
    ] {
        for role in 0..5 {
            let mut args = deal.security_args();
            match role {
                0 => args.servicer = key,
                1 => args.reporter = key,
                2 => args.arbitrator = key,
                3 => args.destinations = vec![deal.destination, key],
                _ => (args.escheat, args.escheat_days) = (key, 400),
            }
            let refusal = match (role, key == Pubkey::default()) {
                (3, true) => "BadDestinations",
                (4, true) => "BadEscheat",
                _ => "KeyRefused",
            };
            let call = deal.create_security(args);
            assert_eq!(world.refused(&[call]), refusal, "{role} {key}");
        }
    }
}

#[test]
fn a_qualifier_or_a_destination_is_named_once() {
    let mut scene = Scene::<Lite>::new();
    let (deal, payer) = (scene.deal.clone(), scene.world.payer);
    let [first, second] = scene.qualifiers;
    let calls = [
        deal.propose_role((&second, &payer), QUALIFIER, &first),
        deal.accept_role(QUALIFIER, &first, &payer),
    ];
    assert_eq!(scene.world.refused(&calls), "BadQualifiers");
    let heir = scene.heir;
    let calls = [
        deal.propose_role((&first, &payer), Role::Qualifier { place: 0 }, &heir),
        deal.propose_role((&second, &payer), QUALIFIER, &heir),
        deal.accept_role(QUALIFIER, &heir, &payer),
        deal.accept_role(Role::Qualifier { place: 0 }, &heir, &payer),
    ];
    assert_eq!(
        scene.world.refused(&calls),
        "BadQualifiers",
        "one key for both"
    );
    // The owner of one destination cannot make it two.
    let account = deal.cash(&heir);
    let call = deal.propose_role((&deal.sponsor, &payer), DESTINATION, &account);
    scene.world.go(&[call]);
    scene.world.pass(KEY_DELAY);
    let call = scene.accept(DESTINATION);
    scene.world.go(&[call]);
    let call = deal.propose_role((&deal.sponsor, &payer), DESTINATION, &account);
    assert_eq!(scene.refused(call), "KeyRefused", "it is one already");
}
