//! A trigger, as a Waterfall account stores it: a covenant with what follows when it fails.

use super::{
    consequences::{STEPS, TRAPS},
    terms::{TestTerms, TriggerTerms},
};
use crate::{
    errors::SecuritiesError,
    math::{
        calendar,
        trigger::{Test, Verdict},
    },
};
use anchor_lang::prelude::*;

/// Flag of a trigger: what it is about was declared, or found to be overdue.
pub const RAISED: u8 = 1;
/// Flag: control has stepped because of its breach.
pub const STEPPED: u8 = 2;
/// Flag: when it was tested last, what it needs to know was missing or too old.
pub const UNPROVEN: u8 = 4;
/// The kind of a trigger on an overdue disclosure.
pub(super) const DISCLOSURE_OVERDUE: u8 = 7;

/// A trigger, as stored.
#[zero_copy]
pub struct TriggerState {
    /// 1 subordination, 2 losses, 3 overdue, 4 collateral, 5 loan to value, 6 report overdue, 7 disclosure overdue, 8 declared
    /// event, 9 net worth; 0 is unused.
    pub kind: u8,
    /// Rank of the tranche that it protects; for a disclosure overdue, the kind of the disclosure.
    pub rank: u8,
    /// Days that the test may fail before it has consequences.
    pub cure_days: u16,
    /// For what is overdue: days; otherwise days for which a report is valid.
    pub days: u16,
    /// What follows when it has failed for its cure: 1 acceleration, plus 2 a trap of cash, plus 4 a step of control.
    pub consequences: u8,
    /// 1 raised, plus 2 control has stepped because of this breach, plus 4 unproven when tested last.
    pub flags: u8,
    /// The limit, in basis points.
    pub bps: u32,
    /// Up to this day number it counts as met, by a resolution; 0: it was never waived.
    pub waived_until: u32,
    /// Since when it has not held, in Unix seconds; 0: it held when last tested.
    pub failed_since: i64,
    /// Since when it is known not to hold, in Unix seconds: a report that is missing or too old begins nothing; 0: it is not
    /// known.
    pub breached_since: i64,
    /// For net worth: the least, in settlement base units.
    pub min: u64,
    /// For net worth: what was reported last, in settlement base units.
    pub reported: u64,
    /// When that was, or when a disclosure or an event was looked at last, in Unix seconds; 0: never.
    pub reported_at: i64,
    /// SHA-256 of the document behind what was reported or declared.
    pub document_sha256: [u8; 32],
    /// When a report last ended a time in which the one that the test needs was missing or too old, in Unix seconds; 0: never.
    pub proven_since: i64,
}

const _: () = assert!(size_of::<TriggerState>() == 96);

impl From<TriggerTerms> for TriggerState {
    fn from(terms: TriggerTerms) -> Self {
        let mut trigger: Self = bytemuck::Zeroable::zeroed();
        trigger.cure_days = terms.cure_days;
        trigger.consequences = terms.consequences;
        match terms.test {
            TestTerms::Subordination { rank, min_bps } => {
                trigger.kind = 1;
                trigger.rank = rank;
                trigger.bps = min_bps;
            }
            TestTerms::Losses { max_bps } => {
                trigger.kind = 2;
                trigger.bps = max_bps;
            }
            TestTerms::Overdue { rank, days } => {
                trigger.kind = 3;
                trigger.rank = rank;
                trigger.days = days;
            }
            TestTerms::Collateral {
                rank,
                min_bps,
                max_age,
            } => {
                trigger.kind = 4;
                trigger.rank = rank;
                trigger.bps = min_bps;
                trigger.days = max_age;
            }
            TestTerms::LoanToValue {
                rank,
                max_bps,
                max_age,
            } => {
                trigger.kind = 5;
                trigger.rank = rank;
                trigger.bps = max_bps;
                trigger.days = max_age;
            }
            TestTerms::ReportOverdue { days } => {
                trigger.kind = 6;
                trigger.days = days;
            }
            TestTerms::DisclosureOverdue { kind, days } => {
                trigger.kind = 7;
                trigger.rank = kind;
                trigger.days = days;
            }
            TestTerms::DeclaredEvent => trigger.kind = 8,
            TestTerms::NetWorth { min, max_age } => {
                trigger.kind = 9;
                trigger.min = min;
                trigger.days = max_age;
            }
        }
        trigger
    }
}

