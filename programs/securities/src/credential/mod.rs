//! Credentials: who may hold a security's shares. A qualifier issues one to an owner; the owner's holder record keeps
//! until when it is good, so that a transfer needs no other account.

pub mod events;
pub mod issue_credential;
pub mod set_credential;
pub mod set_qualifiers;
pub mod state;
