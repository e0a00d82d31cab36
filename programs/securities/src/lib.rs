//! DeFi-ready securities on Solana.
//!
//! A **security** is one issue by one sponsor. It has **tranches** in order of seniority, each with its own share
//! mint; an **escrow book** gathers money for a tranche and turns it into shares; a **distribution** is a payment
//! into the security, which runs through its **waterfall** and reaches every holder. There is no protocol admin,
//! no protocol fee and no global account.

// Anchor's macros test for targets and features of Solana's own compiler.
#![allow(unexpected_cfgs)]

#[macro_use]
pub mod chain;

pub mod book;
pub mod cash;
pub mod credential;
#[cfg(all(target_os = "solana", feature = "entrypoint", not(feature = "cpi")))]
mod entrypoint;
// Each error's message is its documentation.
pub mod errors;
pub mod events;
pub mod holder;
#[deny(missing_docs)]
pub mod math;
pub mod rate;
pub mod role;
pub mod security;
mod security_txt;
pub mod structure;
pub mod tranche;
pub mod warrant;

use anchor_lang::prelude::*;
use book::{
    line::upkeep::*,
    offer::{add_asset::*, open_book::*, set_curve::*, terms::*, version::*, votes::PollArgs},
    owed::{claim_owed::*, owe_refund::*},
    settlement::{
        close_book::*, close_escrow::*, fail_book::*, lock_book::*, lock_group::*,
        refund_ticket::*, release_proceeds::*, settle_ticket::*, tips::*,
    },
    ticket::{
        approve_ticket::*, deposit::*, own_ticket::*, preview_ticket::*, qualify_ticket::*,
        set_refund_account::*, stake::*, withdraw::*,
    },
};
use cash::{
    distribution::{
        claim::*, collect_source::*, escheat::*, pay_holders::*, post_distribution::*,
        register_source::*, restore_escheated::*,
    },
    loss::{announce_loss::*, correct_loss::*, record_loss::*, strike_loss::*},
    proceeds::{draw_proceeds::*, return_proceeds::*, sweep_vault::*},
    waterfall::{check_triggers::*, pay_fee::*, report_pool::*, set_mode::*},
};
use credential::{
    issue_credential::*, set_credential::*, set_qualifiers::*, state::CredentialTerms,
};
use holder::{
    close_holder::*, open_holder::*, qualify_holder::*, set_payout_account::*, take_points::*,
    transfer_hook::*,
};
use rate::{create_rate::*, report_rate::*};
use role::{accept_role::*, cancel_role::*, propose_role::*, refuse_role::*, state::Role};
use security::{add_vault::*, confirm_delivery::*, draws::DrawTerms};
use spl_discriminator::SplDiscriminate;
use spl_transfer_hook_interface::instruction::ExecuteInstruction;
use structure::{create_security::*, create_tranche::*, set_structure::*};
use warrant::{close_series::*, create_series::*, exercise::*};

declare_id!("sEcr52nVp8uW1GWfAAnAtNCQrmauWVTGimJwUPVU9bQ");

/// The instructions, by domain. Each states its effect, who may call it, its parameters with units, the errors
/// of its own and its event.
#[program]
pub mod securities {
    use super::*;

    // Securities

    /// Creates a security with its settlement vault and an empty waterfall.
    ///
    /// By the sponsor, who pays the rent. Refuses: an arbitrator that is sponsor, servicer or reporter
    /// (ArbitratorNotApart), roles and destinations that are nobody's or the security's own (KeyRefused), destinations
    /// that are none, too many or repeated (BadDestinations), a zero smallest distribution, a tip above the whole payment or an escheat time under a year
    /// (BadLimit), an address over 128 bytes (TextTooLong), rules of drawing out of range (BadDrawTerms), a date of
    /// delivery that is not in the future (BadDelivery), a settlement mint with extensions that could take from a vault (MintExtensionRefused).
    /// Event: SecurityCreated.
    pub fn create_security(ctx: Context<CreateSecurity>, args: SecurityArgs) -> Result<()> {
        structure::create_security::create_security(ctx, args)
    }

    /// Creates the next tranche of a security with its share mint and the list of its hook accounts.
    ///
    /// By the sponsor, while no book is open and before the first lock (StructureClosed). Refuses a rank that is not the next
    /// (WrongRank), terms out of range (RateOutOfRange, ParOutOfRange, MaturityOutOfRange, DecimalsOutOfRange,
    /// BadLimit, TextTooLong), a number of shares that is zero or whose principal passes 64 bits (BadAuthorised), and debt once a revenue source may take another mint (DebtInOtherMint).
    /// One that names a manager is an equity without a par (NotEquity), and the manager an address that can own shares, as
    /// far as an address shows it (KeyRefused).
    /// Event: TrancheCreated.
    pub fn create_tranche(ctx: Context<CreateTranche>, args: TrancheArgs) -> Result<()> {
        structure::create_tranche::create_tranche(ctx, args)
    }

