//! A program that holds shares of a security: a **safe** for each depositor and tranche. The safe is an address of this
//! program, so that only this program moves its shares. What a lending market, a pool or a vault does begins here: it opens
//! a holder record, reads what the record is worth, claims what it is owed, and gives the shares back.
//!
//! `docs/for-integrators.md` explains it; `tests/tests/suite/integrator.rs` runs it on the bytecode.

#![allow(unexpected_cfgs)]

use anchor_lang::{prelude::*, solana_program::program::invoke_signed};
use anchor_spl::token_2022::spl_token_2022::instruction::transfer_checked;
use securities::{
    chain::seeds::HOLDER,
    cpi::accounts::{Claim, OpenHolder, RegisterProtocol, SetPayoutAccount},
    program::Securities,
    security::state::Security,
    tranche::{holder::Holder, state::Tranche},
};

declare_id!("SafeSafeSafeSafeSafeSafeSafeSafeSafeSafeSaf");

/// Seed of every safe, before its tranche and its depositor.
pub const SAFE: &[u8] = b"safe";

/// Where shares lie.
#[account]
#[derive(InitSpace)]
pub struct Safe {
    /// Who put them there, and alone takes them out.
    pub depositor: Pubkey,
    /// The tranche that they are shares of.
    pub tranche: Pubkey,
    /// Bump of the address.
    pub bump: u8,
}

/// What a safe has.
#[derive(AnchorSerialize, AnchorDeserialize, Debug, PartialEq, Eq)]
pub struct Worth {
    /// Shares, in share base units.
    pub shares: u64,
    /// Principal outstanding of them, in settlement base units, rounded down.
    pub principal: u64,
    /// What the safe would be paid now, in settlement base units.
    pub owed: u64,
}

/// What this program refuses.
#[error_code]
pub enum SafeError {
    /// The signer is not the depositor.
    #[msg("only the depositor of a safe takes out of it")]
    NotDepositor,
    /// The account belongs to another safe.
    #[msg("the account is not the safe's own")]
    NotOfSafe,
}

/// The instructions of a safe.
#[program]
pub mod share_safe {
    use super::*;

    /// Opens a safe, with its holder record unless somebody has opened that before. Shares reach it by a plain transfer
    /// afterwards. Bots pay what it earns in settlement money to the payout account, because the safe names it; what it
    /// earns in other mints, they leave for it to claim.
    pub fn open(ctx: Context<Open>) -> Result<()> {
        let accounts = ctx.accounts;
        accounts.safe.set_inner(Safe {
            depositor: accounts.depositor.key(),
            tranche: accounts.tranche.key(),
            bump: ctx.bumps.safe,
        });
        let safe = &accounts.safe;
        let seeds = [
            SAFE,
            safe.tranche.as_ref(),
            safe.depositor.as_ref(),
            &[safe.bump],
        ];
        let signer = [seeds.as_slice()];
        // Anyone may have opened the record before: then nothing happens.
        securities::cpi::open_holder(CpiContext::new(
            securities::ID,
            OpenHolder {
                payer: accounts.depositor.to_account_info(),
                owner: safe.to_account_info(),
                ticket: None,
                security: accounts.security.to_account_info(),
                tranche: accounts.tranche.to_account_info(),
                holder: accounts.holder.to_account_info(),
                payout_account: accounts.associated_account.to_account_info(),
                system_program: accounts.system_program.to_account_info(),
                event_authority: accounts.event_authority.to_account_info(),
                program: accounts.securities.to_account_info(),
            },
        ))?;
        securities::cpi::set_payout_account(CpiContext::new_with_signer(
            securities::ID,
            SetPayoutAccount {
                owner: safe.to_account_info(),
                security: accounts.security.to_account_info(),
                tranche: accounts.tranche.to_account_info(),
                holder: accounts.holder.to_account_info(),
                payout_account: accounts.payout_account.to_account_info(),
                event_authority: accounts.event_authority.to_account_info(),
                program: accounts.securities.to_account_info(),
            },
            &signer,
        ))
    }

