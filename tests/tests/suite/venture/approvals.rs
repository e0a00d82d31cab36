//! Discretionary allocation: the sponsor says how much of each ticket it takes, and the rest goes back at once.

use crate::{
    on_both_engines,
    story::{self, WHOLE, join, told},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::{offer::version::OfferArgs, state::AllocationRule},
    events::{OfferMade, TicketApproved},
};
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    terms::Reward,
    world::{Money, World},
};

const PRICE: u64 = 2_500_000;
const ANA: u32 = 0;
const BEN: u32 = 1;
const CLEO: u32 = 2;
const DAN: u32 = 3;
const EVE: u32 = 4;

on_both_engines! {
    the_sponsor_takes_what_it_approves_and_the_rest_goes_back => approved;
}

struct Choice<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    people: Vec<Pubkey>,
}

impl<E: Engine> Choice<E> {
    /// A price of two and a half, so lots of five; the first 200 in line earn a tenth more shares, the next 400 a
    /// fortieth. Dan does not consent.
    fn open() -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        let mut book = Offering::standard_with(&mut world, &deal, 1, "line", |args| {
            args.allocation = AllocationRule::Discretionary;
            (args.price, args.price_min) = (PRICE, PRICE);
            (args.minimum, args.cap) = (300 * WHOLE, 500 * WHOLE);
        });
        let bonus = [(200 * WHOLE, 20 * WHOLE), (600 * WHOLE, 30 * WHOLE)];
        let bonus = Reward::bonus_shares(&deal, 1, &bonus);
        book.promise(&mut world, &deal, bonus);
        let mut people = Vec::new();
        for (name, money) in [("ana", 200), ("ben", 200), ("cleo", 200), ("dan", 100)] {
            let owner = world.investor(name, money * WHOLE);
            if name == "dan" {
                join(&mut world, &deal, &book, &owner, (0, money * WHOLE));
            } else {
                book.deposit(&mut world, &deal, &owner, money * WHOLE);
            }
            people.push(owner);
        }
        audit::check(&mut world);
        Self {
            world,
            deal,
            book,
            people,
        }
    }

    fn approve(&mut self, id: u32, amount: u64) {
        let owner = self.people[id as usize];
        let call = self
            .deal
            .approve_ticket(&self.book, &owner, id, amount * WHOLE);
        let done = self.world.go(&[call]);
        told(&done, |event: &TicketApproved| {
            assert_eq!((event.ticket, event.amount), (id, amount * WHOLE));
        });
        audit::check(&mut self.world);
    }

    fn refused(&mut self, id: u32, amount: u64) -> String {
        let owner = self.people[id as usize];
        let call = self.deal.approve_ticket(&self.book, &owner, id, amount);
        self.world.refused(&[call])
    }

    /// What is approved in all, in whole tokens.
    fn approved(&mut self) -> u64 {
        self.book.state(&mut self.world).approved / WHOLE
    }

    fn commit(&mut self, id: u32) {
        self.book.commit(&mut self.world, &self.deal, id);
        audit::check(&mut self.world);
    }

    /// Approvals follow their tickets, and never pass them or the cap.
    fn follows_the_money(&mut self) {
        self.approve(ANA, 200);
        self.approve(BEN, 150);
        assert_eq!(self.refused(CLEO, 200 * WHOLE), "ApprovalTooLarge", "cap");
        self.approve(CLEO, 150);
        assert_eq!(self.refused(BEN, 150 * WHOLE + 1), "NotWholeLots");
        assert_eq!(self.refused(BEN, 150 * WHOLE + 5), "ApprovalTooLarge");
        assert_eq!(self.refused(DAN, WHOLE), "NotCommitted");
        self.approve(CLEO, 0);
        assert_eq!(
            self.refused(BEN, 200 * WHOLE + 5),
            "ApprovalTooLarge",
            "more than he has"
        );
        self.approve(BEN, 200);
        assert_eq!(self.approved(), 400);

        let ben = self.people[BEN as usize];
        self.book
            .withdraw(&mut self.world, &self.deal, &ben, BEN, 100 * WHOLE);
        audit::check(&mut self.world);
        assert_eq!(self.approved(), 300, "it leaves with the money");
        self.approve(CLEO, 100);
        let cleo = self.people[CLEO as usize];
        self.world
            .go(&[self.deal.uncommit(&self.book, &cleo, CLEO)]);
        assert_eq!(self.approved(), 300, "and with the consent");
        self.commit(CLEO);
        assert_eq!(self.book.ticket(&mut self.world, CLEO).approved, 0);
    }

    /// An owner withdraws the ticket that is about to be approved, and puts a new one at its address.
    fn is_not_deceived(&mut self) {
        let eve = self.world.investor("eve", 100 * WHOLE);
        self.people.push(eve);
        let who = (&eve, &eve);
        let deposit = self.deal.deposit(&self.book, who, EVE, 100 * WHOLE, 2);
        let leave = self.deal.withdraw(&self.book, who, EVE, 100 * WHOLE);
        self.world.go(std::slice::from_ref(&deposit));
        self.world.go(&[leave.clone(), deposit]);
        assert_eq!(self.refused(EVE, 100 * WHOLE), "WrongTicket");
        self.world.go(&[leave]);
        let id = self
            .book
            .deposit(&mut self.world, &self.deal, &eve, 100 * WHOLE);
        assert_eq!(id, 6, "numbers are never given again");
        audit::check(&mut self.world);
    }

    /// A new offer, with a higher cap, voids consent and approvals alike.
    fn starts_again(&mut self) {
        let version = self.book.state(&mut self.world).offer_version;
        let offer = OfferArgs {
            terms_sha256: [2; 32],
            cap: 600 * WHOLE,
            ..self.book.offer(version)
        };
        // So many smallest tickets it takes to fill the line.
        let longer = self.deal.grow_line(&self.book, 600);
        self.world.go(&[longer]);
        let before = story::tranche(&mut self.world, &self.deal, 1).shares_offered;
        let done = self.world.go(&[self.deal.make_offer(&self.book, offer)]);
        told(&done, |event: &OfferMade| {
            assert_eq!(event.cap, 600 * WHOLE);
        });
        audit::check(&mut self.world);
        let after = story::tranche(&mut self.world, &self.deal, 1).shares_offered;
        assert_eq!(after - before, 40 * WHOLE, "shares for the higher cap");
        assert_eq!(self.approved(), 0);
        assert_eq!(self.refused(ANA, 200 * WHOLE), "NotCommitted");
        for id in [ANA, BEN, CLEO, 6] {
            self.commit(id);
        }
        self.world.engine.set_now(self.book.args.offer_ends);
        let lock = self.deal.lock_book(&self.book, &self.deal.sponsor);
        assert_eq!(
            self.world.refused(&[lock]),
            "CannotLock",
            "600 are committed and nothing is approved"
        );
        for (id, amount) in [(ANA, 200), (BEN, 100), (CLEO, 50)] {
            self.approve(id, amount);
        }
    }
}

