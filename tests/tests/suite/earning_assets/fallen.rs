//! Assets that fell: what is accepted of a ticket is what it is worth at the lock.

use super::{Kind, deal_drawing, depositor, settles};
use crate::{
    on_both_engines,
    story::{self, WHOLE, told},
};
use securities::events::TicketRefunded;
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    terms::Asset,
    token::{CLASSIC, TOKEN_2022},
    world::{DAY, Money, World},
};

const ANA: u32 = 0;
const BEN: u32 = 1;
const CLEO: u32 = 2;
const DAN: u32 = 3;

on_both_engines! {
    what_fell_buys_what_it_is_worth_and_what_is_worthless_goes_back => fell;
}

/// Two assets, of which two units are worth one: the first falls by a tenth, the second to next to nothing.
fn open<E: Engine>(world: &mut World<E>) -> (Deal, Offering, [Kind; 2]) {
    let kinds = [("steady", TOKEN_2022), ("wild", CLASSIC)].map(|(name, program)| {
        let mint = world.new_mint(name, &program, &[], |_| Vec::new());
        (mint, program)
    });
    let deal = deal_drawing(world, &kinds);
    let mut book = Offering::standard_with(world, &deal, 0, "line", |args| {
        (args.minimum, args.cap) = (200 * WHOLE, 280 * WHOLE);
    });
    for ((mint, program), daily_bps) in kinds.iter().zip([1_000, 10_000]) {
        world.go(&[
            deal.create_rate(mint, daily_bps),
            deal.report_rate(mint, 1, 2),
        ]);
        let asset = Asset::par(&deal, &book.book, mint, program).reported(&deal, DAY);
        book.add_asset(world, &deal, asset);
    }
    (deal, book, kinds)
}

fn fell<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let (deal, book, [steady, wild]) = open(&mut world);
    let ana = depositor(&mut world, &steady, "ana", 200 * WHOLE);
    let ben = world.investor("ben", 100 * WHOLE);
    let cleo = depositor(&mut world, &wild, "cleo", 100 * WHOLE);
    let dan = depositor(&mut world, &steady, "dan", 100 * WHOLE);
    for (owner, units) in [
        (ana, (1, 200 * WHOLE)),
        (ben, (0, 100 * WHOLE)),
        (cleo, (2, 100 * WHOLE)),
        (dan, (1, 100 * WHOLE)),
    ] {
        book.deposit_asset(&mut world, &deal, &owner, units);
        audit::check(&mut world);
    }
    assert_eq!(
        [ANA, BEN, CLEO, DAN].map(|id| book.ticket(&mut world, id).value / WHOLE),
        [100, 100, 50, 50]
    );
    // As it stands all of Ana's is accepted, and nothing goes back; of Dan's three fifths, and two go back.
    let told_now = [ANA, DAN].map(|id| {
        let preview = book.preview(&mut world, &deal, id);
        (preview.accepted, preview.units_back)
    });
    assert_eq!(
        told_now,
        [(100 * WHOLE, 0), (30 * WHOLE, 40 * WHOLE)],
        "at the rates of the deposits"
    );

    world.engine.set_now(book.args.offer_ends);
    world.go(&[
        deal.report_rate(&steady.0, 9, 20),
        deal.report_rate(&wild.0, 1, 1_000_000_000),
    ]);
    book.lock(&mut world, &deal);
    audit::check(&mut world);

    // Dan is cut by the cap, and his units are worth enough for what is left: no room passes from Ana to him.
    for row in [
        (DAN, 30 * WHOLE, 66_666_667, 33_333_333),
        (ANA, 90 * WHOLE, 200 * WHOLE, 0),
        (BEN, 100 * WHOLE, 100 * WHOLE, 0),
    ] {
        settles(&mut world, &deal, &book, row);
    }
    let welcome = book.welcome(&mut world, &deal, &cleo);
    world.go(&welcome);
    let ticket = book.ticket(&mut world, CLEO);
    assert_eq!(
        world.refused(&[deal.settle_ticket(&book, &ticket)]),
        "NothingAccepted"
    );
    let done = world.go(&[deal.refund_ticket(&book, &ticket)]);
    told(&done, |event: &TicketRefunded| {
        assert_eq!((event.amount, event.waiting), (100 * WHOLE, 0));
    });
    audit::check(&mut world);
    let account = book.asset(2).account(&cleo);
    assert_eq!(world.balance(&account), 100 * WHOLE, "all its units");
    for (owner, shares) in [(ana, 90), (ben, 100), (cleo, 0), (dan, 30)] {
        let held = story::shares(&mut world, &deal, 0, &owner);
        assert_eq!(held, shares * WHOLE);
    }
    let state = book.state(&mut world);
    assert_eq!(
        (state.locked, state.accepted, state.refunded),
        (300 * WHOLE, 220 * WHOLE, 80 * WHOLE),
        "what was lost counts as gone back"
    );
    assert_eq!(
        book.state(&mut world).shares_held,
        60 * WHOLE,
        "shares that what fell did not buy"
    );
    book.release(&mut world, &deal);
    audit::check(&mut world);
    assert_eq!(book.state(&mut world).shares_held, 0, "are cancelled");
    assert_eq!(story::tranche(&mut world, &deal, 0).shares, 220 * WHOLE);
    assert_eq!(story::treasury(&mut world, &deal, &steady.0), 266_666_667);
    assert_eq!(story::treasury(&mut world, &deal, &wild.0), 0);
    story::close(&mut world, &deal, &book);
    story::draw_all(&mut world, &deal, 100 * WHOLE);
    world
}
