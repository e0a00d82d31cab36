//! The table of `docs/reach.md`: what was found is what the page says. `UPDATE_DOCS=1` writes it.

use crate::trials::{Form, Verdict, tried};
use securities_reach_tests::chain::FOREIGN;
use std::fs;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reach.md");
/// The table's first line, which tells it from others of the page.
const HEAD: &str = "| program | hooked shares | wrapped shares | tokens of SPL Token |\n";

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
    let rows = FOREIGN.map(|program| {
        let [hooked, wrapped, classic] =
            [Form::Hooked, Form::Wrapped, Form::Classic].map(|form| cell(&tried(program, form)));
        format!(
            "| {} | {hooked} | {wrapped} | {classic} |\n",
            program.published
        )
    });
    format!("{HEAD}| --- | --- | --- | --- |\n{}", rows.concat())
}

#[test]
fn the_page_says_what_was_found() {
    let page = fs::read_to_string(PAGE).expect("the page");
    let begin = page.find(HEAD).expect("the table");
    let (before, rest) = page.split_at(begin);
    let lines = rest.split_inclusive('\n');
    let said: String = lines.take_while(|line| line.starts_with('|')).collect();
    let found = table();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        let after = rest.get(said.len()..).unwrap_or_default();
        fs::write(PAGE, format!("{before}{found}{after}")).expect("the page is written");
    } else {
        assert_eq!(said, found, "UPDATE_DOCS=1 writes what was found");
    }
}
