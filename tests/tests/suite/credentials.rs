//! Who may hold: an owner with a credential from a qualifier that the security names. Invest first and qualify later;
//! who does not qualify before the lock gets its money back, and holds up nobody.

use crate::{on_both_engines, payouts::distribute};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    book::state::Book,
    credential::state::CredentialTerms,
    tranche::{holder::Holder, state::Tranche},
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
        let book = Offering::standard(&mut world, &deal, 1, "line");
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

    /// The same with both tickets in line, committed: 0 is Ann's, 1 is Bob's; and their records.
    fn in_line() -> Self {
        let mut scene = Self::new();
        for owner in [scene.ann, scene.bob] {
            scene
                .book
                .deposit(&mut scene.world, &scene.deal, &owner, STAKE);
            let welcome = scene.deal.welcome(1, &scene.world.payer, &owner);
            scene.world.go(&welcome);
        }
        scene
    }

    fn says(&mut self, until: i64) -> CredentialTerms {
        CredentialTerms {
            category: 2,
            jurisdiction: 756,
            expires_at: until,
            person: Pubkey::default(),
        }
    }

    /// An owner gets a credential, which is taken into its record and marks its ticket.
    fn admit(&mut self, owner: &Pubkey, id: u32) {
        let until = self.world.engine.now() + 365 * DAY;
        let args = self.says(until);
        let issue = credential::issue(&self.qualifier, owner, args);
        let qualify = self.deal.qualify_holder(1, &self.qualifier, owner);
        let mark = self
            .deal
            .qualify_ticket(&self.book, &self.qualifier, owner, id);
        self.world.go(&[issue, qualify, mark]);
    }

    fn settle(&mut self, id: u32) -> Instruction {
        let ticket = self.book.ticket(&mut self.world, id);
        self.deal.settle_ticket(&self.book, &ticket)
    }

    fn holder(&mut self, owner: &Pubkey) -> Holder {
        let address = address::holder(&self.book.tranche, owner);
        read::state(&mut self.world.engine, &address)
    }
}

pub(crate) fn restricted<E: Engine>(world: &mut World<E>, qualifiers: Vec<Pubkey>) -> Deal {
    let mut deal = Deal::plan(world, "sponsor", 1);
    deal.qualifiers = qualifiers;
    deal.create(world, vec![senior(0), junior(1)], tiers())
}

pub(crate) fn in_time<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::in_line();
    let (ann, bob) = (scene.ann, scene.bob);
    scene.admit(&ann, 0);
    scene.book.lock(&mut scene.world, &scene.deal);
    let tranche: Tranche = read::state(&mut scene.world.engine, &scene.book.tranche);
    assert_eq!(tranche.shares, STAKE, "of Bob's money nothing is accepted");

    // Ann is paid all of a distribution, whoever has not been settled.
    distribute(&mut scene.world, &scene.deal, 0, 9_000_000);
    let settle = scene.settle(0);
    scene.world.go(&[settle]);
    assert_eq!(scene.holder(&ann).shares, STAKE);
    scene.world.go(&[scene.deal.claim(1, &ann)]);
    assert_eq!(
        scene.world.wealth(&ann),
        8_999_999,
        "at once, the last fraction of a unit carried"
    );
    let settle = scene.settle(1);
    assert_eq!(scene.world.refused(&[settle]), "NothingAccepted");
    // Anybody sends Bob's money back at once, all of it; qualifying is too late.
    let says = {
        let until = scene.world.engine.now() + DAY;
        scene.says(until)
    };
    let issue = credential::issue(&scene.qualifier, &bob, says);
    let mark = scene
        .deal
        .qualify_ticket(&scene.book, &scene.qualifier, &bob, 1);
    assert_eq!(scene.world.refused(&[issue, mark]), "BookNotOpen");
    scene.book.refund(&mut scene.world, &scene.deal, 1);
    assert_eq!(scene.world.wealth(&bob), STAKE, "his money is back whole");
    let book: Book = scene.book.state(&mut scene.world);
    assert_eq!((book.accepted, book.refunded), (STAKE, STAKE));
    audit::check(&mut scene.world);
    scene.book.release(&mut scene.world, &scene.deal);
    scene.world.go(&[scene.deal.close_book(&scene.book)]);
    scene.world
}

