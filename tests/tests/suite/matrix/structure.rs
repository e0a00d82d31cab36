//! Securities and their structure, rates and credentials.

use super::scenes::{Scene, case, crowded, own, recorded, released, with};
use crate::refusals::{
    furnished,
    twins::{Stage, Twins},
};
use securities::{
    cash::waterfall::terms::TierTerms, credential::state::CredentialTerms,
    structure::set_structure::ClassTerms,
};
use securities_tests::{
    deal::{self, Deal},
    ix::credential,
    lite::Lite,
    matrix::Case,
    token,
    world::{BEGIN, DAY, World},
};

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
    case("qualify_holder", &[], || {
        own(admitted(), |twin| {
            twin.deal.qualify_holder(0, &twin.servicer, &twin.owner)
        })
    }),
];

fn terms() -> CredentialTerms {
    CredentialTerms {
        class: 1,
        jurisdiction: 756,
        expires_at: BEGIN + 365 * DAY,
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

/// The servicer of each deal qualifies.
pub(super) fn name_the_servicer(world: &mut World<Lite>, deal: &mut Deal, _: &mut Vec<TierTerms>) {
    let name = if deal.mint == world.mint && world.token_program == token::CLASSIC {
        "own"
    } else {
        "other"
    };
    deal.qualifiers = vec![world.person(&format!("{name} servicer"))];
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
