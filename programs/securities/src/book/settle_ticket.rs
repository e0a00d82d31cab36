//! `settle_ticket`

use super::{
    phase::Phase,
    state::{self, Book, Line, Ticket},
};
use crate::{
    errors::SecuritiesError,
    events::TicketSettled,
    holder::state::Holder,
    math::{allocation, calendar, fixed, line, shares},
    security::state::Security,
    token::{self, Transfer},
    tranche::{share_mint, state::Tranche},
};
use anchor_lang::prelude::*;
use anchor_spl::{
    associated_token::get_associated_token_address_with_program_id, token_2022::Token2022,
    token_interface::TokenInterface,
};

/// Accounts of `settle_ticket`.
#[event_cpi]
#[derive(Accounts)]
pub struct SettleTicket<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The book, locked.
    #[account(
        mut,
        has_one = tranche @ SecuritiesError::WrongTranche,
        has_one = line @ SecuritiesError::WrongLine
    )]
    pub book: AccountLoader<'info, Book>,
    /// Its line, frozen since the lock.
    pub line: AccountLoader<'info, Line>,
    /// The ticket.
    #[account(
        mut,
        has_one = book @ SecuritiesError::WrongBook,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer,
        has_one = refund_account @ SecuritiesError::WrongRefundAccount
    )]
    pub ticket: AccountLoader<'info, Ticket>,
    /// Who paid the ticket's rent; receives it when nothing of the ticket is left.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The owner's record in the tranche.
    #[account(
        mut,
        has_one = tranche @ SecuritiesError::WrongTranche,
        constraint = holder.load()?.owner == ticket.load()?.owner @ SecuritiesError::NotOwner
    )]
    pub holder: AccountLoader<'info, Holder>,
    /// Where a refund goes.
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
    /// The book's escrow.
    /// CHECK: by address.
    #[account(mut, address = book.load()?.asset().vault @ SecuritiesError::WrongVault)]
    pub escrow: UncheckedAccount<'info>,
    /// The security's settlement vault.
    /// CHECK: by address.
    #[account(mut, address = security.load()?.vault().address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The settlement mint.
    /// CHECK: by address.
    #[account(address = book.load()?.asset().mint @ SecuritiesError::WrongMint)]
    pub settlement_mint: UncheckedAccount<'info>,
    /// The token program that owns the settlement mint.
    #[account(address = book.load()?.asset().token_program @ SecuritiesError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
    /// Token-2022, for the shares.
    pub share_token_program: Program<'info, Token2022>,
}

/// What becomes of a ticket.
struct SettleSummary {
    place: u32,
    owner: Pubkey,
    accepted: u64,
    refunded: u64,
    waiting: u64,
    shares: u64,
    /// Whether its shares are issued now, and not before.
    first: bool,
}

/// See [`crate::securities::settle_ticket`].
pub fn settle_ticket(ctx: Context<SettleTicket>) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    let accounts = &ctx.accounts;
    let summary = summarise(accounts, now)?;
    require_keys_eq!(
        accounts.share_account.key(),
        get_associated_token_address_with_program_id(
            &summary.owner,
            accounts.share_mint.key,
            accounts.share_token_program.key
        ),
        SecuritiesError::WrongShareAccount
    );

    let sequence = {
        let security = &mut accounts.security.load_mut()?;
        security.vault_mut().add_to_treasury(summary.accepted)?;
        security.next_event()?
    };
    if summary.first {
        let tranche = &mut accounts.tranche.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        holder.settle(tranche)?;
        holder.add_shares(summary.shares)?;
        tranche.issue(summary.shares, calendar::day_of(now)?)?;
        tranche.release()?;
        tranche.invariant()?;
    }
    {
        let book = &mut accounts.book.load_mut()?;
        book.settle(summary.accepted, summary.refunded, summary.shares)?;
        if summary.waiting == 0 {
            book.close_ticket()?;
        } else {
            accounts.ticket.load_mut()?.keep_refund(summary.waiting);
        }
        book.invariant()?;
    }

    accounts.pay(&accounts.vault, summary.accepted)?;
    accounts.pay(&accounts.refund_account, summary.refunded)?;
    if summary.shares > 0 {
        let signer = accounts.tranche.load()?.signer();
        share_mint::mint_shares(
            &accounts.share_token_program.to_account_info(),
            &accounts.share_mint.to_account_info(),
            &accounts.share_account.to_account_info(),
            &accounts.tranche.to_account_info(),
            summary.shares,
            &[&signer.seeds()],
        )?;
    }

    emit_cpi!(TicketSettled {
        security: ctx.accounts.security.key(),
        sequence,
        book: ctx.accounts.book.key(),
        place: summary.place,
        owner: summary.owner,
        accepted: summary.accepted,
        refunded: summary.refunded,
        waiting: summary.waiting,
        shares: summary.shares,
    });
    if summary.waiting == 0 {
        ctx.accounts
            .ticket
            .close(ctx.accounts.rent_payer.to_account_info())?;
    }
    Ok(())
}

fn summarise(accounts: &SettleTicket<'_>, now: i64) -> Result<SettleSummary> {
    let book = accounts.book.load()?;
    require!(
        book.phase(now)? == Phase::Settling,
        SecuritiesError::NotLocked
    );
    let ticket = accounts.ticket.load()?;
    let first = !ticket.is_settled();
    let (accepted, shares) = if first {
        let data = accounts.line.as_ref().try_borrow_data()?;
        let ahead = line::ahead(state::nodes(&data)?, ticket.place)?.committed;
        let part = allocation::first_come(ahead, ticket.value, book.cap)?;
        let unit = accounts.tranche.load()?.unit;
        let shares = shares::issued(part.ahead, part.accepted, book.price, unit)?;
        (part.accepted, shares)
    } else {
        (0, 0)
    };
    let back = fixed::sub(ticket.value, accepted)?;
    // A refund account that cannot be paid must not hold up the shares, nor with them everybody's distributions.
    let payable = back == 0
        || token::can_receive(
            &accounts.refund_account,
            accounts.token_program.key,
            accounts.settlement_mint.key,
        );
    require!(first || payable, SecuritiesError::RefundBlocked);
    let (refunded, waiting) = if payable { (back, 0) } else { (0, back) };
    Ok(SettleSummary {
        place: ticket.place,
        owner: ticket.owner,
        accepted,
        refunded,
        waiting,
        shares,
        first,
    })
}

impl<'info> SettleTicket<'info> {
    fn pay(&self, to: &AccountInfo<'info>, amount: u64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        let signer = self.book.load()?.signer();
        Transfer {
            token_program: &self.token_program.to_account_info(),
            mint: &self.settlement_mint.to_account_info(),
            decimals: signer.decimals,
            from: &self.escrow.to_account_info(),
            to,
            authority: &self.book.to_account_info(),
        }
        .send(amount, &[&signer.seeds()])
    }
}
