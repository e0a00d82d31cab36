//! The errors of disclosures.

/// Their names, in order.
pub const DISCLOSURES: &[&str] = &[
    "BadDisclosures",
    "NotAttestor",
    "PeriodNotOver",
    "DisclosurePosted",
    "DisclosureMissing",
    "DisclosureLate",
    "DisclosureUnknown",
    "DisclosuresFixed",
];
