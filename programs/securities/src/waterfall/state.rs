//! The Waterfall account: the ordered tiers that each distribution of a security runs through, and its triggers.

use super::terms::{TestTerms, TierTerms, TriggerTerms};
use crate::{
    errors::SecuritiesError,
    math::{
        MathError,
        fee::{self, Due},
        fixed,
        trigger::{self, Picture, Test},
        waterfall::{Carry, Cushion, MAX_TIERS, Mode, Outcome, Tier},
    },
};
use anchor_lang::prelude::*;

/// Layout version of a Waterfall.
pub const VERSION: u8 = 1;
/// Triggers a waterfall may have.
pub const MAX_TRIGGERS: usize = 4;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// What a tier pays, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Pays {
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

/// A tier as stored.
#[zero_copy]
pub struct TierState {
    /// 1 interest, 2 arrears, 3 principal, 4 residual, 5 sweep, 6 fee, 7 annual fee, 8 reserve, 9 cover, 10 carry, 11
    /// split; 0 is unused.
    pub kind: u8,
    /// Rank of the tranche it pays; 0 for fees and the reserve.
    pub rank: u8,
    /// Of a carry: rank of the tranche whose profit it is of.
    pub base: u8,
    /// Zero.
    pub padding: u8,
    /// Of a fee, a reserve, a carry or a split: its part, basis points.
    pub bps: u32,
    /// Of a carry: its part of what is above the hurdle until it has caught up, basis points.
    pub catch_up_bps: u32,
    /// Zero.
    pub padding2: [u8; 4],
    /// Of a fee: the wallet it is paid to.
    pub payee: Pubkey,
    /// Of an annual fee: a year; of a reserve: the flat part of its target. Settlement base units.
    pub amount: u64,
    /// Ever taken by the tier; of a reserve: what it holds.
    pub taken: u64,
    /// Of a fee: taken and not yet paid to the payee.
    pub owed: u64,
    /// Of a fee: ever due, taken or not.
    pub due: u64,
    /// Of a fee: what the last division left.
    pub remainder: u64,
    /// Of a carry: ever reached it.
    pub reached: u64,
}

/// A trigger as stored.
#[zero_copy]
pub struct TriggerState {
    /// 1 subordination, 2 losses, 3 overdue, 4 collateral; 0 is unused.
    pub kind: u8,
    /// The tranche it protects.
    pub rank: u8,
    /// Days it may fail before it has consequences.
    pub cure_days: u16,
    /// Of overdue: days; of collateral: days that a report is good for.
    pub days: u16,
    /// Zero.
    pub padding: [u8; 2],
    /// The limit, basis points.
    pub bps: u32,
    /// Zero.
    pub padding2: [u8; 4],
    /// Since when it does not hold, Unix time; 0: it did when last looked at.
    pub failed_since: i64,
}

/// The ordered tiers of a security. Address: see [`crate::seeds::WATERFALL`].
#[account(zero_copy)]
pub struct Waterfall {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Tiers in use, 1 to 12.
    pub tier_count: u8,
    /// Triggers in use, 0 to 4.
    pub trigger_count: u8,
    /// Raised by one each time the tiers are set, from 1.
    pub edition: u32,
    /// The security.
    pub security: Pubkey,
    /// The tiers, in order.
    pub tiers: [TierState; MAX_TIERS],
    /// The triggers.
    pub triggers: [TriggerState; MAX_TRIGGERS],
    /// Until when no principal is repaid but what has matured, Unix time.
    pub revolving_until: i64,
    /// 1: a trigger has accelerated it.
    pub tripped: u8,
    /// 1: the sponsor or the arbitrator has.
    pub declared: u8,
    /// Zero.
    pub padding: [u8; 6],
    /// Day number up to which annual fees have accrued; 0: none has.
    pub accrued_to: u64,
    /// What the reporter said the pool is worth, settlement base units.
    pub pool_value: u64,
    /// When, Unix time; 0: never.
    pub pool_at: i64,
    /// SHA-256 of the report behind it.
    pub pool_sha256: [u8; 32],
    /// Room for later rules; zero.
    pub reserved: [u8; 256],
}

const _: () = assert!(size_of::<TierState>() == 96 && size_of::<TriggerState>() == 24);
const _: () = assert!(size_of::<Waterfall>() == 1_616 && align_of::<Waterfall>() == 8);

