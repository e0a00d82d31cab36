//! `set_curve`

use super::{events::CurveSet, open_book::require_day_to_lock};
use crate::{
    book::{
        phase::LOCK_GRACE,
        reward::{RewardCurve, RewardKind},
        state::{Book, MAX_CURVES},
    },
    chain::{event::emit, seeds},
    errors::SecuritiesError,
    math::curve::{self, Knot, MAX_KNOTS},
    security::{control::Power, state::Security},
    tranche::{floor::fresh_value, state::Tranche},
    warrant::state::WarrantSeries,
};
use anchor_lang::prelude::*;

/// The terms of a reward curve.
#[derive(AnchorSerialize, AnchorDeserialize, Clone)]
pub struct CurveArgs {
    /// The version of the offer that this replaces; 0 if there is none yet.
    pub replaces: u32,
    /// The curve's place in the book: the next one, or one to change.
    pub curve: u8,
    /// What the curve pays in.
    pub kind: RewardKind,
    /// The knots of the curve, one to eight; see [`curve::check`].
    pub knots: Vec<Knot>,
}

/// Accounts of `set_curve`.
#[event_cpi]
#[derive(Accounts)]
pub struct SetCurve<'info> {
    /// The security's sponsor, or the agent in control.
    pub sponsor: Signer<'info>,
    /// The security.
    pub security: AccountLoader<'info, Security>,
    /// The book, before its deadline.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub book: AccountLoader<'info, Book>,
    /// The tranche whose shares are set aside: the book's own for bonus shares, the promote tranche for promote points,
    /// and for warrants the tranche whose shares they buy.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The address of the reported value of the tranche's shares; there may be no account yet.
    /// CHECK: by address; read in the handler.
    #[account(
        seeds = [seeds::RATE, security.key().as_ref(), tranche.load()?.mint.as_ref()], bump
    )]
    pub share_rate: UncheckedAccount<'info>,
    /// The warrant series; required if the curve pays in warrants.
    #[account(mut, has_one = tranche @ SecuritiesError::WrongTranche)]
    pub series: Option<AccountLoader<'info, WarrantSeries>>,
}

/// See [`crate::securities::set_curve`].
pub fn set_curve(ctx: Context<SetCurve>, args: CurveArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    accounts
        .security
        .load()?
        .require_power(accounts.sponsor.key, Power::Books)?;
    let given = args.knots.as_slice();
    curve::check(given)?;
    let mut knots = [Knot::default(); MAX_KNOTS];
    for (slot, knot) in knots.iter_mut().zip(given) {
        *slot = *knot;
    }

    let now = Clock::get()?.unix_timestamp;
    let event = {
        let book = &mut accounts.book.load_mut()?;
        book.change_terms(args.replaces, now)?;
        let target = target(accounts, book, args.kind)?;
        if args.kind == RewardKind::PromotePoints {
            require_day_to_lock(&*accounts.tranche.load()?, book.deadline_at(now))?;
        }
        let latest = book.latest_deadline;
        let curve = slot(book, &args, &target)?;
        let budget = curve::budget(given);
        // Nothing is granted before the lock, so all of the old budget is free again.
        let before = core::mem::replace(&mut curve.budget, budget);
        curve.target = target;
        curve.kind = args.kind as u8;
        curve.knots = knots;
        curve.knot_count = u8::try_from(args.knots.len()).map_err(|_| SecuritiesError::BadCurve)?;
        accounts.tranche.load_mut()?.set_aside(before, budget)?;
        require_floor(accounts, book, &args, budget > before, now)?;
        if let (RewardKind::Warrants, Some(series)) = (args.kind, &accounts.series) {
            let series = &mut series.load_mut()?;
            // Warrants must not expire before the last possible lock, so that they can still be exercised.
            ensure!(
                series.expires_at > latest.saturating_add(LOCK_GRACE),
                SecuritiesError::BadSeries
            );
            series.bind(&accounts.book.key(), budget)?;
        }
        CurveSet {
            book: accounts.book.key(),
            sequence: book.next_event()?,
            security: accounts.security.key(),
            curve: args.curve,
            kind: args.kind as u8,
            target,
            budget,
            version: book.offer_version,
        }
    };
    emit(&ctx.accounts.event_authority, &event)?;
    Ok(())
}

/// Refuses a reward that would dilute a tranche that others hold or are in line for: bonus shares and warrants below
/// its floor, and additional promote points, which cost nothing.
fn require_floor(
    accounts: &SetCurve<'_>,
    book: &Book,
    args: &CurveArgs,
    is_more: bool,
    now: i64,
) -> Result<()> {
    let tranche = accounts.tranche.load()?;
    let own = accounts.tranche.key() == book.tranche;
    let value = fresh_value(&accounts.share_rate, &book.security, &tranche.mint, now)?;
    let floor = tranche.floor(value, own)?;
    match (args.kind, &accounts.series) {
        (RewardKind::BonusShares, _) => book.require_floor(&tranche, floor, book.price_min),
        (RewardKind::Warrants, Some(series)) => {
            ensure!(
                series.load()?.strike >= floor.least(),
                SecuritiesError::BelowFloor
            );
            Ok(())
        }
        (RewardKind::PromotePoints, _) | (RewardKind::Warrants, None) => {
            ensure!(tranche.shares == 0 || !is_more, SecuritiesError::BelowFloor);
            Ok(())
        }
    }
}

/// The address of what the curve pays in, after checking its tranche.
fn target(accounts: &SetCurve<'_>, book: &Book, kind: RewardKind) -> Result<Pubkey> {
    let tranche = accounts.tranche.key();
    let own = tranche == book.tranche;
    match kind {
        RewardKind::Warrants => {
            let series = accounts.series.as_ref();
            Ok(series.ok_or(SecuritiesError::WrongReward)?.key())
        }
        RewardKind::BonusShares => {
            ensure!(own, SecuritiesError::WrongTranche);
            ensure!(book.cover_par == 0, SecuritiesError::CoverAtPar);
            Ok(tranche)
        }
        RewardKind::PromotePoints => {
            let equity = accounts.tranche.load()?.is_no_par_equity();
            ensure!(!own && equity, SecuritiesError::NotEquityWithoutPar);
            Ok(tranche)
        }
    }
}

/// The curve to set: a new one, or one of the same kind and target to change.
fn slot<'a>(book: &'a mut Book, args: &CurveArgs, target: &Pubkey) -> Result<&'a mut RewardCurve> {
    let count = book.curve_count;
    let index = usize::from(args.curve);
    ensure!(
        args.curve <= count && index < MAX_CURVES,
        SecuritiesError::TooManyCurves
    );
    if args.curve == count {
        // Two curves with one target would share its record of what is set aside.
        let taken = book.curves().iter().any(|curve| curve.target == *target);
        ensure!(!taken, SecuritiesError::WrongReward);
        book.curve_count = count.saturating_add(1);
    }
    let curve = book
        .curves
        .get_mut(index)
        .ok_or(SecuritiesError::TooManyCurves)?;
    ensure!(
        args.curve == count || (curve.target == *target && curve.kind == args.kind as u8),
        SecuritiesError::WrongReward
    );
    Ok(curve)
}
