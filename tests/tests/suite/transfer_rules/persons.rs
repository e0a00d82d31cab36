//! Limits of holders: how many persons may receive shares of a class, and how many each. Several addresses of one person
//! share what it may have.

mod abandoned;
mod closing;
mod refused;

use super::{FRENCH, RANK, Scene};
use crate::payouts::STAKE;
use anchor_lang::prelude::Pubkey;
use securities::{
    credential::state::CredentialTerms,
    events::{HolderQualified, SharesAllotted},
    tranche::{person::Person, rules::TransferRulesTerms},
};
use securities_tests::{
    address, audit, engine::Engine, events, ix::credential, lite::Lite, native::Native, read,
};

/// What a qualifier calls a person that has several addresses.
const FIRM: Pubkey = Pubkey::new_from_array([7; 32]);

/// A class of so many holders, each with so many shares. Ann and Bob bought theirs in its book; Cid has none.
fn limited<E: Engine>(max_holders: u32, max_shares: u64) -> Scene<E> {
    Scene::new(TransferRulesTerms {
        max_holders,
        max_shares,
        ..TransferRulesTerms::default()
    })
}

impl<E: Engine> Scene<E> {
    /// Sets what a record may receive up to, as its owner, who is counted for itself.
    fn allots(&mut self, owner: &Pubkey, limit: u64) {
        self.allots_for(owner, owner, limit);
    }

    fn allots_for(&mut self, owner: &Pubkey, person: &Pubkey, limit: u64) {
        let payer = self.world.payer;
        let allot = self.deal.allot_shares(RANK, (owner, person), &payer, limit);
        self.world.go(&[allot]);
        audit::check(&mut self.world);
    }

    /// By what number an allotment is refused.
    fn refuses_allotment(&mut self, owner: &Pubkey, person: &Pubkey, limit: u64) -> String {
        let payer = self.world.payer;
        let allot = self.deal.allot_shares(RANK, (owner, person), &payer, limit);
        self.world.refused(&[allot])
    }

    /// What the qualifier says of an owner's person.
    fn of_person(&mut self, person: Pubkey) -> CredentialTerms {
        CredentialTerms {
            person,
            ..self.says(2, FRENCH)
        }
    }

    /// Another owner with a record, whom the qualifier calls by a person.
    fn joins(&mut self, name: &str, person: Pubkey) -> Pubkey {
        let owner = self.world.person(name);
        let terms = self.of_person(person);
        let welcome = self.deal.welcome(RANK, &self.world.payer, &owner);
        self.world.go(&welcome);
        self.world.go(&[
            credential::issue(&self.qualifier, &owner, terms),
            self.deal.qualify_holder(RANK, &self.qualifier, &owner),
        ]);
        owner
    }

    /// The qualifier calls an owner by another person, and the record hears of it.
    fn renames(&mut self, owner: &Pubkey, person: Pubkey) -> HolderQualified {
        let terms = self.of_person(person);
        let done = self.world.go(&[
            credential::change(&self.qualifier, owner, terms),
            self.deal.qualify_holder(RANK, &self.qualifier, owner),
        ]);
        events::of::<HolderQualified>(&done).remove(0)
    }

    fn person(&mut self, person: &Pubkey) -> Option<Person> {
        let at = address::person(&self.deal.class(RANK).tranche, person);
        self.world.engine.account(&at)?;
        Some(read::state(&mut self.world.engine, &at))
    }
}

#[test]
fn a_record_receives_what_its_owner_allotted_and_no_more() {
    let mut scene = limited::<Native>(0, 100);
    let (ann, cid) = (scene.ann, scene.cid);
    assert_eq!(scene.refuses(&ann, &cid, 1), "AboveAllotment");
    let payer = scene.world.payer;
    let allot = scene.deal.allot_shares(RANK, (&cid, &cid), &payer, 60);
    let done = scene.world.go(&[allot]);
    let event = &events::of::<SharesAllotted>(&done)[0];
    assert_eq!(
        (event.owner, event.person, event.allotted, event.persons),
        (cid, cid, 60, 1)
    );
    assert_eq!(scene.refuses(&ann, &cid, 61), "AboveAllotment");
    scene.moves(&ann, &cid, 60);
    assert_eq!(scene.refuses(&ann, &cid, 1), "AboveAllotment");
    // What it sends makes room again, and what it is allotted too.
    scene.allots(&cid, 100);
    scene.moves(&ann, &cid, 40);
    assert_eq!(scene.refuses_allotment(&cid, &cid, 101), "PersonLimit");
    assert_eq!(
        scene.refuses_allotment(&cid, &cid, 99),
        "AllotmentBelowShares"
    );
    audit::check(&mut scene.world);
}

