//! The Handover account: a role that its holder has named a new key for.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// Layout version of a Handover.
pub const VERSION: u8 = 1;
/// The notice after which roles that investors rely on, and places that money goes to, change hands, seconds.
pub const KEY_DELAY: i64 = 3 * 86_400;
/// For how long a hand-over can be accepted after that: one that was forgotten surprises nobody. Seconds.
pub const ACCEPT_WINDOW: i64 = 30 * 86_400;

/// A role of a security, or a place that its money goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum Role {
    /// Who acts for the security.
    Sponsor,
    /// Who records losses and recoveries.
    Servicer,
    /// Who reports values.
    Reporter,
    /// Who checks the others.
    Arbitrator,
    /// Whose account unclaimed payments go to.
    Escheat,
    /// Whose credentials admit holders.
    Qualifier {
        /// Which of the qualifiers, from 0.
        place: u8,
    },
    /// To whom a fee tier's money goes.
    Payee {
        /// The tier's place in the waterfall, from 0.
        tier: u8,
    },
    /// A token account that proceeds may be drawn to; the sponsor names another.
    Destination {
        /// Which of the destinations, from 0.
        place: u8,
    },
}

impl Role {
    /// The role as accounts and addresses have it: its number, and its place where there are several of it.
    #[must_use]
    pub const fn code(&self) -> [u8; 2] {
        match *self {
            Self::Sponsor => [0, 0],
            Self::Servicer => [1, 0],
            Self::Reporter => [2, 0],
            Self::Arbitrator => [3, 0],
            Self::Escheat => [4, 0],
            Self::Qualifier { place } => [5, place],
            Self::Payee { tier } => [6, tier],
            Self::Destination { place } => [7, place],
        }
    }

    /// The role of a code.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn of_code([role, place]: [u8; 2]) -> Result<Self> {
        Ok(match role {
            0 => Self::Sponsor,
            1 => Self::Servicer,
            2 => Self::Reporter,
            3 => Self::Arbitrator,
            4 => Self::Escheat,
            5 => Self::Qualifier { place },
            6 => Self::Payee { tier: place },
            7 => Self::Destination { place },
            _ => return Err(SecuritiesError::UnknownValue.into()),
        })
    }
}

/// A role that its holder has named a new key for; closed when that key accepts, when it is taken back or refused.
/// Address: see [`crate::chain::seeds::HANDOVER`].
#[account(zero_copy)]
pub struct Handover {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// 0 sponsor, 1 servicer, 2 reporter, 3 arbitrator, 4 escheat owner, 5 qualifier, 6 payee, 7 destination.
    pub role: u8,
    /// Which of the qualifiers, tiers or destinations; else 0.
    pub place: u8,
    /// Zero.
    pub padding: [u8; 4],
    /// The security.
    pub security: Pubkey,
    /// Who proposed it: who held the role, of a destination the sponsor.
    pub holder: Pubkey,
    /// Who or what is replaced.
    pub from: Pubkey,
    /// By whom or what.
    pub to: Pubkey,
    /// Who paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// When it was proposed, Unix time.
    pub proposed_at: i64,
    /// From when it can be accepted; after `proposed_at` it can be refused until then.
    pub effective_at: i64,
    /// Until when it can be accepted.
    pub expires_at: i64,
}

const _: () = assert!(size_of::<Handover>() == 192 && align_of::<Handover>() == 8);

impl Handover {
    /// Bytes of the account, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Which role it is of.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn role(&self) -> Result<Role> {
        Role::of_code([self.role, self.place])
    }

    /// Refuses to accept it before its notice is over, or after its time.
    pub(super) fn require_due(&self, now: i64) -> Result<()> {
        ensure!(now >= self.effective_at, SecuritiesError::HandoverEarly);
        ensure!(now < self.expires_at, SecuritiesError::HandoverExpired);
        Ok(())
    }

    /// Refuses a refusal of what needs no notice, or after the notice.
    pub(super) fn require_refusable(&self, now: i64) -> Result<()> {
        ensure!(
            self.proposed_at < self.effective_at && now < self.effective_at,
            SecuritiesError::RefusalClosed
        );
        Ok(())
    }
}
