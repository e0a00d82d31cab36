//! Rules of transfers.

use super::{
    scenes::{case, crowded, own, recorded, second, settled, with},
    structure::name_the_servicer,
};
use crate::refusals::twins::{Stage, Twins};
use anchor_lang::prelude::Pubkey;
use securities::{
    credential::state::CredentialTerms,
    tranche::rules::{Retention, TransferRulesTerms},
};
use securities_tests::{
    engine::Engine,
    ix::credential,
    matrix::Case,
    offering::Offering,
    world::{BEGIN, DAY},
};

/// Both deals retain a share of the junior class for their owner.
fn retained(mut twins: Twins) -> Twins {
    twins.each(|world, twin| {
        let rules = TransferRulesTerms {
            retained: Some(Retention {
                owner: twin.owner,
                shares: 1,
            }),
            ..TransferRulesTerms::default()
        };
        world.go(&[twin.deal.set_transfer_rules(1, rules)]);
    });
    twins
}

pub const CASES: &[Case] = &[
    case("set_transfer_rules", &["sponsor"], || {
        own(retained(Twins::at(Stage::Structured)), |twin| {
            twin.deal
                .set_transfer_rules(1, TransferRulesTerms::default())
        })
    }),
    case("check_transfer", &[], || {
        let mut twins = settled(crowded(Twins::at(Stage::Deposited)));
        let to = second(&mut twins.world, &twins.own);
        own(twins, move |twin| {
            twin.deal.check_transfer(0, &twin.owner, &to, 7)
        })
    }),
    case("allot_shares", &["owner", "payer"], || {
        let mut twins = Twins::at(Stage::Structured);
        twins.each(|world, twin| {
            let rules = TransferRulesTerms {
                max_shares: 9 * crate::payouts::STAKE,
                ..TransferRulesTerms::default()
            };
            for rank in [0, 1] {
                world.go(&[twin.deal.set_transfer_rules(rank, rules.clone())]);
            }
            let line = if twin.name == "own" { "own" } else { "other" };
            let book = Offering::standard(world, &twin.deal, 1, &format!("{line} junior line"));
            let stake = crate::payouts::STAKE;
            world.give(&twin.owner, stake);
            book.sell(world, &twin.deal, &[(twin.owner, stake)]);
        });
        let mut twins = recorded(twins);
        twins.each(|world, twin| {
            let second = second(world, twin);
            for rank in [0, 1] {
                for owner in [twin.owner, second] {
                    let whole = 2 * crate::payouts::STAKE;
                    world.go(&[twin.deal.allot_shares(
                        rank,
                        (&owner, &owner),
                        &twin.patron,
                        whole,
                    )]);
                }
            }
        });
        own(twins, |twin| {
            let whole = 3 * crate::payouts::STAKE;
            twin.deal
                .allot_shares(0, (&twin.owner, &twin.owner), &twin.patron, whole)
        })
    }),
    case("free_place", &[], || {
        own(abandoned(), |twin| {
            let owner = (&twin.owner, &twin.owner);
            twin.deal.free_place(0, owner, &twin.servicer, &twin.patron)
        })
    }),
    with(
        case("release_retention", &[], || {
            // The junior class alone is sold, and the debt can be sold no more.
            let mut twins = recorded(retained(Twins::at(Stage::Structured)));
            twins.each(|world, twin| {
                let line = if twin.name == "own" { "own" } else { "other" };
                let junior =
                    Offering::standard(world, &twin.deal, 1, &format!("{line} junior line"));
                let stake = crate::payouts::STAKE;
                world.give(&twin.owner, stake);
                junior.sell(world, &twin.deal, &[(twin.owner, stake)]);
            });
            let maturity = twins.own.deal.class(0).terms.maturity;
            twins.world.engine.set_now(maturity + 2 * DAY);
            own(twins, |twin| twin.deal.release_retention(1))
        }),
        "",
        &["senior tranche", "junior tranche"],
    ),
];

/// The shares of both classes want a credential, and count their holders. Both owners have places in both, no shares of the
/// senior one, and credentials that are over.
fn abandoned() -> Twins {
    let mut twins = Twins::shaped(Stage::Structured, |_| {}, name_the_servicer);
    twins.each(|world, twin| {
        let rules = TransferRulesTerms {
            max_holders: 9,
            ..TransferRulesTerms::default()
        };
        for rank in [0, 1] {
            world.go(&[twin.deal.set_transfer_rules(rank, rules.clone())]);
        }
        let (stake, qualifier) = (crate::payouts::STAKE, twin.servicer);
        world.give(&twin.owner, stake);
        let line = if twin.name == "own" { "own" } else { "other" };
        let book = Offering::standard(world, &twin.deal, 1, &format!("{line} junior line"));
        book.deposit(world, &twin.deal, &twin.owner, stake);
        let second = second(world, twin);
        for by in [qualifier, twin.patron] {
            for owner in [twin.owner, second] {
                let until = BEGIN + 365 * DAY;
                world.go(&[credential::issue(&by, &owner, terms(until))]);
            }
        }
        world.go(&[twin.deal.qualify_ticket(&book, &qualifier, &twin.owner, 0)]);
        book.lock(world, &twin.deal);
    });
    let mut twins = recorded(twins);
    twins.each(|world, twin| {
        let second = second(world, twin);
        for rank in [0, 1] {
            for owner in [twin.owner, second] {
                world.go(&[
                    twin.deal.qualify_holder(rank, &twin.servicer, &owner),
                    twin.deal
                        .allot_shares(rank, (&owner, &owner), &twin.patron, 5),
                ]);
            }
        }
    });
    twins.world.engine.set_now(BEGIN + 365 * DAY);
    twins
}

const fn terms(expires_at: i64) -> CredentialTerms {
    CredentialTerms {
        category: 1,
        jurisdiction: 756,
        expires_at,
        person: Pubkey::new_from_array([0; 32]),
    }
}
