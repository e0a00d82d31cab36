//! `open_book`

use super::{events::BookOpened, version::MIN_OFFER};
use crate::{
    book::{
        line::account::{LINE_HEADER, Line, line_size},
        phase::{LOCK_GRACE, Stage},
        state::{AllocationRule, Book, VERSION},
    },
    cash::waterfall::{state::Waterfall, tier::PlanFacts},
    chain::{create::New, event::emit, seeds, token::PlainMint},
    errors::SecuritiesError,
    math::{line::Node, structure},
    security::{control::Power, group::Membership, state::Security, vaults::settlement_vault},
    tranche::{floor::fresh_value, rules::MAX_LOCK_DAYS, state::Tranche},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// The shortest time that proceeds stay in escrow after the lock, in seconds: a day, so that a minimum cannot be met
/// with a flash loan that is drawn again in the same transaction.
pub const MIN_DRAW_DELAY: i64 = 86_400;
/// The longest such time, in seconds: a year.
const MAX_DRAW_DELAY: i64 = 365 * 86_400;

/// The terms of a book.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct BookArgs {
    /// The tranche's next book number; part of the address.
    pub number: u16,
    /// Which money is accepted when more is committed than the cap.
    pub allocation: AllocationRule,
    /// Price of one whole share, in settlement base units; where the price is reported, the highest.
    pub price: u64,
    /// The lowest price, where the price is reported; otherwise the same as `price`.
    pub price_min: u64,
    /// How old a reported price may be at the lock, in seconds; 0: the price is fixed.
    pub price_max_age: i64,
    /// The least money that must be committed, or approved where allocation is discretionary, in settlement base units
    /// and whole lots.
    pub minimum: u64,
    /// The most money that is accepted, in settlement base units and whole lots.
    pub cap: u64,
    /// The smallest ticket, in settlement base units and whole lots.
    pub min_ticket: u64,
    /// The largest ticket, in settlement base units; 0: no limit.
    pub max_ticket: u64,
    /// The most money that one owner may have in line, in settlement base units; 0: no limit.
    pub owner_limit: u64,
    /// When deposits start, in Unix seconds.
    pub opens_at: i64,
    /// From when the sponsor may lock, in Unix seconds, at least a day after now and after the opening; 0: there is no
    /// offer yet, and money waits for one.
    pub offer_ends: i64,
    /// When the offering ends by itself, in Unix seconds.
    pub deadline: i64,
    /// The latest time that a poll may extend the deadline to, in Unix seconds; the same as `deadline`: it cannot be
    /// extended.
    pub latest_deadline: i64,
    /// How long an offer that is made or changed later stays open before the book may be locked, in seconds; at least a
    /// day.
    pub offer_period: i64,
    /// Until when only holders of the tranche may deposit, each up to its part of the book, in Unix seconds: at least
    /// ten days from the opening, at most until `offer_ends`; 0: not a rights book.
    pub rights_until: i64,
    /// The group of books that this book is locked together with, 1 to 4; 0: none.
    pub group: u8,
    /// Number of books in the group, 2 to 8, as its first book states it; 0 without a group. All of them open and end
    /// at the same time, which no poll can change.
    pub group_size: u8,
    /// Whether the group is locked only if the tests of subordination and of collateral hold with what it locks, as its
    /// first book states it; false without a group.
    pub group_requires_tests: bool,
    /// How long proceeds stay in escrow after the lock, in seconds, from a day to a year; they also stay until every
    /// ticket is settled or refunded.
    pub draw_delay: i64,
    /// For how many days from the lock the shares of its tickets are locked, at most 3,653; 0: not at all.
    pub cliff_days: u16,
    /// Over how many days after that they vest, evenly by the day, at most 3,653; 0: all of them at once.
    pub vesting_days: u16,
    /// Whether money comes in only from owners with a valid credential, where the shares require one; otherwise it counts
    /// once its ticket is marked.
    pub gated: bool,
    /// A later deadline needs votes of more than this part of the money that may vote, in basis points; 0: the deadline
    /// cannot be extended.
    pub extension_bps: u16,
    /// The lead investor, who goes first; the default address: none.
    pub lead: Pubkey,
    /// Money that the lead must have in line before others may deposit and, once it has committed to an offer, keep
    /// there until the lock while that stands, in settlement base units.
    pub lead_minimum: u64,
    /// The tip for whoever settles or refunds a ticket, in lamports, as long as `fund_tips` has provided for it.
    pub tip: u64,
    /// Whether a mint with a freeze authority is accepted.
    pub accepts_freeze: bool,
    /// SHA-256 of the terms document.
    pub terms_sha256: [u8; 32],
}

