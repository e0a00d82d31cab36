//! What changes and ends: persons that a qualifier renames, places that are freed, records that are closed.

use super::{FIRM, RANK, limited};
use anchor_lang::prelude::Pubkey;
use securities_tests::{
    address, audit, engine::Engine, ix::credential, lite::Lite, native::Native,
};

const OTHER: Pubkey = Pubkey::new_from_array([8; 32]);

/// A count stays with the person that it was made for: a new name is taken over once nothing is allotted.
#[test]
fn a_record_with_an_allotment_keeps_its_person() {
    let mut scene = limited::<Native>(0, 100);
    let ann = scene.ann;
    let dora = scene.joins("dora", FIRM);
    scene.allots_for(&dora, &FIRM, 100);
    let renamed = scene.renames(&dora, OTHER);
    assert_eq!((renamed.owner, renamed.person), (dora, FIRM));
    assert_eq!(scene.record(&dora).person, FIRM);
    // Its limit is still the firm's, under no other name.
    assert_eq!(
        scene.refuses_allotment(&dora, &OTHER, 50),
        "ConstraintSeeds"
    );
    let eve = scene.joins("eve", FIRM);
    assert_eq!(scene.refuses_allotment(&eve, &FIRM, 1), "PersonLimit");
    scene.moves(&ann, &dora, 100);
    scene.moves(&dora, &ann, 0);
    scene.allots_for(&dora, &FIRM, 100);
    let back = scene.deal.transfer_shares(RANK, &dora, &scene.bob, 100);
    assert_eq!(
        scene.world.refused(&[back]),
        "AboveAllotment",
        "Bob has none"
    );
    scene.renames(&dora, Pubkey::default());
    assert_eq!(scene.record(&dora).person, FIRM);
    audit::check(&mut scene.world);

    let cid = scene.cid;
    scene.allots(&cid, 100);
    scene.moves(&dora, &cid, 100);
    scene.allots_for(&dora, &FIRM, 0);
    scene.renames(&dora, OTHER);
    assert_eq!(scene.record(&dora).person, OTHER);
    scene.renames(&dora, Pubkey::default());
    assert_eq!(scene.record(&dora).person, dora, "itself");
    scene.allots(&dora, 100);
}

#[test]
fn the_rent_goes_back_to_whoever_paid_it_with_the_last_allotment() {
    let mut scene = limited::<Lite>(0, 100);
    let [dora, eve] = ["dora", "eve"].map(|name| scene.joins(name, FIRM));
    let patron = scene.world.person("patron");
    let allot = |scene: &super::Scene<Lite>, owner: &Pubkey, payer: &Pubkey, limit| {
        scene.deal.allot_shares(RANK, (owner, &FIRM), payer, limit)
    };
    let open = allot(&scene, &dora, &patron, 50);
    let before = scene
        .world
        .engine
        .account(&patron)
        .expect("it has")
        .lamports;
    scene.world.go(&[open]);
    let at = address::person(&scene.deal.class(RANK).tranche, &FIRM);
    let rent = scene.world.engine.account(&at).expect("opened").lamports;
    let paid = scene
        .world
        .engine
        .account(&patron)
        .expect("it has")
        .lamports;
    assert_eq!(before - paid, rent);
    // Another payer is not whom it belongs to.
    let mut others = allot(&scene, &eve, &eve, 50);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&others)),
        "WrongRentPayer"
    );
    others.accounts[6].pubkey = patron;
    scene.world.go(&[others]);
    for (owner, gone) in [(dora, false), (eve, true)] {
        let mut end = allot(&scene, &owner, &owner, 0);
        end.accounts[6].pubkey = patron;
        scene.world.go(&[end]);
        assert_eq!(scene.person(&FIRM).is_none(), gone);
        audit::check(&mut scene.world);
    }
    let back = scene
        .world
        .engine
        .account(&patron)
        .expect("it has")
        .lamports;
    assert_eq!(back, before, "all of it came back");
    assert_eq!(scene.refuses_allotment(&dora, &FIRM, 0), "ZeroAmount");
    scene.allots_for(&dora, &FIRM, 70);
    let payer = scene.world.payer;
    assert_eq!(scene.person(&FIRM).expect("anew").rent_payer, payer);
}

/// A record is closed once it has no allotment, and a new one begins without one.
#[test]
fn a_record_with_an_allotment_is_not_closed() {
    let mut scene = limited::<Lite>(1, 100);
    let (ann, payer) = (scene.ann, scene.world.payer);
    let dora = scene.joins("dora", FIRM);
    scene.allots_for(&dora, &FIRM, 100);
    let close = scene.deal.close_holder(RANK, &dora, &payer);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&close)),
        "HolderInUse"
    );
    scene.allots_for(&dora, &FIRM, 0);
    scene.world.go(&[close]);
    let welcome = scene.deal.welcome(RANK, &payer, &dora);
    scene.world.go(&welcome);
    let record = scene.record(&dora);
    assert_eq!((record.person, record.allotted), (dora, 0));
    let take_over = scene.deal.qualify_holder(RANK, &scene.qualifier, &dora);
    scene.world.go(&[take_over]);
    assert_eq!(scene.record(&dora).person, FIRM);
    assert_eq!(scene.refuses(&ann, &dora, 1), "AboveAllotment");
    scene.allots_for(&dora, &FIRM, 100);
    scene.moves(&ann, &dora, 100);
}

/// A qualifier that takes its word back takes nothing else: what is held stays, is sold, and its place is freed.
#[test]
fn who_has_no_credential_any_more_lowers_sells_and_frees_its_place() {
    let mut scene = limited::<Lite>(2, 100);
    let (ann, cid) = (scene.ann, scene.cid);
    let dora = scene.joins("dora", FIRM);
    scene.allots_for(&dora, &FIRM, 80);
    scene.moves(&ann, &dora, 40);
    let never = securities::credential::state::CredentialTerms {
        expires_at: 0,
        ..scene.of_person(OTHER)
    };
    scene.world.go(&[
        credential::change(&scene.qualifier, &dora, never),
        scene.deal.qualify_holder(RANK, &scene.qualifier, &dora),
    ]);
    assert_eq!(scene.refuses_allotment(&dora, &FIRM, 81), "NotQualified");
    assert_eq!(scene.refuses(&ann, &dora, 1), "NotQualified");
    scene.allots_for(&dora, &FIRM, 40);
    scene.allots(&cid, 40);
    scene.moves(&dora, &cid, 40);
    scene.allots_for(&dora, &FIRM, 0);
    assert_eq!(scene.tranche().rules.persons, 1);
    assert_eq!(scene.refuses_allotment(&dora, &FIRM, 1), "NotQualified");
}
