//! What each instruction refuses: every account that is not the right one or has not its rights, the wrong phase,
//! amounts out of range, and doing it twice. Each refusal is expected by its name.

mod amounts;
mod assets;
mod book_terms;
mod covers;
mod escheats;
pub mod furnished;
mod neighbours;
mod offers;
mod payments;
mod polls;
mod rates;
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
