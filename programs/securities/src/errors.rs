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
        "the waterfall's tiers are not a structure: up to 12 distinct tiers, each tranche reached, exactly one residual and that last"
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
        "the token account is not the recorded payout account: its owner can name another with set_payout_account"
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
    #[msg("the structure is not complete: set the waterfall before opening a book")]
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
        "the rate is out of range: at most 100000 basis points, and 0 unless the tranche is debt"
    )]
    RateOutOfRange,
    /// 6028
    #[msg("the maturity is missing or past: a debt tranche matures in the future")]
    MaturityOutOfRange,
    /// 6029
    #[msg("the principal of one share is out of range: positive for debt, 0 otherwise")]
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
    #[msg("the line's size is not 16 to 65536 places in a power of two")]
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
    #[msg("the distribution is below the security's smallest")]
    DistributionTooSmall,
    /// 6051
    #[msg("distributions run once and in order: run the earliest posted one first")]
    WrongDistribution,
    /// 6052
    #[msg("pass every tranche of the security, in order of rank")]
    TranchesIncomplete,
    /// 6053
    #[msg("pass one to 24 pairs of holder and payout account")]
    BadBatch,
    /// 6054
    #[msg("nothing is owed to this holder")]
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
    #[msg("the smallest distribution and the fewest shares must be positive")]
    BadLimit,
    /// 6062
    #[msg("the refund account cannot be paid: its owner can name another with set_refund_account")]
    RefundBlocked,
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
        }
    }
}

impl From<MathError> for Error {
    fn from(error: MathError) -> Self {
        SecuritiesError::from(error).into()
    }
}
