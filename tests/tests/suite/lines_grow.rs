//! Lines that grow while tickets stand in them, and places that are used again: nobody's position changes.

use crate::{
    on_both_engines,
    story::{self, WHOLE, lamports, told},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::line::account::line_size,
    events::{LineGrown, TicketMoved},
};
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    world::{DAY, Money, World},
};

on_both_engines! {
    a_line_grows_in_steps_and_nobody_loses_its_place => grows;
    money_comes_in_once_the_line_is_long_enough_for_the_cap => short;
    places_at_the_end_are_used_again_and_gaps_are_closed => used_again;
}

struct Growing<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    ana: Pubkey,
}

impl<E: Engine> Growing<E> {
    fn open() -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        let book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
            (args.minimum, args.cap) = (10 * WHOLE, 16 * WHOLE);
        });
        Self {
            ana: world.investor("ana", 10_000 * WHOLE),
            world,
            deal,
            book,
        }
    }

    fn deposit(&mut self, money: u64) -> u32 {
        let money = money * WHOLE;
        self.book
            .deposit(&mut self.world, &self.deal, &self.ana, money)
    }

    fn withdraw(&mut self, id: u32) {
        let value = self.book.ticket(&mut self.world, id).value;
        self.book
            .withdraw(&mut self.world, &self.deal, &self.ana, id, value);
    }

    fn deposit_refused(&mut self) -> String {
        let id = self.book.state(&mut self.world).next_ticket;
        let who = (&self.ana, &self.ana);
        let call = self.deal.deposit(&self.book, who, id, WHOLE, 1);
        self.world.refused(&[call])
    }

    /// Of each ticket: its place, the money ahead of it, and the committed part of that.
    fn positions(&mut self) -> Vec<(u32, u32, u64, u64)> {
        let tickets = self.book.tickets(&mut self.world);
        tickets
            .iter()
            .map(|ticket| {
                let preview = self.book.preview(&mut self.world, &self.deal, ticket.id);
                let ahead = (preview.live_ahead, preview.committed_ahead);
                (ticket.id, ticket.place, ahead.0, ahead.1)
            })
            .collect()
    }

    /// Grows the line; the sponsor pays for the new places alone, and nothing else changes.
    fn grow(&mut self, capacity: u32) {
        let positions = self.positions();
        let [line, sponsor] = [self.book.line, self.deal.sponsor];
        let before = [line, sponsor].map(|address| lamports(&mut self.world, &address));
        let done = self.world.go(&[self.deal.grow_line(&self.book, capacity)]);
        told(&done, |event: &LineGrown| {
            assert_eq!(event.capacity, capacity);
        });
        audit::check(&mut self.world);
        let after = [line, sponsor].map(|address| lamports(&mut self.world, &address));
        let rent = self.world.engine.rent(line_size(capacity).expect("a size"));
        assert_eq!(after[0], rent, "the line has its rent");
        assert_eq!(after[0] - before[0], before[1] - after[1]);
        assert_eq!(self.book.state(&mut self.world).line_capacity, capacity);
        assert_eq!(self.positions(), positions, "{capacity} places");
    }

    fn grow_refused(&mut self, capacity: u32) -> String {
        let grow = self.deal.grow_line(&self.book, capacity);
        self.world.refused(&[grow])
    }
}

pub(crate) fn grows<E: Engine>() -> World<E> {
    let mut case = Growing::<E>::open();
    let sponsor = case.deal.sponsor;
    let rent = |case: &mut Growing<E>| lamports(&mut case.world, &sponsor);
    let purse = rent(&mut case)
        + lamports(&mut case.world, &case.book.book)
        + lamports(&mut case.world, &case.book.line)
        + lamports(&mut case.world, &case.book.vault);
    for number in 0..16 {
        assert_eq!(
            case.deposit(1 + number % 3),
            u32::try_from(number).expect("few")
        );
    }
    assert_eq!(case.deposit_refused(), "PlaceOutOfRange", "it is full");
    for capacity in [15, 16, 65_537] {
        assert_eq!(case.grow_refused(capacity), "BadLineSize");
    }
    assert_eq!(
        case.grow_refused(16 + 427),
        "InvalidRealloc",
        "the runtime adds no more at once"
    );
    // One place, some, and as many as there may be at once; between them tickets come, go, and change their minds.
    for capacity in [17, 23, 64, 127, 200, 626] {
        case.grow(capacity);
        let id = case.deposit(2);
        let ticket = case.book.ticket(&mut case.world, id);
        let ana = case.ana;
        if capacity % 2 == 1 {
            case.world
                .go(&[case.deal.uncommit(&case.book, &ana, ticket.id)]);
        }
        audit::check(&mut case.world);
    }
    case.withdraw(3);
    case.withdraw(8);
    // Commitments of nodes that were made before the growth are void like all others.
    let args = securities::book::offer::version::OfferArgs {
        terms_sha256: [2; 32],
        ..case.book.offer(1)
    };
    case.world.go(&[case.deal.make_offer(&case.book, args)]);
    audit::check(&mut case.world);
    case.grow(1_052);
    for id in [0, 5, 17, 21, 12] {
        case.book.commit(&mut case.world, &case.deal, id);
        audit::check(&mut case.world);
    }
    case.grow(1_100);
    case.deposit(4);

    case.world.pass(6 * DAY);
    case.book.lock(&mut case.world, &case.deal);
    assert_eq!(case.grow_refused(1_200), "BookNotOpen", "it is frozen");
    let tickets = case.book.tickets(&mut case.world);
    assert_eq!(tickets.len(), 21);
    for ticket in tickets.iter().rev() {
        case.book.settle(&mut case.world, &case.deal, ticket.id);
    }
    audit::check(&mut case.world);
    let accepted = case.book.state(&mut case.world).accepted;
    assert_eq!(accepted, (1 + 3 + 2 + 2 + 1 + 4) * WHOLE);
    story::close(&mut case.world, &case.deal, &case.book);
    assert_eq!(rent(&mut case), purse, "the rent of all places is back");
    story::draw_all(&mut case.world, &case.deal, accepted);
    case.world
}

