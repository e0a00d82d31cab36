//! Allotments that are refused: by another signer, with another account, too early, and where nothing is limited.

use super::{FIRM, RANK, limited};
use crate::{payouts::STAKE, transfer_rules::Scene};
use securities::tranche::rules::TransferRulesTerms;
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    world::{Money, World},
};

/// Before the first lock the sponsor may still change what is limited.
#[test]
fn nothing_is_allotted_before_the_deal_has_begun() {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let rules = |max_shares| TransferRulesTerms {
        max_shares,
        ..TransferRulesTerms::default()
    };
    world.go(&[deal.set_transfer_rules(RANK, rules(100))]);
    let ann = world.investor("ann", STAKE);
    let payer = world.payer;
    let welcome = deal.welcome(RANK, &payer, &ann);
    world.go(&welcome);
    let allot = deal.allot_shares(RANK, (&ann, &ann), &ann, 100);
    assert_eq!(world.refused(std::slice::from_ref(&allot)), "NotBegun");
    world.go(&[deal.set_transfer_rules(RANK, rules(50))]);
    let book = Offering::standard(&mut world, &deal, RANK, "line");
    assert_eq!(world.refused(std::slice::from_ref(&allot)), "NotBegun");
    let bob = world.investor("bob", STAKE);
    book.sell(&mut world, &deal, &[(bob, STAKE)]);
    assert_eq!(world.refused(&[allot]), "PersonLimit");
    // Nobody qualifies here: each owner is a person, and says so itself.
    world.go(&[deal.allot_shares(RANK, (&ann, &ann), &ann, 50)]);
    world.go(&[deal.transfer_shares(RANK, &bob, &ann, 50)]);
    audit::check(&mut world);
}

#[test]
fn nothing_is_allotted_where_nothing_is_limited() {
    let mut scene = Scene::<Lite>::new(TransferRulesTerms::default());
    let (ann, cid) = (scene.ann, scene.cid);
    assert_eq!(scene.refuses_allotment(&cid, &cid, 5), "NotLimited");
    assert_eq!(scene.person(&cid).map(|person| person.records), None);
    scene.moves(&ann, &cid, 5);
}

#[test]
fn only_the_owner_allots_and_for_its_own_person() {
    let mut scene = limited::<Lite>(0, 100);
    let (ann, cid) = (scene.ann, scene.cid);
    let dora = scene.joins("dora", FIRM);
    let thief = scene.world.person("thief");
    scene.allots_for(&dora, &FIRM, 50);
    scene.allots(&cid, 50);
    // Another signs for her record, or takes the place of what another person may have.
    let mut thiefs = scene.deal.allot_shares(RANK, (&dora, &FIRM), &thief, 0);
    thiefs.accounts[0].pubkey = thief;
    assert_eq!(scene.world.refused(&[thiefs]), "NotOwner");
    let tranche = scene.deal.class(RANK).tranche;
    for person in [cid, dora, ann] {
        let mut others = scene.deal.allot_shares(RANK, (&dora, &FIRM), &dora, 60);
        others.accounts[5].pubkey = address::person(&tranche, &person);
        assert_eq!(scene.world.refused(&[others]), "ConstraintSeeds");
    }
    // Of another class, or another deal.
    let payer = scene.world.payer;
    let welcome = scene.deal.welcome(0, &payer, &dora);
    scene.world.go(&welcome);
    let mut others = scene.deal.allot_shares(RANK, (&dora, &FIRM), &dora, 60);
    others.accounts[4].pubkey = address::holder(&scene.deal.class(0).tranche, &dora);
    assert_eq!(scene.world.refused(&[others]), "WrongTranche");
    let mut others = scene.deal.allot_shares(RANK, (&dora, &FIRM), &dora, 60);
    others.accounts[5].pubkey = address::person(&scene.deal.class(0).tranche, &FIRM);
    assert_eq!(scene.world.refused(&[others]), "ConstraintSeeds");
    let second = Deal::standard(&mut scene.world, "second sponsor", 2);
    let mut others = scene.deal.allot_shares(RANK, (&dora, &FIRM), &dora, 60);
    others.accounts[2].pubkey = second.security;
    assert_eq!(scene.world.refused(&[others]), "WrongSecurity");
    audit::check(&mut scene.world);
}

/// A record that has taken over no credential is of no person yet that the qualifiers know of.
#[test]
fn an_allotment_rises_only_with_a_valid_credential() {
    let mut scene = limited::<Lite>(0, 100);
    let (ann, payer) = (scene.ann, scene.world.payer);
    let dora = scene.world.person("dora");
    let welcome = scene.deal.welcome(RANK, &payer, &dora);
    scene.world.go(&welcome);
    assert_eq!(scene.record(&dora).person, dora);
    assert_eq!(scene.refuses_allotment(&dora, &dora, 5), "NotQualified");
    let until = scene.record(&ann).credential_until;
    scene.world.engine.set_now(until - 1);
    scene.world.go(&[]);
    let cid = scene.cid;
    scene.allots(&cid, 5);
    scene.world.engine.set_now(until);
    assert_eq!(scene.refuses_allotment(&cid, &cid, 6), "NotQualified");
    scene.allots(&cid, 4);
    audit::check(&mut scene.world);
}
