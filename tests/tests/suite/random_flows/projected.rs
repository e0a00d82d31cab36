//! The projection of a history: from the accounts as it finds them, and from the terms alone.

use super::{model::Sort, structures::Structure};
use anchor_lang::{AnchorDeserialize, AnchorSerialize, prelude::Pubkey};
use securities::{
    cash::{
        distribution::state::Distribution,
        waterfall::{
            state::Waterfall,
            terms::{TriggerTerms, WaterfallRules},
        },
    },
    security::{measures::MeasureTerms, state::Security},
    tranche::state::Tranche,
};
use securities_projection::{
    Answer, ClassState, DealTerms, Event, Payment, Request, Start, Step, StepReport, TrancheSpec,
    project, tranche::rules::TransferRulesTerms,
};
use securities_tests::{deal::Deal, engine::Engine, lite::Lite, read, world::World};

/// What happened in a history, as its projection is told.
pub struct Projected {
    /// The same from two starts.
    requests: [Request; 2],
    /// What the record of each payment says that the tiers took, by step.
    tiers: Vec<(usize, Vec<u64>)>,
}

impl Projected {
    pub fn begin(world: &mut World<Lite>, deal: &Deal, structure: &Structure) -> Self {
        let tranches: Vec<Pubkey> = deal.classes.iter().map(|class| class.tranche).collect();
        let mut data = |key: &Pubkey| world.engine.account(key).expect("an account").data;
        let accounts = Start::Accounts {
            security: data(&deal.security),
            waterfall: data(&deal.waterfall),
            tranches: tranches.iter().map(&mut data).collect(),
            conversions: vec![],
        };
        let rules = WaterfallRules {
            tiers: structure.tiers.clone(),
            triggers: structure
                .triggers
                .iter()
                .map(|test| TriggerTerms {
                    test: *test,
                    cure_days: 0,
                    consequences: 1,
                })
                .collect(),
            revolving_until: structure.revolving_until,
            pro_rata_from: structure.pro_rata_from,
            principal_pays_interest: structure.principal_pays_interest,
            pool_daily_bps: 0,
        };
        let specs = structure.terms.iter().map(|args| TrancheSpec {
            kind: same(&args.kind),
            terms: same(&args.terms()),
            decimals: args.decimals,
            authorised: args.authorised,
            fixed: args.manager != Pubkey::default(),
            restricted: false,
            wrapped: false,
            transfers: TransferRulesTerms::default(),
            frozen: false,
        });
        let created_at = read::state::<Security>(&mut world.engine, &deal.security).created_at;
        let terms = Start::Terms(DealTerms {
            created_at,
            tranches: specs.collect(),
            rules: same(&rules),
            measures: same(&MeasureTerms::default()),
            conversions: vec![],
        });
        let mut locks: Vec<Step> = tranches
            .iter()
            .zip(&structure.locked_at)
            .zip(0_u8..)
            .map(|((key, at), rank)| {
                let state = read::state::<Tranche>(&mut world.engine, key);
                Step {
                    at: *at,
                    event: Event::Lock {
                        rank,
                        shares: state.shares,
                        money: state.principal_issued.max(state.sold_for),
                    },
                }
            })
            .collect();
        let waterfall = read::state::<Waterfall>(&mut world.engine, &deal.waterfall);
        if waterfall.pool_at > 0 {
            locks.push(Step {
                at: waterfall.pool_at,
                event: Event::Report {
                    value: waterfall.pool_value,
                },
            });
        }
        locks.sort_by_key(|step| step.at);
        Self {
            requests: [
                Request {
                    start: accounts,
                    steps: Vec::new(),
                },
                Request {
                    start: terms,
                    steps: locks,
                },
            ],
            tiers: Vec::new(),
        }
    }

    fn step(&mut self, at: i64, event: Event) {
        for request in &mut self.requests {
            request.steps.push(Step { at, event });
        }
    }

    pub fn pay(
        &mut self,
        (amount, principal): (u64, u64),
        sort: Sort,
        at: i64,
        record: &Distribution,
    ) {
        self.tiers
            .push((self.requests[0].steps.len(), record.tiers.to_vec()));
        self.step(
            at,
            Event::Pay(Payment {
                amount,
                principal,
                recovery: sort == Sort::Recovery,
                clawback: match sort {
                    Sort::Clawback(rank) => Some(rank),
                    Sort::Income | Sort::Recovery => None,
                },
            }),
        );
    }

    pub fn lose(&mut self, amount: u64, at: i64) {
        self.step(at, Event::Lose { amount });
    }

    /// The first class's next rate is fixed.
    pub fn fix(&mut self, reference_ppm: u32, at: i64) {
        self.step(
            at,
            Event::Fix {
                rank: 0,
                reference_ppm,
            },
        );
    }

    pub fn elect(&mut self, rank: u8, at: i64) {
        self.step(at, Event::Elect { rank });
    }

    pub fn submit(&mut self, tier: u8, amount: u64, at: i64) {
        self.step(at, Event::Expense { tier, amount });
    }

    pub fn correct(&mut self, amount: u64, at: i64) {
        self.step(at, Event::Correct { amount });
    }

    /// Requires that both projections end as the chain did.
    pub fn require(mut self, world: &mut World<Lite>, deal: &Deal, history: u64) {
        self.step(world.engine.now(), Event::Look);
        let [first, _] = &self.requests;
        let steps = first.steps.len();
        for (request, from) in self.requests.iter().zip(["the accounts", "the terms"]) {
            let Answer::Reports(reports) = project(request) else {
                panic!("history {history}: {from} are refused");
            };
            for (report, step) in reports.iter().zip(&request.steps) {
                assert_eq!(report.error, 0, "history {history}, from {from}: {step:?}");
            }
            let reports = &reports[reports.len() - steps..];
            for (at, tiers) in &self.tiers {
                let ran = reports[*at].ran.as_ref().expect("a payment ran");
                assert_eq!(
                    ran.tiers,
                    tiers[..ran.tiers.len()],
                    "history {history}, from {from}: tiers of step {at}"
                );
            }
            let last: &StepReport = reports.last().expect("a step");
            for (class, projected) in deal.classes.iter().zip(&last.classes) {
                let state = read::state::<Tranche>(&mut world.engine, &class.tranche);
                let found = ClassState {
                    shares: state.shares,
                    outstanding: state.capital().expect("consistent"),
                    loss: state.loss,
                    interest: state.interest_due,
                    arrears: state.arrears,
                    principal_due: state.principal_due,
                    overdue_since: state.overdue_since,
                    funded: read::credited(&state.payouts[0]).into(),
                };
                assert_eq!(
                    *projected, found,
                    "history {history}, from {from}: rank {}",
                    state.rank
                );
            }
            let security = read::state::<Security>(&mut world.engine, &deal.security);
            let vault = security.vault();
            assert_eq!(
                (
                    last.vault.reserve,
                    last.vault.cover,
                    last.vault.reinvestment
                ),
                (vault.reserve, vault.cover, vault.reinvestment),
                "history {history}, from {from}"
            );
        }
    }
}

/// A value of the program's as the projection's own type, which has the same bytes.
fn same<A: AnchorSerialize, B: AnchorDeserialize>(value: &A) -> B {
    let mut bytes = Vec::new();
    value.serialize(&mut bytes).expect("bytes");
    B::try_from_slice(&bytes).expect("the same layout")
}
