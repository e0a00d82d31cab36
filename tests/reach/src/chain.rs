//! A chain that runs the published programs of others beside the securities program.

use anchor_lang::prelude::Pubkey;
use securities_tests::{
    engine::{Engine, Failure, Refusal},
    lite::{Lite, bytecode_path},
    machine::Machine,
    world::World,
};

/// Where a chain keeps its clock.
pub const CLOCK: Pubkey = Pubkey::from_str_const("SysvarC1ock11111111111111111111111111111111");

/// A program of others, by the crate that it is published as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// The crate and its version.
    pub published: &'static str,
    /// What it is built into, in `target/deploy`.
    pub file: &'static str,
    /// Where it runs.
    pub id: Pubkey,
}

/// Pools of constant product; one token program for both sides.
pub const TOKEN_SWAP: Foreign = Foreign {
    published: "spl-token-swap 3.0.0",
    file: "reach_token_swap.so",
    id: Pubkey::from_str_const("SwapsVeCiPHMUAtzQWZw7RjsKjgCjhwU55QGu4U1Szw"),
};

/// The same over a token library that reads both token programs.
pub const TOKEN_SWAP_BOTH: Foreign = Foreign {
    published: "spl-token-swap 3.0.0, both token programs",
    file: "reach_both_token_swap.so",
    id: Pubkey::from_str_const("ReachSwapBoth111111111111111111111111111111"),
};

/// A lending market; one token program for all reserves.
pub const TOKEN_LENDING: Foreign = Foreign {
    published: "spl-token-lending 0.2.0",
    file: "reach_token_lending.so",
    id: Pubkey::from_str_const("6TvznH3B2e3p2mbhufNBpgSrLx6UkgvxtVQvopEZ2kuH"),
};

/// The same over a token library that reads both token programs.
pub const TOKEN_LENDING_BOTH: Foreign = Foreign {
    published: "spl-token-lending 0.2.0, both token programs",
    file: "reach_both_token_lending.so",
    id: Pubkey::from_str_const("ReachLendBoth111111111111111111111111111111"),
};

/// An order book; either token program for either side.
pub const MANIFEST: Foreign = Foreign {
    published: "manifest-dex 2.0.1",
    file: "reach_manifest.so",
    id: Pubkey::from_str_const("MNFSTqtC93rEfYHB6hF82sKdZpUDFWkViLByLd1k1Ms"),
};

/// All of them.
pub const FOREIGN: [Foreign; 5] = [
    TOKEN_SWAP,
    TOKEN_SWAP_BOTH,
    MANIFEST,
    TOKEN_LENDING,
    TOKEN_LENDING_BOTH,
];

/// Programs that a refusal names.
const KNOWN: [(&str, &str); 4] = [
    ("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb", "Token-2022"),
    ("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "SPL Token"),
    (
        "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL",
        "associated accounts",
    ),
    ("11111111111111111111111111111111", "system"),
];

/// Runs all of them.
pub struct Beside(Lite);

impl Engine for Beside {
    fn start(now: i64) -> Self {
        let mut lite = Lite::start(now);
        for program in FOREIGN {
            let path = bytecode_path().with_file_name(program.file);
            let bytecode = std::fs::read(&path).unwrap_or_else(|error| {
                panic!("no {}: {error}; run make test-reach", path.display())
            });
            lite.machine().add_program(program.id, &bytecode);
        }
        Self(lite)
    }

    fn machine(&mut self) -> &mut Machine {
        self.0.machine()
    }
}

/// A chain with such programs.
pub type Chain = World<Beside>;

/// Which program refused first, and how: by its number, or by the runtime's words.
#[must_use]
pub fn why(failure: &Failure) -> String {
    let failed = failure.logs.iter().find_map(|line| {
        let (program, words) = line.strip_prefix("Program ")?.split_once(" failed: ")?;
        Some((program.to_owned(), words.to_owned()))
    });
    let Some((program, words)) = failed else {
        return match &failure.refusal {
            Refusal::Custom(number) => number.to_string(),
            Refusal::Instruction(name) | Refusal::Transaction(name) => name.clone(),
        };
    };
    let number = words
        .strip_prefix("custom program error: 0x")
        .and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let said = number.map_or(words, |number| format!("error {number}"));
    format!("{}: {said}", name(&program))
}

fn name(program: &str) -> String {
    let known = KNOWN.iter().find(|(id, _)| *id == program);
    let foreign = FOREIGN.iter().find(|one| one.id.to_string() == program);
    match (known, foreign) {
        (Some((_, name)), _) => (*name).to_owned(),
        (None, Some(foreign)) => {
            let name = foreign.published.split(' ').next();
            name.unwrap_or_default().to_owned()
        }
        (None, None) if program == securities::ID.to_string() => "securities".to_owned(),
        (None, None) => program.to_owned(),
    }
}
