//! The ordered tiers that a distribution runs through.
//!
//! Amounts are settlement base units, but in a run in kind those of the mint that came in. Tranches are named by
//! rank, 0 being the most senior.

use super::{MathResult, fixed};

/// The most tiers a waterfall may have.
pub const MAX_TIERS: usize = 12;
/// The most tranches a security may have.
pub const MAX_TRANCHES: usize = 8;

/// How principal flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Principal stays in the deal, except of a tranche that matured.
    Revolving,
    /// Principal is repaid as the tiers say.
    Amortising,
    /// All that the most senior debt may claim, then all of the next: after a breach.
    Accelerated,
}

/// What a tranche is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A debt.
    #[default]
    Debt,
    /// Equity; it may have a par value, and a preferred return as its interest.
    Equity,
    /// A first-loss cover: money that bears losses before any other tranche, and is made good after all others.
    Cover,
}

/// A share in the profit of a tranche.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carry {
    /// Who takes it.
    pub rank: u8,
    /// Whose profit it is a share of.
    pub base: u8,
    /// The share in the whole profit, in basis points.
    pub carry_bps: u32,
    /// The share in the profit above the hurdle until the carry is caught up with, in basis points.
    pub catch_up_bps: u32,
    /// All that ever reached the tier before this run.
    pub reached: u64,
    /// All that it ever took before this run.
    pub paid: u64,
}

/// What a tier pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// So much is due to a payee outside the tranches.
    Fee(u64),
    /// Interest accrued since the last distribution.
    Interest(u8),
    /// Interest that earlier distributions did not cover.
    Arrears(u8),
    /// Principal that is due by schedule.
    Principal(u8),
    /// All principal outstanding.
    Sweep(u8),
    /// Fills the reserve up to this target.
    Reserve(u64),
    /// Makes good the losses of a cover.
    Cover(u8),
    /// A share in profit.
    Carry(Carry),
    /// Basis points of what reached the first of the consecutive splits that it stands among.
    Split {
        /// Who takes it.
        rank: u8,
        /// The part, in basis points.
        bps: u32,
    },
    /// All that is left. Exactly one, and the last.
    Residual(u8),
}

impl Tier {
    /// The rank of the tranche that the tier pays, if it pays one.
    #[must_use]
    pub const fn rank(self) -> Option<u8> {
        match self {
            Self::Fee(_) | Self::Reserve(_) => None,
            Self::Interest(rank)
            | Self::Arrears(rank)
            | Self::Principal(rank)
            | Self::Sweep(rank)
            | Self::Cover(rank)
            | Self::Carry(Carry { rank, .. })
            | Self::Split { rank, .. }
            | Self::Residual(rank) => Some(rank),
        }
    }
}

/// A tranche as a run sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claimant {
    /// What it is.
    pub kind: Kind,
    /// Current interest that is due.
    pub interest: u64,
    /// Arrears.
    pub arrears: u64,
    /// Principal due by schedule.
    pub scheduled: u64,
    /// Principal outstanding: issued less repaid less losses. Written-off principal that is repaid in cash leaves this
    /// as it is; what goes back into a cover raises it.
    pub outstanding: u64,
    /// Losses not yet made good: what is written off, or what a cover paid.
    pub loss: u64,
    /// Interest and arrears ever paid before this run.
    pub interest_paid: u64,
    /// Whether its principal is due in every mode.
    pub matured: bool,
    /// What its holders paid for its shares above its principal and did not get back, of the mint that runs.
    pub paid_in: u64,
    /// Whether nobody holds it: then it is owed nothing, and what would reach it passes it by.
    pub vacant: bool,
}

/// A floor under the subordination of a tranche and all senior to it: while they have principal outstanding, no
/// repayment of principal to a more junior one may bring it below. See [`subordination`](crate::math::subordination).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cushion {
    /// The most junior rank that is protected.
    pub rank: u8,
    /// The least that must stand below, in basis points of protected and below together.
    pub min_bps: u32,
}

/// Money that comes in, and what it meets.
#[derive(Clone, Copy, Debug)]
pub struct WaterfallInput<'a> {
    /// What comes in.
    pub amount: u64,
    /// The reserve before the run; all of it runs too. 0 in kind.
    pub reserve: u64,
    /// How principal flows.
    pub mode: Mode,
    /// How much of the amount is **principal proceeds**: of income nothing; of proceeds that are returned all; of a
    /// recovery what it wrote up, see [`write_up`](crate::math::loss::write_up), with the claimants as they are after that. In kind
    /// of proceeds that are returned all, else nothing.
    ///
    /// It repays the debts first, one by one from the most senior, each all its principal and then its interest and
    /// arrears, whatever schedule and mode say; then written-off principal of the debts; then capital of equity; then
    /// what tranches paid in above their principal, see [`Claimant::paid_in`], each the same part of it. What is left is
    /// income. While accelerated the fees ahead of the debts and what is owed to these go first in the order that all
    /// money takes then; what is still there of the principal proceeds goes on as they do.
    pub principal: u64,
    /// Whether the rest of the amount puts back what covers paid for losses, behind what is due to the debts and
    /// ahead of all tiers.
    pub recovery: bool,
    /// Whether the amount is of another mint than settlement: claims are in settlement money, so only splits and
    /// the residual take part.
    pub in_kind: bool,
    /// The tiers, in order.
    pub tiers: &'a [Tier],
    /// The tranches, by rank.
    pub claimants: &'a [Claimant],
    /// Floors under subordination.
    pub cushions: &'a [Cushion],
}

/// What a tranche receives in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Current interest.
    pub interest: u64,
    /// Arrears.
    pub arrears: u64,
    /// Principal.
    pub principal: u64,
    /// Written-off principal of a debt that is repaid in cash.
    pub reinstated: u64,
    /// Losses of a cover made good, by a recovery or a tier; this goes back into the cover.
    pub restored: u64,
    /// Carry, splits and the residual.
    pub residual: u64,
    /// Of unused proceeds, what it paid in above its principal.
    pub returned: u64,
}

impl Receipt {
    /// What its holders get: all but what is restored.
    ///
    /// # Errors
    /// [`crate::math::MathError::Overflow`].
    pub fn total(self) -> MathResult<u64> {
        let interest = fixed::add(self.interest, self.arrears)?;
        let principal = fixed::add(self.principal, self.reinstated)?;
        let rest = fixed::add(self.residual, self.returned)?;
        fixed::add(fixed::add(interest, principal)?, rest)
    }
}

/// What a run did. `amount + reserve before = sum of tiers + sum of what was made good + sum of what was returned +
/// unclaimed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What each tier took.
    pub tiers: [u64; MAX_TIERS],
    /// What each tranche received.
    pub receipts: [Receipt; MAX_TRANCHES],
    /// What each tranche was made good beside the tiers: written-off principal of a debt, repaid in cash; of a cover
    /// what a recovery puts back into it.
    pub made_good: [u64; MAX_TRANCHES],
    /// The reserve after the run: what its tier took, 0 without one.
    pub reserve: u64,
    /// What reached each carry tier; 0 for the others.
    pub reached: [u64; MAX_TIERS],
    /// What each carry tier let pass, since nobody holds its class: it is never made up for.
    pub passed: [u64; MAX_TIERS],
    /// What reached the residual while nobody holds its class.
    pub unclaimed: u64,
}
