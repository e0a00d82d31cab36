//! `settle_ticket`

use super::{
    phase::Phase,
    state::{self, Book, Line, Ticket},
};
use crate::{
    errors::SecuritiesError,
    events::TicketSettled,
    holder::state::Holder,
    math::{
        allocation::{self, Allocation},
        calendar, fixed, line, shares,
    },
    security::state::Security,
    token::Transfer,
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
        mut, close = rent_payer,
        has_one = book @ SecuritiesError::WrongBook,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer,
        has_one = refund_account @ SecuritiesError::WrongRefundAccount
    )]
    pub ticket: AccountLoader<'info, Ticket>,
    /// Who paid the ticket's rent.
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
    shares: u64,
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
    {
        let tranche = &mut accounts.tranche.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        holder.settle(tranche)?;
        holder.add_shares(summary.shares)?;
        tranche.issue(summary.shares, calendar::day_of(now)?)?;
        tranche.invariant()?;
    }
    {
        let book = &mut accounts.book.load_mut()?;
        book.settle(summary.accepted, summary.refunded, summary.shares)?;
        book.close_ticket()?;
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
        shares: summary.shares,
    });
    Ok(())
}

fn summarise(accounts: &SettleTicket<'_>, now: i64) -> Result<SettleSummary> {
    let book = accounts.book.load()?;
    require!(
        book.phase(now)? == Phase::Settling,
        SecuritiesError::NotLocked
    );
    let ticket = accounts.ticket.load()?;
    let data = accounts.line.as_ref().try_borrow_data()?;
    let ahead = line::ahead(state::nodes(&data)?, ticket.place)?.committed;
    let Allocation { ahead, accepted } = allocation::first_come(ahead, ticket.value, book.cap)?;
    Ok(SettleSummary {
        place: ticket.place,
        owner: ticket.owner,
        accepted,
        refunded: fixed::sub(ticket.value, accepted)?,
        shares: shares::issued(ahead, accepted, book.price, accounts.tranche.load()?.unit)?,
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
