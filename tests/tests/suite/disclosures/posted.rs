//! What holders are told: by whom, when, and once.

use super::{ACCOUNTS, REPORT, Scene, day, midnight, quarterly};
use crate::on_both_engines;
use anchor_lang::prelude::Pubkey;
use securities::{
    events::{DisclosurePosted, DisclosuresSet, NoticePosted},
    role::state::{KEY_DELAY, Role},
};
use securities_tests::{
    engine::{Account, Engine},
    events,
    ix::disclosure::URI,
    lite::Lite,
    world::World,
};

on_both_engines! {
    a_disclosure_is_posted_from_the_day_after_its_period_and_is_late_after_its_due_day => course;
}

/// A text without the zeros after it.
fn text(padded: &[u8]) -> &str {
    std::str::from_utf8(padded)
        .expect("a text")
        .trim_end_matches('\0')
}

fn sold() -> Scene<Lite> {
    Scene::with(quarterly(), &[REPORT])
}

fn course<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::with(quarterly(), &[REPORT]);
    let auditor = scene.auditor;
    // Periods end on 31 March, 30 June, 30 September and 31 December.
    let ends = [
        day(2026, 3, 31),
        day(2026, 6, 30),
        day(2026, 9, 30),
        day(2026, 12, 31),
    ];
    for (period, end) in (0..).zip(ends) {
        let due = end + 10;
        let post = scene.deal.post_disclosure(&auditor, (REPORT, period));
        scene.at(midnight(end + 1) - 1);
        assert_eq!(
            scene.world.refused(std::slice::from_ref(&post)),
            "PeriodNotOver"
        );
        // In the first second, the last that is not late, the first that is, and a year after.
        let (time, late) = [
            (midnight(end + 1), false),
            (midnight(due + 1) - 1, false),
            (midnight(due + 1), true),
            (midnight(due + 365), true),
        ][usize::try_from(period).unwrap_or_default()];
        scene.at(time);
        let done = scene.world.go(&[post]);
        let event = &events::of::<DisclosurePosted>(&done)[0];
        assert_eq!(
            (event.kind, event.period, event.attestor),
            (REPORT, period, auditor)
        );
        assert_eq!((event.due_day, event.late), (due.into(), late));
        assert_eq!(event.sha256, [REPORT; 32]);
        let record = scene.posted((REPORT, period));
        assert_eq!((record.kind, record.period), (REPORT, period));
        assert_eq!((record.posted_at, record.due_day), (time, due.into()));
        assert_eq!((record.late, record.attestor), (late.into(), auditor));
        assert_eq!(
            (record.security, record.sha256),
            (scene.deal.security, [REPORT; 32])
        );
        assert_eq!(text(&record.uri), URI);
        assert_eq!(text(&event.uri), URI);
    }
    scene.world
}

#[test]
fn the_first_one_counts() {
    let mut scene = sold();
    scene.at(midnight(day(2026, 4, 1)));
    scene.post((REPORT, 0));
    let before = scene.posted((REPORT, 0));
    scene.world.pass(1);
    let again =
        scene
            .deal
            .post_disclosure_at(&scene.auditor, (REPORT, 0), "https://example.org/other");
    assert_eq!(scene.world.refused(&[again]), "DisclosurePosted");
    let after = scene.posted((REPORT, 0));
    assert!(bytemuck::bytes_of(&before) == bytemuck::bytes_of(&after));
}

#[test]
fn nobody_but_the_attestor_posts() {
    let mut scene = sold();
    scene.at(midnight(day(2026, 4, 1)));
    let stranger = scene.world.person("stranger");
    let (sponsor, auditor) = (scene.deal.sponsor, scene.auditor);
    for (who, of) in [
        (stranger, (REPORT, 0)),
        (sponsor, (REPORT, 0)),
        (stranger, (ACCOUNTS, 0)),
        (auditor, (ACCOUNTS, 0)),
    ] {
        let post = scene.deal.post_disclosure(&who, of);
        assert_eq!(scene.world.refused(&[post]), "NotAttestor", "{of:?}");
    }
    let post = scene.deal.post_disclosure(&auditor, (REPORT + 1, 0));
    assert_eq!(scene.world.refused(&[post]), "DisclosureUnknown");
    let mut unsigned = scene.deal.post_disclosure(&auditor, (REPORT, 0));
    unsigned.accounts[0].is_signer = false;
    assert_eq!(scene.world.refused(&[unsigned]), "AccountNotSigner");
}

