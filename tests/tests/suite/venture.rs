//! A venture syndicate: a lead goes first, the early share the manager's carry, the sponsor chooses whom it takes,
//! nobody takes too much, and bots are paid for their work.

pub(crate) mod approvals;
mod lead;
pub(crate) mod limits;
mod tips;

use crate::{
    on_both_engines,
    payouts::distribute,
    story::{self, WHOLE, join, told},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::reward::RewardKind,
    events::{CurveSet, TicketSettled},
};
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    terms::Reward,
    world::{DAY, Money, World},
};

const PEOPLE: [(&str, u64); 6] = [
    ("ana", 200),
    ("ben", 100),
    ("cleo", 300),
    ("dan", 400),
    ("eve", 200),
    ("finn", 50),
];
const ANA: u32 = 0;
const BEN: u32 = 1;
const CLEO: u32 = 2;
const DAN: u32 = 3;
const EVE: u32 = 4;
const FINN: u32 = 5;

on_both_engines! {
    early_tickets_share_the_carry_and_its_distributions_wait_for_all_of_them => carry;
}

/// Six tickets for a cap of a thousand, of a class with interest, the rest of every distribution being carry. The
/// first 600 earn points. Finn does not consent.
struct Fund<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    people: Vec<Pubkey>,
}

impl<E: Engine> Fund<E> {
    fn locked() -> Self {
        let mut world = World::<E>::new(Money::Token2022);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        let mut book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
            (args.minimum, args.cap) = (500 * WHOLE, 1_000 * WHOLE);
        });
        let points = [(300 * WHOLE, 600_000), (600 * WHOLE, 900_000)];
        book.rewards.push(Reward::promote_points(&deal, 1, &points));
        let done = world.go(&[deal.set_curve(&book, 0, 1)]);
        told(&done, |event: &CurveSet| {
            assert_eq!(event.kind, RewardKind::PromotePoints as u8);
            assert_eq!(
                (event.target, event.budget),
                (deal.class(1).tranche, 900_000)
            );
        });
        assert_eq!(
            story::tranche(&mut world, &deal, 1).shares_offered,
            900_000,
            "set aside before it is promised to anybody"
        );
        let mut people = Vec::new();
        for (name, money) in PEOPLE {
            let owner = world.investor(name, money * WHOLE);
            if name == "finn" {
                join(&mut world, &deal, &book, &owner, (0, money * WHOLE));
            } else {
                book.deposit(&mut world, &deal, &owner, money * WHOLE);
            }
            people.push(owner);
            audit::check(&mut world);
        }
        world.engine.set_now(book.args.offer_ends);
        let mut bare = deal.lock_book(&book, &deal.sponsor);
        bare.accounts.pop();
        assert_eq!(
            world.refused(&[bare]),
            "RewardAccountsMissing",
            "the points are issued as well"
        );
        book.lock(&mut world, &deal);
        audit::check(&mut world);
        Self {
            world,
            deal,
            book,
            people,
        }
    }

    /// Settles a ticket and shows what its owner got: money accepted, and points.
    fn settle(&mut self, id: u32, accepted: u64, points: u64) {
        let (world, owner) = (&mut self.world, self.people[id as usize]);
        let ticket = self.book.ticket(world, id);
        let done = world.go(&[self.deal.settle_ticket(&self.book, &ticket)]);
        told(&done, |event: &TicketSettled| {
            assert_eq!((event.ticket, event.accepted), (id, accepted * WHOLE));
            assert_eq!(event.shares, accepted * 1_000, "of three decimals");
            assert_eq!(event.rewards, [points, 0, 0, 0]);
        });
        audit::check(world);
        let held = [0, 1].map(|rank| story::shares(world, &self.deal, rank, &owner));
        assert_eq!(held, [accepted * 1_000, points]);
    }

    fn welcome(&mut self, ids: &[u32], ranks: &[u8]) {
        for id in ids {
            for rank in ranks {
                let owner = self.people[*id as usize];
                let payer = self.world.payer;
                let welcome = self.deal.welcome(*rank, &payer, &owner);
                self.world.go(&welcome);
            }
        }
    }

    /// Tickets to settle or refund, and shares and points that the book holds for them.
    fn waiting(&mut self) -> (u32, u64, u64) {
        let book = self.book.state(&mut self.world);
        (book.unsettled, book.shares_held, book.curves()[0].held)
    }

    fn claim(&mut self, rank: u8, id: u32) -> u64 {
        let owner = self.people[id as usize];
        let before = self.world.wealth(&owner);
        self.world.go(&[self.deal.claim(rank, &owner)]);
        audit::check(&mut self.world);
        self.world.wealth(&owner) - before
    }
}

