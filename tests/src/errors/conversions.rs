//! The errors of conversions.

/// Their names, in order.
pub const CONVERSIONS: &[&str] = &[
    "BadConversion",
    "ConversionShort",
    "ConversionNotOpen",
    "NotApproved",
    "TriggerHolds",
    "ClassConverted",
    "OwnerConverts",
    "ClassConverts",
    "NothingToConvert",
    "NoPrice",
    "ConversionRunning",
    "ConversionStands",
    "ClassHasWarrants",
    "WrongConversion",
    "NotBegunInto",
    "LossesAnnounced",
    "TriggerChanged",
];
