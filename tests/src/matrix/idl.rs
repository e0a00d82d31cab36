//! What the interface says: each instruction's accounts, and where the addresses lie in each kind of account.

use serde_json::Value;
use std::collections::BTreeMap;

/// The interface, as it is written for clients.
pub struct Idl {
    /// Each instruction's accounts, in order.
    pub instructions: BTreeMap<String, Vec<Named>>,
    /// Each kind of account of the program: its discriminator, its name, and its addresses.
    pub records: Vec<Layout>,
}

/// An account of an instruction.
#[derive(Clone, Debug)]
pub struct Named {
    /// Its role.
    pub name: String,
    /// Whether the instruction writes it.
    pub writable: bool,
    /// Whether it signs.
    pub signer: bool,
    /// Whether it may be left out.
    pub optional: bool,
    /// Whether its address is fixed.
    pub fixed: bool,
    /// The roles that its address is derived from; none where it is not derived.
    pub seeds: Vec<String>,
}

/// Where a kind of account keeps addresses.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The first eight bytes.
    pub discriminator: Vec<u8>,
    /// The kind's name.
    pub name: String,
    /// Each field that is an address: its path from the kind's name on, and its offset.
    pub addresses: Vec<(String, usize)>,
}

impl Idl {
    /// Reads the interface that lies in the repository.
    ///
    /// # Panics
    /// When it is not there, or of another form.
    #[must_use]
    pub fn read() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../app/idl/securities.json");
        let text = std::fs::read_to_string(path).expect("`make generate` writes the interface");
        let idl: Value = serde_json::from_str(&text).expect("the interface is JSON");
        let types: BTreeMap<&str, &Value> = list(&idl["types"])
            .map(|one| (text_of(&one["name"]), one))
            .collect();
        let instructions = list(&idl["instructions"])
            .map(|one| {
                let accounts = list(&one["accounts"]).map(named).collect();
                (text_of(&one["name"]).to_owned(), accounts)
            })
            .collect();
        let records = list(&idl["accounts"])
            .map(|one| {
                let name = text_of(&one["name"]);
                let mut addresses = Vec::new();
                walk(&types, types[name], name, 8, &mut addresses);
                let bytes = list(&one["discriminator"]);
                Layout {
                    discriminator: bytes.map(|byte| number(byte) as u8).collect(),
                    name: name.to_owned(),
                    addresses,
                }
            })
            .collect();
        Self {
            instructions,
            records,
        }
    }

    /// The accounts of an instruction, in its own order or in the order of a call that goes through another program.
    ///
    /// # Panics
    /// When there is no such instruction, or when the order leaves one out.
    #[must_use]
    pub fn roles(&self, instruction: &str, order: Option<&[&str]>) -> Vec<Named> {
        let named = self
            .instructions
            .get(instruction)
            .unwrap_or_else(|| panic!("no instruction {instruction}"));
        let Some(order) = order else {
            return named.clone();
        };
        assert!(
            named.iter().all(|role| order.contains(&role.name.as_str())),
            "{instruction}: every role of the interface is in the call"
        );
        let role = |name: &&str| {
            let mut all = named.iter();
            let known = all.find(|role| role.name == *name).cloned();
            known.unwrap_or_else(|| Named::bare(name))
        };
        order.iter().map(role).collect()
    }
}

impl Named {
    /// An account of which the interface says nothing.
    #[must_use]
    pub fn bare(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            writable: false,
            signer: false,
            optional: false,
            fixed: false,
            seeds: Vec::new(),
        }
    }
}

fn named(account: &Value) -> Named {
    let flag = |name: &str| account[name].as_bool().unwrap_or(false);
    let seeds = list(&account["pda"]["seeds"]);
    Named {
        name: text_of(&account["name"]).to_owned(),
        writable: flag("writable"),
        signer: flag("signer"),
        optional: flag("optional"),
        fixed: account["address"].is_string(),
        seeds: seeds
            .filter(|seed| seed["kind"] == "account")
            .map(|seed| text_of(&seed["path"]).to_owned())
            .collect(),
    }
}

/// Writes down the addresses of a struct that begins at an offset, and returns where it ends. Structs that are read in
/// place have no gaps.
fn walk(
    types: &BTreeMap<&str, &Value>,
    of: &Value,
    path: &str,
    mut at: usize,
    out: &mut Vec<(String, usize)>,
) -> usize {
    for field in list(&of["type"]["fields"]) {
        let name = field["name"].as_str().unwrap_or("0");
        let kind = if field["type"].is_null() {
            field
        } else {
            &field["type"]
        };
        at = place(types, kind, &format!("{path}.{name}"), at, out);
    }
    at
}

fn place(
    types: &BTreeMap<&str, &Value>,
    kind: &Value,
    path: &str,
    mut at: usize,
    out: &mut Vec<(String, usize)>,
) -> usize {
    if let Some(name) = kind.as_str() {
        if name == "pubkey" {
            out.push((path.to_owned(), at));
        }
        return at + width(name);
    }
    if let Some(array) = kind["array"].as_array() {
        for _ in 0..number(&array[1]) {
            at = place(types, &array[0], path, at, out);
        }
        return at;
    }
    let name = text_of(&kind["defined"]["name"]);
    walk(types, types[name], path, at, out)
}

fn width(name: &str) -> usize {
    match name {
        "bool" | "u8" | "i8" => 1,
        "u16" | "i16" => 2,
        "u32" | "i32" => 4,
        "u64" | "i64" => 8,
        "u128" | "i128" => 16,
        "pubkey" => 32,
        other => panic!("an account has a field of type {other}: say how wide that is"),
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text_of(value: &Value) -> &str {
    value.as_str().expect("a name")
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}
