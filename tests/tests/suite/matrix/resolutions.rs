//! Resolutions.

use super::scenes::{case, own, recorded, second, with};
use crate::refusals::twins::{Stage, Twin, Twins};
use securities::{
    resolution::{proposal::Proposal, state::Proposer},
    role::state::Role,
};
use securities_tests::{
    engine::Engine,
    ix::resolution::{args, governance},
    matrix::Case,
    offering::Offering,
    read,
    world::DAY,
};

/// Rank of the class that decides.
pub(super) const RANK: u8 = 1;
const EXTRA: &[&str] = &[
    "senior tranche",
    "junior tranche",
    "sponsor's senior record",
    "sponsor's junior record",
];

/// Both deals have holders who decide, two in the junior class.
pub(super) fn begun() -> Twins {
    let mut twins = Twins::at(Stage::Structured);
    twins.each(|world, twin| {
        world.go(&[twin.deal.set_governance(governance())]);
        let line = if twin.name == "own" { "own" } else { "other" };
        let book = Offering::standard(world, &twin.deal, RANK, &format!("{line} junior line"));
        let stake = crate::payouts::STAKE;
        let second = second(world, twin);
        for owner in [twin.owner, second] {
            world.give(&owner, stake);
        }
        book.sell(world, &twin.deal, &[(twin.owner, stake), (second, stake)]);
    });
    recorded(twins)
}

fn advice() -> Proposal {
    Proposal::Advisory { classes: 0b10 }
}

/// Two resolutions of each deal are voted on: the sponsor's and the second holder's.
fn open(proposal: fn(&Twin) -> Proposal) -> Twins {
    let mut twins = begun();
    twins.each(|world, twin| {
        let (sponsor, patron) = (twin.deal.sponsor, twin.patron);
        let first = args(Proposer::Sponsor, proposal(twin));
        let other = args(Proposer::Holder { rank: RANK }, advice());
        let second = second(world, twin);
        world.go(&[twin.deal.propose_resolution(0, (&sponsor, &patron), first)]);
        world.go(&[twin.deal.propose_resolution(1, (&second, &patron), other)]);
    });
    let opens = twins.world.engine.now() + 3 * DAY;
    twins.world.engine.set_now(opens);
    twins
}

/// Everybody has voted on both.
fn voted(proposal: fn(&Twin) -> Proposal) -> Twins {
    let mut twins = open(proposal);
    twins.each(|world, twin| {
        let second = second(world, twin);
        for (number, owner) in [(0, twin.owner), (0, second), (1, twin.owner), (1, second)] {
            let casts = twin
                .deal
                .cast_ballot((number, RANK), (&owner, &twin.patron), true);
            world.go(&[casts]);
        }
    });
    twins
}

/// The timelock of the first is over.
fn consented(proposal: fn(&Twin) -> Proposal) -> Twins {
    let mut twins = voted(proposal);
    let address = twins.own.deal.resolution(0);
    let resolution: securities::resolution::state::Resolution =
        read::state(&mut twins.world.engine, &address);
    twins.world.engine.set_now(resolution.executable_from);
    twins
}

fn advises(_: &Twin) -> Proposal {
    advice()
}

fn authorises(twin: &Twin) -> Proposal {
    Proposal::Authorised {
        rank: RANK,
        shares: twin.deal.class(RANK).terms.authorised + 1,
    }
}

fn appoints(twin: &Twin) -> Proposal {
    Proposal::Role {
        role: Role::Servicer,
        to: twin.owner,
    }
}

pub const CASES: &[Case] = &[
    case("set_governance", &["sponsor"], || {
        let mut twins = Twins::at(Stage::Structured);
        twins.each(|world, twin| {
            world.go(&[twin.deal.set_governance(governance())]);
        });
        own(twins, |twin| twin.deal.set_governance(governance()))
    }),
    with(
        case("propose_resolution", &["proposer", "payer"], || {
            own(begun(), |twin| {
                let args = args(Proposer::Sponsor, advice());
                twin.deal
                    .propose_resolution(0, (&twin.deal.sponsor, &twin.patron), args)
            })
        }),
        "as the sponsor",
        EXTRA,
    ),
    with(
        case("propose_resolution", &["proposer", "payer"], || {
            own(begun(), |twin| {
                let args = args(Proposer::Holder { rank: RANK }, authorises(twin));
                twin.deal
                    .propose_resolution(0, (&twin.owner, &twin.patron), args)
            })
        }),
        "as a holder",
        EXTRA,
    ),
    case("cast_ballot", &["owner", "payer"], || {
        own(voted(appoints), |twin| {
            twin.deal
                .cast_ballot((0, RANK), (&twin.owner, &twin.patron), false)
        })
    }),
    case("withdraw_ballot", &["owner"], || {
        own(voted(advises), |twin| {
            twin.deal
                .withdraw_ballot((0, RANK), (&twin.owner, &twin.patron))
        })
    }),
    case("close_ballot", &[], || {
        own(consented(advises), |twin| {
            twin.deal
                .close_ballot((0, RANK), (&twin.owner, &twin.patron))
        })
    }),
    case("stop_resolution", &["authority"], || {
        own(open(advises), |twin| {
            twin.deal.stop_resolution(0, &twin.deal.sponsor)
        })
    }),
    with(
        case("execute_resolution", &[], || {
            own(consented(authorises), |twin| {
                twin.deal.execute_resolution(0, Some(RANK), None)
            })
        }),
        "of a class",
        &[],
    ),
    with(
        case("execute_resolution", &["new_holder"], || {
            own(consented(appoints), |twin| {
                twin.deal.execute_resolution(0, None, Some(twin.owner))
            })
        }),
        "of a role",
        &[],
    ),
    case("close_resolution", &[], || {
        let mut twins = consented(advises);
        twins.each(|world, twin| {
            world.go(&[twin.deal.execute_resolution(0, None, None)]);
        });
        own(twins, |twin| twin.deal.close_resolution(0, &twin.patron))
    }),
];
