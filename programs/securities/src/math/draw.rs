//! How much may be drawn within a period, wherever the period begins.

/// How many draws are remembered.
pub const RECENT: usize = 4;

/// A draw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Draw {
    /// When it was made, in Unix seconds.
    pub at: i64,
    /// The amount drawn; 0: the slot is free.
    pub amount: u64,
}

/// A limit on what is drawn within any period, and the draws that still count towards it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meter {
    /// The most that may be drawn within a period; 0: no limit.
    pub limit: u64,
    /// The length of the period, in seconds.
    pub period: i64,
    /// The latest draws, in no particular order.
    pub recent: [Draw; RECENT],
}

impl Meter {
    /// What may still be drawn at `now`.
    #[must_use]
    pub fn left(&self, now: i64) -> u64 {
        if self.limit == 0 {
            return u64::MAX;
        }
        let counting = self.recent.iter().filter(|draw| self.counts(draw, now));
        counting.fold(self.limit, |left, draw| left.saturating_sub(draw.amount))
    }

    /// Remembers a draw that [`Self::left`] allowed. While all remembered draws still count, the new one is merged with
    /// the latest of them, at the time of the new one: the limit then binds a little longer, never less.
    pub fn note(&mut self, now: i64, amount: u64) {
        if self.limit == 0 {
            return;
        }
        let (period, free) = (self.period, |draw: &&mut Draw, period: i64| {
            draw.amount == 0 || now.saturating_sub(draw.at) >= period
        });
        if let Some(slot) = self.recent.iter_mut().find(|draw| free(draw, period)) {
            *slot = Draw { at: now, amount };
        } else if let Some(latest) = self.recent.iter_mut().max_by_key(|draw| draw.at) {
            latest.at = now;
            latest.amount = latest.amount.saturating_add(amount);
        }
    }

    const fn counts(&self, draw: &Draw, now: i64) -> bool {
        now.saturating_sub(draw.at) < self.period
    }
}
