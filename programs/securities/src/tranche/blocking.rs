//! What a record cannot send since a measure blocks it, and how shares are blocked and let go.

use super::{blocks::Block, holder::Holder};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

impl Holder {
    fn blocks_at(&self, now: i64) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| !block.is_over(now))
    }

    /// The shares that cannot be sent at `now`, since a measure blocks them: the most of any, at most what it has.
    #[must_use]
    pub fn blocked_at(&self, now: i64) -> u64 {
        let most = self.blocks_at(now).map(|block| block.shares).max();
        most.unwrap_or(0).min(self.shares)
    }

    /// Whether a measure blocks any of its shares, whether or not it has some.
    #[must_use]
    pub fn is_blocked(&self, now: i64) -> bool {
        self.blocks_at(now).next().is_some()
    }

    /// Whether a measure waits that is to move shares of it.
    #[must_use]
    pub fn is_leaving(&self, now: i64) -> bool {
        self.blocks_at(now).any(|block| block.leaves != 0)
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

    /// Lets go what a measure blocks.
    pub(crate) fn unblock(&mut self, measure: u16) {
        for block in &mut self.blocks {
            if block.measure == measure {
                *block = Block::default();
            }
        }
    }
}
