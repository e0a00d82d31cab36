//! `wrap_shares` and `unwrap_shares`

use super::{
    events::{SharesUnwrapped, SharesWrapped},
    state::{Cash, Wrapper},
};
use crate::{
    chain::{event::emit, extra::Extra, token::Transfer},
    errors::SecuritiesError,
    math::quantity::Shares,
    security::state::Security,
    tranche::{
        holder::Holder,
        moves::Move,
        share_mint::{Burning, Minting},
        state::Tranche,
    },
};
use anchor_lang::prelude::*;
use anchor_spl::token_2022::Token2022;

/// The remaining accounts, from which a wrap pays in.
pub const PAYOUTS: &str = "for each payout mint of the tranche, in order, the account that pays, writable, the security's \
    vault, writable, the mint and its token program (PayoutsIncomplete, WrongVault, WrongMint, WrongTokenProgram)";

/// Accounts of `wrap_shares`, followed by [`PAYOUTS`], and of `unwrap_shares`.
#[event_cpi]
#[derive(Accounts)]
pub struct Wrapping<'info> {
    /// The owner of the holder record. It wraps its shares, and pays in; or it unwraps units that it holds, or is the
    /// delegate for.
    pub owner: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The tranche's wrapper.
    #[account(
        mut,
        has_one = tranche @ SecuritiesError::WrongTranche,
        constraint = wrapper.load()?.mint == *unit_mint.key @ SecuritiesError::WrongMint
    )]
    pub wrapper: AccountLoader<'info, Wrapper>,
    /// The wrapper's holder record, whose shares are those of all units.
    #[account(
        mut,
        has_one = tranche @ SecuritiesError::WrongTranche,
        constraint = wrapper_holder.load()?.owner == wrapper.key() @ SecuritiesError::NotWrapperRecord
    )]
    pub wrapper_holder: AccountLoader<'info, Holder>,
    /// The owner's holder record.
    #[account(
        mut,
        has_one = owner @ SecuritiesError::NotOwner,
        has_one = tranche @ SecuritiesError::WrongTranche
    )]
    pub holder: AccountLoader<'info, Holder>,
    /// The share mint.
    /// CHECK: by address.
    #[account(mut, address = tranche.load()?.mint @ SecuritiesError::WrongMint)]
    pub share_mint: UncheckedAccount<'info>,
    /// The owner's token account for the share mint: when it unwraps, its associated one.
    /// CHECK: compared in the handlers.
    #[account(mut)]
    pub share_account: UncheckedAccount<'info>,
    /// The mint of the units.
    /// CHECK: by the wrapper.
    #[account(mut)]
    pub unit_mint: UncheckedAccount<'info>,
    /// The token account that receives the units, of anyone's, or that they leave.
    /// CHECK: the units' token program checks its mint, and whose it is when they leave.
    #[account(mut)]
    pub unit_account: UncheckedAccount<'info>,
    /// Token-2022, for the shares.
    pub share_token_program: Program<'info, Token2022>,
    /// The token program of the units.
    /// CHECK: by the wrapper.
    #[account(address = wrapper.load()?.token_program @ SecuritiesError::WrongTokenProgram)]
    pub unit_token_program: UncheckedAccount<'info>,
}

/// What pays in one payout mint, and the vault that receives it.
struct PayIn<'info> {
    paying_account: &'info AccountInfo<'info>,
    vault: &'info AccountInfo<'info>,
    mint: &'info AccountInfo<'info>,
    token_program: &'info AccountInfo<'info>,
    decimals: u8,
}

