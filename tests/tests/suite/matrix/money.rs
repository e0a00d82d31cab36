//! Holders, distributions, sources, the waterfall and warrants.

use super::scenes::{Scene, case, crowded, own, recorded, released, second, settled, with};
use crate::{
    payouts::source,
    refusals::{
        furnished, serviced,
        twins::{PAID, Stage, TICKET, Twin, Twins},
    },
};
use securities::cash::{
    distribution::post_distribution::DistributionArgs, waterfall::set_mode::ModeChange,
};
use securities_tests::{
    address, engine::Engine, ix::measure::ALL, matrix::Case, token, world::DAY,
};

const TRANCHES: &[&str] = &["senior tranche", "junior tranche"];

pub const CASES: &[Case] = &[
    case("open_holder", &["payer"], || {
        own(Twins::at(Stage::Structured), |twin| {
            twin.deal.open_holder(0, &twin.patron, &twin.owner)
        })
    }),
    with(
        case("open_holder", &["payer"], || {
            own(recorded(Twins::at(Stage::Structured)), |twin| {
                twin.deal.open_holder(0, &twin.patron, &twin.owner)
            })
        }),
        "of a record that is there",
        &[],
    ),
    case("set_payout_account", &["owner"], || {
        own(recorded(Twins::at(Stage::Structured)), |twin| {
            twin.deal
                .set_payout_account(0, &twin.owner, &twin.deal.destination)
        })
    }),
    case("close_holder", &["owner"], || {
        own(recorded(Twins::at(Stage::Structured)), |twin| {
            twin.deal.close_holder(0, &twin.owner, &twin.patron)
        })
    }),
    Case {
        roles: Some(&[
            "source",
            "mint",
            "destination",
            "authority",
            "tranche",
            "source_holder",
            "destination_holder",
            "this program",
            "hook_accounts",
        ]),
        ..case("transfer_hook", &["authority"], transferred)
    },
    with(
        case("post_distribution", &["payer"], || {
            own(settled(crowded(Twins::at(Stage::Deposited))), |twin| {
                twin.deal
                    .post_distribution(&twin.servicer, 0, source(0, PAID))
            })
        }),
        "",
        TRANCHES,
    ),
    with(
        case("carry_out_distribution", &[], || {
            let mut twins = waiting();
            twins.world.pass(2 * DAY);
            own(twins, |twin| {
                twin.deal.carry_out_distribution(&twin.servicer, 0)
            })
        }),
        "",
        TRANCHES,
    ),
    case("correct_distribution", &["payer", "arbitrator"], || {
        own(waiting(), |twin| {
            let to = twin.deal.cash(&twin.servicer);
            twin.deal.correct_distribution(&twin.servicer, 0, &to)
        })
    }),
    case("register_source", &["sponsor"], || {
        own(Twins::at(Stage::Created), |twin| {
            let deal = &twin.deal;
            deal.register_source(deal.coin(), 0, "royalties")
        })
    }),
    with(case("collect_source", &["caller"], collected), "", TRANCHES),
    with(
        case("pay_holders", &[], || {
            let mut twins = paid();
            let second = second(&mut twins.world, &twins.own);
            own(twins, |twin| {
                twin.deal.pay_holders(0, &[twin.owner, second])
            })
        }),
        "",
        &[
            "holder",
            "payout account",
            "second holder",
            "second payout account",
        ],
    ),
    case("claim", &["owner"], || {
        own(paid(), |twin| twin.deal.claim(0, &twin.owner))
    }),
    case("escheat", &[], || {
        own(serviced::long_unpayable(), |twin| {
            twin.deal.escheat(0, &twin.owner)
        })
    }),
    case("restore_escheated", &["payer"], || {
        let mut twins = serviced::long_unpayable();
        twins.each(|world, twin| {
            world.go(&[twin.deal.escheat(0, &twin.owner)]);
        });
        own(twins, |twin| {
            twin.deal
                .restore_escheated(0, (&twin.servicer, &twin.owner), 1_000)
        })
    }),
    with(
        case("return_proceeds", &["caller"], || {
            own(released(crowded(Twins::at(Stage::Deposited))), |twin| {
                let deal = &twin.deal;
                deal.return_proceeds(&deal.sponsor, &deal.mint, 0, None)
            })
        }),
        "",
        TRANCHES,
    ),
    with(case("sweep_vault", &["caller"], swept), "", TRANCHES),
    case("report_pool", &["reporter", "arbitrator"], || {
        own(settled(crowded(Twins::at(Stage::Deposited))), |twin| {
            let deal = &twin.deal;
            deal.report_pool_with(Some(deal.arbitrator), 1_000)
        })
    }),
    with(
        case("check_triggers", &[], || {
            own(settled(crowded(Twins::at(Stage::Deposited))), |twin| {
                twin.deal.check_triggers()
            })
        }),
        "",
        TRANCHES,
    ),
    case("set_mode", &["authority"], || {
        own(settled(crowded(Twins::at(Stage::Deposited))), |twin| {
            twin.deal
                .set_mode(&twin.deal.sponsor, ModeChange::Accelerate)
        })
    }),
    case("pay_fee", &[], || {
        own(serviced::at(Stage::Paid), |twin| {
            twin.deal.pay_fee(0, &serviced::payee())
        })
    }),
    with(
        case("pay_fee_from_treasury", &[], || {
            own(serviced::with_fees(), |twin| {
                twin.deal.pay_fee_from_treasury(0, &serviced::payee())
            })
        }),
        "",
        TRANCHES,
    ),
    case("submit_expense", &["sponsor"], || {
        own(serviced::with_fees(), |twin| {
            twin.deal.submit_expense(&twin.deal.sponsor, 1, PAID)
        })
    }),
    case("create_series", &["sponsor"], || {
        own(Twins::at(Stage::Structured), |twin| {
            twin.deal.create_series(1, furnished::series(0))
        })
    }),
    case("exercise", &["owner"], || {
        own(settled(crowded(furnished::deposited())), |twin| {
            twin.deal.exercise(1, 0, &twin.owner, 1_000)
        })
    }),
    case("close_series", &[], || {
        let mut twins = settled(crowded(furnished::deposited()));
        twins.world.engine.set_now(furnished::EXPIRY);
        own(twins, |twin| twin.deal.close_series(1, 0))
    }),
];

