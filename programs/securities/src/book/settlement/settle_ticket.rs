//! `settle_ticket`

use super::{
    events::TicketSettled,
    grant_rewards::{self, Recipient},
    tips,
};
use crate::{
    book::{
        line::account::{self, Line},
        outcome::TicketOutcome,
        phase::Phase,
        state::Book,
        ticket::state::{Ticket, asset_of_ticket},
    },
    chain::{
        event::emit,
        extra::Extra,
        seeds::SignerSeeds,
        token::{self, TokenVault},
    },
    errors::SecuritiesError,
    math::quantity::{Shares, Units},
    tranche::{
        delivery::Delivery, holder::Holder, issue::Accumulators, locks::Lock, share_mint::Minting,
        state::Tranche,
    },
};
use anchor_lang::prelude::*;
use anchor_spl::{
    token_2022::{self, Token2022},
    token_interface::TokenInterface,
};

/// Accounts of `settle_ticket`; after them [`crate::chain::token_acl::FREEZING`] and [`grant_rewards::REWARD_ACCOUNTS`].
#[event_cpi]
#[derive(Accounts)]
pub struct SettleTicket<'info> {
    /// The tranche.
    #[account(mut)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The locked book.
    #[account(
        mut,
        has_one = tranche @ SecuritiesError::WrongTranche,
        has_one = line @ SecuritiesError::WrongLine
    )]
    pub book: AccountLoader<'info, Book>,
    /// The book's line, frozen since the lock.
    pub line: AccountLoader<'info, Line>,
    /// The ticket, at least a part of which is accepted.
    #[account(
        mut,
        has_one = book @ SecuritiesError::WrongBook,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer,
        has_one = refund_account @ SecuritiesError::WrongRefundAccount
    )]
    pub ticket: AccountLoader<'info, Ticket>,
    /// Whoever paid the ticket's rent, and receives it back when nothing of the ticket is left.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The holder record of the ticket's owner in the tranche.
    #[account(
        mut,
        has_one = tranche @ SecuritiesError::WrongTranche,
        constraint = holder.load()?.owner == ticket.load()?.owner @ SecuritiesError::NotOwner
    )]
    pub holder: AccountLoader<'info, Holder>,
    /// The token account that a refund goes to.
    /// CHECK: by address.
    #[account(mut)]
    pub refund_account: UncheckedAccount<'info>,
    /// The owner's associated token account for the share mint.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub share_account: UncheckedAccount<'info>,
    /// The share mint.
    /// CHECK: by address.
    #[account(mut, address = tranche.load()?.mint @ SecuritiesError::WrongMint)]
    pub share_mint: UncheckedAccount<'info>,
    /// The book's escrow for the ticket's asset, where the accepted money stays until it is released.
    /// CHECK: by address.
    #[account(
        mut,
        address = asset_of_ticket(&book, &ticket)?.escrow @ SecuritiesError::WrongVault
    )]
    pub escrow: UncheckedAccount<'info>,
    /// The asset's mint.
    /// CHECK: by address.
    #[account(
        address = asset_of_ticket(&book, &ticket)?.mint @ SecuritiesError::WrongMint
    )]
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = asset_of_ticket(&book, &ticket)?.token_program
            @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
    /// Token-2022, for shares and warrants.
    pub share_token_program: Program<'info, Token2022>,
    /// Receives the tip.
    /// CHECK: the caller's choice.
    #[account(mut)]
    pub tip_account: UncheckedAccount<'info>,
}

/// The outcome of the ticket, and what is needed to carry it out.
struct Plan {
    security: Pubkey,
    sequence: u64,
    id: u32,
    owner: Pubkey,
    outcome: TicketOutcome,
    shares: Shares,
    since: Accumulators,
    lock: Lock,
    is_frozen_form: bool,
    locked_at: i64,
    payable: bool,
    tip: u64,
    decimals: u8,
    signer: SignerSeeds,
}

