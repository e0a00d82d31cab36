//! A sponsor who changes the structure under money that agreed to another, or under some of it alone.

use super::*;
use crate::on_both_engines;
use securities_tests::audit;

on_both_engines! {
    a_changed_structure_binds_nobody_who_agreed_to_the_old_one => locked_at_once;
    a_change_takes_every_open_book_of_the_security_and_no_other => every_book;
    a_change_that_is_sent_twice_changes_nothing_the_second_time => twice;
    a_book_that_anyone_may_lock_keeps_its_structure => due;
    a_book_that_came_to_nothing_holds_up_no_change_and_is_not_touched => failed;
    a_change_leaves_time_before_every_deadline => too_late;
}

fn locked_at_once<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open();
    scene.world.engine.set_now(scene.senior.args.offer_ends);
    let books = scene.books();
    let lock = |book: &Offering| scene.deal.lock_book(book, &scene.deal.sponsor);
    let (lock, lock_junior) = (lock(&scene.senior), lock(&scene.junior));
    let rate = scene.rate(0x1_0000);
    let tiers = scene
        .deal
        .set_structure(vec![], Some(reserving(&scene.deal, ONE << 40)), &books);
    let par = scene
        .deal
        .set_structure(vec![senior(|terms| terms.par = 1)], None, &books);
    for (what, change) in [
        ("the rate", rate),
        ("the waterfall", tiers),
        ("the par", par),
    ] {
        scene.refuse(&[
            (what, vec![change.clone(), lock.clone()], "CannotLock"),
            (
                what,
                vec![change.clone(), lock_junior.clone()],
                "CannotLock",
            ),
            (
                "locked first",
                vec![lock.clone(), change],
                "StructureClosed",
            ),
        ]);
    }
    let maturity = senior(|terms| terms.maturity += 3_650 * DAY);
    let late = scene.deal.set_structure(vec![maturity], None, &books);
    scene.world.go(&[late]);
    let commit = |version| scene.deal.commit(&scene.senior, &scene.alice, 0, version);
    let (old, new) = (commit(1), commit(2));
    scene.refuse(&[
        ("the version she read", vec![old], "OfferChanged"),
        ("before the period", vec![new, lock.clone()], "CannotLock"),
    ]);
    // Nobody agreed, so nothing comes of it, and everybody has all that it put in.
    scene.world.pass(10 * DAY);
    scene.refuse(&[("never", vec![lock], "CannotLock")]);
    for book in [scene.senior.clone(), scene.junior.clone()] {
        book.refund(&mut scene.world, &scene.deal, 0);
    }
    let wealth = [scene.alice, scene.bob].map(|owner| scene.world.wealth(&owner));
    assert_eq!(wealth, [100 * ONE, 300 * ONE]);
    audit::check(&mut scene.world);
    scene.world
}

fn every_book<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open();
    let other = Deal::standard(&mut scene.world, "neighbour", 2);
    let foreign = Offering::standard(&mut scene.world, &other, 0, "foreign line");
    let [one, two] = scene.books();
    let deal = scene.deal.clone();
    let change = |books: &[Pubkey]| {
        vec![deal.set_structure(vec![senior(|terms| terms.rate_ppm = 1)], None, books)]
    };
    let class = deal.class(0).tranche;
    let mut stranger = change(&[one, two]);
    stranger[0].accounts[0].pubkey = scene.world.person("stranger");
    let mut bare = change(&[]);
    bare[0].accounts.pop();
    let mut wrong_class = change(&[one, two]);
    let at = wrong_class[0].accounts.len() - 3;
    wrong_class[0].accounts[at].pubkey = deal.class(1).tranche;
    let mut foreign_class = change(&[one, two]);
    foreign_class[0].accounts[at].pubkey = other.class(0).tranche;
    let two_classes = |ranks: [u8; 2]| {
        let classes = ranks.map(|rank| match rank {
            0 => senior(|_| {}),
            _ => ClassTerms {
                rank,
                terms: deal::junior(rank).terms(),
            },
        });
        vec![deal.set_structure(classes.to_vec(), None, &[one, two])]
    };
    let cases = [
        ("without the junior's", change(&[one]), "BooksIncomplete"),
        ("without any", change(&[]), "BooksIncomplete"),
        ("one of them twice", change(&[one, one]), "BooksIncomplete"),
        (
            "one too many",
            change(&[one, two, foreign.book]),
            "BooksIncomplete",
        ),
        (
            "another security's",
            change(&[one, foreign.book]),
            "WrongSecurity",
        ),
        (
            "no book",
            change(&[one, class]),
            "AccountDiscriminatorMismatch",
        ),
        ("by a stranger", stranger, "NotSponsor"),
        ("without its class", bare, "TranchesIncomplete"),
        ("another class", wrong_class, "WrongTranche"),
        ("another security's class", foreign_class, "WrongSecurity"),
        ("a class twice", two_classes([0, 0]), "WrongRank"),
        ("out of order", two_classes([1, 0]), "WrongRank"),
    ];
    scene.refuse(&cases);
    // In whatever order.
    let both = change(&[two, one]);
    scene.world.go(&both);
    assert_eq!(scene.versions(), ([2, 2], 2));
    audit::check(&mut scene.world);
    scene.world
}

