//! Securities and their structure, rates and credentials.

use super::scenes::{Scene, case, crowded, own, recorded, released, with};
use crate::refusals::{
    furnished,
    twins::{Stage, Twins},
};
use anchor_lang::prelude::Pubkey;
use securities::{
    cash::waterfall::terms::TierTerms,
    credential::{
        protocol::{ProtocolDecision, ProtocolTerms},
        state::CredentialTerms,
    },
    rate::reference::ReferenceRateArgs,
    structure::{create_tranche::TrancheArgs, set_structure::ClassTerms},
    tranche::{pik::PikTerms, terms::FloatingTerms},
};
use securities_tests::{
    address,
    attestation_service::Issuer,
    deal::{self, Deal},
    engine::Engine,
    ix::{credential, reference},
    lite::Lite,
    matrix::Case,
    token,
    world::{BEGIN, DAY, World},
};

/// The tranches, as remaining accounts.
const TRANCHES: &[&str] = &["senior tranche", "junior tranche"];

pub const CASES: &[Case] = &[
    case("create_security", &["sponsor"], || {
        own(Twins::at(Stage::Planned), |twin| {
            twin.deal.create_security(twin.deal.security_args())
        })
    }),
    case("create_tranche", &["sponsor"], || {
        own(Twins::at(Stage::Created), |twin| {
            twin.deal.create_tranche(deal::senior(0))
        })
    }),
    with(
        case("set_structure", &["sponsor"], || {
            own(Twins::at(Stage::Opened), |twin| {
                let waterfall = twin.deal.waterfall_args(deal::tiers());
                let senior = ClassTerms {
                    rank: 0,
                    terms: deal::senior(0).terms(),
                };
                let book = twin.book().book;
                twin.deal
                    .set_structure(vec![senior], Some(waterfall), &[book])
            })
        }),
        "",
        &["senior tranche", "book"],
    ),
    case("add_vault", &["sponsor"], || {
        own(Twins::at(Stage::Created), |twin| {
            let (mint, program) = twin.other_mint;
            twin.deal.add_vault(&mint, &program)
        })
    }),
    with(
        case("draw_proceeds", &["sponsor"], || {
            own(released(crowded(Twins::at(Stage::Deposited))), |twin| {
                twin.deal.draw_proceeds(&twin.deal.destination, 7)
            })
        }),
        "",
        &["senior tranche", "junior tranche"],
    ),
    case("confirm_delivery", &["arbitrator"], || {
        let awaited = |_: &mut World<Lite>, deal: &mut Deal, _: &mut Vec<TierTerms>| {
            deal.delivery_by = BEGIN + 90 * DAY;
        };
        let twins = Twins::shaped(Stage::Structured, |_| {}, awaited);
        own(twins, |twin| twin.deal.confirm_delivery([5; 32]))
    }),
    case("create_rate", &["sponsor"], || {
        own(Twins::at(Stage::Structured), |twin| {
            twin.deal
                .create_rate(&twin.deal.class(0).mint, furnished::DAILY_BPS)
        })
    }),
    case("report_rate", &["reporter"], reported),
    case("create_reference_rate", &["reporter"], || {
        own(Twins::at(Stage::Planned), |twin| {
            reference::create(&twin.patron, rate_of(reference::name("SOFR 3M")))
        })
    }),
    case("report_reference_rate", &["reporter"], || {
        own(fixable(), |twin| {
            reference::report(&twin.patron, "SOFR 3M", 50_000)
        })
    }),
    case("fix_rate", &[], || {
        own(fixable(), |twin| twin.deal.fix_rate(0))
    }),
    with(
        case("elect_pik", &["sponsor"], || {
            own(electable(), |twin| {
                twin.deal.elect_pik(&twin.deal.sponsor, 0)
            })
        }),
        "",
        TRANCHES,
    ),
    case("set_qualifiers", &["sponsor"], || {
        own(Twins::at(Stage::Created), |twin| {
            twin.deal.set_qualifiers(vec![twin.servicer])
        })
    }),
    case("issue_credential", &["qualifier"], || {
        own(recorded(Twins::at(Stage::Structured)), |twin| {
            credential::issue(&twin.servicer, &twin.owner, terms())
        })
    }),
    case("set_credential", &["qualifier"], || {
        own(admitted(), |twin| {
            credential::change(&twin.servicer, &twin.owner, terms())
        })
    }),
    case("copy_attestation", &["payer"], || {
        own(attested(), |twin| {
            let issuer = Issuer::plan(twin.name);
            credential::copy_attestation(&twin.patron, &issuer, &twin.owner)
        })
    }),
    with(
        case("copy_attestation", &["payer"], || {
            let mut twins = attested();
            twins.each(|world, twin| {
                let issuer = Issuer::plan(twin.name);
                let second = super::scenes::second(world, twin);
                for owner in [twin.owner, second] {
                    world.go(&[credential::copy_attestation(&twin.patron, &issuer, &owner)]);
                }
            });
            own(twins, |twin| {
                let issuer = Issuer::plan(twin.name);
                credential::copy_attestation(&twin.patron, &issuer, &twin.owner)
            })
        }),
        "again",
        &[],
    ),
    case("qualify_holder", &[], || {
        own(admitted(), |twin| {
            twin.deal.qualify_holder(0, &twin.servicer, &twin.owner)
        })
    }),
    case("register_protocol", &["authority", "payer"], || {
        let mut twins = registered();
        let new = twins.world.program_address("own pool");
        own(twins, move |twin| {
            twin.deal.register_protocol(&twin.patron, &new)
        })
    }),
    with(
        case("register_protocol", &["authority", "payer"], || {
            let mut twins = registered();
            twins.world.pass(8 * DAY);
            let there = twins.world.program_address("own vault");
            own(twins, move |twin| {
                twin.deal.register_protocol(&twin.patron, &there)
            })
        }),
        "again",
        &[],
    ),
    case("decide_protocol", &["decider"], || {
        let mut twins = registered();
        let there = twins.world.program_address("own vault").address;
        own(twins, move |twin| {
            twin.deal
                .decide_protocol(&twin.servicer, &there, ProtocolDecision::Veto)
        })
    }),
    with(
        case("qualify_holder", &[], || {
            let mut twins = registered();
            twins.world.pass(8 * DAY);
            let there = twins.world.program_address("own vault").address;
            own(twins, move |twin| twin.deal.qualify_protocol(0, &there))
        }),
        "of a protocol",
        &[],
    ),
];