/// See [`crate::securities::settle_ticket`].
pub fn settle_ticket<'info>(ctx: Context<'info, SettleTicket<'info>>) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let accounts = &ctx.accounts;
    let plan = record_settlement(accounts, now)?;
    let outcome = &plan.outcome;
    let shares = plan.shares;
    let mut extra = Extra::new(ctx.remaining_accounts);
    let delivery = Delivery::new(
        Minting {
            token_program: &token_2022::ID,
            mint: &accounts.share_mint,
            to: &accounts.share_account,
            authority: accounts.tranche.as_ref(),
        },
        plan.is_frozen_form,
        &accounts.share_token_program,
        &mut extra,
    )?;
    let (handling, signer) = {
        let tranche = &mut accounts.tranche.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        holder.take_over(tranche, shares, &plan.since, now)?;
        holder.lock(plan.lock, now)?;
        if accounts.book.load()?.rights_books < tranche.rights_books {
            holder.add_right(shares)?;
        }
        let handling = delivery.record(tranche, holder, shares, now)?;
        (handling, tranche.signer())
    };
    let refunded = if plan.payable {
        outcome.units_back
    } else {
        Units::ZERO
    };

    TokenVault {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals: plan.decimals,
        vault: &accounts.escrow,
        owner: accounts.book.as_ref(),
        signer: plan.signer,
    }
    .pay(&accounts.refund_account, refunded.get())?;
    delivery.carry_out(&handling, shares, &signer)?;
    let recipient = Recipient {
        owner: &plan.owner,
        token_program: &accounts.share_token_program,
        now,
        locked_at: plan.locked_at,
    };
    let mut frozen = Vec::from_iter(handling.freeze());
    grant_rewards::grant(
        &*accounts.book.load()?,
        outcome,
        &recipient,
        extra,
        &mut frozen,
    )?;

    let waiting = outcome.units_back.minus(refunded)?;
    emit(
        &ctx.accounts.event_authority,
        &TicketSettled {
            book: ctx.accounts.book.key(),
            sequence: plan.sequence,
            security: plan.security,
            ticket: plan.id,
            owner: plan.owner,
            accepted: outcome.accepted,
            units: outcome.units_taken.get(),
            refunded: refunded.get(),
            waiting: waiting.get(),
            shares: outcome.shares.get(),
            rewards: outcome.rewards,
            frozen,
        },
    )?;
    tips::pay(
        ctx.accounts.book.as_ref(),
        &ctx.accounts.tip_account,
        plan.tip,
    )?;
    if waiting.is_zero() {
        ctx.accounts
            .ticket
            .close(ctx.accounts.rent_payer.to_account_info())?;
    }
    Ok(())
}

/// Computes the outcome of the ticket, and records it.
fn record_settlement(accounts: &SettleTicket<'_>, now: i64) -> Result<Plan> {
    let book = &mut accounts.book.load_mut()?;
    ensure!(
        book.phase(now)? == Phase::Settling,
        SecuritiesError::NotLocked
    );
    let ticket = &mut accounts.ticket.load_mut()?;
    let (outcome, is_frozen_form) = {
        let data = accounts.line.as_ref().try_borrow_data()?;
        let tranche = accounts.tranche.load()?;
        let outcome = book.outcome_of(account::nodes(&data)?, ticket, tranche.unit)?;
        (outcome, tranche.is_frozen_form())
    };
    ensure!(
        outcome.accepted > 0 && !ticket.is_settled(),
        SecuritiesError::NothingAccepted
    );
    // A refund account that cannot be paid must not hold up the shares.
    let payable = token::can_receive(
        &accounts.refund_account,
        accounts.token_program.key,
        accounts.mint.key,
    );
    book.record_outcome(ticket, &outcome, payable)?;
    if !payable && !outcome.units_back.is_zero() {
        ticket.note_unpayable(now);
    }
    let shares = book.deliver_shares(&outcome)?;
    Ok(Plan {
        security: book.security,
        sequence: book.next_event()?,
        id: ticket.id,
        owner: ticket.owner,
        outcome,
        shares,
        since: book.since,
        lock: book.lock_of(shares)?,
        is_frozen_form,
        locked_at: book.locked_at,
        payable,
        tip: book.take_tip(),
        decimals: book.asset_at(ticket.asset)?.decimals,
        signer: book.signer(),
    })
}
