//! A class that is called: its shares end at a price, which the treasury pays.

mod refused;

use super::{EQUITY, MEZZANINE, ONE, SENIOR, SHARE, Scene};
use crate::{on_both_engines, payouts};
use anchor_lang::prelude::Pubkey;
use securities::{
    events::ClassRedeemed,
    resolution::{proposal::Proposal, state::Proposer},
    tranche::holder::Holder,
};
use securities_tests::{
    audit, engine::Engine, events::of, lite::Lite, offering::Offering, read, rng::Rng, winding,
    world::World,
};

on_both_engines! {
    /// 2,000 shares of the mezzanine at 1.03 are 2,060.00, which the treasury of 22,000.00 pays at once.
    a_class_is_called_at_its_price => called;
    the_units_of_a_called_class_are_paid_as_its_shares_are => wrapped;
}

/// What the treasury has before: the senior debt, the mezzanine and the equity were sold at 1.00 a share.
const TREASURY: u64 = 22_000 * ONE;

/// All of the mezzanine at 1.03, or a little more.
const CALL: Proposal = Proposal::Call {
    rank: MEZZANINE,
    price: 1_030_000,
    most: 2_100 * ONE,
};

impl<E: Engine> Scene<E> {
    /// The deal, with all books closed.
    fn raised() -> Self {
        let mut scene = Self::new();
        scene.closes_books();
        scene
    }

    fn closes_books(&mut self) {
        for book in &self.books {
            book.release(&mut self.world, &self.deal);
            self.world.go(&[self.deal.close_book(book)]);
        }
    }

    fn executes(&mut self, number: u32, rank: u8) {
        let call = self.deal.execute_resolution(number, Some(rank), None);
        self.world.go(&[call]);
        audit::check(&mut self.world);
    }

    fn execution_refused(&mut self, number: u32, rank: u8) -> String {
        let call = self.deal.execute_resolution(number, Some(rank), None);
        self.refused(call)
    }

    fn treasury(&mut self) -> u64 {
        self.security().vault().treasury
    }

    fn cash(&mut self, owner: &Pubkey) -> u64 {
        read::balance(&mut self.world.engine, &self.deal.cash(owner))
    }

    fn owed(&mut self, rank: u8, owner: &Pubkey) -> u64 {
        let (record, class) = (self.holder(rank, owner), self.tranche(rank));
        let now = self.world.engine.now();
        record.owed_at(&class, 0, now).expect("a vault")
    }
}

fn called<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::raised();
    let cid = scene.cid;
    assert_eq!(scene.treasury(), TREASURY);
    let number = scene.proposed(CALL);
    assert_eq!(scene.resolution(number).asked, 0b111, "every class");
    assert_eq!(
        scene.execution_refused(number, MEZZANINE),
        "ResolutionEarly"
    );
    scene.all_consent(number);
    scene.matures(number);
    let others = [SENIOR, EQUITY].map(|rank| scene.tranche(rank));
    scene.executes(number, MEZZANINE);

    let class = scene.tranche(MEZZANINE);
    assert!(class.is_redeemed() && class.is_over() && !class.is_converted());
    assert_eq!(class.principal().expect("it adds up"), 0);
    assert_eq!(
        (class.interest_due, class.arrears, class.principal_due),
        (0, 0, 0)
    );
    assert_eq!(class.conversions.principal, 2_000 * ONE);
    assert_eq!(class.redeemed_for, 2_060 * ONE);
    assert_eq!(class.shares, 2_000 * SHARE, "they stay where they are");
    assert_eq!(scene.treasury(), TREASURY - 2_060 * ONE);
    assert_eq!(scene.security().vault().payable, 2_060 * ONE);
    assert_eq!(scene.owed(MEZZANINE, &cid), 2_060 * ONE);
    for (rank, before) in [SENIOR, EQUITY].into_iter().zip(others) {
        let after = scene.tranche(rank);
        assert_eq!(bytemuck::bytes_of(&after), bytemuck::bytes_of(&before));
    }
    assert_eq!(
        scene.execution_refused(number, MEZZANINE),
        "ResolutionEnded",
        "once"
    );

    // What is paid next is the others', and the call is paid as any payment.
    let income = 3_000 * ONE;
    let sponsor = scene.deal.sponsor;
    scene.world.give(&sponsor, income);
    let args = payouts::source(scene.world.engine.now(), income);
    let post = scene.deal.post_distribution(&sponsor, 1, args);
    scene.world.go(&[post]);
    let pays = scene.deal.pay_holders(MEZZANINE, &[cid]);
    scene.world.go(core::slice::from_ref(&pays));
    assert_eq!(scene.cash(&cid), 2_060 * ONE, "and nothing of the income");
    scene.world.go(&[pays]);
    assert_eq!(scene.cash(&cid), 2_060 * ONE, "once");
    assert_eq!(scene.tranche(MEZZANINE).interest_due, 0, "none accrues");

    // Its shares count nowhere any more, and nothing becomes shares of it.
    let again = scene.proposes(Proposer::Sponsor, &sponsor, CALL);
    assert_eq!(scene.refused(again), "ClassRedeemed");
    let number = scene.proposed(Proposal::Document);
    assert_eq!(scene.resolution(number).asked, 0b101);
    scene.closes(number);
    let book = Offering::plan(&mut scene.world, &scene.deal, MEZZANINE, 1, "another line");
    let open = book.opening(&mut scene.world, &scene.deal, 16);
    assert_eq!(scene.world.refused(&open), "ClassRedeemed");

    // The record closes with its shares, and its tokens go nowhere.
    let close = scene.deal.close_holder(MEZZANINE, &cid, &scene.world.payer);
    scene.world.go(&[close]);
    let class = scene.tranche(MEZZANINE);
    assert_eq!(
        (class.shares, class.shares_offered, class.holders),
        (0, 0, 0)
    );
    let record = scene.deal.record(MEZZANINE, &cid);
    assert!(read::try_state::<Holder>(&mut scene.world.engine, &record).is_none());
    scene.world
}

