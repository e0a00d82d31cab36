//! The Conversion account: how shares of one class become shares of another.

use super::covenant::Covenant;
use crate::{
    chain::wide::Wide,
    errors::SecuritiesError,
    math::{
        conversion::{self, MAX_DISCOUNT_BPS, Price, Ratio},
        fixed,
    },
    security::state::MAX_VAULTS,
    tranche::{converting::Leaving, issue::Accumulators, state::Tranche},
};
use anchor_lang::prelude::*;

/// Layout version of a Conversion.
pub const VERSION: u8 = 1;

/// For how long shares are set aside for a conversion that nobody has approved, in seconds; then anyone closes it.
pub const MAX_PENDING: i64 = 365 * 86_400;

/// Who has the shares converted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum ConvertedBy {
    /// Each holder converts its own, from `opens_at` to `closes_at`.
    Holders,
    /// All at once, after a resolution.
    Resolution,
    /// All at once, once a trigger of the waterfall has not held for its cure period.
    Trigger {
        /// The trigger's place, from 0.
        place: u8,
    },
}

/// What a share becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub enum ConversionRule {
    /// A number of shares; of equity.
    Ratio {
        /// Share base units that are received.
        to: u64,
        /// Share base units that are given for them.
        from: u64,
    },
    /// As many shares as what it is owed buys; of a class with a par.
    Price {
        /// The least price of a whole share, in settlement base units.
        floor: u64,
        /// The most; 0: none, only where holders decide. The same as the floor: a fixed price.
        cap: u64,
        /// By how much less than the highest price at which a book of the class that is received was locked, a day ago at
        /// least, in basis points; at most 5,000.
        discount_bps: u32,
        /// Whether interest that is due and arrears are converted with the principal. They are forfeited otherwise.
        with_interest: bool,
    },
}

/// The terms of a conversion.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize)]
pub struct ConversionTerms {
    /// The class's next conversion number; part of the address.
    pub number: u32,
    /// Who has the shares converted.
    pub by: ConvertedBy,
    /// What a share becomes.
    pub rule: ConversionRule,
    /// From when it can be done, in Unix seconds.
    pub opens_at: i64,
    /// Until when, in Unix seconds.
    pub closes_at: i64,
    /// Shares of the other class that are set aside for it, in share base units: at least what all authorised shares become,
    /// at the lowest price for their par. Each has an equal part of them, and never becomes more.
    pub shares: u64,
}

/// How shares of one class become shares of another. Address: see [`crate::chain::seeds::CONVERSION`].
#[account(zero_copy)]
pub struct Conversion {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Who has the shares converted: 0 each holder its own, 1 a resolution all, 2 a trigger all.
    pub by: u8,
    /// The place of the trigger, from 0.
    pub trigger: u8,
    /// 1: it is part of what was offered, or a resolution has approved it.
    pub approved: u8,
    /// 1: the whole class was converted.
    pub done: u8,
    /// What a share becomes: 0 by a ratio, 1 at a price.
    pub rule: u8,
    /// 1: interest due and arrears are converted with the principal.
    pub with_interest: u8,
    /// Its number in its class; part of the address, never reused.
    pub number: u32,
    /// The discount on the price of books, in basis points.
    pub discount_bps: u32,
    /// The security.
    pub security: Pubkey,
    /// The class whose shares are given.
    pub tranche: Pubkey,
    /// The class whose shares are received.
    pub into: Pubkey,
    /// Whoever paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// From when it can be done, in Unix seconds.
    pub opens_at: i64,
    /// Until when, in Unix seconds.
    pub closes_at: i64,
    /// Shares that are received by the ratio, in share base units; of a class that was converted at a price, those that the
    /// whole class became.
    pub ratio_to: u64,
    /// Shares that are given for them, likewise; 0: there is no ratio yet.
    pub ratio_from: u64,
    /// The least price of a whole share, in settlement base units.
    pub floor: u64,
    /// The most; 0: none.
    pub cap: u64,
    /// Shares that were set aside at first, in share base units.
    pub set_aside: u64,
    /// Those of them that are neither issued nor freed.
    pub left: u64,
    /// Shares that were issued for the whole class and wait to be collected, in share base units.
    pub held: u64,
    /// When the class was converted, in Unix seconds; 0: it was not.
    pub converted_at: i64,
    /// The accumulators of the class that is received at that time: what is held has earned from there.
    pub since: [Wide; MAX_VAULTS],
    /// Rights books that the class that is received had opened by then.
    pub rights_books: u32,
    /// Zero.
    pub padding: [u8; 4],
    /// The trigger, as it was when the conversion was created.
    pub covenant: Covenant,
    /// When it was created, in Unix seconds: one that nobody approves is closed by anyone after [`MAX_PENDING`].
    pub created_at: i64,
}

