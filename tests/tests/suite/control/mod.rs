//! Who is in control: when it steps on, what whoever is in control may do, and how it comes back.

mod acts;
mod breaches;
mod budgets;
pub mod course;
mod covenants;
mod disregarded;
mod handed_on;
mod powers;
mod resolved;
mod set;
mod steps;
mod trapped;

use crate::drawing::{ONE, SOLD, deal_of, sell, with_par};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    cash::waterfall::{
        consequences::{ACCELERATES, STEPS},
        state::Waterfall,
        terms::{TestTerms, TriggerTerms},
        trigger::TriggerState,
    },
    control::report::CovenantReport,
    security::{
        control::{Control, ControlTerms},
        state::Security,
    },
};
use securities_tests::{
    deal::{self, Deal},
    ix::{control::control, resolution::governance},
    lite::Lite,
    read,
    world::{DAY, Money, World},
};

/// Days for which the triggers may fail.
const CURE: u16 = 10;
/// Loan to value of the debt, at most three quarters.
const LTV: TestTerms = TestTerms::LoanToValue {
    rank: 0,
    max_bps: 7_500,
    max_age: 40,
};

/// A debt and an equity that are sold for the same.
struct Scene {
    world: World<Lite>,
    deal: Deal,
    investors: Pubkey,
    lenders: Pubkey,
}

/// A trigger that steps control.
const fn steps(test: TestTerms) -> TriggerTerms {
    TriggerTerms {
        test,
        cure_days: CURE,
        consequences: STEPS,
    }
}

impl Scene {
    fn new(triggers: Vec<TriggerTerms>) -> Self {
        Self::with(triggers, |_| {}, |_| vec![])
    }

    /// With terms of control and calls of one's own before anything is sold.
    fn with(
        triggers: Vec<TriggerTerms>,
        edit: impl FnOnce(&mut ControlTerms),
        set: impl FnOnce(&Deal) -> Vec<Instruction>,
    ) -> Self {
        let mut world = World::<Lite>::new(Money::Classic);
        let classes = vec![deal::senior(0), with_par(1)];
        let mut deal = deal_of(&mut world, classes, deal::tiers_of, |plan| {
            plan.triggers = triggers;
        });
        let [investors, lenders] =
            ["investors' agent", "lenders' agent"].map(|name| world.person(name));
        let mut terms = control(investors, lenders);
        edit(&mut terms);
        let mut calls = vec![deal.set_governance(governance()), deal.set_control(terms)];
        calls.extend(set(&deal));
        world.go(&calls);
        // Who is in control is a part of the structure.
        deal.structure_version += 1;
        for rank in [0, 1] {
            sell(&mut world, &deal, (rank, ONE), SOLD);
        }
        Self {
            world,
            deal,
            investors,
            lenders,
        }
    }

    fn control(&mut self) -> Control {
        read::state::<Security>(&mut self.world.engine, &self.deal.security).control
    }

    fn trigger(&mut self, place: usize) -> TriggerState {
        read::state::<Waterfall>(&mut self.world.engine, &self.deal.waterfall).triggers[place]
    }

    /// What the pool is worth, as the reporter and the arbitrator say, and what the triggers make of it.
    fn reports(&mut self, value: u64) {
        let report = self
            .deal
            .report_pool_with(Some(self.deal.arbitrator), value);
        self.world.go(&[report, self.deal.check_triggers()]);
    }

    fn refused(&mut self, call: Instruction) -> String {
        self.world.refused(&[call])
    }

    fn steps(&mut self) {
        let step = self.deal.step_control();
        self.world.go(&[step]);
    }

    fn cannot_step(&mut self) -> String {
        let step = self.deal.step_control();
        self.refused(step)
    }

    /// Puts a stage in control as nothing of the program does.
    fn is_at(&mut self, stage: u8) {
        read::edit(
            &mut self.world.engine,
            &self.deal.security,
            |security: &mut Security| {
                security.control.stage = stage;
            },
        );
    }

    fn declares(&self, declared: bool) -> Instruction {
        let report = CovenantReport::Event {
            declared,
            document_sha256: [9; 32],
        };
        self.deal
            .report_covenant(&self.deal.arbitrator, 0, report, None)
    }
}
