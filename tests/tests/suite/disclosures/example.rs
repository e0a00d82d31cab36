//! The worked example of docs/disclosures.md, row by row: times, acts and outcomes are read from the page.

use super::{ACCOUNTS, REPORT, Scene, day, midnight, quarterly};
use crate::{on_both_engines, pages::page};
use securities::events::{DisclosurePosted, NoticePosted, WindowOpened};
use securities_tests::{
    audit,
    engine::{Engine, Failure, Outcome},
    events,
    ix::disclosure::URI,
    world::World,
};

on_both_engines! {
    the_year_of_the_page_comes_out_as_it_is_written => year;
}

const COLUMNS: &str = "| when (UTC) | what is done | what comes of it |";

/// The rows of the page's table.
fn rows() -> Vec<[String; 3]> {
    let page = page("disclosures.md");
    let lines = page.lines().skip_while(|line| *line != COLUMNS).skip(2);
    lines
        .take_while(|line| line.starts_with('|'))
        .map(|line| {
            let cells = line.trim_matches('|').split('|');
            let cells: Vec<String> = cells.map(|cell| cell.trim().replace('`', "")).collect();
            cells.try_into().expect("three cells")
        })
        .collect()
}

/// A time such as 2026-04-15 08:30:00.
fn time(text: &str) -> i64 {
    let numbers: Vec<u64> = text
        .split(['-', ' ', ':'])
        .map(|part| part.parse().expect("a number"))
        .collect();
    let [year, month, date, hours, minutes, seconds] = numbers[..] else {
        panic!("{text} is no time")
    };
    let seconds = hours * 3_600 + minutes * 60 + seconds;
    midnight(day(year, month, date)) + i64::try_from(seconds).expect("less than a day")
}

/// What an act of the page does.
fn act<E: Engine>(scene: &mut Scene<E>, what: &str) -> Result<Outcome, Failure> {
    let (deal, words) = (&scene.deal, what.split(' ').collect::<Vec<_>>());
    let period = || words.last().and_then(|number| number.parse().ok());
    let call = match words[..] {
        ["the", "auditor", "posts", "report", _] => {
            deal.post_disclosure(&scene.auditor, (REPORT, period().expect("a period")))
        }
        ["the", "sponsor", "posts", "accounts", _] => {
            deal.post_disclosure(&deal.sponsor, (ACCOUNTS, period().expect("a period")))
        }
        ["the", "sponsor", "posts", "a", "notice"] => deal.post_notice(0, URI),
        ["Ann", "sends", "Bob", "shares"] => deal.transfer_shares(1, &scene.ann, &scene.bob, 7),
        ["anyone", "calls", "open_window", "with", "report", _] => {
            deal.open_window(1, &[(REPORT, period().expect("a period")), (ACCOUNTS, 0)])
        }
        _ => panic!("the page does {what}"),
    };
    scene.world.send(&[call])
}

/// What came of it, in the page's words.
fn outcome(done: Result<Outcome, Failure>) -> String {
    let done = match done {
        Ok(done) => done,
        Err(failure) => return failure.name(),
    };
    if let Some(event) = events::of::<WindowOpened>(&done).first() {
        return format!("open until {}", event.until);
    }
    if let Some(event) = events::of::<DisclosurePosted>(&done).first() {
        return if event.late { "late" } else { "in time" }.to_owned();
    }
    match events::of::<NoticePosted>(&done).first() {
        Some(_) => "told".to_owned(),
        None => "they move".to_owned(),
    }
}

pub fn year<E: Engine>() -> World<E> {
    let mut scene = Scene::<E>::with(quarterly(), &[REPORT, ACCOUNTS]);
    let rows = rows();
    assert!(rows.len() > 12, "the page has the table");
    for [when, what, expected] in rows {
        scene.at(time(&when));
        let came = outcome(act(&mut scene, &what));
        let expected = match expected.strip_prefix("open until ") {
            Some(until) => format!("open until {}", time(until)),
            None => expected,
        };
        assert_eq!(came, expected, "{when}: {what}");
    }
    audit::check(&mut scene.world);
    scene.world
}