impl From<TierTerms> for TierState {
    fn from(terms: TierTerms) -> Self {
        let mut tier: Self = bytemuck::Zeroable::zeroed();
        let (kind, rank) = match terms {
            TierTerms::Interest { rank } => (Pays::Interest, rank),
            TierTerms::Arrears { rank } => (Pays::Arrears, rank),
            TierTerms::Principal { rank } => (Pays::Principal, rank),
            TierTerms::Sweep { rank } => (Pays::Sweep, rank),
            TierTerms::Residual { rank } => (Pays::Residual, rank),
            TierTerms::Cover { rank } => (Pays::Cover, rank),
            TierTerms::Fee { bps, payee } => {
                tier.bps = bps;
                tier.payee = payee;
                (Pays::Fee, 0)
            }
            TierTerms::AnnualFee { bps, amount, payee } => {
                tier.bps = bps;
                tier.amount = amount;
                tier.payee = payee;
                (Pays::AnnualFee, 0)
            }
            TierTerms::Reserve { amount, bps } => {
                tier.bps = bps;
                tier.amount = amount;
                (Pays::Reserve, 0)
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
                (Pays::Carry, rank)
            }
            TierTerms::Split { rank, bps } => {
                tier.bps = bps;
                (Pays::Split, rank)
            }
        };
        tier.kind = kind as u8;
        tier.rank = rank;
        tier
    }
}

impl TierState {
    /// Whether a payee outside the tranches takes it.
    #[must_use]
    pub const fn is_fee(&self) -> bool {
        self.kind == Pays::Fee as u8 || self.kind == Pays::AnnualFee as u8
    }

    /// What a run sees of it; `debt` is the principal of all debt, and `repaid` says that it was and is no more.
    fn tier(&self, debt: u64, repaid: bool) -> Result<Tier> {
        let rank = self.rank;
        Ok(match self.kind {
            1 => Tier::Interest(rank),
            2 => Tier::Arrears(rank),
            3 => Tier::Principal(rank),
            4 => Tier::Residual(rank),
            5 => Tier::Sweep(rank),
            6 | 7 => Tier::Fee(fixed::sub(self.due, self.taken)?),
            8 if repaid => Tier::Reserve(0),
            8 => {
                let part = fixed::mul_div_floor(debt, self.bps.into(), 10_000)?;
                Tier::Reserve(self.amount.saturating_add(part))
            }
            9 => Tier::Cover(rank),
            10 => Tier::Carry(Carry {
                rank,
                base: self.base,
                carry_bps: self.bps,
                catch_up_bps: self.catch_up_bps,
                reached: self.reached,
                paid: self.taken,
            }),
            11 => Tier::Split {
                rank,
                bps: self.bps,
            },
            _ => return Err(SecuritiesError::UnknownValue.into()),
        })
    }

    /// Makes the fee of a distribution due: its part of the gross, or what accrued over the days.
    fn accrue(&mut self, gross: u64, principal_days: u128, days: u64) -> Result<()> {
        let due = match self.kind {
            6 => fee::of_gross(gross, self.bps, self.remainder),
            7 => fee::annual(principal_days, self.bps, self.amount, days, self.remainder),
            _ => return Ok(()),
        };
        // A fee that outgrows 64 bits can never be paid in full; it must not stop everybody's money.
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

impl From<TriggerTerms> for TriggerState {
    fn from(terms: TriggerTerms) -> Self {
        let mut trigger: Self = bytemuck::Zeroable::zeroed();
        trigger.cure_days = terms.cure_days;
        match terms.test {
            TestTerms::Subordination { rank, min_bps } => {
                trigger.kind = 1;
                trigger.rank = rank;
                trigger.bps = min_bps;
            }
            TestTerms::Losses { max_bps } => {
                trigger.kind = 2;
                trigger.bps = max_bps;
            }
            TestTerms::Overdue { rank, days } => {
                trigger.kind = 3;
                trigger.rank = rank;
                trigger.days = days;
            }
            TestTerms::Collateral {
                rank,
                min_bps,
                max_age,
            } => {
                trigger.kind = 4;
                trigger.rank = rank;
                trigger.bps = min_bps;
                trigger.days = max_age;
            }
        }
        trigger
    }
}

impl TriggerState {
    fn test(&self) -> Result<Test> {
        let (rank, days) = (self.rank, i64::from(self.days).saturating_mul(DAY));
        Ok(match self.kind {
            1 => Test::Subordination {
                rank,
                min_bps: self.bps,
            },
            2 => Test::Losses { max_bps: self.bps },
            3 => Test::Overdue {
                rank,
                seconds: days,
            },
            4 => Test::Collateral {
                rank,
                min_bps: self.bps,
                max_age: days,
            },
            _ => return Err(SecuritiesError::UnknownValue.into()),
        })
    }
}

/// What a look at the triggers found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Bit n: trigger n does not hold.
    pub failing: u8,
    /// Whether the subordination asked for holds.
    pub cushioned: bool,
}

impl Waterfall {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The tiers in use.
    #[must_use]
    pub fn tiers(&self) -> &[TierState] {
        self.tiers
            .get(..usize::from(self.tier_count))
            .unwrap_or(&[])
    }