#[test]
fn the_addresses_of_one_person_share_what_it_may_have() {
    let mut scene = limited::<Native>(2, 100);
    let (ann, cid) = (scene.ann, scene.cid);
    let [dora, eve] = ["dora", "eve"].map(|name| scene.joins(name, FIRM));
    assert_eq!(scene.record(&dora).person, FIRM);
    scene.allots_for(&dora, &FIRM, 60);
    assert_eq!(scene.refuses_allotment(&eve, &FIRM, 41), "PersonLimit");
    scene.allots_for(&eve, &FIRM, 40);
    // Two addresses take one place; of two places, one is left.
    scene.allots(&cid, 100);
    assert_eq!(scene.tranche().rules.persons, 2);
    let firm = scene.person(&FIRM).expect("it has an allotment");
    assert_eq!((firm.records, firm.allotted.get()), (2, 100));
    scene.moves(&ann, &dora, 20);
    scene.moves(&ann, &eve, 40);
    // What one does not need goes to the other, but not what it has.
    assert_eq!(scene.refuses_allotment(&eve, &FIRM, 80), "PersonLimit");
    assert_eq!(
        scene.refuses_allotment(&dora, &FIRM, 19),
        "AllotmentBelowShares"
    );
    scene.allots_for(&dora, &FIRM, 20);
    scene.allots_for(&eve, &FIRM, 80);
    scene.moves(&ann, &eve, 40);
    assert_eq!(scene.refuses(&ann, &eve, 1), "AboveAllotment");
    assert_eq!(scene.refuses(&ann, &dora, 1), "AboveAllotment");
    audit::check(&mut scene.world);
}

/// Without a limit of shares an allotment has no bound, and two without bounds are counted like others.
#[test]
fn there_is_room_for_so_many_persons() {
    let mut scene = limited::<Lite>(2, 0);
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    let [dora, eve] = ["dora", "eve"].map(|name| scene.joins(name, FIRM));
    scene.allots(&cid, u64::MAX);
    scene.allots_for(&dora, &FIRM, u64::MAX);
    scene.allots_for(&eve, &FIRM, u64::MAX);
    let firm = scene.person(&FIRM).expect("it has an allotment");
    assert_eq!(firm.allotted.get(), 2 * u128::from(u64::MAX));
    for owner in [ann, bob] {
        assert_eq!(
            scene.refuses_allotment(&owner, &owner, STAKE),
            "TooManyHolders"
        );
    }
    // One address of the firm leaves: its place is free when both have.
    scene.allots_for(&dora, &FIRM, 0);
    assert_eq!(scene.refuses_allotment(&ann, &ann, STAKE), "TooManyHolders");
    scene.allots_for(&eve, &FIRM, 0);
    scene.allots(&ann, STAKE);
    assert_eq!(scene.tranche().rules.persons, 2);
}

/// The first issue delivers what was bought, to more persons than the class has room for and above what one may have. Whoever
/// has too much sells; it receives again once an allotment covers what it holds.
#[test]
fn what_was_bought_is_delivered_above_every_limit_and_can_be_sold() {
    let mut scene = limited::<Lite>(1, STAKE / 2);
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    assert_eq!(scene.record(&ann).shares, STAKE);
    assert_eq!(scene.tranche().rules.persons, 0);
    scene.allots(&cid, STAKE / 2);
    for owner in [ann, bob] {
        assert_eq!(
            scene.refuses_allotment(&owner, &owner, STAKE),
            "PersonLimit"
        );
        assert_eq!(
            scene.refuses_allotment(&owner, &owner, STAKE / 2),
            "AllotmentBelowShares"
        );
        scene.moves(&owner, &cid, STAKE / 4);
    }
    assert_eq!(scene.refuses(&ann, &bob, 1), "AboveAllotment");
    scene.moves(&cid, &ann, 0);
    assert_eq!(
        scene.refuses_allotment(&cid, &cid, 0),
        "AllotmentBelowShares"
    );
    crate::payouts::distribute(&mut scene.world, &scene.deal, 0, 1_000_000);
    let before = scene.world.wealth(&ann);
    let claim = scene.deal.claim(RANK, &ann);
    scene.world.go(&[claim]);
    assert!(scene.world.wealth(&ann) > before, "she is paid as ever");
    audit::check(&mut scene.world);
}
