//! Offers and consent in the wrong moment, of the wrong version, or for the worse.

use super::twins::{Stage, TICKET, Twins};
use securities::book::{offer::version::OfferArgs, state::AllocationRule};
use securities_tests::{audit, engine::Engine, offering::Offering, world::DAY};

/// Another minimum at the same price.
fn terms(book: &Offering, replaces: u32) -> OfferArgs {
    OfferArgs {
        minimum: TICKET,
        ..book.offer(replaces)
    }
}

#[test]
fn an_offer_needs_terms_in_order_and_time() {
    let mut twins = Twins::at(Stage::Deposited);
    let (world, own) = (&mut twins.world, &twins.own);
    let offer = |args| own.deal.make_offer(own.book(), args);
    let first = || terms(own.book(), 1);
    let cases = [
        (
            OfferArgs {
                price: 0,
                price_min: 0,
                ..first()
            },
            "PriceOutOfBand",
        ),
        (
            OfferArgs {
                price_min: 1,
                ..first()
            },
            "PriceOutOfBand",
        ),
        (
            OfferArgs {
                minimum: 0,
                ..first()
            },
            "BadCaps",
        ),
        (
            OfferArgs {
                minimum: own.book().args.cap + 1_000,
                ..first()
            },
            "BadCaps",
        ),
        (
            OfferArgs {
                minimum: TICKET + 1,
                ..first()
            },
            "NotWholeLots",
        ),
        // The ticket in line is no whole number of its lots, and a share base unit is a 667th of the smallest.
        (
            OfferArgs {
                price: 1_500_000,
                price_min: 1_500_000,
                ..first()
            },
            "PriceTooCoarse",
        ),
    ];
    for (args, error) in cases {
        assert_eq!(world.refused(&[offer(args)]), error);
    }
    let last = own.book().args.deadline - own.book().args.offer_period;
    world.engine.set_now(last + 1);
    assert_eq!(world.refused(&[offer(first())]), "OfferPeriodTooLong");
    world.engine.set_now(last);
    world.go(&[offer(first())]);
    assert_eq!(
        world.refused(&[offer(first())]),
        "OfferChanged",
        "a second time"
    );
    let lock = own.deal.lock_book(own.book(), &own.deal.sponsor);
    assert_eq!(
        world.refused(std::slice::from_ref(&lock)),
        "CannotLock",
        "nobody has consented to it"
    );
    world.go(&[own.deal.commit(own.book(), &own.owner, 0, 2)]);
    assert_eq!(
        world.refused(std::slice::from_ref(&lock)),
        "CannotLock",
        "it is open"
    );
    world.engine.set_now(own.book().args.deadline);
    let third = || offer(terms(own.book(), 2));
    assert_eq!(world.refused(&[third()]), "BookNotOpen");
    world.go(&[lock]);
    assert_eq!(world.refused(&[third()]), "BookNotOpen", "locked");
}

#[test]
fn limits_that_money_in_line_was_weighed_by_do_not_tighten() {
    let edit = |args: &mut securities::book::offer::open_book::BookArgs| {
        args.max_ticket = 2 * TICKET;
        (args.tip, args.cap) = (5, 8 * TICKET);
    };
    let mut twins = Twins::with(Stage::Deposited, edit);
    let (world, own) = (&mut twins.world, &twins.own);
    let offer = |args| own.deal.make_offer(own.book(), args);
    let same = || own.book().offer(1);
    let cases = [
        (
            OfferArgs {
                min_ticket: 1_001_000,
                ..same()
            },
            "LimitsBroken",
        ),
        (
            OfferArgs {
                max_ticket: TICKET,
                ..same()
            },
            "LimitsBroken",
        ),
        (
            OfferArgs {
                owner_limit: 3 * TICKET,
                ..same()
            },
            "LimitsBroken",
        ),
        (
            OfferArgs {
                min_ticket: 0,
                ..same()
            },
            "BadCaps",
        ),
        (
            OfferArgs {
                cap: 8 * TICKET + 1,
                ..same()
            },
            "NotWholeLots",
        ),
        (
            OfferArgs {
                replaces: 0,
                ..same()
            },
            "OfferChanged",
        ),
        (
            OfferArgs {
                replaces: 2,
                ..same()
            },
            "OfferChanged",
        ),
    ];
    for (args, error) in cases {
        assert_eq!(world.refused(&[offer(args)]), error);
    }
    let none = OfferArgs {
        max_ticket: 0,
        owner_limit: 0,
        ..same()
    };
    world.go(&[offer(none)]);
    let limited = OfferArgs {
        replaces: 2,
        ..same()
    };
    assert_eq!(
        world.refused(&[offer(limited)]),
        "LimitsBroken",
        "a limit after none"
    );
    let tip = |tip| own.deal.raise_tip(own.book(), tip);
    assert_eq!(world.refused(&[tip(4)]), "TipLowered");
    world.go(&[tip(5), tip(6)]);
    assert_eq!(world.refused(&[tip(5)]), "TipLowered");
    world.engine.set_now(own.book().args.deadline);
    assert_eq!(world.refused(&[tip(7)]), "BookNotOpen");

    // Nobody is in line: any limits will do.
    let mut twins = Twins::with(Stage::Opened, edit);
    let (world, own) = (&mut twins.world, &twins.own);
    let tight = OfferArgs {
        cap: 7 * TICKET,
        min_ticket: 1_001_000,
        max_ticket: TICKET,
        owner_limit: 3 * TICKET,
        ..own.book().offer(1)
    };
    world.go(&[own.deal.make_offer(own.book(), tight)]);
    audit::check(world);
}

