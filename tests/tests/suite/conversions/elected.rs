//! Conversions that holders elect.

use super::{EQUITY, NOTE, NOTES, ONE, SHARE, Scene, UNIT, at_a_discount, note, terms};
use crate::on_both_engines;
use securities::{
    cash::waterfall::state::Waterfall,
    conversion::state::{ConversionRule, ConversionTerms, ConvertedBy},
    structure::create_tranche::TrancheArgs,
    tranche::state::TrancheKind,
};
use securities_tests::{
    engine::Engine,
    read,
    world::{DAY, World},
};

on_both_engines! {
    /// Principal of 1,000.00 buys at 0.80 what is sold at 1.00, and the interest on it is forfeited.
    a_holder_converts_a_part_of_its_notes_at_a_discount => part;
    interest_is_converted_where_the_terms_say_so => with_interest;
    what_the_record_is_owed_stays_owed_to_it => owed;
    the_last_holder_leaves_nothing_behind => last;
    equity_with_a_par_converts_by_a_ratio => preferred;
}

fn elected(rule: ConversionRule) -> ConversionTerms {
    terms(ConvertedBy::Holders, rule)
}

pub fn part<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&[elected(at_a_discount(false))]);
    let waterfall: Waterfall = read::state(&mut scene.world.engine, &scene.deal.waterfall);
    assert_eq!(
        waterfall.structure_version, 2,
        "it is part of what is offered"
    );
    assert_eq!(scene.conversion().approved, 1);
    scene.world.go(&[scene.deal.check_triggers()]);
    let before = scene.tranche(NOTE);
    assert!(before.interest_due > 0, "days have passed");
    let (cid, set_aside) = (scene.cid, scene.conversion().left);

    let converts = scene.converts(&cid, Some(1_000 * UNIT));
    scene.goes(converts);

    let received = 1_250 * SHARE;
    assert_eq!(scene.holder(NOTE, &cid).shares, 1_000 * UNIT);
    assert_eq!(
        scene.tokens(NOTE, &cid),
        1_000 * UNIT,
        "the others are burnt"
    );
    assert_eq!(scene.holder(EQUITY, &cid).shares, received);
    assert_eq!(scene.tokens(EQUITY, &cid), received);
    assert_eq!(scene.conversion().left, set_aside - received);
    let after = scene.tranche(NOTE);
    assert_eq!(after.shares, 2_000 * UNIT);
    assert_eq!(after.principal().expect("it adds up"), 2_000 * ONE);
    assert_eq!(
        (after.principal_repaid, after.loss),
        (0, 0),
        "neither repaid nor lost"
    );
    assert_eq!(after.conversions.principal, 1_000 * ONE);
    assert_eq!(after.interest_due, (before.interest_due * 2).div_ceil(3));
    let equity = scene.tranche(EQUITY);
    assert_eq!(equity.shares, 7_000 * SHARE + received);
    assert_eq!(
        equity.invested,
        8_000 * ONE,
        "what it raised, and the principal"
    );
    scene.world
}

fn with_interest<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&[elected(at_a_discount(true))]);
    scene.world.pass(40 * DAY);
    scene.world.go(&[scene.deal.check_triggers()]);
    let before = scene.tranche(NOTE);
    let cid = scene.cid;
    let converts = scene.converts(&cid, None);
    scene.goes(converts);
    let interest = (before.interest_due + before.arrears) * 2 / 3;
    let owed = 2_000 * ONE + interest;
    assert_eq!(scene.holder(EQUITY, &cid).shares, owed * SHARE / 800_000);
    assert_eq!(scene.tranche(EQUITY).invested, 7_000 * ONE + owed);
    scene.world
}

fn owed<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&[elected(at_a_discount(false))]);
    scene.pays(200 * ONE);
    scene.world.pass(DAY);
    let cid = scene.cid;
    let converts = scene.converts(&cid, None);
    scene.goes(converts);
    let record = scene.holder(NOTE, &cid);
    let owed = record.earned(0).expect("a vault").owed;
    assert_eq!(record.shares, 0);
    assert!(owed > 0, "interest was paid before");
    // Its account for money is there, since it has bought.
    let pays = scene.deal.pay_holders(NOTE, &[cid]);
    scene.goes(pays);
    assert_eq!(
        scene.holder(NOTE, &cid).earned(0).expect("a vault").paid,
        owed
    );
    scene.world
}

fn last<E: Engine>() -> World<E> {
    let smoothed = TrancheArgs {
        smoothing_days: 20,
        ..note()
    };
    let mut scene = Scene::<E>::with(&[elected(at_a_discount(false))], &smoothed);
    scene.pays(200 * ONE);
    scene.world.pass(DAY);
    let (cid, eve) = (scene.cid, scene.eve);
    let converts = scene.converts(&cid, None);
    scene.goes(converts);
    assert!(
        scene.tranche(NOTE).payouts[0].streaming > 0,
        "it still streams"
    );
    let converts = scene.converts(&eve, None);
    scene.goes(converts);
    let note = scene.tranche(NOTE);
    assert_eq!(note.shares, 0);
    assert_eq!(note.principal().expect("it adds up"), 0);
    assert_eq!((note.interest_due, note.arrears), (0, 0));
    assert_eq!(note.payouts[0].streaming, 0, "the last one has it");
    let owed = scene.holder(NOTE, &cid).earned(0).expect("a vault").owed
        + scene.holder(NOTE, &eve).earned(0).expect("a vault").owed;
    assert!(note.payouts[0].payable - owed < 2, "but for fractions");
    let later = scene.converts(&eve, None);
    assert_eq!(scene.refused(later), "NothingToConvert");
    scene.world
}

fn preferred<E: Engine>() -> World<E> {
    let preferred = TrancheArgs {
        kind: TrancheKind::Equity,
        rate_ppm: 0,
        maturity: 0,
        period_months: 0,
        ..note()
    };
    // Three shares of 6 decimals for two of 3.
    let rule = ConversionRule::Ratio { to: 3_000, from: 2 };
    let args = ConversionTerms {
        shares: NOTES * 1_500,
        ..elected(rule)
    };
    let mut scene = Scene::<E>::with(&[args], &preferred);
    let cid = scene.cid;
    let converts = scene.converts(&cid, Some(777));
    scene.goes(converts);
    assert_eq!(scene.holder(EQUITY, &cid).shares, 777 * 1_500);
    let after = scene.tranche(NOTE);
    assert_eq!(
        after.principal().expect("it adds up"),
        3_000 * ONE - 777_000
    );
    assert_eq!(scene.tranche(EQUITY).invested, 7_000 * ONE + 777_000);
    scene.world
}
