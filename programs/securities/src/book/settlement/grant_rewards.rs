//! Granting the rewards of settled tickets.

use crate::{
    book::{outcome::TicketOutcome, reward::RewardKind, state::Book},
    chain::extra::Extra,
    errors::SecuritiesError,
    math::quantity::Shares,
    tranche::{
        delivery::Delivery, holder::Holder, issue::Accumulators, share_mint::Minting,
        state::Tranche, thaw::Freeze,
    },
    warrant::state::WarrantSeries,
};
use anchor_lang::prelude::*;
use anchor_spl::token_2022;

/// The recipient of rewards, and the time of the grant.
pub(crate) struct Recipient<'a, 'info> {
    /// The ticket's owner.
    pub owner: &'a Pubkey,
    /// Token-2022.
    pub token_program: &'a AccountInfo<'info>,
    /// The current time, in Unix seconds.
    pub now: i64,
    /// When the book was locked, in Unix seconds.
    pub locked_at: i64,
}

/// The remaining accounts that [`grant`] reads.
pub const REWARD_ACCOUNTS: &str = "for each curve, in order, the series, its mint and the owner's associated account for \
    warrants, the tranche, the owner's record, the share mint and the owner's associated account \
    for promote points, all writable (RewardAccountsMissing, WrongReward, HolderMissing), and of points in the frozen form \
    the two above, of their class";

/// Grants warrants and promote points. `accounts` are [`REWARD_ACCOUNTS`]; accounts that are frozen with what they receive are
/// added to `frozen`.
pub(crate) fn grant<'info>(
    book: &Book,
    outcome: &TicketOutcome,
    recipient: &Recipient<'_, 'info>,
    mut accounts: Extra<'info>,
    frozen: &mut Vec<Freeze>,
) -> Result<()> {
    for (curve, reward) in book.curves().iter().zip(outcome.rewards) {
        match curve.kind()? {
            RewardKind::BonusShares => {}
            RewardKind::Warrants => {
                let [series, mint, to] = accounts.take(SecuritiesError::RewardAccountsMissing)?;
                ensure_keys_eq!(*series.key, curve.target, SecuritiesError::WrongReward);
                warrants(recipient, reward, series, mint, to)?;
            }
            RewardKind::PromotePoints => {
                let [tranche, holder, mint, to] =
                    accounts.take(SecuritiesError::RewardAccountsMissing)?;
                ensure_keys_eq!(*tranche.key, curve.target, SecuritiesError::WrongReward);
                let loader = AccountLoader::<Tranche>::try_from(tranche)?;
                let delivery = Delivery::new(
                    Minting {
                        token_program: &token_2022::ID,
                        mint,
                        to,
                        authority: tranche,
                    },
                    loader.load()?.is_frozen_form(),
                    recipient.token_program,
                    &mut accounts,
                )?;
                let points = Points {
                    amount: Shares(reward),
                    since: &curve.since,
                };
                frozen.extend(promote_points(
                    recipient,
                    &points,
                    (&loader, mint),
                    holder,
                    &delivery,
                )?);
            }
        }
    }
    Ok(())
}

fn warrants<'info>(
    recipient: &Recipient<'_, 'info>,
    amount: u64,
    series: &'info AccountInfo<'info>,
    mint: &'info AccountInfo<'info>,
    to: &'info AccountInfo<'info>,
) -> Result<()> {
    // A series that has expired and been closed grants nothing, and must not hold up the shares.
    if amount == 0 || *series.owner == anchor_lang::system_program::ID {
        return Ok(());
    }
    let loader = AccountLoader::<WarrantSeries>::try_from(series)?;
    let signer = {
        let state = &mut loader.load_mut()?;
        ensure_keys_eq!(*mint.key, state.mint, SecuritiesError::WrongMint);
        state.grant(amount)?;
        state.signer()
    };
    let minting = Minting {
        token_program: &token_2022::ID,
        mint,
        to,
        authority: series,
    };
    minting.require_owner(recipient.owner)?;
    minting.mint(amount, &signer)
}

/// Promote points that are handed over to a ticket's owner.
struct Points<'a> {
    amount: Shares,
    since: &'a Accumulators,
}

fn promote_points<'info>(
    recipient: &Recipient<'_, 'info>,
    points: &Points<'_>,
    (loader, mint): (&AccountLoader<'info, Tranche>, &AccountInfo<'info>),
    holder: &'info AccountInfo<'info>,
    delivery: &Delivery<'_, 'info>,
) -> Result<Option<Freeze>> {
    let amount = points.amount;
    if amount.is_zero() {
        return Ok(None);
    }
    let (handling, signer) = {
        let state = &mut loader.load_mut()?;
        ensure_keys_eq!(*mint.key, state.mint, SecuritiesError::WrongMint);
        let record = AccountLoader::<Holder>::try_from(holder)?;
        let record = &mut record.load_mut()?;
        ensure!(
            record.tranche == loader.key() && record.owner == *recipient.owner,
            SecuritiesError::HolderMissing
        );
        record.take_over(state, amount, points.since, recipient.now)?;
        let lock = state.insider_lock(amount, recipient.locked_at)?;
        record.lock(lock, recipient.now)?;
        let handling = delivery.record(state, record, amount, recipient.now)?;
        (handling, state.signer())
    };
    delivery.carry_out(&handling, amount, &signer)?;
    Ok(handling.freeze())
}
