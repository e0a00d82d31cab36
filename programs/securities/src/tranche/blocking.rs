//! What a record cannot send since a measure blocks it, and how shares are blocked and let go.

use super::{
    blocks::{Block, TAKING},
    holder::Holder,
};
use crate::{errors::SecuritiesError, math::calendar};
use anchor_lang::prelude::*;

/// The least days from the end of a measure that was to move shares and moved none to the next announcement of one.
const MIN_REST_DAYS: u8 = 30;

impl Holder {
    fn blocks_at(&self, now: i64) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| !block.is_over(now))
    }

    /// The shares that cannot be sent at `now`, since measures block them: those that are to leave, which are other ones for
    /// each measure, and the most of any other block; at most what it has.
    #[must_use]
    pub fn blocked_at(&self, now: i64) -> u64 {
        let stays = self.blocks_at(now).filter(|block| block.leaves == 0);
        let most = stays.map(|block| block.shares).max().unwrap_or(0);
        let all = self.leaving_before(i64::MAX, now).saturating_add(most);
        all.min(self.shares)
    }

    /// Whether a measure blocks any of its shares, whether or not it has some.
    #[must_use]
    pub fn is_blocked(&self, now: i64) -> bool {
        self.blocks_at(now).next().is_some()
    }

    /// The shares that measures which wait at `now` can move before a time, in Unix seconds; at most what it has.
    #[must_use]
    pub fn leaving_before(&self, at: i64, now: i64) -> u64 {
        let from = |block: &Block| i64::from(block.until).saturating_sub(TAKING);
        self.blocks_at(now)
            .filter(|block| block.leaves != 0 && from(block) < at)
            .fold(0, |sum: u64, block| sum.saturating_add(block.shares))
            .min(self.shares)
    }

    /// Refuses another measure that is to move shares, with so many days of notice, while the record rests after one that
    /// was not taken: two signatures would block its shares for ever otherwise, one announcement after the other.
    ///
    /// # Errors
    /// [`SecuritiesError::MeasureTooSoon`].
    pub(crate) fn require_rested(&self, notice_days: u8, now: i64) -> Result<()> {
        let lasts = calendar::seconds_of(notice_days).saturating_add(TAKING);
        let mut over = self.blocks.iter().filter(|block| block.is_over(now));
        ensure!(
            over.all(|block| now >= block.rests_until(lasts)),
            SecuritiesError::MeasureTooSoon
        );
        Ok(())
    }

    /// Whether a measure of another number blocks any of its shares.
    pub(crate) fn is_blocked_by_another(&self, measure: u16, now: i64) -> bool {
        self.blocks_at(now).any(|block| block.measure != measure)
    }

    /// Blocks shares for a measure until a time, in place of those that it blocked before.
    ///
    /// # Errors
    /// [`SecuritiesError::BlocksFull`], [`SecuritiesError::DateOutOfRange`].
    pub(crate) fn block(
        &mut self,
        (measure, leaves): (u16, bool),
        shares: u64,
        until: i64,
        now: i64,
    ) -> Result<()> {
        let blocks = &mut self.blocks;
        let is_own = |block: &Block| !block.is_over(now) && block.measure == measure;
        let slot = blocks
            .iter()
            .position(is_own)
            .or_else(|| blocks.iter().position(|block| block.is_over(now)))
            .and_then(|at| blocks.get_mut(at))
            .ok_or(SecuritiesError::BlocksFull)?;
        *slot = Block {
            shares,
            until: u32::try_from(until).map_err(|_| SecuritiesError::DateOutOfRange)?,
            measure,
            leaves: leaves.into(),
            padding: 0,
        };
        Ok(())
    }

    /// Lets go what a measure blocks that was announced at a time and is cancelled. After one that was to move shares, the
    /// record rests as long as that has lasted, 30 days at least.
    ///
    /// # Errors
    /// [`SecuritiesError::DateOutOfRange`].
    pub(crate) fn unblock_untaken(
        &mut self,
        measure: u16,
        announced_at: i64,
        now: i64,
    ) -> Result<()> {
        let lasted = now.saturating_sub(announced_at);
        let rests = lasted.max(calendar::seconds_of(MIN_REST_DAYS));
        let until = u32::try_from(now.saturating_add(rests))
            .map_err(|_| SecuritiesError::DateOutOfRange)?;
        // A rest that began with the end of its 30 days stands.
        let is_own = |block: &&mut Block| !block.is_over(now) && block.measure == measure;
        for block in self.blocks.iter_mut().filter(is_own) {
            *block = match block.leaves {
                0 => Block::default(),
                _ => Block {
                    shares: 0,
                    until,
                    ..*block
                },
            };
        }
        Ok(())
    }

    /// Lets go what a measure blocks.
    pub(crate) fn unblock(&mut self, measure: u16) {
        for block in &mut self.blocks {
            if block.measure == measure {
                *block = Block::default();
            }
        }
    }
}
