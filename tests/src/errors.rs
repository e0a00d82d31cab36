//! The names of numbered errors. Numbers are part of the interface, so the list is written out: an error that moves
//! breaks the tests that meet it, since the program's own log names it too.

/// The program's errors, from 6000 on.
pub const PROGRAM: [&str; 63] = [
    "Overflow",
    "DivisionByZero",
    "DateOutOfRange",
    "PlaceOutOfRange",
    "LineUnderflow",
    "BadStructure",
    "UnknownValue",
    "ZeroAmount",
    "WrongSecurity",
    "WrongTranche",
    "WrongBook",
    "WrongLine",
    "WrongMint",
    "WrongVault",
    "WrongTokenProgram",
    "NotSponsor",
    "NotOwner",
    "WrongRentPayer",
    "WrongRefundAccount",
    "WrongPayoutAccount",
    "WrongDestination",
    "WrongShareAccount",
    "StructureClosed",
    "StructureIncomplete",
    "WrongRank",
    "TextTooLong",
    "DecimalsOutOfRange",
    "RateOutOfRange",
    "MaturityOutOfRange",
    "ParOutOfRange",
    "MintExtensionRefused",
    "BadDestinations",
    "BadClock",
    "BadCaps",
    "NotWholeLots",
    "BadLineSize",
    "WrongBookNumber",
    "NotOffering",
    "CannotLeave",
    "NotLocked",
    "NotRefunding",
    "OfferChanged",
    "TicketTooSmall",
    "WithdrawTooMuch",
    "RemainderTooSmall",
    "CannotLock",
    "TicketsOpen",
    "InsufficientFunds",
    "TransferMismatch",
    "VaultShort",
    "DistributionTooSmall",
    "WrongDistribution",
    "TranchesIncomplete",
    "BadBatch",
    "NothingOwed",
    "HolderInUse",
    "HolderMissing",
    "NotTransferring",
    "SharesShort",
    "PayoutNotAssociated",
    "BadPeriod",
    "BadLimit",
    "RefundBlocked",
];

/// Anchor's errors that the tests meet.
pub const ANCHOR: &[(u32, &str)] = &[
    (2000, "ConstraintMut"),
    (2001, "ConstraintHasOne"),
    (2003, "ConstraintRaw"),
    (2005, "ConstraintRentExempt"),
    (2006, "ConstraintSeeds"),
    (2012, "ConstraintAddress"),
    (2014, "ConstraintTokenMint"),
    (2013, "ConstraintZero"),
    (3001, "AccountDiscriminatorNotFound"),
    (3002, "AccountDiscriminatorMismatch"),
    (3003, "AccountDidNotDeserialize"),
    (3006, "AccountNotMutable"),
    (3007, "AccountOwnedByWrongProgram"),
    (3008, "InvalidProgramId"),
    (3010, "AccountNotSigner"),
    (3012, "AccountNotInitialized"),
    (2040, "ConstraintDuplicateMutableAccount"),
];

/// The name of a number.
#[must_use]
pub fn name(number: u32) -> Option<&'static str> {
    let own = number
        .checked_sub(6_000)
        .and_then(|at| PROGRAM.get(usize::try_from(at).ok()?));
    own.copied().or_else(|| {
        ANCHOR
            .iter()
            .find(|(known, _)| *known == number)
            .map(|(_, name)| *name)
    })
}
