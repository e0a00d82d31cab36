//! The page that is written.

use std::fmt::Write;

/// A measured instruction.
pub struct Line {
    /// What was done.
    pub what: String,
    /// Compute units, or another measure.
    pub measured: u64,
    /// The most it may be.
    pub budget: Option<u64>,
    /// Bytes of a legacy transaction with it.
    pub bytes: Option<usize>,
}

/// An instruction that walks the line, measured at each size of [`super::lines::CAPACITIES`].
pub struct Sizes {
    /// What was done.
    pub what: String,
    /// Compute units.
    pub measured: [u64; 3],
    /// The most it may be.
    pub budget: Option<u64>,
}

/// What has been measured so far.
#[derive(Default)]
pub struct Page {
    /// Compute units of instructions.
    pub instructions: Vec<Line>,
    /// Compute units by size of the line.
    pub lines: Vec<Sizes>,
    /// Compute units around transfers of shares.
    pub transfers: Vec<Line>,
    /// Batches of holders.
    pub batches: Vec<Line>,
    /// Name, bytes and rent of accounts.
    pub accounts: Vec<(String, usize, u64)>,
    /// Bytes of the program.
    pub binary: u64,
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn or_dash(number: Option<u64>) -> String {
    number.map_or_else(|| "-".to_owned(), grouped)
}

impl Page {
    /// The page as Markdown.
    ///
    /// `before` is the page as it was: the sections that scripts of the client write are kept.
    #[must_use]
    pub fn write(&self, before: &str) -> String {
        let mut out = String::from(HEAD);
        out.push_str("## Instructions\n\n| instruction | compute units | budget | transaction bytes |\n| --- | ---: | ---: | ---: |\n");
        for line in &self.instructions {
            let bytes = or_dash(line.bytes.map(|bytes| bytes as u64));
            let budget = or_dash(line.budget);
            writeln!(
                out,
                "| {} | {} | {budget} | {bytes} |",
                line.what,
                grouped(line.measured)
            )
            .expect("a string");
        }
        out.push_str("\nCompute units are those of the instruction alone. Transaction bytes are those of a legacy transaction with\nthis instruction and the signatures it needs, its fee paid by a key of its own. Instructions that create accounts look\nfor their addresses, at 1,500 units a try: books that differ by 3,000 units differ by luck.\n");
        self.sizes(&mut out);
        Self::table(&mut out, "Transfers of shares", TRANSFERS, &self.transfers);
        Self::table(&mut out, "Batches of holders", BATCHES, &self.batches);
        out.push_str(
            "\n## Accounts\n\n| account | bytes | rent, lamports |\n| --- | ---: | ---: |\n",
        );
        for (name, bytes, rent) in &self.accounts {
            writeln!(
                out,
                "| {name} | {} | {} |",
                grouped(*bytes as u64),
                grouped(*rent)
            )
            .expect("a string");
        }
        out.push_str("\nRent is by the Rent sysvar of the virtual machine; it comes back when the account is closed.\n");
        writeln!(
            out,
            "\n## Program\n\n| what | bytes | budget |\n| --- | ---: | ---: |\n| `securities.so` | {} | {} |",
            grouped(self.binary),
            grouped(BINARY)
        )
        .expect("a string");
        for section in SECTIONS.iter().filter_map(|name| section(before, name)) {
            writeln!(out, "\n{section}").expect("a string");
        }
        out
    }

    fn sizes(&self, out: &mut String) {
        write!(out, "\n## Lines\n\n{LINES}\n\n| instruction | 16 places | 1,024 places | 65,536 places | budget | largest against smallest | at most |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n").expect("a string");
        for line in &self.lines {
            let [small, middle, large] = line.measured;
            let more = large.saturating_sub(small) * 1_000 / small;
            writeln!(
                out,
                "| {} | {} | {} | {} | {} | +{}.{} % | +20 % |",
                line.what,
                grouped(small),
                grouped(middle),
                grouped(large),
                or_dash(line.budget),
                more / 10,
                more % 10
            )
            .expect("a string");
        }
    }

    fn table(out: &mut String, title: &str, about: &str, lines: &[Line]) {
        write!(
            out,
            "\n## {title}\n\n{about}\n\n| what | measured | budget |\n| --- | ---: | ---: |\n"
        )
        .expect("a string");
        for line in lines {
            writeln!(
                out,
                "| {} | {} | {} |",
                line.what,
                grouped(line.measured),
                or_dash(line.budget)
            )
            .expect("a string");
        }
    }
}

/// A section with its marks.
fn section<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    let begin = page.find(&format!("<!-- {name}: begin -->"))?;
    let end = format!("<!-- {name}: end -->");
    let length = page.get(begin..)?.find(&end)? + end.len();
    page.get(begin..begin + length)
}

/// The most bytes of the bytecode: what large programs of the field take.
const BINARY: u64 = 1_900_000;

/// The sections that scripts of the client write, in their order.
const SECTIONS: [&str; 5] = ["bundle", "site", "frames", "bot", "index"];

const HEAD: &str = "# Benchmarks

Written by `cargo run -p securities-tests --bin bench` from the bytecode in `target/deploy/securities.so`
(`make build`), with fixed keys: the same bytecode gives the same page, but for the times of pictures, and for the sections on
the bot and the index, which `make bench-bot` and `make bench-index` write. Budgets are aims, not thresholds: nothing fails
when one is passed. Money is in the classic token program unless said otherwise.

";

const LINES: &str = "A third of each line's places is taken, and the ticket's address is found at the first try. So that the line alone
differs, tickets before the measured ones are written into the accounts.";

const TRANSFERS: &str = "Token-2022 looks for the address of each holder record and tries bumps from 255 down, each at 1,500 units. At best both
are found at once. The hook itself does not depend on bumps.";

const BATCHES: &str = "Compute units of `pay_holders` with one holder, and for each holder more; and how many fit a transaction of 1,232
bytes, each account but the payer and the program read from a lookup table.";
