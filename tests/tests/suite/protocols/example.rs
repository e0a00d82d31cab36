//! The example of `docs/for-integrators.md` registers its safes by a call of its own.

use super::{RANK, Scene};
use crate::payouts::{STAKE, distribute};
use securities::credential::protocol::{Protocol, ProtocolDecision};
use securities_tests::{
    address, audit, read,
    safes::{SafeOf, Safes},
    token,
    world::DAY,
};

#[test]
fn a_programs_safe_registers_receives_and_collects_also_while_it_is_suspended() {
    let mut scene = Scene::<Safes>::new();
    let (ann, deal) = (scene.ann, scene.deal.clone());
    let safe = SafeOf::plan(&deal, RANK, &ann);
    let mint = deal.class(RANK).mint;
    scene.world.go(&[
        safe.open(&deal),
        token::create_associated(&ann, &safe.safe, &mint, &token::TOKEN_2022),
    ]);
    let send = deal.transfer_shares(RANK, &ann, &safe.safe, STAKE / 2);
    let take = deal.qualify_protocol(RANK, &safe.safe);
    // Anybody may have it register, and pays the rent.
    let bob = scene.world.person("bob");
    scene.world.go(&[safe.register(&deal, &bob)]);
    let at = address::protocol(&deal.security, &safe.safe);
    let found: Protocol = read::state(&mut scene.world.engine, &at);
    assert_eq!((found.program, found.address), (share_safe::ID, safe.safe));
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&take)),
        "ProtocolNotValid"
    );
    scene.world.pass(7 * DAY);
    scene.world.go(&[take.clone(), send.clone()]);

    let qualifier = scene.qualifier;
    let suspend = deal.decide_protocol(&qualifier, &safe.safe, ProtocolDecision::Suspend);
    scene.world.go(&[suspend, take]);
    assert_eq!(scene.world.refused(&[send]), "NotQualified");
    distribute(&mut scene.world, &deal, 0, 2_000_000);
    scene.world.go(&[safe.collect_by(&deal, &ann)]);
    assert_eq!(scene.world.wealth(&ann), 1_000_000);
    scene.world.go(&[safe.give_back_by(&deal, &ann, STAKE / 2)]);
    assert_eq!(
        scene.world.balance(&deal.share_account(RANK, &ann)),
        STAKE,
        "what it holds it gives back"
    );
    audit::check(&mut scene.world);
}
