//! `draw_proceeds`

use super::events::ProceedsDrawn;
use crate::{
    cash::waterfall::{Draw, Tranches, state::Waterfall, tranche_accounts},
    chain::{
        event::emit,
        token::{self, TokenVault},
    },
    errors::SecuritiesError,
    security::{control::Act, state::Security, vaults::vault_of},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `draw_proceeds`, followed by every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
pub struct DrawProceeds<'info> {
    /// The security's sponsor, the agent in control, or the manager of its budget.
    pub sponsor: Signer<'info>,
    /// The security's arbitrator, where drawing requires its signature too.
    pub arbitrator: Option<Signer<'info>>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// Its vault for the mint.
    /// CHECK: by address.
    #[account(mut, address = vault_of(&security, mint.key)?.address @ SecuritiesError::WrongVault)]
    pub vault: UncheckedAccount<'info>,
    /// One of the destinations that the security names: a token account of the mint.
    /// CHECK: by address, and read in the handler.
    #[account(
        mut,
        constraint = security.load()?.destinations().contains(destination.key)
            @ SecuritiesError::WrongDestination
    )]
    pub destination: UncheckedAccount<'info>,
    /// The mint to draw, which must be one that the security has a vault for.
    /// CHECK: the vault is found by it.
    pub mint: UncheckedAccount<'info>,
    /// The token program that owns the mint.
    #[account(
        address = vault_of(&security, mint.key)?.token_program
            @ SecuritiesError::WrongTokenProgram
    )]
    pub token_program: Interface<'info, TokenInterface>,
}

/// See [`crate::securities::draw_proceeds`].
pub fn draw_proceeds<'info>(
    ctx: Context<'info, DrawProceeds<'info>>,
    amount: u64,
    reinvestment: bool,
) -> Result<()> {
    ensure!(amount > 0, SecuritiesError::ZeroAmount);
    let destination = &ctx.accounts.destination;
    ensure!(
        token::owner_of(
            destination,
            ctx.accounts.token_program.key,
            ctx.accounts.mint.key
        )
        .is_some(),
        SecuritiesError::WrongDestination
    );

    let now = Clock::get()?.unix_timestamp;
    let key = ctx.accounts.security.key();
    let mint = ctx.accounts.mint.key();
    let (signer, decimals, sequence) = {
        let security = &mut ctx.accounts.security.load_mut()?;
        let index = security.vault_index(&mint)?;
        let act = Act::Draw {
            vault: index,
            destination: destination.key(),
            amount,
            reinvestment,
        };
        security.authorise_draw(ctx.accounts.sponsor.key, &act, now)?;
        ctx.accounts.require_signatures(security)?;
        security.delivery.require_confirmed()?;
        let waterfall = &mut ctx.accounts.waterfall.load_mut()?;
        let loaders = tranche_accounts(ctx.remaining_accounts)?;
        let mut tranches = Tranches::load(&loaders, &key, security.tranche_count)?;
        let draw = Draw {
            vault: index,
            amount,
            reinvestment,
        };
        tranches.draw(security, waterfall, draw, now)?;
        let decimals = security.vault_at(index)?.decimals;
        let sequence = security.next_event()?;
        (security.signer(), decimals, sequence)
    };
    TokenVault {
        token_program: &ctx.accounts.token_program,
        mint: &ctx.accounts.mint,
        decimals,
        vault: &ctx.accounts.vault,
        owner: ctx.accounts.security.as_ref(),
        signer,
    }
    .pay(&ctx.accounts.destination, amount)?;

    emit(
        &ctx.accounts.event_authority,
        &ProceedsDrawn {
            security: key,
            sequence,
            mint,
            destination: ctx.accounts.destination.key(),
            amount,
            reinvestment,
        },
    )?;
    Ok(())
}

impl DrawProceeds<'_> {
    /// Refuses a draw that requires a second signature and has none: that of the arbitrator, by a key other than the
    /// first. Also refuses a second signature of anybody else.
    fn require_signatures(&self, security: &Security) -> Result<()> {
        let second = self.arbitrator.as_ref().map(|signer| signer.key());
        ensure!(
            security.co_signed == 0
                || (second == Some(security.arbitrator)
                    && security.arbitrator != self.sponsor.key()),
            SecuritiesError::CoSignatureMissing
        );
        ensure!(
            second.is_none_or(|second| second == security.arbitrator),
            SecuritiesError::NotArbitrator
        );
        Ok(())
    }
}
