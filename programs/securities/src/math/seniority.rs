//! What classes are paid, or lose, in order of seniority. Peers share it in proportion to what they are owed.

use super::{fixed, waterfall::MAX_TRANCHES};

/// Amounts by tranche.
pub type Parts = [u64; MAX_TRANCHES];

/// What a class is owed, or may lose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// How much.
    pub amount: u64,
    /// Whether the class is pari passu with the class before it.
    pub pari_passu: bool,
}

/// Shares an amount in proportion to layers, of which nobody gets more than its own. Parts are rounded down, and the units
/// that are left over go to those whose parts lost most by that, of equals to the first.
#[must_use]
pub fn pro_rata(amount: u64, layers: &Parts) -> Parts {
    // A sum of up to eight 64-bit numbers.
    let all = layers
        .iter()
        .map(|layer| u128::from(*layer))
        .fold(0, u128::wrapping_add);
    if u128::from(amount) >= all {
        return *layers;
    }
    let (mut parts, mut rests) = ([0; MAX_TRANCHES], [0; MAX_TRANCHES]);
    let mut left = amount;
    for ((part, rest), layer) in parts.iter_mut().zip(&mut rests).zip(layers) {
        let product = fixed::product(amount, *layer);
        // The sum exceeds the amount, so it is no zero, and a part is at most its layer.
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

/// Pays layers, given by rank, out of an amount, the most senior first. Layers beyond the most tranches are ignored.
#[must_use]
pub fn senior_first(amount: u64, layers: &[Layer]) -> Parts {
    let mut parts = [0; MAX_TRANCHES];
    let (mut left, mut rest) = (amount, layers);
    while let Some(rank) = most_senior(rest) {
        pay(
            &mut left,
            layers.len().wrapping_sub(rest.len()),
            rank,
            &mut parts,
        );
        rest = rest.get(rank.len()..).unwrap_or(&[]);
    }
    parts
}

/// Takes an amount from layers, given by rank, the most junior first. Layers beyond the most tranches are ignored.
#[must_use]
pub fn junior_first(amount: u64, layers: &[Layer]) -> Parts {
    let mut parts = [0; MAX_TRANCHES];
    let (mut left, mut rest) = (amount, layers);
    while let Some(first) = rest.iter().rposition(|layer| !layer.pari_passu) {
        let (seniors, rank) = rest.split_at_checked(first).unwrap_or((&[], &[]));
        pay(&mut left, first, rank, &mut parts);
        rest = seniors;
    }
    parts
}

/// The layers of the most senior class and its peers.
fn most_senior(layers: &[Layer]) -> Option<&[Layer]> {
    let (_, others) = layers.split_first()?;
    let more = others.iter().take_while(|layer| layer.pari_passu).count();
    layers.get(..more.wrapping_add(1))
}

/// Pays the layers of peers, of which the first is at a place.
fn pay(left: &mut u64, first: usize, rank: &[Layer], parts: &mut Parts) {
    let mut layers = [0; MAX_TRANCHES];
    for (own, layer) in layers.iter_mut().skip(first).zip(rank) {
        *own = layer.amount;
    }
    for (part, paid) in parts.iter_mut().zip(pro_rata(*left, &layers)) {
        // At most what is left.
        *left = left.wrapping_sub(paid);
        *part = part.wrapping_add(paid);
    }
}
