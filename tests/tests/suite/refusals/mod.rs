//! What each instruction refuses: every account that is not the right one or has not its rights, the wrong phase,
//! amounts out of range, and doing it twice. Each refusal is expected by its name.

mod amounts;
mod book_accounts;
mod book_terms;
mod money_accounts;
mod neighbours;
mod payments;
mod structure;
mod structure_accounts;
mod twins;

/// What is edited, how, and the error it must get.
type Edited<T> = (&'static str, fn(&mut T), &'static str);
