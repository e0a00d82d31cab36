//! What keeps a deal from ending, and its accounts from closing.

use super::{ONE, SOLD, Scene};
use crate::{on_both_engines, resolutions};
use securities::{resolution::proposal::Proposal, security::state::Status};
use securities_tests::{
    deal,
    engine::Engine,
    lite::Lite,
    offering::Offering,
    winding,
    world::{DAY, World},
};

on_both_engines! {
    a_stranger_ends_no_programme_that_is_repaid_for_a_day => stranger;
    a_book_that_is_open_keeps_a_deal_from_ending_and_anyone_fails_it => open_book;
    a_locked_book_whose_tickets_are_not_settled_keeps_a_deal_from_ending => unsettled;
    a_record_that_is_owed_a_unit_keeps_its_account => owed;
    an_announced_loss_is_recorded_before_the_end => announced;
    a_stream_goes_on_after_the_end_and_reaches_its_class => streaming;
    accounts_of_other_deals_stay => others;
    nothing_closes_before_its_turn => turns;
}

fn stranger<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(vec![deal::senior(0)]);
    scene.draws(SOLD);
    scene.repays(0);
    let stranger = scene.world.person("stranger");
    let begin = scene.deal.begin_wind_down(&stranger);
    assert_eq!(scene.refused(begin), "NotSponsor");
    let mut nobody = scene.deal.begin_wind_down(&stranger);
    nobody.accounts[0].pubkey = securities::ID;
    nobody.accounts[0].is_signer = false;
    assert_eq!(scene.refused(nobody), "NotSponsor");
    let end = scene.deal.end_wind_down();
    assert_eq!(scene.refused(end), "NotWinding");
    scene.world
}

fn open_book<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(vec![deal::senior(0), deal::junior(1)]);
    scene.draws(2 * SOLD);
    scene.close_books();
    scene.repays(0);
    let deal = scene.deal.clone();
    let mut late = Offering::plan(&mut scene.world, &deal, 1, 1, "late line");
    (late.args.price, late.args.price_min) = (ONE, ONE);
    late.open(&mut scene.world, &deal, 16);
    let zoe = scene.world.investor("zoe", SOLD);
    late.deposit(&mut scene.world, &deal, &zoe, SOLD);
    assert_eq!(
        scene.refused(deal.fail_book(&late, None)),
        "WrongGroup",
        "it is in none, and stands"
    );
    scene.resolves();
    assert_eq!(
        scene.refused(deal.lock_book(&late, &deal.sponsor)),
        "Winding"
    );
    scene.world.pass(30 * DAY);
    assert_eq!(scene.refused(deal.end_wind_down()), "BooksStand");
    scene.world.go(&[deal.fail_book(&late, None)]);
    late.refund(&mut scene.world, &deal, 0);
    assert_eq!(scene.world.wealth(&zoe), SOLD, "all of it");
    scene.world.go(&[deal.close_book(&late)]);
    scene.ends();
    scene.closes();
    scene.world
}

/// What a later book sells: too little to stop the resolution.
const MORE: u64 = 100 * ONE;

fn unsettled<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(vec![deal::senior(0), deal::junior(1)]);
    scene.draws(2 * SOLD);
    scene.close_books();
    scene.repays(0);
    let deal = scene.deal.clone();
    let mut more = Offering::plan(&mut scene.world, &deal, 1, 1, "more");
    (more.args.price, more.args.price_min) = (ONE, ONE);
    (more.args.minimum, more.args.cap, more.args.min_ticket) = (MORE, MORE, MORE);
    more.open(&mut scene.world, &deal, 16);
    let zoe = scene.world.investor("zoe", MORE);
    more.deposit(&mut scene.world, &deal, &zoe, MORE);
    more.lock(&mut scene.world, &deal);
    scene.resolves();
    scene.world.pass(31 * DAY);
    assert_eq!(scene.refused(deal.end_wind_down()), "BooksStand");
    more.settle(&mut scene.world, &deal, 0);
    assert_eq!(scene.refused(deal.close_book(&more)), "ProceedsHeld");
    more.release(&mut scene.world, &deal);
    scene.world.go(&[deal.close_book(&more)]);
    assert_eq!(scene.refused(deal.end_wind_down()), "MoneyWaits");
    scene.ends();
    scene.closes();
    let first = scene.owners[1];
    let both = scene.world.wealth(&first) + scene.world.wealth(&zoe);
    assert!(MORE - both <= 4, "it went back to both: {both}");
    scene.world
}

