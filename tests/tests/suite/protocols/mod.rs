//! Programs that register an address of theirs to hold shares: who lets them in, when, for how long, and what nobody can take
//! from them.

mod decisions;
mod example;
mod limits;

use crate::payouts::STAKE;
use anchor_lang::prelude::Pubkey;
use securities::{
    credential::{
        protocol::{Protocol, ProtocolDecision, ProtocolTerms},
        state::CredentialTerms,
    },
    tranche::holder::Holder,
};
use securities_tests::{
    address, audit,
    deal::{Deal, junior, senior, tiers},
    engine::Engine,
    ix::credential,
    lite::Lite,
    offering::Offering,
    read,
    world::{DAY, Money, ProgramAddress, World},
};

/// The class that requires a credential.
const RANK: u8 = 1;
/// How a registration of these tests is let in: after a week.
const TERMS: ProtocolTerms = ProtocolTerms {
    days: 7,
    category: 3,
    jurisdiction: 756,
};

/// A class whose shares want a credential of either of two qualifiers, and let protocols register. Ann has bought it. A pool
/// has a record and an account for shares.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    qualifier: Pubkey,
    other: Pubkey,
    ann: Pubkey,
    pool: ProgramAddress,
}

impl<E: Engine> Scene<E> {
    fn new() -> Self {
        Self::under(Some(TERMS))
    }

    /// The same with other terms of registrations.
    fn under(protocols: Option<ProtocolTerms>) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let (qualifier, other) = (world.person("qualifier"), world.person("other"));
        let mut deal = Deal::plan(&mut world, "sponsor", 1);
        deal.qualifiers = vec![qualifier, other];
        deal.protocols = protocols;
        let deal = deal.create(&mut world, vec![senior(0), junior(1)], tiers());
        let book = Offering::standard(&mut world, &deal, RANK, "line");
        let ann = world.investor("ann", STAKE);
        let pool = world.program_address("pool");
        let mut scene = Self {
            world,
            deal,
            qualifier,
            other,
            ann,
            pool,
        };
        let args = scene.says(TERMS.category);
        scene.world.go(&[credential::issue(&qualifier, &ann, args)]);
        book.deposit(&mut scene.world, &scene.deal, &ann, STAKE);
        let mark = scene.deal.qualify_ticket(&book, &qualifier, &ann, 0);
        scene.world.go(&[mark]);
        book.lock(&mut scene.world, &scene.deal);
        book.settle(&mut scene.world, &scene.deal, 0);
        let take = scene.deal.qualify_holder(RANK, &qualifier, &ann);
        scene.world.go(&[take]);
        let pool = scene.pool.address;
        let welcome = scene.deal.welcome(RANK, &ann, &pool);
        scene.world.go(&welcome);
        scene
    }

    /// A credential for a year, of a category, in the terms' country.
    fn says(&mut self, category: u8) -> CredentialTerms {
        CredentialTerms {
            category,
            jurisdiction: TERMS.jurisdiction,
            expires_at: self.world.engine.now() + 365 * DAY,
            person: Pubkey::default(),
        }
    }

    fn register(&mut self) {
        let call = self.deal.register_protocol(&self.ann, &self.pool);
        self.world.go(&[call]);
    }

    fn decide(&mut self, decider: &Pubkey, decision: ProtocolDecision) {
        let pool = self.pool.address;
        let call = self.deal.decide_protocol(decider, &pool, decision);
        self.world.go(&[call]);
    }

    fn undecided(&mut self, decider: &Pubkey, decision: ProtocolDecision) -> String {
        let pool = self.pool.address;
        let call = self.deal.decide_protocol(decider, &pool, decision);
        self.world.refused(&[call])
    }

    fn take_over(&mut self) {
        let call = self.deal.qualify_protocol(RANK, &self.pool.address);
        self.world.go(&[call]);
    }

    fn not_taken_over(&mut self) -> String {
        let call = self.deal.qualify_protocol(RANK, &self.pool.address);
        self.world.refused(&[call])
    }

    fn receive(&mut self, amount: u64) {
        let (ann, pool) = (self.ann, self.pool.address);
        let call = self.deal.transfer_shares(RANK, &ann, &pool, amount);
        self.world.go(&[call]);
    }

    fn not_received(&mut self) -> String {
        let (ann, pool) = (self.ann, self.pool.address);
        let call = self.deal.transfer_shares(RANK, &ann, &pool, 5);
        self.world.refused(&[call])
    }

    fn record(&mut self) -> Holder {
        let tranche = self.deal.class(RANK).tranche;
        let at = address::holder(&tranche, &self.pool.address);
        read::state(&mut self.world.engine, &at)
    }

    fn registration(&mut self) -> Protocol {
        let at = address::protocol(&self.deal.security, &self.pool.address);
        read::state(&mut self.world.engine, &at)
    }
}

