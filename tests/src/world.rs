//! A chain with people and money on it.

use crate::{
    engine::{Account, Engine, Failure, Outcome},
    events, token,
};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{instruction::Instruction, system_program},
};
use solana_keypair::Keypair;
use solana_signer::Signer;
use std::collections::{BTreeMap, BTreeSet};

/// When every world begins: 2026-01-01 12:00 UTC.
pub const BEGIN: i64 = 1_767_268_800;
/// Seconds in a day.
pub const DAY: i64 = 86_400;

/// What money is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Money {
    /// A mint of the classic token program.
    Classic,
    /// A mint of Token-2022.
    Token2022,
    /// A mint of Token-2022 whose accounts the payer can freeze.
    Freezable,
    /// Wrapped SOL.
    WrappedSol,
}

/// A chain, a mint to settle in, and the keys of everyone in the test.
pub struct World<E> {
    /// The chain.
    pub engine: E,
    /// What money is.
    pub money: Money,
    /// The mint.
    pub mint: Pubkey,
    /// The mint's program.
    pub token_program: Pubkey,
    /// Pays every transaction's fee, and mints money.
    pub payer: Pubkey,
    /// Number of the last event of each security that was seen.
    pub sequences: BTreeMap<Pubkey, u64>,
    /// Holder records that were closed: each may leave a fraction of a unit behind.
    pub closed_holders: u64,
    /// Warrants that their holders burnt without exercising them.
    pub burnt_warrants: u64,
    /// Every account of the program that a transaction named.
    pub touched: BTreeSet<Pubkey>,
    /// The program's instructions that a vault of a multisig has signed, by their discriminators.
    pub carried_out: BTreeSet<Vec<u8>>,
    keys: BTreeMap<Pubkey, Keypair>,
    vaults: BTreeMap<Pubkey, String>,
    unkeyed: BTreeSet<Pubkey>,
}

/// An address of a program, and what proves that it is one.
#[derive(Clone, Debug)]
pub struct ProgramAddress {
    /// The address.
    pub address: Pubkey,
    /// The program.
    pub program: Pubkey,
    /// What the address is derived from, with the bump as the last.
    pub seeds: Vec<Vec<u8>>,
}

/// Who pays the fees; it has a key on every chain.
pub const PAYER: &str = "payer";

/// The key of a name; the same in every run.
#[must_use]
pub fn keypair(name: &str) -> Keypair {
    let mut secret = [0; 32];
    secret
        .iter_mut()
        .zip(name.bytes())
        .for_each(|(to, byte)| *to = byte);
    assert!(name.len() <= 32, "a key's name has at most 32 bytes");
    Keypair::new_from_array(secret)
}

impl<E: Engine> World<E> {
    /// A new chain.
    #[must_use]
    pub fn new(money: Money) -> Self {
        let mut world = Self {
            engine: E::start(BEGIN),
            money,
            mint: Pubkey::default(),
            token_program: match money {
                Money::Classic | Money::WrappedSol => token::CLASSIC,
                Money::Token2022 | Money::Freezable => token::TOKEN_2022,
            },
            payer: Pubkey::default(),
            sequences: BTreeMap::new(),
            closed_holders: 0,
            burnt_warrants: 0,
            touched: BTreeSet::new(),
            carried_out: BTreeSet::new(),
            keys: BTreeMap::new(),
            vaults: BTreeMap::new(),
            unkeyed: BTreeSet::new(),
        };
        world.payer = world.person(PAYER);
        world.mint = world.make_money();
        world
    }

    /// A key that signs when its address is asked to.
    pub fn key(&mut self, name: &str) -> Pubkey {
        if let Some(vault) = E::vault(name) {
            self.vaults.insert(vault, name.to_owned());
            return vault;
        }
        self.own_key(name)
    }

    /// A key even where everybody else is a vault: of an account that no program can create.
    pub fn own_key(&mut self, name: &str) -> Pubkey {
        let key = keypair(name);
        let address = key.pubkey();
        self.keys.insert(address, key);
        address
    }

    /// An address of a program by a name, which signs: as the vault of a multisig where everybody is one, and otherwise on a
    /// chain that looks at no signatures.
    pub fn program_address(&mut self, name: &str) -> ProgramAddress {
        let (address, bump) = test_multisig::vault(name);
        if E::vault(name).is_some() {
            self.key(name);
        } else {
            self.unkeyed.insert(address);
        }
        ProgramAddress {
            address,
            program: test_multisig::ID,
            seeds: vec![
                test_multisig::VAULT.to_vec(),
                name.as_bytes().to_vec(),
                vec![bump],
            ],
        }
    }

