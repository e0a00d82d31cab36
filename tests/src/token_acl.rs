//! token-acl, as published: its bytecode, and the instructions that wallets send it.

use crate::{address, engine::Engine, token::TOKEN_2022, world::World};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{
        instruction::{AccountMeta, Instruction},
        system_program,
    },
};
use securities::chain::token_acl::ID;
use std::{fs, path::PathBuf, sync::OnceLock};

/// The tags of its instructions.
pub const CREATE_CONFIG: u8 = 0;
/// Gives a configuration another authority.
pub const SET_AUTHORITY: u8 = 1;
/// Gives a configuration another gate.
pub const SET_GATING_PROGRAM: u8 = 2;
/// Deletes a configuration.
pub const DELETE_CONFIG: u8 = 3;
/// Thaws with the authority.
pub const THAW: u8 = 4;
/// Freezes with the authority.
pub const FREEZE: u8 = 5;
/// Thaws for whom the gate lets.
pub const THAW_PERMISSIONLESS: u8 = 6;
/// Freezes for whom the gate lets.
pub const FREEZE_PERMISSIONLESS: u8 = 7;
/// Lets the gate decide, or nobody.
pub const TOGGLE: u8 = 8;
/// Thaws for whom the gate lets, unless it is thawed.
pub const THAW_IDEMPOTENT: u8 = 9;
/// Freezes for whom the gate lets, unless it is frozen.
pub const FREEZE_IDEMPOTENT: u8 = 10;

/// Its bytecode, read once.
///
/// # Panics
/// When it has not been built.
#[must_use]
pub fn bytecode() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let path = PathBuf::from(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/../target/deploy/token_acl.so"
        ));
        fs::read(&path).unwrap_or_else(|error| {
            panic!("{}: {error}; run `make token-acl` first", path.display())
        })
    })
}

/// Puts it on a chain.
pub fn load<E: Engine>(world: &mut World<E>) {
    world.engine.machine().add_program(ID, bytecode());
}

/// What a permissionless thaw or freeze of an account of a mint takes: its accounts, and those of the gate.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Whoever sends it.
    pub caller: Pubkey,
    /// The mint.
    pub mint: Pubkey,
    /// The token account.
    pub account: Pubkey,
    /// Its owner.
    pub owner: Pubkey,
    /// The mint's gate.
    pub gate: Pubkey,
    /// What the gate takes, its list included.
    pub extra: Vec<AccountMeta>,
}

impl Asked {
    /// Sends it as one of the four instructions.
    #[must_use]
    pub fn send(self, tag: u8) -> Instruction {
        let read = |key| AccountMeta::new_readonly(key, false);
        let mut accounts = vec![
            AccountMeta::new(self.caller, true),
            read(self.mint),
            AccountMeta::new(self.account, false),
            AccountMeta::new(address::flag(&self.account), false),
            read(self.owner),
            read(address::mint_config(&self.mint)),
            read(TOKEN_2022),
            read(system_program::ID),
            read(self.gate),
        ];
        accounts.extend(self.extra);
        Instruction {
            program_id: ID,
            accounts,
            data: vec![tag],
        }
    }
}

/// An instruction that the authority of a mint's configuration signs, with accounts of it and data.
#[must_use]
pub fn by_authority(tag: u8, accounts: Vec<AccountMeta>, data: &[u8]) -> Instruction {
    Instruction {
        program_id: ID,
        accounts,
        data: [&[tag], data].concat(),
    }
}
