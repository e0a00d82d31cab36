//! What pari passu classes share, and in what order groups are paid and lose.

use proptest::prelude::*;
use securities::math::{
    loss::{Bearer, allocate, write_up},
    seniority::{Layer, Parts, junior_first, pro_rata, senior_first},
    waterfall::{Kind, MAX_TRANCHES},
};
use securities_math_tests::{MANY, below_bits, cases, naive::waterfall::share, number};

fn wide(parts: &Parts) -> u128 {
    parts.iter().map(|part| u128::from(*part)).sum()
}

fn layers() -> impl Strategy<Value = Vec<Layer>> {
    let amount = prop_oneof![4 => below_bits(60), 1 => number(), 1 => 0_u64..4];
    let layer =
        (amount, any::<bool>()).prop_map(|(amount, pari_passu)| Layer { amount, pari_passu });
    prop::collection::vec(layer, 1..=MAX_TRANCHES).prop_map(|mut layers| {
        layers[0].pari_passu = false;
        layers
    })
}

/// By the model: rank by rank, from the top or from the bottom.
fn expected(amount: u64, layers: &[Layer], from_the_top: bool) -> Vec<i128> {
    let mut groups: Vec<Vec<i128>> = Vec::new();
    for layer in layers {
        match groups.last_mut() {
            Some(group) if layer.pari_passu => group.push(layer.amount.into()),
            _ => groups.push(vec![layer.amount.into()]),
        }
    }
    let mut left = i128::from(amount);
    let mut pay = |rank: &mut Vec<i128>| {
        *rank = share(left, rank);
        left -= rank.iter().sum::<i128>();
    };
    if from_the_top {
        groups.iter_mut().for_each(&mut pay);
    } else {
        groups.iter_mut().rev().for_each(&mut pay);
    }
    groups.concat()
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn nobody_has_more_than_it_is_owed_nor_a_unit_less_than_its_proportion(
        amount in number(), layers in any::<[u64; MAX_TRANCHES]>(), bits in 0_u32..64,
    ) {
        let layers = layers.map(|layer| layer >> bits);
        let parts = pro_rata(amount, &layers);
        let all = wide(&layers);
        prop_assert_eq!(wide(&parts), all.min(amount.into()), "all of it, and no more");
        for (part, layer) in parts.into_iter().zip(layers) {
            prop_assert!(part <= layer);
            if u128::from(amount) < all {
                // Less than a unit from the exact part.
                let floor = u128::from(amount) * u128::from(layer) / all;
                prop_assert!(u128::from(part) == floor || u128::from(part) == floor + 1);
            }
        }
    }

    #[test]
    fn classes_are_paid_from_the_top_and_lose_from_the_bottom(amount in number(), layers in layers()) {
        for (from_the_top, parts) in [(true, senior_first(amount, &layers)), (false, junior_first(amount, &layers))] {
            let parts: Vec<i128> = parts.iter().take(layers.len()).map(|part| i128::from(*part)).collect();
            prop_assert_eq!(parts, expected(amount, &layers, from_the_top));
        }
    }

    #[test]
    fn what_pari_passu_classes_lost_at_once_comes_back_as_it_went(loss in number(), layers in layers()) {
        let bearers: Vec<Bearer> = layers.iter().map(|layer| Bearer {
            kind: Kind::Debt,
            pari_passu: layer.pari_passu,
            outstanding: layer.amount,
            cap: 0,
            bps: 0,
        }).collect();
        let lost = allocate(loss, &bearers).unwrap().written_off;
        let mut losses = layers;
        for (layer, lost) in losses.iter_mut().zip(lost) {
            layer.amount = lost;
        }
        let in_all = u64::try_from(wide(&lost)).unwrap();
        prop_assert_eq!(write_up(in_all, &losses).written_up, lost);
        // A part of it goes to the most senior losers, and no class has back more than it lost.
        let part = in_all / 3;
        let back = write_up(part, &losses);
        prop_assert_eq!((wide(&back.written_up), back.left), (part.into(), 0));
        prop_assert!(back.written_up.iter().zip(lost).all(|(up, lost)| *up <= lost));
    }
}

/// Layers in this order.
fn of(layers: &[u64]) -> Parts {
    let mut parts = [0; MAX_TRANCHES];
    parts[..layers.len()].copy_from_slice(layers);
    parts
}

#[test]
fn units_that_are_left_over_go_to_those_that_rounding_hit_hardest() {
    assert_eq!(pro_rata(60, &of(&[100, 200, 300])), of(&[10, 20, 30]));
    assert_eq!(pro_rata(50, &of(&[40, 10])), of(&[40, 10]), "all of it");
    // 0.67, 0.67, 0.67: the first of equals.
    assert_eq!(pro_rata(2, &of(&[5, 5, 5])), of(&[1, 1, 0]));
    // 1.43, 2.86, 5.71: the two that lost most.
    assert_eq!(pro_rata(10, &of(&[10, 20, 40])), of(&[1, 3, 6]));
    // Payments of one unit do not starve anybody: who had none is owed more.
    let mut owed = of(&[3, 3]);
    for _ in 0..4 {
        let paid = pro_rata(1, &owed);
        for (layer, paid) in owed.iter_mut().zip(paid) {
            *layer -= paid;
        }
    }
    assert_eq!(owed, of(&[1, 1]));
    let most = of(&[u64::MAX; MAX_TRANCHES]);
    assert_eq!(pro_rata(u64::MAX, &most), {
        let mut parts = [u64::MAX / 8; MAX_TRANCHES];
        // Seven eighths of a unit each: all but one have one more.
        parts[..7].fill(u64::MAX / 8 + 1);
        parts
    });
}