/// See [`crate::securities::wrap_shares`].
pub fn wrap_shares<'info>(ctx: Context<'info, Wrapping<'info>>, amount: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let burning = Burning {
        token_program: accounts.share_token_program.key,
        from: &accounts.share_account,
        mint: &accounts.share_mint,
        authority: &accounts.owner,
    };
    burning.require_owned()?;
    let pay_ins = accounts.pay_ins(&mut Extra::new(ctx.remaining_accounts))?;
    let now = Clock::get()?.unix_timestamp;
    let (cash, paid_in, signer, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        security.require_running()?;
        let tranche = &mut accounts.tranche.load_mut()?;
        let wrapper = &mut accounts.wrapper.load_mut()?;
        let own = &mut accounts.wrapper_holder.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        tranche.check_move(&Move {
            from: Some(holder),
            to: None,
            amount,
            now,
        })?;
        tranche.roll(now)?;
        holder.note_sent(tranche, amount, now)?;
        let (cash, paid_in) = wrapper.wrap(tranche, (holder, own), Shares(amount))?;
        for ((vault, amount), _) in (0_u8..).zip(paid_in).zip(&pay_ins) {
            security.vault_at_mut(vault)?.pay_back(amount)?;
        }
        (cash, paid_in, wrapper.signer(), security.next_event()?)
    };
    burning.burn(amount)?;
    accounts.receive(&pay_ins, &paid_in)?;
    Minting {
        token_program: accounts.unit_token_program.key,
        mint: &accounts.unit_mint,
        to: &accounts.unit_account,
        authority: accounts.wrapper.as_ref(),
    }
    .mint(amount, &signer)?;

    emit(
        &accounts.event_authority,
        &SharesWrapped {
            security: accounts.security.key(),
            sequence,
            tranche: accounts.tranche.key(),
            owner: accounts.owner.key(),
            unit_account: accounts.unit_account.key(),
            amount,
            cash,
            paid_in,
        },
    )
}

/// See [`crate::securities::unwrap_shares`].
pub fn unwrap_shares(ctx: Context<Wrapping>, amount: u64) -> Result<()> {
    ensure!(amount > 0, SecuritiesError::ZeroAmount);
    let accounts = &ctx.accounts;
    let minting = Minting {
        token_program: accounts.share_token_program.key,
        mint: &accounts.share_mint,
        to: &accounts.share_account,
        authority: accounts.tranche.as_ref(),
    };
    minting.require_owner(accounts.owner.key)?;
    let now = Clock::get()?.unix_timestamp;
    let (cash, signer, sequence) = {
        let security = &mut accounts.security.load_mut()?;
        let tranche = &mut accounts.tranche.load_mut()?;
        let wrapper = &mut accounts.wrapper.load_mut()?;
        let own = &mut accounts.wrapper_holder.load_mut()?;
        let holder = &mut accounts.holder.load_mut()?;
        tranche.check_move(&Move {
            from: None,
            to: Some(holder),
            amount,
            now,
        })?;
        tranche.roll(now)?;
        let cash = wrapper.unwrap(tranche, (own, holder), Shares(amount))?;
        (cash, tranche.signer(), security.next_event()?)
    };
    Burning {
        token_program: accounts.unit_token_program.key,
        from: &accounts.unit_account,
        mint: &accounts.unit_mint,
        authority: &accounts.owner,
    }
    .burn(amount)?;
    minting.mint(amount, &signer)?;

    emit(
        &accounts.event_authority,
        &SharesUnwrapped {
            security: accounts.security.key(),
            sequence,
            tranche: accounts.tranche.key(),
            owner: accounts.owner.key(),
            amount,
            cash,
        },
    )
}

impl<'info> Wrapping<'info> {
    /// Reads [`PAYOUTS`].
    #[inline(never)]
    fn pay_ins(&self, extra: &mut Extra<'info>) -> Result<Vec<PayIn<'info>>> {
        let security = self.security.load()?;
        let count = usize::from(self.tranche.load()?.payout_count);
        let mut pay_ins = Vec::with_capacity(count);
        for vault in security.vaults().iter().take(count) {
            let [paying_account, account, mint, token_program] =
                extra.take(SecuritiesError::PayoutsIncomplete)?;
            ensure_keys_eq!(*account.key, vault.address, SecuritiesError::WrongVault);
            ensure_keys_eq!(*mint.key, vault.mint, SecuritiesError::WrongMint);
            ensure_keys_eq!(
                *token_program.key,
                vault.token_program,
                SecuritiesError::WrongTokenProgram
            );
            pay_ins.push(PayIn {
                paying_account,
                vault: account,
                mint,
                token_program,
                decimals: vault.decimals,
            });
        }
        ensure!(extra.is_empty(), SecuritiesError::PayoutsIncomplete);
        Ok(pay_ins)
    }

    /// Takes in what the owner pays.
    fn receive(&self, pay_ins: &[PayIn<'info>], paid_in: &Cash) -> Result<()> {
        for (pay_in, amount) in pay_ins.iter().zip(paid_in) {
            if *amount == 0 {
                continue;
            }
            Transfer {
                token_program: pay_in.token_program,
                mint: pay_in.mint,
                decimals: pay_in.decimals,
                from: pay_in.paying_account,
                to: pay_in.vault,
                authority: &self.owner,
            }
            .receive(*amount)?;
        }
        Ok(())
    }
}