fn wrapped<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::with(
        |_, _| {},
        |deal| vec![deal.create_wrapper(MEZZANINE, false)],
    );
    scene.closes_books();
    let cid = scene.cid;
    let payer = scene.world.payer;
    let deal = scene.deal.clone();
    let opens = deal.open_unit_account(MEZZANINE, &payer, &cid);
    let wraps = deal.wrap_shares(MEZZANINE, &cid, 500 * SHARE);
    scene.world.go(&[opens]);
    scene.world.go(&[wraps]);
    let number = scene.consented(CALL);
    scene.executes(number, MEZZANINE);
    assert_eq!(scene.owed(MEZZANINE, &cid), 1_545 * ONE);
    let wrapper = deal.wrapper(MEZZANINE);
    assert_eq!(scene.owed(MEZZANINE, &wrapper), 515 * ONE);
    scene
        .world
        .go(&[deal.unwrap_shares(MEZZANINE, &cid, 500 * SHARE)]);
    audit::check(&mut scene.world);
    scene.world.go(&[deal.pay_holders(MEZZANINE, &[cid])]);
    assert_eq!(scene.cash(&cid), 2_060 * ONE);
    scene.world
}

/// Equity without a par, which the sponsor has a part of, is paid alike; what it raised ends with it.
#[test]
fn equity_is_called_like_any_class() {
    let mut scene = Scene::<Lite>::raised();
    let (sponsor, dora) = (scene.deal.sponsor, scene.dora);
    let number = scene.consented(Proposal::Call {
        rank: EQUITY,
        price: 500_000,
        most: 5_000 * ONE,
    });
    scene.executes(number, EQUITY);
    assert_eq!(scene.owed(EQUITY, &dora), 3_500 * ONE);
    assert_eq!(scene.owed(EQUITY, &sponsor), 1_500 * ONE);
    let class = scene.tranche(EQUITY);
    assert_eq!((class.invested, class.payouts[0].paid_in), (0, 0));
    assert_eq!(scene.treasury(), TREASURY - 5_000 * ONE);
}

/// At any price: all of it together is no less than the price of all shares and less than a unit more, and no record has a unit
/// less than its own.
#[test]
fn each_record_has_its_price_to_a_unit() {
    let mut rng = Rng(41);
    for _ in 0..12 {
        let mut scene = Scene::<Lite>::raised();
        let (ann, bob) = (scene.ann, scene.bob);
        let moved = 1 + rng.below(4_000 * SHARE - 1);
        let sends = scene.deal.transfer_shares(SENIOR, &bob, &ann, moved);
        scene.world.go(&[sends]);
        let price = 1 + rng.below(2 * ONE);
        let rank = SENIOR;
        let most = 2 * TREASURY;
        let number = scene.consented(Proposal::Call { rank, price, most });
        scene.executes(number, SENIOR);
        let paid = TREASURY - scene.treasury();
        let all = 10_000 * SHARE * price;
        assert_eq!(paid, all.div_ceil(SHARE), "rounded up");
        for owner in [ann, bob] {
            let shares = scene.holder(SENIOR, &owner).shares;
            let own = shares * price / SHARE;
            let owed = scene.owed(SENIOR, &owner);
            assert!(owed + 1 >= own && owed <= own + 1, "{owed} for {own}");
        }
        assert!(scene.owed(SENIOR, &ann) + scene.owed(SENIOR, &bob) <= paid);
    }
}

/// A record whose owner does not close it goes with the deal, its worthless shares with it, and nothing is left behind.
#[test]
fn a_wind_down_closes_the_records_of_a_called_class() {
    let mut scene = Scene::<Lite>::raised();
    let number = scene.consented(CALL);
    scene.executes(number, MEZZANINE);
    let cid = scene.cid;
    let number = scene.consented(Proposal::WindDown);
    assert_eq!(scene.resolution(number).asked, 0b101);
    let call = scene.deal.execute_resolution(number, None, None);
    scene.world.go(&[call]);
    winding::end(&mut scene.world, &scene.deal);
    winding::close_all(&mut scene.world, &scene.deal);
    assert_eq!(scene.cash(&cid), 2_060 * ONE);
    assert!(!winding::has_class(
        &mut scene.world,
        &scene.deal,
        MEZZANINE
    ));
}

/// Whoever indexes the deal reads what ended and for how much.
#[test]
fn it_says_what_ended_for_how_much() {
    let mut scene = Scene::<Lite>::raised();
    let number = scene.consented(CALL);
    let call = scene.deal.execute_resolution(number, Some(MEZZANINE), None);
    let outcome = scene.world.go(&[call]);
    let event = of::<ClassRedeemed>(&outcome);
    let [event] = event.as_slice() else {
        panic!("one class was redeemed");
    };
    assert_eq!(event.tranche, scene.deal.class(MEZZANINE).tranche);
    assert_eq!(
        (
            event.number,
            event.price,
            event.shares,
            event.amount,
            event.principal
        ),
        (number, 1_030_000, 2_000 * SHARE, 2_060 * ONE, 2_000 * ONE)
    );
    assert!(event.interest > 0, "what had accrued ends with it");
}
