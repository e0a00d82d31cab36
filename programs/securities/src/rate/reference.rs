//! The ReferenceRate account: a market's interest rate that floating classes follow, by whoever created it.

use super::state::Report;
use crate::{
    errors::SecuritiesError,
    math::{
        accrual::MAX_RATE_PPM,
        fixed,
        floating::{is_fresh, moved_within},
    },
};
use anchor_lang::prelude::*;

/// Layout version of a ReferenceRate.
pub const VERSION: u8 = 1;
/// The most days for which a report may count.
pub const MAX_AGE_DAYS: u16 = 366;

/// A market's interest rate, for classes of any security that name it. It is never closed, so that a deal's terms do not
/// lose what they rest on. Address: see [`crate::chain::seeds::REFERENCE`].
#[account(zero_copy)]
pub struct ReferenceRate {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Days after a report for which it counts, 1 to 366.
    pub max_age_days: u16,
    /// The rate a year, in parts per million, at most 10,000,000; a negative rate is reported as 0.
    pub rate_ppm: u32,
    /// The most that the rate may move in a day, in parts per million; 0: it never moves.
    pub daily_ppm: u32,
    /// The rate that moves are measured from: the one in effect when the day of the last report began (UTC); on the first
    /// day, the first report. In parts per million.
    pub base_ppm: u32,
    /// Who created it and reports it.
    pub reporter: Pubkey,
    /// What it is, in UTF-8, padded with zero bytes.
    pub name: [u8; 32],
    /// When it was created, in Unix seconds.
    pub created_at: i64,
    /// When it was last reported, in Unix seconds.
    pub reported_at: i64,
    /// When the rate that moves are measured from was reported, in Unix seconds.
    pub base_at: i64,
    /// Number of the last event.
    pub event_sequence: u64,
}

const _: () = assert!(size_of::<ReferenceRate>() == 112 && align_of::<ReferenceRate>() == 8);

/// What a reference rate is created with.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReferenceRateArgs {
    /// What it is, for instance "SOFR 3M", in UTF-8, padded with zero bytes. It is part of the address.
    pub name: [u8; 32],
    /// The rate now, a year, in parts per million, at most 10,000,000.
    pub rate_ppm: u32,
    /// The most that a report may move it in a day, in parts per million, at most 10,000,000; 0: it never moves.
    pub daily_ppm: u32,
    /// Days after a report for which it counts, 1 to 366.
    pub max_age_days: u16,
}

impl ReferenceRateArgs {
    /// Refuses what cannot be.
    ///
    /// # Errors
    /// [`SecuritiesError::BadReferenceRate`].
    pub(super) fn check(&self) -> Result<()> {
        let named = self.name[0] != 0 && core::str::from_utf8(&self.name).is_ok();
        let ages = 1..=MAX_AGE_DAYS;
        ensure!(
            named
                && self.rate_ppm <= MAX_RATE_PPM
                && self.daily_ppm <= MAX_RATE_PPM
                && ages.contains(&self.max_age_days),
            SecuritiesError::BadReferenceRate
        );
        Ok(())
    }
}

impl ReferenceRate {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Sets the first report.
    pub(super) const fn begin(&mut self, args: &ReferenceRateArgs, now: i64) {
        self.max_age_days = args.max_age_days;
        self.rate_ppm = args.rate_ppm;
        self.daily_ppm = args.daily_ppm;
        self.base_ppm = args.rate_ppm;
        self.name = args.name;
        self.created_at = now;
        self.reported_at = now;
        self.base_at = now;
    }

    /// The rate, if its report is recent enough.
    ///
    /// # Errors
    /// [`SecuritiesError::StaleRate`].
    pub fn fresh(&self, now: i64) -> Result<u32> {
        ensure!(
            is_fresh(self.reported_at, now, self.max_age_days),
            SecuritiesError::StaleRate
        );
        Ok(self.rate_ppm)
    }

    /// Takes a report. It is measured from the rate in effect when its UTC day began, and may differ from it by the daily
    /// limit times the days since that rate was reported: at least one, and at most those for which a report counts. As
    /// with [`ReportedRate::report`](super::state::ReportedRate::report), all reports of a day together move no further
    /// than one of them may.
    ///
    /// # Errors
    /// [`SecuritiesError::BadReferenceRate`], [`SecuritiesError::RateMoved`], [`SecuritiesError::DateOutOfRange`].
    pub(super) fn report(&mut self, rate_ppm: u32, now: i64) -> Result<()> {
        ensure!(rate_ppm <= MAX_RATE_PPM, SecuritiesError::BadReferenceRate);
        let said = |rate, at| Report { rate, at };
        let report = said(rate_ppm, now);
        let last = said(self.rate_ppm, self.reported_at);
        let base = last.base_on(said(self.base_ppm, self.base_at), now)?;
        // Whoever says nothing for long gathers no allowance for a leap.
        let days = report.days_since(&base)?.min(self.max_age_days.into());
        ensure!(
            moved_within(base.rate, rate_ppm, days, self.daily_ppm),
            SecuritiesError::RateMoved
        );
        self.base_ppm = base.rate;
        self.base_at = base.at;
        self.rate_ppm = rate_ppm;
        self.reported_at = now;
        Ok(())
    }

    /// The number of its next event.
    pub(super) fn next_event(&mut self) -> Result<u64> {
        self.event_sequence = fixed::add(self.event_sequence, 1)?;
        Ok(self.event_sequence)
    }
}
