//! Pro rata: when more is committed than the cap takes, everybody is cut in the same proportion, to whole lots, and
//! the parts make the cap exactly, in whatever order they are settled.

use crate::{
    on_both_engines,
    story::{self, join, told},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::state::AllocationRule, events::TicketSettled, structure::create_tranche::TrancheArgs,
};
use securities_tests::{
    audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    terms::Reward,
    world::{Money, World},
};

/// A price that shares no factor with the share's decimals: a lot is a whole share.
const LOT: u64 = 3_333_333;
const CAP: u64 = 37;
/// What each puts in, in lots, and whether it consents; 63 are committed.
const TICKETS: [(u64, bool); 8] = [
    (10, true),
    (1, true),
    (9, false),
    (7, true),
    (23, true),
    (2, true),
    (15, true),
    (5, true),
];
const COMMITTED: u64 = 63;

on_both_engines! {
    everybody_is_cut_in_the_same_proportion_to_whole_lots => cut;
    settled_backwards_everybody_gets_the_same => backwards;
    a_stake_in_several_tickets_gets_what_one_would => split;
    below_the_cap_nobody_is_cut => below;
    what_does_not_divide_is_the_heads => head;
}

fn cut<E: Engine>() -> World<E> {
    course(&[0, 1, 2, 3, 4, 5, 6, 7])
}

fn backwards<E: Engine>() -> World<E> {
    course(&[7, 6, 5, 4, 3, 2, 1, 0])
}

/// A book with bonus shares for the first ten and the next twenty lots that are accepted.
fn open<E: Engine>(world: &mut World<E>, cap: u64) -> (Deal, Offering) {
    let deal = Deal::standard(world, "sponsor", 1);
    let mut book = Offering::standard_with(world, &deal, 1, "line", |args| {
        args.allocation = AllocationRule::ProRata;
        (args.price, args.price_min) = (LOT, LOT);
        (args.minimum, args.cap, args.min_ticket) = (10 * LOT, cap * LOT, LOT);
    });
    let bonus = [(10 * LOT, 1_000_000), (30 * LOT, 2_000_000)];
    let bonus = Reward::bonus_shares(&deal, 1, &bonus);
    book.promise(world, &deal, bonus);
    (deal, book)
}

fn enter<E: Engine>(
    world: &mut World<E>,
    deal: &Deal,
    book: &Offering,
    tickets: &[(u64, bool)],
) -> Vec<Pubkey> {
    let mut owners = Vec::new();
    for (number, (lots, consents)) in tickets.iter().enumerate() {
        let owner = world.investor(&format!("investor {number}"), lots * LOT);
        if *consents {
            book.deposit(world, deal, &owner, lots * LOT);
        } else {
            join(world, deal, book, &owner, (0, lots * LOT));
        }
        owners.push(owner);
    }
    audit::check(world);
    owners
}

/// What one gets: lots accepted, shares bought, and shares on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    lots: u64,
    shares: u64,
    bonus: u64,
}

/// The whole of it, naively: who stands where among those who consent, and how many lots all up to there get.
fn expected() -> Vec<Part> {
    let bonus = |lots: u64| {
        let first = lots.min(10) * 100_000;
        first + (lots.clamp(10, 30) - 10) * 50_000
    };
    let mut ahead = 0;
    let mut parts = Vec::new();
    for (lots, consents) in TICKETS {
        let value = if consents { lots } else { 0 };
        let upto = |lots: u64| (lots * CAP).div_ceil(COMMITTED);
        let (from, to) = (upto(ahead), upto(ahead + value));
        ahead += value;
        parts.push(Part {
            lots: to - from,
            shares: (to - from) * 1_000_000,
            bonus: bonus(to) - bonus(from),
        });
    }
    parts
}

