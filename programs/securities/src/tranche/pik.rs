//! Interest that is paid in kind: what is unpaid of an elected period becomes principal.

use crate::{errors::SecuritiesError, math::accrual::MAX_RATE_PPM};
use anchor_lang::prelude::*;

/// The most days of notice.
const MAX_NOTICE: u8 = 31;

/// Whether the sponsor may elect that interest is paid in kind. Of a period for which it does, what is unpaid when the due
/// date is over becomes principal, and nothing is overdue by it.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PikTerms {
    /// The most periods in all for which the sponsor may elect it; 0: it may not.
    pub periods: u8,
    /// The fewest days before the due date on which it may, 1 to 31; 0 if it may not.
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
    /// By its terms, before anything was elected. `suits`: the tranche is debt that can be paid so; `highest_ppm` is its
    /// highest rate with the default margin.
    pub(super) fn of(terms: &PikTerms, suits: bool, highest_ppm: u32) -> Result<Self> {
        let PikTerms {
            periods,
            notice_days,
            margin_ppm,
        } = *terms;
        let fits = suits
            && (1..=MAX_NOTICE).contains(&notice_days)
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
