//! The reward curves of a book.

use crate::{
    chain::wide::Wide,
    errors::SecuritiesError,
    math::curve::{self, Knot, MAX_KNOTS},
    security::state::MAX_VAULTS,
};
use anchor_lang::prelude::*;

/// What a reward is paid in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum RewardKind {
    /// Warrants of a series.
    Warrants,
    /// More shares of the book's own tranche.
    BonusShares,
    /// Shares of another tranche of the security, the one that receives the manager's carried interest.
    PromotePoints,
}

/// A reward by place in line.
#[zero_copy]
pub struct RewardCurve {
    /// What the curve pays in: the address of a warrant series or of a tranche.
    pub target: Pubkey,
    /// The cumulative curve over money in line.
    pub knots: [Knot; MAX_KNOTS],
    /// What the whole curve would pay, which is set aside before it is promised, in base units of the reward. For
    /// promote points, after the lock: what is granted or held.
    pub budget: u64,
    /// Granted so far, in base units of the reward.
    pub granted: u64,
    /// For promote points: shares of their tranche that the book holds for tickets that are not settled yet.
    pub held: u64,
    /// For promote points: their tranche's accumulators at the lock; the held shares earn from there on.
    pub since: [Wide; MAX_VAULTS],
    /// 0 warrants, 1 bonus shares, 2 promote points.
    pub kind: u8,
    /// Number of knots in use.
    pub knot_count: u8,
    /// Zero.
    pub padding: [u8; 6],
}

impl RewardCurve {
    /// The knots in use.
    #[must_use]
    pub fn knots(&self) -> &[Knot] {
        self.knots
            .get(..usize::from(self.knot_count))
            .unwrap_or(&[])
    }

    /// The kind of reward that the curve pays.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn kind(&self) -> Result<RewardKind> {
        match self.kind {
            0 => Ok(RewardKind::Warrants),
            1 => Ok(RewardKind::BonusShares),
            2 => Ok(RewardKind::PromotePoints),
            _ => Err(SecuritiesError::UnknownValue.into()),
        }
    }

    /// What `accepted` money earns with `ahead` money before it.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub fn earned(&self, ahead: u64, accepted: u64) -> Result<u64> {
        Ok(curve::reward_between(self.knots(), ahead, accepted)?)
    }
}

const _: () = assert!(size_of::<RewardCurve>() == 320);
