//! Tests that a deal must meet, and what follows when it fails one.

use super::{fixed::BPS, subordination, waterfall::Kind};

/// What must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// Enough capital is below a rank, see [`subordination`].
    Subordination {
        /// The most junior rank that is protected.
        rank: u8,
        /// The least that must be below, in basis points of protected and below together.
        min_bps: u32,
    },
    /// Losses of debt and equity, net of recoveries, are at most a part of all that they ever issued.
    Losses {
        /// The largest part, in basis points.
        max_bps: u32,
    },
    /// A tranche has not been overdue for longer than a given time.
    Overdue {
        /// The rank of the tranche.
        rank: u8,
        /// The longest time, in days.
        days: u64,
    },
    /// The pool, the reserve and the reinvestment account are worth enough to cover the principal of a rank and of all
    /// senior to it.
    Collateral {
        /// The most junior rank that is protected.
        rank: u8,
        /// The least value of pool and cash, in basis points of the protected principal.
        min_bps: u32,
        /// How old the report of the pool's value may be, in seconds.
        max_age: i64,
    },
    /// The principal of a rank and of all senior to it, less the reserve and the reinvestment account, is at most a part of the
    /// pool's value.
    LoanToValue {
        /// The most junior rank that counts.
        rank: u8,
        /// The largest part, in basis points of the pool's value.
        max_bps: u32,
        /// How old the report of the pool's value may be, in seconds.
        max_age: i64,
    },
    /// The pool was reported not too long ago; before the first report, the deal began not too long ago.
    ReportOverdue {
        /// The longest time, in seconds.
        max_age: i64,
    },
    /// The net worth of somebody behind the deal, as reported last, is high enough.
    NetWorth {
        /// The least, in settlement base units.
        min: u64,
        /// How old the report may be, in seconds.
        max_age: i64,
        /// What was reported, in settlement base units.
        value: u64,
        /// When, in Unix seconds; 0: never.
        at: i64,
    },
    /// Somebody said that something happened, and has not taken it back.
    Raised {
        /// Whether that is so.
        raised: bool,
        /// Whether it is known to be so now.
        proven: bool,
    },
}

/// What a test says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    Holds,
    /// It does not hold.
    Fails,
    /// It counts as failing, since what it needs to know is missing or too old.
    Unproven,
}

/// A tranche, as the tests see it. Amounts are in settlement base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrancheMetrics {
    /// What it is.
    pub kind: Kind,
    /// Principal outstanding; for a cover, the capital left in it.
    pub outstanding: u64,
    /// Principal ever issued.
    pub issued: u64,
    /// Losses not yet made good.
    pub loss: u64,
    /// Whole days since the first due date that was not met in full; 0: nothing is overdue.
    pub days_overdue: u64,
}

/// A deal, as the tests see it.
#[derive(Clone, Copy, Debug)]
pub struct TriggerInputs<'a> {
    /// The time, in Unix seconds.
    pub now: i64,
    /// The tranches, by rank.
    pub claimants: &'a [TrancheMetrics],
    /// Cash that stands behind the principal beside the pool: the reserve and the reinvestment account.
    pub cash: u64,
    /// The last reported value of the pool, in settlement base units.
    pub pool_value: u64,
    /// When it was reported, in Unix seconds; 0: never.
    pub pool_at: i64,
    /// When the deal began, in Unix seconds; 0: it has not.
    pub began_at: i64,
}

/// Whether a test holds. If something that it needs is missing, it does not hold: the report is too old, or the tranche
/// does not exist. If there is nothing to protect, or nothing was issued, it holds.
#[must_use]
pub fn holds(test: Test, inputs: &TriggerInputs) -> bool {
    judge(test, inputs) == Verdict::Holds
}

/// What a test says.
#[must_use]
pub fn judge(test: Test, inputs: &TriggerInputs) -> Verdict {
    let fresh = |at: i64, max_age: i64| at > 0 && since(at, inputs.now) <= max_age;
    let known = match test {
        Test::Collateral { rank, max_age, .. } | Test::LoanToValue { rank, max_age, .. } => {
            around(rank, inputs).0 == 0 || fresh(inputs.pool_at, max_age)
        }
        Test::NetWorth { max_age, at, .. } => fresh(at, max_age),
        Test::Raised { raised, proven } => proven || !raised,
        _ => true,
    };
    if !known {
        Verdict::Unproven
    } else if is_met(test, inputs) {
        Verdict::Holds
    } else {
        Verdict::Fails
    }
}

