//! What was converted, when the security ends.

use super::{EQUITY, NOTE, ONE, OWN, SHARE, Scene, UNIT, at_a_discount, terms};
use anchor_lang::prelude::Pubkey;
use securities::{
    conversion::state::ConvertedBy,
    security::state::{Security, Status},
    tranche::holder::Holder,
};
use securities_tests::{engine::Engine, native::Native, read, world::DAY};

impl<E: Engine> Scene<E> {
    /// As if it had been wound down for long enough, its books were closed, and nobody were there to take what is in the treasury.
    fn winds(&mut self) {
        let (security, now) = (self.deal.security, self.world.engine.now());
        read::edit::<Security>(&mut self.world.engine, &security, |security| {
            security.status = Status::Winding as u8;
            security.winding.from = now - 30 * DAY;
            security.winding.books = 0;
            security.winding.left = security.vaults.map(|vault| vault.treasury);
        });
    }

    /// Pays a record what it is owed, if anything, and closes it.
    fn leaves(&mut self, rank: u8, owner: &Pubkey) {
        let _ = self.world.send(&[self.deal.claim(rank, owner)]);
        let rent_payer = self.holder(rank, owner).rent_payer;
        self.world
            .go(&[self.deal.close_record(rank, owner, &rent_payer)]);
    }
}

#[test]
fn a_class_of_which_shares_were_converted_closes() {
    let mut scene = Scene::<Native>::new(&[terms(ConvertedBy::Holders, at_a_discount(false))]);
    let (cid, dora, eve) = (scene.cid, scene.dora, scene.eve);
    let converts = scene.converts(&cid, Some(1_000 * UNIT));
    scene.goes(converts);
    assert_eq!(scene.tranche(NOTE).conversions.given, 1_000 * UNIT);
    scene.winds();
    let end = scene.deal.end_wind_down();
    assert_eq!(scene.refused(end.clone()), "ClassMoves", "it stands");
    let closes = scene.deal.close_conversion(&OWN, false);
    scene.world.go(&[closes, end]);
    for owner in [cid, eve] {
        scene.leaves(NOTE, &owner);
        if owner == cid {
            let early = scene.deal.close_class(NOTE);
            assert_eq!(scene.refused(early), "ClassStands");
        }
    }
    scene.world.go(&[scene.deal.close_class(NOTE)]);
    for owner in [cid, dora, eve] {
        scene.leaves(EQUITY, &owner);
    }
    scene.world.go(&[scene.deal.close_class(EQUITY)]);
}

#[test]
fn claims_that_nobody_collected_keep_no_deal_from_ending_and_are_collected_afterwards() {
    let by_trigger = ConvertedBy::Trigger { place: 0 };
    let mut scene = Scene::<Native>::new(&[terms(by_trigger, at_a_discount(false))]);
    let (cid, dora, eve) = (scene.cid, scene.dora, scene.eve);
    scene.falls_to(7_000 * ONE);
    let converts = scene.deal.convert_class(&OWN);
    scene.goes(converts);
    // So that rounding leaves shares that are nobody's.
    let part = scene.converts(&cid, Some(1));
    scene.goes(part);
    scene.winds();
    scene.world.go(&[scene.deal.end_wind_down()]);

    let rent_payer = scene.holder(NOTE, &cid).rent_payer;
    let record = scene.deal.close_record(NOTE, &cid, &rent_payer);
    assert_eq!(scene.refused(record), "RecordOwed", "its shares are claims");
    for owner in [cid, dora, eve] {
        scene.leaves(EQUITY, &owner);
    }
    for rank in [NOTE, EQUITY] {
        let class = scene.deal.close_class(rank);
        assert_eq!(scene.refused(class), "ClassStands");
    }
    let closes = scene.deal.close_conversion(&OWN, false);
    assert_eq!(scene.refused(closes.clone()), "ConversionRunning");
    for owner in [cid, eve] {
        let welcome = scene.deal.welcome(EQUITY, &scene.world.payer, &owner);
        scene.world.go(&welcome);
        let collects = scene.collects(&owner);
        scene.world.go(&[collects]);
        scene.leaves(NOTE, &owner);
        scene.leaves(EQUITY, &owner);
    }
    assert_eq!(scene.tokens(EQUITY, &eve), 1_250 * SHARE);
    let class = scene.deal.close_class(NOTE);
    assert_eq!(
        scene.refused(class),
        "ClassStands",
        "its conversion does too"
    );
    scene.world.go(&[closes]);
    for rank in [NOTE, EQUITY] {
        scene.world.go(&[scene.deal.close_class(rank)]);
    }
}

/// Escheat leaves a claim against whoever received it.
#[test]
fn a_record_of_which_something_was_escheated_stays() {
    let mut scene = Scene::<Native>::new(&[]);
    scene.winds();
    scene.world.go(&[scene.deal.end_wind_down()]);
    let eve = scene.eve;
    let _ = scene.world.send(&[scene.deal.claim(NOTE, &eve)]);
    let address = scene.deal.record(NOTE, &eve);
    let rent_payer = scene.holder(NOTE, &eve).rent_payer;
    let closes = scene.deal.close_record(NOTE, &eve, &rent_payer);
    for amount in [1, 0] {
        read::edit::<Holder>(&mut scene.world.engine, &address, |holder| {
            holder.earnings[0].escheated = amount;
        });
        if amount > 0 {
            assert_eq!(scene.refused(closes.clone()), "RecordOwed");
        }
    }
    scene.world.go(&[closes]);
}
