//! What each instruction refuses: every account that is not the right one or has not its rights, the wrong phase,
//! amounts out of range, and doing it twice. Each refusal is expected by its name.

mod amounts;
mod assets;
mod book_accounts;
mod book_terms;
mod covers;
mod escheats;
mod furnished;
mod money_accounts;
mod neighbours;
mod offers;
mod owners;
mod payments;
mod polls;
mod rates;
mod reward_accounts;
mod rewards;
mod role_accounts;
mod serviced;
mod servicing;
mod servicing_accounts;
mod sources;
mod structure;
mod structure_accounts;
mod terms_accounts;
mod ticket_accounts;
mod twins;
mod upkeep;
mod warrants;
mod waterfalls;

/// What is edited, how, and the error it must get.
type Edited<T> = (&'static str, fn(&mut T), &'static str);
