//! A fund whose sponsor has no power to draw: holders vote a manager a budget. On the bytecode.

use crate::resolutions::Scene;
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    resolution::{proposal::Proposal, state::Proposer},
    security::{
        budget::{Budget, BudgetTerms},
        control::{ALL_POWERS, ControlTerms, Power},
        state::{Security, Status},
    },
};
use securities_tests::{
    deal::Deal, engine::Engine, ix::control::control, lite::Lite, read, world::DAY,
};

const ONE: u64 = 1_000_000;
const EQUITY: u8 = 2;
const DORA: Proposer = Proposer::Holder { rank: EQUITY };

/// The sponsor may do everything but draw.
fn without_draws(deal: &Deal) -> Vec<Instruction> {
    let nobody = Pubkey::default();
    let mut terms: ControlTerms = control(nobody, nobody);
    terms.powers[0] = ALL_POWERS & !(1 << Power::Draws as u32);
    vec![deal.set_control(terms)]
}

struct Fund {
    scene: Scene<Lite>,
    manager: Pubkey,
}

impl Fund {
    fn new() -> Self {
        Self::with(|_| {})
    }

    fn with(edit: impl FnOnce(&mut Deal)) -> Self {
        let mut scene = Scene::<Lite>::with(|_, deal| edit(deal), without_draws);
        let (deal, books) = (scene.deal.clone(), std::mem::take(&mut scene.books));
        for book in books {
            book.release(&mut scene.world, &deal);
        }
        let manager = scene.world.person("manager");
        Self { scene, manager }
    }

    /// Terms whose time ends so many days after a resolution that is proposed now can be executed.
    fn terms(&mut self, amount: u64, days: u16, time: i64) -> BudgetTerms {
        BudgetTerms {
            manager: self.manager,
            destination: self.scene.deal.destination,
            vault: 0,
            reinvestment: false,
            amount,
            days,
            until: self.scene.world.engine.now() + (3 + 7 + 5 + time) * DAY,
        }
    }

    /// A holder proposes it and everybody consents; the timelock is over.
    fn consented(&mut self, terms: BudgetTerms) -> Instruction {
        let dora = self.scene.dora;
        let budget = Proposal::Budget { terms };
        let number = self.scene.proposed_by(DORA, &dora, budget);
        self.scene.all_consent(number);
        self.scene.matures(number);
        self.scene.deal.execute_resolution(number, None, None)
    }

    fn has(&mut self, terms: BudgetTerms) {
        let execute = self.consented(terms);
        self.scene.world.go(&[execute]);
    }

    fn draws(&self, by: &Pubkey, amount: u64) -> Instruction {
        let mut draw = self
            .scene
            .deal
            .draw_proceeds(&self.scene.deal.destination, amount);
        draw.accounts[0].pubkey = *by;
        draw
    }

    fn goes(&mut self, amount: u64) {
        let draw = self.draws(&self.manager, amount);
        self.scene.world.go(&[draw]);
    }

    fn refused(&mut self, amount: u64) -> String {
        let draw = self.draws(&self.manager, amount);
        self.scene.refused(draw)
    }

    fn budget(&mut self) -> Budget {
        self.scene.security().budget
    }

    fn edit(&mut self, edit: impl FnOnce(&mut Security)) {
        let address = self.scene.deal.security;
        read::edit(&mut self.scene.world.engine, &address, edit);
    }
}

#[test]
fn a_manager_draws_what_holders_voted_and_nobody_else_does() {
    let mut fund = Fund::new();
    let (sponsor, manager) = (fund.scene.deal.sponsor, fund.manager);
    let dora = fund.scene.dora;
    assert_eq!(fund.refused(ONE), "NotSponsor", "there is no budget");
    let draw = fund.draws(&sponsor, ONE);
    assert_eq!(fund.scene.refused(draw), "NoPower");
    let terms = fund.terms(100 * ONE, 0, 60);
    let budget = Proposal::Budget { terms };
    let number = fund.scene.proposed_by(DORA, &dora, budget);
    let resolution = fund.scene.resolution(number);
    assert_eq!((resolution.asked, resolution.sponsor_counts), (0b111, 0));
    let security = fund.scene.security();
    assert_eq!((security.pending, security.amendments), (1, 0));
    fund.scene.opens(number);
    let call = fund.scene.casts(number, (EQUITY, &sponsor), true);
    assert_eq!(fund.scene.refused(call), "SponsorDisregarded");
    fund.scene.all_consent(number);
    let execute = fund.scene.deal.execute_resolution(number, None, None);
    assert_eq!(fund.scene.refused(execute.clone()), "ResolutionEarly");
    assert_eq!(fund.refused(ONE), "NotSponsor", "it is not executed");
    fund.scene.matures(number);
    fund.scene.world.go(std::slice::from_ref(&execute));
    assert_eq!(fund.scene.refused(execute), "ResolutionEnded");
    let security = fund.scene.security();
    assert_eq!(
        (security.pending, security.amendments),
        (0, 1),
        "offers are void"
    );

    fund.goes(60 * ONE);
    assert_eq!(fund.refused(40 * ONE + 1), "BudgetSpent");
    fund.goes(40 * ONE);
    assert_eq!(fund.refused(1), "BudgetSpent");
    assert_eq!(fund.budget().left, 0);
    for (by, error) in [(sponsor, "NoPower"), (dora, "NotSponsor")] {
        let draw = fund.draws(&by, 1);
        assert_eq!(fund.scene.refused(draw), error);
    }
    let notice = fund.scene.deal.post_notice(1, "https://example.org");
    fund.scene.world.go(std::slice::from_ref(&notice));
    let mut notice = fund.scene.deal.post_notice(2, "https://example.org");
    notice.accounts[0].pubkey = manager;
    assert_eq!(
        fund.scene.refused(notice),
        "NotSponsor",
        "it draws and no more"
    );
}

