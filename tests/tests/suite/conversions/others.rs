//! Locks, many holders, addresses of programs, and classes of another security.

use super::{
    EQUITY, NOTE, NOTES, ONE, OWN, SHARE, Scene, UNIT, at_a_discount, is_covered, note, terms,
};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::{
    conversion::state::{Conversion, ConversionRule, ConversionTerms, ConvertedBy},
    security::state::{Security, Status},
};
use securities_tests::{
    audit,
    deal::{Deal, junior, tiers_of},
    engine::Engine,
    ix::conversion::Pair,
    lite::Lite,
    offering::Offering,
    read,
    world::{DAY, Money, World},
};

on_both_engines! {
    shares_of_a_spac_become_those_of_its_target => merged;
    what_was_locked_stays_locked => locked;
}

const BY_TRIGGER: ConvertedBy = ConvertedBy::Trigger { place: 0 };

/// Deals of a sponsor with equity only.
fn equity<E: Engine>(world: &mut World<E>, sponsor: &str) -> Deal {
    let classes = vec![junior(0)];
    let tiers = tiers_of(&classes);
    Deal::with(world, sponsor, 1, classes, tiers)
}

/// Two shares of the target for three of the SPAC.
fn merged<E: Engine>() -> World<E> {
    let mut world = World::<E>::new(Money::Classic);
    let spac = equity(&mut world, "spac sponsor");
    let target = equity(&mut world, "target sponsor");
    let pair = Pair {
        from: 0,
        other: Some(&target),
        to: 0,
        number: 0,
    };
    let rule = ConversionRule::Ratio { to: 2, from: 3 };
    let args = ConversionTerms {
        shares: spac.class(0).terms.authorised / 3 * 2 + 2,
        ..terms(ConvertedBy::Holders, rule)
    };
    let create = spac.create_conversion(&pair, args);
    let mut unsigned = create.clone();
    for meta in &mut unsigned.accounts {
        if meta.pubkey == target.sponsor {
            meta.pubkey = spac.sponsor;
        }
    }
    assert_eq!(world.refused(&[unsigned]), "NotSponsor");
    world.go(&[create]);
    let [ann, bob] = ["ann", "bob"].map(|name| world.investor(name, 5_000 * ONE));
    let book = Offering::standard(&mut world, &spac, 0, "spac line");
    book.sell(&mut world, &spac, &[(ann, 5_000 * ONE)]);
    let welcome = target.welcome(0, &world.payer, &ann);
    world.go(&welcome);
    let converts = spac.convert_shares(&pair, (&ann, true), Some(1_000 * SHARE));
    assert_eq!(
        world.refused(std::slice::from_ref(&converts)),
        "NotBegunInto"
    );
    let book = Offering::standard(&mut world, &target, 0, "target line");
    book.sell(&mut world, &target, &[(bob, 3_000 * ONE)]);
    let late = spac.create_conversion(
        &Pair { number: 1, ..pair },
        ConversionTerms {
            number: 1,
            closes_at: world.engine.now() + DAY,
            ..terms(ConvertedBy::Holders, rule)
        },
    );
    assert_eq!(world.refused(&[late]), "StructureClosed");
    let stage = |world: &mut World<E>, status: Status| {
        read::edit::<Security>(&mut world.engine, &target.security, |security| {
            security.status = status as u8;
        });
    };
    for status in [Status::Winding, Status::Ended] {
        stage(&mut world, status);
        assert_eq!(world.refused(std::slice::from_ref(&converts)), "Winding");
    }
    stage(&mut world, Status::Active);
    for (given, refusal) in [
        (securities::ID, "SecurityMissing"),
        (spac.waterfall, "AccountDiscriminatorMismatch"),
    ] {
        let mut other = converts.clone();
        let place = other.accounts.len() - 3;
        assert_eq!(other.accounts[place].pubkey, target.security);
        other.accounts[place].pubkey = given;
        assert_eq!(world.refused(&[other]), refusal);
    }
    let mut own = converts.clone();
    let place = own.accounts.len() - 3;
    own.accounts[place].pubkey = spac.security;
    assert_eq!(world.refused(&[own]), "WrongSecurity");
    world.go(&[converts]);
    audit::check(&mut world);
    let received = 1_000 * SHARE * 2 / 3;
    let tokens = read::balance(&mut world.engine, &target.share_account(0, &ann));
    assert_eq!(tokens, received);
    world
}

