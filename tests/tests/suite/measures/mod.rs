//! Exceptional measures: what the sponsor and the arbitrator can do together, where the security says so from its creation
//! on, and what they cannot.

mod announced;
mod attacks;
mod blocks;
mod carried;
pub mod corrected;
mod gathered;
pub mod moved;
mod overlapping;
mod own_record;
mod pauses;
mod random;
mod voted;

use crate::payouts::{STAKE, distribute};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    book::offer::open_book::BookArgs,
    measure::state::{Measure, MeasureKind},
    tranche::{blocks::ALL_SHARES, holder::Holder, state::Tranche},
};
use securities_tests::{
    deal::{Deal, junior, senior, tiers},
    engine::Engine,
    ix::measure::ALL,
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

/// The class whose shares the measures are about.
pub(super) const RANK: u8 = 1;
/// The days of the deal's notice, and those of what moves shares.
const NOTICE: i64 = 7;
const LONG_NOTICE: i64 = 30;

/// A deal with all measures. Ann and Bob have half of its equity each; Cid has a record of it.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    ann: Pubkey,
    bob: Pubkey,
    cid: Pubkey,
    payments: u32,
}

impl<E: Engine> Scene<E> {
    fn new() -> Self {
        Self::with(|deal| deal.measures = ALL, |_| vec![])
    }

    /// The same with a plan of one's own, and calls before anything is offered.
    fn with(edit: impl FnOnce(&mut Deal), set: impl FnOnce(&Deal) -> Vec<Instruction>) -> Self {
        Self::sold(edit, set, |_| {})
    }

    /// The same, sold in a book of one's own.
    fn sold(
        edit: impl FnOnce(&mut Deal),
        set: impl FnOnce(&Deal) -> Vec<Instruction>,
        offer: impl FnOnce(&mut BookArgs),
    ) -> Self {
        Self::in_money(Money::Classic, edit, set, offer)
    }

    /// The same, in money of one's own.
    fn in_money(
        money: Money,
        edit: impl FnOnce(&mut Deal),
        set: impl FnOnce(&Deal) -> Vec<Instruction>,
        offer: impl FnOnce(&mut BookArgs),
    ) -> Self {
        let mut world = World::<E>::new(money);
        let mut deal = Deal::plan(&mut world, "sponsor", 1);
        edit(&mut deal);
        let deal = deal.create(&mut world, vec![senior(0), junior(RANK)], tiers());
        let more = set(&deal);
        if !more.is_empty() {
            world.go(&more);
        }
        let [ann, bob, cid] = ["ann", "bob", "cid"].map(|name| world.investor(name, STAKE));
        let book = Offering::standard_with(&mut world, &deal, RANK, "line", offer);
        book.sell(&mut world, &deal, &[(ann, STAKE), (bob, STAKE)]);
        let welcome = deal.welcome(RANK, &world.payer, &cid);
        world.go(&welcome);
        Self {
            world,
            deal,
            ann,
            bob,
            cid,
            payments: 0,
        }
    }

    fn announces(&self, number: u16, owner: Option<&Pubkey>, kind: MeasureKind) -> Instruction {
        let payer = self.world.payer;
        self.deal
            .announce_measure(number, (RANK, owner), &payer, kind)
    }

    fn announced(&mut self, number: u16, owner: Option<&Pubkey>, kind: MeasureKind) {
        let call = self.announces(number, owner, kind);
        self.world.go(&[call]);
    }

    fn takes(&self, number: u16, owner: Option<&Pubkey>) -> Instruction {
        self.deal.take_measure(number, (RANK, owner))
    }

    fn cancels(&self, number: u16, owner: Option<&Pubkey>, by: &Pubkey) -> Instruction {
        self.deal.cancel_measure(number, (RANK, owner), by)
    }

    fn moves(&self, number: u16, from: &Pubkey, to: &Pubkey) -> Instruction {
        self.deal.reassign_shares(number, (RANK, from), to)
    }

    fn sends(&self, from: &Pubkey, to: &Pubkey, amount: u64) -> Instruction {
        self.deal.transfer_shares(RANK, from, to, amount)
    }

    fn pays(&mut self, amount: u64) {
        distribute(&mut self.world, &self.deal, self.payments, amount);
        self.payments += 1;
    }

    fn days(&mut self, days: i64) {
        self.world.pass(days * DAY);
    }

    fn now(&mut self) -> i64 {
        self.world.engine.now()
    }

    fn measure(&mut self, number: u16) -> Measure {
        read::state(&mut self.world.engine, &self.deal.measure(number))
    }

    fn holder(&mut self, owner: &Pubkey) -> Holder {
        let record = self.deal.record(RANK, owner);
        read::state(&mut self.world.engine, &record)
    }

    fn tranche(&mut self) -> Tranche {
        read::state(&mut self.world.engine, &self.deal.class(RANK).tranche)
    }

    /// The tokens in an owner's associated account.
    fn tokens(&mut self, owner: &Pubkey) -> u64 {
        let account = self.deal.share_account(RANK, owner);
        read::balance(&mut self.world.engine, &account)
    }

    /// A block of all shares for so many days from now.
    fn block_all(&mut self, days: i64) -> MeasureKind {
        MeasureKind::Block {
            shares: ALL_SHARES,
            until: self.now() + days * DAY,
        }
    }
}