#[test]
fn a_budget_is_of_one_account_one_vault_and_its_time() {
    let mut fund = Fund::new();
    let other = {
        let owner = fund.scene.world.investor("another", ONE);
        fund.scene.deal.cash(&owner)
    };
    fund.edit(|security| {
        security.destinations[1] = other;
        security.destination_count = 2;
    });
    let terms = fund.terms(100 * ONE, 0, 60);
    fund.has(terms);
    let (manager, until) = (fund.manager, terms.until);
    let mut elsewhere = fund.scene.deal.draw_proceeds(&other, ONE);
    elsewhere.accounts[0].pubkey = manager;
    assert_eq!(fund.scene.refused(elsewhere), "OutsideBudget");
    let mut assets = fund
        .scene
        .deal
        .draw_reinvestment(&fund.scene.deal.destination, ONE);
    assets.accounts[0].pubkey = manager;
    assert_eq!(fund.scene.refused(assets), "OutsideBudget");
    fund.edit(|security| security.budget.vault = 1);
    assert_eq!(fund.refused(ONE), "OutsideBudget");
    fund.edit(|security| security.budget.vault = 0);
    // The last second, and the one after it.
    fund.scene.world.engine.set_now(until - 1);
    fund.goes(ONE);
    fund.scene.world.engine.set_now(until);
    assert_eq!(fund.refused(ONE), "BudgetOver");
    // Once the account is no destination any more, nothing is drawn.
    fund.edit(|security| {
        security.budget.until = until + DAY;
        security.destinations[0] = other;
        security.destination_count = 1;
    });
    assert_eq!(fund.refused(ONE), "WrongDestination");
}

#[test]
fn each_period_has_its_amount_and_none_is_carried_on() {
    let mut fund = Fund::new();
    let terms = fund.terms(50 * ONE, 10, 300);
    fund.has(terms);
    let began = fund.scene.world.engine.now();
    fund.scene.world.pass(DAY);
    fund.goes(20 * ONE);
    assert_eq!(fund.refused(30 * ONE + 1), "BudgetSpent");
    fund.scene.world.engine.set_now(began + 10 * DAY - 1);
    fund.goes(30 * ONE);
    assert_eq!(fund.refused(1), "BudgetSpent", "the period is not over");
    fund.scene.world.engine.set_now(began + 10 * DAY);
    let left = fund.budget().left(began + 10 * DAY);
    assert_eq!(left, 50 * ONE);
    fund.goes(ONE);
    // Periods that pass unused add nothing, and begin on their own days.
    fund.scene.world.engine.set_now(began + 33 * DAY);
    assert_eq!(fund.refused(50 * ONE + 1), "BudgetSpent");
    fund.goes(50 * ONE);
    assert_eq!(fund.budget().began_at, began + 30 * DAY);
    assert_eq!(fund.refused(1), "BudgetSpent");
    assert_eq!(fund.budget().left(terms.until), 0);
}

#[test]
fn the_conditions_of_a_draw_hold_for_a_manager() {
    let mut fund = Fund::with(|deal| deal.co_signed = true);
    let terms = fund.terms(u64::MAX, 0, 60);
    fund.has(terms);
    let mut alone = fund.draws(&fund.manager, ONE);
    alone.accounts[1].pubkey = securities::ID;
    alone.accounts[1].is_signer = false;
    assert_eq!(fund.scene.refused(alone), "CoSignatureMissing");
    let treasury = fund.scene.security().vault().treasury;
    assert_eq!(fund.refused(treasury + 1), "InsufficientFunds");
    fund.goes(ONE);
    // Whoever is the arbitrator by now checks draws, and makes none.
    let manager = fund.manager;
    let mut fund = Fund::new();
    let terms = fund.terms(ONE, 0, 60);
    fund.has(terms);
    fund.edit(|security| security.arbitrator = manager);
    assert_eq!(fund.refused(1), "BadBudget");
}