/// In both deals two payments wait.
fn waiting() -> Twins {
    let shaped = Twins::shaped(Stage::Deposited, |_| {}, |_, deal, _| deal.measures = ALL);
    let mut twins = settled(crowded(shaped));
    twins.each(|world, twin| {
        for nonce in 0..2 {
            let args = DistributionArgs {
                wait: true,
                ..source(0, PAID)
            };
            world.give(&twin.servicer, PAID);
            world.go(&[twin.deal.post_distribution(&twin.servicer, nonce, args)]);
        }
    });
    twins
}

/// Distributions have come in, once interest is due.
fn paid() -> Twins {
    let mut twins = settled(crowded(Twins::at(Stage::Deposited)));
    twins.world.pass(30 * DAY);
    twins.each(|world, twin| {
        let post = twin
            .deal
            .post_distribution(&twin.servicer, 0, source(0, PAID));
        world.go(&[post]);
    });
    twins
}

fn collected() -> Scene {
    let mut twins = settled(crowded(Twins::at(Stage::Deposited)));
    twins.each(|world, twin| {
        let deal = &twin.deal;
        for number in [0, 1] {
            let account = address::vault(&address::source(&deal.security, number), &deal.mint);
            let payer = world.payer;
            world.go(&[
                deal.register_source(deal.coin(), number, "royalties"),
                token::mint_to(&deal.token_program, &deal.mint, &account, &payer, TICKET),
            ]);
        }
    });
    own(twins, |twin: &Twin| {
        let deal = &twin.deal;
        deal.collect_source(deal.coin(), &twin.patron, 0, 0)
    })
}

/// More than the smallest distribution has come unasked.
fn swept() -> Scene {
    let mut twins = settled(crowded(Twins::at(Stage::Deposited)));
    twins.each(|world, twin| {
        let deal = &twin.deal;
        let donation = token::mint_to(
            &deal.token_program,
            &deal.mint,
            &deal.vault,
            &world.payer,
            9_999,
        );
        world.go(&[donation]);
    });
    own(twins, |twin| twin.deal.sweep_vault())
}

/// Shares go from one owner to the other.
fn transferred() -> Scene {
    let mut twins = settled(crowded(Twins::at(Stage::Deposited)));
    let second = second(&mut twins.world, &twins.own);
    own(twins, |twin| {
        twin.deal.transfer_shares(0, &twin.owner, &second, 1_000)
    })
}
