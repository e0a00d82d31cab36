//! `create_frozen_tranche`

use super::create_tranche::{Creation, TrancheArgs};
use crate::{
    chain::{
        create::New,
        event::emit,
        seeds,
        token_acl::{self, Freezing},
    },
    errors::SecuritiesError,
    security::state::Security,
    tranche::{form::ShareForm, frozen_mint, share_mint::ShareMint},
};
use anchor_lang::prelude::*;
use anchor_spl::token_2022::Token2022;

/// Accounts of `create_frozen_tranche`.
#[event_cpi]
#[derive(Accounts)]
pub struct CreateFrozenTranche<'info> {
    /// The security's sponsor; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security, without an open book and before the first lock.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche, of the next rank.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::TRANCHE, security.key().as_ref(), &[security.load()?.tranche_count]], bump
    )]
    pub tranche: UncheckedAccount<'info>,
    /// Its share mint, a Token-2022 mint without a hook.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::MINT, tranche.key().as_ref()], bump
    )]
    pub mint: UncheckedAccount<'info>,
    /// The list of accounts that token-acl passes to the gate of thaws.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::THAW_ACCOUNTS, mint.key().as_ref()], bump
    )]
    pub thaw_accounts: UncheckedAccount<'info>,
    /// The list of accounts that token-acl passes to the gate of freezes.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::FREEZE_ACCOUNTS, mint.key().as_ref()], bump
    )]
    pub freeze_accounts: UncheckedAccount<'info>,
    /// token-acl's configuration of the share mint.
    /// CHECK: created by token-acl.
    #[account(
        mut,
        seeds = [seeds::MINT_CONFIG, mint.key().as_ref()], bump, seeds::program = token_acl::ID
    )]
    pub mint_config: UncheckedAccount<'info>,
    /// token-acl.
    /// CHECK: by address.
    #[account(address = token_acl::ID @ SecuritiesError::FreezingAccountsMissing)]
    pub token_acl: UncheckedAccount<'info>,
    /// Token-2022.
    pub token_program: Program<'info, Token2022>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::create_frozen_tranche`].
pub fn create_frozen_tranche(ctx: Context<CreateFrozenTranche>, args: TrancheArgs) -> Result<()> {
    let (accounts, bumps) = (&ctx.accounts, &ctx.bumps);
    let (key, mint) = (accounts.tranche.key(), accounts.mint.key());
    let (signer, event) = Creation {
        sponsor: &accounts.sponsor,
        security: &accounts.security,
        tranche: &accounts.tranche,
        mint,
        bumps: [bumps.tranche, bumps.mint],
        form: ShareForm::Frozen,
    }
    .record(&args)?;
    let payer = &accounts.sponsor;
    let lists = [
        (
            &accounts.thaw_accounts,
            seeds::THAW_ACCOUNTS,
            bumps.thaw_accounts,
        ),
        (
            &accounts.freeze_accounts,
            seeds::FREEZE_ACCOUNTS,
            bumps.freeze_accounts,
        ),
    ];
    for (account, tag, bump) in lists {
        let seeds: &[&[u8]] = &[tag, mint.as_ref(), &[bump]];
        New { payer, account }.create(frozen_mint::gate_accounts_space()?, &crate::ID, seeds)?;
    }
    let (security, measures) = (accounts.security.key(), accounts.security.load()?.measures);
    frozen_mint::write_gate_accounts(
        &accounts.thaw_accounts,
        &accounts.freeze_accounts,
        [&security, &key],
    )?;
    New {
        payer,
        account: &accounts.mint,
    }
    .create(
        frozen_mint::frozen_mint_space(&measures)?,
        accounts.token_program.key,
        &[seeds::MINT, key.as_ref(), &[bumps.mint]],
    )?;
    ShareMint {
        payer,
        mint: &accounts.mint,
        authority: &accounts.tranche,
        token_program: &accounts.token_program,
        security: &security,
        measures,
    }
    .initialise_frozen(args.decimals, args.share, &[&signer.slices()])?;
    Freezing {
        config: &accounts.mint_config,
        mint: &accounts.mint,
        authority: &accounts.tranche,
        token_program: &accounts.token_program,
    }
    .begin(payer, &accounts.system_program, &signer)?;

    emit(&accounts.event_authority, &event)
}
