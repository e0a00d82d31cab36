//! How a holder's record begins.

use super::{
    holder::{EVERYTHING_ON_CLAIM, Holder, VERSION},
    state::Tranche,
};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

impl Holder {
    /// Begins a new record, whose owner and addresses are set, at `now`, and counts it.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] for more records than can be counted.
    pub(crate) fn open(&mut self, tranche: &mut Tranche, now: i64) -> Result<()> {
        tranche.holders = tranche
            .holders
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        self.version = VERSION;
        self.opened_at = now;
        self.person = self.owner;
        self.begin(tranche);
        Ok(())
    }

    /// Makes it the record of its tranche's wrapper, which nobody signs for, so that nothing is paid there.
    pub(crate) const fn be_wrapper(&mut self) {
        self.is_wrapper = 1;
        self.paid_on_claim = EVERYTHING_ON_CLAIM;
    }
}
