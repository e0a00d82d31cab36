//! What a conversion does to the two classes, whoever holds their shares.

use super::{covenant::Covenant, state::Conversion};
use crate::{
    cash::waterfall::state::Waterfall,
    errors::SecuritiesError,
    math::{calendar, quantity::Shares},
    security::state::Security,
    tranche::{converting::Leaving, issue::Accumulators, state::Tranche},
};
use anchor_lang::prelude::*;

/// What became what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Converted {
    /// Shares that were given, in share base units.
    pub given: u64,
    /// Shares that they became, in share base units.
    pub issued: u64,
    /// What left the class with them.
    pub leaving: Leaving,
    /// What of it was converted, in settlement base units.
    pub converted: u64,
}

impl Conversion {
    /// Refuses to convert the class as long as what decides it has not come to pass, and while losses are announced that it has to
    /// wait for. The waterfall must have been tested now.
    ///
    /// # Errors
    /// [`SecuritiesError::TriggerHolds`], [`SecuritiesError::TriggerChanged`], [`SecuritiesError::LossesAnnounced`].
    pub(crate) fn require_due(
        &self,
        security: &Security,
        waterfall: &Waterfall,
        now: i64,
    ) -> Result<()> {
        let by_trigger = self.by == 2;
        if by_trigger {
            waterfall.require_tripped(self, now)?;
        }
        // A loss that was announced before the trigger could convert can be recorded by now; newer ones do not hold it up.
        let a_notice_ago = now.saturating_sub(security.loss_notice);
        if !by_trigger || !waterfall.could_convert(self, a_notice_ago) {
            security.require_no_loss_announced()?;
        }
        Ok(())
    }

    /// Converts a class that is accrued up to now: what it is owed ends, and the other class has the shares that it becomes.
    ///
    /// # Errors
    /// Those of `convert_class` for the two classes.
    #[inline(never)]
    pub(crate) fn convert_class(
        &mut self,
        (from, into): (&mut Tranche, &mut Tranche),
        now: i64,
    ) -> Result<Converted> {
        from.require_not_wiped()?;
        into.require_not_converted()?;
        self.require_classes(from, into)?;
        into.accrue(calendar::day_of(now)?)?;
        from.roll(now)?;
        from.release_all()?;
        let given = from.shares;
        ensure!(given > 0, SecuritiesError::NothingToConvert);
        let leaving = from.end_by_conversion()?;
        let (converted, since) = self.exchange((from, into), (given, leaving), now)?;
        into.free_shares(core::mem::take(&mut self.left))?;
        self.finish(given, converted.issued, into, since, now);
        Ok(converted)
    }

    /// Brings both classes up to now, before some shares of the one become shares of the other as their holder elects.
    ///
    /// # Errors
    /// Those of `convert_shares` for the two classes.
    pub(crate) fn ready(
        &self,
        (from, into): (&mut Tranche, &mut Tranche),
        given: u64,
        now: i64,
    ) -> Result<()> {
        ensure!(!self.is_of_class(), SecuritiesError::ClassConverts);
        self.require_open(now)?;
        from.require_not_wiped()?;
        into.require_not_converted()?;
        self.require_classes(from, into)?;
        if into.security == from.security {
            into.begin(now)?;
        }
        ensure!(into.starts_at > 0, SecuritiesError::NotBegunInto);
        from.accrue(calendar::day_of(now)?)?;
        if given == from.shares {
            from.release_all()?;
        }
        Ok(())
    }

    /// Issues what shares become that have left their class, with what they were owed; and from where they earn.
    ///
    /// # Errors
    /// [`SecuritiesError::NoPrice`], [`SecuritiesError::NothingToConvert`].
    pub(crate) fn exchange(
        &mut self,
        (from, into): (&Tranche, &mut Tranche),
        (given, leaving): (u64, Leaving),
        now: i64,
    ) -> Result<(Converted, Accumulators)> {
        let issued = self.issue(given, &leaving, (from, into), now)?;
        ensure!(issued > 0, SecuritiesError::NothingToConvert);
        let converted = self.converted(&leaving)?;
        let since = into.issue(Shares(issued), converted, now)?;
        if into.security == from.security {
            into.take_paid_in(&leaving)?;
        }
        let done = Converted {
            given,
            issued,
            leaving,
            converted,
        };
        Ok((done, since))
    }
}

impl Tranche {
    /// Refuses to convert into it once its security, another one than that of the class that is given, is being wound down.
    ///
    /// # Errors
    /// [`SecuritiesError::SecurityMissing`], [`SecuritiesError::WrongSecurity`], [`SecuritiesError::Winding`].
    pub(super) fn require_running(
        &self,
        security: Option<&AccountLoader<'_, Security>>,
    ) -> Result<()> {
        let loader = security.ok_or(SecuritiesError::SecurityMissing)?;
        ensure_keys_eq!(loader.key(), self.security, SecuritiesError::WrongSecurity);
        loader.load()?.require_running()
    }
}

/// Refuses a security that is passed as that of the class that is received, where it is another: none is passed for a class of the
/// security itself, nothing of which depends on it.
///
/// # Errors
/// [`SecuritiesError::WrongSecurity`].
pub(super) fn require_own(
    (from, into): (&Pubkey, &Pubkey),
    passed: Option<&AccountLoader<'_, Security>>,
) -> Result<()> {
    let is_right = passed.is_none_or(|loader| from != into && loader.key() == *into);
    ensure!(is_right, SecuritiesError::WrongSecurity);
    Ok(())
}

impl Waterfall {
    /// Refuses as long as a conversion's trigger, as tested last, holds, has not failed for its cure period, or is not known to fail,
    /// since what it needs to know is missing or too old; and once it is another than the one that was named.
    ///
    /// # Errors
    /// [`SecuritiesError::TriggerChanged`], [`SecuritiesError::TriggerHolds`].
    fn require_tripped(&self, conversion: &Conversion, now: i64) -> Result<()> {
        let trigger = self.triggers().get(usize::from(conversion.trigger));
        let trigger = trigger.ok_or(SecuritiesError::TriggerChanged)?;
        ensure!(
            Covenant::from(trigger) == conversion.covenant,
            SecuritiesError::TriggerChanged
        );
        ensure!(trigger.is_breached(0, now), SecuritiesError::TriggerHolds);
        Ok(())
    }

    /// Whether a trigger that has tripped could convert at a time before already, and ever since: it had failed for its cure, what it
    /// reads was known, and the conversion was open.
    fn could_convert(&self, conversion: &Conversion, then: i64) -> bool {
        let trigger = self.triggers().get(usize::from(conversion.trigger));
        let known = trigger.is_some_and(|trigger| trigger.proven_since <= then);
        known && conversion.opens_at <= then && self.require_tripped(conversion, then).is_ok()
    }
}
