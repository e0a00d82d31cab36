//! Who may hold: an owner with a credential from a qualifier that the security names. Invest first and qualify later;
//! who does not qualify in time gets its money back, and holds up nobody.

use crate::{on_both_engines, payouts::distribute};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{
    book::state::Book, credential::state::CredentialTerms, holder::state::Holder,
    tranche::state::Tranche,
};
use securities_tests::{
    address, audit,
    deal::{Deal, junior, senior, tiers},
    engine::Engine,
    ix::credential,
    lite::Lite,
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

const STAKE: u64 = 2_000_000_000;

on_both_engines! {
    who_qualifies_in_time_gets_shares_and_who_does_not_its_money => in_time;
    a_revoked_owner_keeps_its_shares_and_receives_no_more => revoked;
}

/// A security whose junior shares want a credential of either of two qualifiers, and its open book.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    qualifier: Pubkey,
    other: Pubkey,
    ann: Pubkey,
    bob: Pubkey,
}

impl<E: Engine> Scene<E> {
    fn new() -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let (qualifier, other) = (world.person("qualifier"), world.person("other"));
        let deal = restricted(&mut world, vec![qualifier, other]);
        let book = Offering::standard_with(&mut world, &deal, 1, "line", |args| {
            args.qualify_by = args.deadline + 20 * DAY;
        });
        let ann = world.investor("ann", STAKE);
        let bob = world.investor("bob", STAKE);
        Self {
            world,
            deal,
            book,
            qualifier,
            other,
            ann,
            bob,
        }
    }

    /// The same with both tickets locked: 0 is Ann's, 1 is Bob's.
    fn locked() -> Self {
        let mut scene = Self::new();
        for owner in [scene.ann, scene.bob] {
            scene
                .book
                .deposit(&mut scene.world, &scene.deal, &owner, STAKE);
            let welcome = scene.deal.welcome(1, &scene.world.payer, &owner);
            scene.world.go(&welcome);
        }
        scene.book.lock(&mut scene.world, &scene.deal);
        scene
    }

    fn says(&mut self, until: i64) -> CredentialTerms {
        CredentialTerms {
            class: 2,
            jurisdiction: 756,
            expires_at: until,
        }
    }

    fn admit(&mut self, owner: &Pubkey) {
        let until = self.world.engine.now() + 365 * DAY;
        let args = self.says(until);
        let issue = credential::issue(&self.qualifier, owner, args);
        let qualify = self.deal.qualify_holder(1, &self.qualifier, owner);
        self.world.go(&[issue, qualify]);
    }

    fn settle(&mut self, id: u32) -> Instruction {
        let ticket = self.book.ticket(&mut self.world, id);
        self.deal.settle_ticket(&self.book, &ticket)
    }

    /// A refund that shows the owner's record.
    fn refuse(&mut self, id: u32) -> Instruction {
        let ticket = self.book.ticket(&mut self.world, id);
        let mut refund = self.deal.refund_ticket(&self.book, &ticket);
        let record = address::holder(&self.book.tranche, &ticket.owner);
        refund
            .accounts
            .push(AccountMeta::new_readonly(record, false));
        refund
    }

    fn holder(&mut self, owner: &Pubkey) -> Holder {
        let address = address::holder(&self.book.tranche, owner);
        read::state(&mut self.world.engine, &address)
    }
}

fn restricted<E: Engine>(world: &mut World<E>, qualifiers: Vec<Pubkey>) -> Deal {
    let mut deal = Deal::plan(world, "sponsor", 1);
    deal.qualifiers = qualifiers;
    deal.create(world, vec![senior(0), junior(1)], tiers())
}

pub(crate) fn in_time<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::locked();
    let (settle, refuse) = (scene.settle(0), scene.refuse(0));
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&settle)),
        "NotQualified",
        "no credential yet"
    );
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&refuse)),
        "NotRefunding",
        "there is time to qualify"
    );
    let ann = scene.ann;
    scene.admit(&ann);
    scene.world.go(&[settle]);
    assert_eq!(scene.holder(&ann).shares, STAKE);

    // Bob does not qualify. A distribution waits for his ticket, and for no longer than the deadline.
    distribute(&mut scene.world, &scene.deal, 0, 9_000_000);
    let tranche: Tranche = read::state(&mut scene.world.engine, &scene.book.tranche);
    assert_eq!(tranche.payouts()[0].undistributed, 9_000_000);
    let qualify_by = scene.book.args.qualify_by;
    scene.world.engine.set_now(qualify_by - 1);
    let refuse = scene.refuse(1);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&refuse)),
        "NotRefunding"
    );
    scene.world.engine.set_now(qualify_by);
    let mut unshown = refuse.clone();
    unshown.accounts.pop();
    assert_eq!(scene.world.refused(&[unshown]), "NotRefunding");
    let mut of_ann = refuse.clone();
    of_ann.accounts.last_mut().expect("the record").pubkey =
        address::holder(&scene.book.tranche, &ann);
    assert_eq!(scene.world.refused(&[of_ann]), "HolderMissing");
    scene.world.go(&[refuse]);
    let bob = scene.bob;
    assert_eq!(scene.world.wealth(&bob), STAKE, "his money is back whole");
    let tranche: Tranche = read::state(&mut scene.world.engine, &scene.book.tranche);
    assert_eq!(tranche.payouts()[0].undistributed, 0, "and nothing waits");
    let book: Book = scene.book.state(&mut scene.world);
    assert_eq!((book.accepted, book.refunded), (STAKE, STAKE));
    audit::check(&mut scene.world);
    scene.world.go(&[scene.deal.close_book(&scene.book)]);
    scene.world
}

