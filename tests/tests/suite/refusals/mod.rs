//! What each instruction refuses: every account that is not the right one or has not its rights, the wrong phase,
//! amounts out of range, and doing it twice. Each refusal is expected by its name.

mod book_accounts;
mod money_accounts;

mod amounts;
mod book_terms;
mod neighbours;
mod payments;
mod structure;
mod structure_accounts;
mod twins;
