//! The Measure account.

use crate::{
    errors::SecuritiesError,
    security::{
        document::MAX_URI,
        measures::{BLOCK, COURT_ORDER, PAUSE, RECOVERY},
    },
    tranche::pause::MAX_PAUSE_DAYS,
};
use anchor_lang::prelude::*;

/// Layout version of a Measure.
pub const VERSION: u8 = 1;
/// Seconds of a day.
pub(super) const DAY: i64 = 86_400;
/// How long after its announcement a block ends at the latest.
const MAX_BLOCK: i64 = 366 * DAY;

/// A measure, with what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum MeasureKind {
    /// Keeps shares of a record in it.
    Block {
        /// Shares, in share base units; the largest number: all that the record has and receives.
        shares: u64,
        /// Until when, in Unix seconds, at most 366 days after the announcement.
        until: i64,
    },
    /// Stops transfers of a class.
    Pause {
        /// For how many days, 1 to 14, from when it is taken.
        days: u8,
    },
    /// Moves all that a record has to the record of another key, since the owner has lost its own.
    Recovery {
        /// That key.
        to: Pubkey,
    },
    /// Moves shares to the record of another owner.
    CourtOrder {
        /// That owner.
        to: Pubkey,
        /// Shares, in share base units.
        shares: u64,
    },
}

impl MeasureKind {
    /// Its bit among the measures of a security.
    #[must_use]
    pub const fn bit(&self) -> u8 {
        match self {
            Self::Block { .. } => BLOCK,
            Self::Pause { .. } => PAUSE,
            Self::Recovery { .. } => RECOVERY,
            Self::CourtOrder { .. } => COURT_ORDER,
        }
    }

    /// The owner that it moves shares to, if it moves any.
    #[must_use]
    pub const fn receiver(&self) -> Option<&Pubkey> {
        match self {
            Self::Recovery { to } | Self::CourtOrder { to, .. } => Some(to),
            Self::Block { .. } | Self::Pause { .. } => None,
        }
    }

    /// Refuses what is out of range, announced at `now` and taken at the earliest at `from`.
    pub(super) fn require_possible(&self, now: i64, from: i64) -> Result<()> {
        let is_possible = match self {
            Self::Block { shares, until } => {
                *shares > 0 && *until > from && *until <= now.saturating_add(MAX_BLOCK)
            }
            Self::Pause { days } => (1..=MAX_PAUSE_DAYS).contains(days),
            Self::Recovery { .. } => true,
            Self::CourtOrder { shares, .. } => *shares > 0,
        };
        ensure!(is_possible, SecuritiesError::BadMeasure);
        Ok(())
    }
}

/// What became of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    /// It waits, or can be taken, or was not taken in time.
    Announced = 0,
    /// It was taken.
    Taken = 1,
    /// It was cancelled, or a block was lifted.
    Cancelled = 2,
}

/// An exceptional measure. Address: see [`crate::chain::seeds::MEASURE`].
#[account(zero_copy)]
pub struct Measure {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// 1 block, 2 pause, 4 recovery, 8 court order.
    pub kind: u8,
    /// 0 announced, 1 taken, 2 cancelled.
    pub status: u8,
    /// Its number.
    pub number: u16,
    /// Of a pause: its days.
    pub days: u8,
    /// Zero.
    pub padding: u8,
    /// The security.
    pub security: Pubkey,
    /// The tranche.
    pub tranche: Pubkey,
    /// The holder record that it is about; of a pause, the default address.
    pub holder: Pubkey,
    /// The owner that shares move to, if any do.
    pub to: Pubkey,
    /// Whoever paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// SHA-256 of the document that explains it, such as the court's order.
    pub document_sha256: [u8; 32],
    /// The address of the document, UTF-8, padded with zeros.
    pub document_uri: [u8; MAX_URI],
    /// When it was announced, in Unix seconds.
    pub announced_at: i64,
    /// From when it can be taken.
    pub takeable_from: i64,
    /// Until when.
    pub takeable_until: i64,
    /// Of a block and a court order: shares, in share base units.
    pub shares: u64,
    /// Of a block: when it ends, in Unix seconds.
    pub until: i64,
}

const _: () = assert!(size_of::<Measure>() == 368 && align_of::<Measure>() == 8);

impl Measure {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Keeps what it is about.
    pub(super) const fn keep(&mut self, kind: &MeasureKind) {
        self.kind = kind.bit();
        match *kind {
            MeasureKind::Block { shares, until } => {
                self.shares = shares;
                self.until = until;
            }
            MeasureKind::Pause { days } => self.days = days,
            MeasureKind::Recovery { to } => self.to = to,
            MeasureKind::CourtOrder { to, shares } => {
                self.to = to;
                self.shares = shares;
            }
        }
    }

    /// What it is about.
    ///
    /// # Errors
    /// [`SecuritiesError::UnknownValue`].
    pub fn measure(&self) -> Result<MeasureKind> {
        let (to, shares) = (self.to, self.shares);
        match self.kind {
            BLOCK => Ok(MeasureKind::Block {
                shares,
                until: self.until,
            }),
            PAUSE => Ok(MeasureKind::Pause { days: self.days }),
            RECOVERY => Ok(MeasureKind::Recovery { to }),
            COURT_ORDER => Ok(MeasureKind::CourtOrder { to, shares }),
            _ => Err(SecuritiesError::UnknownValue.into()),
        }
    }

    /// Refuses what was taken or cancelled.
    pub(super) fn require_announced(&self) -> Result<()> {
        ensure!(
            self.status == Status::Announced as u8,
            SecuritiesError::MeasureEnded
        );
        Ok(())
    }

    /// Refuses to take it early, late, twice, and after it was cancelled.
    pub(super) fn require_takeable(&self, now: i64) -> Result<()> {
        self.require_announced()?;
        ensure!(now >= self.takeable_from, SecuritiesError::MeasureEarly);
        ensure!(now < self.takeable_until, SecuritiesError::MeasureExpired);
        Ok(())
    }

    /// Whether nothing of it can happen any more.
    pub(super) const fn is_over(&self, now: i64) -> bool {
        if self.status == Status::Announced as u8 {
            now >= self.takeable_until
        } else {
            // Until then a block that was taken can be lifted.
            self.status != Status::Taken as u8 || now >= self.until
        }
    }

    /// Refuses any record but the one that it is about.
    pub(super) fn require_of(&self, holder: &Pubkey) -> Result<()> {
        ensure_keys_eq!(self.holder, *holder, SecuritiesError::WrongMeasure);
        Ok(())
    }
}
