//! A chain on which nobody but the payer of fees has a key: everybody is the vault of a multisig, an address of another
//! program, which signs by carrying instructions out.

use crate::{
    engine::{Account, Engine, Failure, Outcome},
    lite::{Lite, bytecode_path},
    world::PAYER,
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use solana_keypair::Keypair;

/// Runs the bytecode, and the multisig's.
pub struct Vaults(Lite);

impl Engine for Vaults {
    fn start(now: i64) -> Self {
        let mut lite = Lite::start(now);
        let path = bytecode_path().with_file_name("test_multisig.so");
        let bytecode = std::fs::read(&path).unwrap_or_else(|error| {
            panic!(
                "no multisig at {}: {error}; run tools/sbf/build tests/multisig first",
                path.display()
            )
        });
        lite.add_program(test_multisig::ID, &bytecode);
        Self(lite)
    }

    fn send(
        &mut self,
        instructions: &[Instruction],
        signers: &[&Keypair],
    ) -> Result<Outcome, Failure> {
        self.0.send(instructions, signers)
    }

    fn account(&mut self, address: &Pubkey) -> Option<Account> {
        self.0.account(address)
    }

    fn set_account(&mut self, address: &Pubkey, account: Account) {
        self.0.set_account(address, account);
    }

    fn now(&mut self) -> i64 {
        self.0.now()
    }

    fn set_now(&mut self, now: i64) {
        self.0.set_now(now);
    }

    fn epoch(&mut self) -> u64 {
        self.0.epoch()
    }

    fn rent(&mut self, space: usize) -> u64 {
        self.0.rent(space)
    }

    fn vault(name: &str) -> Option<Pubkey> {
        (name != PAYER).then(|| test_multisig::vault(name).0)
    }
}
