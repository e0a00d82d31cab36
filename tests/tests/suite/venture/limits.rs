//! Limits of a ticket and of an owner, and the count that keeps the second.

use crate::{
    on_both_engines,
    story::{self, WHOLE, lamports},
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::book::offer::version::OfferArgs;
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    world::{Money, World},
};

on_both_engines! {
    nobody_takes_more_than_the_limits_and_their_counts_come_and_go => limited;
}

struct Limited<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    /// The same book as one who passes no count would call it.
    uncounted: Offering,
    ana: Pubkey,
    ben: Pubkey,
    patron: Pubkey,
}

impl<E: Engine> Limited<E> {
    /// At most 300 a ticket and 500 an owner.
    fn open() -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        let book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
            args.minimum = 500 * WHOLE;
            (args.max_ticket, args.owner_limit) = (300 * WHOLE, 500 * WHOLE);
        });
        let mut uncounted = book.clone();
        uncounted.args.owner_limit = 0;
        Self {
            ana: world.investor("ana", 1_000 * WHOLE),
            ben: world.investor("ben", 1_000 * WHOLE),
            patron: world.person("patron"),
            world,
            deal,
            book,
            uncounted,
        }
    }

    fn deposit(&mut self, money: u64) -> Instruction {
        let state = self.book.state(&mut self.world);
        let who = (&self.ana, &self.patron);
        self.deal
            .deposit(&self.book, who, state.next_ticket, money * WHOLE, &state)
    }

    fn joins(&mut self, money: u64) {
        let deposit = self.deposit(money);
        self.world.go(&[deposit]);
        audit::check(&mut self.world);
    }

    fn refused(&mut self, money: u64) -> String {
        let deposit = self.deposit(money);
        self.world.refused(&[deposit])
    }

    /// What Ana's count says, in whole tokens.
    fn counted(&mut self) -> u64 {
        let stake = self.book.counted(&mut self.world, &self.ana);
        stake.expect("her count").live / WHOLE
    }
}

pub(crate) fn limited<E: Engine>() -> World<E> {
    let mut case = Limited::<E>::open();
    let (ana, ben, patron) = (case.ana, case.ben, case.patron);
    let purse = lamports(&mut case.world, &patron);
    let bare = case
        .deal
        .deposit(&case.uncounted, (&ana, &patron), 0, 100 * WHOLE, 1);
    assert_eq!(case.world.refused(&[bare]), "OwnerTotalMissing");

    let open = case.deal.open_owner_total(&case.book, &patron, &ana);
    case.world.go(std::slice::from_ref(&open));
    assert!(case.world.send(&[open]).is_err(), "one is enough");
    assert_eq!(case.refused(301), "TicketTooLarge");
    case.joins(300);
    assert_eq!(case.refused(201), "OwnerLimit");
    case.joins(200);
    assert_eq!(
        (case.refused(1).as_str(), case.counted()),
        ("OwnerLimit", 500)
    );
    let close = case.deal.close_owner_total(&case.book, &patron, &ana);
    assert_eq!(
        case.world.refused(std::slice::from_ref(&close)),
        "OwnerTotalInUse"
    );

    // Who leaves is counted out; who leaves without its count leaves all the same, and is counted on.
    let leave = case
        .deal
        .withdraw(&case.book, (&ana, &patron), 0, 100 * WHOLE);
    case.world.go(&[leave]);
    assert_eq!(case.counted(), 400);
    case.joins(100);
    let leave = case
        .deal
        .withdraw(&case.uncounted, (&ana, &patron), 0, 100 * WHOLE);
    case.world.go(&[leave]);
    audit::check(&mut case.world);
    assert_eq!(
        (case.book.state(&mut case.world).live, case.counted()),
        (400 * WHOLE, 500)
    );
    assert_eq!(case.refused(100), "OwnerLimit");

    // While money is in line limits only rise, and rise by a new version of the offer.
    let better = OfferArgs {
        max_ticket: 0,
        owner_limit: 900 * WHOLE,
        ..case.book.offer(1)
    };
    for (max_ticket, owner_limit) in [(299, 900), (0, 499)] {
        let worse = OfferArgs {
            max_ticket: max_ticket * WHOLE,
            owner_limit: owner_limit * WHOLE,
            ..better.clone()
        };
        assert_eq!(
            case.world
                .refused(&[case.deal.make_offer(&case.book, worse)]),
            "LimitsBroken"
        );
    }
    case.world.go(&[case.deal.make_offer(&case.book, better)]);
    for ticket in case.book.tickets(&mut case.world) {
        case.book.commit(&mut case.world, &case.deal, ticket.id);
    }
    assert_eq!(case.refused(401), "OwnerLimit");
    case.joins(400);

    // Ben comes, goes, and takes his count with him; and comes again.
    for again in [false, true] {
        let id = case
            .book
            .deposit(&mut case.world, &case.deal, &ben, 200 * WHOLE);
        audit::check(&mut case.world);
        if !again {
            case.book
                .withdraw(&mut case.world, &case.deal, &ben, id, 200 * WHOLE);
            case.world
                .go(&[case.deal.close_owner_total(&case.book, &ben, &ben)]);
            assert!(case.book.counted(&mut case.world, &ben).is_none());
        }
    }

    // Locked, the counts have done their work.
    case.book.lock(&mut case.world, &case.deal);
    case.world.go(&[close]);
    for ticket in case.book.tickets(&mut case.world) {
        case.book.settle(&mut case.world, &case.deal, ticket.id);
        audit::check(&mut case.world);
    }
    assert_eq!(
        lamports(&mut case.world, &patron),
        purse,
        "the rent of tickets and count is back with who paid it"
    );
    for (owner, bought) in [(ana, 800), (ben, 200)] {
        let held = story::shares(&mut case.world, &case.deal, 0, &owner);
        assert_eq!(held, bought * 1_000);
        assert_eq!(case.world.wealth(&owner), (1_000 - bought) * WHOLE);
    }
    story::close(&mut case.world, &case.deal, &case.book);
    let before = lamports(&mut case.world, &ben);
    let stake = case.deal.close_owner_total(&case.book, &ben, &ben);
    case.world.go(&[stake]);
    assert!(
        lamports(&mut case.world, &ben) > before,
        "a count can be closed when its book is gone"
    );
    story::draw_all(&mut case.world, &case.deal, 1_000 * WHOLE);
    case.world
}
