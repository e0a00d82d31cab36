//! Tests of coverage: what they compare.

use super::fixed::BPS;

/// A coverage test of the debts down to a rank, and what follows where it stands while it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The most junior rank that is protected.
    pub rank: u8,
    /// The least cover, in basis points of what it covers; positive.
    pub min_bps: u32,
    /// Whether money is held back in the reinvestment account until the test holds, instead of repaying debts.
    pub traps: bool,
    /// For a test of collateral: the pool's reported value; none without a recent report, when the test fails.
    pub pool: Option<u64>,
    /// For a test of interest: what earlier runs of the period brought.
    pub period: Period,
}

/// What some runs of a period brought, as a test of interest counts it. Whoever pays fees, interest and arrears, and in
/// however many runs, what is paid and what is still due of them come to the same, whatever periods the debts have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The income that came in, less what recoveries put back into covers.
    pub income: u64,
    /// What was paid of the fees ahead of the test.
    pub fees: u64,
    /// What was paid of the interest and the arrears of the debts that it protects, but for what buyers of later shares paid
    /// for.
    pub paid: u64,
}

impl Period {
    /// One that begins.
    pub const NONE: Self = Self {
        income: 0,
        fees: 0,
        paid: 0,
    };
}

impl Coverage {
    /// Whether collateral covers the protected principal, if there is any: the pool, and principal that is in the deal
    /// as `cash`. Not without a recent report.
    #[must_use]
    pub fn covers(&self, cash: u128, protected: u128) -> bool {
        let holds = |pool: u64| {
            let value = cash.saturating_add(u128::from(pool));
            // Sums of few 64-bit numbers, times 32 bits at most.
            value.saturating_mul(u128::from(BPS))
                >= protected.saturating_mul(u128::from(self.min_bps))
        };
        protected == 0 || self.pool.is_some_and(holds)
    }
}