/// Accounts of `open_book`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(args: BookArgs)]
pub struct OpenBook<'info> {
    /// The security's sponsor, or the agent in control; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The security's waterfall, which must reach every tranche.
    #[account(has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The tranche whose shares are offered.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The address of the reported value of the tranche's shares; there may be no account yet.
    /// CHECK: by address; read in the handler.
    #[account(
        seeds = [seeds::RATE, security.key().as_ref(), tranche.load()?.mint.as_ref()], bump
    )]
    pub share_rate: UncheckedAccount<'info>,
    /// The book.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::BOOK, tranche.key().as_ref(), &args.number.to_le_bytes()], bump
    )]
    pub book: UncheckedAccount<'info>,
    /// The line, which the client has just created: zeroed and owned by this program. Its size determines the number of
    /// places.
    #[account(zero)]
    pub line: AccountLoader<'info, Line>,
    /// The settlement mint.
    /// CHECK: by address; read in the handler.
    #[account(address = settlement_vault(&security)?.mint @ SecuritiesError::WrongMint)]
    pub settlement_mint: UncheckedAccount<'info>,
    /// The book's escrow for the settlement mint.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::VAULT, book.key().as_ref(), settlement_mint.key().as_ref()], bump
    )]
    pub escrow: UncheckedAccount<'info>,
    /// The token program that owns the settlement mint.
    #[account(address = settlement_vault(&security)?.token_program @ SecuritiesError::WrongTokenProgram)]
    pub token_program: Interface<'info, TokenInterface>,
    /// Creates the accounts.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::open_book`].
pub fn open_book(ctx: Context<OpenBook>, args: BookArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    check_clock(&args, now)?;
    let mint = PlainMint::read(&accounts.settlement_mint, accounts.token_program.key)?;
    mint.require_freeze_accepted(u8::from(args.accepts_freeze))?;
    let key = accounts.book.key();
    let (sequence, amendments) = {
        let security = &mut accounts.security.load_mut()?;
        security.require_power(accounts.sponsor.key, Power::Books)?;
        let waterfall = accounts.waterfall.load()?;
        structure::validate(&waterfall.plan(&PlanFacts::default())?, &security.shapes()?)
            .map_err(|_| SecuritiesError::StructureIncomplete)?;
        // Tranches may have been created since the waterfall was set.
        waterfall.require_schedules(security)?;
        waterfall.require_covenants(security)?;
        security.open_book()?;
        let last_lock = args.latest_deadline.saturating_add(LOCK_GRACE);
        security.delivery.require_after(last_lock)?;
        security.join_group(&Membership {
            group: args.group,
            size: args.group_size,
            requires_tests: args.group_requires_tests,
            opens_at: args.opens_at,
            deadline: args.deadline,
            latest_deadline: args.latest_deadline,
        })?;
        if args.offer_ends != 0 {
            security.offer_group(args.group)?;
        }
        (security.next_event()?, security.amendments)
    };
    {
        let tranche = &mut accounts.tranche.load_mut()?;
        ensure!(
            u32::from(args.number) == tranche.next_book,
            SecuritiesError::WrongBookNumber
        );
        tranche.require_not_fixed()?;
        let mode = accounts.waterfall.load()?.mode(now);
        tranche.require_open(args.rights_until > 0, mode, now)?;
        require_day_to_lock(tranche, args.deadline)?;
        tranche.next_book = tranche.next_book.saturating_add(1);
        let number = args.number.to_le_bytes();
        let book = &mut New {
            payer: &accounts.sponsor,
            account: &accounts.book,
        }
        .record::<Book>(&[
            seeds::BOOK,
            accounts.tranche.as_ref().key.as_ref(),
            &number,
            &[ctx.bumps.book],
        ])?;
        book.version = VERSION;
        book.bump = ctx.bumps.book;
        book.asset_count = 1;
        book.amendments = amendments;
        book.restricted = tranche.restricted;
        book.refused_countries = tranche.rules.refused_countries;
        book.line_capacity = open_line(&accounts.line, &key)?;
        book.security = accounts.security.key();
        book.tranche = accounts.tranche.key();
        book.line = accounts.line.key();
        book.rent_payer = accounts.sponsor.key();
        let asset = book.asset_at_mut(0)?;
        asset.mint = *mint.info.key;
        asset.escrow = accounts.escrow.key();
        asset.token_program = accounts.token_program.key();
        asset.decimals = mint.decimals;
        asset.escrow_bump = ctx.bumps.escrow;
        let value = fresh_value(&accounts.share_rate, &book.security, &tranche.mint, now)?;
        let floor = tranche.floor_of_book(value, false, (args.number, now))?;
        book.cover_par = tranche.cover_price(floor);
        book.open(&args, tranche.unit)?;
        book.grant_rights(tranche, args.rights_until, now)?;
        tranche.require_price(book.asked(), floor)?;
        tranche.open_book(book.price_min)?;
        book.set_shares_aside(tranche)?;
        book.require_allowed(floor)?;
        book.invariant()?;
    }
    New {
        payer: &accounts.sponsor,
        account: &accounts.escrow,
    }
    .token_account(
        &mint,
        &key,
        &[
            seeds::VAULT,
            key.as_ref(),
            mint.info.key.as_ref(),
            &[ctx.bumps.escrow],
        ],
    )?;

    emit(
        &ctx.accounts.event_authority,
        &BookOpened {
            security: ctx.accounts.security.key(),
            sequence,
            book: key,
            tranche: ctx.accounts.tranche.key(),
            price: args.price,
            minimum: args.minimum,
            cap: args.cap,
            deadline: args.deadline,
            group: args.group,
            cliff_days: args.cliff_days,
            vesting_days: args.vesting_days,
        },
    )?;
    Ok(())
}