    /// Registers a safe to hold shares of a class that requires a credential, or renews its registration: with a security that
    /// lets protocols register.
    pub fn register(ctx: Context<Register>) -> Result<()> {
        let accounts = ctx.accounts;
        let safe = &accounts.safe;
        let seeds = [
            SAFE,
            safe.tranche.as_ref(),
            safe.depositor.as_ref(),
            &[safe.bump],
        ];
        let signer = [seeds.as_slice()];
        securities::cpi::register_protocol(
            CpiContext::new_with_signer(
                securities::ID,
                RegisterProtocol {
                    authority: safe.to_account_info(),
                    payer: accounts.payer.to_account_info(),
                    security: accounts.security.to_account_info(),
                    protocol: accounts.protocol.to_account_info(),
                    system_program: accounts.system_program.to_account_info(),
                    event_authority: accounts.event_authority.to_account_info(),
                    program: accounts.securities.to_account_info(),
                },
                &signer,
            ),
            ID,
            seeds.map(<[u8]>::to_vec).to_vec(),
        )
    }

    /// Tells by return data what a safe has at this moment. It calls nobody: it reads two accounts.
    pub fn worth(ctx: Context<ReadWorth>) -> Result<Worth> {
        let holder = ctx.accounts.holder.load()?;
        let tranche = ctx.accounts.tranche.load()?;
        let principal = u128::from(tranche.principal()?)
            .saturating_mul(holder.shares.into())
            .checked_div(tranche.shares.into())
            .unwrap_or(0);
        Ok(Worth {
            shares: holder.shares,
            principal: u64::try_from(principal).unwrap_or(u64::MAX),
            owed: holder.owed_at(&tranche, 0, Clock::get()?.unix_timestamp)?,
        })
    }

    /// Claims what the safe is owed, to an account that the depositor names.
    pub fn collect(ctx: Context<Collect>) -> Result<()> {
        let accounts = ctx.accounts;
        let safe = &accounts.safe;
        let seeds = [
            SAFE,
            safe.tranche.as_ref(),
            safe.depositor.as_ref(),
            &[safe.bump],
        ];
        let signer = [seeds.as_slice()];
        securities::cpi::claim(CpiContext::new_with_signer(
            securities::ID,
            Claim {
                owner: safe.to_account_info(),
                security: accounts.security.to_account_info(),
                tranche: accounts.tranche.to_account_info(),
                holder: accounts.holder.to_account_info(),
                destination: accounts.destination.to_account_info(),
                vault: accounts.vault.to_account_info(),
                mint: accounts.mint.to_account_info(),
                token_program: accounts.token_program.to_account_info(),
                event_authority: accounts.event_authority.to_account_info(),
                program: accounts.securities.to_account_info(),
            },
            &signer,
        ))
    }

    /// Gives shares back. The transfer hook updates both records first, so what the shares earned until now stays the
    /// safe's, to be collected.
    pub fn give_back(ctx: Context<GiveBack>, amount: u64) -> Result<()> {
        let accounts = ctx.accounts;
        let safe = &accounts.safe;
        let seeds = [
            SAFE,
            safe.tranche.as_ref(),
            safe.depositor.as_ref(),
            &[safe.bump],
        ];
        let decimals = accounts.tranche.load()?.decimals;
        let mut transfer = transfer_checked(
            accounts.token_program.key,
            accounts.source.key,
            accounts.share_mint.key,
            accounts.destination.key,
            &safe.key(),
            &[],
            amount,
            decimals,
        )?;
        // What the transfer hook needs, in its order, then the hook's program and its list.
        transfer.accounts.extend([
            AccountMeta::new_readonly(accounts.tranche.key(), false),
            AccountMeta::new(accounts.holder.key(), false),
            AccountMeta::new(accounts.destination_holder.key(), false),
            AccountMeta::new_readonly(accounts.securities.key(), false),
            AccountMeta::new_readonly(accounts.hook_accounts.key(), false),
        ]);
        invoke_signed(&transfer, &accounts.to_account_infos(), &[&seeds])?;
        Ok(())
    }
}

/// Accounts of `open`.
#[derive(Accounts)]
pub struct Open<'info> {
    /// Pays the rents.
    #[account(mut)]
    pub depositor: Signer<'info>,
    /// The safe.
    #[account(
        init,
        payer = depositor,
        space = 8 + Safe::INIT_SPACE,
        seeds = [SAFE, tranche.key().as_ref(), depositor.key.as_ref()],
        bump
    )]
    pub safe: Account<'info, Safe>,
    /// The tranche's security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche, an account of the securities program.
    #[account(mut)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The safe's record.
    /// CHECK: the securities program creates it, at its own address, or finds it there.
    #[account(mut)]
    pub holder: UncheckedAccount<'info>,
    /// The safe's associated token account for the settlement mint, which need not exist.
    /// CHECK: the securities program compares it.
    pub associated_account: UncheckedAccount<'info>,
    /// Where bots pay what the safe earns.
    /// CHECK: each payment checks it.
    pub payout_account: UncheckedAccount<'info>,
    /// Creates accounts.
    pub system_program: Program<'info, System>,
    /// The address that signs the securities program's events.
    /// CHECK: the securities program checks it.
    pub event_authority: UncheckedAccount<'info>,
    /// The securities program.
    pub securities: Program<'info, Securities>,
}

