//! The table of `docs/reach.md`: what was found is what the page says. `UPDATE_DOCS=1` writes it.

use crate::trials::{Form, Verdict, tried};
use securities_reach_tests::chain::FOREIGN;
use std::fs;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reach.md");
const BEGIN: &str = "<!-- what was found: written by make test-reach -->\n";
const END: &str = "<!-- end of what was found -->";

fn cell(verdict: &Verdict) -> String {
    match verdict {
        Ok(units) => format!("yes, {}", thousands(*units)),
        Err(why) => format!("no: {why}"),
    }
}

fn thousands(number: u64) -> String {
    if number < 1_000 {
        return number.to_string();
    }
    format!("{},{:03}", number / 1_000, number % 1_000)
}

fn table() -> String {
    let head = "| program | hooked shares | wrapped shares | tokens of SPL Token |\n| --- | --- | --- | --- |\n";
    let rows = FOREIGN.map(|program| {
        let [hooked, wrapped, classic] =
            [Form::Hooked, Form::Wrapped, Form::Classic].map(|form| cell(&tried(program, form)));
        format!(
            "| {} | {hooked} | {wrapped} | {classic} |\n",
            program.published
        )
    });
    format!("{head}{}", rows.concat())
}

#[test]
fn the_page_says_what_was_found() {
    let page = fs::read_to_string(PAGE).expect("the page");
    let (before, rest) = page.split_once(BEGIN).expect("where the table begins");
    let (said, after) = rest.split_once(END).expect("where it ends");
    let found = format!("\n{}\n", table());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let written = format!("{before}{BEGIN}{found}{END}{after}");
        fs::write(PAGE, written).expect("the page is written");
    } else {
        assert_eq!(said, found, "UPDATE_DOCS=1 writes what was found");
    }
}
