//! Every change of every account of a valid call.

use super::{
    idl::{Idl, Named},
    kind::{Kind, PROGRAMS},
};
use crate::{
    engine::{Account, Engine},
    lite::Lite,
    world::{World, keypair},
};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use solana_signer::Signer;

/// An account of a valid call.
pub struct Place {
    /// What the interface says of it; of what follows the named accounts its name alone.
    pub named: Named,
    /// How the call names it.
    pub meta: AccountMeta,
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub account: Option<Account>,
}

/// A valid call, account by account.
pub struct Call<'a> {
    /// The interface.
    pub idl: &'a Idl,
    /// The call.
    pub valid: Instruction,
    /// Its accounts.
    pub places: Vec<Place>,
    /// How many of them are named; the others follow.
    pub named: usize,
}

/// One change.
pub struct Mutant {
    /// The role of the account that is changed.
    pub role: String,
    /// What is changed: `another`, `stranger`, `nobody`, `copy`, `zeroed`, `removed`, `foreign`, `duplicate of ROLE`,
    /// `unsigned`, `read-only`, `field TYPE.FIELD`, `left out`, `swapped`, `empty`.
    pub change: String,
    /// With what.
    pub detail: String,
    /// For a field, what has the same value in the valid call.
    pub equals: Vec<String>,
    /// The call.
    pub call: Instruction,
    /// The accounts that are written before.
    pub edits: Vec<(Pubkey, Option<Account>)>,
}

/// An address that nobody has.
pub(super) const fn nobody(at: usize, salt: u8) -> Pubkey {
    let mut bytes = [salt; 32];
    bytes[0] = at as u8;
    Pubkey::new_from_array(bytes)
}

/// Somebody with money and a key, and nothing else to do with any deal.
#[must_use]
pub fn stranger() -> Pubkey {
    keypair(STRANGER).pubkey()
}

/// The name of its key.
pub const STRANGER: &str = "stranger";

impl<'a> Call<'a> {
    /// Reads what the accounts of a call are. `names` are those of all accounts, in order.
    pub fn read(
        idl: &'a Idl,
        world: &mut World<Lite>,
        valid: &Instruction,
        (roles, extra): (&[Named], &[&str]),
    ) -> Self {
        let more = extra.iter().map(|name| Named::bare(name));
        let all: Vec<Named> = roles.iter().cloned().chain(more).collect();
        assert_eq!(
            all.len(),
            valid.accounts.len(),
            "each account of the call has a name: {:?}",
            all.iter().map(|one| &one.name).collect::<Vec<_>>()
        );
        let places = all
            .into_iter()
            .zip(&valid.accounts)
            .map(|(named, meta)| {
                let account = world.engine.account(&meta.pubkey);
                let kind = match Kind::of(idl, &meta.pubkey, account.as_ref()) {
                    // Who signs may have no lamports.
                    Kind::Nobody if meta.is_signer => Kind::Wallet,
                    kind => kind,
                };
                Place {
                    named,
                    meta: meta.clone(),
                    kind,
                    account,
                }
            })
            .collect();
        Self {
            idl,
            valid: valid.clone(),
            places,
            named: roles.len(),
        }
    }

    /// Every change of every account.
    pub fn mutants(&self, world: &mut World<Lite>) -> Vec<Mutant> {
        let known = known(self.idl, world);
        let mut all = Vec::new();
        for (at, place) in self.places.iter().enumerate() {
            self.others(world, &known, at, place, &mut all);
            self.state(at, place, &mut all);
            self.rights(at, place, &mut all);
            self.fields(at, place, &mut all);
            self.presence(at, place, &mut all);
        }
        all
    }

    /// Other accounts in the account's place.
    fn others(
        &self,
        world: &World<Lite>,
        known: &[(Pubkey, Kind)],
        at: usize,
        place: &Place,
        out: &mut Vec<Mutant>,
    ) {
        let own = place.meta.pubkey;
        let may = |address: &Pubkey| !place.meta.is_signer || world.can_sign(address);
        let duplicates = self.places.iter().filter(|other| other.meta.pubkey != own);
        let mut seen = vec![own];
        for other in duplicates {
            let address = other.meta.pubkey;
            if may(&address) && !seen.contains(&address) {
                seen.push(address);
                let change = format!("duplicate of {}", other.named.name);
                out.push(self.put(at, &change, String::new(), address));
            }
        }
        let mut kinds = Vec::new();
        for (address, kind) in known {
            // Where there is nothing, one of each kind of what is there elsewhere.
            let fits = match &place.kind {
                Kind::Nobody | Kind::Blank => !kinds.contains(&kind),
                Kind::Program if place.named.optional => !kinds.contains(&kind),
                own => kind == own,
            };
            if fits && may(address) && !seen.contains(address) {
                kinds.push(kind);
                let change = if *address == stranger() {
                    "stranger"
                } else {
                    "another"
                };
                out.push(self.put(at, change, format!("{kind:?} {address}"), *address));
            }
        }
        if !place.meta.is_signer {
            out.push(self.put(at, "nobody", String::new(), nobody(at, 0xa5)));
        }
    }

