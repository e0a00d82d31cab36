//! `create_series`

use super::{
    events::SeriesCreated,
    state::{VERSION, WarrantSeries},
};
use crate::{
    chain::{create::New, event::emit, seeds},
    errors::SecuritiesError,
    security::{control::Power, state::Security},
    tranche::{floor::fresh_value, state::Tranche},
};
use anchor_lang::prelude::*;
use anchor_spl::{
    token_2022::Token2022,
    token_interface::{self, InitializeMint2},
};

/// Size of a mint without extensions, in bytes.
const MINT_SPACE: usize = 82;

/// The terms of a series.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct SeriesArgs {
    /// The tranche's next series number; part of the address.
    pub number: u32,
    /// Price of one whole share, in settlement base units; positive.
    pub strike: u64,
    /// When the warrants expire, in Unix seconds; in the future.
    pub expires_at: i64,
}

/// Accounts of `create_series`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(args: SeriesArgs)]
pub struct CreateSeries<'info> {
    /// The security's sponsor, or the agent in control; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The equity tranche whose shares the warrants buy.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The address of the reported value of the tranche's shares; there may be no account yet.
    /// CHECK: by address; read in the handler.
    #[account(
        seeds = [seeds::RATE, security.key().as_ref(), tranche.load()?.mint.as_ref()], bump
    )]
    pub share_rate: UncheckedAccount<'info>,
    /// The series.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::WARRANT, tranche.key().as_ref(), &args.number.to_le_bytes()], bump
    )]
    pub series: UncheckedAccount<'info>,
    /// The mint of the warrants, without a freeze authority.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::MINT, series.key().as_ref()], bump
    )]
    pub mint: UncheckedAccount<'info>,
    /// Token-2022.
    pub token_program: Program<'info, Token2022>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::create_series`].
pub fn create_series(ctx: Context<CreateSeries>, args: SeriesArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    accounts
        .security
        .load()?
        .require_power(accounts.sponsor.key, Power::Series)?;
    ensure!(
        args.strike > 0 && args.expires_at > now,
        SecuritiesError::BadSeries
    );
    let (security, tranche, mint) = (
        accounts.security.key(),
        accounts.tranche.key(),
        accounts.mint.key(),
    );
    let series_key = accounts.series.key();
    let decimals = {
        let tranche = &mut accounts.tranche.load_mut()?;
        ensure!(
            tranche.is_no_par_equity(),
            SecuritiesError::NotEquityWithoutPar
        );
        tranche.require_not_fixed()?;
        // A series would stop for ever what was offered or consented to.
        tranche.require_not_converted()?;
        tranche.require_no_conversion()?;
        ensure!(!tranche.is_frozen_form(), SecuritiesError::NoWarrants);
        // What open books ask counts only when a curve promises the warrants: one of them may be the series' own book.
        let value = fresh_value(&accounts.share_rate, &security, &tranche.mint, now)?;
        ensure!(
            args.strike >= tranche.floor(value, false)?.market,
            SecuritiesError::BelowFloor
        );
        ensure!(
            args.number == tranche.next_series,
            SecuritiesError::BadSeries
        );
        tranche.next_series = args
            .number
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        tranche.decimals
    };
    {
        let series = &mut New {
            payer: &accounts.sponsor,
            account: &accounts.series,
        }
        .record::<WarrantSeries>(&[
            seeds::WARRANT,
            tranche.as_ref(),
            &args.number.to_le_bytes(),
            &[ctx.bumps.series],
        ])?;
        series.version = VERSION;
        series.bump = ctx.bumps.series;
        series.mint_bump = ctx.bumps.mint;
        series.number = args.number;
        series.security = security;
        series.tranche = tranche;
        series.mint = mint;
        series.rent_payer = accounts.sponsor.key();
        series.strike = args.strike;
        series.expires_at = args.expires_at;
    }
    New {
        payer: &accounts.sponsor,
        account: &accounts.mint,
    }
    .create(
        MINT_SPACE,
        accounts.token_program.key,
        &[seeds::MINT, series_key.as_ref(), &[ctx.bumps.mint]],
    )?;
    token_interface::initialize_mint2(
        CpiContext::new(
            *accounts.token_program.key,
            InitializeMint2 {
                mint: accounts.mint.to_account_info(),
            },
        ),
        decimals,
        &series_key,
        None,
    )?;
    let sequence = accounts.security.load_mut()?.next_event()?;

    emit(
        &ctx.accounts.event_authority,
        &SeriesCreated {
            security,
            sequence,
            tranche,
            series: series_key,
            mint,
            strike: args.strike,
            expires_at: args.expires_at,
        },
    )?;
    Ok(())
}
