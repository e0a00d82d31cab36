//! Money for equity below the floor, with the consent of its holders, on the bytecode.

use super::{EQUITY, ONE, SENIOR, Scene};
use anchor_lang::solana_program::instruction::Instruction;
use securities::{
    resolution::{proposal::Proposal, state::Proposer},
    tranche::state::Tranche,
};
use securities_tests::{engine::Engine, lite::Lite, offering::Offering, read, world::DAY};

/// Half a million shares of the equity below its last price of 1.00, down to 0.80, for a year.
fn floor(scene: &mut Scene<Lite>, price: u64) -> Proposal {
    let governance = 15 * DAY;
    Proposal::Floor {
        rank: EQUITY,
        price,
        shares: 500 * ONE,
        until: scene.world.engine.now() + governance + 60 * DAY,
    }
}

/// The equity's next book, of so many shares at a price.
fn book(scene: &mut Scene<Lite>, number: u16, price: u64, shares: u64) -> Offering {
    let line = format!("equity line {number} {price} {shares}");
    let mut book = Offering::plan(&mut scene.world, &scene.deal, EQUITY, number, &line);
    book.args.price = price;
    book.args.price_min = price;
    book.args.min_ticket = 50 * price;
    book.args.minimum = 50 * price;
    book.args.cap = price * shares;
    book
}

fn opening_refused(scene: &mut Scene<Lite>, book: &Offering) -> String {
    let open = book.opening(&mut scene.world, &scene.deal, 16);
    scene.world.refused(&open)
}

fn allowed() -> Scene<Lite> {
    let mut scene = Scene::<Lite>::new();
    let proposal = floor(&mut scene, 800_000);
    let number = scene.proposed(proposal);
    assert_eq!(scene.resolution(number).asked, 0b100, "that class alone");
    scene.all_consent(number);
    scene.matures(number);
    let call = scene.deal.execute_resolution(number, Some(EQUITY), None);
    scene.world.go(&[call]);
    scene
}

#[test]
fn holders_let_the_next_book_ask_less_than_the_floor() {
    let mut scene = Scene::<Lite>::new();
    let cheap = book(&mut scene, 1, 800_000, 500);
    assert_eq!(opening_refused(&mut scene, &cheap), "BelowFloor");
    let mut scene = allowed();
    let low = book(&mut scene, 1, 799_999, 500);
    assert_eq!(opening_refused(&mut scene, &low), "BelowFloor");
    let large = book(&mut scene, 1, 800_000, 501);
    assert_eq!(opening_refused(&mut scene, &large), "AboveAllowance");
    let dear = book(&mut scene, 1, 999_999, 501);
    assert_eq!(opening_refused(&mut scene, &dear), "AboveAllowance");
    let mut own = book(&mut scene, 1, 800_000, 500);
    own.open(&mut scene.world, &scene.deal, 16);
    // A later version of the offer sells no more.
    own.args.cap += 800_000;
    let offer = scene.deal.make_offer(&own, own.offer(1));
    assert_eq!(scene.refused(offer), "AboveAllowance");
    own.args.cap -= 800_000;
    let erin = scene.world.investor("erin", 400 * ONE);
    own.sell(&mut scene.world, &scene.deal, &[(erin, 400 * ONE)]);
    assert_eq!(scene.holder(EQUITY, &erin).shares, 500 * ONE);
    // That was the next book, and the last price is still the floor.
    assert_eq!(scene.tranche(EQUITY).last_price, ONE);
    let next = book(&mut scene, 2, 800_000, 500);
    assert_eq!(opening_refused(&mut scene, &next), "BelowFloor");
}

/// At the floor as many are sold as ever; and the book counts that is the next at the execution.
#[test]
fn at_the_floor_a_book_sells_as_many_as_ever() {
    let mut scene = allowed();
    let dear = book(&mut scene, 1, ONE, 5_000);
    dear.open(&mut scene.world, &scene.deal, 16);
    let next = book(&mut scene, 2, 800_000, 500);
    assert_eq!(opening_refused(&mut scene, &next), "BelowFloor");
}

