//! What a record sends in a day.

use super::{RANK, Scene};
use crate::payouts::STAKE;
use securities::tranche::rules::TransferRulesTerms;
use securities_tests::{audit, engine::Engine, lite::Lite, token, world::DAY};

fn limited(daily_shares: u64) -> Scene<Lite> {
    Scene::new(TransferRulesTerms {
        daily_shares,
        ..TransferRulesTerms::default()
    })
}

#[test]
fn a_record_sends_exactly_the_limit_and_again_from_midnight_on() {
    let mut scene = limited(100);
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    let day = scene.today() + 1;
    scene.go_to(day, 5);
    assert_eq!(scene.refuses(&ann, &cid, 101), "DailyLimit");
    scene.moves(&ann, &cid, 60);
    assert_eq!(scene.refuses(&ann, &bob, 41), "DailyLimit", "to anybody");
    scene.moves(&ann, &bob, 40);
    assert_eq!(scene.record(&ann).sent, 100);
    assert_eq!(u64::from(scene.record(&ann).sent_day), day);
    assert_eq!(scene.refuses(&ann, &cid, 1), "DailyLimit");
    scene.moves(&ann, &cid, 0);
    // Each record has a limit of its own, and receiving counts for nothing.
    scene.moves(&bob, &ann, 100);
    assert_eq!(scene.refuses(&ann, &cid, 1), "DailyLimit");
    scene.go_to(day, DAY - 1);
    assert_eq!(scene.refuses(&ann, &cid, 1), "DailyLimit");
    scene.go_to(day + 1, 0);
    assert_eq!(scene.refuses(&ann, &cid, 101), "DailyLimit");
    scene.moves(&ann, &cid, 100);
    audit::check(&mut scene.world);
}

/// Nothing moves between records, so nothing is sent.
#[test]
fn transfers_between_accounts_of_ones_own_count_for_nothing() {
    let mut scene = limited(100);
    let (ann, cid) = (scene.ann, scene.cid);
    let mint = scene.deal.class(RANK).mint;
    let second = scene.world.own_key("second account");
    let rent = scene.world.engine.rent(1_000);
    let open = token::create_share_account(&scene.world.payer, &second, rent, &mint, &ann);
    scene.world.go(&open);
    let to_second = token::transfer_shares(
        &scene.deal.class(RANK).tranche,
        (&scene.deal.share_account(RANK, &ann), &ann),
        (&second, &ann),
        STAKE,
        scene.deal.class(RANK).terms.decimals,
    );
    scene.world.go(&[
        scene.deal.check_transfer(RANK, &ann, &ann, STAKE),
        to_second,
    ]);
    assert_eq!(scene.record(&ann).sent, 0);
    // What it then sends from either account is counted in the one record.
    let from_second = token::transfer_shares(
        &scene.deal.class(RANK).tranche,
        (&second, &ann),
        (&scene.deal.share_account(RANK, &cid), &cid),
        100,
        scene.deal.class(RANK).terms.decimals,
    );
    scene.world.go(std::slice::from_ref(&from_second));
    scene.world.pass(1);
    assert_eq!(scene.world.refused(&[from_second]), "DailyLimit");
    audit::check(&mut scene.world);
}

/// A record that is closed and opened again would begin the day anew.
#[test]
fn a_record_that_has_sent_today_is_closed_tomorrow() {
    let mut scene = limited(STAKE);
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    let payer = scene.world.payer;
    let day = scene.today() + 1;
    scene.go_to(day, 0);
    scene.moves(&ann, &cid, STAKE);
    let close = scene.deal.close_holder(RANK, &ann, &payer);
    assert_eq!(
        scene.world.refused(std::slice::from_ref(&close)),
        "HolderInUse"
    );
    scene.moves(&bob, &ann, 5);
    assert_eq!(scene.refuses(&ann, &cid, 1), "DailyLimit");
    scene.go_to(day + 1, 0);
    scene.moves(&ann, &cid, 5);
    scene.go_to(day + 2, 0);
    scene.world.go(&[close]);
    audit::check(&mut scene.world);
}
