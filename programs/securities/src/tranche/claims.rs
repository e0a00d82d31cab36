//! What later shares add to the claims of a tranche.

use super::state::Tranche;
use crate::math::{
    fixed,
    quantity::Shares,
    shares,
    tap::{self, Added, Class},
};
use anchor_lang::prelude::*;

impl Tranche {
    /// The tranche before a later issue, with interest accrued up to now.
    fn class(&self) -> Result<Class> {
        Ok(Class {
            shares: Shares(self.shares),
            unit: self.unit,
            par: self.par,
            principal: self.principal()?,
            principal_due: self.principal_due,
            interest: self.interest_due,
            period_interest: self.period_interest,
            has_fraction: self.accrual_remainder > 0,
        })
    }

    /// Interest accrued on a whole share, in settlement base units times 2^32, which a buyer now pays on top of the
    /// price. 0 while nobody holds shares.
    ///
    /// # Errors
    /// [`crate::errors::SecuritiesError::Overflow`].
    pub(crate) fn accrued(&self) -> Result<u128> {
        if self.shares == 0 || self.rate_ppm == 0 {
            return Ok(0);
        }
        Ok(tap::accrued(&self.class()?)?)
    }

    /// Raises principal and interest due for new shares: by as much per share as the existing ones have, so that all
    /// are alike. What has been repaid per existing share counts as repaid on the new ones too.
    ///
    /// # Errors
    /// [`crate::errors::SecuritiesError::Overflow`].
    pub(super) fn claim_more(&mut self, new: Shares) -> Result<()> {
        let added = if self.shares == 0 || self.par == 0 {
            Added {
                issued: shares::principal(Shares::ZERO, new, self.par, self.unit)?,
                ..Added::default()
            }
        } else {
            tap::added(&self.class()?, new)?
        };
        self.principal_issued = fixed::add(self.principal_issued, added.issued)?;
        self.principal_repaid = fixed::add(self.principal_repaid, added.repaid)?;
        self.principal_due = fixed::add(self.principal_due, added.principal_due)?;
        self.interest_due = fixed::add(self.interest_due, added.interest)?;
        self.period_interest = self.period_interest.saturating_add(added.period_interest);
        let outstanding = fixed::sub(added.issued, added.repaid)?;
        let bought = fixed::add(outstanding, added.interest)?;
        self.bought = fixed::add(self.bought, bought)?;
        Ok(())
    }
}
