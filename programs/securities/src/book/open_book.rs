//! `open_book`

use super::{
    phase::Stage,
    state::{self, Book, Line, VERSION},
};
use crate::{
    errors::SecuritiesError,
    events::BookOpened,
    math::{shares, waterfall},
    security::state::{Security, Status},
    seeds,
    tranche::state::Tranche,
    waterfall::state::Waterfall,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

/// The terms of a book.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct BookArgs {
    /// The tranche's next book number; part of the address.
    pub number: u16,
    /// Price of one whole share, settlement base units.
    pub price: u64,
    /// The least that must be committed, in whole lots.
    pub minimum: u64,
    /// The most that is accepted, in whole lots.
    pub cap: u64,
    /// The smallest ticket, in whole lots.
    pub min_ticket: u64,
    /// When deposits start, Unix time.
    pub opens_at: i64,
    /// From when the sponsor may lock.
    pub offer_ends: i64,
    /// When the offering ends by itself.
    pub deadline: i64,
    /// SHA-256 of the terms offered.
    pub terms_sha256: [u8; 32],
}

/// Accounts of `open_book`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(args: BookArgs)]
pub struct OpenBook<'info> {
    /// The security's sponsor; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut, has_one = sponsor @ SecuritiesError::NotSponsor)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall, which must reach every tranche.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The tranche whose shares are offered.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The book.
    #[account(
        init, payer = sponsor, space = Book::SPACE,
        seeds = [seeds::BOOK, tranche.key().as_ref(), &args.number.to_le_bytes()], bump
    )]
    pub book: AccountLoader<'info, Book>,
    /// The line: zeroed, of this program, made by the client just before; its size says how many places.
    #[account(zero)]
    pub line: AccountLoader<'info, Line>,
    /// The settlement mint.
    #[account(address = security.load()?.vault().mint @ SecuritiesError::WrongMint)]
    pub settlement_mint: Box<InterfaceAccount<'info, Mint>>,
    /// The book's escrow.
    #[account(
        init, payer = sponsor,
        token::mint = settlement_mint, token::authority = book, token::token_program = token_program,
        seeds = [seeds::VAULT, book.key().as_ref(), settlement_mint.key().as_ref()], bump
    )]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// The token program that owns the settlement mint.
    #[account(address = security.load()?.vault().token_program @ SecuritiesError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::open_book`].
pub fn open_book(ctx: Context<OpenBook>, args: BookArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    let lot = {
        let tranche = &mut accounts.tranche.load_mut()?;
        require!(
            u32::from(args.number) == tranche.next_book,
            SecuritiesError::WrongBookNumber
        );
        tranche.next_book = tranche.next_book.saturating_add(1);
        let all = shares::issued(0, args.cap, args.price, tranche.unit)?;
        tranche.offer(all)?;
        shares::lot(args.price, tranche.unit)?
    };
    check(&args, lot, Clock::get()?.unix_timestamp)?;

    let capacity = open_line(&accounts.line, &accounts.book.key())?;
    let sequence = {
        let security = &mut accounts.security.load_mut()?;
        waterfall::validate(&accounts.waterfall.load()?.tiers()?, security.tranche_count)
            .map_err(|_| SecuritiesError::StructureIncomplete)?;
        security.status = Status::Active as u8;
        security.next_event()?
    };
    {
        let book = &mut accounts.book.load_init()?;
        book.version = VERSION;
        book.bump = ctx.bumps.book;
        book.stage = Stage::Open as u8;
        book.asset_count = 1;
        book.number = args.number;
        book.offer_version = 1;
        book.line_capacity = capacity;
        book.security = accounts.security.key();
        book.tranche = accounts.tranche.key();
        book.line = accounts.line.key();
        book.rent_payer = accounts.sponsor.key();
        book.terms_sha256 = args.terms_sha256;
        book.price = args.price;
        book.lot = lot;
        book.minimum = args.minimum;
        book.cap = args.cap;
        book.min_ticket = args.min_ticket;
        book.opens_at = args.opens_at;
        book.offer_ends = args.offer_ends;
        book.deadline = args.deadline;
        let asset = book.asset_mut();
        asset.mint = accounts.settlement_mint.key();
        asset.vault = accounts.vault.key();
        asset.token_program = accounts.token_program.key();
        asset.decimals = accounts.settlement_mint.decimals;
        asset.vault_bump = ctx.bumps.vault;
        book.invariant()?;
    }

    emit_cpi!(BookOpened {
        security: ctx.accounts.security.key(),
        sequence,
        tranche: ctx.accounts.tranche.key(),
        book: ctx.accounts.book.key(),
        price: args.price,
        minimum: args.minimum,
        cap: args.cap,
        deadline: args.deadline,
    });
    Ok(())
}

fn check(args: &BookArgs, lot: u64, now: i64) -> Result<()> {
    require!(
        now <= args.offer_ends
            && now < args.deadline
            && args.opens_at <= args.offer_ends
            && args.offer_ends <= args.deadline,
        SecuritiesError::BadClock
    );
    require!(
        args.minimum > 0
            && args.minimum <= args.cap
            && args.min_ticket > 0
            && args.min_ticket <= args.cap,
        SecuritiesError::BadCaps
    );
    require!(
        [args.minimum, args.cap, args.min_ticket]
            .iter()
            .all(|amount| shares::is_whole_lots(*amount, lot)),
        SecuritiesError::NotWholeLots
    );
    Ok(())
}

/// Writes a line's header; its size says how many places it has.
fn open_line(line: &AccountLoader<'_, Line>, book: &Pubkey) -> Result<u32> {
    let size = line.as_ref().data_len();
    let capacity = size
        .checked_sub(state::LINE_HEADER)
        .and_then(|nodes| nodes.checked_div(size_of::<crate::math::line::Money>()))
        .and_then(|places| u32::try_from(places).ok())
        .ok_or(SecuritiesError::BadLineSize)?;
    require!(
        state::line_size(capacity)? == size,
        SecuritiesError::BadLineSize
    );
    let header = &mut line.load_init()?;
    header.book = *book;
    header.capacity = capacity;
    header.version = VERSION;
    Ok(capacity)
}
