//! Anchor's own errors.

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
    (3000, "AccountDiscriminatorAlreadySet"),
    (3001, "AccountDiscriminatorNotFound"),
    (3002, "AccountDiscriminatorMismatch"),
    (3003, "AccountDidNotDeserialize"),
    (3005, "AccountNotEnoughKeys"),
    (3006, "AccountNotMutable"),
    (3007, "AccountOwnedByWrongProgram"),
    (3008, "InvalidProgramId"),
    (3009, "InvalidProgramExecutable"),
    (3010, "AccountNotSigner"),
    (3011, "AccountNotSystemOwned"),
    (3012, "AccountNotInitialized"),
    (2040, "ConstraintDuplicateMutableAccount"),
];
