//! Books that close together: all of a group are locked at once, or none, and until then everybody can leave.

mod formed;
pub mod locked;
mod parted;
mod qualified;
mod refused;
mod tested;

use securities::{
    book::{offer::open_book::BookArgs, phase::Phase},
    security::state::Security,
};
use securities_tests::{
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    read,
    world::{Money, World},
};

/// One whole token.
pub const ONE: u64 = 1_000_000;
/// What the senior book sells.
pub const SENIOR: u64 = 800 * ONE;
/// What the junior book sells.
pub const JUNIOR: u64 = 200 * ONE;
/// The number of the group.
pub const GROUP: u8 = 1;

/// A deal whose senior and junior book close together.
pub struct Pair<E> {
    pub world: World<E>,
    pub deal: Deal,
    pub senior: Offering,
    pub junior: Offering,
}

/// Terms of a book of a group of two that takes so much, and not less.
pub fn grouped(args: &mut BookArgs, money: u64) {
    (args.minimum, args.cap, args.min_ticket) = (money, money, ONE);
    (args.group, args.group_size) = (GROUP, 2);
    args.latest_deadline = args.deadline;
}

impl<E: Engine> Pair<E> {
    /// Both books are open.
    pub fn opened() -> Self {
        Self::opened_with(|_, _| {})
    }

    /// The same, with terms of one's own for the book of a rank.
    pub fn opened_with(edit: impl Fn(&mut World<E>, &mut Offering)) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let deal = Deal::standard(&mut world, "sponsor", 1);
        Self::of(world, deal, edit)
    }

    /// The same, of a deal of one's own.
    pub fn of(
        mut world: World<E>,
        deal: Deal,
        edit: impl Fn(&mut World<E>, &mut Offering),
    ) -> Self {
        let [senior, junior] = [(0, SENIOR), (1, JUNIOR)].map(|(rank, money)| {
            let mut book = planned(&mut world, &deal, rank, money);
            edit(&mut world, &mut book);
            book.open(&mut world, &deal, 16);
            book
        });
        Self {
            world,
            deal,
            senior,
            junior,
        }
    }

    /// Both books sold out, each to one investor: `ana` the senior, `ben` the junior.
    pub fn sold() -> Self {
        let mut pair = Self::opened();
        pair.sell_senior();
        pair.sell_junior();
        pair
    }

    pub fn sell_senior(&mut self) {
        let ana = self.world.investor("ana", SENIOR);
        self.senior
            .deposit(&mut self.world, &self.deal, &ana, SENIOR);
    }

    pub fn sell_junior(&mut self) {
        let ben = self.world.investor("ben", JUNIOR);
        self.junior
            .deposit(&mut self.world, &self.deal, &ben, JUNIOR);
    }

    pub fn end_offers(&mut self) {
        self.world.engine.set_now(self.senior.args.offer_ends);
    }

    pub fn pass_deadline(&mut self) {
        self.world.engine.set_now(self.senior.args.deadline);
    }

    /// What it says to a lock of such books by the sponsor.
    pub fn lock_refused(&mut self, books: &[&Offering]) -> String {
        let lock = self.deal.lock_group(GROUP, books, &self.deal.sponsor);
        self.world.refused(&[lock])
    }

    /// What it says to a lock of both.
    pub fn both_refused(&mut self) -> String {
        let (senior, junior) = (self.senior.clone(), self.junior.clone());
        self.lock_refused(&[&senior, &junior])
    }

    /// Locks both, as the sponsor.
    pub fn lock(&mut self) {
        let lock = self
            .deal
            .lock_group(GROUP, &[&self.senior, &self.junior], &self.deal.sponsor);
        self.world.go(&[lock]);
    }

    /// The phases of senior and junior.
    pub fn phases(&mut self) -> [Phase; 2] {
        let now = self.world.engine.now();
        [&self.senior, &self.junior].map(|book| {
            let state = book.state(&mut self.world);
            state.phase(now).expect("a known stage")
        })
    }

    pub fn security(&mut self) -> Security {
        read::state(&mut self.world.engine, &self.deal.security)
    }

    /// What is to be drawn.
    pub fn treasury(&mut self) -> u64 {
        self.security().vault().treasury
    }

    /// Nothing was locked, nobody has lost anything, and nothing is to be drawn.
    pub fn require_whole(&mut self, owners: &[(&str, u64)]) {
        for (name, money) in owners {
            let owner = self.world.key(name);
            assert_eq!(self.world.wealth(&owner), *money, "{name}");
        }
        assert_eq!(self.treasury(), 0);
        for book in [&self.senior, &self.junior] {
            let tranche: securities::tranche::state::Tranche =
                read::state(&mut self.world.engine, &book.tranche);
            assert_eq!(tranche.shares, 0);
        }
    }
}

/// A book of the group that is not opened yet.
pub fn planned<E: Engine>(world: &mut World<E>, deal: &Deal, rank: u8, money: u64) -> Offering {
    let mut book = Offering::plan(world, deal, rank, 0, &format!("line {rank}"));
    grouped(&mut book.args, money);
    book
}

/// Equity classes, each a part of what is left, and the waterfall that they need.
pub fn equities(count: u8) -> Vec<securities::structure::create_tranche::TrancheArgs> {
    (0..count).map(deal::junior).collect()
}
