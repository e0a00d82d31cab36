//! Credentials determine who may hold a security's shares. A qualifier issues one to an owner, or anyone copies it from an
//! attestation of the Solana Attestation Service, and an address of a program
//! may register itself where the security lets it; the owner's holder record stores until when either is valid, so that a
//! transfer needs no further account.

pub mod attestation;
pub mod copy_attestation;
pub mod decide_protocol;
pub mod events;
pub mod issue_credential;
pub mod protocol;
pub mod register_protocol;
pub mod set_credential;
pub mod set_qualifiers;
pub mod state;
pub mod statement;
