//! Conversions of a whole class, by a trigger and by a resolution.

use super::{EQUITY, NOTE, ONE, OWN, SENIOR, SHARE, Scene, UNIT, at_a_discount, terms};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::{
    conversion::state::{Conversion, ConvertedBy, MAX_PENDING},
    resolution::{
        proposal::Proposal,
        state::{Proposer, Resolution},
    },
    tranche::holder::Holder,
};
use securities_tests::{
    address,
    engine::Engine,
    ix::resolution::args,
    lite::Lite,
    read,
    world::{DAY, World},
};

on_both_engines! {
    /// 3,000.00 of notes become 3,750 shares at 0.80, once the pool is worth less than the debts for five days.
    a_trigger_converts_the_whole_class_at_once => triggered;
    a_resolution_converts_the_whole_class => resolved;
    a_resolution_lets_holders_elect => opened;
    claims_move_with_the_shares_and_wait_for_votes => moved;
}

const BY_TRIGGER: ConvertedBy = ConvertedBy::Trigger { place: 0 };

/// What a share of equity has earned, to a unit.
fn earned<E: Engine>(scene: &mut Scene<E>, owner: &Pubkey) -> u64 {
    scene.holder(EQUITY, owner).earned(0).expect("a vault").owed
}

fn triggered<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&[terms(BY_TRIGGER, at_a_discount(false))]);
    let converts = scene.deal.convert_class(&OWN);
    let (ann, cid, eve) = (scene.ann, scene.cid, scene.eve);
    assert_eq!(scene.refused(converts.clone()), "TriggerHolds");
    let early = scene.converts(&cid, None);
    assert_eq!(scene.refused(early), "ClassConverts", "nobody for itself");
    scene.pays(300 * ONE);
    scene.world.pass(DAY);
    let arbitrated = scene
        .deal
        .report_pool_with(Some(scene.deal.arbitrator), 8_999 * ONE);
    scene.world.go(&[arbitrated, scene.deal.check_triggers()]);
    scene.world.pass(5 * DAY - 1);
    assert_eq!(
        scene.refused(converts.clone()),
        "TriggerHolds",
        "within its cure"
    );
    scene.world.pass(1);

    scene.goes(converts.clone());
    let note = scene.tranche(NOTE);
    assert!(note.is_converted());
    assert_eq!(note.principal().expect("it adds up"), 0);
    assert_eq!((note.interest_due, note.arrears), (0, 0));
    assert_eq!(note.shares, 3_000 * UNIT, "as claims");
    assert_eq!(note.conversions.principal, 3_000 * ONE);
    let equity = scene.tranche(EQUITY);
    assert_eq!(equity.shares, (7_000 + 3_750) * SHARE);
    assert_eq!(equity.invested, 10_000 * ONE);
    assert_eq!(scene.conversion().held, 3_750 * SHARE);
    assert_eq!(scene.conversion().left, 0);
    assert_eq!(
        scene.refused(converts.clone()),
        "TriggerHolds",
        "the debts are covered now"
    );

    // What is paid next to the equity, once the acceleration has ended, is a part of theirs, too.
    scene.world.pass(5 * DAY);
    scene.world.go(&[scene.deal.check_triggers()]);
    scene.pays(3_000 * ONE);
    scene.world.pass(DAY);
    let collects = scene.collects(&cid);
    scene.goes(collects);
    assert_eq!(scene.holder(NOTE, &cid).shares, 0);
    assert_eq!(
        scene.tokens(NOTE, &cid),
        2_000 * UNIT,
        "they are worth nothing"
    );
    assert_eq!(scene.tokens(EQUITY, &cid), 2_500 * SHARE);
    let own = scene.converts(&eve, None);
    scene.goes(own);
    assert_eq!(scene.tokens(NOTE, &eve), 0);
    assert_eq!(scene.tokens(EQUITY, &eve), 1_250 * SHARE);
    let (of_cid, of_eve) = (earned(&mut scene, &cid), earned(&mut scene, &eve));
    assert!(
        of_cid > 0 && of_cid.abs_diff(2 * of_eve) <= 2,
        "{of_cid} is twice {of_eve}"
    );
    let welcome = scene.deal.welcome(NOTE, &scene.world.payer, &ann);
    scene.world.go(&welcome);
    let sends = scene.deal.transfer_shares(NOTE, &cid, &ann, 1);
    assert_eq!(scene.refused(sends), "SharesShort");
    let again = scene.collects(&cid);
    assert_eq!(scene.refused(again), "NothingToConvert");

    scene.falls_to(5_000 * ONE);
    assert_eq!(scene.refused(converts), "ClassConverted", "once");
    let closes = scene.deal.close_conversion(&OWN, false);
    scene.goes(closes);
    let gone = read::try_state::<Conversion>(&mut scene.world.engine, &scene.deal.conversion(&OWN));
    assert!(gone.is_none());
    assert_eq!(scene.tranche(NOTE).conversions.standing, 0);
    scene.world
}

