//! Who is in control of a security: how that is set, steps on, and what an agent in control announces before it does it.

pub mod announce_act;
pub mod events;
pub mod report;
pub mod report_covenant;
pub mod set_control;
pub mod step_control;
