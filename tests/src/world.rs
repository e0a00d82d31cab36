//! A chain with people and money on it.

use crate::{
    address,
    engine::{Account, Engine, Failure, Outcome},
    events, read, token,
};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::{instruction::Instruction, system_program},
};
use anchor_spl::{
    token::spl_token::native_mint, token_2022::spl_token_2022::extension::ExtensionType,
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
    keys: BTreeMap<Pubkey, Keypair>,
}

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
            keys: BTreeMap::new(),
        };
        world.payer = world.person("payer");
        let program = world.token_program;
        world.mint = match money {
            Money::Classic | Money::Token2022 => {
                world.new_mint("mint", &program, &[], |_| Vec::new())
            }
            Money::Freezable => world.freezable_mint("mint", &program, &[], |_| Vec::new()),
            Money::WrappedSol => {
                let mint = native_mint::ID;
                world.engine.set_account(&mint, token::wrapped_sol());
                mint
            }
        };
        world
    }

    /// A key that signs when its address is asked to.
    pub fn key(&mut self, name: &str) -> Pubkey {
        let key = keypair(name);
        let address = key.pubkey();
        self.keys.insert(address, key);
        address
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

    /// Money to an owner's associated account.
    pub fn give(&mut self, owner: &Pubkey, amount: u64) -> Pubkey {
        let (mint, program) = (self.mint, self.token_program);
        self.give_of((&mint, &program), owner, amount)
    }

    /// Units of a mint of a token program to an owner's associated account.
    pub fn give_of(
        &mut self,
        (mint, program): (&Pubkey, &Pubkey),
        owner: &Pubkey,
        amount: u64,
    ) -> Pubkey {
        let account = address::token_account(owner, mint, program);
        let payer = self.payer;
        let mut all = vec![token::create_associated(&payer, owner, mint, program)];
        if *mint == native_mint::ID {
            all.extend(token::wrap(&payer, &account, amount));
        } else {
            all.push(token::mint_to(program, mint, &account, &payer, amount));
        }
        self.go(&all);
        account
    }

    /// An owner's associated account for money.
    #[must_use]
    pub fn cash(&self, owner: &Pubkey) -> Pubkey {
        address::token_account(owner, &self.mint, &self.token_program)
    }

    /// What an owner has.
    pub fn wealth(&mut self, owner: &Pubkey) -> u64 {
        let account = self.cash(owner);
        self.balance(&account)
    }

    /// What a token account holds.
    pub fn balance(&mut self, account: &Pubkey) -> u64 {
        read::balance(&mut self.engine, account)
    }

    /// A mint with extensions, of which the payer mints and which nobody can freeze.
    pub fn new_mint(
        &mut self,
        name: &str,
        program: &Pubkey,
        extensions: &[ExtensionType],
        initialise: impl Fn(&Pubkey) -> Vec<Instruction>,
    ) -> Pubkey {
        self.make_mint(name, program, None, extensions, initialise)
    }

    /// The same, whose accounts the payer can freeze.
    pub fn freezable_mint(
        &mut self,
        name: &str,
        program: &Pubkey,
        extensions: &[ExtensionType],
        initialise: impl Fn(&Pubkey) -> Vec<Instruction>,
    ) -> Pubkey {
        let payer = self.payer;
        self.make_mint(name, program, Some(&payer), extensions, initialise)
    }

    fn make_mint(
        &mut self,
        name: &str,
        program: &Pubkey,
        freeze: Option<&Pubkey>,
        extensions: &[ExtensionType],
        initialise: impl Fn(&Pubkey) -> Vec<Instruction>,
    ) -> Pubkey {
        let mint = self.key(name);
        let rent = self.engine.rent(token::mint_space(extensions));
        let made = token::create_mint(
            &self.payer,
            &mint,
            rent,
            program,
            freeze,
            (extensions, initialise(&mint)),
        );
        self.go(&made);
        mint
    }

    /// A token account at an address of its own.
    pub fn new_token_account(
        &mut self,
        name: &str,
        mint: &Pubkey,
        owner: &Pubkey,
        program: &Pubkey,
    ) -> Pubkey {
        let account = self.key(name);
        let mint_data = self.engine.account(mint).expect("the mint is there").data;
        // A mint with a transfer hook wants the hook's extension on each account.
        let extensions: &[ExtensionType] = if mint_data.len() > 166 {
            &[ExtensionType::TransferHookAccount]
        } else {
            &[]
        };
        let rent = self.engine.rent(300);
        let made = token::create_account(
            &self.payer,
            &account,
            rent,
            extensions,
            mint,
            owner,
            program,
        );
        self.go(&made);
        account
    }

    /// Sends a transaction, signed by whoever its instructions ask.
    ///
    /// # Errors
    /// Why it failed.
    pub fn send(&mut self, instructions: &[Instruction]) -> Result<Outcome, Failure> {
        let asked = instructions
            .iter()
            .flat_map(|instruction| &instruction.accounts)
            .filter(|meta| meta.is_signer)
            .map(|meta| meta.pubkey);
        let mut signers = BTreeSet::from_iter(asked);
        signers.remove(&self.payer);
        let keys: Vec<&Keypair> = std::iter::once(&self.payer)
            .chain(&signers)
            .map(|address| {
                self.keys
                    .get(address)
                    .unwrap_or_else(|| panic!("no key for {address}"))
            })
            .collect();
        let outcome = self.engine.send(instructions, &keys)?;
        for instruction in instructions {
            self.touched
                .extend(instruction.accounts.iter().map(|meta| meta.pubkey));
        }
        events::follow(&mut self.sequences, &outcome);
        Ok(outcome)
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
