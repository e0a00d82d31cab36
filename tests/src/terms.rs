//! What a book takes in and what it promises: assets and rewards, by their addresses.

use crate::{address, deal::Deal, token};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::AccountMeta};
use securities::{
    book::{asset::RateAdapter, reward::RewardKind},
    math::curve::Knot,
};

/// An asset of a book.
#[derive(Clone)]
pub struct Asset {
    /// Its mint.
    pub mint: Pubkey,
    /// The mint's program.
    pub token_program: Pubkey,
    /// The book's escrow of it.
    pub escrow: Pubkey,
    /// The security's vault of it.
    pub vault: Pubkey,
    /// Where its rate is read.
    pub rate_source: Option<Pubkey>,
    /// By what.
    pub adapter: RateAdapter,
    /// How old a reported rate may be.
    pub max_age: i64,
}

impl Asset {
    /// An asset of a token program that is worth as many units of settlement money.
    #[must_use]
    pub fn par(deal: &Deal, book: &Pubkey, mint: &Pubkey, token_program: &Pubkey) -> Self {
        Self {
            mint: *mint,
            token_program: *token_program,
            escrow: address::vault(book, mint),
            vault: address::vault(&deal.security, mint),
            rate_source: None,
            adapter: RateAdapter::OneToOne,
            max_age: 0,
        }
    }

    /// The same, worth what the security's reporter said not longer ago than so many seconds.
    #[must_use]
    pub fn reported(self, deal: &Deal, max_age: i64) -> Self {
        Self {
            rate_source: Some(address::rate(&deal.security, &self.mint)),
            adapter: RateAdapter::Reported,
            max_age,
            ..self
        }
    }

    /// The same, worth what a stake pool says.
    #[must_use]
    pub fn of_stake_pool(self, pool: &Pubkey) -> Self {
        Self {
            rate_source: Some(*pool),
            adapter: RateAdapter::StakePool,
            ..self
        }
    }

    /// An owner's associated account for it.
    #[must_use]
    pub fn account(&self, owner: &Pubkey) -> Pubkey {
        address::token_account(owner, &self.mint, &self.token_program)
    }
}

/// A reward of a book.
#[derive(Clone)]
pub struct Reward {
    /// What it pays in.
    pub kind: RewardKind,
    /// The tranche whose shares are set aside.
    pub tranche: Pubkey,
    /// The series, for warrants.
    pub series: Option<Pubkey>,
    /// The curve.
    pub knots: Vec<Knot>,
}

/// Points of a curve, as money and reward.
#[must_use]
pub fn knots(points: &[(u64, u64)]) -> Vec<Knot> {
    let knot = |(money, reward): &(u64, u64)| Knot {
        money: *money,
        reward: *reward,
        bend: 0,
    };
    points.iter().map(knot).collect()
}

impl Reward {
    /// The same with a rate that falls on the way to the last point, from twice its mean to nothing.
    #[must_use]
    pub fn falling(mut self) -> Self {
        let count = self.knots.len();
        let before = count.checked_sub(2).map_or(0, |at| self.knots[at].reward);
        if let Some(last) = self.knots.last_mut() {
            last.bend = last.reward - before;
        }
        self
    }

    /// Warrants of a series on the shares of a rank.
    #[must_use]
    pub fn warrants(deal: &Deal, (rank, number): (u8, u32), points: &[(u64, u64)]) -> Self {
        Self {
            kind: RewardKind::Warrants,
            tranche: deal.class(rank).tranche,
            series: Some(deal.series(rank, number)),
            knots: knots(points),
        }
    }

    /// More shares of the book's own tranche.
    #[must_use]
    pub fn bonus_shares(deal: &Deal, rank: u8, points: &[(u64, u64)]) -> Self {
        Self {
            kind: RewardKind::BonusShares,
            tranche: deal.class(rank).tranche,
            series: None,
            knots: knots(points),
        }
    }

    /// Shares of the tranche that takes the carry.
    #[must_use]
    pub fn promote_points(deal: &Deal, rank: u8, points: &[(u64, u64)]) -> Self {
        Self {
            kind: RewardKind::PromotePoints,
            ..Self::bonus_shares(deal, rank, points)
        }
    }

    /// The mint of what it pays.
    #[must_use]
    pub fn mint(&self) -> Pubkey {
        self.series.map_or_else(
            || address::share_mint(&self.tranche),
            |series| address::warrant_mint(&series),
        )
    }

    /// An owner's associated account for what it pays.
    #[must_use]
    pub fn account(&self, owner: &Pubkey) -> Pubkey {
        address::token_account(owner, &self.mint(), &token::TOKEN_2022)
    }

    /// The accounts that a settlement needs for it.
    #[must_use]
    pub fn accounts(&self, owner: &Pubkey) -> Vec<AccountMeta> {
        let (mint, to) = (self.mint(), self.account(owner));
        let all = match (self.kind, self.series) {
            (RewardKind::BonusShares, _) => vec![],
            (RewardKind::Warrants, series) => vec![series.unwrap_or_default(), mint, to],
            (RewardKind::PromotePoints, _) => {
                let holder = address::holder(&self.tranche, owner);
                vec![self.tranche, holder, mint, to]
            }
        };
        all.into_iter()
            .map(|address| AccountMeta::new(address, false))
            .collect()
    }
}
