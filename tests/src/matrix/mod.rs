//! What becomes of an instruction when one thing about its accounts is not what it should be: generated from the
//! interface, from one valid call of each instruction, and from one table of what must agree.

pub mod idl;
pub mod kind;
pub mod mutants;
pub mod table;

use crate::{
    engine::{Account, Engine, Failure, Outcome, Refusal},
    lite::Lite,
    world::World,
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use idl::{Idl, Named};
use mutants::{Call, Mutant, STRANGER};
use std::collections::{BTreeMap, BTreeSet};
use table::Table;

/// A valid call of an instruction.
pub struct Case {
    /// The instruction, as the interface names it.
    pub instruction: &'static str,
    /// What is special about this call; empty for an instruction that has one.
    pub what: &'static str,
    /// Who has to sign, by the contract: not taken from the program.
    pub signers: &'static [&'static str],
    /// The roles of the accounts in the call where they are not those of the interface in its order.
    pub roles: Option<&'static [&'static str]>,
    /// The roles of the accounts that follow.
    pub extra: &'static [&'static str],
    /// The chain and the call.
    pub scene: fn() -> (World<Lite>, Instruction),
}

/// What came of all cases.
#[derive(Default)]
pub struct Report {
    /// Changes that were tried, by instruction.
    pub tried: BTreeMap<&'static str, usize>,
    /// Changes that went through, by design.
    pub through: usize,
    /// What is wrong.
    pub wrong: Vec<String>,
    free: BTreeSet<usize>,
    relations: BTreeSet<usize>,
}

/// What a change must come to.
enum Wanted {
    /// A numbered error; this one of them, where one is stated.
    Refused(Option<&'static str>),
    /// Either, and the entry of the table that says so.
    Free(usize),
    /// Nobody has said.
    Unstated,
}

impl Report {
    /// Tries every change of a case, and then its call, which must go through.
    pub fn run(&mut self, idl: &Idl, table: &Table, case: &Case) {
        let (mut world, valid) = (case.scene)();
        world.investor(STRANGER, 1_000_000_000);
        let name = case.instruction;
        let roles = roles(idl, case);
        let call = Call::read(idl, &mut world, &valid, (&roles, case.extra));
        self.check_signers(case, &call);
        let mutants = call.mutants(&mut world);
        self.check_stated(table, case, &call, &mutants);
        for mutant in &mutants {
            *self.tried.entry(name).or_default() += 1;
            let wanted = self.wanted(table, name, mutant);
            if let Err(why) = self.try_one(&mut world, mutant, &wanted) {
                let Mutant { role, change, detail, .. } = mutant;
                self.wrong.push(format!("{name} {}: {role}, {change} {detail}: {why}", case.what));
            }
        }
        // Each refusal had the one cause: without it the call goes through.
        if let Err(failure) = world.attempt(&[valid]) {
            self.wrong.push(format!("{name} {}: the call itself fails: {}", case.what, failure.name()));
        }
    }

    /// What is left to say once all cases ran: what no case needed.
    pub fn finish(&mut self, idl: &Idl, table: &Table) {
        for name in idl.instructions.keys() {
            if !self.tried.contains_key(name.as_str()) {
                self.wrong.push(format!("{name} has no valid call in the matrix"));
            }
        }
        for (at, entry) in table.free.iter().enumerate() {
            if !self.free.contains(&at) {
                self.wrong.push(format!("nothing goes through by {entry:?}"));
            }
        }
        for (at, entry) in table.relations.iter().enumerate() {
            if !self.relations.contains(&at) {
                self.wrong.push(format!("no call has {entry:?}"));
            }
        }
    }

    /// Who signs is stated, so that a signer who is dropped from program and interface is missed here.
    fn check_signers(&mut self, case: &Case, call: &Call<'_>) {
        let signing: Vec<&str> = call
            .places
            .iter()
            .filter(|place| place.meta.is_signer)
            .map(|place| place.named.name.as_str())
            .collect();
        if signing != case.signers {
            let Case { instruction, signers, .. } = case;
            self.wrong.push(format!("{instruction} is signed by {signing:?} and not by {signers:?}"));
        }
    }

    /// Each account has a stated relation.
    fn check_stated(&mut self, table: &Table, case: &Case, call: &Call<'_>, mutants: &[Mutant]) {
        let name = case.instruction;
        for place in &call.places {
            let named = &place.named;
            let role = named.name.as_str();
            let by_field = mutants.iter().any(|mutant| {
                mutant.change.strip_prefix("field ").is_some_and(|field| {
                    table.relation(field, &mutant.equals).is_some()
                        && (mutant.role == role || mutant.equals.iter().any(|other| other == role))
                })
            });
            let by_seeds = !named.seeds.is_empty()
                || call.places.iter().any(|place| place.named.seeds.contains(&named.name));
            let by_entry = ["another", "stranger", "nobody"]
                .iter()
                .any(|change| [true, false].iter().any(|own| table.freed(name, role, change, *own).is_some()));
            if !(named.fixed || by_field || by_seeds || by_entry || table.compares(name, role)) {
                self.wrong.push(format!("{name} {}: {role} has no stated relation", case.what));
            }
        }
    }