#[test]
fn where_no_attestor_is_named_it_is_whoever_is_the_sponsor() {
    let mut scene = sold();
    let (old, new) = (scene.deal.sponsor, scene.world.person("new sponsor"));
    let propose = scene.deal.propose_role((&old, &old), Role::Sponsor, &new);
    scene.world.go(&[propose]);
    scene.world.pass(KEY_DELAY);
    scene
        .world
        .go(&[scene.deal.accept_role(Role::Sponsor, &new, &old)]);
    let of_old = scene.deal.post_disclosure(&old, (ACCOUNTS, 0));
    assert_eq!(scene.world.refused(&[of_old]), "NotAttestor");
    let of_new = scene.deal.post_disclosure(&new, (ACCOUNTS, 0));
    scene.world.go(&[of_new]);
    assert_eq!(scene.posted((ACCOUNTS, 0)).attestor, new);
}

#[test]
fn an_address_of_128_bytes_fits_and_a_longer_one_is_refused() {
    let mut scene = sold();
    scene.at(midnight(day(2026, 4, 1)));
    let (fits, long) = ("x".repeat(128), "x".repeat(129));
    let post = |uri: &str| {
        scene
            .deal
            .post_disclosure_at(&scene.auditor, (REPORT, 0), uri)
    };
    let (fitting, too_long) = (post(&fits), post(&long));
    assert_eq!(scene.world.refused(&[too_long]), "TextTooLong");
    scene.world.go(&[fitting]);
    assert_eq!(scene.posted((REPORT, 0)).uri.as_slice(), fits.as_bytes());
    let notice = scene.deal.post_notice(1, &long);
    assert_eq!(scene.world.refused(&[notice]), "TextTooLong");
    let notice = scene.deal.post_notice(1, &fits);
    scene.world.go(&[notice]);
}

#[test]
fn lamports_at_the_address_hold_up_nobody() {
    let mut scene = sold();
    scene.at(midnight(day(2026, 4, 1)));
    let address = scene.deal.disclosure((REPORT, 0));
    let gift = Account {
        lamports: 1_000_000,
        data: Vec::new(),
        owner: anchor_lang::solana_program::system_program::ID,
    };
    scene.world.engine.set_account(&address, gift);
    scene.post((REPORT, 0));
    assert_eq!(scene.posted((REPORT, 0)).late, 0);
}

#[test]
fn a_period_after_the_calendar_is_refused() {
    let mut scene = sold();
    for period in [696, 100_000, u32::MAX] {
        let post = scene.deal.post_disclosure(&scene.auditor, (REPORT, period));
        assert_eq!(scene.world.refused(&[post]), "DateOutOfRange", "{period}");
    }
}

#[test]
fn a_notice_is_an_event_of_the_sponsor() {
    let mut scene = sold();
    let before = scene.world.program_accounts().len();
    let done = scene.world.go(&[scene.deal.post_notice(200, URI)]);
    let event = &events::of::<NoticePosted>(&done)[0];
    assert_eq!((event.security, event.kind), (scene.deal.security, 200));
    assert_eq!((event.sha256, text(&event.uri)), ([200; 32], URI));
    assert_eq!(event.disclosure, Pubkey::default(), "about none");
    assert_eq!(scene.world.program_accounts().len(), before, "no account");
    let mut notice = scene.deal.post_notice(200, URI);
    notice.accounts[0].pubkey = scene.auditor;
    assert_eq!(scene.world.refused(&[notice]), "NotSponsor");
}

#[test]
fn a_notice_names_the_disclosure_that_it_corrects() {
    let mut scene = sold();
    scene.at(midnight(day(2026, 4, 1)));
    let disclosure = scene.deal.disclosure((REPORT, 0));
    let notice = scene.deal.post_notice_about(Some(disclosure), 7, URI);
    // Nothing is posted there yet.
    let early = scene.world.refused(std::slice::from_ref(&notice));
    assert_eq!(early, "AccountOwnedByWrongProgram");
    scene.post((REPORT, 0));
    let done = scene.world.go(&[notice]);
    assert_eq!(events::of::<NoticePosted>(&done)[0].disclosure, disclosure);
    let calendar = scene
        .deal
        .post_notice_about(Some(scene.deal.calendar()), 7, URI);
    assert_eq!(
        scene.world.refused(&[calendar]),
        "AccountDiscriminatorMismatch"
    );
}

#[test]
fn a_calendar_that_is_set_says_so() {
    let mut scene = Scene::<Lite>::planned();
    let items = scene.items();
    let done = scene.world.go(&[scene.deal.set_disclosures(items.clone())]);
    assert_eq!(events::of::<DisclosuresSet>(&done)[0].items, items);
}
