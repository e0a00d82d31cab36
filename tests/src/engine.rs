//! What a scenario needs of a chain. One engine runs the bytecode, another the same source compiled natively, a third
//! the bytecode for people who are vaults of a multisig.

use crate::{errors, machine::Machine};
use anchor_lang::{
    AnchorDeserialize,
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use solana_keypair::Keypair;

/// Compute units a transaction asks for: the most there is.
pub const UNIT_LIMIT: u32 = 1_400_000;
/// The compute budget program.
pub const COMPUTE_BUDGET: Pubkey =
    Pubkey::from_str_const("ComputeBudget111111111111111111111111111111");

/// An account, the same for both engines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its lamports.
    pub lamports: u64,
    /// Its bytes.
    pub data: Vec<u8>,
    /// The program that owns it.
    pub owner: Pubkey,
}

/// A transaction that went through.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What was logged.
    pub logs: Vec<String>,
    /// Compute units of the whole transaction.
    pub units: u64,
    /// Program and data of every inner instruction, in order.
    pub inner: Vec<(Pubkey, Vec<u8>)>,
    /// What the last call returned.
    pub return_data: Vec<u8>,
}

impl Outcome {
    /// What the last call returned, read. Zeros at its end are not sent, and are put back.
    ///
    /// # Panics
    /// When it is of another layout.
    #[must_use]
    pub fn returned<T: AnchorDeserialize>(&self) -> T {
        let mut data = self.return_data.clone();
        data.resize(data.len().max(1_024), 0);
        T::deserialize(&mut data.as_slice()).expect("the call's own layout")
    }

    /// Compute units that each top-level call of a program used, in order.
    #[must_use]
    pub fn units_of(&self, program: &Pubkey) -> Vec<u64> {
        let (enter, leave) = (
            format!("Program {program} invoke [1]"),
            format!("Program {program} consumed "),
        );
        let mut units = Vec::new();
        let mut depth = 0_usize;
        let mut at_top = false;
        for line in &self.logs {
            if line.contains(" invoke [") && line.starts_with("Program ") {
                depth += 1;
                if depth == 1 {
                    at_top = line.starts_with(&enter);
                }
            } else if depth == 1 && at_top && line.starts_with(&leave) {
                units.push(consumed(line, &leave));
            } else if line.ends_with(" success") || line.contains(" failed: ") {
                depth = depth.saturating_sub(1);
            }
        }
        units
    }

    /// Compute units of each call of a program at any depth.
    #[must_use]
    pub fn units_at_any_depth(&self, program: &Pubkey) -> Vec<u64> {
        let leave = format!("Program {program} consumed ");
        let lines = self.logs.iter().filter(|line| line.starts_with(&leave));
        lines.map(|line| consumed(line, &leave)).collect()
    }
}

fn consumed(line: &str, prefix: &str) -> u64 {
    let rest = line.get(prefix.len()..).unwrap_or_default();
    let number = rest.split(' ').next().unwrap_or_default();
    number.parse().expect("the runtime logs a number")
}

/// Why a transaction failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A program's numbered error.
    Custom(u32),
    /// The runtime's or a program's unnumbered error, by name.
    Instruction(String),
    /// The transaction was not run, by name.
    Transaction(String),
}

impl Refusal {
    /// From a transaction error as it prints.
    #[must_use]
    pub fn parse(printed: &str) -> Self {
        let inner = printed
            .strip_prefix("InstructionError(")
            .and_then(|rest| rest.strip_suffix(')'));
        let Some((_, name)) = inner.and_then(|rest| rest.split_once(", ")) else {
            return Self::Transaction(printed.to_owned());
        };
        name.strip_prefix("Custom(")
            .and_then(|rest| rest.strip_suffix(')'))
            .and_then(|number| number.parse().ok())
            .map_or_else(|| Self::Instruction(name.to_owned()), Self::Custom)
    }
}

/// A transaction that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Why.
    pub refusal: Refusal,
    /// What was logged.
    pub logs: Vec<String>,
}

impl Failure {
    /// The error's name: the program's own, Anchor's, or the runtime's; a number with its program's name where a
    /// program does not name it.
    ///
    /// # Panics
    /// When the program's log gives the number another name.
    #[must_use]
    pub fn name(&self) -> String {
        match &self.refusal {
            Refusal::Custom(number) => self.named(*number),
            Refusal::Instruction(name) | Refusal::Transaction(name) => name.clone(),
        }
    }

    fn named(&self, number: u32) -> String {
        let known = errors::name(number).map(str::to_owned);
        match (self.logged_name(), known) {
            (Some(logged), Some(known)) => {
                assert_eq!(logged, known, "error {number} has one name");
                known
            }
            (Some(logged), None) => panic!("error {number} is {logged}: add it to the list"),
            (None, Some(known)) => known,
            (None, None) => format!("{}{number}", self.program()),
        }
    }

    fn logged_name(&self) -> Option<String> {
        let line = self
            .logs
            .iter()
            .rev()
            .find(|line| line.contains("Error Code: "))?;
        let rest = line.split("Error Code: ").nth(1)?;
        rest.split('.').next().map(str::to_owned)
    }

    /// The program that failed first, with a space after it; nothing for this one.
    #[must_use]
    pub fn program(&self) -> &'static str {
        let failed = self.logs.iter().find(|line| line.contains(" failed: "));
        let names = [
            ("11111111111111111111111111111111", "system "),
            ("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "token "),
            ("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb", "token "),
            (
                "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL",
                "associated ",
            ),
            ("TACLkU6CiCdkQN2MjoyDkVg2yAH9zkxiHDsiztQ52TP", "token-acl "),
        ];
        failed
            .and_then(|line| names.iter().find(|(id, _)| line.contains(id)))
            .map_or("", |(_, name)| name)
    }
}

/// A chain that runs the program.
pub trait Engine {
    /// Starts a chain at a Unix time.
    fn start(now: i64) -> Self;

    /// The virtual machine that it runs on.
    fn machine(&mut self) -> &mut Machine;

    /// Sends a transaction; the first signer pays its fee.
    ///
    /// # Errors
    /// Why it failed, and its logs.
    fn send(
        &mut self,
        instructions: &[Instruction],
        signers: &[&Keypair],
    ) -> Result<Outcome, Failure> {
        self.machine().send(instructions, signers)
    }

    /// An account, unless there is none.
    fn account(&mut self, address: &Pubkey) -> Option<Account> {
        self.machine().account(address)
    }

    /// Puts an account there, whatever was there before.
    fn set_account(&mut self, address: &Pubkey, account: Account) {
        self.machine().set_account(address, account);
    }

    /// The clock.
    fn now(&mut self) -> i64 {
        self.machine().now()
    }

    /// Sets the clock.
    fn set_now(&mut self, now: i64) {
        self.machine().set_now(now);
    }

    /// The epoch.
    fn epoch(&mut self) -> u64 {
        self.machine().epoch()
    }

    /// The least lamports of an account with so many bytes.
    fn rent(&mut self, space: usize) -> u64 {
        self.machine().rent(space)
    }

    /// The address of a name, where people have no keys but vaults of a multisig.
    #[must_use]
    fn vault(_name: &str) -> Option<Pubkey> {
        None
    }
}

/// Asks for units; the number, different each time, keeps a repeated transaction from being taken for a replay.
#[must_use]
pub fn unit_limit(number: u32) -> Instruction {
    let mut data = vec![2];
    data.extend((UNIT_LIMIT - number % 100_000).to_le_bytes());
    Instruction {
        program_id: COMPUTE_BUDGET,
        accounts: Vec::<AccountMeta>::new(),
        data,
    }
}
