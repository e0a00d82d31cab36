//! Conversions: what holders elect, what a resolution or a trigger does to a whole class, and what each share becomes.

pub mod elected;
mod ended;
mod held_to;
mod losses;
mod others;
mod projected;
mod refused;
mod scenarios;
pub mod whole;

use crate::payouts;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    cash::waterfall::{
        consequences::ACCELERATES,
        terms::{TestTerms, TriggerTerms},
    },
    conversion::state::{Conversion, ConversionRule, ConversionTerms, ConvertedBy},
    structure::create_tranche::TrancheArgs,
    tranche::{holder::Holder, state::Tranche},
};
use securities_tests::{
    audit,
    deal::{Deal, junior, senior, tiers_of},
    engine::Engine,
    ix::{conversion::Pair, resolution::governance},
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

/// A whole token of money.
const ONE: u64 = 1_000_000;
/// The classes.
const SENIOR: u8 = 0;
const NOTE: u8 = 1;
const EQUITY: u8 = 2;
/// Base units of a share of a note, and of a share of equity.
const UNIT: u64 = 1_000;
const SHARE: u64 = 1_000_000;
/// All notes that there may be, in share base units.
const NOTES: u64 = 25_000 * UNIT;

/// The conversion of the notes into the equity.
const OWN: Pair<'static> = Pair {
    from: NOTE,
    other: None,
    to: EQUITY,
    number: 0,
};

/// Senior debt, notes and equity. Ann has six thousand shares of the senior debt; Cid two thousand notes and Eve a thousand; Dora
/// seven thousand shares of equity.
struct Scene<E> {
    world: World<E>,
    deal: Deal,
    ann: Pubkey,
    cid: Pubkey,
    dora: Pubkey,
    eve: Pubkey,
    nonce: u64,
}

/// A price of a fifth less than the equity is sold at, from a half to two.
const fn at_a_discount(with_interest: bool) -> ConversionRule {
    ConversionRule::Price {
        floor: 500_000,
        cap: 2_000_000,
        discount_bps: 2_000,
        with_interest,
    }
}

/// A conversion that can be done at any time.
fn terms(by: ConvertedBy, rule: ConversionRule) -> ConversionTerms {
    ConversionTerms {
        number: 0,
        by,
        rule,
        opens_at: 0,
        closes_at: i64::MAX,
        // All notes at the floor.
        shares: 2 * NOTES / UNIT * SHARE,
    }
}

/// The notes.
fn note() -> TrancheArgs {
    TrancheArgs {
        rate_ppm: 120_000,
        period_months: 3,
        authorised: NOTES,
        ..senior(NOTE)
    }
}

/// The pool is worth at least what the debts are owed; otherwise something follows after five days.
fn is_covered() -> TriggerTerms {
    TriggerTerms {
        test: TestTerms::Collateral {
            rank: NOTE,
            min_bps: 10_000,
            max_age: 30,
        },
        cure_days: 5,
        consequences: ACCELERATES,
    }
}

impl<E: Engine> Scene<E> {
    fn new(conversions: &[ConversionTerms]) -> Self {
        Self::with(conversions, &note())
    }

    fn with(conversions: &[ConversionTerms], note: &TrancheArgs) -> Self {
        Self::made(conversions, note, 0, vec![is_covered()])
    }

    /// The same; notes are locked for some days, and with triggers of one's own.
    fn made(
        conversions: &[ConversionTerms],
        note: &TrancheArgs,
        cliff_days: u16,
        triggers: Vec<TriggerTerms>,
    ) -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let mut deal = Deal::plan(&mut world, "sponsor", 1);
        deal.triggers = triggers;
        deal.pool_daily_bps = 10_000;
        let classes = vec![senior(SENIOR), note.clone(), junior(EQUITY)];
        let tiers = tiers_of(&classes);
        let deal = deal.create(&mut world, classes, tiers);
        world.go(&[deal.set_governance(governance())]);
        for (args, number) in conversions.iter().zip(0..) {
            let args = ConversionTerms {
                number,
                ..args.clone()
            };
            world.go(&[deal.create_conversion(&Pair { number, ..OWN }, args)]);
        }
        let [ann, cid, dora, eve] = ["ann", "cid", "dora", "eve"].map(|name| world.person(name));
        let mut scene = Self {
            world,
            deal,
            ann,
            cid,
            dora,
            eve,
            nonce: 0,
        };
        scene.sell(SENIOR, &[(ann, 6_000)], 0);
        scene.sell(NOTE, &[(cid, 2_000), (eve, 1_000)], cliff_days);
        scene.sell(EQUITY, &[(dora, 7_000)], 0);
        scene.world.go(&[scene.deal.report_pool(10_000 * ONE)]);
        for owner in [cid, eve] {
            let welcome = scene.deal.welcome(EQUITY, &scene.world.payer, &owner);
            scene.world.go(&welcome);
        }
        audit::check(&mut scene.world);
        scene
    }

    fn sell(&mut self, rank: u8, tickets: &[(Pubkey, u64)], cliff_days: u16) {
        let line = format!("line {rank}");
        let book = Offering::standard_with(&mut self.world, &self.deal, rank, &line, |args| {
            args.cliff_days = cliff_days;
        });
        let paid: Vec<_> = tickets
            .iter()
            .map(|(owner, shares)| (*owner, shares * ONE))
            .collect();
        for (owner, money) in &paid {
            self.world.give(owner, *money);
        }
        book.sell(&mut self.world, &self.deal, &paid);
        book.release(&mut self.world, &self.deal);
    }

    fn tranche(&mut self, rank: u8) -> Tranche {
        read::state(&mut self.world.engine, &self.deal.class(rank).tranche)
    }

    fn holder(&mut self, rank: u8, owner: &Pubkey) -> Holder {
        read::state(&mut self.world.engine, &self.deal.record(rank, owner))
    }

    fn conversion(&mut self) -> Conversion {
        read::state(&mut self.world.engine, &self.deal.conversion(&OWN))
    }

    /// The tokens of a class that an owner has.
    fn tokens(&mut self, rank: u8, owner: &Pubkey) -> u64 {
        read::balance(
            &mut self.world.engine,
            &self.deal.share_account(rank, owner),
        )
    }

    fn goes(&mut self, call: Instruction) {
        self.world.go(&[call]);
        audit::check(&mut self.world);
    }

    fn refused(&mut self, call: Instruction) -> String {
        self.world.refused(&[call])
    }

    /// The owner's own shares, as it elects, or collected by it.
    fn converts(&self, owner: &Pubkey, amount: Option<u64>) -> Instruction {
        self.deal.convert_shares(&OWN, (owner, true), amount)
    }

    /// Collected for an owner by anyone.
    fn collects(&self, owner: &Pubkey) -> Instruction {
        self.deal.convert_shares(&OWN, (owner, false), None)
    }

    /// The sponsor pays an amount in, which reaches holders at once.
    fn pays(&mut self, amount: u64) {
        let sponsor = self.deal.sponsor;
        self.world.give(&sponsor, amount);
        self.nonce += 1;
        let args = payouts::source(self.world.engine.now(), amount);
        let post = self.deal.post_distribution(&sponsor, self.nonce, args);
        self.goes(post);
    }

    /// The pool falls to a value, and the cure period passes.
    fn falls_to(&mut self, value: u64) {
        self.world.go(&[self
            .deal
            .report_pool_with(Some(self.deal.arbitrator), value)]);
        self.world.go(&[self.deal.check_triggers()]);
        self.world.pass(5 * DAY);
    }
}
