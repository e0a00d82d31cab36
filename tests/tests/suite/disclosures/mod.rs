//! Windows in which shares are exchanged, what holders are to be told before one opens, and what they were told.

pub mod example;
mod hostile;
mod needed;
mod posted;
mod refused;
mod windows;

use anchor_lang::prelude::Pubkey;
use securities::{
    disclosure::{calendar::DisclosureTerms, state::Disclosure},
    math::calendar,
    structure::create_tranche::TrancheArgs,
    tranche::{
        rules::TransferRulesTerms,
        state::Tranche,
        window::{DayRange, WindowTerms},
    },
};
use securities_tests::{
    deal::{self, Deal},
    engine::{Engine, Outcome},
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

const STAKE: u64 = 2_000_000_000;

/// The number of a date.
pub(super) fn day(year: u64, month: u64, day: u64) -> u16 {
    let number = calendar::day_number(calendar::Date { year, month, day });
    number
        .ok()
        .and_then(|day| day.try_into().ok())
        .expect("a date")
}

/// A day's first second.
pub(super) fn midnight(day: u16) -> i64 {
    i64::from(day) * DAY
}

/// The quarters' report, which an auditor makes within ten days.
const REPORT: u8 = 0;
/// The year's accounts, which the sponsor makes within ninety days.
const ACCOUNTS: u8 = 3;

/// From 15 April 2026, every quarter for ten days.
fn quarterly() -> WindowTerms {
    WindowTerms::Periodic {
        months: 3,
        anchor: day(2026, 4, 15),
        days: 10,
    }
}

/// The days of some ranges, by the first day and the one after the last.
fn ranges(named: &[(u16, u16)]) -> WindowTerms {
    let range = |(from, until): &(u16, u16)| DayRange {
        from: *from,
        until: *until,
    };
    WindowTerms::Custom {
        ranges: named.iter().map(range).collect(),
    }
}

/// A deal whose junior shares are exchanged in windows, and belong to Ann and Bob in equal parts.
pub(super) struct Scene<E> {
    pub world: World<E>,
    pub deal: Deal,
    pub auditor: Pubkey,
    pub ann: Pubkey,
    pub bob: Pubkey,
}

impl<E: Engine> Scene<E> {
    /// Windows that need nothing.
    fn open(window: WindowTerms) -> Self {
        Self::with(window, &[])
    }

    /// Windows that need some kinds of disclosures.
    fn with(window: WindowTerms, needs: &[u8]) -> Self {
        let mut scene = Self::planned();
        scene.rule(window, needs);
        scene.sell();
        scene
    }

    /// The same, with a calendar but without rules, and before its shares are sold.
    fn planned() -> Self {
        let mut world = World::<E>::new(Money::Classic);
        let classes: Vec<TrancheArgs> = vec![deal::senior(0), deal::junior(1)];
        let deal = Deal::with(&mut world, "sponsor", 1, classes, deal::tiers());
        let auditor = world.person("auditor");
        let (ann, bob) = (world.investor("ann", STAKE), world.investor("bob", STAKE));
        let mut scene = Self {
            world,
            deal,
            auditor,
            ann,
            bob,
        };
        let items = scene.items();
        scene.world.go(&[scene.deal.set_disclosures(items)]);
        scene
    }

    /// What is due: the report for quarters from the first of 2026, the accounts for years from 2025.
    fn items(&self) -> Vec<DisclosureTerms> {
        vec![
            DisclosureTerms {
                kind: REPORT,
                months: 3,
                anchor: day(2026, 3, 31),
                due_days: 10,
                attestor: self.auditor,
            },
            DisclosureTerms {
                kind: ACCOUNTS,
                months: 12,
                anchor: day(2025, 12, 31),
                due_days: 90,
                attestor: Pubkey::default(),
            },
        ]
    }

    /// Sets the class's rules.
    fn rule(&mut self, window: WindowTerms, needs: &[u8]) {
        let rules = rules(window, needs);
        self.world.go(&[self.deal.set_transfer_rules(1, rules)]);
    }

    fn sell(&mut self) {
        let book = Offering::standard(&mut self.world, &self.deal, 1, "line");
        let tickets = [(self.ann, STAKE), (self.bob, STAKE)];
        book.sell(&mut self.world, &self.deal, &tickets);
    }

    fn at(&mut self, time: i64) {
        self.world.engine.set_now(time);
    }

    /// Posts what is due of a kind and a period, by whoever makes it.
    fn post(&mut self, of: (u8, u32)) -> Outcome {
        let attestor = if of.0 == REPORT {
            self.auditor
        } else {
            self.deal.sponsor
        };
        let post = self.deal.post_disclosure(&attestor, of);
        self.world.go(&[post])
    }

    fn posted(&mut self, of: (u8, u32)) -> Disclosure {
        let address = self.deal.disclosure(of);
        read::state(&mut self.world.engine, &address)
    }

    /// Opens the window, which nobody but the payer of the fee signs.
    fn open_window(&mut self, needed: &[(u8, u32)]) -> Outcome {
        self.world.go(&[self.deal.open_window(1, needed)])
    }

    fn not_opened(&mut self, needed: &[(u8, u32)]) -> String {
        self.world.refused(&[self.deal.open_window(1, needed)])
    }

    /// Until when shares can be exchanged.
    fn open_until(&mut self) -> i64 {
        let tranche: Tranche = read::state(&mut self.world.engine, &self.deal.class(1).tranche);
        tranche.rules.open_until
    }

    /// Ann sends Bob some shares: nothing, or the name of the refusal.
    fn exchange(&mut self) -> Option<String> {
        let send = self.deal.transfer_shares(1, &self.ann, &self.bob, 7);
        self.world.send(&[send]).err().map(|failure| failure.name())
    }
}

/// Rules with windows alone.
fn rules(window: WindowTerms, needs: &[u8]) -> TransferRulesTerms {
    TransferRulesTerms {
        window,
        needs: needs.iter().fold(0, |bits, kind| bits | 1 << kind),
        ..TransferRulesTerms::default()
    }
}
