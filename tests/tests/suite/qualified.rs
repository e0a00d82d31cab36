//! Whose money counts where the shares want a credential: that of tickets that somebody has marked by a good credential
//! of their owner's, before the lock. Other money keeps its place, and holds nobody up.

mod allocation;
mod gate;
mod lifetime;
mod marks;

use crate::credentials::restricted;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    book::{offer::open_book::BookArgs, phase::Phase, state::Book},
    credential::state::CredentialTerms,
    tranche::holder::Holder,
};
use securities_tests::{
    address, audit,
    deal::Deal,
    engine::Engine,
    ix::credential::{change, issue},
    offering::Offering,
    read,
    terms::Reward,
    world::{DAY, Money, World},
};

/// One whole share, at a price of one.
const ONE: u64 = 1_000_000;

/// A security whose junior shares want a credential of either of two qualifiers, and a book of 1,000 to 2,000.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    book: Offering,
    qualifier: Pubkey,
    other: Pubkey,
}

impl<E: Engine> Scene<E> {
    fn new(edit: impl FnOnce(&mut World<E>, &mut BookArgs)) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let (qualifier, other) = (world.person("qualifier"), world.person("other"));
        let deal = restricted(&mut world, vec![qualifier, other]);
        let mut book = Offering::plan(&mut world, &deal, 1, 0, "line");
        (book.args.minimum, book.args.cap) = (1_000 * ONE, 2_000 * ONE);
        edit(&mut world, &mut book.args);
        book.open(&mut world, &deal, 16);
        Self {
            world,
            deal,
            book,
            qualifier,
            other,
        }
    }

    /// The first 600 in line earn 60 bonus shares.
    fn rewarding(mut self) -> Self {
        let bonus = Reward::bonus_shares(&self.deal, 1, &[(600 * ONE, 60 * ONE)]);
        self.book.promise(&mut self.world, &self.deal, bonus);
        self
    }

    /// Somebody with so much money in line, committed and not marked.
    fn enters(&mut self, name: &str, money: u64) -> (Pubkey, u32) {
        let owner = self.world.investor(name, money * ONE);
        let id = self
            .book
            .deposit(&mut self.world, &self.deal, &owner, money * ONE);
        (owner, id)
    }

    fn says(&mut self, days: i64) -> CredentialTerms {
        CredentialTerms {
            category: 1,
            jurisdiction: 756,
            expires_at: self.world.engine.now() + days * DAY,
            person: Pubkey::default(),
        }
    }

    /// The qualifier issues a credential for a year.
    fn admits(&mut self, owner: &Pubkey) {
        let year = self.says(365);
        self.world.go(&[issue(&self.qualifier, owner, year)]);
    }

    fn mark(&self, owner: &Pubkey, id: u32) -> Instruction {
        self.deal
            .qualify_ticket(&self.book, &self.qualifier, owner, id)
    }

    /// The same, and anybody marks its ticket.
    fn marks(&mut self, owner: &Pubkey, id: u32) {
        self.admits(owner);
        let mark = self.mark(owner, id);
        self.world.go(&[mark]);
        audit::check(&mut self.world);
    }

    fn revoke(&self, owner: &Pubkey) -> Instruction {
        let never = CredentialTerms {
            category: 1,
            jurisdiction: 756,
            expires_at: 0,
            person: Pubkey::default(),
        };
        change(&self.qualifier, owner, never)
    }

    fn unmark(&self, owner: &Pubkey, id: u32) -> Instruction {
        self.deal.disqualify_ticket(&self.book, owner, id)
    }

    fn state(&mut self) -> Book {
        self.book.state(&mut self.world)
    }

    fn phase(&mut self) -> Phase {
        let now = self.world.engine.now();
        self.state().phase(now).expect("a stage")
    }

    fn lock(&mut self) {
        self.book.lock(&mut self.world, &self.deal);
        audit::check(&mut self.world);
    }

    fn settle(&mut self, id: u32) {
        self.book.settle(&mut self.world, &self.deal, id);
        audit::check(&mut self.world);
    }

    fn shares(&mut self, owner: &Pubkey) -> u64 {
        let at = address::holder(&self.book.tranche, owner);
        read::state::<Holder>(&mut self.world.engine, &at).shares
    }

    /// Accepted money and bonus shares of a ticket, if the book is locked as it is.
    fn gets(&mut self, id: u32) -> (u64, u64) {
        let preview = self.book.preview(&mut self.world, &self.deal, id);
        (preview.accepted / ONE, preview.rewards[0] / ONE)
    }

    fn close(mut self) -> World<E> {
        self.book.release(&mut self.world, &self.deal);
        self.world.go(&[self.deal.close_book(&self.book)]);
        audit::check(&mut self.world);
        self.world
    }
}
