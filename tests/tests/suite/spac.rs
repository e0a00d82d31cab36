//! A SPAC: money waits in line for a target, at no risk and free to go. The sponsor proposes a target, who wants it
//! commits, and everybody else has its money back.

mod closing;
mod target;

use crate::{
    on_both_engines,
    story::{self, WHOLE, join, lamports},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::offer::version::OfferArgs, events::TicketRefunded, warrant::create_series::SeriesArgs,
};
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    terms::Reward,
    world::{DAY, Money, World},
};

use target::finds;

/// Who waits, with how much, in the order of the line.
const PEOPLE: [(&str, u64); 4] = [("ana", 300), ("ben", 200), ("cleo", 250), ("dan", 150)];
const ANA: u32 = 0;
const BEN: u32 = 1;
const CLEO: u32 = 2;
const DAN: u32 = 3;
/// She comes while a poll runs.
const EVE: u32 = 4;
const TIP: u64 = 5_000;
const STRIKE: u64 = 11_500_000;
const EXPIRY: i64 = 400 * DAY;

on_both_engines! {
    a_spac_that_finds_its_target_takes_who_consents_and_returns_the_rest => finds;
    a_spac_that_finds_nobody_returns_everything => finds_nobody;
    a_target_that_too_few_want_returns_everything_to_those_who_want_it_as_well => too_few;
}

struct Spac<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    people: Vec<Pubkey>,
    /// Lamports of each before the first deposit.
    purses: Vec<u64>,
    start: i64,
}

impl<E: Engine> Spac<E> {
    /// A book without an offer, with warrants for the early, and four tickets in line.
    fn open() -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let start = world.engine.now();
        let deal = story::equity(&mut world);
        world.go(&[deal.create_series(
            0,
            SeriesArgs {
                number: 0,
                strike: STRIKE,
                expires_at: start + EXPIRY,
            },
        )]);
        let mut book = Offering::plan(&mut world, &deal, 0, 0, "line");
        let args = &mut book.args;
        (args.price, args.price_min) = (10 * WHOLE, 10 * WHOLE);
        (args.minimum, args.cap) = (500 * WHOLE, 1_000 * WHOLE);
        (args.offer_ends, args.offer_period) = (0, 5 * DAY);
        (args.deadline, args.latest_deadline) = (start + 30 * DAY, start + 60 * DAY);
        args.tip = TIP;
        book.open(&mut world, &deal, 16);
        let early = [(400 * WHOLE, 200 * WHOLE), (1_000 * WHOLE, 300 * WHOLE)];
        let reward = Reward::warrants(&deal, (0, 0), &early);
        book.promise(&mut world, &deal, reward);
        book.bot = world.person("bot");
        audit::check(&mut world);

        let mut spac = Self {
            world,
            deal,
            book,
            people: Vec::new(),
            purses: Vec::new(),
            start,
        };
        for (name, money) in PEOPLE {
            spac.join(name, money);
        }
        spac
    }

    /// A person with so much money puts it in line.
    fn join(&mut self, name: &str, money: u64) {
        let owner = self.world.investor(name, money * WHOLE);
        self.people.push(owner);
        self.purses.push(lamports(&mut self.world, &owner));
        let units = (0, money * WHOLE);
        let id = join(&mut self.world, &self.deal, &self.book, &owner, units);
        assert_eq!(id as usize + 1, self.people.len(), "one ticket each");
        audit::check(&mut self.world);
    }

    fn at(&mut self, day: i64) {
        self.world.engine.set_now(self.start + day * DAY);
    }

    fn owner(&self, id: u32) -> Pubkey {
        self.people[id as usize]
    }

    fn commit(&mut self, id: u32) {
        self.book.commit(&mut self.world, &self.deal, id);
        audit::check(&mut self.world);
    }

    /// The offer of these terms, which replaces the one before.
    fn offer(&self, price: u64, terms: u8) -> OfferArgs {
        OfferArgs {
            terms_sha256: [terms; 32],
            price,
            price_min: price,
            minimum: 500 * WHOLE,
            ..self.book.offer(u32::from(terms - 1))
        }
    }

    /// A bot returns a ticket.
    fn crank_back(&mut self, id: u32, tip: u64) {
        let ticket = self.book.ticket(&mut self.world, id);
        let owner = self.owner(id);
        let bot = self.book.bot;
        let (purse, money) = (lamports(&mut self.world, &bot), self.world.wealth(&owner));
        let done = self
            .world
            .go(&[self.deal.refund_ticket(&self.book, &ticket)]);
        story::told(&done, |event: &TicketRefunded| {
            assert_eq!((event.ticket, event.owner), (id, owner));
            assert_eq!((event.amount, event.waiting), (ticket.value, 0));
        });
        audit::check(&mut self.world);
        let now = (
            lamports(&mut self.world, &bot),
            self.world.wealth(&owner),
            self.book.try_ticket(&mut self.world, id).is_none(),
        );
        assert_eq!(now, (purse + tip, money + ticket.value, true));
    }

    /// Everyone has what it came with: the money, and the ticket's rent.
    fn all_are_whole(&mut self) {
        for (at, (_, money)) in PEOPLE.into_iter().enumerate() {
            let owner = self.people[at];
            assert_eq!(self.world.wealth(&owner), money * WHOLE);
            assert_eq!(lamports(&mut self.world, &owner), self.purses[at]);
        }
    }

    /// Nothing came of the book: it is closed, and after the expiry so is the series that it never granted.
    fn closes_empty(&mut self) {
        let (world, deal) = (&mut self.world, &self.deal);
        story::close(world, deal, &self.book);
        assert_eq!(story::treasury(world, deal, &deal.mint), 0);
        world.engine.set_now(self.start + EXPIRY);
        world.go(&[deal.close_series(0, 0)]);
        audit::check(world);
        let shares = story::tranche(world, deal, 0);
        assert_eq!(
            (shares.shares, shares.starts_at),
            (0, 0),
            "nothing was sold"
        );
        assert_eq!(shares.shares_offered, 0, "all that was set aside is free");
    }
}

