//! The transfer of roles: the holder of a role names a new key, which accepts. Roles that investors rely on change
//! hands only after a notice, during which the arbitrator can refuse.

pub mod accept_role;
pub mod cancel_role;
pub mod events;
pub mod held_role;
pub mod propose_role;
pub mod refuse_role;
pub mod state;
