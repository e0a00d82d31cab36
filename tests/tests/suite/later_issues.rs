//! A class that has holders, and more of it: how many shares there may be, what they cost at least, and whose right it
//! is to buy them first.

mod aside;
mod authorised;
mod brought;
mod cancelled;
mod floor;
mod rights;
mod streams;
mod tap;

use crate::story::{self, WHOLE};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    book::offer::{open_book::BookArgs, version::OfferArgs},
    structure::create_tranche::TrancheArgs,
    tranche::holder::Holder,
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    read,
    world::{Money, World},
};

/// A deal of senior debt, junior equity and points of the residual, and who has bought of the first two at 1.00.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    holders: Vec<Pubkey>,
    books: u16,
}

/// Ranks of the deal.
const SENIOR: u8 = 0;
const JUNIOR: u8 = 1;
const POINTS: u8 = 2;

impl<E: Engine> Scene<E> {
    /// The named hold so many whole shares each of senior and junior.
    fn held(names: &[(&str, u64)]) -> Self {
        Self::held_of(names, deal::AUTHORISED)
    }

    /// The same where of the junior so many shares are authorised.
    fn held_of(names: &[(&str, u64)], authorised: u64) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let junior = TrancheArgs {
            authorised,
            ..deal::junior(JUNIOR)
        };
        let classes = vec![deal::senior(SENIOR), junior, deal::junior(POINTS)];
        let tiers = deal::tiers_of(&classes);
        let deal = Deal::with(&mut world, "sponsor", 1, classes, tiers);
        let mut scene = Self {
            world,
            deal,
            holders: Vec::new(),
            books: 1,
        };
        let tickets: Vec<_> = names
            .iter()
            .map(|(name, shares)| (scene.world.investor(name, 0), shares * WHOLE))
            .collect();
        for (rank, line) in [(SENIOR, "senior line"), (JUNIOR, "junior line")] {
            for (owner, amount) in &tickets {
                scene.world.give(owner, *amount);
            }
            let all = tickets.iter().map(|(_, amount)| amount).sum();
            let book = Offering::standard_with(&mut scene.world, &scene.deal, rank, line, |args| {
                (args.minimum, args.cap, args.min_ticket) = (WHOLE, all, WHOLE);
            });
            book.sell(&mut scene.world, &scene.deal, &tickets);
        }
        scene.holders = tickets.iter().map(|(owner, _)| *owner).collect();
        audit::check(&mut scene.world);
        scene
    }

    /// Another book of a rank, not opened yet: for a tenth of a share at least and a thousand at most, at 1.00 each.
    fn later(&mut self, rank: u8, edit: impl FnOnce(&mut BookArgs)) -> Offering {
        self.books += 1;
        let line = format!("line {}", self.books);
        let number = u16::try_from(story::tranche(&mut self.world, &self.deal, rank).next_book)
            .expect("few books");
        let mut book = Offering::plan(&mut self.world, &self.deal, rank, number, &line);
        (book.args.minimum, book.args.cap) = (WHOLE, 1_000 * WHOLE);
        edit(&mut book.args);
        book
    }

    /// The same, opened.
    fn opened(&mut self, rank: u8, edit: impl FnOnce(&mut BookArgs)) -> Offering {
        let book = self.later(rank, edit);
        book.open(&mut self.world, &self.deal, 16);
        book
    }

    /// Why such a book is not opened.
    fn refused(&mut self, rank: u8, edit: impl FnOnce(&mut BookArgs)) -> String {
        let book = self.later(rank, edit);
        let opening = book.opening(&mut self.world, &self.deal, 16);
        self.world.refused(&opening)
    }

    fn refused_call(&mut self, call: &Instruction) -> String {
        self.world.refused(std::slice::from_ref(call))
    }

    /// The shares on an owner's record.
    fn shares(&mut self, rank: u8, owner: &Pubkey) -> u64 {
        let record = address::holder(&self.deal.class(rank).tranche, owner);
        read::state::<Holder>(&mut self.world.engine, &record).shares
    }

    /// The shares of a rank that are set aside or issued.
    fn aside(&mut self, rank: u8) -> u64 {
        story::tranche(&mut self.world, &self.deal, rank).shares_offered
    }
}

/// A fixed price.
const fn price(args: &mut BookArgs, price: u64) {
    (args.price, args.price_min) = (price, price);
}

/// Another offer of a book in place of a version, at a price.
fn offer(book: &Offering, replaces: u32, price: u64, minimum: u64) -> OfferArgs {
    OfferArgs {
        terms_sha256: [3; 32],
        price,
        price_min: price,
        minimum,
        ..book.offer(replaces)
    }
}
