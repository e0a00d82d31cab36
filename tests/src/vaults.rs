//! A chain on which nobody but the payer of fees has a key: everybody is the vault of a multisig, an address of another
//! program, which signs by carrying instructions out.

use crate::{
    engine::Engine,
    lite::{Lite, bytecode_path},
    machine::Machine,
    world::PAYER,
};
use anchor_lang::prelude::Pubkey;

/// Runs the bytecode, and the multisig's.
#[derive(Clone)]
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
        lite.machine().add_program(test_multisig::ID, &bytecode);
        Self(lite)
    }

    fn machine(&mut self) -> &mut Machine {
        self.0.machine()
    }

    fn vault(name: &str) -> Option<Pubkey> {
        (name != PAYER).then(|| test_multisig::vault(name).0)
    }
}