/// Refuses a deadline of a book by which shares of a tranche in the frozen form are issued, if all of the week in which it can be
/// locked then is in an exchange window.
///
/// # Errors
/// [`SecuritiesError::NoDayToLock`].
pub(super) fn require_day_to_lock(tranche: &Tranche, deadline: i64) -> Result<()> {
    tranche.require_day_to_lock(deadline, deadline.saturating_add(LOCK_GRACE))
}

fn check_clock(args: &BookArgs, now: i64) -> Result<()> {
    let offered = args.offer_ends != 0;
    ensure!(
        now < args.deadline
            && args.opens_at < args.deadline
            && args.deadline <= args.latest_deadline
            && args.offer_period >= MIN_OFFER
            && args.price_max_age >= 0
            && (MIN_DRAW_DELAY..=MAX_DRAW_DELAY).contains(&args.draw_delay)
            && (!offered
                || (now.max(args.opens_at).saturating_add(MIN_OFFER) <= args.offer_ends
                    && args.offer_ends <= args.deadline)),
        SecuritiesError::BadClock
    );
    Ok(())
}

impl Book {
    /// Sets the terms that a book is opened with. `unit` is the number of share base units in one whole share.
    ///
    /// # Errors
    /// Those of `set_price` and `check_caps`; [`SecuritiesError::BadPoll`] for an `extension_bps` of 10,000 or more;
    /// [`SecuritiesError::BadLockUp`]; [`SecuritiesError::NotRestricted`] for a gate where the shares require no credential.
    pub fn open(&mut self, args: &BookArgs, unit: u64) -> Result<()> {
        // A vote must exceed this part, and none can exceed the whole.
        ensure!(args.extension_bps < 10_000, SecuritiesError::BadPoll);
        ensure!(
            args.cliff_days.max(args.vesting_days) <= MAX_LOCK_DAYS,
            SecuritiesError::BadLockUp
        );
        ensure!(
            !args.gated || self.restricted != 0,
            SecuritiesError::NotRestricted
        );
        self.stage = Stage::Open as u8;
        self.allocation = args.allocation as u8;
        self.number = args.number;
        self.offer_version = u32::from(args.offer_ends != 0);
        self.price_max_age = args.price_max_age;
        self.minimum = args.minimum;
        self.cap = args.cap;
        self.min_ticket = args.min_ticket;
        self.max_ticket = args.max_ticket;
        self.owner_limit = args.owner_limit;
        self.opens_at = args.opens_at;
        self.offer_ends = args.offer_ends;
        self.deadline = args.deadline;
        self.latest_deadline = args.latest_deadline;
        self.offer_period = args.offer_period;
        self.draw_delay = args.draw_delay;
        self.cliff_days = args.cliff_days;
        self.vesting_days = args.vesting_days;
        self.gated = args.gated.into();
        self.group = args.group;
        self.extension_bps = args.extension_bps;
        self.lead = args.lead;
        self.lead_minimum = args.lead_minimum;
        self.tip = args.tip;
        self.accepts_freeze = u8::from(args.accepts_freeze);
        self.terms_sha256 = args.terms_sha256;
        self.set_price(args.price, args.price_min, unit)?;
        self.check_caps(unit)
    }
}

/// Writes a line's header. Its size determines the number of places, which is returned.
fn open_line(line: &AccountLoader<'_, Line>, book: &Pubkey) -> Result<u32> {
    let size = line.as_ref().data_len();
    let capacity = size
        .checked_sub(LINE_HEADER)
        .and_then(|nodes| nodes.checked_div(size_of::<Node>()))
        .and_then(|places| u32::try_from(places).ok())
        .ok_or(SecuritiesError::BadLineSize)?;
    ensure!(line_size(capacity)? == size, SecuritiesError::BadLineSize);
    let header = &mut line.load_init()?;
    header.book = *book;
    header.capacity = capacity;
    header.version = VERSION;
    Ok(capacity)
}
