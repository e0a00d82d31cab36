//! Books beside resolutions: no class is flooded while it is asked, and nobody is bound by what has changed.

use super::{MEZZANINE, SENIOR, Scene};
use securities::{resolution::proposal::Proposal, role::state::Role};
use securities_tests::{
    engine::Engine,
    lite::Lite,
    offering::Offering,
    world::{DAY, World},
};

/// A further book of a class, in which somebody has committed.
fn further(scene: &mut Scene<Lite>, rank: u8) -> Offering {
    let erin = scene.world.investor("erin", 2_000_000_000);
    let line = format!("second line {rank}");
    let mut book = Offering::plan(&mut scene.world, &scene.deal, rank, 1, &line);
    book.args.price = 1_100_000;
    book.args.price_min = 1_100_000;
    book.args.minimum = 1_100_000_000;
    book.args.cap = 2_200_000_000;
    book.args.min_ticket = 22_000_000;
    book.args.deadline = book.args.opens_at + 60 * DAY;
    book.args.latest_deadline = book.args.deadline;
    book.open(&mut scene.world, &scene.deal, 16);
    book.deposit(&mut scene.world, &scene.deal, &erin, 1_100_000_000);
    book
}

fn ends(world: &mut World<Lite>, book: &Offering) {
    let ends = book.state(world).offer_ends;
    let now = world.engine.now();
    world.engine.set_now(now.max(ends));
}

/// Attack: the sponsor sells shares to friends while the class votes.
#[test]
fn no_book_of_a_class_is_locked_from_the_proposal_to_the_close() {
    let mut scene = Scene::<Lite>::new();
    let book = further(&mut scene, SENIOR);
    let other = further(&mut scene, MEZZANINE);
    ends(&mut scene.world, &book);
    ends(&mut scene.world, &other);
    let to = scene.world.person("heir");
    let number = scene.proposed(Proposal::Role {
        role: Role::Servicer,
        to,
    });
    let locks = [&book, &other].map(|book| scene.deal.lock_book(book, &scene.deal.sponsor));
    let at = scene.resolution(number).closes_at;
    assert_eq!(scene.security().pending, 0, "the same is sold");
    for now in [scene.world.engine.now(), at - 1] {
        scene.world.engine.set_now(now);
        for lock in locks.clone() {
            assert_eq!(scene.refused(lock), "ClassVoting");
        }
    }
    scene.world.engine.set_now(at);
    scene.world.go(&locks);
}

/// Attack: money that is paid for what a resolution then changes, in whichever class. Once it has failed, anyone closes it.
#[test]
fn no_book_is_locked_while_a_change_of_what_is_sold_is_pending() {
    let mut scene = Scene::<Lite>::new();
    let book = further(&mut scene, SENIOR);
    let other = further(&mut scene, MEZZANINE);
    ends(&mut scene.world, &book);
    ends(&mut scene.world, &other);
    let rules = scene.rules();
    let number = scene.proposed(rules);
    assert_eq!(scene.security().pending, 1);
    let locks = [&book, &other].map(|book| scene.deal.lock_book(book, &scene.deal.sponsor));
    let closes = scene.deal.close_resolution(number, &scene.world.payer);
    let at = scene.resolution(number).closes_at;
    for now in [scene.world.engine.now(), at - 1, at] {
        scene.world.engine.set_now(now);
        for lock in locks.clone() {
            assert_eq!(scene.refused(lock), "ClassVoting");
        }
    }
    scene.world.go(&[closes]);
    assert_eq!(scene.security().pending, 0);
    scene.world.go(&locks);
}

/// Who votes after a lock has had the whole notice since.
#[test]
fn a_vote_opens_no_earlier_than_a_notice_after_any_lock_of_its_class() {
    let mut scene = Scene::<Lite>::new();
    let book = further(&mut scene, SENIOR);
    book.lock(&mut scene.world, &scene.deal);
    let locked = book.state(&mut scene.world).locked_at;
    let rules = scene.rules();
    let number = scene.proposed(rules);
    let notice = i64::from(scene.governance().notice_days) * DAY;
    assert!(scene.resolution(number).opens_at >= locked + notice);
    // Shares that the book holds count from the start, and vote once they are settled.
    let counted = scene.resolution(number).tallies[0].shares;
    assert_eq!(counted, scene.tranche(SENIOR).shares);
    book.settle(&mut scene.world, &scene.deal, 0);
    scene.opens(number);
    let erin = scene.world.person("erin");
    scene.votes(number, (SENIOR, &erin), true);
    assert_eq!(scene.resolution(number).tallies[0].shares, counted);
}

/// Attack: the money in line consented to terms that a resolution has changed since.
#[test]
fn a_book_is_not_locked_on_an_offer_from_before_an_amendment() {
    let mut scene = Scene::<Lite>::new();
    let book = further(&mut scene, MEZZANINE);
    let extension = scene.extension();
    let number = scene.consented(extension);
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    scene.world.go(&[executes]);
    let locks = scene.deal.lock_book(&book, &scene.deal.sponsor);
    assert_eq!(scene.refused(locks.clone()), "OfferAmended");
    // The next version is what there is now, and is committed to anew.
    let offer = scene.deal.make_offer(&book, book.offer(1));
    scene.world.go(&[offer]);
    ends(&mut scene.world, &book);
    assert_eq!(scene.refused(locks.clone()), "CannotLock", "nobody has");
    book.commit(&mut scene.world, &scene.deal, 0);
    scene.world.go(&[locks]);
}

/// What changes nothing that is sold voids nothing.
#[test]
fn an_advisory_resolution_leaves_offers_as_they_are() {
    let mut scene = Scene::<Lite>::new();
    let book = further(&mut scene, MEZZANINE);
    let number = scene.consented(Proposal::Advisory { classes: 0b011 });
    let executes = scene.deal.execute_resolution(number, None, None);
    scene.world.go(&[executes]);
    book.lock(&mut scene.world, &scene.deal);
}

/// A book that is opened after an amendment offers what there is now.
#[test]
fn a_book_that_is_opened_after_an_amendment_is_locked_on_its_first_offer() {
    let mut scene = Scene::<Lite>::new();
    let extension = scene.extension();
    let number = scene.consented(extension);
    let executes = scene.deal.execute_resolution(number, Some(SENIOR), None);
    scene.world.go(&[executes]);
    let book = further(&mut scene, MEZZANINE);
    book.lock(&mut scene.world, &scene.deal);
}
