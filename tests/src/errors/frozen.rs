//! The errors of the frozen form.

/// Their names, in order.
pub const FROZEN: &[&str] = &[
    "BadFrozenForm",
    "NoWarrants",
    "NotFrozenForm",
    "NotAskedByTokenAcl",
    "AlreadyThawed",
    "NotThawed",
    "OtherAccountThawed",
    "ShareAccountDiffers",
    "FreezeTooEarly",
    "SharesThawed",
    "FreezingAccountsMissing",
    "NoDayToLock",
];
