//! Rewards of settled tickets: where they go.

use super::{
    ledger::Settlement,
    state::{Book, RewardKind},
};
use crate::{
    errors::SecuritiesError,
    holder::state::Holder,
    seeds::SignerSeeds,
    tranche::{share_mint::Minting, state::Tranche},
    warrant::state::WarrantSeries,
};
use anchor_lang::prelude::*;

/// Whose rewards, and when.
pub(super) struct Recipient<'a> {
    /// The ticket's owner.
    pub owner: &'a Pubkey,
    /// Unix time.
    pub now: i64,
}

/// What a ticket's owner gets in shares of the book's own tranche, beyond those it bought.
pub(super) fn bonus_shares(book: &Book, settlement: &Settlement) -> Result<u64> {
    let mut bonus = 0_u64;
    for (curve, reward) in book.curves().iter().zip(settlement.rewards) {
        if curve.kind()? == RewardKind::BonusShares {
            bonus = crate::math::fixed::add(bonus, reward)?;
        }
    }
    Ok(bonus)
}

/// Grants warrants and promote points. The accounts of each curve, in order: for warrants the series, the mint and
/// the owner's associated account for it; for promote points the tranche, the owner's record in it, the share mint
/// and the owner's associated account for it; for bonus shares none.
pub(super) fn grant<'info>(
    book: &Book,
    settlement: &Settlement,
    recipient: &Recipient<'_>,
    accounts: &'info [AccountInfo<'info>],
) -> Result<()> {
    let mut rest = accounts;
    for (curve, reward) in book.curves().iter().zip(settlement.rewards) {
        match curve.kind()? {
            RewardKind::BonusShares => {}
            RewardKind::Warrants => {
                let [series, mint, to] = take(&mut rest)?;
                ensure_keys_eq!(*series.key, curve.target, SecuritiesError::WrongReward);
                warrants(recipient, reward, series, mint, to)?;
            }
            RewardKind::PromotePoints => {
                let [tranche, holder, mint, to] = take(&mut rest)?;
                ensure_keys_eq!(*tranche.key, curve.target, SecuritiesError::WrongReward);
                promote_points(recipient, reward, tranche, holder, mint, to)?;
            }
        }
    }
    Ok(())
}

fn take<'info, const N: usize>(
    rest: &mut &'info [AccountInfo<'info>],
) -> Result<&'info [AccountInfo<'info>; N]> {
    let (first, tail) = rest
        .split_first_chunk()
        .ok_or(SecuritiesError::RewardAccountsMissing)?;
    *rest = tail;
    Ok(first)
}

fn warrants<'info>(
    recipient: &Recipient<'_>,
    amount: u64,
    series: &'info AccountInfo<'info>,
    mint: &'info AccountInfo<'info>,
    to: &'info AccountInfo<'info>,
) -> Result<()> {
    // A series that has expired and is closed grants nothing, and holds up nobody's shares.
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
        mint,
        to,
        authority: series,
    };
    recipient.mint(&minting, amount, &signer)
}

fn promote_points<'info>(
    recipient: &Recipient<'_>,
    amount: u64,
    tranche: &'info AccountInfo<'info>,
    holder: &'info AccountInfo<'info>,
    mint: &'info AccountInfo<'info>,
    to: &'info AccountInfo<'info>,
) -> Result<()> {
    let loader = AccountLoader::<Tranche>::try_from(tranche)?;
    let signer = {
        let state = &mut loader.load_mut()?;
        if amount == 0 {
            state.settled()?;
            return state.invariant();
        }
        ensure_keys_eq!(*mint.key, state.mint, SecuritiesError::WrongMint);
        let record = AccountLoader::<Holder>::try_from(holder)?;
        let record = &mut record.load_mut()?;
        ensure!(
            record.tranche == *tranche.key && record.owner == *recipient.owner,
            SecuritiesError::HolderMissing
        );
        record.take_issue(state, amount, recipient.now)?;
        state.settled()?;
        state.invariant()?;
        state.signer()
    };
    let minting = Minting {
        mint,
        to,
        authority: tranche,
    };
    recipient.mint(&minting, amount, &signer)
}

impl Recipient<'_> {
    fn mint(&self, minting: &Minting<'_, '_>, amount: u64, signer: &SignerSeeds) -> Result<()> {
        minting.require_owner(self.owner)?;
        minting.mint(amount, signer)
    }
}

/// Tells the tranche of each curve of promote points that tickets are locked, or that one is gone: its distributions
/// wait like those of the book's own.
pub(super) fn each_promote<'info>(
    book: &Book,
    mut accounts: impl Iterator<Item = &'info AccountInfo<'info>>,
    change: impl Fn(&mut Tranche) -> Result<()>,
) -> Result<()> {
    for curve in book.curves() {
        if curve.kind()? != RewardKind::PromotePoints {
            continue;
        }
        let account = accounts
            .next()
            .ok_or(SecuritiesError::RewardAccountsMissing)?;
        ensure_keys_eq!(*account.key, curve.target, SecuritiesError::WrongReward);
        let loader = AccountLoader::<Tranche>::try_from(account)?;
        let tranche = &mut loader.load_mut()?;
        change(tranche)?;
        tranche.invariant()?;
    }
    Ok(())
}
