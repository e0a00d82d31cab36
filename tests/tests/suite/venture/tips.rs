//! Tips: lamports put aside for whoever settles or returns tickets, paid once a ticket and as far as there are any.

use crate::{
    on_both_engines,
    story::{self, WHOLE, lamports, told},
};
use anchor_lang::prelude::Pubkey;
use securities::events::TipsFunded;
use securities_tests::{
    audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    token,
    world::{Money, World},
};

on_both_engines! {
    whoever_settles_is_tipped_once_a_ticket_as_far_as_there_are_tips => tipped;
}

const TIP: u64 = 7_000;

struct Crank<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
}

impl<E: Engine> Crank<E> {
    fn fund(&mut self, funder: &Pubkey, amount: u64) {
        let fund = self.deal.fund_tips(&self.book, funder, amount);
        let (purse, book) = (
            lamports(&mut self.world, funder),
            lamports(&mut self.world, &self.book.book),
        );
        let done = self.world.go(&[fund]);
        told(&done, |event: &TipsFunded| assert_eq!(event.amount, amount));
        audit::check(&mut self.world);
        assert_eq!(lamports(&mut self.world, funder), purse - amount);
        assert_eq!(lamports(&mut self.world, &self.book.book), book + amount);
    }

    fn raise(&mut self, tip: u64) -> Result<(), String> {
        let call = self.deal.raise_tip(&self.book, tip);
        let done = self.world.send(&[call]);
        done.map(drop).map_err(|failure| failure.name())
    }

    /// What the bot gets for a ticket, and its payer.
    fn crank(&mut self, id: u32, patron: &Pubkey) -> [u64; 2] {
        let bot = self.book.bot;
        let before = [bot, *patron].map(|address| lamports(&mut self.world, &address));
        self.book.settle(&mut self.world, &self.deal, id);
        audit::check(&mut self.world);
        let after = [bot, *patron].map(|address| lamports(&mut self.world, &address));
        [after[0] - before[0], after[1] - before[1]]
    }
}

fn tipped<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let deal = Deal::standard(&mut world, "sponsor", 1);
    let mut book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
        (args.minimum, args.cap) = (300 * WHOLE, 400 * WHOLE);
        args.tip = 5_000;
    });
    book.bot = world.person("bot");
    let (patron, funder) = (world.person("patron"), world.person("funder"));
    let people = ["ana", "ben", "cleo", "dan", "eve"].map(|name| world.investor(name, 100 * WHOLE));
    let mut case = Crank { world, deal, book };
    for (id, owner) in (0..).zip(&people) {
        let who = (owner, &patron);
        let deposit = case.deal.deposit(&case.book, who, id, 100 * WHOLE, 1);
        case.world.go(&[deposit]);
    }
    assert_eq!(case.raise(4_999), Err("TipLowered".to_owned()));
    assert_eq!(case.raise(TIP), Ok(()));
    let nothing = case.deal.fund_tips(&case.book, &funder, 0);
    assert_eq!(case.world.refused(&[nothing]), "ZeroAmount");
    case.fund(&funder, 2 * TIP + 5_000);
    case.book.lock(&mut case.world, &case.deal);

    // Eve is past the cap, and her account is closed: that she cannot be paid is not the bot's fault.
    let rent = case.world.engine.rent(216);
    let account = case.world.cash(&people[4]);
    let close = token::close(&case.deal.token_program, &account, &people[4]);
    case.world.go(&[close]);
    assert_eq!(case.crank(4, &patron), [TIP, 0], "her ticket waits");
    assert_eq!(case.crank(2, &patron), [TIP, rent]);
    assert_eq!(case.crank(0, &patron), [0, rent], "5,000 are no tip");

    // Anyone may put more aside, also now. What waited is paid without a second tip.
    let stranger = case.world.person("stranger");
    case.fund(&stranger, 2 * TIP);
    case.world.give(&people[4], 0);
    assert_eq!(case.crank(4, &patron), [0, rent]);
    assert_eq!(case.world.wealth(&people[4]), 100 * WHOLE);
    assert_eq!(case.crank(1, &patron), [TIP, rent]);
    assert_eq!(case.crank(3, &patron), [TIP, rent]);
    let left = case.book.state(&mut case.world).tip_budget;
    assert_eq!(left, 5_000, "which the sponsor has when the book closes");
    story::close(&mut case.world, &case.deal, &case.book);
    story::draw_all(&mut case.world, &case.deal, 400 * WHOLE);
    case.world
}
