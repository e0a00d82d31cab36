//! What instructions take after their named accounts: the IDL says it in the words of the code that reads it.

use crate::layers::{SOURCE, collect};
use securities::{
    book::{
        offer::rights::SET_ASIDE,
        settlement::{
            grant_rewards::REWARD_ACCOUNTS,
            held_shares::PROMOTE_TRANCHES,
            lock_book::RATE_SOURCES,
            lock_group::{EACH_BOOK, TESTED_TRANCHES},
        },
        ticket::qualify_ticket::OWNER_CREDENTIALS,
    },
    cash::{distribution::pay_holders::HOLDERS, waterfall::tranches::EVERY_TRANCHE},
    chain::token_acl::FREEZING,
    disclosure::open_window::NEEDED_DISCLOSURES,
    measure::reassign_shares::SHARE_ACCOUNTS,
    resolution::{
        draft::DRAFT_PROPOSED, electorate::UNCOUNTED_RECORDS, execute_resolution::BY_KIND,
    },
    structure::{open_books::EVERY_OPEN_BOOK, set_structure::CHANGED_TRANCHES},
    winding::close_account::BY_ACCOUNT,
    wrapper::wrap_shares::PAYOUTS,
};
use serde_json::Value;
use std::{collections::BTreeSet, fs, path::Path};

/// The instructions that take accounts after the named ones, and the groups that they read, in order.
const READ: &[(&str, &[&str])] = &[
    ("begin_wind_down", &[EVERY_TRANCHE]),
    ("check_triggers", &[EVERY_TRANCHE]),
    ("close_account", &[BY_ACCOUNT]),
    ("close_book", &[SET_ASIDE]),
    ("carry_out_distribution", &[EVERY_TRANCHE]),
    ("collect_source", &[EVERY_TRANCHE]),
    ("convert_class", &[EVERY_TRANCHE]),
    ("correct_loss", &[EVERY_TRANCHE]),
    ("disqualify_ticket", &[OWNER_CREDENTIALS]),
    ("draw_proceeds", &[EVERY_TRANCHE]),
    ("elect_pik", &[EVERY_TRANCHE]),
    ("end_wind_down", &[EVERY_TRANCHE]),
    ("execute_resolution", &[BY_KIND]),
    ("lock_book", &[RATE_SOURCES, PROMOTE_TRANCHES]),
    ("lock_group", &[EACH_BOOK, TESTED_TRANCHES]),
    ("open_window", &[NEEDED_DISCLOSURES]),
    ("pay_fee_from_treasury", &[EVERY_TRANCHE]),
    ("pay_holders", &[HOLDERS]),
    ("post_distribution", &[EVERY_TRANCHE]),
    (
        "propose_resolution",
        &[EVERY_TRANCHE, UNCOUNTED_RECORDS, DRAFT_PROPOSED],
    ),
    ("reassign_shares", &[FREEZING, SHARE_ACCOUNTS]),
    ("record_loss", &[EVERY_TRANCHE]),
    ("release_proceeds", &[PROMOTE_TRANCHES]),
    ("release_retention", &[EVERY_TRANCHE]),
    ("return_proceeds", &[EVERY_TRANCHE]),
    ("set_structure", &[CHANGED_TRANCHES, EVERY_OPEN_BOOK]),
    ("settle_ticket", &[FREEZING, REWARD_ACCOUNTS]),
    ("step_control", &[EVERY_TRANCHE]),
    ("sweep_vault", &[EVERY_TRANCHE]),
    ("take_points", &[FREEZING]),
    ("wrap_shares", &[PAYOUTS]),
];

fn tree(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What an instruction's documentation says of its remaining accounts.
fn said(docs: &str) -> Option<&str> {
    let (_, rest) = docs.split_once("Remaining accounts")?;
    rest.split_once(": ").map(|(_, text)| text)
}

#[test]
fn the_idl_says_what_is_read_after_the_named_accounts() {
    let idl: Value = serde_json::from_str(&tree("app/idl/securities.json")).expect("an IDL");
    let mut saying = BTreeSet::new();
    for instruction in idl["instructions"].as_array().expect("instructions") {
        let name = instruction["name"].as_str().expect("a name");
        let lines = instruction["docs"].as_array().expect("docs").iter();
        let docs = lines.map(|line| line.as_str().expect("a line"));
        let docs = docs.collect::<Vec<_>>().join(" ");
        let read = READ.iter().find(|(known, _)| *known == name);
        match (said(&docs), read) {
            (None, None) => {}
            (Some(text), Some((_, groups))) => {
                let expected = format!("{}.", groups.join("; then "));
                assert!(text.starts_with(&expected), "{name} reads: {expected}");
                saying.insert(name.to_owned());
            }
            (said, _) => panic!("{name} says {said:?} of its remaining accounts"),
        }
    }
    assert_eq!(saying.len(), READ.len(), "each is an instruction");
}

/// No other instruction looks at them.
#[test]
fn no_other_instruction_reads_any() {
    let mut reading = BTreeSet::new();
    let mut paths = Vec::new();
    collect(Path::new(SOURCE), &mut paths);
    for path in paths {
        let text = fs::read_to_string(&path).expect("a source file");
        let mut function = "";
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("pub fn ") {
                function = rest.split(['<', '(']).next().unwrap_or_default();
            }
            if line.contains("remaining_accounts") {
                reading.insert(function.to_owned());
            }
        }
    }
    let known: BTreeSet<String> = READ.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(reading, known);
}
