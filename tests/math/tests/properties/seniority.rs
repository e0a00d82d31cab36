//! What classes of one rank share, and in what order ranks are paid and lose.

use proptest::prelude::*;
use securities::math::{
    loss::{Bearer, allocate, write_up},
    seniority::{Claim, Parts, junior_first, pro_rata, senior_first},
    waterfall::{Kind, MAX_TRANCHES},
};
use securities_math_tests::{MANY, below_bits, cases, naive::waterfall::share, number};

fn wide(parts: &Parts) -> u128 {
    parts.iter().map(|part| u128::from(*part)).sum()
}

fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let amount = prop_oneof![4 => below_bits(60), 1 => number(), 1 => 0_u64..4];
    let claim =
        (amount, any::<bool>()).prop_map(|(amount, pari_passu)| Claim { amount, pari_passu });
    prop::collection::vec(claim, 1..=MAX_TRANCHES).prop_map(|mut claims| {
        claims[0].pari_passu = false;
        claims
    })
}

/// By the model: rank by rank, from the top or from the bottom.
fn expected(amount: u64, claims: &[Claim], from_the_top: bool) -> Vec<i128> {
    let mut ranks: Vec<Vec<i128>> = Vec::new();
    for claim in claims {
        match ranks.last_mut() {
            Some(rank) if claim.pari_passu => rank.push(claim.amount.into()),
            _ => ranks.push(vec![claim.amount.into()]),
        }
    }
    let mut left = i128::from(amount);
    let mut pay = |rank: &mut Vec<i128>| {
        *rank = share(left, rank);
        left -= rank.iter().sum::<i128>();
    };
    if from_the_top {
        ranks.iter_mut().for_each(&mut pay);
    } else {
        ranks.iter_mut().rev().for_each(&mut pay);
    }
    ranks.concat()
}

proptest! {
    #![proptest_config(cases(MANY))]

    #[test]
    fn nobody_has_more_than_its_claim_nor_a_unit_less_than_its_proportion(
        amount in number(), claims in any::<[u64; MAX_TRANCHES]>(), bits in 0_u32..64,
    ) {
        let claims = claims.map(|claim| claim >> bits);
        let parts = pro_rata(amount, &claims);
        let all = wide(&claims);
        prop_assert_eq!(wide(&parts), all.min(amount.into()), "all of it, and no more");
        for (part, claim) in parts.into_iter().zip(claims) {
            prop_assert!(part <= claim);
            if u128::from(amount) < all {
                // Less than a unit from the exact part.
                let floor = u128::from(amount) * u128::from(claim) / all;
                prop_assert!(u128::from(part) == floor || u128::from(part) == floor + 1);
            }
        }
    }

    #[test]
    fn ranks_are_paid_from_the_top_and_lose_from_the_bottom(amount in number(), claims in claims()) {
        for (from_the_top, parts) in [(true, senior_first(amount, &claims)), (false, junior_first(amount, &claims))] {
            let parts: Vec<i128> = parts.iter().take(claims.len()).map(|part| i128::from(*part)).collect();
            prop_assert_eq!(parts, expected(amount, &claims, from_the_top));
        }
    }

    #[test]
    fn what_classes_of_one_rank_lost_at_once_comes_back_as_it_went(loss in number(), claims in claims()) {
        let bearers: Vec<Bearer> = claims.iter().map(|claim| Bearer {
            kind: Kind::Debt,
            pari_passu: claim.pari_passu,
            outstanding: claim.amount,
            cap: 0,
            bps: 0,
        }).collect();
        let lost = allocate(loss, &bearers).unwrap().written_off;
        let mut losses = claims;
        for (claim, lost) in losses.iter_mut().zip(lost) {
            claim.amount = lost;
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

/// Claims in this order.
fn of(claims: &[u64]) -> Parts {
    let mut parts = [0; MAX_TRANCHES];
    parts[..claims.len()].copy_from_slice(claims);
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
    // Payments of one unit do not starve anybody: who had none claims more.
    let mut owed = of(&[3, 3]);
    for _ in 0..4 {
        let paid = pro_rata(1, &owed);
        for (claim, paid) in owed.iter_mut().zip(paid) {
            *claim -= paid;
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