#[test]
fn another_budget_replaces_it_and_holders_end_it() {
    let mut fund = Fund::new();
    let none = fund.terms(0, 0, 60);
    let dora = fund.scene.dora;
    let end = |fund: &mut Fund| {
        fund.scene
            .proposes(DORA, &dora, Proposal::Budget { terms: none })
    };
    let call = end(&mut fund);
    assert_eq!(
        fund.scene.refused(call),
        "BadBudget",
        "there is none to end"
    );
    let first = fund.terms(10 * ONE, 0, 200);
    fund.has(first);
    fund.goes(10 * ONE);
    let second = fund.terms(20 * ONE, 0, 60);
    fund.has(second);
    let budget = fund.budget();
    assert_eq!((budget.left, budget.number), (20 * ONE, 2));
    fund.goes(ONE);
    let execute = fund.consented(none);
    fund.goes(ONE);
    fund.scene.world.go(&[execute]);
    assert_eq!(fund.refused(1), "NotSponsor");
    let budget = fund.budget();
    let nobody = (Pubkey::default(), 0, 3);
    assert_eq!((budget.manager, budget.amount, budget.number), nobody);
}

/// What holders decided of one budget is not done to another, nor once somebody else is in control.
#[test]
fn a_vote_is_stale_after_another_budget_or_a_step() {
    for stepped in [false, true] {
        let mut fund = Fund::new();
        let terms = fund.terms(ONE, 0, 200);
        let execute = fund.consented(terms);
        fund.edit(|security| {
            if stepped {
                security.control.stepped_at = 1;
            } else {
                security.budget.number = 1;
            }
        });
        assert_eq!(fund.scene.refused(execute), "ResolutionStale");
    }
}

#[test]
fn only_a_budget_that_can_be_is_proposed() {
    let mut fund = Fund::new();
    let good = fund.terms(ONE, 0, 366);
    let dora = fund.scene.dora;
    let now = fund.scene.world.engine.now();
    let bad = [
        BudgetTerms { vault: 1, ..good },
        BudgetTerms {
            destination: dora,
            ..good
        },
        BudgetTerms {
            manager: Pubkey::default(),
            ..good
        },
        BudgetTerms {
            manager: fund.scene.deal.arbitrator,
            ..good
        },
        BudgetTerms { days: 367, ..good },
        BudgetTerms {
            until: good.until + 1,
            ..good
        },
        BudgetTerms {
            until: now + 15 * DAY,
            ..good
        },
    ];
    for terms in bad {
        let call = fund.scene.proposes(DORA, &dora, Proposal::Budget { terms });
        assert_eq!(fund.scene.refused(call), "BadBudget", "{terms:?}");
    }
    let call = fund
        .scene
        .proposes(DORA, &dora, Proposal::Budget { terms: good });
    fund.scene.world.go(&[call]);
    // What cannot be any more when it is executed.
    let mut fund = Fund::new();
    let terms = fund.terms(ONE, 0, 10);
    let execute = fund.consented(terms);
    fund.scene.world.engine.set_now(terms.until);
    assert_eq!(fund.scene.refused(execute), "BadBudget");
}

/// Nothing new begins: the budget that there is ends, and what was voted of another one is not done.
#[test]
fn nobody_draws_once_the_deal_is_wound_down() {
    let mut fund = Fund::new();
    let terms = fund.terms(100 * ONE, 0, 200);
    fund.has(terms);
    fund.goes(ONE);
    let more = fund.terms(50 * ONE, 0, 200);
    let execute = fund.consented(more);
    fund.goes(ONE);
    let dora = fund.scene.dora;
    let number = fund.scene.governance().next_resolution;
    fund.scene.proposed(Proposal::WindDown);
    fund.scene.all_consent(number);
    fund.scene.matures(number);
    let winds = fund.scene.deal.execute_resolution(number, None, None);
    fund.scene.world.go(&[winds]);
    let budget = fund.budget();
    let nobody = (Pubkey::default(), 0, 1);
    assert_eq!((budget.manager, budget.amount, budget.number), nobody);
    let sponsor = fund.scene.deal.sponsor;
    for by in [fund.manager, sponsor, dora] {
        let draw = fund.draws(&by, 1);
        assert_eq!(fund.scene.refused(draw), "Winding");
    }
    assert_eq!(fund.scene.refused(execute), "Winding");
    let until = fund.scene.world.engine.now() + 60 * DAY;
    let again = Proposal::Budget {
        terms: BudgetTerms { until, ..more },
    };
    let call = fund.scene.proposes(Proposer::Sponsor, &sponsor, again);
    assert_eq!(fund.scene.refused(call), "Winding");
    // Nor if it still had one: the draw itself is refused, also after the end.
    for status in [Status::Winding, Status::Ended] {
        fund.edit(|security| {
            security.status = status as u8;
            security.budget = Budget {
                manager: terms.manager,
                destination: terms.destination,
                amount: 1,
                left: 1,
                until: i64::MAX,
                ..budget
            };
        });
        assert_eq!(fund.refused(1), "Winding");
    }
}