/// A pool registers, waits, receives, is suspended, is paid all the same, is let in again, renews, and expires.
pub(crate) fn course<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (qualifier, arbitrator) = (scene.qualifier, scene.deal.arbitrator);
    let start = scene.world.engine.now();
    scene.register();
    let valid_from = start + 7 * DAY;
    let found = scene.registration();
    assert_eq!(
        (found.state, found.valid_from, found.expires_at),
        (0, valid_from, valid_from + 365 * DAY)
    );
    assert_eq!(
        (found.program, found.rent_payer),
        (scene.pool.program, scene.ann)
    );
    assert_eq!(scene.not_taken_over(), "ProtocolNotValid");
    assert_eq!(scene.not_received(), "NotQualified");
    scene.world.engine.set_now(valid_from - 1);
    assert_eq!(scene.not_taken_over(), "ProtocolNotValid");

    scene.world.engine.set_now(valid_from);
    scene.take_over();
    scene.receive(STAKE / 2);
    let record = scene.record();
    assert_eq!(
        (
            record.qualifier_place,
            record.category,
            record.jurisdiction,
            record.credential_until
        ),
        (5, 3, 756, valid_from + 365 * DAY)
    );
    assert_eq!(
        (record.qualifier, record.person),
        (scene.deal.security, scene.pool.address)
    );

    // Suspended, it receives no more, and is paid what it earns, and can give shares back.
    scene.decide(&qualifier, ProtocolDecision::Suspend);
    scene.take_over();
    assert_eq!(scene.record().credential_until, 0);
    assert_eq!(scene.not_received(), "NotQualified");
    let deal = scene.deal.clone();
    crate::payouts::distribute(&mut scene.world, &deal, 0, 2_000_000);
    let pool = scene.pool.address;
    scene.world.give(&pool, 0);
    scene.world.go(&[deal.claim(RANK, &pool)]);
    assert_eq!(scene.world.wealth(&pool), 1_000_000);
    let ann = scene.ann;
    scene
        .world
        .go(&[deal.transfer_shares(RANK, &pool, &ann, 5)]);

    scene.decide(&arbitrator, ProtocolDecision::Lift);
    assert_eq!(
        scene.not_received(),
        "NotQualified",
        "until the record takes it over"
    );
    scene.take_over();
    scene.receive(5);

    // It renews; once it has expired, it begins again.
    scene.world.pass(100 * DAY);
    let renewed = scene.world.engine.now() + 365 * DAY;
    scene.register();
    scene.take_over();
    assert_eq!(scene.record().credential_until, renewed);
    assert_eq!(scene.registration().valid_from, valid_from);
    scene.world.engine.set_now(renewed);
    assert_eq!(scene.not_received(), "NotQualified");
    scene.register();
    assert_eq!(scene.registration().valid_from, renewed + 7 * DAY);
    scene.take_over();
    assert_eq!(scene.record().credential_until, 0, "it is new again");
    scene.world.engine.set_now(renewed + 7 * DAY);
    scene.take_over();
    scene.receive(5);
    audit::check(&mut scene.world);
    scene.world
}

#[test]
fn a_protocol_that_registers_receives_shares_until_it_is_suspended_and_is_paid_in_any_case() {
    let _ = course::<Lite>();
}
