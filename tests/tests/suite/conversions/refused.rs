//! What is refused.

use super::{
    EQUITY, NOTE, NOTES, ONE, OWN, SENIOR, SHARE, Scene, UNIT, at_a_discount, note, terms,
};
use securities::{
    conversion::state::{ConversionRule, ConversionTerms, ConvertedBy},
    resolution::proposal::Proposal,
};
use securities_tests::{
    deal::{Deal, junior, points, senior, tiers_of},
    engine::Engine,
    ix::{conversion::Pair, resolution::governance},
    lite::Lite,
    offering::Offering,
    world::{DAY, Money, World},
};

const BY_HOLDERS: ConvertedBy = ConvertedBy::Holders;

fn elected() -> ConversionTerms {
    terms(BY_HOLDERS, at_a_discount(false))
}

/// A deal that offers nothing yet.
fn unoffered() -> (World<Lite>, Deal) {
    let mut world = World::<Lite>::new(Money::Classic);
    let deal = Deal::plan(&mut world, "sponsor", 1);
    let manager = deal.sponsor;
    let classes = vec![
        senior(SENIOR),
        note(),
        junior(EQUITY),
        points(3, &manager),
        junior(4),
    ];
    let tiers = tiers_of(&classes);
    let deal = deal.create(&mut world, classes, tiers);
    world.go(&[deal.set_governance(governance())]);
    (world, deal)
}

#[test]
fn terms_that_cannot_be() {
    let (mut world, deal) = unoffered();
    let price = |floor, cap, discount_bps| ConversionRule::Price {
        floor,
        cap,
        discount_bps,
        with_interest: false,
    };
    let ruled = |rule| terms(BY_HOLDERS, rule);
    let bad = [
        ruled(price(0, 1, 0)),
        ruled(price(2, 1, 0)),
        ruled(price(500_000, 0, 5_001)),
        ruled(ConversionRule::Ratio { to: 1, from: 1 }),
        ConversionTerms {
            opens_at: 5,
            closes_at: 5,
            ..elected()
        },
        ConversionTerms {
            closes_at: world.engine.now(),
            ..elected()
        },
        terms(ConvertedBy::Trigger { place: 0 }, at_a_discount(false)),
    ];
    for args in bad {
        let said = world.refused(&[deal.create_conversion(&OWN, args.clone())]);
        assert_eq!(said, "BadConversion", "{args:?}");
    }
    // Into a debt, into itself, into points of a fixed number, and these into others.
    for (from, to) in [(NOTE, SENIOR), (EQUITY, 3), (3, EQUITY)] {
        let rule = ConversionRule::Ratio { to: 1, from: 1 };
        let args = if from == NOTE { elected() } else { ruled(rule) };
        let pair = Pair { from, to, ..OWN };
        assert_eq!(
            world.refused(&[deal.create_conversion(&pair, args)]),
            "BadConversion"
        );
    }
    let zero = ConversionRule::Ratio { to: 0, from: 1 };
    let pair = Pair {
        from: EQUITY,
        to: 4,
        ..OWN
    };
    assert_eq!(
        world.refused(&[deal.create_conversion(&pair, ruled(zero))]),
        "BadConversion"
    );
    let few = ConversionTerms {
        shares: 2 * NOTES / UNIT * SHARE - 1,
        ..elected()
    };
    assert_eq!(
        world.refused(&[deal.create_conversion(&OWN, few)]),
        "ConversionShort"
    );
    let many = ConversionTerms {
        shares: deal.class(EQUITY).terms.authorised + 1,
        ..elected()
    };
    assert_eq!(
        world.refused(&[deal.create_conversion(&OWN, many)]),
        "AboveAuthorised"
    );
    let pair = Pair { number: 1, ..OWN };
    let next = ConversionTerms {
        number: 1,
        ..elected()
    };
    assert_eq!(
        world.refused(&[deal.create_conversion(&pair, next)]),
        "WrongConversion"
    );
}

#[test]
fn what_is_offered_is_withdrawn_until_it_is_offered() {
    let (mut world, deal) = unoffered();
    world.go(&[deal.create_conversion(&OWN, elected())]);
    let anyone = deal.close_conversion(&OWN, false);
    assert_eq!(world.refused(&[anyone]), "ConversionRunning");
    world.go(&[deal.close_conversion(&OWN, true)]);
    let pair = Pair { number: 1, ..OWN };
    world.go(&[deal.create_conversion(
        &pair,
        ConversionTerms {
            number: 1,
            ..elected()
        },
    )]);
    Offering::standard(&mut world, &deal, NOTE, "line");
    let late = deal.close_conversion(&pair, true);
    assert_eq!(
        world.refused(&[late]),
        "ConversionRunning",
        "somebody may read it"
    );
}

