//! Who is in control.

use super::scenes::{Scene, case, crowded, own, settled, with};
use crate::refusals::twins::{Stage, Twins};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::{
        state::Waterfall,
        terms::{TestTerms, TriggerTerms},
    },
    control::report::CovenantReport,
    disclosure::calendar::DisclosureTerms,
    security::{control::Act, state::Security},
};
use securities_tests::{engine::Engine, ix::control::control, matrix::Case, read, world::DAY};

const TRANCHES: &[&str] = &["senior tranche", "junior tranche"];

/// The agents of a deal.
fn agents(twins: &mut Twins) -> [[Pubkey; 2]; 2] {
    ["own", "other"].map(|deal| {
        ["investors", "lenders"].map(|whose| twins.world.person(&format!("{deal} {whose}' agent")))
    })
}

/// Both deals are paid for, and each has a trigger.
fn begun(test: TestTerms) -> Twins {
    let mut twins = settled(crowded(Twins::at(Stage::Deposited)));
    let [own, other] = agents(&mut twins);
    twins.each(|world, twin| {
        let agents = if twin.name == "own" { own } else { other };
        let trigger = TriggerTerms {
            test,
            cure_days: 1,
            consequences: 4,
        };
        read::edit(
            &mut world.engine,
            &twin.deal.waterfall,
            |waterfall: &mut Waterfall| {
                waterfall.triggers[0] = trigger.into();
                waterfall.trigger_count = 1;
            },
        );
        read::edit(
            &mut world.engine,
            &twin.deal.security,
            |security: &mut Security| {
                let terms = control(agents[0], agents[1]);
                security.control.agents = terms.agents;
                security.control.powers = terms.powers;
                security.control.act_days = terms.act_days;
            },
        );
    });
    twins
}

/// Both are in the hands of the investors.
fn stepped() -> Twins {
    let mut twins = begun(TestTerms::DeclaredEvent);
    twins.each(|world, twin| {
        read::edit(
            &mut world.engine,
            &twin.deal.security,
            |security: &mut Security| {
                security.control.stage = 1;
            },
        );
    });
    twins
}

fn agent(twins: &mut Twins) -> Pubkey {
    agents(twins)[0][0]
}

const fn declares() -> CovenantReport {
    CovenantReport::Event {
        declared: true,
        document_sha256: [9; 32],
    }
}

/// Whether a disclosure is overdue, which it is.
fn overdue() -> Scene {
    let mut twins = Twins::at(Stage::Structured);
    let anchor = u16::try_from(twins.world.engine.now() / DAY - 30).unwrap();
    twins.each(|world, twin| {
        let item = DisclosureTerms {
            kind: 0,
            months: 12,
            anchor,
            due_days: 1,
            attestor: Pubkey::default(),
        };
        let mut deal = twin.deal.clone();
        deal.triggers = vec![TriggerTerms {
            test: TestTerms::DisclosureOverdue { kind: 0, days: 1 },
            cure_days: 1,
            consequences: 1,
        }];
        let tiers = securities_tests::deal::tiers();
        world.go(&[deal.set_disclosures(vec![item]), deal.set_waterfall(tiers)]);
        let now = world.engine.now();
        read::edit(
            &mut world.engine,
            &deal.security,
            |security: &mut Security| {
                security.status = 1;
                security.began_at = now;
            },
        );
    });
    own(twins, |twin| {
        let deal = twin.deal.at_structure_version(2);
        deal.report_covenant(
            &twin.patron,
            0,
            CovenantReport::Disclosure,
            Some(deal.disclosure((0, 0))),
        )
    })
}

pub const CASES: &[Case] = &[
    case("set_control", &["sponsor"], || {
        let mut twins = Twins::at(Stage::Structured);
        let [agents, _] = agents(&mut twins);
        own(twins, move |twin| {
            twin.deal.set_control(control(agents[0], agents[1]))
        })
    }),
    with(
        case("step_control", &[], || {
            let mut twins = begun(TestTerms::DeclaredEvent);
            twins.each(|world, twin| {
                let deal = &twin.deal;
                let report = declares();
                world.go(&[deal.report_covenant(&deal.arbitrator, 0, report, None)]);
            });
            twins.world.pass(DAY);
            own(twins, |twin| twin.deal.step_control())
        }),
        "",
        TRANCHES,
    ),
    with(
        case("report_covenant", &["authority"], || {
            own(begun(TestTerms::DeclaredEvent), |twin| {
                let deal = &twin.deal;
                deal.report_covenant(&deal.arbitrator, 0, declares(), None)
            })
        }),
        "of an event",
        &[],
    ),
    with(
        case("report_covenant", &["authority"], || {
            let test = TestTerms::NetWorth { min: 1, max_age: 1 };
            own(begun(test), |twin| {
                let report = CovenantReport::NetWorth {
                    value: 1,
                    document_sha256: [9; 32],
                };
                let deal = &twin.deal;
                deal.report_covenant(&deal.reporter, 0, report, None)
            })
        }),
        "of a net worth",
        &[],
    ),
    with(
        case("report_covenant", &["authority"], overdue),
        "of a disclosure",
        &[],
    ),
    case("announce_act", &["authority"], || {
        let mut twins = stepped();
        let agent = agent(&mut twins);
        own(twins, move |twin| {
            let act = Act::Draw {
                vault: 0,
                destination: twin.deal.destination,
                amount: 1,
                reinvestment: false,
            };
            twin.deal.announce_act(&agent, act)
        })
    }),
    case("stop_act", &["authority"], || {
        let mut twins = stepped();
        let all = agents(&mut twins);
        twins.each(|world, twin| {
            let agent = all[usize::from(twin.name != "own")][0];
            world.go(&[twin.deal.announce_act(&agent, Act::Accelerate)]);
        });
        own(twins, |twin| twin.deal.stop_act(&twin.deal.arbitrator))
    }),
];