fn owed<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::of_debt();
    let (deal, owner, payer) = (scene.deal.clone(), scene.owners[0], scene.world.payer);
    scene.draws(SOLD);
    scene.close_books();
    scene.repays(0);
    scene.begins();
    scene.ends();
    let record = deal.close_record(0, &owner, &payer);
    assert_eq!(scene.refused(record.clone()), "RecordOwed");
    assert_eq!(scene.refused(deal.close_class(0)), "ClassStands");
    let vault = deal.close_vault(deal.coin(), &deal.destination);
    assert_eq!(scene.refused(vault), "VaultNeeded");
    scene.world.go(&[deal.claim(0, &owner)]);
    let stranger = scene.world.person("stranger");
    let stolen = deal.close_record(0, &owner, &stranger);
    assert_eq!(scene.refused(stolen), "WrongRentPayer");
    scene.world.go(std::slice::from_ref(&record));
    assert!(scene.world.send(&[record]).is_err(), "once");
    scene.closes();
    scene.world
}

fn announced<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(vec![deal::senior(0), deal::junior(1)]);
    let deal = scene.deal.clone();
    scene.draws(2 * SOLD);
    scene.close_books();
    scene.resolves();
    scene.world.go(&[deal.announce_loss(SOLD, 1)]);
    scene.world.pass(30 * DAY);
    assert_eq!(scene.refused(deal.end_wind_down()), "LossesStand");
    assert_eq!(
        scene.refused(deal.announce_loss(1, 2)),
        "Ended",
        "it would keep the deal from ending for ever"
    );
    scene.world.go(&[deal.record_loss(1)]);
    scene.ends();
    scene.closes();
    scene.world
}

fn streaming<E: Engine>() -> World<E> {
    let mut smooth = deal::junior(1);
    smooth.smoothing_days = 90;
    let mut scene = Scene::<E>::new(vec![deal::senior(0), smooth]);
    let deal = scene.deal.clone();
    scene.draws(2 * SOLD);
    scene.close_books();
    scene.repays(0);
    scene.resolves();
    scene.pays(90 * ONE, 0);
    scene.world.pass(30 * DAY);
    // Whoever pays in a little more postpones nothing.
    scene.pays(ONE, 0);
    scene.world.go(&[deal.end_wind_down()]);
    assert!(scene.tranche(1).payouts[0].streaming > 50 * ONE);
    scene.world.pass(90 * DAY);
    let closed = scene.closes();
    let junior = scene.owners[1];
    let rounding = scene.world.wealth(&junior) + closed.left - 91 * ONE;
    assert!(rounding <= 2 && closed.left <= 4, "the debt's: {rounding}");
    scene.world
}

fn others<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::of_debt();
    let own = scene.deal.clone();
    scene.draws(SOLD);
    scene.close_books();
    scene.repays(0);
    let other = deal::Deal::standard(&mut scene.world, "other sponsor", 2);
    scene.begins();
    scene.ends();
    let class = other.class(0);
    let foreign = own.close_account(&class.tranche, &own.sponsor, &[class.hook_accounts]);
    assert_eq!(scene.refused(foreign), "WrongSecurity");
    let foreign = own.close_account(&other.waterfall, &own.sponsor, &[]);
    assert_eq!(scene.refused(foreign), "NotClosable");
    let foreign = own.close_account(&other.security, &own.sponsor, &[]);
    assert_eq!(scene.refused(foreign), "NotClosable");
    assert_eq!(scene.refused(other.close_class(0)), "NotEnded");
    scene.closes();
    assert!(winding::has_class(&mut scene.world, &other, 0));
    scene.world
}

fn turns<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(vec![deal::senior(0), deal::junior(1)]);
    let deal = scene.deal.clone();
    assert_eq!(scene.refused(deal.close_class(0)), "NotEnded");
    assert_eq!(scene.refused(deal.close_security()), "NotEnded");
    let vault = deal.close_vault(deal.coin(), &deal.destination);
    assert_eq!(scene.refused(vault.clone()), "NotEnded");
    scene.draws(2 * SOLD);
    scene.close_books();
    scene.repays(0);
    scene.resolves();
    scene.ends();
    assert_eq!(scene.security().status, Status::Ended as u8);
    assert_eq!(scene.refused(deal.close_security()), "VaultsLeft");
    assert_eq!(scene.refused(vault), "VaultNeeded");
    let lacks = deal.close_account(&deal.class(0).tranche, &deal.sponsor, &[]);
    assert_eq!(scene.refused(lacks), "ClassStands");
    scene.closes();
    scene.world
}

/// What comes later would be the sponsor's: with most of the equity it would end the deal for the others.
#[test]
fn the_sponsor_has_no_vote_on_a_wind_down_where_others_have_shares() {
    let mut scene = resolutions::Scene::<Lite>::new();
    let number = scene.proposed(Proposal::WindDown);
    let resolution = scene.resolution(number);
    assert_eq!(resolution.asked, 0b111);
    assert_eq!(resolution.sponsor_counts, 0);
    let unit = scene.tranche(2).unit;
    assert_eq!(resolution.tallies[2].shares, 7_000 * unit);
}
