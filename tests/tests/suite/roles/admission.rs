//! What a qualifier's role transfer does to those it admitted: they keep what they have until it expires, the new key
//! may take it back, and nobody is admitted by the old one.

use super::{QUALIFIER, Scene};
use crate::on_both_engines;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{credential::state::CredentialTerms, tranche::holder::Holder};
use securities_tests::{
    address,
    engine::Engine,
    ix::credential,
    read,
    world::{DAY, World},
};

on_both_engines! {
    the_new_qualifier_answers_for_who_the_old_one_admitted => answers;
}

fn terms(expires_at: i64) -> CredentialTerms {
    CredentialTerms {
        category: 1,
        jurisdiction: 756,
        expires_at,
        person: Pubkey::default(),
    }
}

fn until<E: Engine>(scene: &mut Scene<E>, owner: &Pubkey) -> i64 {
    let at = address::holder(&scene.deal.class(1).tranche, owner);
    read::state::<Holder>(&mut scene.world.engine, &at).credential_until
}

fn answers<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (deal, old, first) = (scene.deal.clone(), scene.qualifiers[1], scene.qualifiers[0]);
    let new = scene.world.person("heir");
    let owners = ["ann", "bob"].map(|name| scene.world.investor(name, 0));
    for owner in &owners {
        let welcome = deal.welcome(1, &scene.world.payer, owner);
        scene.world.go(&welcome);
    }
    let [ann, bob] = owners;
    let year = scene.world.engine.now() + 365 * DAY;
    let qualify = |qualifier: &Pubkey, owner: &Pubkey| deal.qualify_holder(1, qualifier, owner);
    let issue = |qualifier: &Pubkey, owner: &Pubkey, until| -> Instruction {
        credential::issue(qualifier, owner, terms(until))
    };
    scene.world.go(&[
        issue(&old, &ann, year),
        issue(&old, &bob, year),
        qualify(&old, &ann),
    ]);
    let calls = [scene.propose(QUALIFIER, &old), scene.accept(QUALIFIER)];
    scene.world.go(&calls);

    // Ann keeps what was taken into her record. Bob's credential was not, and admits nobody any more.
    assert_eq!(until(&mut scene, &ann), year);
    for owner in owners {
        assert_eq!(scene.refused(qualify(&old, &owner)), "NotQualifier");
    }
    assert_eq!(until(&mut scene, &bob), 0);
    // The old key takes nothing back either.
    scene.world.go(&[credential::change(&old, &ann, terms(0))]);
    assert_eq!(scene.refused(qualify(&old, &ann)), "NotQualifier");
    // Another qualifier may only better it.
    let sooner = year - 100 * DAY;
    scene.world.go(&[issue(&first, &ann, sooner)]);
    assert_eq!(scene.refused(qualify(&first, &ann)), "CredentialExpired");
    // The new key may shorten it, and take it back.
    scene
        .world
        .go(&[issue(&new, &ann, sooner), qualify(&new, &ann)]);
    assert_eq!(until(&mut scene, &ann), sooner);
    scene.world.go(&[
        credential::change(&new, &ann, terms(0)),
        qualify(&new, &ann),
    ]);
    assert_eq!(until(&mut scene, &ann), 0);
    scene
        .world
        .go(&[issue(&new, &bob, year), qualify(&new, &bob)]);
    assert_eq!(until(&mut scene, &bob), year);
    scene.world
}
