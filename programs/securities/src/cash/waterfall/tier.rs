//! A tier, as a Waterfall account stores it.

use super::terms::{ReservePurpose, TierTerms};
use crate::{
    errors::SecuritiesError,
    math::{
        calendar, fixed,
        waterfall::{Carry, Coverage, Participation, Period, Purpose, Tier},
    },
};
use anchor_lang::prelude::*;

/// The kind of a tier, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum TierKind {
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
    CollateralTest,
    InterestTest,
    Expense,
    Capital,
    Service,
    Participation,
    Deficiency,
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
            12 => Self::CollateralTest,
            13 => Self::InterestTest,
            14 => Self::Expense,
            15 => Self::Capital,
            16 => Self::Service,
            17 => Self::Participation,
            18 => Self::Deficiency,
            _ => return Err(SecuritiesError::UnknownValue),
        })
    }
}

/// A tier, as stored.
#[zero_copy]
pub struct TierState {
    /// 1 interest, 2 arrears, 3 principal, 4 residual, 5 sweep, 6 fee, 7 annual fee, 8 reserve, 9 cover, 10 carry, 11
    /// split, 12 test of collateral, 13 test of interest, 14 expense, 15 capital, 16 service, 17 share, 18 deficiency; 0 is
    /// unused.
    pub kind: u8,
    /// Rank of the tranche that it pays, or of the most junior that a test protects; 0 for fees and reserves.
    pub rank: u8,
    /// For a carry: rank of the tranche whose profit it is taken from; for a participation: the tranches that it shares with, bit n
    /// is the tranche of rank n.
    pub base: u8,
    /// For a fee: 1 if it is a part of income only.
    pub income_only: u8,
    /// For a fee, a reserve, a carry or a split: its part, in basis points; for a test: the least cover; for a share: the
    /// part that it gives up.
    pub bps: u32,
    /// For a carry: its part of what is above the hurdle until it has caught up, in basis points.
    pub catch_up_bps: u32,
    /// For a test of collateral: days for which a report of the pool's value is valid.
    pub max_age: u16,
    /// For a test: 1 if money is trapped while it fails, instead of repaying debts.
    pub traps: u8,
    /// For an annual fee or an expense: 1 if it may be paid out of the treasury too.
    pub from_treasury: u8,
    /// For a carry: the multiple of its base's capital that is its hurdle, in basis points; 0: none. For a share: how often
    /// its capital counts.
    pub multiple_bps: u32,
    /// For an expense: the year in which that was submitted, from 0: whole times 365 days since the first lock.
    pub year: u32,
    /// For a fee or an expense: the wallet that it is paid to.
    pub payee: Pubkey,
    /// For an annual fee: the flat amount per year; for an expense: the most that is submitted in a year; for a reserve:
    /// the flat part of its target. In settlement base units.
    pub amount: u64,
    /// For an annual fee: the least that it comes to in a year, in settlement base units; 0: no minimum.
    pub min: u64,
    /// For an annual fee: the most that it comes to in a year, in settlement base units; 0: no maximum.
    pub max: u64,
    /// Total taken by the tier, and for fees and expenses also paid out of the treasury for it; for a reserve: what it
    /// holds; for a carry: including what it passed on while nobody held its class, and what was clawed back. Totals stop at
    /// the largest number.
    pub taken: u64,
    /// For a fee or an expense: taken and not yet paid to the payee; for a test of interest: what was paid in the period of what
    /// it compares with the income.
    pub owed: u64,
    /// For a fee or an expense: due, and neither taken nor paid; for a test of interest: the day on which the period that it counts
    /// began; for a carry: how much of what it took it passed on while nobody held its class.
    pub due: u64,
    /// For a fee: the remainder of the last division.
    pub remainder: u64,
    /// For the first step of a carry: total that has reached it; for a test of interest: income of the period so far; for
    /// an expense: submitted in its year.
    pub reached: u64,
    /// For the first step of a carry: how much of it was clawed back, as it was overpaid; for a test of interest: what was
    /// paid in the period of the fees ahead of it, whoever paid it.
    pub clawed_back: u64,
    /// For an annual fee, what it is a part of: 0 debt outstanding, 1 capital outstanding, 2 capital ever raised, 3 the
    /// pool's reported value.
    pub fee_base: u8,
    /// For a carry: 1 if it is paid while capital of its base is outstanding.
    pub deal_by_deal: u8,
    /// For a reserve, what it may pay: 0 everything, 1 interest and arrears of debts, 2 fees and expenses.
    pub purpose: u8,
    /// Zero.
    pub padding: [u8; 5],
}

