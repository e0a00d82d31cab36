//! `close_book`

use super::events::BookClosed;
use crate::{
    book::{
        asset::Asset,
        line::account::Line,
        phase::{Phase, Stage},
        state::{Book, asset_of},
    },
    chain::{
        event::emit,
        extra::Extra,
        token::{self, TokenVault},
    },
    errors::SecuritiesError,
    security::{counters, state::Security, vaults::settlement_vault},
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `close_book`; after them [`crate::book::offer::rights::SET_ASIDE`].
#[event_cpi]
#[derive(Accounts)]
pub struct CloseBook<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche, whose shares that were set aside and not issued are free again.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The book, with every ticket settled or refunded.
    #[account(
        mut, close = rent_payer,
        has_one = security @ SecuritiesError::WrongSecurity,
        has_one = tranche @ SecuritiesError::WrongTranche,
        has_one = line @ SecuritiesError::WrongLine,
        has_one = rent_payer @ SecuritiesError::WrongRentPayer
    )]
    pub book: AccountLoader<'info, Book>,
    /// The book's line.
    #[account(mut, close = rent_payer)]
    pub line: AccountLoader<'info, Line>,
    /// Whoever paid the rent of the book, its line and its escrow, and receives it back.
    /// CHECK: by address.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
    /// The book's escrow for the settlement mint.
    /// CHECK: by address.
    #[account(mut, address = asset_of(&book, 0)?.escrow @ SecuritiesError::WrongVault)]
    pub escrow: UncheckedAccount<'info>,
    /// The security's settlement vault, which receives donations to the escrow.
    /// CHECK: by address.
    #[account(mut, address = settlement_vault(&security)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The settlement mint.
    /// CHECK: by address.
    #[account(address = asset_of(&book, 0)?.mint @ SecuritiesError::WrongMint)]
    pub settlement_mint: UncheckedAccount<'info>,
    /// The token program that owns the settlement mint.
    #[account(address = asset_of(&book, 0)?.token_program @ SecuritiesError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::close_book`].
pub fn close_book<'info>(ctx: Context<'info, CloseBook<'info>>) -> Result<()> {
    let accounts = &ctx.accounts;
    let (accepted, decimals, signer) = {
        let book = accounts.book.load()?;
        book.require_over(Clock::get()?.unix_timestamp)?;
        if book.is_grouped() && book.stage != Stage::Locked as u8 {
            // The security must record the failure, since the account that proves it to the other books of the group is
            // closed here.
            accounts.security.load_mut()?.fail_group(book.group)?;
        }
        ensure!(book.asset_count == 1, SecuritiesError::EscrowOpen);
        book.free_shares(&mut *accounts.tranche.load_mut()?)?;
        if book.locked_at == 0 {
            accounts.security.load_mut()?.end_book()?;
        }
        book.free_rewards(Extra::new(ctx.remaining_accounts))?;
        counters::lower(&mut accounts.security.load_mut()?.winding.books)?;
        (book.accepted, book.asset().decimals, book.signer())
    };
    let donated = sweep_and_close(
        &TokenVault {
            token_program: &accounts.token_program,
            mint: &accounts.settlement_mint,
            decimals,
            vault: &accounts.escrow,
            owner: accounts.book.as_ref(),
            signer,
        },
        &accounts.vault,
        &accounts.rent_payer,
    )?;

    let event = BookClosed {
        security: accounts.security.key(),
        sequence: accounts.security.load_mut()?.next_event()?,
        book: accounts.book.key(),
        accepted,
        donated,
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}

impl Book {
    /// Refuses while there are tickets, or may still be, and while proceeds are not released.
    ///
    /// # Errors
    /// [`SecuritiesError::TicketsOpen`], [`SecuritiesError::ProceedsHeld`].
    pub(crate) fn require_over(&self, now: i64) -> Result<()> {
        let over = matches!(self.phase(now)?, Phase::Settling | Phase::Refunding);
        ensure!(over && self.open_tickets == 0, SecuritiesError::TicketsOpen);
        ensure!(
            !self.holds_shares() && self.assets.iter().all(Asset::is_empty),
            SecuritiesError::ProceedsHeld
        );
        Ok(())
    }
}

/// Moves donations in an escrow without obligations to the security's vault, where they are swept like all unsolicited
/// transfers, and closes the escrow. Returns the amount of the donations.
pub(crate) fn sweep_and_close<'info>(
    escrow: &TokenVault<'_, 'info>,
    vault: &AccountInfo<'info>,
    rent_payer: &AccountInfo<'info>,
) -> Result<u64> {
    let donated = token::balance(escrow.vault)?;
    escrow.pay(vault, donated)?;
    escrow.close(rent_payer)?;
    Ok(donated)
}