impl TriggerState {
    /// Whether a resolution has waived it at `now`.
    pub(crate) fn is_waived(&self, now: i64) -> Result<bool> {
        Ok(self.waived_until > 0 && calendar::day_of(now)? < self.waived_until.into())
    }

    pub(crate) fn test(&self, now: i64) -> Result<Test> {
        let rank = self.rank;
        let days = calendar::seconds_of(self.days);
        let raised = self.flags & RAISED != 0;
        Ok(match self.kind {
            1 => Test::Subordination {
                rank,
                min_bps: self.bps,
            },
            2 => Test::Losses { max_bps: self.bps },
            3 => Test::Overdue {
                rank,
                days: self.days.into(),
            },
            4 => Test::Collateral {
                rank,
                min_bps: self.bps,
                max_age: days,
            },
            5 => Test::LoanToValue {
                rank,
                max_bps: self.bps,
                max_age: days,
            },
            6 => Test::ReportOverdue { max_age: days },
            // What was found to be overdue may have come since, unless somebody has just looked.
            7 => Test::Raised {
                raised,
                proven: self.reported_at == now,
            },
            8 => Test::Raised {
                raised,
                proven: true,
            },
            9 => Test::NetWorth {
                min: self.min,
                max_age: days,
                value: self.reported,
                at: self.reported_at,
            },
            _ => return Err(SecuritiesError::UnknownValue.into()),
        })
    }

    /// Notes what its test says at `now`. A breach ends when it holds; what is not known begins none and ends none.
    pub(crate) const fn note(&mut self, verdict: Verdict, now: i64) {
        self.flags &= !UNPROVEN;
        match verdict {
            Verdict::Holds => self.end_breach(),
            Verdict::Fails if self.breached_since == 0 => self.breached_since = now,
            Verdict::Fails => {}
            Verdict::Unproven => self.flags |= UNPROVEN,
        }
    }

    /// Whether it tests the pool's reported value.
    pub(super) const fn reads_pool(&self) -> bool {
        matches!(self.kind, 4 | 5)
    }

    /// Notes a report at `now` of what its test reads, after one that was made at `last` (0: none).
    pub(crate) fn note_report(&mut self, last: i64, now: i64) {
        if last == 0 || now.saturating_sub(last) > calendar::seconds_of(self.days) {
            self.proven_since = now;
        }
    }

    /// Counts as met up to a day, if it is not waived for longer already; its breach is over.
    pub(crate) fn waive(&mut self, until: u32) {
        self.waived_until = self.waived_until.max(until);
        self.end_breach();
    }

    /// It holds: the next breach has a cure and a step of its own.
    const fn end_breach(&mut self) {
        self.failed_since = 0;
        self.breached_since = 0;
        self.flags &= !STEPPED;
    }

    /// Whether it is known to have failed for its cure, and so traps cash at `now`. That goes on while reports stay away: they
    /// would free it otherwise.
    pub(crate) fn traps(&self, now: i64) -> bool {
        self.consequences & TRAPS != 0 && self.has_lasted(0, now)
    }

    /// Whether it moves control on at `now`, as tested then: it is known to fail, and has for its cure, counted from
    /// `from` at the earliest.
    pub(crate) fn steps(&self, from: i64, now: i64) -> bool {
        self.consequences & STEPS != 0 && self.flags & STEPPED == 0 && self.is_breached(from, now)
    }

    /// Whether it is known to fail at `now`, as tested then, and has for its cure, counted from `from` at the earliest.
    pub(crate) fn is_breached(&self, from: i64, now: i64) -> bool {
        self.flags & UNPROVEN == 0 && self.has_lasted(from, now)
    }

    /// Whether its breach has lasted for its cure, counted from `from` and from the end of a waiver at the earliest.
    fn has_lasted(&self, from: i64, now: i64) -> bool {
        let waived = calendar::seconds_of(self.waived_until);
        let since = self.breached_since.max(from).max(waived);
        self.breached_since > 0 && now.saturating_sub(since) >= calendar::seconds_of(self.cure_days)
    }

    /// Notes whether what it is about was declared, or found to be overdue.
    pub(crate) const fn raise(&mut self, raised: bool, now: i64) {
        self.reported_at = now;
        if raised {
            self.flags |= RAISED;
            if self.breached_since == 0 {
                self.breached_since = now;
            }
        } else {
            self.flags &= !RAISED;
            self.end_breach();
        }
    }
}
