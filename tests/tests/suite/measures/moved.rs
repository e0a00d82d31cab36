//! Recoveries and court orders: shares move to another record, and tokens follow.

use super::{LONG_NOTICE, NOTICE, RANK, STAKE, Scene};
use crate::{on_both_engines, payouts::owed};
use securities::measure::state::MeasureKind;
use securities_tests::{
    audit, engine::Engine, ix::measure::Reassigned, lite::Lite, read, token, world::World,
};

on_both_engines! {
    sponsor_and_arbitrator_sign_what_is_missing => signed;
    a_lost_key_is_recovered_with_all_that_its_record_has => recovered;
    a_court_order_moves_shares_and_leaves_what_they_earned => ordered;
}

fn recovered<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (ann, bob, cid, deal) = (scene.ann, scene.bob, scene.cid, scene.deal.clone());
    scene.pays(1 << 20);
    scene.announced(0, Some(&ann), MeasureKind::Recovery { to: cid });
    let sends = scene.sends(&ann, &bob, 1);
    assert_eq!(scene.world.refused(&[sends]), "SharesBlocked");
    scene.days(LONG_NOTICE);
    scene.pays(1 << 20);
    let moves = scene.moves(0, &ann, &cid);
    scene.world.go(&[moves]);

    assert_eq!(
        (scene.holder(&ann).shares, scene.holder(&cid).shares),
        (0, STAKE)
    );
    assert_eq!((scene.tokens(&ann), scene.tokens(&cid)), (0, STAKE));
    assert_eq!(owed(&mut scene.world, &deal, RANK, &ann), 0);
    assert_eq!(owed(&mut scene.world, &deal, RANK, &cid), 1 << 20);
    let mint = deal.class(RANK).mint;
    assert_eq!(read::supply(&mut scene.world.engine, &mint), 2 * STAKE);
    // The new owner claims and sends as any other.
    let sends = scene.sends(&cid, &bob, STAKE / 2);
    scene.world.go(&[deal.claim(RANK, &cid), sends]);
    audit::check(&mut scene.world);
    scene.world
}

fn ordered<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (ann, cid, deal) = (scene.ann, scene.cid, scene.deal.clone());
    let kind = MeasureKind::CourtOrder {
        to: cid,
        shares: STAKE / 4,
    };
    scene.announced(0, Some(&ann), kind);
    // The owner does not end it, and sends only what it leaves.
    let cancels = scene.cancels(0, Some(&ann), &ann);
    assert_eq!(scene.world.refused(&[cancels]), "NotMeasureAuthority");
    let sends = scene.sends(&ann, &cid, STAKE * 3 / 4 + 1);
    assert_eq!(scene.world.refused(&[sends]), "SharesBlocked");
    scene.days(LONG_NOTICE);
    scene.pays(1 << 20);
    let moves = scene.moves(0, &ann, &cid);
    scene.world.go(&[moves]);

    assert_eq!(scene.holder(&ann).shares, STAKE * 3 / 4);
    assert_eq!(
        (scene.tokens(&ann), scene.tokens(&cid)),
        (STAKE * 3 / 4, STAKE / 4)
    );
    assert_eq!(owed(&mut scene.world, &deal, RANK, &ann), 1 << 19);
    assert_eq!(owed(&mut scene.world, &deal, RANK, &cid), 0);
    // What is left is free.
    let sends = scene.sends(&ann, &cid, STAKE * 3 / 4);
    scene.world.go(&[sends]);
    audit::check(&mut scene.world);
    scene.world
}

/// A key that is not lost ends its recovery.
#[test]
fn the_owner_ends_its_recovery() {
    let mut scene = Scene::<Lite>::new();
    let (ann, bob, cid) = (scene.ann, scene.bob, scene.cid);
    scene.announced(0, Some(&ann), MeasureKind::Recovery { to: cid });
    scene.days(LONG_NOTICE);
    let by_bob = scene.cancels(0, Some(&ann), &bob);
    assert_eq!(scene.world.refused(&[by_bob]), "NotMeasureAuthority");
    let cancels = scene.cancels(0, Some(&ann), &ann);
    let sends = scene.sends(&ann, &bob, STAKE);
    scene.world.go(&[cancels, sends]);
    let moves = scene.moves(0, &ann, &cid);
    assert_eq!(scene.world.refused(&[moves]), "MeasureEnded");
}

