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
    used: BTreeSet<Entry>,
}

/// An entry of the table, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Entry {
    Relation(usize),
    Alike(usize),
    Free(usize),
}

/// What a change must come to.
enum Wanted {
    /// A numbered error; this one of them, where one is stated.
    Refused(Option<&'static str>),
    /// Either, and the entry of the table that says so.
    Free(Entry),
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
        let mut refused = BTreeSet::new();
        let mut through = Vec::new();
        for mutant in &mutants {
            *self.tried.entry(name).or_default() += 1;
            let wanted = self.wanted(table, name, mutant);
            let Mutant {
                role,
                change,
                detail,
                ..
            } = mutant;
            let line =
                |why: &str| format!("{name} {}: {role}, {change} {detail}: {why}", case.what);
            match self.try_one(&mut world, mutant, &wanted) {
                // One element of an array is meant, and the others may have the same value.
                Err(why) if why == THROUGH && change.starts_with("field ") => {
                    through.push(((role, change), line(&why)));
                }
                Err(why) => self.wrong.push(line(&why)),
                Ok(()) => {
                    refused.insert((role, change));
                }
            }
        }
        let unseen = through.into_iter().filter(|(of, _)| !refused.contains(of));
        self.wrong.extend(unseen.map(|(_, line)| line));
        // Each refusal had the one cause: without it the call goes through.
        if let Err(failure) = world.attempt(&[valid]) {
            self.wrong.push(format!(
                "{name} {}: the call itself fails: {}",
                case.what,
                failure.name()
            ));
        }
    }

    /// What is left to say once all cases ran: what no case needed.
    pub fn finish(&mut self, idl: &Idl, table: &Table) {
        for name in idl.instructions.keys() {
            if !self.tried.contains_key(name.as_str()) {
                self.wrong
                    .push(format!("{name} has no valid call in the matrix"));
            }
        }
        let relations = table
            .relations
            .iter()
            .map(|entry| format!("{entry:?}"))
            .enumerate();
        let alike = table
            .alike
            .iter()
            .map(|entry| format!("{entry:?}"))
            .enumerate();
        let free = table
            .free
            .iter()
            .map(|entry| format!("{entry:?}"))
            .enumerate();
        let entries = relations
            .map(|(at, entry)| (Entry::Relation(at), entry))
            .chain(alike.map(|(at, entry)| (Entry::Alike(at), entry)))
            .chain(free.map(|(at, entry)| (Entry::Free(at), entry)));
        for (at, entry) in entries.filter(|(at, _)| !self.used.contains(at)) {
            let what = if matches!(at, Entry::Relation(_)) {
                "no call has"
            } else {
                "nothing goes through by"
            };
            self.wrong.push(format!("{what} {entry}"));
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
            let Case {
                instruction,
                signers,
                ..
            } = case;
            self.wrong.push(format!(
                "{instruction} is signed by {signing:?} and not by {signers:?}"
            ));
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
                || call
                    .places
                    .iter()
                    .any(|place| place.named.seeds.contains(&named.name));
            let by_entry = ["another", "stranger", "nobody"]
                .iter()
                .any(|change| table.freed(name, role, change).is_some());
            if !(named.fixed || by_field || by_seeds || by_entry || table.compares(name, role)) {
                self.wrong.push(format!(
                    "{name} {}: {role} has no stated relation",
                    case.what
                ));
            }
        }
    }

    fn wanted(&mut self, table: &Table, instruction: &str, mutant: &Mutant) -> Wanted {
        let Mutant {
            role,
            change,
            equals,
            ..
        } = mutant;
        if let Some(entry) = table.freed(instruction, role, change) {
            return Wanted::Free(Entry::Free(entry));
        }
        if let Some(field) = change.strip_prefix("field ") {
            if let Some(at) = table.relation(field, equals) {
                self.used.insert(Entry::Relation(at));
                return Wanted::Refused(Some(table.relations[at].error));
            }
            let alike = table.alike(field, equals).map(Entry::Alike);
            return alike.map_or(Wanted::Unstated, Wanted::Free);
        }
        Wanted::Refused((change == "unsigned").then_some(UNSIGNED))
    }

    fn try_one(
        &mut self,
        world: &mut World<Lite>,
        mutant: &Mutant,
        wanted: &Wanted,
    ) -> Result<(), String> {
        let mut touched: BTreeSet<Pubkey> = mutant
            .call
            .accounts
            .iter()
            .map(|meta| meta.pubkey)
            .collect();
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
                after[*address] != **account
                    && account.as_ref().is_none_or(|one| !one.data.is_empty())
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
                self.used.insert(*entry);
                self.through += 1;
                return Ok(());
            }
            (Ok(_), Wanted::Refused(_)) => return Err(THROUGH.to_owned()),
            (result, Wanted::Unstated) => {
                let came = match result {
                    Ok(_) => "it went through".to_owned(),
                    Err(failure) => failure.name(),
                };
                return Err(format!(
                    "state whether it must be {}: {came}",
                    equals.join(", ")
                ));
            }
            // What is free is not asked for more: a call may still fail for another reason.
            (Err(_), Wanted::Free(_)) => return Ok(()),
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
        if is_numbered(failure, &name) {
            Ok(())
        } else {
            Err(format!("{name}, which is no numbered error"))
        }
    }
}

const THROUGH: &str = "WENT THROUGH";
/// What an account that has not signed is refused with: by the program, or by a token program.
const UNSIGNED: &str = "AccountNotSigner|MissingRequiredSignature";

/// Errors that the runtime and the token programs name: an account that a call needs is not handed over, is handed over
/// twice, is not of the program or the layout that it has to be of, or has not the rights.
const NAMED: [&str; 11] = [
    "AccountBorrowFailed",
    "ExternalAccountDataModified",
    "ExternalAccountLamportSpend",
    "IncorrectProgramId",
    "InvalidAccountData",
    "InvalidArgument",
    "MissingAccount",
    "MissingRequiredSignature",
    "PrivilegeEscalation",
    "ReadonlyDataModified",
    "UninitializedAccount",
];

fn is_numbered(failure: &Failure, name: &str) -> bool {
    match &failure.refusal {
        Refusal::Custom(_) => name != "Overflow",
        Refusal::Instruction(name) if NAMED.contains(&name.as_str()) => true,
        // A token program that stops is no stop of this one.
        Refusal::Instruction(_) => failure.program() == "token ",
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
        named
            .iter()
            .find(|role| role.name == *name)
            .cloned()
            .unwrap_or_else(|| Named {
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
    touched
        .iter()
        .filter(|address| !kind::PROGRAMS.contains(address))
        .map(read)
        .collect()
}

fn put(world: &mut World<Lite>, address: &Pubkey, account: Option<&Account>) {
    let nothing = Account {
        lamports: 0,
        data: Vec::new(),
        owner: Pubkey::default(),
    };
    world
        .engine
        .set_account(address, account.cloned().unwrap_or(nothing));
}