const _: () = assert!(size_of::<TierState>() == 136);

impl From<TierTerms> for TierState {
    fn from(terms: TierTerms) -> Self {
        let mut tier: Self = bytemuck::Zeroable::zeroed();
        let (kind, rank) = match terms {
            TierTerms::Interest { rank } => (TierKind::Interest, rank),
            TierTerms::Arrears { rank } => (TierKind::Arrears, rank),
            TierTerms::Principal { rank } => (TierKind::Principal, rank),
            TierTerms::Service { rank } => (TierKind::Service, rank),
            TierTerms::Sweep { rank } => (TierKind::Sweep, rank),
            TierTerms::Capital { rank } => (TierKind::Capital, rank),
            TierTerms::Residual { rank } => (TierKind::Residual, rank),
            TierTerms::Deficiency { rank } => (TierKind::Deficiency, rank),
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
            TierTerms::AnnualFee {
                base,
                bps,
                amount,
                min,
                max,
                payee,
                from_treasury,
            } => {
                tier.fee_base = base as u8;
                tier.bps = bps;
                tier.amount = amount;
                tier.min = min;
                tier.max = max;
                tier.payee = payee;
                tier.from_treasury = u8::from(from_treasury);
                (TierKind::AnnualFee, 0)
            }
            TierTerms::Expense {
                cap,
                payee,
                from_treasury,
            } => {
                tier.amount = cap;
                tier.payee = payee;
                tier.from_treasury = u8::from(from_treasury);
                (TierKind::Expense, 0)
            }
            TierTerms::Reserve {
                purpose,
                amount,
                bps,
            } => {
                tier.purpose = purpose as u8;
                tier.bps = bps;
                tier.amount = amount;
                (TierKind::Reserve, 0)
            }
            TierTerms::Carry {
                rank,
                base,
                carry_bps,
                catch_up_bps,
                multiple_bps,
                deal_by_deal,
            } => {
                tier.base = base;
                tier.bps = carry_bps;
                tier.catch_up_bps = catch_up_bps;
                tier.multiple_bps = multiple_bps;
                tier.deal_by_deal = u8::from(deal_by_deal);
                (TierKind::Carry, rank)
            }
            TierTerms::CollateralTest {
                rank,
                min_bps,
                max_age,
                traps,
            } => {
                tier.bps = min_bps;
                tier.max_age = max_age;
                tier.traps = u8::from(traps);
                (TierKind::CollateralTest, rank)
            }
            TierTerms::InterestTest {
                rank,
                min_bps,
                traps,
            } => {
                tier.bps = min_bps;
                tier.traps = u8::from(traps);
                (TierKind::InterestTest, rank)
            }
            TierTerms::Split { rank, bps } => {
                tier.bps = bps;
                (TierKind::Split, rank)
            }
            TierTerms::Participation {
                rank,
                with,
                multiplier_bps,
                gives_up_bps,
            } => {
                tier.base = with;
                tier.multiple_bps = multiplier_bps;
                tier.bps = gives_up_bps;
                (TierKind::Participation, rank)
            }
        };
        tier.kind = kind as u8;
        tier.rank = rank;
        tier
    }
}

/// What the amounts of tiers depend on.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlanFacts {
    /// The principal of all debt that is not repaid in cash.
    pub debt: u64,
    /// Whether everything that reserves protect is repaid.
    pub repaid: bool,
    /// What fees and expenses took out of the treasury.
    pub spent: u64,
    /// The pool's last reported value, and how long ago it was reported, in seconds; none without a report.
    pub pool: Option<(u64, i64)>,
}