/// Whether a test holds by what is known, however old it is.
fn is_met(test: Test, inputs: &TriggerInputs) -> bool {
    match test {
        Test::Subordination { rank, min_bps } => {
            let (protected, below) = around(rank, inputs);
            subordination::stands(protected, below, min_bps)
        }
        Test::Losses { max_bps } => {
            let bearing = inputs.claimants.iter();
            let bearing = bearing.filter(|claimant| claimant.kind != Kind::Cover);
            let (mut loss, mut issued) = (0_u128, 0_u128);
            for claimant in bearing {
                loss = loss.saturating_add(u128::from(claimant.loss));
                issued = issued.saturating_add(u128::from(claimant.issued));
            }
            issued == 0 || at_least(issued, max_bps.into(), loss, BPS)
        }
        Test::Overdue { rank, days } => inputs
            .claimants
            .get(usize::from(rank))
            .is_some_and(|claimant| claimant.days_overdue <= days),
        Test::Collateral { rank, min_bps, .. } => {
            let (protected, _) = around(rank, inputs);
            let value = u128::from(inputs.pool_value).saturating_add(u128::from(inputs.cash));
            protected == 0 || at_least(value, BPS, protected, min_bps.into())
        }
        Test::LoanToValue { rank, max_bps, .. } => {
            let (protected, _) = around(rank, inputs);
            let loan = protected.saturating_sub(inputs.cash.into());
            at_least(inputs.pool_value.into(), max_bps.into(), loan, BPS)
        }
        Test::ReportOverdue { max_age } => {
            let last = inputs.pool_at.max(inputs.began_at);
            inputs.began_at == 0 || since(last, inputs.now) <= max_age
        }
        Test::NetWorth { min, value, .. } => value >= min,
        Test::Raised { raised, .. } => !raised,
    }
}

fn around(rank: u8, inputs: &TriggerInputs) -> (u128, u128) {
    let claimants = inputs.claimants.iter();
    subordination::around(
        rank,
        claimants.map(|claimant| (claimant.kind, claimant.outstanding)),
    )
}

/// `a * times_a >= b * times_b`. Sums of amounts over tranches leave enough headroom for basis points.
fn at_least(a: u128, times_a: u64, b: u128, times_b: u64) -> bool {
    a.saturating_mul(u128::from(times_a)) >= b.saturating_mul(u128::from(times_b))
}

const fn since(then: i64, now: i64) -> i64 {
    now.saturating_sub(then)
}

/// Advances the breach of a test: returns when it first failed (0: it holds), and whether it trips, which it does
/// once it has not held for `cure` seconds. `breached_since` is when it had first failed so far (0: it held).
#[must_use]
pub fn step(now: i64, breached_since: i64, cure: i64, holds: bool) -> (i64, bool) {
    if holds {
        return (0, false);
    }
    let breached_since = if breached_since == 0 {
        now
    } else {
        breached_since
    };
    (breached_since, since(breached_since, now) >= cure)
}

/// An acceleration by triggers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acceleration {
    /// Whether it is in effect.
    pub tripped: bool,
    /// Since when all tests have held again, in Unix seconds; 0 while one does not, or without an acceleration.
    pub holds_since: i64,
}

impl Acceleration {
    /// Its state at `now`: it begins when a test trips, and ends once all tests have held for `cure` seconds.
    #[must_use]
    pub const fn at(self, now: i64, any_tripped: bool, all_hold: bool, cure: i64) -> Self {
        let tripped = self.tripped || any_tripped;
        if !tripped || !all_hold {
            return Self {
                tripped,
                holds_since: 0,
            };
        }
        let holds_since = if self.holds_since == 0 {
            now
        } else {
            self.holds_since
        };
        if since(holds_since, now) >= cure {
            Self {
                tripped: false,
                holds_since: 0,
            }
        } else {
            Self {
                tripped,
                holds_since,
            }
        }
    }
}
