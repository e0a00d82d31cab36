//! All errors of the program, in one list, by domain. Each domain has a hundred numbers of its own, so a new error
//! shifts none of another domain. The IDL's numbers are 6,000 higher.

use crate::math::MathError;
use anchor_lang::prelude::*;

/// The list of refusals, as an error of Anchor's. The attribute that Anchor has for this spells each name out in code, which
/// makes the program larger by a twentieth: it makes the IDL alone.
macro_rules! refusals {
    (
        $(#[$outer:meta])*
        pub enum $list:ident {
            $(#[msg($text:tt)] $name:ident $(= $number:tt)?,)*
        }
    ) => {
        #[cfg(feature = "idl-build")]
        $(#[$outer])*
        #[error_code]
        pub enum $list {
            $(#[msg($text)] $name $(= $number)?,)*
        }

        #[cfg(not(feature = "idl-build"))]
        $(#[$outer])*
        #[derive(Clone, Copy, Debug)]
        #[repr(u32)]
        pub enum $list {
            $(#[doc = $text] $name $(= $number)?,)*
        }

        #[cfg(not(feature = "idl-build"))]
        impl $list {
            /// Its name and its text.
            #[must_use]
            pub const fn words(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$name => (stringify!($name), $text),)*
                }
            }
        }
    };
}

refusals! {
/// Why an instruction was refused. The message says what was wrong and what would be right.
pub enum SecuritiesError {
    // Arithmetic and amounts: from 6000
    #[msg("a result does not fit its type: use smaller amounts")]
    Overflow = 0,
    #[msg("a divisor is zero: prices, pars and share counts must be positive")]
    DivisionByZero,
    #[msg("the date is outside 1970 to 2200, or an end is before its start")]
    DateOutOfRange,
    #[msg("an account holds a value that this version of the program does not know")]
    UnknownValue,
    #[msg("the amount is zero: give a positive amount")]
    ZeroAmount,
    #[msg("the amount exceeds what is available")]
    InsufficientFunds,
    #[msg(
        "the vault did not receive exactly the amount sent: the mint charges a fee, or the token program is not honest"
    )]
    TransferMismatch,
    #[msg("the vault holds less than the program owes from it")]
    CountersInconsistent,
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
    #[msg("the mint is not the one that this account was created for")]
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
        "the token account is not the payout account: for a holder the recorded one, which its owner can change with set_payout_account; in other mints, for payees and for escheat the associated one"
    )]
    WrongPayoutAccount,
    #[msg(
        "the destination is not one that the security names, or no token account of the mint: each mint is drawn to destinations of its own, and a destination is of one of the security's mints"
    )]
    WrongDestination,
    #[msg(
        "the share account is not the owner's associated token account for this share mint"
    )]
    WrongShareAccount,
    #[msg(
        "pass every tranche of the security, in order of rank; to change the structure, those that change"
    )]
    TranchesIncomplete,
    #[msg(
        "pass every open book of the security, each once, after the tranches that change: all that are neither locked nor closed"
    )]
    BooksIncomplete,

    // Keys: from 6200
    #[msg("only the security's sponsor may do this")]
    NotSponsor = 200,
    #[msg("only the owner may do this")]
    NotOwner,
    #[msg(
        "nobody can sign for the owner, so shares would be lost there: name a wallet or a program's vault, not a mint, a token account, a program or an account of this program"
    )]
    CannotOwn,
    #[msg("only the security's servicer may do this")]
    NotServicer,
    #[msg(
        "only the reporter may do this: the security's, or the one that created the reference rate"
    )]
    NotReporter,
    #[msg(
        "only the security's sponsor or arbitrator may change the mode, and only the arbitrator may resume"
    )]
    NotAuthority,
    #[msg(
        "only a qualifier may do this: the one that issued the credential, or one that the security names"
    )]
    NotQualifier,

    #[msg("only the security's arbitrator may do this")]
    NotArbitrator,
    #[msg(
        "only the holder of the role may do this, for a destination the sponsor; anyone may clear a role transfer that has expired"
    )]
    NotRoleHolder,
    #[msg(
        "only the key that the role transfer names may accept it: for a destination, the owner of its token account"
    )]
    NotNamed,
    #[msg("the security has no such role: name a qualifier or a destination by its place, from 0")]
    WrongRole,
    #[msg(
        "the address can take no role and no money: not the default address, the program, the security's own accounts, a mint, a token account, a program, or the current holder of the role"
    )]
    KeyRefused,
    #[msg(
        "the arbitrator checks the sponsor, the servicer and the reporter: name a key that is none of them"
    )]
    ArbitratorNotApart,
    #[msg("the role transfer's notice of three days is not over: accept it afterwards")]
    RoleTransferEarly,
    #[msg("the role transfer has expired: propose it again")]
    RoleTransferExpired,
    #[msg("the role has changed hands, or for a payee the waterfall has changed, since this was proposed: propose it again")]
    RoleTransferStale,
    #[msg(
        "the role transfer needs no notice, or its notice is over: the arbitrator can refuse only during a notice"
    )]
    RefusalClosed,

    // Securities and their vaults: from 6300
    #[msg(
        "the structure is closed: add tranches while no book is open and before the first lock, and change their terms and the waterfall before the first lock"
    )]
    StructureClosed = 300,
    #[msg(
        "the structure is incomplete: set a waterfall that pays every entitlement of every tranche before opening a book"
    )]
    StructureIncomplete,
    #[msg("the structure has changed: read it again, and name its current version")]
    StructureChanged,
    #[msg("a security names one to four draw destinations, each once, none the default address")]
    BadDestinations,
    #[msg("the smallest distribution is one base unit or more")]
    BadMinDistribution,
    #[msg("the tip for paying holders is at most all that is paid: 10,000 basis points")]
    BadTip,
    #[msg("an announced loss waits for 1 to 366 days before anyone may record it")]
    BadLossNotice,
    #[msg("escheat waits for 365 days or more; without an escheat owner it names no days")]
    BadEscheat,
    #[msg("the period between due dates is at most 12 months; 0: there are none")]
    BadPeriodLength,
    #[msg("a tranche releases what it receives over at most 366 days; 0: at once")]
    BadSmoothing,
    #[msg("a source releases what it collects over 1 to 366 days")]
    BadRelease,
    #[msg(
        "only a cover has a loss cap, pays a part of each loss or covers equity, and the part is at most 10,000 basis points"
    )]
    BadLossTerms,

    // Proceeds: from 6400
    #[msg(
        "the draw rules are out of range: a limit with a period of 1 to 366 days, or neither; a future date with a positive amount, or neither; and for further mints a limit and a date where the settlement mint has them"
    )]
    BadDrawTerms = 400,
    #[msg("a trigger does not hold or cannot be tested: draw once all triggers hold")]
    TriggerFailing,
    #[msg(
        "the deal is accelerated: proceeds repay its debts, and can be drawn once the acceleration has ended"
    )]
    Accelerated,
    #[msg("interest or principal of a debt is past due: pay it by a distribution, then draw")]
    DebtOverdue,
    #[msg("drawing requires the signature of the security's arbitrator beside the sponsor's")]
    CoSignatureMissing,
    #[msg("the draw exceeds what may be drawn within a period: draw less, or later")]
    DrawLimit,
    #[msg("drawing had to begin by a date and did not: unused proceeds go back to the holders")]
    DrawTooLate,
    #[msg(
        "the delivery date is out of range or its document is missing: the date is in the future and more than a week after the latest deadline of every book opened before, or 0 for none; it is confirmed with the SHA-256 of its document"
    )]
    BadDelivery,
    #[msg(
        "proceeds wait for the delivery: they can be drawn once the arbitrator has confirmed it, and go back if it is not confirmed by its date"
    )]
    DeliveryAwaited,
    #[msg(
        "no delivery is awaited: one is confirmed once, before its date, where the security has one"
    )]
    DeliveryClosed,
    #[msg(
        "only the sponsor returns proceeds at any time: anyone else returns all of them, once drawing did not begin by its date, there is no delivery by its date, or the deal is accelerated"
    )]
    ReturnNotDue,
    #[msg(
        "the reinvestment account is drawn while the deal revolves: now it repays the tranches, with the next payment"
    )]
    NotRevolving,
    #[msg(
        "a test of collateral among the tiers fails, or has no recent report: draw from the reinvestment account once it holds"
    )]
    CoverageFailing,
    #[msg(
        "nobody holds what the proceeds would go back to: return them once somebody holds shares of it"
    )]
    NobodyToReturnTo,

    // Mints: from 6500
    #[msg("the mint has an extension that the program does not accept")]
    MintExtensionRefused = 500,
    #[msg("the mint charges a fee on transfers: deposits would not arrive in full")]
    TransferFeeRefused,
    #[msg("the mint has a permanent delegate, which could take from a vault")]
    PermanentDelegateRefused,
    #[msg("the mint has a freeze authority, and the book does not accept one")]
    FreezeAuthorityRefused,

    // Tranches: from 6600
    #[msg(
        "the rank is wrong: tranches are created in order of seniority, so the next rank is the security's tranche count, at most 7; they are changed in that order, each once"
    )]
    WrongRank = 600,
    #[msg("the decimals are out of range: at most 9")]
    DecimalsOutOfRange,
    #[msg(
        "the rate is out of range: with the default margin at most 10,000,000 parts per million (1,000 %), 0 for a tranche without a par, and no margin without a rate and a period; a rate's daily limit is 1 to 10,000 basis points"
    )]
    RateOutOfRange,
    #[msg("the maturity is out of range: in the future for debt, 0 for equity and covers")]
    MaturityOutOfRange,
    #[msg(
        "the principal of one share is out of range: positive for debt and covers; whether equity has one is fixed at its creation"
    )]
    ParOutOfRange,
    #[msg("losses took all principal of the tranche: it takes no new money")]
    TrancheWiped,
    #[msg(
        "the authorised number of shares is out of range: positive, and with a total principal that fits 64 bits"
    )]
    BadAuthorised,
    #[msg(
        "the tranche does not have that many shares left: books, rewards and warrants together stay within its authorised number"
    )]
    AboveAuthorised,
    #[msg(
        "the tranche names a manager, so its number of shares is fixed: only curves of promote points grant them, and it has no books and no warrants"
    )]
    FixedNumber,
    #[msg(
        "the record is not the manager's: where the number of shares is fixed, the manager that the tranche names takes what books did not grant"
    )]
    NotManager,
    #[msg(
        "the manager has nothing to take: points come into being when the first book that grants some is locked, and those that open books have set aside stay until these are locked or closed"
    )]
    NoPoints,
    #[msg(
        "the price is below the floor of a tranche with holders or other open books: shares, bonus shares, points and warrants cost at least the principal of a share, the last issue's price and a fresh reported value; only a rights book may sell for less, to the holders first"
    )]
    BelowFloor,
    #[msg(
        "part of the principal has been repaid or lost: sell shares of the tranche for the principal that a share still represents"
    )]
    AbovePrincipal,
    #[msg(
        "losses of the tranche have not been made good: until they are, new money comes in only by a rights book"
    )]
    TrancheImpaired,
    #[msg(
        "the tranche takes no new money: it is owed arrears, interest that was or is to be paid in kind, or as a cover interest, has matured, has no principal left, or the deal is accelerated"
    )]
    TrancheOverdue,
    #[msg(
        "the schedule is incomplete: a linear or level debt needs a period of 1 to 12 months and its first due date; other tranches have no instalments, and only linear debt has a rule for prepayments"
    )]
    BadSchedule,
    #[msg(
        "the first due date is not valid: it needs a period of 1 to 12 months, is a day from 1970 to 2200, and is not after the maturity"
    )]
    BadFirstDue,
    #[msg(
        "the first instalment is not a due date: name the first due date or a whole number of periods after it, not after the maturity; 0 is the first due date"
    )]
    BadFirstInstalment,
    #[msg(
        "the custom schedule does not fit: for debt with a period, 1 to 24 parts in the order of their days, all before the maturity and within 65,535 days, each of a positive number of basis points, together at most 10,000; none for other debt"
    )]
    BadCustom,
    #[msg(
        "the business days do not fit: for debt, or a tranche with a rate and a period, at most 32 holidays in the order of their days, and at most ten days in a row that are no business days; the maturity and the days of a custom schedule are business days; without a rule no weekend and no holidays"
    )]
    BadBusinessDays,
    #[msg(
        "interest cannot be paid in kind like this: for bullet or swept debt with a rate and a period, with 1 to 31 days of notice (1 to 27 where the period is a month), and a margin that is with the highest rate and the default margin at most 10,000,000 parts per million (1,000 %); without periods no notice and no margin"
    )]
    BadPik,
    #[msg(
        "interest cannot be paid in kind now: elect it the days of notice before a due date, after the tranche's first book has locked, while nothing is overdue or in arrears and no book of the tranche is open, and not for the period that ends with the maturity"
    )]
    PikNotOpen,
    #[msg(
        "no period is left for which interest may be paid in kind, or it has been elected for this one"
    )]
    PikUsed,
    #[msg(
        "pari passu classes do not fit: they are neighbours of one kind, debt or equity with a par; their tiers of a type stand in a row, and each repays principal by the same types; tests and triggers protect all of a rank or none"
    )]
    BadPariPassu,

    // Books: terms and offers: from 6700
    #[msg(
        "the book's clock is out of order: now < deadline, opening < deadline <= latest deadline, an offer ends a day or more after now and the opening and not after the deadline, the offer period is a day or more, and the draw delay is 1 to 365 days"
    )]
    BadClock = 700,
    #[msg("the book's caps are out of order: 0 < minimum <= cap and 0 < smallest ticket <= cap")]
    BadCaps,
    #[msg(
        "the amount does not buy a whole number of share base units: give a multiple of the book's lot"
    )]
    NotWholeLots,
    #[msg(
        "one share base unit costs more than a ten-thousandth of the smallest ticket: use more decimals, a larger smallest ticket, or a price with the same lot"
    )]
    PriceTooCoarse,
    #[msg(
        "the price is not within its band: 0 < lowest <= highest, equal if it is fixed, and a reported price between them"
    )]
    PriceOutOfBand,
    #[msg(
        "shares of a cover are sold at par, only for the settlement mint, at a fixed price; so its par cannot change while one of its books is open"
    )]
    CoverAtPar,
    #[msg("the book's number is not the tranche's next")]
    WrongBookNumber,
    #[msg(
        "until a book of the security is locked, at most eight are open at a time: lock one, or close one that has failed"
    )]
    TooManyBooks,
    #[msg(
        "the rights book is invalid: its tranche has holders, it is first come first served and without a lead, only holders may enter for at least ten days from its opening and at most until its offer ends, and only one runs at a time; a later offer lowers no price and raises no cap"
    )]
    BadRights,
    #[msg(
        "holders of the tranche go first in this book: pass the owner's holder record and its owner total, or wait until the rights period is over"
    )]
    RightsFirst,
    #[msg(
        "the owner's money in line would exceed its right: the part of the cap that it held of the tranche's shares when the book was opened"
    )]
    AboveRight,
    #[msg("this requires a book in its offering: it has not opened, or its deadline has passed")]
    BookNotOpen,
    #[msg(
        "the offer has changed: read the book's terms again, and name their current version to commit to it or to replace it"
    )]
    OfferChanged,
    #[msg(
        "there is no offer to commit to yet: deposit without consent, and commit once there is one"
    )]
    NoOffer,
    #[msg("the offer period does not fit before the deadline")]
    OfferPeriodTooLong,
    #[msg(
        "tickets in line may not meet these limits: while there are any, the smallest ticket cannot rise, nor the largest or an owner's limit fall"
    )]
    LimitsBroken,
    #[msg(
        "the group is invalid: a number from 1 to 4, and 2 to 8 books, as many as its first one says, that all open and end at the same time, which no vote moves, and require tests or not as the first does"
    )]
    BadGroup,
    #[msg(
        "the book closes together with others: a later offer lowers no price or minimum and raises no cap, and once all have an offer, assets are added only before the opening"
    )]
    GroupTerms,
    #[msg("the tip is lower than before: it can only be raised")]
    TipLowered,
    #[msg(
        "the reward curve is invalid: 1 to 8 knots, money rising, rewards not falling, no bend larger than its piece's rise, and no piece that begins steeper than the one before it ends"
    )]
    BadCurve,
    #[msg("a book has at most four reward curves, set one after the other")]
    TooManyCurves,
    #[msg("the account is not the target of the reward curve")]
    WrongReward,
    #[msg(
        "pass the accounts of each reward curve except bonus shares, in order, after the named accounts"
    )]
    RewardAccountsMissing,
    #[msg(
        "the consent names other terms than the offer's: read the terms document whose SHA-256 the book states, and name that one to commit to it"
    )]
    OtherTerms,

    // Books: the line and its tickets: from 6800
    #[msg("the line's size is wrong: give it 16 to 65536 places, and more than before")]
    BadLineSize = 800,
    #[msg(
        "smallest tickets could fill the line before the cap: places times the smallest ticket must reach the cap, so grow the line, to 65536 places at most, or require larger tickets or a lower cap"
    )]
    LineTooShort,
    #[msg("the line has no such place: the book's line is full, or the ticket is not of this book")]
    PlaceOutOfRange,
    #[msg("more is taken from a place in line than it holds: the line account is not this book's")]
    LineUnderflow,
    #[msg("no empty place lies between the ticket and the money ahead of it")]
    NothingToMove,
    #[msg("the ticket is too small: at least the book's smallest ticket")]
    TicketTooSmall,
    #[msg("the ticket is too large: at most the book's largest ticket")]
    TicketTooLarge,
    #[msg("the owner's money in line would exceed the book's limit for one owner")]
    OwnerLimit,
    #[msg("this book limits each owner: pass the owner total, opened with open_owner_total")]
    OwnerTotalMissing,
    #[msg("pass the security: the book is in a group, or a credential is given")]
    SecurityMissing,
    #[msg(
        "the owner total still counts money in line: withdraw it, or wait until the book is locked or over"
    )]
    OwnerTotalInUse,
    #[msg("the amount exceeds what the ticket holds")]
    WithdrawTooMuch,
    #[msg("what stays is below the book's smallest ticket: withdraw everything, or less")]
    RemainderTooSmall,
    #[msg("the ticket is already committed to the current offer")]
    AlreadyCommitted,
    #[msg("this requires a ticket that is committed to the current offer")]
    NotCommitted,
    #[msg("the ticket is already marked as qualified")]
    AlreadyQualified,
    #[msg(
        "the ticket is not marked as qualified: qualify_ticket marks it by a valid credential of its owner"
    )]
    TicketUnqualified,
    #[msg(
        "the book's shares require no credential: its tickets count without a mark, and it asks nobody who deposits for one"
    )]
    NotRestricted,
    #[msg("the lead investor goes first: others deposit once its minimum is in line")]
    LeadFirst,
    #[msg(
        "the lead's minimum stays in line until the lock once it has committed, unless the offer changes"
    )]
    LeadBound,
    #[msg("this requires a book with discretionary allocation")]
    NotDiscretionary,
    #[msg("the approval exceeds what the ticket holds or the cap leaves")]
    ApprovalTooLarge,
    #[msg("the address holds a ticket with another number: read it again")]
    WrongTicket,
    #[msg(
        "the book cannot be left now: its deadline has passed, or it is locked, so that its tickets are settled instead"
    )]
    CannotLeave,

    // Books: votes: from 6900
    #[msg("a poll is running: wait until it ends")]
    PollRunning = 900,
    #[msg("no poll is running")]
    NoPoll,
    #[msg("only money that was in line when the poll opened may vote")]
    NotEligible,
    #[msg(
        "the poll's clock is out of order: it runs for a day at least and not past the deadline, and may propose a later deadline, up to the latest, if the book allows any"
    )]
    BadPoll,
    #[msg(
        "another poll is running than the vote names: read the question whose number and SHA-256 the book states, and name that one to vote on it"
    )]
    OtherPoll,

    // Books: lock, settlement and end: from 7000
    #[msg(
        "the book cannot be locked yet: its minimum is not committed, or its offer is still running"
    )]
    CannotLock = 1_000,
    #[msg("the book closes together with others: lock its whole group with lock_group")]
    LockedTogether,
    #[msg("the book is in another group, or in none")]
    WrongGroup,
    #[msg(
        "a book of the group is missing or passed twice: all have an offer before anybody commits, and all are locked together, each passed once, with its tranche, its share value's address and what its assets and rewards need"
    )]
    GroupIncomplete,
    #[msg(
        "the group can still be locked: a book that is due fails once another of its group is in refund or was closed without a lock"
    )]
    GroupStands,
    #[msg(
        "at current rates less than the minimum, or the lead's, would be accepted: wait for higher rates or more commitments"
    )]
    RatesFell,
    #[msg("this requires a locked book: call lock_book first")]
    NotLocked,
    #[msg(
        "the ticket cannot be refunded: it can be while its book is in refund, or once the book is locked with nothing of the ticket accepted"
    )]
    NotRefunding,
    #[msg("nothing of the ticket is accepted: return its money with refund_ticket")]
    NothingAccepted,
    #[msg(
        "neither the refund account nor the owner's associated account can be paid: the owner can name another with set_refund_account"
    )]
    RefundBlocked,
    #[msg("the refund can be paid: pay it with refund_ticket")]
    RefundPayable,
    #[msg(
        "the refund must have been unpayable for a year: call refund_ticket, which records when it first was"
    )]
    RefundTooEarly,
    #[msg(
        "proceeds stay in escrow until the book's draw delay is over and every ticket is settled or refunded: settle them, wait, and call release_proceeds"
    )]
    ProceedsHeld,
    #[msg("tickets are still open: settle or refund each before closing the book")]
    TicketsOpen,
    #[msg("the escrow of another asset is still open: close it with close_escrow first")]
    EscrowOpen,
    #[msg(
        "at the price of this lock the minimum, the lead's, or what is approved buys more shares than the tranche has left: free some by closing other books or series, approve less, or offer a lower minimum"
    )]
    TooFewShares,
    #[msg(
        "more still streams to the tranche's holders than new shares pay for: lock once less than a twentieth of the principal streams (of a cover, without interest, or on a due date, a ten-thousandth)"
    )]
    StreamRunning,
    #[msg(
        "too little capital would rank behind what a test of subordination protects, and the group requires the tests: wait for more money behind it, or lower the cap ahead of it with a new offer"
    )]
    SubordinationShort,
    #[msg(
        "pool, cash and what the books bring would cover too little of the principal that a test of collateral protects, or the pool's report is too old, and the group requires the tests: report the pool, wait for more money behind it, or lower the cap ahead of it with a new offer"
    )]
    CollateralShort,

    // Assets and rates: from 7100
    #[msg(
        "the asset does not fit: 1:1 requires the settlement mint's decimals, a stake pool requires a security that settles in wrapped SOL"
    )]
    AssetRefused = 1_100,
    #[msg("the book does not accept this asset")]
    UnknownAsset,
    #[msg("the book has had a deposit: assets are added before the first one")]
    BookUsed,
    #[msg("a book accepts at most four assets, each once, and a security has at most four vaults")]
    TooManyAssets,
    #[msg("the account is not the source of this rate, or the rate of the tranche does not float")]
    WrongRateSource,
    #[msg(
        "the rate is older than allowed: have it reported, or the stake pool updated, and try again"
    )]
    StaleRate,
    #[msg("the rate moved more than its daily limit allows")]
    RateMoved,
    #[msg(
        "the reference rate is out of range: it has a name in UTF-8, a rate and a daily limit of at most 10,000,000 parts per million (1,000 %), and counts for 1 to 366 days after a report"
    )]
    BadReferenceRate,
    #[msg(
        "the floating rate does not fit: name a reference rate, for a tranche with a rate and a period and without level payments, a margin, with its step-ups, and a floor of at most the cap, which is with the default margin at most 10,000,000 parts per million (1,000 %), and 1 to 31 fixing days"
    )]
    BadFloating,
    #[msg(
        "the step-ups do not fit: at most four, of a positive rate each, in the order of their days, for a tranche with a rate and a period and without level payments; with all of them and the default margin the rate is at most 10,000,000 parts per million (1,000 %)"
    )]
    BadStepUp,
    #[msg(
        "the rate of the next period can be fixed on the tranche's fixing days, which end the day before the next due date, after its first book has locked"
    )]
    FixingNotOpen,
    #[msg("the rate of the next period is fixed already: the first fixing counts")]
    AlreadyFixed,
    #[msg(
        "the reference rate was created after the tranche's term started: investors could not know its limits"
    )]
    ReferenceTooNew,

    // Warrants: from 7200
    #[msg(
        "the warrant series is out of range: a positive strike, an expiry in the future and, to be granted, after the book's latest deadline, and by no other book"
    )]
    BadSeries = 1_200,
    #[msg(
        "the tranche does not fit: warrants, promote points and a manager require equity without a par, and promote points another tranche than the book's own"
    )]
    NotEquityWithoutPar,
    #[msg("the warrants have expired")]
    SeriesExpired,
    #[msg("the warrants have not expired: they can be exercised until then")]
    SeriesRunning,

    // Credentials: from 7300
    #[msg("the security names at most four qualifiers, each once, none the default address")]
    BadQualifiers = 1_300,
    #[msg(
        "the credential has expired, or is not valid for longer than the one the holder has: a qualifier can issue a later one"
    )]
    CredentialExpired,
    #[msg(
        "whoever receives these shares, or sends or wraps them where the class asks for that, has no valid credential in its holder record: qualify_holder takes one over"
    )]
    NotQualified,
    #[msg(
        "the owner has a valid credential from one of the security's qualifiers, of a country that the class admits: its ticket stays marked"
    )]
    StillQualified,
    #[msg(
        "another qualifier's credential states another category, country or person than the record: the owner's signature takes it over all the same"
    )]
    OtherStatement,
    #[msg(
        "pass the address of the owner's credential from each of the security's qualifiers, in order"
    )]
    CredentialsIncomplete,
    #[msg(
        "the book takes money only from owners with a valid credential: pass the security and the owner's credential with the deposit"
    )]
    CredentialMissing,
    #[msg(
        "protocols register 1 to 30 days before that is valid, in a security that names qualifiers, and count as of a country of ISO 3166-1 or of none"
    )]
    BadProtocolTerms,
    #[msg(
        "the security lets no protocol register, or has no class yet: a qualifier can issue the address a credential"
    )]
    ProtocolsNotAllowed,
    #[msg(
        "the address is not derived from that program by these seeds, with the bump as the last: a protocol registers an address that its program signs for"
    )]
    NotDerived,
    #[msg(
        "a qualifier of the security or its arbitrator decides on the registration of a protocol; the sponsor can only veto it"
    )]
    NotDecider,
    #[msg(
        "the registration is no longer new: only a new one is vetoed, and a valid one can be suspended"
    )]
    ProtocolNotNew,
    #[msg(
        "the registration is not valid: it is new, was vetoed or is suspended, or has expired; a qualifier can issue the address a credential"
    )]
    ProtocolNotValid,
    #[msg("the registration is not suspended: there is nothing to lift")]
    ProtocolNotSuspended,
    #[msg(
        "limits of holders count persons, and of protocols that register themselves nobody says which are one: leave the limits out, or let none register"
    )]
    ProtocolsNotLimited,
    #[msg(
        "the account is no schema of the Solana Attestation Service with a category (u8), a country (u16) and, if anything more, a person (Vec<u8>)"
    )]
    BadSchema,
    #[msg(
        "the account is not where the schema's attestation of the owner is: its nonce must be the owner's address"
    )]
    WrongAttestation,
    #[msg("the schema's issuer has attested nothing of the owner, or has closed it: there is nothing to copy")]
    AttestationMissing,
    #[msg(
        "the attestation does not state what its schema says: a category, a country and, where the schema has it, a person of 32 bytes"
    )]
    BadAttestation,

    // Holders and transfers: from 7400
    #[msg("the holder still has shares or is owed money: transfer the shares, claim the money; where the class has a daily limit, it may have sent shares today (UTC); where it limits holders, set its allotment to 0")]
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
    #[msg(
        "the payout account is not the owner's associated token account: only the owner itself may name another"
    )]
    PayoutNotAssociated,

    // Distributions and payments: from 7500
    #[msg("the distribution is below the security's smallest, or nothing came in")]
    DistributionTooSmall = 1_500,
    #[msg(
        "a payment of nothing would pay nothing: it is accepted where a reserve may pay what has fallen due, where the reinvestment account may repay the tranches, and where a reserve or covers protect nothing any more"
    )]
    NothingWaits,
    #[msg("the period ends before it begins")]
    BadPeriod,
    #[msg(
        "pass 1 to 24 pairs of holder and payout account and, in a mint other than the settlement mint, a bump for each"
    )]
    BadBatch,
    #[msg("nothing is owed to this holder or payee")]
    NothingOwed,
    #[msg("a security with debt is paid only in its settlement mint")]
    DebtInOtherMint,
    #[msg("the security names no escheat owner: what is owed waits for its holder")]
    NoEscheat,
    #[msg("the holder can be paid: pay it with pay_holders")]
    HolderPayable,
    #[msg(
        "payment must have failed for the security's escheat period: call pay_holders, which records when it first failed"
    )]
    EscheatTooEarly,
    #[msg("no book of the security is locked yet: this is possible after the first lock")]
    NotBegun,
    #[msg(
        "principal is at most the amount, in the settlement mint; a recovery names none, since what it writes up is principal"
    )]
    BadPrincipal,
    #[msg(
        "a clawback pays back at most what the class was overpaid of its carry, in the settlement mint, to a tranche that somebody holds; none of it is principal or a recovery"
    )]
    ClawbackTooLarge,
    #[msg(
        "the holder is an address of a program that has not shown that it takes payments: what it is owed waits, as long as it takes, until the owner claims it or names its payout account with set_payout_account"
    )]
    WaitsForClaim,

    // Waterfall, losses and triggers: from 7600
    #[msg(
        "the waterfall is not a valid structure: 1 to 24 tiers with limits in range, none but fees twice, seniors ahead of juniors, a tier for every entitlement of every tranche, tests behind the interest that they protect, and exactly one residual, the last"
    )]
    BadStructure = 1_600,
    #[msg("the tier is not a fee: name a fee by its place, from 0")]
    WrongTier,
    #[msg(
        "the deal does not let this fee be paid out of the treasury: it is paid by distributions, and then by pay_fee"
    )]
    NotFromTreasury,
    #[msg(
        "the treasury is empty: what is due stays due, and the next distribution pays it at its tier"
    )]
    TreasuryEmpty,
    #[msg("the tier is not an expense: name one by its place, from 0")]
    NotExpense,
    #[msg(
        "the expense is above what is left of the tier's cap for this year, which the log says: submit at most that, or wait for the next year"
    )]
    ExpenseAboveCap,
    #[msg("what is submitted, posted or declared needs a document: give its SHA-256, which is not zero")]
    DocumentMissing,
    #[msg(
        "a trigger is out of range: at most four, of tranches that exist, with a subordination of 1 to 10,000 basis points, losses and the pool's daily limit of at most 10,000, a collateral of at least 1, and at least one day"
    )]
    BadTrigger,
    #[msg(
        "the change of mode is already made: a revolving period ends once, and an acceleration is declared once and resumed once"
    )]
    ModeUnchanged,
    #[msg("a loss needs a report: give the SHA-256 of one that no other loss has used")]
    ReportMissing,
    #[msg(
        "the loss is on notice: record it when the notice is over, or earlier with the arbitrator's signature"
    )]
    LossNotDue,
    #[msg("the loss has already been recorded or struck out")]
    LossEnded,
    #[msg("the loss is not recorded: until it is, the arbitrator can strike it out instead")]
    LossNotRecorded,
    #[msg(
        "the correction is larger than what the loss wrote off, or than what is still written off"
    )]
    CorrectionTooLarge,
    #[msg(
        "the pool's value moved more than its daily limit allows: report it in steps, or with the arbitrator's signature"
    )]
    PoolMoved,
    #[msg(
        "an overdue trigger names a tranche that can never be overdue: name debt, or a tranche with a rate"
    )]
    NeverOverdue,
    #[msg(
        "a debt's first instalment is before the end of the revolving period, during which no principal is repaid: it must fall on that day or later"
    )]
    InstalmentWhileRevolving,

    // Wrapped shares: from 7700
    #[msg(
        "the tranche's shares require a credential, which units of a wrapper do not: create the wrapper as bearer, so that investors see it"
    )]
    BearerUnsaid = 1_700,
    #[msg(
        "this is the wrapper's own record, which is neither paid nor qualified nor sent shares: wrap shares, and unwrap them to be paid"
    )]
    WrapperRecord,
    #[msg(
        "the record is not that of the wrapper: pass the holder record whose owner is the wrapper"
    )]
    NotWrapperRecord,
    #[msg(
        "the shares are in another owner's token account: wrap those of the record's own owner, who signs"
    )]
    SharesOfAnother,
    #[msg(
        "pass for each payout mint of the tranche, in order, the account that pays, the security's vault, the mint and its token program"
    )]
    PayoutsIncomplete,
    #[msg(
        "holders have rights in a rights book until the tranche's rights_until: wrap then. Units can be unwrapped now, and bring their right"
    )]
    RightsRunning,
    #[msg(
        "units of Token-2022 are named in their mint, and those of SPL Token have no name there: give a name with Token-2022, and none with SPL Token"
    )]
    BadUnitName,

    // Rules of transfers: from 7800
    #[msg(
        "the rules are out of range: a window every 1 to 12 months for fewer days than they have, or 1 to 8 ranges of days in order, a day or more apart and none of them over; later moves with the time they begin; at most 16 countries, each once; at most 3,653 days of lock-up; a retention of at most the authorised shares, where the security has debt; and rules about credentials and about how many hold only where it names qualifiers"
    )]
    BadTransferRules = 1_800,
    #[msg(
        "the class's shares change hands only in its exchange windows, and none is open: open_window opens one on its days"
    )]
    WindowClosed,
    #[msg("no exchange window contains this time: call open_window on the days of one")]
    NoWindow,
    #[msg(
        "the class's rules let no owner of the receiver's category receive shares from one of the sender's: a record's category is that of the credential it took over with qualify_holder"
    )]
    CategoryRefused,
    #[msg(
        "an owner of the receiver's category may receive shares from one of the sender's only from the tranche's later_from on"
    )]
    CategoryTooEarly,
    #[msg(
        "the class refuses owners of the receiver's country, and those whose credential states none: a qualifier can state it"
    )]
    CountryRefused,
    #[msg(
        "shares of the record are still locked or have not vested: send at most the others; in the frozen form, thaw once none is locked"
    )]
    SharesLocked,
    #[msg(
        "the record must keep the retained shares until the debt is repaid and release_retention was called: send at most what is above them; in the frozen form, thaw then"
    )]
    SharesRetained,
    #[msg(
        "the record sends no more shares today (UTC) than the class's daily limit: send the rest on another day"
    )]
    DailyLimit,
    #[msg(
        "units of a wrapper would move freely where the class has exchange windows, moves between categories, a daily limit or limits of holders: a class has those or a wrapper"
    )]
    WrapperNotAllowed,
    #[msg("the lock-up is out of range: at most 3,653 days each of cliff and vesting")]
    BadLockUp,
    #[msg(
        "the retention stands until the deal has begun, no book is open and the debts are owed nothing: one that was never sold until it can be no more, one that was written off until it has matured"
    )]
    RetentionStands,
    #[msg("the class retains no shares: no owner was named, or the retention was released already")]
    NothingRetained,
    #[msg(
        "the class limits its holders, and the receiver would have more shares than its record is allotted: its owner sets that with allot_shares"
    )]
    AboveAllotment,
    #[msg(
        "the allotment is below what the record holds: allot at least its shares, or send the others first"
    )]
    AllotmentBelowShares,
    #[msg(
        "the records of the person would be allotted more than the class's max_shares together: lower the allotment of another record first, or ask for less"
    )]
    PersonLimit,
    #[msg(
        "as many persons as the class's max_holders have an allotment: one that holds no shares any more can set its own to 0"
    )]
    TooManyHolders,
    #[msg("the class limits neither its holders nor what one of them has: nobody needs an allotment")]
    NotLimited,
    #[msg(
        "the place stands: it is freed by its owner with allot_shares, and by anyone only while the record has no shares and its owner no valid credential, where the class requires one"
    )]
    PlaceStands,

    // Disclosures: from 7900
    #[msg(
        "the disclosures are out of range: at most 8, each of another kind from 0 to 7, every 1 to 12 months, due 1 to 366 days after the end of each period"
    )]
    BadDisclosures = 1_900,
    #[msg("only the attestor that the calendar names for this kind posts its disclosures")]
    NotAttestor,
    #[msg("the period of the disclosure is not over: post it from the day after its end on")]
    PeriodNotOver,
    #[msg("the disclosure of this kind and period was posted already: the first one counts")]
    DisclosurePosted,
    #[msg(
        "a disclosure that the exchange window needs has not been posted: pass the one of each kind's latest period that was due by the window's first day, in order of the kinds"
    )]
    DisclosureMissing,
    #[msg(
        "a disclosure that the exchange window needs was not posted before the window's first second: this window stays closed"
    )]
    DisclosureLate,
    #[msg(
        "the security's calendar of disclosures has no such kind, or was not passed: a kind that it does not have cannot be posted, and a window that needs it stays closed"
    )]
    DisclosureUnknown,
    #[msg(
        "the calendar of disclosures is fixed, since a disclosure was posted by it: set it before the first one"
    )]
    DisclosuresFixed,

    // Resolutions: from 8000
    #[msg(
        "the governance is out of range: 1 to 90 days of notice and of timelock, 3 to 90 of voting, and for 1 to 8 classes a consent of 5,001 to 10,000 basis points, a quorum of 3,334 to 10,000 and a proposal of 1 to 5,000"
    )]
    BadGovernance = 2_000,
    #[msg(
        "the resolution cannot be: it names a trigger, a class and a key that there are, and changes something; a waiver ends within 366 days of the timelock, and rules of transfers leave the retention as it is"
    )]
    BadProposal,
    #[msg(
        "the terms cannot change so: neither the rate of a floating class or of level payments, nor the maturity of a class that is neither bullet nor swept, or that has matured"
    )]
    NotAmendable,
    #[msg(
        "who proposes is the sponsor, the arbitrator for roles other than its own, or a holder other than the sponsor whose record has the part of an asked class that the governance states"
    )]
    ProposerRefused,
    #[msg(
        "the last resolution of the same proposer can still be voted on, or has failed and its pause is not over: propose again at the time that the governance states"
    )]
    ProposalTooEarly,
    #[msg("no class with something to lose is asked: name a class whose shares somebody has")]
    NobodyAsked,
    #[msg(
        "pass the address of the sponsor's holder record of every tranche, writable, in order of rank, whether or not there is one"
    )]
    SponsorRecord,
    #[msg("votes are cast from the opening to the close of a resolution that was not stopped, and withdrawn until the close")]
    VotingClosed,
    #[msg("the vote has not closed: withdraw the ballot, or close it after the close")]
    VotingOpen,
    #[msg("the resolution does not ask this class: only classes that it asks vote on it")]
    ClassNotAsked,
    #[msg(
        "the sponsor's record does not count in a debt or a cover, nor where a role is given away or a price below the floor is allowed, unless it has all shares that vote"
    )]
    SponsorDisregarded,
    #[msg(
        "shares of the record are voted on a resolution, or are the sponsor's or an agent's and do not count in it: send at most the others, withdraw the ballot, or wait for the close"
    )]
    SharesVoted,
    #[msg("the record votes on three open resolutions: withdraw a ballot, or wait for a close")]
    VotesFull,
    #[msg("a resolution is open that asks the class or would change what is sold: lock the book once its vote has closed and it was executed, stopped or closed")]
    ClassVoting,
    #[msg(
        "a resolution has changed what is sold since the offer was made: make the next version of the offer, which investors commit to anew"
    )]
    OfferAmended,
    #[msg("the ballot is of another resolution or another record")]
    WrongResolution,
    #[msg("the resolution was executed or stopped already")]
    ResolutionEnded,
    #[msg("the timelock of the resolution is not over: execute it from its executable_from on")]
    ResolutionEarly,
    #[msg("the resolution was not executed within 30 days of its timelock: propose it again")]
    ResolutionExpired,
    #[msg("a class that the resolution asks has not consented")]
    NotConsented,
    #[msg(
        "what the resolution would change has changed since it was proposed: propose it again, on what there is now"
    )]
    ResolutionStale,
    #[msg(
        "who proposed a resolution stops it until its vote closes, and the arbitrator until its timelock is over; not its own replacement, nor what changes nothing"
    )]
    NotStoppable,
    #[msg(
        "the resolution can still be voted on or executed: close it after its vote once it has failed, was executed or stopped, or its time has passed"
    )]
    ResolutionOpen,
    #[msg(
        "no event of default goes on: a trigger has failed for longer than its cure, or a debt is overdue for more than 30 days"
    )]
    NoDefault,
    #[msg("lenders have declared the acceleration: a resolution of theirs takes it back")]
    DeclaredByLenders,
    #[msg(
        "the holders consented to fewer shares below the floor: offer at most as many, or ask the floor"
    )]
    AboveAllowance,
    #[msg(
        "pass the draft of a waterfall that the resolution names, which its proposer has laid down for this security, after the other accounts"
    )]
    WrongDraft,
    #[msg("a draft is proposed once: lay another one down")]
    DraftUsed,
    #[msg(
        "the draft stays until the resolution that names it was closed, executed or stopped; before it is proposed, its author closes it"
    )]
    DraftStays,
    #[msg(
        "a tier continues at most one tier, of the same kind and class, or another fee or expense of the same payee, and a first step of a carry a first step: name for each tier the place of the tier that it continues, or none; a fee of nothing continues one"
    )]
    BadContinuation,
    #[msg(
        "a tier that holds money, owes some or may get some back is continued by no tier: continue every fee and expense, if only by a fee of nothing, every carry that was reached and every reserve that holds money"
    )]
    TierDropped,
    #[msg(
        "the class cannot be redeemed: call one that is owed something and that somebody holds, neither a cover nor in the frozen form, and without a fixed number of shares"
    )]
    NotRedeemable,
    #[msg(
        "all shares of the class cost more than the call may: propose a higher most, which holders decide about, or a lower price"
    )]
    CallAboveMost,
    #[msg(
        "the class was redeemed by a call: its shares were paid and are worth nothing, and nothing new is sold of it or becomes shares of it"
    )]
    ClassRedeemed,
    #[msg(
        "shares of the class are set aside for warrants, rewards or conversions into it: let them run out and close series and conversions before it is redeemed"
    )]
    SharesSetAside,
    // The frozen form: from 8100
    #[msg(
        "the frozen form cannot keep these rules: it has exchange windows of at most 31 days each, or none ever, and neither moves between categories nor a daily limit nor limits of holders, for which a class is hooked"
    )]
    BadFrozenForm = 2_100,
    #[msg("a class in the frozen form has no warrants: those are of a hooked class")]
    NoWarrants,
    #[msg("the class's shares are hooked: nothing of it is thawed or frozen")]
    NotFrozenForm,
    #[msg(
        "only token-acl asks this, while it carries out a thaw or freeze that anyone may ask for: send it that"
    )]
    NotAskedByTokenAcl,
    #[msg("a token account of the record's owner is thawed: freeze it first")]
    AlreadyThawed,
    #[msg("the record's token account is not thawed: what it holds stands in the record")]
    NotThawed,
    #[msg(
        "another token account of the owner is thawed, the share_account of its record: name that one"
    )]
    OtherAccountThawed,
    #[msg(
        "the token account is not as the record says: to be thawed, it is a frozen one of the share mint and the owner with no more shares than the record; to be frozen, a thawed one. What was closed while it was thawed is settled by freeze_shares"
    )]
    ShareAccountDiffers,
    #[msg(
        "the window is open, the owner may hold shares, and the account has more than its owner has elsewhere: until the window's end only the owner freezes it"
    )]
    FreezeTooEarly,
    #[msg(
        "token accounts of the class are thawed, so that nobody knows yet who holds it: freeze them first, which anyone does after the window"
    )]
    SharesThawed,
    #[msg(
        "the class is in the frozen form: pass token-acl's configuration of the share mint and the program of token-acl"
    )]
    FreezingAccountsMissing,
    #[msg(
        "the week after the deadline, in which the book can be locked, has no day outside the exchange windows of a class in the frozen form that it issues shares of: while an account of that class is thawed the book cannot be locked, so choose a deadline a day or more before a window begins, or at most six days before one ends"
    )]
    NoDayToLock,

    // Control: from 8200
    #[msg("control has stepped on from the sponsor: the agent of the stage in which the security is may do this")]
    NotInControl = 2_200,
    #[msg(
        "the security's control gives no power for this in this stage: only a resolution gives control back to a stage that has it"
    )]
    NoPower,
    #[msg("control needs 1 to 30 days for acts of agents, and powers that there are")]
    BadControl,
    #[msg(
        "an agent is a key of its own: not the sponsor, the servicer, the reporter, the arbitrator or the other agent"
    )]
    AgentNotApart,
    #[msg("no later stage has an agent: name one in the security's control")]
    NoStage,
    #[msg(
        "an agent announces what it does, to the same account and of the same amount, in this stage: announce the act first"
    )]
    ActNotAnnounced,
    #[msg("an announced act is done after the wait that control names, and within 30 days from then on: wait, or announce it again")]
    ActNotDue,
    #[msg("only an agent in control announces what it does: the sponsor does it at once")]
    NoAgent,
    #[msg(
        "no covenant that steps control is known to have failed for its cure, as tested now, and has not stepped it yet: report first what it needs to know"
    )]
    StepNotDue,
    #[msg(
        "consequences are 1 acceleration, plus 2 a trap of cash, where there is debt, plus 4 a step of control; the cure of the latter two is at least a day"
    )]
    BadConsequences,
    #[msg("the trigger at this place is not of the kind that is reported")]
    WrongTrigger,
    #[msg("nothing is announced")]
    NothingAnnounced,
    #[msg(
        "a budget names a vault and a destination of the security, a manager that is not the arbitrator, periods of at most 366 days and an end at most 366 days after it can be executed; only a budget that there is can be ended"
    )]
    BadBudget,
    #[msg("the budget is of another vault or destination: the manager draws what it names, to the account that it names")]
    OutsideBudget,
    #[msg("the budget is over: only another resolution gives the manager one")]
    BudgetOver,
    #[msg("less is left of the budget in this period: draw at most that, or wait for the next period if it has one")]
    BudgetSpent,
    #[msg(
        "the security has agents and no governance, so that control would never come back and nobody could replace an agent: set its governance first"
    )]
    NoWayBack,
    #[msg(
        "a covenant is about a disclosure of a kind that the security's calendar does not ask for: set its calendar of disclosures, or another covenant"
    )]
    NoSuchDisclosure,
    #[msg(
        "the record is of the agent whose place or power this is about: it does not vote on it"
    )]
    AgentDisregarded,
    // Exceptional measures: from 8250
    #[msg(
        "the measures are out of range: 1 block, 2 pause, 4 recovery, 8 court order and 16 correction, added up, with 3 to 90 days for all but corrections and 1 to 72 hours for these; otherwise 0"
    )]
    BadMeasures = 2_250,
    #[msg("the security has no such measure: which ones it has was stated when it was created, for ever")]
    NoSuchMeasure,
    #[msg(
        "the measure cannot be: a block is of some shares, ends after its notice and within 366 days, a pause lasts 1 to 14 days, and shares move to another owner"
    )]
    BadMeasure,
    #[msg(
        "the measure is about another record, or of another kind: a block and a pause are taken by take_measure, a pause without a record, a recovery and a court order by reassign_shares"
    )]
    WrongMeasure,
    #[msg("an address of a program may hold for others: no measure is about its record")]
    HeldByProgram,
    #[msg("the measure was taken or cancelled already")]
    MeasureEnded,
    #[msg("the notice of the measure is not over: take it from its takeable_from on")]
    MeasureEarly,
    #[msg("the measure was not taken within 30 days of its notice: announce it again")]
    MeasureExpired,
    #[msg(
        "a measure that was to move shares of the record was not taken of late: announce the next one once as much time has passed as it lasted, and at least 30 days"
    )]
    MeasureTooSoon,
    #[msg("the measure can still be taken, or is in force: close it once it is over or was cancelled")]
    MeasureOpen,
    #[msg(
        "a measure is cancelled by the sponsor or the arbitrator, and a recovery by the record's owner too"
    )]
    NotMeasureAuthority,
    #[msg(
        "two measures block shares of the record: cancel one of them, or wait until it is over"
    )]
    BlocksFull,
    #[msg(
        "shares of the record are blocked by a measure: send at most the others, or wait until it is over or cancelled"
    )]
    SharesBlocked,
    #[msg("the class's transfers are paused: wait for the end of its pause")]
    TransfersPaused,
    #[msg(
        "the class's transfers were paused of late: the next pause begins at the next_from of its pause at the earliest"
    )]
    PauseTooEarly,
    #[msg(
        "a measure waits that can move shares of the record before the vote closes: it votes on this once the measure is taken, cancelled or over"
    )]
    SharesLeaving,
    #[msg(
        "tokens of the shares were not found: pass all token accounts of the owner, its associated one first, a part of them at a time to gather them there; where it has burnt some, the sponsor and the arbitrator sign too"
    )]
    TokensMissing,
    #[msg("a recovery, a clawback and a payment of 0 run at once: post them without wait")]
    RunsAtOnce,
    #[msg("the payment has run and is its holders': it runs once, and is not corrected any more")]
    DistributionHasRun,
    #[msg("the payment can still be corrected: carry it out from its due_at on")]
    CorrectionOpen,
    #[msg("the payment could be corrected before its due_at: anyone carries it out now")]
    CorrectionOver,
    #[msg("only who posted the payment corrects it, with the arbitrator")]
    NotPayer,
    #[msg("the money goes back to a token account of the mint that who posted the payment owns")]
    NotPayerAccount,
    // Conversions: from 8300
    #[msg(
        "the conversion cannot be: it is of a debt or of equity into another class, equity without a par, both hooked and without a fixed number; ends after it begins and in the future; by a positive ratio only of equity, at a price with a positive floor, a cap not below it, which only holders who convert their own may do without, and a discount of at most 5,000 basis points only of a class with a par; by a trigger that there is, with a cure period, only before the first lock and within one security; into another security only with the same settlement mint and before that is offered"
    )]
    BadConversion = 2_300,
    #[msg("fewer shares are set aside than the authorised number of the class can become")]
    ConversionShort,
    #[msg(
        "the conversion cannot be done at this time: convert from its opens_at on and before its closes_at"
    )]
    ConversionNotOpen,
    #[msg("no resolution has approved the conversion, which was created after the first lock or asks for one")]
    NotApproved,
    #[msg("the trigger of the conversion holds, or its cure period is not over")]
    TriggerHolds,
    #[msg(
        "the class was converted: its shares are claims on those of another class, which are collected by the conversion that ended it"
    )]
    ClassConverted,
    #[msg("each holder converts its own shares by this conversion, with its signature, from its own token account")]
    OwnerConverts,
    #[msg("the whole class is converted by this conversion: convert the class first, then collect")]
    ClassConverts,
    #[msg("nothing comes of it: the shares are none, are owed nothing, or become less than one base unit")]
    NothingToConvert,
    #[msg("there is no price: the conversion has no cap, and no book of the other class was locked a day ago")]
    NoPrice,
    #[msg(
        "the conversion stands: close it once its time is over or another one has ended the class and, of a class that it ended, once all shares are collected; the sponsor before it is approved or offered"
    )]
    ConversionRunning,
    #[msg("conversions of the class stand, which are reckoned by its terms: close them first")]
    ConversionStands,
    #[msg("a class with series of warrants is not converted as a whole")]
    ClassHasWarrants,
    #[msg("the conversion is of another class, or into another one")]
    WrongConversion,
    #[msg("the class that is received has not begun: lock its first book before anybody converts into it")]
    NotBegunInto,
    #[msg("losses are announced: record them, or have them struck out, before anything converts")]
    LossesAnnounced,
    #[msg("the trigger is another than the one that the conversion names: close the conversion while nothing is offered")]
    TriggerChanged,

    // Wind-down: from 8400
    #[msg("the deal is being wound down or has ended: nothing new begins, and nothing is drawn or converted")]
    Winding = 2_400,
    #[msg("the deal has ended, or is about to: nothing comes in any more, and what is owed is still paid and claimed")]
    Ended,
    #[msg("the deal is not being wound down: begin that first, by begin_wind_down or by a resolution")]
    NotWinding,
    #[msg(
        "a class can still get something by its terms: repay it first or, where anybody has shares of equity, capital or a part in the profit, let the classes resolve on the wind-down; where shares are set aside for warrants or rewards, close the books, and the series once they have expired"
    )]
    ClassesOwed,
    #[msg("books are not closed: fail those that are open, settle or refund all tickets, release the proceeds, close the books")]
    BooksStand,
    #[msg("the deal has been wound down for less than 30 days: payments that are on their way still come in")]
    WindingEarly,
    #[msg("losses are announced: record them, or have them struck out, before the deal ends")]
    LossesStand,
    #[msg(
        "money waits in the deal: collect and close its sources, carry out payments that wait, return what is in each treasury, and run reserves, principal and covers by a payment of nothing"
    )]
    MoneyWaits,
    #[msg(
        "accounts of a class are thawed or conversions of it stand: freeze the accounts, close the conversions"
    )]
    ClassMoves,
    #[msg("the deal has not ended: its accounts close once it has, by end_wind_down")]
    NotEnded,
    #[msg("the account is not one of this security's that closes this way, or one that it needs is missing")]
    NotClosable,
    #[msg(
        "the record is owed something, money streams to it, its shares are claims that are not collected, something of it was escheated, or its wrapper has units out: pay or restore it first, collect it, or let its owner claim"
    )]
    RecordOwed,
    #[msg(
        "the class has records, shares, shares that are set aside or points that earned something: close the records, the wrapper, series and conversions first, and take the points"
    )]
    ClassStands,
    #[msg("tranches are left, or fees are owed, or it is not the last vault: close the tranches, pay the fees, close the last vault first")]
    VaultNeeded,
    #[msg("the source has enough to be distributed: collect it first")]
    SourceHolds,
    #[msg("vaults are left, or refunds wait for their owners: close the vaults first, pay the refunds")]
    VaultsLeft,
}
}

#[cfg(not(feature = "idl-build"))]
impl core::fmt::Display for SecuritiesError {
    fn fmt(&self, text: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        text.write_str(self.words().1)
    }
}

#[cfg(not(feature = "idl-build"))]
impl From<SecuritiesError> for u32 {
    fn from(refusal: SecuritiesError) -> Self {
        (refusal as Self).saturating_add(error::ERROR_CODE_OFFSET)
    }
}

#[cfg(not(feature = "idl-build"))]
impl From<SecuritiesError> for Error {
    #[cold]
    #[inline(never)]
    fn from(refusal: SecuritiesError) -> Self {
        let (name, text) = refusal.words();
        Self::from(error::AnchorError {
            error_name: name.to_owned(),
            error_code_number: refusal.into(),
            error_msg: text.to_owned(),
            error_origin: None,
            compared_values: None,
        })
    }
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
            MathError::BadPariPassu => Self::BadPariPassu,
            MathError::BadCurve => Self::BadCurve,
        }
    }
}

impl From<MathError> for Error {
    fn from(error: MathError) -> Self {
        SecuritiesError::from(error).into()
    }
}
