//! A sponsor that would like windows of its own making.

use super::{ACCOUNTS, REPORT, Scene, day, midnight, quarterly, rules};
use securities::{disclosure::calendar::DisclosureTerms, tranche::window::WindowTerms};
use securities_tests::{
    engine::Engine,
    lite::Lite,
    offering::Offering,
    world::{BEGIN, DAY},
};

#[test]
fn once_a_book_is_open_and_ever_after_a_lock_the_calendar_and_the_rules_stand() {
    let mut scene = Scene::<Lite>::planned();
    scene.rule(quarterly(), &[REPORT]);
    let items = scene.items();
    let changes = [
        scene.deal.set_disclosures(vec![]),
        scene.deal.set_disclosures(items),
        scene
            .deal
            .set_transfer_rules(1, rules(WindowTerms::Never, &[])),
        scene
            .deal
            .set_transfer_rules(1, rules(WindowTerms::Always, &[])),
        scene.deal.set_transfer_rules(1, rules(quarterly(), &[])),
    ];
    let book = Offering::standard(&mut scene.world, &scene.deal, 0, "line");
    for change in &changes {
        let refused = scene.world.refused(std::slice::from_ref(change));
        assert_eq!(
            refused, "StructureClosed",
            "a book of another class is open"
        );
    }
    let money = 2_000_000_000;
    let owner = scene.world.investor("owner", money);
    book.sell(&mut scene.world, &scene.deal, &[(owner, money)]);
    for change in &changes {
        let refused = scene.world.refused(std::slice::from_ref(change));
        assert_eq!(refused, "StructureClosed", "it is locked");
    }
}

/// Rules name a kind; the calendar that is offered then has it no more. Nothing opens, rather than without it.
#[test]
fn a_need_that_vanished_from_the_calendar_keeps_windows_shut() {
    let mut scene = Scene::<Lite>::planned();
    scene.rule(quarterly(), &[REPORT, ACCOUNTS]);
    let [_, accounts] = scene.items()[..] else {
        panic!("there are two")
    };
    scene
        .world
        .go(&[scene.deal.set_disclosures(vec![accounts])]);
    scene.sell();
    scene.at(midnight(day(2026, 4, 14)));
    scene.post((ACCOUNTS, 0));
    scene.at(midnight(day(2026, 4, 15)));
    for needed in [&[][..], &[(ACCOUNTS, 0)], &[(REPORT, 0), (ACCOUNTS, 0)]] {
        assert_eq!(scene.not_opened(needed), "DisclosureUnknown");
    }
    assert_eq!(scene.open_until(), 0);
}

/// It names itself, posts by dates of its choice, and then offers a calendar with an auditor's name on it.
#[test]
fn what_was_posted_by_one_calendar_is_not_worn_by_another() {
    let mut scene = Scene::<Lite>::planned();
    let sponsor = scene.deal.sponsor;
    let [report, _] = scene.items()[..] else {
        panic!("there are two")
    };
    let own = DisclosureTerms {
        anchor: day(2025, 12, 31),
        months: 1,
        attestor: sponsor,
        ..report
    };
    scene.world.go(&[scene.deal.set_disclosures(vec![own])]);
    let post = scene.deal.post_disclosure(&sponsor, (REPORT, 0));
    scene.world.go(&[post]);
    for items in [vec![report], vec![own], vec![]] {
        let set = scene.deal.set_disclosures(items);
        assert_eq!(scene.world.refused(&[set]), "DisclosuresFixed");
    }
}

/// Before the first lock rules are replaced, and with them what a window had opened.
#[test]
fn new_rules_begin_closed() {
    let mut scene = Scene::<Lite>::planned();
    let all_year = super::ranges(&[(day(2026, 1, 1), day(2027, 1, 1))]);
    scene.rule(all_year, &[]);
    scene.open_window(&[]);
    assert_eq!(scene.open_until(), midnight(day(2027, 1, 1)));
    scene.rule(quarterly(), &[REPORT]);
    assert_eq!(scene.open_until(), 0);
    scene.sell();
    assert!(scene.world.engine.now() < BEGIN + 60 * DAY);
    assert_eq!(scene.exchange(), Some("WindowClosed".to_owned()));
}