pub(crate) fn revoked<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::locked();
    let (ann, bob) = (scene.ann, scene.bob);
    for (id, owner) in [(0, ann), (1, bob)] {
        scene.admit(&owner);
        let settle = scene.settle(id);
        scene.world.go(&[settle]);
    }
    let to_bob = |scene: &Scene<E>, amount| scene.deal.transfer_shares(1, &ann, &bob, amount);
    let first = to_bob(&scene, 5);
    scene.world.go(&[first]);

    let never = scene.says(0);
    let revoke = credential::change(&scene.qualifier, &bob, never);
    let take_over = scene.deal.qualify_holder(1, &scene.qualifier, &bob);
    scene.world.go(&[revoke, take_over]);
    let second = to_bob(&scene, 7);
    assert_eq!(scene.world.refused(&[second]), "NotQualified");
    let back = scene.deal.transfer_shares(1, &bob, &ann, 5);
    scene.world.go(&[back]);
    assert_eq!(scene.holder(&bob).shares, STAKE, "what is his stays his");

    // Another qualifier may admit him; a worse credential of a third party changes nothing.
    let until = scene.world.engine.now() + DAY;
    let day = scene.says(until);
    let issue = credential::issue(&scene.other, &bob, day);
    let qualify = scene.deal.qualify_holder(1, &scene.other, &bob);
    scene.world.go(&[issue, qualify.clone()]);
    let third = to_bob(&scene, 11);
    scene.world.go(&[third]);
    let stale = scene.deal.qualify_holder(1, &scene.qualifier, &bob);
    assert_eq!(
        scene.world.refused(&[stale]),
        "CredentialExpired",
        "the revoked one does not shut out who another admits"
    );
    scene.world.engine.set_now(until);
    let fourth = to_bob(&scene, 13);
    assert_eq!(scene.world.refused(&[fourth]), "NotQualified");
    audit::check(&mut scene.world);
    scene.world
}

#[test]
fn credentials_of_strangers_admit_nobody() {
    let mut scene = Scene::<Lite>::locked();
    let (ann, bob) = (scene.ann, scene.bob);
    let stranger = scene.world.person("stranger");
    let until = scene.world.engine.now() + DAY;
    let args = scene.says(until);
    let issue = credential::issue(&stranger, &ann, args.clone());
    let qualify = scene.deal.qualify_holder(1, &stranger, &ann);
    assert_eq!(scene.world.refused(&[issue, qualify]), "NotQualifier");
    let mut of_bob = scene.deal.qualify_holder(1, &scene.qualifier, &ann);
    of_bob.accounts[3].pubkey = address::credential(&scene.qualifier, &bob);
    let issue = credential::issue(&scene.qualifier, &bob, args.clone());
    assert_eq!(scene.world.refused(&[issue.clone(), of_bob]), "NotOwner");
    scene.world.go(std::slice::from_ref(&issue));
    let mut of_another = credential::change(&stranger, &bob, args);
    of_another.accounts[1].pubkey = address::credential(&scene.qualifier, &bob);
    assert_eq!(scene.world.refused(&[of_another]), "NotQualifier");
    assert_eq!(scene.world.refused(&[issue]), "system 0", "once only");
    let past = scene.says(until - DAY);
    let expired = credential::issue(&scene.other, &bob, past);
    assert_eq!(scene.world.refused(&[expired]), "CredentialExpired");
}

#[test]
fn qualifiers_are_named_before_the_first_tranche() {
    let mut world = World::<Lite>::new(Money::Classic);
    let one = world.person("one");
    let deal = Deal::standard(&mut world, "sponsor", 1);
    assert_eq!(
        world.refused(&[deal.set_qualifiers(vec![one])]),
        "StructureClosed"
    );
    let mut early = Deal::plan(&mut world, "early", 2);
    world.give(&early.sponsor, 1);
    let args = early.security_args();
    world.go(&[early.create_security(args)]);
    for bad in [vec![one, one], vec![Pubkey::default()], vec![one; 5]] {
        assert_eq!(world.refused(&[early.set_qualifiers(bad)]), "BadQualifiers");
    }
    world.go(&[early.set_qualifiers(vec![one])]);
    world.go(&[early.set_qualifiers(Vec::new())]);
    early.sponsor = one;
    assert_eq!(
        world.refused(&[early.set_qualifiers(vec![one])]),
        "NotSponsor"
    );
}

#[test]
fn a_book_of_restricted_shares_says_until_when_to_qualify() {
    let mut world = World::<Lite>::new(Money::Classic);
    let one = world.person("one");
    let deal = restricted(&mut world, vec![one]);
    let mut book = Offering::plan(&mut world, &deal, 1, 0, "line");
    let open = book.opening(&mut world, &deal, 16);
    assert_eq!(world.refused(&open), "BadClock", "no qualify deadline");
    book.args.qualify_by = book.args.deadline - 1;
    let open = book.opening(&mut world, &deal, 16);
    assert_eq!(world.refused(&open), "BadClock", "before the deadline");

    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mut book = Offering::plan(&mut world, &deal, 1, 0, "line");
    book.args.qualify_by = book.args.deadline;
    let open = book.opening(&mut world, &deal, 16);
    assert_eq!(world.refused(&open), "BadClock", "nobody has to qualify");
}
