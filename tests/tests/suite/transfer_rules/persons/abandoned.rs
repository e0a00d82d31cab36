//! Places that others free: those of records that have no shares and can receive none, whose key may be lost.

use super::{FIRM, RANK, Scene, limited};
use anchor_lang::prelude::Pubkey;
use securities::{
    credential::state::CredentialTerms, events::SharesAllotted, tranche::rules::TransferRulesTerms,
};
use securities_tests::{
    address, audit, engine::Engine, events, ix::credential, lite::Lite, native::Native, world::DAY,
};

impl<E: Engine> Scene<E> {
    /// What anyone sends to free a place.
    fn freeing(
        &self,
        owner: &Pubkey,
        person: &Pubkey,
    ) -> anchor_lang::solana_program::instruction::Instruction {
        let payer = self.world.payer;
        self.deal
            .free_place(RANK, (owner, person), &self.qualifier, &payer)
    }

    fn refuses_to_free(&mut self, owner: &Pubkey, person: &Pubkey) -> String {
        let free = self.freeing(owner, person);
        let refusal = self.world.refused(&[free]);
        audit::check(&mut self.world);
        refusal
    }

    /// What its qualifier states of an owner ends now; the record hears of it, or not.
    fn ends_for(&mut self, owner: &Pubkey, is_told: bool) {
        let never = CredentialTerms {
            expires_at: 0,
            ..self.of_person(FIRM)
        };
        let mut steps = vec![credential::change(&self.qualifier, owner, never)];
        if is_told {
            steps.push(self.deal.qualify_holder(RANK, &self.qualifier, owner));
        }
        self.world.go(&steps);
    }
}

/// Of one place, the first who had it lost its key: after its credential, the place is the next one's.
#[test]
fn anyone_frees_the_place_of_a_record_whose_credential_is_over() {
    let mut scene = limited::<Lite>(1, 100);
    let (ann, cid) = (scene.ann, scene.cid);
    let dora = scene.joins("dora", FIRM);
    scene.allots_for(&dora, &FIRM, 60);
    assert_eq!(scene.refuses_allotment(&cid, &cid, 1), "TooManyHolders");
    assert_eq!(scene.refuses_to_free(&dora, &FIRM), "PlaceStands");
    let until = scene.record(&dora).credential_until;
    scene.world.engine.set_now(until - 1);
    assert_eq!(scene.refuses_to_free(&dora, &FIRM), "PlaceStands");
    scene.world.engine.set_now(until);
    let free = scene.freeing(&dora, &FIRM);
    let payer = scene.world.payer;
    let before = scene
        .world
        .engine
        .account(&payer)
        .expect("it pays")
        .lamports;
    let done = scene.world.go(std::slice::from_ref(&free));
    let after = scene
        .world
        .engine
        .account(&payer)
        .expect("it pays")
        .lamports;
    assert!(after > before, "the person's rent came back to who paid it");
    let event = &events::of::<SharesAllotted>(&done)[0];
    assert_eq!(
        (event.owner, event.person, event.allotted, event.persons),
        (dora, FIRM, 0, 0)
    );
    assert!(scene.person(&FIRM).is_none());
    assert_eq!(scene.record(&dora).allotted, 0);
    audit::check(&mut scene.world);
    assert!(scene.world.send(&[free]).is_err(), "once");
    // Whoever has a credential again, and finds no place, waits like anybody.
    for (owner, person) in [(cid, cid), (dora, FIRM)] {
        let terms = scene.of_person(person);
        scene.world.go(&[
            credential::change(&scene.qualifier, &owner, terms),
            scene.deal.qualify_holder(RANK, &scene.qualifier, &owner),
        ]);
    }
    scene.allots(&cid, 5);
    scene.moves(&ann, &cid, 5);
    assert_eq!(scene.refuses_allotment(&dora, &FIRM, 1), "TooManyHolders");
}

