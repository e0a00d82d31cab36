//! What becomes of an instruction when one of its accounts is not what it should be.

use crate::{engine::Engine, world::World};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};

/// A valid instruction, and the same instruction of another deal.
pub struct Subject {
    /// The instruction.
    pub call: Instruction,
    /// Its twin, whose accounts have the same roles.
    pub other: Instruction,
}

/// What is expected when an account is replaced or loses a right: names of errors; `-` where nothing is tried since
/// the twin shares the account or the right was never there; `free` where any such account will do by design.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The account's role.
    pub account: &'static str,
    /// Another deal's account of the same role.
    pub other: &'static str,
    /// An address that nobody has.
    pub nobody: &'static str,
    /// Without its signature.
    pub unsigned: &'static str,
    /// Read-only.
    pub read_only: &'static str,
}

/// A row of a table.
#[must_use]
pub const fn row(
    account: &'static str,
    other: &'static str,
    nobody: &'static str,
    unsigned: &'static str,
    read_only: &'static str,
) -> Row {
    Row {
        account,
        other,
        nobody,
        unsigned,
        read_only,
    }
}

/// Tries every change of every account and compares each error with the table. The instruction itself is then sent
/// and must go through, which shows that each refusal had the one cause.
///
/// # Panics
/// With the whole table as it came out, when it is not the one given.
pub fn check<E: Engine>(world: &mut World<E>, name: &str, subject: &Subject, expected: &[Row]) {
    let roles: Vec<&str> = expected.iter().map(|row| row.account).collect();
    let mut wrong = Vec::new();
    let mut actual = Vec::new();
    for (at, meta) in subject.call.accounts.iter().enumerate() {
        let twin = subject
            .other
            .accounts
            .get(at)
            .map_or(meta.pubkey, |meta| meta.pubkey);
        let stranger = Pubkey::new_from_array([at as u8 + 100; 32]);
        let row = expected
            .get(at)
            .copied()
            .unwrap_or(row("?", "", "", "", ""));
        let changes = [
            (
                row.other,
                (twin != meta.pubkey).then(|| change(subject, at, |meta| meta.pubkey = twin)),
            ),
            (
                row.nobody,
                (!meta.is_signer).then(|| change(subject, at, |meta| meta.pubkey = stranger)),
            ),
            (
                row.unsigned,
                meta.is_signer
                    .then(|| change(subject, at, |meta| meta.is_signer = false)),
            ),
            (
                row.read_only,
                meta.is_writable
                    .then(|| change(subject, at, |meta| meta.is_writable = false)),
            ),
        ];
        let found = changes.map(|(wanted, tried)| match tried {
            None => "-".to_owned(),
            Some(_) if wanted == "free" => wanted.to_owned(),
            Some(call) => attempt(world, &call),
        });
        let role = roles.get(at).copied().unwrap_or("?");
        let line = format!(
            "row({:?}, {:?}, {:?}, {:?}, {:?}),",
            role, found[0], found[1], found[2], found[3]
        );
        let matches = expected.get(at).is_some_and(|row| {
            [row.other, row.nobody, row.unsigned, row.read_only]
                .iter()
                .zip(&found)
                .all(|(a, b)| a == b)
        });
        if !matches {
            wrong.push(role);
        }
        actual.push(line);
    }
    assert!(
        wrong.is_empty() && expected.len() == actual.len(),
        "{name}: other than expected at {wrong:?}:\n{}",
        actual.join("\n")
    );
    world.go(std::slice::from_ref(&subject.call));
}

fn change(
    subject: &Subject,
    at: usize,
    edit: impl Fn(&mut anchor_lang::solana_program::instruction::AccountMeta),
) -> Instruction {
    let mut call = subject.call.clone();
    edit(&mut call.accounts[at]);
    call
}

fn attempt<E: Engine>(world: &mut World<E>, call: &Instruction) -> String {
    match world.send(std::slice::from_ref(call)) {
        Ok(_) => "WENT THROUGH".to_owned(),
        Err(failure) => failure.name(),
    }
}
