//! The names of numbered errors, written out: an error that moves breaks the tests that meet it, since the program's
//! own log names it too.

mod anchor;

use anchor::ANCHOR;

/// The program's errors: of each domain its first number, and the names from there on.
pub const PROGRAM: &[(u32, &[&str])] = &[
    // Arithmetic and amounts
    (
        6_000,
        &[
            "Overflow",
            "DivisionByZero",
            "DateOutOfRange",
            "UnknownValue",
            "ZeroAmount",
            "InsufficientFunds",
            "TransferMismatch",
            "CountersInconsistent",
            "TextTooLong",
        ],
    ),
    // Accounts that do not belong together
    (
        6_100,
        &[
            "WrongSecurity",
            "WrongTranche",
            "WrongBook",
            "WrongLine",
            "WrongMint",
            "WrongVault",
            "WrongTokenProgram",
            "WrongRentPayer",
            "WrongRefundAccount",
            "WrongPayoutAccount",
            "WrongDestination",
            "WrongShareAccount",
            "TranchesIncomplete",
            "BooksIncomplete",
        ],
    ),
    // Keys
    (
        6_200,
        &[
            "NotSponsor",
            "NotOwner",
            "CannotOwn",
            "NotServicer",
            "NotReporter",
            "NotAuthority",
            "NotQualifier",
            "NotArbitrator",
            "NotRoleHolder",
            "NotNamed",
            "WrongRole",
            "KeyRefused",
            "ArbitratorNotApart",
            "RoleTransferEarly",
            "RoleTransferExpired",
            "RoleTransferStale",
            "RefusalClosed",
        ],
    ),
    // Securities and their vaults
    (
        6_300,
        &[
            "StructureClosed",
            "StructureIncomplete",
            "StructureChanged",
            "BadDestinations",
            "BadMinDistribution",
            "BadTip",
            "BadLossNotice",
            "BadEscheat",
            "BadPeriodLength",
            "BadSmoothing",
            "BadRelease",
            "BadLossTerms",
        ],
    ),
    // Proceeds
    (
        6_400,
        &[
            "BadDrawTerms",
            "TriggerFailing",
            "Accelerated",
            "DebtOverdue",
            "CoSignatureMissing",
            "DrawLimit",
            "DrawTooLate",
            "BadDelivery",
            "DeliveryAwaited",
            "DeliveryClosed",
            "ReturnNotDue",
            "NotRevolving",
            "CoverageFailing",
            "NobodyToReturnTo",
        ],
    ),
    // Mints
    (
        6_500,
        &[
            "MintExtensionRefused",
            "TransferFeeRefused",
            "PermanentDelegateRefused",
            "FreezeAuthorityRefused",
        ],
    ),
    // Tranches
    (
        6_600,
        &[
            "WrongRank",
            "DecimalsOutOfRange",
            "RateOutOfRange",
            "MaturityOutOfRange",
            "ParOutOfRange",
            "TrancheWiped",
            "BadAuthorised",
            "AboveAuthorised",
            "FixedNumber",
            "NotManager",
            "NoPoints",
            "BelowFloor",
            "AbovePrincipal",
            "TrancheImpaired",
            "TrancheOverdue",
            "BadSchedule",
            "BadFirstDue",
            "BadFirstInstalment",
            "BadCustom",
            "BadBusinessDays",
            "BadPik",
            "PikNotOpen",
            "PikUsed",
            "BadRank",
        ],
    ),
    // Books: terms and offers
    (
        6_700,
        &[
            "BadClock",
            "BadCaps",
            "NotWholeLots",
            "PriceTooCoarse",
            "PriceOutOfBand",
            "CoverAtPar",
            "WrongBookNumber",
            "TooManyBooks",
            "BadRights",
            "RightsFirst",
            "AboveRight",
            "BookNotOpen",
            "OfferChanged",
            "NoOffer",
            "OfferPeriodTooLong",
            "LimitsBroken",
            "BadGroup",
            "GroupTerms",
            "TipLowered",
            "BadCurve",
            "TooManyCurves",
            "WrongReward",
            "RewardAccountsMissing",
            "OtherTerms",
        ],
    ),
    // Books: the line and its tickets
    (
        6_800,
        &[
            "BadLineSize",
            "LineTooShort",
            "PlaceOutOfRange",
            "LineUnderflow",
            "NothingToMove",
            "TicketTooSmall",
            "TicketTooLarge",
            "OwnerLimit",
            "OwnerTotalMissing",
            "SecurityMissing",
            "OwnerTotalInUse",
            "WithdrawTooMuch",
            "RemainderTooSmall",
            "AlreadyCommitted",
            "NotCommitted",
            "AlreadyQualified",
            "TicketUnqualified",
            "NotRestricted",
            "LeadFirst",
            "LeadBound",
            "NotDiscretionary",
            "ApprovalTooLarge",
            "WrongTicket",
            "CannotLeave",
        ],
    ),
    // Books: votes
    (
        6_900,
        &[
            "PollRunning",
            "NoPoll",
            "NotEligible",
            "BadPoll",
            "OtherPoll",
        ],
    ),
    // Books: lock, settlement and end
    (
        7_000,
        &[
            "CannotLock",
            "LockedTogether",
            "WrongGroup",
            "GroupIncomplete",
            "GroupStands",
            "RatesFell",
            "NotLocked",
            "NotRefunding",
            "NothingAccepted",
            "RefundBlocked",
            "RefundPayable",
            "RefundTooEarly",
            "ProceedsHeld",
            "TicketsOpen",
            "EscrowOpen",
            "TooFewShares",
            "StreamRunning",
        ],
    ),
    // Assets and rates
    (
        7_100,
        &[
            "AssetRefused",
            "UnknownAsset",
            "BookUsed",
            "TooManyAssets",
            "WrongRateSource",
            "StaleRate",
            "RateMoved",
            "BadReferenceRate",
            "BadFloating",
            "BadStepUp",
            "FixingNotOpen",
            "AlreadyFixed",
            "ReferenceTooNew",
        ],
    ),
    // Warrants
    (
        7_200,
        &[
            "BadSeries",
            "NotEquityWithoutPar",
            "SeriesExpired",
            "SeriesRunning",
        ],
    ),
    // Credentials
    (
        7_300,
        &[
            "BadQualifiers",
            "CredentialExpired",
            "NotQualified",
            "StillQualified",
            "CredentialsIncomplete",
            "CredentialMissing",
        ],
    ),
    // Holders and transfers
    (
        7_400,
        &[
            "HolderInUse",
            "HolderMissing",
            "NotTransferring",
            "ShareAccountMutable",
            "SharesShort",
            "PayoutNotAssociated",
        ],
    ),
    // Distributions and payments
    (
        7_500,
        &[
            "DistributionTooSmall",
            "NothingWaits",
            "BadPeriod",
            "BadBatch",
            "NothingOwed",
            "DebtInOtherMint",
            "NoEscheat",
            "HolderPayable",
            "EscheatTooEarly",
            "NotBegun",
            "BadPrincipal",
            "ClawbackTooLarge",
            "WaitsForClaim",
        ],
    ),
    // Waterfall, losses and triggers
    (
        7_600,
        &[
            "BadStructure",
            "WrongTier",
            "NotFromTreasury",
            "TreasuryEmpty",
            "NotExpense",
            "ExpenseAboveCap",
            "DocumentMissing",
            "BadTrigger",
            "ModeUnchanged",
            "ReportMissing",
            "LossNotDue",
            "LossEnded",
            "LossNotRecorded",
            "CorrectionTooLarge",
            "PoolMoved",
            "NeverOverdue",
            "InstalmentWhileRevolving",
        ],
    ),
    // Wrapped shares
    (
        7_700,
        &[
            "BearerUnsaid",
            "WrapperRecord",
            "NotWrapperRecord",
            "SharesOfAnother",
            "PayoutsIncomplete",
            "RightsRunning",
        ],
    ),
    (7_800, TRANSFER_RULES),
    (7_900, DISCLOSURES),
];

/// Rules of transfers.
#[rustfmt::skip]
const TRANSFER_RULES: &[&str] = &[
    "BadTransferRules", "WindowClosed", "NoWindow", "CategoryRefused", "CategoryTooEarly",
    "CountryRefused", "SharesLocked", "SharesRetained", "DailyLimit", "WrapperNotAllowed",
    "BadLockUp", "RetentionStands", "NothingRetained", "AboveAllotment", "AllotmentBelowShares",
    "PersonLimit", "TooManyHolders", "NotLimited",
];

/// Disclosures.
#[rustfmt::skip]
const DISCLOSURES: &[&str] = &[
    "BadDisclosures", "NotAttestor", "PeriodNotOver", "DisclosurePosted", "DisclosureMissing",
    "DisclosureLate", "DisclosureUnknown", "DisclosuresFixed",
];

/// The name of a number.
#[must_use]
pub fn name(number: u32) -> Option<&'static str> {
    let own = PROGRAM.iter().find_map(|(first, names)| {
        let at = usize::try_from(number.checked_sub(*first)?).ok()?;
        names.get(at).copied()
    });
    own.or_else(|| {
        ANCHOR
            .iter()
            .find(|(known, _)| *known == number)
            .map(|(_, name)| *name)
    })
}
