//! `owe_refund`

use super::{
    events::RefundOwed,
    state::{OwedRefund, RefundAccounts, VERSION},
};
use crate::{
    book::{
        line::account::{self, Line},
        phase::Phase,
        state::Book,
        ticket::state::{Ticket, asset_of_ticket},
    },
    chain::{
        create::New,
        event::emit,
        seeds,
        token::{PlainMint, TokenVault},
    },
    errors::SecuritiesError,
    math::quantity::Units,
    security::{counters, state::Security},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `owe_refund`.
#[event_cpi]
#[derive(Accounts)]
pub struct OweRefund<'info> {
    /// Anyone; pays the rent of the record and its vault, and gets it back when the owner has its money.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The book, which has failed or is locked.
    #[account(
        mut,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = line @ SecuritiesError::WrongLine
    )]
    pub book: AccountLoader<'info, Book>,
    /// The book's line.
    #[account(mut)]
    pub line: AccountLoader<'info, Line>,
    /// The ticket; in a locked book, one that is settled.
    #[account(
        mut, close = rent_payer,
        has_one = book @ SecuritiesError::WrongBook,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer,
        has_one = refund_account @ SecuritiesError::WrongRefundAccount
    )]
    pub ticket: AccountLoader<'info, Ticket>,
    /// Whoever paid the ticket's rent, and receives it back.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The ticket's refund account, which cannot be paid.
    /// CHECK: by address.
    #[account(mut)]
    pub refund_account: UncheckedAccount<'info>,
    /// The owner's associated token account for the asset, which cannot be paid either.
    /// CHECK: compared in the handler.
    #[account(mut, dup)]
    pub owner_account: UncheckedAccount<'info>,
    /// The book's escrow for the ticket's asset.
    /// CHECK: by address.
    #[account(
        mut,
        address = asset_of_ticket(&book, &ticket)?.escrow @ SecuritiesError::WrongVault
    )]
    pub escrow: UncheckedAccount<'info>,
    /// The record of what is owed.
    /// CHECK: created here.
    #[account(mut, seeds = [seeds::OWED, ticket.key().as_ref()], bump)]
    pub owed: UncheckedAccount<'info>,
    /// The token account that the money waits in.
    /// CHECK: created here.
    #[account(mut, seeds = [seeds::VAULT, owed.key().as_ref(), mint.key().as_ref()], bump)]
    pub vault: UncheckedAccount<'info>,
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
    /// Creates the record and its vault.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::owe_refund`].
pub fn owe_refund(ctx: Context<OweRefund>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let (id, owner) = require_due(accounts, now)?;
    let (units, decimals, signer) = take(accounts, now)?;
    let (key, mint) = (accounts.owed.key(), *accounts.mint.key);
    record(
        accounts,
        &owner,
        units.get(),
        (decimals, ctx.bumps.owed),
        now,
    )?;
    New {
        payer: &accounts.payer,
        account: &accounts.vault,
    }
    .token_account(
        &PlainMint::read(&accounts.mint, accounts.token_program.key)?,
        &key,
        &[
            seeds::VAULT,
            key.as_ref(),
            mint.as_ref(),
            &[ctx.bumps.vault],
        ],
    )?;
    TokenVault {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        vault: &accounts.escrow,
        owner: accounts.book.as_ref(),
        signer,
    }
    .pay(&accounts.vault, units.get())?;

    emit(
        &ctx.accounts.event_authority,
        &RefundOwed {
            book: ctx.accounts.book.key(),
            sequence: ctx.accounts.book.load_mut()?.next_event()?,
            security: ctx.accounts.security.key(),
            ticket: id,
            owner,
            mint,
            amount: units.get(),
        },
    )
}

/// Refuses a refund that can be paid, or that was not found unpayable at least a year ago. Returns the ticket's number
/// and owner.
fn require_due(accounts: &OweRefund<'_>, now: i64) -> Result<(u32, Pubkey)> {
    let ticket = accounts.ticket.load()?;
    let payable = RefundAccounts {
        named: &accounts.refund_account,
        associated: &accounts.owner_account,
        coin: (accounts.mint.key, accounts.token_program.key),
    }
    .payable(&ticket.owner)?;
    ensure!(payable.is_none(), SecuritiesError::RefundPayable);
    ticket.require_waited(now)?;
    Ok((ticket.id, ticket.owner))
}

/// Takes the refund out of the book's counters.
fn take(accounts: &OweRefund<'_>, now: i64) -> Result<(Units, u8, seeds::SignerSeeds)> {
    let book = &mut accounts.book.load_mut()?;
    let ticket = &mut accounts.ticket.load_mut()?;
    let units = match book.phase(now)? {
        Phase::Refunding => {
            let data = &mut accounts.line.as_ref().try_borrow_mut_data()?;
            book.refund(account::nodes_mut(data)?, ticket, now)?
        }
        Phase::Settling if ticket.is_settled() => {
            let units = book.give_back(ticket)?;
            book.invariant()?;
            units
        }
        _ => return Err(SecuritiesError::NotRefunding.into()),
    };
    Ok((units, book.asset_at(ticket.asset)?.decimals, book.signer()))
}

fn record(
    accounts: &OweRefund<'_>,
    owner: &Pubkey,
    amount: u64,
    (decimals, bump): (u8, u8),
    now: i64,
) -> Result<()> {
    let ticket = accounts.ticket.key();
    let owed = &mut New {
        payer: &accounts.payer,
        account: &accounts.owed,
    }
    .record::<OwedRefund>(&[seeds::OWED, ticket.as_ref(), &[bump]])?;
    owed.version = VERSION;
    owed.bump = bump;
    owed.decimals = decimals;
    owed.security = accounts.security.key();
    counters::raise(&mut accounts.security.load_mut()?.winding.refunds)?;
    owed.ticket = ticket;
    owed.owner = *owner;
    owed.mint = *accounts.mint.key;
    owed.token_program = *accounts.token_program.key;
    owed.vault = *accounts.vault.key;
    owed.rent_payer = *accounts.payer.key;
    owed.amount = amount;
    owed.owed_at = now;
    Ok(())
}