const _: () = assert!(size_of::<Conversion>() == 328 && align_of::<Conversion>() == 8);

impl Conversion {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Takes over terms, which are in range, and says how many shares must be set aside at least.
    ///
    /// # Errors
    /// [`SecuritiesError::BadConversion`], [`SecuritiesError::ConversionShort`].
    pub(crate) fn set(
        &mut self,
        args: &ConversionTerms,
        (from, to): (&Tranche, &Tranche),
        now: i64,
    ) -> Result<()> {
        ensure!(
            args.opens_at < args.closes_at && args.closes_at > now,
            SecuritiesError::BadConversion
        );
        (self.by, self.trigger) = match args.by {
            ConvertedBy::Holders => (0, 0),
            ConvertedBy::Resolution => (1, 0),
            ConvertedBy::Trigger { place } => (2, place),
        };
        match args.rule {
            ConversionRule::Ratio { to, from: given } => {
                ensure!(
                    to > 0 && given > 0 && !from.is_debt(),
                    SecuritiesError::BadConversion
                );
                (self.ratio_to, self.ratio_from) = (to, given);
            }
            ConversionRule::Price {
                floor,
                cap,
                discount_bps,
                with_interest,
            } => {
                // Whoever does not decide is not converted at whatever price somebody has a book sold at.
                let capped = cap >= floor || (cap == 0 && !self.is_of_class());
                ensure!(
                    floor > 0 && capped && discount_bps <= MAX_DISCOUNT_BPS && from.par > 0,
                    SecuritiesError::BadConversion
                );
                self.rule = 1;
                (self.floor, self.cap) = (floor, cap);
                self.discount_bps = discount_bps;
                self.with_interest = u8::from(with_interest);
            }
        }
        self.number = args.number;
        self.created_at = now;
        self.opens_at = args.opens_at;
        self.closes_at = args.closes_at;
        self.set_aside = args.shares;
        self.left = args.shares;
        self.require_classes(from, to)?;
        ensure!(
            self.set_aside >= self.least_set_aside(from, to)?,
            SecuritiesError::ConversionShort
        );
        Ok(())
    }

    /// Whether nobody has approved it for so long that its shares are set aside no more.
    pub(super) fn has_lapsed(&self, now: i64) -> bool {
        self.approved == 0 && now.saturating_sub(self.created_at) >= MAX_PENDING
    }

    /// Whether the whole class is converted at once.
    #[must_use]
    pub const fn is_of_class(&self) -> bool {
        self.by > 0
    }

    const fn is_by_ratio(&self) -> bool {
        self.rule == 0
    }

    /// Refuses classes that cannot be converted into each other, as they are now.
    ///
    /// # Errors
    /// [`SecuritiesError::BadConversion`], [`SecuritiesError::ClassHasWarrants`].
    pub(super) fn require_classes(&self, from: &Tranche, to: &Tranche) -> Result<()> {
        let moves = |class: &Tranche| !class.is_frozen_form() && !class.is_fixed();
        ensure!(
            !from.is_cover() && to.is_no_par_equity() && moves(from) && moves(to),
            SecuritiesError::BadConversion
        );
        // Whoever has a warrant has paid for shares that would be no more.
        ensure!(
            !self.is_of_class() || from.next_series == 0,
            SecuritiesError::ClassHasWarrants
        );
        Ok(())
    }

