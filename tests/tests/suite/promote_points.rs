//! Promote points of a fixed number: a fifth of the carry stays a fifth, however full the books that share it out.

mod alone;
mod books;
mod hostile;
mod refused;

use crate::{
    payouts::distribute,
    story::{self, WHOLE},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    book::offer::open_book::BookArgs,
    tranche::{holder::Holder, state::Tranche},
};
use securities_tests::{
    address, audit,
    deal::{self, Deal},
    engine::Engine,
    offering::Offering,
    read,
    terms::Reward,
    world::{Money, World},
};

pub use books::granted;

/// The class that is sold, and its points.
const FUND: u8 = 0;
const POINTS: u8 = 1;

/// What is paid in at a time: a fifth of it goes to a thousand points, one unit each.
const PAID: u64 = 5_000;

/// A fund of which a thousand points have a fifth of all income, and who manages it.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    manager: Pubkey,
    payments: u32,
}

impl<E: Engine> Scene<E> {
    fn new() -> Self {
        Self::with(|_| {})
    }

    /// The same with another class of points.
    fn with(edit: impl FnOnce(&mut securities::structure::create_tranche::TrancheArgs)) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let manager = world.investor("manager", 0);
        let mut points = deal::points(POINTS, &manager);
        edit(&mut points);
        let classes = vec![deal::junior(FUND), points];
        let deal = Deal::with(&mut world, "sponsor", 1, classes, tiers());
        Self {
            world,
            deal,
            manager,
            payments: 0,
        }
    }

    /// A book, of a number, which sells so many whole shares at 1.00 and grants so many points for all of them.
    fn book(&mut self, number: u16, (cap, points): (u64, u64)) -> Offering {
        self.book_with(number, (cap, points), |_| {})
    }

    fn book_with(
        &mut self,
        number: u16,
        (cap, points): (u64, u64),
        edit: impl FnOnce(&mut BookArgs),
    ) -> Offering {
        let line = format!("line {number}");
        let mut book = Offering::plan(&mut self.world, &self.deal, FUND, number, &line);
        (book.args.minimum, book.args.cap) = (WHOLE, cap * WHOLE);
        edit(&mut book.args);
        book.open(&mut self.world, &self.deal, 16);
        if points > 0 {
            self.promise(&mut book, (cap, points));
        }
        book
    }

    fn promise(&mut self, book: &mut Offering, (cap, points): (u64, u64)) {
        let curve = [(cap * WHOLE, points)];
        let reward = Reward::promote_points(&self.deal, POINTS, &curve);
        book.promise(&mut self.world, &self.deal, reward);
    }

    /// Somebody puts whole tokens in line.
    fn join(&mut self, book: &Offering, name: &str, money: u64) -> Pubkey {
        let owner = self.world.investor(name, money * WHOLE);
        book.deposit(&mut self.world, &self.deal, &owner, money * WHOLE);
        owner
    }

    fn lock(&mut self, book: &Offering) {
        book.lock(&mut self.world, &self.deal);
        audit::check(&mut self.world);
    }

    fn settle(&mut self, book: &Offering, id: u32) {
        book.settle(&mut self.world, &self.deal, id);
        audit::check(&mut self.world);
    }

    /// Pays in a thousand units for the points, and four thousand for the shares.
    fn pay(&mut self) {
        distribute(&mut self.world, &self.deal, self.payments, PAID);
        self.payments += 1;
        audit::check(&mut self.world);
    }

    /// Opens the manager's record and its share account.
    fn welcome(&mut self) {
        let payer = self.world.payer;
        let welcome = self.deal.welcome(POINTS, &payer, &self.manager);
        self.world.go(&welcome);
    }

    /// The manager's part, taken by nobody in particular: shares, and what is owed to it by that.
    fn take(&mut self) -> (u64, u64) {
        let manager = self.manager;
        let tranche = self.points();
        let earned = audit::owed(&self.record(), &tranche, 0);
        let before = (self.points_of(&manager), earned);
        self.world.go(&[self.deal.take_points(POINTS)]);
        audit::check(&mut self.world);
        let earned = self.record().earned(0).expect("a vault").owed;
        let after = (self.points_of(&manager), earned);
        (after.0 - before.0, after.1 - before.1)
    }

    fn refused(&mut self) -> String {
        self.world.refused(&[self.deal.take_points(POINTS)])
    }

    /// The manager's record.
    fn record(&mut self) -> Holder {
        let record = address::holder(&self.deal.class(POINTS).tranche, &self.manager);
        read::state(&mut self.world.engine, &record)
    }

    fn points_of(&mut self, owner: &Pubkey) -> u64 {
        story::shares(&mut self.world, &self.deal, POINTS, owner)
    }

    /// What a claim pays.
    fn claim(&mut self, owner: &Pubkey) -> u64 {
        let before = self.world.wealth(owner);
        self.world.go(&[self.deal.claim(POINTS, owner)]);
        audit::check(&mut self.world);
        self.world.wealth(owner) - before
    }

    fn points(&mut self) -> Tranche {
        story::tranche(&mut self.world, &self.deal, POINTS)
    }

    /// All points, and those in the pot.
    fn pot(&mut self) -> (u64, u64) {
        let points = self.points();
        (points.shares, points.pot.shares)
    }

    fn close(&mut self, book: &Offering) {
        story::close(&mut self.world, &self.deal, book);
    }
}

/// A fifth to the points, the rest to the fund.
fn tiers() -> Vec<securities::cash::waterfall::terms::TierTerms> {
    use securities::cash::waterfall::terms::TierTerms;
    vec![
        TierTerms::Split {
            rank: POINTS,
            bps: 2_000,
        },
        TierTerms::Residual { rank: FUND },
    ]
}