    /// A key with lamports.
    pub fn person(&mut self, name: &str) -> Pubkey {
        let address = self.key(name);
        if self.engine.account(&address).is_none() {
            let account = Account {
                lamports: 1_000_000_000_000,
                data: Vec::new(),
                owner: system_program::ID,
            };
            self.engine.set_account(&address, account);
        }
        address
    }

    /// A key with lamports, a token account and money.
    pub fn investor(&mut self, name: &str, money: u64) -> Pubkey {
        let address = self.person(name);
        self.give(&address, money);
        address
    }

    /// Sends a transaction, signed by whoever its instructions ask.
    ///
    /// # Errors
    /// Why it failed.
    pub fn send(&mut self, instructions: &[Instruction]) -> Result<Outcome, Failure> {
        let outcome = self.attempt(instructions)?;
        for instruction in instructions {
            self.touched
                .extend(instruction.accounts.iter().map(|meta| meta.pubkey));
        }
        events::follow(&mut self.sequences, &outcome);
        Ok(outcome)
    }

    /// The same, and remembers nothing of it: for what will be undone.
    ///
    /// # Errors
    /// Why it failed.
    pub fn attempt(&mut self, instructions: &[Instruction]) -> Result<Outcome, Failure> {
        let sent: Vec<Instruction> = instructions.iter().map(|one| self.as_sent(one)).collect();
        let asked = sent
            .iter()
            .flat_map(|instruction| &instruction.accounts)
            .filter(|meta| meta.is_signer)
            .map(|meta| meta.pubkey);
        let mut signers = BTreeSet::from_iter(asked);
        signers.remove(&self.payer);
        signers.retain(|address| !self.unkeyed.contains(address));
        let keys: Vec<&Keypair> = std::iter::once(&self.payer)
            .chain(&signers)
            .map(|address| {
                self.keys
                    .get(address)
                    .unwrap_or_else(|| panic!("no key for {address}"))
            })
            .collect();
        self.engine.send(&sent, &keys)
    }

    /// Whether it signs where it is asked to.
    #[must_use]
    pub fn can_sign(&self, address: &Pubkey) -> bool {
        self.keys.contains_key(address) || self.unkeyed.contains(address)
    }

    /// An instruction as it is sent: one that a vault signs is carried out by its multisig.
    fn as_sent(&mut self, instruction: &Instruction) -> Instruction {
        let signers = instruction.accounts.iter().filter(|meta| meta.is_signer);
        let names: BTreeSet<&str> = signers
            .filter_map(|meta| self.vaults.get(&meta.pubkey))
            .map(String::as_str)
            .collect();
        if names.is_empty() {
            return instruction.clone();
        }
        if instruction.program_id == securities::ID {
            let tag = instruction.data.get(..8).unwrap_or_default();
            self.carried_out.insert(tag.to_vec());
        }
        test_multisig::carry_out(instruction, &names.into_iter().collect::<Vec<_>>())
    }

    /// Sends a transaction that must go through.
    pub fn go(&mut self, instructions: &[Instruction]) -> Outcome {
        match self.send(instructions) {
            Ok(outcome) => outcome,
            Err(failure) => {
                panic!(
                    "{}: {:?}\n{}",
                    failure.name(),
                    failure.refusal,
                    failure.logs.join("\n")
                )
            }
        }
    }

    /// Sends a transaction that must fail, and names its error.
    pub fn refused(&mut self, instructions: &[Instruction]) -> String {
        match self.send(instructions) {
            Ok(outcome) => panic!("went through:\n{}", outcome.logs.join("\n")),
            Err(failure) => failure.name(),
        }
    }

    /// Lets time pass.
    pub fn pass(&mut self, seconds: i64) {
        let now = self.engine.now();
        self.engine.set_now(now + seconds);
    }

    /// Every account that the program owns among those that were touched.
    pub fn program_accounts(&mut self) -> BTreeMap<Pubkey, Account> {
        let touched = self.touched.clone();
        touched
            .into_iter()
            .filter_map(|address| Some((address, self.engine.account(&address)?)))
            .filter(|(_, account)| account.owner == securities::ID)
            .collect()
    }
}
