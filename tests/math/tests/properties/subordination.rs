//! How much stands below.

use proptest::prelude::*;
use securities::math::{
    subordination::{around, headroom, stands},
    waterfall::Kind,
};
use securities_math_tests::{EDGES, MANY, cases, number};

/// `(below - x) * 10_000 >= min * (protected + below - x)`, where nothing overflows.
fn holds_after(x: u64, protected: u128, below: u128, min: u32) -> bool {
    let [protected, below] = [protected, below].map(|side| i128::try_from(side).unwrap());
    let [x, min] = [i128::from(x), i128::from(min)];
    (below - x) * 10_000 >= min * (protected + below - x)
}

/// Amounts where the floor is near.
fn sides() -> impl Strategy<Value = (u64, u64, u32)> {
    let near = (number(), 1_u32..10_000, -3_i128..4).prop_map(|(protected, min, off)| {
        let least = i128::from(protected) * i128::from(min) / i128::from(10_000 - min);
        let below = (least + off).clamp(0, u64::MAX.into());
        (protected, u64::try_from(below).unwrap(), min)
    });
    let any_min = prop_oneof![0_u32..12_000, Just(10_000), Just(u32::MAX)];
    prop_oneof![1 => near, 1 => (number(), number(), any_min)]
}

fn agrees(protected: u128, below: u128, min: u32) {
    let room = headroom(protected, below, min);
    let case = format!("{protected} protected, {below} below, {min} bps: {room}");
    let most = u64::try_from(below).unwrap_or(u64::MAX);
    assert!(room <= most, "{case}");
    if protected == 0 {
        assert_eq!(room, most, "{case}");
    } else if holds_after(0, protected, below, min) {
        assert!(holds_after(room, protected, below, min), "{case}");
        assert!(
            room == most || !holds_after(room + 1, protected, below, min),
            "{case}"
        );
    } else {
        assert_eq!(room, 0, "{case}");
    }
    let expected = protected == 0 || holds_after(0, protected, below, min);
    assert_eq!(stands(protected, below, min), expected, "{case}");
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn headroom_is_all_that_the_floor_leaves_and_no_more((protected, below, min) in sides(), times in 1_u128..9) {
        agrees(protected.into(), below.into(), min);
        // Sums over tranches.
        agrees(u128::from(protected) * times, u128::from(below) * times, min);
    }

    #[test]
    fn covers_are_below_whatever_their_rank(
        amounts in prop::array::uniform8((0_u8..3, number())), count in 0_usize..9, rank in 0_u8..9,
    ) {
        let kinds = [Kind::Debt, Kind::Equity, Kind::Cover];
        let claimants = amounts.map(|(kind, amount)| (kinds[usize::from(kind)], amount));
        let claimants = &claimants[..count];
        let of = |wanted: bool| {
            let ranked = (0_u8..).zip(claimants);
            let side = ranked.filter(|(at, (kind, _))| (*at <= rank && *kind != Kind::Cover) == wanted);
            side.map(|(_, (_, amount))| u128::from(*amount)).sum::<u128>()
        };
        prop_assert_eq!(around(rank, claimants.iter().copied()), (of(true), of(false)));
    }
}

#[test]
fn headroom_of_all_edge_values_is_right() {
    for protected in EDGES {
        for below in EDGES {
            for min in [
                0,
                1,
                2,
                2_500,
                5_000,
                9_998,
                9_999,
                10_000,
                10_001,
                u32::MAX,
            ] {
                agrees(protected.into(), below.into(), min);
            }
        }
    }
}

#[test]
fn a_quarter_below_eighty() {
    // 80 protected at 25 % need 27 below: 26 of 106 are 24.5 %.
    assert_eq!(headroom(80, 40, 2_500), 13);
    assert_eq!(headroom(80, 27, 2_500), 0);
    assert_eq!(headroom(80, 26, 2_500), 0);
    assert_eq!(headroom(75, 25, 2_500), 0);
    assert_eq!(headroom(75, 26, 2_500), 1);
    assert_eq!(headroom(0, 40, 2_500), 40);
}

#[test]
fn sums_that_pass_64_bits_stand_as_they_are() {
    let all = u128::from(u64::MAX) * 8;
    assert!(stands(all, all, 5_000));
    assert!(!stands(all, all - 1, 5_000));
    assert!(!stands(all, all, u32::MAX));
    assert!(stands(0, 0, u32::MAX));
    assert!(!stands(1, 0, 1));
    assert!(stands(1, 0, 0));
}
