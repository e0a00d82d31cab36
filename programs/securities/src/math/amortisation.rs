//! How much of a debt's principal is due.

use super::{MathResult, fixed};

/// When principal falls due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amortisation {
    /// All at maturity.
    Bullet,
    /// In equal monthly parts from the start to maturity.
    Linear,
    /// As fast as cash allows.
    Sweep,
}

/// A debt's principal so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Principal {
    /// Ever issued, in settlement base units.
    pub issued: u64,
    /// Ever repaid.
    pub repaid: u64,
    /// Still outstanding: issued less repaid less losses.
    pub outstanding: u64,
}

/// Principal due now: the cumulative schedule less what was repaid, at most what is outstanding.
///
/// The linear schedule is `floor(issued * months / term)`, so missed payments stay due and nothing is lost to rounding.
/// At maturity, and for a term of zero months, everything outstanding is due.
///
/// # Errors
/// [`crate::math::MathError::Overflow`].
pub fn due(
    rule: Amortisation,
    principal: Principal,
    months: u64,
    term_months: u64,
) -> MathResult<u64> {
    let scheduled = match rule {
        Amortisation::Sweep => principal.outstanding,
        _ if months >= term_months => principal.outstanding,
        Amortisation::Bullet => 0,
        Amortisation::Linear => fixed::mul_div_floor(principal.issued, months, term_months)?
            .saturating_sub(principal.repaid),
    };
    Ok(scheduled.min(principal.outstanding))
}