/// A multisig cannot make a long line at once, so a book may open with a short one: nobody can deposit before anybody
/// has made it long enough, which is possible before the opening too.
pub(crate) fn short<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mut book = Offering::plan(&mut world, &deal, 0, 0, "line");
    (book.args.min_ticket, book.args.cap) = (10 * WHOLE, 4_000 * WHOLE);
    book.args.opens_at += DAY;
    let open = book.opening_at(&mut world, &deal, 16);
    world.go(&open);
    let ana = world.investor("ana", 10_000 * WHOLE);
    let deposit = deal.deposit(&book, (&ana, &ana), 0, 10 * WHOLE, 0);
    assert_eq!(world.refused(std::slice::from_ref(&deposit)), "BookNotOpen");
    let stranger = world.investor("stranger", 0);
    world.go(&[deal.grow_line_by(&book, &stranger, 399)]);
    world.pass(DAY);
    assert_eq!(
        world.refused(std::slice::from_ref(&deposit)),
        "LineTooShort",
        "399 smallest tickets are 3,990 of 4,000"
    );
    world.go(&[deal.grow_line_by(&book, &stranger, 400)]);
    world.go(&[deposit]);
    assert_eq!(book.state(&mut world).live, 10 * WHOLE);
    audit::check(&mut world);
    world
}

fn used_again<E: Engine>() -> World<E> {
    let mut case = Growing::<E>::open();
    for _ in 0..16 {
        case.deposit(1);
    }
    // The last leaves, and its place is the next one's; so it is with several, and with gaps before them.
    case.withdraw(15);
    let id = case.deposit(2);
    assert_eq!((id, case.book.ticket(&mut case.world, id).place), (16, 15));
    for id in [16, 14, 13, 4, 5] {
        case.withdraw(id);
        audit::check(&mut case.world);
    }
    let id = case.deposit(3);
    assert_eq!(case.book.ticket(&mut case.world, id).place, 13);
    for place in [14, 15] {
        let id = case.deposit(1);
        assert_eq!(case.book.ticket(&mut case.world, id).place, place);
    }
    assert_eq!(
        case.deposit_refused(),
        "PlaceOutOfRange",
        "full, with a gap"
    );

    // Anyone closes the gap, from its head on; nobody's position changes.
    let ana = case.ana;
    let before: Vec<_> = case
        .positions()
        .into_iter()
        .map(|(id, _, live, committed)| (id, live, committed))
        .collect();
    assert_eq!(
        case.world
            .refused(&[case.deal.move_up(&case.book, &ana, 3)]),
        "NothingToMove"
    );
    let ids: Vec<u32> = before
        .iter()
        .map(|(id, ..)| *id)
        .filter(|id| *id > 5)
        .collect();
    for (at, id) in ids.iter().enumerate() {
        let place = u32::try_from(4 + at).expect("few");
        let done = case.world.go(&[case.deal.move_up(&case.book, &ana, *id)]);
        told(&done, |event: &TicketMoved| {
            assert_eq!((event.ticket, event.place), (*id, place));
        });
        audit::check(&mut case.world);
    }
    let after: Vec<_> = case
        .positions()
        .into_iter()
        .map(|(id, _, live, committed)| (id, live, committed))
        .collect();
    assert_eq!(after, before);
    let (first, second) = (case.deposit(1), case.deposit(1));
    let places = [first, second].map(|id| case.book.ticket(&mut case.world, id).place);
    assert_eq!(places, [14, 15]);
    assert_eq!(case.deposit_refused(), "PlaceOutOfRange");

    // All leave but one, and the line begins anew behind it.
    for ticket in case.book.tickets(&mut case.world) {
        if ticket.id != 9 {
            case.withdraw(ticket.id);
        }
    }
    audit::check(&mut case.world);
    let nine = case.book.ticket(&mut case.world, 9).place;
    let id = case.deposit(15);
    assert_eq!(case.book.ticket(&mut case.world, id).place, nine + 1);
    case.book.lock(&mut case.world, &case.deal);
    assert_eq!(
        case.world
            .refused(&[case.deal.move_up(&case.book, &ana, 9)]),
        "CannotLeave",
        "the line is frozen"
    );
    for id in [id, 9] {
        case.book.settle(&mut case.world, &case.deal, id);
    }
    story::close(&mut case.world, &case.deal, &case.book);
    story::draw_all(&mut case.world, &case.deal, 16 * WHOLE);
    case.world
}
