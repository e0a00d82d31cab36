//! Accounts that stay after the end, until nothing is left in them for anybody.

use super::{ONE, SOLD, Scene};
use securities::{
    cash::distribution::state::Distribution, security::state::Status, tranche::state::Tranche,
};
use securities_tests::{address, deal, engine::Engine, native::Native, read, world::DAY};

/// A deal that has ended, with the record of a repaid debt.
fn ended() -> Scene<Native> {
    let mut scene = Scene::<Native>::of_debt();
    scene.draws(SOLD);
    scene.close_books();
    scene.repays(0);
    assert_eq!(scene.begins(), "");
    scene.ends();
    assert_eq!(scene.security().status, Status::Ended as u8);
    scene
}

impl Scene<Native> {
    fn edits(&mut self, change: impl FnOnce(&mut Tranche)) {
        let tranche = self.deal.class(0).tranche;
        read::edit::<Tranche>(&mut self.world.engine, &tranche, change);
    }
}

#[test]
fn a_payment_that_waits_keeps_its_account() {
    let mut scene = ended();
    let accounts = scene.world.program_accounts();
    let found = read::all::<Distribution>(&accounts);
    let (address, payment) = found.into_iter().next().expect("one was paid");
    let closes = scene.deal.close_account(&address, &payment.payer, &[]);
    for waits in [1, 0] {
        read::edit::<Distribution>(&mut scene.world.engine, &address, |payment| {
            payment.is_pending = waits;
        });
        if waits == 1 {
            assert_eq!(scene.refused(closes.clone()), "MoneyWaits");
        }
    }
    scene.world.go(&[closes]);
}

#[test]
fn a_record_to_which_money_streams_stays_until_it_has_it() {
    let mut scene = ended();
    let (deal, owner, payer) = (scene.deal.clone(), scene.owners[0], scene.world.payer);
    scene.world.go(&[deal.claim(0, &owner)]);
    let now = scene.world.engine.now();
    scene.edits(|tranche| {
        let payout = &mut tranche.payouts[0];
        payout.payable += ONE;
        payout.streaming = ONE;
        payout.stream_from = now;
        payout.stream_until = now + 10 * DAY;
    });
    let record = deal.close_record(0, &owner, &payer);
    for _ in 0..2 {
        assert_eq!(scene.refused(record.clone()), "RecordOwed");
        scene.world.pass(9 * DAY);
    }
    assert_eq!(
        scene.refused(record.clone()),
        "RecordOwed",
        "it has all of it, and is to be paid"
    );
    let tranche = scene.tranche(0);
    assert!(tranche.payouts[0].payable >= ONE);
}

#[test]
fn a_draft_closes_after_the_end() {
    let mut scene = Scene::<Native>::of_debt();
    scene.draws(SOLD);
    scene.close_books();
    scene.repays(0);
    let (deal, payer) = (scene.deal.clone(), scene.world.payer);
    let rules = deal.waterfall_args(deal::tiers_of(&[deal::senior(0), deal::junior(1)]));
    let continues = (0..rules.tiers.len())
        .map(|place| u8::try_from(place).ok())
        .collect();
    let draft = deal.draft_structure((&deal.sponsor, &payer), (0, 1), rules, continues);
    scene.world.go(&[draft]);
    let address = deal.draft(&deal.sponsor, 0);
    scene.begins();
    let closes = deal.close_account(&address, &payer, &[]);
    assert_eq!(scene.refused(closes.clone()), "NotEnded");
    scene.ends();
    let stolen = deal.close_account(&address, &deal.sponsor, &[]);
    assert_eq!(scene.refused(stolen), "WrongRentPayer");
    scene.world.go(&[closes]);
    scene.closes();
}

/// A class of a fixed number whose manager has not taken them.
#[test]
fn points_that_earned_nothing_close_with_their_class_and_do_not_come_back() {
    let mut scene = ended();
    let (owner, payer) = (scene.owners[0], scene.world.payer);
    scene.world.go(&[scene.deal.claim(0, &owner)]);
    scene
        .world
        .go(&[scene.deal.close_record(0, &owner, &payer)]);
    let welcome = scene.deal.welcome(0, &payer, &owner);
    scene.world.go(&welcome);
    scene.edits(|tranche| tranche.manager = owner);
    let mut deal = scene.deal.clone();
    deal.classes[0].terms.manager = owner;
    assert_eq!(scene.refused(deal.take_points(0)), "NoPoints");
    assert_eq!(scene.tranche(0).shares, 0, "they do not come back");
    scene.world.go(&[deal.close_record(0, &owner, &payer)]);

    let class = deal.close_class(0);
    for owed in [1, 0] {
        scene.edits(|tranche| {
            (tranche.shares, tranche.pot.shares) = (5, 5);
            tranche.pot.earned = Default::default();
            for (earned, payout) in tranche.pot.earned.iter_mut().zip(&tranche.payouts) {
                earned.accumulator = payout.accumulator;
            }
            tranche.pot.earned[0].owed = owed;
        });
        if owed > 0 {
            assert_eq!(scene.refused(class.clone()), "ClassStands");
        }
    }
    scene.world.go(&[class]);
    let tranche = address::tranche(&deal.security, 0);
    let left = scene.world.engine.account(&tranche);
    assert!(left.is_none_or(|account| account.lamports == 0));
}
