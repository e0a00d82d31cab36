//! A book from deposit to shares: line, allocation, shares and principal together, as `settle_ticket` joins them.

use proptest::prelude::*;
use securities::math::{
    MathError,
    allocation::{first_come, pro_rata},
    line::{self, Money, Node},
    quantity::Shares,
    shares,
};
use securities_math_tests::{HISTORIES, USUAL, below_bits, cases, number, positive};

/// An offer: price and unit of a share, and the least money that buys whole base units.
#[derive(Clone, Copy, Debug)]
struct Offer {
    price: u64,
    unit: u64,
    lot: u64,
    par: u64,
    cap: u64,
    pro_rata: bool,
}

/// What tickets became, in line order: money accepted, money refunded, shares.
type Settled = Vec<(u64, u64, u64)>;

fn settle(offer: Offer, values: &[u64], order: &[usize]) -> (Settled, u64) {
    let mut nodes = vec![Node::default(); 16];
    for (place, value) in (0_u32..).zip(values) {
        line::add(&mut nodes, 1, place, Money::committed(*value)).unwrap();
    }
    let mut settled = vec![(0, 0, 0); values.len()];
    let (mut issued, mut principal) = (Shares::ZERO, 0);
    for at in order {
        let ahead = line::ahead(&nodes, 1, u32::try_from(*at).unwrap())
            .unwrap()
            .committed;
        let part = if offer.pro_rata {
            let total = line::ahead(&nodes, 1, 16).unwrap().committed;
            pro_rata(ahead, values[*at], total, offer.cap, offer.lot).unwrap()
        } else {
            first_come(ahead, values[*at], offer.cap).unwrap()
        };
        let new = shares::issued(part.ahead, part.accepted, offer.price, offer.unit).unwrap();
        principal += shares::principal(issued, new, offer.par, offer.unit).unwrap();
        issued = issued.plus(new).unwrap();
        settled[*at] = (part.accepted, values[*at] - part.accepted, new.get());
    }
    (settled, principal)
}

/// An offer of a cap in whole lots, tickets in whole lots, and an order to settle them in.
fn book() -> impl Strategy<Value = (Offer, Vec<u64>, Vec<usize>)> {
    (
        1_u64..5_000_000_000,
        0_u8..=9,
        below_bits(30),
        prop::collection::vec(1_u64..1_000_000, 1..=16),
        any::<(u64, bool)>(),
    )
        .prop_flat_map(|(price, decimals, par, lots, (cap, pro_rata))| {
            let unit = shares::unit(decimals).unwrap();
            let lot = shares::lot(price, unit).unwrap();
            let values: Vec<u64> = lots.iter().map(|lots| lots * lot).collect();
            let cap = (1 + cap % (lots.iter().sum::<u64>() * 2)) * lot;
            let offer = Offer {
                price,
                unit,
                lot,
                par,
                cap,
                pro_rata,
            };
            let order: Vec<usize> = (0..values.len()).collect();
            (Just(offer), Just(values), Just(order).prop_shuffle())
        })
}

proptest! {
    #![proptest_config(cases(HISTORIES))]

    #[test]
    fn a_book_settles_the_same_in_any_order((offer, values, order) in book()) {
        let in_line: Vec<usize> = (0..values.len()).collect();
        prop_assert_eq!(settle(offer, &values, &order), settle(offer, &values, &in_line));
    }

    #[test]
    fn accepted_and_refunded_money_is_all_that_was_locked_and_shares_cost_their_price((offer, values, order) in book()) {
        let (settled, principal) = settle(offer, &values, &order);
        let (mut accepted, mut refunded, mut shares) = (0, 0, 0_u64);
        for (ticket, value) in settled.iter().zip(&values) {
            prop_assert_eq!(ticket.0 + ticket.1, *value);
            prop_assert_eq!(ticket.0 % offer.lot, 0, "a cap in whole lots cuts at a whole lot");
            prop_assert_eq!(
                u128::from(ticket.2) * u128::from(offer.price), u128::from(ticket.0) * u128::from(offer.unit),
                "every ticket pays the price"
            );
            accepted += ticket.0;
            refunded += ticket.1;
            shares += ticket.2;
        }
        let locked: u64 = values.iter().sum();
        prop_assert_eq!(accepted, locked.min(offer.cap));
        prop_assert_eq!(accepted + refunded, locked);
        prop_assert_eq!(
            u128::from(principal), u128::from(shares) * u128::from(offer.par) / u128::from(offer.unit),
            "principal is the par of all shares"
        );
    }

    #[test]
    fn who_leaves_before_the_lock_leaves_no_trace((offer, values, order) in book(), at in any::<prop::sample::Index>()) {
        let gone = at.index(values.len());
        let mut zero = values.clone();
        zero[gone] = 0;
        let (with_a_gap, _) = settle(offer, &zero, &order);
        let without: Vec<u64> = values.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, value)| *value).collect();
        let in_line: Vec<usize> = (0..without.len()).collect();
        let (without, _) = settle(offer, &without, &in_line);
        let others: Settled = with_a_gap.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, ticket)| *ticket).collect();
        prop_assert_eq!(with_a_gap[gone], (0, 0, 0));
        prop_assert_eq!(others, without);
    }
}

proptest! {
    #![proptest_config(cases(USUAL))]

    /// What an offer must prove before it takes money: once locked, a ticket that cannot be settled cannot leave.
    #[test]
    fn a_book_settles_every_ticket_when_the_shares_and_principal_of_its_whole_cap_fit(
        cap in positive(64), price in positive(40), decimals in 0_u8..=9, par in below_bits(40), before in below_bits(60),
        ahead in number(), value in number(), settled in any::<prop::sample::Index>(),
    ) {
        let unit = shares::unit(decimals).unwrap();
        let fits = shares::issued(0, cap, price, unit)
            .and_then(|all| shares::principal(Shares(before), all, par, unit).map(|_| all));
        let (Ok(all), Ok(part)) = (fits, first_come(ahead, value, cap)) else { return Ok(()) };
        let new = shares::issued(part.ahead, part.accepted, price, unit);
        prop_assert!(new.is_ok_and(|new| new <= all));
        // Whatever part of the others was settled before.
        let others = all.minus(new.unwrap()).unwrap().get();
        let earlier = settled.index(usize::MAX) as u64 % others.saturating_add(1);
        prop_assert!(shares::principal(Shares(before + earlier), new.unwrap(), par, unit).is_ok());
    }
}

#[test]
fn a_ticket_cannot_be_settled_when_the_shares_of_the_cap_do_not_fit() {
    // One base unit for a share of 9 decimals, and 20,000 USDC in line.
    let (price, unit, ticket) = (1, 1_000_000_000, 20_000_000_000);
    let part = first_come(0, ticket, ticket).unwrap();
    assert_eq!(
        shares::issued(part.ahead, part.accepted, price, unit),
        Err(MathError::Overflow)
    );
}
