//! The errors of exceptional measures.

/// Their names, in order.
pub const MEASURES: &[&str] = &[
    "BadMeasures",
    "NoSuchMeasure",
    "BadMeasure",
    "WrongMeasure",
    "HeldByProgram",
    "MeasureEnded",
    "MeasureEarly",
    "MeasureExpired",
    "MeasureTooSoon",
    "MeasureOpen",
    "NotMeasureAuthority",
    "BlocksFull",
    "SharesBlocked",
    "TransfersPaused",
    "PauseTooEarly",
    "SharesLeaving",
    "TokensMissing",
    "RunsAtOnce",
    "DistributionHasRun",
    "CorrectionOpen",
    "CorrectionOver",
    "NotPayer",
    "NotPayerAccount",
];
