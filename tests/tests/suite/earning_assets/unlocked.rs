//! Books with assets that are never locked: all units go back, whatever they are worth and whoever stays silent.

use super::{deal_drawing, depositor};
use crate::{
    on_both_engines,
    story::{self, WHOLE},
};
use anchor_lang::prelude::Pubkey;
use securities::book::phase::LOCK_GRACE;
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    offering::Offering,
    terms::Asset,
    token::{self, TOKEN_2022},
    world::{DAY, Money, World},
};

on_both_engines! {
    a_silent_reporter_keeps_nobodys_money_longer_than_a_week => silent;
    below_the_minimum_all_units_go_back_with_what_they_earned => missed;
}

struct Book<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    mint: Pubkey,
    ana: Pubkey,
    ben: Pubkey,
}

impl<E: Engine> Book<E> {
    /// Ana puts in an asset at 1.1, Ben settlement money, 210 together.
    fn open(minimum: u64) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let mint = world.new_mint("earning", &TOKEN_2022, &[], |_| Vec::new());
        let kind = (mint, TOKEN_2022);
        let deal = deal_drawing(&mut world, &[kind]);
        let mut book = Offering::standard_with(&mut world, &deal, 0, "line", |args| {
            args.minimum = minimum * WHOLE;
        });
        world.go(&[
            deal.create_rate(&mint, 100),
            deal.report_rate(&mint, 11, 10),
        ]);
        let asset = Asset::par(&deal, &book.book, &mint, &TOKEN_2022);
        book.add_asset(&mut world, &deal, asset.reported(&deal, DAY));
        let ana = depositor(&mut world, &kind, "ana", 100 * WHOLE);
        let ben = world.investor("ben", 100 * WHOLE);
        book.deposit_asset(&mut world, &deal, &ana, (1, 100 * WHOLE));
        book.deposit(&mut world, &deal, &ben, 100 * WHOLE);
        audit::check(&mut world);
        Self {
            world,
            deal,
            book,
            mint,
            ana,
            ben,
        }
    }

    fn all_are_whole(mut self) -> World<E> {
        let account = self.book.asset(1).account(&self.ana);
        let have = (self.world.balance(&account), self.world.wealth(&self.ben));
        assert_eq!(have, (100 * WHOLE, 100 * WHOLE));
        story::close(&mut self.world, &self.deal, &self.book);
        for mint in [self.mint, self.deal.mint] {
            assert_eq!(story::treasury(&mut self.world, &self.deal, &mint), 0);
        }
        self.world
    }
}

fn silent<E: Engine>() -> World<E> {
    let mut case = Book::<E>::open(200);
    let deadline = case.book.args.deadline;
    let stranger = case.world.person("stranger");
    let lock = case.deal.lock_book(&case.book, &stranger);
    let leave = case
        .deal
        .withdraw_asset(&case.book, (&case.ana, &case.ana), 0, (1, 110 * WHOLE));
    for now in [deadline, deadline + LOCK_GRACE - 1] {
        case.world.engine.set_now(now);
        assert_eq!(case.world.refused(std::slice::from_ref(&lock)), "StaleRate");
        assert_eq!(
            case.world.refused(std::slice::from_ref(&leave)),
            "CannotLeave"
        );
        let ticket = case.book.ticket(&mut case.world, 1);
        let refund = case.deal.refund_ticket(&case.book, &ticket);
        assert_eq!(case.world.refused(&[refund]), "NotRefunding");
    }
    case.world.engine.set_now(deadline + LOCK_GRACE);
    case.world.go(&[case.deal.report_rate(&case.mint, 11, 10)]);
    assert_eq!(
        case.world.refused(&[lock]),
        "CannotLock",
        "a week is over, and with it the book"
    );
    case.world.go(&[leave]);
    audit::check(&mut case.world);
    case.book.refund(&mut case.world, &case.deal, 1);
    audit::check(&mut case.world);
    case.all_are_whole()
}

fn missed<E: Engine>() -> World<E> {
    let mut case = Book::<E>::open(300);
    case.world.engine.set_now(case.book.args.deadline);
    let ticket = case.book.ticket(&mut case.world, 0);
    // A gift to the escrow is nobody's refund.
    let donor = depositor(&mut case.world, &(case.mint, TOKEN_2022), "donor", 9);
    let from = case.book.asset(1).account(&donor);
    let escrow = case.book.asset(1).escrow;
    case.world.go(&[token::transfer(
        &TOKEN_2022,
        &from,
        &case.mint,
        &escrow,
        &donor,
        9,
    )]);
    let refund = case.deal.refund_ticket(&case.book, &ticket);
    case.world.go(&[refund]);
    audit::check(&mut case.world);
    assert_eq!(case.world.balance(&escrow), 9);
    case.book.refund(&mut case.world, &case.deal, 1);
    let account = case.book.asset(1).account(&case.ana);
    let have = (case.world.balance(&account), case.world.wealth(&case.ben));
    assert_eq!(have, (100 * WHOLE, 100 * WHOLE));
    story::close(&mut case.world, &case.deal, &case.book);
    let vault = address::vault(&case.deal.security, &case.mint);
    assert_eq!(case.world.balance(&vault), 9, "the vault has the gift");
    let sweep = case.deal.sweep_vault_of(&case.mint, 0);
    case.world.go(&[sweep]);
    let treasury = story::treasury(&mut case.world, &case.deal, &case.mint);
    assert_eq!(treasury, 9);
    case.world
}