fn twice<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open();
    let (change, next) = (scene.rate(90_000), {
        let deal = scene.deal.at_structure_version(2);
        deal.set_structure(
            vec![senior(|terms| terms.rate_ppm = 85_000)],
            None,
            &scene.books(),
        )
    });
    scene.refuse(&[
        (
            "twice at once",
            vec![change.clone(), change.clone()],
            "StructureChanged",
        ),
        ("not there yet", vec![next.clone()], "StructureChanged"),
    ]);
    scene.world.go(std::slice::from_ref(&change));
    let senior = scene.senior.clone();
    senior.commit(&mut scene.world, &scene.deal, 0);
    scene.refuse(&[("again", vec![change], "StructureChanged")]);
    assert!(senior.preview(&mut scene.world, &scene.deal, 0).committed);
    // Another change is another version, with a period of its own.
    scene.world.pass(DAY);
    scene.world.go(&[next]);
    assert_eq!(scene.versions(), ([3, 3], 3));
    let ends = senior.state(&mut scene.world).offer_ends;
    assert_eq!(
        ends,
        senior
            .args
            .offer_ends
            .max(scene.world.engine.now() + 2 * DAY)
    );
    audit::check(&mut scene.world);
    scene.world
}

/// The senior book is ready at its deadline; the junior's runs on.
fn due<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open_with(|rank, args| {
        if rank == 1 {
            args.deadline = args.latest_deadline;
        }
    });
    scene.world.engine.set_now(scene.senior.args.deadline);
    let change = scene.rate(90_000);
    scene.refuse(&[("anyone may lock it", vec![change.clone()], "BookNotOpen")]);
    let stranger = scene.world.person("stranger");
    scene
        .world
        .go(&[scene.deal.lock_book(&scene.senior, &stranger)]);
    let left = scene.deal.set_structure(vec![], None, &[scene.junior.book]);
    scene.refuse(&[
        ("with the locked one", vec![change], "StructureClosed"),
        ("without it", vec![left], "StructureClosed"),
    ]);
    assert_eq!(scene.versions(), ([1, 1], 1));
    audit::check(&mut scene.world);
    scene.world
}

/// The senior book misses its minimum, and alice does not take her money back: she can hold up nobody's terms by that.
fn failed<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open_with(|rank, args| {
        if rank == 0 {
            args.minimum = 200 * ONE;
        } else {
            args.deadline = args.latest_deadline;
        }
    });
    scene.world.engine.set_now(scene.senior.args.deadline);
    let left_out = scene.deal.set_structure(vec![], None, &[scene.junior.book]);
    scene.refuse(&[(
        "it is open as long as it is there",
        vec![left_out],
        "BooksIncomplete",
    )]);
    let before = scene.senior.clone().state(&mut scene.world);
    scene.world.go(&[scene.rate(90_000)]);
    let senior = scene.senior.clone();
    let after = senior.state(&mut scene.world);
    assert!(
        bytemuck::bytes_of(&before) == bytemuck::bytes_of(&after),
        "not touched"
    );
    assert_eq!(scene.versions(), ([1, 2], 2));
    senior.refund(&mut scene.world, &scene.deal, 0);
    assert_eq!(scene.world.wealth(&scene.alice), 100 * ONE);
    scene.world.go(&[scene.deal.close_book(&senior)]);
    let deal = scene.deal.at_structure_version(2);
    scene
        .world
        .go(&[deal.set_structure(vec![], None, &[scene.junior.book])]);
    audit::check(&mut scene.world);
    scene.world
}

fn too_late<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::open_with(|rank, args| {
        if rank == 0 {
            args.deadline = args.latest_deadline;
        }
    });
    let last = scene.junior.args.deadline - scene.junior.args.offer_period;
    let change = scene.rate(90_000);
    scene.world.engine.set_now(last + 1);
    scene.refuse(&[(
        "a second too late",
        vec![change.clone()],
        "OfferPeriodTooLong",
    )]);
    scene.world.engine.set_now(last);
    scene.world.go(&[change]);
    let ends = scene.junior.clone().state(&mut scene.world).offer_ends;
    assert_eq!(ends, scene.junior.args.deadline);
    audit::check(&mut scene.world);
    scene.world
}
