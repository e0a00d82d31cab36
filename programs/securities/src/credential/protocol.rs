//! The Protocol account: an address of a program that has registered itself to hold shares of a security. The security lets
//! it in after some days, unless somebody who answers for its holders vetoes that.

use crate::{
    errors::SecuritiesError,
    math::calendar::seconds_of,
    security::{control::Power, state::Security},
};
use anchor_lang::prelude::*;

/// Layout version of the Protocol account.
pub const VERSION: u8 = 1;
/// The most days from a registration until it is valid.
pub const MAX_DAYS: u8 = 30;
/// How long a registration is valid, in seconds, from when it becomes valid or is renewed: 365 days.
pub const VALID_SECONDS: i64 = 365 * 86_400;
/// The largest number of a country in ISO 3166-1.
const MAX_COUNTRY: u16 = 999;

/// How a security lets protocols register, as the sponsor sends it.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProtocolTerms {
    /// Days from a registration until it is valid, during which it can be vetoed, 1 to 30.
    pub days: u8,
    /// The category of investors that registered protocols count as; above 7: none that rules between categories know.
    pub category: u8,
    /// The country that they count as, ISO 3166-1 numeric; 0: none, so that a class that refuses countries refuses them.
    pub jurisdiction: u16,
}

impl ProtocolTerms {
    /// Refuses terms that are out of range.
    ///
    /// # Errors
    /// [`SecuritiesError::BadProtocolTerms`].
    pub(super) fn check(&self) -> Result<()> {
        ensure!(
            (1..=MAX_DAYS).contains(&self.days) && self.jurisdiction <= MAX_COUNTRY,
            SecuritiesError::BadProtocolTerms
        );
        Ok(())
    }
}

/// How a registration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ProtocolState {
    /// It waits until it is valid, and can be vetoed.
    New = 0,
    /// It is a valid credential until it expires, and can be suspended.
    Valid = 1,
    /// It was vetoed, for good.
    Vetoed = 2,
    /// It is suspended until a qualifier or the arbitrator lifts that.
    Suspended = 3,
}

/// What is decided on a registration.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProtocolDecision {
    /// It shall not become valid.
    Veto,
    /// It shall not be valid any more, until that is lifted.
    Suspend,
    /// Its suspension ends.
    Lift,
}

/// An address of a program that has registered itself to hold shares of a security. Address: see
/// [`crate::chain::seeds::PROTOCOL`].
#[account(zero_copy)]
pub struct Protocol {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// 0 new, 1 valid, 2 vetoed, 3 suspended, as it was when it changed last; one that is new is valid from `valid_from` on.
    pub state: u8,
    /// Zero.
    pub padding: [u8; 5],
    /// The security.
    pub security: Pubkey,
    /// The address that registered itself.
    pub address: Pubkey,
    /// The program that signs for the address, which is derived from it.
    pub program: Pubkey,
    /// Whoever paid the rent.
    pub rent_payer: Pubkey,
    /// Whoever vetoed, suspended or lifted last; the default address: nobody has.
    pub decided_by: Pubkey,
    /// When it becomes or became valid, in Unix seconds.
    pub valid_from: i64,
    /// When it expires, in Unix seconds.
    pub expires_at: i64,
    /// When it changed last, in Unix seconds.
    pub changed_at: i64,
}

const _: () = assert!(size_of::<Protocol>() == 192 && align_of::<Protocol>() == 8);

impl Protocol {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// How it stands at `now`.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn state_at(&self, now: i64) -> Result<ProtocolState> {
        Ok(match self.state {
            0 if now < self.valid_from => ProtocolState::New,
            0 | 1 => ProtocolState::Valid,
            2 => ProtocolState::Vetoed,
            3 => ProtocolState::Suspended,
            _ => return Err(SecuritiesError::UnknownValue.into()),
        })
    }

    /// Until when it admits its address, as of `now`, in Unix seconds; 0: it does not. The time may have passed.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn until(&self, now: i64) -> Result<i64> {
        Ok(match self.state_at(now)? {
            ProtocolState::Valid => self.expires_at,
            ProtocolState::New | ProtocolState::Vetoed | ProtocolState::Suspended => 0,
        })
    }

    /// Begins the days in which it can be vetoed.
    pub(super) fn begin(&mut self, days: u8, now: i64) {
        self.set(ProtocolState::New, now);
        self.valid_from = now.saturating_add(seconds_of(days));
        self.expires_at = self.valid_from.saturating_add(VALID_SECONDS);
    }

    /// Extends it while it is valid. One that has expired begins again.
    ///
    /// # Errors
    /// [`SecuritiesError::ProtocolNotValid`].
    pub(super) fn renew(&mut self, days: u8, now: i64) -> Result<()> {
        ensure!(
            self.state_at(now)? == ProtocolState::Valid,
            SecuritiesError::ProtocolNotValid
        );
        if now < self.expires_at {
            self.set(ProtocolState::Valid, now);
            self.expires_at = now.saturating_add(VALID_SECONDS);
        } else {
            self.begin(days, now);
        }
        Ok(())
    }

    /// Carries out what somebody decides on it who may.
    ///
    /// # Errors
    /// [`SecuritiesError::ProtocolNotNew`], [`SecuritiesError::ProtocolNotValid`],
    /// [`SecuritiesError::ProtocolNotSuspended`].
    pub(super) fn decide(
        &mut self,
        decision: ProtocolDecision,
        by: &Pubkey,
        now: i64,
    ) -> Result<()> {
        let (from, to, otherwise) = match decision {
            ProtocolDecision::Veto => (
                ProtocolState::New,
                ProtocolState::Vetoed,
                SecuritiesError::ProtocolNotNew,
            ),
            ProtocolDecision::Suspend => (
                ProtocolState::Valid,
                ProtocolState::Suspended,
                SecuritiesError::ProtocolNotValid,
            ),
            ProtocolDecision::Lift => (
                ProtocolState::Suspended,
                ProtocolState::Valid,
                SecuritiesError::ProtocolNotSuspended,
            ),
        };
        ensure!(self.state_at(now)? == from, otherwise);
        self.decided_by = *by;
        self.set(to, now);
        Ok(())
    }

    const fn set(&mut self, state: ProtocolState, now: i64) {
        self.state = state as u8;
        self.changed_at = now;
    }
}

impl ProtocolDecision {
    /// Refuses whoever may not decide this: those who answer for the holders of a security may, its qualifiers and its
    /// arbitrator; whoever is in control may only veto.
    ///
    /// # Errors
    /// [`SecuritiesError::NotDecider`].
    pub(super) fn require_by(self, decider: &Pubkey, security: &Security) -> Result<()> {
        if security.qualifiers().contains(decider) || *decider == security.arbitrator {
            return Ok(());
        }
        ensure!(
            self == Self::Veto && *decider == security.in_control(),
            SecuritiesError::NotDecider
        );
        security.require_power(decider, Power::Protocols)
    }
}
