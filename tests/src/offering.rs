//! An offering: one escrow book of a deal.

use crate::{
    address,
    deal::Deal,
    engine::Engine,
    read,
    world::{DAY, World},
};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{instruction::Instruction, system_instruction},
};
use securities::book::{
    open_book::BookArgs,
    state::{Book, Ticket, line_size},
};

/// A book, by its addresses.
#[derive(Clone)]
pub struct Offering {
    /// Rank of its tranche.
    pub rank: u8,
    /// Its tranche.
    pub tranche: Pubkey,
    /// The tranche's share mint.
    pub share_mint: Pubkey,
    /// The book.
    pub book: Pubkey,
    /// Its line.
    pub line: Pubkey,
    /// Its escrow.
    pub vault: Pubkey,
    /// What it is opened with.
    pub args: BookArgs,
}

impl Offering {
    /// The addresses of a book that is not opened yet, open from now for ten days, for a price of one whole token.
    pub fn plan<E: Engine>(
        world: &mut World<E>,
        deal: &Deal,
        rank: u8,
        number: u16,
        line: &str,
    ) -> Self {
        let now = world.engine.now();
        let class = deal.class(rank);
        let book = address::book(&class.tranche, number);
        Self {
            rank,
            tranche: class.tranche,
            share_mint: class.mint,
            book,
            line: world.key(line),
            vault: address::vault(&book, &deal.mint),
            args: BookArgs {
                number,
                price: 1_000_000,
                minimum: 1_000_000_000,
                cap: 100_000_000_000,
                min_ticket: 1_000_000,
                opens_at: now,
                offer_ends: now + 5 * DAY,
                deadline: now + 10 * DAY,
                terms_sha256: [9; 32],
            },
        }
    }

    /// Makes the line and opens the book.
    pub fn open<E: Engine>(&self, world: &mut World<E>, deal: &Deal, capacity: u32) {
        let open = self.opening(world, deal, capacity);
        world.go(&open);
    }

    /// The instructions that make the line and open the book.
    pub fn opening<E: Engine>(
        &self,
        world: &mut World<E>,
        deal: &Deal,
        capacity: u32,
    ) -> Vec<Instruction> {
        let space = line_size(capacity).expect("a line's size");
        let rent = world.engine.rent(space);
        let line = system_instruction::create_account(
            &deal.sponsor,
            &self.line,
            rent,
            space as u64,
            &securities::ID,
        );
        vec![line, deal.open_book(self)]
    }

    /// A book on chain with the usual terms.
    pub fn standard<E: Engine>(world: &mut World<E>, deal: &Deal, rank: u8, line: &str) -> Self {
        Self::standard_with(world, deal, rank, line, |_| {})
    }

    /// A book on chain with some terms of one's own.
    pub fn standard_with<E: Engine>(
        world: &mut World<E>,
        deal: &Deal,
        rank: u8,
        line: &str,
        edit: impl FnOnce(&mut BookArgs),
    ) -> Self {
        let mut offering = Self::plan(world, deal, rank, 0, line);
        edit(&mut offering.args);
        offering.open(world, deal, 16);
        offering
    }

    /// The book's fields.
    pub fn state<E: Engine>(&self, world: &mut World<E>) -> Book {
        read::state(&mut world.engine, &self.book)
    }

    /// A ticket's fields.
    pub fn ticket<E: Engine>(&self, world: &mut World<E>, place: u32) -> Ticket {
        read::state(&mut world.engine, &address::ticket(&self.book, place))
    }

    /// Deposits at the end of the line and returns the place; the owner pays the rent.
    pub fn deposit<E: Engine>(
        &self,
        world: &mut World<E>,
        deal: &Deal,
        owner: &Pubkey,
        amount: u64,
    ) -> u32 {
        let place = self.state(world).next_ticket;
        world.go(&[deal.deposit(self, (owner, owner), place, amount, 1)]);
        place
    }

    /// Withdraws from a ticket whose owner paid its rent.
    pub fn withdraw<E: Engine>(
        &self,
        world: &mut World<E>,
        deal: &Deal,
        owner: &Pubkey,
        place: u32,
        amount: u64,
    ) {
        world.go(&[deal.withdraw(self, (owner, owner), place, amount)]);
    }

    /// Locks as the sponsor, once the offer has ended.
    pub fn lock<E: Engine>(&self, world: &mut World<E>, deal: &Deal) {
        let now = world.engine.now();
        world.engine.set_now(now.max(self.args.offer_ends));
        world.go(&[deal.lock_book(self, &deal.sponsor)]);
    }

    /// Settles a ticket, its owner's record and share account made before where they are missing.
    pub fn settle<E: Engine>(&self, world: &mut World<E>, deal: &Deal, place: u32) {
        let ticket = self.ticket(world, place);
        let holder = address::holder(&self.tranche, &ticket.owner);
        let mut all = Vec::new();
        if world.engine.account(&holder).is_none() {
            all = deal.welcome(self.rank, &world.payer, &ticket.owner);
        }
        all.push(deal.settle_ticket(self, &ticket));
        world.go(&all);
    }

    /// A whole offering: deposits, lock and settlement; the places are 0 and on.
    pub fn sell<E: Engine>(&self, world: &mut World<E>, deal: &Deal, tickets: &[(Pubkey, u64)]) {
        for (owner, amount) in tickets {
            self.deposit(world, deal, owner, *amount);
        }
        self.lock(world, deal);
        for place in 0..tickets.len() {
            self.settle(world, deal, u32::try_from(place).expect("a line is short"));
        }
    }
}
