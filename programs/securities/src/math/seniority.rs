//! What classes are paid, or lose, in order of seniority. Those of one rank share it in proportion to their claims.

use super::{fixed, waterfall::MAX_TRANCHES};

/// Amounts by tranche.
pub type Parts = [u64; MAX_TRANCHES];

/// What a class claims, or may lose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// How much.
    pub amount: u64,
    /// Whether the class is of one rank with the class before it.
    pub pari_passu: bool,
}

/// Shares an amount in proportion to claims, of which nobody gets more than its own. Parts are rounded down, and the units
/// that are left over go to those whose parts lost most by that, of equals to the first.
#[must_use]
pub fn pro_rata(amount: u64, claims: &Parts) -> Parts {
    // A sum of up to eight 64-bit numbers.
    let all = claims
        .iter()
        .map(|claim| u128::from(*claim))
        .fold(0, u128::wrapping_add);
    if u128::from(amount) >= all {
        return *claims;
    }
    let (mut parts, mut rests) = ([0; MAX_TRANCHES], [0; MAX_TRANCHES]);
    let mut left = amount;
    for ((part, rest), claim) in parts.iter_mut().zip(&mut rests).zip(claims) {
        let product = fixed::product(amount, *claim);
        // The sum exceeds the amount, so it is no zero, and a part is at most its claim.
        *part = product.checked_div(all).unwrap_or(0) as u64;
        *rest = product.checked_rem(all).unwrap_or(0);
        left = left.wrapping_sub(*part);
    }
    while left > 0 {
        let most = rests.iter().copied().max().unwrap_or(0);
        let mut rounded = parts.iter_mut().zip(&mut rests);
        // The remainders add up to what is left, each less than one: so many parts have one.
        let Some((part, rest)) = rounded.find(|(_, rest)| **rest == most && most > 0) else {
            break;
        };
        *part = part.wrapping_add(1);
        *rest = 0;
        left = left.wrapping_sub(1);
    }
    parts
}

/// Pays claims, given by rank, out of an amount, the most senior first. Claims beyond the most tranches are ignored.
#[must_use]
pub fn senior_first(amount: u64, claims: &[Claim]) -> Parts {
    let mut parts = [0; MAX_TRANCHES];
    let (mut left, mut rest) = (amount, claims);
    while let Some(rank) = most_senior(rest) {
        pay(
            &mut left,
            claims.len().wrapping_sub(rest.len()),
            rank,
            &mut parts,
        );
        rest = rest.get(rank.len()..).unwrap_or(&[]);
    }
    parts
}

/// Takes an amount from claims, given by rank, the most junior first. Claims beyond the most tranches are ignored.
#[must_use]
pub fn junior_first(amount: u64, claims: &[Claim]) -> Parts {
    let mut parts = [0; MAX_TRANCHES];
    let (mut left, mut rest) = (amount, claims);
    while let Some(first) = rest.iter().rposition(|claim| !claim.pari_passu) {
        let (seniors, rank) = rest.split_at_checked(first).unwrap_or((&[], &[]));
        pay(&mut left, first, rank, &mut parts);
        rest = seniors;
    }
    parts
}

/// The claims of the most senior rank.
fn most_senior(claims: &[Claim]) -> Option<&[Claim]> {
    let (_, others) = claims.split_first()?;
    let more = others.iter().take_while(|claim| claim.pari_passu).count();
    claims.get(..more.wrapping_add(1))
}

/// Pays the claims of one rank, of which the first is at a place.
fn pay(left: &mut u64, first: usize, rank: &[Claim], parts: &mut Parts) {
    let mut claims = [0; MAX_TRANCHES];
    for (own, claim) in claims.iter_mut().skip(first).zip(rank) {
        *own = claim.amount;
    }
    for (part, paid) in parts.iter_mut().zip(pro_rata(*left, &claims)) {
        // At most what is left.
        *left = left.wrapping_sub(paid);
        *part = part.wrapping_add(paid);
    }
}
