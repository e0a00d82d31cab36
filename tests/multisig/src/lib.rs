//! What a multisig does once its members have agreed, and nothing else: it carries out an instruction and signs it as
//! its vaults, which are addresses of the program without a private key.
//!
//! The first account is the program that is called, the others are those of the call. The data is the number of vaults,
//! of each its bump and its name with the length ahead, and then the data of the call.

#![allow(unexpected_cfgs)]

use anchor_lang::{
    prelude::{AccountInfo, AccountMeta, ProgramError, Pubkey},
    solana_program::{entrypoint::ProgramResult, instruction::Instruction, program::invoke_signed},
};

/// Where it is.
pub const ID: Pubkey = Pubkey::from_str_const("muLtiMuLtiMuLtiMuLtiMuLtiMuLtiMuLtiMuLti111");
/// Seed of every vault, before its name.
pub const VAULT: &[u8] = b"vault";

/// The vault of a name, and its bump.
#[must_use]
pub fn vault(name: &str) -> (Pubkey, u8) {
    Pubkey::find_program_address(&[VAULT, name.as_bytes()], &ID)
}

/// The call of an instruction, signed as some vaults.
#[must_use]
pub fn carry_out(call: &Instruction, names: &[&str]) -> Instruction {
    let mut data = vec![u8::try_from(names.len()).unwrap_or(u8::MAX)];
    let mut vaults = Vec::new();
    for name in names {
        let (address, bump) = vault(name);
        data.extend([bump, u8::try_from(name.len()).unwrap_or(u8::MAX)]);
        data.extend(name.as_bytes());
        vaults.push(address);
    }
    data.extend(&call.data);
    let mut accounts = vec![AccountMeta::new_readonly(call.program_id, false)];
    accounts.extend(call.accounts.iter().map(|meta| AccountMeta {
        is_signer: meta.is_signer && !vaults.contains(&meta.pubkey),
        ..meta.clone()
    }));
    Instruction {
        program_id: ID,
        accounts,
        data,
    }
}

// On the host the program under test has the entry point, and there is one.
#[cfg(target_os = "solana")]
anchor_lang::solana_program::entrypoint!(process);

/// Carries out an instruction.
///
/// # Errors
/// Those of the call; for data that is none.
pub fn process(_: &Pubkey, accounts: &[AccountInfo<'_>], data: &[u8]) -> ProgramResult {
    let bad = ProgramError::InvalidInstructionData;
    let (count, mut rest) = data.split_first().ok_or(bad.clone())?;
    let mut seeds = Vec::new();
    let mut vaults = Vec::new();
    for _ in 0..*count {
        let (bump, after) = rest.split_first().ok_or(bad.clone())?;
        let (length, after) = after.split_first().ok_or(bad.clone())?;
        let (name, after) = after
            .split_at_checked(usize::from(*length))
            .ok_or(bad.clone())?;
        rest = after;
        seeds.push((name, [*bump]));
        vaults.push(Pubkey::create_program_address(
            &[VAULT, name, &[*bump]],
            &ID,
        )?);
    }
    let (program, inner) = accounts.split_first().ok_or(bad)?;
    let call = Instruction {
        program_id: *program.key,
        accounts: inner
            .iter()
            .map(|account| AccountMeta {
                pubkey: *account.key,
                is_signer: account.is_signer || vaults.contains(account.key),
                is_writable: account.is_writable,
            })
            .collect(),
        data: rest.to_vec(),
    };
    let seeds: Vec<[&[u8]; 3]> = seeds
        .iter()
        .map(|(name, bump)| [VAULT, *name, bump.as_slice()])
        .collect();
    let seeds: Vec<&[&[u8]]> = seeds.iter().map(|one| one.as_slice()).collect();
    invoke_signed(&call, accounts, &seeds)
}