    /// The triggers in use.
    #[must_use]
    pub fn triggers(&self) -> &[TriggerState] {
        self.triggers
            .get(..usize::from(self.trigger_count))
            .unwrap_or(&[])
    }

    /// The tiers as a run sees them; without amounts, as the check of the structure does.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`] when the account holds what this version does not know.
    pub fn plan(&self, debt: u64, repaid: bool) -> Result<Vec<Tier>> {
        self.tiers()
            .iter()
            .map(|tier| tier.tier(debt, repaid))
            .collect()
    }

    /// In what mode it is at `now`.
    #[must_use]
    pub const fn mode(&self, now: i64) -> Mode {
        if self.tripped == 1 || self.declared == 1 {
            Mode::Accelerated
        } else if now < self.revolving_until {
            Mode::Revolving
        } else {
            Mode::Amortising
        }
    }

    /// Subordination that junior principal is not repaid below.
    pub(crate) fn cushions(&self) -> Vec<Cushion> {
        self.triggers()
            .iter()
            .filter(|trigger| trigger.kind == 1)
            .map(|trigger| Cushion {
                rank: trigger.rank,
                min_bps: trigger.bps,
            })
            .collect()
    }

    /// Makes fees due: on a distribution's gross, and by the day up to `today`, on the principal of all debt times the
    /// days since the last distribution. They begin on the day that the first tranche's term began.
    pub(crate) fn accrue(
        &mut self,
        gross: u64,
        principal_days: u128,
        began: u64,
        today: u64,
    ) -> Result<()> {
        let from = self.accrued_to.max(began);
        let days = today.saturating_sub(from);
        self.accrued_to = from.max(today);
        self.tiers
            .iter_mut()
            .try_for_each(|tier| tier.accrue(gross, principal_days, days))
    }

    /// Looks at the triggers: notes since when one does not hold, and accelerates or stops accelerating.
    pub(crate) fn look(&mut self, picture: &Picture<'_>) -> Result<Found> {
        let (mut failing, mut tripped, mut cushioned) = (0_u8, false, true);
        let mut bit = 1_u8;
        let count = usize::from(self.trigger_count);
        for state in self.triggers.iter_mut().take(count) {
            let test = state.test()?;
            let holds = trigger::holds(test, picture);
            let cure = i64::from(state.cure_days).saturating_mul(DAY);
            let (since, trips) = trigger::step(picture.now, state.failed_since, cure, holds);
            state.failed_since = since;
            tripped |= trips;
            cushioned &= holds || !matches!(test, Test::Subordination { .. });
            if !holds {
                failing |= bit;
            }
            bit = bit.wrapping_shl(1);
        }
        self.tripped = u8::from(trigger::sticky(self.tripped == 1, tripped, failing == 0));
        Ok(Found { failing, cushioned })
    }

    /// Counts what each tier took of a run in the settlement mint, and says how much of it is fees.
    pub(crate) fn take(&mut self, outcome: &Outcome) -> Result<u64> {
        let mut fees = 0;
        for ((tier, amount), reached) in self
            .tiers
            .iter_mut()
            .zip(outcome.tiers)
            .zip(outcome.reached)
        {
            if tier.kind == Pays::Reserve as u8 {
                tier.taken = amount;
                continue;
            }
            tier.taken = fixed::add(tier.taken, amount)?;
            tier.reached = fixed::add(tier.reached, reached)?;
            if tier.is_fee() {
                tier.owed = fixed::add(tier.owed, amount)?;
                fees = fixed::add(fees, amount)?;
            }
        }
        Ok(fees)
    }
}