fn course<E: Engine>(order: &[u32]) -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, book) = open(&mut world, CAP);
    let owners = enter(&mut world, &deal, &book, &TICKETS);
    let broken = deal.withdraw(&book, (&owners[0], &owners[0]), 0, LOT + 1);
    assert_eq!(world.refused(&[broken]), "NotWholeLots");
    let state = book.state(&mut world);
    assert_eq!(
        (state.lot, state.committed, state.live),
        (LOT, COMMITTED * LOT, 72 * LOT)
    );
    book.lock(&mut world, &deal);
    audit::check(&mut world);

    let parts = expected();
    assert_eq!(parts.iter().map(|part| part.lots).sum::<u64>(), CAP);
    for ((lots, consents), part) in TICKETS.iter().zip(&parts) {
        if *consents {
            let exact = lots * CAP;
            assert!(
                part.lots * COMMITTED < exact + COMMITTED
                    && exact < part.lots * COMMITTED + COMMITTED,
                "less than a lot from the exact proportion"
            );
        }
    }
    for id in order {
        let (owner, part) = (owners[*id as usize], parts[*id as usize]);
        let welcome = book.welcome(&mut world, &deal, &owner);
        world.go(&welcome);
        let ticket = book.ticket(&mut world, *id);
        if part.lots == 0 {
            world.go(&[deal.refund_ticket(&book, &ticket)]);
        } else {
            let done = world.go(&[deal.settle_ticket(&book, &ticket)]);
            told(&done, |event: &TicketSettled| {
                assert_eq!(event.accepted, part.lots * LOT, "ticket {id}");
                assert_eq!(event.refunded, ticket.value - part.lots * LOT);
                assert_eq!(
                    (event.shares, event.rewards),
                    (part.shares, [part.bonus, 0, 0, 0])
                );
            });
        }
        audit::check(&mut world);
    }
    for ((owner, (lots, _)), part) in owners.iter().zip(TICKETS).zip(&parts) {
        assert_eq!(world.wealth(owner), (lots - part.lots) * LOT);
        let held = story::shares(&mut world, &deal, 1, owner);
        assert_eq!(held, part.shares + part.bonus);
    }
    let state = book.state(&mut world);
    assert_eq!(
        (state.accepted, state.refunded),
        (CAP * LOT, (72 - CAP) * LOT)
    );
    assert_eq!(state.curves()[0].granted, 2_000_000, "the curve at the cap");
    assert_eq!(state.shares_issued, (CAP + 2) * 1_000_000);
    story::close(&mut world, &deal, &book);
    story::draw_all(&mut world, &deal, CAP * LOT);
    world
}

/// Five neighbours with one lot each, and one with five.
fn split<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Token2022);
    let (deal, book) = open(&mut world, 11);
    let ana = world.investor("ana", 5 * LOT);
    let ben = world.investor("ben", 5 * LOT);
    let cleo = world.investor("cleo", 13 * LOT);
    book.deposit(&mut world, &deal, &cleo, 13 * LOT);
    for _ in 0..5 {
        book.deposit(&mut world, &deal, &ana, LOT);
    }
    book.deposit(&mut world, &deal, &ben, 5 * LOT);
    book.lock(&mut world, &deal);
    // Of 23 the first 13 get 7, the first 18 get 9, and all get 11.
    for id in [3, 6, 1, 5, 0, 2, 4] {
        book.settle(&mut world, &deal, id);
        audit::check(&mut world);
    }
    let held = [cleo, ana, ben].map(|owner| story::shares(&mut world, &deal, 1, &owner));
    assert_eq!(
        held,
        [7_700_000, 2_200_000, 2_150_000],
        "7, 2 and 2 lots, with the bonus of the first ten and of the eleventh"
    );
    let back = [cleo, ana, ben].map(|owner| world.wealth(&owner));
    assert_eq!(back, [6 * LOT, 3 * LOT, 3 * LOT]);
    story::close(&mut world, &deal, &book);
    world
}

/// Three put in a share each, and there are two.
fn head<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let junior = TrancheArgs {
        decimals: 0,
        ..deal::junior(1)
    };
    let classes = vec![deal::senior(0), junior];
    let tiers = deal::tiers_of(&classes);
    let deal = Deal::with(&mut world, "sponsor", 1, classes, tiers);
    let book = Offering::standard_with(&mut world, &deal, 1, "line", |args| {
        args.allocation = AllocationRule::ProRata;
        (args.price, args.price_min) = (1_000, 1_000);
        (args.minimum, args.cap, args.min_ticket) = (1_000, 2_000, 1_000);
    });
    let owners = ["ana", "ben", "cleo"].map(|name| world.investor(name, 1_000));
    for owner in &owners {
        book.deposit(&mut world, &deal, owner, 1_000);
    }
    let told = [0, 1, 2].map(|id| book.preview(&mut world, &deal, id).accepted);
    assert_eq!(told, [1_000, 1_000, 0]);
    book.lock(&mut world, &deal);
    for id in [2, 0, 1] {
        book.settle(&mut world, &deal, id);
        audit::check(&mut world);
    }
    let held = owners.map(|owner| story::shares(&mut world, &deal, 1, &owner));
    assert_eq!(held, [1, 1, 0]);
    world
}

fn below<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, book) = open(&mut world, COMMITTED);
    let owners = enter(&mut world, &deal, &book, &TICKETS);
    book.lock(&mut world, &deal);
    for id in 0..8 {
        book.settle(&mut world, &deal, id);
        audit::check(&mut world);
    }
    for (owner, (lots, consents)) in owners.iter().zip(TICKETS) {
        let kept = if consents { 0 } else { lots * LOT };
        assert_eq!(world.wealth(owner), kept);
    }
    story::close(&mut world, &deal, &book);
    story::draw_all(&mut world, &deal, COMMITTED * LOT);
    world
}