/// Nobody loses a place that it can use: with shares, or with a credential that its record has not taken over.
#[test]
fn a_place_that_can_be_used_stands() {
    let mut scene = limited::<Native>(2, 100);
    let (ann, cid) = (scene.ann, scene.cid);
    let [dora, eve] = ["dora", "eve"].map(|name| scene.joins(name, FIRM));
    scene.allots_for(&dora, &FIRM, 40);
    scene.allots_for(&eve, &FIRM, 40);
    scene.moves(&ann, &dora, 1);
    scene.ends_for(&dora, true);
    assert_eq!(scene.refuses_to_free(&dora, &FIRM), "PlaceStands");
    scene.allots(&cid, 1);
    scene.moves(&dora, &cid, 1);
    // The other record of the person keeps its own allotment, and the place.
    let free = scene.freeing(&dora, &FIRM);
    scene.world.go(&[free]);
    let firm = scene.person(&FIRM).expect("of the other record");
    assert_eq!((firm.records, firm.allotted.get()), (1, 40));
    assert_eq!(scene.tranche().rules.persons, 2);
    audit::check(&mut scene.world);

    // A credential that was revoked counts once the record has heard of it, and one that was extended at once.
    scene.ends_for(&eve, false);
    assert_eq!(scene.refuses_to_free(&eve, &FIRM), "PlaceStands");
    let until = scene.record(&eve).credential_until;
    scene.world.engine.set_now(until);
    let extended = scene.of_person(FIRM);
    scene
        .world
        .go(&[credential::change(&scene.qualifier, &eve, extended)]);
    assert_eq!(scene.refuses_to_free(&eve, &FIRM), "PlaceStands");
    scene.world.engine.set_now(until + 365 * DAY);
    let free = scene.freeing(&eve, &FIRM);
    scene.world.go(&[free]);
    assert!(scene.person(&FIRM).is_none());
    audit::check(&mut scene.world);
}

/// What a qualifier says that the security names no more keeps no place.
#[test]
fn a_credential_of_who_qualifies_no_more_keeps_no_place() {
    let mut scene = limited::<Lite>(1, 100);
    let dora = scene.joins("dora", FIRM);
    scene.allots_for(&dora, &FIRM, 40);
    let until = scene.record(&dora).credential_until;
    scene.world.engine.set_now(until);
    let extended = scene.of_person(FIRM);
    scene
        .world
        .go(&[credential::change(&scene.qualifier, &dora, extended)]);
    assert_eq!(scene.refuses_to_free(&dora, &FIRM), "PlaceStands");
    let security = scene.deal.security;
    let successor = scene.world.key("successor");
    securities_tests::read::edit::<securities::security::state::Security>(
        &mut scene.world.engine,
        &security,
        |security| security.qualifiers[0] = successor,
    );
    let free = scene.freeing(&dora, &FIRM);
    scene.world.go(&[free]);
    assert_eq!(scene.tranche().rules.persons, 0);
}

#[test]
fn others_accounts_free_no_place() {
    let mut scene = limited::<Lite>(2, 100);
    let cid = scene.cid;
    let dora = scene.joins("dora", FIRM);
    scene.allots_for(&dora, &FIRM, 40);
    scene.allots(&cid, 40);
    scene.ends_for(&dora, true);
    let tranche = scene.deal.class(RANK).tranche;
    let free = scene.freeing(&dora, &FIRM);
    let stranger = scene.world.person("stranger");
    for (at, with, error) in [
        (2, address::holder(&tranche, &cid), "ConstraintSeeds"),
        (
            3,
            address::credential(&scene.qualifier, &cid),
            "ConstraintSeeds",
        ),
        (3, address::credential(&stranger, &dora), "ConstraintSeeds"),
        (4, address::person(&tranche, &cid), "ConstraintSeeds"),
        (5, stranger, "WrongRentPayer"),
    ] {
        let mut wrong = free.clone();
        wrong.accounts[at].pubkey = with;
        assert_eq!(scene.world.refused(&[wrong]), error, "{at}");
    }
    scene.world.go(&[free]);
    // It has none any more, and its account is gone.
    let payer = scene.world.payer;
    let none = scene.joins("none", Pubkey::new_from_array([9; 32]));
    scene.ends_for(&none, true);
    let person = scene.record(&none).person;
    let free = scene
        .deal
        .free_place(RANK, (&none, &person), &scene.qualifier, &payer);
    assert_eq!(scene.world.refused(&[free]), "AccountOwnedByWrongProgram");
    audit::check(&mut scene.world);
}

/// Where no credential is required, a record without shares may receive some at any time.
#[test]
fn where_anybody_may_hold_nobodys_place_is_freed() {
    let mut world =
        securities_tests::world::World::<Lite>::new(securities_tests::world::Money::Classic);
    let deal = securities_tests::deal::Deal::standard(&mut world, "sponsor", 1);
    let rules = TransferRulesTerms {
        max_shares: 100,
        ..TransferRulesTerms::default()
    };
    world.go(&[deal.set_transfer_rules(RANK, rules)]);
    let stake = crate::payouts::STAKE;
    let [ann, bob] = ["ann", "bob"].map(|name| world.investor(name, stake));
    let book = securities_tests::offering::Offering::standard(&mut world, &deal, RANK, "line");
    book.sell(&mut world, &deal, &[(bob, stake)]);
    let payer = world.payer;
    let welcome = deal.welcome(RANK, &payer, &ann);
    world.go(&welcome);
    world.go(&[deal.allot_shares(RANK, (&ann, &ann), &payer, 50)]);
    let nobody = Pubkey::default();
    let free = deal.free_place(RANK, (&ann, &ann), &nobody, &payer);
    assert_eq!(world.refused(&[free]), "PlaceStands");
}
