//! `create_reference_rate`

use super::{
    events::ReferenceRateReported,
    reference::{ReferenceRate, ReferenceRateArgs, VERSION},
};
use crate::chain::{create::New, event::emit, seeds};
use anchor_lang::prelude::*;

/// Accounts of `create_reference_rate`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(args: ReferenceRateArgs)]
pub struct CreateReferenceRate<'info> {
    /// Who reports the rate; pays the rent, which is not returned.
    #[account(mut)]
    pub reporter: Signer<'info>,
    /// The reference rate.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::REFERENCE, reporter.key().as_ref(), &args.name], bump
    )]
    pub reference: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::create_reference_rate`].
pub fn create_reference_rate(
    ctx: Context<CreateReferenceRate>,
    args: ReferenceRateArgs,
) -> Result<()> {
    let now = Clock::get()?.unix_timestamp;
    args.check()?;
    let accounts = &ctx.accounts;
    let reporter = accounts.reporter.key();
    let sequence = {
        let reference = &mut New {
            payer: &accounts.reporter,
            account: &accounts.reference,
        }
        .record::<ReferenceRate>(&[
            seeds::REFERENCE,
            reporter.as_ref(),
            &args.name,
            &[ctx.bumps.reference],
        ])?;
        reference.version = VERSION;
        reference.bump = ctx.bumps.reference;
        reference.reporter = reporter;
        reference.begin(&args, now);
        reference.next_event()?
    };

    emit(
        &accounts.event_authority,
        &ReferenceRateReported {
            reference: accounts.reference.key(),
            sequence,
            rate_ppm: args.rate_ppm,
        },
    )
}
