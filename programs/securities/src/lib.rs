//! DeFi-ready securities on Solana.
//!
//! A **security** is one issue by one sponsor. It has **tranches** in order of seniority, each with its own share
//! mint; an **escrow book** gathers money for a tranche and turns it into shares; a **distribution** is a payment
//! into the security, which runs through its **waterfall** and reaches every holder. There is no protocol admin,
//! no protocol fee and no global account.

// Anchor's macros test for targets and features of Solana's own compiler.
#![allow(unexpected_cfgs)]

pub mod book;
pub mod distribution;
// Anchor's macro adds a function without documentation when it builds the IDL.
#[cfg_attr(not(feature = "idl-build"), deny(missing_docs))]
pub mod errors;
pub mod events;
pub mod holder;
#[deny(missing_docs)]
pub mod math;
pub mod security;
mod security_txt;
#[deny(missing_docs)]
pub mod seeds;
#[deny(missing_docs)]
pub mod text;
#[deny(missing_docs)]
pub mod token;
pub mod tranche;
pub mod waterfall;
#[deny(missing_docs)]
pub mod wide;

use anchor_lang::prelude::*;
use book::{
    close_book::*, deposit::*, lock_book::*, open_book::*, refund_ticket::*, set_refund_account::*,
    settle_ticket::*, withdraw::*,
};
use distribution::{claim::*, pay_holders::*, post_distribution::*, run_distribution::*};
use holder::{close_holder::*, open_holder::*, set_payout_account::*, transfer_hook::*};
use security::{create_security::*, draw_proceeds::*, sweep_vault::*};
use spl_discriminator::SplDiscriminate;
use spl_transfer_hook_interface::instruction::ExecuteInstruction;
use tranche::create_tranche::*;
use waterfall::{set_waterfall::*, state::TierTerms};

declare_id!("sEcr52nVp8uW1GWfAAnAtNCQrmauWVTGimJwUPVU9bQ");

/// The instructions, by domain. Each states its effect, who may call it, its parameters with units, the errors
/// of its own and its event.
#[program]
pub mod securities {
    use super::*;

    // Securities

    /// Creates a security with its settlement vault and an empty waterfall.
    ///
    /// By the sponsor, who pays the rent. Refuses: destinations that are none, too many or repeated
    /// (BadDestinations), a zero smallest distribution (BadLimit), an address over 128 bytes (TextTooLong), a
    /// settlement mint with extensions that could take from a vault (MintExtensionRefused).
    /// Event: SecurityCreated.
    pub fn create_security(ctx: Context<CreateSecurity>, args: SecurityArgs) -> Result<()> {
        security::create_security::create_security(ctx, args)
    }

    /// Creates the next tranche of a security with its share mint and the list of its hook accounts.
    ///
    /// By the sponsor, before the first book opens (StructureClosed). Refuses a rank that is not the next
    /// (WrongRank), and terms out of range (RateOutOfRange, ParOutOfRange, MaturityOutOfRange,
    /// DecimalsOutOfRange, BadLimit, TextTooLong). Event: TrancheCreated.
    pub fn create_tranche(ctx: Context<CreateTranche>, args: TrancheArgs) -> Result<()> {
        tranche::create_tranche::create_tranche(ctx, args)
    }

    /// Sets the ordered tiers that distributions run through, all at once.
    ///
    /// By the sponsor, before the first book opens (StructureClosed). Refuses tiers that are not a structure:
    /// one to twelve, distinct, every tranche reached, one residual and that last (BadStructure).
    /// Event: WaterfallSet.
    pub fn set_waterfall(ctx: Context<SetWaterfall>, tiers: Vec<TierTerms>) -> Result<()> {
        waterfall::set_waterfall::set_waterfall(ctx, tiers)
    }

    /// Draws proceeds from the treasury to a destination that the security named.
    ///
    /// By the sponsor. `amount` in settlement base units, at most the treasury (InsufficientFunds).
    /// Event: ProceedsDrawn.
    pub fn draw_proceeds(ctx: Context<DrawProceeds>, amount: u64) -> Result<()> {
        security::draw_proceeds::draw_proceeds(ctx, amount)
    }

    /// Moves what somebody sent to the vault unasked into the treasury's counter.
    ///
    /// By anyone. Refuses when there is nothing (ZeroAmount). Event: DonationSwept.
    pub fn sweep_vault(ctx: Context<SweepVault>) -> Result<()> {
        security::sweep_vault::sweep_vault(ctx)
    }

    // Escrow books

    /// Opens a book for a tranche's shares, with its escrow and its line; closes the security's structure.
    ///
    /// By the sponsor, who pays the rent and has made the line account: zeroed, of this program, of the size of
    /// 16 to 65,536 places in a power of two (BadLineSize). Refuses a clock or caps out of order (BadClock,
    /// BadCaps), amounts that buy no whole number of share base units (NotWholeLots), a cap whose shares or their
    /// principal, with those of the tranche's books before, pass 64 bits (Overflow), a security without a
    /// waterfall that reaches every tranche (StructureIncomplete), a number that is not the tranche's next
    /// (WrongBookNumber). Event: BookOpened.
    pub fn open_book(ctx: Context<OpenBook>, args: BookArgs) -> Result<()> {
        book::open_book::open_book(ctx, args)
    }

