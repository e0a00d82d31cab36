//! The waterfall as a whole by resolution: what anybody is owed stays owed.

mod closed;
mod executed;
mod kept;
mod meanwhile;
mod property;
mod refused;
mod signed_before;
mod triggers;

use super::{EQUITY, MEZZANINE, ONE, SENIOR, Scene};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    cash::waterfall::{
        state::Waterfall,
        terms::{FeeBase, ReservePurpose, TestTerms, TierTerms, TriggerTerms, WaterfallRules},
    },
    resolution::{draft::StructureDraft, state::Proposer},
};
use securities_tests::{
    audit,
    engine::Engine,
    lite::Lite,
    read,
    world::{DAY, World, keypair},
};
use solana_signer::Signer;

/// What the reserve holds when it is full.
const RESERVE: u64 = 50 * ONE;

/// Who is paid the fees.
fn manager() -> Pubkey {
    keypair("manager").pubkey()
}

/// The part of what comes in, in basis points.
fn fee(bps: u32) -> TierTerms {
    TierTerms::Fee {
        bps,
        income_only: false,
        payee: manager(),
    }
}

fn annual(bps: u32) -> TierTerms {
    TierTerms::AnnualFee {
        base: FeeBase::Debt,
        bps,
        amount: 0,
        min: 0,
        max: 0,
        payee: manager(),
        from_treasury: false,
    }
}

fn expense(cap: u64) -> TierTerms {
    TierTerms::Expense {
        cap,
        payee: manager(),
        from_treasury: false,
    }
}

const fn reserve(amount: u64) -> TierTerms {
    TierTerms::Reserve {
        purpose: ReservePurpose::All,
        amount,
        bps: 0,
    }
}

fn debt(rank: u8) -> [TierTerms; 3] {
    [
        TierTerms::Interest { rank },
        TierTerms::Arrears { rank },
        TierTerms::Principal { rank },
    ]
}

const RESIDUAL: TierTerms = TierTerms::Residual { rank: EQUITY };

/// Three fees, the senior debt, the reserve, the mezzanine, the equity.
fn first() -> Vec<TierTerms> {
    [
        &[fee(1_000), annual(100), expense(100 * ONE)][..],
        &debt(SENIOR),
        &[reserve(RESERVE)],
        &debt(MEZZANINE),
        &[RESIDUAL],
    ]
    .concat()
}

/// The same with the fees behind the senior debt, and what each continues.
fn behind() -> (Vec<TierTerms>, Vec<Option<u8>>) {
    let tiers = [
        &debt(SENIOR)[..],
        &[fee(500), annual(50), expense(50 * ONE), reserve(RESERVE)],
        &debt(MEZZANINE),
        &[RESIDUAL],
    ]
    .concat();
    let places = [3, 4, 5, 0, 1, 2, 6, 7, 8, 9, 10];
    (tiers, places.map(Some).to_vec())
}

/// The deal with those tiers.
fn scene() -> Scene<Lite> {
    with_triggers(vec![])
}

/// By resolution the fees come behind the senior debt: drafted and proposed, consented to, executed, and the draft closed.
pub fn replaced<E: Engine>() -> World<E> {
    let mut scene = with_triggers::<E>(vec![]);
    let (sponsor, payer) = (scene.deal.sponsor, scene.world.payer);
    let number = scene.restructured(behind());
    assert_eq!(scene.waterfall().tiers[3].bps, 500);
    let spare = scene.drafts((&sponsor, 8), behind());
    let ends = scene.deal.close_draft((&sponsor, 8), None, &payer);
    let closes = scene
        .deal
        .close_draft((&sponsor, number), Some(number), &payer);
    scene.world.go(&[spare]);
    scene.world.go(&[ends, closes]);
    scene.world
}

