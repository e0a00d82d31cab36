//! `create_wrapper`

use super::{
    events::WrapperCreated,
    state::{self, VERSION, Wrapper},
};
use crate::{
    chain::{create::New, event::emit, seeds},
    errors::SecuritiesError,
    security::{measures::Measures, state::Security},
    tranche::{
        holder::Holder,
        share_mint::{self, ShareMint, ShareName},
        state::Tranche,
    },
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Accounts of `create_wrapper`.
#[event_cpi]
#[derive(Accounts)]
pub struct CreateWrapper<'info> {
    /// The security's sponsor; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security, without an open book and before the first lock.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// The tranche, which has no wrapper yet.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The wrapper.
    /// CHECK: created here.
    #[account(mut, seeds = [seeds::WRAPPER, tranche.key().as_ref()], bump)]
    pub wrapper: UncheckedAccount<'info>,
    /// The wrapper's holder record.
    /// CHECK: created here, unless somebody opened it in advance.
    #[account(
        mut,
        seeds = [seeds::HOLDER, tranche.key().as_ref(), wrapper.key.as_ref()], bump
    )]
    pub wrapper_holder: UncheckedAccount<'info>,
    /// The mint of the units.
    /// CHECK: created here.
    #[account(mut, seeds = [seeds::MINT, wrapper.key().as_ref()], bump)]
    pub mint: UncheckedAccount<'info>,
    /// The token program of the units.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::create_wrapper`].
pub fn create_wrapper<'info>(
    ctx: Context<'info, CreateWrapper<'info>>,
    unit: Option<ShareName>,
    bearer: bool,
) -> Result<()> {
    let accounts: &'info CreateWrapper<'info> = ctx.accounts;
    let (key, wrapper_key) = (accounts.tranche.key(), accounts.wrapper.key());
    let (security_key, mint) = (accounts.security.key(), accounts.mint.key());
    let token_program = accounts.token_program.key();
    let sequence = {
        let security = &mut accounts.security.load_mut()?;
        security.require_unoffered()?;
        security.next_event()?
    };
    let tranche = &mut accounts.tranche.load_mut()?;
    ensure!(
        tranche.restricted == 0 || bearer,
        SecuritiesError::BearerUnsaid
    );
    tranche.require_wrappable()?;
    tranche.is_wrapped = 1;
    // The manager's shares would be nobody's.
    ensure!(tranche.manager != wrapper_key, SecuritiesError::KeyRefused);
    let signer = {
        let wrapper = &mut New {
            payer: &accounts.sponsor,
            account: &accounts.wrapper,
        }
        .record::<Wrapper>(&[seeds::WRAPPER, key.as_ref(), &[ctx.bumps.wrapper]])?;
        wrapper.version = VERSION;
        wrapper.bump = ctx.bumps.wrapper;
        wrapper.mint_bump = ctx.bumps.mint;
        wrapper.bearer = bearer.into();
        wrapper.security = security_key;
        wrapper.tranche = key;
        wrapper.mint = mint;
        wrapper.token_program = token_program;
        wrapper.since = state::accumulators(tranche);
        wrapper.signer()
    };
    accounts.open_record(tranche, ctx.bumps.wrapper_holder)?;
    New {
        payer: &accounts.sponsor,
        account: &accounts.mint,
    }
    .create(
        share_mint::unit_mint_space(&token_program)?,
        &token_program,
        &[seeds::MINT, wrapper_key.as_ref(), &[ctx.bumps.mint]],
    )?;
    ShareMint {
        payer: &accounts.sponsor,
        mint: &accounts.mint,
        authority: &accounts.wrapper,
        token_program: &accounts.token_program,
        security: &security_key,
        measures: Measures::default(),
    }
    .initialise_units(tranche.decimals, unit, &[&signer.slices()])?;

    emit(
        &accounts.event_authority,
        &WrapperCreated {
            security: security_key,
            sequence,
            tranche: key,
            wrapper: wrapper_key,
            mint,
            token_program,
            bearer,
        },
    )
}

impl<'info> CreateWrapper<'info> {
    /// Opens the wrapper's holder record. Anyone may have opened it in advance, as any owner's; nobody can have sent it
    /// shares, since there are none before the first lock.
    fn open_record(&'info self, tranche: &mut Tranche, bump: u8) -> Result<()> {
        let info = self.wrapper_holder.as_ref();
        if *info.owner == crate::ID {
            let loader = AccountLoader::<Holder>::try_from(info)?;
            let own = &mut loader.load_mut()?;
            ensure!(own.is_empty(), SecuritiesError::HolderInUse);
            own.be_wrapper();
            own.payout_account = Pubkey::default();
            own.begin(tranche);
            return Ok(());
        }
        let (key, owner) = (self.tranche.key(), self.wrapper.key());
        let own = &mut New {
            payer: &self.sponsor,
            account: &self.wrapper_holder,
        }
        .record::<Holder>(&[seeds::HOLDER, key.as_ref(), owner.as_ref(), &[bump]])?;
        own.bump = bump;
        own.tranche = key;
        own.owner = owner;
        own.rent_payer = self.sponsor.key();
        own.be_wrapper();
        own.open(tranche, Clock::get()?.unix_timestamp)
    }
}
