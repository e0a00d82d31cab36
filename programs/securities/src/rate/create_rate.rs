//! `create_rate`

use super::state::{ReportedRate, VERSION};
use crate::{
    errors::SecuritiesError,
    events::{self, RateCreated},
    math::accrual::BPS,
    security::state::Security,
    seeds,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::Mint;

/// Accounts of `create_rate`.
#[event_cpi]
#[derive(Accounts)]
pub struct CreateRate<'info> {
    /// The security's sponsor; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// The mint whose worth is reported, of either token program: an asset, or a share mint.
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The rate.
    #[account(
        init, payer = sponsor, space = ReportedRate::SPACE,
        seeds = [seeds::RATE, security.key().as_ref(), mint.key().as_ref()], bump
    )]
    pub rate: AccountLoader<'info, ReportedRate>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::create_rate`].
pub fn create_rate(ctx: Context<CreateRate>, daily_bps: u32) -> Result<()> {
    ensure!(
        daily_bps > 0 && u64::from(daily_bps) <= BPS,
        SecuritiesError::RateOutOfRange
    );

    let security = ctx.accounts.security.key();
    let mint = ctx.accounts.mint.key();
    let sequence = ctx.accounts.security.load_mut()?.next_event()?;
    {
        let rate = &mut ctx.accounts.rate.load_init()?;
        rate.version = VERSION;
        rate.bump = ctx.bumps.rate;
        rate.daily_bps = daily_bps;
        rate.security = security;
        rate.mint = mint;
        rate.rent_payer = ctx.accounts.sponsor.key();
    }

    events::emit(
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
