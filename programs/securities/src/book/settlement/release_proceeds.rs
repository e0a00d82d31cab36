//! `release_proceeds`

use super::events::ProceedsReleased;
use crate::{
    book::{
        phase::Phase,
        state::{Book, asset_of},
    },
    chain::{event::emit, extra::Extra, token::TokenVault},
    errors::SecuritiesError,
    math::{calendar, fixed},
    security::{state::Security, vaults::vault_of},
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `release_proceeds`; after them, while the book holds shares that no ticket took up,
/// [`super::held_shares::PROMOTE_TRANCHES`].
#[event_cpi]
#[derive(Accounts)]
#[instruction(asset: u8)]
pub struct ReleaseProceeds<'info> {
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The locked book.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub book: AccountLoader<'info, Book>,
    /// The book's escrow for the asset.
    /// CHECK: by address.
    #[account(mut, address = asset_of(&book, asset)?.escrow @ SecuritiesError::WrongVault)]
    pub escrow: UncheckedAccount<'info>,
    /// The security's vault for the asset's mint.
    /// CHECK: by address.
    #[account(mut, address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The asset's mint.
    /// CHECK: by address.
    #[account(address = asset_of(&book, asset)?.mint @ SecuritiesError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = asset_of(&book, asset)?.token_program @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::release_proceeds`].
pub fn release_proceeds<'info>(
    ctx: Context<'info, ReleaseProceeds<'info>>,
    asset: u8,
) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let (units, decimals, signer, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        let tranche = &mut accounts.tranche.load_mut()?;
        let book = &mut accounts.book.load_mut()?;
        book.require_releasable(tranche, now)?;
        let is_rest = book.unsettled == 0 && book.holds_shares();
        if is_rest {
            let promotes = &mut Extra::new(ctx.remaining_accounts);
            let orphaned = book.cancel(tranche, promotes, now)?;
            security.reclaim(&orphaned)?;
        }
        let asset = book.asset_at_mut(asset)?;
        let units = core::mem::take(&mut asset.proceeds);
        ensure!(units > 0 || is_rest, SecuritiesError::ZeroAmount);
        let index = security.vault_index(accounts.mint.key)?;
        let vault = security.vault_at_mut(index)?;
        if tranche.is_cover() {
            // Capital counts by the day from now on.
            tranche.accrue(calendar::day_of(now)?)?;
            vault.add_to_cover(units)?;
            tranche.unfunded = fixed::sub(tranche.unfunded, units)?;
        } else {
            vault.add_to_treasury(units)?;
            tranche.pay_in(index, units)?;
        }
        (units, asset.decimals, book.signer(), book.next_event()?)
    };
    TokenVault {
        token_program: &accounts.token_program,
        mint: &accounts.mint,
        decimals,
        vault: &accounts.escrow,
        owner: accounts.book.as_ref(),
        signer,
    }
    .pay(&accounts.vault, units)?;

    emit(
        &ctx.accounts.event_authority,
        &ProceedsReleased {
            book: ctx.accounts.book.key(),
            sequence,
            security: ctx.accounts.security.key(),
            mint: ctx.accounts.mint.key(),
            amount: units,
        },
    )
}

impl Book {
    /// Refuses while proceeds must stay in escrow: until the draw delay is over and every ticket is settled or
    /// refunded. The capital of a cover cannot be drawn, so it can be released as tickets are settled, to where it pays
    /// for losses.
    fn require_releasable(&self, tranche: &Tranche, now: i64) -> Result<()> {
        ensure!(
            self.phase(now)? == Phase::Settling,
            SecuritiesError::NotLocked
        );
        let due = self.locked_at.saturating_add(self.draw_delay);
        ensure!(
            tranche.is_cover() || (self.unsettled == 0 && now >= due),
            SecuritiesError::ProceedsHeld
        );
        Ok(())
    }
}
