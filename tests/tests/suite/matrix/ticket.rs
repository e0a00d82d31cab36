//! Tickets, from the deposit to the settlement.

use super::{
    book::poll,
    scenes::{Scene, case, crowded, locked, own, recorded, with},
};
use crate::refusals::{
    furnished,
    twins::{Stage, TICKET, Twin, Twins},
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{book::state::AllocationRule, credential::state::CredentialTerms};
use securities_tests::{
    deal,
    engine::Engine,
    ix::credential,
    matrix::Case,
    world::{BEGIN, DAY},
};

pub const CASES: &[Case] = &[
    case("take_points", &[], || {
        let twins = Twins::shaped(
            Stage::Locked,
            |_| {},
            |world, deal, _| {
                let manager =
                    world.investor(&format!("manager {}", &deal.security.to_string()[..9]), 0);
                deal.classes[1].terms = deal::points(1, &manager);
            },
        );
        let mut twins = recorded(twins);
        twins.each(|world, twin| {
            let manager = twin.deal.class(1).terms.manager;
            let welcome = twin.deal.welcome(1, &twin.patron, &manager);
            world.go(&welcome);
        });
        own(twins, |twin| twin.deal.take_points(1))
    }),
    case("open_owner_total", &["payer"], || {
        own(crowded(furnished::opened()), |twin| {
            twin.deal
                .open_owner_total(twin.book(), &twin.patron, &twin.owner)
        })
    }),
    case("close_owner_total", &[], || {
        let mut twins = crowded(furnished::opened());
        twins.each(|world, twin| {
            world.go(&[twin
                .deal
                .open_owner_total(twin.book(), &twin.patron, &twin.owner)]);
        });
        own(twins, |twin| {
            twin.deal
                .close_owner_total(twin.book(), &twin.patron, &twin.owner)
        })
    }),
    with(
        case("deposit", &["owner", "payer"], || {
            own(crowded(Twins::at(Stage::Deposited)), |twin| {
                twin.deal
                    .deposit(twin.book(), (&twin.owner, &twin.patron), 9, TICKET, 1)
            })
        }),
        "of money",
        &[],
    ),
    with(
        case("deposit", &["owner", "payer"], || {
            own(crowded(furnished::deposited()), |twin| {
                let who = (&twin.owner, &twin.patron);
                twin.deal
                    .deposit_asset(twin.book(), who, 9, (1, TICKET / 2), 5)
            })
        }),
        "of an asset",
        &[],
    ),
    with(
        case("withdraw", &["owner"], || {
            own(crowded(Twins::at(Stage::Deposited)), |twin| {
                twin.deal
                    .withdraw(twin.book(), (&twin.owner, &twin.patron), 0, TICKET)
            })
        }),
        "of money",
        &[],
    ),
    with(
        case("withdraw", &["owner"], || {
            own(crowded(furnished::deposited()), |twin| {
                let who = (&twin.owner, &twin.patron);
                twin.deal.withdraw_asset(twin.book(), who, 0, (1, TICKET))
            })
        }),
        "of an asset",
        &[],
    ),
    case("set_refund_account", &["owner"], || {
        own(crowded(Twins::at(Stage::Deposited)), |twin| {
            twin.deal
                .set_refund_account(twin.book(), &twin.owner, 0, &twin.deal.destination)
        })
    }),
    case("uncommit", &["owner"], || {
        own(crowded(Twins::at(Stage::Deposited)), |twin| {
            twin.deal.uncommit(twin.book(), &twin.owner, 0)
        })
    }),
    case("commit", &["owner"], || {
        let mut twins = crowded(Twins::at(Stage::Deposited));
        twins.each(|world, twin| {
            world.go(&[twin.deal.uncommit(twin.book(), &twin.owner, 0)]);
        });
        own(twins, |twin| {
            twin.deal.commit(twin.book(), &twin.owner, 0, 1)
        })
    }),
    case("cast_vote", &["owner"], || {
        let mut twins = crowded(Twins::at(Stage::Deposited));
        twins.each(|world, twin| {
            world.go(&[twin.deal.open_poll(twin.book(), poll())]);
        });
        own(twins, |twin| {
            twin.deal.cast_vote(twin.book(), &twin.owner, 0, true)
        })
    }),
    case("approve_ticket", &["sponsor"], || {
        let twins = Twins::with(Stage::Deposited, |args| {
            args.allocation = AllocationRule::Discretionary;
        });
        own(crowded(twins), |twin| {
            twin.deal
                .approve_ticket(twin.book(), &twin.owner, 0, TICKET)
        })
    }),
    case("preview_ticket", &[], || {
        own(crowded(Twins::at(Stage::Deposited)), |twin| {
            twin.deal.preview_ticket(twin.book(), &twin.owner, 0)
        })
    }),
    case("move_up", &[], || {
        let mut twins = crowded(Twins::at(Stage::Deposited));
        twins.each(|world, twin| {
            let (deal, book) = (&twin.deal, twin.book());
            let who = (&twin.owner, &twin.patron);
            let second = super::scenes::second(world, twin);
            let gap = deal.withdraw(book, (&second, &second), 1, TICKET);
            world.go(&[deal.deposit(book, who, 2, TICKET, 1), gap]);
        });
        own(twins, |twin| twin.deal.move_up(twin.book(), &twin.owner, 2))
    }),
    with(
        case("settle_ticket", &[], || {
            own(locked(crowded(Twins::at(Stage::Deposited))), settle)
        }),
        "for shares",
        &[],
    ),
    with(
        case("settle_ticket", &[], || {
            own(locked(crowded(furnished::deposited())), settle)
        }),
        "with rewards of all kinds",
        &[
            "series",
            "warrant mint",
            "warrant account",
            "promote tranche",
            "promote holder",
            "promote mint",
            "promote account",
        ],
    ),
    with(
        case("refund_ticket", &[], || {
            let mut twins = Twins::with(Stage::Deposited, |args| args.minimum = 10 * TICKET);
            twins = crowded(twins);
            twins.world.engine.set_now(twins.own.book().args.deadline);
            own(twins, refund)
        }),
        "of a book that came to nothing",
        &[],
    ),
    with(
        case("refund_ticket", &[], uncommitted),
        "of a locked book with points",
        &[],
    ),
    case("qualify_ticket", &[], || {
        own(admitted(), |twin| {
            twin.deal
                .qualify_ticket(twin.book(), &twin.servicer, &twin.owner, 0)
        })
    }),
    with(
        case("disqualify_ticket", &[], || {
            let mut twins = admitted();
            twins.each(|world, twin| {
                let (deal, book) = (twin.deal.clone(), twin.book().clone());
                let second = super::scenes::second(world, twin);
                for (id, owner) in [(0, twin.owner), (1, second)] {
                    world.go(&[deal.qualify_ticket(&book, &twin.servicer, &owner, id)]);
                    world.go(&[credential::change(&twin.servicer, &owner, terms(0))]);
                }
            });
            own(twins, |twin| {
                twin.deal.disqualify_ticket(twin.book(), &twin.owner, 0)
            })
        }),
        "",
        &["revoked credential"],
    ),
    with(
        case("commit", &["owner"], || {
            let mut twins = admitted();
            twins.each(|world, twin| {
                world.go(&[twin.deal.uncommit(twin.book(), &twin.owner, 0)]);
            });
            own(twins, |twin| {
                let commit = twin.deal.commit(twin.book(), &twin.owner, 0, 1);
                credential::shown(commit, (&twin.deal.security, &twin.servicer), &twin.owner)
            })
        }),
        "of who qualifies",
        &[],
    ),
    with(
        case("deposit", &["owner", "payer"], || {
            own(admitted(), |twin| {
                let who = (&twin.owner, &twin.patron);
                let deposit = twin.deal.deposit(twin.book(), who, 9, TICKET, 1);
                credential::shown(deposit, (&twin.deal.security, &twin.servicer), &twin.owner)
            })
        }),
        "of who qualifies",
        &[],
    ),
];

fn settle(twin: &Twin) -> Instruction {
    twin.deal.settle_ticket(twin.book(), &twin.ticket())
}

fn refund(twin: &Twin) -> Instruction {
    twin.deal.refund_ticket(twin.book(), &twin.ticket())
}

/// The ticket is committed to nothing, so that nothing of it is accepted.
fn uncommitted() -> Scene {
    let mut twins = crowded(furnished::deposited());
    twins.each(|world, twin| {
        let (deal, book) = (&twin.deal, twin.book());
        let id = book.state(world).next_ticket;
        world.go(&[deal.deposit(book, (&twin.owner, &twin.patron), id, TICKET, 0)]);
        twin.remember(world, id);
    });
    own(locked(twins), refund)
}

fn terms(expires_at: i64) -> CredentialTerms {
    CredentialTerms {
        category: 1,
        jurisdiction: 756,
        expires_at,
        person: Pubkey::default(),
    }
}

/// The shares want a credential; the servicer of each deal has issued one to both owners, and so has the patron, who
/// does not qualify. Nobody's ticket is marked.
fn admitted() -> Twins {
    let twins = Twins::shaped(
        Stage::Deposited,
        |_| {},
        super::structure::name_the_servicer,
    );
    let mut twins = crowded_at(twins);
    twins.each(|world, twin| {
        let second = super::scenes::second(world, twin);
        world.give(&twin.owner, 4 * TICKET);
        for qualifier in [twin.servicer, twin.patron] {
            for owner in [twin.owner, second] {
                world.go(&[credential::issue(
                    &qualifier,
                    &owner,
                    terms(BEGIN + 365 * DAY),
                )]);
            }
        }
    });
    twins
}

/// Neighbours in the senior book alone.
fn crowded_at(mut twins: Twins) -> Twins {
    twins.each(|world, twin| {
        let (deal, book) = (twin.deal.clone(), twin.book().clone());
        let second = super::scenes::second(world, twin);
        twin.book_mut().bot = second;
        world.give(&second, 4 * TICKET);
        book.deposit(world, &deal, &second, TICKET);
    });
    super::scenes::recorded(twins)
}
