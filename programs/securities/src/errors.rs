//! Every refusal of the program, numbered. Numbers are part of the interface: new errors go to the end.

use crate::math::MathError;
use anchor_lang::prelude::*;

/// Why an instruction was refused. The message says what was wrong and what would be right.
#[error_code]
pub enum SecuritiesError {
    /// 6000
    #[msg("a result does not fit its type: use smaller amounts")]
    Overflow,
    /// 6001
    #[msg("a divisor is zero: prices, pars and share counts must be positive")]
    DivisionByZero,
    /// 6002
    #[msg("the date is outside 1970 to 2200, or an end lies before its start")]
    DateOutOfRange,
    /// 6003
    #[msg("the line has no such place: the book's line is full, or the ticket is not of this book")]
    PlaceOutOfRange,
    /// 6004
    #[msg("more is taken from a place in line than is there: the line account is not this book's")]
    LineUnderflow,
    /// 6005
    #[msg(
        "the waterfall is not a structure: up to 12 distinct tiers with limits in range, seniors ahead of juniors, a tier for every claim of every tranche, exactly one residual and that last"
    )]
    BadStructure,
    /// 6006
    #[msg("an account holds a value this version of the program does not know")]
    UnknownValue,
    /// 6007
    #[msg("the amount is zero: give a positive amount")]
    ZeroAmount,
    /// 6008
    #[msg("the account belongs to another security")]
    WrongSecurity,
    /// 6009
    #[msg("the account belongs to another tranche")]
    WrongTranche,
    /// 6010
    #[msg("the account belongs to another book")]
    WrongBook,
    /// 6011
    #[msg("the line account is not this book's")]
    WrongLine,
    /// 6012
    #[msg("the mint is not the one this account was made for")]
    WrongMint,
    /// 6013
    #[msg("the token account is not the program's vault for this purpose")]
    WrongVault,
    /// 6014
    #[msg("the token program is not the one that owns the mint")]
    WrongTokenProgram,
    /// 6015
    #[msg("only the security's sponsor may do this")]
    NotSponsor,
    /// 6016
    #[msg("only the owner may do this")]
    NotOwner,
    /// 6017
    #[msg("the account that paid the rent must receive it back")]
    WrongRentPayer,
    /// 6018
    #[msg(
        "the token account is not the recorded refund account: its owner can name another with set_refund_account"
    )]
    WrongRefundAccount,
    /// 6019
    #[msg(
        "the token account is not the one that is paid: a holder's recorded one, which its owner can change with set_payout_account; in other mints, of payees and for escheat the associated one"
    )]
    WrongPayoutAccount,
    /// 6020
    #[msg("the destination is not among those the security named when it was created")]
    WrongDestination,
    /// 6021
    #[msg("the share account is not the owner's associated token account for this share mint")]
    WrongShareAccount,
    /// 6022
    #[msg(
        "the structure is closed: tranches and waterfall change only before the first book opens"
    )]
    StructureClosed,
    /// 6023
    #[msg(
        "the structure is not complete: set a waterfall that reaches every claim of every tranche before opening a book"
    )]
    StructureIncomplete,
    /// 6024
    #[msg(
        "tranches are created in order of seniority: the next rank is the security's tranche count, at most 7"
    )]
    WrongRank,
    /// 6025
    #[msg("a text is too long for its field")]
    TextTooLong,
    /// 6026
    #[msg("the decimals are out of range: at most 9")]
    DecimalsOutOfRange,
    /// 6027
    #[msg(
        "the rate is out of range: at most 100000 basis points, and 0 for a tranche without a par"
    )]
    RateOutOfRange,
    /// 6028
    #[msg("the maturity is out of range: of debt in the future, of equity and covers 0")]
    MaturityOutOfRange,
    /// 6029
    #[msg("the principal of one share is out of range: positive for debt and covers")]
    ParOutOfRange,
    /// 6030
    #[msg("the settlement mint has an extension that the program does not accept")]
    MintExtensionRefused,
    /// 6031
    #[msg("a security names one to four draw destinations, each once, none the default address")]
    BadDestinations,
    /// 6032
    #[msg(
        "the book's clock is out of order: now <= opens <= offer end <= deadline, and now < deadline"
    )]
    BadClock,
    /// 6033
    #[msg("the book's caps are out of order: 0 < minimum <= cap and 0 < smallest ticket <= cap")]
    BadCaps,
    /// 6034
    #[msg("the amount does not buy whole shares: give a multiple of the book's lot")]
    NotWholeLots,
    /// 6035
    #[msg("the line's size is not that of 16 to 65536 places, or not larger than before")]
    BadLineSize,
    /// 6036
    #[msg("the book's sequence number is not the tranche's next")]
    WrongBookNumber,
    /// 6037
    #[msg("this needs a book in its offering: it has not opened, or its deadline has passed")]
    NotOffering,
    /// 6038
    #[msg("this needs a book that can be left: it is locked, so its tickets are settled instead")]
    CannotLeave,
    /// 6039
    #[msg("this needs a locked book: call lock_book first")]
    NotLocked,
    /// 6040
    #[msg("this needs a book in refund: its deadline has passed below its minimum")]
    NotRefunding,
    /// 6041
    #[msg("the offer changed: read the book's terms again and commit to their present version")]
    OfferChanged,
    /// 6042
    #[msg("the ticket is too small: at least the book's smallest ticket")]
    TicketTooSmall,
    /// 6043
    #[msg("more is withdrawn than the ticket holds")]
    WithdrawTooMuch,
    /// 6044
    #[msg("what stays is below the book's smallest ticket: withdraw all of it, or less")]
    RemainderTooSmall,
    /// 6045
    #[msg(
        "the book cannot be locked yet: its minimum is not committed, or its offer is still running"
    )]
    CannotLock,
    /// 6046
    #[msg("tickets are still open: settle or refund each before closing the book")]
    TicketsOpen,
    /// 6047
    #[msg("the amount is above what is there")]
    InsufficientFunds,
    /// 6048
    #[msg(
        "the vault received another amount than was sent: the mint takes a fee or the token program is not honest"
    )]
    TransferMismatch,
    /// 6049
    #[msg("the vault holds less than the program owes from it")]
    VaultShort,
    /// 6050
    #[msg("the distribution is below the security's smallest, or nothing came in")]
    DistributionTooSmall,
    /// 6051
    #[msg("no longer made: a distribution runs as it is paid in")]
    WrongDistribution,
    /// 6052
    #[msg("pass every tranche of the security, in order of rank")]
    TranchesIncomplete,
    /// 6053
    #[msg(
        "pass one to 24 pairs of holder and payout account, and in another mint than the settlement mint a bump for each"
    )]
    BadBatch,
    /// 6054
    #[msg("nothing is owed to this holder or payee")]
    NothingOwed,
    /// 6055
    #[msg("the holder still has shares or money owed: transfer or redeem the one, claim the other")]
    HolderInUse,
    /// 6056
    #[msg("the receiver has no holder record for this tranche: open one with open_holder first")]
    HolderMissing,
    /// 6057
    #[msg("the transfer hook runs only inside a transfer of this share mint")]
    NotTransferring,
    /// 6058
    #[msg("the holder record has fewer shares than the transfer moves")]
    SharesShort,
    /// 6059
    #[msg("opened for somebody else, a holder is paid to the owner's associated token account")]
    PayoutNotAssociated,
    /// 6060
    #[msg("the period ends before it begins")]
    BadPeriod,
    /// 6061
    #[msg(
        "a limit is out of range: the smallest distribution and the fewest shares are positive, a tip is at most the payment, escheat waits 365 days or more, a period is at most 12 months, smoothing at most 366 days, and a loss cap is of a cover"
    )]
    BadLimit,
    /// 6062
    #[msg("the refund account cannot be paid: its owner can name another with set_refund_account")]
    RefundBlocked,
    /// 6063
    #[msg(
        "the reward curve is not one: 1 to 8 knots, money rising, rewards not falling and never steeper than before"
    )]
    BadCurve,
    /// 6064
    #[msg(
        "there is no offer to commit to yet: deposit with offer version 0, and commit once there is one"
    )]
    NoOffer,
    /// 6065
    #[msg("the ticket is committed to the present offer already")]
    AlreadyCommitted,
    /// 6066
    #[msg("this needs a ticket that is committed to the present offer")]
    NotCommitted,
    /// 6067
    #[msg("the ticket is too large: at most the book's largest ticket")]
    TicketTooLarge,
    /// 6068
    #[msg("the owner's money in line would pass the book's limit for one owner")]
    OwnerLimit,
    /// 6069
    #[msg("this book limits each owner: pass the owner's stake account, opened with open_stake")]
    StakeMissing,
    /// 6070
    #[msg("the stake still counts money in line: withdraw it, or wait for the end of the book")]
    StakeInUse,
    /// 6071
    #[msg("the lead investor goes first: others deposit once its minimum is in line")]
    LeadFirst,
    /// 6072
    #[msg("the lead's minimum stays in line until the lock, unless the offer changes")]
    LeadBound,
    /// 6073
    #[msg("the offer period does not fit before the deadline")]
    OfferPeriodTooLong,
    /// 6074
    #[msg("caps, limits, tips and curves change only in investors' favour")]
    TermsWorse,
    /// 6075
    #[msg(
        "one share base unit costs more than a ten-thousandth of the smallest ticket: use more decimals, a larger smallest ticket, or a price that divides the same lots"
    )]
    PriceTooCoarse,
    /// 6076
    #[msg(
        "the price is not within its band: 0 < lowest <= highest, equal where it is fixed, and the reported one between them"
    )]
    PriceOutOfBand,
    /// 6077
    #[msg("this needs a book with discretionary allocation")]
    NotDiscretionary,
    /// 6078
    #[msg("more is approved than the ticket holds or the cap leaves")]
    ApprovalTooLarge,
    /// 6079
    #[msg("a poll is running: wait until it ends")]
    PollRunning,
    /// 6080
    #[msg("no poll is running")]
    NoPoll,
    /// 6081
    #[msg("only money that was in line when the poll opened may vote")]
    NotEligible,
    /// 6082
    #[msg(
        "the poll's clock is wrong: it runs for a day at least and not past the deadline, and proposes a later deadline up to the latest, where the book allows any"
    )]
    BadPoll,
    /// 6083
    #[msg("no empty place lies ahead of the ticket")]
    NothingToMove,
    /// 6084
    #[msg("nothing of the ticket is accepted: return it with refund_ticket")]
    NothingAccepted,
    /// 6085
    #[msg(
        "pass the accounts of each reward curve but bonus shares, in order, after the named accounts"
    )]
    RewardAccountsMissing,
    /// 6086
    #[msg("the account is not the one that the reward curve pays in")]
    WrongReward,
    /// 6087
    #[msg("a book has at most four reward curves, set one after the other")]
    TooManyCurves,
    /// 6088
    #[msg(
        "the warrant series is out of range: a positive strike, an expiry in the future and, to be granted, after the book's latest deadline and for no other book"
    )]
    BadSeries,
    /// 6089
    #[msg(
        "warrants and promote points are of an equity tranche, promote points not of the book's own"
    )]
    NotEquity,
    /// 6090
    #[msg("the warrants have expired")]
    SeriesExpired,
    /// 6091
    #[msg("the warrants have not expired: they can be exercised until then")]
    SeriesRunning,
    /// 6092
    #[msg(
        "tickets of a locked book are not settled and a distribution waits for them: settle them first"
    )]
    TicketsUnsettled,
    /// 6093
    #[msg(
        "the asset does not fit: 1:1 needs the settlement mint's decimals, a stake pool needs a security that settles in wrapped SOL"
    )]
    AssetRefused,
    /// 6094
    #[msg("the book accepts no such asset")]
    UnknownAsset,
    /// 6095
    #[msg("assets are added before the first deposit")]
    BookUsed,
    /// 6096
    #[msg("a book accepts at most four assets, each once, and a security has at most four vaults")]
    TooManyAssets,
    /// 6097
    #[msg("the mint takes a fee from transfers: what is deposited would not arrive whole")]
    TransferFeeRefused,
    /// 6098
    #[msg("the mint has a permanent delegate, who could take from a vault")]
    PermanentDelegateRefused,
    /// 6099
    #[msg("the mint has a freeze authority, and the book does not accept one")]
    FreezeAuthorityRefused,
    /// 6100
    #[msg("the account is not where this asset's rate is read")]
    WrongRateSource,
    /// 6101
    #[msg(
        "the rate is older than allowed: have it reported, or the stake pool updated, and try again"
    )]
    StaleRate,
    /// 6102
    #[msg("the rate moved more than its daily limit allows")]
    RateMoved,
    /// 6103
    #[msg("only the security's reporter may do this")]
    NotReporter,
    /// 6104
    #[msg("the escrow of another asset is open: close it with close_escrow first")]
    EscrowOpen,
    /// 6105
    #[msg("the address holds another ticket than the one that was meant: read it again")]
    WrongTicket,
    /// 6106
    #[msg("the security names at most four qualifiers, each once, none the default address")]
    BadQualifiers,
    /// 6107
    #[msg(
        "only a qualifier may do this: who issued the credential, and one that the security names"
    )]
    NotQualifier,
    /// 6108
    #[msg(
        "the credential has expired or is no better than the one the holder has: a qualifier issues a later one"
    )]
    CredentialExpired,
    /// 6109
    #[msg(
        "the owner may not receive these shares: its holder record needs a valid credential, by qualify_holder"
    )]
    NotQualified,
    /// 6110
    #[msg("only the security's servicer may do this")]
    NotServicer,
    /// 6111
    #[msg(
        "only the security's sponsor or arbitrator may change the mode, and the arbitrator alone may resume"
    )]
    NotAuthority,
    /// 6112
    #[msg(
        "the mode is so already: a revolving period ends once, an acceleration is declared once and resumed once"
    )]
    ModeUnchanged,
    /// 6113
    #[msg(
        "a waterfall has at most four triggers, of tranches that exist, with limits of one basis point, one day or more, at most 10,000 basis points"
    )]
    BadTrigger,
    /// 6114
    #[msg("the loss is larger than all principal outstanding")]
    LossTooLarge,
    /// 6115
    #[msg("losses took all principal of the tranche: it takes no new money")]
    TrancheWiped,
    /// 6116
    #[msg("a security with debt is paid in its settlement mint alone")]
    DebtInOtherMint,
    /// 6117
    #[msg(
        "subordination is short or not looked at since it may have become less: call check_triggers, and draw when it holds"
    )]
    SubordinationShort,
    /// 6118
    #[msg("shares of a cover are sold at par, for the settlement mint alone, at a fixed price")]
    CoverAtPar,
    /// 6119
    #[msg("the tier is no fee: name one by its place, from 0")]
    WrongTier,
    /// 6120
    #[msg("the security names no escheat owner: what is owed waits for its holder")]
    NoEscheat,
    /// 6121
    #[msg("the holder can be paid: pay it with pay_holders")]
    HolderPayable,
    /// 6122
    #[msg(
        "payment has to have failed for the security's escheat time: try pay_holders, which notes since when"
    )]
    EscheatTooEarly,
}

impl From<MathError> for SecuritiesError {
    fn from(error: MathError) -> Self {
        match error {
            MathError::Overflow => Self::Overflow,
            MathError::DivisionByZero => Self::DivisionByZero,
            MathError::PlaceOutOfRange => Self::PlaceOutOfRange,
            MathError::LineUnderflow => Self::LineUnderflow,
            MathError::DateOutOfRange => Self::DateOutOfRange,
            MathError::BadStructure => Self::BadStructure,
            MathError::BadCurve => Self::BadCurve,
            MathError::LossTooLarge => Self::LossTooLarge,
        }
    }
}

impl From<MathError> for Error {
    fn from(error: MathError) -> Self {
        SecuritiesError::from(error).into()
    }
}
