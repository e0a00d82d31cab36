//! What a trigger is about, as it was when a conversion named it.

use crate::cash::waterfall::trigger::TriggerState;
use anchor_lang::prelude::*;

/// The terms of a trigger, without what they lead to and what was found: whoever buys has read these.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Covenant {
    /// For net worth: the least, in settlement base units.
    pub min: u64,
    /// The limit, in basis points.
    pub bps: u32,
    /// Days that the test may fail before it has consequences.
    pub cure_days: u16,
    /// For what is overdue: days; otherwise days for which a report is valid.
    pub days: u16,
    /// The kind of test, as in the trigger; 0: there is no trigger.
    pub kind: u8,
    /// Rank of the tranche that it protects; for a disclosure overdue, the kind of the disclosure.
    pub rank: u8,
    /// Zero.
    pub padding: [u8; 6],
}

const _: () = assert!(size_of::<Covenant>() == 24 && align_of::<Covenant>() == 8);

impl From<&TriggerState> for Covenant {
    fn from(trigger: &TriggerState) -> Self {
        Self {
            min: trigger.min,
            bps: trigger.bps,
            cure_days: trigger.cure_days,
            days: trigger.days,
            kind: trigger.kind,
            rank: trigger.rank,
            padding: [0; 6],
        }
    }
}
