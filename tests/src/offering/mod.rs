//! An offering: one escrow book of a deal.

mod tickets;

use crate::{
    address,
    deal::Deal,
    engine::Engine,
    read,
    terms::{Asset, Reward},
    world::{DAY, Money, World},
};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{
        entrypoint::MAX_PERMITTED_DATA_INCREASE,
        instruction::{AccountMeta, Instruction},
        system_instruction,
    },
};
use securities::{
    book::{
        line::account::{LINE_HEADER, line_size},
        offer::{open_book::BookArgs, version::OfferArgs},
        reward::RewardKind,
        state::{AllocationRule, Book},
    },
    math::line::{MAX_CAPACITY, Node},
};

/// The most places that one instruction adds.
const LINE_GROWTH: u32 = (MAX_PERMITTED_DATA_INCREASE / size_of::<Node>()) as u32;
/// As many of them as fit a transaction's instructions.
const STEPS_PER_TRANSACTION: usize = 20;
/// The most places of a line that a program makes.
const LINE_AT_FIRST: u32 = ((MAX_PERMITTED_DATA_INCREASE - LINE_HEADER) / size_of::<Node>()) as u32;

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
            line: world.own_key(line),
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
                cap: 20_000_000_000,
                min_ticket: 1_000_000,
                max_ticket: 0,
                owner_limit: 0,
                opens_at: now,
                offer_ends: now + 5 * DAY,
                deadline: now + 10 * DAY,
                latest_deadline: now + 40 * DAY,
                offer_period: 2 * DAY,
                rights_until: 0,
                group: 0,
                group_size: 0,
                draw_delay: DAY,
                cliff_days: 0,
                vesting_days: 0,
                gated: false,
                extension_bps: 5_000,
                lead: Pubkey::default(),
                lead_minimum: 0,
                tip: 0,
                accepts_freeze: world.money == Money::Freezable,
                terms_sha256: [9; 32],
            },
        }
    }

    /// The places that a line has at the least: so many that smallest tickets do not fill it before the cap.
    #[must_use]
    pub fn least_places(&self) -> u32 {
        let places = self.args.cap.div_ceil(self.args.min_ticket.max(1));
        u32::try_from(places).map_or(MAX_CAPACITY, |places| places.min(MAX_CAPACITY))
    }

    /// Makes the line, of so many places or as many more as the cap asks for, and opens the book.
    pub fn open<E: Engine>(&self, world: &mut World<E>, deal: &Deal, capacity: u32) {
        let mut open = self.opening(world, deal, capacity);
        let growth = open.split_off(2);
        world.go(&open);
        for steps in growth.chunks(STEPS_PER_TRANSACTION) {
            world.go(steps);
        }
    }

    /// The instructions that make the line and open the book.
    pub fn opening<E: Engine>(
        &self,
        world: &mut World<E>,
        deal: &Deal,
        capacity: u32,
    ) -> Vec<Instruction> {
        let capacity = capacity.max(self.least_places());
        // No program creates an account of more than 10 KiB: the line of a vault's book is short at first.
        let at_first = if world.can_sign(&deal.sponsor) {
            capacity
        } else {
            capacity.min(LINE_AT_FIRST)
        };
        let mut opening = self.opening_at(world, deal, at_first);
        let mut places = at_first;
        while places < capacity {
            places = capacity.min(places + LINE_GROWTH);
            opening.push(deal.grow_line_by(self, &world.payer, places));
        }
        opening
    }

    /// The instructions that make a line of exactly so many places and open the book.
    pub fn opening_at<E: Engine>(
        &self,
        world: &mut World<E>,
        deal: &Deal,
        places: u32,
    ) -> Vec<Instruction> {
        let space = line_size(places).expect("a line's size");
        let line = system_instruction::create_account(
            &deal.sponsor,
            &self.line,
            world.engine.rent(space),
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
        let version = self.state(world).offer_version;
        world.go(&[deal.set_curve(self, index(self.rewards.len()), version)]);
    }

    /// The offer that the book was opened with, to replace a version of it.
    #[must_use]
    pub fn offer(&self, replaces: u32) -> OfferArgs {
        let args = &self.args;
        OfferArgs {
            replaces,
            terms_sha256: args.terms_sha256,
            allocation: args.allocation,
            price: args.price,
            price_min: args.price_min,
            minimum: args.minimum,
            cap: args.cap,
            min_ticket: args.min_ticket,
            max_ticket: args.max_ticket,
            owner_limit: args.owner_limit,
            ends_at: 0,
        }
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

    /// The count of an owner's money, where the book limits it, by a number or by each holder's right.
    #[must_use]
    pub fn owner_total(&self, owner: &Pubkey) -> Option<Pubkey> {
        let limited = self.args.owner_limit > 0 || self.args.rights_until > 0;
        limited.then(|| address::owner_total(&self.book, owner))
    }

    /// The security, where whoever consents has to name it: the book is of a group.
    #[must_use]
    pub fn grouped(&self, security: Pubkey) -> Option<Pubkey> {
        (self.args.group > 0).then_some(security)
    }

    /// An owner's record in the tranche, where the book is its holders' first.
    #[must_use]
    pub fn right(&self, owner: &Pubkey) -> Option<Pubkey> {
        (self.args.rights_until > 0).then(|| address::holder(&self.tranche, owner))
    }

    /// What a lock reads: the worth of each asset that is not worth its units.
    #[must_use]
    pub fn rate_accounts(&self) -> Vec<AccountMeta> {
        let assets = self.assets.iter().filter_map(|asset| asset.rate_source);
        assets
            .map(|address| AccountMeta::new_readonly(address, false))
            .collect()
    }

    /// What its end frees shares of: the tranche of each curve of points, the series and the tranche of each of
    /// warrants.
    #[must_use]
    pub fn freed_accounts(&self) -> Vec<AccountMeta> {
        let freed = |reward: &Reward| match reward.kind {
            RewardKind::BonusShares => vec![],
            RewardKind::PromotePoints => vec![reward.tranche],
            RewardKind::Warrants => vec![reward.series.unwrap_or_default(), reward.tranche],
        };
        let all = self.rewards.iter().flat_map(freed);
        all.map(|address| AccountMeta::new(address, false))
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
    pub fn reward_accounts(&self, deal: &Deal, owner: &Pubkey) -> Vec<AccountMeta> {
        let mut all = Vec::new();
        for reward in &self.rewards {
            all.extend(reward.accounts(owner));
            if reward.kind == RewardKind::PromotePoints {
                let mut classes = deal.classes.iter();
                let class = classes.find(|class| class.tranche == reward.tranche);
                all.extend(class.map_or_else(Vec::new, |one| deal.freezing(one.terms.rank)));
            }
        }
        all
    }

    /// The book's fields.
    pub fn state<E: Engine>(&self, world: &mut World<E>) -> Book {
        read::state(&mut world.engine, &self.book)
    }
}

/// The index of the last of so many.
fn index(count: usize) -> u8 {
    u8::try_from(count - 1).expect("few")
}
