//! What shares of one class become in another: against an independent model in numbers of any size, written from the terms.

use num_bigint::BigUint;
use proptest::prelude::*;
use securities::math::conversion::{MAX_DISCOUNT_BPS, Price, Ratio, bought, part};
use securities_math_tests::{USUAL, cases};

/// Holders of a class that is converted as a whole.
const HOLDERS: u64 = 65_536;

/// The same numbers for the same seed, below 2^31.
fn numbers(seed: u64) -> impl FnMut() -> u64 {
    let mut state = seed;
    move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    }
}

/// The lowest whole number that is not below a fraction.
fn ceil(numerator: BigUint, denominator: u64) -> BigUint {
    (numerator + (denominator - 1)) / denominator
}

/// The least of the cap and the discounted price, rounded up, and never less than the floor.
fn model(price: Price, sold: u64) -> Option<BigUint> {
    let capped = |at: BigUint| {
        let most = if price.cap == 0 {
            at.clone()
        } else {
            BigUint::from(price.cap)
        };
        at.min(most).max(BigUint::from(price.floor))
    };
    if sold == 0 {
        return (price.cap > 0).then(|| BigUint::from(price.cap));
    }
    let keeps = BigUint::from(sold) * (10_000 - price.discount_bps);
    Some(capped(ceil(keeps, 10_000)))
}

fn prices() -> impl Strategy<Value = Price> {
    (
        1..1_u64 << 40,
        0..1_u64 << 40,
        any::<bool>(),
        0..=MAX_DISCOUNT_BPS,
    )
        .prop_map(|(floor, above, has_cap, discount_bps)| Price {
            floor,
            cap: if has_cap { floor + above } else { 0 },
            discount_bps,
        })
}

/// 65,536 holders collect in any order, without a loop over them when their class is converted: each has the whole part of its
/// exact fraction, and all together what was issued but for less than one unit each.
#[test]
fn sixty_five_thousand_holders_have_what_their_class_became() {
    for (seed, issued) in [(1_u64, 999_999_937), (7, u64::MAX / 3), (77, 65_535)] {
        let mut next = numbers(seed);
        let holdings: Vec<u64> = (0..HOLDERS).map(|_| next() % 1_000_000_007).collect();
        let all: u64 = holdings.iter().sum();
        let ratio = Ratio {
            to: issued,
            from: all,
        };
        let mut rest = issued;
        for shares in &holdings {
            let received = ratio.shares(*shares).unwrap();
            let exact = BigUint::from(*shares) * issued;
            assert!(
                BigUint::from(received) * all <= exact,
                "no more than the fraction"
            );
            assert!(
                exact < BigUint::from(received + 1) * all,
                "less than one unit below"
            );
            rest = rest
                .checked_sub(received)
                .expect("never more than was issued");
        }
        assert!(rest < HOLDERS, "{rest} are nobody's, and cancelled");
    }
}

/// 65,536 holders elect one after the other, at one price: each has as many shares as its part of what is owed buys, to the unit,
/// and none takes from those who stay. All of what was owed has become shares at the end, but for less than a unit of each.
#[test]
fn sixty_five_thousand_holders_elect_for_what_they_are_owed() {
    for (seed, price, unit) in [
        (3_u64, 800_000_u64, 1_000_000_u64),
        (9, 7, 1),
        (21, 1_999_993, 1_000),
    ] {
        let mut random = numbers(seed);
        let holdings: Vec<u64> = (0..HOLDERS).map(|_| 1 + random() % 1_000_003).collect();
        let all: u64 = holdings.iter().sum();
        let owed = all / 3 * 2;
        let (mut left, mut shares, mut converted, mut received) = (owed, all, 0, 0);
        for own in &holdings {
            let leaves = part(left, *own, shares).unwrap();
            // Who converts later has a fraction of a unit more than who converts first, never less.
            let exact = BigUint::from(owed) * *own;
            assert!(BigUint::from(leaves + 1) * all > exact, "its part");
            let bought = bought(leaves, price, unit).unwrap();
            assert!(BigUint::from(bought) * price <= BigUint::from(leaves) * unit);
            assert!(BigUint::from(bought + 1) * price > BigUint::from(leaves) * unit);
            (left, shares) = (left - leaves, shares - own);
            (converted, received) = (converted + leaves, received + bought);
        }
        assert_eq!(
            (left, shares, converted),
            (0, 0, owed),
            "nothing is left over"
        );
        let at_once = bought(owed, price, unit).unwrap();
        assert!(received <= at_once && at_once - received < HOLDERS);
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    /// A price is what the terms say, whatever books have sold at.
    #[test]
    fn a_price_is_what_the_terms_say(price in prices(), sold in 0..1_u64 << 50) {
        let at = price.at(sold).unwrap().map(BigUint::from);
        prop_assert_eq!(at, model(price, sold));
    }

    /// Converting in parts gives no more than converting at once, and less than one unit a part less.
    #[test]
    fn parts_never_become_more(
        to in 1..1_u64 << 40,
        from in 1..1_u64 << 40,
        parts in prop::collection::vec(0..1_u64 << 16, 1..20),
    ) {
        let ratio = Ratio { to, from };
        let whole = ratio.shares(parts.iter().sum()).unwrap();
        let mut sum = 0;
        for part in &parts {
            sum += ratio.shares(*part).unwrap();
        }
        prop_assert!(sum <= whole && whole - sum < parts.len() as u64);
    }

    /// What leaves a class one by one is never more than its part, and all of it with the last share.
    #[test]
    fn what_leaves_is_never_more_than_its_part(
        amount in 0..1_u64 << 50,
        holdings in prop::collection::vec(1..1_u64 << 30, 1..30),
    ) {
        let (mut left, mut shares) = (amount, holdings.iter().sum::<u64>());
        let all = shares;
        for own in &holdings {
            let leaves = part(left, *own, shares).unwrap();
            // Those who stay have no less for each share.
            prop_assert!(
                BigUint::from(left - leaves) * shares >= BigUint::from(left) * (shares - own)
            );
            left -= leaves;
            shares -= own;
        }
        prop_assert_eq!(left, 0);
        prop_assert!(part(amount, all + 1, all).is_err());
    }

    /// What is bought costs no more than what is owed, and one unit more would.
    #[test]
    fn what_is_bought_costs_what_is_owed(
        owed in 0..1_u64 << 50,
        price in 1..1_u64 << 40,
        decimals in 0..7_u32,
    ) {
        let unit = 10_u64.pow(decimals);
        let exact = BigUint::from(owed) * unit;
        prop_assume!(exact.clone() / price <= BigUint::from(u64::MAX));
        let shares = bought(owed, price, unit).unwrap();
        prop_assert!(BigUint::from(shares) * price <= exact);
        prop_assert!(BigUint::from(shares + 1) * price > exact);
    }
}