impl<E: Engine> Scene<E> {
    /// Everybody consents to a conversion, and the timelock passes; the resolution's number.
    fn consents(&mut self) -> u32 {
        let sponsor = self.deal.sponsor;
        let proposal = Proposal::Conversion {
            rank: NOTE,
            number: 0,
        };
        let call = args(Proposer::Sponsor, proposal);
        let (payer, deal) = (self.world.payer, self.deal.clone());
        self.world
            .go(&[deal.propose_resolution(0, (&sponsor, &payer), call)]);
        let resolution: Resolution = read::state(
            &mut self.world.engine,
            &address::resolution(&deal.security, 0),
        );
        assert_eq!(resolution.asked, 0b111, "every class can get less");
        self.world.engine.set_now(resolution.opens_at);
        for (rank, owner) in [
            (SENIOR, self.ann),
            (NOTE, self.cid),
            (NOTE, self.eve),
            (EQUITY, self.dora),
        ] {
            let casts = deal.cast_ballot((0, rank), (&owner, &payer), true);
            self.world.go(&[casts]);
        }
        self.world.engine.set_now(resolution.executable_from);
        0
    }
}

pub fn resolved<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&[]);
    let pending = terms(ConvertedBy::Resolution, at_a_discount(true));
    let create = scene.deal.create_conversion(&OWN, pending);
    scene.goes(create);
    let converts = scene.deal.convert_class(&OWN);
    assert_eq!(scene.refused(converts.clone()), "NotApproved");
    let number = scene.consents();
    let bare = scene.deal.execute_resolution(number, Some(NOTE), None);
    assert_eq!(scene.refused(bare), "WrongConversion");
    let executes = scene.deal.approve_conversion(number, &OWN);
    scene.goes(executes.clone());
    assert_eq!(scene.refused(executes), "ResolutionEnded");
    let sponsors = scene.deal.close_conversion(&OWN, true);
    assert_eq!(
        scene.refused(sponsors),
        "ConversionRunning",
        "holders decided"
    );
    scene.world.go(&[scene.deal.check_triggers()]);
    let note = scene.tranche(NOTE);
    let owed = 3_000 * ONE + note.interest_due + note.arrears;
    scene.goes(converts);
    let issued = owed * SHARE / 800_000;
    assert_eq!(scene.conversion().held, issued);
    let (cid, eve) = (scene.cid, scene.eve);
    let closes = scene.deal.close_conversion(&OWN, false);
    assert_eq!(scene.refused(closes.clone()), "ConversionRunning");
    for (owner, notes) in [(cid, 2_000), (eve, 1_000)] {
        let collects = scene.collects(&owner);
        scene.goes(collects);
        assert_eq!(scene.tokens(EQUITY, &owner), issued * notes / 3_000);
    }
    scene.goes(closes);
    let rounded = issued * 2_000 / 3_000 + issued * 1_000 / 3_000;
    assert_eq!(
        scene.tranche(EQUITY).shares,
        7_000 * SHARE + rounded,
        "the rest is cancelled"
    );
    scene.world
}

