//! A tranche, as a run through the waterfall sees it, and what it receives there.

use super::{MathResult, fixed};

/// The kind of a tranche.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// Debt.
    #[default]
    Debt,
    /// Equity; it may have a par value, and a preferred return as its interest.
    Equity,
    /// A first-loss cover: capital that bears losses before any other tranche, and is made good after all others.
    Cover,
}

/// A tranche, as a run sees it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claimant {
    /// What it is.
    pub kind: Kind,
    /// Whether it is pari passu with the tranche before it: these share entitlements, losses and write-ups in proportion.
    pub pari_passu: bool,
    /// Current interest that is due.
    pub interest: u64,
    /// Arrears.
    pub arrears: u64,
    /// Principal due by schedule.
    pub scheduled: u64,
    /// Principal outstanding: issued less repaid less losses. Repaying written-off principal in cash does not change
    /// it; what goes back into a cover raises it.
    pub outstanding: u64,
    /// Losses not yet made good: principal written off or, for a cover, what it paid.
    pub loss: u64,
    /// Principal ever issued.
    pub issued: u64,
    /// Interest and arrears ever paid before this run; not what buyers of later shares had paid for.
    pub interest_paid: u64,
    /// Whether its principal is due in every mode.
    pub matured: bool,
    /// What its holders paid for its shares above its principal and have not got back, in the mint of the run.
    pub paid_in: u64,
    /// Of its interest, how much buyers of later shares paid for: it is paid last, no test of interest counts it as owed,
    /// and it is neither profit nor part of a hurdle.
    pub bought_interest: u64,
    /// Whether nobody holds it. If so, it is owed nothing, and what would reach it is passed on.
    pub vacant: bool,
    /// What it weighs in participations in profit: capital times days, below 2^96.
    pub weight: u128,
}

impl Claimant {
    /// Principal that a run, which gave it so much by now, has left outstanding.
    #[must_use]
    pub const fn unpaid_principal(&self, got: &Receipt) -> u64 {
        self.outstanding
            .saturating_add(got.written_up)
            .saturating_sub(got.principal)
    }

    /// Its interest without what buyers of later shares paid for.
    #[must_use]
    pub const fn own_interest(&self) -> u64 {
        self.interest.saturating_sub(self.bought_interest)
    }

    /// The part of that in interest that a run paid: all of it comes before what buyers paid for.
    #[must_use]
    pub const fn own_part(&self, got: &Receipt) -> u64 {
        let own = self.own_interest();
        if got.interest < own {
            got.interest
        } else {
            own
        }
    }

    /// Interest and arrears that a test of interest counts as owed.
    #[must_use]
    pub const fn tested_interest(&self) -> u128 {
        // A sum of two 64-bit numbers.
        (self.own_interest() as u128).wrapping_add(self.arrears as u128)
    }

    /// What a test of interest counts of the interest and arrears that a run paid.
    #[must_use]
    pub const fn tested_payment(&self, got: &Receipt) -> u64 {
        self.own_part(got).saturating_add(got.arrears)
    }

    /// Whether a run, which gave it so much by now, has left it nothing that it is owed except losses.
    #[must_use]
    pub const fn is_paid(&self, got: &Receipt) -> bool {
        self.interest == got.interest
            && self.arrears == got.arrears
            && self.unpaid_principal(got) == 0
    }

    /// Losses that a run, which gave it so much by now, has not made good: of a debt or an equity.
    #[must_use]
    pub const fn lost(&self, got: &Receipt) -> u64 {
        self.loss
            .saturating_sub(got.reinstated)
            .saturating_sub(got.written_up)
    }
}

/// What a tranche receives in a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Receipt {
    /// Current interest.
    pub interest: u64,
    /// Arrears.
    pub arrears: u64,
    /// Principal.
    pub principal: u64,
    /// Written-off principal of a debt, repaid in cash.
    pub reinstated: u64,
    /// Written-off principal of a debt that income covered at a deficiency tier, and that is written up: no money of its
    /// own, but principal for the debts.
    pub written_up: u64,
    /// Losses of a cover made good, by a recovery or a tier; this money goes back into the cover.
    pub restored: u64,
    /// Carry, splits, participations and the residual, and overpaid carry that is clawed back from another class.
    pub residual: u64,
    /// What it paid in above its principal, returned from unused proceeds.
    pub returned: u64,
}

impl Receipt {
    /// What its holders get: everything except what is restored or written up.
    ///
    /// # Errors
    /// [`crate::math::MathError::Overflow`].
    pub fn total(self) -> MathResult<u64> {
        let interest = fixed::add(self.interest, self.arrears)?;
        let principal = fixed::add(self.principal, self.reinstated)?;
        let rest = fixed::add(self.residual, self.returned)?;
        fixed::add(fixed::add(interest, principal)?, rest)
    }
}
