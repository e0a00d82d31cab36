//! Tranches at random, and which of them are pari passu.

use super::Dice;
use securities::math::{
    structure::Shape,
    waterfall::{Kind, MAX_TIERS},
};

/// Tiers that a tranche must have.
fn needs(shape: &Shape) -> usize {
    let principal = shape.has_par && shape.kind != Kind::Cover;
    // One that is owed nothing must be paid something else.
    (2 * usize::from(shape.has_rate) + usize::from(principal)).max(1)
}

pub fn any_shapes(dice: &mut Dice) -> Vec<Shape> {
    let count = 1 + dice.below(8);
    let mut shapes: Vec<Shape> = (0..count)
        .map(|_| Shape {
            kind: dice.pick(&[
                Kind::Debt,
                Kind::Debt,
                Kind::Debt,
                Kind::Equity,
                Kind::Cover,
            ]),
            has_par: !dice.one_in(3),
            has_rate: dice.one_in(2),
            pari_passu: false,
        })
        .collect();
    // A reserve and covers need something to protect.
    let is_protected =
        |shape: &Shape| shape.kind == Kind::Debt || (shape.kind == Kind::Equity && shape.has_par);
    if !shapes.iter().any(is_protected) {
        shapes[0].kind = Kind::Debt;
    }
    if dice.one_in(2) {
        shapes.sort_by_key(|shape| shape.kind as u8);
    }
    // The residual is a tier too.
    while shapes.iter().map(needs).sum::<usize>() >= MAX_TIERS {
        let at = usize::from(dice.rank(shapes.len()));
        shapes[at].has_rate = false;
        shapes[at].has_par &= dice.one_in(2);
    }
    for rank in 1..shapes.len() {
        let (before, own) = (shapes[rank - 1], shapes[rank]);
        let can = before.kind == own.kind && own.kind != Kind::Cover;
        shapes[rank].pari_passu = can && before.has_par && own.has_par && dice.one_in(2);
    }
    shapes
}

/// The tranches that are pari passu with a tranche, and that.
pub fn peers(shapes: &[Shape], rank: u8) -> Vec<u8> {
    let joined = |rank: u8| {
        shapes
            .get(usize::from(rank))
            .is_some_and(|shape| shape.pari_passu)
    };
    let first = (0..=rank).rev().find(|rank| !joined(*rank)).unwrap();
    let more = (first + 1..).take_while(|rank| joined(*rank));
    core::iter::once(first).chain(more).collect()
}

pub fn last_of_peers(shapes: &[Shape], rank: u8) -> u8 {
    *peers(shapes, rank).last().unwrap()
}
