//! What must have been told before a window opens.

use super::{ACCOUNTS, REPORT, Scene, day, midnight, quarterly};
use crate::on_both_engines;
use anchor_lang::{Discriminator, prelude::Pubkey, solana_program::instruction::AccountMeta};
use securities::disclosure::state::Disclosure;
use securities_tests::{
    deal::{self, Deal},
    engine::{Account, Engine},
    lite::Lite,
    world::{DAY, World},
};

/// The report of the first quarter, and the accounts of 2025.
const SPRING: [(u8, u32); 2] = [(REPORT, 0), (ACCOUNTS, 0)];

on_both_engines! {
    a_late_disclosure_costs_a_window_and_the_next_one_opens => late;
}

/// The deal on the day before its first window, which needs both kinds; some of it is posted.
fn eve<E: Engine>(posted: &[(u8, u32)]) -> Scene<E> {
    let mut scene = Scene::<E>::with(quarterly(), &[REPORT, ACCOUNTS]);
    scene.at(midnight(day(2026, 4, 15)) - DAY);
    for of in posted {
        scene.post(*of);
    }
    scene
}

/// The same, on the window's first day.
fn begun(posted: &[(u8, u32)]) -> Scene<Lite> {
    let mut scene = eve(posted);
    scene.at(midnight(day(2026, 4, 15)));
    scene
}

fn late<E: Engine>() -> World<E> {
    let mut scene = eve::<E>(&[(ACCOUNTS, 0)]);
    let first = midnight(day(2026, 4, 15));
    scene.at(first);
    assert_eq!(scene.not_opened(&SPRING), "DisclosureMissing");
    // In the window's first second it is too late, and stays so.
    scene.post((REPORT, 0));
    for time in [first, first + DAY, midnight(day(2026, 4, 25)) - 1] {
        scene.at(time);
        assert_eq!(scene.not_opened(&SPRING), "DisclosureLate");
        assert_eq!(scene.exchange(), Some("WindowClosed".to_owned()));
    }
    // For the next window the report of the second quarter counts.
    scene.at(midnight(day(2026, 7, 15)) - 1);
    scene.post((REPORT, 1));
    scene.world.pass(1);
    assert_eq!(
        scene.not_opened(&SPRING),
        "DisclosureMissing",
        "the old one"
    );
    scene.open_window(&[(REPORT, 1), (ACCOUNTS, 0)]);
    assert_eq!(scene.open_until(), midnight(day(2026, 7, 25)));
    assert_eq!(scene.exchange(), None);
    scene.world
}

#[test]
fn with_everything_in_time_it_opens() {
    let mut scene = begun(&SPRING);
    scene.open_window(&SPRING);
    assert_eq!(scene.open_until(), midnight(day(2026, 4, 25)));
    assert_eq!(scene.exchange(), None);
}

#[test]
fn the_second_before_the_window_is_in_time_also_after_the_due_day() {
    let mut scene = eve::<Lite>(&[(ACCOUNTS, 0)]);
    scene.at(midnight(day(2026, 4, 15)) - 1);
    scene.post((REPORT, 0));
    assert_eq!(scene.posted((REPORT, 0)).late, 1, "it was due on 10 April");
    scene.world.pass(1);
    scene.open_window(&SPRING);
}

#[test]
fn in_the_window_itself_the_disclosures_are_not_asked_for_again() {
    let mut scene = begun(&SPRING);
    scene.open_window(&SPRING);
    // Whoever calls again without them changes nothing.
    scene.open_window(&[]);
    assert_eq!(scene.open_until(), midnight(day(2026, 4, 25)));
}

#[test]
fn whatever_is_missing_keeps_it_closed() {
    for posted in [&[][..], &SPRING[..1], &SPRING[1..]] {
        let mut scene = begun(posted);
        assert_eq!(scene.not_opened(&SPRING), "DisclosureMissing");
    }
    let mut scene = begun(&SPRING);
    for passed in [
        &[][..],
        &SPRING[..1],
        &SPRING[1..],
        &[SPRING[1], SPRING[0]],
        &[SPRING[0], SPRING[0]],
        &[SPRING[0], (ACCOUNTS, 1)],
    ] {
        assert_eq!(scene.not_opened(passed), "DisclosureMissing", "{passed:?}");
    }
    assert_eq!(scene.open_until(), 0);
}

