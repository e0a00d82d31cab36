//! Measures the program on its bytecode and writes `docs/benchmarks.md`: compute units, account and transaction
//! bytes, the size of the program. Keys are fixed, so that the same bytecode gives the same page.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::arithmetic_side_effects,
    clippy::integer_division,
    reason = "a benchmark that meets the unexpected must stop"
)]

use securities_tests::bench::{accounts, batch, hook, instructions, lines, page::Page};

fn main() {
    let mut page = Page::default();
    instructions::measure(&mut page);
    lines::measure(&mut page);
    batch::measure(&mut page);
    hook::measure(&mut page);
    accounts::measure(&mut page);
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/benchmarks.md");
    let before = std::fs::read_to_string(path).unwrap_or_default();
    std::fs::write(path, page.write(&before)).expect("docs can be written");
    println!("wrote docs/benchmarks.md");
}