fn opened<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&[]);
    let pending = terms(ConvertedBy::Holders, at_a_discount(false));
    let create = scene.deal.create_conversion(&OWN, pending);
    scene.goes(create);
    let cid = scene.cid;
    let converts = scene.converts(&cid, None);
    assert_eq!(scene.refused(converts.clone()), "NotApproved");
    let number = scene.consents();
    let executes = scene.deal.approve_conversion(number, &OWN);
    scene.goes(executes);
    scene.goes(converts);
    assert_eq!(scene.tokens(EQUITY, &cid), 2_500 * SHARE);
    // What holders have approved stays open as long as it says.
    scene.world.pass(MAX_PENDING);
    let closes = scene.deal.close_conversion(&OWN, false);
    assert_eq!(scene.refused(closes), "ConversionRunning");
    scene.world
}

/// Shares are set aside for a year, whether or not anybody approves it; then anyone frees them.
#[test]
fn what_nobody_approves_is_closed_by_anyone_after_a_year() {
    let mut scene = Scene::<Lite>::new(&[]);
    let before = scene.tranche(EQUITY).shares_offered;
    let pending = terms(ConvertedBy::Holders, at_a_discount(false));
    let aside = pending.shares;
    let create = scene.deal.create_conversion(&OWN, pending);
    scene.goes(create);
    assert_eq!(scene.tranche(EQUITY).shares_offered, before + aside);
    let closes = scene.deal.close_conversion(&OWN, false);
    scene.world.pass(MAX_PENDING - 1);
    assert_eq!(scene.refused(closes.clone()), "ConversionRunning");
    scene.world.pass(1);
    scene.goes(closes);
    assert_eq!(scene.tranche(EQUITY).shares_offered, before);
}

fn moved<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new(&[terms(BY_TRIGGER, at_a_discount(false))]);
    let (cid, dora, eve) = (scene.cid, scene.dora, scene.eve);
    scene.falls_to(8_000 * ONE);
    // A vote on something else is open while the class is converted.
    let sponsor = scene.deal.sponsor;
    let proposal = args(Proposer::Sponsor, Proposal::Advisory { classes: 0b110 });
    let payer = scene.world.payer;
    let proposes = scene
        .deal
        .propose_resolution(0, (&sponsor, &payer), proposal);
    scene.world.go(&[proposes]);
    scene.world.pass(3 * DAY);
    let casts = scene.deal.cast_ballot((0, NOTE), (&eve, &payer), true);
    scene.world.go(&[casts]);
    let converts = scene.deal.convert_class(&OWN);
    scene.goes(converts);

    let welcome = scene.deal.welcome(NOTE, &payer, &dora);
    scene.world.go(&welcome);
    let sends = scene.deal.transfer_shares(NOTE, &cid, &dora, 500 * UNIT);
    scene.goes(sends);
    let collects = scene.collects(&dora);
    scene.goes(collects);
    assert_eq!(scene.tokens(EQUITY, &dora), (7_000 + 625) * SHARE);
    let voted = scene.collects(&eve);
    assert_eq!(scene.refused(voted.clone()), "SharesVoted");
    scene.world.pass(7 * DAY);
    scene.goes(voted);
    let part = scene.converts(&cid, Some(1_000 * UNIT));
    scene.goes(part);
    assert_eq!(scene.tokens(EQUITY, &cid), 1_250 * SHARE);
    let more = scene.converts(&cid, Some(501 * UNIT));
    assert_eq!(scene.refused(more), "SharesShort");
    let rest = scene.converts(&cid, None);
    scene.goes(rest);
    scene.world
}

/// Attack: a stranger sends somebody a claim and has it collected, so that shares that are new there wait longer. Only the owner
/// collects meanwhile.
#[test]
fn nobody_else_collects_into_a_record_with_new_shares() {
    let mut scene = Scene::<Lite>::new(&[terms(BY_TRIGGER, at_a_discount(false))]);
    let cid = scene.cid;
    scene.falls_to(8_000 * ONE);
    let converts = scene.deal.convert_class(&OWN);
    scene.goes(converts);
    let record = scene.deal.record(EQUITY, &cid);
    let until = scene.world.engine.now() + 10 * DAY;
    read::edit::<Holder>(&mut scene.world.engine, &record, |holder| {
        holder.new_shares.shares = 1;
        holder.new_shares.until = u32::try_from(until).expect("it fits");
    });
    let collects = scene.collects(&cid);
    assert_eq!(scene.refused(collects.clone()), "OwnerConverts");
    scene.world.engine.set_now(until);
    scene.goes(collects);
}
