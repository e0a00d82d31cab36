//! A projection converts as the bytecode does, to the unit: what holders elect, and what a trigger does to the whole class.

use super::{EQUITY, NOTE, ONE, OWN, SENIOR, Scene, UNIT, at_a_discount, terms};
use crate::resolutions::consented::accounts;
use anchor_lang::prelude::Pubkey;
use securities::conversion::state::ConvertedBy;
use securities_projection::{
    Answer, ConversionAccount, Event, Payment, Request, Start, Step, StepReport, project,
};
use securities_tests::{
    engine::Engine,
    ix::conversion::Pair,
    lite::Lite,
    world::{DAY, World},
};

/// Where a projection of the scene starts now, with both conversions.
fn start(scene: &mut Scene<Lite>) -> Start {
    let mut start = accounts(&mut scene.world, &scene.deal);
    let Start::Accounts { conversions, .. } = &mut start else {
        panic!("accounts of a deal on the chain")
    };
    for number in [0, 1] {
        let address: Pubkey = scene.deal.conversion(&Pair { number, ..OWN });
        conversions.push(ConversionAccount {
            from: NOTE,
            into: EQUITY,
            data: data(&mut scene.world, &address),
        });
    }
    start
}

fn data(world: &mut World<Lite>, address: &Pubkey) -> Vec<u8> {
    world.engine.account(address).expect("an account").data
}

fn played(start: Start, steps: Vec<Step>) -> Vec<StepReport> {
    match project(&Request { start, steps }) {
        Answer::Reports(reports) => reports,
        Answer::Refused(error) => panic!("refused by {error}"),
    }
}

#[test]
fn a_projection_converts_to_the_unit() {
    let mut scene = Scene::<Lite>::new(&[
        terms(ConvertedBy::Holders, at_a_discount(true)),
        terms(ConvertedBy::Trigger { place: 0 }, at_a_discount(false)),
    ]);
    let (from, cid) = (start(&mut scene), scene.cid);
    let mut steps = Vec::new();
    let mut step = |scene: &mut Scene<Lite>, event| {
        let at = scene.world.engine.now();
        steps.push(Step { at, event });
    };
    let pay = |amount| {
        Event::Pay(Payment {
            amount,
            principal: 0,
            recovery: false,
            clawback: None,
        })
    };
    scene.world.pass(50 * DAY);
    scene.pays(20 * ONE);
    step(&mut scene, pay(20 * ONE));
    scene.world.pass(3 * DAY);
    let elects = scene.converts(&cid, Some(777 * UNIT));
    scene.goes(elects);
    let shares = 777 * UNIT;
    let conversion = 0;
    step(&mut scene, Event::ConvertShares { conversion, shares });
    let value = 5_000 * ONE;
    let falls = scene
        .deal
        .report_pool_with(Some(scene.deal.arbitrator), value);
    scene.world.go(&[falls, scene.deal.check_triggers()]);
    step(&mut scene, Event::Report { value });
    step(&mut scene, Event::Look);
    let conversion = 1;
    // Too early, which changes nothing.
    scene.world.pass(5 * DAY - 1);
    step(&mut scene, Event::ConvertClass { conversion });
    scene.world.pass(1);
    let whole = Pair { number: 1, ..OWN };
    let converts = scene.deal.convert_class(&whole);
    scene.goes(converts);
    step(&mut scene, Event::ConvertClass { conversion });
    scene.world.pass(30 * DAY);
    scene.world.go(&[scene.deal.check_triggers()]);
    scene.pays(9_000 * ONE);
    step(&mut scene, pay(9_000 * ONE));

    let reports = played(from, steps);
    let refused: Vec<_> = reports.iter().map(|report| report.error).collect();
    assert_eq!(refused, [0, 0, 0, 0, 8304, 0, 0], "TriggerHolds once");
    let became = reports[5].became.expect("the class became equity");
    let held = scene.tranche(EQUITY).shares;
    assert_eq!((became.from, became.into), (NOTE, EQUITY));
    assert_eq!(became.given, 3_000 * UNIT - shares);
    let ends = &reports.last().expect("a step").classes;
    for rank in [SENIOR, NOTE, EQUITY] {
        let (own, there) = (scene.tranche(rank), &ends[usize::from(rank)]);
        let payout = own.payouts()[0];
        let funded = u128::from(payout.payable) + u128::from(payout.paid);
        assert_eq!(
            (own.shares, own.principal().unwrap_or(0), own.loss, funded),
            (there.shares, there.outstanding, there.loss, there.funded),
            "class {rank}"
        );
    }
    assert_eq!(ends[usize::from(EQUITY)].shares, held);
}