pub(crate) fn approved<E: Engine>() -> World<E> {
    let mut choice = Choice::<E>::open();
    choice.follows_the_money();
    choice.is_not_deceived();
    choice.starts_again();
    choice.book.lock(&mut choice.world, &choice.deal);
    audit::check(&mut choice.world);
    let eves = choice.book.ticket(&mut choice.world, 6);
    let settle = choice.deal.settle_ticket(&choice.book, &eves);
    let welcome = choice
        .book
        .welcome(&mut choice.world, &choice.deal, &eves.owner);
    choice.world.go(&welcome);
    assert_eq!(choice.world.refused(&[settle]), "NothingAccepted");

    // Bonus shares by the committed place, on what was approved.
    let expected = [
        (CLEO, 150, 20_000_000, 1_250_000),
        (6, 100, 0, 0),
        (ANA, 0, 80_000_000, 20_000_000),
        (DAN, 100, 0, 0),
        (BEN, 100, 40_000_000, 2_500_000),
    ];
    for (id, back, shares, bonus) in expected {
        let owner = choice.book.ticket(&mut choice.world, id).owner;
        choice.book.settle(&mut choice.world, &choice.deal, id);
        audit::check(&mut choice.world);
        assert_eq!(choice.world.wealth(&owner), back * WHOLE, "{id}");
        let held = story::shares(&mut choice.world, &choice.deal, 1, &owner);
        assert_eq!(held, shares + bonus, "{id}");
    }
    let state = choice.book.state(&mut choice.world);
    assert_eq!(
        (state.accepted, state.shares_issued),
        (350 * WHOLE, 163_750_000)
    );
    story::close(&mut choice.world, &choice.deal, &choice.book);
    story::draw_all(&mut choice.world, &choice.deal, 350 * WHOLE);
    choice.world
}
