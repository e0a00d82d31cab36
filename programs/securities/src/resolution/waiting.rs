//! How long whoever proposed a resolution waits before the next.

use super::{governance::Governance, state::Proposer};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

impl Governance {
    /// Refuses a proposer whose last resolution can still be voted on or has failed of late, and lets it wait for the close
    /// of this one. What whoever was in control before control stepped has proposed keeps nobody waiting who is in control now.
    pub(super) fn wait(
        &mut self,
        (by, stepped_at): (Proposer, i64),
        closes_at: i64,
        (held_up, now): ((u8, bool), i64),
    ) -> Result<()> {
        let open = closes_at.saturating_sub(now);
        let pause = Self::pause(by.number(), open, held_up);
        let proposable_at = self.proposable_at(by.number())?;
        // It was open for as long, and who is in control waits for no more than its close.
        let proposed_at = proposable_at.saturating_sub(open);
        let is_predecessors = by == Proposer::Sponsor && proposed_at <= stepped_at;
        ensure!(
            is_predecessors || now >= *proposable_at,
            SecuritiesError::ProposalTooEarly
        );
        *proposable_at = closes_at.saturating_add(pause);
        Ok(())
    }
}