/// The whole class of the SPAC is to become shares of a target that is wound down by then.
#[test]
fn no_class_becomes_shares_of_a_deal_that_winds_down() {
    let mut world = World::<Lite>::new(Money::Classic);
    let spac = equity(&mut world, "spac sponsor");
    let target = equity(&mut world, "target sponsor");
    let pair = Pair {
        from: 0,
        other: Some(&target),
        to: 0,
        number: 0,
    };
    let rule = ConversionRule::Ratio { to: 2, from: 3 };
    let args = ConversionTerms {
        shares: spac.class(0).terms.authorised / 3 * 2 + 2,
        ..terms(ConvertedBy::Resolution, rule)
    };
    world.go(&[spac.create_conversion(&pair, args)]);
    for (deal, line) in [(&spac, "spac line"), (&target, "target line")] {
        let owner = world.investor(&format!("buyer in the {line}"), 3_000 * ONE);
        let book = Offering::standard(&mut world, deal, 0, line);
        book.sell(&mut world, deal, &[(owner, 3_000 * ONE)]);
    }
    let address = spac.conversion(&pair);
    read::edit::<Conversion>(&mut world.engine, &address, |conversion| {
        conversion.approved = 1;
    });
    let converts = spac.convert_class(&pair);
    for status in [Status::Winding, Status::Ended] {
        read::edit::<Security>(&mut world.engine, &target.security, |security| {
            security.status = status as u8;
        });
        assert_eq!(world.refused(std::slice::from_ref(&converts)), "Winding");
    }
    assert_eq!(
        read::state::<Conversion>(&mut world.engine, &address).done,
        0
    );
    read::edit::<Security>(&mut world.engine, &target.security, |security| {
        security.status = Status::Active as u8;
    });
    world.go(&[converts]);
    audit::check(&mut world);
    assert_eq!(
        read::state::<Conversion>(&mut world.engine, &address).held,
        2_000 * SHARE
    );
}

/// Nothing is asked of the security of a class of the same deal, so none is passed.
#[test]
fn no_other_security_is_passed_for_a_class_of_the_same() {
    let mut scene = Scene::<Lite>::new(&[terms(ConvertedBy::Holders, at_a_discount(false))]);
    let other = equity(&mut scene.world, "other sponsor").security;
    let cid = scene.cid;
    let converts = scene.deal.convert_shares(&OWN, (&cid, true), Some(UNIT));
    for passed in [scene.deal.security, other] {
        let mut call = converts.clone();
        let place = call.accounts.len() - 3;
        assert_eq!(call.accounts[place].pubkey, securities::ID, "none is");
        call.accounts[place].pubkey = passed;
        assert_eq!(scene.refused(call), "WrongSecurity");
    }
    scene.goes(converts);
}

fn locked<E: Engine>() -> World<E> {
    let conversions = [
        terms(BY_TRIGGER, at_a_discount(false)),
        terms(ConvertedBy::Holders, at_a_discount(false)),
    ];
    let mut scene = Scene::<E>::made(&conversions, &note(), 300, vec![is_covered()]);
    let (cid, now) = (scene.cid, scene.world.engine.now());
    let record = scene.holder(NOTE, &cid);
    assert_eq!(record.locked_at(now).expect("a day"), record.shares);
    let second = Pair { number: 1, ..OWN };
    let elects = scene.deal.convert_shares(&second, (&cid, true), Some(1));
    assert_eq!(scene.refused(elects), "SharesLocked");

    scene.falls_to(7_000 * ONE);
    let converts = scene.deal.convert_class(&OWN);
    scene.goes(converts);
    let late = scene.deal.convert_shares(&second, (&cid, true), Some(1));
    assert_eq!(scene.refused(late), "ClassConverted");
    let part = scene.converts(&cid, Some(1));
    assert_eq!(scene.refused(part), "SharesLocked");
    let collects = scene.collects(&cid);
    scene.goes(collects);
    let now = scene.world.engine.now();
    let taken = scene.holder(EQUITY, &cid);
    let still = taken.locked_at(now).expect("a day");
    assert_eq!((still, taken.shares), (2_500 * SHARE, 2_500 * SHARE));
    scene.world.pass(300 * DAY);
    let now = scene.world.engine.now();
    assert_eq!(
        taken.locked_at(now).expect("a day"),
        0,
        "up to the same day"
    );
    // Another conversion of the class is over with it.
    let closes = scene.deal.close_conversion(&second, false);
    scene.goes(closes);
    scene.world
}

