//! Interest that is paid in kind: what is unpaid of an elected period becomes principal.

use crate::{errors::SecuritiesError, math::accrual::MAX_RATE_PPM};
use anchor_lang::prelude::*;

/// The most days of notice.
const MAX_NOTICE: u8 = 31;
/// The most where a period is a month: an election is of the current period, and from the day after a due date in February
/// to the next one there are so many days.
const MAX_MONTHLY_NOTICE: u8 = 27;

/// Whether the sponsor may elect that interest is paid in kind. Of a period for which it does, what is unpaid when the due
/// date is over becomes principal, and nothing is overdue by it.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PikTerms {
    /// The most periods in all for which the sponsor may elect it; 0: it may not.
    pub periods: u8,
    /// The fewest days before the due date on which it may, 1 to 31, or to 27 where the period is a month; 0 if it may not.
    pub notice_days: u8,
    /// Further interest a year from the election up to the due date, in parts per million. With the rate, all step-ups and
    /// the default margin at most 10,000,000; of a floating tranche with its cap and the default margin. 0 if it may not.
    pub margin_ppm: u32,
}

/// Interest of a tranche that is paid in kind.
#[zero_copy]
#[derive(Default)]
pub struct Pik {
    /// The most periods in all for which the sponsor may elect it; 0: it may not.
    pub periods: u8,
    /// How many of them are left.
    pub left: u8,
    /// The fewest days before the due date on which it may.
    pub notice_days: u8,
    /// 1: it did for the current period.
    pub elected: u8,
    /// Further interest a year from the election up to the due date, in parts per million.
    pub margin_ppm: u32,
    /// Principal that was interest and is not repaid yet: a distribution repays it as cash allows.
    pub outstanding: u64,
    /// All interest that ever became principal; part of the principal issued.
    pub capitalised: u64,
}

const _: () = assert!(size_of::<Pik>() == 24);

impl Pik {
    /// By its terms, before anything was elected. `months`: the tranche's period if it is debt that can be paid so, otherwise
    /// 0; `highest_ppm` is its highest rate with the default margin.
    ///
    /// # Errors
    /// [`SecuritiesError::BadPik`].
    pub(super) fn of(terms: &PikTerms, months: u8, highest_ppm: u32) -> Result<Self> {
        let PikTerms {
            periods,
            notice_days,
            margin_ppm,
        } = *terms;
        let most = if months == 1 {
            MAX_MONTHLY_NOTICE
        } else {
            MAX_NOTICE
        };
        let fits = months > 0
            && (1..=most).contains(&notice_days)
            && highest_ppm.saturating_add(margin_ppm) <= MAX_RATE_PPM;
        ensure!(
            if periods > 0 {
                fits
            } else {
                *terms == PikTerms::default()
            },
            SecuritiesError::BadPik
        );
        Ok(Self {
            periods,
            left: periods,
            notice_days,
            margin_ppm,
            ..Self::default()
        })
    }
}