fn finds_nobody<E: Engine>() -> World<E> {
    let mut spac = Spac::<E>::open();
    let funder = spac.world.person("funder");
    let tips = spac.deal.fund_tips(&spac.book, &funder, 2 * TIP + 1);
    spac.world.go(&[tips]);
    let ben = spac.owner(BEN);
    spac.book
        .withdraw(&mut spac.world, &spac.deal, &ben, BEN, 200 * WHOLE);
    audit::check(&mut spac.world);

    // Until the last second it is the owners' to take, and nobody else's to return.
    spac.world.engine.set_now(spac.book.args.deadline - 1);
    let ticket = spac.book.ticket(&mut spac.world, ANA);
    let refund = spac.deal.refund_ticket(&spac.book, &ticket);
    assert_eq!(spac.world.refused(&[refund]), "NotRefunding");
    spac.world.engine.set_now(spac.book.args.deadline);
    let lock = spac.deal.lock_book(&spac.book, &spac.deal.sponsor);
    assert_eq!(spac.world.refused(&[lock]), "CannotLock");
    let offer = spac.deal.make_offer(&spac.book, spac.offer(10 * WHOLE, 1));
    assert_eq!(spac.world.refused(&[offer]), "BookNotOpen", "too late");
    let close = spac.deal.close_book(&spac.book);
    assert_eq!(spac.world.refused(&[close]), "TicketsOpen");

    // The tips are for two; the third is returned without one.
    for (id, tip) in [(CLEO, TIP), (ANA, TIP), (DAN, 0)] {
        spac.crank_back(id, tip);
    }
    assert_eq!(spac.book.state(&mut spac.world).tip_budget, 1);
    spac.all_are_whole();
    spac.closes_empty();
    spac.world
}

fn too_few<E: Engine>() -> World<E> {
    let mut spac = Spac::<E>::open();
    spac.at(10);
    let offer = spac.offer(10 * WHOLE, 1);
    spac.world.go(&[spac.deal.make_offer(&spac.book, offer)]);
    for id in [ANA, DAN] {
        spac.commit(id);
    }
    spac.at(15);
    let lock = spac.deal.lock_book(&spac.book, &spac.deal.sponsor);
    assert_eq!(
        spac.world.refused(std::slice::from_ref(&lock)),
        "CannotLock",
        "450 of 500"
    );
    spac.at(30);
    assert_eq!(spac.world.refused(&[lock]), "CannotLock");
    let ben = spac.owner(BEN);
    let commit = spac.deal.commit(&spac.book, &ben, BEN, 1);
    assert_eq!(spac.world.refused(&[commit]), "BookNotOpen", "too late");

    for id in [DAN, BEN, ANA] {
        spac.crank_back(id, 0);
    }
    let cleo = spac.owner(CLEO);
    spac.book
        .withdraw(&mut spac.world, &spac.deal, &cleo, CLEO, 250 * WHOLE);
    let state = spac.book.state(&mut spac.world);
    assert_eq!((state.live, state.committed), (0, 0));
    spac.all_are_whole();
    spac.closes_empty();
    spac.world
}