    fn wanted(&mut self, table: &Table, instruction: &str, mutant: &Mutant) -> Wanted {
        let freed = |own| table.freed(instruction, &mutant.role, &mutant.change, own);
        if let Some(entry) = freed(true) {
            return Wanted::Free(entry);
        }
        if let Some(field) = mutant.change.strip_prefix("field ") {
            if let Some(at) = table.relation(field, &mutant.equals) {
                self.relations.insert(at);
                return Wanted::Refused(Some(table.relations[at].error));
            }
            return freed(false).map_or(Wanted::Unstated, Wanted::Free);
        }
        if let Some(entry) = freed(false) {
            return Wanted::Free(entry);
        }
        Wanted::Refused((mutant.change == "unsigned").then_some("AccountNotSigner|MissingRequiredSignature"))
    }

    fn try_one(
        &mut self,
        world: &mut World<Lite>,
        mutant: &Mutant,
        wanted: &Wanted,
    ) -> Result<(), String> {
        let mut touched: BTreeSet<Pubkey> = mutant.call.accounts.iter().map(|meta| meta.pubkey).collect();
        touched.extend(mutant.edits.iter().map(|(address, _)| *address));
        let before = read(world, &touched);
        for (address, account) in &mutant.edits {
            put(world, address, account.as_ref());
        }
        let edited = read(world, &touched);
        let result = world.attempt(std::slice::from_ref(&mutant.call));
        let after = read(world, &touched);
        for (address, account) in &before {
            if after.get(address) != Some(account) {
                put(world, address, account.as_ref());
            }
        }
        self.judge(&result, wanted, &mutant.equals)?;
        if result.is_err() {
            let moved = edited.iter().find(|(address, account)| {
                after[*address] != **account && account.as_ref().is_none_or(|one| !one.data.is_empty())
            });
            if let Some((address, _)) = moved {
                return Err(format!("refused, and yet {address} changed"));
            }
        }
        Ok(())
    }

    fn judge(
        &mut self,
        result: &Result<Outcome, Failure>,
        wanted: &Wanted,
        equals: &[String],
    ) -> Result<(), String> {
        let failure = match (result, wanted) {
            (Ok(_), Wanted::Free(entry)) => {
                self.free.insert(*entry);
                self.through += 1;
                return Ok(());
            }
            (Ok(_), Wanted::Refused(_)) => return Err("WENT THROUGH".to_owned()),
            (result, Wanted::Unstated) => {
                let came = match result {
                    Ok(_) => "it went through".to_owned(),
                    Err(failure) => failure.name(),
                };
                return Err(format!("state whether it must be {}: {came}", equals.join(", ")));
            }
            (Err(failure), _) => failure,
        };
        let name = failure.name();
        if let Wanted::Refused(Some(stated)) = wanted {
            return if stated.split('|').any(|one| one == name) {
                Ok(())
            } else {
                Err(format!("{name} and not {stated}"))
            };
        }
        if is_numbered(failure, &name) { Ok(()) } else { Err(format!("{name}, which is no numbered error")) }
    }
}

/// The program's and the token programs' errors have numbers. The runtime and the token programs name these: an account
/// that a call needs is not handed over, not of the program that it has to be of, or not of the layout that it has to
/// have.
const NAMED: [&str; 6] = [
    "MissingAccount",
    "IncorrectProgramId",
    "InvalidAccountData",
    "PrivilegeEscalation",
    "UninitializedAccount",
    "MissingRequiredSignature",
];

fn is_numbered(failure: &Failure, name: &str) -> bool {
    match &failure.refusal {
        Refusal::Custom(_) => name != "Overflow",
        Refusal::Instruction(name) => NAMED.contains(&name.as_str()),
        Refusal::Transaction(_) => false,
    }
}

fn roles(idl: &Idl, case: &Case) -> Vec<Named> {
    let named = idl
        .instructions
        .get(case.instruction)
        .unwrap_or_else(|| panic!("no instruction {}", case.instruction));
    let Some(order) = case.roles else {
        return named.clone();
    };
    let role = |name: &&str| {
        named.iter().find(|role| role.name == *name).cloned().unwrap_or_else(|| Named {
            name: (*name).to_owned(),
            writable: false,
            signer: false,
            optional: false,
            fixed: true,
            seeds: Vec::new(),
        })
    };
    assert!(
        named.iter().all(|role| order.contains(&role.name.as_str())),
        "{}: every role of the interface is in the call",
        case.instruction
    );
    order.iter().map(role).collect()
}

fn read(world: &mut World<Lite>, touched: &BTreeSet<Pubkey>) -> BTreeMap<Pubkey, Option<Account>> {
    let read = |address: &Pubkey| (*address, world.engine.account(address));
    touched.iter().filter(|address| !kind::PROGRAMS.contains(address)).map(read).collect()
}

fn put(world: &mut World<Lite>, address: &Pubkey, account: Option<&Account>) {
    let nothing = Account { lamports: 0, data: Vec::new(), owner: Pubkey::default() };
    world.engine.set_account(address, account.cloned().unwrap_or(nothing));
}

