//! The exceptional measures that a security has: for ever those that were stated when it was created.

use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

/// The bit of blocks of shares.
pub const BLOCK: u8 = 1;
/// The bit of pauses of a class's transfers.
pub const PAUSE: u8 = 2;
/// The bit of recoveries of lost keys.
pub const RECOVERY: u8 = 4;
/// The bit of court orders, which move shares to another owner.
pub const COURT_ORDER: u8 = 8;
/// The bit of corrections of payments, which are not announced and touch no shares.
pub const CORRECTION: u8 = 16;
/// All of them, with the words of wallets.
const WORDS: [(u8, &str); 5] = [
    (BLOCK, "block"),
    (PAUSE, "pause"),
    (RECOVERY, "recovery"),
    (COURT_ORDER, "court order"),
    (CORRECTION, "correction"),
];
/// The least and the most days that a measure waits after its announcement.
const DAYS: core::ops::RangeInclusive<u8> = 3..=90;
/// Seconds of an hour.
const HOUR: i64 = 3_600;
/// The least and the most hours that a payment can be corrected.
const HOURS: core::ops::RangeInclusive<u8> = 1..=72;
/// The least days for a measure that moves shares.
const MIN_MOVE_DAYS: u8 = 30;

/// The exceptional measures of a security that is to be created. The default: none.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MeasureTerms {
    /// Which ones: 1 block, 2 pause, 4 recovery, 8 court order, 16 correction, added up.
    pub kinds: u8,
    /// Days from an announcement until the measure can be taken, 3 to 90, at least 30 for recoveries and court orders
    /// whatever is stated; 0 without measures that are announced, which all but corrections are.
    pub days: u8,
    /// Hours that a payment which waits can be corrected, 1 to 72; 0 without corrections.
    pub hours: u8,
}

/// The exceptional measures of a security.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Which ones: 1 block, 2 pause, 4 recovery, 8 court order, 16 correction, added up.
    pub kinds: u8,
    /// Days from an announcement until the measure can be taken.
    pub days: u8,
    /// Number of the next measure.
    pub next: u16,
    /// Hours that a payment which waits can be corrected.
    pub hours: u8,
    /// Zero.
    pub padding: [u8; 3],
}

const _: () = assert!(size_of::<Measures>() == 8);

impl Measures {
    /// By their terms.
    ///
    /// # Errors
    /// [`SecuritiesError::BadMeasures`].
    pub fn of(terms: &MeasureTerms) -> Result<Self> {
        let known = WORDS.iter().fold(0, |all, (bit, _)| all | bit);
        let days_are_good = if terms.kinds & !CORRECTION == 0 {
            terms.days == 0
        } else {
            DAYS.contains(&terms.days)
        };
        let hours_are_good = if terms.kinds & CORRECTION == 0 {
            terms.hours == 0
        } else {
            HOURS.contains(&terms.hours)
        };
        ensure!(
            terms.kinds & !known == 0 && days_are_good && hours_are_good,
            SecuritiesError::BadMeasures
        );
        Ok(Self {
            kinds: terms.kinds,
            days: terms.days,
            hours: terms.hours,
            ..Self::default()
        })
    }

    /// Refuses a measure that the security does not have.
    ///
    /// # Errors
    /// [`SecuritiesError::NoSuchMeasure`].
    pub(crate) fn require(&self, kind: u8) -> Result<()> {
        ensure!(self.kinds & kind != 0, SecuritiesError::NoSuchMeasure);
        Ok(())
    }

    /// Whether any of them moves shares, for which the security is the permanent delegate of its share mints.
    #[must_use]
    pub const fn move_shares(&self) -> bool {
        self.kinds & (RECOVERY | COURT_ORDER) != 0
    }

    /// When a payment that is posted at `now` and waits can be corrected no more.
    ///
    /// # Errors
    /// [`SecuritiesError::NoSuchMeasure`].
    pub(crate) fn corrected_until(&self, now: i64) -> Result<i64> {
        self.require(CORRECTION)?;
        Ok(now.saturating_add(i64::from(self.hours).saturating_mul(HOUR)))
    }

    /// Days that one waits.
    pub(crate) fn days_of(&self, kind: u8) -> u8 {
        if kind & (RECOVERY | COURT_ORDER) == 0 {
            self.days
        } else {
            self.days.max(MIN_MOVE_DAYS)
        }
    }

    /// What the metadata of share mints says of them: their names, with commas between.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = String::new();
        for (bit, word) in WORDS {
            if self.kinds & bit == 0 {
                continue;
            }
            if !words.is_empty() {
                words.push_str(", ");
            }
            words.push_str(word);
        }
        words
    }

    /// Counts the next measure and returns its number.
    pub(crate) fn number(&mut self) -> Result<u16> {
        let number = self.next;
        self.next = number.checked_add(1).ok_or(SecuritiesError::Overflow)?;
        Ok(number)
    }
}