    /// Puts money into escrow at the end of the line, committed to the offer of the given version.
    ///
    /// By the owner, in the offering (NotOffering). `amount` in settlement base units: whole lots
    /// (NotWholeLots), at least the smallest ticket (TicketTooSmall). `offer_version` must be the present one
    /// (OfferChanged). A full line refuses (PlaceOutOfRange). Event: Deposited.
    pub fn deposit(ctx: Context<Deposit>, amount: u64, offer_version: u32) -> Result<()> {
        book::deposit::deposit(ctx, amount, offer_version)
    }

    /// Takes money out of the line, all of a ticket or a part; what stays keeps its place.
    ///
    /// By the ticket's owner, in the offering or in refund, whatever others did (CannotLeave). `amount` in
    /// settlement base units: whole lots (NotWholeLots), at most the ticket (WithdrawTooMuch), leaving nothing
    /// or at least the smallest ticket (RemainderTooSmall). Event: Withdrawn.
    pub fn withdraw(ctx: Context<Withdraw>, amount: u64) -> Result<()> {
        book::withdraw::withdraw(ctx, amount)
    }

    /// Names another token account for a ticket's refund.
    ///
    /// By the ticket's owner. Event: AccountNamed.
    pub fn set_refund_account(ctx: Context<SetRefundAccount>) -> Result<()> {
        book::set_refund_account::set_refund_account(ctx)
    }

    /// Freezes the line, so that its tickets can be settled.
    ///
    /// By the sponsor once the offer has ended, or by anyone after the deadline; with the minimum committed
    /// (CannotLock, NotSponsor). Event: BookLocked.
    pub fn lock_book(ctx: Context<LockBook>) -> Result<()> {
        book::lock_book::lock_book(ctx)
    }

    /// Turns a ticket of a locked book into shares: accepted money to the treasury, shares to the owner, the
    /// rest back, the ticket's rent to its payer, all at once. First come, first served.
    ///
    /// By anyone, in any order (NotLocked before the lock). A refund account that cannot be paid does not hold up
    /// the shares: the refund waits in the ticket, and settling it again pays it once it can be (RefundBlocked).
    /// Event: TicketSettled.
    pub fn settle_ticket(ctx: Context<SettleTicket>) -> Result<()> {
        book::settle_ticket::settle_ticket(ctx)
    }

    /// Returns a ticket's money after the deadline of a book below its minimum.
    ///
    /// By anyone, in any order (NotRefunding otherwise). Event: TicketRefunded.
    pub fn refund_ticket(ctx: Context<RefundTicket>) -> Result<()> {
        book::refund_ticket::refund_ticket(ctx)
    }

    /// Closes a book without tickets, its line and its escrow, and returns their rent. What was donated to the
    /// escrow goes to the treasury.
    ///
    /// By anyone (TicketsOpen while there is something left). Event: BookClosed.
    pub fn close_book(ctx: Context<CloseBook>) -> Result<()> {
        book::close_book::close_book(ctx)
    }

    // Holders

    /// Opens an owner's record in a tranche, which it needs before it can receive shares.
    ///
    /// By anyone who pays the rent. The payout account is the owner's associated token account, or any if the
    /// owner signs (PayoutNotAssociated). Event: HolderOpened.
    pub fn open_holder(ctx: Context<OpenHolder>) -> Result<()> {
        holder::open_holder::open_holder(ctx)
    }

    /// Names another token account for a holder's payments.
    ///
    /// By the owner. Event: AccountNamed.
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
    /// By Token-2022 inside a transfer (NotTransferring otherwise). `amount` in share base units. Both owners need
    /// a record (HolderMissing).
    /// Event, logged: SharesMoved.
    #[instruction(discriminator = ExecuteInstruction::SPL_DISCRIMINATOR_SLICE)]
    pub fn transfer_hook<'info>(
        ctx: Context<'info, TransferHook<'info>>,
        amount: u64,
    ) -> Result<()> {
        holder::transfer_hook::transfer_hook(ctx, amount)
    }

    // Distributions

    /// Pays money into a security, with its period and its source.
    ///
    /// By anyone. At least the security's smallest distribution (DistributionTooSmall), a period that does not
    /// end before it begins (BadPeriod), a note of at most 64 bytes (TextTooLong). Event: DistributionPosted.
    pub fn post_distribution(ctx: Context<PostDistribution>, args: DistributionArgs) -> Result<()> {
        distribution::post_distribution::post_distribution(ctx, args)
    }

    /// Runs the earliest waiting distribution through the waterfall. Interest accrues to the moment it was
    /// posted, so a late bot changes nothing.
    ///
    /// By anyone. After the named accounts: every tranche, writable, in order of rank (TranchesIncomplete).
    /// Distributions run once and in order (WrongDistribution). Event: DistributionRun.
    pub fn run_distribution<'info>(ctx: Context<'info, RunDistribution<'info>>) -> Result<()> {
        distribution::run_distribution::run_distribution(ctx)
    }

    /// Pays a batch of holders what they are owed, each to its payout account; one that cannot be paid is passed
    /// over and stays owed.
    ///
    /// By anyone. After the named accounts: 1 to 24 pairs of holder and payout account, writable (BadBatch,
    /// WrongTranche, WrongPayoutAccount). Event: HoldersPaid.
    pub fn pay_holders<'info>(ctx: Context<'info, PayHolders<'info>>) -> Result<()> {
        distribution::pay_holders::pay_holders(ctx)
    }

    /// Pays a holder what it is owed to an account of its choice.
    ///
    /// By the owner (NothingOwed when there is nothing). Event: Claimed.
    pub fn claim(ctx: Context<Claim>) -> Result<()> {
        distribution::claim::claim(ctx)
    }
}