fn terms() -> CredentialTerms {
    CredentialTerms {
        category: 1,
        jurisdiction: 756,
        expires_at: BEGIN + 365 * DAY,
        person: Pubkey::default(),
    }
}

/// The servicer of each deal qualifies, and has issued credentials to both owners; so has the patron, who does not.
fn admitted() -> Twins {
    let twins = Twins::shaped(Stage::Structured, |_| {}, name_the_servicer);
    let mut twins = recorded(twins);
    twins.each(|world, twin| {
        let second = super::scenes::second(world, twin);
        for qualifier in [twin.servicer, twin.patron] {
            for owner in [twin.owner, second] {
                world.go(&[credential::issue(&qualifier, &owner, terms())]);
            }
        }
    });
    twins
}

/// An issuer for each deal has attested both owners.
fn attested() -> Twins {
    let mut twins = recorded(Twins::at(Stage::Structured));
    twins.each(|world, twin| {
        let issuer = Issuer::plan(twin.name);
        issuer.publish(world, &[0, 1]);
        let second = super::scenes::second(world, twin);
        for owner in [twin.owner, second] {
            issuer.attest(world, &owner, &[1, 0xf4, 0x02], 0);
        }
    });
    twins
}

/// The servicer of each deal qualifies, and two vaults have registered themselves with each deal, with records.
fn registered() -> Twins {
    let open = |world: &mut World<Lite>, deal: &mut Deal, tiers: &mut Vec<TierTerms>| {
        name_the_servicer(world, deal, tiers);
        deal.protocols = Some(ProtocolTerms {
            days: 7,
            category: 3,
            jurisdiction: 756,
        });
    };
    let mut twins = recorded(Twins::shaped(Stage::Structured, |_| {}, open));
    twins.each(|world, twin| {
        let name = name_of(world, &twin.deal);
        for suffix in ["vault", "second vault"] {
            let vault = world.program_address(&format!("{name} {suffix}"));
            let welcome = twin.deal.welcome(0, &twin.patron, &vault.address);
            world.go(&[twin.deal.register_protocol(&twin.patron, &vault)]);
            world.go(&welcome);
        }
    });
    twins
}

/// What a deal is called while the world's money is its own.
fn name_of(world: &World<Lite>, deal: &Deal) -> &'static str {
    if deal.mint == world.mint && world.token_program == token::CLASSIC {
        "own"
    } else {
        "other"
    }
}

/// The servicer of each deal qualifies.
pub(super) fn name_the_servicer(world: &mut World<Lite>, deal: &mut Deal, _: &mut Vec<TierTerms>) {
    let name = name_of(world, deal);
    deal.qualifiers = vec![world.person(&format!("{name} servicer"))];
}

const fn rate_of(name: [u8; 32]) -> ReferenceRateArgs {
    ReferenceRateArgs {
        name,
        rate_ppm: 40_000,
        daily_ppm: 10_000,
        max_age_days: 366,
    }
}

/// The patron of each deal reports two reference rates, and the senior class follows one: within days of its first due
/// date.
fn fixable() -> Twins {
    let follow = |world: &mut World<Lite>, deal: &mut Deal, _: &mut Vec<TierTerms>| {
        let patron = world.person(&format!("{} patron", name_of(world, deal)));
        for name in ["SOFR 3M", "SOFR 6M"] {
            world.go(&[reference::create(&patron, rate_of(reference::name(name)))]);
        }
        deal.classes[0].terms = TrancheArgs {
            period_months: 3,
            first_due: BEGIN + 120 * DAY,
            floating: Some(FloatingTerms {
                reference: address::reference(&patron, &reference::name("SOFR 3M")),
                margin_ppm: 35_000,
                fixing_days: 5,
                ..FloatingTerms::default()
            }),
            ..deal::senior(0)
        };
    };
    let mut twins = Twins::shaped(Stage::Settled, |_| {}, follow);
    twins.world.engine.set_now(BEGIN + 117 * DAY);
    twins
}

/// The first quarter may be paid in kind.
fn electable() -> Twins {
    let toggle = |_: &mut World<Lite>, deal: &mut Deal, _: &mut Vec<TierTerms>| {
        deal.classes[0].terms = TrancheArgs {
            period_months: 3,
            first_due: BEGIN + 120 * DAY,
            pik: PikTerms {
                periods: 1,
                notice_days: 10,
                margin_ppm: 0,
            },
            ..deal::senior(0)
        };
    };
    Twins::shaped(Stage::Settled, |_| {}, toggle)
}

fn reported() -> Scene {
    let mut twins = Twins::at(Stage::Structured);
    twins.each(|world, twin| {
        for mint in [twin.other_mint.0, twin.deal.class(0).mint] {
            world.go(&[twin.deal.create_rate(&mint, furnished::DAILY_BPS)]);
        }
    });
    own(twins, |twin| {
        twin.deal.report_rate(&twin.other_mint.0, 1, 1)
    })
}