/// The tokens may be in several accounts of the owner.
#[test]
fn tokens_are_gathered_from_several_accounts() {
    let mut scene = Scene::<Lite>::new();
    let (ann, cid, deal) = (scene.ann, scene.cid, scene.deal.clone());
    let class = deal.class(RANK).clone();
    let rent = scene.world.engine.rent(1_000);
    let other = scene.world.own_key("ann's other account");
    let payer = scene.world.payer;
    scene.world.go(&token::create_share_account(
        &payer,
        &other,
        rent,
        &class.mint,
        &ann,
    ));
    let first = deal.share_account(RANK, &ann);
    let spreads = token::transfer_shares(
        &class.tranche,
        (&first, &ann),
        (&other, &ann),
        STAKE / 3,
        class.terms.decimals,
    );
    scene.announced(0, Some(&ann), MeasureKind::Recovery { to: cid });
    // Between its own accounts an owner moves what it likes.
    scene.world.go(&[spreads]);
    scene.days(LONG_NOTICE);
    let take = |accounts: Vec<_>| {
        let how = Reassigned {
            accounts,
            ..Reassigned::default()
        };
        deal.reassign_shares_so(0, (RANK, &ann), &cid, how)
    };
    assert_eq!(scene.world.refused(&[take(vec![])]), "TokensMissing");
    let bobs = deal.share_account(RANK, &scene.bob);
    assert_eq!(
        scene.world.refused(&[take(vec![first, bobs])]),
        "SharesOfAnother"
    );
    scene.world.go(&[take(vec![first, other])]);
    assert_eq!((scene.holder(&ann).shares, scene.tokens(&cid)), (0, STAKE));
    audit::check(&mut scene.world);
}

/// An owner that burns its tokens does not keep a court order from its shares: sponsor and arbitrator sign that they are gone.
#[test]
fn burnt_tokens_stop_no_court_order() {
    let mut scene = Scene::<Lite>::new();
    let (ann, cid, deal) = (scene.ann, scene.cid, scene.deal.clone());
    let kind = MeasureKind::CourtOrder {
        to: cid,
        shares: STAKE,
    };
    scene.announced(0, Some(&ann), kind);
    let class = deal.class(RANK).clone();
    let account = deal.share_account(RANK, &ann);
    let burns = token::burn(&token::TOKEN_2022, &account, &class.mint, &ann, STAKE / 2);
    scene.world.go(&[burns]);
    scene.days(LONG_NOTICE);
    let how = |signed: bool, accounts: Vec<_>| {
        let how = Reassigned {
            signed,
            accounts,
            ..Reassigned::default()
        };
        deal.reassign_shares_so(0, (RANK, &ann), &cid, how)
    };
    // Tokens that are there are looked for.
    assert_eq!(scene.world.refused(&[how(true, vec![])]), "TokensMissing");
    assert_eq!(
        scene.world.refused(&[how(false, vec![account])]),
        "TokensMissing"
    );
    assert_eq!(scene.holder(&ann).shares, STAKE);
    scene.world.go(&[how(true, vec![account])]);
    assert_eq!((scene.holder(&ann).shares, scene.tokens(&cid)), (0, STAKE));
    assert_eq!(
        read::supply(&mut scene.world.engine, &class.mint),
        2 * STAKE
    );
    audit::check(&mut scene.world);
}

/// Sponsor and arbitrator may be vaults of multisigs. Measures are about owners with a key: here whoever pays the fees.
pub fn signed<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::new();
    let (ann, cid, deal) = (scene.ann, scene.cid, scene.deal.clone());
    let owner = scene.world.payer;
    let welcome = deal.welcome(RANK, &owner, &owner);
    scene.world.go(&welcome);
    let sends = scene.sends(&ann, &owner, STAKE / 2);
    scene.world.go(&[sends]);
    let block = scene.block_all(60);
    scene.announced(0, Some(&owner), block);
    for by in [deal.sponsor, deal.arbitrator] {
        let number = u16::from(by == deal.arbitrator);
        let cancels = scene.cancels(number, Some(&owner), &by);
        scene.world.go(&[cancels]);
        scene.announced(number + 1, Some(&owner), block);
    }
    let cancels = scene.cancels(2, Some(&owner), &deal.sponsor);
    scene.world.go(&[cancels]);
    let kind = MeasureKind::CourtOrder {
        to: cid,
        shares: STAKE / 2,
    };
    scene.announced(3, Some(&owner), kind);
    let account = deal.share_account(RANK, &owner);
    let mint = deal.class(RANK).mint;
    let burns = token::burn(&token::TOKEN_2022, &account, &mint, &owner, STAKE / 4);
    scene.world.go(&[burns]);
    scene.days(LONG_NOTICE);
    let how = Reassigned {
        signed: true,
        accounts: vec![account],
        ..Reassigned::default()
    };
    let takes = deal.reassign_shares_so(3, (RANK, &owner), &cid, how);
    scene.world.go(&[takes]);
    assert_eq!(scene.holder(&cid).shares, STAKE / 2);
    scene.announced(4, None, MeasureKind::Pause { days: 1 });
    scene.days(NOTICE);
    let pauses = scene.takes(4, None);
    scene.world.go(&[pauses]);
    audit::check(&mut scene.world);
    scene.world
}
