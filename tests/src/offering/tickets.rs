//! The life of an offering's tickets.

use super::Offering;
use crate::{address, deal::Deal, engine::Engine, read, token, world::World};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    book::{
        line::account::LINE_HEADER,
        ticket::{
            preview_ticket::TicketPreview,
            state::{OwnerTotal, Ticket},
        },
    },
    math::line::{self, Node},
    tranche::state::Tranche,
};

impl Offering {
    /// The tickets that are there, by their numbers.
    pub fn tickets<E: Engine>(&self, world: &mut World<E>) -> Vec<Ticket> {
        let mut all: Vec<Ticket> = read::all(&world.program_accounts())
            .into_iter()
            .map(|(_, ticket): (Pubkey, Ticket)| ticket)
            .filter(|ticket| ticket.book == self.book)
            .collect();
        all.sort_unstable_by_key(|ticket| ticket.id);
        all
    }

    /// A ticket's fields, if it is there.
    pub fn try_ticket<E: Engine>(&self, world: &mut World<E>, id: u32) -> Option<Ticket> {
        let mut all = self.tickets(world).into_iter();
        all.find(|ticket| ticket.id == id)
    }

    /// A ticket's fields.
    ///
    /// # Panics
    /// When it is not there.
    pub fn ticket<E: Engine>(&self, world: &mut World<E>, id: u32) -> Ticket {
        self.try_ticket(world, id)
            .unwrap_or_else(|| panic!("no ticket {id}"))
    }

    /// The count of an owner's money, if it is there.
    pub fn counted<E: Engine>(&self, world: &mut World<E>, owner: &Pubkey) -> Option<OwnerTotal> {
        read::try_state(&mut world.engine, &address::owner_total(&self.book, owner))
    }

    /// Deposits at the end of the line, commits to the present offer and returns the ticket's number; the owner pays
    /// the rent.
    pub fn deposit<E: Engine>(
        &self,
        world: &mut World<E>,
        deal: &Deal,
        owner: &Pubkey,
        amount: u64,
    ) -> u32 {
        self.deposit_asset(world, deal, owner, (0, amount))
    }

    /// The same with units of an asset of the book.
    pub fn deposit_asset<E: Engine>(
        &self,
        world: &mut World<E>,
        deal: &Deal,
        owner: &Pubkey,
        units: (u8, u64),
    ) -> u32 {
        let book = self.state(world);
        let id = book.next_ticket;
        let mut all = Vec::new();
        if self.owner_total(owner).is_some() && self.counted(world, owner).is_none() {
            all.push(deal.open_owner_total(self, owner, owner));
        }
        all.push(deal.deposit_asset(self, (owner, owner), id, units, &book));
        world.go(&all);
        id
    }

    /// Withdraws from a ticket whose owner paid its rent.
    pub fn withdraw<E: Engine>(
        &self,
        world: &mut World<E>,
        deal: &Deal,
        owner: &Pubkey,
        id: u32,
        amount: u64,
    ) {
        world.go(&[deal.withdraw(self, (owner, owner), id, amount)]);
    }

    /// Commits a ticket to the present offer.
    pub fn commit<E: Engine>(&self, world: &mut World<E>, deal: &Deal, id: u32) {
        let (owner, book) = (self.ticket(world, id).owner, self.state(world));
        world.go(&[deal.commit(self, &owner, id, &book)]);
    }

    /// Commits a ticket to the present offer unless it is.
    pub fn commit_anew<E: Engine>(&self, world: &mut World<E>, deal: &Deal, id: u32) {
        let state = self.state(world);
        if !self.ticket(world, id).is_committed(&state) {
            self.commit(world, deal, id);
        }
    }

    /// What a ticket's owner is told, computed from the accounts. On the bytecode it is also what the program returns;
    /// natively the library returns nothing.
    ///
    /// # Panics
    /// When it is not.
    pub fn preview<E: Engine>(&self, world: &mut World<E>, deal: &Deal, id: u32) -> TicketPreview {
        let ticket = self.ticket(world, id);
        let outcome = world.go(&[deal.preview_ticket(self, &ticket.owner, id)]);
        let own = self.computed(world, &ticket);
        if !outcome.return_data.is_empty() {
            assert_eq!(outcome.returned::<TicketPreview>(), own, "ticket {id}");
        }
        own
    }