#[test]
fn a_disclosure_of_another_period_or_kind_does_not_count() {
    let mut scene = Scene::<Lite>::with(quarterly(), &[REPORT, ACCOUNTS]);
    scene.at(midnight(day(2026, 7, 14)));
    for of in [(REPORT, 0), (REPORT, 1), (ACCOUNTS, 0)] {
        scene.post(of);
    }
    scene.at(midnight(day(2026, 7, 15)));
    for wrong in [(REPORT, 0), (ACCOUNTS, 0)] {
        let refused = scene.not_opened(&[wrong, (ACCOUNTS, 0)]);
        assert_eq!(refused, "DisclosureMissing", "{wrong:?}");
    }
    scene.open_window(&[(REPORT, 1), (ACCOUNTS, 0)]);
}

#[test]
fn what_looks_like_a_disclosure_does_not_count() {
    let mut scene = begun(&SPRING[1..]);
    // Another deal of the same sponsor and attestor, whose report was posted in time.
    let mut other = Deal::plan(&mut scene.world, "sponsor", 2);
    other = other.create(
        &mut scene.world,
        vec![deal::junior(0)],
        deal::tiers_of(&[deal::junior(0)]),
    );
    let items = scene.items();
    scene.world.go(&[other.set_disclosures(items)]);
    scene.at(midnight(day(2026, 4, 14)));
    scene
        .world
        .go(&[other.post_disclosure(&scene.auditor, (REPORT, 0))]);
    scene.at(midnight(day(2026, 4, 15)));

    // An account of another program with the same bytes as one that would do.
    let foreign = scene.world.own_key("foreign");
    let account = scene.world.engine.account(&other.disclosure((REPORT, 0)));
    let mut account: Account = account.expect("it was posted");
    assert!(account.data.starts_with(Disclosure::DISCRIMINATOR));
    account.data[8 + 24..8 + 56].copy_from_slice(scene.deal.security.as_ref());
    account.owner = Pubkey::new_from_array([9; 32]);
    scene.world.engine.set_account(&foreign, account);

    for (what, address) in [
        ("another security's", other.disclosure((REPORT, 0))),
        ("another program's", foreign),
        ("the calendar", scene.deal.calendar()),
        ("the tranche", scene.deal.class(1).tranche),
        ("nothing", scene.deal.disclosure((REPORT, 9))),
    ] {
        let mut call = scene.deal.open_window(1, &[(ACCOUNTS, 0)]);
        let at = call.accounts.len() - 1;
        call.accounts
            .insert(at, AccountMeta::new_readonly(address, false));
        assert_eq!(scene.world.refused(&[call]), "DisclosureMissing", "{what}");
    }
    let call = scene.deal.open_window_without(1, Some(other.calendar()));
    assert_eq!(scene.world.refused(&[call]), "WrongSecurity");
    let call = scene.deal.open_window_without(1, None);
    assert_eq!(scene.world.refused(&[call]), "DisclosureUnknown");
}

#[test]
fn what_was_not_due_by_the_first_day_is_not_needed() {
    // The first report is due on 10 April: on a window that begins that day it counts, on one the day before it does not.
    for (first, needed) in [(9, &[][..]), (10, &[(REPORT, 0)][..])] {
        let window = super::ranges(&[(day(2026, 4, first), day(2026, 4, 20))]);
        let mut scene = Scene::<Lite>::with(window, &[REPORT]);
        scene.at(midnight(day(2026, 4, 12)));
        if !needed.is_empty() {
            assert_eq!(scene.not_opened(&[]), "DisclosureMissing");
            scene.at(midnight(day(2026, 4, 9)));
            scene.post((REPORT, 0));
            scene.at(midnight(day(2026, 4, 12)));
        }
        scene.open_window(needed);
        assert_eq!(scene.open_until(), midnight(day(2026, 4, 20)));
    }
}
