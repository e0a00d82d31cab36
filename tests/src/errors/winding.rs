//! The errors of the wind-down.

/// Their names, in order.
pub const WINDING: &[&str] = &[
    "Winding",
    "Ended",
    "NotWinding",
    "ClassesOwed",
    "BooksStand",
    "WindingEarly",
    "LossesStand",
    "MoneyWaits",
    "ClassMoves",
    "NotEnded",
    "NotClosable",
    "RecordOwed",
    "ClassStands",
    "VaultNeeded",
    "SourceHolds",
    "VaultsLeft",
];
