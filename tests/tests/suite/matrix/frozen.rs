//! The frozen form: thaws and freezes, as token-acl carries them out.

use super::scenes::{Scene, case, crowded, own, second, settled, with};
use crate::refusals::twins::{Stage, Twins};
use securities::tranche::state::Tranche;
use securities_tests::{
    address, deal,
    engine::Engine,
    lite::Lite,
    matrix::Case,
    read, token_acl,
    world::{DAY, World},
};

/// What a permissionless thaw or freeze takes, by the gate's names for it.
const ASKED: &[&str] = &[
    "caller",
    "mint",
    "token_account",
    "flag",
    "owner",
    "mint_config",
    "token_program",
    "system_program",
    "this program",
    "extra_accounts",
    "tranche",
    "holder",
    "security",
    "event_authority",
    "program",
];

/// Two deals whose senior class is in the frozen form, until its tickets are about to be settled.
pub fn sold(stage: Stage) -> Twins {
    Twins::shaped(
        stage,
        |_| {},
        |world, deal, _| {
            token_acl::load(world);
            deal.frozen = vec![0];
        },
    )
}

/// In a window, of which both deals have thawed the account of the first owner, or none yet.
fn traded(thaws: bool) -> Twins {
    let mut twins = settled(crowded(sold(Stage::Deposited)));
    let now = twins.world.engine.now();
    twins.each(|world, twin| {
        let open = |world: &mut World<Lite>, tranche| {
            read::edit::<Tranche>(&mut world.engine, &tranche, |tranche| {
                tranche.rules.open_until = now + 10 * DAY;
            });
        };
        open(world, twin.deal.class(0).tranche);
        let second = second(world, twin);
        for owner in [twin.owner, second] {
            let account = twin.deal.share_account(0, &owner);
            if thaws {
                world.go(&[twin.deal.thaw(0, &twin.patron, &owner, &account)]);
            }
        }
    });
    twins
}

fn asked(thaws: bool) -> Scene {
    own(traded(!thaws), move |twin| {
        let (owner, deal) = (twin.owner, &twin.deal);
        let account = deal.share_account(0, &owner);
        if thaws {
            deal.thaw(0, &twin.patron, &owner, &account)
        } else {
            deal.freeze(0, &owner, &owner, &account)
        }
    })
}

pub const CASES: &[Case] = &[
    case("create_frozen_tranche", &["sponsor"], || {
        let twins = Twins::shaped(Stage::Created, |_| {}, |world, _, _| token_acl::load(world));
        own(twins, |twin| {
            twin.deal.create_frozen_tranche(deal::senior(0))
        })
    }),
    Case {
        roles: Some(ASKED),
        ..case("can_thaw_permissionless", &["caller"], || asked(true))
    },
    Case {
        roles: Some(ASKED),
        ..case("can_freeze_permissionless", &["caller"], || asked(false))
    },
    case("freeze_shares", &["caller"], || {
        own(traded(true), |twin| {
            let account = twin.deal.share_account(0, &twin.owner);
            twin.deal
                .freeze_shares(0, &twin.owner, &twin.owner, &account)
        })
    }),
    case("check_thaw", &[], || {
        own(traded(false), |twin| {
            let account = twin.deal.share_account(0, &twin.owner);
            twin.deal.check_thaw(0, &twin.owner, &account)
        })
    }),
    with(
        case("settle_ticket", &[], || {
            let twins = super::scenes::locked(crowded(sold(Stage::Deposited)));
            own(twins, |twin| {
                twin.deal.settle_ticket(twin.book(), &twin.ticket())
            })
        }),
        "in the frozen form",
        &["mint_config", "token-acl"],
    ),
];

/// The addresses are those that token-acl derives.
#[test]
fn the_flag_and_the_configuration_are_token_acls() {
    let twins = traded(false);
    let mint = twins.own.deal.class(0).mint;
    let account = twins.own.deal.share_account(0, &twins.own.owner);
    let mut world = twins.world;
    let config = world.engine.account(&address::mint_config(&mint));
    assert_eq!(config.expect("it is there").data[4..36], mint.to_bytes());
    let flag = address::flag(&account);
    assert!(world.engine.account(&flag).is_none(), "only during a call");
}
