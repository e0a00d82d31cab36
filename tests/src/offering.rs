//! An offering: one escrow book of a deal.

use crate::{
    address,
    deal::Deal,
    engine::Engine,
    read,
    terms::{Asset, Reward},
    token,
    world::{DAY, Money, World},
};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{
        instruction::{AccountMeta, Instruction},
        system_instruction,
    },
};
use securities::{
    book::{
        line_account::{LINE_HEADER, line_size},
        open_book::BookArgs,
        preview_ticket::TicketPreview,
        state::{AllocationRule, Book, RewardKind},
        ticket::{Stake, Ticket},
    },
    math::line::{self, Node},
    tranche::state::Tranche,
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
    /// Its escrow of settlement money.
    pub vault: Pubkey,
    /// What it takes in; the first is settlement money.
    pub assets: Vec<Asset>,
    /// What it promises.
    pub rewards: Vec<Reward>,
    /// Who gets the tips.
    pub bot: Pubkey,
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
            assets: vec![Asset::par(deal, &book, &deal.mint, &deal.token_program)],
            rewards: Vec::new(),
            bot: deal.sponsor,
            args: BookArgs {
                number,
                allocation: AllocationRule::FirstCome,
                price: 1_000_000,
                price_min: 1_000_000,
                price_max_age: 0,
                minimum: 1_000_000_000,
                cap: 100_000_000_000,
                min_ticket: 1_000_000,
                max_ticket: 0,
                owner_limit: 0,
                opens_at: now,
                offer_ends: now + 5 * DAY,
                deadline: now + 10 * DAY,
                latest_deadline: now + 40 * DAY,
                offer_period: 2 * DAY,
                extension_bps: 5_000,
                lead: Pubkey::default(),
                lead_minimum: 0,
                tip: 0,
                accepts_freeze: world.money == Money::Freezable,
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

    /// Accepts another asset; gives the security a vault for it where it has none.
    pub fn add_asset<E: Engine>(&mut self, world: &mut World<E>, deal: &Deal, asset: Asset) {
        let mut all = Vec::new();
        if world.engine.account(&asset.vault).is_none() {
            all.push(deal.add_vault(&asset.mint, &asset.token_program));
        }
        self.assets.push(asset);
        all.push(deal.add_asset(self, index(self.assets.len())));
        world.go(&all);
    }

    /// Promises a reward.
    pub fn promise<E: Engine>(&mut self, world: &mut World<E>, deal: &Deal, reward: Reward) {
        self.rewards.push(reward);
        world.go(&[deal.set_curve(self, index(self.rewards.len()))]);
    }

    /// The asset of an index; of one that is not there the first.
    #[must_use]
    pub fn asset(&self, index: u8) -> &Asset {
        self.assets
            .get(usize::from(index))
            .unwrap_or(&self.assets[0])
    }

    /// The reward of an index; of one that is not there the last.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn reward(&self, index: u8) -> &Reward {
        let last = self.rewards.last().expect("the book promises something");
        self.rewards.get(usize::from(index)).unwrap_or(last)
    }

    /// The count of an owner's money, where the book limits it.
    #[must_use]
    pub fn stake(&self, owner: &Pubkey) -> Option<Pubkey> {
        (self.args.owner_limit > 0).then(|| address::stake(&self.book, owner))
    }

    /// What a lock reads: the worth of a share where it is the price, and of each asset that is not worth its units.
    #[must_use]
    pub fn rate_accounts(&self, deal: &Deal) -> Vec<AccountMeta> {
        let price =
            (self.args.price_max_age > 0).then(|| address::rate(&deal.security, &self.share_mint));
        let assets = self.assets.iter().filter_map(|asset| asset.rate_source);
        let all = price.into_iter().chain(assets);
        all.map(|address| AccountMeta::new_readonly(address, false))
            .collect()
    }

    /// The tranches that its promote points are of.
    #[must_use]
    pub fn promote_accounts(&self) -> Vec<AccountMeta> {
        self.rewards
            .iter()
            .filter(|reward| reward.kind == RewardKind::PromotePoints)
            .map(|reward| AccountMeta::new(reward.tranche, false))
            .collect()
    }

    /// What a settlement needs for all rewards.
    #[must_use]
    pub fn reward_accounts(&self, owner: &Pubkey) -> Vec<AccountMeta> {
        self.rewards
            .iter()
            .flat_map(|reward| reward.accounts(owner))
            .collect()
    }

    /// The book's fields.
    pub fn state<E: Engine>(&self, world: &mut World<E>) -> Book {
        read::state(&mut world.engine, &self.book)
    }

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
    pub fn counted<E: Engine>(&self, world: &mut World<E>, owner: &Pubkey) -> Option<Stake> {
        read::try_state(&mut world.engine, &address::stake(&self.book, owner))
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
        let (id, version) = (book.next_ticket, book.offer_version);
        let mut all = Vec::new();
        if self.stake(owner).is_some() && self.counted(world, owner).is_none() {
            all.push(deal.open_stake(self, owner, owner));
        }
        all.push(deal.deposit_asset(self, (owner, owner), id, units, version));
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
        let (owner, version) = (
            self.ticket(world, id).owner,
            self.state(world).offer_version,
        );
        world.go(&[deal.commit(self, &owner, id, version)]);
    }

    /// What a ticket's owner is told. A bank that runs the source natively returns nothing: there it is reckoned from
    /// the accounts, and where something is returned, that is what it must be.
    ///
    /// # Panics
    /// When it is not.
    pub fn preview<E: Engine>(&self, world: &mut World<E>, deal: &Deal, id: u32) -> TicketPreview {
        let ticket = self.ticket(world, id);
        let outcome = world.go(&[deal.preview_ticket(self, &ticket.owner, id)]);
        let own = self.reckon(world, &ticket);
        if !outcome.return_data.is_empty() {
            assert_eq!(outcome.returned::<TicketPreview>(), own, "ticket {id}");
        }
        own
    }

    fn reckon<E: Engine>(&self, world: &mut World<E>, ticket: &Ticket) -> TicketPreview {
        let book = self.state(world);
        let unit = read::state::<Tranche>(&mut world.engine, &self.tranche).unit;
        let line = world.engine.account(&self.line).expect("the line is there");
        let nodes: Vec<Node> = line.data[LINE_HEADER..]
            .chunks_exact(size_of::<Node>())
            .map(bytemuck::pod_read_unaligned)
            .collect();
        let ahead = line::ahead(&nodes, book.offer_version, ticket.place).expect("a place");
        let settlement = book
            .settlement(&nodes, ticket, unit)
            .expect("every ticket can be settled");
        TicketPreview {
            live_ahead: ahead.live,
            committed_ahead: ahead.committed,
            value: ticket.value,
            committed: ticket.is_committed(&book),
            accepted: settlement.accepted,
            units_back: settlement.units_back,
            shares: settlement.shares,
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

/// The index of the last of so many.
fn index(count: usize) -> u8 {
    u8::try_from(count - 1).expect("few")
}