/// An address of a program that has not shown that it can reach anything is left alone until it signs.
#[test]
fn nobody_collects_for_an_address_that_may_not_reach_it() {
    let mut scene = Scene::<Lite>::new(&[terms(BY_TRIGGER, at_a_discount(false))]);
    let pool = scene.world.program_address("pool").address;
    for rank in [NOTE, EQUITY] {
        let welcome = scene.deal.welcome(rank, &scene.world.payer, &pool);
        scene.world.go(&welcome);
    }
    let cid = scene.cid;
    let sends = scene.deal.transfer_shares(NOTE, &cid, &pool, 300 * UNIT);
    scene.goes(sends);
    scene.falls_to(7_000 * ONE);
    let converts = scene.deal.convert_class(&OWN);
    scene.goes(converts);
    let collects = scene.collects(&pool);
    assert_eq!(scene.refused(collects), "OwnerConverts");
    let signs = scene.converts(&pool, None);
    scene.goes(signs);
    assert_eq!(scene.tokens(EQUITY, &pool), 375 * SHARE);
}

/// Each of forty holders of odd numbers has the whole part of its exact fraction, and what rounding left goes to all.
#[test]
fn many_holders_have_their_parts_to_the_unit() {
    let mut scene = Scene::<Lite>::with(&[terms(BY_TRIGGER, at_a_discount(true))], &note());
    assert_eq!(scene.deal.class(NOTE).terms.authorised, NOTES);
    let (cid, eve) = (scene.cid, scene.eve);
    let holders: Vec<(Pubkey, u64)> = (0..40_u64)
        .map(|at| {
            let owner = scene.world.person(&format!("holder {at}"));
            (owner, 1 + 977 * at)
        })
        .collect();
    for (owner, shares) in &holders {
        for rank in [NOTE, EQUITY] {
            let welcome = scene.deal.welcome(rank, &scene.world.payer, owner);
            scene.world.go(&welcome);
        }
        let sends = scene.deal.transfer_shares(NOTE, &cid, owner, *shares);
        scene.world.go(&[sends]);
    }
    scene.falls_to(8_000 * ONE);
    let converts = scene.deal.convert_class(&OWN);
    let units = scene.world.go(&[converts]).units_of(&securities::ID)[0];
    assert!(units < 60_000, "{units} whatever the number of holders");
    audit::check(&mut scene.world);
    let (issued, all) = (scene.conversion().held, scene.tranche(NOTE).shares);
    let (mut collected, mut most) = (0, 0);
    let rest: u64 = holders.iter().map(|(_, shares)| shares).sum();
    let others = [(cid, 2_000 * UNIT - rest), (eve, 1_000 * UNIT)];
    for (owner, shares) in holders.iter().chain(&others) {
        let collects = scene.collects(owner);
        let units = scene.world.go(&[collects]).units_of(&securities::ID)[0];
        most = most.max(units);
        let exact = u128::from(*shares) * u128::from(issued) / u128::from(all);
        let received = scene.tokens(EQUITY, owner);
        assert_eq!(u128::from(received), exact);
        collected += received;
    }
    println!("{units} units for a class, at most {most} for a holder");
    assert!(most <= 20_000, "{most} for one holder");
    assert!(issued - collected < 42);
    assert_eq!(scene.conversion().held, issued - collected);
    let before = scene.tranche(EQUITY).shares;
    let closes = scene.deal.close_conversion(&OWN, false);
    scene.goes(closes);
    assert_eq!(scene.tranche(EQUITY).shares, before - (issued - collected));
}
