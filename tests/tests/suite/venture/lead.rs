//! The lead investor: first in, bound to its offer, free when the offer changes, and missed when it goes.

use crate::{
    on_both_engines,
    story::{self, WHOLE},
};
use anchor_lang::prelude::Pubkey;
use securities::book::offer::version::OfferArgs;
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    world::{DAY, Money, World},
};

on_both_engines! {
    the_lead_goes_first_and_stays_as_long_as_its_offer_stands => stays;
    without_its_lead_a_full_book_is_not_ready_and_all_money_goes_back => gone;
}

struct Syndicate<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    lead: Pubkey,
    ben: Pubkey,
}

impl<E: Engine> Syndicate<E> {
    fn open() -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        let lead = world.investor("lead", 500 * WHOLE);
        let ben = world.investor("ben", 500 * WHOLE);
        let book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
            (args.minimum, args.cap) = (300 * WHOLE, 1_000 * WHOLE);
            (args.lead, args.lead_minimum) = (lead, 200 * WHOLE);
        });
        Self {
            world,
            deal,
            book,
            lead,
            ben,
        }
    }

    fn deposit(&mut self, owner: Pubkey, money: u64) -> u32 {
        let money = money * WHOLE;
        let id = self
            .book
            .deposit(&mut self.world, &self.deal, &owner, money);
        audit::check(&mut self.world);
        id
    }

    fn deposit_refused(&mut self, owner: Pubkey, money: u64) -> String {
        let state = self.book.state(&mut self.world);
        let who = (&owner, &owner);
        let id = state.next_ticket;
        let call = self
            .deal
            .deposit(&self.book, who, id, money * WHOLE, &state);
        self.world.refused(&[call])
    }

    fn withdraw(&mut self, owner: Pubkey, id: u32, money: u64) {
        let money = money * WHOLE;
        self.book
            .withdraw(&mut self.world, &self.deal, &owner, id, money);
        audit::check(&mut self.world);
    }

    fn commit(&mut self, id: u32) {
        self.book.commit(&mut self.world, &self.deal, id);
        audit::check(&mut self.world);
    }

    /// What the lead is refused: to leave with so little, and to take consent back.
    fn lead_refused(&mut self, id: u32) -> [String; 2] {
        let lead = self.lead;
        let leave = self.deal.withdraw(&self.book, (&lead, &lead), id, WHOLE);
        let uncommit = self.deal.uncommit(&self.book, &lead, id);
        [
            self.world.refused(&[leave]),
            self.world.refused(&[uncommit]),
        ]
    }

    fn new_offer(&mut self) {
        let version = self.book.state(&mut self.world).offer_version;
        let args = OfferArgs {
            terms_sha256: [2; 32],
            ..self.book.offer(version)
        };
        self.world.go(&[self.deal.make_offer(&self.book, args)]);
        audit::check(&mut self.world);
    }

    fn lock_refused(&mut self) -> String {
        let lock = self.deal.lock_book(&self.book, &self.deal.sponsor);
        self.world.refused(&[lock])
    }

    /// The lead's money in line, and what of it is committed, in whole tokens.
    fn lead_money(&mut self) -> (u64, u64) {
        let state = self.book.state(&mut self.world);
        (state.lead_live / WHOLE, state.lead_committed / WHOLE)
    }
}

fn stays<E: Engine>() -> World<E> {
    let mut deal = Syndicate::<E>::open();
    let (lead, ben) = (deal.lead, deal.ben);
    assert_eq!(deal.deposit_refused(ben, 10), "LeadFirst");
    assert_eq!(deal.deposit(lead, 150), 0);
    assert_eq!(deal.deposit_refused(ben, 10), "LeadFirst", "not enough");
    deal.deposit(lead, 50);
    let bens = deal.deposit(ben, 300);
    assert_eq!(deal.lead_refused(0), ["LeadBound", "LeadBound"]);

    // What is above the minimum may go, as may everybody else.
    let more = deal.deposit(lead, 30);
    deal.withdraw(lead, 1, 20);
    deal.withdraw(lead, more, 10);
    assert_eq!(deal.lead_refused(more), ["LeadBound", "LeadBound"]);
    deal.withdraw(ben, bens, 100);
    assert_eq!(deal.lead_money(), (200, 200));

    // Another offer lets it go; who is there stays, and nobody new comes before it is back.
    deal.new_offer();
    assert_eq!(deal.lead_money(), (200, 0));
    deal.commit(bens);
    deal.withdraw(lead, 0, 150);
    assert_eq!(deal.deposit_refused(ben, 10), "LeadFirst");
    deal.world.pass(6 * DAY);
    assert_eq!(deal.lock_refused(), "CannotLock");
    let back = deal.deposit(lead, 150);
    let late = deal.deposit(ben, 100);
    assert_eq!(deal.lead_money(), (200, 150));
    assert_eq!(
        deal.lock_refused(),
        "CannotLock",
        "the lead's minimum is in line and not all of it committed"
    );
    let leave = deal
        .deal
        .withdraw(&deal.book, (&lead, &lead), back, 100 * WHOLE);
    assert_eq!(deal.world.refused(&[leave]), "LeadBound");
    for id in [1, more] {
        deal.commit(id);
    }
    assert_eq!(deal.lead_money(), (200, 200));

    deal.book.lock(&mut deal.world, &deal.deal);
    // The lead lost the place of the ticket that left, and kept those of the others.
    let order = [(1, 0), (bens, 30), (more, 230), (back, 250), (late, 400)];
    for (id, ahead) in order {
        let preview = deal.book.preview(&mut deal.world, &deal.deal, id);
        assert_eq!(preview.committed_ahead, ahead * WHOLE, "ticket {id}");
    }
    for (id, _) in order {
        deal.book.settle(&mut deal.world, &deal.deal, id);
        audit::check(&mut deal.world);
    }
    for (owner, bought, left) in [(lead, 200, 300), (ben, 300, 200)] {
        let shares = story::shares(&mut deal.world, &deal.deal, 0, &owner);
        assert_eq!(shares, bought * 1_000);
        assert_eq!(deal.world.wealth(&owner), left * WHOLE);
    }
    story::close(&mut deal.world, &deal.deal, &deal.book);
    story::draw_all(&mut deal.world, &deal.deal, 500 * WHOLE);
    deal.world
}

fn gone<E: Engine>() -> World<E> {
    let mut deal = Syndicate::<E>::open();
    let (lead, ben) = (deal.lead, deal.ben);
    deal.deposit(lead, 200);
    let bens = deal.deposit(ben, 400);
    deal.new_offer();
    deal.commit(bens);
    deal.withdraw(lead, 0, 200);
    let state = deal.book.state(&mut deal.world);
    assert!(
        state.committed >= state.minimum,
        "all but the lead is there"
    );
    deal.world.engine.set_now(deal.book.args.deadline);
    assert_eq!(deal.lock_refused(), "CannotLock");
    deal.book.refund(&mut deal.world, &deal.deal, bens);
    audit::check(&mut deal.world);
    for owner in [lead, ben] {
        assert_eq!(deal.world.wealth(&owner), 500 * WHOLE);
    }
    story::close(&mut deal.world, &deal.deal, &deal.book);
    deal.world
}