    /// Sets the structure, or changes it: the ordered tiers that distributions run through and the triggers that change
    /// their order, all anew; terms of classes, all of each; or both at once. It is part of what is offered: the next
    /// version of every open book's offer, as by `make_offer`, so that every commitment is void, tickets keep their places,
    /// and no book can be locked before its offer period is over. A book that came to nothing stays as it is.
    ///
    /// By the sponsor, until a book of the security is locked (StructureClosed). `replaces` is the waterfall's present
    /// edition, 0 for the first (StructureChanged), so that a second call changes nothing. `document_sha256` is of the
    /// document that describes the structure; books whose terms are that document follow it. After the named accounts:
    /// the tranches that change, in order of rank (TranchesIncomplete, WrongRank, WrongTranche), then every open book,
    /// each once (BooksIncomplete), none that anyone may lock (NotOffering), and each with time for its period before its
    /// deadline (OfferPeriodTooLong). Of a class its kind, rank, mint, decimals, authorised number and whether it has a par
    /// stand (ParOutOfRange), of a cover its par while a book of it is open (CoverAtPar); other terms are in range as in
    /// `create_tranche`. Refuses tiers that are not a structure over the classes as they are then: one to twelve, distinct,
    /// seniors ahead of juniors, every claim of every tranche reached, one residual and that last (BadStructure); triggers
    /// out of range (BadTrigger), a payee that can take no money (KeyRefused), and other tiers while a payee is owed
    /// something (FeesOwed). Events: StructureSet, TrancheTermsSet, OfferFollowed.
    pub fn set_structure<'info>(
        ctx: Context<'info, SetStructure<'info>>,
        args: StructureArgs,
    ) -> Result<()> {
        structure::set_structure::set_structure(ctx, args)
    }

    /// Draws proceeds from the treasury to a destination that the security named.
    ///
    /// By the sponsor, and the arbitrator too where the security says so (CoSignatureMissing). `amount` in base units of
    /// the mint, at most the treasury (InsufficientFunds) and what the vault's limit leaves of its period (DrawLimit).
    /// After the named accounts: every tranche, writable, in order of rank (TranchesIncomplete). Tests the triggers,
    /// and refuses while one does not hold (TriggerFailing), in accelerated mode (Accelerated), while a debt is owed
    /// something past due (DebtOverdue), before a delivery that the security awaits is confirmed (DeliveryAwaited), and
    /// where drawing had to begin by a date and did not (DrawTooLate).
    /// Event: ProceedsDrawn.
    pub fn draw_proceeds<'info>(
        ctx: Context<'info, DrawProceeds<'info>>,
        amount: u64,
    ) -> Result<()> {
        cash::proceeds::draw_proceeds::draw_proceeds(ctx, amount)
    }

    /// Confirms the delivery that a security awaits before its proceeds can be drawn, by its document.
    ///
    /// By the arbitrator (NotArbitrator), once and before its date (DeliveryClosed). `document_sha256` is of the document
    /// that shows it, not zeros (BadDelivery). Event: DeliveryConfirmed.
    pub fn confirm_delivery(
        ctx: Context<ConfirmDelivery>,
        document_sha256: [u8; 32],
    ) -> Result<()> {
        security::confirm_delivery::confirm_delivery(ctx, document_sha256)
    }

    /// Gives a security a vault for another mint, which proceeds of other deposit assets need.
    ///
    /// By the sponsor, who pays the rent. Refuses a mint that has one or a fifth (TooManyAssets), and mints that
    /// could take from a vault (TransferFeeRefused, PermanentDelegateRefused, MintExtensionRefused). `draws` are the
    /// rules of drawing from it, with a limit and a date where the settlement vault has them (BadDrawTerms).
    /// Event: VaultAdded.
    pub fn add_vault(ctx: Context<AddVault>, draws: DrawTerms) -> Result<()> {
        security::add_vault::add_vault(ctx, draws)
    }

    /// Lets the security's reporter say what a mint is worth in settlement money: an asset that earns, or a share.
    ///
    /// By the sponsor, who pays the rent. `daily_bps` is the most the rate may move in a day, 1 to 10,000 basis
    /// points (RateOutOfRange). Event: RateCreated.
    pub fn create_rate(ctx: Context<CreateRate>, daily_bps: u32) -> Result<()> {
        rate::create_rate::create_rate(ctx, daily_bps)
    }

    /// Reports a rate: `numerator` settlement base units for `denominator` base units of the mint.
    ///
    /// By the security's reporter (NotReporter). Both numbers are positive (DivisionByZero). A move past the daily
    /// limit, measured from where the running day of reports began, is refused (RateMoved). Event: RateReported.
    pub fn report_rate(ctx: Context<ReportRate>, numerator: u64, denominator: u64) -> Result<()> {
        rate::report_rate::report_rate(ctx, numerator, denominator)
    }

    // Hand-over of roles

    /// Names a new key for a role, which takes it by accept_role. The roles that investors rely on and the places that
    /// money goes to (sponsor, arbitrator, escheat owner, destinations, a payee that is the sponsor) change hands after
    /// a notice of three days, in which the arbitrator can refuse; a servicer, a reporter, a qualifier and any other
    /// payee at once. It can be accepted for 30 days.
    ///
    /// By who holds the role, of a destination by the sponsor (NotHolder). Refuses a role that is not there (WrongRole,
    /// WrongTier, NoEscheat), an address that can take none or has it (KeyRefused), and a destination that is no token
    /// account of one of the security's mints (WrongDestination). One hand-over of each role at a time. Event:
    /// RoleProposed.
    pub fn propose_role(ctx: Context<ProposeRole>, role: Role) -> Result<()> {
        role::propose_role::propose_role(ctx, role)
    }

    /// Takes a role. Nothing of the security's moves: its addresses are of who created it.
    ///
    /// By the new key, for a destination by the owner of its token account (NotNamed); after the notice (HandoverEarly)
    /// and before it expires (HandoverExpired), of a role that did not change hands since (HandoverStale). Refuses an
    /// arbitrator that is sponsor, servicer or reporter (ArbitratorNotApart), and a qualifier or destination that is
    /// one already (BadQualifiers, BadDestinations). The rent goes back to who paid it. Event: RoleHandedOver.
    pub fn accept_role(ctx: Context<AcceptRole>) -> Result<()> {
        role::accept_role::accept_role(ctx)
    }

    /// Takes a hand-over back that was not accepted.
    ///
    /// By who holds the role or proposed it; by anyone once it has expired (NotHolder). Event: HandoverEnded.
    pub fn cancel_role(ctx: Context<CancelRole>) -> Result<()> {
        role::cancel_role::cancel_role(ctx)
    }

    /// Refuses a hand-over that waits for its notice.
    ///
    /// By the arbitrator (NotArbitrator), until the notice is over (RefusalClosed). Event: HandoverEnded.
    pub fn refuse_role(ctx: Context<RefuseRole>) -> Result<()> {
        role::refuse_role::refuse_role(ctx)
    }

    // Escrow books

    /// Opens a book for a tranche's shares, with its escrow and its line. Until a book is locked at most eight are open at a
    /// time (TooManyBooks).
    ///
    /// By the sponsor, who pays the rent and has made the line account: zeroed, of this program, of the size of
    /// 16 to 65,536 places (BadLineSize); deposits need so many that smallest tickets cannot fill it before the cap,
    /// which grow_line can add. Refuses a clock, caps or limits out of order (BadClock, BadCaps), amounts
    /// that buy no whole number of share base units (NotWholeLots), a price band that is none (PriceOutOfBand) or a
    /// reported price with shares too coarse for it (PriceTooCoarse), a cap whose shares, with those set aside before,
    /// pass the authorised number (AboveAuthorised), a security without a waterfall that reaches every tranche
    /// (StructureIncomplete), a mint with a freeze authority unless the book accepts one (FreezeAuthorityRefused),
    /// a number that is not the tranche's next (WrongBookNumber), a tranche whose number of shares is fixed (FixedNumber).
    /// Of a tranche with holders, or with other open books,
    /// it refuses a price below the floor (BelowFloor), of debt and covers partly repaid one above what a share stands
    /// for (AbovePrincipal), new money where it would be taken from (TrancheWiped, TrancheOverdue, TrancheImpaired)
    /// and rights that are none (BadRights). Refuses a group that is none (BadGroup), and where a delivery is awaited a
    /// book that could be locked after its date (BadDelivery). Event: BookOpened.
    pub fn open_book(ctx: Context<OpenBook>, args: BookArgs) -> Result<()> {
        book::offer::open_book::open_book(ctx, args)
    }

    /// Accepts another asset, with an escrow and an adapter for its rate; the security has a vault for it.
    ///
    /// By the sponsor, before the first deposit (BookUsed) and the deadline (NotOffering); where there is an offer, it is
    /// its next version, as by `make_offer` (OfferPeriodTooLong). Refuses a fifth asset or one twice (TooManyAssets), one
    /// without a vault (WrongMint), mints that could take from a vault (TransferFeeRefused,
    /// PermanentDelegateRefused, MintExtensionRefused, FreezeAuthorityRefused), an adapter that does not fit
    /// (AssetRefused) or a source that is not the asset's (WrongRateSource), and in a group whose books all have
    /// an offer any after the opening (GroupTerms). Event: AssetAdded.
    pub fn add_asset(ctx: Context<AddAsset>, args: AssetArgs) -> Result<()> {
        book::offer::add_asset::add_asset(ctx, args)
    }

    /// Promises a reward by place in line, or changes one, and sets aside what all of it pays. Where there is an offer,
    /// it is its next version, as by `make_offer`.
    ///
    /// By the sponsor, until the deadline (NotOffering, OfferPeriodTooLong). `replaces` is the present version
    /// (OfferChanged). Refuses knots that are no curve (BadCurve), a fifth curve (TooManyCurves), a target of another
    /// kind or tranche (WrongReward, WrongTranche, NotEquity), a series that expires too early or is another book's
    /// (BadSeries), bonus shares, warrants and points that cost less than the floor of their tranche (BelowFloor), more
    /// shares than are authorised (AboveAuthorised). Event: CurveSet.
    pub fn set_curve(ctx: Context<SetCurve>, args: CurveArgs) -> Result<()> {
        book::offer::set_curve::set_curve(ctx, args)
    }

    /// Puts an offer to the money in line: its version is the next, every commitment to the one before is void, and
    /// it stays open for the offer period, or until the one before would have ended if that is later. Tickets keep
    /// their places.
    ///
    /// By the sponsor, until the deadline (NotOffering), and so that the period fits before it (OfferPeriodTooLong).
    /// The offer is a whole: it says all terms anew, and `replaces` is the present version, 0 for the first
    /// (OfferChanged), so that a second call changes nothing. Refuses a price that would leave tickets in line with
    /// broken lots (PriceTooCoarse), limits that tickets in line may not keep (LimitsBroken), in a group a lower price or
    /// minimum or a higher cap (GroupTerms), caps, a line too short for them and a price as open_book does, and in a rights
    /// book a lower price, a higher cap or another allocation (BadRights). Event:
    /// OfferMade.
    pub fn make_offer(ctx: Context<MakeOffer>, args: OfferArgs) -> Result<()> {
        book::offer::terms::make_offer(ctx, args)
    }

    /// Raises what whoever settles or refunds a ticket is paid. It takes nothing from any ticket: commitments stand.
    ///
    /// By the sponsor, before the deadline (NotOffering). `tip` is in lamports, not lower than before (TipLowered).
    /// Event: TipRaised.
    pub fn raise_tip(ctx: Context<BookTerms>, tip: u64) -> Result<()> {
        book::offer::terms::raise_tip(ctx, tip)
    }

    /// Asks the money in line: for a later deadline, or for advice.
    ///
    /// By the sponsor, from the opening to the deadline (NotOffering), one at a time (PollRunning). The money of tickets that are
    /// in line now may vote, each while it stays. A later deadline holds from the poll's end if more than the book's
    /// part of that money said yes. Refuses a clock out of order or a deadline past the latest (BadPoll).
    /// Event: PollOpened.
    pub fn open_poll(ctx: Context<BookTerms>, args: PollArgs) -> Result<()> {
        book::offer::terms::open_poll(ctx, args)
    }

    /// Opens the count of an owner's money, which a book needs that limits it.
    ///
    /// By anyone who pays the rent.
    pub fn open_stake(ctx: Context<OpenStake>) -> Result<()> {
        book::ticket::stake::open_stake(ctx)
    }

    /// Closes the count of an owner's money and returns its rent.
    ///
    /// By anyone, once it counts nothing or the book is locked or over (StakeInUse).
    pub fn close_stake<'info>(ctx: Context<'info, CloseStake<'info>>) -> Result<()> {
        book::ticket::stake::close_stake(ctx)
    }

    /// Puts money into escrow at the end of the line, and commits it to an offer or to none yet.
    ///
    /// By the owner, before the deadline (NotOffering). `units` in base units of the asset: at 1:1 whole lots
    /// (NotWholeLots), worth at least the smallest ticket and at most the largest (TicketTooSmall,
    /// TicketTooLarge), within the owner's limit (OwnerLimit, StakeMissing). `offer_version` is the present one
    /// (OfferChanged, NoOffer) or 0, as long as a book of its group has no offer (GroupIncomplete); a consent in a group, and a credential, name the security
    /// (SecurityMissing). The lead goes first (LeadFirst), in a rights book the holders, each with its record
    /// and its stake and up to its part (RightsFirst, StakeMissing, AboveRight). A rate that is too old refuses (StaleRate),
    /// and so does a line that is full (PlaceOutOfRange), or that smallest tickets could fill before the cap (LineTooShort).
    /// A credential of the owner's marks the ticket at once, as by
    /// qualify_ticket. Event: Deposited.
    pub fn deposit(ctx: Context<Deposit>, args: DepositArgs) -> Result<()> {
        book::ticket::deposit::deposit(ctx, args)
    }

    /// Takes money out of the line, all of a ticket or a part; what stays keeps its place.
    ///
    /// By the ticket's owner, until the deadline, of a grouped book until it is locked, or in refund, whatever others did
    /// (CannotLeave). `amount` in value:
    /// whole lots (NotWholeLots), at most the ticket (WithdrawTooMuch), leaving nothing or at least the smallest
    /// ticket (RemainderTooSmall); of the lead, unless the offer changed, leaving its minimum (LeadBound). Units of
    /// an asset that earns leave in the same proportion, with what they earned. Event: Withdrawn.
    pub fn withdraw(ctx: Context<Withdraw>, amount: u64) -> Result<()> {
        book::ticket::withdraw::withdraw(ctx, amount)
    }

    /// Consents to the present offer with all of a ticket's money. Where the shares want a credential, it counts once the
    /// ticket is marked: at once with a credential of the owner's among the accounts, or by qualify_ticket.
    ///
    /// By the ticket's owner, before the deadline (NotOffering). `offer_version` is the present one (OfferChanged,
    /// NoOffer); once (AlreadyCommitted), or by the lead again after money before its own has left, so that what lies
    /// within the cap now counts. In a group, once all its books have an offer (GroupIncomplete). The security is named in a
    /// group and with a credential (SecurityMissing). Event: CommitmentChanged.
    pub fn commit(ctx: Context<Commit>, offer_version: u32) -> Result<()> {
        book::ticket::own_ticket::commit(ctx, offer_version)
    }

    /// Takes consent back; the money keeps its place.
    ///
    /// By the ticket's owner, before the deadline (NotOffering), of a committed ticket (NotCommitted); the lead's
    /// minimum stays, unless the offer changed (LeadBound). Event: CommitmentChanged.
    pub fn uncommit(ctx: Context<OwnTicket>) -> Result<()> {
        book::ticket::own_ticket::uncommit(ctx)
    }

    /// Votes in the running poll with all of a ticket's money, for it when `yes`; a second vote replaces the first. It
    /// costs no rights:
    /// the money may leave at any time, and its vote leaves with it.
    ///
    /// By the owner of a ticket that was in line when the poll opened (NotEligible), while it runs (NoPoll).
    /// Event: Voted.
    pub fn cast_vote(ctx: Context<OwnTicket>, yes: bool) -> Result<()> {
        book::ticket::own_ticket::cast_vote(ctx, yes)
    }

    /// Marks a ticket as qualified, where the shares want a credential: from now on what it commits counts, and what it has
    /// committed already, at the place that it has.
    ///
    /// By anyone, before the deadline (NotOffering), in a book whose shares want a credential (NotRestricted), once
    /// (AlreadyQualified). `id` is the ticket's number (WrongTicket). The credential is of the ticket's owner (NotOwner), of a
    /// qualifier that the security names (NotQualifier), and good (CredentialExpired). Event: TicketQualified.
    pub fn qualify_ticket(ctx: Context<QualifyTicket>, id: u32) -> Result<()> {
        book::ticket::qualify_ticket::qualify_ticket(ctx, id)
    }

    /// Takes the mark of a ticket away whose owner has no good credential any more: its money keeps its place and counts
    /// no longer. A lead is let go.
    ///
    /// By anyone, before the deadline (NotOffering), of a marked ticket (TicketUnqualified). `id` is the ticket's number
    /// (WrongTicket). After the named accounts the addresses of the owner's credentials of all the security's qualifiers, in
    /// order (CredentialsIncomplete), none of which is good (StillQualified). Event: TicketQualified.
    pub fn disqualify_ticket<'info>(
        ctx: Context<'info, DisqualifyTicket<'info>>,
        id: u32,
    ) -> Result<()> {
        book::ticket::qualify_ticket::disqualify_ticket(ctx, id)
    }

    /// Sets what of a committed ticket is accepted, where allocation is discretionary.
    ///
    /// By the sponsor, before the deadline (NotOffering, NotDiscretionary), of a ticket that counts (NotCommitted,
    /// TicketUnqualified). `id` is the ticket's number
    /// (WrongTicket), `amount` in whole lots (NotWholeLots), at most the ticket's money and what the cap leaves
    /// (ApprovalTooLarge). Event: TicketApproved.
    pub fn approve_ticket(ctx: Context<ApproveTicket>, id: u32, amount: u64) -> Result<()> {
        book::ticket::approve_ticket::approve_ticket(ctx, id, amount)
    }

    /// Tells where a ticket stands and what it gets if the book is locked as it is; of a locked book, what it gets.
    /// Changes nothing.
    ///
    /// By anyone; the answer is return data.
    pub fn preview_ticket(ctx: Context<PreviewTicket>) -> Result<TicketPreview> {
        book::ticket::preview_ticket::preview_ticket(ctx)
    }

    /// Gives a line more places, up to 426 at once.
    ///
    /// By anyone, who pays for them, until the deadline (NotOffering): nobody can keep others out by filling
    /// the line. Their rent goes to who paid the book's when that is closed. `capacity` is the number of places then, more
    /// than now and at most 65,536 (BadLineSize). Event: LineGrown.
    pub fn grow_line(ctx: Context<GrowLine>, capacity: u32) -> Result<()> {
        book::line::upkeep::grow_line(ctx, capacity)
    }

    /// Moves a ticket to the first empty place behind the money ahead of it, so that places can be used again.
    /// Nobody's order changes.
    ///
    /// By anyone, before the lock (CannotLeave). Refuses when there is none (NothingToMove). Event: TicketMoved.
    pub fn move_up(ctx: Context<MoveUp>) -> Result<()> {
        book::line::upkeep::move_up(ctx)
    }

    /// Puts lamports aside for tips; what is left when the book is closed goes to who paid its rent.
    ///
    /// By anyone. `lamports` is positive (ZeroAmount). Event: TipsFunded.
    pub fn fund_tips(ctx: Context<FundTips>, lamports: u64) -> Result<()> {
        book::settlement::tips::fund_tips(ctx, lamports)
    }

    /// Names another token account for a ticket's refund.
    ///
    /// By the ticket's owner. Event: RefundAccountNamed.
    pub fn set_refund_account(ctx: Context<SetRefundAccount>) -> Result<()> {
        book::ticket::set_refund_account::set_refund_account(ctx)
    }

    /// Freezes the line, the price and the rates, and issues the shares that its tickets become, which the book holds for
    /// them until each is settled.
    ///
    /// By the sponsor once the offer has ended, or by anyone in the week after the deadline; with the minimum
    /// committed, and the lead's (CannotLock, NotSponsor); of no group (LockedTogether). After the named accounts: the rate source of each asset but
    /// those at 1:1, in order; the tranche of each curve of promote points, writable (WrongRateSource,
    /// RewardAccountsMissing, WrongReward). Rates must be young enough (StaleRate), the price within its band
    /// (PriceOutOfBand) and not below the floor, as in open_book, and what would be accepted at them still the minimum,
    /// and the lead's (RatesFell). Event: BookLocked.
    pub fn lock_book<'info>(ctx: Context<'info, LockBook<'info>>) -> Result<()> {
        book::settlement::lock_book::lock_book(ctx)
    }

    /// Locks all books of a group, or none: each as lock_book does, by the same rules.
    ///
    /// `group` is its number. After the named accounts, for each book, in any order: its tranche, writable; the address
    /// of its reported share value (WrongRateSource); the book, writable; and what lock_book takes after its named
    /// accounts. Refuses all where one is missing or passed twice, or was not opened yet (GroupIncomplete), is of another
    /// group (WrongGroup), another tranche or security (WrongTranche, WrongSecurity), or is refused by lock_book; the log
    /// says which. Event: BookLocked, for each.
    pub fn lock_group<'info>(ctx: Context<'info, LockGroup<'info>>, group: u8) -> Result<()> {
        book::settlement::lock_group::lock_group(ctx, group)
    }

    /// Gives up a book that is due, once another of its group came to nothing: all of it is refunded then.
    ///
    /// By anyone. Another book of the group is in refund, or was closed without a lock (WrongGroup, GroupStands).
    /// Event: BookFailed.
    pub fn fail_book(ctx: Context<FailBook>) -> Result<()> {
        book::settlement::fail_book::fail_book(ctx)
    }

    /// Hands a ticket's owner the shares that the lock issued for it, with what they earned since, and its rewards: what
    /// is accepted of its money becomes proceeds, the rest goes back with what it earned, the ticket's rent to its
    /// payer, a tip to the caller, all at once.
    ///
    /// By anyone, in any order (NotLocked before the lock), for a ticket of which something is accepted
    /// (NothingAccepted); its owner qualified before the lock. After the named accounts: of each curve of warrants the series, its mint and the owner's
    /// associated account; of each curve of promote points the tranche, the owner's record, the share mint and the
    /// owner's associated account; all writable (RewardAccountsMissing, WrongReward, HolderMissing). A refund
    /// account that cannot be paid does not hold up the shares: the refund waits in the ticket until refund_ticket
    /// can pay it. Event: TicketSettled.
    pub fn settle_ticket<'info>(ctx: Context<'info, SettleTicket<'info>>) -> Result<()> {
        book::settlement::settle_ticket::settle_ticket(ctx)
    }

    /// Returns a ticket's money: after the deadline of a book that came to nothing; of a locked one when nothing of
    /// the ticket is accepted, or what waited of a settled one.
    ///
    /// By anyone, in any order (NotRefunding otherwise). Where the
    /// refund account cannot be paid, the owner's associated one is (WrongRefundAccount). What cannot be paid there either
    /// waits in the ticket, which notes since when, and is paid once it can be (RefundBlocked). Event: TicketRefunded.
    pub fn refund_ticket(ctx: Context<RefundTicket>) -> Result<()> {
        book::settlement::refund_ticket::refund_ticket(ctx)
    }

    /// Moves a refund that could be paid to no account of its owner for a year out of its book, to a record of its own and
    /// a token account of that record, so that the book can be closed. It waits there for its owner, for ever.
    ///
    /// By anyone, who pays the rent of both and gets it back when the owner has its money. Refuses a refund that can be
    /// paid (RefundPayable), that was not found unpayable a year ago (RefundTooEarly), and a ticket that is not to be
    /// refunded (NotRefunding). Event: RefundOwed.
    pub fn owe_refund(ctx: Context<OweRefund>) -> Result<()> {
        book::owed::owe_refund::owe_refund(ctx)
    }

    /// Pays an owner the refund that waits for it, and closes the record and its token account.
    ///
    /// By the owner, to any account; by anyone to its associated one (NotOwner otherwise). Event: OwedClaimed.
    pub fn claim_owed(ctx: Context<ClaimOwed>) -> Result<()> {
        book::owed::claim_owed::claim_owed(ctx)
    }

    /// Moves a locked book's proceeds in an asset from its escrow to the security's vault, and cancels what no ticket has
    /// taken up of the shares that the lock issued: of an asset that has fallen since. Points of a fixed number go back to
    /// where their manager takes them from.
    ///
    /// By anyone, once every ticket is settled or refunded and the draw delay since the lock is over (ProceedsHeld); of
    /// a cover at any time after the lock (NotLocked), since its capital is not drawn. `asset` is its place in the book.
    /// Nothing to move is refused (ZeroAmount). While the book holds shares, after the named accounts: the tranche of
    /// each curve of promote points, in order, writable (RewardAccountsMissing, WrongReward). Event: ProceedsReleased.
    pub fn release_proceeds<'info>(
        ctx: Context<'info, ReleaseProceeds<'info>>,
        asset: u8,
    ) -> Result<()> {
        book::settlement::release_proceeds::release_proceeds(ctx, asset)
    }

    /// Closes the escrow of a book's last asset; donations to it go to the security's vault.
    ///
    /// By anyone, when no ticket is left (TicketsOpen) and its proceeds are released (ProceedsHeld). `asset` is the last one, and not the first, which goes with
    /// the book (UnknownAsset). Event: EscrowClosed.
    pub fn close_escrow(ctx: Context<CloseEscrow>, asset: u8) -> Result<()> {
        book::settlement::close_escrow::close_escrow(ctx, asset)
    }

    /// Closes a book without tickets, its line and its escrow, and returns their rent. What was donated to the
    /// escrow goes to the security's vault, from where sweep_vault takes it, and shares that it set aside and did not
    /// issue are free for others. After the named accounts those of its curves, see [`book::close_book::CloseBook`] (RewardAccountsMissing, WrongReward,
    /// WrongTranche).
    ///
    /// By anyone (TicketsOpen while a ticket is left, ProceedsHeld while proceeds are, EscrowOpen while another asset's
    /// escrow is).
    /// Event: BookClosed.
    pub fn close_book<'info>(ctx: Context<'info, CloseBook<'info>>) -> Result<()> {
        book::settlement::close_book::close_book(ctx)
    }

    // Points of a fixed number

    /// Hands the manager of a tranche of a fixed number what no book grants, with what it earned since the points came into
    /// being: of the shares all but those that open books have set aside, of the money all.
    ///
    /// By anyone, as often as there is something (NoPoints otherwise), to the manager's record (NotManager) and its
    /// associated account (WrongShareAccount); where the tranche wants a credential, once the record has one
    /// (NotQualified). Points come into being when the first book that grants some is locked; where books were locked that
    /// grant none, and none is open any more, with the next payment or by this. Event: PointsTaken.
    pub fn take_points(ctx: Context<TakePoints>) -> Result<()> {
        holder::take_points::take_points(ctx)
    }

    // Warrants

    /// Creates a series of warrants on a tranche's shares, with their mint. A book's reward curve grants them.
    ///
    /// By the sponsor, who pays the rent, on an equity tranche (NotEquity) whose number is not fixed (FixedNumber). `number` is the tranche's next, the
    /// strike positive and the expiry in the future (BadSeries), and the strike not below the floor of a tranche that
    /// has holders (BelowFloor). Event: SeriesCreated.
    pub fn create_series(ctx: Context<CreateSeries>, args: SeriesArgs) -> Result<()> {
        warrant::create_series::create_series(ctx, args)
    }

    /// Turns warrants into shares: burns them, pays the strike into the treasury, issues the shares.
    ///
    /// By the owner of warrants and of the holder record, before the expiry (SeriesExpired). `amount` in base units
    /// of the warrants, which are those of the shares; the cost is rounded up. Event: WarrantsExercised.
    pub fn exercise(ctx: Context<Exercise>, amount: u64) -> Result<()> {
        warrant::exercise::exercise(ctx, amount)
    }

    /// Closes an expired series and frees the shares set aside for it; its rent goes to who paid it.
    ///
    /// By anyone, after the expiry (SeriesRunning). Event: SeriesClosed.
    pub fn close_series(ctx: Context<CloseSeries>) -> Result<()> {
        warrant::close_series::close_series(ctx)
    }

    // Credentials

    /// Names whose credentials admit holders of the security's shares; nobody: anyone may hold.
    ///
    /// By the sponsor, before the first tranche (StructureClosed). `qualifiers` are at most four, each once
    /// (BadQualifiers). Event: QualifiersSet.
    pub fn set_qualifiers(ctx: Context<SetQualifiers>, qualifiers: Vec<Pubkey>) -> Result<()> {
        credential::set_qualifiers::set_qualifiers(ctx, qualifiers)
    }

    /// Issues a credential: what a qualifier says of an owner, for every security that names the qualifier.
    ///
    /// By the qualifier, who pays the rent. The owner can own shares (CannotOwn). It expires in the future
    /// (CredentialExpired).
    pub fn issue_credential(ctx: Context<IssueCredential>, args: CredentialTerms) -> Result<()> {
        credential::issue_credential::issue_credential(ctx, args)
    }

    /// Changes a credential, or revokes it. Holder records take it over with qualify_holder.
    ///
    /// By who issued it (NotQualifier).
    pub fn set_credential(ctx: Context<SetCredential>, args: CredentialTerms) -> Result<()> {
        credential::set_credential::set_credential(ctx, args)
    }

    /// Takes what a qualifier says into a holder record, which then may receive shares until the credential expires.
    ///
    /// By anyone. The credential is of the record's owner (NotOwner) and by a qualifier that the security names
    /// (NotQualifier). Who admitted the holder may change or revoke it; another's credential must be valid for
    /// longer (CredentialExpired). Event: HolderQualified.
    pub fn qualify_holder(ctx: Context<QualifyHolder>) -> Result<()> {
        holder::qualify_holder::qualify_holder(ctx)
    }

    // Holders

    /// Opens an owner's record in a tranche, which it needs before it can receive shares.
    ///
    /// By anyone who pays the rent. The owner can own shares: no mint, token account, program or account of this
    /// program (CannotOwn), unless it signs, or `ticket` shows that it has (NotOwner). The payout account is the owner's
    /// associated token account, or any if the owner signs (PayoutNotAssociated). Event: HolderOpened.
    pub fn open_holder(ctx: Context<OpenHolder>) -> Result<()> {
        holder::open_holder::open_holder(ctx)
    }

    /// Names another token account for a holder's payments.
    ///
    /// By the owner. Event: PayoutAccountNamed.
    pub fn set_payout_account(ctx: Context<SetPayoutAccount>) -> Result<()> {
        holder::set_payout_account::set_payout_account(ctx)
    }

    /// Closes a record without shares or money owed, and returns its rent to who paid it.
    ///
    /// By the owner (HolderInUse otherwise). Event: HolderClosed.
    pub fn close_holder(ctx: Context<CloseHolder>) -> Result<()> {
        holder::close_holder::close_holder(ctx)
    }

    /// Settles both holders of a share transfer and moves the entitlement; part of every Token-2022 transfer.
    ///
    /// By Token-2022 inside a transfer (NotTransferring otherwise). `amount` in share base units. The receiving token
    /// account keeps its owner for ever, also between two accounts of one owner (ShareAccountMutable). Both owners need a
    /// record (HolderMissing), the receiver's with a credential where the tranche wants one (NotQualified). Event, logged:
    /// SharesMoved.
    #[instruction(discriminator = ExecuteInstruction::SPL_DISCRIMINATOR_SLICE)]
    pub fn transfer_hook<'info>(
        ctx: Context<'info, TransferHook<'info>>,
        amount: u64,
    ) -> Result<()> {
        holder::transfer_hook::transfer_hook(ctx, amount)
    }

    // Distributions

    /// Pays money into a security, with its period and its source, and runs it through the waterfall at once: nothing
    /// waits in between in which shares could change hands. `nonce` is the payer's own number for it, used once: a
    /// prepared distribution stays valid whatever others post meanwhile, and cannot be paid twice.
    ///
    /// By anyone; a recovery, which undoes recorded losses before it is income, by the servicer (NotServicer). After
    /// the named accounts: every tranche, writable, in order of rank (TranchesIncomplete). At least the security's
    /// smallest distribution (DistributionTooSmall), a period that does not end before it begins (BadPeriod), a note of
    /// at most 64 bytes (TextTooLong); money of another mint than the settlement mint only without debt
    /// (DebtInOtherMint), and neither with a tip budget nor as a recovery (WrongMint). Event: Distributed.
    pub fn post_distribution<'info>(
        ctx: Context<'info, PostDistribution<'info>>,
        nonce: u64,
        args: DistributionArgs,
    ) -> Result<()> {
        cash::distribution::post_distribution::post_distribution(ctx, nonce, args)
    }

    /// Registers a source of revenue: a token account that its payer pays like any other.
    ///
    /// By the sponsor. `note` says what revenue it is; at most 64 bytes (TextTooLong). `release_days`: over how many days
    /// at least what is collected reaches holders, 1 to 366 (BadLimit). The mint is one that the security has a vault for
    /// (WrongMint), with debt the settlement mint alone (DebtInOtherMint). Event: SourceRegistered.
    pub fn register_source(
        ctx: Context<RegisterSource>,
        note: String,
        release_days: u16,
    ) -> Result<()> {
        cash::distribution::register_source::register_source(ctx, note, release_days)
    }

    /// Turns all that came in at a revenue source into a distribution of the time since the last one, and runs it.
    ///
    /// By anyone, who pays the record's rent; `nonce` is the caller's own number for it, used once. It reaches holders over
    /// the time since the last collection, over the source's days at least and 366 days at most, and never faster than
    /// their tranche smooths. Refuses as post_distribution does. Event: Distributed.
    pub fn collect_source<'info>(
        ctx: Context<'info, CollectSource<'info>>,
        nonce: u64,
    ) -> Result<()> {
        cash::distribution::collect_source::collect_source(ctx, nonce)
    }

    /// Sends unused proceeds back to the holders, as a distribution of its own kind, whatever the mode: first what debts
    /// are owed, the most senior first, interest before principal; then the capital of equities; then what tranches
    /// paid in above their principal, each the same part of it; what is left is income. In another mint than the
    /// settlement mint only what was paid in, and only without debt (DebtInOtherMint).
    ///
    /// `nonce` is the caller's own number for the record, used once. By the sponsor at any time after the first lock, `amount` in base units of the mint, none: all; less than all is
    /// at least the smallest distribution (DistributionTooSmall). By anyone, all of it, where drawing had to begin by a
    /// date and did not, where a delivery was not confirmed by its date, and once the deal is accelerated (NotReturnable). After the named accounts: every tranche,
    /// writable, in order of rank (TranchesIncomplete). Event: Distributed.
    pub fn return_proceeds<'info>(
        ctx: Context<'info, ReturnProceeds<'info>>,
        nonce: u64,
        amount: Option<u64>,
    ) -> Result<()> {
        cash::proceeds::return_proceeds::return_proceeds(ctx, nonce, amount)
    }

    /// Turns what somebody sent to a vault unasked into a distribution and runs it as income. Before the first lock of a
    /// book, and in another mint beside debt, it becomes treasury.
    ///
    /// By anyone, who pays the record's rent; `nonce` is the caller's own number for it, used once. Refuses when there is
    /// nothing (ZeroAmount), and as post_distribution does.
    /// After the named accounts: every tranche, writable, in order of rank (TranchesIncomplete).
    /// Event: Distributed, or DonationSwept.
    pub fn sweep_vault<'info>(ctx: Context<'info, SweepVault<'info>>, nonce: u64) -> Result<()> {
        cash::proceeds::sweep_vault::sweep_vault(ctx, nonce)
    }

    /// Pays a batch of holders what they are owed in a mint, each to its payout account; one that cannot be paid is
    /// passed over and stays owed, and its record says since when.
    ///
    /// By anyone, who is tipped from the tip budget. After the named accounts: 1 to 24 pairs of holder and payout
    /// account, writable. In another mint than the settlement mint the payout account is the owner's associated one, and
    /// `bumps` has the bump of each (BadBatch, WrongTranche, WrongPayoutAccount). Event: HoldersPaid.
    pub fn pay_holders<'info>(
        ctx: Context<'info, PayHolders<'info>>,
        bumps: Vec<u8>,
    ) -> Result<()> {
        cash::distribution::pay_holders::pay_holders(ctx, bumps)
    }

    /// Pays a holder what it is owed in a mint to an account of its choice.
    ///
    /// By the owner (NothingOwed when there is nothing). Event: Claimed.
    pub fn claim(ctx: Context<Claim>) -> Result<()> {
        cash::distribution::claim::claim(ctx)
    }

    /// Sends what a holder could not be paid for the security's escheat time to the escheat owner's account: what it was
    /// owed when payment first failed. What it earned since waits as long from now on. The record keeps the claim.
    ///
    /// By anyone. `bump` is that of the payout account in another mint than the settlement mint. Refuses without an
    /// escheat owner (NoEscheat), before its time (EscheatTooEarly), and for a holder that can be paid (HolderPayable).
    /// Event: Escheated.
    pub fn escheat(ctx: Context<Escheat>, bump: u8) -> Result<()> {
        cash::distribution::escheat::escheat(ctx, bump)
    }

    /// Gives a holder back what went to the escheat account: it is owed again.
    ///
    /// By anyone who pays it in. `amount` in base units, at most what went there (InsufficientFunds). Event: Escheated.
    pub fn restore_escheated(ctx: Context<RestoreEscheated>, amount: u64) -> Result<()> {
        cash::distribution::restore_escheated::restore_escheated(ctx, amount)
    }

    // Losses, triggers and fees

    /// Announces that the pool lost something. Nothing changes until it is recorded: transfers, draws and payments go
    /// on.
    ///
    /// By the servicer, who pays the rent, which stays. `amount` in settlement base units, positive (ZeroAmount);
    /// `report_sha256` is of the report behind it (ReportMissing), which no other loss of the security has: its account
    /// is there for ever. Event: LossAnnounced.
    pub fn announce_loss(
        ctx: Context<AnnounceLoss>,
        amount: u64,
        report_sha256: [u8; 32],
    ) -> Result<()> {
        cash::loss::announce_loss::announce_loss(ctx, amount, report_sha256)
    }

    /// Makes an announced loss take effect, as far as principal is outstanding. Covers pay for it first, each up to its
    /// cap, and what they pay repays principal, the most senior first; the rest is written off from the most junior
    /// tranche up.
    ///
    /// By anyone once its notice is over, with the arbitrator's signature earlier (LossNotDue, NotArbitrator); once
    /// (LossEnded). After the named accounts: every tranche, writable, in order of rank (TranchesIncomplete).
    /// Event: LossRecorded.
    pub fn record_loss<'info>(ctx: Context<'info, RecordLoss<'info>>) -> Result<()> {
        cash::loss::record_loss::record_loss(ctx)
    }

    /// Strikes out an announced loss.
    ///
    /// By the arbitrator (NotArbitrator), until it is recorded (LossEnded). Event: LossStruck.
    pub fn strike_loss(ctx: Context<StrikeLoss>) -> Result<()> {
        cash::loss::strike_loss::strike_loss(ctx)
    }

    /// Lowers a recorded loss: principal is written up, the most senior first, without cash. What covers paid stays
    /// paid. A tranche that was wiped is open again.
    ///
    /// By the servicer and the arbitrator together (NotServicer, NotArbitrator). `amount` in settlement base units,
    /// positive (ZeroAmount), with earlier corrections at most what the loss wrote off, and at most what is still
    /// written off (CorrectionTooLarge); of a recorded loss (LossNotRecorded). After the named accounts: every tranche,
    /// writable, in order of rank (TranchesIncomplete). Event: LossCorrected.
    pub fn correct_loss<'info>(ctx: Context<'info, CorrectLoss<'info>>, amount: u64) -> Result<()> {
        cash::loss::correct_loss::correct_loss(ctx, amount)
    }

    /// Says what the pool is worth, for triggers that test it.
    ///
    /// By the reporter. `value` in settlement base units, positive (ZeroAmount); `report_sha256` is of the report behind
    /// it. A move past the daily limit, measured from where the running day of reports began, needs the arbitrator's
    /// signature too (PoolMoved, NotArbitrator). Event: PoolReported.
    pub fn report_pool(
        ctx: Context<ReportPool>,
        value: u64,
        report_sha256: [u8; 32],
    ) -> Result<()> {
        cash::waterfall::report_pool::report_pool(ctx, value, report_sha256)
    }

    /// Tests the triggers: one that has not held for longer than its cure accelerates the waterfall, and when all
    /// have held again for the longest of their cures, a day at least, it is as before. Every distribution does so too.
    ///
    /// By anyone. After the named accounts: every tranche, writable, in order of rank (TranchesIncomplete).
    /// Event: TriggersChecked.
    pub fn check_triggers<'info>(ctx: Context<'info, CheckTriggers<'info>>) -> Result<()> {
        cash::waterfall::check_triggers::check_triggers(ctx)
    }

    /// Ends the revolving period, declares an acceleration, or takes a declared one back: the `change`.
    ///
    /// By the sponsor or the arbitrator; back by the arbitrator alone (NotAuthority). Refuses what is so already
    /// (ModeUnchanged). Event: ModeSet.
    pub fn set_mode(ctx: Context<SetMode>, change: ModeChange) -> Result<()> {
        cash::waterfall::set_mode::set_mode(ctx, change)
    }

    /// Pays a fee tier's payee what the tier took.
    ///
    /// By anyone. `tier` is its place, from 0 (WrongTier, NothingOwed). Event: FeePaid.
    pub fn pay_fee(ctx: Context<PayFee>, tier: u8) -> Result<()> {
        cash::waterfall::pay_fee::pay_fee(ctx, tier)
    }
}