    /// The account in another state: at its own address, and at one of nobody.
    fn state(&self, at: usize, place: &Place, out: &mut Vec<Mutant>) {
        let own = place.meta.pubkey;
        let Some(account) = place.account.as_ref().filter(|_| place.kind.has_state()) else {
            return;
        };
        let zeroed = Account {
            data: vec![0; account.data.len()],
            owner: securities::ID,
            lamports: account.lamports,
        };
        let foreign = Account {
            owner: nobody(0, 0xf0),
            ..account.clone()
        };
        let elsewhere = nobody(at, 0x5a);
        let mut states = vec![
            ("removed", "", own, None),
            ("foreign", "", own, Some(foreign.clone())),
            ("foreign", "elsewhere", elsewhere, Some(foreign)),
        ];
        if place.kind != Kind::Blank {
            states.extend([
                ("zeroed", "", own, Some(zeroed.clone())),
                ("zeroed", "elsewhere", elsewhere, Some(zeroed)),
            ]);
        }
        if place.kind == Kind::TokenAccount {
            states.push(("copy", "elsewhere", elsewhere, Some(account.clone())));
        }
        for (change, detail, address, account) in states {
            let mut mutant = self.put(at, change, detail.to_owned(), address);
            mutant.edits.push((address, account));
            out.push(mutant);
        }
    }

    fn rights(&self, at: usize, place: &Place, out: &mut Vec<Mutant>) {
        if place.meta.is_signer {
            out.push(self.edit(at, "unsigned", |meta| meta.is_signer = false));
        }
        if place.meta.is_writable {
            out.push(self.edit(at, "read-only", |meta| meta.is_writable = false));
        }
    }

    /// The account left out or in another's place.
    fn presence(&self, at: usize, place: &Place, out: &mut Vec<Mutant>) {
        if at >= self.named {
            let mut without = self.edit(at, "left out", |_| {});
            without.call.accounts.remove(at);
            out.push(without);
        }
        let alike = |other: &Place| {
            other.kind == place.kind
                && other.kind.has_state()
                && other.meta.pubkey != place.meta.pubkey
                && !(other.meta.is_signer || place.meta.is_signer)
        };
        let behind = self.places.iter().enumerate().skip(at + 1);
        for (to, other) in behind.filter(|(_, other)| alike(other)) {
            let mut swapped = self.put(
                at,
                "swapped",
                format!("with {}", other.named.name),
                other.meta.pubkey,
            );
            swapped.call.accounts[to].pubkey = place.meta.pubkey;
            out.push(swapped);
        }
        if place.named.optional && place.meta.pubkey != securities::ID {
            let mut empty = self.put(at, "empty", String::new(), securities::ID);
            // The program's address stands for nobody, and does not sign.
            empty.call.accounts[at].is_signer = false;
            out.push(empty);
        }
    }

    pub(super) fn put(&self, at: usize, change: &str, detail: String, address: Pubkey) -> Mutant {
        let mut mutant = self.edit(at, change, |meta| meta.pubkey = address);
        mutant.detail = detail;
        mutant
    }

    fn edit(&self, at: usize, change: &str, edit: impl FnOnce(&mut AccountMeta)) -> Mutant {
        let mut call = self.valid.clone();
        edit(&mut call.accounts[at]);
        Mutant {
            role: self.places[at].named.name.clone(),
            change: change.to_owned(),
            detail: String::new(),
            equals: Vec::new(),
            call,
            edits: Vec::new(),
        }
    }
}

/// Every account that a transaction has named, and the stranger.
fn known(idl: &Idl, world: &mut World<Lite>) -> Vec<(Pubkey, Kind)> {
    let mut all = world.touched.clone();
    all.insert(stranger());
    all.extend(PROGRAMS);
    all.remove(&world.payer);
    all.into_iter()
        .map(|address| {
            let account = world.engine.account(&address);
            (address, Kind::of(idl, &address, account.as_ref()))
        })
        .filter(|(_, kind)| *kind != Kind::Nobody)
        .collect()
}
