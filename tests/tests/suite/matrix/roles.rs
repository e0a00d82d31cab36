//! The transfer of roles.

use super::scenes::{case, own, with};
use crate::refusals::twins::{Stage, TICKET, Twin, Twins};
use anchor_lang::prelude::Pubkey;
use securities::role::state::{KEY_DELAY, Role};
use securities_tests::matrix::Case;

const DESTINATION: Role = Role::Destination { place: 0 };

pub const CASES: &[Case] = &[
    case("propose_role", &["holder", "payer"], || {
        own(Twins::at(Stage::Structured), |twin| {
            let deal = &twin.deal;
            deal.propose_role((&deal.servicer, &twin.patron), Role::Servicer, &twin.owner)
        })
    }),
    with(
        case("accept_role", &["new_holder"], || {
            own(proposed(Role::Servicer), |twin| {
                twin.deal
                    .accept_role(Role::Servicer, &twin.owner, &twin.patron)
            })
        }),
        "as a key",
        &[],
    ),
    with(
        case("accept_role", &["new_holder"], || {
            let mut twins = proposed(DESTINATION);
            twins.world.pass(KEY_DELAY);
            own(twins, |twin| {
                let to = twin.deal.cash(&twin.owner);
                twin.deal
                    .accept_for(DESTINATION, (&twin.owner, &to), &twin.patron)
            })
        }),
        "for a token account",
        &[],
    ),
    case("cancel_role", &["caller"], || {
        own(proposed(Role::Servicer), |twin| {
            let deal = &twin.deal;
            deal.cancel_role(Role::Servicer, &deal.servicer, &twin.patron)
        })
    }),
    case("refuse_role", &["arbitrator"], || {
        own(proposed(Role::Sponsor), |twin| {
            twin.deal.refuse_role(Role::Sponsor, &twin.patron)
        })
    }),
];

/// The owner of each deal's ticket, or its account for money, is named for a role; and for one more of the other kind.
fn proposed(role: Role) -> Twins {
    let mut twins = Twins::at(Stage::Structured);
    twins.each(|world, twin| {
        world.give(&twin.owner, TICKET);
        for role in [role, Role::Reporter] {
            let (holder, to) = named(twin, role);
            world.go(&[twin.deal.propose_role((&holder, &twin.patron), role, &to)]);
        }
    });
    twins
}

/// Who holds a role, and who is named for it.
fn named(twin: &Twin, role: Role) -> (Pubkey, Pubkey) {
    let deal = &twin.deal;
    match role {
        Role::Servicer => (deal.servicer, twin.owner),
        Role::Reporter => (deal.reporter, twin.owner),
        DESTINATION => (deal.sponsor, deal.cash(&twin.owner)),
        _ => (deal.sponsor, twin.owner),
    }
}
