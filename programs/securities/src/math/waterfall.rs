//! The ordered tiers that a distribution runs through.

use super::{MathError, MathResult, fixed};

/// The most tiers a waterfall may have.
pub const MAX_TIERS: usize = 12;
/// The most tranches a security may have.
pub const MAX_TRANCHES: usize = 8;

/// What a tier pays. The tranche is named by its rank, 0 being the most senior.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Interest accrued since the last distribution.
    Interest(u8),
    /// Interest that earlier distributions did not cover.
    Arrears(u8),
    /// Principal that is due.
    Principal(u8),
    /// All that is left. Exactly one, and the last.
    Residual(u8),
}

impl Tier {
    /// The rank of the tranche that the tier pays.
    #[must_use]
    pub const fn rank(self) -> u8 {
        match self {
            Self::Interest(rank)
            | Self::Arrears(rank)
            | Self::Principal(rank)
            | Self::Residual(rank) => rank,
        }
    }
}

/// What a tranche may claim from a distribution, in settlement base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// Current interest.
    pub interest: u64,
    /// Arrears.
    pub arrears: u64,
    /// Principal due.
    pub principal: u64,
}

/// What a tranche receives from a distribution, in settlement base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Current interest.
    pub interest: u64,
    /// Arrears.
    pub arrears: u64,
    /// Principal.
    pub principal: u64,
    /// Residual.
    pub residual: u64,
}

impl Receipt {
    /// All of it.
    ///
    /// # Errors
    /// [`MathError::Overflow`].
    pub fn total(self) -> MathResult<u64> {
        let debt = fixed::add(fixed::add(self.interest, self.arrears)?, self.principal)?;
        fixed::add(debt, self.residual)
    }
}

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What each tier took.
    pub tiers: [u64; MAX_TIERS],
    /// What each tranche received.
    pub receipts: [Receipt; MAX_TRANCHES],
}

/// Whether tiers form a structure that can be run over `tranches` tranches, at most eight: one to twelve tiers,
/// exactly one residual, last; every tier names an existing tranche and stands once; every tranche is reached.
///
/// # Errors
/// [`MathError::BadStructure`].
pub fn validate(tiers: &[Tier], tranches: u8) -> MathResult<()> {
    let good = !tiers.is_empty()
        && tiers.len() <= MAX_TIERS
        && usize::from(tranches) <= MAX_TRANCHES
        && tiers.iter().all(|tier| tier.rank() < tranches)
        && tiers
            .iter()
            .enumerate()
            .all(|(at, tier)| tiers.iter().take(at).all(|before| before != tier))
        && (0..tranches).all(|rank| tiers.iter().any(|tier| tier.rank() == rank))
        && tiers
            .iter()
            .filter(|tier| matches!(tier, Tier::Residual(_)))
            .count()
            == 1
        && matches!(tiers.last(), Some(Tier::Residual(_)));
    if good {
        Ok(())
    } else {
        Err(MathError::BadStructure)
    }
}

/// Walks the tiers: each takes the smaller of what is left and what its tranche may claim; the residual takes
/// the rest. What goes in comes out.
///
/// # Errors
/// [`MathError::BadStructure`] when money is left over or a tier names a tranche without a claim entry.
pub fn run(amount: u64, tiers: &[Tier], claims: &[Claim]) -> MathResult<Outcome> {
    let mut outcome = Outcome::default();
    let mut left = amount;
    for (tier, took) in tiers.iter().zip(outcome.tiers.iter_mut()) {
        let rank = usize::from(tier.rank());
        let claim = claims.get(rank).ok_or(MathError::BadStructure)?;
        let receipt = outcome
            .receipts
            .get_mut(rank)
            .ok_or(MathError::BadStructure)?;
        let (may_claim, received) = match tier {
            Tier::Interest(_) => (claim.interest, &mut receipt.interest),
            Tier::Arrears(_) => (claim.arrears, &mut receipt.arrears),
            Tier::Principal(_) => (claim.principal, &mut receipt.principal),
            Tier::Residual(_) => (left, &mut receipt.residual),
        };
        // What earlier tiers of the same kind took is no longer claimable.
        let pay = left.min(may_claim.saturating_sub(*received));
        *received = fixed::add(*received, pay)?;
        *took = pay;
        left = fixed::sub(left, pay)?;
    }
    if left == 0 {
        Ok(outcome)
    } else {
        Err(MathError::BadStructure)
    }
}
