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
pub mod control;
pub mod conversion;
pub mod credential;
pub mod disclosure;
#[cfg(all(target_os = "solana", feature = "entrypoint", not(feature = "cpi")))]
mod entrypoint;
// Each error's message is its documentation.
pub mod errors;
pub mod events;
pub mod holding;
#[cfg(feature = "idl-build")]
mod idl;
#[deny(missing_docs)]
pub mod math;
pub mod measure;
pub mod rate;
pub mod resolution;
pub mod role;
pub mod security;
mod security_txt;
pub mod structure;
pub mod tranche;
pub mod warrant;
pub mod winding;
pub mod wrapper;

use anchor_lang::prelude::*;
use book::{
    line::grow_and_move_up::*,
    offer::{add_asset::*, make_offer::*, open_book::*, set_curve::*, version::*, votes::*},
    owed::{claim_refund::*, owe_refund::*},
    settlement::{
        close_book::*, close_escrow::*, fail_book::*, lock_book::*, lock_group::*,
        refund_ticket::*, release_proceeds::*, settle_ticket::*, tips::*,
    },
    ticket::{
        approve_ticket::*, commit_and_vote::*, consent::*, deposit::*, owner_total::*,
        preview_ticket::*, qualify_ticket::*, set_refund_account::*, withdraw::*,
    },
};
use cash::{
    distribution::{
        carry_out_distribution::*, claim::*, collect_source::*, correct_distribution::*,
        escheat::*, pay_holders::*, post_distribution::*, register_source::*, restore_escheated::*,
    },
    loss::{announce_loss::*, correct_loss::*, record_loss::*, strike_loss::*},
    proceeds::{draw_proceeds::*, return_proceeds::*, sweep_vault::*},
    waterfall::{
        check_triggers::*, elect_pik::*, pay_fee::*, report_pool::*, set_mode::*, submit_expense::*,
    },
};
use chain::token_acl;
use control::{announce_act::*, report::CovenantReport, report_covenant::*, set_control::*};
use conversion::{
    close_conversion::*, convert_class::*, convert_shares::*, create_conversion::*,
    state::ConversionTerms,
};
use credential::{
    copy_attestation::*,
    decide_protocol::*,
    issue_credential::*,
    protocol::{ProtocolDecision, ProtocolTerms},
    register_protocol::*,
    set_credential::*,
    set_qualifiers::*,
    state::CredentialTerms,
};
use disclosure::{
    calendar::DisclosureTerms, open_window::*, post_disclosure::*, post_notice::*,
    set_disclosures::*,
};
use holding::{
    allot_shares::*, check_thaw::*, check_transfer::*, close_holder::*, free_place::*,
    freeze_shares::*, gate::*, open_holder::*, qualify_holder::*, release_retention::*,
    set_payout_account::*, take_points::*, transfer_hook::*,
};
#[cfg(feature = "idl-build")]
use idl::*;
use measure::{announce_measure::*, cancel_measure::*, close_measure::*, reassign_shares::*};
use rate::{
    create_rate::*, create_reference_rate::*, reference::ReferenceRateArgs, report_rate::*,
    report_reference_rate::*,
};
use resolution::{
    cast_ballot::*, close_ballot::*, close_draft::*, close_resolution::*, draft_structure::*,
    execute_resolution::*, governance::GovernanceTerms, propose_resolution::*, set_governance::*,
    stop_resolution::*,
};
use role::{accept_role::*, cancel_role::*, propose_role::*, refuse_role::*, state::Role};
use security::{
    add_vault::*,
    confirm_delivery::*,
    control::{Act, ControlTerms},
    draws::DrawTerms,
};
use spl_discriminator::SplDiscriminate;
use spl_transfer_hook_interface::instruction::ExecuteInstruction;
use structure::{
    create_frozen_tranche::*, create_security::*, create_tranche::*, set_structure::*,
    set_transfer_rules::*,
};
use tranche::{fix_rate::*, rules::TransferRulesTerms, share_mint::ShareName};
use warrant::{close_series::*, create_series::*, exercise::*};
use winding::{close_account::*, close_security::*, close_source::*, close_vault::*, wind_down::*};
use wrapper::{create_wrapper::*, value::*, wrap_shares::*};

declare_id!("sEcr52nVp8uW1GWfAAnAtNCQrmauWVTGimJwUPVU9bQ");

/// The instructions, by domain. Each states its effect, who may call it, its parameters with units, its own errors and
/// its event if it has one. An error in parentheses is returned when the rule before it is broken. Whoever is in control is the
/// sponsor (NotSponsor) or, once control has stepped on, the agent of the stage (NotInControl); after the first lock it needs the
/// power for what it does (NoPower), and an agent announces draws and acceleration before (ActNotAnnounced, ActNotDue).
#[program]
pub mod securities {
    use super::*;

    // Securities

    /// Creates a security with its settlement vault and an empty waterfall.
    ///
    /// Called by the sponsor, who pays the rent. Refuses an arbitrator that is the sponsor, the servicer or the
    /// reporter (ArbitratorNotApart); roles and destinations that nobody controls or that are the security's own
    /// accounts (KeyRefused); no destinations, too many or repeated ones (BadDestinations); a smallest distribution of
    /// zero (BadMinDistribution), a tip above the whole payment (BadTip), a notice of losses that is not 1 to 366 days
    /// (BadLossNotice), or an escheat period under a year (BadEscheat); a document address over 128
    /// bytes (TextTooLong); draw rules out of range (BadDrawTerms); a delivery date that is not in the future
    /// (BadDelivery); and a settlement mint with extensions that could take from a vault (MintExtensionRefused). Event:
    /// SecurityCreated.
    pub fn create_security(ctx: Context<CreateSecurity>, args: SecurityArgs) -> Result<()> {
        structure::create_security::create_security(ctx, args)
    }

    /// Creates the next tranche of a security, with its share mint and the list of accounts that its transfer hook
    /// needs.
    ///
    /// Called by the sponsor, while no book is open and before the first lock (StructureClosed). Refuses a rank that is
    /// not the next (WrongRank); terms out of range (RateOutOfRange, ParOutOfRange, MaturityOutOfRange,
    /// DecimalsOutOfRange, BadPeriodLength, BadSmoothing, BadLossTerms, TextTooLong); due dates, instalments or business days that cannot be (BadFirstDue,
    /// BadSchedule, BadFirstInstalment, BadCustom, BadBusinessDays, BadPik); an authorised number of shares that is zero or whose principal
    /// exceeds 64 bits (BadAuthorised); and debt once a revenue source may take another mint (DebtInOtherMint). A
    /// tranche that names a manager must be equity without a par (NotEquityWithoutPar), and the manager an address that can own
    /// shares, as far as the address itself shows (KeyRefused). Event: TrancheCreated.
    pub fn create_tranche(ctx: Context<CreateTranche>, args: TrancheArgs) -> Result<()> {
        structure::create_tranche::create_tranche(ctx, args)
    }

    /// Creates the next tranche of a security in the frozen form: its share mint has no hook, and its token accounts are frozen
    /// but for those that are thawed in an exchange window, in which shares move as plain tokens. token-acl gets the mint's
    /// freeze authority, with the tranche as its authority and this program as its gate, and the lists of accounts that it passes to the
    /// gate. The tranche has no windows until its rules name some.
    ///
    /// Called by the sponsor, and refused, as `create_tranche`; also another program in the place of token-acl
    /// (FreezingAccountsMissing). Event: TrancheCreated.
    pub fn create_frozen_tranche(
        ctx: Context<CreateFrozenTranche>,
        args: TrancheArgs,
    ) -> Result<()> {
        structure::create_frozen_tranche::create_frozen_tranche(ctx, args)
    }