/// Attack: a book is kept open until long after what its holders consented to.
#[test]
fn a_book_below_the_floor_is_locked_in_time() {
    let mut scene = allowed();
    let until = scene.tranche(EQUITY).allowance.until;
    let mut own = book(&mut scene, 1, 800_000, 500);
    own.args.deadline = until + 10 * DAY;
    own.args.latest_deadline = own.args.deadline;
    own.open(&mut scene.world, &scene.deal, 16);
    let erin = scene.world.investor("erin", 400 * ONE);
    own.deposit(&mut scene.world, &scene.deal, &erin, 400 * ONE);
    let locks = scene.deal.lock_book(&own, &scene.deal.sponsor);
    scene.world.engine.set_now(until);
    assert_eq!(scene.refused(locks.clone()), "BelowFloor");
    scene.world.engine.set_now(until - 1);
    scene.world.go(&[locks]);
}

#[test]
fn what_would_lower_no_floor_of_equity_is_not_proposed() {
    let mut scene = Scene::<Lite>::new();
    let sponsor = scene.deal.sponsor;
    let good = floor(&mut scene, 800_000);
    let Proposal::Floor { shares, until, .. } = good else {
        panic!("a floor");
    };
    let timelock = scene.world.engine.now() + 15 * DAY;
    let bad = |rank, price, shares, until| Proposal::Floor {
        rank,
        price,
        shares,
        until,
    };
    for proposal in [
        bad(SENIOR, 800_000, shares, until),
        bad(EQUITY, ONE, shares, until),
        bad(EQUITY, 0, shares, until),
        bad(EQUITY, 800_000, 0, until),
        bad(EQUITY, 800_000, shares, timelock),
        bad(EQUITY, 800_000, shares, timelock + 366 * DAY + 1),
    ] {
        let call = scene.proposes(Proposer::Sponsor, &sponsor, proposal.clone());
        assert_eq!(scene.refused(call), "BadProposal", "{proposal:?}");
    }
    let call = scene.proposes(Proposer::Sponsor, &sponsor, bad(7, 800_000, shares, until));
    assert_eq!(scene.refused(call), "WrongRank");
    // Consented to at another last price, it is void.
    let number = scene.consented(good);
    let equity = scene.deal.class(EQUITY).tranche;
    read::edit::<Tranche>(&mut scene.world.engine, &equity, |tranche| {
        tranche.last_price += 1;
    });
    let call = scene.deal.execute_resolution(number, Some(EQUITY), None);
    assert_eq!(scene.refused(call), "ResolutionStale");
}

/// Whoever would sell below the floor has no say in it.
#[test]
fn the_sponsors_shares_do_not_let_it_sell_below_the_floor() {
    let mut scene = Scene::<Lite>::new();
    let sponsor = scene.deal.sponsor;
    let proposal = floor(&mut scene, 800_000);
    let number = scene.proposed(proposal);
    let resolution = scene.resolution(number);
    assert_eq!(
        (resolution.sponsor_counts, resolution.tallies[2].shares),
        (0, 7_000 * ONE)
    );
    scene.opens(number);
    let votes = scene.casts(number, (EQUITY, &sponsor), true);
    assert_eq!(scene.refused(votes), "SponsorDisregarded");
}

/// A book at the last price, for which so much is committed before a value of 1.80 is reported; and its lock.
fn risen(committed: u64) -> (Scene<Lite>, Instruction) {
    let mut scene = allowed();
    let mint = scene.deal.class(EQUITY).mint;
    let creates = scene.deal.create_rate(&mint, 2_000);
    scene.world.go(&[creates]);
    let own = book(&mut scene, 1, ONE, 5_000);
    own.open(&mut scene.world, &scene.deal, 16);
    let erin = scene.world.investor("erin", committed);
    own.deposit(&mut scene.world, &scene.deal, &erin, committed);
    let ends = own.state(&mut scene.world).offer_ends;
    scene.world.engine.set_now(ends);
    let reports = scene.deal.report_rate(&mint, 9, 5);
    scene.world.go(&[reports]);
    let locks = scene.deal.lock_book(&own, &scene.deal.sponsor);
    (scene, locks)
}

/// Attack: what few shares were allowed for sells many, once they are worth more than the last price.
#[test]
fn a_book_that_is_below_the_floor_at_its_lock_sells_what_was_allowed() {
    let (mut scene, locks) = risen(501 * ONE);
    assert_eq!(scene.refused(locks), "AboveAllowance");
    let (mut scene, locks) = risen(500 * ONE);
    scene.world.go(&[locks]);
    assert_eq!(scene.tranche(EQUITY).shares, 10_500 * ONE);
}
