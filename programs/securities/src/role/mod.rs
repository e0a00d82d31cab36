//! The hand-over of roles: named by who holds a role, accepted by the new key. Whatever investors rely on being in
//! certain hands changes hands after a notice, within which the arbitrator can refuse.

pub mod accept_role;
pub mod cancel_role;
pub mod events;
pub mod propose_role;
pub mod refuse_role;
pub mod seat;
pub mod state;
