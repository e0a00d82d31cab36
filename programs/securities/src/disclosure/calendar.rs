//! The DisclosureCalendar account: what is due again and again, and from whom.

use crate::{
    errors::SecuritiesError,
    math::{
        calendar::LAST_DAY,
        schedule::{Grid, NEVER},
    },
    security::state::Security,
    tranche::window::MAX_KINDS,
};
use anchor_lang::prelude::*;

/// Layout version of a DisclosureCalendar.
pub const VERSION: u8 = 1;
/// How many disclosures a security may owe for each period: of each kind one.
pub const MAX_ITEMS: usize = MAX_KINDS as usize;
/// The most days after the end of a period by which its disclosure may be due.
pub const MAX_DUE_DAYS: u16 = 366;

/// A disclosure that is due for each period.
#[zero_copy]
pub struct DisclosureItem {
    /// Who makes it; the default address: whoever is the sponsor.
    pub attestor: Pubkey,
    /// Day number of the last day of the first period, number 0.
    pub anchor: u16,
    /// Days after the last day of a period by which it is due.
    pub due_days: u16,
    /// Its kind, 0 to 7: the calendar's own number for it.
    pub kind: u8,
    /// Months from one period's last day to the next one's, 1 to 12.
    pub months: u8,
    /// Zero.
    pub padding: [u8; 2],
}

/// What a security's holders are to be told, and by when. Address: see [`crate::chain::seeds::DISCLOSURES`].
#[account(zero_copy)]
pub struct DisclosureCalendar {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Kinds in use.
    pub count: u8,
    /// Zero.
    pub padding: u8,
    /// Disclosures that were posted by it; with the first one it is fixed.
    pub posted: u32,
    /// The security.
    pub security: Pubkey,
    /// What is due, of each kind once.
    pub items: [DisclosureItem; MAX_ITEMS],
}

const _: () = assert!(size_of::<DisclosureItem>() == 40);
const _: () = assert!(size_of::<DisclosureCalendar>() == 360);

/// A disclosure that is to be due for each period.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct DisclosureTerms {
    /// Its kind, 0 to 7: a number of the sponsor's choice.
    pub kind: u8,
    /// Months from one period's last day to the next one's, 1 to 12.
    pub months: u8,
    /// Day number of the last day of the first period, number 0. Later ones end on the same day of the month, or on the
    /// last day of a month that does not have it.
    pub anchor: u16,
    /// Days after the last day of a period by which it is due, 1 to 366.
    pub due_days: u16,
    /// Who makes it; the default address: whoever is the sponsor.
    pub attestor: Pubkey,
}

impl DisclosureTerms {
    fn is_sound(&self) -> bool {
        self.kind < MAX_KINDS
            && (1..=12).contains(&self.months)
            && (1..=MAX_DUE_DAYS).contains(&self.due_days)
    }
}

impl DisclosureItem {
    /// The last days of its periods.
    fn ends(&self) -> Grid {
        Grid {
            anchor: self.anchor.into(),
            months: self.months.into(),
        }
    }

    /// The last day of a period.
    ///
    /// # Errors
    /// [`SecuritiesError::DateOutOfRange`] after the calendar's end.
    pub fn end(&self, period: u32) -> Result<u64> {
        let end = self.ends().day(period.into())?;
        ensure!(end != NEVER, SecuritiesError::DateOutOfRange);
        Ok(end)
    }

    /// The day by which a period's disclosure is due.
    ///
    /// # Errors
    /// [`SecuritiesError::DateOutOfRange`] after the calendar's end.
    pub fn due_day(&self, period: u32) -> Result<u64> {
        Ok(self.end(period)?.saturating_add(self.due_days.into()))
    }

    /// The latest period whose disclosure is due by a day; none before the first one is.
    ///
    /// # Errors
    /// [`SecuritiesError::DateOutOfRange`] for a day out of range.
    pub fn latest_due(&self, day: u64) -> Result<Option<u32>> {
        ensure!(day <= LAST_DAY, SecuritiesError::DateOutOfRange);
        let ended = match day.checked_sub(self.due_days.into()) {
            Some(end) => self.ends().up_to(end)?,
            None => 0,
        };
        Ok(ended
            .checked_sub(1)
            .and_then(|period| u32::try_from(period).ok()))
    }

    /// Who makes it.
    #[must_use]
    pub fn attestor(&self, security: &Security) -> Pubkey {
        if self.attestor == Pubkey::default() {
            security.sponsor
        } else {
            self.attestor
        }
    }
}

impl DisclosureCalendar {
    /// The kinds in use.
    #[must_use]
    pub fn items(&self) -> &[DisclosureItem] {
        self.items.get(..usize::from(self.count)).unwrap_or(&[])
    }

    /// What is due of a kind.
    ///
    /// # Errors
    /// [`SecuritiesError::DisclosureUnknown`].
    pub fn item(&self, kind: u8) -> Result<&DisclosureItem> {
        let mut items = self.items().iter();
        Ok(items
            .find(|item| item.kind == kind)
            .ok_or(SecuritiesError::DisclosureUnknown)?)
    }

    /// Replaces all that is due.
    ///
    /// # Errors
    /// [`SecuritiesError::DisclosuresFixed`], [`SecuritiesError::BadDisclosures`].
    pub(super) fn set(&mut self, terms: &[DisclosureTerms]) -> Result<()> {
        // What was posted by other dates, or by another attestor, would count as what the new calendar asks for.
        ensure!(self.posted == 0, SecuritiesError::DisclosuresFixed);
        let distinct = terms.iter().enumerate().all(|(at, one)| {
            let mut before = terms.iter().take(at);
            before.all(|other| other.kind != one.kind)
        });
        let sound = distinct && terms.iter().all(DisclosureTerms::is_sound);
        ensure!(
            sound && terms.len() <= MAX_ITEMS,
            SecuritiesError::BadDisclosures
        );
        self.count = u8::try_from(terms.len()).map_err(|_| SecuritiesError::BadDisclosures)?;
        self.items = bytemuck::Zeroable::zeroed();
        for (own, terms) in self.items.iter_mut().zip(terms) {
            own.attestor = terms.attestor;
            own.anchor = terms.anchor;
            own.due_days = terms.due_days;
            own.kind = terms.kind;
            own.months = terms.months;
        }
        Ok(())
    }
}
