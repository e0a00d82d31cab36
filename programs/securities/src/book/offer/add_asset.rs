//! `add_asset`

use super::events::AssetAdded;
use crate::{
    book::{
        asset::RateAdapter,
        phase::Phase,
        state::{Book, MAX_ASSETS},
    },
    chain::{create::New, event::emit, seeds, token::PlainMint},
    errors::SecuritiesError,
    rate,
    security::{control::Power, state::Security},
};
use anchor_lang::prelude::*;
use anchor_spl::{token::spl_token::native_mint, token_interface::TokenInterface};

/// The terms of an asset to accept.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct AssetArgs {
    /// Where the asset's rate comes from.
    pub adapter: RateAdapter,
    /// How old a reported rate may be, in seconds; positive for a reported rate, otherwise 0.
    pub max_age: i64,
}

/// Accounts of `add_asset`.
#[event_cpi]
#[derive(Accounts)]
pub struct AddAsset<'info> {
    /// The security's sponsor, or the agent in control; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security.
    pub security: AccountLoader<'info, Security>,
    /// The book, before its first deposit.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub book: AccountLoader<'info, Book>,
    /// The asset's mint, for which the security has a vault.
    /// CHECK: read in the handler.
    pub mint: UncheckedAccount<'info>,
    /// The book's escrow for the asset.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::VAULT, book.key().as_ref(), mint.key().as_ref()], bump
    )]
    pub escrow: UncheckedAccount<'info>,
    /// The account that the asset's rate is read from; none at 1:1.
    /// CHECK: in the handler, by the adapter.
    pub rate_source: Option<UncheckedAccount<'info>>,
    /// The token program that owns the mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the escrow.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::add_asset`].
pub fn add_asset(ctx: Context<AddAsset>, args: AssetArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    let mint = accounts.mint.key();
    let plain = PlainMint::read(&accounts.mint, accounts.token_program.key)?;
    let event = {
        let book = &mut accounts.book.load_mut()?;
        ensure!(book.next_ticket == 0, SecuritiesError::BookUsed);
        // A book accepts each asset only once, so a repeated call is refused even though it names no version.
        let version = book.offer_version;
        let now = Clock::get()?.unix_timestamp;
        book.change_terms(version, now)?;
        let security = &*accounts.security.load()?;
        security.require_power(accounts.sponsor.key, Power::Books)?;
        // Once investors in other books of the group can commit, they rely on the assets in which this book's minimum
        // is paid.
        ensure!(
            book.phase(now)? == Phase::Draft || !security.is_grouped(book.group),
            SecuritiesError::GroupTerms
        );
        ensure!(book.cover_par == 0, SecuritiesError::CoverAtPar);
        plain.require_freeze_accepted(book.accepts_freeze)?;
        let index = book.asset_count;
        ensure!(
            usize::from(index) < MAX_ASSETS && !book.assets().iter().any(|a| a.mint == mint),
            SecuritiesError::TooManyAssets
        );
        let security_vault = security.vault_index(&mint)?;
        let rate_source = check(accounts, book, plain.decimals, &args)?;

        book.asset_count = index.saturating_add(1);
        let asset = book.asset_at_mut(index)?;
        asset.mint = mint;
        asset.escrow = accounts.escrow.key();
        asset.token_program = accounts.token_program.key();
        asset.rate_source = rate_source;
        asset.max_age = args.max_age;
        asset.adapter = args.adapter as u8;
        asset.decimals = plain.decimals;
        asset.escrow_bump = ctx.bumps.escrow;
        asset.security_vault = security_vault;
        AssetAdded {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: accounts.security.key(),
            asset: index,
            mint,
            adapter: args.adapter as u8,
            version: book.offer_version,
        }
    };
    let book = accounts.book.key();
    New {
        payer: &accounts.sponsor,
        account: &accounts.escrow,
    }
    .token_account(
        &plain,
        &book,
        &[
            seeds::VAULT,
            book.as_ref(),
            mint.as_ref(),
            &[ctx.bumps.escrow],
        ],
    )?;
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}

/// Proves that the asset's rate can be read. Returns the account that it is read from.
fn check(accounts: &AddAsset<'_>, book: &Book, decimals: u8, args: &AssetArgs) -> Result<Pubkey> {
    let settlement = book.asset();
    let aged = args.adapter == RateAdapter::Reported;
    ensure!(aged == (args.max_age > 0), SecuritiesError::AssetRefused);
    if args.adapter == RateAdapter::OneToOne {
        ensure!(
            decimals == settlement.decimals,
            SecuritiesError::AssetRefused
        );
        return Ok(Pubkey::default());
    }
    let source = accounts
        .rate_source
        .as_ref()
        .ok_or(SecuritiesError::WrongRateSource)?;
    let mint = accounts.mint.key();
    match args.adapter {
        RateAdapter::OneToOne => {}
        RateAdapter::Reported => {
            let (rate, _) = Pubkey::find_program_address(
                &[seeds::RATE, book.security.as_ref(), mint.as_ref()],
                &crate::ID,
            );
            ensure_keys_eq!(rate, source.key(), SecuritiesError::WrongRateSource);
        }
        RateAdapter::StakePool => {
            ensure_keys_eq!(
                settlement.mint,
                native_mint::ID,
                SecuritiesError::AssetRefused
            );
            rate::stake_pool::check(source, &mint)?;
        }
    }
    Ok(source.key())
}
