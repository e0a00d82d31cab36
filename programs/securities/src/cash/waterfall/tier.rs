//! A tier, as a Waterfall account stores it.

use super::terms::TierTerms;
use crate::{
    errors::SecuritiesError,
    math::{
        MathError,
        fee::{self, Due},
        fixed,
        waterfall::{Carry, Tier},
    },
};
use anchor_lang::prelude::*;

/// The kind of a tier, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum TierKind {
    Interest = 1,
    Arrears,
    Principal,
    Residual,
    Sweep,
    Fee,
    AnnualFee,
    Reserve,
    Cover,
    Carry,
    Split,
}

impl TryFrom<u8> for TierKind {
    type Error = SecuritiesError;

    fn try_from(stored: u8) -> core::result::Result<Self, SecuritiesError> {
        Ok(match stored {
            1 => Self::Interest,
            2 => Self::Arrears,
            3 => Self::Principal,
            4 => Self::Residual,
            5 => Self::Sweep,
            6 => Self::Fee,
            7 => Self::AnnualFee,
            8 => Self::Reserve,
            9 => Self::Cover,
            10 => Self::Carry,
            11 => Self::Split,
            _ => return Err(SecuritiesError::UnknownValue),
        })
    }
}

/// A tier, as stored.
#[zero_copy]
pub struct TierState {
    /// 1 interest, 2 arrears, 3 principal, 4 residual, 5 sweep, 6 fee, 7 annual fee, 8 reserve, 9 cover, 10 carry, 11
    /// split; 0 is unused.
    pub kind: u8,
    /// Rank of the tranche that it pays; 0 for fees and the reserve.
    pub rank: u8,
    /// For a carry: rank of the tranche whose profit it is taken from.
    pub base: u8,
    /// For a fee: 1 if it is a part of income only.
    pub income_only: u8,
    /// For a fee, a reserve, a carry or a split: its part, in basis points.
    pub bps: u32,
    /// For a carry: its part of what is above the hurdle until it has caught up, in basis points.
    pub catch_up_bps: u32,
    /// Zero.
    pub padding2: [u8; 4],
    /// For a fee: the wallet that it is paid to.
    pub payee: Pubkey,
    /// For an annual fee: the flat amount per year; for a reserve: the flat part of its target. In settlement base
    /// units.
    pub amount: u64,
    /// Total taken by the tier; for a reserve: what it holds; for a carry: including what it passed on while nobody
    /// held its class.
    pub taken: u64,
    /// For a fee: taken and not yet paid to the payee.
    pub owed: u64,
    /// For a fee: total due, taken or not.
    pub due: u64,
    /// For a fee: the remainder of the last division.
    pub remainder: u64,
    /// For a carry: total that has reached it.
    pub reached: u64,
}

const _: () = assert!(size_of::<TierState>() == 96);

impl From<TierTerms> for TierState {
    fn from(terms: TierTerms) -> Self {
        let mut tier: Self = bytemuck::Zeroable::zeroed();
        let (kind, rank) = match terms {
            TierTerms::Interest { rank } => (TierKind::Interest, rank),
            TierTerms::Arrears { rank } => (TierKind::Arrears, rank),
            TierTerms::Principal { rank } => (TierKind::Principal, rank),
            TierTerms::Sweep { rank } => (TierKind::Sweep, rank),
            TierTerms::Residual { rank } => (TierKind::Residual, rank),
            TierTerms::Cover { rank } => (TierKind::Cover, rank),
            TierTerms::Fee {
                bps,
                income_only,
                payee,
            } => {
                tier.bps = bps;
                tier.income_only = u8::from(income_only);
                tier.payee = payee;
                (TierKind::Fee, 0)
            }
            TierTerms::AnnualFee { bps, amount, payee } => {
                tier.bps = bps;
                tier.amount = amount;
                tier.payee = payee;
                (TierKind::AnnualFee, 0)
            }
            TierTerms::Reserve { amount, bps } => {
                tier.bps = bps;
                tier.amount = amount;
                (TierKind::Reserve, 0)
            }
            TierTerms::Carry {
                rank,
                base,
                carry_bps,
                catch_up_bps,
            } => {
                tier.base = base;
                tier.bps = carry_bps;
                tier.catch_up_bps = catch_up_bps;
                (TierKind::Carry, rank)
            }
            TierTerms::Split { rank, bps } => {
                tier.bps = bps;
                (TierKind::Split, rank)
            }
        };
        tier.kind = kind as u8;
        tier.rank = rank;
        tier
    }
}

impl TierState {
    /// Whether it pays a payee outside the tranches.
    #[must_use]
    pub const fn is_fee(&self) -> bool {
        self.kind == TierKind::Fee as u8 || self.kind == TierKind::AnnualFee as u8
    }

    /// Whether it fills the reserve.
    #[must_use]
    pub const fn is_reserve(&self) -> bool {
        self.kind == TierKind::Reserve as u8
    }

    /// The tier as a run sees it. `debt` is the principal of all debt that is not repaid in cash; `repaid` is whether
    /// there has been debt and all of it is repaid.
    pub(crate) fn tier(&self, debt: u64, repaid: bool) -> Result<Tier> {
        let rank = self.rank;
        Ok(match TierKind::try_from(self.kind)? {
            TierKind::Interest => Tier::Interest(rank),
            TierKind::Arrears => Tier::Arrears(rank),
            TierKind::Principal => Tier::Principal(rank),
            TierKind::Residual => Tier::Residual(rank),
            TierKind::Sweep => Tier::Sweep(rank),
            TierKind::Fee | TierKind::AnnualFee => Tier::Fee(fixed::sub(self.due, self.taken)?),
            TierKind::Reserve if repaid => Tier::Reserve(0),
            TierKind::Reserve => {
                let part = fixed::mul_div_floor(debt, self.bps.into(), 10_000)?;
                Tier::Reserve(self.amount.saturating_add(part))
            }
            TierKind::Cover => Tier::Cover(rank),
            TierKind::Carry => Tier::Carry(Carry {
                rank,
                base: self.base,
                carry_bps: self.bps,
                catch_up_bps: self.catch_up_bps,
                reached: self.reached,
                paid: self.taken,
            }),
            TierKind::Split => Tier::Split {
                rank,
                bps: self.bps,
            },
        })
    }

    /// Makes the fee of a distribution due: its part of the amount or of the income in it, or what has accrued over the
    /// days.
    pub(crate) fn accrue(
        &mut self,
        (gross, income): (u64, u64),
        principal_days: u128,
        days: u64,
    ) -> Result<()> {
        let base = if self.income_only == 1 { income } else { gross };
        let due = match TierKind::try_from(self.kind)? {
            TierKind::Fee => fee::of_amount(base, self.bps, self.remainder),
            TierKind::AnnualFee => {
                fee::annual(principal_days, self.bps, self.amount, days, self.remainder)
            }
            TierKind::Interest
            | TierKind::Arrears
            | TierKind::Principal
            | TierKind::Residual
            | TierKind::Sweep
            | TierKind::Reserve
            | TierKind::Cover
            | TierKind::Carry
            | TierKind::Split => return Ok(()),
        };
        // A fee above 64 bits can never be paid in full; it must not stop everybody else's money.
        let due = match due {
            Err(MathError::Overflow) => Due {
                amount: u64::MAX,
                remainder: 0,
            },
            other => other?,
        };
        self.due = self.due.saturating_add(due.amount);
        self.remainder = due.remainder;
        Ok(())
    }
}
