//! `exercise`

use super::{events::WarrantsExercised, state::WarrantSeries};
use crate::{
    chain::{event::emit, token::Transfer},
    errors::SecuritiesError,
    math::{fixed, quantity::Shares},
    security::{state::Security, vaults::settlement_vault},
    tranche::{holder::Holder, moves::Move, share_mint::Minting, state::Tranche},
};
use anchor_lang::prelude::*;
use anchor_spl::{
    token_2022::{self, Token2022},
    token_interface::{self, Burn, TokenInterface},
};

/// Accounts of `exercise`.
#[event_cpi]
#[derive(Accounts)]
pub struct Exercise<'info> {
    /// The owner of the warrants, who pays the strike and receives the shares.
    pub owner: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche whose shares the warrants buy.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The series, which has not expired.
    #[account(
        mut,
        has_one = tranche @ SecuritiesError::WrongTranche,
        has_one = mint @ SecuritiesError::WrongMint
    )]
    pub series: AccountLoader<'info, WarrantSeries>,
    /// The owner's holder record in the tranche.
    #[account(
        mut,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = tranche @ SecuritiesError::WrongTranche
    )]
    pub holder: AccountLoader<'info, Holder>,
    /// The mint of the warrants.
    /// CHECK: by the series.
    #[account(mut)]
    pub mint: UncheckedAccount<'info>,
    /// The owner's token account for the warrants.
    /// CHECK: the token program checks mint and owner.
    #[account(mut)]
    pub warrant_account: UncheckedAccount<'info>,
    /// The share mint.
    /// CHECK: by address.
    #[account(mut, address = tranche.load()?.mint @ SecuritiesError::WrongMint)]
    pub share_mint: UncheckedAccount<'info>,
    /// The owner's associated token account for the share mint.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub share_account: UncheckedAccount<'info>,
    /// The owner's token account that pays the strike.
    /// CHECK: the token program checks mint and owner.
    #[account(mut)]
    pub paying_account: UncheckedAccount<'info>,
    /// The security's settlement vault.
    /// CHECK: by address.
    #[account(mut, address = settlement_vault(&security)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// The settlement mint.
    /// CHECK: by address.
    #[account(address = settlement_vault(&security)?.mint @ SecuritiesError::WrongMint)]
    pub settlement_mint: UncheckedAccount<'info>,
    /// The token program that owns the settlement mint.
    #[account(address = settlement_vault(&security)?.token_program @ SecuritiesError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
    /// Token-2022, for the warrants and the shares.
    pub share_token_program: Program<'info, Token2022>,
}

/// See [`crate::securities::exercise`].
pub fn exercise(ctx: Context<Exercise>, amount: u64) -> Result<()> {
    ensure!(amount > 0, SecuritiesError::ZeroAmount);
    let accounts = &ctx.accounts;
    let minting = Minting {
        token_program: &token_2022::ID,
        mint: &accounts.share_mint,
        to: &accounts.share_account,
        authority: accounts.tranche.as_ref(),
    };
    minting.require_owner(accounts.owner.key)?;
    let now = Clock::get()?.unix_timestamp;
    let (cost, signer) = {
        let tranche = &mut accounts.tranche.load_mut()?;
        let series = &mut accounts.series.load_mut()?;
        series.exercise(amount, now)?;
        let holder = &mut accounts.holder.load_mut()?;
        let cost = fixed::mul_div_ceil(amount, series.strike, tranche.unit)?;
        let since = tranche.issue(Shares(amount), cost, now)?;
        tranche.check_move(&Move {
            from: None,
            to: Some(holder),
            amount,
            now,
        })?;
        holder.take_over(tranche, Shares(amount), &since, now)?;
        holder.note_new(tranche, (amount, now), now)?;
        tranche.invariant()?;
        tranche.pay_in(0, cost)?;
        (cost, tranche.signer())
    };
    let (decimals, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        security.require_running()?;
        security.vault_mut().add_to_treasury(cost)?;
        (security.vault().decimals, security.next_event()?)
    };

    accounts.burn(amount)?;
    Transfer {
        token_program: &accounts.token_program,
        mint: &accounts.settlement_mint,
        decimals,
        from: &accounts.paying_account,
        to: &accounts.vault,
        authority: &accounts.owner,
    }
    .receive(cost)?;
    minting.mint(amount, &signer)?;

    emit(
        &ctx.accounts.event_authority,
        &WarrantsExercised {
            security: ctx.accounts.security.key(),
            sequence,
            series: ctx.accounts.series.key(),
            owner: ctx.accounts.owner.key(),
            warrants: amount,
            cost,
        },
    )?;
    Ok(())
}

impl Exercise<'_> {
    fn burn(&self, amount: u64) -> Result<()> {
        token_interface::burn(
            CpiContext::new(
                self.share_token_program.key(),
                Burn {
                    mint: self.mint.to_account_info(),
                    from: self.warrant_account.to_account_info(),
                    authority: self.owner.to_account_info(),
                },
            ),
            amount,
        )
    }
}
