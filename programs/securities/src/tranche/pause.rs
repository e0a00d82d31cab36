//! The pause of a class's transfers, an exceptional measure that ends by itself.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// The most days of a pause.
pub const MAX_PAUSE_DAYS: u8 = 14;
/// The least days from the end of a pause to the next one.
const MIN_REST_DAYS: u8 = 30;
/// Seconds of a day.
const DAY: i64 = 86_400;

/// When the transfers of a class were paused last.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pause {
    /// Until when its shares are neither sent nor wrapped nor thawed, in Unix seconds; 0: they never were paused.
    pub until: i64,
    /// From when its transfers can be paused again.
    pub next_from: i64,
}

const _: () = assert!(size_of::<Pause>() == 16 && align_of::<Pause>() == 8);

impl Pause {
    /// Refuses to send, wrap or thaw while it lasts.
    ///
    /// # Errors
    /// [`SecuritiesError::TransfersPaused`].
    #[inline(always)]
    pub(crate) fn require_over(&self, now: i64) -> Result<()> {
        ensure!(now >= self.until, SecuritiesError::TransfersPaused);
        Ok(())
    }

    /// Begins at `now` and lasts for some days. The next one begins at the earliest as long after its end as it lasts,
    /// and 30 days after it.
    ///
    /// # Errors
    /// [`SecuritiesError::PauseTooEarly`].
    pub(crate) fn begin(&mut self, days: u8, now: i64) -> Result<()> {
        ensure!(now >= self.next_from, SecuritiesError::PauseTooEarly);
        let seconds = |days: u8| i64::from(days).saturating_mul(DAY);
        self.until = now.saturating_add(seconds(days));
        let rest = seconds(days.max(MIN_REST_DAYS));
        self.next_from = self.until.saturating_add(rest);
        Ok(())
    }
}