fn carry<E: Engine>() -> World<E> {
    let mut fund = Fund::<E>::locked();
    assert_eq!(fund.waiting(), (6, 1_000_000, 900_000));
    fund.welcome(&[ANA, BEN, CLEO, DAN], &[0]);
    fund.welcome(&[ANA, CLEO], &[1]);

    // Who earns no points needs no record among those who do.
    fund.settle(DAN, 400, 0);
    assert_eq!(fund.waiting(), (5, 600_000, 900_000));
    let settle = {
        let ben = fund.book.ticket(&mut fund.world, BEN);
        fund.deal.settle_ticket(&fund.book, &ben)
    };
    assert_eq!(
        fund.world.refused(std::slice::from_ref(&settle)),
        "AccountOwnedByWrongProgram",
        "he has earned points and has no record"
    );
    let promote = fund.deal.class(1).tranche;
    let mut anothers = settle;
    let record = address::holder(&promote, &fund.people[BEN as usize]);
    let meta = anothers
        .accounts
        .iter_mut()
        .find(|meta| meta.pubkey == record)
        .expect("the record");
    meta.pubkey = address::holder(&promote, &fund.people[ANA as usize]);
    assert_eq!(fund.world.refused(&[anothers]), "HolderMissing");

    // The first exit comes while tickets are unsettled: all of it is carry. Who is settled is paid its part.
    fund.settle(CLEO, 300, 300_000);
    distribute(&mut fund.world, &fund.deal, 0, 90 * WHOLE);
    audit::check(&mut fund.world);
    assert_eq!(fund.claim(1, CLEO), 30 * WHOLE, "her third of it");

    // Eve is past the cap, and Finn did not consent.
    for (id, money) in [(EVE, 200), (FINN, 50)] {
        let owner = fund.people[id as usize];
        let ticket = fund.book.ticket(&mut fund.world, id);
        let refund = fund.deal.refund_ticket(&fund.book, &ticket);
        fund.world.go(&[refund]);
        audit::check(&mut fund.world);
        assert_eq!(fund.world.wealth(&owner), money * WHOLE);
    }
    fund.settle(ANA, 200, 400_000);
    assert_eq!(fund.waiting(), (1, 100_000, 200_000));
    fund.welcome(&[BEN], &[1]);
    fund.settle(BEN, 100, 200_000);
    assert_eq!(fund.waiting(), (0, 0, 0));
    let shares = story::tranche(&mut fund.world, &fund.deal, 1).shares;
    assert_eq!(shares, 900_000, "all of the curve is granted");

    let shared = [ANA, BEN].map(|id| fund.claim(1, id));
    assert_eq!(shared, [40, 20].map(|part| part * WHOLE), "by points");

    // A year later interest comes first, and what is left of the exit is carry.
    fund.world.pass(365 * DAY);
    distribute(&mut fund.world, &fund.deal, 1, 125 * WHOLE);
    let interest = [ANA, BEN, CLEO, DAN].map(|id| fund.claim(0, id));
    assert_eq!(interest, [16, 8, 24, 32].map(|part| part * WHOLE), "8 %");
    let shared = [ANA, BEN, CLEO].map(|id| fund.claim(1, id));
    assert_eq!(shared, [20, 10, 15].map(|part| part * WHOLE));

    story::close(&mut fund.world, &fund.deal, &fund.book);
    story::draw_all(&mut fund.world, &fund.deal, 1_000 * WHOLE);
    fund.world
}
