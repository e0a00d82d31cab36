//! The ReportedRate account: what a mint is worth in settlement money, according to the security's reporter.

use crate::{
    errors::SecuritiesError,
    math::{
        calendar::{self, DAY},
        rate::{Rate, moved_within},
    },
};
use anchor_lang::prelude::*;

/// Layout version of a ReportedRate.
pub const VERSION: u8 = 1;

/// A mint's worth in settlement money, for an asset that earns or for a share. Address: see
/// [`crate::chain::seeds::RATE`].
#[account(zero_copy)]
pub struct ReportedRate {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 2],
    /// The most that the rate may move in a day, in basis points.
    pub daily_bps: u32,
    /// The security.
    pub security: Pubkey,
    /// The mint.
    pub mint: Pubkey,
    /// Whoever paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// The rate; zero until the first report.
    pub rate: Rate,
    /// When it was reported, in Unix seconds.
    pub reported_at: i64,
    /// The rate that moves are measured from: the one in effect when the day of the last report began (UTC); on the
    /// first day, the first report.
    pub base: Rate,
    /// When that rate was reported, in Unix seconds.
    pub base_at: i64,
}

const _: () = assert!(size_of::<ReportedRate>() == 152 && align_of::<ReportedRate>() == 8);

/// A reported rate, with its time.
#[derive(Clone, Copy)]
pub(crate) struct Report<T> {
    /// The rate.
    pub rate: T,
    /// When it was reported, in Unix seconds.
    pub at: i64,
}

impl<T> Report<T> {
    /// The base from which the next report, at `now`, is measured if this is the last report: from the next UTC day on,
    /// this report; until then, this report's own base.
    ///
    /// # Errors
    /// [`SecuritiesError::DateOutOfRange`].
    pub fn base_on(self, base: Self, now: i64) -> Result<Self> {
        let is_over = calendar::day_of(self.at)? < calendar::day_of(now)?;
        Ok(if is_over { self } else { base })
    }

    /// Days of the calendar (UTC) since its base.
    ///
    /// # Errors
    /// [`SecuritiesError::DateOutOfRange`].
    pub fn days_since(&self, base: &Self) -> Result<u64> {
        Ok(calendar::day_of(self.at)?.saturating_sub(calendar::day_of(base.at)?))
    }
}

impl Report<Rate> {
    /// Whether it is within the allowed distance from its base: the daily limit times the days since, at least one.
    ///
    /// # Errors
    /// [`SecuritiesError::DateOutOfRange`].
    pub fn is_within(self, base: Self, daily_bps: u32) -> Result<bool> {
        let elapsed = self.days_since(&base)?.saturating_mul(DAY);
        Ok(moved_within(base.rate, self.rate, elapsed, daily_bps))
    }
}

impl ReportedRate {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The rate, if there is one and it is at most `max_age` seconds old.
    ///
    /// # Errors
    /// [`SecuritiesError::StaleRate`].
    pub fn fresh(&self, now: i64, max_age: i64) -> Result<Rate> {
        ensure!(
            self.rate.is_set() && now.saturating_sub(self.reported_at) <= max_age,
            SecuritiesError::StaleRate
        );
        Ok(self.rate)
    }

    /// Takes a report. The first may be any rate. A later one is measured from the rate in effect when its UTC day
    /// began, and may differ from it by the daily limit times the days since that rate was reported, at least one.
    ///
    /// So all reports of a day together move no further than one of them may; each day's allowance is used once, and
    /// days without a report leave theirs to the next. Around midnight, the allowances of two days can be used in short
    /// order.
    ///
    /// # Errors
    /// [`SecuritiesError::DivisionByZero`] unless both parts are positive, [`SecuritiesError::RateMoved`],
    /// [`SecuritiesError::DateOutOfRange`].
    pub fn report(&mut self, rate: Rate, now: i64) -> Result<()> {
        rate.check()?;
        let report = Report { rate, at: now };
        let mut base = report;
        if self.rate.is_set() {
            let said = |rate, at| Report { rate, at };
            let last = said(self.rate, self.reported_at);
            base = last.base_on(said(self.base, self.base_at), now)?;
            ensure!(
                report.is_within(base, self.daily_bps)?,
                SecuritiesError::RateMoved
            );
        }
        self.base = base.rate;
        self.base_at = base.at;
        self.rate = rate;
        self.reported_at = now;
        Ok(())
    }
}
