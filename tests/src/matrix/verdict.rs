//! What a change must come to, and what it came to.

use super::mutants::Mutant;
use crate::engine::{Failure, Outcome, Refusal};

/// An entry of the table, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Entry {
    Relation(usize),
    Alike(usize),
    Free(usize),
}

/// What a change must come to.
pub(super) enum Wanted {
    /// A numbered error; this one or one of these, where they are stated.
    Refused(Option<&'static str>),
    /// Either, and the entry of the table that says so.
    Free(Entry),
    /// Nobody has said.
    Unstated,
}

/// What is wrong with a change.
pub(super) enum Wrong {
    /// It went through.
    Through,
    /// Something else.
    Other(String),
}

/// What an account that has not signed is refused with: by the program, or by a token program.
pub(super) const UNSIGNED: &str = "AccountNotSigner|MissingRequiredSignature|token-acl 0";

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

impl Wanted {
    /// Compares. The entry is the one by which a change went through.
    pub fn judge(
        &self,
        result: &Result<Outcome, Failure>,
        mutant: &Mutant,
    ) -> Result<Option<Entry>, Wrong> {
        let failure = match (result, self) {
            (Ok(_), Self::Free(entry)) => return Ok(Some(*entry)),
            (Ok(_), Self::Refused(_)) => return Err(Wrong::Through),
            (result, Self::Unstated) => {
                let came = match result {
                    Ok(_) => "it went through".to_owned(),
                    Err(failure) => failure.name(),
                };
                let equals = mutant.equals.join(", ");
                let why = format!("state whether it must be {equals}: {came}");
                return Err(Wrong::Other(why));
            }
            // A field may be what an address was made from.
            (Err(_), Self::Free(Entry::Alike(_))) => return Ok(None),
            (Err(failure), _) => failure,
        };
        let name = failure.name();
        let why = match self {
            Self::Refused(Some(stated)) if stated.split('|').any(|one| one == name) => None,
            Self::Refused(Some(stated)) => Some(format!("{name} and not {stated}")),
            // Lamports that make no account are refused with the whole transaction.
            Self::Free(_) if name.starts_with("InsufficientFundsForRent") => None,
            _ if is_numbered(failure, &name) => None,
            _ => Some(format!("{name}, which is no numbered error")),
        };
        why.map_or(Ok(None), |why| Err(Wrong::Other(why)))
    }
}
