//! Bytes of a transaction, reckoned from the format of messages.

use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use std::collections::BTreeMap;

/// The most bytes of a transaction.
pub const LIMIT: usize = 1_232;

/// Bytes of a length in the compact form.
const fn length(of: usize) -> usize {
    match of {
        0..0x80 => 1,
        0x80..0x4000 => 2,
        _ => 3,
    }
}

/// Who an instruction's accounts are, each once: whether any use of it signs or writes.
fn keys(payer: &Pubkey, instruction: &Instruction) -> BTreeMap<Pubkey, (bool, bool)> {
    let mut keys = BTreeMap::from([
        (*payer, (true, true)),
        (instruction.program_id, (false, false)),
    ]);
    for meta in &instruction.accounts {
        let (signs, writes) = keys.entry(meta.pubkey).or_default();
        *signs |= meta.is_signer;
        *writes |= meta.is_writable;
    }
    keys
}

fn body(instruction: &Instruction) -> usize {
    let (accounts, data) = (instruction.accounts.len(), instruction.data.len());
    1 + length(accounts) + accounts + length(data) + data
}

/// Bytes of a legacy transaction with one instruction, its signatures included.
#[must_use]
pub fn legacy(payer: &Pubkey, instruction: &Instruction) -> usize {
    let keys = keys(payer, instruction);
    let signers = keys.values().filter(|(signs, _)| *signs).count();
    length(signers)
        + 64 * signers
        + 3
        + length(keys.len())
        + 32 * keys.len()
        + 32
        + 1
        + body(instruction)
}

/// Bytes of a version 0 transaction with one instruction, all but signers and programs read from one lookup table.
#[must_use]
pub fn with_lookup_table(payer: &Pubkey, instruction: &Instruction) -> usize {
    let keys = keys(payer, instruction);
    let signers = keys.values().filter(|(signs, _)| *signs).count();
    let stays = |key: &Pubkey, signs: bool| signs || *key == instruction.program_id;
    let here = keys
        .iter()
        .filter(|(key, (signs, _))| stays(key, *signs))
        .count();
    let looked_up = keys.len() - here;
    let table = 1 + 32 + 2 + looked_up;
    length(signers)
        + 64 * signers
        + 1
        + 3
        + length(here)
        + 32 * here
        + 32
        + 1
        + body(instruction)
        + table
}