impl PlanFacts {
    fn pool_within(&self, seconds: i64) -> Option<u64> {
        self.pool
            .filter(|(_, age)| *age <= seconds)
            .map(|(value, _)| value)
    }
}

impl TierState {
    /// Whether it pays a payee outside the tranches: a fee or an expense.
    #[must_use]
    pub const fn is_fee(&self) -> bool {
        self.kind == TierKind::Fee as u8
            || self.kind == TierKind::AnnualFee as u8
            || self.kind == TierKind::Expense as u8
    }

    /// Whether it is a step of a carry.
    pub(crate) const fn is_carry(&self) -> bool {
        self.kind == TierKind::Carry as u8
    }

    /// Whether it fills a reserve.
    #[must_use]
    pub const fn is_reserve(&self) -> bool {
        self.kind == TierKind::Reserve as u8
    }

    /// For a reserve: what it may pay.
    pub(super) fn purpose(&self) -> Result<Purpose> {
        const ALL: u8 = ReservePurpose::All as u8;
        const INTEREST: u8 = ReservePurpose::Interest as u8;
        const EXPENSES: u8 = ReservePurpose::Expenses as u8;
        match self.purpose {
            ALL => Ok(Purpose::All),
            INTEREST => Ok(Purpose::Interest),
            EXPENSES => Ok(Purpose::Expenses),
            _ => Err(SecuritiesError::UnknownValue.into()),
        }
    }

    /// The tier as a run sees it.
    pub(crate) fn tier(&self, facts: &PlanFacts) -> Result<Tier> {
        let (rank, debt) = (self.rank, facts.debt);
        let coverage = |pool, period| Coverage {
            rank,
            min_bps: self.bps,
            traps: self.traps == 1,
            pool,
            period,
        };
        Ok(match TierKind::try_from(self.kind)? {
            TierKind::Interest => Tier::Interest(rank),
            TierKind::Arrears => Tier::Arrears(rank),
            TierKind::Principal => Tier::Principal(rank),
            TierKind::Residual => Tier::Residual(rank),
            TierKind::Service => Tier::Service(rank),
            TierKind::Sweep => Tier::Sweep(rank),
            TierKind::Capital => Tier::Capital(rank),
            TierKind::Deficiency => Tier::Deficiency(rank),
            TierKind::Fee | TierKind::AnnualFee | TierKind::Expense => Tier::Fee(self.due),
            TierKind::Reserve if facts.repaid => Tier::Reserve(self.purpose()?, 0),
            TierKind::Reserve => {
                let part = fixed::mul_div_floor(debt, self.bps.into(), 10_000)?;
                Tier::Reserve(self.purpose()?, self.amount.saturating_add(part))
            }
            TierKind::Cover => Tier::Cover(rank),
            TierKind::Carry => Tier::Carry(Carry {
                rank,
                base: self.base,
                carry_bps: self.bps,
                catch_up_bps: self.catch_up_bps,
                multiple_bps: self.multiple_bps,
                deal_by_deal: self.deal_by_deal == 1,
                reached: self.reached,
                paid: self.taken,
                passed: self.due,
                spent: if self.deal_by_deal == 1 {
                    facts.spent
                } else {
                    0
                },
                clawed_back: self.clawed_back,
            }),
            TierKind::Split => Tier::Split {
                rank,
                bps: self.bps,
            },
            TierKind::Participation => Tier::Participation(Participation {
                rank,
                with: self.base,
                multiplier_bps: self.multiple_bps,
                gives_up_bps: self.bps,
            }),
            TierKind::CollateralTest => {
                let pool = facts.pool_within(calendar::seconds_of(self.max_age));
                Tier::CollateralTest(coverage(pool, Period::NONE))
            }
            TierKind::InterestTest => Tier::InterestTest(coverage(None, self.period())),
        })
    }
}
