//! What each instruction refuses: the wrong phase, amounts out of range, what is shown in place of what may be left
//! out, and doing it twice. Accounts and signers: see [`crate::matrix`]. Each refusal is expected by its name.

mod absent;
mod amounts;
mod assets;
mod book_terms;
mod covers;
mod escheats;
pub mod furnished;
mod offers;
mod owners;
mod payments;
mod polls;
mod rates;
mod records;
mod rewards;
pub mod serviced;
mod servicing;
mod sources;
mod structure;
pub mod twins;
mod upkeep;
mod warrants;
mod waterfalls;

/// What is edited, how, and the error it must get.
type Edited<T> = (&'static str, fn(&mut T), &'static str);
