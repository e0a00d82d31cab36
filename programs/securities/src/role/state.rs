//! The RoleTransfer account: a role for which its holder has named a new key.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// Layout version of a RoleTransfer.
pub const VERSION: u8 = 1;
/// The notice for roles that investors rely on and for places where money goes, in seconds.
pub const KEY_DELAY: i64 = 3 * 86_400;
/// For how long a role transfer can be accepted after its notice, in seconds: an old one that was forgotten surprises
/// nobody.
pub const ACCEPT_WINDOW: i64 = 30 * 86_400;

/// A role of a security, or a place where its money goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum Role {
    /// Acts for the security.
    Sponsor,
    /// Announces losses and posts recoveries.
    Servicer,
    /// Reports rates and the value of the pool.
    Reporter,
    /// Checks the other roles.
    Arbitrator,
    /// Owns the account that receives payments that could not be made.
    Escheat,
    /// Issues credentials that admit holders.
    Qualifier {
        /// The qualifier's place, from 0.
        place: u8,
    },
    /// Receives a fee tier's money.
    Payee {
        /// The tier's place in the waterfall, from 0.
        tier: u8,
    },
    /// A token account that proceeds may be drawn to; whoever is in control proposes its replacement.
    Destination {
        /// The destination's place, from 0.
        place: u8,
    },
}

impl Role {
    /// The role as stored in accounts and addresses: its number, and its place if there can be several.
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

    /// The role with a given code.
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

/// A role for which its holder has named a new key. It is closed when that key accepts, and when it is withdrawn or
/// refused. Address: see [`crate::chain::seeds::ROLE_TRANSFER`].
#[account(zero_copy)]
pub struct RoleTransfer {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// 0 sponsor, 1 servicer, 2 reporter, 3 arbitrator, 4 escheat owner, 5 qualifier, 6 payee, 7 destination.
    pub role: u8,
    /// Place of the qualifier, tier or destination; otherwise 0.
    pub place: u8,
    /// For a payee, the waterfall's structure version when it was proposed; otherwise 0.
    pub structure_version: u32,
    /// The security.
    pub security: Pubkey,
    /// Whoever proposed it: the holder of the role at that time; for a destination, whoever was in control.
    pub holder: Pubkey,
    /// The key or account that is replaced.
    pub from: Pubkey,
    /// The key or account that replaces it.
    pub to: Pubkey,
    /// Whoever paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// When it was proposed, in Unix seconds.
    pub proposed_at: i64,
    /// From when it can be accepted, in Unix seconds. If this is after `proposed_at`, the arbitrator can refuse it
    /// until then.
    pub effective_at: i64,
    /// Until when it can be accepted, in Unix seconds.
    pub expires_at: i64,
}

const _: () = assert!(size_of::<RoleTransfer>() == 192 && align_of::<RoleTransfer>() == 8);

impl RoleTransfer {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The role that it hands over.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn role(&self) -> Result<Role> {
        Role::of_code([self.role, self.place])
    }

    /// Refuses to accept it before its notice is over, or once it has expired.
    pub(super) fn require_due(&self, now: i64) -> Result<()> {
        ensure!(now >= self.effective_at, SecuritiesError::RoleTransferEarly);
        ensure!(now < self.expires_at, SecuritiesError::RoleTransferExpired);
        Ok(())
    }

    /// Refuses a refusal of a role transfer that needs no notice, or after the notice.
    pub(super) fn require_refusable(&self, now: i64) -> Result<()> {
        ensure!(
            self.proposed_at < self.effective_at && now < self.effective_at,
            SecuritiesError::RefusalClosed
        );
        Ok(())
    }
}
