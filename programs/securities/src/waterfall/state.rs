//! The Waterfall account: the ordered tiers that each distribution of a security runs through.

use crate::{
    errors::SecuritiesError,
    math::{
        fixed,
        waterfall::{MAX_TIERS, Tier},
    },
};
use anchor_lang::prelude::*;

/// Layout version of a Waterfall.
pub const VERSION: u8 = 1;

/// What a tier pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum TierKind {
    /// Interest accrued since the last distribution.
    Interest,
    /// Interest that earlier distributions did not cover.
    Arrears,
    /// Principal that is due.
    Principal,
    /// All that is left.
    Residual,
}

/// A tier as given to set_waterfall.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct TierTerms {
    /// What it pays.
    pub kind: TierKind,
    /// To which tranche, by rank.
    pub rank: u8,
}

impl From<TierTerms> for Tier {
    fn from(terms: TierTerms) -> Self {
        match terms.kind {
            TierKind::Interest => Self::Interest(terms.rank),
            TierKind::Arrears => Self::Arrears(terms.rank),
            TierKind::Principal => Self::Principal(terms.rank),
            TierKind::Residual => Self::Residual(terms.rank),
        }
    }
}

/// A tier as stored.
#[zero_copy]
pub struct TierState {
    /// 1 interest, 2 arrears, 3 principal, 4 residual; 0 is unused.
    pub kind: u8,
    /// Rank of the tranche it pays.
    pub rank: u8,
    /// Zero.
    pub padding: [u8; 2],
    /// Room for a share in basis points; 0 in this version.
    pub bps: u32,
    /// Room for a payee outside the tranches; the default address in this version.
    pub payee: Pubkey,
    /// Room for a target or cap; 0 in this version.
    pub target: u64,
    /// Ever taken by the tier.
    pub taken: u64,
    /// Room for what is taken and not yet paid to the payee; 0 in this version.
    pub owed: u64,
}

impl TierState {
    pub(crate) fn store(&mut self, tier: Tier) {
        self.kind = match tier {
            Tier::Interest(_) => 1,
            Tier::Arrears(_) => 2,
            Tier::Principal(_) => 3,
            Tier::Residual(_) => 4,
        };
        self.rank = tier.rank();
    }

    pub(crate) fn tier(&self) -> Result<Tier> {
        match self.kind {
            1 => Ok(Tier::Interest(self.rank)),
            2 => Ok(Tier::Arrears(self.rank)),
            3 => Ok(Tier::Principal(self.rank)),
            4 => Ok(Tier::Residual(self.rank)),
            _ => Err(SecuritiesError::UnknownValue.into()),
        }
    }
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
    /// Zero.
    pub padding: u8,
    /// Raised by one each time the tiers are set, from 1.
    pub edition: u32,
    /// The security.
    pub security: Pubkey,
    /// The tiers, in order.
    pub tiers: [TierState; MAX_TIERS],
    /// Room for triggers; zero.
    pub reserved: [u8; 256],
}

const _: () = assert!(size_of::<TierState>() == 64);
const _: () = assert!(size_of::<Waterfall>() == 1_064 && align_of::<Waterfall>() == 8);

impl Waterfall {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The tiers in use.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`] when the account holds what this version does not know.
    pub fn tiers(&self) -> Result<Vec<Tier>> {
        self.tiers
            .iter()
            .take(usize::from(self.tier_count))
            .map(TierState::tier)
            .collect()
    }

    /// Counts what each tier took.
    pub(crate) fn take(&mut self, amounts: &[u64; MAX_TIERS]) -> Result<()> {
        for (tier, amount) in self.tiers.iter_mut().zip(amounts) {
            tier.taken = fixed::add(tier.taken, *amount)?;
        }
        Ok(())
    }
}
