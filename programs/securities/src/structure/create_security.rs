//! `create_security`

use super::events::SecurityCreated;
use crate::{
    cash::{
        loss::state::{MAX_NOTICE, MIN_NOTICE},
        waterfall::{state as waterfall, state::Waterfall},
    },
    chain::{create::New, event::emit, seeds, text, token::PlainMint},
    errors::SecuritiesError,
    math::fixed::BPS,
    security::{
        draws::DrawTerms,
        measures::{MeasureTerms, Measures},
        state::{MAX_DESTINATIONS, Security, Status, VERSION},
    },
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// The shortest time before unpaid money may go to the escheat account, in days.
const MIN_ESCHEAT_DAYS: u32 = 365;

/// What a sponsor fixes when it creates a security.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct SecurityArgs {
    /// The sponsor's own number for the security; part of the address.
    pub id: u64,
    /// SHA-256 of the offering document.
    pub document_sha256: [u8; 32],
    /// The address of the document, at most 128 bytes.
    pub document_uri: String,
    /// The servicer, who announces losses and posts recoveries.
    pub servicer: Pubkey,
    /// The reporter, who reports rates and the value of the pool.
    pub reporter: Pubkey,
    /// The arbitrator, whose second signature exceptional measures require; not the sponsor, the servicer or the
    /// reporter.
    pub arbitrator: Pubkey,
    /// The smallest distribution anyone may post, in settlement base units; positive.
    pub min_distribution: u64,
    /// The maximum tip for paying one holder, in settlement base units; 0: no tips. The smaller of this and `tip_bps`
    /// is paid.
    pub tip_flat: u64,
    /// The maximum tip as a part of the payment, in basis points, at most 10,000.
    pub tip_bps: u32,
    /// The owner of the associated account that receives payments that could not be made; the default address: they
    /// wait forever.
    pub escheat: Pubkey,
    /// Days until a payment that could not be made may go there, at least 365; 0 without an escheat owner.
    pub escheat_days: u32,
    /// How long an announced loss waits before it takes effect, in seconds, from a day to 366 days.
    pub loss_notice: i64,
    /// One to four token accounts that proceeds may be drawn to.
    pub destinations: Vec<Pubkey>,
    /// The rules for drawing proceeds in the settlement mint.
    pub draws: DrawTerms,
    /// Whether drawing requires the arbitrator's signature too.
    pub co_signed: bool,
    /// The date by which the arbitrator must confirm a delivery before anything is drawn, in Unix seconds; 0: no
    /// delivery.
    pub delivery_by: i64,
    /// The exceptional measures that it has, for ever.
    pub measures: MeasureTerms,
}

