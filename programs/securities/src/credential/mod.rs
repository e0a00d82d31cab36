//! Credentials determine who may hold a security's shares. A qualifier issues one to an owner; the owner's holder
//! record stores until when it is valid, so that a transfer needs no further account.

pub mod events;
pub mod issue_credential;
pub mod set_credential;
pub mod set_qualifiers;
pub mod state;
