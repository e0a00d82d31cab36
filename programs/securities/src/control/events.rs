//! Events: the control of a security.

use super::report::CovenantReport;
use crate::security::control::{Act, ControlTerms};
use anchor_lang::prelude::*;

/// Who is in control of a security, and what it may do then, was set.
#[event]
pub struct ControlSet {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The version of the structure that it is part of; 0: no structure has been set yet.
    pub structure_version: u32,
    /// All of it.
    pub terms: ControlTerms,
}

/// Control moved on to a later stage.
#[event]
pub struct ControlStepped {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The place of the trigger that moved it, from 0.
    pub trigger: u8,
    /// The new stage: 1 investors, 2 lenders.
    pub stage: u8,
    /// Who acts in it.
    pub agent: Pubkey,
}

/// What a trigger needs to know was reported.
#[event]
pub struct CovenantReported {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The trigger's place, from 0.
    pub trigger: u8,
    /// What was reported.
    pub report: CovenantReport,
    /// Whether the event now counts as declared, or the disclosure as overdue.
    pub raised: bool,
}

/// An agent in control announced what it will do.
#[event]
pub struct ActAnnounced {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The agent.
    pub agent: Pubkey,
    /// What it will do.
    pub act: Act,
    /// From when it can do it, in Unix seconds; for 30 days.
    pub from: i64,
}

/// What an agent announced was stopped.
#[event]
pub struct ActStopped {
    /// The security.
    pub security: Pubkey,
    /// Its event number.
    pub sequence: u64,
    /// The arbitrator, or the agent itself.
    pub authority: Pubkey,
}