    /// The fewest shares that can be set aside: what all authorised shares become, at the lowest price for their par.
    fn least_set_aside(&self, from: &Tranche, to: &Tranche) -> Result<u64> {
        if self.is_by_ratio() {
            return Ok(self.ratio().shares(from.authorised)?);
        }
        let par = fixed::mul_div_ceil(from.authorised, from.par, from.unit)?;
        Ok(fixed::mul_div_ceil(par, to.unit, self.floor)?)
    }

    /// Refuses it as long as it is not approved, and before and after its time.
    ///
    /// # Errors
    /// [`SecuritiesError::NotApproved`], [`SecuritiesError::ConversionNotOpen`].
    pub(crate) fn require_open(&self, now: i64) -> Result<()> {
        ensure!(self.approved == 1, SecuritiesError::NotApproved);
        ensure!(
            (self.opens_at..self.closes_at).contains(&now),
            SecuritiesError::ConversionNotOpen
        );
        Ok(())
    }

    const fn ratio(&self) -> Ratio {
        Ratio {
            to: self.ratio_to,
            from: self.ratio_from,
        }
    }

    /// What shares that leave their class become, by the rule, and takes it from what is set aside.
    ///
    /// # Errors
    /// [`SecuritiesError::NoPrice`].
    pub(super) fn issue(
        &mut self,
        given: u64,
        leaving: &Leaving,
        (from, to): (&Tranche, &Tranche),
        now: i64,
    ) -> Result<u64> {
        let shares = if self.is_by_ratio() {
            self.ratio().shares(given)?
        } else {
            let price = Price {
                floor: self.floor,
                cap: self.cap,
                discount_bps: self.discount_bps,
            };
            let price = price.at(to.price_a_day_ago(now))?;
            let price = price.ok_or(SecuritiesError::NoPrice)?;
            let most = conversion::part(self.set_aside, given, from.authorised)?;
            conversion::bought(self.converted(leaving)?, price, to.unit)?.min(most)
        };
        let left = self.left.checked_sub(shares);
        self.left = left.ok_or(SecuritiesError::ConversionShort)?;
        Ok(shares)
    }

    /// What of what shares were owed is converted, in settlement base units.
    pub(super) fn converted(&self, leaving: &Leaving) -> Result<u64> {
        let interest = if self.with_interest == 1 {
            leaving.interest
        } else {
            0
        };
        Ok(fixed::add(leaving.principal, interest)?)
    }

    /// Notes that the whole class was converted.
    pub(super) fn finish(
        &mut self,
        given: u64,
        issued: u64,
        to: &Tranche,
        since: Accumulators,
        now: i64,
    ) {
        self.done = 1;
        self.converted_at = now;
        self.held = issued;
        self.since = since;
        self.rights_books = to.rights_books;
        if !self.is_by_ratio() {
            (self.ratio_to, self.ratio_from) = (issued, given);
        }
    }

    /// Takes what some shares of a class that was converted became from what is held.
    ///
    /// # Errors
    /// [`SecuritiesError::CountersInconsistent`].
    pub(super) fn collect(&mut self, given: u64) -> Result<u64> {
        let shares = self.ratio().shares(given)?;
        let held = self.held.checked_sub(shares);
        self.held = held.ok_or(SecuritiesError::CountersInconsistent)?;
        Ok(shares)
    }

    /// What a number of shares becomes by the ratio that there is, rounded up: shares that were locked stay so.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`].
    pub(super) fn locked(&self, given: u64) -> Result<u64> {
        Ok(fixed::mul_div_ceil(given, self.ratio_to, self.ratio_from)?)
    }
}