#[test]
fn a_trigger_is_named_before_anything_is_offered() {
    let mut scene = Scene::<Lite>::new(&[]);
    let args = terms(ConvertedBy::Trigger { place: 0 }, at_a_discount(false));
    let create = scene.deal.create_conversion(&OWN, args);
    assert_eq!(scene.refused(create), "BadConversion");
}

#[test]
fn early_late_and_others_shares() {
    let mut scene = Scene::<Lite>::new(&[]);
    drop(scene);
    let (opens_at, closes_at) = {
        let mut probe = Scene::<Lite>::new(&[]);
        let now = probe.world.engine.now();
        let _ = &mut probe;
        (now + 10 * DAY, now + 20 * DAY)
    };
    scene = Scene::<Lite>::new(&[ConversionTerms {
        opens_at,
        closes_at,
        ..elected()
    }]);
    let (cid, eve) = (scene.cid, scene.eve);
    let converts = scene.converts(&cid, Some(UNIT));
    assert_eq!(scene.refused(converts.clone()), "ConversionNotOpen");
    scene.world.engine.set_now(opens_at);
    scene.goes(converts.clone());
    let unsigned = scene.collects(&cid);
    assert_eq!(scene.refused(unsigned), "OwnerConverts");
    let class = scene.deal.convert_class(&OWN);
    assert_eq!(scene.refused(class), "OwnerConverts");
    let mut others = converts.clone();
    for meta in &mut others.accounts {
        if meta.pubkey == cid {
            meta.pubkey = eve;
        }
    }
    assert_eq!(scene.refused(others), "NotOwner");
    let mut from_others = converts.clone();
    let (own, other) = (
        scene.deal.share_account(NOTE, &cid),
        scene.deal.share_account(NOTE, &eve),
    );
    for meta in &mut from_others.accounts {
        if meta.pubkey == own {
            meta.pubkey = other;
        }
    }
    assert_eq!(scene.refused(from_others), "SharesOfAnother");
    let much = scene.converts(&cid, Some(2_000 * UNIT));
    assert_eq!(scene.refused(much), "SharesShort");
    let none = scene.converts(&cid, Some(0));
    assert_eq!(scene.refused(none), "NothingToConvert");
    scene.world.engine.set_now(closes_at);
    assert_eq!(scene.refused(converts), "ConversionNotOpen");
    let closes = scene.deal.close_conversion(&OWN, false);
    scene.goes(closes);
    let equity = scene.tranche(EQUITY);
    assert_eq!(equity.shares, equity.issued().expect("no pot"));
}

/// The price of a book that was locked in the same slot, or within a day, does not count.
#[test]
fn a_price_that_was_just_made_does_not_count() {
    let open = ConversionRule::Price {
        floor: 500_000,
        cap: 0,
        discount_bps: 0,
        with_interest: false,
    };
    let mut scene = Scene::<Lite>::new(&[terms(BY_HOLDERS, open)]);
    let cid = scene.cid;
    let mut book = Offering::plan(&mut scene.world, &scene.deal, EQUITY, 1, "later line");
    (book.args.price, book.args.price_min) = (4_000_000, 4_000_000);
    book.open(&mut scene.world, &scene.deal, 16);
    sold(&book, &mut scene);
    let converts = |scene: &Scene<Lite>| scene.converts(&cid, Some(100 * UNIT));
    let call = converts(&scene);
    scene.goes(call);
    assert_eq!(
        scene.holder(EQUITY, &cid).shares,
        100 * SHARE,
        "at 1.00 still"
    );
    scene.world.pass(DAY);
    let call = converts(&scene);
    scene.goes(call);
    assert_eq!(scene.holder(EQUITY, &cid).shares, 125 * SHARE, "at 4.00");
}

/// Dora buys, and the book is locked.
fn sold(book: &Offering, scene: &mut Scene<Lite>) {
    let dora = scene.dora;
    scene.world.give(&dora, 2_000 * ONE);
    book.sell(&mut scene.world, &scene.deal, &[(dora, 2_000 * ONE)]);
}

#[test]
fn terms_stay_while_a_conversion_stands() {
    let (mut world, deal) = unoffered();
    world.go(&[deal.create_conversion(&OWN, elected())]);
    let mut scene = Scene::<Lite>::new(&[elected()]);
    let more = Proposal::Authorised {
        rank: NOTE,
        shares: NOTES + 1,
    };
    let sponsor = scene.deal.sponsor;
    let payer = scene.world.payer;
    let args = securities_tests::ix::resolution::args(
        securities::resolution::state::Proposer::Sponsor,
        more,
    );
    let proposes = scene.deal.propose_resolution(0, (&sponsor, &payer), args);
    assert_eq!(scene.refused(proposes), "ConversionStands");
}
