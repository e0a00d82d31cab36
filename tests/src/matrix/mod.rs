//! What becomes of an instruction when one thing about its accounts is not what it should be: generated from the
//! interface, from one valid call of each instruction, and from one table of what must agree.

mod fields;
pub mod idl;
pub mod kind;
pub mod mutants;
pub mod table;
mod verdict;

use crate::{
    engine::{Account, Engine},
    lite::Lite,
    world::World,
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use idl::Idl;
use mutants::{Call, Mutant, Place, STRANGER};
use std::collections::{BTreeMap, BTreeSet};
use table::Table;
use verdict::{Entry, UNSIGNED, Wanted, Wrong};

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

impl Report {
    /// Tries every change of a case, and then its call, which must go through.
    pub fn run(&mut self, idl: &Idl, table: &Table, case: &Case) {
        let (mut world, valid) = (case.scene)();
        world.investor(STRANGER, 1_000_000_000);
        let name = case.instruction;
        let roles = idl.roles(name, case.roles);
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
            match try_one(&mut world, mutant, &wanted) {
                Ok(entry) => {
                    refused.insert((role, change));
                    self.through += usize::from(entry.is_some());
                    self.used.extend(entry);
                }
                // One element of an array is meant, and the others may have the same value.
                Err(Wrong::Through) => through.push(((role, change), line("WENT THROUGH"))),
                Err(Wrong::Other(why)) => self.wrong.push(line(&why)),
            }
        }
        let unseen = through.into_iter().filter(|((role, change), _)| {
            !change.starts_with("field ") || !refused.contains(&(*role, *change))
        });
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
        let there = |place: &&Place| !place.named.optional || place.meta.pubkey != securities::ID;
        for place in call.places.iter().filter(there) {
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
}

fn try_one(
    world: &mut World<Lite>,
    mutant: &Mutant,
    wanted: &Wanted,
) -> Result<Option<Entry>, Wrong> {
    let named = mutant.call.accounts.iter().map(|meta| meta.pubkey);
    let written = mutant.edits.iter().map(|(address, _)| *address);
    let touched: BTreeSet<Pubkey> = named.chain(written).collect();
    let (result, edited, after) = undone(world, &touched, |world| {
        for (address, account) in &mutant.edits {
            put(world, address, account.as_ref());
        }
        let edited = read(world, &touched);
        let result = world.attempt(std::slice::from_ref(&mutant.call));
        (result, edited, read(world, &touched))
    });
    let entry = wanted.judge(&result, mutant)?;
    if result.is_err() && after != edited {
        return Err(Wrong::Other(
            "refused, and yet something changed".to_owned(),
        ));
    }
    Ok(entry)
}

/// Does something to a chain, and puts these accounts back as they were.
pub fn undone<T>(
    world: &mut World<Lite>,
    touched: &BTreeSet<Pubkey>,
    act: impl FnOnce(&mut World<Lite>) -> T,
) -> T {
    let before = read(world, touched);
    let outcome = act(world);
    let after = read(world, touched);
    for (address, account) in &before {
        if after.get(address) != Some(account) {
            put(world, address, account.as_ref());
        }
    }
    outcome
}

fn read(world: &mut World<Lite>, touched: &BTreeSet<Pubkey>) -> BTreeMap<Pubkey, Option<Account>> {
    // Whoever sends a transaction pays its fee.
    let payer = world.payer;
    let accounts = touched
        .iter()
        .filter(|address| **address != payer && !kind::PROGRAMS.contains(address));
    accounts
        .map(|address| (*address, world.engine.account(address)))
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