    /// Sets or changes the structure: the ordered tiers that distributions run through and the triggers that change
    /// their order, which are replaced as a whole; terms of tranches, each with all its terms; or both at once. The
    /// structure is part of what is offered, so this makes the next version of every open book's offer, as `make_offer`
    /// does: every commitment is void, tickets keep their places, and no book can be locked before its offer period is
    /// over. A book that has failed stays as it is.
    ///
    /// Called by the sponsor, until a book of the security is locked (StructureClosed). `replaces` is the waterfall's
    /// current structure version, 0 for the first (StructureChanged), so that a repeated call changes nothing.
    /// `document_sha256` is the hash of the document that describes the structure; books whose terms are the security's
    /// document follow it. Remaining accounts: the tranches that change, writable, in order of rank
    /// (TranchesIncomplete, WrongRank, WrongTranche); then every open book, writable, each once (BooksIncomplete). No
    /// book may be one that anyone may lock (BookNotOpen), and each needs time for its offer period before its deadline
    /// (OfferPeriodTooLong). A tranche's kind, rank, mint, decimals, authorised number and whether it has a par cannot
    /// change (ParOutOfRange), nor can the par of a cover while one of its books is open (CoverAtPar); other terms must
    /// be in range as in `create_tranche`. Refuses tiers that are not a valid structure over the tranches after the
    /// change: one to 24, distinct, seniors ahead of juniors, a tier for every entitlement of every tranche, and exactly
    /// one residual, the last (BadStructure); triggers out of range (BadTrigger), or of a tranche that can never be
    /// overdue (NeverOverdue); instalments during the revolving period (InstalmentWhileRevolving); and a payee that
    /// cannot take money (KeyRefused). Events: StructureSet, TrancheTermsSet, OfferFollowed.
    pub fn set_structure<'info>(
        ctx: Context<'info, SetStructure<'info>>,
        args: StructureArgs,
    ) -> Result<()> {
        structure::set_structure::set_structure(ctx, args)
    }

    /// Sets the rules of a class for transfers of its shares, which replace those that it had: exchange windows, moves
    /// between categories of investors, refused countries, the sender's credential, the lock-up of rewards and of the
    /// manager's shares, what an owner retains, a limit a day, and limits of holders and of what one has. They are part of what investors are offered, and never
    /// change once somebody can pay.
    ///
    /// Called by the sponsor, while no book is open and before the first lock (StructureClosed). Refuses rules that are out
    /// of range, rules about credentials or about how many persons hold where the security names no qualifiers, and a
    /// retention where none of its tranches is debt yet (BadTransferRules); limits of holders where it lets protocols register
    /// (ProtocolsNotLimited); in the frozen form rules without windows, windows of more than 31 days, moves, a limit a day and
    /// limits of holders (BadFrozenForm); windows, moves, a limit a day and limits of holders where the class has a wrapper
    /// (WrapperNotAllowed). Event: TransferRulesSet.
    pub fn set_transfer_rules(
        ctx: Context<SetTransferRules>,
        rules: TransferRulesTerms,
    ) -> Result<()> {
        structure::set_transfer_rules::set_transfer_rules(ctx, rules)
    }

    /// Draws proceeds from the treasury or, with `reinvestment`, principal from the reinvestment account while the deal
    /// revolves (NotRevolving), to a destination that the security names, a token account of the mint (WrongDestination).
    ///
    /// Called by whoever is in control and has the power, or by the manager of the security's budget, who draws from the vault and to
    /// the destination that it names (OutsideBudget), in its time (BudgetOver), no more than is left of it (BudgetSpent); with the
    /// arbitrator's signature where the security requires it (CoSignatureMissing). `amount` is in base units of the mint, at most what is there (InsufficientFunds) and what the vault's limit still
    /// allows in its period (DrawLimit). Remaining accounts: every tranche, writable, in order of rank
    /// (TranchesIncomplete). Tests the triggers, and refuses while one is breached or cannot be tested
    /// (TriggerFailing), in accelerated mode (Accelerated), while a debt is past due (DebtOverdue), before a delivery
    /// that the security awaits is confirmed (DeliveryAwaited); a draw of proceeds when drawing had to begin by a date and
    /// did not (DrawTooLate); and one of principal while a test of collateral among the tiers fails (CoverageFailing).
    /// Event: ProceedsDrawn.
    pub fn draw_proceeds<'info>(
        ctx: Context<'info, DrawProceeds<'info>>,
        amount: u64,
        reinvestment: bool,
    ) -> Result<()> {
        cash::proceeds::draw_proceeds::draw_proceeds(ctx, amount, reinvestment)
    }

    /// Confirms, by its document, the delivery that a security awaits before its proceeds can be drawn.
    ///
    /// Called by the arbitrator (NotArbitrator), once and before the delivery date (DeliveryClosed). `document_sha256`
    /// is the hash of the document that proves the delivery, not all zeros (BadDelivery). Event: DeliveryConfirmed.
    pub fn confirm_delivery(
        ctx: Context<ConfirmDelivery>,
        document_sha256: [u8; 32],
    ) -> Result<()> {
        security::confirm_delivery::confirm_delivery(ctx, document_sha256)
    }

    /// Adds a vault for another mint to a security. Proceeds in other deposit assets need one.
    ///
    /// Called by whoever is in control, who pays the rent. Refuses a mint that already has a vault, and a fifth vault
    /// (TooManyAssets); and mints that could take from a vault (TransferFeeRefused, PermanentDelegateRefused,
    /// MintExtensionRefused). `draws` are the rules for drawing from the vault, with a limit and a date where the
    /// settlement vault has them (BadDrawTerms). Event: VaultAdded.
    pub fn add_vault(ctx: Context<AddVault>, draws: DrawTerms) -> Result<()> {
        security::add_vault::add_vault(ctx, draws)
    }

    /// Lets the security's reporter report what a mint is worth in settlement money: an asset that earns, or a share.
    ///
    /// Called by whoever is in control, who pays the rent. `daily_bps` is the most that the rate may move in a day, 1 to 10,000
    /// basis points (RateOutOfRange). Event: RateCreated.
    pub fn create_rate(ctx: Context<CreateRate>, daily_bps: u32) -> Result<()> {
        rate::create_rate::create_rate(ctx, daily_bps)
    }

    /// Reports a rate: `numerator` settlement base units for `denominator` base units of the mint.
    ///
    /// Called by the security's reporter (NotReporter). Both numbers must be positive (DivisionByZero). Refuses a move
    /// past the daily limit, measured from the rate at the start of the current day of reports (RateMoved). Event:
    /// RateReported.
    pub fn report_rate(ctx: Context<ReportRate>, numerator: u64, denominator: u64) -> Result<()> {
        rate::report_rate::report_rate(ctx, numerator, denominator)
    }

    /// Creates a reference rate: a market's interest rate, which floating tranches of any security can follow.
    ///
    /// Called by whoever is going to report it, who pays the rent, which is not returned. `name` is part of the address.
    /// `rate_ppm` is the first report, a year, and `daily_ppm` the most that a report may move it in a day, both in parts
    /// per million, at most 10,000,000; reports count for `max_age_days`, 1 to 366 (BadReferenceRate). Event:
    /// ReferenceRateReported.
    pub fn create_reference_rate(
        ctx: Context<CreateReferenceRate>,
        args: ReferenceRateArgs,
    ) -> Result<()> {
        rate::create_reference_rate::create_reference_rate(ctx, args)
    }

    /// Reports a reference rate.
    ///
    /// Called by the reporter that created it (NotReporter). `rate_ppm` is a year, in parts per million, at most
    /// 10,000,000 (BadReferenceRate); a negative rate is reported as 0. Refuses a move past the daily limit, measured from
    /// the rate at the start of the current day of reports; days without a report leave theirs to the next, at most those
    /// for which a report counts (RateMoved). Event: ReferenceRateReported.
    pub fn report_reference_rate(ctx: Context<ReportReferenceRate>, rate_ppm: u32) -> Result<()> {
        rate::report_reference_rate::report_reference_rate(ctx, rate_ppm)
    }

    /// Fixes the rate of a floating tranche's next period: the reference rate and the margin, at least the floor and at
    /// most the cap. It takes effect with the next due date. A period for which nobody fixes a rate bears that of the
    /// period before.
    ///
    /// Called by anyone, on the tranche's fixing days before the due date (FixingNotOpen); the first fixing counts
    /// (AlreadyFixed). The reference rate is the one that the terms name (WrongRateSource), which is not the case for a
    /// tranche that does not float; it must have been created before the tranche's term started (ReferenceTooNew), and
    /// reported recently (StaleRate). Event: RateFixed.
    pub fn fix_rate(ctx: Context<FixRate>) -> Result<()> {
        tranche::fix_rate::fix_rate(ctx)
    }

    // Transfer of roles

    /// Names a new key for a role; the key takes the role with `accept_role`. Roles that investors rely on and places
    /// where money goes (sponsor, arbitrator, escheat owner, destinations, a payee that is the sponsor) change hands
    /// after a notice of three days, during which the arbitrator can refuse. A servicer, a reporter, a qualifier and
    /// any other payee change hands at once. A role transfer can be accepted for 30 days.
    ///
    /// Called by the holder of the role; for a destination, by the sponsor (NotRoleHolder). Refuses a role that does
    /// not exist (WrongRole, WrongTier, NoEscheat), an address that cannot take the role or already has it
    /// (KeyRefused), and a destination that is not a token account of one of the security's mints (WrongDestination).
    /// There is one transfer of each role at a time. Event: RoleProposed.
    pub fn propose_role(ctx: Context<ProposeRole>, role: Role) -> Result<()> {
        role::propose_role::propose_role(ctx, role)
    }

    /// Takes a role. No account of the security moves: addresses derive from whoever created it.
    ///
    /// Called by the new key; for a destination, by the owner of its token account (NotNamed); after the notice
    /// (RoleTransferEarly) and before the role transfer expires (RoleTransferExpired). The role must not have changed
    /// hands since the proposal, nor, for a payee, the structure (RoleTransferStale). Refuses an arbitrator that is the sponsor, the servicer or the
    /// reporter (ArbitratorNotApart), and a qualifier or destination that already is one (BadQualifiers,
    /// BadDestinations). The rent returns to whoever paid it. Event: RoleTransferred.
    pub fn accept_role(ctx: Context<AcceptRole>) -> Result<()> {
        role::accept_role::accept_role(ctx)
    }

    /// Withdraws a role transfer that has not been accepted.
    ///
    /// Called by the holder of the role or by whoever proposed the role transfer; by anyone once it has expired
    /// (NotRoleHolder). Event: RoleTransferEnded.
    pub fn cancel_role(ctx: Context<CancelRole>) -> Result<()> {
        role::cancel_role::cancel_role(ctx)
    }

    /// Refuses a role transfer during its notice.
    ///
    /// Called by the arbitrator (NotArbitrator), until the notice is over (RefusalClosed). Event: RoleTransferEnded.
    pub fn refuse_role(ctx: Context<RefuseRole>) -> Result<()> {
        role::refuse_role::refuse_role(ctx)
    }

    // Control

    /// Sets who is in control when, in place of what was set before: the agents of investors and lenders, what whoever acts in each
    /// stage may do, and the days that adverse acts of agents wait. It is part of what is offered: the version of the structure
    /// rises with it. Without it the sponsor is in control for good, and may do everything.
    ///
    /// Called by the sponsor, while no book is open and before the first lock (StructureClosed). Refuses days or powers out of
    /// range (BadControl), and agents that are another role (AgentNotApart) or that nobody controls (KeyRefused). Event:
    /// ControlSet.
    pub fn set_control(ctx: Context<SetControl>, terms: ControlTerms) -> Result<()> {
        control::set_control::set_control(ctx, terms)
    }

    /// Tests the triggers and moves control to the next stage that has an agent (NoStage), if a trigger with that consequence is
    /// known to fail and has for its cure, which begins anew with each step. It steps once for a breach. A report that is missing
    /// or too old steps nothing (StepNotDue), and nothing does before the first lock (NotBegun). What was announced in the stage
    /// before is void.
    ///
    /// Called by anyone. Remaining accounts: every tranche, writable, in order of rank (TranchesIncomplete). Event:
    /// ControlStepped.
    pub fn step_control<'info>(ctx: Context<'info, CheckTriggers<'info>>) -> Result<()> {
        control::step_control::step_control(ctx)
    }

    /// Reports what the trigger at `place`, from 0, needs to know (WrongTrigger), in the structure of `structure_version`, the
    /// waterfall's current one (StructureChanged), so that no other trigger is meant: a net worth, by the reporter (NotReporter) and
    /// without a daily limit; an event, by the arbitrator, who declares and lifts it (NotArbitrator) with a document
    /// (DocumentMissing); whether the latest disclosure of a kind is overdue, by anyone, who passes the calendar
    /// (DisclosureUnknown) and the address of that disclosure (DisclosureMissing), whether or not it was posted.
    ///
    /// Event: CovenantReported.
    pub fn report_covenant(
        ctx: Context<ReportCovenant>,
        structure_version: u32,
        place: u8,
        report: CovenantReport,
    ) -> Result<()> {
        control::report_covenant::report_covenant(ctx, structure_version, place, report)
    }

    /// Announces what an agent in control does only after a notice, the days that the security's control says: a draw, of one
    /// amount to one account, an acceleration, and the end of the revolving period. It replaces what was announced before. The
    /// agent does it then, within 30 days, unless it was stopped or control has moved on.
    ///
    /// Called by the agent in control (NotInControl, NoPower); the sponsor announces nothing (NoAgent). Refuses an amount of zero
    /// (ZeroAmount), and an account that the security does not draw to (WrongDestination). Event: ActAnnounced.
    pub fn announce_act(ctx: Context<AnnounceAct>, act: Act) -> Result<()> {
        control::announce_act::announce_act(ctx, act)
    }

    /// Stops what an agent announced (NothingAnnounced).
    ///
    /// Called by the arbitrator, or by the agent in control itself (NotAuthority). Event: ActStopped.
    pub fn stop_act(ctx: Context<AnnounceAct>) -> Result<()> {
        control::announce_act::stop_act(ctx)
    }

    // Resolutions

    /// Sets how the holders of the security decide, in place of what was set before: the days of a resolution, and what each
    /// class decides with. It never changes once somebody can pay, and a security without it has no resolutions.
    ///
    /// Called by the sponsor, who pays the rent, while no book is open and before the first lock (StructureClosed). Refuses
    /// terms out of range (BadGovernance). Event: GovernanceSet.
    pub fn set_governance<'info>(
        ctx: Context<'info, SetGovernance<'info>>,
        terms: GovernanceTerms,
    ) -> Result<()> {
        resolution::set_governance::set_governance(ctx, terms)
    }

    /// Proposes a resolution, on which the classes vote that can get less by it. Until the vote closes, no book of these
    /// classes is locked.
    ///
    /// Called by whoever is in control (NotSponsor); by the arbitrator (NotArbitrator), for roles except its own (ProposerRefused); or
    /// by a holder of a class that is asked, whose record (HolderMissing, WrongTranche, NotOwner) has the part of it
    /// that the governance asks for (ProposerRefused), and keeps it until the close (VotesFull). Each of them has one
    /// resolution at a time and, except for the sponsor, waits for at least 30 days after the close of one that was not
    /// executed, the holders of a class longer: `2 * classes - 1` times as long as theirs was open, at most 180 days
    /// (ProposalTooEarly); not for an acceleration. The deal must have begun (NotBegun), and for an acceleration an event of
    /// default go on (NoDefault). A waterfall is a draft of the proposer's (WrongDraft), proposed once (DraftUsed), that replaces the
    /// structure of now (StructureChanged), leaves nobody's claim out (BadContinuation, TierDropped) and tests no disclosure that is
    /// never due (NoSuchDisclosure). Refuses a waterfall or a wind-down in a wind-down (Winding). Refuses what cannot be done (BadProposal, WrongRank, WrongRole,
    /// BadAuthorised, BadTransferRules, WrapperNotAllowed, NotAmendable, RateOutOfRange, MaturityOutOfRange, BadFirstDue,
    /// BadBusinessDays, BadBudget), what asks nobody (NobodyAsked), and a document address over 128 bytes (TextTooLong). Remaining
    /// accounts: every tranche, writable, in order of rank (TranchesIncomplete); then the address of the sponsor's holder
    /// record of each tranche, in order of rank, whether or not it has one, writable; where power is given, after them the same of the
    /// agent in control or whose place is given away, if its shares are to lower the bar, or to vote in classes of which others have
    /// next to none (SponsorRecord); then for a waterfall, the draft, writable (WrongDraft). Event: ResolutionProposed.
    pub fn propose_resolution<'info>(
        ctx: Context<'info, ProposeResolution<'info>>,
        args: ResolutionArgs,
    ) -> Result<()> {
        resolution::propose_resolution::propose_resolution(ctx, args)
    }

    /// Lays down a waterfall as a whole that its author may propose: all tiers and triggers, as `set_structure` takes them, and
    /// the place of the tier that each of them continues. It never changes.
    ///
    /// Called by anyone, who is its author; the payer pays the rent and gets it back. Refuses rules out of range (BadStructure, BadTrigger, BadConsequences), and a list
    /// of continuations that does not fit (BadContinuation). Event: StructureDrafted.
    pub fn draft_structure(ctx: Context<DraftStructure>, args: DraftArgs) -> Result<()> {
        resolution::draft_structure::draft_structure(ctx, args)
    }

    /// Closes the account of a draft. The rent returns to whoever paid it.
    ///
    /// Called by its author (DraftStays) before it is proposed, and by anyone once the resolution that names it (WrongResolution) was closed,
    /// executed or stopped (DraftStays). Event: DraftClosed.
    pub fn close_draft<'info>(ctx: Context<'info, CloseDraft<'info>>) -> Result<()> {
        resolution::close_draft::close_draft(ctx)
    }

    /// Votes on a resolution with all shares that a record has now, which stay in it until the close; again to change the
    /// vote, or to vote with more shares.
    ///
    /// Called by the owner of the record (NotOwner), while the vote is open (VotingClosed), in a class that is asked
    /// (ClassNotAsked). `in_favour` is the side that it takes. Refuses a record without shares (SharesShort), that of the sponsor where it does not count
    /// (SponsorDisregarded), that of an agent whose power or place is given away (AgentDisregarded), and a record that votes on three open
    /// resolutions already (VotesFull) or whose token account is thawed (AlreadyThawed). Event: BallotCast.
    pub fn cast_ballot<'info>(
        ctx: Context<'info, CastBallot<'info>>,
        in_favour: bool,
    ) -> Result<()> {
        resolution::cast_ballot::cast_ballot(ctx, in_favour)
    }

    /// Takes a vote back before the close, and lets its shares go, except for those that a holder proposed the resolution
    /// with. The rent returns to whoever paid it.
    ///
    /// Called by the owner of the record (NotOwner), until the close (VotingClosed), also where the resolution was stopped.
    /// The ballot is the record's on this resolution (WrongResolution). Event: BallotWithdrawn.
    pub fn withdraw_ballot(ctx: Context<WithdrawBallot>) -> Result<()> {
        resolution::cast_ballot::withdraw_ballot(ctx)
    }

    /// Closes the account of a vote after the close. The rent returns to whoever paid it.
    ///
    /// Called by anyone, once the vote has closed (VotingOpen); the resolution may be closed already. It is the ballot's
    /// (WrongResolution). Event: BallotClosed.
    pub fn close_ballot<'info>(ctx: Context<'info, CloseBallot<'info>>) -> Result<()> {
        resolution::close_ballot::close_ballot(ctx)
    }

    /// Stops a resolution that was not executed (ResolutionEnded).
    ///
    /// Called by whoever proposed it, until its vote closes, or by the arbitrator (NotArbitrator), until its timelock is over;
    /// the arbitrator stops neither its own replacement nor what changes nothing (NotStoppable). Event: ResolutionStopped.
    pub fn stop_resolution(ctx: Context<StopResolution>) -> Result<()> {
        resolution::stop_resolution::stop_resolution(ctx)
    }

    /// Does what a resolution says: all of it, once.
    ///
    /// Called by anyone, after the timelock (ResolutionEarly), within 30 days (ResolutionExpired), if every class that is asked
    /// has consented (NotConsented). Refuses one that was executed or stopped (ResolutionEnded), and one that would change
    /// something that has changed since it was proposed (ResolutionStale). The tranche that it changes must be passed
    /// (TranchesIncomplete, WrongRank); a role goes to a key that signs (NotNamed), if it may take it (KeyRefused,
    /// ArbitratorNotApart, BadQualifiers), and draws go to an account whose owner signs (BadDestinations). An
    /// event of default still goes on when lenders accelerate (NoDefault). A class is called as a whole, if all of it costs no more than
    /// was said (CallAboveMost) and the treasury has that (InsufficientFunds) and may be drawn (DeliveryAwaited, DrawTooLate), once all books are
    /// closed (BooksStand) and no losses are announced (LossesAnnounced), nor conversions, series or rewards of it stand (ConversionStands,
    /// SharesSetAside). Refuses what is no longer possible, as
    /// `propose_resolution` does. Remaining accounts: for an acceleration every tranche, writable, in order of rank
    /// (TranchesIncomplete), for a destination the token account that replaces it (WrongDestination), for a conversion the
    /// conversion, writable (WrongConversion), and for a waterfall every tranche, writable, in order of rank, and the draft (WrongDraft). Events: ResolutionExecuted, ClassRedeemed.
    pub fn execute_resolution<'info>(ctx: Context<'info, ExecuteResolution<'info>>) -> Result<()> {
        resolution::execute_resolution::execute_resolution(ctx)
    }

    /// Closes the account of a resolution that was executed or stopped, has failed, or was not executed in time. The rent
    /// returns to whoever paid it.
    ///
    /// Called by anyone, once its vote has closed, unless it can still be executed (ResolutionOpen). Event:
    /// ResolutionClosed.
    pub fn close_resolution(ctx: Context<CloseResolution>) -> Result<()> {
        resolution::close_resolution::close_resolution(ctx)
    }

    // Exceptional measures

    /// Announces an exceptional measure, where the security has such ones (NoSuchMeasure). It can be taken once the security's
    /// days are over, at least 30 for a recovery and a court order, and for 30 days from then on. A block, a recovery and a
    /// court order block the record's shares at once, as long as they can be taken.
    ///
    /// Called by the sponsor and the arbitrator together. A block is of shares that the record has, or of all (SharesShort),
    /// until a time after the notice and within 366 days; a pause lasts 1 to 14 days; shares move to another owner
    /// (BadMeasure). Names the holder record (HolderMissing), except for a pause (WrongMeasure). Refuses records of a wrapper
    /// (WrapperRecord) and of an address of a program (HeldByProgram), and a record that two other measures block
    /// (BlocksFull). What the record has voted on closes before shares of it move. After a recovery or a court order that was
    /// not taken, the next one waits as long as that lasted, and at least 30 days (MeasureTooSoon). Event: MeasureAnnounced.
    pub fn announce_measure(ctx: Context<AnnounceMeasure>, args: MeasureArgs) -> Result<()> {
        measure::announce_measure::announce_measure(ctx, args)
    }

    /// Cancels a measure that was announced and not taken (MeasureEnded), or lifts a block in force.
    ///
    /// Called by the sponsor or the arbitrator; a recovery also by the record's owner, whose key is not lost then
    /// (NotMeasureAuthority); a block in force by the arbitrator (NotArbitrator). Names the holder record that it is about, if
    /// any (WrongMeasure). Event: MeasureCancelled.
    pub fn cancel_measure(ctx: Context<DecideMeasure>) -> Result<()> {
        measure::cancel_measure::cancel_measure(ctx)
    }

    /// Takes a block or a pause that was announced.
    ///
    /// Called by anyone, from the end of its notice (MeasureEarly), within 30 days (MeasureExpired), once (MeasureEnded).
    /// Names the holder record that it is about, if any (WrongMeasure). A pause is refused until as many days as the last
    /// one lasted, and at least 30, have passed since its end (PauseTooEarly). Event: MeasureTaken.
    pub fn take_measure(ctx: Context<DecideMeasure>) -> Result<()> {
        measure::take_measure::take_measure(ctx)
    }

    /// Takes a recovery or a court order that was announced: burns the owner's tokens of its shares, moves
    /// the shares to the record of the new owner and mints as many tokens. Where the accounts have fewer tokens, it gathers them
    /// in the owner's associated account instead, and the measure stands as before. Of a recovery everything moves: what
    /// the record is owed, locks, what it must retain and, if both records count for one person, its allotment. Of a
    /// court order the shares, those that are locked last, with their locks; what they earned stays owed to the record.
    ///
    /// Called by anyone, from the end of its notice (MeasureEarly), within 30 days (MeasureExpired), until
    /// it is taken (MeasureEnded). Where tokens are missing, since their owner burnt them, it needs the signatures of sponsor
    /// and arbitrator (TokensMissing, NotSponsor, NotArbitrator), and never mints more tokens than there are shares. Refuses
    /// while an account of the record is thawed (AlreadyThawed), while shares of it are in ballots (SharesVoted), a recovery while
    /// another measure blocks it (SharesBlocked), and a receiver that could not receive the shares (NotQualified,
    /// CountryRefused, AboveAllotment, WrapperRecord, WrongShareAccount). Remaining accounts: of a class in the frozen form,
    /// token-acl's configuration of the share mint and token-acl (FreezingAccountsMissing); then token accounts of the
    /// record's owner for the share mint, writable, the associated one first (SharesOfAnother, WrongShareAccount).
    /// Event: SharesReassigned.
    pub fn reassign_shares<'info>(ctx: Context<'info, ReassignShares<'info>>) -> Result<()> {
        measure::reassign_shares::reassign_shares(ctx)
    }

    /// Closes the account of a measure of which nothing can happen any more: it was cancelled, was not taken in time, or has
    /// been taken and is over. The rent returns to whoever paid it.
    ///
    /// Called by anyone (MeasureOpen). Event: MeasureClosed.
    pub fn close_measure(ctx: Context<CloseMeasure>) -> Result<()> {
        measure::close_measure::close_measure(ctx)
    }

    // Escrow books

    /// Opens a book for a tranche's shares, with its escrow and its line. Until a book of the security is locked, at
    /// most eight are open at a time (TooManyBooks).
    ///
    /// Called by whoever is in control, who pays the rent and has created the line account: zeroed, owned by this program, and of
    /// the size of 16 to 65,536 places (BadLineSize). Deposits need enough places that smallest tickets cannot fill the
    /// line before the cap; `grow_line` can add them. Refuses a clock, caps or limits out of order (BadClock, BadCaps);
    /// amounts that do not buy a whole number of share base units (NotWholeLots); an invalid price band
    /// (PriceOutOfBand), or a reported price with shares too coarse for it (PriceTooCoarse); a cap whose shares, with
    /// those already set aside, exceed the authorised number (AboveAuthorised); a security without a waterfall that
    /// reaches every tranche (StructureIncomplete), or that cannot keep their due dates (NeverOverdue,
    /// InstalmentWhileRevolving), whose covenants step control to nobody (NoStage) or are about a disclosure that its calendar does not
    /// ask for (NoSuchDisclosure), or that has agents and no governance (NoWayBack); a mint with a freeze authority, unless the book accepts one
    /// (FreezeAuthorityRefused); a number that is not the tranche's next (WrongBookNumber); and a tranche whose number
    /// of shares is fixed (FixedNumber). For a tranche with holders, or with other open books, it refuses a price below
    /// the floor (BelowFloor); a price of partly repaid debt or covers above the principal that a share still
    /// represents (AbovePrincipal); new money where existing entitlements would consume it (TrancheWiped, TrancheOverdue,
    /// TrancheImpaired); and an invalid rights book (BadRights). Refuses an invalid group (BadGroup) and, where a
    /// delivery is awaited, a book that could be locked after its date (BadDelivery); a lock-up out of range (BadLockUp);
    /// a gate where the shares require no credential (NotRestricted); and, in the frozen form, a deadline after which no day for the
    /// lock is outside exchange windows (NoDayToLock). Event: BookOpened.
    pub fn open_book(ctx: Context<OpenBook>, args: BookArgs) -> Result<()> {
        book::offer::open_book::open_book(ctx, args)
    }

    /// Accepts another asset, with an escrow and an adapter for its rate. The security must have a vault for it.
    ///
    /// Called by whoever is in control, before the first deposit (BookUsed) and before the deadline (BookNotOpen). Where there is
    /// an offer, this makes its next version, as `make_offer` does (OfferPeriodTooLong). Refuses a fifth asset, or the
    /// same one twice (TooManyAssets); an asset without a vault (WrongMint); mints that could take from a vault or stop
    /// it (TransferFeeRefused, PermanentDelegateRefused, MintExtensionRefused, FreezeAuthorityRefused); an adapter that
    /// does not fit (AssetRefused); a rate source that is not the asset's (WrongRateSource); and, in a group whose
    /// books all have an offer, any asset after the opening (GroupTerms). Event: AssetAdded.
    pub fn add_asset(ctx: Context<AddAsset>, args: AssetArgs) -> Result<()> {
        book::offer::add_asset::add_asset(ctx, args)
    }

    /// Promises a reward by place in line, or changes one, and sets aside what the whole curve pays. Where there is an
    /// offer, this makes its next version, as `make_offer` does.
    ///
    /// Called by whoever is in control, until the deadline (BookNotOpen, OfferPeriodTooLong). `replaces` is the current version
    /// (OfferChanged). Refuses knots that do not form a curve (BadCurve); a fifth curve (TooManyCurves); a target of
    /// another kind or tranche (WrongReward, WrongTranche, NotEquityWithoutPar); a series that expires too early or belongs to
    /// another book (BadSeries); bonus shares, warrants and points that cost less than the floor of their tranche
    /// (BelowFloor); more shares than are authorised (AboveAuthorised); and points in the frozen form where no day for the lock is
    /// outside their exchange windows (NoDayToLock). Event: CurveSet.
    pub fn set_curve(ctx: Context<SetCurve>, args: CurveArgs) -> Result<()> {
        book::offer::set_curve::set_curve(ctx, args)
    }

    /// Makes an offer to the money in line: the next version of the book's terms. Every commitment to the previous
    /// version is void, and the offer stays open for the offer period, or until the previous one would have ended if
    /// that is later. Tickets keep their places.
    ///
    /// Called by whoever is in control, until the deadline (BookNotOpen), with enough time before it for the offer period
    /// (OfferPeriodTooLong). An offer restates all terms. `replaces` is the current version, 0 for the first
    /// (OfferChanged), so that a repeated call changes nothing. Refuses a price that would leave tickets in line with
    /// broken lots (PriceTooCoarse); limits that tickets in line may not meet (LimitsBroken); in a group, a lower price
    /// or minimum or a higher cap (GroupTerms); caps, a line too short for them, and a price, as `open_book` does; and
    /// in a rights book, a lower price, a higher cap or another allocation (BadRights). Event: OfferMade.
    pub fn make_offer(ctx: Context<MakeOffer>, args: OfferArgs) -> Result<()> {
        book::offer::make_offer::make_offer(ctx, args)
    }

    /// Raises the tip that is paid to whoever settles or refunds a ticket. It takes nothing from any ticket, so
    /// commitments stay valid.
    ///
    /// Called by whoever is in control, before the deadline (BookNotOpen). `tip` is in lamports, not lower than before
    /// (TipLowered). Event: TipRaised.
    pub fn raise_tip(ctx: Context<BookTerms>, tip: u64) -> Result<()> {
        book::offer::make_offer::raise_tip(ctx, tip)
    }

    /// Puts a question to the money in line: a later deadline, or a request for advice.
    ///
    /// Called by whoever is in control, from the opening to the deadline (BookNotOpen), one poll at a time (PollRunning). The
    /// money of tickets that are in line now may vote, for as long as it stays. A later deadline takes effect at the
    /// end of the poll if more than the book's part of that money voted yes. Refuses a clock out of order, or a
    /// deadline past the latest (BadPoll) or, in the frozen form, one after which no day for the lock is outside exchange windows
    /// (NoDayToLock). Event: PollOpened.
    pub fn open_poll(ctx: Context<BookTerms>, args: PollArgs) -> Result<()> {
        book::offer::make_offer::open_poll(ctx, args)
    }

    /// Opens an owner's total: the total of its money in a book that limits each owner.
    ///
    /// Called by anyone who pays the rent.
    pub fn open_owner_total(ctx: Context<OpenOwnerTotal>) -> Result<()> {
        book::ticket::owner_total::open_owner_total(ctx)
    }

    /// Closes an owner's total and returns its rent.
    ///
    /// Called by anyone, once it counts nothing, or once the book is locked or over (OwnerTotalInUse).
    pub fn close_owner_total<'info>(ctx: Context<'info, CloseOwnerTotal<'info>>) -> Result<()> {
        book::ticket::owner_total::close_owner_total(ctx)
    }

    /// Puts money into escrow at the end of the line, and commits it to the current offer, or to none yet.
    ///
    /// Called by the owner, before the deadline (BookNotOpen). `units` is in base units of the asset: at 1:1 in whole
    /// lots (NotWholeLots), worth at least the smallest ticket and at most the largest (TicketTooSmall,
    /// TicketTooLarge), and within the owner's limit (OwnerLimit, OwnerTotalMissing). `consent` names the current
    /// version of the offer (OfferChanged, NoOffer) and its terms document (OtherTerms), as in `commit`; none is no
    /// commitment, which is the only choice while a book of its group has no offer (GroupIncomplete). A commitment in a
    /// group, and a credential, require the security account (SecurityMissing). The lead goes first (LeadFirst); in a
    /// rights book the holders do, each with its record and its owner total and up to its part (RightsFirst,
    /// OwnerTotalMissing, AboveRight). Refuses a rate that is too old (StaleRate), a line that is full
    /// (PlaceOutOfRange), and one that smallest tickets could fill before the cap (LineTooShort). A credential of the
    /// owner marks the ticket at once, as `qualify_ticket` does; a gated book requires one (CredentialMissing). Event: Deposited.
    pub fn deposit(ctx: Context<Deposit>, args: DepositArgs) -> Result<()> {
        book::ticket::deposit::deposit(ctx, args)
    }

    /// Takes money out of the line: all of a ticket, or a part. What stays keeps its place.
    ///
    /// Called by the ticket's owner, until the deadline; in a grouped book until it is locked; and in refund. Nothing
    /// that others do prevents it (CannotLeave). `amount` is a value: in whole lots (NotWholeLots), at most the ticket
    /// (WithdrawTooMuch), leaving nothing or at least the smallest ticket (RemainderTooSmall). A lead that
    /// has committed must leave its minimum, unless the offer changed (LeadBound). Units of an asset that earns leave in
    /// the same proportion, with what they earned. Event: Withdrawn.
    pub fn withdraw(ctx: Context<Withdraw>, amount: u64) -> Result<()> {
        book::ticket::withdraw::withdraw(ctx, amount)
    }

    /// Consents to the current offer with all of a ticket's money. Where the shares require a credential, the money
    /// counts once the ticket is marked: at once with a credential of the owner among the accounts, or by
    /// `qualify_ticket`.
    ///
    /// Called by the ticket's owner, before the deadline (BookNotOpen). `consent` names what the owner has read: the
    /// current version of the offer (OfferChanged, NoOffer), and the SHA-256 of its terms document (OtherTerms), so
    /// that a commitment never lands on terms that its owner was not shown. A ticket commits once (AlreadyCommitted);
    /// the lead may commit again after money ahead of its own has left, so that what lies within the cap now counts. In
    /// a group, all books must have an offer (GroupIncomplete). In a group and with a credential, the security account
    /// is required (SecurityMissing). Event: CommitmentChanged.
    pub fn commit(ctx: Context<Commit>, consent: Consent) -> Result<()> {
        book::ticket::commit_and_vote::commit(ctx, consent)
    }

    /// Withdraws consent; the money keeps its place.
    ///
    /// Called by the ticket's owner, before the deadline (BookNotOpen), for a committed ticket (NotCommitted). The
    /// lead's minimum stays committed, unless the offer changed (LeadBound). Event: CommitmentChanged.
    pub fn uncommit(ctx: Context<OwnTicket>) -> Result<()> {
        book::ticket::commit_and_vote::uncommit(ctx)
    }

    /// Votes in the running poll with all of a ticket's money, in favour or against. A second vote replaces the first.
    /// Voting costs no rights: the money may leave at any time, and its vote leaves with it.
    ///
    /// Called by the owner of a ticket that was in line when the poll opened (NotEligible), while the poll runs
    /// (NoPoll). `vote` names the poll by its number and the SHA-256 of its question (OtherPoll). Event: Voted.
    pub fn cast_vote(ctx: Context<OwnTicket>, vote: Vote) -> Result<()> {
        book::ticket::commit_and_vote::cast_vote(ctx, vote)
    }

    /// Marks a ticket as qualified, where the shares require a credential. From then on what it commits counts,
    /// including what it has already committed, at the place that it has.
    ///
    /// Called by anyone, before the deadline (BookNotOpen), in a book whose shares require a credential
    /// (NotRestricted), for a ticket that is not marked yet (AlreadyQualified). `id` is the ticket's number
    /// (WrongTicket). The credential must belong to the ticket's owner (NotOwner), come from a qualifier that the
    /// security names (NotQualifier), be valid (CredentialExpired), and state no country that the class refuses
    /// (CountryRefused). Event: TicketQualified.
    pub fn qualify_ticket(ctx: Context<QualifyTicket>, id: u32) -> Result<()> {
        book::ticket::qualify_ticket::qualify_ticket(ctx, id)
    }

    /// Removes the mark of a ticket whose owner no longer has a credential that admits it: its money keeps its place but no
    /// longer counts. A lead is let go.
    ///
    /// Called by anyone, before the deadline (BookNotOpen), for a marked ticket (TicketUnqualified). `id` is the
    /// ticket's number (WrongTicket). Remaining accounts: the addresses of the owner's credentials from all of the
    /// security's qualifiers, in order (CredentialsIncomplete). None of them is valid, unless it states a country that the
    /// class refuses (StillQualified). Event: TicketQualified.
    pub fn disqualify_ticket<'info>(
        ctx: Context<'info, DisqualifyTicket<'info>>,
        id: u32,
    ) -> Result<()> {
        book::ticket::qualify_ticket::disqualify_ticket(ctx, id)
    }

    /// Sets how much of a committed ticket is accepted, where allocation is discretionary.
    ///
    /// Called by whoever is in control, before the deadline (BookNotOpen), in a book with discretionary allocation
    /// (NotDiscretionary), for a ticket that counts (NotCommitted, TicketUnqualified). `id` is the ticket's number
    /// (WrongTicket). `amount` is in whole lots (NotWholeLots), at most the ticket's money and what the cap leaves
    /// (ApprovalTooLarge). Event: TicketApproved.
    pub fn approve_ticket(ctx: Context<ApproveTicket>, id: u32, amount: u64) -> Result<()> {
        book::ticket::approve_ticket::approve_ticket(ctx, id, amount)
    }

    /// Tells where a ticket stands and what it gets if the book is locked as it is; for a locked book, what it gets.
    /// Changes nothing.
    ///
    /// Called by anyone. The answer is return data.
    pub fn preview_ticket(ctx: Context<PreviewTicket>) -> Result<TicketPreview> {
        book::ticket::preview_ticket::preview_ticket(ctx)
    }

    /// Adds places to a line, up to 426 at once.
    ///
    /// Called by anyone, who pays for them, until the deadline (BookNotOpen): so nobody can keep others out by filling
    /// the line. The rent of the places goes to whoever paid the book's rent when the book is closed. `capacity` is the
    /// new number of places, more than now and at most 65,536 (BadLineSize). Event: LineGrown.
    pub fn grow_line(ctx: Context<GrowLine>, capacity: u32) -> Result<()> {
        book::line::grow_and_move_up::grow_line(ctx, capacity)
    }

    /// Moves a ticket to the first empty place behind the money ahead of it, so that places can be used again. Nobody's
    /// order changes.
    ///
    /// Called by anyone, before the lock (CannotLeave). Refuses when there is no such place (NothingToMove). Event:
    /// TicketMoved.
    pub fn move_up(ctx: Context<MoveUp>) -> Result<()> {
        book::line::grow_and_move_up::move_up(ctx)
    }

    /// Sets lamports aside for tips. What is left when the book is closed goes to whoever paid its rent.
    ///
    /// Called by anyone. `lamports` must be positive (ZeroAmount). Event: TipsFunded.
    pub fn fund_tips(ctx: Context<FundTips>, lamports: u64) -> Result<()> {
        book::settlement::tips::fund_tips(ctx, lamports)
    }

    /// Names another token account for a ticket's refund.
    ///
    /// Called by the ticket's owner. Event: RefundAccountNamed.
    pub fn set_refund_account(ctx: Context<SetRefundAccount>) -> Result<()> {
        book::ticket::set_refund_account::set_refund_account(ctx)
    }

    /// Freezes the line, the price and the rates, and issues the shares that the tickets become. The book holds the
    /// shares for the tickets until each is settled.
    ///
    /// Called by whoever is in control once the offer has ended, or by anyone in the week after the deadline, when the minimum is
    /// committed, and the lead's minimum too (CannotLock, NotSponsor). A book of a group cannot be locked alone
    /// (LockedTogether), one whose offer was made before a resolution changed what is sold (OfferAmended), or one of a class
    /// that a resolution asks until its vote closes (ClassVoting). Remaining accounts: the rate source of each asset except those at 1:1, in order
    /// (WrongRateSource); then the tranche of each curve of promote points, in order, writable (RewardAccountsMissing,
    /// WrongReward). Rates must be recent enough (StaleRate). The price must be within its band (PriceOutOfBand) and
    /// not below the floor, as in `open_book`. What would be accepted at these rates must still reach the minimum, and
    /// the lead's (RatesFell). If the price has come down since shares were set aside, more are set aside; where the
    /// tranche has too few left, the cap falls to what they cost, and what that leaves must reach the minimum, the
    /// lead's, and all that is approved (TooFewShares). On top of the price of shares with a par come the interest
    /// accrued on a share and its part of what still streams to the holders in the settlement mint; none are issued
    /// while a twentieth of the principal streams, or, where they cannot be charged for it (of a cover, without interest, or
    /// on a due date), a ten-thousandth (StreamRunning). Event: BookLocked.
    pub fn lock_book<'info>(ctx: Context<'info, LockBook<'info>>) -> Result<()> {
        book::settlement::lock_book::lock_book(ctx)
    }

    /// Locks all books of a group, or none. Each is locked by the rules of `lock_book`.
    ///
    /// Called by whoever may call `lock_book`. `group` is the group's number. Remaining accounts: for each book, in any
    /// order, its tranche, writable, the address of its reported share value, the book, writable (GroupIncomplete), and
    /// the remaining accounts of `lock_book`; then where the group requires the tests, every tranche, writable, in order of
    /// rank (TranchesIncomplete). There each trigger of subordination must hold with what is locked, the capital of covers
    /// included (SubordinationShort), and each trigger and tier that tests collateral, where the money of all other classes
    /// counts with pool and cash (CollateralShort); a pool that was never reported counts as nothing. Refuses all if one book is missing, passed twice or not opened yet
    /// (GroupIncomplete), if it belongs to another group (WrongGroup), tranche or security (WrongTranche,
    /// WrongSecurity), if the address is another (WrongRateSource), or if `lock_book` would refuse it; the log says
    /// which. Event: BookLocked, for each.
    pub fn lock_group<'info>(ctx: Context<'info, LockGroup<'info>>, group: u8) -> Result<()> {
        book::settlement::lock_group::lock_group(ctx, group)
    }

    /// Fails a book that is due, once another book of its group has failed: all of it is refunded then.
    ///
    /// Called by anyone. Another book of the group must be in refund, or must have been closed without a lock
    /// (WrongGroup, GroupStands). Event: BookFailed.
    pub fn fail_book(ctx: Context<FailBook>) -> Result<()> {
        book::settlement::fail_book::fail_book(ctx)
    }

    /// Gives a ticket's owner the shares that the lock issued for it, with what they have earned since, and its
    /// rewards. The shares are locked for as long as the book says, points for as long as their class says. All at once, the accepted part of its money becomes proceeds, the rest is returned with what it earned,
    /// the ticket's rent goes back to its payer, and the caller receives a tip.
    ///
    /// Called by anyone, in any order, after the lock (NotLocked), for a ticket of which something is accepted
    /// (NothingAccepted); its owner qualified before the lock. In the frozen form the owner's account is thawed for
    /// the delivery and frozen again; one that is thawed stays so, unless what it receives is locked
    /// (ShareAccountDiffers). Remaining accounts: of a class in the frozen form, token-acl's configuration of the share mint and
    /// token-acl (FreezingAccountsMissing); then for each curve, in order, the
    /// series, its mint and the owner's associated account for warrants, the tranche, the owner's record, the share
    /// mint and the owner's associated account for promote points, all writable (RewardAccountsMissing, WrongReward,
    /// HolderMissing), and of points in the frozen form the two above, of their class. A refund account that cannot be paid does not hold up the shares: the refund waits in the ticket
    /// until `refund_ticket` can pay it. Event: TicketSettled.
    pub fn settle_ticket<'info>(ctx: Context<'info, SettleTicket<'info>>) -> Result<()> {
        book::settlement::settle_ticket::settle_ticket(ctx)
    }

    /// Returns a ticket's money: in a failed book, after its deadline; in a locked one, when nothing of the ticket is
    /// accepted, or what waited when the ticket was settled.
    ///
    /// Called by anyone, in any order, for a ticket that is to be refunded (NotRefunding). If the refund account cannot
    /// be paid, the owner's associated account is paid (WrongRefundAccount). If that cannot be paid either, the refund
    /// waits in the ticket, which records when that first was, and is paid once it can be (RefundBlocked). Event:
    /// TicketRefunded.
    pub fn refund_ticket(ctx: Context<RefundTicket>) -> Result<()> {
        book::settlement::refund_ticket::refund_ticket(ctx)
    }

    /// Moves a refund that could not be paid to any account of its owner for a year out of its book, to a record and a
    /// token account of its own, so that the book can be closed. It waits there for its owner, forever.
    ///
    /// Called by anyone, who pays the rent of both and gets it back when the owner has its money. Refuses a refund that
    /// can be paid (RefundPayable), one that was not found unpayable at least a year ago (RefundTooEarly), and a ticket
    /// that is not to be refunded (NotRefunding). Event: RefundOwed.
    pub fn owe_refund(ctx: Context<OweRefund>) -> Result<()> {
        book::owed::owe_refund::owe_refund(ctx)
    }

    /// Pays an owner the refund that waits for it, and closes the record and its token account.
    ///
    /// Called by the owner, to any account, or by anyone, to the owner's associated account (NotOwner). Event:
    /// RefundClaimed.
    pub fn claim_refund(ctx: Context<ClaimRefund>) -> Result<()> {
        book::owed::claim_refund::claim_refund(ctx)
    }

    /// Moves a locked book's proceeds in one asset from its escrow to the security's vault, and cancels the shares that
    /// the lock issued but no ticket took up, because an asset has fallen since. Points of a fixed number return to the
    /// pot, from where their manager takes them.
    ///
    /// Called by anyone, once every ticket is settled or refunded and the draw delay since the lock is over
    /// (ProceedsHeld); for a cover at any time after the lock (NotLocked), since its capital is not drawn. `asset` is
    /// the asset's place in the book. Refuses when there is nothing to move (ZeroAmount). Remaining accounts, while the
    /// book holds shares: the tranche of each curve of promote points, in order, writable (RewardAccountsMissing,
    /// WrongReward). Event: ProceedsReleased.
    pub fn release_proceeds<'info>(
        ctx: Context<'info, ReleaseProceeds<'info>>,
        asset: u8,
    ) -> Result<()> {
        book::settlement::release_proceeds::release_proceeds(ctx, asset)
    }

    /// Closes the escrow of a book's last asset. Donations to it go to the security's vault.
    ///
    /// Called by anyone, when no ticket is left (TicketsOpen) and the asset's proceeds are released (ProceedsHeld).
    /// `asset` is the place of the last asset, and not of the first, whose escrow closes with the book (UnknownAsset).
    /// Event: EscrowClosed.
    pub fn close_escrow(ctx: Context<CloseEscrow>, asset: u8) -> Result<()> {
        book::settlement::close_escrow::close_escrow(ctx, asset)
    }

    /// Closes a book without tickets, its line and its escrow, and returns their rent. Donations to the escrow go to
    /// the security's vault, from where `sweep_vault` takes them. Shares that the book set aside and did not issue are
    /// free for others.
    ///
    /// Called by anyone, when no ticket is left (TicketsOpen), the proceeds are released (ProceedsHeld) and the escrows
    /// of other assets are closed (EscrowOpen). Remaining accounts: for each curve except bonus shares, in order, the
    /// series and its tranche for warrants, the tranche for promote points, all writable (RewardAccountsMissing,
    /// WrongReward, WrongTranche). Event: BookClosed.
    pub fn close_book<'info>(ctx: Context<'info, CloseBook<'info>>) -> Result<()> {
        book::settlement::close_book::close_book(ctx)
    }

    // Points of a fixed number

    /// Gives the manager of a tranche with a fixed number of shares what no book grants, with what it has earned since
    /// the points came into being: the shares, except those that open books have set aside, and all of the money.
    ///
    /// Called by anyone, whenever there is something to take (NoPoints), to the manager's record (NotManager) and its
    /// associated account (WrongShareAccount); where the tranche requires a credential, once the record has one
    /// (NotQualified), of a country that it does not refuse (CountryRefused). They are locked for as long as the tranche's
    /// rules say, and during a vote of the class they stay until its close, and do not vote (AlreadyThawed for a thawed record).
    /// Points come into being when the first book that grants some is locked. Where books that grant
    /// none were locked, and none is open any more, they come into being with the next payment or with this
    /// instruction; not once the security has ended. Remaining accounts: of a class in the frozen form, token-acl's configuration of the share mint and token-acl
    /// (FreezingAccountsMissing). Event: PointsTaken.
    pub fn take_points<'info>(ctx: Context<'info, TakePoints<'info>>) -> Result<()> {
        holding::take_points::take_points(ctx)
    }

    // Warrants

    /// Creates a series of warrants on a tranche's shares, with their mint. A book's reward curve grants them.
    ///
    /// Called by whoever is in control, who pays the rent, on an equity tranche (NotEquityWithoutPar) whose number of shares is not fixed
    /// (FixedNumber). `number` is the tranche's next, the strike is positive and the expiry is in the future
    /// (BadSeries). No conversion of the class stands (ConversionStands), nor was it converted (ClassConverted). The strike is not below the floor of a tranche that has holders (BelowFloor). Event: SeriesCreated.
    pub fn create_series(ctx: Context<CreateSeries>, args: SeriesArgs) -> Result<()> {
        warrant::create_series::create_series(ctx, args)
    }

    /// Turns warrants into shares: burns them, pays the strike into the treasury, and issues the shares.
    ///
    /// Called by the owner of the warrants and of the holder record, before the expiry (SeriesExpired). `amount` is in
    /// base units of the warrants, which are those of the shares; the cost is rounded up. The record needs a credential where
    /// the tranche requires one (NotQualified), and no country that it refuses (CountryRefused). Event: WarrantsExercised.
    pub fn exercise(ctx: Context<Exercise>, amount: u64) -> Result<()> {
        warrant::exercise::exercise(ctx, amount)
    }

    /// Closes an expired series and frees the shares set aside for it. Its rent returns to whoever paid it.
    ///
    /// Called by anyone, after the expiry (SeriesRunning). Event: SeriesClosed.
    pub fn close_series(ctx: Context<CloseSeries>) -> Result<()> {
        warrant::close_series::close_series(ctx)
    }

    // Conversions

    /// Creates a conversion: how shares of one class become shares of another, equity without a par. So many shares of that class
    /// are set aside for it. Its terms never change.
    ///
    /// Called by the sponsor (NotSponsor), who pays the rent. `args.number` is the class's next (WrongConversion). Before the first
    /// lock and while no book is open, one that holders elect or that a trigger makes is part of what is offered, and raises the
    /// structure's version; any other waits until a resolution has approved it. Into the class of another security only with
    /// that security's sponsor (NotSponsor), before anything of it is offered (StructureClosed). Refuses what cannot be (BadConversion),
    /// as a whole a class with series of warrants (ClassHasWarrants), a class that was converted (ClassConverted), fewer shares than
    /// are needed (ConversionShort) and more than are authorised (AboveAuthorised). Event: ConversionCreated.
    pub fn create_conversion(ctx: Context<CreateConversion>, args: ConversionTerms) -> Result<()> {
        conversion::create_conversion::create_conversion(ctx, args)
    }

    /// Converts a whole class at once: what it is owed ends, and the other class has the shares that it becomes, which wait to
    /// be collected. What its holders were credited with stays theirs; what streams to them is released.
    ///
    /// Called by anyone, once a resolution has approved it (NotApproved), or its trigger, tested now, has not held for its cure
    /// period (TriggerHolds) and is the one that was named (TriggerChanged), from its opening to its close (ConversionNotOpen), and while no
    /// loss is announced (LossesAnnounced); a trigger that has not held for the notice of a loss longer waits for none. Refuses a
    /// conversion that holders elect (OwnerConverts), a class that was converted (ClassConverted) or wiped (TrancheWiped), one that becomes nothing
    /// (NothingToConvert), has a series of warrants (ClassHasWarrants) or no price (NoPrice), and one into a class of another
    /// security that has not begun (NotBegunInto), or once either security is being wound down (Winding). Voids the offers of open books.
    /// Remaining accounts: every tranche, writable, in order of rank (TranchesIncomplete). Event: ClassConverted.
    pub fn convert_class<'info>(ctx: Context<'info, ConvertClass<'info>>) -> Result<()> {
        conversion::convert_class::convert_class(ctx)
    }

    /// Converts an owner's shares, as it elects, or collects what shares of a class that was converted became, with what that has
    /// earned since. What the record is owed stays owed to it.
    ///
    /// `amount` is in share base units; none: all of the record (SharesShort, NothingToConvert). Called by the owner, whose
    /// tokens are burnt (SharesOfAnother); after the class was converted also by anyone for the whole record, unless its owner has no
    /// key and has not shown that it takes payments (OwnerConverts); the tokens are then worth nothing. Elected from the opening to the close (ConversionNotOpen, NotApproved, ClassConverts), while no loss is announced (LossesAnnounced), before either security is
    /// wound down (Winding), not of shares that are locked, voted or retained (SharesLocked, SharesVoted, SharesRetained), nor above an allotment (AboveAllotment). What
    /// is collected as a whole stays locked in the other class; of voted shares it waits for the close (SharesVoted), and while a
    /// measure blocks the record for its end (SharesBlocked). The
    /// receiver must be admitted (NotQualified, CountryRefused). A wrapper converts nothing: its units are unwrapped (WrapperRecord). Event:
    /// SharesConverted.
    pub fn convert_shares(ctx: Context<ConvertShares>, amount: Option<u64>) -> Result<()> {
        conversion::convert_shares::convert_shares(ctx, amount)
    }

    /// Closes a conversion. Shares that are still set aside are free again; those that were issued and that nobody's share became
    /// are cancelled, and the others have what they earned.
    ///
    /// Called by the sponsor before it is approved or offered; by anyone after its close, a year after its creation if nobody has
    /// approved it, once another one has ended the class, and of a class that it ended once all shares are collected
    /// (ConversionRunning). Event: ConversionClosed.
    pub fn close_conversion(ctx: Context<CloseConversion>) -> Result<()> {
        conversion::close_conversion::close_conversion(ctx)
    }

    // Wrapped shares

    /// Gives a tranche its wrapper, whose units are plain tokens: each is one share and what one share has received since
    /// now. They are of the token program that is passed: of Token-2022, whose mint has metadata and nothing else, or of
    /// SPL Token. Neither has a hook, anybody who freezes, or a delegate.
    ///
    /// Called by the sponsor, who pays the rent, once for a tranche, while no book is open and before the first lock
    /// (StructureClosed), so that it is part of what investors are offered. Units need no credential: where the shares do,
    /// the sponsor says so by `bearer` (BearerUnsaid). `unit` names a mint of Token-2022 (TextTooLong), and is left out for
    /// one of SPL Token, which has no name (BadUnitName). Refuses a tranche whose manager would be the wrapper
    /// (KeyRefused), and one whose rules for transfers units would break (WrapperNotAllowed). Event: WrapperCreated.
    pub fn create_wrapper<'info>(
        ctx: Context<'info, CreateWrapper<'info>>,
        unit: Option<ShareName>,
        bearer: bool,
    ) -> Result<()> {
        wrapper::create_wrapper::create_wrapper(ctx, unit, bearer)
    }

    /// Turns shares into as many units of the tranche's wrapper: burns the shares, and moves them from the owner's
    /// record to the wrapper's, with the cash that the units hold already, rounded up. It comes out of what the record
    /// is owed; what is missing, the owner pays into the security's vault.
    ///
    /// Called by the owner of the record (NotOwner) and of the shares (SharesOfAnother), whose record needs a credential
    /// where the tranche requires one (NotQualified). `amount` is in share base units, positive (ZeroAmount), at most what
    /// the record has (SharesShort) and need not keep (SharesLocked, SharesVoted, SharesRetained). Refused until the tranche's latest
    /// rights period is over (RightsRunning). Any account for the units may receive them, which are of the wrapper's token
    /// program (WrongTokenProgram). Remaining accounts: for each payout mint of the tranche, in order, the account that
    /// pays, writable, the security's vault, writable, the mint and its token program (PayoutsIncomplete, WrongVault,
    /// WrongMint, WrongTokenProgram). Event: SharesWrapped.
    pub fn wrap_shares<'info>(ctx: Context<'info, Wrapping<'info>>, amount: u64) -> Result<()> {
        wrapper::wrap_shares::wrap_shares(ctx, amount)
    }

    /// Turns units back into as many shares: burns the units, moves the shares from the wrapper's record to the owner's,
    /// and owes it the cash that the units held, rounded down, which is then paid like any other, without a tip. As much
    /// of the wrapper's right in the latest rights book moves as well.
    ///
    /// Called by the owner of the record (NotOwner), who holds the units or is their delegate, in every state of the deal.
    /// The record needs a credential where the tranche requires one (NotQualified), and no country that it refuses
    /// (CountryRefused), unless it has a par and none of its principal is outstanding. The shares go to the owner's
    /// associated account (WrongShareAccount). The units are of the wrapper's token program (WrongTokenProgram). `amount` is
    /// in base units, positive (ZeroAmount). Event: SharesUnwrapped.
    pub fn unwrap_shares(ctx: Context<Wrapping>, amount: u64) -> Result<()> {
        wrapper::wrap_shares::unwrap_shares(ctx, amount)
    }

    /// Tells how many units a wrapper has, and what one of them holds of each payout mint now. Changes nothing.
    ///
    /// Called by anyone. The answer is return data.
    pub fn wrapper_value(ctx: Context<ReadWrapper>) -> Result<WrapperValue> {
        wrapper::value::wrapper_value(ctx)
    }

    // Disclosures and windows

    /// Sets the calendar of disclosures: what a security's holders are to be told for each period, by when and by whom. It
    /// replaces the calendar that there was. It is part of what investors are offered, and never changes once somebody can
    /// pay, or once a disclosure was posted by it.
    ///
    /// Called by the sponsor, who pays the rent, while no book is open and before the first lock (StructureClosed), and
    /// before the first disclosure (DisclosuresFixed). `items` are at most 8, each of another kind from 0 to 7, for periods
    /// of 1 to 12 months, due 1 to 366 days after the end of each (BadDisclosures). An attestor is somebody who can sign
    /// (KeyRefused); the default address stands for whoever is the sponsor. Event: DisclosuresSet.
    pub fn set_disclosures<'info>(
        ctx: Context<'info, SetDisclosures<'info>>,
        items: Vec<DisclosureTerms>,
    ) -> Result<()> {
        disclosure::set_disclosures::set_disclosures(ctx, items)
    }

    /// Posts the disclosure of a kind and a period, by the document's hash and address. It can be neither changed nor
    /// taken back, and says when it was posted.
    ///
    /// Called by the attestor that the calendar names for the `kind` (NotAttestor, DisclosureUnknown), who pays the rent,
    /// from the day after the end of the `period` on, which is counted from 0 (PeriodNotOver, DateOutOfRange), and once
    /// (DisclosurePosted). One that is posted after its due day is late. `sha256` is the document's hash; `uri` its address, at
    /// most 128 bytes (TextTooLong). Event:
    /// DisclosurePosted.
    pub fn post_disclosure(
        ctx: Context<PostDisclosure>,
        kind: u8,
        period: u32,
        sha256: [u8; 32],
        uri: String,
    ) -> Result<()> {
        disclosure::post_disclosure::post_disclosure(ctx, kind, period, sha256, uri)
    }

    /// Tells a security's holders something that no calendar asks for, by the document's hash and address. It is an event,
    /// and no account.
    ///
    /// Called by whoever is in control, at any time. It can name a disclosure of the security (WrongSecurity) that it is about, such as
    /// one that it corrects. `kind` is a number of the sponsor's choice, `sha256` the document's hash, `uri` its address, at
    /// most 128 bytes (TextTooLong). Event: NoticePosted.
    pub fn post_notice(
        ctx: Context<PostNotice>,
        kind: u8,
        sha256: [u8; 32],
        uri: String,
    ) -> Result<()> {
        disclosure::post_notice::post_notice(ctx, kind, sha256, uri)
    }

    /// Opens the exchange window of a class that contains this moment: until its end, shares change hands. Called again in
    /// the same window it changes nothing.
    ///
    /// Called by anyone, on a day of a window (NoWindow), until the security has ended (Ended). The security's calendar of disclosures is passed where the
    /// class's rules say that a window needs some (DisclosureUnknown). Each must have been posted before the window's first
    /// second; what is late keeps this window closed, and what was not due for any period yet is not needed
    /// (DisclosureLate). Remaining accounts: of each kind that the window needs and that was due for a period by the
    /// window's first day, in order of the kinds, the disclosure of the latest such period (DisclosureMissing). Event:
    /// WindowOpened.
    pub fn open_window<'info>(ctx: Context<'info, OpenWindow<'info>>) -> Result<()> {
        disclosure::open_window::open_window(ctx)
    }

    // Credentials

    /// Names the qualifiers whose credentials admit holders of the security's shares. If there are none, anyone may
    /// hold shares. Lets protocols, addresses of programs, register themselves, or not.
    ///
    /// Called by the sponsor, before the first tranche (StructureClosed). `qualifiers` are at most four, each once
    /// (BadQualifiers). `protocols` says how many days a registration waits until it is valid, 1 to 30, and as of which category
    /// and country registered protocols count; it needs qualifiers (BadProtocolTerms). Event: QualifiersSet.
    pub fn set_qualifiers(
        ctx: Context<SetQualifiers>,
        qualifiers: Vec<Pubkey>,
        protocols: Option<ProtocolTerms>,
    ) -> Result<()> {
        credential::set_qualifiers::set_qualifiers(ctx, qualifiers, protocols)
    }

    /// Issues a credential: a qualifier's statement about an owner, for every security that names the qualifier.
    ///
    /// Called by the qualifier, who pays the rent. The owner must be able to own shares (CannotOwn), and the credential
    /// must expire in the future (CredentialExpired).
    pub fn issue_credential(ctx: Context<IssueCredential>, args: CredentialTerms) -> Result<()> {
        credential::issue_credential::issue_credential(ctx, args)
    }

    /// Changes a credential, or revokes it. Holder records take over the change with `qualify_holder`.
    ///
    /// Called by the qualifier that issued it (NotQualifier).
    pub fn set_credential(ctx: Context<SetCredential>, args: CredentialTerms) -> Result<()> {
        credential::set_credential::set_credential(ctx, args)
    }

    /// Copies an attestation of the Solana Attestation Service into a credential of its schema, which serves every security that names
    /// the schema as a qualifier: category, country, expiry and, where the schema has it, person. Of an attestation that was
    /// closed it revokes the credential. Holder records take over the change with `qualify_holder`.
    ///
    /// Called by anyone; the payer pays the rent of a new credential. The schema's values are a category (u8), a country (u16) and
    /// possibly a person (Vec<u8>, 32 bytes) (BadSchema). The attestation's nonce is the owner's address (WrongAttestation), and its
    /// values are the schema's (BadAttestation). For a new credential there must be an attestation (AttestationMissing), which
    /// expires in the future (CredentialExpired), of an owner that can own shares (CannotOwn).
    pub fn copy_attestation<'info>(ctx: Context<'info, CopyAttestation<'info>>) -> Result<()> {
        credential::copy_attestation::copy_attestation(ctx)
    }

    /// Registers an address of a program to hold the security's shares, or renews its registration. It is new for the days
    /// that the security's terms say, in which it can be vetoed, and then valid for 365 days: a credential that opens the
    /// class's transfers, exercises and unwraps to it, and no book. To renew a valid one makes it valid for 365 days from now;
    /// one that has expired begins anew.
    ///
    /// Called by the address, for which its program signs; the payer pays the rent. `from_program` and `seeds`, with the bump as the
    /// last, prove that the address is derived from that program, so that it has no key (NotDerived). Refused where the security
    /// lets no protocol register, and before its first tranche (ProtocolsNotAllowed), and while a registration is new, after it
    /// was vetoed and while it is suspended (ProtocolNotValid). Event: ProtocolRegistered.
    pub fn register_protocol<'info>(
        ctx: Context<'info, RegisterProtocol<'info>>,
        from_program: Pubkey,
        seeds: Vec<Vec<u8>>,
    ) -> Result<()> {
        credential::register_protocol::register_protocol(ctx, from_program, seeds)
    }

    /// Vetoes or suspends the registration of a protocol, or lifts its suspension. Holder records take over the change with
    /// `qualify_holder`. What the protocol holds it keeps, is paid for, and can send.
    ///
    /// Called by a qualifier of the security or by its arbitrator; a veto also by its sponsor (NotDecider). Only a new
    /// registration is vetoed (ProtocolNotNew), for good; only a valid one suspended (ProtocolNotValid); only a suspended one
    /// lifted (ProtocolNotSuspended). Event: ProtocolDecided.
    pub fn decide_protocol(ctx: Context<DecideProtocol>, decision: ProtocolDecision) -> Result<()> {
        credential::decide_protocol::decide_protocol(ctx, decision)
    }

    /// Copies a qualifier's statement into a holder record, which may then receive shares until the credential expires; or the
    /// registration of a protocol, which is one too.
    ///
    /// Called by anyone. The credential must belong to the record's owner (NotOwner) and come from a qualifier that the
    /// security names (NotQualifier), a registration from this security (WrongSecurity). A registration that is not valid is
    /// taken over only by a record that it admitted (ProtocolNotValid). The qualifier that admitted the holder may change or revoke this; another
    /// qualifier's credential must be valid for longer (CredentialExpired) and state the same category, country and person
    /// (OtherStatement), unless the owner signs. What was revoked or has expired leaves category, country and person as they
    /// are. The person is taken over too, unless the record has an allotment. Event: HolderQualified.
    pub fn qualify_holder<'info>(ctx: Context<'info, QualifyHolder<'info>>) -> Result<()> {
        holding::qualify_holder::qualify_holder(ctx)
    }

    // Holders

    /// Opens an owner's record in a tranche, which the owner needs before it can receive shares. Where the record is
    /// there already, it succeeds and changes nothing: no payout account, no rent, no event.
    ///
    /// Called by anyone who pays the rent. The owner must be able to own shares: not a mint, a token account, a program
    /// or an account of this program (CannotOwn), unless it signs, or `ticket` shows that it has signed (NotOwner). The
    /// payout account is the owner's associated token account, or any account if the owner signs (PayoutNotAssociated).
    /// An address of a program, which has no key, is paid unasked only if it signs here or has a ticket; otherwise what
    /// it is owed waits until it claims it. Where it signs for another account than its associated one, so does what it
    /// is owed in other mints than the settlement mint. Event: HolderOpened.
    pub fn open_holder<'info>(ctx: Context<'info, OpenHolder<'info>>) -> Result<()> {
        holding::open_holder::open_holder(ctx)
    }

    /// Names another token account for a holder's payments. Where the owner is an address of a program, what waited for
    /// its claim is paid there from now on; if it names its associated account, it is also paid in other mints than the
    /// settlement mint, at its associated accounts for them.
    ///
    /// Called by the owner. Event: PayoutAccountNamed.
    pub fn set_payout_account(ctx: Context<SetPayoutAccount>) -> Result<()> {
        holding::set_payout_account::set_payout_account(ctx)
    }

    /// Closes a record and returns its rent to whoever paid it.
    ///
    /// Called by the owner. Refuses a record that has shares, except for those of a class that was redeemed, is owed money or has an allotment or, where the class has a limit
    /// a day, has sent shares today (HolderInUse). Event: HolderClosed.
    pub fn close_holder(ctx: Context<CloseHolder>) -> Result<()> {
        holding::close_holder::close_holder(ctx)
    }

    /// Sets up to how many shares a record of a class that limits its holders may receive: by transfers, exercises and
    /// unwraps. It is counted for the record's person, whose records share what one person may have: `limit` is in share base
    /// units, 0 for a record without shares, which frees its place; the last one closes the person's account.
    ///
    /// Called by the owner, after the first lock (NotBegun); the payer pays the rent of a new person's account, and whoever
    /// paid it gets it back (WrongRentPayer). Refuses a class without limits (NotLimited), an allotment below the record's
    /// shares (AllotmentBelowShares), of nothing where there is none (ZeroAmount), a higher one without a valid credential where
    /// the class requires one (NotQualified), more than one person may have (PersonLimit), and more persons than the class has
    /// room for (TooManyHolders). Event: SharesAllotted.
    pub fn allot_shares<'info>(ctx: Context<'info, AllotShares<'info>>, limit: u64) -> Result<()> {
        holding::allot_shares::allot_shares(ctx, limit)
    }

    /// Frees the place that a record without shares takes in a class that limits its holders, as its owner does with
    /// `allot_shares`: its key may be lost.
    ///
    /// Called by anyone, once the record's credential is over, and its owner has no valid one of the qualifier that admitted
    /// it (PlaceStands). Refuses a record with shares, or of a class that requires no credential (PlaceStands), one without
    /// an allotment (ZeroAmount), and another rent payer of the person's account, which the last allotment closes
    /// (WrongRentPayer). Event: SharesAllotted.
    pub fn free_place<'info>(ctx: Context<'info, FreePlace<'info>>) -> Result<()> {
        holding::free_place::free_place(ctx)
    }

    /// Updates both holders of a share transfer and moves the shares between them. It is part of every Token-2022 transfer.
    ///
    /// Called by Token-2022 inside a transfer (NotTransferring). `amount` is in share base units. The receiving token
    /// account must keep its owner forever, even for a transfer between two accounts of one owner
    /// (ShareAccountMutable). Both owners need a record (HolderMissing), and the receiver's is not the wrapper's
    /// (WrapperRecord). The move must be one that the class allows: in a window where it has them (WindowClosed), to an owner
    /// with a credential where it requires one (NotQualified) and of no country that it refuses (CountryRefused), between
    /// categories that may trade (CategoryRefused, CategoryTooEarly), of shares that the record has (SharesShort) and that are
    /// neither locked (SharesLocked), voted (SharesVoted) nor retained (SharesRetained), within the limit a day (DailyLimit) and
    /// the receiver's allotment (AboveAllotment). Event, logged: SharesMoved.
    #[instruction(discriminator = ExecuteInstruction::SPL_DISCRIMINATOR_SLICE)]
    pub fn transfer_hook<'info>(
        ctx: Context<'info, TransferHook<'info>>,
        amount: u64,
    ) -> Result<()> {
        holding::transfer_hook::transfer_hook(ctx, amount)
    }

    /// Tells whether a transfer of shares, or a wrap, would be refused now, and by which number: before anybody signs it.
    /// Changes nothing.
    ///
    /// Called by anyone. `amount` is in share base units. Refuses what the transfer hook would refuse of a transfer between
    /// the owners of the two records, in its order (HolderMissing, WindowClosed, NotQualified, CountryRefused,
    /// CategoryRefused, CategoryTooEarly, SharesShort, SharesLocked, SharesVoted, SharesRetained, DailyLimit, AboveAllotment). If the destination is
    /// the wrapper's record, it refuses what `wrap_shares` would of these, and also ZeroAmount and RightsRunning. Between
    /// accounts of one owner nothing moves, and nothing is refused.
    pub fn check_transfer<'info>(
        ctx: Context<'info, CheckTransfer<'info>>,
        amount: u64,
    ) -> Result<()> {
        holding::check_transfer::check_transfer(ctx, amount)
    }

    /// Tells token-acl whether it may thaw an account of a class in the frozen form for whoever asks, and notes that it does:
    /// from then on the account says what its owner holds, and what the class earns is held until all are frozen again.
    ///
    /// Called by token-acl, in a permissionless thaw (NotAskedByTokenAcl), which anyone may send. Refuses a class that is
    /// hooked (NotFrozenForm), and in this order: without a record (HolderMissing), before the class has shares (NotBegun), of an account that is
    /// thawed (AlreadyThawed), while no window is open (WindowClosed), to an owner without a credential where the class requires
    /// one (NotQualified) or of a country that it refuses (CountryRefused), with locked (SharesLocked), voted (SharesVoted) or retained shares
    /// (SharesRetained), or an account that is not the owner's, not frozen, or has more than the record
    /// (ShareAccountDiffers), or whose owner could change (ShareAccountMutable). Thaws none once the security has ended (Ended). Event:
    /// AccountThawed.
    #[instruction(discriminator = token_acl::CanThawPermissionless::SPL_DISCRIMINATOR_SLICE)]
    pub fn can_thaw_permissionless<'info>(ctx: Context<'info, Gate<'info>>) -> Result<()> {
        holding::gate::can_thaw_permissionless(ctx)
    }

    /// Tells token-acl whether it may freeze a thawed account for whoever asks, and notes its balance as what its owner holds.
    /// The last freeze of a class credits what was held, to whoever holds its shares then; its record keeps what was burnt,
    /// without tokens.
    ///
    /// Called by token-acl, in a permissionless freeze (NotAskedByTokenAcl), which the owner may send at any time, and anyone
    /// once the window is over, once the owner may not hold shares any more, or while the account has no more than the record has
    /// in others (FreezeTooEarly). Refuses a record whose
    /// account is not thawed (NotThawed), another account (OtherAccountThawed), and one that was closed or is frozen
    /// (ShareAccountDiffers): `freeze_shares` settles it. Event: AccountFrozen.
    #[instruction(discriminator = token_acl::CanFreezePermissionless::SPL_DISCRIMINATOR_SLICE)]
    pub fn can_freeze_permissionless<'info>(ctx: Context<'info, Gate<'info>>) -> Result<()> {
        holding::gate::can_freeze_permissionless(ctx)
    }

    /// Freezes a thawed account of a class in the frozen form, through token-acl, as a permissionless freeze does. It
    /// settles also an account that was closed while it was thawed, or whose address is another account's now: it holds nothing.
    ///
    /// Called by the owner at any time, by anyone once the window is over, once the owner may not hold shares any more, or while
    /// the account has no more than the record has in others (FreezeTooEarly), and by anyone where the account is there no more. Refuses a record whose account is not thawed
    /// (NotThawed), and another account (OtherAccountThawed). Event: AccountFrozen.
    pub fn freeze_shares(ctx: Context<FreezeShares>) -> Result<()> {
        holding::freeze_shares::freeze_shares(ctx)
    }

    /// Tells whether a thaw that anyone may ask token-acl for would be refused now, and by which number. Changes nothing.
    ///
    /// Called by anyone. Refuses what the gate would refuse, in its order (HolderMissing, NotFrozenForm, NotBegun, AlreadyThawed,
    /// WindowClosed, NotQualified, CountryRefused, SharesLocked, SharesVoted, SharesRetained, ShareAccountDiffers,
    /// ShareAccountMutable), but for the end of the security, which it does not read.
    pub fn check_thaw<'info>(ctx: Context<'info, CheckThaw<'info>>) -> Result<()> {
        holding::check_thaw::check_thaw(ctx)
    }

    /// Ends for good what an owner must retain of a class, which `rank` names (WrongRank).
    ///
    /// Called by anyone, once the deal has begun, while no book is open and the debts are owed nothing: one that was never
    /// sold until it can be no more, one that was written off until it has matured (RetentionStands). Refuses a class of which nobody retains shares (NothingRetained). Remaining accounts: every tranche,
    /// writable, in order of rank (TranchesIncomplete). Event: RetentionReleased.
    pub fn release_retention<'info>(
        ctx: Context<'info, ReleaseRetention<'info>>,
        rank: u8,
    ) -> Result<()> {
        holding::release_retention::release_retention(ctx, rank)
    }

    // Distributions

    /// Pays money into a security, with its period and its source, and runs it through the waterfall at once, so shares
    /// cannot change hands in between. `nonce` is the payer's own number for the distribution, used once: a prepared
    /// distribution stays valid whatever others post in the meantime, and cannot be paid twice.
    ///
    /// Called by anyone, who says how much of it is principal (BadPrincipal); a recovery, which undoes recorded losses
    /// before it is income, only by the servicer (NotServicer). Remaining accounts: every tranche, writable, in order of rank (TranchesIncomplete). The amount is
    /// at least the security's smallest distribution (DistributionTooSmall), or 0 to run what waits (NothingWaits): a reserve
    /// where something has fallen due that it may pay, by its purpose and its place; the reinvestment account once the
    /// deal does not revolve; and a reserve or covers that protect nothing any more. A book has been locked (NotBegun). The period does not end before it begins
    /// (BadPeriod), and the note has at most 64 bytes (TextTooLong). Money in a mint other than the settlement mint is
    /// accepted only without debt (DebtInOtherMint), and neither with a tip budget nor as a recovery (WrongMint). Where the
    /// security has corrections (NoSuchMeasure), its payer may let it wait as long as they say: until then it counts for
    /// nothing, `correct_distribution` sends it back, and from then on `carry_out_distribution` runs it. A recovery, a clawback
    /// and an amount of 0 do not wait (RunsAtOnce), nor does anything once the security is being wound down (Winding). Event: Distributed, or DistributionPending.
    pub fn post_distribution<'info>(
        ctx: Context<'info, PostDistribution<'info>>,
        nonce: u64,
        args: DistributionArgs,
    ) -> Result<()> {
        cash::distribution::post_distribution::post_distribution(ctx, nonce, args)
    }

    /// Runs a payment that has waited, as if it came in now: with its own amount, principal, tips, period, note and document.
    /// What it pays reaches holders over a day, since its caller, who chooses the moment, pays nothing.
    ///
    /// Called by anyone, once it can be corrected no more (CorrectionOpen), once (DistributionHasRun). Remaining accounts: every
    /// tranche, writable, in order of rank (TranchesIncomplete). Event: Distributed.
    pub fn carry_out_distribution<'info>(
        ctx: Context<'info, CarryOutDistribution<'info>>,
    ) -> Result<()> {
        cash::distribution::carry_out_distribution::carry_out_distribution(ctx)
    }

    /// Sends a payment that waits back to who posted it, with its tips, and closes its record, whose rent goes back too.
    ///
    /// Called by who posted it (NotPayer) and the arbitrator (NotArbitrator) together, as long as it waits (CorrectionOver,
    /// DistributionHasRun). The money goes to a token account that the payer owns (NotPayerAccount), of the mint in which it
    /// came (WrongMint). Event: DistributionCorrected.
    pub fn correct_distribution(ctx: Context<CorrectDistribution>) -> Result<()> {
        cash::distribution::correct_distribution::correct_distribution(ctx)
    }

    /// Registers a source of revenue: a token account that its payer pays like any other.
    ///
    /// Called by whoever is in control. `note` describes the revenue, in at most 64 bytes (TextTooLong). `release_days` is the
    /// shortest time over which collected money reaches holders, 1 to 366 days (BadRelease). `is_principal` says whether
    /// what it collects is principal, which is only in the settlement mint (BadPrincipal). The security must have a
    /// vault for the mint (WrongMint), which with debt can only be the settlement mint (DebtInOtherMint). Event:
    /// SourceRegistered.
    pub fn register_source(
        ctx: Context<RegisterSource>,
        note: String,
        release_days: u16,
        is_principal: bool,
    ) -> Result<()> {
        cash::distribution::register_source::register_source(ctx, note, release_days, is_principal)
    }

    /// Turns everything that came in at a revenue source into a distribution for the time since the last one, and runs
    /// it through the waterfall.
    ///
    /// Called by anyone, who pays the record's rent. `nonce` is the caller's own number for the record, used once. The
    /// money reaches holders over the time since the last collection, but over the source's days at least and 366 days
    /// at most, and never faster than their tranche smooths. Refuses what `post_distribution` refuses. Remaining
    /// accounts: every tranche, writable, in order of rank (TranchesIncomplete). Event: Distributed.
    pub fn collect_source<'info>(
        ctx: Context<'info, CollectSource<'info>>,
        nonce: u64,
    ) -> Result<()> {
        cash::distribution::collect_source::collect_source(ctx, nonce)
    }

    /// Sends unused proceeds back to the holders, as a distribution of its own kind, in any mode. It repays debt by
    /// debt, the most senior first: all principal of a debt, then its interest and arrears. It then repays written-off
    /// principal of the debts, the capital of equities, and what tranches paid in above their principal, in the same
    /// proportion for each. What is left is income. While the waterfall is accelerated, the fees ahead of the debts and
    /// the debts, in accelerated order, come first. In a mint other than the settlement mint, which is possible only
    /// without debt or, in a wind-down, beside debts that are owed nothing or once it has waited for a year (DebtInOtherMint),
    /// only what was paid in is returned before the rest is income; nothing of that to a debt that is repaid.
    ///
    /// Called by the sponsor or the agent in control at any time after the first lock (NotBegun); by anyone, for all of it, when drawing had to
    /// begin by a date and did not, when a delivery was not confirmed by its date, and once the deal is accelerated
    /// (ReturnNotDue). Refuses while nobody holds what it would go back to (NobodyToReturnTo). `nonce` is the caller's
    /// own number for the record, used once. `amount` is in base units of the mint; without one, it is all. Less than
    /// all is at least the smallest distribution (DistributionTooSmall). Remaining accounts: every tranche, writable, in
    /// order of rank (TranchesIncomplete). Event: Distributed.
    pub fn return_proceeds<'info>(
        ctx: Context<'info, ReturnProceeds<'info>>,
        nonce: u64,
        amount: Option<u64>,
    ) -> Result<()> {
        cash::proceeds::return_proceeds::return_proceeds(ctx, nonce, amount)
    }

    /// Turns unsolicited transfers to a vault into a distribution and runs it as income. Before the first lock of a
    /// book, and in another mint beside debt, they become treasury.
    ///
    /// Called by anyone, who pays the record's rent. `nonce` is the caller's own number for the record, used once.
    /// Refuses when there is nothing (ZeroAmount), and what `post_distribution` refuses. Remaining accounts: every
    /// tranche, writable, in order of rank (TranchesIncomplete). Event: Distributed, or DonationSwept.
    pub fn sweep_vault<'info>(ctx: Context<'info, SweepVault<'info>>, nonce: u64) -> Result<()> {
        cash::proceeds::sweep_vault::sweep_vault(ctx, nonce)
    }

    /// Pays a batch of holders what they are owed in one mint, each to its payout account. A holder that cannot be paid
    /// is skipped and stays owed, and its record says when it first was. One whose owner claims what it is owed is
    /// skipped too.
    ///
    /// Called by anyone, who is tipped from the tip budget. Remaining accounts: 1 to 24 pairs of holder and payout
    /// account, writable (BadBatch, WrongTranche, WrongPayoutAccount). In a mint other than the settlement mint, the
    /// payout account is the owner's associated one, and `bumps` has the bump of each. Event: HoldersPaid.
    pub fn pay_holders<'info>(
        ctx: Context<'info, PayHolders<'info>>,
        bumps: Vec<u8>,
    ) -> Result<()> {
        cash::distribution::pay_holders::pay_holders(ctx, bumps)
    }

    /// Pays a holder what it is owed in one mint, to an account of its choice.
    ///
    /// Called by the owner, when something is owed (NothingOwed). Event: Claimed.
    pub fn claim(ctx: Context<Claim>) -> Result<()> {
        cash::distribution::claim::claim(ctx)
    }

    /// Sends what a holder could not be paid for the security's escheat period to the escheat owner's account: the
    /// amount owed when payment first failed. What the holder has earned since then waits for a full period from now.
    /// The record keeps the claim.
    ///
    /// Called by anyone. `bump` is that of the payout account in a mint other than the settlement mint. Refuses without
    /// an escheat owner (NoEscheat), before the period is over (EscheatTooEarly), for a holder that can be paid
    /// (HolderPayable), and for what waits until its owner claims it (WaitsForClaim). Event: Escheated.
    pub fn escheat(ctx: Context<Escheat>, bump: u8) -> Result<()> {
        cash::distribution::escheat::escheat(ctx, bump)
    }

    /// Gives a holder back what went to the escheat account: it is owed again.
    ///
    /// Called by anyone who pays it in. `amount` is in base units, at most what went there (InsufficientFunds). Event:
    /// EscheatRestored.
    pub fn restore_escheated(ctx: Context<RestoreEscheated>, amount: u64) -> Result<()> {
        cash::distribution::restore_escheated::restore_escheated(ctx, amount)
    }

    // Losses, triggers and fees

    /// Announces a loss of the pool. Nothing changes until it is recorded: transfers, draws and payments go on.
    ///
    /// Called by the servicer, who pays the rent, which is not returned. `amount` is in settlement base units, positive
    /// (ZeroAmount). `report_sha256` is the hash of the report behind the loss (ReportMissing), which no other loss of
    /// the security has: a loss's account is permanent. Event: LossAnnounced.
    pub fn announce_loss(
        ctx: Context<AnnounceLoss>,
        amount: u64,
        report_sha256: [u8; 32],
    ) -> Result<()> {
        cash::loss::announce_loss::announce_loss(ctx, amount, report_sha256)
    }

    /// Makes an announced loss take effect, as far as principal is outstanding. Covers pay for it first, each up to its
    /// cap, and what they pay repays principal, the most senior first. The rest is written off from the most junior
    /// tranche up.
    ///
    /// Called by anyone once the notice is over, or earlier with the arbitrator's signature (LossNotDue,
    /// NotArbitrator). A loss is recorded once (LossEnded). Remaining accounts: every tranche, writable, in order of
    /// rank (TranchesIncomplete). Event: LossRecorded.
    pub fn record_loss<'info>(ctx: Context<'info, RecordLoss<'info>>) -> Result<()> {
        cash::loss::record_loss::record_loss(ctx)
    }

    /// Strikes out an announced loss.
    ///
    /// Called by the arbitrator (NotArbitrator), until the loss is recorded (LossEnded). Event: LossStruck.
    pub fn strike_loss(ctx: Context<StrikeLoss>) -> Result<()> {
        cash::loss::strike_loss::strike_loss(ctx)
    }

    /// Lowers a recorded loss: principal is written up, the most senior first, without cash. What covers paid stays
    /// paid. A tranche that was wiped is open again.
    ///
    /// Called by the servicer and the arbitrator together (NotServicer, NotArbitrator), for a recorded loss
    /// (LossNotRecorded). `amount` is in settlement base units, positive (ZeroAmount); with earlier corrections it is
    /// at most what the loss wrote off, and at most what is still written off (CorrectionTooLarge). Remaining accounts:
    /// every tranche, writable, in order of rank (TranchesIncomplete). Event: LossCorrected.
    pub fn correct_loss<'info>(ctx: Context<'info, CorrectLoss<'info>>, amount: u64) -> Result<()> {
        cash::loss::correct_loss::correct_loss(ctx, amount)
    }

    /// Reports what the pool is worth, for triggers that test it.
    ///
    /// Called by the reporter. `value` is in settlement base units, positive (ZeroAmount). `report_sha256` is the hash
    /// of the report behind it. A move past the daily limit, measured from the value at the start of the current day of
    /// reports, needs the arbitrator's signature too (PoolMoved, NotArbitrator). Event: PoolReported.
    pub fn report_pool(
        ctx: Context<ReportPool>,
        value: u64,
        report_sha256: [u8; 32],
    ) -> Result<()> {
        cash::waterfall::report_pool::report_pool(ctx, value, report_sha256)
    }

    /// Elects that the interest of a debt's current period is paid in kind: what is unpaid of it when the due date is over
    /// becomes principal, which distributions repay as cash allows, and nothing is overdue by it. From now on up to the due
    /// date the terms' further margin accrues. It cannot be undone.
    ///
    /// Called by whoever is in control (NotSponsor) for the debt of a `rank` (WrongRank), for as many periods as its terms allow, each
    /// once (PikUsed), with the notice that they require, while nothing of it is overdue or in arrears, and not for the last
    /// period (PikNotOpen). Tests the triggers, and refuses in accelerated mode (Accelerated). Remaining accounts: every
    /// tranche, writable, in order of rank (TranchesIncomplete). Event: PikElected.
    pub fn elect_pik<'info>(ctx: Context<'info, ElectPik<'info>>, rank: u8) -> Result<()> {
        cash::waterfall::elect_pik::elect_pik(ctx, rank)
    }

    /// Tests the triggers. One that has been breached for longer than its cure period has the consequences that the deal gives it: an
    /// acceleration of the waterfall, a trap of cash, a step of control (`step_control`). When all triggers that accelerate have held again for the longest of their cure periods, and at least a day, the acceleration ends.
    /// Every distribution tests them too.
    ///
    /// Called by anyone. Remaining accounts: every tranche, writable, in order of rank (TranchesIncomplete). Event:
    /// TriggersChecked.
    pub fn check_triggers<'info>(ctx: Context<'info, CheckTriggers<'info>>) -> Result<()> {
        cash::waterfall::check_triggers::check_triggers(ctx)
    }

    /// Makes a `change` of mode: ends the revolving period, declares an acceleration, or ends a declared one.
    ///
    /// Called by whoever is in control or the arbitrator; to end an acceleration, by the arbitrator only (NotAuthority). Refuses
    /// a change that is already made (ModeUnchanged), and to end what lenders declared (DeclaredByLenders). Event: ModeSet.
    pub fn set_mode(ctx: Context<SetMode>, change: ModeChange) -> Result<()> {
        cash::waterfall::set_mode::set_mode(ctx, change)
    }

    /// Pays the payee of a fee tier what the tier took.
    ///
    /// Called by anyone. `tier` is the tier's place, from 0 (WrongTier, NothingOwed). Event: FeePaid.
    pub fn pay_fee(ctx: Context<PayFee>, tier: u8) -> Result<()> {
        cash::waterfall::pay_fee::pay_fee(ctx, tier)
    }

    /// Pays what is due of a fee or an expense out of the treasury, where its terms say that it may be, as far as the
    /// treasury goes. Annual fees are brought up to date first; what is paid is not due at the tier any more.
    ///
    /// Called by anyone. `tier` is the tier's place, from 0 (WrongTier, NotFromTreasury, NothingOwed, TreasuryEmpty).
    /// Refused like a draw of proceeds: while a trigger does not hold, in accelerated mode, while a debt is overdue,
    /// before a delivery that proceeds wait for is confirmed, and once drawing is too late (TriggerFailing, Accelerated,
    /// DebtOverdue, DeliveryAwaited, DrawTooLate). Remaining accounts: every tranche, writable, in order of rank
    /// (TranchesIncomplete). Event: FeePaid.
    pub fn pay_fee_from_treasury<'info>(
        ctx: Context<'info, PayFee<'info>>,
        tier: u8,
    ) -> Result<()> {
        cash::waterfall::pay_fee::pay_fee_from_treasury(ctx, tier)
    }

    /// Submits an expense against a document: it becomes due at its tier.
    ///
    /// Called by whoever is in control, once a book has been locked (NotBegun). `tier` is the tier's place, from 0 (WrongTier,
    /// NotExpense), in the structure of `structure_version`, the waterfall's current one (StructureChanged), so that no other tier is
    /// meant. `amount` is in settlement base units, positive (ZeroAmount), at most what is left of the tier's cap
    /// in the year of 365 days since the first lock (ExpenseAboveCap; the log says what is left). `document_sha256` is
    /// the hash of the document (DocumentMissing); `note` says what it is, at most 64 bytes of UTF-8 (TextTooLong).
    /// Event: ExpenseSubmitted.
    pub fn submit_expense(
        ctx: Context<SubmitExpense>,
        structure_version: u32,
        tier: u8,
        amount: u64,
        document_sha256: [u8; 32],
        note: String,
    ) -> Result<()> {
        cash::waterfall::submit_expense::submit_expense(
            ctx,
            structure_version,
            tier,
            amount,
            document_sha256,
            &note,
        )
    }

    // Wind-down

    /// Begins the wind-down of a security in which nobody can get anything more: no class has shares of equity, debts and covers are
    /// owed nothing and have no part in the profit, nor can a recovery write them up, and no shares are set aside for warrants,
    /// rewards or conversions. Otherwise the classes resolve on it. From then on nothing new
    /// begins (Winding): no book opens or is locked, nothing is drawn, billed or converted, warrants expire, and reserves protect
    /// nothing any more. Payments still come in.
    ///
    /// Called by whoever is in control, with the power for the mode, while no book is open (BooksStand). Refuses while a class can
    /// get something (ClassesOwed). Remaining accounts: every tranche, writable, in order of rank (TranchesIncomplete). Event:
    /// WindDownBegan.
    pub fn begin_wind_down<'info>(ctx: Context<'info, WindDown<'info>>) -> Result<()> {
        winding::wind_down::begin_wind_down(ctx)
    }

    /// Ends a security that has been wound down: no payment comes in any more, and its shares are worth nothing. What records and
    /// payees are owed is still paid, claimed and escheated.
    ///
    /// Called by anyone, 30 days after the wind-down began (NotWinding, WindingEarly); at once if no book was ever locked. Refuses
    /// while books are not closed (BooksStand); while losses are announced (LossesStand); while money waits in reserves, the
    /// reinvestment account, covers or sources, as a payment that may be corrected, or in a treasury from which somebody could get
    /// it (MoneyWaits); and while accounts are thawed or conversions stand (ClassMoves). What streams to holders goes on to do so.
    /// Remaining accounts: every tranche, writable, in order of rank (TranchesIncomplete). Event: SecurityEnded.
    pub fn end_wind_down<'info>(ctx: Context<'info, WindDown<'info>>) -> Result<()> {
        winding::wind_down::end_wind_down(ctx)
    }

    /// Closes a revenue source. What is too little to be distributed goes to the security's vault, and the rents to whoever
    /// created the security.
    ///
    /// Called by anyone, once the security is being wound down (NotWinding) and before its vaults are closed. Refuses while the
    /// source holds enough to be collected (SourceHolds); of a deal that never began, from which nothing is collected, it closes
    /// with whatever it holds. Event: SourceClosed.
    pub fn close_source(ctx: Context<CloseSource>) -> Result<()> {
        winding::close_source::close_source(ctx)
    }

    /// Closes an account of a security that has ended (NotEnded). Its rent goes to whoever paid it, where the account says so, else
    /// to whoever created the security (WrongRentPayer).
    ///
    /// Called by anyone. Closes a holder record that is owed nothing, of which nothing was escheated, and whose shares nothing streams
    /// to and are no claims (RecordOwed), and the wrapper, with its record, once no units are
    /// out (RecordOwed); a tranche that has no records, no shares but points that earned nothing, and none set aside, and whose
    /// conversions are closed (ClassStands), with the lists of accounts that its
    /// mint has, by which Token-2022 and token-acl call this program; persons, protocols, rates, distributions that do not wait
    /// (MoneyWaits), losses, disclosures and their calendar, role transfers, governance, resolutions, drafts, ballots and measures.
    /// Refuses all other accounts (NotClosable).
    /// Remaining accounts: writable, for a holder record its tranche; for a wrapper its tranche, its record, whoever paid the
    /// record's rent, and the mint of its units; for a tranche the lists of accounts of its share mint; otherwise none. Event:
    /// AccountClosed.
    pub fn close_account<'info>(ctx: Context<'info, CloseAccount<'info>>) -> Result<()> {
        winding::close_account::close_account(ctx)
    }

    /// Closes the last vault of a security that has ended (NotEnded). What is left in it, that nobody is owed, goes to a destination
    /// of the security (WrongDestination), and the rent to whoever created the security.
    ///
    /// Called by anyone, once all tranches are closed, no fees are owed and no payment waits (VaultNeeded). Event: VaultClosed.
    pub fn close_vault(ctx: Context<CloseVault>) -> Result<()> {
        winding::close_vault::close_vault(ctx)
    }

    /// Closes the waterfall of a security that has ended (NotEnded), and reduces the security to what keeps its address taken: no
    /// other deal ever has it. The rents go to whoever created the security.
    ///
    /// Called by anyone, once all vaults are closed and no refund waits for its owner (VaultsLeft). Event: SecurityClosed.
    pub fn close_security<'info>(ctx: Context<'info, CloseSecurity<'info>>) -> Result<()> {
        winding::close_security::close_security(ctx)
    }

    /// Makes Anchor list accounts in the IDL that no instruction takes by type. It is compiled for the IDL alone, which
    /// leaves it out.
    #[cfg(feature = "idl-build")]
    pub fn untyped_accounts(_ctx: Context<UntypedAccounts>) -> Result<()> {
        Ok(())
    }
}