/// Accounts of `register`.
#[derive(Accounts)]
pub struct Register<'info> {
    /// Pays the rent of a new registration: anybody may.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The safe.
    #[account(has_one = tranche @ SafeError::NotOfSafe)]
    pub safe: Account<'info, Safe>,
    /// Its tranche.
    #[account(has_one = security @ SafeError::NotOfSafe)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The tranche's security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The registration.
    /// CHECK: the securities program creates it, at its own address, or finds it there.
    #[account(mut)]
    pub protocol: UncheckedAccount<'info>,
    /// Creates the registration.
    pub system_program: Program<'info, System>,
    /// The address that signs the securities program's events.
    /// CHECK: the securities program checks it.
    pub event_authority: UncheckedAccount<'info>,
    /// The securities program.
    pub securities: Program<'info, Securities>,
}

/// Accounts of `worth`.
#[derive(Accounts)]
pub struct ReadWorth<'info> {
    /// The safe.
    #[account(has_one = tranche @ SafeError::NotOfSafe)]
    pub safe: Account<'info, Safe>,
    /// Its tranche.
    pub tranche: AccountLoader<'info, Tranche>,
    /// Its record, found by its address: whoever calls cannot name another's.
    #[account(
        seeds = [HOLDER, safe.tranche.as_ref(), safe.key().as_ref()],
        seeds::program = securities::ID,
        bump = holder.load()?.bump
    )]
    pub holder: AccountLoader<'info, Holder>,
}

/// Accounts of `collect`.
#[derive(Accounts)]
pub struct Collect<'info> {
    /// The depositor.
    pub depositor: Signer<'info>,
    /// The safe.
    #[account(
        has_one = depositor @ SafeError::NotDepositor,
        has_one = tranche @ SafeError::NotOfSafe
    )]
    pub safe: Account<'info, Safe>,
    /// The tranche's security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The safe's record, which names the safe as its owner.
    #[account(mut, constraint = holder.load()?.owner == safe.key() @ SafeError::NotOfSafe)]
    pub holder: AccountLoader<'info, Holder>,
    /// Where the money goes.
    /// CHECK: the token program checks it.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// The security's vault for the mint.
    /// CHECK: the securities program checks it.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// The mint to be paid in.
    /// CHECK: the securities program finds the vault by it.
    pub mint: UncheckedAccount<'info>,
    /// The mint's token program.
    /// CHECK: the securities program checks it.
    pub token_program: UncheckedAccount<'info>,
    /// The address that signs the securities program's events.
    /// CHECK: the securities program checks it.
    pub event_authority: UncheckedAccount<'info>,
    /// The securities program.
    pub securities: Program<'info, Securities>,
}

/// Accounts of `give_back`.
#[derive(Accounts)]
pub struct GiveBack<'info> {
    /// The depositor.
    pub depositor: Signer<'info>,
    /// The safe.
    #[account(
        has_one = depositor @ SafeError::NotDepositor,
        has_one = tranche @ SafeError::NotOfSafe
    )]
    pub safe: Account<'info, Safe>,
    /// The tranche.
    pub tranche: AccountLoader<'info, Tranche>,
    /// The share mint.
    /// CHECK: the token program checks it, and the hook that it is the tranche's.
    pub share_mint: UncheckedAccount<'info>,
    /// The safe's share account.
    /// CHECK: the token program checks that the safe owns it.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// The share account that receives them.
    /// CHECK: the token program and the hook check it.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// The safe's record.
    /// CHECK: the hook checks it.
    #[account(mut)]
    pub holder: UncheckedAccount<'info>,
    /// The receiver's record.
    /// CHECK: the hook checks it.
    #[account(mut)]
    pub destination_holder: UncheckedAccount<'info>,
    /// The list of accounts that the hook needs.
    /// CHECK: the token program checks it.
    pub hook_accounts: UncheckedAccount<'info>,
    /// The securities program, which is the hook.
    pub securities: Program<'info, Securities>,
    /// Token-2022.
    pub token_program: Program<'info, anchor_spl::token_2022::Token2022>,
}