    fn computed<E: Engine>(&self, world: &mut World<E>, ticket: &Ticket) -> TicketPreview {
        let book = self.state(world);
        let unit = read::state::<Tranche>(&mut world.engine, &self.tranche).unit;
        let line = world.engine.account(&self.line).expect("the line is there");
        let nodes: Vec<Node> = line.data[LINE_HEADER..]
            .chunks_exact(size_of::<Node>())
            .map(bytemuck::pod_read_unaligned)
            .collect();
        let ahead = line::ahead(&nodes, book.offer_version, ticket.place).expect("a place");
        let settlement = book
            .outcome_of(&nodes, ticket, unit)
            .expect("every ticket can be settled");
        TicketPreview {
            live_ahead: ahead.live,
            committed_ahead: ahead.committed,
            value: ticket.value,
            committed: ticket.is_committed(&book),
            qualified: book.restricted == 0 || ticket.is_qualified(),
            accepted: settlement.accepted,
            units_back: settlement.units_back.get(),
            shares: settlement.shares.get(),
            rewards: settlement.rewards,
        }
    }

    /// Locks as the sponsor, once the offer has ended.
    pub fn lock<E: Engine>(&self, world: &mut World<E>, deal: &Deal) {
        let (now, ends) = (world.engine.now(), self.state(world).offer_ends);
        world.engine.set_now(now.max(ends));
        world.go(&[deal.lock_book(self, &deal.sponsor)]);
    }

    /// What an owner lacks for a settlement: records, and accounts for shares and warrants.
    pub fn welcome<E: Engine>(
        &self,
        world: &mut World<E>,
        deal: &Deal,
        owner: &Pubkey,
    ) -> Vec<Instruction> {
        let payer = world.payer;
        let mut all = Vec::new();
        let promotes = self.rewards.iter().filter(|reward| reward.series.is_none());
        let mut tranches: Vec<_> = promotes.map(|reward| reward.tranche).collect();
        tranches.push(self.tranche);
        for class in &deal.classes {
            let holder = address::holder(&class.tranche, owner);
            if tranches.contains(&class.tranche) && world.engine.account(&holder).is_none() {
                all.extend(deal.welcome(class.terms.rank, &payer, owner));
            }
        }
        for reward in &self.rewards {
            let mint = reward.mint();
            let account = token::create_associated(&payer, owner, &mint, &token::TOKEN_2022);
            if world.engine.account(&reward.account(owner)).is_none() && reward.series.is_some() {
                all.push(account);
            }
        }
        all
    }

    /// Settles a ticket, or refunds it where nothing of it is accepted; what its owner lacks is made before.
    pub fn settle<E: Engine>(&self, world: &mut World<E>, deal: &Deal, id: u32) {
        let ticket = self.ticket(world, id);
        let welcome = self.welcome(world, deal, &ticket.owner);
        if !welcome.is_empty() {
            world.go(&welcome);
        }
        let accepted = self.preview(world, deal, id).accepted;
        let call = if accepted > 0 {
            deal.settle_ticket(self, &ticket)
        } else {
            deal.refund_ticket(self, &ticket)
        };
        world.go(&[call]);
    }

    /// Moves all proceeds to the security's vault, once the draw delay is over.
    pub fn release<E: Engine>(&self, world: &mut World<E>, deal: &Deal) {
        let (now, book) = (world.engine.now(), self.state(world));
        world
            .engine
            .set_now(now.max(book.locked_at + book.draw_delay));
        for (asset, index) in book.assets().iter().zip(0_u8..) {
            if asset.proceeds > 0 {
                world.go(&[deal.release_proceeds(self, index)]);
            }
        }
    }

    /// Refunds a ticket.
    pub fn refund<E: Engine>(&self, world: &mut World<E>, deal: &Deal, id: u32) {
        let ticket = self.ticket(world, id);
        world.go(&[deal.refund_ticket(self, &ticket)]);
    }

    /// A whole offering: deposits, lock and settlement; the tickets are 0 and on.
    pub fn sell<E: Engine>(&self, world: &mut World<E>, deal: &Deal, tickets: &[(Pubkey, u64)]) {
        for (owner, amount) in tickets {
            self.deposit(world, deal, owner, *amount);
        }
        self.lock(world, deal);
        for id in 0..tickets.len() {
            self.settle(world, deal, u32::try_from(id).expect("a line is short"));
        }
    }
}
