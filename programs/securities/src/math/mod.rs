//! The arithmetic of the program: pure functions over integers.
//!
//! Amounts are `u64` base units, interest is in parts per million a year, other parts are in basis points, and accumulators
//! are `u128` in Q64.64. There are no floats. A floor favours the pool and a ceiling charges the actor; where both
//! exist, the function's name says which it is. Nothing here depends on accounts, so all of it can be tested natively,
//! with millions of cases.

pub mod accrual;
pub mod accumulator;
pub mod allocation;
pub mod amortisation;
pub mod business;
pub mod calendar;
pub mod carry;
pub mod claimant;
pub mod conversion;
pub mod coverage;
pub mod curve;
pub mod custom;
pub mod draw;
pub mod dues;
pub mod fee;
pub mod fixed;
pub mod floating;
pub mod line;
pub mod loss;
pub mod poll;
pub mod quantity;
pub mod rate;
pub mod schedule;
pub mod seniority;
pub mod shares;
pub mod step_up;
pub mod stream;
pub mod structure;
pub mod subordination;
pub mod tap;
pub mod trigger;
pub mod walk;
pub mod waterfall;
pub mod window;

/// Why a calculation has no result. Each becomes a numbered program error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MathError {
    /// A result does not fit its type.
    Overflow,
    /// A divisor is zero.
    DivisionByZero,
    /// A place in line lies beyond the line's capacity.
    PlaceOutOfRange,
    /// More is taken from a line than it holds.
    LineUnderflow,
    /// A date is outside the calendar that the program knows, or an end is before its start.
    DateOutOfRange,
    /// A waterfall's tiers do not form a structure that can be run.
    BadStructure,
    /// Classes that are said to be pari passu cannot be, or their tiers do not stand in a row.
    BadPariPassu,
    /// The knots of a reward curve do not form a curve.
    BadCurve,
}

/// The result of a calculation.
pub type MathResult<T> = core::result::Result<T, MathError>;
