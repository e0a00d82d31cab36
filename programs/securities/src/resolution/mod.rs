//! Resolutions: what the holders of a security decide by classes, after its structure is fixed. A resolution says what it
//! would change; the classes that it asks vote on it, and once they have consented and a timelock is over, anyone
//! executes it.

pub mod cast_ballot;
pub mod close_ballot;
pub mod close_draft;
pub mod close_resolution;
pub mod consent;
pub mod draft;
pub mod draft_structure;
pub mod electorate;
pub mod events;
pub mod execute_resolution;
pub mod governance;
pub mod proposal;
pub mod propose_resolution;
mod redeem;
pub mod set_governance;
pub mod state;
pub mod stop_resolution;
mod waiting;