pub(crate) fn revoked<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::in_line();
    let (ann, bob) = (scene.ann, scene.bob);
    for (id, owner) in [(0, ann), (1, bob)] {
        scene.admit(&owner, id);
    }
    scene.book.lock(&mut scene.world, &scene.deal);
    for id in [0, 1] {
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
    let qualify = scene.deal.choose_credential(1, &scene.other, &bob);
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

/// What a record says of its owner is changed by whoever admitted it, or by its owner's choice among qualifiers.
#[test]
fn another_qualifier_says_something_else_only_if_the_owner_signs() {
    let mut scene = Scene::<Lite>::in_line();
    let (ann, until) = (scene.ann, scene.world.engine.now() + 30 * DAY);
    let said = |category, jurisdiction, expires_at| CredentialTerms {
        category,
        jurisdiction,
        expires_at,
        person: Pubkey::default(),
    };
    let first = said(1, 756, until);
    scene.world.go(&[
        credential::issue(&scene.qualifier, &ann, first),
        scene.deal.qualify_holder(1, &scene.qualifier, &ann),
    ]);
    let state = |scene: &mut Scene<Lite>| {
        let holder = scene.holder(&ann);
        (
            holder.category,
            holder.jurisdiction,
            holder.credential_until,
        )
    };

    // Longer, and of something else: nobody takes it over for her, and she does herself.
    let longer = said(3, 0, until + DAY);
    scene
        .world
        .go(&[credential::issue(&scene.other, &ann, longer)]);
    let unasked = scene.deal.qualify_holder(1, &scene.other, &ann);
    assert_eq!(scene.world.refused(&[unasked]), "OtherStatement");
    let bob = scene.bob;
    let by_bob = scene
        .deal
        .qualify_holder_by(1, &scene.other, &ann, Some(bob));
    assert_eq!(scene.world.refused(&[by_bob]), "NotOwner");
    let chosen = scene.deal.choose_credential(1, &scene.other, &ann);
    scene.world.go(&[chosen]);
    assert_eq!(state(&mut scene), (3, 0, until + DAY));

    // Back to the first, which is shorter: her choice again. What is the same is extended unasked.
    let back = scene.deal.qualify_holder(1, &scene.qualifier, &ann);
    assert_eq!(scene.world.refused(&[back]), "CredentialExpired");
    let back = scene.deal.choose_credential(1, &scene.qualifier, &ann);
    scene.world.go(&[back]);
    assert_eq!(state(&mut scene), (1, 756, until));
    let same = said(1, 756, until + 2 * DAY);
    scene.world.go(&[
        credential::change(&scene.other, &ann, same),
        scene.deal.qualify_holder(1, &scene.other, &ann),
    ]);
    assert_eq!(state(&mut scene), (1, 756, until + 2 * DAY));

    // Whoever admitted her revokes that, and leaves what she is, by which she still sells.
    let revoked = said(255, 0, 0);
    scene.world.go(&[
        credential::change(&scene.other, &ann, revoked),
        scene.deal.qualify_holder(1, &scene.other, &ann),
    ]);
    assert_eq!(state(&mut scene), (1, 756, 0));

    // Nobody has said anything of Bob's record; what has ended since is his to take over.
    let now = scene.world.engine.now();
    let short = said(2, 276, now + 1);
    scene
        .world
        .go(&[credential::issue(&scene.qualifier, &bob, short)]);
    scene.world.pass(1);
    let ended = scene.deal.qualify_holder(1, &scene.qualifier, &bob);
    assert_eq!(scene.world.refused(&[ended]), "CredentialExpired");
    let ended = scene.deal.choose_credential(1, &scene.qualifier, &bob);
    scene.world.go(&[ended]);
    assert_eq!(scene.holder(&bob).category, 2);
    audit::check(&mut scene.world);
}

#[test]
fn credentials_of_strangers_admit_nobody() {
    let mut scene = Scene::<Lite>::in_line();
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
