//! Every refusal of the program, by domain, in one list. Each domain has a hundred numbers of its own, so that a new
//! error moves none of another domain; the IDL has them, 6,000 higher.

use crate::math::MathError;
use anchor_lang::prelude::*;

/// Why an instruction was refused. The message says what was wrong and what would be right.
#[error_code]
pub enum SecuritiesError {
    // Arithmetic and amounts: from 6000
    #[msg("a result does not fit its type: use smaller amounts")]
    Overflow = 0,
    #[msg("a divisor is zero: prices, pars and share counts must be positive")]
    DivisionByZero,
    #[msg("the date is outside 1970 to 2200, or an end lies before its start")]
    DateOutOfRange,
    #[msg("an account holds a value this version of the program does not know")]
    UnknownValue,
    #[msg("the amount is zero: give a positive amount")]
    ZeroAmount,
    #[msg("the amount is above what is there")]
    InsufficientFunds,
    #[msg(
        "the vault received another amount than was sent: the mint takes a fee or the token program is not honest"
    )]
    TransferMismatch,
    #[msg("the vault holds less than the program owes from it")]
    VaultShort,
    #[msg("a text is too long for its field")]
    TextTooLong,

    // Accounts that do not belong together: from 6100
    #[msg("the account belongs to another security")]
    WrongSecurity = 100,
    #[msg("the account belongs to another tranche")]
    WrongTranche,
    #[msg("the account belongs to another book")]
    WrongBook,
    #[msg("the line account is not this book's")]
    WrongLine,
    #[msg("the mint is not the one this account was made for")]
    WrongMint,
    #[msg("the token account is not the program's vault for this purpose")]
    WrongVault,
    #[msg("the token program is not the one that owns the mint")]
    WrongTokenProgram,
    #[msg("the account that paid the rent must receive it back")]
    WrongRentPayer,
    #[msg(
        "the token account is not the recorded refund account: its owner can name another with set_refund_account"
    )]
    WrongRefundAccount,
    #[msg(
        "the token account is not the one that is paid: a holder's recorded one, which its owner can change with set_payout_account; in other mints, of payees and for escheat the associated one"
    )]
    WrongPayoutAccount,
    #[msg(
        "the destination is not among those the security names, or not a token account of one of its mints"
    )]
    WrongDestination,
    #[msg("the share account is not the owner's associated token account for this share mint")]
    WrongShareAccount,
    #[msg(
        "pass every tranche of the security, in order of rank; to change the structure those that change"
    )]
    TranchesIncomplete,
    #[msg(
        "pass every open book of the security, each once, after the tranches that change: all that is neither locked nor closed"
    )]
    BooksIncomplete,

    // Keys: from 6200
    #[msg("only the security's sponsor may do this")]
    NotSponsor = 200,
    #[msg("only the owner may do this")]
    NotOwner,
    #[msg(
        "nobody signs for the owner, so shares would be lost there: name a wallet or a program's vault, not a mint, a token account, a program or an account of this program"
    )]
    CannotOwn,
    #[msg("only the security's servicer may do this")]
    NotServicer,
    #[msg("only the security's reporter may do this")]
    NotReporter,
    #[msg(
        "only the security's sponsor or arbitrator may change the mode, and the arbitrator alone may resume"
    )]
    NotAuthority,
    #[msg(
        "only a qualifier may do this: who issued the credential, and one that the security names"
    )]
    NotQualifier,

    #[msg("only the security's arbitrator may do this")]
    NotArbitrator,
    #[msg(
        "only who holds the role may do this, of a destination the sponsor; anyone may clear a hand-over that has expired"
    )]
    NotHolder,
    #[msg(
        "only the key that the hand-over names may accept it: for a destination the owner of its token account"
    )]
    NotNamed,
    #[msg("the security has no such role: name a qualifier or a destination by its place, from 0")]
    WrongRole,
    #[msg(
        "the address can take no role and no money: not the default address, the program, the security's own accounts, a mint, a token account or a program, and not who has the role"
    )]
    KeyRefused,
    #[msg("the arbitrator checks sponsor, servicer and reporter: it is a key of its own")]
    ArbitratorNotApart,
    #[msg("the hand-over waits for its notice of three days: accept it then")]
    HandoverEarly,
    #[msg("the hand-over has expired: it is proposed anew")]
    HandoverExpired,
    #[msg("the role has changed hands since this was proposed: it is proposed anew")]
    HandoverStale,
    #[msg("the arbitrator refuses a hand-over that needs a notice, and until the notice is over")]
    RefusalClosed,

    // Securities and their vaults: from 6300
    #[msg(
        "the structure is closed: tranches are added while no book is open, and their terms and the waterfall change until a book is locked; what its investors bought stands"
    )]
    StructureClosed = 300,
    #[msg(
        "the structure is not complete: set a waterfall that reaches every claim of every tranche before opening a book"
    )]
    StructureIncomplete,
    #[msg(
        "the structure changed: read it again, and name the present edition of the waterfall to replace it"
    )]
    StructureChanged,
    #[msg("a security names one to four draw destinations, each once, none the default address")]
    BadDestinations,
    #[msg(
        "a limit is out of range: the smallest distribution is positive, a tip is at most the payment, escheat waits 365 days or more, a period is at most 12 months, smoothing at most 366 days, a source releases over 1 to 366 days, a loss waits one to 366 days, and a loss cap is of a cover"
    )]
    BadLimit,

    // Proceeds: from 6400
    #[msg(
        "the rules of drawing are out of range: a limit with a period of one to 366 days or neither, a date in the future with a positive amount or neither, and in further mints what the settlement mint has"
    )]
    BadDrawTerms = 400,
    #[msg("a trigger does not hold, or is not known to: nothing is drawn until all hold")]
    TriggerFailing,
    #[msg(
        "the deal is accelerated: proceeds repay its debts, and are drawn again when it no longer is"
    )]
    Accelerated,
    #[msg("a debt is owed interest or principal past due: pay it by a distribution, then draw")]
    DebtOverdue,
    #[msg("drawing takes the signature of the security's arbitrator beside the sponsor's")]
    CoSignatureMissing,
    #[msg("the draw passes what may be drawn within a period: draw less, or later")]
    DrawLimit,
    #[msg("drawing had to begin by a date and did not: what is there goes back to the holders")]
    DrawTooLate,
    #[msg(
        "the date of the delivery is in the future and more than a week after the latest deadline of every book opened before, or 0 for none, and it is confirmed with the SHA-256 of its document"
    )]
    BadDelivery,
    #[msg(
        "proceeds wait for the delivery: they are drawn once the arbitrator has confirmed it, and go back where it does not by its date"
    )]
    DeliveryAwaited,
    #[msg(
        "no delivery is awaited any more: it is confirmed once and before its date, where the security has one"
    )]
    DeliveryClosed,
    #[msg(
        "proceeds go back once a book was locked: by the sponsor at any time; by anyone all of them, after drawing did not begin by its date, without a delivery by its date, or once accelerated"
    )]
    NotReturnable,

    // Mints: from 6500
    #[msg("the settlement mint has an extension that the program does not accept")]
    MintExtensionRefused = 500,
    #[msg("the mint takes a fee from transfers: what is deposited would not arrive whole")]
    TransferFeeRefused,
    #[msg("the mint has a permanent delegate, who could take from a vault")]
    PermanentDelegateRefused,
    #[msg("the mint has a freeze authority, and the book does not accept one")]
    FreezeAuthorityRefused,

    // Tranches: from 6600
    #[msg(
        "tranches are created in order of seniority: the next rank is the security's tranche count, at most 7; and changed in that order, each once"
    )]
    WrongRank = 600,
    #[msg("the decimals are out of range: at most 9")]
    DecimalsOutOfRange,
    #[msg(
        "the rate is out of range: at most 10000000 parts per million, 1000 %, and 0 for a tranche without a par"
    )]
    RateOutOfRange,
    #[msg("the maturity is out of range: of debt in the future, of equity and covers 0")]
    MaturityOutOfRange,
    #[msg(
        "the principal of one share is out of range: positive for debt and covers, and of an equity zero or not as when it was created"
    )]
    ParOutOfRange,
    #[msg("losses took all principal of the tranche: it takes no new money")]
    TrancheWiped,
    #[msg(
        "the authorised number of shares is out of range: positive, and with a principal of all of them that fits 64 bits"
    )]
    BadAuthorised,
    #[msg(
        "the tranche has no such number of shares left: books, rewards and warrants together stay within its authorised number"
    )]
    AboveAuthorised,
    #[msg(
        "the number of the tranche's shares is fixed, since it names a manager: curves of promote points alone grant them, so it has no books and no warrants"
    )]
    FixedNumber,
    #[msg(
        "the record is not the manager's: who is named by the tranche takes what books did not grant, where its number is fixed"
    )]
    NotManager,
    #[msg(
        "nothing is the manager's yet, or it is taken: points come into being with the lock of the first book that grants some, and those that open books have set aside stay until they are locked or closed"
    )]
    NoPoints,
    #[msg(
        "the price is below the floor of a tranche that has holders, or of its other open books: shares, bonus shares, points and warrants are sold for the principal of a share, the last issue's price and a fresh reported value at least; for less only to the holders first, by a rights book"
    )]
    BelowFloor,
    #[msg(
        "part of the principal has been repaid: shares of the tranche are sold for the principal that a share still stands for"
    )]
    AbovePrincipal,
    #[msg(
        "losses of the tranche are not made good: until they are, new money comes in by a rights book alone"
    )]
    TrancheImpaired,
    #[msg(
        "a tranche with holders takes no new money while it owes arrears, after its maturity, when all its principal is repaid, or in accelerated mode"
    )]
    TrancheOverdue,

    // Books: terms and offers: from 6700
    #[msg(
        "the book's clock is out of order: now < deadline, opening < deadline, an offer ends a day or more after now and the opening and not past the deadline, and the offer period is a day or more"
    )]
    BadClock = 700,
    #[msg("the book's caps are out of order: 0 < minimum <= cap and 0 < smallest ticket <= cap")]
    BadCaps,
    #[msg("the amount does not buy whole shares: give a multiple of the book's lot")]
    NotWholeLots,
    #[msg(
        "one share base unit costs more than a ten-thousandth of the smallest ticket: use more decimals, a larger smallest ticket, or a price that divides the same lots"
    )]
    PriceTooCoarse,
    #[msg(
        "the price is not within its band: 0 < lowest <= highest, equal where it is fixed, and the reported one between them"
    )]
    PriceOutOfBand,
    #[msg(
        "shares of a cover are sold at par, for the settlement mint alone, at a fixed price; so its par stands while a book of it is open"
    )]
    CoverAtPar,
    #[msg("the book's sequence number is not the tranche's next")]
    WrongBookNumber,
    #[msg(
        "until a book of the security is locked, at most eight are open at a time: lock one, or close one that came to nothing"
    )]
    TooManyBooks,
    #[msg(
        "a rights book is of a tranche with holders, first come first served, without a lead; it is its holders' alone for ten days at least from its opening, to the end of its offer at most, and one after the other; a later offer of it asks no less and sells no more"
    )]
    BadRights,
    #[msg(
        "the book is for the tranche's holders first: pass the owner's holder record and its stake, or wait until the rights period is over"
    )]
    RightsFirst,
    #[msg(
        "the owner's money in line would pass its right: its part of the tranche's shares when the book was opened, of the cap"
    )]
    AboveRight,
    #[msg("this needs a book in its offering: it has not opened, or its deadline has passed")]
    NotOffering,
    #[msg(
        "the offer changed: read the book's terms again, and name their present version to commit to it or to replace it"
    )]
    OfferChanged,
    #[msg(
        "there is no offer to commit to yet: deposit with offer version 0, and commit once there is one"
    )]
    NoOffer,
    #[msg("the offer period does not fit before the deadline")]
    OfferPeriodTooLong,
    #[msg(
        "tickets in line may not keep these limits: while there are any, the smallest ticket does not rise, nor the largest or an owner's limit fall"
    )]
    LimitsBroken,
    #[msg(
        "the group is none: numbered 1 to 4, of 2 to 8 books as its first one says, none more, that open and end at the same time, which no vote moves"
    )]
    BadGroup,
    #[msg(
        "others close together with this book: a later offer asks no lower price or minimum and sells no more, and once all have an offer assets are added before the opening alone"
    )]
    GroupTerms,
    #[msg("the tip is lower than before: it can only be raised")]
    TipLowered,
    #[msg(
        "the reward curve is not one: 1 to 8 knots, money rising, rewards not falling, no bend larger than a piece's rise, and no piece that begins steeper than the one before it ends"
    )]
    BadCurve,
    #[msg("a book has at most four reward curves, set one after the other")]
    TooManyCurves,
    #[msg("the account is not the one that the reward curve pays in")]
    WrongReward,
    #[msg(
        "pass the accounts of each reward curve but bonus shares, in order, after the named accounts"
    )]
    RewardAccountsMissing,

    // Books: the line and its tickets: from 6800
    #[msg("the line's size is not that of 16 to 65536 places, or not larger than before")]
    BadLineSize = 800,
    #[msg(
        "smallest tickets could fill the line before the cap: places times the smallest ticket are at least the cap, so grow the line first, to 65536 places at most, or ask for larger tickets or a lower cap"
    )]
    LineTooShort,
    #[msg("the line has no such place: the book's line is full, or the ticket is not of this book")]
    PlaceOutOfRange,
    #[msg("more is taken from a place in line than is there: the line account is not this book's")]
    LineUnderflow,
    #[msg("no empty place lies ahead of the ticket")]
    NothingToMove,
    #[msg("the ticket is too small: at least the book's smallest ticket")]
    TicketTooSmall,
    #[msg("the ticket is too large: at most the book's largest ticket")]
    TicketTooLarge,
    #[msg("the owner's money in line would pass the book's limit for one owner")]
    OwnerLimit,
    #[msg("this book limits each owner: pass the owner's stake account, opened with open_stake")]
    StakeMissing,
    #[msg("name the security: the book is of a group, or a credential is given")]
    SecurityMissing,
    #[msg("the stake still counts money in line: withdraw it, or wait for the end of the book")]
    StakeInUse,
    #[msg("more is withdrawn than the ticket holds")]
    WithdrawTooMuch,
    #[msg("what stays is below the book's smallest ticket: withdraw all of it, or less")]
    RemainderTooSmall,
    #[msg("the ticket is committed to the present offer already")]
    AlreadyCommitted,
    #[msg("this needs a ticket that is committed to the present offer")]
    NotCommitted,
    #[msg("the ticket is marked as qualified already")]
    AlreadyQualified,
    #[msg(
        "the ticket is not marked as qualified: qualify_ticket marks it by a good credential of its owner's"
    )]
    TicketUnqualified,
    #[msg("the book's shares want no credential: its tickets count without a mark")]
    NotRestricted,
    #[msg("the lead investor goes first: others deposit once its minimum is in line")]
    LeadFirst,
    #[msg("the lead's minimum stays in line until the lock, unless the offer changes")]
    LeadBound,
    #[msg("this needs a book with discretionary allocation")]
    NotDiscretionary,
    #[msg("more is approved than the ticket holds or the cap leaves")]
    ApprovalTooLarge,
    #[msg("the address holds another ticket than the one that was meant: read it again")]
    WrongTicket,
    #[msg("this needs a book that can be left: it is locked, so its tickets are settled instead")]
    CannotLeave,

    // Books: votes: from 6900
    #[msg("a poll is running: wait until it ends")]
    PollRunning = 900,
    #[msg("no poll is running")]
    NoPoll,
    #[msg("only money that was in line when the poll opened may vote")]
    NotEligible,
    #[msg(
        "the poll's clock is wrong: it runs for a day at least and not past the deadline, and proposes a later deadline up to the latest, where the book allows any"
    )]
    BadPoll,

    // Books: lock, settlement and end: from 7000
    #[msg(
        "the book cannot be locked yet: its minimum is not committed, or its offer is still running"
    )]
    CannotLock = 1_000,
    #[msg("the book closes together with others: lock its whole group by lock_group")]
    LockedTogether,
    #[msg("the book is of another group, or of none")]
    WrongGroup,
    #[msg(
        "a book of the group is missing or passed twice: all are opened and have an offer before anybody commits, and all are locked together, each once, with its tranche, the address of its share value and what its assets and rewards need"
    )]
    GroupIncomplete,
    #[msg(
        "the group may still be locked: a book that is due is given up once another of its group is in refund or was closed without a lock"
    )]
    GroupStands,
    #[msg(
        "at the rates of now less than the minimum, or the lead's, may be accepted: wait for higher rates or more commitments"
    )]
    RatesFell,
    #[msg("this needs a locked book: call lock_book first")]
    NotLocked,
    #[msg("this needs a book in refund: its deadline has passed below its minimum")]
    NotRefunding,
    #[msg("nothing of the ticket is accepted: return it with refund_ticket")]
    NothingAccepted,
    #[msg(
        "neither the refund account nor the owner's associated one can be paid: the owner can name another with set_refund_account"
    )]
    RefundBlocked,
    #[msg("the refund can be paid: pay it with refund_ticket")]
    RefundPayable,
    #[msg(
        "the refund has to have been unpayable for a year: try refund_ticket, which notes since when"
    )]
    RefundTooEarly,
    #[msg(
        "proceeds stay in escrow until the book's draw delay is over and every ticket is settled or refunded: settle them, wait, and call release_proceeds"
    )]
    ProceedsHeld,
    #[msg("tickets are still open: settle or refund each before closing the book")]
    TicketsOpen,
    #[msg("the escrow of another asset is open: close it with close_escrow first")]
    EscrowOpen,

    // Assets and rates: from 7100
    #[msg(
        "the asset does not fit: 1:1 needs the settlement mint's decimals, a stake pool needs a security that settles in wrapped SOL"
    )]
    AssetRefused = 1_100,
    #[msg("the book accepts no such asset")]
    UnknownAsset,
    #[msg("assets are added before the first deposit")]
    BookUsed,
    #[msg("a book accepts at most four assets, each once, and a security has at most four vaults")]
    TooManyAssets,
    #[msg("the account is not where this asset's rate is read")]
    WrongRateSource,
    #[msg(
        "the rate is older than allowed: have it reported, or the stake pool updated, and try again"
    )]
    StaleRate,
    #[msg("the rate moved more than its daily limit allows")]
    RateMoved,

    // Warrants: from 7200
    #[msg(
        "the warrant series is out of range: a positive strike, an expiry in the future and, to be granted, after the book's latest deadline and for no other book"
    )]
    BadSeries = 1_200,
    #[msg(
        "warrants and promote points are of an equity tranche without a par, promote points not of the book's own; so is a tranche that names a manager"
    )]
    NotEquity,
    #[msg("the warrants have expired")]
    SeriesExpired,
    #[msg("the warrants have not expired: they can be exercised until then")]
    SeriesRunning,

    // Credentials: from 7300
    #[msg("the security names at most four qualifiers, each once, none the default address")]
    BadQualifiers = 1_300,
    #[msg(
        "the credential has expired or is no better than the one the holder has: a qualifier issues a later one"
    )]
    CredentialExpired,
    #[msg(
        "the owner may not receive these shares: its holder record needs a valid credential, by qualify_holder"
    )]
    NotQualified,
    #[msg(
        "the owner has a good credential of one of the security's qualifiers: its ticket stays marked"
    )]
    StillQualified,
    #[msg(
        "this needs the owner's credential of each of the security's qualifiers, by its address, in order"
    )]
    CredentialsIncomplete,

    // Holders and transfers: from 7400
    #[msg("the holder still has shares or money owed: transfer or redeem the one, claim the other")]
    HolderInUse = 1_400,
    #[msg("the receiver has no holder record for this tranche: open one with open_holder first")]
    HolderMissing,
    #[msg("the transfer hook runs only inside a transfer of this share mint")]
    NotTransferring,
    #[msg(
        "the receiving token account could be handed to another owner without its record: send to the receiver's associated token account, or to one with the ImmutableOwner extension"
    )]
    ShareAccountMutable,
    #[msg("the holder record has fewer shares than the transfer moves")]
    SharesShort,
    #[msg("opened for somebody else, a holder is paid to the owner's associated token account")]
    PayoutNotAssociated,

    // Distributions and payments: from 7500
    #[msg("the distribution is below the security's smallest, or nothing came in")]
    DistributionTooSmall = 1_500,
    #[msg("the period ends before it begins")]
    BadPeriod,
    #[msg(
        "pass one to 24 pairs of holder and payout account, and in another mint than the settlement mint a bump for each"
    )]
    BadBatch,
    #[msg("nothing is owed to this holder or payee")]
    NothingOwed,
    #[msg("a security with debt is paid in its settlement mint alone")]
    DebtInOtherMint,
    #[msg("the security names no escheat owner: what is owed waits for its holder")]
    NoEscheat,
    #[msg("the holder can be paid: pay it with pay_holders")]
    HolderPayable,
    #[msg(
        "payment has to have failed for the security's escheat time: try pay_holders, which notes since when"
    )]
    EscheatTooEarly,

    // Waterfall, losses and triggers: from 7600
    #[msg(
        "the waterfall is not a structure: up to 12 distinct tiers with limits in range, seniors ahead of juniors, a tier for every claim of every tranche, exactly one residual and that last"
    )]
    BadStructure = 1_600,
    #[msg("a payee is owed what a fee tier took: pay it with pay_fee, then set other tiers")]
    FeesOwed,
    #[msg("the tier is no fee: name one by its place, from 0")]
    WrongTier,
    #[msg(
        "a waterfall has at most four triggers, of tranches that exist, with limits of one basis point, one day or more, at most 10,000 basis points, as the daily limit of the pool's worth"
    )]
    BadTrigger,
    #[msg(
        "the mode is so already: a revolving period ends once, an acceleration is declared once and resumed once"
    )]
    ModeUnchanged,
    #[msg("a loss needs a report: give the SHA-256 of one, which no other loss has used")]
    ReportMissing,
    #[msg(
        "the loss is on notice: it takes effect when the notice is over, or earlier with the arbitrator's signature"
    )]
    LossNotDue,
    #[msg("the loss was recorded or struck out already: each is once")]
    LossEnded,
    #[msg("the loss is not recorded: the arbitrator can strike it out until it is")]
    LossNotRecorded,
    #[msg(
        "the correction is larger than what the loss wrote off, or than what is still written off"
    )]
    CorrectionTooLarge,
    #[msg(
        "the pool's worth moved more than its daily limit allows: report it in steps, or with the arbitrator's signature"
    )]
    PoolMoved,
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
        }
    }
}

impl From<MathError> for Error {
    fn from(error: MathError) -> Self {
        SecuritiesError::from(error).into()
    }
}