#[test]
fn consent_is_to_the_present_offer_and_once() {
    let mut twins = Twins::with(Stage::Opened, |args| args.offer_ends = 0);
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    let who = (&own.owner, &own.patron);
    let deposit = |version| deal.deposit(book, who, 0, TICKET, version);
    let commit = |version| deal.commit(book, &own.owner, 0, version);
    let uncommit = || deal.uncommit(book, &own.owner, 0);
    assert_eq!(world.refused(&[deposit(1)]), "NoOffer");
    world.go(&[deposit(0)]);
    for version in [0, 1] {
        assert_eq!(world.refused(&[commit(version)]), "NoOffer");
    }
    assert_eq!(world.refused(&[uncommit()]), "NotCommitted");
    assert_eq!(
        world.refused(&[deal.lock_book(book, &deal.sponsor)]),
        "CannotLock"
    );
    world.go(&[deal.make_offer(book, terms(book, 0))]);
    for version in [0, 2, u32::MAX] {
        assert_eq!(world.refused(&[commit(version)]), "OfferChanged");
    }
    world.go(&[commit(1)]);
    assert_eq!(world.refused(&[commit(1)]), "AlreadyCommitted");
    world.go(&[uncommit()]);
    assert_eq!(world.refused(&[uncommit()]), "NotCommitted");
    world.go(&[commit(1), deal.make_offer(book, terms(book, 1))]);
    assert_eq!(world.refused(&[uncommit()]), "NotCommitted", "it is void");
    assert_eq!(world.refused(&[commit(1)]), "OfferChanged");
    audit::check(world);
    world.go(&[commit(2)]);
    world.engine.set_now(book.args.deadline);
    assert_eq!(world.refused(&[uncommit()]), "BookNotOpen");
    assert_eq!(world.refused(&[commit(2)]), "BookNotOpen");
    audit::check(world);
}

#[test]
fn the_sponsor_approves_whole_lots_of_committed_tickets_up_to_the_cap() {
    let mut twins = Twins::with(Stage::Deposited, |args| {
        args.allocation = AllocationRule::Discretionary;
        (args.minimum, args.cap) = (1_000_000, TICKET);
    });
    let (world, own) = (&mut twins.world, &twins.own);
    let (deal, book) = (&own.deal, own.book());
    world.go(&[deal.deposit(book, (&own.owner, &own.patron), 1, TICKET, 0)]);
    let approve = |id, amount| deal.approve_ticket(book, &own.owner, id, amount);
    let cases = [
        (0, 1, "NotWholeLots"),
        (0, TICKET + 1_000, "ApprovalTooLarge"),
        (1, 1_000, "NotCommitted"),
    ];
    for (id, amount, error) in cases {
        assert_eq!(world.refused(&[approve(id, amount)]), error);
    }
    let mut other = approve(0, 1_000);
    other.data = approve(1, 1_000).data;
    assert_eq!(world.refused(&[other]), "WrongTicket");
    world.go(&[
        approve(0, TICKET - 1_000),
        deal.commit(book, &own.owner, 1, 1),
    ]);
    assert_eq!(
        world.refused(&[approve(1, 2_000)]),
        "ApprovalTooLarge",
        "past the cap"
    );
    world.go(&[approve(1, 1_000)]);
    audit::check(world);
    world.engine.set_now(book.args.deadline);
    assert_eq!(world.refused(&[approve(0, 0)]), "BookNotOpen");

    let mut twins = Twins::at(Stage::Deposited);
    let own = &twins.own;
    let approve = own.deal.approve_ticket(own.book(), &own.owner, 0, TICKET);
    assert_eq!(twins.world.refused(&[approve]), "NotDiscretionary");
}

#[test]
fn the_lead_goes_first_and_stays() {
    let mut twins = Twins::at(Stage::Structured);
    let (world, own) = (&mut twins.world, &mut twins.own);
    let lead = world.investor("lead", 3 * TICKET);
    (own.book_mut().args.lead, own.book_mut().args.lead_minimum) = (lead, TICKET);
    let (deal, book) = (&own.deal, own.book());
    book.open(world, deal, 16);
    let others = |id| deal.deposit(book, (&own.owner, &own.patron), id, TICKET, 1);
    assert_eq!(world.refused(&[others(0)]), "LeadFirst");
    let first = book.deposit(world, deal, &lead, TICKET - 1_000_000);
    assert_eq!(world.refused(&[others(1)]), "LeadFirst", "not all of it");
    let second = book.deposit(world, deal, &lead, 2_000_000);
    world.go(&[others(2)]);
    let leave = |id, amount| deal.withdraw(book, (&lead, &lead), id, amount);
    world.go(&[leave(second, 1_000_000)]);
    assert_eq!(world.refused(&[leave(second, 1_000_000)]), "LeadBound");
    assert_eq!(
        world.refused(&[deal.uncommit(book, &lead, first)]),
        "LeadBound"
    );
    audit::check(world);
    world.go(&[deal.make_offer(book, terms(book, 1))]);
    world.go(&[deal.commit(book, &own.owner, 2, 2)]);
    world.pass(3 * DAY);
    assert_eq!(
        world.refused(&[deal.lock_book(book, &deal.sponsor)]),
        "CannotLock",
        "without the lead"
    );
    world.go(&[leave(first, TICKET - 1_000_000)]);
    assert_eq!(world.refused(&[others(3)]), "LeadFirst", "again");
    audit::check(world);
}