/// Accounts of `create_security`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(args: SecurityArgs)]
pub struct CreateSecurity<'info> {
    /// Creates the security, pays its rent, and is its sponsor.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::SECURITY, sponsor.key().as_ref(), &args.id.to_le_bytes()], bump
    )]
    pub security: UncheckedAccount<'info>,
    /// Its waterfall, empty until `set_structure`.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::WATERFALL, security.key().as_ref()], bump
    )]
    pub waterfall: UncheckedAccount<'info>,
    /// The settlement mint, under either token program, without extensions that could take from a vault.
    /// CHECK: read in the handler.
    pub settlement_mint: UncheckedAccount<'info>,
    /// Its settlement vault.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::VAULT, security.key().as_ref(), settlement_mint.key().as_ref()], bump
    )]
    pub vault: UncheckedAccount<'info>,
    /// The token program that owns the settlement mint.
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::create_security`].
pub fn create_security(ctx: Context<CreateSecurity>, args: SecurityArgs) -> Result<()> {
    check(&args)?;
    let accounts = &ctx.accounts;
    let plain = PlainMint::read(&accounts.settlement_mint, accounts.token_program.key)?;
    let key = accounts.security.key();
    let sponsor = accounts.sponsor.key();
    let payer = &accounts.sponsor;
    let sequence = {
        let security = &mut New {
            payer,
            account: &accounts.security,
        }
        .record::<Security>(&[
            seeds::SECURITY,
            sponsor.as_ref(),
            &args.id.to_le_bytes(),
            &[ctx.bumps.security],
        ])?;
        security.version = VERSION;
        security.bump = ctx.bumps.security;
        security.status = Status::Draft as u8;
        security.id = args.id;
        security.created_at = Clock::get()?.unix_timestamp;
        security.origin = sponsor;
        security.sponsor = sponsor;
        security.servicer = args.servicer;
        security.reporter = args.reporter;
        security.arbitrator = args.arbitrator;
        security.min_distribution = args.min_distribution;
        security.tip_flat = args.tip_flat;
        security.tip_bps = args.tip_bps;
        security.escheat = args.escheat;
        security.escheat_days = args.escheat_days;
        security.loss_notice = args.loss_notice;
        security.document.sha256 = args.document_sha256;
        security.document.uri = text::padded(&args.document_uri)?;
        security.document.version = 1;
        for (slot, destination) in security.destinations.iter_mut().zip(&args.destinations) {
            *slot = *destination;
        }
        security.destination_count =
            u8::try_from(args.destinations.len()).map_err(|_| SecuritiesError::BadDestinations)?;
        security.co_signed = args.co_signed.into();
        security.measures = Measures::of(&args.measures)?;
        let now = security.created_at;
        security.delivery.await_by(args.delivery_by, now)?;
        security.new_vault(&plain, accounts.vault.key(), ctx.bumps.vault, &args.draws)?;
        let waterfall = accounts.waterfall.key();
        [args.servicer, args.reporter, args.arbitrator]
            .iter()
            .chain((args.escheat_days > 0).then_some(&args.escheat))
            .chain(&args.destinations)
            .try_for_each(|role| security.require_foreign(role, &key, &waterfall))?;
        security.require_arbitrator_apart()?;
        security.invariant()?;
        security.next_event()?
    };
    {
        let waterfall = &mut New {
            payer,
            account: &accounts.waterfall,
        }
        .record::<Waterfall>(&[seeds::WATERFALL, key.as_ref(), &[ctx.bumps.waterfall]])?;
        waterfall.version = waterfall::VERSION;
        waterfall.bump = ctx.bumps.waterfall;
        waterfall.security = key;
    }
    New {
        payer,
        account: &accounts.vault,
    }
    .token_account(
        &plain,
        &key,
        &[
            seeds::VAULT,
            key.as_ref(),
            plain.info.key.as_ref(),
            &[ctx.bumps.vault],
        ],
    )?;

    emit(
        &ctx.accounts.event_authority,
        &SecurityCreated {
            security: key,
            sequence,
            sponsor,
            id: args.id,
            settlement_mint: ctx.accounts.settlement_mint.key(),
        },
    )?;
    Ok(())
}

fn check(args: &SecurityArgs) -> Result<()> {
    let escheats = args.escheat != Pubkey::default();
    ensure!(
        args.min_distribution > 0,
        SecuritiesError::BadMinDistribution
    );
    ensure!(u64::from(args.tip_bps) <= BPS, SecuritiesError::BadTip);
    ensure!(
        (MIN_NOTICE..=MAX_NOTICE).contains(&args.loss_notice),
        SecuritiesError::BadLossNotice
    );
    ensure!(
        if escheats {
            args.escheat_days >= MIN_ESCHEAT_DAYS
        } else {
            args.escheat_days == 0
        },
        SecuritiesError::BadEscheat
    );
    let named = &args.destinations;
    let good = (1..=MAX_DESTINATIONS).contains(&named.len())
        && named.iter().enumerate().all(|(at, destination)| {
            *destination != Pubkey::default() && !named.iter().take(at).any(|d| d == destination)
        });
    ensure!(good, SecuritiesError::BadDestinations);
    Ok(())
}
