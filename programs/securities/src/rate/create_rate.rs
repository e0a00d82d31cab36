//! `create_rate`

use super::{
    events::RateCreated,
    state::{ReportedRate, VERSION},
};
use crate::{
    chain::{create::New, event::emit, seeds, token},
    errors::SecuritiesError,
    math::fixed::BPS,
    security::{control::Power, state::Security},
};
use anchor_lang::prelude::*;

/// Accounts of `create_rate`.
#[event_cpi]
#[derive(Accounts)]
pub struct CreateRate<'info> {
    /// The security's sponsor, or the agent in control; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The mint whose worth is reported, under either token program: an asset, or a share mint.
    /// CHECK: read in the handler.
    pub mint: UncheckedAccount<'info>,
    /// The rate.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::RATE, security.key().as_ref(), mint.key().as_ref()], bump
    )]
    pub rate: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::create_rate`].
pub fn create_rate(ctx: Context<CreateRate>, daily_bps: u32) -> Result<()> {
    ensure!(
        daily_bps > 0 && u64::from(daily_bps) <= BPS,
        SecuritiesError::RateOutOfRange
    );

    token::require_mint(&ctx.accounts.mint)?;
    let security = ctx.accounts.security.key();
    let mint = ctx.accounts.mint.key();
    let sequence = {
        let security = &mut ctx.accounts.security.load_mut()?;
        security.require_power(ctx.accounts.sponsor.key, Power::Rates)?;
        security.next_event()?
    };
    {
        let rate = &mut New {
            payer: &ctx.accounts.sponsor,
            account: &ctx.accounts.rate,
        }
        .record::<ReportedRate>(&[
            seeds::RATE,
            security.as_ref(),
            mint.as_ref(),
            &[ctx.bumps.rate],
        ])?;
        rate.version = VERSION;
        rate.bump = ctx.bumps.rate;
        rate.daily_bps = daily_bps;
        rate.security = security;
        rate.mint = mint;
        rate.rent_payer = ctx.accounts.sponsor.key();
    }

    emit(
        &ctx.accounts.event_authority,
        &RateCreated {
            security,
            sequence,
            mint,
            daily_bps,
        },
    )?;
    Ok(())
}