fn with_triggers<E: Engine>(triggers: Vec<TriggerTerms>) -> Scene<E> {
    let edit = |_: &mut _, deal: &mut securities_tests::deal::Deal| deal.triggers = triggers;
    let mut scene = Scene::<E>::shaped(edit, |_| vec![], |_| first());
    scene.world.investor("manager", 0);
    scene
}

/// The capital behind the senior debt is a part of all.
const fn cushion(min_bps: u32, cure_days: u16, consequences: u8) -> TriggerTerms {
    TriggerTerms {
        test: TestTerms::Subordination {
            rank: SENIOR,
            min_bps,
        },
        cure_days,
        consequences,
    }
}

impl<E: Engine> Scene<E> {
    fn waterfall(&mut self) -> Waterfall {
        read::state(&mut self.world.engine, &self.deal.waterfall)
    }

    fn version(&mut self) -> u32 {
        self.waterfall().structure_version
    }

    /// The call by which somebody lays down tiers with the deal's triggers.
    fn drafts(
        &mut self,
        (author, number): (&Pubkey, u32),
        (tiers, continues): (Vec<TierTerms>, Vec<Option<u8>>),
    ) -> Instruction {
        let rules = self.deal.waterfall_args(tiers);
        self.drafts_rules((author, number), rules, continues)
    }

    fn drafts_rules(
        &mut self,
        (author, number): (&Pubkey, u32),
        rules: WaterfallRules,
        continues: Vec<Option<u8>>,
    ) -> Instruction {
        let replaces = self.version();
        let keys = (author, &self.world.payer);
        self.deal
            .draft_structure(keys, (number, replaces), rules, continues)
    }

    fn draft_of(&mut self, author: &Pubkey, number: u32) -> (Pubkey, StructureDraft) {
        let address = self.deal.draft(author, number);
        (address, read::state(&mut self.world.engine, &address))
    }

    /// The call by which the sponsor proposes its draft of a number.
    fn proposes_draft(&mut self, number: u32) -> Instruction {
        let sponsor = self.deal.sponsor;
        self.proposes_draft_as(Proposer::Sponsor, &sponsor, number)
    }

    fn proposes_draft_as(&mut self, by: Proposer, key: &Pubkey, number: u32) -> Instruction {
        let (address, draft) = self.draft_of(key, number);
        let next = self.governance().next_resolution;
        let keys = (key, &self.world.payer);
        self.deal
            .propose_waterfall(next, keys, by, (address, &draft))
    }

    /// The sponsor lays down tiers and proposes them; everybody consents, and the timelock passes. The resolution's number.
    fn waterfall_consented(&mut self, plan: (Vec<TierTerms>, Vec<Option<u8>>)) -> u32 {
        let rules = self.deal.waterfall_args(plan.0);
        self.rules_consented(rules, plan.1)
    }

    fn rules_consented(&mut self, rules: WaterfallRules, continues: Vec<Option<u8>>) -> u32 {
        let number = self.governance().next_resolution;
        let sponsor = self.deal.sponsor;
        let drafts = self.drafts_rules((&sponsor, number), rules, continues);
        self.world.go(&[drafts]);
        let proposes = self.proposes_draft(number);
        self.world.go(&[proposes]);
        self.all_consent(number);
        self.matures(number);
        number
    }

    /// The call that executes the sponsor's resolution of a number, whose draft has the same.
    fn executes_draft(&self, number: u32) -> Instruction {
        let draft = self.deal.draft(&self.deal.sponsor, number);
        self.deal.execute_waterfall(number, &draft)
    }

    fn restructured(&mut self, plan: (Vec<TierTerms>, Vec<Option<u8>>)) -> u32 {
        let number = self.waterfall_consented(plan);
        let executes = self.executes_draft(number);
        self.world.go(&[executes]);
        audit::check(&mut self.world);
        number
    }

    fn pays(&mut self, number: u32, amount: u64) {
        crate::payouts::distribute(&mut self.world, &self.deal, number, amount);
    }
}
